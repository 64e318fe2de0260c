"""Which sheets and columns the records of a form make: the record's own first, then one for each repeat.

A column is headed by its question's label, or by its name in codes mode. Two questions of one sheet with the
same label get the name in brackets, so a heading alone tells the question and an import finds it again.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from forms.codec import form_from_json
from forms.definition import Choice, Form, Question, Words, say
from forms.flat import questions_within
from forms.markup import TAGS
from forms.text import fold, nfc
from resources.words import language

from .desk import Desk

RECORD_ID, ROW_ID, PARENT_ID = IDS = ("id", "row", "parent")
_LONGEST_NAME = 31  # of a sheet, in UTF-16 units: Excel's limit
_RESERVED = frozenset({"history"})  # Excel keeps this sheet name to itself
_OUTPUT = re.compile(r"\$\{[^}]*\}")
_MARKUP = re.compile(rf"</?(?:{TAGS})\b[^<>]*>|\*\*|__|^#{{1,6}} +", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choices:
    """What goes into the file. ``labels``: words as on screen, else the codes as kept. Without ``personal``
    names, phones and all else that identifies somebody is left out. ``per_choice``: beside each question with
    several answers one column of 0 and 1 for every choice."""

    labels: bool = True
    personal: bool = True
    per_choice: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One question's column, or with ``choice`` the column of 0 and 1 of one of its choices."""

    head: str
    question: Question
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The record itself (``path`` is ``""``) or one of its repeats (``people/steps``)."""

    path: str
    name: str  # fit for Excel, unique within the file
    columns: tuple[Column, ...]
    below: tuple["Sheet", ...]

    @property
    def key(self) -> str:
        """The repeat's name in the row it lies in."""
        return self.path.rpartition("/")[2]

    @property
    def ids(self) -> tuple[str, ...]:
        """Headings of the first columns: the record's id, the row's own, the id of the row it lies in."""
        return IDS[: min(self.path.count("/") + 2, 3)] if self.path else IDS[:1]

    @property
    def heads(self) -> list[str]:
        return [*self.ids, *(column.head for column in self.columns)]

    def walk(self) -> Iterator["Sheet"]:
        """This sheet and every one below it."""
        yield self
        for sheet in self.below:
            yield from sheet.walk()


def versions(desk: Desk, form: Form) -> dict[str, Form]:
    """``form`` and every other version of it that this data file knows, the last come first."""
    sql = "SELECT version, body FROM form WHERE id = ? ORDER BY n DESC"
    known = {row["version"]: form_from_json(row["body"]) for row in desk.store.query(sql, (form.id,))}
    return {form.version: form} | known | {form.version: form}


def union(forms: Iterable[Form]) -> Form:
    """One form with the questions and choices of all versions: the first's, with what only others have in its place."""
    first, *others = forms
    choices: dict[str, tuple[Choice, ...]] = dict(first.choices)
    for form in others:
        for name, rows in form.choices.items():
            known = {choice.name for choice in choices.get(name, ())}
            choices[name] = (*choices.get(name, ()), *(it for it in rows if it.name not in known))
    levels = [form.questions for form in (first, *others)]
    return replace(first, questions=tuple(_merged(levels)), choices=choices)


def sheet_of(form: Form, choices: Choices) -> Sheet:
    """The record's sheet with those of its repeats below it."""
    wanted = choices.labels
    title = _words(form.title, form) if wanted else ""
    names = _Names(wanted)
    return _sheet(form, form.questions, "", names.make(title, form.id), choices, names)


def plain(label: str) -> str:
    """A label as a heading: one line, no markup, ``…`` for an answer it would show."""
    return " ".join(_MARKUP.sub("", _OUTPUT.sub("…", nfc(label))).split())


def bare(head: str) -> str:
    """A heading as two are compared: letters and digits only, without marks."""
    return re.sub(r"[\W_]+", " ", fold(head)).strip()


def labels_of(form: Form, list_name: str, spoken: str) -> dict[str, str]:
    """Choice → its label in the language ``spoken``; where two are called alike, with the name in brackets."""
    rows = form.choices.get(list_name, ())
    said = {it.name: plain(say(it.label, spoken, form.default_language)) or it.name for it in rows}
    return _told_apart(said)


def heads_of(questions: Iterable[Question], form: Form, spoken: str) -> dict[str, str]:
    """Question → its heading in the language ``spoken``."""
    said = {it.name: plain(say(it.label, spoken, form.default_language)) or it.name for it in questions}
    return _told_apart(said, IDS)


