"""What the visit screen decides, over a real store, without Qt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.ui.visit.presenter import VisitPresenter
from desktop.ui.visit.state import VisitState
from desktop.work import visits
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.newcomers import Newcomer
from forms.library import built_in
from tests.helpers.hamlet import Lanes, hamlet_desk, household_of, meet


class Visit:
    """The presenter and all that it told."""

    def __init__(self, desk: Desk, clock: Any) -> None:
        self.lanes = Lanes(desk)
        self.state = VisitState()
        self.saved: list[tuple[str, Changed]] = []
        self.focus: list[str] = []
        self.full: list[str] = []
        self.told: list[str] = []
        self.it = VisitPresenter(
            self.lanes,
            clock,
            show=self._show,
            saved=lambda text, changed: self.saved.append((text, changed)),
            focus=self.focus.append,
            full=self.full.append,
            tell=lambda problem: self.told.append(problem.code),
        )

    def _show(self, state: VisitState) -> None:
        self.state = state

    def answer(self, resident: str) -> None:
        self.it.chose(resident)
        self.it.toggled("1", True)
        self.it.answered("alone")


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with hamlet_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def resident(desk: Desk) -> str:
    return meet(desk, "Lê Mẫu Hà", "12/3", birth_year=1950)


@pytest.fixture
def visit(desk: Desk, clock: Any, resident: str) -> Visit:
    visit = Visit(desk, clock)
    visit.it.open()
    return visit


def newest(desk: Desk) -> dict[str, Any]:
    return dict(desk.store.records.page(built_in(visits.FORM), limit=1).records[0].values)


def fill_disk(desk: Desk) -> None:
    pages = desk.store.query("PRAGMA page_count")[0][0]
    desk.store._file.run(f"PRAGMA max_page_count = {pages}")


def free_disk(desk: Desk) -> None:
    desk.store._file.run("PRAGMA max_page_count = 1000000")


def test_a_fresh_visit_asks_who_first(visit: Visit) -> None:
    assert visit.focus == ["person"]
    assert visit.state.carried == ("Thôn 3", "Tại nhà", "21/11/2026", "Mai")
    assert not visit.it.dirty


def test_a_saved_visit_is_told_and_a_fresh_one_stands_there(visit: Visit, desk: Desk, resident: str) -> None:
    visit.answer(resident)
    visit.it.save()
    ((text, changed),) = visit.saved
    assert "1" in text
    assert changed.undo
    assert newest(desk)["people"][0]["resident"] == resident
    assert visit.state.person is None
    assert visit.focus[-1] == "person"
    assert desk.store.drafts.all() == ()


def test_pressing_save_twice_saves_once_and_keeps_undo(visit: Visit, desk: Desk, resident: str) -> None:
    visit.answer(resident)
    visit.lanes.held = []
    visit.it.save()
    visit.it.save()
    visit.lanes.go_on()
    assert visits.count_today(desk) == 1
    ((_text, changed),) = visit.saved
    assert changed.undo


def test_a_full_disk_keeps_the_entry_and_is_told(visit: Visit, desk: Desk, resident: str) -> None:
    visit.answer(resident)
    visit.it.noted("x" * 19_000)
    fill_disk(desk)
    visit.it.keep("note")
    visit.it.save()
    assert visit.told == ["store.full", "store.full"]
    assert visit.saved == []
    assert visit.state.person is not None
    assert visit.state.note == "x" * 19_000
    assert visit.it.dirty, "nothing of it is on the disk"
    free_disk(desk)
    visit.it.keep("note")
    assert desk.store.drafts.all()[0].values["note"] == "x" * 19_000
    visit.it.save()
    assert len(visit.saved) == 1
    assert newest(desk)["note"] == "x" * 19_000


def test_a_full_disk_while_nobody_was_met(visit: Visit, desk: Desk, resident: str) -> None:
    """Without people there are no rows; whoever was met after all must still be answerable."""
    visit.it.chose(resident)
    visit.it.went_away(True)
    visit.it.noted("x" * 19_000)
    fill_disk(desk)
    visit.it.save()
    assert visit.told == ["store.full"]
    free_disk(desk)
    visit.it.went_away(False)
    visit.answer(resident)
    visit.it.save()
    assert newest(desk)["people"][0]["resident"] == resident


def test_a_note_far_too_long_stays_and_is_named(visit: Visit, resident: str) -> None:
    visit.answer(resident)
    visit.it.noted("x" * 30_000)
    assert len(visit.state.note) == 30_000
    visit.it.save()
    assert set(visit.state.faults) == {"note"}
    assert "20000" in visit.state.faults["note"].replace(".", "")
    assert visit.focus[-1] == "note"
    assert visit.saved == []
    visit.it.noted("ngắn")
    assert visit.state.faults == {}
    visit.it.save()
    assert len(visit.saved) == 1


def test_late_suggestions_are_dropped(visit: Visit, resident: str) -> None:
    visit.lanes.held = []
    visit.it.searched("ha")
    visit.it.searched("hai")
    visit.lanes.go_on()
    assert visit.state.suggestions == ()
    assert visit.state.query == "hai"


def test_enter_before_the_suggestions_takes_the_first(visit: Visit, resident: str) -> None:
    visit.it.searched("le ha")
    visit.it.entered("le ha")
    assert visit.state.person is not None
    assert visit.state.person.title == "Lê Mẫu Hà"


def test_a_draft_comes_back_with_its_search_and_its_newcomer(
    visit: Visit, desk: Desk, clock: Any, resident: str
) -> None:
    visit.it.searched("moi den")
    visit.it.met()
    typed = Newcomer("Trần Thử Ân", 1970, "0912345678", "spoken", house_no="9", alley="Ngõ 2")
    visit.it.newcomer.typed(typed)
    visit.it.toggled("2", True)
    visit.it.keep("newcomer")
    (draft,) = desk.store.drafts.all()
    again = Visit(desk, clock)
    again.it.open(draft.id)
    assert again.state.query == "moi den"
    assert again.state.newcomer is not None
    assert again.state.newcomer.person == typed
    assert [it.value for it in again.state.newcomer.methods if it.on] == ["spoken"]
    assert [it.value for it in again.state.topics if it.on] == ["2"]
    assert again.focus[-1] == "newcomer"
    assert again.it.draft == draft.id


def test_a_draft_that_is_gone_opens_a_fresh_visit(desk: Desk, clock: Any) -> None:
    visit = Visit(desk, clock)
    visit.it.open("01910000-0000-7000-8000-000000000009")
    assert visit.focus[-1] == "person"
    assert visit.state.person is None


def test_the_full_form_goes_on_with_the_same_draft(visit: Visit, desk: Desk, resident: str) -> None:
    visit.answer(resident)
    visit.it.to_full_form("note")
    (draft,) = desk.store.drafts.all()
    assert visit.full == [draft.id]
    assert draft.values["people"][0]["topics"] == ["1"]


def test_somebody_else_keeps_topics_and_result(visit: Visit, desk: Desk, resident: str) -> None:
    other = meet(desk, "Trần Thử Ân", "9")
    visit.answer(resident)
    visit.it.another()
    assert visit.state.person is None
    visit.it.chose(other)
    visit.it.save()
    (person,) = newest(desk)["people"]
    assert (person["resident"], person["topics"], person["result"]) == (other, ["1"], "alone")
    assert newest(desk)["household"] == household_of(desk, other)


def test_a_person_without_a_name_needs_an_age_group(visit: Visit, desk: Desk) -> None:
    visit.it.toggled("1", True)
    visit.it.answered("alone")
    visit.it.save()
    assert set(visit.state.faults) == {"person"}
    visit.it.met()
    visit.it.newcomer.nameless("age_60_69", "female")
    visit.it.save()
    assert newest(desk)["people"][0]["age_band"] == "age_60_69"
    assert "resident" not in newest(desk)["people"][0]


def test_a_newcomer_without_consent_is_not_kept(visit: Visit, desk: Desk) -> None:
    visit.it.met()
    visit.it.newcomer.give(Newcomer("Trần Thử Ân", 1899, "12"))
    assert visit.state.newcomer is not None
    assert set(visit.state.newcomer.faults) == {"birth_year", "phone", "method"}
    assert visit.focus[-1] == "newcomer.birth_year"
    assert desk.store.search.find("tran thu an") == []


def test_a_follow_up_in_the_past_is_a_fault(visit: Visit, resident: str) -> None:
    visit.answer(resident)
    visit.it.follow_up("20/11/2026")
    visit.it.save()
    assert set(visit.state.faults) == {"follow_up"}
    visit.it.follow_up("bao giờ")
    assert visit.state.follow_up == "bao giờ"
    visit.it.follow_up("28/11")
    visit.it.save()
    assert len(visit.saved) == 1


def test_carried_answers_changed_here_hold_for_the_next(visit: Visit, desk: Desk, resident: str) -> None:
    visit.it.carry(True)
    visit.it.carried({"place": "market", "date": "20/11"})
    visit.answer(resident)
    visit.it.save()
    assert (newest(desk)["place"], newest(desk)["date"]) == ("market", "2026-11-20")
    assert visit.state.carried[1:3] == ("Chợ", "20/11/2026")
