"""From an entry to what the screen shows of it; drawn again only where something changed. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from desktop.ui.entry import kinds, said
from desktop.ui.entry.nothing import reason
from desktop.ui.entry.state import Item, Kind, Option
from desktop.work.records import Aids
from desktop.work.story import METHODS
from forms.definition import Choice, Question
from forms.entry import Entry
from forms.faults import Fault
from forms.markup import html, is_plain, plain
from forms.text import looks_like_tcvn3
from resources.words import _

_UNKNOWN = "—"
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


class Sheet:
    """One entry in one language of its form. An item that did not change stays the same object."""

    def __init__(self, entry: Entry, language: str) -> None:
        self.language = language
        self._entry = entry
        self._extra = Extra()
        self._made: dict[str, Item] = {}
        self._changed: Collection[str] | None = None
        self._touched: set[str] = set()
        self._bare: set[str] = set()  # questions without a choice: why that is so hangs on other answers
        self._options_of: dict[str, tuple[Any, tuple[Option, ...]]] = {}
        self._runs: dict[int, list[Question | tuple[Question, ...]]] = {}
        self._tops = tuple(_tops(entry.form.questions))

    def draw(self, extra: Extra, changed: Collection[str] | None = None) -> tuple[Item, ...]:
        """The whole form: sections at the top, questions and repeats within them.

        ``changed``: paths to look at again; None for all.
        """
        if changed is not None and self._bare:
            changed = {*changed, *self._bare}
        self._extra, self._changed = extra, changed
        self._touched = {holder for path in changed or () for holder in _holders(path)}
        sections: list[Item] = []
        for top in self._tops:
            if top[0].type in ("group", "repeat"):
                sections += self._items(top, "")
            else:
                items = tuple(self._items(top, ""))
                shown = any(it.shown for it in items)
                sections.append(self._keep(Item(f"@{top[0].name}", "section", "", shown=shown, items=items)))
        return tuple(sections)

    def faults(self, extra: Extra) -> tuple[tuple[str, str], ...]:
        """Path and words of everything in the way of saving, in the order of the form."""
        found = [(fault.path, self._words_of(fault)) for fault in self._entry.faults()]
        return tuple(list(extra.refused.items()) + [it for it in found if it[0] not in extra.refused])

    def name_of(self, path: str) -> str:
        """What a question is called, in plain words."""
        return plain(self._entry.words(path, "label", self.language))

    # inside

    def _keep(self, item: Item) -> Item:
        before = self._made.get(item.path)
        if before is not None and before == item:
            return before
        self._made[item.path] = item
        return item

    def _stale(self, path: str) -> bool:
        return self._changed is None or path in self._changed or path not in self._made

    def _items(
        self, questions: tuple[Question, ...], prefix: str, within: Question | None = None
    ) -> Iterator[Item]:
        runs = self._runs.get(id(questions))  # the form and ``_tops`` keep them all alive
        if runs is None:
            table = within is not None and "table-list" in kinds.words_of(within)
            runs = self._runs[id(questions)] = kinds.matrices(questions, table)
        for run in runs:
            if isinstance(run, tuple):
                yield from self._matrix(run, prefix)
            elif run.type == "group":
                yield self._section(run, prefix)
            elif run.type == "repeat":
                yield self._repeat(run, prefix + run.name)
            elif run.type != "hidden":
                yield self._question(run, prefix + run.name)

    def _section(self, question: Question, prefix: str) -> Item:
        path = prefix + question.name
        items = tuple(self._items(question.children, prefix, question))
        shown = any(it.shown for it in items) and self._entry.state(path).relevant
        before = self._made.get(path)
        if before is not None and not self._stale(path):
            unchanged = shown == before.shown and len(items) == len(before.items)
            if unchanged and all(new is old for new, old in zip(items, before.items, strict=True)):
                return before
            return self._keep(replace(before, shown=shown, items=items))
        return self._keep(Item(path, "section", shown=shown, items=items, **self._head(path)))

    def _repeat(self, question: Question, path: str) -> Item:
        row_ids = self._entry.rows(path)
        before = self._made.get(path)
        if before is not None and not self._stale(path) and path not in self._touched:
            return before
        state = self._entry.state(path)
        rows = []
        for row_id in row_ids:
            row = self._row(question, f"{path}/{row_id}")
            if not question.repeat_count or row.shown:  # rows beyond the count are kept, not shown
                rows.append(row)
        return self._keep(
            Item(
                path,
                "rows",
                optional=not state.required,
                shown=state.relevant,
                locked=bool(question.repeat_count) or state.read_only,
                fault=self._fault(path, state.fault),
                items=tuple(rows),
                **self._head(path),
            )
        )

    def _row(self, question: Question, path: str) -> Item:
        before = self._made.get(path)
        if before is not None and self._changed is not None and path not in self._touched:
            return before
        inner = tuple(self._items(question.children, f"{path}/", question))
        names = (it.words or it.text for it in _within(inner))
        named = next((words for words in names if words not in ("", _UNKNOWN)), "")
        shown = any(it.shown for it in inner)
        return self._keep(Item(path, "row", " ".join(named.split())[:80], shown=shown, items=inner))

    def _matrix(self, questions: tuple[Question, ...], prefix: str) -> Iterator[Item]:
        """The rows under one head; too many choices for a table, or too long words, make
        questions of their own."""
        head = questions[0] if "label" in kinds.words_of(questions[0]) else None
        items = tuple(self._question(it, prefix + it.name) for it in questions)
        rows = items[1:] if head else items
        options = next((it.options for it in rows), ())
        if len(options) > kinds.MOST_COLUMNS or not kinds.fit_abreast(
            [it.label for it in options], columns=True
        ):
            if head:
                yield self._keep(replace(items[0], kind="told", optional=False, options=(), chosen=()))
            yield from rows
            return
        yield self._keep(
            Item(
                f"@{prefix}{questions[0].name}",
                "matrix",
                options=options,
                shown=any(it.shown for it in rows),
                items=rows,
                look=frozenset({"many"} if questions[0].holds_list else ()),
                label=items[0].label if head else "",
                rich=items[0].rich if head else "",
                hint=items[0].hint if head else "",
            )
        )

    def _question(self, question: Question, path: str) -> Item:
        if not self._stale(path):
            return self._made[path]
        state = self._entry.state(path)
        options = self._options(question, path, state.choices)
        kind = kinds.kind_of(question, len(options))
        if kind == "likert" and not kinds.fit_abreast([it.label for it in options]):
            kind = kinds.apart(len(options))
        if kind == "combo" and question.type == "range":
            options = _numbers(question)
        head = self._head(path)
        text = said.text(question, state.value)
        if question.type == "calculate" and not text:
            text = _UNKNOWN
        words, second, plate = self._named(question, state.value)
        silent = kind == "told" and question.type == "calculate" and not head["label"]
        return self._keep(
            Item(
                path,
                kind,
                optional=not state.required and kind not in ("told", "tick"),
                shown=state.relevant and not silent,
                text=text,
                chosen=self._chosen(question, state.value),
                options=options,
                words=words,
                second=second,
                plate=plate,
                photo=question.type == "image",
                locked=state.read_only,
                fault=self._fault(path, state.fault),
                warning=_warning(question, kind, text),
                look=kinds.look_of(question) | ({"many"} if question.holds_list else set()),
                columns=kinds.columns_of(question),
                nothing=self._nothing(question, path, state.choices),
                span=kinds.span_of(question),
                **head,
            )
        )

    def _head(self, path: str) -> dict[str, Any]:
        """The words above a question, plain and marked up."""
        label = self._entry.words(path, "label", self.language)
        hint = self._entry.words(path, "hint", self.language)
        return {
            "label": plain(label),
            "rich": "" if is_plain(label) else html(label),
            "hint": plain(hint),
            "rich_hint": "" if is_plain(hint) else html(hint),
            "guidance": self._entry.words(path, "guidance", self.language),
        }

    def _options(self, question: Question, path: str, choices: tuple[Choice, ...]) -> tuple[Option, ...]:
        aids = self._extra.aids
        if "unit-hamlet" in question.appearance:
            return tuple(Option(rec, name) for rec, name in aids.hamlets.items())
        if question.refers_to == "member":
            return tuple(Option(rec, name) for rec, name in aids.members.items())
        if question.refers_to == "consent":
            return tuple(Option(method, _sentence(_(words))) for method, words in METHODS.items())
        if not choices:
            return ()
        key = question.list_name if choices is self._entry.form.choices.get(question.list_name) else path
        kept = self._options_of.get(key)
        if kept is not None and kept[0] is choices:
            return kept[1]
        made = tuple(
            Option(it.name, plain(self._entry.choice_words(path, it, self.language))) for it in choices
        )
        if not any("${" in label for it in choices for label in it.label.values()):
            self._options_of[key] = (choices, made)
        return made

    def _nothing(self, question: Question, path: str, choices: tuple[Choice, ...]) -> str:
        """Why there is nothing to choose."""
        of_the_form = (
            question.list_name and not question.refers_to and "unit-hamlet" not in question.appearance
        )
        if choices or not of_the_form:
            self._bare.discard(path)
            return ""
        self._bare.add(path)
        return reason(self._entry, path, self.language)

    def _chosen(self, question: Question, value: Any) -> tuple[str, ...]:
        if question.refers_to == "consent":
            return (self._extra.pending[value],) if value in self._extra.pending else ()
        if isinstance(value, list):
            return tuple(value)
        if isinstance(value, float) and question.type == "range":
            return (f"{value:.10g}",)
        return (str(value),) if value not in (None, "") else ()

    def _named(self, question: Question, value: Any) -> tuple[str, str, str]:
        """Words, second line and house number of what an answer refers to."""
        if value in (None, "") or not isinstance(value, str):
            return "", "", ""
        extra = self._extra
        if question.type in ("image", "file"):
            return extra.files.get(value, _("Attached")), "", ""
        if question.refers_to == "consent":
            return (
                ("", "", "") if value in extra.pending else (extra.consents.get(value, _("on file")), "", "")
            )
        if question.refers_to and value in extra.aids.named:
            line = extra.aids.named[value]
            return line.name, line.detail, line.plate
        return "", "", ""

    def _fault(self, path: str, fault: Fault | None) -> str:
        if path in self._extra.refused:
            return self._extra.refused[path]
        shows = self._extra.told is None or path in self._extra.told
        if fault is None or not shows:
            return ""
        return self._words_of(fault)

    def _words_of(self, fault: Fault) -> str:
        return said.fault(fault, self.language)


def next_question(items: Sequence[Item], path: str) -> str:
    """The path of the question shown after the one at ``path`` that takes an answer, or ``""``."""
    found = False
    for item in _within(items):
        if found and item.shown and not item.locked and item.kind not in ("told", "matrix"):
            return item.path
        found = found or item.path == path
    return ""


def _tops(questions: Sequence[Question]) -> Iterator[tuple[Question, ...]]:
    """Groups and repeats by themselves, questions outside any together."""
    for holds, run in groupby(questions, key=lambda it: it.type in ("group", "repeat")):
        if holds:
            yield from ((it,) for it in run)
        else:
            yield tuple(run)


def _within(items: Sequence[Item]) -> Iterator[Item]:
    """Questions in reading order, those that are shown."""
    for item in items:
        if not item.shown:
            continue
        if item.kind not in ("section", "rows", "row", "matrix"):
            yield item
        yield from _within(item.items)


def _holders(path: str) -> Iterator[str]:
    """The repeats and rows around a path: ``people/1/topics`` → ``people``, ``people/1``."""
    parts = path.split("/")
    for end in range(1, len(parts)):
        yield "/".join(parts[:end])


def _numbers(question: Question) -> tuple[Option, ...]:
    span = kinds.span_of(question)
    if span is None:
        return ()
    steps = int(abs(span.high - span.low) / span.step + 1e-9)
    way = span.step if span.high >= span.low else -span.step
    made = (span.low + way * at for at in range(steps + 1))
    return tuple(Option(f"{it:.10g}", said.number(round(it, 9))) for it in made)


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


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
