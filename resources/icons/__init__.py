"""The line icons: Lucide (ISC, ``LICENSE.txt``), one SVG a file on a 24 × 24 grid, and the mark of Ngõ Số."""

from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
MARKS = ("mark", "mark-16")


def names() -> tuple[str, ...]:
    """Every icon's name, sorted, without the two marks."""
    return tuple(sorted(path.stem for path in HERE.glob("*.svg") if path.stem not in MARKS))


@cache
def _source(name: str) -> str:
    return (HERE / f"{name}.svg").read_text(encoding="utf-8")


def svg(name: str, colour: str, stroke: float = 1.75) -> bytes:
    """The icon ``name`` as SVG, drawn in ``colour`` (``#RRGGBB``) with lines ``stroke`` wide on the 24 grid.

    Raises ``FileNotFoundError`` for a name that has no file.
    """
    text = _source(name).replace("currentColor", colour)
    return text.replace('stroke-width="2"', f'stroke-width="{stroke}"').encode()


def mark(pixels: int) -> bytes:
    """The mark as SVG for a square ``pixels`` wide; up to 20 a simpler drawing that stays clear."""
    return _source("mark-16" if pixels <= 20 else "mark").encode()
