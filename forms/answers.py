"""What was typed or read, turned into the value an entry holds (the table in `forms.definition`)."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone

from resources.words import _

from .dates import parse_date, parse_time
from .definition import Choice, Question
from .text import nfc

Answer = str | int | float | list[str]

LONGEST = 20_000  # characters of one answer; the content of a long meeting takes about 6,000
_MOST_CHOICES = 1_000
_VIETNAM = timezone(timedelta(hours=7))
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")  # 1.234.567, as numbers are written in Vietnamese
_INTEGER = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?(\d{1,15}([.,]\d{1,9})?|[.,]\d{1,9})")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_empty(value: object) -> bool:
    """No answer: nothing, an empty list, or only blanks."""
    return value is None or value == "" or value == [] or (isinstance(value, str) and not value.strip())


def read_answer(question: Question, value: object, choices: tuple[Choice, ...], today: date) -> Answer:
    """The canonical value of a non-empty ``value``; ValueError with a sentence for the person who typed it."""
    if question.holds_list:
        return _names(question, value, choices)
    reader = _READERS.get(question.type, _text)
    if isinstance(value, str) and len(value) > LONGEST:
        raise ValueError(_("The text is longer than {limit} characters; shorten it.").format(limit=LONGEST))
    if question.type == "date" and isinstance(value, str):
        return parse_date(value, today)
    answer = reader(value)
    if question.type == "range":
        _within(question, answer)
    if question.type == "select_one" and not any(choice.name == answer for choice in choices):
        raise ValueError(_("“{answer}” is not one of the choices.").format(answer=str(answer)[:40]))
    return answer


def _within(question: Question, answer: Answer) -> None:
    low, high = (question.parameters.get(name, "") for name in ("start", "end"))
    if isinstance(answer, int | float) and low and high and not float(low) <= answer <= float(high):
        raise ValueError(_("Enter a number from {low} to {high}.").format(low=low, high=high))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(_("A text was expected here."))
    return nfc(value)


def _number(value: object) -> int | float:
    number = _decimal(value)
    return int(number) if number.is_integer() else number


def _calculated(value: object) -> str | int | float:
    return _text(value) if isinstance(value, str) else _number(value)


def _integer(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        return value
    typed = value.strip().replace(" ", "") if isinstance(value, str) else ""
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(".", "")
    if not _INTEGER.fullmatch(typed):
        raise ValueError(_("Enter a whole number in digits, such as {example}.").format(example="12"))
    return int(typed)


def _decimal(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    typed = value.strip().replace(" ", "") if isinstance(value, str) else ""
    if "," in typed and _GROUPED.fullmatch(typed.partition(",")[0]):
        typed = typed.replace(".", "")
    if not _DECIMAL.fullmatch(typed):
        raise ValueError(_("Enter a number, such as {example}.").format(example="7,5"))
    return float(typed.replace(",", "."))


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
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        example = "2026-11-21T14:30"
        raise ValueError(_("Enter date and time such as {example}.").format(example=example)) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=_VIETNAM)).isoformat()


def _attachment(value: object) -> str:
    if isinstance(value, str) and _SHA256.fullmatch(value):
        return value
    raise ValueError(_("The file is not among the attachments; add it again."))


def _names(question: Question, value: object, choices: tuple[Choice, ...]) -> list[str]:
    """Names without doubles: choices in the order of the form, ranks and references in the order given."""
    parts: Iterable[object] = value.split() if isinstance(value, str) else ()
    if isinstance(value, list | tuple | set | frozenset):
        parts = value
    given = [part for part in parts if isinstance(part, str)]
    if not given or len(given) > _MOST_CHOICES or any(len(part) > 200 or " " in part for part in given):
        raise ValueError(_("A list of choices was expected here."))
    if question.type == "text":
        return list(dict.fromkeys(given))
    known = [choice.name for choice in choices]
    for part in given:
        if part not in known:
            raise ValueError(_("“{answer}” is not one of the choices.").format(answer=part[:40]))
    return (
        list(dict.fromkeys(given)) if question.type == "rank" else [name for name in known if name in given]
    )


_READERS: dict[str, Callable[[object], Answer]] = {
    "integer": _integer,
    "range": _number,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "image": _attachment,
    "file": _attachment,
    "calculate": _calculated,
    "hidden": _calculated,
}
