"""ODK's functions on text: cutting, searching, patterns, digests."""

import base64
import hashlib
import math
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from forms.expressions.values import Value, flat, to_number, to_string
from resources.words import _

if TYPE_CHECKING:
    import regex

_LONGEST = 100_000  # letters of a pattern whose repetitions are written out
_PATIENCE = 0.05  # seconds a pattern may take: a hostile one must not stop the window
_ENCODINGS = ("hex", "base64")
_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def words(value: Value) -> list[str]:
    """The codes of a multiple choice, or the words of a text."""
    return to_string(value).split()


def selected(value: Value, code: Value) -> bool:
    """``selected()``: whole codes, however many blanks stand around them."""
    return f" {to_string(code).strip()} " in f" {to_string(value).strip()} "


def selected_at(value: Value, place: Value) -> str:
    """``selected-at()``: the code at ``place``, from 0; ``""`` outside the list."""
    found, number = words(value), to_number(place)
    return found[int(number)] if -1 < number < len(found) else ""


def length(value: Value) -> float:
    """``string-length()``, in letters as a reader counts them (NFC)."""
    return float(len(unicodedata.normalize("NFC", to_string(value))))


def substr(text: Value, start: Value, end: Value | None = None) -> str:
    """``substr()``: from ``start``, counted from 0, to before ``end``; negative ones count from the end."""
    whole = to_string(text)
    begin, finish = to_number(start), math.inf if end is None else to_number(end)
    if math.isnan(begin) or math.isnan(finish):
        return ""
    most = len(whole)
    return whole[int(max(-most, min(begin, most))) : int(max(-most - 1, min(finish, most)))]


def substring(text: Value, start: Value, count: Value | None = None) -> str:
    """XPath's own ``substring()``: from ``start``, counted from 1, and ``count`` letters."""
    begin = _whole(to_number(start))
    end = begin + (math.inf if count is None else _whole(to_number(count)))
    return "".join(letter for place, letter in enumerate(to_string(text), 1) if begin <= place < end)


def _whole(number: float) -> float:
    return math.floor(number + 0.5) if math.isfinite(number) else number


def translate(text: Value, old: Value, new: Value) -> str:
    """``translate()``: each letter of ``old`` becomes the one of ``new`` at its place, or nothing."""
    table: dict[int, str] = {}
    for letter, other in zip(to_string(old), [*to_string(new), *[""] * len(to_string(old))], strict=False):
        table.setdefault(ord(letter), other)
    return to_string(text).translate(table)


def before(text: Value, mark: Value) -> str:
    """``substring-before()``: ``""`` when ``mark`` is not there."""
    whole, cut = to_string(text), to_string(mark)
    return whole[: max(whole.find(cut), 0)]


def after(text: Value, mark: Value) -> str:
    """``substring-after()``: ``""`` when ``mark`` is not there."""
    whole, cut = to_string(text), to_string(mark)
    place = whole.find(cut)
    return "" if place < 0 else whole[place + len(cut) :]


def join(mark: Value, *values: Value) -> str:
    """``join()``: every member of every value, ``mark`` between them."""
    return to_string(mark).join(to_string(member) for member in flat(values))


@lru_cache(maxsize=256)
def pattern(source: str) -> "regex.Pattern[str]":
    """A pattern as Java reads it. ``regex.error`` with a reason when it cannot be read."""
    import regex

    if _size(source) > _LONGEST:
        raise regex.error(_("its repetitions are too many"))
    if "[[:" in source:
        raise regex.error(_("write \\p{Alpha} instead of [[:alpha:]]"))
    try:
        return regex.compile(_python(source), regex.V1 if "&&" in source else regex.V0)
    except (RecursionError, OverflowError, MemoryError):
        raise regex.error(_("its repetitions are too many")) from None


def _python(source: str) -> str:
    r"""What Java alone writes so, ``\Q…\E`` and ``\k<name>``, as Python's library wants it."""
    import regex

    head, *rest = source.split(r"\Q")
    for part in rest:
        quoted, _mark, plain = part.partition(r"\E")
        head += regex.escape(quoted, special_only=True) + plain
    return head.replace(r"\k<", r"\g<")


def _size(source: str) -> int:
    """How many letters a pattern has when its counted repetitions, one in another, are written out."""
    import regex

    sizes, last = [0], 0
    for part in regex.findall(r"\\.|\[\^?\]?(?:\\.|[^]\\])*\]|\{\d+(?:,\d*)?\}|.", source, regex.DOTALL):
        if part == "(":
            sizes.append(0)
        elif part == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif part[:1] == "{" and part[1:2].isdigit():
            often = max(int(count or 0) for count in part[1:-1].split(","))
            sizes[-1] += last * (often - 1)
            last *= often
        else:
            last = 1
            sizes[-1] += 1
    return sum(sizes)


def matches(value: Value, source: Value) -> bool:
    """``regex()``: the whole text fits the pattern (JavaRosa; Enketo takes a part). What takes too long does not."""
    import regex

    try:
        return bool(pattern(to_string(source)).fullmatch(to_string(value), timeout=_PATIENCE))
    except (regex.error, TimeoutError, MemoryError):
        return False


def digest(value: Value, method: Value, encoding: Value = "base64") -> str:
    """``digest()`` in base64 or hex; ``""`` for a method or encoding that ODK does not have."""
    name, shape = _DIGESTS.get(to_string(method).upper(), ""), to_string(encoding).lower()
    if not name or shape not in _ENCODINGS:
        return ""
    found = hashlib.new(name, to_string(value).encode("utf-8", "replace"), usedforsecurity=False).digest()
    return found.hex() if shape == "hex" else base64.b64encode(found).decode("ascii")


def known_digest(method: str, encoding: str | None) -> bool:
    """Whether ``digest()`` has this method and, where it is known, this encoding."""
    return method.upper() in _DIGESTS and (encoding or "hex").lower() in _ENCODINGS


def decoded(value: Value) -> str:
    """``base64-decode()``; ``""`` when the text is no base64 of UTF-8."""
    try:
        return base64.b64decode(to_string(value).encode("ascii"), validate=True).decode("utf-8")
    except ValueError:
        return ""


def encoded(value: Value) -> str:
    """``base64-encode()`` of the text in UTF-8."""
    return base64.b64encode(to_string(value).encode("utf-8", "replace")).decode("ascii")
