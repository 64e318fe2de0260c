"""Feedback: what people said, how far it has got, and the step to its next state."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from desktop.store import Change, Draft
from desktop.store.consents import Method
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.newcomers import CONSENT_TEXT
from desktop.work.shown import Shown
from forms.check import check
from forms.definition import say
from forms.flat import questions_within
from forms.library import built_in
from forms.problem import Problem
from resources.words import language
from sync.wire.ids import new_id

FORM = "feedback"
STEPS = ("received", "forwarded", "processing", "answered", "published")
OPEN = STEPS[:3]  # still owed an answer
_DAYS = 7  # to answer in, unless the commune says otherwise
_MOST_FOUND = 400  # matches of a search that are looked at
_ROW = """
    SELECT f.id rec, f.subject, f.content, f.kind, f.field, f.channel, f.received_on, f.due_on, f.state,
           r.full_name name, r.sex, r.birth_year
      FROM feedback f LEFT JOIN resident r ON r.id = f.resident
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One matter in the list; dates are ISO, the rest choice names. ``name`` is empty for nobody named."""

    rec: str
    subject: str
    content: str
    kind: str
    field: str
    channel: str
    received_on: str
    due_on: str
    state: str
    name: str
    sex: str
    birth_year: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """The matters of some states; ``more`` when the list was cut. ``counts``: state → how many in all."""

    items: tuple[Item, ...]
    more: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Step:
    """One change in a matter's history. ``did`` is create, edit, delete or restore; ``state`` where it came to.

    ``changed``: (label, old, new) of the other answers, in words; ``to`` where it was forwarded;
    ``who`` a given name, ``at`` ISO.
    """

    did: str
    state: str
    at: str
    who: str
    changed: tuple[tuple[str, str, str], ...]
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Everything about one matter. ``values`` as kept; ``typed`` what a draft holds of this screen's answers."""

    item: Item
    values: Mapping[str, Any]
    plate: str
    contact: str
    steps: tuple[Step, ...]
    typed: Mapping[str, Any] = field(default_factory=dict)
    draft: str = ""
    kept_at: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody who wants a reply, with the way they agreed to its being kept."""

    words: str
    method: Method | None = None


# What is typed on the screen itself; the state of a draft is never taken over.
TYPED = (
    *("answer", "satisfaction", "decline_reason", "forwarded_to", "forward_code", "forwarded_on"),
    *("answered_on", "published_on", "published_where"),
)


def find(desk: Desk, states: Sequence[str], text: str = "", kind: str = "", limit: int = 60) -> Found:
    """Matters in ``states``: those owed an answer by due day, the longest overdue first; settled ones newest first."""
    counts = {
        row[0]: row[1]
        for row in desk.store.query("SELECT state, count(*) FROM feedback WHERE deleted = 0 GROUP BY state")
    }
    terms, facts = (
        ["f.deleted = 0", "f.state IN (SELECT value FROM json_each(?))"],
        [json.dumps(list(states))],
    )
    if kind:
        terms.append("f.kind = ?")
        facts.append(kind)
    if text.strip():
        hits = desk.store.search.find(text, kinds=(FORM,), limit=_MOST_FOUND)
        terms.append("f.id IN (SELECT value FROM json_each(?))")
        facts.append(json.dumps([hit.rec for hit in hits]))
    owed = set(states) <= set(OPEN)
    order = "f.due_on IS NULL, f.due_on, f.sort, f.n" if owed else "f.sort DESC, f.n DESC"
    rows = desk.store.query(
        f"{_ROW} WHERE {' AND '.join(terms)} ORDER BY {order} LIMIT ?", (*facts, limit + 1)
    )
    return Found(tuple(_item(dict(row)) for row in rows[:limit]), len(rows) > limit, counts)


def matter(desk: Desk, rec: str) -> Matter:
    """One matter with its history, newest step first. Raises ``store.missing``."""
    form = built_in(FORM)
    record = desk.store.records.get(form, rec)
    rows = desk.store.query(f"{_ROW} WHERE f.id = ? AND f.deleted = 0", (rec,))
    if not rows:
        raise Problem("store.missing", rec=rec)
    values = record.values
    shown = Shown(desk)
    plate = shown.plate(values["household"]) if values.get("household") else ""
    contact = str(values.get("contact") or "")
    if not contact and values.get("wants_reply") == "yes" and values.get("resident"):
        phone = desk.store.query("SELECT phone FROM resident WHERE id = ?", (values["resident"],))
        contact = str(phone[0][0] or "") if phone else ""
    draft = draft_of(desk, rec)
    typed = {name: draft.values.get(name) for name in TYPED if draft.values.get(name)} if draft else {}
    typed = {name: value for name, value in typed.items() if value != values.get(name)}
    steps = tuple(_step(change, shown) for change in reversed(desk.store.records.history(rec)))
    return Matter(
        _item(dict(rows[0])),
        values,
        plate,
        contact,
        steps,
        typed,
        draft.id if draft else "",
        draft.updated_at if draft and typed else "",
    )


def draft_of(desk: Desk, rec: str) -> Draft | None:
    """The draft that changes this matter, if one is kept."""
    return next((it for it in desk.store.drafts.all() if it.form == FORM and it.rec == rec), None)


def change(
    desk: Desk, rec: str, values: Mapping[str, Any], *, draft: str | None = None, reason: str | None = None
) -> Changed:
    """Save the whole matter as it is now. Raises ``entry.faults`` when the form's own check refuses it."""
    form = built_in(FORM)
    if faults := check(form, values, date.fromisoformat(desk.today())):
        raise Problem("entry.faults", count=len(faults))
    saved = desk.store.records.save(
        form, values, rec=rec, who=desk.who, now=desk.clock(), draft=draft, reason=reason
    )
    return Changed(frozenset({FORM}), rec, (saved.seq,) if saved.changed else ())


