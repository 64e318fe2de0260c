"""From answers to what the visit screen shows: labels, lines, masked digits. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.ui.entry.session_words import (
    TONES,
    Option,
    day,
    label,
    labels,
    lower_first,
    options,
    relation,
    result_short,
    short_day,
    who,
)
from desktop.ui.visit.state import (
    Carry,
    LastTime,
    Mate,
    Memory,
    NewcomerForm,
    Row,
    VisitState,
)
from desktop.work.newcomers import Newcomer, Twin
from desktop.work.people import Home, PastVisit, Person
from desktop.work.visits import TodaysVisit
from forms.entry import Entry
from forms.faults import Fault
from forms.library import built_in
from resources.words import _

FIELDS = {
    "resident": "person",
    "age_band": "person",
    "topics": "topics",
    "result": "results",
    "obstacle": "obstacles",
    "follow_up_on": "follow_up",
    "household": "person",
    "visit_outcome": "outcomes",
    "appointment_on": "appointment",
    "note": "note",
}
_LONG_NUMBER = re.compile(r"(?<!\d)(\d{9}|\d{12})(?!\d)")
_METHODS = ("paper", "spoken", "message", "app")


@dataclass(frozen=True, slots=True)
class Known:
    """What the presenter holds beside the entry."""

    person: Person | None
    home: Home | None
    last: PastVisit | None
    members: Mapping[str, str]
    hamlets: Mapping[str, str]
    away: bool


def as_name(typed: str) -> str:
    """What was searched for, if it can begin a name: digits and card numbers cannot."""
    return "" if any(letter.isdigit() for letter in typed) else typed.strip()


def kept_at(stamp: str) -> str:
    """When a draft was kept, in words."""
    return _("Draft kept {time}").format(time=stamp[11:16])


def _where(person: Person) -> str:
    return ", ".join(part for part in (person.alley, lower_first(person.hamlet_name)) if part)


def suggestion(person: Person) -> Row:
    """One line of the list under the person box."""
    if not person.visits:
        times = _("no session yet")
    else:
        times = _("{n} sessions, last {day}").format(
            n=person.visits, day=person.last_on[8:10] + "/" + person.last_on[5:7]
        )
    parts = (str(person.birth_year or ""), _where(person), times)
    return Row(person.rec, who(person), " · ".join(part for part in parts if part), person.plate)


def _chosen(person: Person) -> Row:
    born = _("Born {year}").format(year=person.birth_year) if person.birth_year else ""
    consent = _("consent on file") if person.consent else _("no consent on file")
    place = _where(person)
    return Row(
        person.rec, who(person), " · ".join(part for part in (born, place, consent) if part), person.plate
    )


def mates(home: Home | None, person: Person | None, chosen: set[str]) -> tuple[Mate, ...]:
    """Who else lives there, the chosen person first; nobody if they live alone."""
    if home is None or (person is not None and len(home.people) < 2):
        return ()
    ordered = sorted(home.people, key=lambda it: person is None or it.rec != person.rec)
    found = []
    for it in ordered:
        is_it = person is not None and it.rec == person.rec
        second = _("the person chosen") if is_it else relation(it.relation)
        born = str(it.birth_year) if it.birth_year else ""
        found.append(Mate(it.rec, who(it), " · ".join(p for p in (born, second) if p), it.rec in chosen))
    return tuple(found)


def last_time(past: PastVisit | None) -> LastTime | None:
    """The session before, in few words."""
    if past is None:
        return None
    what = labels("topics", past.topics, ", ")
    if past.obstacles:
        what = f"{what} – {lower_first(labels('obstacle', past.obstacles, ', '))}"
    tone, icon = TONES.get(past.result, ("neutral", "circle-check"))
    return LastTime(day(past.date), what, result_short(past.result), tone, icon)


def memory(known: Known, this_year: int) -> Memory:
    """What the right pane tells of the home."""
    home = known.home
    if home is None:
        return Memory(last_time(known.last))
    past = tuple(
        (
            short_day(it.date, this_year),
            labels("topics", it.topics, ", "),
            " · ".join(
                p for p in (it.name[it.name.rfind(" ") + 1 :], _guided_by(it.members, known.members)) if p
            ),
        )
        for it in home.past
    )
    title = _("House {number}").format(number=home.plate) if home.plate else _("This household")
    note = _("{n} sessions this year").format(n=home.this_year)
    phone = known.person.phone if known.person and known.person.phone else home.phone
    return Memory(last_time(known.last), title, note, past, phone)


def _guided_by(members: Sequence[str], names: Mapping[str, str]) -> str:
    given = ", ".join(names[it] for it in members if it in names)
    return _("{name} guided").format(name=given) if given else ""


def twin(it: Twin) -> str:
    """The hint that somebody may be known already."""
    born = f", {it.birth_year}" if it.birth_year else ""
    plate = f", {it.plate}" if it.plate else ""
    return _("May be known already: {name}").format(name=it.name + born + plate)


def newcomer(person: Newcomer) -> NewcomerForm:
    """The panel with what was typed; of a fresh one nothing is chosen beforehand."""
    words = {
        "paper": _("Signed on paper"),
        "spoken": _("Said before a witness"),
        "message": _("By message"),
        "app": _("In an app"),
    }
    form = built_in("guidance_session")
    return NewcomerForm(
        person,
        tuple(Option(it, words[it], it == person.method) for it in _METHODS),
        options(form.choices["age_band"], None),
        options(form.choices["sex"], None),
    )


def newcomer_faults(person: Newcomer, this_year: int) -> dict[str, str]:
    """Field → words; empty when the newcomer can be kept."""
    found = {}
    if not person.name:
        found["name"] = _("Enter the name, or choose “No name kept”.")
    if person.birth_year is not None and not 1900 <= person.birth_year <= this_year:
        found["birth_year"] = _("Enter the birth year, for example 1962.")
    if person.method is None:
        found["method"] = _("Ask, then choose how consent was given.")
    digits = "".join(filter(str.isdigit, person.phone))
    if person.phone and not ((len(digits) in (10, 11) and digits[0] == "0") or digits.startswith("84")):
        found["phone"] = _("Enter the phone number, for example 0912 345 678.")
    return found


def faults(found: Iterable[Fault], words: str) -> dict[str, str]:
    """Field of this screen → words; only the first fault of each field."""
    named: dict[str, str] = {}
    for fault in found:
        name = fault.path.rpartition("/")[2]
        named.setdefault(FIELDS.get(name, "full" if name not in ("people",) else "person"), fault.text(words))
    return named


def carry(entry: Entry, hamlets: Mapping[str, str], members: Mapping[str, str]) -> Carry:
    """The carried answers with what they may be changed to."""
    chosen = set(entry.get("members") or ())
    return Carry(
        day(str(entry.get("date") or "")),
        str(entry.get("hamlet") or ""),
        tuple(Option(rec, name, rec == entry.get("hamlet")) for rec, name in hamlets.items()),
        options(entry.state("place").choices, entry.get("place")),
        tuple(Option(rec, name, rec in chosen) for rec, name in members.items()),
    )


def fresh(count: int, today: Sequence[TodaysVisit]) -> VisitState:
    """The state of a visit nobody has begun."""
    rows = tuple(
        Row(it.rec, it.name or _("No name kept"), f"{it.at} · {labels('topics', it.topics, ', ')}", it.plate)
        for it in today
    )
    return VisitState(subtitle=_("Session {n} of today").format(n=count + 1), today=rows)


def drawn(state: VisitState, entry: Entry, main: str, known: Known, today: date) -> VisitState:
    """``state`` with everything that follows from the answers."""
    at = f"people/{main}/"
    chosen = {str(entry.get(f"people/{row}/resident")) for row in entry.rows("people")}
    place = entry.get("place")
    parts = (
        known.hamlets.get(str(entry.get("hamlet") or ""), ""),
        label("place", str(place)) if place else "",
        day(str(entry.get("date") or "")),
        ", ".join(known.members[it] for it in entry.get("members") or () if it in known.members),
    )
    obstacles = entry.get(at + "obstacle") or []
    needs = entry.state(at + "obstacle").relevant and bool(entry.get(at + "result"))
    person = _chosen(known.person) if known.person else None
    if person is None and entry.get(at + "age_band"):
        sex = entry.get(at + "sex")
        second = " · ".join(
            p for p in (label("age_band", entry.get(at + "age_band")), label("sex", sex) if sex else "") if p
        )
        person = Row("", _("No name kept"), second, known.home.plate if known.home else "")
    elif person is None and known.home is not None:
        where = ", ".join(p for p in (known.home.alley, lower_first(known.home.hamlet_name)) if p)
        person = Row("", _("House {number}").format(number=known.home.plate), where, known.home.plate)
    note = str(entry.state("note").value or "")
    return replace(
        state,
        note=note,
        note_warning=_("This looks like an identity or card number. Do not keep it; delete it.")
        if _LONG_NUMBER.search(note)
        else "",
        carried=tuple(part for part in parts if part),
        carry=carry(entry, known.hamlets, known.members) if state.carry else None,
        person=person,
        mates=mates(known.home, known.person, chosen),
        away=known.away,
        outcomes=tuple(
            it
            for it in options(entry.state("visit_outcome").choices, entry.get("visit_outcome"))
            if it.value != "guided"
        ),
        appointment=_typed_day(entry, "appointment_on"),
        topics=options(entry.state(at + "topics").choices, entry.get(at + "topics")),
        results=options(entry.state(at + "result").choices, entry.get(at + "result")),
        obstacles=options(entry.state(at + "obstacle").choices, obstacles[:1]) if needs else (),
        follow_up=_typed_day(entry, at + "follow_up_on"),
        memory=memory(known, today.year),
        can_repeat=known.last is not None and not known.away,
    )


def _typed_day(entry: Entry, path: str) -> str:
    value = entry.get(path)
    return day(str(value)) if value else str(entry.state(path).value or "")
