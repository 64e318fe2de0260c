"""ODK's XPath functions (getodk.org, "Form operators and functions") in one table, and those on numbers and lists.

No function raises for any value: what has no answer is not-a-number or ``""``. Where ODK's own programs differ:

- ``min`` ``max`` ``sum`` pass over what is no number, so an empty row spoils no total (JavaRosa, and Web Forms
  since getodk/web-forms#878 and #919; Enketo gives not-a-number);
- ``round`` rounds the number as it is written, ``round(1.005, 2)`` is 1.01, and a half up: ``round(-2.5)`` is
  -2 (XPath 1.0, JavaRosa, Enketo; Web Forms gives -3);
- ``-1`` is no limit for ``weighted-checklist``, too (ODK's documentation, Web Forms; in JavaRosa it is a limit);
- ``regex`` wants the whole text to fit (ODK's documentation, JavaRosa; Enketo takes a part).
"""

import math
import random
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Protocol, TypeVar
from uuid import uuid4

from forms.expressions.dates import decimal_time, format_date, iso_date, iso_moment
from forms.expressions.text import (
    after,
    before,
    decoded,
    digest,
    encoded,
    join,
    length,
    matches,
    selected,
    selected_at,
    substr,
    substring,
    translate,
    words,
)
from forms.expressions.values import NAN, Value, flat, many, to_boolean, to_number, to_string
from resources.words import N_

_MERSENNE = 2**31 - 1
_FINEST = 30  # decimal places; ODK rounds to no more
_HALF = Decimal("0.5")
T = TypeVar("T")


class Surroundings(Protocol):
    """What a function may ask of the entry around it."""

    @property
    def today(self) -> date: ...
    @property
    def now(self) -> datetime: ...
    @property
    def version(self) -> str: ...


def _numbers(values: tuple[Value, ...]) -> list[float]:
    found = (to_number(member) for member in flat(values))
    return [number for number in found if not math.isnan(number)]


def _real(function: Callable[..., float]) -> Callable[..., float]:
    """A function of numbers that has an answer everywhere: not-a-number outside its domain."""

    def run(*values: Value) -> float:
        try:
            return float(function(*map(to_number, values)))
        except OverflowError:
            return math.inf
        except ValueError:
            return NAN

    return run


def _round(value: Value, places: Value = 0.0) -> float:
    number, digits = to_number(value), to_number(places)
    if not math.isfinite(number):
        return number
    if not abs(digits) <= _FINEST:
        return NAN
    scaled = Decimal(repr(number)).scaleb(int(digits))
    return float((scaled + _HALF).to_integral_value(ROUND_FLOOR).scaleb(-int(digits)))


def _logarithm(function: Callable[[float], float]) -> Callable[..., float]:
    return _real(lambda number: function(number) if number else -math.inf)


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.copysign(math.inf, base) if exponent % 2 == 1 else math.inf
    except ValueError:
        return NAN if base else math.inf


def _coalesce(*values: Value) -> Value:
    return next((value for value in values if to_string(value) not in ("", "NaN")), "")


def _within(amount: float, least: Value, most: Value) -> bool:
    """Whether ``amount`` lies between the two; -1 is no limit."""
    low, high = to_number(least), to_number(most)
    return (low == -1 or amount >= low) and (high == -1 or amount <= high)


def _checklist(least: Value, most: Value, *values: Value) -> bool:
    return _within(sum(to_boolean(member) for member in flat(values)), least, most)


def _weighted(least: Value, most: Value, *values: Value) -> bool:
    told = flat(values[0::2])
    weights = flat(values[1::2])
    weight = sum(to_number(w) for t, w in zip(told, weights, strict=False) if to_boolean(t))
    return _within(weight, least, most)


