"""Guidance sessions as a list: filtered, paged by keyset, one line a person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.work.desk import Desk

MOST_COUNTED = 20_000  # lines
_MOST_FOUND = 500  # sessions a search text may hold; more letters narrow it


@dataclass(frozen=True, slots=True)
class Filter:
    """Which sessions. ``month`` is ``YYYY-MM``; ``text`` names, house or card numbers; empty means all."""

    text: str = ""
    hamlet: str = ""
    month: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One person of one session, or the session itself where nobody was guided."""

    rec: str
    row: str
    sort: str
    n: int
    pos: int
    date: str
    at: str
    plate: str
    resident: str
    name: str
    age_band: str
    topics: tuple[str, ...]
    obstacles: tuple[str, ...]
    result: str
    outcome: str
    sent: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Lines newest first; ``last`` when nothing follows. ``days``: how many sessions a day holds, by ISO date."""

    lines: tuple[Line, ...]
    last: bool
    days: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the filter holds; ``more``: at least so many, the rest was not counted."""

    sessions: int
    people: int
    homes: int
    more: bool = False


def page(desk: Desk, where: Filter, after: Line | None = None, limit: int = 200) -> Page:
    """The next lines; page 1,000 costs what page 1 costs."""
    terms, parameters = _terms(desk, where)
    if after is not None:
        terms.append("(g.sort, g.n, -coalesce(p.pos, 0)) < (:sort, :n, :pos)")
        parameters |= {"sort": after.sort, "n": after.n, "pos": -after.pos}
    acked = desk.store.query("SELECT first, acked FROM epoch ORDER BY first DESC LIMIT 1")[0]["acked"]
    sql = f"""
        SELECT g.id rec, p.id row_id, g.sort, g.n, coalesce(p.pos, 0) pos, g.date, g.started_at, g.created_at,
               h.house_no plate, p.resident, r.full_name name, p.age_band, p.topics, p.obstacle, p.result,
               g.visit_outcome outcome, g.seq
          FROM guidance_session g LEFT JOIN guidance_session_people p ON p.rec = g.id
          LEFT JOIN resident r ON r.id = p.resident LEFT JOIN household h ON h.id = g.household
         WHERE {" AND ".join(terms)}
         ORDER BY g.sort DESC, g.n DESC, p.pos LIMIT :limit
    """
    rows = desk.store.query(sql, parameters | {"limit": limit + 1})
    lines = tuple(_line(dict(row), acked) for row in rows[:limit])
    return Page(lines, len(rows) <= limit, _days(desk, where, lines))


def totals(desk: Desk, where: Filter, most: int = MOST_COUNTED) -> Totals:
    """Counts over what the filter holds: sessions, different people, different homes.

    Only the newest ``most`` lines are read: a year's list of a whole province must not hold up a save.
    """
    terms, parameters = _terms(desk, where)
    sql = f"""
        SELECT count(DISTINCT id), count(DISTINCT person), count(DISTINCT household), count(*) > :most
          FROM (SELECT g.id, coalesce(p.resident, p.id) person, g.household
                  FROM guidance_session g LEFT JOIN guidance_session_people p ON p.rec = g.id
                 WHERE {" AND ".join(terms)} ORDER BY g.sort DESC LIMIT :most + 1)
    """
    sessions, people, homes, more = tuple(desk.store.query(sql, parameters | {"most": most})[0])
    return Totals(sessions, people, homes, bool(more))


def _days(desk: Desk, where: Filter, lines: tuple[Line, ...]) -> dict[str, int]:
    if not lines:
        return {}
    terms, parameters = _terms(desk, where)
    terms.append("g.sort >= :first AND g.sort < :final || '~'")
    parameters |= {"first": lines[-1].sort[:10], "final": lines[0].sort[:10]}
    sql = f"""
        SELECT substr(g.sort, 1, 10) day, count(DISTINCT g.id) n
          FROM guidance_session g LEFT JOIN guidance_session_people p ON p.rec = g.id
         WHERE {" AND ".join(terms)} GROUP BY day
    """
    return {row["day"]: row["n"] for row in desk.store.query(sql, parameters)}


def _terms(desk: Desk, where: Filter) -> tuple[list[str], dict[str, Any]]:
    terms, parameters = ["g.deleted = 0"], dict[str, Any]()
    if where.hamlet:
        terms.append("g.hamlet = :hamlet")
        parameters["hamlet"] = where.hamlet
    if where.month:
        terms.append("g.sort >= :month AND g.sort < :next")
        parameters |= {"month": where.month, "next": _next(where.month)}
    if where.result:
        terms.append("p.result = :result")
        parameters["result"] = where.result
    if where.text.strip():
        hits = desk.store.search.find(where.text, kinds=("guidance_session",), limit=_MOST_FOUND)
        terms.append("g.id IN (SELECT value FROM json_each(:found))")
        parameters["found"] = json.dumps([hit.rec for hit in hits])
    return terms, parameters


def _next(month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    return f"{first.year + first.month // 12}-{first.month % 12 + 1:02}"


def _line(row: Mapping[str, Any], acked: int) -> Line:
    return Line(
        row["rec"],
        row["row_id"] or "",
        row["sort"],
        row["n"],
        row["pos"],
        row["date"] or row["sort"][:10],
        row["started_at"] or row["created_at"][11:16],
        row["plate"] or "",
        row["resident"] or "",
        row["name"] or "",
        row["age_band"] or "",
        tuple(json.loads(row["topics"] or "[]")),
        tuple(json.loads(row["obstacle"] or "[]")),
        row["result"] or "",
        row["outcome"] or "",
        row["seq"] <= acked,
    )
