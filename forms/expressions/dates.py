"""ODK's functions on dates and times. Codes of ``format-date`` are those ODK documents, and its ``%A %B %w``."""

import math
import re
from datetime import datetime, time, timedelta

from forms.expressions.values import EPOCH, NAN, VIETNAM, Value, first, to_moment, to_number, to_string

_WEEK = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_CODE = re.compile(r"%(.)", re.DOTALL)
CODES = frozenset("YymnbBdeHhMS3aAw%")


def iso_date(value: Value) -> str:
    """``date()``: an ISO date from a date, a moment or a number of days; ``""`` when it is none."""
    moment = _moment(value)
    return moment.date().isoformat() if moment else ""


def iso_moment(value: Value) -> str:
    """``date-time()``: an ISO moment; ``""`` when it is none."""
    moment = _moment(value)
    return moment.isoformat() if moment else ""


def decimal_time(value: Value) -> float:
    """``decimal-time()``: the part of the day that has passed, not-a-number when there is none."""
    value = first(value)
    moment = to_moment(value) if isinstance(value, str) else None
    number = to_number(moment.time().isoformat() if moment else value)
    return number - math.floor(number) if math.isfinite(number) else NAN


def format_date(value: Value, pattern: Value) -> str:
    """``format-date()`` and ``format-date-time()``; ``""`` when ``value`` is no date. Names are Vietnamese."""
    moment = _moment(value)
    if moment is None:
        return ""
    parts = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": f"thg {moment.month}",
        "B": f"tháng {moment.month}",
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "a": _SHORT[moment.weekday()],
        "A": _WEEK[moment.weekday()],
        "w": str(moment.isoweekday() % 7),
        "%": "%",
    }
    return _CODE.sub(lambda found: parts.get(found[1], found[0]), to_string(pattern))


def unknown_codes(pattern: str) -> list[str]:
    """The codes of a ``format-date`` pattern that mean nothing, such as ``%q``."""
    return [code for code in _CODE.findall(pattern) if code not in CODES]


def _moment(value: Value) -> datetime | None:
    value = first(value)
    if isinstance(value, str) and (read := to_moment(value)):
        return read
    number = to_number(value)  # of a time alone: its clock on the first day
    try:
        days = math.floor(number)
        day = EPOCH + timedelta(days=days)
        return datetime.combine(day, time(), VIETNAM) + timedelta(
            milliseconds=round((number - days) * 86_400_000)
        )
    except (ValueError, OverflowError):
        return None
