"""What was typed or read, turned into the value an entry holds (the table in `forms.definition`)."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from forms.dates import (
    day_of,
    moment_of,
    moment_text,
    parse_date,
    parse_moment,
    parse_month,
    parse_time,
    parse_year,
)
from forms.definition import Question
from forms.expressions.values import Value, first, to_string
from forms.text import composed, nfc
from resources.words import _

Answer = str | int | float | list[str]

LONGEST = 20_000  # characters of one answer; the content of a long meeting takes about 6,000
LONGEST_NAME = 200
MOST_CHOICES = 1_000
_LARGEST = 10**15
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")  # 1.234.567, as numbers are written in Vietnamese
_INTEGER = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?(\d{1,15}([.,]\d{1,9})?|[.,]\d{1,9})")
_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers a ``range`` question takes: ``low``, ``low + step`` … ``high``; whole ones are kept as ``int``."""

    low: float
    high: float
    step: float
    whole: bool

    def holds(self, number: float) -> bool:
        """Whether ``number`` lies between the bounds and on a step."""
        steps = round((number - self.low) / self.step, 6)
        return self.low <= number <= self.high and steps.is_integer()


def range_of(question: Question) -> Range:
    """The bounds of a ``range`` question; what its parameters leave out is 1 to 10 in steps of 1, as in ODK."""
    start, end, step = (
        _parameter(question, name, float(bare)) for name, bare in (("start", 1), ("end", 10), ("step", 1))
    )
    whole = all(number.is_integer() for number in (start, end, step))
    return Range(min(start, end), max(start, end), abs(step) or 1.0, whole)


def is_empty(value: object) -> bool:
    """No answer: nothing, an empty list, or only blanks."""
    return value is None or value == "" or value == [] or (isinstance(value, str) and not value.strip())


def is_too_long(value: object) -> bool:
    """Whether it is a text no answer may be."""
    return isinstance(value, str) and len(value) > LONGEST


def keeps_blanks(question: Question) -> bool:
    """Whether an expression makes its text: the blanks at its ends stay, and blanks alone are a text."""
    unseen = question.type in ("calculate", "hidden")
    return unseen or (question.type in ("text", "barcode") and bool(question.calculation))


def read_answer(question: Question, value: object, offered: Mapping[str, Any] | None, today: date) -> Answer:
    """The canonical value of a non-empty ``value``; ValueError with a sentence for the person who typed it.

    ``offered``: the names that may be chosen, in the order of the form; None where they are not known.
    """
    if is_too_long(value):
        raise ValueError(_("The text is longer than {limit} characters; shorten it.").format(limit=LONGEST))
    if question.holds_list:
        return _names(question, value, offered)
    if question.type == "date" and isinstance(value, str):
        return _day(question, value, today)
    if question.type == "datetime" and isinstance(value, str):
        return parse_moment(value, today)
    plain = _composed if keeps_blanks(question) else _text
    answer = _READERS.get(question.type, plain)(value)
    if question.type == "range":
        return _within(range_of(question), answer)
    if question.type == "select_one" and offered is not None and answer not in offered:
        raise _not_offered(str(answer))
    return answer


def calculated(question: Question, value: Value) -> object:
    """What an expression gave, in the words of the question's type; not-a-number and infinity are no answer."""
    value = first(value)
    if not isinstance(value, str) and not math.isfinite(value):
        return None
    if question.type in ("integer", "decimal", "range"):
        return _calculated_number(question, value)
    if isinstance(value, str):
        return _calculated_time(question, value)
    if question.type in ("date", "time", "datetime"):
        return _moment_text(question, float(value))
    if question.type in ("calculate", "hidden") and not isinstance(value, bool):
        return float(value)
    return to_string(value)


def _calculated_number(question: Question, value: str | float) -> object:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return value
        value = float(value)
    whole = question.type == "integer" and math.isfinite(value)
    return math.trunc(value) if whole else float(value)


def _calculated_time(question: Question, text: str) -> str:
    if question.type == "datetime" and len(text) == 10 and text[4] == "-":
        return f"{text}T00:00:00"
    return text


def _moment_text(question: Question, number: float) -> str | None:
    if question.type == "date":
        day = day_of(number)
        return day.isoformat() if day else None
    moment = moment_of(number)
    if moment is None:
        return None
    return moment.strftime("%H:%M") if question.type == "time" else moment_text(moment)


