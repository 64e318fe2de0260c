"""The session list: pages, filters, totals, and how many lines a day holds."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from desktop.work import visit_list, visits
from desktop.work.desk import Desk
from desktop.work.visit_list import Filter, Line
from tests.helpers.hamlet import HERE, guide, hamlet_desk, household_of, meet
from tests.helpers.team import at_desk


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with hamlet_desk(home, clock) as desk:
        yield desk


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo team's year: some sessions with several people, read only."""
    from datetime import datetime

    from desktop.work.desk import VIETNAM

    morning = datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM)
    with at_desk(tmp_path_factory.mktemp("team"), lambda: morning) as desk:
        yield desk


def walk(desk: Desk, where: Filter, limit: int) -> list[Line]:
    lines: list[Line] = []
    while True:
        page = visit_list.page(desk, where, lines[-1] if lines else None, limit)
        lines += page.lines
        assert len(page.lines) <= limit
        if page.last:
            return lines


@pytest.mark.parametrize("limit", [1, 7, 50])
@pytest.mark.parametrize("where", [Filter(month="2026-11"), Filter(text="mau"), Filter(result="helped")])
def test_short_pages_are_one_long_page(team: Desk, where: Filter, limit: int) -> None:
    whole = visit_list.page(team, where, limit=100_000)
    assert whole.last
    if limit == 1:
        where = replace(where, month="2026-11", hamlet=team.store.meta.get("home_hamlet"))
        whole = visit_list.page(team, where, limit=100_000)
    assert len(whole.lines) > 20
    assert walk(team, where, limit) == list(whole.lines)
    assert all(a.sort >= b.sort for a, b in pairwise(whole.lines))


def test_a_page_that_ends_between_two_people_goes_on_with_the_second(desk: Desk) -> None:
    first, second, third = (meet(desk, f"Lê Mẫu {name}") for name in ("An", "Bình", "Chi"))
    guide(desk, first, second, third)
    guide(desk, third)
    lines = walk(desk, Filter(), 1)
    assert [line.resident for line in lines] == [third, first, second, third]
    assert [line.pos for line in lines[1:]] == sorted(line.pos for line in lines[1:])


def test_totals_are_those_of_the_lines(team: Desk) -> None:
    for where in (Filter(), Filter(month="2026-11"), Filter(result="helped"), Filter(text="hong")):
        lines = visit_list.page(team, where, limit=100_000).lines
        it = visit_list.totals(team, where)
        assert it.sessions == len({line.rec for line in lines})
        assert it.people == len({line.resident or line.row for line in lines if line.row})
    assert visit_list.totals(team, Filter(text="khongaiten")) == visit_list.Totals(0, 0, 0)


def test_homes_are_counted_once(desk: Desk) -> None:
    resident = meet(desk, "Lê Mẫu Hà", "12/3")
    for _n in range(2):
        guide(desk, resident, household=household_of(desk, resident))
    guide(desk, visit_outcome="absent")
    assert visit_list.totals(desk, Filter()) == visit_list.Totals(3, 1, 1)


def test_days_hold_all_their_sessions_also_those_of_other_pages(desk: Desk) -> None:
    first, second = meet(desk, "Lê Mẫu An"), meet(desk, "Lê Mẫu Bình")
    guide(desk, first, second, date="2026-11-20")
    guide(desk, first, date="2026-11-20")
    guide(desk, first, date="2026-11-21")
    page = visit_list.page(desk, Filter(), limit=2)
    assert not page.last
    assert page.days == {"2026-11-21": 1, "2026-11-20": 2}
    following = visit_list.page(desk, Filter(), page.lines[-1], limit=2)
    assert following.days == {"2026-11-20": 2}
    assert visit_list.page(desk, Filter(month="2025-01")) == visit_list.Page((), True, {})


@pytest.mark.parametrize(
    ("month", "dates"),
    [
        ("2025-12", ["2025-12-31", "2025-12-01"]),
        ("2026-01", ["2026-01-31", "2026-01-01"]),
        ("2025-11", ["2025-11-30"]),
        ("2026-02", ["2026-02-01"]),
    ],
)
def test_months_end_where_they_end(desk: Desk, month: str, dates: list[str]) -> None:
    resident = meet(desk, "Lê Mẫu Hà")
    for day in ("2025-11-30", "2025-12-01", "2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"):
        guide(desk, resident, date=day)
    assert [line.date for line in visit_list.page(desk, Filter(month=month)).lines] == dates
    assert visit_list.totals(desk, Filter(month=month)).sessions == len(dates)


def test_filters_and_deletion(desk: Desk) -> None:
    resident = meet(desk, "Đặng Ví Dụ Đức", "12/3")
    household = household_of(desk, resident)
    one = guide(desk, resident, household=household)
    nobody = guide(desk, hamlet="hamlet:99001-02", visit_outcome="absent")

    def recs(**where: str) -> set[str]:
        return {line.rec for line in visit_list.page(desk, Filter(**where)).lines}

    assert (
        recs(text="dang duc") == recs(text="12/3") == recs(hamlet=HERE) == recs(result="alone") == {one.rec}
    )
    assert recs(hamlet="hamlet:99001-02") == {nobody.rec}
    assert recs(text="   ") == {one.rec, nobody.rec}
    assert recs(result="helped") == set()
    (empty,) = (line for line in visit_list.page(desk, Filter()).lines if line.rec == nobody.rec)
    assert (empty.row, empty.resident, empty.outcome, empty.result) == ("", "", "absent", "")
    visits.delete(desk, one.rec or "")
    assert recs() == {nobody.rec}
    assert visit_list.totals(desk, Filter()).sessions == 1


def test_counting_stops_after_so_many_lines_and_says_so(desk: Desk) -> None:
    for _n in range(3):
        guide(desk, visit_outcome="absent")
    assert visit_list.totals(desk, Filter(), most=3) == visit_list.Totals(3, 0, 0)
    assert visit_list.totals(desk, Filter(), most=2).more
