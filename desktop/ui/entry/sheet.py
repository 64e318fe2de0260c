"""From an entry to what the screen shows of it. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.ui.entry.state import Item, Kind, Option
from desktop.work.records import Aids
from desktop.work.story import METHODS
from forms.definition import Choice, Question, say
from forms.entry import Entry
from forms.faults import Fault
from forms.text import looks_like_tcvn3
from resources.words import _, language

MOST_TILES = 8  # more choices than this make a list to search
MOST_CHIPS = 16
_LONG_NUMBER = re.compile(r"(?<!\d)(\d{9}|\d{12})(?!\d)")  # an identity card has 9 or 12 digits


@dataclass(frozen=True, slots=True)
class Extra:
    """What is shown beside the entry's own answers.

    ``told``: paths whose faults show; ``refused``: path → words for what was not taken in; ``pending``: consent id →
    method, given here and not kept yet; ``files`` and ``consents``: words for what is kept already.
    """

    aids: Aids = field(default_factory=Aids)
    told: frozenset[str] | None = frozenset()  # None: all
    refused: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, str] = field(default_factory=dict)


def draw(entry: Entry, extra: Extra) -> tuple[Item, ...]:
    """The whole form: sections at the top, questions and repeats within them."""
    sections: list[Item] = []
    loose: list[Question] = []

    def close() -> None:
        if loose:
            items = tuple(_items(tuple(loose), "", entry, extra))
            shown = any(it.shown for it in items)
            sections.append(Item(f"@{loose[0].name}", "section", "", shown=shown, items=items))
            loose.clear()

    for question in entry.form.questions:
        if question.type == "group":
            close()
            sections.append(_section(question, "", entry, extra))
        elif question.type == "repeat":
            close()
            sections.append(_repeat(question, question.name, entry, extra))
        else:
            loose.append(question)
    close()
    return tuple(sections)


def faults(entry: Entry, extra: Extra) -> tuple[tuple[str, str], ...]:
    """Path and words of everything in the way of saving, in the order of the form."""
    found = [(fault.path, fault_words(fault)) for fault in entry.faults()]
    return tuple(list(extra.refused.items()) + [it for it in found if it[0] not in extra.refused])


def fault_words(fault: Fault) -> str:
    """What is wrong, in the language in use."""
    return fault.text(language())


def _items(questions: tuple[Question, ...], prefix: str, entry: Entry, extra: Extra) -> Iterator[Item]:
    for question in questions:
        path = prefix + question.name
        if question.type == "group":
            yield _section(question, prefix, entry, extra)
        elif question.type == "repeat":
            yield _repeat(question, path, entry, extra)
        elif question.type != "hidden":
            yield _question(question, path, entry, extra)


def _section(question: Question, prefix: str, entry: Entry, extra: Extra) -> Item:
    items = tuple(_items(question.children, prefix, entry, extra))
    shown = entry.state(prefix + question.name).relevant and any(it.shown for it in items)
    return Item(
        prefix + question.name, "section", _say(question.label), _say(question.hint), shown=shown, items=items
    )


def _repeat(question: Question, path: str, entry: Entry, extra: Extra) -> Item:
    state = entry.state(path)
    rows = []
    for row_id in entry.rows(path):
        inner = tuple(_items(question.children, f"{path}/{row_id}/", entry, extra))
        named = next((it.words or it.text for it in inner if it.shown and (it.words or it.text)), "")
        rows.append(Item(f"{path}/{row_id}", "row", named, items=inner))
    return Item(
        path,
        "rows",
        _say(question.label),
        _say(question.hint),
        optional=not state.required,
        shown=state.relevant,
        locked=bool(question.repeat_count),
        fault=_fault(path, state.fault, extra),
        items=tuple(rows),
    )


def _question(question: Question, path: str, entry: Entry, extra: Extra) -> Item:
    state = entry.state(path)
    options = _options(question, state.choices, extra.aids)
    kind = kind_of(question, len(options))
    text = _text(question, state.value)
    words, second, plate = _named(question, state.value, extra)
    return Item(
        path,
        kind,
        _say(question.label),
        _say(question.hint),
        optional=not state.required and kind not in ("told", "tick"),
        shown=state.relevant
        and not (kind == "told" and question.type == "calculate" and not _say(question.label)),
        text=text,
        chosen=_chosen(question, state.value, extra),
        options=options,
        words=words,
        second=second,
        plate=plate,
        photo=question.type == "image",
        locked=state.read_only,
        fault=_fault(path, state.fault, extra),
        warning=_warning(question, kind, text),
    )


def kind_of(question: Question, options: int) -> Kind:
    """Which control answers a question with so many choices."""
    if question.type in ("note", "calculate"):
        return "told"
    if question.type == "acknowledge":
        return "tick"
    if question.type in ("image", "file"):
        return "file"
    if question.type == "date":
        return "date"
    if "unit-hamlet" in question.appearance:
        return "combo"
    if question.refers_to == "consent":
        return "consent"
    if question.refers_to == "member":
        return "chips" if question.holds_list else "combo"
    if question.refers_to:
        return "record"
    if question.type == "select_one":
        if "likert" in question.appearance:
            return "scale"
        return "radios" if options <= MOST_TILES else "combo"
    if question.holds_list:
        return "chips" if options <= MOST_CHIPS else "ticks"
    return "area" if "multiline" in question.appearance else "line"


def _options(question: Question, choices: tuple[Choice, ...], aids: Aids) -> tuple[Option, ...]:
    if "unit-hamlet" in question.appearance:
        return tuple(Option(rec, name) for rec, name in aids.hamlets.items())
    if question.refers_to == "member":
        return tuple(Option(rec, name) for rec, name in aids.members.items())
    if question.refers_to == "consent":
        return tuple(Option(method, _sentence(_(words))) for method, words in METHODS.items())
    return tuple(Option(it.name, _say(it.label)) for it in choices)


def _chosen(question: Question, value: Any, extra: Extra) -> tuple[str, ...]:
    if question.refers_to == "consent":
        return (extra.pending[value],) if value in extra.pending else ()
    if isinstance(value, list):
        return tuple(value)
    return (str(value),) if value not in (None, "") else ()


def _named(question: Question, value: Any, extra: Extra) -> tuple[str, str, str]:
    """Words, second line and house number of what an answer refers to."""
    if value in (None, "") or not isinstance(value, str):
        return "", "", ""
    if question.type in ("image", "file"):
        return extra.files.get(value, _("Attached")), "", ""
    if question.refers_to == "consent":
        return ("", "", "") if value in extra.pending else (extra.consents.get(value, _("on file")), "", "")
    if question.refers_to and value in extra.aids.named:
        line = extra.aids.named[value]
        return line.name, line.detail, line.plate
    return "", "", ""


def _text(question: Question, value: Any) -> str:
    """An answer as it stands in a field: a date as 21/11/2026, a number as 7,5; what cannot be read, as typed."""
    if value is None or isinstance(value, list) or question.refers_to:
        return ""
    if question.type == "date":
        return _day(str(value))
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if language() == "vi" else f"{value:g}"
    return str(value)


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).strftime("%d/%m/%Y")
    except ValueError:
        return value


def _fault(path: str, fault: Fault | None, extra: Extra) -> str:
    if path in extra.refused:
        return extra.refused[path]
    shows = extra.told is None or path in extra.told
    return fault_words(fault) if fault is not None and shows else ""


def _warning(question: Question, kind: Kind, text: str) -> str:
    if kind not in ("line", "area") or question.type != "text":
        return ""
    if not question.name.endswith("_no") and question.appearance != "numbers" and _LONG_NUMBER.search(text):
        return _("This looks like an identity or card number. Do not keep it; delete it.")
    if looks_like_tcvn3(text):
        return _(
            "This text was typed in an old font (TCVN3) and cannot be read. Type it again, or convert it to Unicode."
        )
    return ""


def _say(words: Mapping[str, str]) -> str:
    return say(words, language())


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
