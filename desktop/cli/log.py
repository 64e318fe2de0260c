"""``ngoso log``: a guidance session in one line."""

import argparse
import sys
from datetime import date
from typing import Any

from desktop.work import people, visits
from desktop.work.desk import Desk
from desktop.work.people import Person
from desktop.work.shown import Shown
from forms.check import check
from forms.dates import parse_date
from forms.definition import Form, say
from forms.library import built_in
from forms.problem import Problem
from forms.text import fold, nfc
from resources.words import _, language
from sync.wire.ids import is_id, new_id

from .context import Context, Given

_FORM = "guidance_session"
_MOST_SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who, what, how it went; the rest is as in the last session of the day."""
    form = built_in(_FORM)
    topics = form.choices[form.find("people/topics").list_name]
    parser.epilog = " · ".join(f"{it.name} {say(it.label, language())}" for it in topics)
    parser.add_argument("--who", action="append", default=[], metavar=_("WHO"), help=_(
        "name, house number or id:RECORD; anon:AGE[:SEX] for a person without a name; may be repeated"
    ))  # fmt: skip
    parser.add_argument("--topic", action="append", default=[], metavar="N", choices=_names(form, "topics"), help=_(
        "what was shown, 1 to 9; may be repeated"
    ))  # fmt: skip
    parser.add_argument("--result", choices=_names(form, "result"), help=_("how it went"))
    parser.add_argument("--obstacle", action="append", default=[], choices=_names(form, "obstacle"), help=_(
        "what stood in the way, unless they can do it alone; may be repeated"
    ))  # fmt: skip
    parser.add_argument("--outcome", default="guided", choices=_names(form, "visit_outcome"), help=_(
        "outcome of the visit"
    ))  # fmt: skip
    parser.add_argument("--hamlet", metavar=_("NAME"), help=_("hamlet, by name or number"))
    parser.add_argument("--place", choices=_names(form, "place"), help=_("where it was"))
    parser.add_argument("--date", metavar=_("DATE"), help=_("21, 21/11 or 21/11/2026; today if left out"))
    parser.add_argument("--minutes", type=int, metavar="N", help=_("how long it took"))
    parser.add_argument("--note", default="", help=_("no identity numbers, passwords or OTP codes"))


def run(context: Context, given: Given) -> int:
    """Log it. An unclear name lists who is meant, faults are told answer by answer; both leave with 2."""
    with context.desk() as desk:
        values = _frame(desk, given)
        found: list[Person | None] = []
        for text in given.who:
            anonymous = text.startswith("anon:")
            matches = () if anonymous else _matches(desk, text, values.get("hamlet", ""))
            if len(matches) > 1:
                _list(matches)
                raise Problem("cli.several", count=len(matches))
            if not matches and not anonymous:
                raise Problem("cli.nobody")
            found.append(matches[0] if matches else None)
        _put_people(values, found, given)
        form = built_in(_FORM)
        faults = check(form, values, date.fromisoformat(desk.today()))
        if faults:
            for fault in faults:
                label = say(fault.label, language()) or fault.path
                print(f"{label}: {fault.text(language())}", file=sys.stderr)
            raise Problem("entry.faults", count=len(faults))
        changed = visits.log(desk, values)
        assert changed.rec is not None
        line = Shown(desk).line(form, desk.store.records.get(form, changed.rec))
        print(
            _("Saved: {plate} {name} · {detail}").format(plate=line.plate, name=line.name, detail=line.detail)
        )
        print(_("Session {count} today.").format(count=visits.count_today(desk)))
    return 0


def _names(form: Form, question: str) -> list[str]:
    found = next(it for path, it in form.walk() if path.rpartition("/")[2] == question)
    return [choice.name for choice in form.choices[found.list_name]]


def _frame(desk: Desk, given: Given) -> dict[str, Any]:
    """When and where: as in the last session of the day, unless said otherwise."""
    values: dict[str, Any] = dict(visits.carried(desk).values) | {"visit_outcome": given.outcome}
    if given.hamlet:
        values["hamlet"] = _hamlet(desk, given.hamlet)
    if given.place:
        values["place"] = given.place
    if given.date:
        try:
            values["date"] = parse_date(given.date, date.fromisoformat(desk.today()))
        except ValueError as error:
            raise Problem("cli.usage", detail=str(error)) from error
    if given.minutes is not None:
        values["minutes"] = given.minutes
    if given.note:
        values["note"] = nfc(given.note)
    return values


def _hamlet(desk: Desk, text: str) -> str:
    wanted = fold(text)
    known = desk.store.units.on(desk.today(), "hamlet")
    for unit in known:
        if wanted in (fold(unit.name), fold(unit.name).rpartition(" ")[2], unit.id):
            return unit.id
    names = ", ".join(unit.name for unit in known)
    raise Problem(
        "cli.usage", detail=_("there is no hamlet {name}; known: {names}").format(name=text, names=names)
    )


def _matches(desk: Desk, text: str, hamlet: str) -> tuple[Person, ...]:
    """Those meant by ``text``; one who is called exactly so goes before those whose name only holds it."""
    if text.startswith("id:") and is_id(text.removeprefix("id:")):
        return people.people(desk, [text.removeprefix("id:")])
    found = people.find(desk, text, hamlet, _MOST_SHOWN)
    exactly = tuple(it for it in found if fold(text) in (fold(it.name), fold(it.name).rpartition(" ")[2]))
    return exactly or tuple(it for it in found if _is_called(it, text)) or found


def _is_called(person: Person, text: str) -> bool:
    words = fold(person.name).split()
    return all(any(word.startswith(part) for word in words) for part in fold(text).split())


def _list(matches: tuple[Person, ...]) -> None:
    for it in matches:
        place = ", ".join(filter(None, (it.plate, it.alley, it.hamlet_name)))
        print(f"{it.name or '–'} · {it.birth_year or it.age_band} · {place} · id:{it.rec}")


def _put_people(values: dict[str, Any], found: list[Person | None], given: Given) -> None:
    homes = {person.household for person in found if person and person.household}
    if len(homes) == 1 and values.get("place") == "home":
        values["household"] = homes.pop()
    if given.outcome != "guided":
        return
    rows = []
    for text, person in zip(given.who, found, strict=True):
        row: dict[str, Any] = {"@id": new_id(), "topics": sorted(set(given.topic)), "result": given.result}
        if given.result != "alone":
            row["obstacle"] = given.obstacle
        if person:
            row["resident"] = person.rec
        else:
            _anon, age, sex = (*text.split(":"), "")[:3]
            row |= {"age_band": age, "sex": sex}
        rows.append({name: value for name, value in row.items() if value})
    if rows:
        values["people"] = rows
