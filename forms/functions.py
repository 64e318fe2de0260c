"""ODK's XPath values and functions (getodk.org, "Form operators and functions"), over plain Python values.

A value is ``str``, ``float`` (or ``int``), ``bool``, or a list of those: the answers of several rows.
Dates are ISO strings that count as days since 1970-01-01 wherever a number is asked for, so
``. <= today() + 1`` holds as in ODK, which plain XPath 1.0 would call not-a-number.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Protocol
from uuid import uuid4

Value = str | float | bool | list[str | float | bool]

_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*\Z")
_EPOCH = date(1970, 1, 1)
_VIETNAM = timezone(timedelta(hours=7))
NAN = float("nan")


class Surroundings(Protocol):
    """What a function may ask of the entry around it."""

    @property
    def today(self) -> date: ...
    @property
    def now(self) -> datetime: ...
    @property
    def version(self) -> str: ...


def first(value: Value) -> str | float | bool:
    """A list counts as its first member, as a node-set does in XPath."""
    if isinstance(value, list):
        return value[0] if value else ""
    return value


def many(value: Value) -> list[str | float | bool]:
    """``value`` as the members of a node-set."""
    return value if isinstance(value, list) else [value]


def to_number(value: Value) -> float:
    """XPath ``number()``; an ISO date is days since 1970-01-01, a time a part of a day, other text not-a-number."""
    value = first(value)
    if not isinstance(value, str):
        return float(value)
    if _NUMBER.match(value):
        return float(value)
    try:
        if len(value) == 10:
            return float((date.fromisoformat(value) - _EPOCH).days)
        if len(value) == 5:
            at = time.fromisoformat(value)
            return (at.hour * 60 + at.minute) / 1440
        if len(value) > 10:
            moment = datetime.fromisoformat(value).astimezone(_VIETNAM)
            days = (moment.date() - _EPOCH).days
            return days + (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400
    except (ValueError, OverflowError):
        return NAN
    return NAN


def to_string(value: Value) -> str:
    """XPath ``string()``: whole numbers without a point."""
    value = first(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else repr(float(value))


def to_boolean(value: Value) -> bool:
    """XPath ``boolean()``, where an empty answer is false."""
    value = first(value)
    if isinstance(value, str):
        return value != ""
    return bool(value) and not math.isnan(value)


def compare(operator: str, left: Value, right: Value) -> bool:
    """XPath comparison: true when it holds for any pair of members."""
    if isinstance(left, list) or isinstance(right, list):
        return any(compare(operator, a, b) for a in many(left) for b in many(right))
    if operator in ("=", "!="):
        return _equal(left, right) == (operator == "=")
    a, b = to_number(left), to_number(right)
    if operator == "<":
        return a < b
    if operator == "<=":
        return a <= b
    return a > b if operator == ">" else a >= b


def _equal(left: str | float | bool, right: str | float | bool) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return to_number(left) == to_number(right)


def _iso(value: Value) -> str:
    """An ISO date from a date, a moment or a number of days; ``""`` when it is none."""
    number = to_number(value)
    if math.isnan(number) or not -700_000 < number < 2_900_000:
        return ""
    return (_EPOCH + timedelta(days=math.floor(number))).isoformat()


def _moment(value: Value) -> datetime | None:
    number, day = to_number(value), _iso(value)
    if not day:
        return None
    seconds = round((number - math.floor(number)) * 86400)
    return datetime.combine(date.fromisoformat(day), time(), _VIETNAM) + timedelta(seconds=seconds)


def _format_date(value: Value, pattern: Value) -> str:
    moment = _moment(value)
    if moment is None:
        return ""
    parts = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": "000",
        "a": ("T2", "T3", "T4", "T5", "T6", "T7", "CN")[moment.weekday()],
        "b": f"thg {moment.month}",
        "%": "%",
    }
    return re.sub(r"%(.)", lambda found: parts.get(found[1], found[0]), to_string(pattern))


def _words(value: Value) -> list[str]:
    return to_string(value).split()


def _numbers(values: tuple[Value, ...]) -> list[float]:
    return [to_number(v) for value in values for v in many(value) if v != ""]


def _round(value: Value, places: Value = 0.0) -> float:
    """ODK rounds halves up, not to even."""
    number, digits = to_number(value), to_number(places)
    if not math.isfinite(number) or not -15 <= digits <= 15 or abs(number) > 1e15:
        return number
    scale = 10.0 ** int(digits)
    return math.floor(number * scale + 0.5) / scale


def _int(value: Value) -> float:
    number = to_number(value)
    return NAN if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _power(base: Value, exponent: Value) -> float:
    try:
        result = to_number(base) ** to_number(exponent)
    except (OverflowError, ZeroDivisionError):
        return math.inf
    return NAN if isinstance(result, complex) else float(result)


def divide(left: float, right: float) -> float:
    """IEEE 754 division: by zero gives infinity or not-a-number."""
    if right:
        return left / right
    return NAN if not left or math.isnan(left) else math.copysign(math.inf, left)


def modulo(left: float, right: float) -> float:
    """The remainder with the sign of ``left``, as XPath ``mod`` has it."""
    return math.fmod(left, right) if right and not math.isinf(left) else NAN


def _substr(text: Value, start: Value, end: Value | None = None) -> str:
    whole, begin = to_string(text), to_number(start)
    finish = float(len(whole)) if end is None else to_number(end)
    return (
        "" if not math.isfinite(begin) or not math.isfinite(finish) else whole[slice(int(begin), int(finish))]
    )


def _translate(text: Value, old: Value, new: Value) -> str:
    table: dict[int, str | None] = {}
    replacement = to_string(new)
    for place, letter in enumerate(to_string(old)):
        table.setdefault(ord(letter), replacement[place] if place < len(replacement) else None)
    return to_string(text).translate(table)


def _before(text: Value, mark: Value) -> str:
    whole, cut = to_string(text), to_string(mark)
    return whole.partition(cut)[0] if cut and cut in whole else ""


def _after(text: Value, mark: Value) -> str:
    whole, cut = to_string(text), to_string(mark)
    return whole.partition(cut)[2] if cut else whole


def _selected_at(value: Value, place: Value) -> str:
    words, number = _words(value), to_number(place)
    return words[int(number)] if 0 <= number < len(words) else ""


def _coalesce(*values: Value) -> Value:
    return next((value for value in values if to_string(value) != ""), "")


def _checklist(least: Value, most: Value, *values: Value) -> bool:
    told = sum(to_boolean(v) for value in values for v in many(value))
    low, high = to_number(least), to_number(most)
    return (low < 0 or told >= low) and (high < 0 or told <= high)


Function = Callable[..., Value]

# name → (least arguments, most arguments or None for any number, what it does with its values)
FUNCTIONS: dict[str, tuple[int, int | None, Function]] = {
    "selected": (2, 2, lambda v, code: to_string(code).strip() in _words(v)),
    "selected-at": (2, 2, _selected_at),
    "count-selected": (1, 1, lambda v: float(len(_words(v)))),
    "coalesce": (2, None, _coalesce),
    "regex": (2, 2, lambda v, pattern: re.fullmatch(to_string(pattern), to_string(v)) is not None),
    "string-length": (1, 1, lambda v: float(len(unicodedata.normalize("NFC", to_string(v))))),
    "normalize-space": (1, 1, lambda v: " ".join(_words(v))),
    "substr": (2, 3, _substr),
    "substring-before": (2, 2, _before),
    "substring-after": (2, 2, _after),
    "contains": (2, 2, lambda v, part: to_string(part) in to_string(v)),
    "starts-with": (2, 2, lambda v, part: to_string(v).startswith(to_string(part))),
    "ends-with": (2, 2, lambda v, part: to_string(v).endswith(to_string(part))),
    "translate": (3, 3, _translate),
    "concat": (1, None, lambda *vs: "".join(to_string(v) for value in vs for v in many(value))),
    "join": (1, None, lambda mark, *vs: to_string(mark).join(to_string(v) for value in vs for v in many(value))),
    "string": (1, 1, to_string),
    "number": (1, 1, to_number),
    "int": (1, 1, _int),
    "round": (1, 2, _round),
    "floor": (1, 1, lambda v: float(math.floor(to_number(v))) if math.isfinite(to_number(v)) else NAN),
    "ceiling": (1, 1, lambda v: float(math.ceil(to_number(v))) if math.isfinite(to_number(v)) else NAN),
    "abs": (1, 1, lambda v: abs(to_number(v))),
    "pow": (2, 2, _power),
    "sqrt": (1, 1, lambda v: math.sqrt(to_number(v)) if to_number(v) >= 0 else NAN),
    "sum": (1, None, lambda *vs: float(sum(_numbers(vs)))),
    "min": (1, None, lambda *vs: min(_numbers(vs), default=NAN)),
    "max": (1, None, lambda *vs: max(_numbers(vs), default=NAN)),
    "count-non-empty": (1, 1, lambda v: float(sum(to_string(x) != "" for x in many(v)))),
    "checklist": (3, None, _checklist),
    "true": (0, 0, lambda: True),
    "false": (0, 0, lambda: False),
    "not": (1, 1, lambda v: not to_boolean(v)),
    "boolean": (1, 1, to_boolean),
    "boolean-from-string": (1, 1, lambda v: to_string(v).lower() in ("true", "1")),
    "date": (1, 1, _iso),
    "date-time": (1, 1, lambda v: moment.isoformat() if (moment := _moment(v)) else ""),
    "decimal-date-time": (1, 1, to_number),
    "format-date": (2, 2, _format_date),
    "format-date-time": (2, 2, _format_date),
    "uuid": (0, 0, lambda: str(uuid4())),
}  # fmt: skip

# The same, for functions that ask the entry around them.
ASKING: dict[str, tuple[int, int | None, Callable[[Surroundings], Value]]] = {
    "today": (0, 0, lambda around: around.today.isoformat()),
    "now": (0, 0, lambda around: around.now.isoformat()),
    "version": (0, 0, lambda around: around.version),
}

# Read by the parser itself, for they look at their arguments unevaluated.
SPECIAL: dict[str, tuple[int, int | None]] = {
    "if": (3, 3),
    "once": (1, 1),
    "count": (1, 1),
    "position": (0, 1),
    "indexed-repeat": (3, 7),
    "jr:choice-name": (2, 2),
    "current": (0, 0),
}
