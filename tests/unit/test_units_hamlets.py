"""Hamlets added and renamed, the office's particulars, the team's target."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.store import Cost
from desktop.work import units
from desktop.work.desk import Clock, Desk
from desktop.work.setup import Person, Place, set_up
from forms.library import built_in
from forms.problem import Problem

PLACE = Place("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    person = Person("Nguyễn Thị Mẫu Mai", "leader")
    desk = set_up(home, person, PLACE, "bốn từ không liên quan", clock=clock, cost=Cost(1, 8))
    yield desk
    desk.store.close()


def names(desk: Desk) -> list[str]:
    return [unit.name for unit in units.hamlets(desk)]


def test_a_hamlet_has_the_same_number_on_every_laptop(desk: Desk) -> None:
    units.add_hamlets(desk, ["Thôn 4", "  Thôn   Đông ", "Thôn 104"])
    codes = {it.name: it.code for it in units.hamlets(desk)}
    assert (codes["Thôn 3"], codes["Thôn 4"]) == ("99001-03", "99001-04")
    assert 50 <= int(codes["Thôn Đông"][-2:]) <= 99
    commune = desk.store.units.on("2026-11-21", "commune")[0]
    for name, code in codes.items():
        assert units.hamlet(commune, name, "2027-01-01").code == code


def test_hamlets_of_one_commune_never_share_a_number(desk: Desk) -> None:
    units.add_hamlets(desk, [f"Xóm {letter}{n}" for letter in "ABCD" for n in range(1, 10)])
    codes = [it.code for it in units.hamlets(desk)]
    assert len(set(codes)) == len(codes) == 37


@pytest.mark.parametrize(("name", "code"), [("thon 3", "unit.taken"), ("   ", "unit.unnamed")])
def test_a_hamlet_needs_a_name_of_its_own(desk: Desk, name: str, code: str) -> None:
    with pytest.raises(Problem) as told:
        units.add_hamlets(desk, ["Thôn 9", name])
    assert told.value.code == code
    assert names(desk) == ["Thôn 3"]


def test_a_renamed_hamlet_keeps_its_records_and_its_former_name(desk: Desk, clock: Clock) -> None:
    hamlet = units.hamlets(desk)[0].id
    values = {"hamlet": hamlet, "house_no": "12/3", "status": "not_visited"}
    desk.store.records.save(built_in("household"), values, who=desk.who, now=clock())
    clock.advance(days=10)  # type: ignore[attr-defined]
    units.rename_hamlet(desk, hamlet, "Thôn An Hòa", "2026-11-25")
    assert [(it.id, it.name, it.valid_from) for it in units.hamlets(desk)] == [
        (hamlet, "Thôn An Hòa", "2026-11-25")
    ]
    assert [it.name for it in desk.store.units.on("2026-11-24", "hamlet")] == ["Thôn 3"]
    assert [it.name for it in desk.store.units.on("2026-11-25", "hamlet")] == ["Thôn An Hòa"]
    joined = "SELECT u.name FROM household h JOIN unit u ON u.id = h.hamlet"
    assert [row[0] for row in desk.store.query(joined)] == ["Thôn An Hòa"]


def test_a_name_wrong_from_the_first_day_is_only_corrected(desk: Desk) -> None:
    units.rename_hamlet(desk, units.hamlets(desk)[0].id, "Thôn 3A", desk.today())
    assert [it.name for it in desk.store.units.on(desk.today(), "hamlet")] == ["Thôn 3A"]
    assert desk.store.query("SELECT count(*) FROM unit WHERE kind = 'hamlet'")[0][0] == 1


def test_a_new_name_cannot_begin_tomorrow(desk: Desk) -> None:
    with pytest.raises(Problem) as told:
        units.rename_hamlet(desk, units.hamlets(desk)[0].id, "Thôn 5", "2026-11-22")
    assert told.value.code == "unit.date"


def test_the_office_starts_with_the_units_and_the_shipped_numbers(desk: Desk) -> None:
    office = units.office(desk)
    assert (office.commune, office.province, office.team_phone) == ("Xã An Mẫu", "Tỉnh Minh Họa", "")
    assert "18001096" in {it.number for it in office.hotlines}
    assert office.rung() == {}


def test_the_office_comes_back_as_it_was_saved(desk: Desk) -> None:
    before = units.office(desk)
    rung = tuple(replace(it, checked_on="2026-11-21") if it.number == "113" else it for it in before.hotlines)
    wanted = replace(before, centre_address="Số 1, ngõ Mẫu", hours="7:30–17:00", hotlines=rung)
    units.save_office(desk, wanted)
    assert units.office(desk) == wanted
    assert units.office(desk).rung() == {"113": date(2026, 11, 21)}


def test_the_target_is_unknown_until_somebody_says(desk: Desk) -> None:
    assert units.monthly_target(desk) is None
    units.save_monthly_target(desk, 120)
    assert units.monthly_target(desk) == 120
    units.save_monthly_target(desk, None)
    assert units.monthly_target(desk) is None
    with pytest.raises(ValueError, match="0"):
        units.save_monthly_target(desk, 0)