def sheet_name(title: str) -> str:
    """``title`` as Excel takes it for a sheet: at most 31 signs, none of ``[]:*?/\\``."""
    kept = "".join(" " if c in "[]:*?/\\" or unicodedata.category(c) == "Cc" else c for c in nfc(title))
    name = _shortened(" ".join(kept.split()).strip("'"), _LONGEST_NAME)
    return f"{name}_" if name.casefold() in _RESERVED else name


class _Names:
    """Sheet names already given away."""

    def __init__(self, words: bool) -> None:
        self._words = words
        self._taken = {"cot", "columns"}  # the sheet that explains the headings

    def make(self, title: str, name: str) -> str:
        """The title, else with the name in brackets, else numbered."""
        wanted = sheet_name(title if self._words and title else name) or sheet_name(name) or "1"
        bracketed = [f" ({_shortened(sheet_name(name), _LONGEST_NAME // 2)})"] if self._words else []
        for tail in chain([""], bracketed, (f" ~{number}" for number in count(2))):
            made = _shortened(wanted, _LONGEST_NAME - _units(tail)) + tail
            if fold(made) not in self._taken:
                self._taken.add(fold(made))
                return made
        raise AssertionError  # there is always a next number


def _sheet(
    form: Form, questions: Sequence[Question], path: str, name: str, choices: Choices, names: _Names
) -> Sheet:
    within = list(questions_within(tuple(questions)))
    kept = [it for it in within if it.holds_value and (choices.personal or not _names_somebody(it))]
    # Told apart among all of them, so that leaving somebody's name out changes no other heading.
    asked = [it for it in within if it.holds_value]
    names_alone = {it.name: f"{it.name} ({it.name})" if it.name in IDS else it.name for it in asked}
    heads = heads_of(asked, form, language()) if choices.labels else names_alone
    columns: list[Column] = []
    for question in kept:
        columns.append(Column(heads[question.name], question))
        if choices.per_choice and question.type == "select_multiple":
            columns += _per_choice(form, columns[-1], choices.labels)
    below = []
    for it in within:
        if it.type == "repeat":
            inner = f"{path}/{it.name}" if path else it.name
            below.append(
                _sheet(form, it.children, inner, names.make(_words(it.label, form), it.name), choices, names)
            )
    return Sheet(path, name, tuple(columns), tuple(below))


def _per_choice(form: Form, column: Column, words: bool) -> Iterator[Column]:
    question = column.question
    said = labels_of(form, question.list_name, language())
    for choice in form.choices.get(question.list_name, ()):
        head = f"{column.head}: {said[choice.name]}" if words else f"{question.name}/{choice.name}"
        yield Column(head, question, choice.name)


def _names_somebody(question: Question) -> bool:
    return question.personal or question.refers_to in ("resident", "member", "consent")


def _words(words: Words, form: Form) -> str:
    return plain(say(words, language(), form.default_language))


def _told_apart(said: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    counts: dict[str, int] = dict.fromkeys(map(bare, taken), 1)
    for text in said.values():
        counts[bare(text)] = counts.get(bare(text), 0) + 1
    return {name: text if counts[bare(text)] == 1 else f"{text} ({name})" for name, text in said.items()}


def _merged(levels: Sequence[Sequence[Question]]) -> list[Question]:
    kept: list[Question] = []
    known: set[tuple[str, bool]] = set()
    rows: dict[str, list[tuple[Question, ...]]] = {}
    for questions in levels:
        at = 0
        for question in questions_within(tuple(questions)):
            repeat = question.type == "repeat"
            if not (repeat or question.holds_value):
                continue
            if repeat:
                rows.setdefault(question.name, []).append(question.children)
            key = question.name, repeat
            if key in known:
                # Versions are much alike: it stands here, or not far on.
                places = chain(range(at, len(kept)), range(at))
                at = next(n for n in places if (kept[n].name, kept[n].type == "repeat") == key)
            else:
                known.add(key)
                kept.insert(at, question)
            at += 1
    return [replace(it, children=tuple(_merged(rows[it.name]))) if it.type == "repeat" else it for it in kept]


def _units(text: str) -> int:
    """Length as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shortened(text: str, longest: int) -> str:
    while _units(text) > longest:
        text = text[:-1]
    return text.rstrip()
