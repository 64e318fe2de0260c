"""Guidance sessions: logging one, and what it means for the home it was at."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.work.changed import Changed
from desktop.work.desk import Desk
from forms.check import check
from forms.library import built_in
from forms.problem import Problem
from forms.text import name_key

FORM = "guidance_session"
_CARRY = "carry/guidance_session"
# What a session says of its household; a home once visited stays visited.
_STATUS = {"guided": "visited", "rescheduled": "appointment", "absent": "absent", "declined": "declined"}


def log(
    desk: Desk,
    values: Mapping[str, Any],
    *,
    rec: str | None = None,
    draft: str | None = None,
    reason: str | None = None,
) -> Changed:
    """Save a session (or a changed one, with ``rec``) and the state of its household, in one transaction.

    Raises ``entry.faults`` when the form's own check refuses it.
    """
    form = built_in(FORM)
    if faults := check(form, values, date.fromisoformat(desk.today())):
        raise Problem("entry.faults", count=len(faults))
    now = desk.clock()
    with desk.store.together():
        saved = desk.store.records.save(
            form, values, rec=rec, who=desk.who, now=now, draft=draft, reason=reason
        )
        seqs = [saved.seq] if saved.changed else []
        if rec is None and (seq := _mark_home(desk, values)):
            seqs.append(seq)
    return Changed(frozenset({FORM, "household"}), saved.rec, tuple(seqs))


def delete(desk: Desk, rec: str) -> Changed:
    """Delete a session; undo brings it back."""
    saved = desk.store.records.delete(built_in(FORM), rec, who=desk.who, now=desk.clock())
    return Changed(frozenset({FORM}), rec, (saved.seq,) if saved.changed else ())


def _mark_home(desk: Desk, session: Mapping[str, Any]) -> int | None:
    household = session.get("household")
    if not household:
        return None
    form = built_in("household")
    home = desk.store.records.get(form, household)
    status = _STATUS[session["visit_outcome"]]
    if home.deleted:  # a save would bring it back
        return None
    if home.values.get("status") == "visited" and status != "appointment":
        return None
    values = {name: value for name, value in home.values.items() if name != "appointment_on"} | {
        "status": status
    }
    if status == "appointment":
        values["appointment_on"] = session.get("appointment_on") or session["date"]
    saved = desk.store.records.save(form, values, rec=household, who=desk.who, now=desk.clock())
    return saved.seq if saved.changed else None


@dataclass(frozen=True, slots=True)
class Carried:
    """What the next session takes over: answers by path (never personal), and the words for them."""

    values: Mapping[str, Any]
    hamlet: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodaysVisit:
    """One person of one of today's sessions. ``at`` is HH:MM."""

    rec: str
    at: str
    plate: str
    name: str
    age_band: str
    topics: tuple[str, ...]


def carried(desk: Desk) -> Carried:
    """Where, when and who of the last session of today; on a new day the team's own hamlet and the member at work."""
    kept = json.loads(desk.store.meta.get(_CARRY, "{}"))
    values = dict(kept.get("values", {})) if kept.get("day") == desk.today() else {}
    if not values:
        hamlet = desk.store.meta.get("home_hamlet")
        values = {"date": desk.today(), "place": "home", "members": [desk.who]}
        if hamlet:
            values["hamlet"] = hamlet
    hamlets = {unit.id: unit.name for unit in desk.store.units.on(desk.today(), "hamlet")}
    names = members(desk)
    at_work = tuple(names[rec] for rec in values.get("members", ()) if rec in names)
    return Carried(values, hamlets.get(values.get("hamlet", ""), ""), at_work)


def keep_carried(desk: Desk, values: Mapping[str, Any]) -> None:
    """Remember ``Entry.carry()`` for the next session of this day."""
    desk.store.meta.set(_CARRY, json.dumps({"day": desk.today(), "values": dict(values)}, ensure_ascii=False))


def members(desk: Desk) -> dict[str, str]:
    """Team members at work, id → given name, by name."""
    sql = "SELECT id, full_name FROM member WHERE deleted = 0 AND (left_on IS NULL OR left_on >= ?)"
    found = {row["id"]: row["full_name"] or "" for row in desk.store.query(sql, (desk.today(),))}
    in_order = sorted(found.items(), key=lambda item: name_key(item[1]))
    return {rec: name.split()[-1] if name else "" for rec, name in in_order}


def today(desk: Desk, limit: int = 30) -> tuple[TodaysVisit, ...]:
    """The people guided today, the latest first."""
    sql = """
        SELECT g.id rec, substr(g.created_at, 12, 5) at, coalesce(g.started_at, '') started, h.house_no plate,
               r.full_name name, p.age_band, p.topics
          FROM guidance_session g JOIN guidance_session_people p ON p.rec = g.id
          LEFT JOIN resident r ON r.id = p.resident LEFT JOIN household h ON h.id = g.household
         WHERE g.deleted = 0 AND g.sort >= :day AND g.sort < :day || '~' ORDER BY g.sort DESC, p.pos LIMIT :limit
    """
    return tuple(
        TodaysVisit(
            row["rec"],
            row["started"] or row["at"],
            row["plate"] or "",
            row["name"] or "",
            row["age_band"] or "",
            tuple(json.loads(row["topics"] or "[]")),
        )
        for row in desk.store.query(sql, {"day": desk.today(), "limit": limit})
    )


def count_today(desk: Desk) -> int:
    """How many sessions are dated today."""
    sql = "SELECT count(*) FROM guidance_session WHERE deleted = 0 AND sort >= :day AND sort < :day || '~'"
    return int(desk.store.query(sql, {"day": desk.today()})[0][0])