def add(
    desk: Desk, values: Mapping[str, Any], *, draft: str | None = None, contact: Contact | None = None
) -> Changed:
    """Keep a new matter; a way to reach the person only together with the consent that allows it.

    Raises ``entry.consent`` for a contact without consent and ``entry.faults`` as the form's check says.
    """
    form, rec, now = built_in(FORM), draft or new_id(), desk.clock()
    values = dict(values)
    if contact is not None and contact.words and contact.method is None and not values.get("consent"):
        raise Problem("entry.consent")
    with desk.store.together():
        if contact is not None and contact.words:
            if contact.method is not None:
                values["consent"] = desk.store.consents.add(
                    values.get("resident") or rec,  # nobody known gave it: it belongs to this matter
                    text_version=CONSENT_TEXT,
                    purposes=("contact",),
                    method=contact.method,
                    recorder=desk.who,
                    now=now,
                ).id
            values["contact"] = contact.words
        if faults := check(form, values, date.fromisoformat(desk.today())):
            raise Problem("entry.faults", count=len(faults))
        saved = desk.store.records.save(form, values, rec=rec, who=desk.who, now=now, draft=draft)
    return Changed(frozenset({FORM}), saved.rec, (saved.seq,))


def due_day(desk: Desk, received_on: str) -> str:
    """The day by which an answer is owed, ISO; the commune may have set another number of days."""
    days = int(desk.store.meta.get("feedback_days") or _DAYS)
    return (date.fromisoformat(received_on) + timedelta(days=days)).isoformat()


def consent_of(desk: Desk, resident: str) -> str:
    """The consent in force a resident gave, or ``""``."""
    sql = (
        "SELECT c.id FROM resident r JOIN consent c ON c.id = r.consent "
        "WHERE r.id = ? AND r.deleted = 0 AND c.withdrawn_at IS NULL"
    )
    rows = desk.store.query(sql, (resident,))
    return str(rows[0][0]) if rows else ""


def _item(row: dict[str, Any]) -> Item:
    kept: dict[str, Any] = {
        name: "" if value is None and name != "birth_year" else value for name, value in row.items()
    }
    return Item(**kept)


def _step(it: Change, shown: Shown) -> Step:
    form = built_in(FORM)
    changed = []
    for question in questions_within(form.questions):
        told = question.name in it.after and question.name not in ("state", "consent") and it.did == "edit"
        if told and not question.personal:
            old, new = (shown.answer(form, question, at.get(question.name)) for at in (it.before, it.after))
            changed.append((say(question.label, language()), old, new))
        elif told:
            changed.append((say(question.label, language()), "", ""))
    who = shown.called("member", it.who).split()
    state = str(it.after.get("state") or "")
    to = shown.answer(form, form.find("forwarded_to"), it.after.get("forwarded_to"))
    return Step(it.did, state, it.at, who[-1] if who else "", tuple(changed), to, it.reason or "")