def shuffled(members: Sequence[T], seed: Value | None = None) -> list[T]:
    """``members`` in random order; with a seed always in the one order ODK has for it.

    As in JavaRosa and Enketo: Fisher–Yates from the inside out, by the generator of Park and Miller.
    """
    found: list[T] = []
    number = random.randrange(1, _MERSENNE) if seed is None else to_number(seed)
    state = int(math.fmod(number, _MERSENNE)) if math.isfinite(number) else 0
    state += 0 if state > 0 else _MERSENNE - 1
    for place, member in enumerate(members):
        state = state * 16807 % _MERSENNE
        other = int((state - 1) / (_MERSENNE - 1) * (place + 1))
        found.append(member)
        found[place], found[other] = found[other], found[place]
    return found


def _randomize(members: Value, seed: Value | None = None) -> Value:
    return shuffled(many(members), seed)


Function = Callable[..., Value]

# name → (least arguments, most arguments or None for any number, what it does with its values)
FUNCTIONS: dict[str, tuple[int, int | None, Function]] = {
    # choices
    "selected": (2, 2, selected),
    "is-selected": (2, 2, selected),
    "selected-at": (2, 2, selected_at),
    "count-selected": (1, 1, lambda v: float(len(words(v)))),
    "randomize": (1, 2, _randomize),
    # conditions
    "coalesce": (2, None, _coalesce),
    "checklist": (3, None, _checklist),
    "weighted-checklist": (4, None, _weighted),
    "true": (0, 0, lambda: True),
    "false": (0, 0, lambda: False),
    "not": (1, 1, lambda v: not to_boolean(v)),
    "boolean": (1, 1, to_boolean),
    "boolean-from-string": (1, 1, lambda v: to_string(v).lower() in ("true", "1")),
    # text
    "regex": (2, 2, matches),
    "contains": (2, 2, lambda v, part: to_string(part) in to_string(v)),
    "starts-with": (2, 2, lambda v, part: to_string(v).startswith(to_string(part))),
    "ends-with": (2, 2, lambda v, part: to_string(v).endswith(to_string(part))),
    "substr": (2, 3, substr),
    "substring": (2, 3, substring),
    "substring-before": (2, 2, before),
    "substring-after": (2, 2, after),
    "translate": (3, 3, translate),
    "string-length": (1, 1, length),
    "normalize-space": (1, 1, lambda v: " ".join(words(v))),
    "concat": (1, None, lambda *vs: join("", *vs)),
    "join": (2, None, join),
    "string": (1, 1, to_string),
    "digest": (2, 3, digest),
    "base64-decode": (1, 1, decoded),
    "base64-encode": (1, 1, encoded),
    # numbers
    "number": (1, 1, to_number),
    "int": (1, 1, _real(lambda n: math.trunc(n) if math.isfinite(n) else n)),
    "round": (1, 2, _round),
    "floor": (1, 1, _real(lambda n: math.floor(n) if math.isfinite(n) else n)),
    "ceiling": (1, 1, _real(lambda n: math.ceil(n) if math.isfinite(n) else n)),
    "abs": (1, 1, _real(abs)),
    "pow": (2, 2, _real(_power)),
    "log": (1, 1, _logarithm(math.log)),
    "log10": (1, 1, _logarithm(math.log10)),
    "sqrt": (1, 1, _real(math.sqrt)),
    "exp": (1, 1, _real(math.exp)),
    "exp10": (1, 1, _real(lambda n: _power(10.0, n))),
    "pi": (0, 0, lambda: math.pi),
    "sin": (1, 1, _real(math.sin)),
    "cos": (1, 1, _real(math.cos)),
    "tan": (1, 1, _real(math.tan)),
    "asin": (1, 1, _real(math.asin)),
    "acos": (1, 1, _real(math.acos)),
    "atan": (1, 1, _real(math.atan)),
    "atan2": (2, 2, _real(math.atan2)),
    "sum": (1, None, lambda *vs: sum(_numbers(vs), 0.0)),
    "min": (1, None, lambda *vs: min(_numbers(vs), default=NAN)),
    "max": (1, None, lambda *vs: max(_numbers(vs), default=NAN)),
    "count-non-empty": (1, 1, lambda v: float(sum(bool(to_string(member)) for member in many(v)))),
    "random": (0, 0, random.random),
    # dates
    "date": (1, 1, iso_date),
    "date-time": (1, 1, iso_moment),
    "decimal-date-time": (1, 1, to_number),
    "decimal-time": (1, 1, decimal_time),
    "format-date": (2, 2, format_date),
    "format-date-time": (2, 2, format_date),
    # the rest
    "uuid": (0, 1, lambda *size: str(uuid4()) if not size else _letters(size[0])),
    "depend": (1, None, lambda v, *_others: v),
}  # fmt: skip


