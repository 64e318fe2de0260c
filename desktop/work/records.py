"""Records of any form: saved, deleted, listed and told about, as the books and the generic entry need them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.store import Draft, Filter, Key, Record
from desktop.store.consents import Method
from desktop.store.listed import columns as listed_columns
from desktop.work import newcomers, visits
from desktop.work.changed import NOTHING, Changed
from desktop.work.desk import Desk
from desktop.work.shown import Line, Shown, form_of
from forms.check import check
from forms.codec import form_to_json
from forms.definition import Form, Question, say
from forms.flat import questions_within
from forms.library import built_in_ids
from forms.problem import Problem
from resources.words import language
from sync.wire.ids import is_id, new_id

MOST_FOUND = 200  # records a filter text shows; more letters narrow them
_STATES = (
    "status",
    "state",
    "visit_outcome",
    "result",
    "overall",
    "attendance",
)  # choices that tell how it stands


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records of a book. ``text`` as in search, ``hamlet`` a unit's id, ``since`` and ``until`` ISO dates."""

    text: str = ""
    hamlet: str = ""
    since: str = ""
    until: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything is filtered out."""
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class Listed:
    """One record in a book. ``date`` is ISO; ``state`` the choice that tells how it stands, ``state_words`` its label.

    ``number`` is the form's first whole number that is a list column; ``sent``: the province has confirmed it.
    """

    rec: str
    date: str
    plate: str
    title: str
    second: str
    state: str
    state_words: str
    number: int | None
    sent: bool
    key: Key


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a book has beside title and confirmation: the labels of ``Listed``'s parts, empty for none."""

    date: str
    plate: str
    state: str
    number: str
    hamlets: bool


def save(
    desk: Desk,
    form_id: str,
    values: Mapping[str, Any],
    *,
    rec: str | None = None,
    draft: str | None = None,
    reason: str | None = None,
    consents: Mapping[str, Method] | None = None,
    version: str | None = None,
) -> Changed:
    """Check and keep a record, with the consents given for it: answer of a ``record-consent`` question → how.

    ``version`` is that of the form the answers were given to, by default the record's own, else the one in use.
    Households and residents that a survey makes or changes are kept with it; ``Changed.left_out`` names what was
    not kept of them. Raises ``entry.faults`` when the form refuses the answers, ``form.retired`` when it takes no new
    records; nothing is written then.
    """
    if form_id == visits.FORM:
        return visits.log(desk, values, rec=rec, draft=draft, reason=reason)
    form = form_of(desk, form_id, version) if version else form_for(desk, form_id, rec)
    if rec is None and retired(desk, form_id):
        raise Problem("form.retired", form=say(form.title, language(), form.default_language) or form_id)
    if faults := check(form, values, date.fromisoformat(desk.today())):
        raise Problem("entry.faults", count=len(faults))
    own = rec or (draft if draft is not None and is_id(draft) else new_id())
    values = dict(values)
    if form_id == "household" and not values.get("card_no"):
        values["card_no"] = newcomers.next_card(desk, str(values.get("hamlet", "")))
    named = set(_references(form.questions, values, "consent"))
    now = desk.clock()
    with desk.store.together():
        for consent, method in (consents or {}).items():
            if consent in named:
                desk.store.consents.add(
                    str(values.get("resident") or own),
                    text_version=newcomers.CONSENT_TEXT,
                    purposes=newcomers.PURPOSES,
                    method=method,
                    recorder=desk.who,
                    now=now,
                    rec=consent,
                )
        saved = desk.store.records.save(
            form, values, rec=own, who=desk.who, now=now, draft=draft, reason=reason
        )
        made = _entities(desk, form, values) if saved.created and form.entities else NOTHING
    return Changed(frozenset({form_id}), saved.rec, (saved.seq,) if saved.changed else ()) | made


def retired(desk: Desk, form_id: str) -> bool:
    """Whether the form was taken out of use: it keeps its records and takes no new ones."""
    return any(it.retired for it in desk.store.forms.kept() if it.id == form_id)


def _entities(desk: Desk, form: Form, values: Mapping[str, Any]) -> Changed:
    from desktop.work import forms_entities

    return forms_entities.keep(desk, form, values)


