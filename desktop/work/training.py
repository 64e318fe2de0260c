"""Training classes: planned, held, and who came."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from desktop.store.consents import Method
from desktop.work import people
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.newcomers import Newcomer, add
from forms.check import check
from forms.definition import say
from forms.entry import Entry
from forms.faults import Fault
from forms.library import built_in
from forms.problem import Problem
from forms.text import fold, name_key, nfc
from resources.words import language
from sync.wire.ids import new_id

FORM = "training_class"
Score = Literal["pre_score", "post_score"]
THERE = ("present", "walk_in")
NAMED_BY_OFFICE = ("team_members", "officials")  # kinds of class whose people are named without consent
_PERSON = ("member", "resident", "consent", "full_name", "organisation")
_MARKS = ("attendance", "arrived_at", "pre_score", "post_score", "certificate_no")


@dataclass(frozen=True, slots=True)
class Summary:
    """One class in a list; date ISO, times HH:MM. A class with ``there`` but still ``planned`` has begun."""

    rec: str
    title: str
    kind: str
    state: str
    date: str
    starts_at: str
    ends_at: str
    place: str
    registered: int
    there: int


@dataclass(frozen=True, slots=True)
class Attendee:
    """One row of a roster. ``name`` is empty for somebody only counted; ``attendance`` until they arrive."""

    row: str
    name: str
    organisation: str
    attendance: str
    arrived_at: str
    pre_score: float | None
    post_score: float | None
    member: str
    resident: str


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """A class with its roster by given name; those without a name come last."""

    summary: Summary
    roster: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known who may come to a class; exactly one of ``member`` and ``resident`` names the record."""

    name: str
    about: str
    member: str = ""
    resident: str = ""
    plate: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to be put on a roster: a member, a resident, a typed name, or (all empty) one only counted.

    ``method`` says how consent to keep a typed name was given; classes of the office need none.
    """

    member: str = ""
    resident: str = ""
    name: str = ""
    organisation: str = ""
    method: Method | None = None


_SUMMARY = """
    SELECT c.id rec, c.title, c.kind, c.state, c.date, coalesce(c.starts_at, '') starts_at,
           coalesce(c.ends_at, '') ends_at, coalesce(c.place, '') place,
           CASE WHEN c.kind = 'students' THEN coalesce(c.students_total, 0)
                ELSE (SELECT count(*) FROM training_class_roster r WHERE r.rec = c.id) END registered,
           CASE WHEN c.kind = 'students' THEN coalesce(c.students_present, 0)
                ELSE (SELECT count(*) FROM training_class_roster r
                       WHERE r.rec = c.id AND r.attendance IN ('present', 'walk_in')) END there
      FROM training_class c WHERE c.deleted = 0 AND
"""
_ROSTER = """
    SELECT r.id, r.member, r.resident, r.full_name, r.organisation, r.attendance, r.arrived_at, r.pre_score,
           r.post_score, m.full_name member_name, m.organisation member_of, p.full_name resident_name,
           h.house_no, h.alley
      FROM training_class_roster r LEFT JOIN member m ON m.id = r.member
      LEFT JOIN resident p ON p.id = r.resident LEFT JOIN household h ON h.id = p.household
     WHERE r.rec = ? ORDER BY r.pos
