"""Dates and times as people type them, to ISO."""

import re
from datetime import date, datetime, time, timedelta, timezone

from forms.text import fold
from resources.words import _

_RELATIVE = {
    **dict.fromkeys(["hom nay", "nay", "today"], 0),
    **dict.fromkeys(["hom qua", "qua", "yesterday"], -1),
    "hom kia": -2,
    **dict.fromkeys(["ngay mai", "mai", "tomorrow"], 1),
}
VIETNAM = timezone(timedelta(hours=7))
_EPOCH = date(1970, 1, 1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{2}:\d{2}\S*)?")
_PARTS = re.compile(r"(\d{1,2})(?:[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?)?")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})?")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)?|(\d{2})(\d{2})")
_CLOCK_ISO = re.compile(r"(?:\d{4}-\d{2}-\d{2}t)?(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\S*")
_MONTH = re.compile(r"(?:thang|thg)?\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?")
_MONTH_RUN = re.compile(r"(\d{2})(\d{4})")
_MONTH_ISO = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"(?:nam)?\s*(\d{4}|\d{2})")


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
        year = _century(int(found[3] or today.year))
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
    """``8`` · ``8h30`` · ``8:30`` · ``0830`` · ISO → ``HH:MM``. ValueError with a sentence that says what is wrong."""
    typed = fold(text)
    if whole := _CLOCK_ISO.fullmatch(typed):
        typed = whole[1]
    found = _CLOCK.fullmatch(typed)
    if found is None:
        raise ValueError(_("Enter a time such as {example}.").format(example="14:30"))
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if hour > 23 or minute > 59:
        raise ValueError(_("There is no time {time}.").format(time=f"{hour}:{minute:02}"))
    return f"{hour:02}:{minute:02}"


def parse_month(text: str, today: date) -> str:
    """``11`` · ``11/2026`` · ``tháng 11`` · ``112026`` · ``2026-11`` · any date → the first of that month."""
    typed = fold(text)
    if found := _MONTH_ISO.fullmatch(typed):
        return _exact(1, int(found[2]), int(found[1])).isoformat()
    if found := _MONTH.fullmatch(typed) or _MONTH_RUN.fullmatch(typed):
        return _exact(1, int(found[1]), _century(int(found[2] or today.year))).isoformat()
    try:
        return f"{parse_date(text, today)[:7]}-01"
    except ValueError:
        raise ValueError(_("Enter a month such as {example}.").format(example="11/2026")) from None


def parse_year(text: str, today: date) -> str:
    """``2026`` · ``26`` · any date → the first of January."""
    typed = fold(text)
    if found := _YEAR.fullmatch(typed):
        return _exact(1, 1, _century(int(found[1]))).isoformat()
    try:
        return f"{parse_date(text, today)[:4]}-01-01"
    except ValueError:
        raise ValueError(_("Enter a year such as {example}.").format(example="2026")) from None


def parse_moment(text: str, today: date) -> str:
    """``21/11/2026 14:30`` · ``14h30 21/11`` · ``hôm qua 9h`` · ISO → ISO 8601 with offset, Vietnam's if none.

    ValueError with a sentence that says what is wrong.
    """
    try:
        if _MOMENT.fullmatch(text.strip()):
            return moment_text(datetime.fromisoformat(text.strip()))
    except ValueError:
        pass
    words = fold(text[:80]).replace(",", " ").split()
    reason = _("Enter date and time such as {example}.").format(example="21/11/2026 14:30")
    for cut in range(len(words) - 1, 0, -1):
        for day, clock in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
            try:
                at = time.fromisoformat(parse_time(" ".join(clock)))
                on = date.fromisoformat(parse_date(" ".join(day), today))
            except ValueError:
                continue
            return moment_text(datetime.combine(on, at))
    raise ValueError(reason)


def moment_text(moment: datetime) -> str:
    """ISO 8601 with offset; a moment without one is Vietnam's."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).isoformat()


def day_of(number: float) -> date | None:
    """The date ``number`` days after 1970-01-01; None outside the calendar."""
    if not -700_000 < number < 2_900_000:
        return None
    return _EPOCH + timedelta(days=int(number // 1))


def moment_of(number: float) -> datetime | None:
    """The moment ``number`` days after 1970-01-01 in Vietnam, to the second; None outside the calendar."""
    day = day_of(number)
    if day is None:
        return None
    return datetime.combine(day, time(), VIETNAM) + timedelta(seconds=round(number % 1 * 86_400))


def _century(year: int) -> int:
    return year + 2000 if year < 100 else year