def form_for(desk: Desk, form_id: str, rec: str | None = None, draft: Draft | None = None) -> Form:
    """The version an entry is made by: a draft and a survey's record keep their own, all else takes the one in use."""
    if draft is not None:
        version = draft.version
    elif rec is None or form_id in built_in_ids():
        return form_of(desk, form_id)
    else:
        version = desk.store.records.as_saved(form_id, rec).version
    kept = desk.store.forms.of(form_id, version)
    return kept.form if kept else form_of(desk, form_id)


def last_saved(desk: Desk, form: Form) -> Mapping[str, Any] | None:
    """Answers of the record this person made last, for ``${last-saved#…}``; None where the form does not ask."""
    if "last-saved#" not in form_to_json(form):
        return None
    record = desk.store.records.last_by(form, desk.who)
    return record.values if record else {}


def delete(desk: Desk, form_id: str, rec: str) -> Changed:
    """Delete a record; undo brings it back."""
    saved = desk.store.records.delete(form_of(desk, form_id), rec, who=desk.who, now=desk.clock())
    return Changed(frozenset({form_id}), rec, (saved.seq,) if saved.changed else ())


def columns(form: Form, language: str) -> Columns:
    """What the list of this form shows."""
    found = _places(form)

    def label(part: str) -> str:
        question = found.get(part)
        return (question.label.get(language) or next(iter(question.label.values()), "")) if question else ""

    return Columns(label("date"), label("plate"), label("state"), label("number"), "hamlet" in found)


def page(
    desk: Desk, form_id: str, wanted: Wanted = Wanted(), *, after: Key | None = None, limit: int = 60
) -> tuple[tuple[Listed, ...], bool]:
    """Records newest first, and whether these are the last. With ``text`` the search's first matches, all at once."""
    form = form_of(desk, form_id)
    shown, sent = Shown(desk), sent_upto(desk)
    if wanted.text:
        hits = desk.store.search.find(wanted.text, kinds=(form_id,), limit=MOST_FOUND)
        found = [desk.store.records.get(form, hit.rec) for hit in hits]
        found = [it for it in found if _fits(it, wanted)]
        records = tuple(sorted(found, key=lambda it: (it.sort, it.n), reverse=True))
        last = True
    else:
        equal = {"hamlet": wanted.hamlet} if wanted.hamlet else {}
        where = Filter(equal, since=wanted.since or None, until=wanted.until or None)
        got = desk.store.records.page(form, where, after=after, limit=limit)
        records, last = got.records, got.after is None
    versions = {version: _placed(desk, form, version) for version in {it.version for it in records}}
    return tuple(_listed(*versions[it.version], it, shown, sent) for it in records), last


def count(desk: Desk, form_id: str, wanted: Wanted = Wanted()) -> int:
    """How many records a filter without text holds."""
    equal = {"hamlet": wanted.hamlet} if wanted.hamlet else {}
    where = Filter(equal, since=wanted.since or None, until=wanted.until or None)
    return desk.store.records.count(form_of(desk, form_id), where)


def brief(form: Form, record: Record, shown: Shown) -> Line:
    """The record in one line: house number, what it is called, and what tells it apart; never a phone number."""
    line = shown.line(form, record)
    numbers = {
        str(record.values[it.name])
        for it in questions_within(form.questions)
        if it.name in record.values and (it.appearance == "numbers" or it.name.endswith("_no"))
    }
    parts = [part for part in line.detail.split(" · ") if part and part not in numbers]
    name = "" if line.name in numbers else line.name
    if not name:
        name = str(record.values.get("alley") or "") or (parts[0] if parts else line.plate)
    if form.id == "resident" and (home := record.values.get("household")):
        parts.append(shown.called("household", str(home)).partition(", ")[2])
    return Line(line.plate, name, " · ".join(part for part in parts if part and part != name))


def sent_upto(desk: Desk) -> int:
    """The last change the province has confirmed."""
    return int(desk.store.query("SELECT coalesce(max(upto), 0) FROM receipt")[0][0])


@dataclass(frozen=True, slots=True)
class Aids:
    """What an entry needs to put references into words: units, members, and the records it names by id."""

    hamlets: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, Line] = field(default_factory=dict)


