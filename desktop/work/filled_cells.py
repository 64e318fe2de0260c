"""Cells of a filled sheet as answers: codes or words, Excel's dates or typed ones, numbers as written in Vietnam.

What cannot be read raises ValueError with a sentence for the person who filled the sheet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from desktop.store.consents import Method
from forms.answers import read_answer
from forms.definition import Form, Question
from forms.text import fold, nfc
from resources.words import _, language
from sync.wire.ids import is_id

from .desk import VIETNAM
from .export_cells import METHODS
from .export_columns import labels_of
from .filled_known import Known, Named
from .xlsx_table import Unread, Value

_WHOLE_DATE = re.compile(
    r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00(?::00)?)?"
)
_EXACT = re.compile(r"-?\d{1,300}[.,]\d{10,400}")  # as machines write; people do not type so many digits
_MOMENT = re.compile(r"(\S+)\s+(\d{1,2}:\d{2})(?::(\d{2}))?")
_METHODS: Mapping[str, Method] = {
    "giay": "paper", "phieu giay": "paper", "van ban": "paper", "paper": "paper",
    "loi noi": "spoken", "bang loi": "spoken", "noi mieng": "spoken", "spoken": "spoken",
    "tin nhan": "message", "message": "message", "ung dung": "app", "app": "app",
}  # fmt: skip
_NO = ("khong", "chua", "no", "0")
_YES = ("ok", "x", "co", "yes", "1", "true", "da doc")
_MOST_SHOWN = 12  # choices named in a message
_NUMBERS = ("integer", "decimal", "range")


@dataclass(frozen=True, slots=True)
class Agreed:
    """How consent was given, in a file that comes with no consent of this machine."""

    method: Method


@dataclass(frozen=True, slots=True)
class Several:
    """Records that are all called ``words``; what else the row says may tell which."""

    found: tuple[Named, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Either:
    """Choices that are all called ``words``; the question's filter may leave one of them."""

    names: frozenset[str]
    words: str
    choices: str  # how to write each so that it is clear

    @property
    def reason(self) -> str:
        shown = _("Several choices are called “{answer}”. Write one of: {choices}.")
        return shown.format(answer=self.words[:40], choices=self.choices)


