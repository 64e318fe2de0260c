"""From what the store knows to the words of the feedback screen. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from desktop.ui.feedback.state import Ask, CardLine, Detail, JournalLine, Option, Person, Question, Tone
from desktop.work import people
from desktop.work.address import addressed
from desktop.work.feedback import OPEN, STEPS, Item, Matter, Step
from forms.definition import say
from forms.entry import Entry
from forms.faults import Fault
from forms.library import built_in
from resources.words import _, language

TABS: tuple[tuple[str, ...], ...] = (
    ("received",),
    ("forwarded", "processing"),
    ("answered",),
    ("published",),
)
# What each step asks before it is taken; the answer itself always stands on the screen.
ASKS = {
    "forwarded": ("forwarded_to", "forward_code", "forwarded_on"),
    "published": ("published_on", "published_where"),
    "declined": ("decline_reason",),
}
DATED = {"forwarded": "forwarded_on", "answered": "answered_on", "published": "published_on"}
_ICONS = {
    "home": "house",
    "one_stop": "landmark",
    "phone": "phone",
    "zalo": "message-circle",
    "box": "mailbox",
    "meeting": "users",
    "survey": "clipboard-list",
}
_TITLE = 70  # letters of the words said, where a matter has no subject
_AREA = 16  # letters of a field's name a card has room for
_SHORT = 28  # letters of an answer whose old and new value the journal shows
_LONG_NUMBER = re.compile(r"(?<!\d)(\d{9}|\d{12})(?!\d)")


def counts(found: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
    """The four tabs with their counts."""
    words = (
        label("feedback_state", "received"),
        _("In progress"),
        *(label("feedback_state", it) for it in STEPS[3:]),
    )
    return tuple(
        (sum(found.get(state, 0) for state in states), name) for states, name in zip(TABS, words, strict=True)
    )


def label(list_name: str, value: str) -> str:
    """The words for a choice of the form."""
    choices = built_in("feedback").choices.get(list_name, ())
    return next((say(it.label, language()) for it in choices if it.name == value), value)


def options(list_name: str) -> tuple[Option, ...]:
    """The choices of a list of the form."""
    return tuple(Option(it.name, say(it.label, language())) for it in built_in("feedback").choices[list_name])


def question(name: str) -> str:
    """The form's label of a question."""
    return say(built_in("feedback").find(name).label, language())


def title_of(it: Item) -> str:
    """The subject, else the beginning of what was said."""
    if it.subject or len(it.content) <= _TITLE:
        return it.subject or it.content
    return it.content[:_TITLE].rsplit(" ", 1)[0] + "…"


def card(it: Item, today: date, chosen: str) -> CardLine:
    """One matter of the list."""
    badge, tone, icon = due(it, today)
    area = label("field", it.field) if it.field else ""
    area = area if len(area) <= _AREA else area.split(",")[0]
    who = addressed(it.name, it.sex, it.birth_year, today.year) or _("no name kept")
    second = " · ".join(part for part in (label("feedback_kind", it.kind), area, who) if part)
    came = f"{label('feedback_channel', it.channel)} {short_day(it.received_on, today.year)}"
    return CardLine(
        it.rec,
        title_of(it),
        second,
        badge,
        tone,
        icon,
        came,
        _ICONS.get(it.channel, "inbox"),
        it.rec == chosen,
    )


def due(it: Item, today: date) -> tuple[str, Tone, str]:
    """The badge: how long an answer is still owed, or that it was given."""
    if it.state not in OPEN:
        tone: Tone = "neutral" if it.state == "declined" else "ok"
        return label("feedback_state", it.state), tone, "ban" if it.state == "declined" else "circle-check"
    if not it.due_on:
        return _("No due day"), "neutral", "clock"
    days = (date.fromisoformat(it.due_on) - today).days
    if days < 0:
        return _("{n} days overdue").format(n=-days), "error", "circle-alert"
    if days == 0:
        return _("Answer due today"), "warn", "clock"
    return _("{n} days to go").format(n=days), "neutral", "clock"


def detail(
    it: Matter, entry: Entry, today: date, *, ask: str, faults: Mapping[str, str], kept: str
) -> Detail:
    """One matter, with what is being answered just now."""
    item, values = it.item, it.values
    badge, tone, icon = due(item, today)
    step = STEPS.index(item.state) if item.state in STEPS else -1
    following = STEPS[step + 1] if 0 <= step < len(STEPS) - 1 else "received" if step < 0 else ""
    who = addressed(item.name, item.sex, item.birth_year, today.year)
    answer = str(entry.state("answer").value or "")
    rated = item.state in ("processing", "answered", "published")
    return Detail(
        rec=item.rec,
        title=title_of(item),
        badge=badge,
        tone=tone,
        badge_icon=icon,
        steps=tuple(label("feedback_state", state) for state in STEPS),
        step=step,
        quote=f"“{item.content}”",
        plate=it.plate,
        who=" · ".join(p for p in (who or _("no name kept"), _wish(values)) if p),
        contact=it.contact,
        facts=_facts(values, today),
        journal=tuple(line for step in it.steps for line in journal(step, values, today)),
        answer=answer,
        ask_rating=_("Is {who} content with the answer?").format(who=_upper_first(who) or _("the person"))
        if rated
        else "",
        rating=str(entry.get("satisfaction") or ""),
        next=following,
        next_label=_("Move: {state}").format(state=label("feedback_state", following)) if following else "",
        next_digit=STEPS.index(following) + 1 if following else 0,
        ask=asked(entry, ask) if ask else None,
        declined=str(values.get("decline_reason") or "") if item.state == "declined" else "",
        faults=faults,
        kept=kept,
        warning=warning(answer),
    )


