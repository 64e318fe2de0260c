"""What an expression's value is, and how one kind turns into another.

A value is ``str``, ``float`` (or ``int``), ``bool``, or a list of those: the answers of several rows.
Rules are ODK's (JavaRosa). Where its phone app and Enketo differ, this is what holds here:

- text that reads as an ISO date, time or moment counts as days since 1970-01-01 (or as a part of a day)
  wherever a number is asked for, so ``. <= today() + 1`` and ``${at} > '09:30'`` hold (Enketo; JavaRosa
  does so only for the answers of date questions); a moment keeps its time of day, in Vietnam's time;
- a day begins at midnight in Vietnam: ``decimal-date-time('2026-11-21')`` is 20778, and thirty days later is the
  day one expects (JavaRosa and Web Forms count from midnight UTC: 20777.708);
- a comma in a number counts as a point, as it is written in Vietnam, and numbers nearer than 1e-12 are equal
  (JavaRosa; in Enketo and Web Forms ``'1,5'`` is not-a-number);
- an answer that is not there is ``""`` and false (JavaRosa), not a node that exists and is true (Enketo);
- a list compares as a node-set does in XPath 1.0 (Enketo; JavaRosa refuses it): when any member does.
"""

import math
import re
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

Member = str | float | bool
Value = Member | list[Member]

NAN = float("nan")
VIETNAM = timezone(timedelta(hours=7))
EPOCH = date(1970, 1, 1)
_NEAR = 1e-12
_NUMBER = re.compile(r"\s*-?([0-9]+([.,][0-9]*)?|[.,][0-9]+)\s*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_ZONE = r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
_TIME = re.compile(rf"T?({_CLOCK}){_ZONE}")
_MOMENT = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]{_CLOCK}{_ZONE}")


def first(value: Value) -> Member:
    """A list counts as its first member, as a node-set does in XPath."""
    if isinstance(value, list):
        return value[0] if value else ""
    return value


def many(value: Value) -> list[Member]:
    """``value`` as the members of a node-set."""
    return value if isinstance(value, list) else [value]


def flat(values: tuple[Value, ...]) -> list[Member]:
    """The members of all ``values``."""
    return [member for value in values for member in many(value)]


def to_moment(text: str) -> datetime | None:
    """An ISO date or moment on Vietnam's clock, None when ``text`` is neither."""
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time(), VIETNAM)
        if _MOMENT.fullmatch(text):
            read = datetime.fromisoformat(text)
            return read.astimezone(VIETNAM) if read.tzinfo else read.replace(tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        pass
    return None


def to_day_part(text: str) -> float:
    """An ISO time as a part of a day, not-a-number when ``text`` is none; its zone does not count."""
    found = _TIME.fullmatch(text)
    try:
        return _day_part(time.fromisoformat(found[1])) if found else NAN
    except ValueError:
        return NAN


def _day_part(at: time) -> float:
    return (at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6) / 86400


def to_number(value: Value) -> float:
    """XPath ``number()``; dates and times as said above, other text not-a-number."""
    value = first(value)
    if not isinstance(value, str):
        try:
            return float(value)
        except OverflowError:
            return float(Decimal(value))
    if _NUMBER.fullmatch(value):
        return float(value.replace(",", "."))
    moment = to_moment(value)
    if moment is None:
        return to_day_part(value)
    return (moment.date() - EPOCH).days + _day_part(moment.time())


def to_string(value: Value) -> str:
    """XPath ``string()``: whole numbers without a point, others without an exponent."""
    value = first(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return format(Decimal(value), "f")
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return repr(value).replace("inf", "Infinity")
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def to_boolean(value: Value) -> bool:
    """XPath ``boolean()``, where an empty answer and not-a-number are false."""
    value = first(value)
    return bool(value) if isinstance(value, str | bool) else abs(value) > _NEAR


def compare(operator: str, left: Value, right: Value) -> bool:
    """XPath comparison: true when it holds for any pair of members."""
    if isinstance(left, list) or isinstance(right, list):
        return any(compare(operator, a, b) for a in many(left) for b in many(right))
    if operator == "=":
        return _equal(left, right)
    if operator == "!=":
        return not _equal(left, right)
    a, b = to_number(left), to_number(right)
    if operator == "<":
        return a < b
    if operator == "<=":
        return a <= b
    return a > b if operator == ">" else a >= b


def _equal(left: Member, right: Member) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    a, b = to_number(left), to_number(right)
    return a == b or abs(a - b) < _NEAR


def divide(left: float, right: float) -> float:
    """IEEE 754 division: by zero gives infinity or not-a-number."""
    if right:
        return left / right
    return math.copysign(math.inf, left) if left and not math.isnan(left) else NAN


def modulo(left: float, right: float) -> float:
    """The remainder with the sign of ``left``, as XPath ``mod`` has it."""
    return math.fmod(left, right) if right and math.isfinite(left) else NAN