class Answers:
    """Reads cells for one form. ``words``: labels are tried before codes."""

    def __init__(self, form: Form, known: Known, words: bool) -> None:
        self._form, self._known, self._words = form, known, words
        self._choices: dict[str, dict[str, set[str]]] = {}
        self._names = {name: dict.fromkeys(it.name for it in rows) for name, rows in form.choices.items()}

    def read(self, question: Question, cell: Value) -> object | None:
        """The answer in ``cell``, None for none; `Agreed`, `Several` or `Either` where more must be known to tell."""
        if isinstance(cell, Unread):
            raise ValueError(cell.reason)
        if isinstance(cell, bool):
            cell = str(cell).upper()
        if isinstance(cell, str) and not nfc(cell):
            return None
        if (
            isinstance(cell, str)
            and question.calculation
            and question.type in ("text", "calculate", "hidden")
        ):
            return cell  # the form made it, with the blanks at its ends
        value = self._value(question, cell)
        if value is None or isinstance(value, Agreed | Several | Either) or question.type == "calculate":
            return value
        if isinstance(value, list) and not all(isinstance(it, str) for it in value):
            return value
        names = self._names.get(question.list_name) if question.list_name else None
        return read_answer(question, value, names, self._known.today)

    def _value(self, question: Question, cell: str | float | date | time) -> object | None:
        if question.type in ("date", "time", "datetime"):
            return _when(question, cell)
        if isinstance(cell, date | time):
            shown = _(
                "Excel made a date or time of this cell. Give the column the format Text and type it again."
            )
            raise ValueError(shown)
        if isinstance(cell, str) and question.type in _NUMBERS and _EXACT.fullmatch(cell.strip()):
            return float(cell.strip().replace(",", "."))
        if question.type in _NUMBERS or (
            question.type in ("calculate", "hidden") and not isinstance(cell, str)
        ):
            return cell
        text = nfc(_typed(cell))
        if question.type == "acknowledge":
            if fold(text) not in _YES:
                raise ValueError(_("Write OK, or leave the cell empty."))
            return "OK"
        if question.list_name in self._names:
            return self._chosen(question, text)
        if "unit-hamlet" in question.appearance:
            return self._hamlet(text)
        if question.refers_to == "consent":
            return self._consent(text)
        if question.refers_to:
            return self._references(question, text)
        return text

    def _chosen(self, question: Question, text: str) -> object:
        if not question.holds_list:
            return self._one(question.list_name, text)
        names = self._names[question.list_name]
        codes = text.split()
        if set(codes) <= set(names) and not (self._words and fold(text) in self._said(question.list_name)):
            return codes
        known = self._said(question.list_name)
        for between in ("[;\n]", "[;,\n]"):
            pieces = _split(text, between, known)
            if pieces is not None:
                return [self._sure(question.list_name, piece) for piece in pieces]
        wrong = next(
            (it.strip() for it in re.split("[;\n]", text) if it.strip() and fold(it) not in known), text
        )
        return [self._sure(question.list_name, wrong)]

    def _sure(self, list_name: str, text: str) -> str:
        found = self._one(list_name, text)
        if isinstance(found, Either):
            raise ValueError(found.reason)
        return str(found)

    def _one(self, list_name: str, text: str) -> object:
        if text in self._names[list_name] and not (self._words and fold(text) in self._said(list_name)):
            return text
        found = self._said(list_name).get(fold(text), set())
        if len(found) == 1:
            return next(iter(found))
        said = labels_of(self._form, list_name, language())
        if found:
            return Either(frozenset(found), text, _listed([said[name] for name in said if name in found]))
        shown = _("“{answer}” is not one of the choices. Write one of: {choices}.")
        raise ValueError(shown.format(answer=text[:40], choices=_listed(list(said.values()))))

    def _said(self, list_name: str) -> dict[str, set[str]]:
        """Folded words → the choices they may mean: a code means itself alone in a file of codes."""
        if list_name not in self._choices:
            rows = self._form.choices[list_name]
            found: dict[str, set[str]] = {}
            spoken = {language(), *(code for it in rows for code in it.label)}
            for code in spoken:
                for name, text in labels_of(self._form, list_name, code).items():
                    found.setdefault(fold(text), set()).add(name)
            for it in rows:
                for text in it.label.values():
                    found.setdefault(fold(text), set()).add(it.name)
            for it in rows:
                if not (self._words and fold(it.name) in found):
                    found[fold(it.name)] = {it.name}
            self._choices[list_name] = found
        return self._choices[list_name]

    def _hamlet(self, text: str) -> str:
        found = self._known.hamlets.get(fold(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            shown = _("Several hamlets are called “{answer}”. Write the code of one.")
            raise ValueError(shown.format(answer=text[:40]))
        if text.startswith("hamlet:"):  # from another commune's laptop
            return text
        raise ValueError(_("There is no such hamlet. Add it under Settings first, or correct it."))

    def _consent(self, text: str) -> object | None:
        if is_id(text):
            if self._known.agreed(text):
                return text
            shown = _("This consent is not on this machine. Write how consent was given: {ways}; or “không”.")
            raise ValueError(shown.format(ways=ways()))
        if fold(text) in _NO:
            return None
        own = {fold(said): kind for kind, word in METHODS.items() for said in (word, _(word))}
        method = _METHODS.get(fold(text)) or own.get(fold(text))
        if method is None:
            shown = _("Write how consent was given: {ways}; or “không”.")
            raise ValueError(shown.format(ways=ways()))
        return Agreed(method)  # type: ignore[arg-type]

    def _references(self, question: Question, text: str) -> object:
        if not question.holds_list:
            return self._record(question.refers_to, text)
        if all(is_id(part) for part in text.split()):
            return text.split()
        parts = [part.strip() for part in re.split("[;\n]", text) if part.strip()]
        if len(parts) == 1 and "," in text and not self._known.named(question.refers_to, text):
            parts = [part.strip() for part in text.split(",") if part.strip()]
        return [self._record(question.refers_to, part) for part in parts]

    def _record(self, form_id: str, text: str) -> object:
        if is_id(text):
            return text
        found = self._known.named(form_id, text)
        if not found:
            shown = _("“{answer}” is not in the data here. Enter it first, or write its id.")
            raise ValueError(shown.format(answer=text[:40]))
        return found[0].rec if len(found) == 1 else Several(found, text)


def ways() -> str:
    """The words for how consent was given."""
    return ", ".join(_(word) for word in METHODS.values())


def settle(value: object, around: set[str]) -> object:
    """``value`` with each `Several` decided that ``around``, ids of records, hamlets and homes, decides."""
    if isinstance(value, list):
        return [settle(it, around) for it in value]
    if not isinstance(value, Several):
        return value
    near = [it for it in value.found if it.rec in around] or [it for it in value.found if it.near in around]
    return near[0].rec if len(near) == 1 else value


def undecided(value: object) -> str:
    """What is to be said of a `Several` in ``value``; ``""`` where there is none."""
    if isinstance(value, list):
        return next(filter(None, map(undecided, value)), "")
    if not isinstance(value, Several):
        return ""
    shown = _("{count} records are called “{answer}”. Write the id of the one that is meant.")
    return shown.format(count=len(value.found), answer=value.words[:40])


def _split(text: str, between: str, known: Mapping[str, Any]) -> list[str] | None:
    """``text`` cut at some of the signs ``between`` so that every piece is known, the longest first, or None."""
    parts = re.split(f"({between})", text)
    pieces: list[str] = []
    at = 0
    while at < len(parts):
        for end in range(len(parts), at, -2):
            piece = "".join(parts[at:end]).strip()
            if fold(piece) in known:
                pieces.append(piece)
                at = end + 1
                break
        else:
            if parts[at].strip():
                return None
            at += 2
    return pieces


def _listed(words: list[str]) -> str:
    return "; ".join(words[:_MOST_SHOWN]) + ("; …" if len(words) > _MOST_SHOWN else "")


def _typed(cell: Value) -> str:
    if isinstance(cell, float):
        return format(cell, ".15g")
    return str(cell)


def _when(question: Question, cell: str | float | date | time) -> object:
    kind = question.type
    if coarse := {"year", "month-year"} & set(question.appearance.split()):
        if isinstance(cell, int) and coarse == {"year"}:
            return str(cell)
        if isinstance(cell, str) and any(len(part) == 4 for part in re.split(r"\D+", cell)):
            return cell  # 11/2026
    if isinstance(cell, str):
        return _when_typed(kind, nfc(cell))
    if kind == "date" and isinstance(cell, date):
        if isinstance(cell, datetime):
            if cell.time() != time():
                raise ValueError(_("A date alone was expected here, without a time."))
            cell = cell.date()
        return cell.isoformat()
    if kind == "time" and isinstance(cell, time):
        return cell.isoformat("minutes")
    if kind == "datetime" and isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time(), VIETNAM)
        return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).isoformat()
    raise ValueError(_wanted(kind))


def _when_typed(kind: str, text: str) -> object:
    if kind == "date":
        return _date(text)
    if kind == "time":
        if not re.match(r"\d{1,2}\s*[:hg]", text):
            raise ValueError(_wanted(kind))
        return text.removesuffix(":00") if text.count(":") == 2 else text
    if found := _MOMENT.fullmatch(text):
        hour, minute = found[2].split(":")
        return f"{_date(found[1])}T{int(hour):02}:{minute}:{found[3] or '00'}+07:00"
    if not re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", text):
        raise ValueError(_wanted(kind))
    return text


def _date(text: str) -> str:
    """The whole date: one without its year would become this year's."""
    found = _WHOLE_DATE.fullmatch(text)
    if not found:
        raise ValueError(_wanted("date"))
    if found[1]:
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return f"{found[4]}-{int(found[5]):02}-{int(found[6]):02}"


def _wanted(kind: str) -> str:
    if kind == "date":
        return _("Write the whole date, such as {example}.").format(example="21/11/2026")
    if kind == "time":
        return _("Write a time, such as {example}.").format(example="14:30")
    return _("Write date and time, such as {example}.").format(example="21/11/2026 14:30")
