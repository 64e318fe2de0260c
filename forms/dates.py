"""Dates and times as people type them, to ISO."""

import re
from datetime import date, timedelta

from resources.words import _

from .text import fold

_RELATIVE = {
    **dict.fromkeys(["hom nay", "nay", "today"], 0),
    **dict.fromkeys(["hom qua", "qua", "yesterday"], -1),
    "hom kia": -2,
    **dict.fromkeys(["ngay mai", "mai", "tomorrow"], 1),
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PARTS = re.compile(r"(\d{1,2})(?:[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?)?")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})?")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)?|(\d{2})(\d{2})")


def parse_date(text: str, today: date) -> str:
    """``21`` · ``21/11`` · ``2111`` · ``21/11/2026`` · ``211126`` · ``hôm qua`` · ISO → ``YYYY-MM-DD``.

    A day or month left out is that of ``today``; years of two digits are this century's.
    ValueError with a sentence that says what is wrong.
    """
    typed = fold(text)
    if typed in _RELATIVE:
        return (today + timedelta(days=_RELATIVE[typed])).isoformat()
    if found := _ISO.fullmatch(typed):
        year, month, day = map(int, found.groups())
    elif found := _RUN.fullmatch(typed) or _PARTS.fullmatch(typed):
        day, month = int(found[1]), int(found[2] or today.month)
        year = int(found[3] or today.year)
        year += 2000 if year < 100 else 0
    else:
        raise ValueError(_("Enter a date such as {example}.").format(example="21/11/2026"))
    return _exact(day, month, year).isoformat()


def _exact(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(_("There is no month {month}.").format(month=month))
    if not 1900 <= year <= 2100:
        raise ValueError(_("The year {year} is not between 1900 and 2100.").format(year=year))
    try:
        return date(year, month, day)
    except ValueError:
        shown = f"{day:02}/{month:02}/{year}"
        raise ValueError(_("There is no day {date}.").format(date=shown)) from None


def parse_time(text: str) -> str:
    """``8`` · ``8h30`` · ``8:30`` · ``0830`` → ``HH:MM``. ValueError with a sentence that says what is wrong."""
    found = _CLOCK.fullmatch(fold(text))
    if found is None:
        raise ValueError(_("Enter a time such as {example}.").format(example="14:30"))
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if hour > 23 or minute > 59:
        raise ValueError(_("There is no time {time}.").format(time=f"{hour}:{minute:02}"))
    return f"{hour:02}:{minute:02}"