def _wish(values: Mapping[str, object]) -> str:
    return {"yes": _("wants a reply"), "no": _("needs no reply")}.get(str(values.get("wants_reply")), "")


def _facts(values: Mapping[str, object], today: date) -> tuple[tuple[str, str], ...]:
    def shown(name: str) -> str:
        value = str(values.get(name) or "")
        return short_day(value, today.year) if value else ""

    code = _("ref. {code}").format(code=values["forward_code"]) if values.get("forward_code") else ""
    to = label("forwarded_to", str(values["forwarded_to"])) if values.get("forwarded_to") else ""
    public = " · ".join(p for p in (shown("published_on"), str(values.get("published_where") or "")) if p)
    answered = " · ".join(p for p in (shown("answered_on"), str(values.get("answered_by_unit") or "")) if p)
    rows = (
        (_("Forwarded to"), " · ".join(p for p in (to, code, shown("forwarded_on")) if p)),
        (_("Answer due"), long_day(str(values.get("due_on") or ""))),
        (_("Answered"), answered),
        (_("Made public"), public),
        (_("Reason"), str(values.get("decline_reason") or "")),
        (_("Improved"), str(values.get("improvement") or "")),
    )
    return tuple(it for it in rows if it[1])


def journal(it: Step, values: Mapping[str, object], today: date) -> tuple[JournalLine, ...]:
    """A step of the history in words; a change of one short answer shows old and new."""
    second = f"{short_day(it.at, today.year)} {it.at[11:16]}"
    second = " · ".join(part for part in (second, it.who, it.reason) if part)
    if it.did == "create":
        channel = label("feedback_channel", str(values.get("channel") or ""))
        home = values.get("channel") == "home"
        title = _("Noted at home") if home else _("Noted: {channel}").format(channel=channel)
        return (JournalLine(title, second),)
    if it.did in ("delete", "restore"):
        return (JournalLine(_("Deleted") if it.did == "delete" else _("Brought back"), second),)
    if it.state:
        return (JournalLine(_reached(it, values), second),)
    if len(it.changed) == 1 and max(map(len, it.changed[0][1:])) <= _SHORT:
        name, old, new = it.changed[0]
        return (JournalLine(_("Changed: {what}").format(what=name), second, old, new),)
    what = ", ".join(lower_first(name) for name, _old, _new in it.changed)
    return (JournalLine(_("Changed: {what}").format(what=what), second),) if what else ()


def _reached(it: Step, values: Mapping[str, object]) -> str:
    if it.state == "forwarded" and it.to:
        return _("Forwarded to {place}").format(place=it.to)
    if it.state == "processing" and values.get("forwarded_to"):
        return _("{place} has taken it up").format(place=label("forwarded_to", str(values["forwarded_to"])))
    return label("feedback_state", it.state)


def asked(entry: Entry, target: str) -> Ask:
    """The questions of a step, as they are answered so far."""
    form = built_in("feedback")
    rows = []
    for name in ASKS[target]:
        it, at = form.find(name), entry.state(name)
        choices = tuple(Option(c.name, say(c.label, language())) for c in at.choices)
        kind = "choice" if it.list_name else "date" if it.type == "date" else "text"
        value = str(at.value or "")
        rows.append(
            Question(
                name,
                say(it.label, language()),
                "choice" if kind == "choice" else "date" if kind == "date" else "text",
                long_day(value) if kind == "date" and entry.get(name) else value,
                say(it.hint, language()),
                not at.required and kind != "date",
                choices,
            )
        )
    return Ask(
        target, _("Before it moves to “{state}”").format(state=label("feedback_state", target)), tuple(rows)
    )


def faults(found: Iterable[Fault], names: Iterable[str]) -> dict[str, str]:
    """Field → words; what the screen does not show stands under ``full``."""
    here, named = set(names), dict[str, str]()
    for fault in found:
        words = fault.text(language())
        if fault.path in here:
            named.setdefault(fault.path, words)
        else:
            named.setdefault("full", f"{say(fault.label, language())}: {words}" if fault.label else words)
    return named


def person(it: people.Person) -> Person:
    """One line of the list under the person box."""
    where = ", ".join(part for part in (it.alley, lower_first(it.hamlet_name)) if part)
    second = " · ".join(part for part in (str(it.birth_year or ""), where) if part)
    return Person(it.rec, it.household, it.plate, it.name or _("no name kept"), second)


def warning(text: str) -> str:
    """A hint where an identity number seems to have been typed."""
    words = _("This looks like an identity or card number. Do not keep it; delete it.")
    return words if _LONG_NUMBER.search(text) else ""


def kept_at(stamp: str) -> str:
    """``Draft kept 09:52``."""
    return _("Draft saved {time}").format(time=stamp[11:16]) if stamp else ""


def short_day(iso: str, this_year: int) -> str:
    """``2026-11-21`` as 21/11, with the year only if it is another."""
    when = date.fromisoformat(iso[:10])
    return when.strftime("%d/%m") if when.year == this_year else when.strftime("%d/%m/%Y")


def long_day(iso: str) -> str:
    """``2026-11-21`` as 21/11/2026."""
    return date.fromisoformat(iso[:10]).strftime("%d/%m/%Y") if iso else ""


def lower_first(words: str) -> str:
    """``words`` inside a sentence; an abbreviation stays as it is."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]