def aids(desk: Desk, form: Form, values: Mapping[str, Any]) -> Aids:
    """The words for everything ``values`` refer to."""
    shown = Shown(desk)
    named = {
        rec: name(desk, refers, rec, shown)
        for refers in sorted({q.refers_to for _, q in form.walk()} - {"", "member"})
        for rec in _references(form.questions, values, refers)
    }
    hamlets = {unit.id: unit.name for unit in desk.store.units.on(desk.today(), "hamlet")}
    at_work = {rec: shown.called("member", rec) for rec in visits.members(desk)}
    others = {rec: shown.called("member", rec) for rec in _references(form.questions, values, "member")}
    return Aids(hamlets, at_work | others, named)


def name(desk: Desk, form_id: str, rec: str, shown: Shown | None = None) -> Line:
    """One record in one line; an empty one if there is no such record here."""
    if form_id == "consent":
        return Line("", rec, "")
    form = form_of(desk, form_id)
    try:
        record = desk.store.records.get(form, rec)
    except Problem:
        return Line("", "", "")
    return brief(form, record, shown or Shown(desk))


def carried(desk: Desk, form_id: str) -> Mapping[str, Any]:
    """What a new record takes over: the last one's of today, else the team's own hamlet and the member at work."""
    if form_id == visits.FORM:
        return visits.carried(desk).values
    kept = json.loads(desk.store.meta.get(f"carry/{form_id}", "{}"))
    if kept.get("day") == desk.today():
        return dict(kept["values"])
    start: dict[str, Any] = {"received_by": desk.who}
    if hamlet := desk.store.meta.get("home_hamlet"):
        start["hamlet"] = hamlet
    return start


def keep_carried(desk: Desk, form_id: str, values: Mapping[str, Any]) -> None:
    """Remember ``Entry.carry()`` for the next record of this day."""
    if form_id == visits.FORM:
        visits.keep_carried(desk, values)
    else:
        kept = {"day": desk.today(), "values": dict(values)}
        desk.store.meta.set(f"carry/{form_id}", json.dumps(kept, ensure_ascii=False))


def _placed(desk: Desk, form: Form, version: str) -> tuple[Form, dict[str, Question]]:
    """The version whose words tell a record, and which of its questions stand where."""
    kept = None if form.id in built_in_ids() else desk.store.forms.of(form.id, version)
    own = kept.form if kept else form
    return own, _places(own)


def _places(form: Form) -> dict[str, Question]:
    """Which question fills which part of ``Listed``."""
    found: dict[str, Question] = {}
    listed = {question.name for question in listed_columns(form)}
    for question in questions_within(form.questions):
        if question.name == "hamlet":
            found["hamlet"] = question
        if question.name not in listed:
            continue
        if question.type == "date" and "appointment" not in question.name:
            found.setdefault("date", question)
        elif question.name == "house_no" or question.refers_to == "household":
            found.setdefault("plate", question)
        elif question.type == "select_one" and question.name in _STATES:
            found.setdefault("state", question)
        elif question.type == "integer" and "year" not in question.name:
            found.setdefault("number", question)
    return found


def _listed(form: Form, places: Mapping[str, Question], record: Record, shown: Shown, sent: int) -> Listed:
    line = brief(form, record, shown)
    values = record.values
    state = values.get(places["state"].name, "") if "state" in places else ""
    state_words = shown.answer(form, places["state"], state) if state else ""
    number = values.get(places["number"].name) if "number" in places else None
    day = str(values.get(places["date"].name, "")) if "date" in places else ""
    apart = {state_words, str(number) if number is not None else ""}
    if "date" in places:
        apart.add(shown.answer(form, places["date"], day or None))
    second = " · ".join(part for part in line.detail.split(" · ") if part and part not in apart)
    key = Key(record.sort, record.n or 0)
    return Listed(
        record.id,
        day,
        line.plate,
        line.name,
        second,
        str(state),
        state_words,
        number,
        record.seq <= sent,
        key,
    )


def _fits(record: Record, wanted: Wanted) -> bool:
    day = record.sort[:10]
    near = not wanted.hamlet or record.values.get("hamlet") == wanted.hamlet
    return near and (not wanted.since or day >= wanted.since) and (not wanted.until or day <= wanted.until)


def _references(questions: Iterable[Question], values: Mapping[str, Any], form_id: str) -> Iterator[str]:
    """Ids of the records of ``form_id`` that ``values`` name."""
    for question in questions_within(tuple(questions)):
        value = values.get(question.name)
        if question.type == "repeat":
            for row in value or ():
                yield from _references(question.children, row, form_id)
        elif question.refers_to == form_id and value:
            yield from value if isinstance(value, list) else (value,)
