"""What waits for the team today: due work, the week, the month, and every house of the hamlet.

Everything is counted through an index over dates or over the hamlet, never by reading a whole table.
"""

import calendar
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.store import Draft
from desktop.work.desk import Desk
from desktop.work.status import overdue_feedback
from desktop.work.units import monthly_target, office
from forms.definition import Words
from forms.library import built_in_ids
from resources import packs

_LATE = 14  # days a promise to come back stays in the list once its day is past
_PROMISED = 90  # days back in which a promise still to be kept was made
_CLOSED = "('answered', 'published', 'declined')"


@dataclass(frozen=True, slots=True)
class Due:
    """Feedback past its day: how many, the first subjects, the longest delay in days, the oldest record."""

    count: int
    subjects: tuple[str, ...]
    days: int
    rec: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A training class. ``date`` is ISO, ``starts`` and ``ends`` HH:MM or empty, ``people`` its roster."""

    rec: str
    title: str
    place: str
    date: str
    starts: str
    ends: str
    people: int


@dataclass(frozen=True, slots=True)
class Return:
    """Coming back to a home on ``date`` (ISO). ``name`` is empty for a person whose name is not kept.

    ``said_on`` is the session it was agreed at; ``topics`` and ``obstacles`` are choice names of that session.
    """

    date: str
    household: str
    plate: str
    resident: str = ""
    name: str = ""
    sex: str = ""
    birth_year: int | None = None
    reason: str = ""
    said_on: str = ""
    topics: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week: sessions held (None for a day to come), homes to come back to, classes."""

    date: str
    done: int | None
    planned: int
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """``target`` is the team's own, None while nobody has said; ``today`` counts the sessions of this day."""

    number: int
    done: int
    target: int | None
    today: int
    days_left: int
    on_pace: bool


@dataclass(frozen=True, slots=True)
class Home:
    """A house on the map. ``visit``: visited (this year), appointment, absent or waiting."""

    rec: str
    plate: str
    alley: str
    visit: str


@dataclass(frozen=True, slots=True)
class Scam:
    """The scam to warn of this week: a block of the pack. ``advice`` is what to do, without Markdown."""

    block: str
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class DraftHead:
    """The last draft touched. ``topics`` are choice names; ``form`` is the form's title, the rest may be empty."""

    draft: Draft
    name: str
    topics: tuple[str, ...]
    title: str
    form: Words


@dataclass(frozen=True, slots=True)
class Today:
    """All that the first screen shows. ``hamlet`` is the team's own id, empty for the commune's officer."""

    person: str
    hamlet: str
    year: int
    draft: DraftHead | None
    feedback: Due | None
    lessons: tuple[Lesson, ...]
    returns: tuple[Return, ...]
    week: tuple[Day, ...]
    month: Month
    homes: tuple[Home, ...]
    scam: Scam | None


def today(desk: Desk) -> Today:
    """Everything for the first screen, in one step of the store lane."""
    now = desk.clock().date()
    hamlet = desk.store.meta.get("home_hamlet")
    member = desk.store.query("SELECT full_name FROM member WHERE id = ?", (desk.who,))
    name = str(member[0][0] or "") if member else ""
    return Today(
        name.split()[-1] if name else "",
        hamlet,
        now.year,
        newest_draft(desk),
        overdue(desk),
        lessons(desk, now, now + timedelta(days=1)),
        returns(desk, hamlet),
        week(desk, hamlet),
        month(desk, hamlet),
        homes(desk, hamlet),
        scam(desk),
    )


def newest_draft(desk: Desk) -> DraftHead | None:
    """The draft touched last, with what tells it apart."""
    known = desk.store.forms.newest()
    drafts = [it for it in desk.store.drafts.all() if it.form in known]
    if not drafts:
        return None
    draft = drafts[0]
    form = known[draft.form].form.title
    if draft.form not in built_in_ids():
        return DraftHead(draft, "", (), "", form)
    values = draft.values
    rows = values.get("people") or [{}]
    first = rows[0] if isinstance(rows, list) and isinstance(rows[0], dict) else {}
    name = ""
    if rec := first.get("resident") or values.get("resident"):
        found = desk.store.query("SELECT full_name FROM resident WHERE id = ?", (rec,))
        name = str(found[0][0] or "") if found else ""
    topics = tuple(str(it) for it in first.get("topics") or ())
    title = values.get("title") or values.get("subject") or ""
    if draft.form == "feedback" and draft.rec and not title:
        found = desk.store.query("SELECT subject FROM feedback WHERE id = ?", (draft.rec,))
        title = found[0][0] if found else ""
    return DraftHead(draft, name, topics, str(title or ""), form)


