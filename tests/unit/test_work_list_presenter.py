"""What the session list and the frame decide, over a real store, without Qt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.ui.shell.presenter import ShellPresenter
from desktop.ui.visits.presenter import VisitsPresenter
from desktop.ui.visits.state import VisitsState
from desktop.work import visits
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.lanes import Inline
from desktop.work.undo import undo
from desktop.work.visit_list import Filter, Page
from forms.library import built_in
from forms.problem import Problem
from tests.helpers.hamlet import HERE, Lanes, guide, hamlet_desk, household_of, meet


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with hamlet_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def resident(desk: Desk) -> str:
    return meet(desk, "Lê Mẫu Hà", "12/3", birth_year=1950)


class Rows:
    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.starts = 0

    def restart(self) -> None:
        self.pages, self.starts = [], self.starts + 1

    def add(self, page: Page) -> None:
        self.pages.append(page)


class Listed:
    """The presenter of the list and all that it told."""

    def __init__(self, desk: Desk, clock: Any) -> None:
        self.lanes, self.rows = Lanes(desk), Rows()
        self.state = VisitsState()
        self.done: list[Changed] = []
        self.it = VisitsPresenter(
            self.lanes,
            clock,
            self.rows,
            show=self._show,
            done=lambda _text, changed: (self.done.append(changed), self.it.heard(changed)),
        )

    def _show(self, state: VisitsState) -> None:
        self.state = state

    def recs(self) -> list[str]:
        self.it.more(None)
        return [line.rec for line in self.rows.pages[-1].lines]


@pytest.fixture
def listed(desk: Desk, clock: Any) -> Listed:
    return Listed(desk, clock)


def test_the_list_opens_on_this_month_and_the_own_hamlet(listed: Listed, desk: Desk, resident: str) -> None:
    guide(desk, resident)
    guide(desk, resident, date="2026-10-31")
    listed.it.open(None)
    assert listed.state.where == Filter(hamlet=HERE, month="2026-11")
    assert [it.label for it in listed.state.chosen] == ["Thôn 3", "Tháng 11"]
    assert [value for value, _label in listed.state.months][-1] == "2025-11"
    assert len(listed.recs()) == 1
    listed.it.set("month", "")
    assert len(listed.recs()) == 2
    listed.it.open(None)
    assert listed.state.where == Filter(hamlet=HERE), "the filters of before stay"


def test_empty_and_nothing_found_are_two_things(listed: Listed, desk: Desk, resident: str) -> None:
    listed.it.open(None)
    for key in ("hamlet", "month"):
        listed.it.set(key, "")
    assert (listed.state.empty, listed.state.nothing_found) == (True, False)
    guide(desk, resident)
    listed.it.searched("khongaiten")
    assert (listed.state.empty, listed.state.nothing_found) == (False, True)
    listed.it.searched("le ha")
    assert (listed.state.empty, listed.state.nothing_found) == (False, False)
    assert listed.state.footer.startswith("1 ")


def test_a_page_asked_for_under_other_filters_is_dropped(listed: Listed, desk: Desk, resident: str) -> None:
    guide(desk, resident)
    listed.it.open(None)
    listed.lanes.held = []
    listed.it.more(None)
    listed.it.searched("khongaiten")
    listed.it.more(None)
    listed.lanes.go_on()
    assert [len(page.lines) for page in listed.rows.pages] == [0]


def test_a_session_opens_with_its_facts_and_can_be_deleted(listed: Listed, desk: Desk, resident: str) -> None:
    rec = guide(desk, resident, household=household_of(desk, resident), note="gọi trước").rec or ""
    listed.it.open(rec)
    detail = listed.state.detail
    assert detail is not None
    assert (detail.title, detail.plate, detail.version) == ("Lê Mẫu Hà", "12/3", 1)
    assert ("Ghi chú", "gọi trước") in detail.facts
    listed.it.delete()
    assert listed.state.detail is None
    assert listed.recs() == []
    undo(desk, listed.done[0])
    listed.it.heard(listed.done[0])
    assert listed.recs() == [rec]


def test_a_deletion_that_fails_leaves_the_session_open(
    listed: Listed, desk: Desk, resident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rec = guide(desk, resident).rec or ""
    listed.it.open(rec)

    def full(*args: object, **more: object) -> None:
        raise Problem("store.full")

    monkeypatch.setattr(type(desk.store.records), "delete", full)
    with pytest.raises(Problem):
        listed.it.delete()
    monkeypatch.undo()
    assert listed.state.detail is not None
    listed.it.delete()
    assert listed.state.detail is None


def test_a_session_deleted_elsewhere_closes(listed: Listed, desk: Desk, resident: str) -> None:
    rec = guide(desk, resident).rec or ""
    listed.it.open(rec)
    listed.it.heard(visits.delete(desk, rec))
    assert listed.state.detail is None


# the frame


def test_the_frame_counts_what_waits(desk: Desk, clock: Any, resident: str) -> None:
    shown: list[Any] = []
    presenter = ShellPresenter(Inline(desk), clock, shown.append)
    presenter.reload()
    assert (shown[-1].where, shown[-1].person) == ("Thôn 3 · xã Minh Họa", "Mai")
    assert shown[-1].counts["sync"][0] == 0, "nobody to send to yet"
    feedback = {
        "received_on": "2026-11-01",
        "due_on": "2026-11-20",
        "state": "processing",
        "hamlet": HERE,
        "subject": "Sóng yếu",
    }
    desk.store.records.save(built_in("feedback"), feedback, who=desk.who, now=clock())
    desk.store.meta.set("enrolment", "{}")
    presenter.reload()
    assert shown[-1].counts["feedback"] == (1, "error")
    assert shown[-1].counts["sync"][0] == sum(desk.store.outbox.waiting().values()) > 0
