"""A person met for the first time: home, consent and name in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.store.consents import Method
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from forms.check import check
from forms.codes import make
from forms.library import built_in
from forms.problem import Problem
from forms.text import nfc
from sync.wire.ids import new_id

CONSENT_TEXT = "vi-1"  # the words of resources/packs/consent.vi.md
PURPOSES = ("guidance", "contact")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is asked at the door. ``household`` is a known home's id; otherwise ``house_no`` and ``alley`` name it.

    Without ``method`` (how consent was given) nothing that identifies is kept: ``age_band`` and ``sex`` only.
    """

    name: str = ""
    birth_year: int | None = None
    phone: str = ""
    method: Method | None = None
    representative: str = ""
    house_no: str = ""
    alley: str = ""
    hamlet: str = ""
    household: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A person already kept who may be the same."""

    rec: str
    name: str
    birth_year: int | None
    plate: str


def add(desk: Desk, person: Newcomer) -> Changed:
    """Keep a resident with the consent that allows it, and the home if it is new; ``Changed.rec`` is the resident.

    Raises ``entry.consent`` for a name without consent, ``entry.faults`` when a form's own check refuses an answer.
    """
    if not person.name or person.method is None:
        raise Problem("entry.consent")
    now, resident = desk.clock(), new_id()
    with desk.store.together():
        household, seqs = _home(desk, person)
        consent = desk.store.consents.add(
            resident,
            text_version=CONSENT_TEXT,
            purposes=PURPOSES,
            method=person.method,
            recorder=desk.who,
            now=now,
            representative=nfc(person.representative) or None,
        )
        values: dict[str, Any] = {
            "consent": consent.id,
            "full_name": nfc(person.name),
            "birth_year": person.birth_year,
            "phone": nfc(person.phone),
            "household": household,
        }
        _check(desk, "resident", values)
        saved = desk.store.records.save(built_in("resident"), values, rec=resident, who=desk.who, now=now)
    return Changed(frozenset({"resident", "household"}), resident, (*seqs, saved.seq))


def twins(desk: Desk, name: str, birth_year: int | None) -> tuple[Twin, ...]:
    """People with every word of this name, of the same birth year if both are known; a hint, never a refusal."""
    if len(name.split()) < 2:
        return ()
    hits = desk.store.search.find(name, kinds=("resident",), limit=5)
    found = []
    for hit in hits:
        sql = (
            "SELECT r.id, r.full_name, r.birth_year, h.house_no FROM resident r "
            "LEFT JOIN household h ON h.id = r.household WHERE r.id = ?"
        )
        row = desk.store.query(sql, (hit.rec,))[0]
        if birth_year is None or row["birth_year"] in (None, birth_year):
            found.append(Twin(row["id"], row["full_name"] or "", row["birth_year"], row["house_no"] or ""))
    return tuple(found)


def _home(desk: Desk, person: Newcomer) -> tuple[str | None, tuple[int, ...]]:
    if person.household:
        return person.household, ()
    if not person.house_no:
        return None, ()
    sql = "SELECT id FROM household WHERE deleted = 0 AND hamlet = ? AND house_no = ? AND coalesce(alley, '') = ?"
    known = desk.store.query(sql, (person.hamlet, nfc(person.house_no), nfc(person.alley)))
    if known:
        return str(known[0]["id"]), ()
    values = {
        "card_no": next_card(desk, person.hamlet),
        "hamlet": person.hamlet,
        "house_no": nfc(person.house_no),
        "alley": nfc(person.alley),
        "status": "not_visited",
    }
    _check(desk, "household", values)
    saved = desk.store.records.save(built_in("household"), values, who=desk.who, now=desk.clock())
    return saved.rec, (saved.seq,)


def _check(desk: Desk, form: str, values: Mapping[str, Any]) -> None:
    given = {name: value for name, value in values.items() if value not in (None, "")}
    if faults := check(built_in(form), given, date.fromisoformat(desk.today())):
        raise Problem("entry.faults", count=len(faults))


def next_card(desk: Desk, hamlet: str) -> str | None:
    """The next household card number of a hamlet; None where its code does not fit one (5 + 2 digits)."""
    commune, _, number = hamlet.removeprefix("hamlet:").partition("-")
    if len(commune) != 5 or not number.isdigit():
        return None
    sql = "SELECT max(substr(card_no, 8, 3)) FROM household WHERE hamlet = ? AND card_no LIKE ?"
    last = desk.store.query(sql, (hamlet, f"{commune}{int(number):02}%"))[0][0]
    following = int(last or 0) + 1
    return make("household", int(commune), int(number), following) if following < 1000 else None