def drop_draft(desk: Desk, draft: str) -> None:
    """Throw a draft away; ``restore_draft`` brings it back."""
    desk.store.drafts.delete(draft)


def restore_draft(desk: Desk, draft: Draft) -> None:
    """Put back a draft that was thrown away, as it was."""
    now = datetime.fromisoformat(draft.updated_at)
    desk.store.drafts.put(
        draft.id, draft.form, draft.version, draft.values, now=now, rec=draft.rec, cursor=draft.cursor
    )


def overdue(desk: Desk) -> Due | None:
    """Feedback whose answer was due before today, the longest overdue first."""
    count = overdue_feedback(desk)
    if not count:
        return None
    sql = (
        "SELECT id, subject, content, due_on FROM feedback WHERE deleted = 0 AND due_on < ? "
        f"AND state NOT IN {_CLOSED} ORDER BY due_on LIMIT 2"
    )
    rows = desk.store.query(sql, (desk.today(),))
    days = (desk.clock().date() - date.fromisoformat(rows[0]["due_on"])).days
    return Due(count, tuple(row["subject"] or row["content"] for row in rows), days, rows[0]["id"])


def lessons(desk: Desk, first: date, last: date) -> tuple[Lesson, ...]:
    """Classes planned or under way from ``first`` to ``last``, both included, in order of time."""
    sql = """
        SELECT c.id, c.title, c.place, c.date, c.starts_at, c.ends_at,
               (SELECT count(*) FROM training_class_roster r WHERE r.rec = c.id) people
          FROM training_class c
         WHERE c.date BETWEEN ? AND ? AND c.deleted = 0 AND c.state IN ('planned', 'running')
         ORDER BY c.date, c.starts_at
    """
    return tuple(
        Lesson(
            row["id"],
            row["title"] or "",
            row["place"] or "",
            row["date"],
            row["starts_at"] or "",
            row["ends_at"] or "",
            row["people"],
        )
        for row in desk.store.query(sql, (first.isoformat(), last.isoformat()))
    )


def returns(desk: Desk, hamlet: str) -> tuple[Return, ...]:
    """Homes to come back to until tomorrow, the longest waiting first; one already visited since is left out."""
    now = desk.clock().date()
    since, until = now - timedelta(days=_LATE), now + timedelta(days=1)
    found = [*_promises(desk, hamlet, since, until, kept=False), *_appointments(desk, hamlet, since, until)]
    return tuple(sorted(found, key=lambda it: it.date))


def _promises(desk: Desk, hamlet: str, since: date, until: date, *, kept: bool) -> list[Return]:
    """Days agreed in a session for coming back; ``kept``: also those a later session has answered."""
    # CROSS JOIN holds the order: through the hamlet's last sessions, not through every promise of the commune.
    sql = f"""
        SELECT p.follow_up_on date, g.household, h.house_no plate, p.resident, r.full_name name, r.sex,
               r.birth_year, p.follow_up_reason reason, g.date said_on, p.topics, p.obstacle
          FROM guidance_session g CROSS JOIN guidance_session_people p ON p.rec = g.id
          LEFT JOIN household h ON h.id = g.household LEFT JOIN resident r ON r.id = p.resident
         WHERE g.hamlet = :hamlet AND g.sort >= :made AND g.deleted = 0
           AND p.follow_up_on BETWEEN :since AND :until
           {"" if kept else _UNANSWERED}
         ORDER BY p.follow_up_on, g.sort
    """
    made = (min(since, desk.clock().date()) - timedelta(days=_PROMISED)).isoformat()
    facts = {"hamlet": hamlet, "made": made, "since": since.isoformat(), "until": until.isoformat()}
    return [
        Return(
            row["date"],
            row["household"] or "",
            row["plate"] or "",
            row["resident"] or "",
            row["name"] or "",
            row["sex"] or "",
            row["birth_year"],
            row["reason"] or "",
            row["said_on"],
            _names(row["topics"]),
            _names(row["obstacle"]),
        )
        for row in desk.store.query(sql, facts)
    ]


_UNANSWERED = """
    AND NOT EXISTS (SELECT 1 FROM guidance_session later
                     WHERE later.household = g.household AND later.sort > g.sort AND later.id <> g.id
                       AND later.deleted = 0 AND later.visit_outcome = 'guided')
"""