"""


def classes(desk: Desk, upcoming: bool) -> tuple[Summary, ...]:
    """Classes to come or under way, the earliest first; or those ended and cancelled, the latest first."""
    open_states, order = ("IN", "ASC") if upcoming else ("NOT IN", "DESC")
    sql = f"{_SUMMARY} c.state {open_states} ('planned', 'running') ORDER BY c.sort {order}, c.n {order}"
    return tuple(Summary(**dict(row)) for row in desk.store.query(sql))


def one(desk: Desk, rec: str) -> TrainingClass:
    """A class with everyone on its roster. Raises ``store.missing``."""
    found = desk.store.query(f"{_SUMMARY} c.id = ?", (rec,))
    if not found:
        raise Problem("store.missing", rec=rec)
    roster = [_attendee(dict(row)) for row in desk.store.query(_ROSTER, (rec,))]
    in_order = sorted(roster, key=lambda it: (not it.name, name_key(it.name)))
    return TrainingClass(Summary(**dict(found[0])), tuple(in_order))


def untrained(desk: Desk) -> int:
    """Members at work who were at no class this year (the plan asks one a year)."""
    sql = """
        SELECT count(*) FROM member m WHERE m.deleted = 0 AND (m.left_on IS NULL OR m.left_on >= :day)
           AND m.id NOT IN (SELECT r.member FROM training_class_roster r JOIN training_class c ON c.id = r.rec
                             WHERE c.deleted = 0 AND c.date >= :year AND r.member IS NOT NULL
                               AND r.attendance IN ('present', 'walk_in'))
    """
    return int(desk.store.query(sql, {"day": desk.today(), "year": f"{desk.today()[:4]}-01-01"})[0][0])


# marking


def mark(desk: Desk, rec: str, row: str, attendance: str, at: str = "") -> Changed:
    """Mark one row: a choice of the form's attendance list, or empty for not arrived; ``at`` is HH:MM.

    One change that holds this row's answers alone. Raises ``store.missing`` for a row that is gone.
    """

    def edit(values: dict[str, Any]) -> None:
        it = _row(values, row)
        it["attendance"] = attendance
        it["arrived_at"] = (at or it.get("arrived_at")) if attendance in THERE else None

    return _edit(desk, rec, edit)


def read_score(text: str, today: date) -> tuple[float | None, Fault | None]:
    """A score as typed (``7,5``), or what the form says is wrong with it."""
    entry = Entry(built_in(FORM), {"kind": "residents", "roster": [{"@id": "1"}]}, today=today)
    entry.set("roster/1/pre_score", text)
    state = entry.state("roster/1/pre_score")
    return (None, state.fault) if state.fault else (state.value, None)


def score(desk: Desk, rec: str, row: str, which: Score, value: float | None) -> Changed:
    """Write one score, 0 to 10, or take it away. Raises ``entry.faults`` beyond that."""

    def edit(values: dict[str, Any]) -> None:
        _row(values, row)[which] = value

    return _edit(desk, rec, edit)


def add_walk_in(desk: Desk, rec: str, guest: Guest, at: str) -> Changed:
    """Put somebody on the roster as added on the spot at ``at`` (HH:MM).

    Who is on it already is marked present instead. Raises ``entry.consent`` for a name without consent.
    """
    for it in one(desk, rec).roster:
        if (guest.member and it.member == guest.member) or (guest.resident and it.resident == guest.resident):
            return (
                mark(desk, rec, it.row, "present", at)
                if it.attendance not in THERE
                else Changed(frozenset(), rec)
            )
    with desk.store.together():
        values = values_of(desk, rec)
        person, seqs = person_of(desk, guest, values["kind"], values.get("hamlet", ""))
        came = {"@id": new_id(), **person, "attendance": "walk_in", "arrived_at": at}
        changed = _write(desk, rec, values | {"roster": [*values.get("roster", ()), came]})
    return Changed(changed.kinds | {"resident"} if seqs else changed.kinds, rec, (*seqs, *changed.undo))


def person_of(desk: Desk, guest: Guest, kind: str, hamlet: str) -> tuple[dict[str, Any], tuple[int, ...]]:
    """The answers that name ``guest`` in a roster, and the changes made for it.

    A typed name becomes a resident with the consent given, so that it can be found and erased like any
    other; in a class of the office it stands in the roster alone. Raises ``entry.consent``.
    """
    said = {"organisation": nfc(guest.organisation)} if guest.organisation else {}
    if guest.member or guest.resident:
        return ({"member": guest.member} if guest.member else {"resident": guest.resident}) | said, ()
    if not guest.name:
        return said, ()
    if kind in NAMED_BY_OFFICE:
        return {"full_name": nfc(guest.name)} | said, ()
    made = add(desk, Newcomer(name=guest.name, method=guest.method, hamlet=hamlet))
    return {"resident": made.rec} | said, made.undo


def end(desk: Desk, rec: str) -> Changed:
    """The class is over: who has not arrived was absent. One change; its undo opens the class again."""

    def edit(values: dict[str, Any]) -> None:
        values["state"] = "ended"
        for row in values.get("roster", ()):
            row.setdefault("attendance", "absent")

    return _edit(desk, rec, edit)


# planning


def save(
    desk: Desk, values: Mapping[str, Any], *, rec: str | None = None, draft: str | None = None
) -> Changed:
    """Keep a planned class or a changed one; its draft goes. Raises ``entry.faults``.

    Marks made since the form was opened stay, and whoever was added on the spot stays with them.
    """
    if rec is not None and values.get("kind") != "students":
        values = dict(values) | {
            "roster": _with_marks(values.get("roster", ()), values_of(desk, rec).get("roster", ()))
        }
    return _write(desk, rec, values, draft)


def delete(desk: Desk, rec: str) -> Changed:
    """Delete a class; undo brings it back."""
    saved = desk.store.records.delete(built_in(FORM), rec, who=desk.who, now=desk.clock())
    return Changed(frozenset({FORM}), rec, (saved.seq,) if saved.changed else ())


def again(desk: Desk, rec: str) -> dict[str, Any]:
    """The answers of a class as the next one may take them over: same people, no date, nobody marked."""
    once = ("date", "state", "roster", "students_present", "photo", "photo_agreed", "note")
    values = {name: value for name, value in values_of(desk, rec).items() if name not in once}
    rows = [
        {"@id": new_id()} | {name: row[name] for name in _PERSON if name in row}
        for row in values_of(desk, rec).get("roster", ())
        if any(row.get(name) for name in ("member", "resident", "full_name"))
    ]
    return values | ({"roster": rows} if rows else {}) | {"state": "planned"}


def team(desk: Desk) -> tuple[Candidate, ...]:
    """Members at work, by name."""
    sql = "SELECT id, full_name, organisation FROM member WHERE deleted = 0 AND (left_on IS NULL OR left_on >= ?)"
    found = [
        Candidate(row["full_name"] or "", _organisation(row["organisation"]), member=row["id"])
        for row in desk.store.query(sql, (desk.today(),))
    ]
    return tuple(sorted(found, key=lambda it: name_key(it.name)))


def name_of(desk: Desk, row: Mapping[str, Any]) -> str:
    """The name of somebody on a roster, from the answers of their row; empty for one only counted."""
    sql = "SELECT full_name FROM member WHERE id = ? UNION ALL SELECT full_name FROM resident WHERE id = ?"
    found = desk.store.query(sql, (row.get("member"), row.get("resident")))
    return str((found[0][0] if found else row.get("full_name")) or "")


def find(desk: Desk, text: str, hamlet: str = "", limit: int = 6) -> tuple[Candidate, ...]:
    """Members, then residents whose name, house number or card matches ``text``."""
    members = [it for it in team(desk) if fits(it.name, text)]
    residents = (resident(it) for it in people.find(desk, text, hamlet, limit) if it.name)
    return (*members, *residents)[:limit]


def fits(name: str, text: str) -> bool:
    """Whether every word of ``text`` begins a word of ``name``, marks and case aside."""
    words = fold(name).split()
    return bool(text.strip()) and all(
        any(word.startswith(part) for word in words) for part in fold(text).split()
    )


# inside


def _attendee(row: Mapping[str, Any]) -> Attendee:
    home = ", ".join(filter(None, (row["house_no"], row["alley"])))
    return Attendee(
        row=row["id"],
        name=row["member_name"] or row["resident_name"] or row["full_name"] or "",
        organisation=row["organisation"] or _organisation(row["member_of"]) or home,
        attendance=row["attendance"] or "",
        arrived_at=row["arrived_at"] or "",
        pre_score=row["pre_score"],
        post_score=row["post_score"],
        member=row["member"] or "",
        resident=row["resident"] or "",
    )


def _organisation(name: str | None) -> str:
    choices = built_in("member").choices["organisation"]
    return next((say(it.label, language()) for it in choices if it.name == name), "")


def resident(it: people.Person) -> Candidate:
    """A resident as one who may come."""
    about = " · ".join(filter(None, (str(it.birth_year or ""), it.alley, it.hamlet_name)))
    return Candidate(it.name, about, resident=it.rec, plate=it.plate)


def _with_marks(rows: Any, kept: Any) -> list[dict[str, Any]]:
    now = {row["@id"]: row for row in kept}
    given = {row["@id"] for row in rows}
    marked = [
        {name: value for name, value in row.items() if name not in _MARKS}
        | {name: now[row["@id"]][name] for name in _MARKS if name in now.get(row["@id"], {})}
        for row in rows
    ]
    return marked + [row for row in kept if row["@id"] not in given and row.get("attendance") == "walk_in"]


def values_of(desk: Desk, rec: str) -> dict[str, Any]:
    """A class's answers as they stand. Raises ``store.missing``, also for a deleted one: a save would revive it."""
    record = desk.store.records.get(built_in(FORM), rec)
    if record.deleted:
        raise Problem("store.missing", rec=rec)
    values = dict(record.values)
    if "roster" in values:
        values["roster"] = [dict(row) for row in values["roster"]]
    return values


def _row(values: Mapping[str, Any], row: str) -> dict[str, Any]:
    for it in values.get("roster", ()):
        if it["@id"] == row:
            found: dict[str, Any] = it
            return found
    raise Problem("store.missing", rec=row)


def _edit(desk: Desk, rec: str, edit: Callable[[dict[str, Any]], None]) -> Changed:
    with desk.store.together():
        values = values_of(desk, rec)
        edit(values)
        return _write(desk, rec, values)


def _write(desk: Desk, rec: str | None, values: Mapping[str, Any], draft: str | None = None) -> Changed:
    form = built_in(FORM)
    kept = _given(values)
    if faults := check(form, kept, date.fromisoformat(desk.today())):
        raise Problem("entry.faults", count=len(faults))
    saved = desk.store.records.save(form, kept, rec=rec, who=desk.who, now=desk.clock(), draft=draft)
    return Changed(frozenset({FORM}), saved.rec, (saved.seq,) if saved.changed else ())


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers taken away by an edit stand as None; a finished record leaves them out."""
    kept = {name: value for name, value in values.items() if value not in (None, "", [])}
    if "roster" in kept:
        kept["roster"] = [_given(row) for row in kept["roster"]]
    return kept
