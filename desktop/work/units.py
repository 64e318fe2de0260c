"""The team's hamlets, and what the office tells people: addresses, hours, numbers to call, the month's target."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from zlib import crc32

from desktop.store import Unit
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from forms.problem import Problem
from forms.text import fold, nfc
from resources.hotlines import hotlines as known_hotlines

CHANGED = Changed(frozenset({"unit"}))
_OFFICE, _TARGET = "office", "monthly_target"
MOST_TARGET = 9_999  # sessions a month


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number to call; ``checked_on`` is the ISO date somebody last rang it, empty when never."""

    number: str
    label: str
    checked_on: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What leaflets and receipts say of the commune. ``commune`` and ``province`` follow the units; all may be empty.

    ``centre_address`` and ``hours`` are those of the public administration service centre (Trung tâm PV HCC).
    """

    commune: str
    province: str
    centre_address: str = ""
    hours: str = ""
    team_phone: str = ""
    commune_phone: str = ""
    hotlines: tuple[Hotline, ...] = ()

    def rung(self) -> dict[str, date]:
        """When each number was last called, for those that were: what a leaflet's preflight asks."""
        return {it.number: date.fromisoformat(it.checked_on) for it in self.hotlines if it.checked_on}


def hamlets(desk: Desk) -> tuple[Unit, ...]:
    """The hamlets in force today, by code."""
    return desk.store.units.on(desk.today(), "hamlet")


def add_hamlets(desk: Desk, names: Sequence[str]) -> Changed:
    """Add hamlets to the commune, from today on. Raises ``unit.taken``, ``unit.unnamed``."""
    commune = _commune(desk)
    held = hamlets(desk)
    taken = {fold(it.name) for it in held}
    numbers = {int(it.code.rpartition("-")[2]) for it in held}
    made = []
    for name in map(nfc, names):
        _must_be_new(name, taken)
        taken.add(fold(name))
        made.append(hamlet(commune, name, desk.today(), numbers))
        numbers.add(int(made[-1].code[-2:]))
    desk.store.units.put(made)
    if made and not desk.store.meta.get("home_hamlet"):
        desk.store.meta.set("home_hamlet", made[0].id)
    return CHANGED


def hamlet(commune: Unit, name: str, day: str, taken: Collection[int] = ()) -> Unit:
    """A hamlet of ``commune`` from ``day`` on. Its two digits, printed on cards, follow from its name.

    Two laptops that never met must give one hamlet one id and two hamlets two: "Thôn 3" is 03 on both, and a
    name without a number up to 49 gets one from 50 to 99 out of its letters.
    """
    said = re.search(r"\d+", name)
    number = int(said[0]) if said else 0
    if not 1 <= number <= 49 or number in taken:
        number = next(
            n for step in range(50) if (n := 50 + (crc32(fold(name).encode()) + step) % 50) not in taken
        )
    code = f"{commune.code}-{number:02d}"
    return Unit(f"hamlet:{code}", "hamlet", code, name, commune.id, day)


def rename_hamlet(desk: Desk, hamlet: str, name: str, since: str) -> Changed:
    """Give a hamlet another name from the ISO date ``since`` on.

    Its id stays, so every record shows the new name; the former name is kept under an id of its own with
    its dates. A date on or before the name's first day only corrects the name.
    Raises ``store.missing``, ``unit.taken``, ``unit.unnamed``, and ``unit.date`` for a date to come.
    """
    held = {it.id: it for it in hamlets(desk)}
    if hamlet not in held:
        raise Problem("store.missing", rec=hamlet)
    if since > desk.today():
        raise Problem("unit.date")
    now, name = held.pop(hamlet), nfc(name)
    _must_be_new(name, {fold(it.name) for it in held.values()})
    if since <= now.valid_from or name == now.name:
        desk.store.units.put([replace(now, name=name)])
        return CHANGED
    before = replace(now, id=f"{now.id}@{now.valid_from}", valid_to=since)
    # The present name moves first: a code may stand only once for one first day.
    desk.store.units.put([replace(now, name=name, valid_from=since), before])
    return CHANGED


def office(desk: Desk) -> Office:
    """What is known of the office; hotlines are those shipped, with the days they were rung."""
    kept = json.loads(desk.store.meta.get(_OFFICE, "{}"))
    rung = kept.pop("rung", {})
    numbers = tuple(
        Hotline(
            it.number, it.label, rung.get(it.number) or (it.checked_on.isoformat() if it.checked_on else "")
        )
        for it in known_hotlines()
    )
    units = {unit.kind: unit.name for unit in desk.store.units.on(desk.today())}
    return Office(units.get("commune", ""), units.get("province", ""), hotlines=numbers, **kept)


def save_office(desk: Desk, office: Office) -> Changed:
    """Keep what was filled in; commune and province are not changed by it."""
    kept = asdict(office)
    del kept["commune"], kept["province"]
    numbers = kept.pop("hotlines")
    kept = {name: nfc(value) for name, value in kept.items()}
    kept["rung"] = {it["number"]: it["checked_on"] for it in numbers if it["checked_on"]}
    desk.store.meta.set(_OFFICE, json.dumps(kept, ensure_ascii=False))
    return Changed(frozenset({"office"}))


def monthly_target(desk: Desk) -> int | None:
    """How many sessions a month the team aims at; None while nobody has said."""
    kept = desk.store.meta.get(_TARGET)
    return int(kept) if kept else None


def save_monthly_target(desk: Desk, sessions: int | None) -> Changed:
    """Keep the team's own target, 1 to ``MOST_TARGET`` sessions a month, or take it away."""
    if sessions is not None and not 1 <= sessions <= MOST_TARGET:
        raise ValueError(sessions)
    desk.store.meta.set(_TARGET, str(sessions or ""))
    return Changed(frozenset({"target"}))


def _commune(desk: Desk) -> Unit:
    found = desk.store.units.on(desk.today(), "commune")
    if not found:
        raise Problem("store.not_set_up")
    return found[0]


def _must_be_new(name: str, taken: set[str]) -> None:
    if not name:
        raise Problem("unit.unnamed")
    if fold(name) in taken:
        raise Problem("unit.taken", name=name)
