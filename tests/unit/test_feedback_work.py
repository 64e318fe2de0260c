"""Matters on their way: which come first, what a step needs, what is kept of a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.store import Cost
from desktop.ui.feedback.presenter import FeedbackPresenter
from desktop.ui.feedback.state import FeedbackState
from desktop.work import feedback, undo
from desktop.work.changed import Changed
from desktop.work.demo.fill import move_in
from desktop.work.desk import Desk
from desktop.work.feedback import OPEN, Contact
from desktop.work.lanes import Inline
from forms.library import built_in
from forms.problem import Problem

WORDS = "bốn từ chẳng liên quan"
FORM = built_in("feedback")
SAID = {
    "received_on": "2026-11-21",
    "channel": "phone",
    "kind": "question",
    "content": "Hỏi cách nộp hồ sơ khai sinh.",
    "state": "received",
}


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    made = move_in(home / "demo", WORDS, clock=clock, cost=Cost(1, 8, 1))
    yield made
    made.store.close()


class Seen:
    """A presenter with what it drew, told and focused."""

    def __init__(self, desk: Desk, clock: Any) -> None:
        self.states: list[FeedbackState] = []
        self.told: list[tuple[str, Changed]] = []
        self.cursor = ""
        self.presenter = FeedbackPresenter(
            Inline(desk), clock, show=self.states.append, saved=self._saved, focus=self._focus
        )

    def _saved(self, text: str, changed: Changed) -> None:
        self.told.append((text, changed))
        self.presenter.heard(changed)

    def _focus(self, name: str) -> None:
        self.cursor = name

    @property
    def now(self) -> FeedbackState:
        return self.states[-1]


@pytest.fixture
def seen(desk: Desk, clock: Any) -> Seen:
    made = Seen(desk, clock)
    made.presenter.open()
    return made


def values(desk: Desk, rec: str) -> dict[str, Any]:
    return dict(desk.store.records.get(FORM, rec).values)


def test_the_longest_overdue_comes_first(desk: Desk) -> None:
    found = feedback.find(desk, ("forwarded", "processing"))
    assert [it.subject for it in found.items][:2] == [
        "Sóng điện thoại yếu ở ngõ 5",
        "Nộp học phí trực tuyến bị trừ tiền hai lần",
    ]
    assert found.counts == {"received": 3, "processing": 5, "answered": 2, "published": 40, "declined": 1}
    public = feedback.find(desk, ("published",), limit=10)
    assert public.more
    days = [it.received_on for it in public.items]
    assert days == sorted(days, reverse=True)


def test_search_stays_within_the_states_asked_for(desk: Desk) -> None:
    assert [it.subject for it in feedback.find(desk, OPEN, "song dien thoai").items] == [
        "Sóng điện thoại yếu ở ngõ 5"
    ]
    assert feedback.find(desk, ("published",), "song dien thoai").items == ()


def test_the_first_screen_is_the_picture(seen: Seen) -> None:
    it = seen.now
    assert [count for count, _label in it.counts] == [3, 5, 2, 40]
    assert (it.tab, it.total, len(it.cards)) == (1, 50, 5)
    assert it.cards[0].second == "Kiến nghị · Hạ tầng · bà Lê Thị Ví Dụ"
    detail = it.detail
    assert detail is not None
    assert (detail.step, detail.next, detail.next_digit, detail.rating) == (2, "answered", 4, "")
    assert [line.title for line in detail.journal] == [
        "1022 báo đã tiếp nhận",
        "Chuyển 1022",
        "Ghi nhận tại nhà",
    ]
    assert ("Chuyển tới", "1022 · mã 1022-0417 · 13/11") in detail.facts


def test_an_answer_is_needed_to_have_answered(desk: Desk, seen: Seen) -> None:
    rec = seen.now.cards[0].rec
    seen.presenter.move("answered")
    assert seen.now.detail is not None
    assert seen.now.detail.faults == {"answer": "Ghi câu trả lời."}
    assert seen.cursor == "answer"
    assert values(desk, rec)["state"] == "processing"
    seen.presenter.told("answer", "Đội kỹ thuật đo sóng ngày 24/11.")
    seen.presenter.told("satisfaction", "4")
    seen.presenter.move("answered")
    kept = values(desk, rec)
    assert (kept["state"], kept["answered_on"], kept["satisfaction"]) == ("answered", "2026-11-21", "4")
    assert [count for count, _label in seen.now.counts] == [3, 4, 3, 40]
    assert seen.now.detail.title == "Nộp học phí trực tuyến bị trừ tiền hai lần", (
        "the next one takes its place"
    )


def test_what_stays_unmoved_is_saved_without_its_step(desk: Desk, seen: Seen) -> None:
    rec = seen.now.cards[0].rec
    seen.presenter.move("answered")
    seen.presenter.told("answer", "Đang đo sóng.")
    seen.presenter.save()
    assert (values(desk, rec)["state"], values(desk, rec)["answer"]) == ("processing", "Đang đo sóng.")


def test_forwarding_asks_where_to_and_undo_brings_it_back(desk: Desk, seen: Seen) -> None:
    seen.presenter.tab(0)
    rec = seen.now.cards[0].rec
    seen.presenter.move("forwarded")
    ask = seen.now.detail.ask if seen.now.detail else None
    assert ask is not None
    assert [it.name for it in ask.questions] == ["forwarded_to", "forward_code", "forwarded_on"]
    assert ask.questions[2].value == "21/11/2026"
    assert seen.now.detail is not None
    assert seen.now.detail.faults == {}, "it asks before it complains"
    seen.presenter.move("forwarded")
    assert seen.now.detail.faults == {"forwarded_to": "Chọn nơi đã chuyển tới."}
    seen.presenter.told("forwarded_to", "commune")
    seen.presenter.told("forward_code", "PA-17")
    seen.presenter.move("forwarded")
    assert values(desk, rec)["forward_code"] == "PA-17"
    text, changed = seen.told[-1]
    assert text == "Trạng thái mới: Đã chuyển"
    undo.undo(desk, changed)
    assert values(desk, rec)["state"] == "received"
    assert "forwarded_to" not in values(desk, rec)


def test_a_step_given_up_leaves_nothing(desk: Desk, seen: Seen) -> None:
    rec = seen.now.cards[0].rec
    before = values(desk, rec)
    seen.presenter.move("declined")
    seen.presenter.told("decline_reason", "Không thuộc dịch vụ công.")
    seen.presenter.stay()
    seen.presenter.save()
    assert values(desk, rec) == before
    assert seen.told == []


def test_declining_needs_a_reason(desk: Desk, seen: Seen) -> None:
    rec = seen.now.cards[0].rec
    seen.presenter.move("declined")
    seen.presenter.save()
    assert seen.now.detail is not None
    assert seen.now.detail.faults == {"decline_reason": "Ghi lý do không tiếp nhận."}
    seen.presenter.told("decline_reason", "Không thuộc dịch vụ công.")
    seen.presenter.save()
    assert values(desk, rec)["state"] == "declined"
    seen.presenter.tab(-1)
    assert len(seen.now.cards) == 2


def test_a_draft_returns_with_its_words_and_never_with_its_state(desk: Desk, seen: Seen, clock: Any) -> None:
    rec = seen.now.cards[0].rec
    seen.presenter.told("answer", "Tổ sẽ báo lại")
    seen.presenter.move("forwarded")
    seen.presenter.keep()
    draft = feedback.draft_of(desk, rec)
    assert draft is not None
    assert draft.values["state"] == "processing"
    again = Seen(desk, clock)
    again.presenter.open(rec)
    detail = again.now.detail
    assert detail is not None
    assert (detail.answer, detail.kept, detail.step) == ("Tổ sẽ báo lại", "Nháp lưu 09:41", 2)
    again.presenter.save()
    assert feedback.draft_of(desk, rec) is None


def test_one_opened_from_elsewhere_stays_in_view(desk: Desk, seen: Seen) -> None:
    oldest = feedback.find(desk, ("published",), limit=60).items[-1]
    seen.presenter.open(oldest.rec)
    assert seen.now.tab == 3
    assert seen.now.detail is not None
    assert seen.now.detail.rec == oldest.rec


def test_a_new_matter_is_noted_and_shown(desk: Desk, seen: Seen) -> None:
    seen.presenter.note()
    fresh = seen.now.fresh
    assert fresh is not None
    assert fresh.values["due_on"] == "28/11/2026"
    assert fresh.values["kind"] == ""
    seen.presenter.fresh.save()
    assert seen.now.fresh is not None
    assert set(seen.now.fresh.faults) == {"kind", "channel", "content"}
    for name in ("kind", "channel", "content"):
        seen.presenter.fresh.told(name, SAID[name])
    seen.presenter.fresh.save()
    assert seen.now.fresh is None
    assert seen.now.detail is not None
    kept = values(desk, seen.now.detail.rec)
    assert (kept["due_on"], kept["received_by"]) == ("2026-11-28", desk.who)
    assert seen.now.tab == 0


def test_a_contact_is_kept_with_consent_only(desk: Desk) -> None:
    wants = SAID | {"wants_reply": "yes"}
    with pytest.raises(Problem, match="đồng ý"):
        feedback.add(desk, wants, contact=Contact("0900 000 417"))
    rec = feedback.add(desk, wants, contact=Contact("0900 000 417", "spoken")).rec
    assert rec is not None
    kept = values(desk, rec)
    assert kept["contact"] == "0900 000 417"
    assert desk.store.query("SELECT method FROM consent WHERE id = ?", (kept["consent"],))[0][0] == "spoken"


def test_a_contact_that_is_refused_leaves_no_consent_behind(desk: Desk) -> None:
    before = desk.store.query("SELECT count(*) FROM consent")[0][0]
    with pytest.raises(Problem):
        feedback.add(desk, {"wants_reply": "yes"}, contact=Contact("0900 000 417", "spoken"))
    assert desk.store.query("SELECT count(*) FROM consent")[0][0] == before


def test_the_panel_asks_how_consent_was_given(desk: Desk, seen: Seen) -> None:
    seen.presenter.note()
    fresh = seen.presenter.fresh
    for name in ("kind", "channel", "content"):
        fresh.told(name, SAID[name])
    fresh.told("wants_reply", "yes")
    fresh.reach("0900 000 417")
    assert seen.now.fresh is not None
    assert seen.now.fresh.needs_method
    fresh.save()
    assert seen.now.fresh.faults == {"method": "Hỏi, rồi chọn cách người dân đồng ý."}
    fresh.searched("le thi vi du")
    fresh.chose(next(it.rec for it in seen.now.fresh.found if it.plate == "27"))
    assert not seen.now.fresh.needs_method, "she agreed before"
    fresh.save()
    assert seen.now.detail is not None
    assert (seen.now.detail.plate, seen.now.detail.contact) == ("27", "0900 000 417")


def test_a_new_matter_survives_in_its_draft(desk: Desk, seen: Seen, clock: Any) -> None:
    seen.presenter.note()
    seen.presenter.fresh.told("content", "Điện yếu buổi tối")
    draft = seen.presenter.fresh.draft
    seen.presenter.keep()
    again = Seen(desk, clock)
    again.presenter.open(draft=draft)
    assert again.now.fresh is not None
    assert again.now.fresh.values["content"] == "Điện yếu buổi tối"


def test_a_number_like_an_identity_card_is_warned_of(seen: Seen) -> None:
    seen.presenter.told("answer", "Căn cước 001099012345")
    assert seen.now.detail is not None
    assert "số căn cước" in seen.now.detail.warning
