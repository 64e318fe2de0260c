"""Words on a blank form: measured, broken into lines, drawn. Nothing is ever wider than its room."""

from collections.abc import Sequence
from functools import lru_cache

from desktop.paper.lines import NO_BREAK, ZERO_WIDTH_SPACE, Line, Measure, Run, parse
from desktop.paper.lines import wrap as evenly
from desktop.paper.sheet import PT, Align, Sheet, font

EVEN = 260  # letters; a longer text is filled line by line, a shorter one is balanced
_HUNDRED = 100.0


@lru_cache(maxsize=100_000)
def _wide(text: str, weight: int) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font(weight), _HUNDRED)) * PT / _HUNDRED


def width(text: str, size: float, weight: int = 400) -> float:
    """Width of one line in mm."""
    return _wide(text, weight) * size


def longest(text: str, size: float, weight: int = 400) -> float:
    """Width in mm of the widest word: with less room it is torn."""
    words = text.replace("\n", " ").replace(ZERO_WIDTH_SPACE, " ").split(" ")
    return max(width(word, size, weight) for word in words)


def _openable(text: str, room: float, size: float, weight: int) -> str:
    """``text`` with a place to break inside every word that is wider than ``room``."""
    if width(text, size, weight) <= room:
        return text
    words = []
    for word in text.split(" "):
        if width(word, size, weight) > room:
            part, parts = "", []
            for letter in word:
                if part and width(part + letter, size, weight) > room:
                    parts.append(part)
                    part = ""
                part += letter
            word = ZERO_WIDTH_SPACE.join([*parts, part])
        words.append(word)
    return " ".join(words)


def _measure(size: float, weights: tuple[int, int]) -> Measure:
    return lambda run: width(run.text.replace(NO_BREAK, " "), size, weights[run.bold])


def rich(
    text: str, room: float, size: float, weights: tuple[int, int] = (400, 700), even: bool = False
) -> list[Line]:
    """The lines of a text with ``**bold**`` parts, each at most ``room`` mm wide."""
    measure = _measure(size, weights)
    found: list[Line] = []
    for given in parse(text):
        line = tuple(Run(_openable(run.text, room, size, weights[1]), run.bold) for run in given)
        found += evenly(line, room, measure) if even else _greedily(line, room, measure)
    return found


def _greedily(line: Line, room: float, measure: Measure) -> list[Line]:
    done: list[list[Run]] = [[]]
    used = 0.0
    for run in line:
        for n, word in enumerate(run.text.replace(ZERO_WIDTH_SPACE, f"{ZERO_WIDTH_SPACE} ").split(" ")):
            joined = not n or (bool(done[-1]) and done[-1][-1].text.endswith(ZERO_WIDTH_SPACE))
            piece = word if joined else f" {word}"
            needed = measure(Run(piece.replace(ZERO_WIDTH_SPACE, ""), run.bold))
            if done[-1] and used + needed > room + 0.001 and word:
                done.append([])
                piece, used = word, 0.0
                needed = measure(Run(word.replace(ZERO_WIDTH_SPACE, ""), run.bold))
            used += needed
            if done[-1] and done[-1][-1].bold == run.bold:
                done[-1][-1] = Run(done[-1][-1].text + piece, run.bold)
            else:
                done[-1].append(Run(piece, run.bold))
    return [
        tuple(Run(r.text.replace(ZERO_WIDTH_SPACE, "").replace(NO_BREAK, " "), r.bold) for r in found)
        for found in done
    ]


def lines(text: str, room: float, size: float, weight: int = 400) -> list[str]:
    """The lines of a text in one weight; an empty text has none."""
    if not text:
        return []
    if "\n" not in text and width(text, size, weight) <= room:
        return [text]
    return list(_lines(text, room, size, weight))


@lru_cache(maxsize=10_000)
def _lines(text: str, room: float, size: float, weight: int) -> tuple[str, ...]:
    measure = _measure(size, (weight, weight))
    found: list[Line] = []
    for given in text.split("\n"):
        line = (Run(_openable(given, room, size, weight)),)
        found += evenly(line, room, measure) if len(given) <= EVEN else _greedily(line, room, measure)
    return tuple("".join(run.text for run in line).strip() for line in found)


def write(
    sheet: Sheet,
    x: float,
    base: float,
    text: Sequence[str],
    size: float,
    weight: int = 400,
    colour: str = "",
    leading: float = 1.3,
    align: Align = "left",
) -> None:
    """Lines one below the other, the first on ``base``."""
    for n, line in enumerate(text):
        sheet.text(x, base + n * size * leading * PT, line, size, weight, colour, align)


def write_rich(
    sheet: Sheet, x: float, base: float, text: Sequence[Line], size: float, step: float, bold: str = ""
) -> None:
    """Lines with bold parts, ``step`` mm apart; ``bold`` is the colour of those parts."""
    for n, line in enumerate(text):
        at = x
        for run in line:
            weight = 700 if run.bold else 400
            at += sheet.text(at, base + n * step, run.text, size, weight, bold if run.bold else "")
