"""One record told in full: its answers, and everything that ever happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from desktop.store import Change, Record
from desktop.store.journal import question_of
from desktop.work.desk import Desk
from desktop.work.records import brief, form_for
from desktop.work.shown import Shown
from forms.definition import Form, Question, say
from forms.entry import Entry
from forms.flat import POSITION, questions_within
from forms.library import built_in_ids
from forms.markup import plain
from resources.words import N_, _, language
from sync.wire.messages import Confirmation

METHODS = {
    "paper": N_("signed on paper"),
    "spoken": N_("said before a witness"),
    "message": N_("by message"),
    "app": N_("in an app"),
}
_DID = {
    "create": N_("Written down"),
    "edit": N_("Changed"),
    "delete": N_("Deleted"),
    "restore": N_("Brought back"),
}
_MOST_ROWS = 6  # rows of a repeat told one by one
_MOST_ANSWERS = 4  # answers of one change told one by one
FactKind = Literal["words", "phone", "state"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer in words; ``value`` is the choice's name where ``kind`` is ``state``."""

    label: str
    words: str
    kind: FactKind = "words"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. ``old`` and ``new`` only where an answer changed; phone numbers are masked."""

    title: str
    second: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A record in full. ``steps`` run newest first, ``version`` counts its changes, ``confirmed``: the province has
    at least one of them, so a further change is an amendment."""

    form: str
    rec: str
    plate: str
    title: str
    second: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    version: int
    confirmed: bool
    deleted: bool


def story(desk: Desk, form_id: str, rec: str) -> Story:
    """Everything about one record. Raises ``store.missing``."""
    form = form_for(desk, form_id, rec)
    record = desk.store.records.get(form, rec)
    shown = Shown(desk)
    line = brief(form, record, shown)
    history = desk.store.records.history(rec)
    steps = tuple(_steps(desk, form, history, shown))
    told = {line.plate, line.name}
    facts = tuple(
        it for it in _facts(desk, form, record, shown) if it.kind != "words" or it.words not in told
    )
    second = say(form.title, language())
    confirmed = any(change.acknowledged for change in history)
    return Story(
        form_id, rec, line.plate, line.name, second, facts, steps, len(history), confirmed, record.deleted
    )


def masked(phone: str) -> str:
    """A phone number as anybody may see it: its last three digits."""
    digits = "".join(filter(str.isdigit, phone))
    return f"••• ••• {digits[-3:]}" if digits else ""


def consent_words(desk: Desk, consent: str) -> str:
    """How and when consent was given; ``""`` for one that is not here."""
    rows = desk.store.query("SELECT method, at, withdrawn_at FROM consent WHERE id = ?", (consent,))
    if not rows:
        return ""
    row = rows[0]
    if row["withdrawn_at"]:
        return _("withdrawn on {day}").format(day=_day(row["withdrawn_at"]))
    return f"{_(METHODS[row['method']])}, {_day(row['at'])}"


def _facts(desk: Desk, form: Form, record: Record, shown: Shown) -> list[Fact]:
    found: list[Fact] = []
    entry = None if form.id in built_in_ids() else _entry(desk, form, record)
    for question in questions_within(form.questions):
        value = record.values.get(question.name)
        if value is None or question.type in ("hidden", "calculate") or question.meta:
            continue
        label = entry.words(question.name, "label", language()) if entry else say(question.label, language())
        label = plain(label) or question.name
        if question.type == "repeat":
            found += [
                Fact(label, words)
                for row in value[:_MOST_ROWS]
                if (words := _row(form, question, row, shown))
            ]
            if len(value) > _MOST_ROWS:
                found.append(Fact(label, _("and {count} more").format(count=len(value) - _MOST_ROWS)))
        elif question.refers_to == "consent":
            if words := consent_words(desk, value):
                found.append(Fact(label, words))
        elif _is_phone(question):
            found.append(Fact(label, str(value), "phone"))
        elif question.type in ("image", "file"):
            mime, data = desk.store.attachments.get(value)
            found.append(Fact(label, f"{_kind(mime)}, {max(1, len(data) // 1024)} KB"))
        else:
            words = shown.answer(form, question, value)
            state = question.name in ("status", "state", "visit_outcome")
            found.append(Fact(label, words, "state", str(value)) if state else Fact(label, words))
    return found


