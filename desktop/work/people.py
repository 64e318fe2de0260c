"""Finding people and homes, as the visit's first box and the home's memory need them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.work.desk import Desk
from forms.text import fold, name_key


@dataclass(frozen=True, slots=True)
class Person:
    """A resident. ``plate`` is the house number, ``visits`` how often guided, ``last_on`` the last time (ISO)."""

    rec: str
    name: str  # empty for a person whose name is not kept
    birth_year: int | None
    age_band: str
    relation: str
    phone: str
    consent: str
    household: str
    plate: str
    alley: str
    hamlet: str
    hamlet_name: str
    visits: int = 0
    last_on: str = ""


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One session with people of a home, for the memory pane. Topics and obstacles are choice names."""

    rec: str
    date: str
    topics: tuple[str, ...]
    result: str
    obstacles: tuple[str, ...]
    resident: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A household with its people and last sessions, newest first; ``this_year`` counts sessions since 1 January."""

    rec: str
    plate: str
    alley: str
    hamlet: str
    hamlet_name: str
    phone: str
    status: str
    people: tuple[Person, ...]
    past: tuple[PastVisit, ...]
    this_year: int


_PERSON = """
    SELECT r.id rec, r.full_name name, r.birth_year, r.age_band, r.relation, r.phone, r.consent, r.household,
           h.house_no plate, h.alley, h.hamlet, u.name hamlet_name,
           (SELECT count(*) FROM guidance_session_people p JOIN guidance_session g ON g.id = p.rec
             WHERE p.resident = r.id AND g.deleted = 0) visits,
           (SELECT max(g.date) FROM guidance_session_people p JOIN guidance_session g ON g.id = p.rec
             WHERE p.resident = r.id AND g.deleted = 0) last_on
      FROM resident r LEFT JOIN household h ON h.id = r.household LEFT JOIN unit u ON u.id = h.hamlet
     WHERE r.deleted = 0 AND {where}
"""
_MOST_SEARCHED = 60  # matches that are ranked; more letters narrow them


def find(desk: Desk, text: str, hamlet: str = "", limit: int = 6) -> tuple[Person, ...]:
    """Residents whose name, house number or card matches ``text``.

    Those named so come before those of a matching home, then the same hamlet, the last visited, the name.
    """
    hits = desk.store.search.find(text, kinds=("resident",), limit=_MOST_SEARCHED)
    found = people(desk, (hit.rec for hit in hits))
    by_name = sorted(found, key=lambda it: name_key(it.name))
    by_date = sorted(by_name, key=lambda it: it.last_on, reverse=True)
    words = fold(text).split()
    return tuple(sorted(by_date, key=lambda it: (not _named(it, words), it.hamlet != hamlet))[:limit])


def people(desk: Desk, recs: Iterable[str]) -> tuple[Person, ...]:
    """These residents, in the order asked; one that is gone is left out."""
    wanted = list(recs)
    sql = _PERSON.format(where="r.id IN (SELECT value FROM json_each(?))")
    found = {row["rec"]: _person(dict(row)) for row in desk.store.query(sql, (json.dumps(wanted),))}
    return tuple(found[rec] for rec in wanted if rec in found)


def household_by_card(desk: Desk, digits: str) -> str | None:
    """The household that a scanned card names, or None."""
    rows = desk.store.query("SELECT id FROM household WHERE card_no = ? AND deleted = 0", (digits,))
    return str(rows[0]["id"]) if rows else None


def home(desk: Desk, household: str, limit: int = 3) -> Home | None:
    """A household with its people (elders first) and its last ``limit`` sessions; None if it is gone."""
    sql = (
        "SELECT h.id, h.house_no, h.alley, h.hamlet, h.phone, h.status, u.name FROM household h "
        "LEFT JOIN unit u ON u.id = h.hamlet WHERE h.id = ? AND h.deleted = 0"
    )
    rows = desk.store.query(sql, (household,))
    if not rows:
        return None
    it = dict(rows[0])
    sql = _PERSON.format(where="r.household = ?") + " ORDER BY r.birth_year, r.id"
    members = tuple(_person(dict(row)) for row in desk.store.query(sql, (household,)))
    year = desk.today()[:4]
    sql = "SELECT count(*) FROM guidance_session WHERE household = ? AND deleted = 0 AND sort >= ?"
    count = desk.store.query(sql, (household, year))[0][0]
    return Home(
        it["id"],
        it["house_no"] or "",
        it["alley"] or "",
        it["hamlet"] or "",
        it["name"] or "",
        it["phone"] or "",
        it["status"] or "",
        members,
        past_visits(desk, household, limit),
        count,
    )


def past_visits(desk: Desk, household: str, limit: int = 3) -> tuple[PastVisit, ...]:
    """The last sessions with people of a household, one entry a person and session, newest first."""
    sql = """
        SELECT g.id rec, g.date, p.topics, p.result, p.obstacle, p.resident, r.full_name name, g.members
          FROM guidance_session g JOIN guidance_session_people p ON p.rec = g.id
          LEFT JOIN resident r ON r.id = p.resident
         WHERE g.household = ? AND g.deleted = 0 ORDER BY g.sort DESC, p.pos LIMIT ?
    """
    return tuple(_past(dict(row)) for row in desk.store.query(sql, (household, limit)))


def last_visit(desk: Desk, resident: str) -> PastVisit | None:
    """The last session with this resident."""
    sql = """
        SELECT g.id rec, g.date, p.topics, p.result, p.obstacle, p.resident, r.full_name name, g.members
          FROM guidance_session_people p JOIN guidance_session g ON g.id = p.rec
          LEFT JOIN resident r ON r.id = p.resident
         WHERE p.resident = ? AND g.deleted = 0 ORDER BY g.sort DESC LIMIT 1
    """
    rows = desk.store.query(sql, (resident,))
    return _past(dict(rows[0])) if rows else None


def _named(person: Person, words: list[str]) -> bool:
    own = fold(person.name).split()
    return all(any(part.startswith(word) for part in own) for word in words)


def _person(row: Mapping[str, Any]) -> Person:
    values: dict[str, Any] = {
        name: "" if value is None and name != "birth_year" else value for name, value in row.items()
    }
    return Person(**values)


def _past(row: dict[str, str]) -> PastVisit:
    return PastVisit(
        row["rec"],
        row["date"],
        _names(row["topics"]),
        row["result"] or "",
        _names(row["obstacle"]),
        row["resident"] or "",
        row["name"] or "",
        _names(row["members"]),
    )


def _names(kept: str | None) -> tuple[str, ...]:
    return tuple(json.loads(kept)) if kept else ()
