"""Who is suggested first when a few letters are typed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.store.shelf import Unit
from desktop.work import people
from desktop.work.desk import Desk
from forms.library import built_in
from tests.helpers.hamlet import HERE, guide, hamlet_desk, household_of, meet

ELSEWHERE = "hamlet:99001-04"


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with hamlet_desk(home, clock) as desk:
        (commune,) = desk.store.units.on(desk.today(), "commune")
        other = Unit(ELSEWHERE, "hamlet", "99001-04", "Thôn 4", commune.id, "2025-07-01")
        desk.store.units.put([other])
        yield desk


def names(found: tuple[people.Person, ...]) -> list[str]:
    return [it.name for it in found]


def test_own_names_come_before_people_of_a_matching_home(desk: Desk) -> None:
    """The contact named on a household's card makes its people match, but after those called so."""
    other = meet(desk, "Trần Văn Thử Bình", "7")
    form = built_in("household")
    home = desk.store.records.get(form, household_of(desk, other))
    with desk.store.together():
        consent = desk.store.consents.add(
            home.id, text_version="vi-1", purposes=("contact",), method="spoken", recorder=desk.who,
            now=desk.clock(),
        )  # fmt: skip
        values = dict(home.values) | {"contact_name": "Lê Mẫu Hồng", "consent": consent.id}
        desk.store.records.save(form, values, rec=home.id, who=desk.who, now=desk.clock())
    named = meet(desk, "Nguyễn Thị Mẫu Hồng", "9", hamlet=ELSEWHERE)
    found = people.find(desk, "hong", HERE)
    assert [it.rec for it in found] == [named, other]


def test_the_same_hamlet_then_the_last_visited_then_the_name(desk: Desk, clock: Any) -> None:
    far = meet(desk, "Nguyễn Mẫu Lan", "1", hamlet=ELSEWHERE)
    long_ago = meet(desk, "Phạm Mẫu Lan", "2")
    lately = meet(desk, "Vũ Thử Lan", "3")
    meet(desk, "Đỗ Ví Dụ Lan", "4")
    meet(desk, "Bùi Ví Dụ Lan", "5")
    guide(desk, far)
    guide(desk, long_ago, date="2026-11-02")
    guide(desk, lately, date="2026-11-20")
    found = people.find(desk, "lan", HERE)
    assert names(found) == ["Vũ Thử Lan", "Phạm Mẫu Lan", "Bùi Ví Dụ Lan", "Đỗ Ví Dụ Lan", "Nguyễn Mẫu Lan"]
    assert (found[0].visits, found[0].last_on, found[0].hamlet_name) == (1, "2026-11-20", "Thôn 3")
    assert names(people.find(desk, "lan", ELSEWHERE))[0] == "Nguyễn Mẫu Lan"
    assert len(people.find(desk, "lan", HERE, limit=2)) == 2


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Lê", {"Lê Mẫu Hà", "Trần Mẫu Lê"}),
        ("le", {"Lê Mẫu Hà", "Trần Mẫu Lê"}),
        ("Hà", {"Lê Mẫu Hà"}),
        ("Ý", {"Hoàng Mẫu Ý"}),
        ("y", {"Hoàng Mẫu Ý"}),
        ("đ", {"Đặng Ví Dụ Đức"}),
        ("d", {"Đặng Ví Dụ Đức"}),
        ("dang duc", {"Đặng Ví Dụ Đức"}),
        ("duc dang", {"Đặng Ví Dụ Đức"}),
        ("Đặng", {"Đặng Ví Dụ Đức"}),
        ("ê", set()),
        ("", set()),
        ("  ", set()),
        ("'\"*(", set()),
    ],
)
def test_short_names_and_diacritics(desk: Desk, typed: str, expected: set[str]) -> None:
    for name in ("Lê Mẫu Hà", "Trần Mẫu Lê", "Hoàng Mẫu Ý", "Đặng Ví Dụ Đức"):
        meet(desk, name)
    found = {it.name for it in people.find(desk, typed, HERE)}
    assert found == expected


def test_a_deleted_person_is_not_suggested(desk: Desk, clock: Any) -> None:
    rec = meet(desk, "Lê Mẫu Hà")
    desk.store.records.delete(built_in("resident"), rec, who=desk.who, now=clock())
    assert people.find(desk, "ha") == ()
    assert people.people(desk, [rec]) == ()


def test_a_home_knows_its_people_and_counts_this_year_only(desk: Desk) -> None:
    elder = meet(desk, "Lê Mẫu Hà", "12/3", birth_year=1950)
    household = household_of(desk, elder)
    younger = meet(desk, "Lê Mẫu An", "12/3", birth_year=1990)
    guide(desk, elder, younger, household=household, date="2026-01-01")
    guide(desk, younger, household=household, date="2025-12-31")
    home = people.home(desk, household)
    assert home is not None
    assert [it.rec for it in home.people] == [elder, younger]
    assert home.this_year == 1
    assert [(it.date, it.resident) for it in home.past] == [
        ("2026-01-01", elder),
        ("2026-01-01", younger),
        ("2025-12-31", younger),
    ]
    last = people.last_visit(desk, younger)
    assert last is not None
    assert (last.date, last.topics, last.result) == ("2026-01-01", ("1",), "alone")
    card = desk.store.query("SELECT card_no FROM household WHERE id = ?", (household,))[0][0]
    assert people.household_by_card(desk, card) == household
    assert people.household_by_card(desk, "99999999999") is None