def _appointments(desk: Desk, hamlet: str, since: date, until: date) -> list[Return]:
    sql = """
        SELECT id, house_no, appointment_on FROM household
         WHERE appointment_on BETWEEN ? AND ? AND deleted = 0 AND status = 'appointment' AND hamlet = ?
         ORDER BY appointment_on
    """
    rows = desk.store.query(sql, (since.isoformat(), until.isoformat(), hamlet))
    return [Return(row["appointment_on"], row["id"], row["house_no"] or "") for row in rows]


def week(desk: Desk, hamlet: str) -> tuple[Day, ...]:
    """The seven days of this week, Monday first."""
    now = desk.clock().date()
    monday = now - timedelta(days=now.weekday())
    sunday = monday + timedelta(days=6)
    held = _held(desk, hamlet, monday, sunday)
    homes: dict[str, set[str]] = {}
    promised = _promises(desk, hamlet, monday, sunday, kept=True)
    for it in (*promised, *_appointments(desk, hamlet, monday, sunday)):
        homes.setdefault(it.date, set()).add(it.household or it.resident)
    taught = lessons(desk, monday, sunday)
    days = [monday + timedelta(days=n) for n in range(7)]
    return tuple(
        Day(
            day.isoformat(),
            held.get(day.isoformat(), 0) if day <= now else None,
            len(homes.get(day.isoformat(), ())),
            tuple(it for it in taught if it.date == day.isoformat()),
        )
        for day in days
    )


def month(desk: Desk, hamlet: str) -> Month:
    """This month so far. On pace: at least the share of the target that the days gone by are of the month."""
    now = desk.clock().date()
    held = _held(desk, hamlet, now.replace(day=1), now)
    done, target = sum(held.values()), monthly_target(desk)
    length = calendar.monthrange(now.year, now.month)[1]
    on_pace = target is None or done * length >= target * now.day
    return Month(now.month, done, target, held.get(now.isoformat(), 0), length - now.day, on_pace)


def _held(desk: Desk, hamlet: str, first: date, last: date) -> dict[str, int]:
    """ISO day → sessions with somebody guided; of the whole commune where there is no hamlet."""
    sql = f"""
        SELECT date, count(*) n FROM guidance_session
         WHERE {"hamlet = :hamlet AND " if hamlet else ""} sort >= :first AND sort < :last || '~'
           AND deleted = 0 AND visit_outcome = 'guided' GROUP BY date
    """
    facts = {"hamlet": hamlet, "first": first.isoformat(), "last": last.isoformat()}
    return {row["date"]: row["n"] for row in desk.store.query(sql, facts)}


def homes(desk: Desk, hamlet: str) -> tuple[Home, ...]:
    """Every house of a hamlet in walking order: by alley, then by number."""
    sql = """
        SELECT h.id, h.house_no, h.alley, h.status,
               EXISTS (SELECT 1 FROM guidance_session g WHERE g.household = h.id AND g.sort >= ?
                          AND g.deleted = 0 AND g.visit_outcome = 'guided') been
          FROM household h WHERE h.hamlet = ? AND h.deleted = 0
    """
    rows = desk.store.query(sql, (desk.today()[:4], hamlet))
    found = [
        Home(row["id"], row["house_no"] or "", row["alley"] or "", _visit(row["status"], bool(row["been"])))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda it: (not it.alley, _natural(it.alley), _natural(it.plate))))


def _visit(status: str | None, been: bool) -> str:
    if been:
        return "visited"
    return status if status in ("appointment", "absent") else "waiting"


def _natural(text: str) -> list[tuple[int, str]]:
    """9 before 10, 14A after 14."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", text)]


def scam(desk: Desk) -> Scam | None:
    """The scam of this week, another each week; one whose words lack a number of the commune is passed over."""
    known = office(desk)
    facts = {"sđt xã": known.commune_phone, "xã": known.commune, "sđt tổ": known.team_phone}
    scams = []
    for block in packs.blocks().values():
        body, unfilled = packs.fill(block.body, facts)
        if block.id.startswith("lua-") and not unfilled:
            scams.append(Scam(block.id, block.title, _advice(body)))
    number = desk.clock().isocalendar().week
    return scams[number % len(scams)] if scams else None


def _advice(body: str) -> str:
    """The last paragraph, which says what to do, without its heading."""
    last = body.strip().splitlines()[-1].replace("**", "")
    return last.partition(": ")[2] or last


def _names(kept: str | None) -> tuple[str, ...]:
    return tuple(json.loads(kept)) if kept else ()
