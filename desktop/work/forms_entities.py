"""Households and residents that a survey makes or changes, kept in the transaction of its record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.store.consents import Method
from desktop.work import newcomers
from desktop.work.changed import NOTHING, Changed
from desktop.work.desk import Desk
from desktop.work.forms_fit import ENTITIES
from forms.definition import Form, say
from forms.entities import Made, entities_of
from forms.entry import Entry
from forms.flat import questions_within
from forms.library import built_in
from forms.problem import Problem
from forms.text import fold
from resources.words import _, language
from sync.wire.ids import is_id, new_id

_METHODS: tuple[Method, ...] = ("paper", "spoken", "message", "app")
_YES = frozenset(["ok", "yes", "y", "true", "1", "co", "dong y", "dong_y", "agree", "agreed", "consent"])


def keep(desk: Desk, form: Form, values: Mapping[str, Any]) -> Changed:
    """Make or change what the entities of ``form`` say; call it inside the transaction of the record.

    Only what the household's or resident's own form accepts is kept. Names, phones and all else that is personal
    need consent: an answer saved to ``consent``, a way of giving it (``paper``, ``spoken``, ``message``, ``app``)
    or a plain yes, which counts as spoken. What was not kept is said in ``Changed.left_out``.
    """
    entry = Entry(form, values, today=date.fromisoformat(desk.today()), recorded=True)
    changed, home = NOTHING, ""
    for made in sorted(entities_of(entry), key=lambda it: it.list_name != "household"):
        if made.list_name in ENTITIES:
            step = _keep(desk, made, home)
            changed |= step
            if made.list_name == "household" and step.rec:
                home = step.rec
    return Changed(changed.kinds, None, changed.undo, changed.left_out)


def _keep(desk: Desk, made: Made, home: str) -> Changed:
    form, today = built_in(made.list_name), date.fromisoformat(desk.today())
    before = _before(desk, form, made)
    if (made.doing == "create") == (before is not None):
        told = (
            _("{kind} is not here; nothing of it was changed.")
            if before is None
            else _("{kind} is here already.")
        )
        return _only(told.format(kind=_title(form)))
    given = {name: value for name, value in made.values.items() if value not in (None, "", [])}
    own = made.entity_id if before is not None or is_id(made.entity_id) else new_id()
    agreed = given.pop("consent", None)
    method, dropped = _method(agreed), list[str]()
    consent = new_id() if method else _known_consent(desk, agreed)
    allowed = bool(consent or (before and before.get("consent")))
    entry = Entry(form, before, today=today, fresh=before is None)
    if consent:
        entry.set("consent", consent)
    for question in questions_within(form.questions):
        value = given.get(question.name)
        if value is None or not question.holds_value or question.calculation:
            continue
        if question.personal and not allowed:
            dropped.append(say(question.label, language()))
            continue
        was = entry.get(question.name)
        entry.set(question.name, _hamlet(desk, value) if question.name == "hamlet" else value)
        if (fault := entry.state(question.name).fault) and fault.kind == "type":
            entry.set(question.name, was)
            dropped.append(say(question.label, language()))
    if before is None:
        _complete(desk, form, entry, home)
    if faults := entry.faults():
        names = ", ".join(dict.fromkeys(say(form.find(it.path).label, language()) for it in faults))
        return _only(_("{kind} was not kept: see {questions}.").format(kind=_title(form), questions=names))
    return _saved(desk, form, entry, own, consent, method, dropped)


def _saved(
    desk: Desk, form: Form, entry: Entry, own: str, consent: str, method: Method | None, dropped: list[str]
) -> Changed:
    if method:
        desk.store.consents.add(
            own,
            text_version=newcomers.CONSENT_TEXT,
            purposes=newcomers.PURPOSES,
            method=method,
            recorder=desk.who,
            now=desk.clock(),
            rec=consent,
        )
    saved = desk.store.records.save(form, entry.values(), rec=own, who=desk.who, now=desk.clock())
    told = _("{kind}: without consent, or not readable, not kept: {questions}.")
    left_out = (told.format(kind=_title(form), questions=", ".join(dropped)),) if dropped else ()
    return Changed(frozenset({form.id}), own, (saved.seq,) if saved.changed else (), left_out)


def _before(desk: Desk, form: Form, made: Made) -> Mapping[str, Any] | None:
    """The answers of the record it names; None where there is none."""
    if not made.entity_id:
        return None
    try:
        record = desk.store.records.get(form, made.entity_id)
    except Problem:
        return None
    return None if record.deleted else record.values


def _complete(desk: Desk, form: Form, entry: Entry, home: str) -> None:
    """What the program knows by itself of a new one: hamlet and card of a household, household of a resident."""
    if form.id == "household":
        if not entry.get("hamlet"):
            entry.set("hamlet", desk.store.meta.get("home_hamlet"))
        if not entry.get("card_no"):
            entry.set("card_no", newcomers.next_card(desk, str(entry.get("hamlet") or "")))
    elif home and not entry.get("household"):
        entry.set("household", home)


def _hamlet(desk: Desk, value: object) -> object:
    """A hamlet's id, also where its name was given."""
    for unit in desk.store.units.on(desk.today(), "hamlet"):
        if value == unit.id or fold(str(value)) == fold(unit.name):
            return unit.id
    return None


def _method(answer: object) -> Method | None:
    if answer in _METHODS:
        return answer
    return "spoken" if fold(str(answer)) in _YES else None


def _known_consent(desk: Desk, answer: object) -> str:
    """The id of a consent that the survey's own question recorded, or ``""``."""
    rows = desk.store.query(
        "SELECT id FROM consent WHERE id = ? AND withdrawn_at IS NULL", (str(answer or ""),)
    )
    return str(rows[0]["id"]) if rows else ""


def _only(told: str) -> Changed:
    return Changed(frozenset(), left_out=(told,))


def _title(form: Form) -> str:
    return say(form.title, language())
