"""JSON and gzip from a stranger: bounded, and nothing that two parsers could read differently.

The standard parser takes NaN, lone surrogates and duplicate keys; all three are refused here, as are
numbers no database holds. A gzip stream must end where the bytes end and stay below a cap.
"""

import gzip
import json
import math
import zlib
from collections.abc import Mapping
from typing import Any, NoReturn

from forms.problem import Problem

DEPTH = 32
_GZIP = 31  # zlib's window bits for "a gzip header and nothing else"


def malformed(detail: str) -> Problem:
    """The problem ``wire.malformed``; ``detail`` names the place, never a value."""
    return Problem("wire.malformed", detail=detail)


def pack(value: object) -> bytes:
    """``value`` as compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def unpack(data: bytes, depth: int = DEPTH) -> Any:
    """The value of the JSON text ``data``; Problem ``wire.malformed`` for anything doubtful."""
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_constant, parse_float=_finite, parse_int=_whole
        )
        if "\\u" in text:  # only an escape can smuggle a lone surrogate past the decoder
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError as error:
        raise malformed("not UTF-8") from error
    except RecursionError as error:
        raise malformed("too deep") from error
    except json.JSONDecodeError as error:
        raise malformed(f"not JSON at {error.pos}") from error
    if _deeper(value, depth):
        raise malformed("too deep")
    return value


def squeeze(data: bytes) -> bytes:
    """``data`` gzipped at level 6, without a time: the same bytes every time."""
    return gzip.compress(data, 6, mtime=0)


def expand(data: bytes, cap: int) -> bytes:
    """One whole gzip stream; Problem ``wire.too_large`` above ``cap`` bytes, before they are made."""
    stream = zlib.decompressobj(_GZIP)
    try:
        plain = stream.decompress(data, cap + 1)
    except zlib.error as error:
        raise malformed("not gzip") from error
    if len(plain) > cap:
        raise Problem("wire.too_large")
    if not stream.eof or stream.unused_data:
        raise malformed("gzip cut short or followed by more")
    return plain


class Fields:
    """A JSON object read field by field: every field known, of its type, and none left over."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise malformed(f"{where} is not an object")
        self._left: dict[str, object] = dict(value)
        self._where = where

    def take(self, name: str) -> object:
        if name not in self._left:
            raise malformed(f"{self._where}.{name} is missing")
        return self._left.pop(name)

    def text(self, name: str, most: int = 200) -> str:
        value = self.take(name)
        if not isinstance(value, str) or len(value) > most:
            raise malformed(f"{self._where}.{name} is not a text of at most {most}")
        return value

    def number(self, name: str) -> int:
        value = self.take(name)
        if type(value) is not int or not 0 <= value < 1 << 63:
            raise malformed(f"{self._where}.{name} is not a whole number")
        return value

    def items(self, name: str, most: int) -> list[object]:
        value = self.take(name)
        if not isinstance(value, list):
            raise malformed(f"{self._where}.{name} is not a list")
        if len(value) > most:
            raise Problem("wire.too_large")
        return value

    def texts(self, name: str) -> Mapping[str, str]:
        value = self.take(name)
        if not isinstance(value, dict) or not all(isinstance(it, str) for it in value.values()):
            raise malformed(f"{self._where}.{name} is not an object of texts")
        return value

    def done(self) -> None:
        """Nothing may be left: an unknown field means another version, not noise."""
        if self._left:
            raise malformed(f"{self._where}.{min(self._left)[:40]} is unknown")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise malformed("a key stands twice")
    return value


def _constant(name: str) -> NoReturn:
    raise malformed(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise malformed("a number is too large")
    return number


def _whole(digits: str) -> int:
    if len(digits) > 19:
        raise malformed("a number is too large")
    return int(digits)


def _deeper(value: object, depth: int) -> bool:
    level: list[object] = [value]
    for _ in range(depth):
        level = [
            child
            for it in level
            if isinstance(it, (dict, list))
            for child in (it.values() if isinstance(it, dict) else it)
        ]
        if not level:
            return False
    return True
