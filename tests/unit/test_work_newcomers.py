"""A person met for the first time: consent first, then the home they live in."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.work import newcomers
from desktop.work.desk import Desk
from desktop.work.newcomers import Newcomer
from desktop.work.undo import undo
from forms.codes import kind_of, make
from forms.library import built_in
from forms.problem import Problem
from tests.helpers.hamlet import HERE, hamlet_desk, household_of, meet


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with hamlet_desk(home, clock) as desk:
        yield desk


def count(desk: Desk, table: str) -> int:
    return int(desk.store.query(f"SELECT count(*) FROM {table}")[0][0])


@pytest.mark.parametrize("person", [Newcomer("Lê Mẫu Hà", house_no="12/3"), Newcomer(method="paper")])
def test_no_name_without_consent(desk: Desk, person: Newcomer) -> None:
    with pytest.raises(Problem) as refused:
        newcomers.add(desk, person)
    assert refused.value.code == "entry.consent"
    assert [count(desk, table) for table in ("resident", "household", "consent")] == [0, 0, 0]


def test_a_newcomer_is_kept_with_consent_and_home(desk: Desk) -> None:
    person = Newcomer("Lê Mẫu Hà", 1950, "0912 345 678", "paper", "Lê Mẫu An", "12/3", "Ngõ 5", HERE)
    added = newcomers.add(desk, person)
    values = desk.store.records.get(built_in("resident"), added.rec or "").values
    assert (values["full_name"], values["birth_year"]) == ("Lê Mẫu Hà", 1950)
    (consent,) = desk.store.query("SELECT id, resident, method, representative, text_version FROM consent")
    assert tuple(consent) == (values["consent"], added.rec, "paper", "Lê Mẫu An", "vi-1")
    home = desk.store.records.get(built_in("household"), values["household"]).values
    assert (home["house_no"], home["alley"], home["status"]) == ("12/3", "Ngõ 5", "not_visited")
    assert desk.store.search.find("le ha 12", kinds=("resident",))


def test_the_home_is_written_once(desk: Desk) -> None:
    one = meet(desk, "Lê Mẫu Hà", "12/3", alley="Ngõ 5")
    same = meet(desk, "Lê Mẫu An", "12/3", alley="Ngõ 5")
    named = meet(desk, "Lê Mẫu Bình", household=household_of(desk, one))
    other_alley = meet(desk, "Trần Thử Ân", "12/3")
    assert household_of(desk, same) == household_of(desk, named) == household_of(desk, one)
    assert household_of(desk, other_alley) != household_of(desk, one)
    assert count(desk, "household") == 2


def test_combining_marks_find_the_same_home(desk: Desk) -> None:
    one = meet(desk, "Lê Mẫu Hà", "12/3", alley="Ngõ 5")
    same = meet(desk, "Lê Mẫu An", "12/3", alley=unicodedata.normalize("NFD", "Ngõ 5"))
    assert household_of(desk, same) == household_of(desk, one)


def test_a_failure_half_way_leaves_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **more: object) -> None:
        raise Problem("store.full")

    monkeypatch.setattr(type(desk.store.consents), "add", full)
    with pytest.raises(Problem):
        meet(desk, "Lê Mẫu Hà", "12/3")
    assert [count(desk, table) for table in ("resident", "household", "consent")] == [0, 0, 0]
    assert desk.store.search.find("12/3") == []


def test_undo_takes_person_and_home_back(desk: Desk) -> None:
    undo(desk, newcomers.add(desk, Newcomer("Lê Mẫu Hà", method="app", house_no="12/3", hamlet=HERE)))
    for table in ("resident", "household"):
        assert desk.store.query(f"SELECT count(*) FROM {table} WHERE deleted = 0")[0][0] == 0


def test_cards_are_numbered_in_the_hamlet(desk: Desk) -> None:
    meet(desk, "Lê Mẫu Hà", "1")
    meet(desk, "Trần Thử Ân", "2")
    cards = [row[0] for row in desk.store.query("SELECT card_no FROM household ORDER BY card_no")]
    assert [card[:10] for card in cards] == ["9900103001", "9900103002"]
    for card in cards:
        assert kind_of(card) == "household"
    assert newcomers.next_card(desk, "hamlet:99001-07") == newcomers.next_card(desk, "hamlet:99001-07")
    assert (newcomers.next_card(desk, "hamlet:99001-07") or "")[:10] == "9900107001"


@pytest.mark.parametrize("hamlet", ["", "hamlet:990-01", "hamlet:99001", "hamlet:99001-xx"])
def test_a_hamlet_whose_code_fits_no_card_gets_none(desk: Desk, hamlet: str) -> None:
    assert newcomers.next_card(desk, hamlet) is None


def test_after_999_homes_there_is_no_card_left(desk: Desk) -> None:
    rec = meet(desk, "Lê Mẫu Hà", "1")
    form = built_in("household")
    home = desk.store.records.get(form, household_of(desk, rec))
    values = dict(home.values) | {"card_no": make("household", 99001, 3, 999)}
    desk.store.records.save(form, values, rec=home.id, who=desk.who, now=desk.clock())
    assert newcomers.next_card(desk, HERE) is None
    last = meet(desk, "Trần Thử Ân", "2")
    assert household_of(desk, last)


@pytest.mark.parametrize(
    ("name", "year", "hinted"),
    [
        ("Lê Mẫu Hà", None, True),
        ("le mau ha", 1950, True),
        ("Lê Hà", None, True),
        ("Lê Mẫu Hà", 1951, False),
        ("Hà", None, False),
        ("Lê Mẫu Hải", None, False),
        ("", None, False),
    ],
)
def test_somebody_of_the_same_name_is_hinted_at(
    desk: Desk, name: str, year: int | None, hinted: bool
) -> None:
    rec = meet(desk, "Lê Mẫu Hà", "12/3", birth_year=1950)
    found = newcomers.twins(desk, name, year)
    assert [(it.rec, it.birth_year, it.plate) for it in found] == ([(rec, 1950, "12/3")] if hinted else [])


def test_an_unknown_birth_year_is_no_difference(desk: Desk) -> None:
    rec = meet(desk, "Lê Mẫu Hà")
    assert [it.rec for it in newcomers.twins(desk, "Lê Mẫu Hà", 1950)] == [rec]


@pytest.mark.parametrize(
    "wrong", [{"phone": "123"}, {"birth_year": 2050}, {"house_no": "1" * 21, "hamlet": HERE}]
)
def test_what_the_form_refuses_is_not_kept(desk: Desk, wrong: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        newcomers.add(desk, Newcomer("Lê Mẫu Hà", method="paper", **wrong))
    assert refused.value.code == "entry.faults"
    assert [count(desk, table) for table in ("resident", "household", "consent")] == [0, 0, 0]
