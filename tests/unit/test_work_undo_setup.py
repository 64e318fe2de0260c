"""Setting a machine up, opening it again, and undoing what undo did."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.store import Store, keys
from desktop.work import setup, visits
from desktop.work.changed import NOTHING, Changed
from desktop.work.desk import Desk
from desktop.work.status import status
from desktop.work.undo import undo
from forms.library import built_in
from forms.problem import Problem
from tests.helpers.hamlet import CHEAP, HERE, MAI, PASSPHRASE, PLACE, begin, guide, hamlet_desk, meet


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with hamlet_desk(home, clock) as desk:
        yield desk


def values_of(desk: Desk, rec: str) -> dict[str, Any]:
    return dict(desk.store.records.get(built_in(visits.FORM), rec).values)


def test_undo_of_undo_is_as_if_nothing_had_been(desk: Desk) -> None:
    logged = guide(desk, meet(desk, "Lê Mẫu Hà"))
    rec = logged.rec or ""
    first = values_of(desk, rec)
    edited = visits.log(desk, first | {"note": "gọi trước", "place": "market"}, rec=rec)
    second = values_of(desk, rec)
    changed: Changed = edited
    for expected in (first, second, first, second):
        changed = undo(desk, changed)
        assert values_of(desk, rec) == expected
        assert changed.kinds == edited.kinds
    assert desk.store.outbox.broken_at() is None


def test_an_answer_changed_since_stays(desk: Desk) -> None:
    rec = guide(desk, meet(desk, "Lê Mẫu Hà")).rec or ""
    first = values_of(desk, rec)
    edited = visits.log(desk, first | {"note": "gọi trước", "place": "market"}, rec=rec)
    visits.log(desk, values_of(desk, rec) | {"note": "gọi sau"}, rec=rec)
    undo(desk, edited)
    assert values_of(desk, rec) == first | {"note": "gọi sau"}


def test_several_changes_are_taken_back_together(desk: Desk) -> None:
    resident = meet(desk, "Lê Mẫu Hà")
    both = guide(desk, resident) | guide(desk, resident)
    assert visits.count_today(desk) == 2
    back = undo(desk, both)
    assert visits.count_today(desk) == 0
    undo(desk, back)
    assert visits.count_today(desk) == 2
    assert undo(desk, NOTHING).undo == ()


def test_the_machine_knows_where_and_who(desk: Desk, home: Path) -> None:
    assert setup.is_set_up(home)
    it = status(desk)
    assert (it.person, it.hamlet, it.commune, it.enrolled) == ("Mai", "Thôn 3", "Xã Minh Họa", False)
    (slot,) = keys.people(home)
    assert (slot.name, slot.role, slot.member) == ("Mai", "leader", desk.who)
    assert desk.store.meta.get("home_hamlet") == HERE


def test_an_officer_has_no_hamlet_of_their_own(home: Path, clock: Any) -> None:
    place = setup.Place("Tỉnh Ví Dụ", "99", "Xã Minh Họa", "99001", "")
    officer = setup.Person("Trần Thử Ân", "officer")
    desk = setup.set_up(home, officer, place, PASSPHRASE, clock=clock, cost=CHEAP)
    assert status(desk).hamlet == ""
    assert "hamlet" not in visits.carried(desk).values
    desk.store.close()


def test_it_opens_again_with_the_passphrase_in_either_spelling(home: Path, clock: Any) -> None:
    first = begin(home, clock)
    first.store.close()
    (slot,) = keys.people(home)
    apart = unicodedata.normalize("NFD", PASSPHRASE)  # as the keyboard of Windows sends it
    desk = setup.open_desk(home, slot.id, apart, clock=clock)
    assert desk.who == first.who
    desk.store.close()
    with pytest.raises(Problem) as refused:
        setup.open_desk(home, slot.id, PASSPHRASE + ".", clock=clock)
    assert refused.value.code == "store.passphrase"
    with pytest.raises(Problem) as refused:
        setup.open_desk(home, "nobody", PASSPHRASE, clock=clock)
    assert refused.value.code == "store.not_set_up"


def test_a_second_set_up_is_refused_and_changes_nothing(home: Path, clock: Any) -> None:
    begin(home, clock).store.close()
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with pytest.raises(FileExistsError):
        begin(home, clock)
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_a_short_passphrase_leaves_no_file(home: Path, clock: Any) -> None:
    with pytest.raises(Problem) as refused:
        setup.set_up(home, MAI, PLACE, "bảy chữ", clock=clock, cost=CHEAP)
    assert refused.value.code == "store.passphrase_short"
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("step", ["save", "put", "set", "create"])
def test_switched_off_half_way_it_is_not_set_up(
    home: Path, clock: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Wherever it stops, nobody can open it, and the next start begins anew."""
    from desktop.store.records import Records
    from desktop.store.shelf import Meta, Units

    owner: Any = {"save": Records, "put": Units, "set": Meta, "create": keys}[step]

    def dies(*args: object, **more: object) -> None:
        raise SystemError("the power went")

    monkeypatch.setattr(owner, step, dies)
    with pytest.raises(SystemError):
        begin(home, clock)
    monkeypatch.undo()
    assert not setup.is_set_up(home)
    desk = begin(home, clock)
    assert setup.is_set_up(home)
    assert status(desk).person == "Mai"
    assert [it.values["full_name"] for it in desk.store.records.page(built_in("member")).records] == [
        MAI.name
    ]
    desk.store.close()


def test_a_store_made_without_its_keys_is_set_aside_not_overwritten(home: Path, clock: Any) -> None:
    desk = begin(home, clock)
    desk.store.close()
    left = (home / "ngoso.db").read_bytes()
    (home / "keys.json").unlink()
    begin(home, clock).store.close()
    (aside,) = home.glob("*.aside")
    assert aside.read_bytes() == left


def test_one_desk_at_a_time(home: Path, clock: Any, desk: Desk) -> None:
    (slot,) = keys.people(home)
    with pytest.raises(Problem) as refused:
        setup.open_desk(home, slot.id, PASSPHRASE, clock=clock)
    assert refused.value.code == "store.in_use"
    assert isinstance(desk.store, Store)