def _entry(desk: Desk, form: Form, record: Record) -> Entry:
    """The answers as they were given: a survey's labels may name earlier ones."""
    return Entry(form, record.values, today=date.fromisoformat(desk.today()), recorded=True)


def _kind(mime: str) -> str:
    return _("Photo") if mime.startswith("image/") else "PDF" if mime == "application/pdf" else _("File")


def _is_phone(question: Question) -> bool:
    return question.type == "text" and "numbers" in question.appearance.split()


def _row(form: Form, repeat: Question, row: Mapping[str, Any], shown: Shown) -> str:
    parts = []
    for question in questions_within(repeat.children):
        value = row.get(question.name)
        if value is not None and question.type != "repeat" and question.refers_to != "consent":
            words = shown.answer(form, question, value)
            parts.append(masked(words) if _is_phone(question) else words)
    return " · ".join(part for part in parts if part)


def _steps(desk: Desk, form: Form, history: tuple[Change, ...], shown: Shown) -> list[Step]:
    """Newest first; a receipt stands after the last change it covers."""
    today = date.fromisoformat(desk.today())
    when = {
        row["batch"]: (Confirmation.from_json(bytes(row["body"])).receipt.code, row["received_at"])
        for row in desk.store.query("SELECT batch, received_at, body FROM receipt ORDER BY upto")
    }
    steps: list[Step] = []
    for at, change in enumerate(history):
        who = shown.called("member", change.who).split()
        told = [_moment(change.at, today), who[-1] if who else ""]
        if change.reason:
            told.append(_("reason: {words}").format(words=change.reason))
        second = " · ".join(part for part in told if part)
        steps += _answers(desk, form, change, second, shown) if change.did == "edit" else []
        if change.did != "edit":
            steps.append(Step(_(_DID[change.did]), second))
        later = history[at + 1].receipt if at + 1 < len(history) else None
        if change.receipt and change.receipt != later:
            name, received_at = when[change.receipt]
            steps.append(Step(_("Sent, receipt {name}").format(name=name), _moment(received_at, today)))
    return steps[::-1]


def _answers(desk: Desk, form: Form, change: Change, second: str, shown: Shown) -> list[Step]:
    """One step for each answer that changed; a row that came or went is one step."""
    rows = {path.rpartition("/")[0]: value for path, value in change.after.items() if path.endswith(POSITION)}
    rows = {
        row: value
        for row, value in rows.items()
        if value is None or change.before.get(f"{row}/{POSITION}") is None
    }
    steps = []
    for row, value in rows.items():
        repeat = _find(form, question_of(row.rpartition("/")[0]))
        label = plain(say(repeat.label, language())) if repeat else row
        title = _("Added to “{label}”") if value is not None else _("Removed from “{label}”")
        steps.append(Step(title.format(label=label), second))
    answers = [
        (path, value)
        for path, value in change.after.items()
        if not path.endswith(POSITION) and not any(path.startswith(row + "/") for row in rows)
    ]
    if len(answers) > _MOST_ANSWERS:
        steps.append(Step(_("Changed {count} answers").format(count=len(answers)), second))
        return steps
    for path, value in answers:
        question = _find(form, question_of(path))
        label = plain(say(question.label, language())) if question else path
        old, new = (_words(desk, form, question, it, shown) for it in (change.before.get(path), value))
        steps.append(Step(_("Changed “{label}”").format(label=label), second, old, new))
    return steps


def _find(form: Form, path: str) -> Question | None:
    """The question at ``path``; None where an older version of the form had it."""
    return next((question for at, question in form.walk() if at == path), None)


def _words(desk: Desk, form: Form, question: Question | None, value: Any, shown: Shown) -> str:
    if value is None or question is None:
        return "" if value is None else str(value)
    if question.refers_to == "consent":
        return consent_words(desk, value)
    if _is_phone(question):
        return masked(str(value))
    if question.type in ("image", "file"):
        return _("File")
    return shown.answer(form, question, value)


def _day(moment: str) -> str:
    return date.fromisoformat(moment[:10]).strftime("%d/%m/%Y")


def _moment(at: str, today: date) -> str:
    """``hôm nay 07:48``, ``20/11 15:05``, with the year only if it is another."""
    day = date.fromisoformat(at[:10])
    if day == today:
        return _("today {time}").format(time=at[11:16])
    return f"{day.strftime('%d/%m' if day.year == today.year else '%d/%m/%Y')} {at[11:16]}"