def _letters(size: Value) -> str:
    return "".join(random.choices("0123456789abcdef", k=int(max(0.0, min(to_number(size), 999.0)))))


# The same, for functions that ask the entry around them.
ASKING: dict[str, tuple[int, int | None, Callable[[Surroundings], Value]]] = {
    "today": (0, 0, lambda around: around.today.isoformat()),
    "now": (0, 0, lambda around: around.now.isoformat(timespec="milliseconds")),
    "version": (0, 0, lambda around: around.version),
}

# Read by the parser itself, for they look at their arguments unevaluated.
SPECIAL: dict[str, tuple[int, int | None]] = {
    "if": (3, 3),
    "once": (1, 1),
    "count": (1, 1),
    "position": (0, 1),
    "last": (0, 0),
    "indexed-repeat": (3, None),
    "jr:choice-name": (2, 2),
    "pulldata": (4, 4),
    "current": (0, 0),
    "instance": (1, 1),
}

_PLACES = N_("places found by satellite are not recorded; ask for the hamlet")
_CASE = N_("use translate()")
_XML = N_("a form has no XML names or languages to ask for")
_EMPTY = N_("compare with '': ${x} = ''")
_MIDDLE = N_("use sum(…) div count(…)")
_DAYS = N_("subtract one date from the other: it gives days")
_PART = N_("use format-date(…, '%Y'), '%n' or '%e'")
_ROWS = N_("put the condition behind the repeat: count(${repeat}[age > 5]), sum(${repeat}[age > 5]/age)")

# What a form's author may have expected to work, and what to write instead.
REFUSED = {
    **dict.fromkeys(["area", "enclosed-area", "distance", "geofence", "intersects", "here"], _PLACES),
    "extract-signed": N_("signed cards cannot be read here; scan the code as text"),
    "jr:itext": N_("use jr:choice-name()"),
    "property": N_("nothing is read from the machine; ask for it in a question"),
    "search": N_("use select_one_from_file and a choice_filter"),
    **dict.fromkeys(["lower-case", "upper-case", "lower", "upper"], _CASE),
    **dict.fromkeys(["name", "local-name", "namespace-uri", "lang", "id", "node-set"], _XML),
    **dict.fromkeys(["average", "avg", "mean"], _MIDDLE),
    **dict.fromkeys(["len", "length"], N_("use string-length()")),
    **dict.fromkeys(
        ["ifelse", "iif", "ifs", "switch", "case"], N_("use if(condition, a, if(condition, b, c))")
    ),
    **dict.fromkeys(["isnull", "is-null", "is-empty", "isblank", "empty", "not-empty"], _EMPTY),
    **dict.fromkeys(["datediff", "date-diff", "days", "dateadd", "date-add"], _DAYS),
    **dict.fromkeys(["year", "month", "day", "weekday", "hour", "minute"], _PART),
    **dict.fromkeys(["count-if", "countif", "sum-if", "sumif", "min-if", "max-if", "join-if"], _ROWS),
    **dict.fromkeys(["md5", "sha1", "sha256", "hash"], N_("use digest(…, 'SHA-256', 'hex')")),
    **dict.fromkeys(["current-date", "date-now", "now-date"], N_("use today()")),
    **dict.fromkeys(["rand", "random-number"], N_("use once(random())")),
    "trim": N_("use normalize-space()"),
    "replace": N_("use translate(), or substring-before() and substring-after()"),
    "concatenate": N_("use concat()"),
    "ceil": N_("use ceiling()"),
    "index": N_("use position(..)"),
}
