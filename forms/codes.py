"""Codes printed on paper and read back by a scanner: digits only, the last one a check digit.

==========  ======  ==============================================  ======================
kind        digits  parts                                           as read by a person
==========  ======  ==============================================  ======================
household   11      commune 5, hamlet 2, house 3, check             ``25459 03 027 4``
member      9       commune 5, member 3, check                      ``25459 012 7``
class       13      commune 5, hamlet 2, year 2, class 3, check     ``25459 03 26 014 1``
==========  ======  ==============================================  ======================

The lengths are never 10 (a telephone) or 12 (căn cước), nor each other's, so a scan cannot be
taken for something else. The check digit is Luhn's (ISO/IEC 7812-1, annex B): it finds every wrong
digit and nearly every swap of neighbours.
"""

from typing import Literal

Kind = Literal["household", "member", "class"]

_PARTS: dict[Kind, tuple[int, ...]] = {
    "household": (5, 2, 3, 1),
    "member": (5, 3, 1),
    "class": (5, 2, 2, 3, 1),
}


def check_digit(digits: str) -> str:
    """Luhn's check digit for ``digits``."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def make(kind: Kind, *numbers: int) -> str:
    """The code of the given numbers in the order of the table, check digit added.

    Raises ``ValueError`` when a number is negative, too long for its part, or one is missing.
    """
    sizes = _PARTS[kind][:-1]
    if len(numbers) != len(sizes) or any(
        not 0 <= n < 10**size for n, size in zip(numbers, sizes, strict=True)
    ):
        raise ValueError(f"{kind}: {numbers}")
    digits = "".join(f"{number:0{size}d}" for number, size in zip(numbers, sizes, strict=True))
    return digits + check_digit(digits)


def kind_of(code: str) -> Kind | None:
    """What a scanned or typed code is, blanks apart; ``None`` when length or check digit is wrong."""
    digits = code.replace(" ", "").replace("\u00a0", "")
    if not (digits.isascii() and digits.isdigit()):
        return None
    for kind, sizes in _PARTS.items():
        if len(digits) == sum(sizes) and check_digit(digits[:-1]) == digits[-1]:
            return kind
    return None


def parts(code: str) -> tuple[int, ...]:
    """The numbers of a code without its check digit. Raises ``ValueError`` for a wrong code."""
    return tuple(int(part) for part in _split(code)[:-1])


def spaced(code: str) -> str:
    """The code as a person reads it. Raises ``ValueError`` for a wrong code."""
    return " ".join(_split(code))


def _split(code: str) -> list[str]:
    kind = kind_of(code)
    if kind is None:
        raise ValueError(code)
    digits = code.replace(" ", "").replace("\u00a0", "")
    found: list[str] = []
    at = 0
    for size in _PARTS[kind]:
        found.append(digits[at : at + size])
        at += size
    return found