def _parameter(question: Question, name: str, bare: float) -> float:
    try:
        number = float(question.parameters.get(name) or bare)
    except ValueError:
        return bare
    return number if math.isfinite(number) else bare


def _within(span: Range, answer: Answer) -> int | float:
    assert isinstance(answer, int | float)
    if not span.low <= answer <= span.high:
        low, high = _plain(span.low), _plain(span.high)
        raise ValueError(_("Enter a number from {low} to {high}.").format(low=low, high=high))
    if not span.holds(answer):
        step, low = _plain(span.step), _plain(span.low)
        raise ValueError(_("Enter a number in steps of {step} from {low}.").format(step=step, low=low))
    return int(answer) if span.whole else float(answer)


def _plain(number: float) -> str:
    return f"{number:.9f}".rstrip("0").rstrip(".").replace(".", ",")


def _text(value: object) -> str:
    return nfc(_composed(value))


def _composed(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(_("A text was expected here."))
    return composed(value)


def _number(value: object) -> int | float:
    number = _decimal(value)
    return int(number) if number.is_integer() and abs(number) < _LARGEST else number


def _calculated(value: object) -> str | int | float:
    return _composed(value) if isinstance(value, str) else _number(value)


def _integer(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return value
    typed = value.strip().replace(" ", "") if isinstance(value, str) else ""
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(".", "")
    if not _INTEGER.fullmatch(typed):
        raise ValueError(_("Enter a whole number in digits, such as {example}.").format(example="12"))
    return int(typed)


def _decimal(value: object) -> float:
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return float(value)
    typed = value.strip().replace(" ", "") if isinstance(value, str) else ""
    if "," in typed and _GROUPED.fullmatch(typed.partition(",")[0]):
        typed = typed.replace(".", "")
    if not _DECIMAL.fullmatch(typed):
        raise ValueError(_("Enter a number, such as {example}.").format(example="7,5"))
    return float(typed.replace(",", "."))


def _day(question: Question, value: str, today: date) -> str:
    looks = question.appearance.split()
    if "month-year" in looks:
        return parse_month(value, today)
    return parse_year(value, today) if "year" in looks else parse_date(value, today)


def _date(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise ValueError(_("Enter a date such as {example}.").format(example="21/11/2026"))


def _time(value: object) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, str):
        return parse_time(value)
    raise ValueError(_("Enter a time such as {example}.").format(example="14:30"))


def _datetime(value: object) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    raise ValueError(_("Enter date and time such as {example}.").format(example="21/11/2026 14:30"))


def _attachment(value: object) -> str:
    if isinstance(value, str) and _SHA256.fullmatch(value):
        return value
    raise ValueError(_("The file is not among the attachments; add it again."))


def _acknowledged(value: object) -> str:
    if value is True or (isinstance(value, str) and value.strip().upper() == "OK"):
        return "OK"
    raise ValueError(_("Tick the box, or leave it empty."))


def _names(question: Question, value: object, offered: Mapping[str, Any] | None) -> list[str]:
    """Names without doubles: choices in the order of the form, ranks and references in the order given."""
    parts: Iterable[object] = value.split() if isinstance(value, str) else ()
    if isinstance(value, list | tuple | set | frozenset):
        parts = value
    given = dict.fromkeys(part for part in parts if isinstance(part, str))
    odd = any(not 0 < len(part) <= LONGEST_NAME or not part.isprintable() for part in given)
    blanks = question.type == "text" and any(" " in part for part in given)
    if not given or len(given) > MOST_CHOICES or odd or blanks:
        raise ValueError(_("A list of choices was expected here."))
    if question.type == "text" or offered is None:
        return list(given)
    for part in given:
        if part not in offered:
            raise _not_offered(part)
    if question.type == "rank":
        return list(given)
    return [name for name in offered if name in given]


def _not_offered(answer: str) -> ValueError:
    return ValueError(_("“{answer}” is not one of the choices.").format(answer=answer[:40]))


_READERS: dict[str, Callable[[object], Answer]] = {
    "integer": _integer,
    "range": _number,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "image": _attachment,
    "file": _attachment,
    "acknowledge": _acknowledged,
    "calculate": _calculated,
    "hidden": _calculated,
}
