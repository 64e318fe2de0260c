"""Setting a machine up, and opening it again."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.store import Store, keys
from desktop.store.shelf import Unit
from desktop.work import units
from desktop.work.desk import Clock, Desk, wall_clock
from forms.library import built_in
from forms.text import nfc
from sync.wire.ids import new_id

ROLES = ("leader", "deputy", "member", "officer")  # unlock screen and member form
_TEAM_ROLES = {"leader": "leader", "deputy": "deputy", "member": "member"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the team works. ``commune`` is the official code; ``hamlet`` the team's own, empty for an officer."""

    province: str
    province_code: str
    commune: str
    commune_code: str
    hamlet: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who sets the machine up. ``role`` is one of ``ROLES``."""

    name: str
    role: str


def is_set_up(home: Path) -> bool:
    """Whether somebody can open the data in ``home``."""
    return bool(keys.people(home))


def set_up(
    home: Path,
    person: Person,
    place: Place,
    passphrase: str,
    *,
    clock: Clock = wall_clock,
    cost: keys.Cost | None = None,
) -> Desk:
    """Make the data file with its units and first member, and the key that opens it.

    The key is written last: a machine switched off half-way is simply not set up yet.
    Raises ``store.passphrase_short``, ``store.full`` or ``store.read_only``; nothing usable is left then.
    """
    name = nfc(person.name)
    member = new_id()
    now = clock()

    def first(store: Store) -> None:
        with store.together():
            hamlet = _units(store, place, now)
            values = {"full_name": name, "hamlet": hamlet, "team_role": _TEAM_ROLES.get(person.role)}
            store.records.save(built_in("member"), values, rec=member, who=member, now=now)
            store.meta.set("home_hamlet", hamlet)

    home.mkdir(parents=True, exist_ok=True)
    given_name = name.split()[-1] if name else ""
    store = Store.set_up(home, passphrase, given_name, person.role, member=member, cost=cost, first=first)
    return Desk(store, member, clock)


def open_desk(home: Path, slot: str, passphrase: str, *, clock: Clock = wall_clock) -> Desk:
    """Unlock. Raises ``store.passphrase``, ``store.in_use``, ``store.damaged``, ``store.newer``."""
    key = keys.unlock(home, slot, passphrase)
    member = next(it.member for it in keys.people(home) if it.id == slot)
    return Desk(Store.open(home, key), member, clock)


def _units(store: Store, place: Place, now: datetime) -> str:
    today = now.date().isoformat()
    province = Unit(
        f"province:{place.province_code}", "province", place.province_code, place.province, None, "2025-07-01"
    )
    commune = Unit(
        f"commune:{place.commune_code}",
        "commune",
        place.commune_code,
        place.commune,
        province.id,
        "2025-07-01",
    )
    own = [units.hamlet(commune, nfc(place.hamlet), today)] if place.hamlet else []
    store.units.put([province, commune, *own])
    return own[0].id if own else ""
