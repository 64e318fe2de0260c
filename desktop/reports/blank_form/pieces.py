"""The pieces a blank form is put together from: headings, squares, boxes, dotted lines.

A piece knows its height and how to draw itself; ``flow`` decides the page and the place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from desktop.paper.lines import Line
from desktop.paper.plates import PANEL_RADIUS, number_plate, writing_line
from desktop.paper.sheet import CAP_HEIGHT, PT, Sheet
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.speech import colon

LEFT, WIDE = 12.0, 186.0
SQUARE = 4.4  # mm, a choice
AFTER = 1.8  # from a square to its words
SIZE = 9.6  # pt: labels and choices
NOTE = 7.8  # pt: hints below a field
ASIDE = 8.6  # pt: hints beside a heading
PITCH = 6.6  # mm from one row of choices to the next
LEADING = 1.28
PLATE_W, PLATE_H = 7.0, 6.4
DOTS = 1.8

Draw = Callable[[Sheet, float, float], None]  # sheet, left, top


@dataclass(frozen=True, slots=True)
class Piece:
    """One part that is never split over two pages; all lengths in mm.

    ``gap``: white above it, except at the top of a page. ``keep``: on one page with what follows.
    ``again``: drawn once more where a new page begins with this piece. Neighbours with the same ``frame``
    (a name and a width) are framed together, page by page.
    """

    height: float
    draw: Draw
    gap: float = 0.0
    keep: bool = False
    again: "Piece | None" = None
    frame: tuple[str, float] | None = None
    indent: float = 0.0
    new_page: bool = False
    grows: "Callable[[float], Piece] | None" = None  # the same, so many mm higher
    wide: bool = False  # on a page that lies on its side


class Room(Protocol):
    """Where the next piece will stand."""

    @property
    def width(self) -> float:
        """Millimetres from left to right there; narrower beside the QR code."""
        ...

    @property
    def beside(self) -> bool:
        """Whether the QR code stands to the right of it."""
        ...

    @property
    def air(self) -> int:
        """How much white: -1 and -2 save height where that saves a page, 1 to 3 fill a page otherwise half empty."""
        ...


Unit = Callable[[Room], Iterator[Piece]]  # asks for the room again before each piece


@dataclass(frozen=True, slots=True)
class Inset:
    """The room inside a card."""

    outer: Room
    by: float

    @property
    def width(self) -> float:
        return self.outer.width - self.by

    @property
    def beside(self) -> bool:
        return self.outer.beside

    @property
    def air(self) -> int:
        return self.outer.air


@dataclass(frozen=True, slots=True)
class Fixed:
    """A room whose width is given."""

    width: float
    beside: bool = False
    air: int = 0


def joined(pieces: list[Piece]) -> list[Piece]:
    """``pieces`` with the first kept together with the second, and the last but one with the last."""
    if len(pieces) < 2:
        return pieces
    kept = [replace(pieces[0], keep=True), *pieces[1:]]
    kept[-2] = replace(kept[-2], keep=True)
    return kept


# marks


def square(sheet: Sheet, x: float, y: float, side: float = SQUARE) -> None:
    """A square to tick."""
    sheet.rect(x, y, side, side, fill=sheet.inks.paper, pen=sheet.inks.ink, pt=0.8, r=0.5)


def centre_base(top: float, height: float, size: float) -> float:
    """The baseline that centres capitals of ``size`` pt on ``height`` mm."""
    return top + height / 2 + size * CAP_HEIGHT * PT / 2


def ticked(
    sheet: Sheet, x: float, y: float, label: list[str], side: float = SQUARE, size: float = SIZE
) -> None:
    """A square with its words right of it, the first line level with the square."""
    square(sheet, x, y, side)
    t.write(sheet, x + side + AFTER, centre_base(y, side, size), label, size, leading=LEADING)


def numbered(sheet: Sheet, x: float, y: float, number: str, side: float = 6.2, size: float = ASIDE) -> None:
    """A square with its number inside, pale enough to cross."""
    sheet.rect(
        x, y, side, side, fill=sheet.inks.paper, pen=sheet.inks.ink, pt=0.8, r=0.6 if side > 5 else 0.5
    )
    size = min(size, size * (side - 1) / max(t.width(number, size), 0.1))
    base = y + side / 2 + 0.379 * size * PT
    sheet.text(x + side / 2, base, number, size, 400, sheet.inks.mute, "centre")


def boxes(
    sheet: Sheet, x: float, y: float, groups: tuple[int, ...], sign: str = "", w: float = 5.0, h: float = 6.0,
    apart: float = 2.0,
) -> float:  # fmt: skip
    """Boxes for digits in groups, ``sign`` between them; returns the right edge."""
    for n, count in enumerate(groups):
        if n:
            if sign:
                sheet.text(x + apart / 2, centre_base(y, h, SIZE), sign, SIZE, 400, sheet.inks.mute, "centre")
            x += apart
        for _ in range(count):
            sheet.rect(x, y, w, h, fill=sheet.inks.paper, pen=sheet.inks.ink, pt=0.7, r=0.4)
            x += w
    return x


def dotted(sheet: Sheet, x1: float, x2: float, y: float) -> None:
    """A dotted line to write on."""
    writing_line(sheet, x1, x2, y, gap=DOTS)


def panel(sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
    """A tinted panel with round corners; a thin frame where the printer has no tints."""
    pen = sheet.inks.ink if sheet.inks.outlined else ""
    sheet.rect(x, y, w, h, fill=sheet.inks.sky, pen=pen, pt=0.6, r=PANEL_RADIUS)


# headings


def section(number: str, title: str, aside: str, room: float, gap: float = 5.0, star: bool = False) -> Piece:
    """A blue number plate, the section's name, a short hint beside it or, when long, below it."""
    left, size = PLATE_W + 2.5, 11.5
    named = t.lines(title, room - left - 3, size, 700)
    if len(named) > 2:  # a question written as a whole sentence
        size = 9.8
        named = t.lines(title, room - left - 3, size, 700)
    at = left + t.width(named[-1] if named else "", size, 700) + (2.6 if star else 0) + 2.5
    fits = at + t.width(aside, ASIDE) <= room
    below = [] if fits else t.lines(aside, room - left, ASIDE)
    step = size * 1.25 * PT
    height = PLATE_H + max(0, len(named) - 1) * step + len(below) * ASIDE * LEADING * PT

    def draw(sheet: Sheet, x: float, y: float) -> None:
        number_plate(sheet, x, y, PLATE_W, PLATE_H, number, 10.5, screws=False)
        blue, base = sheet.inks.plate, y + 4.7
        t.write(sheet, x + left, base, named, size, 700, blue, 1.25)
        last = base + max(0, len(named) - 1) * step
        if star:
            sheet.text(x + at - 4.5, last, "*", size, 700, sheet.inks.danger)
        if fits:
            sheet.text(x + at, last, aside, ASIDE, 400, sheet.inks.mute)
        t.write(sheet, x + left, last + 4.4, below, ASIDE, 400, sheet.inks.mute, LEADING)

    return Piece(height, draw, gap, keep=True)


def part(title: str, aside: str, room: float, inner: bool = False) -> Piece:
    """A band over several sections; ``inner``: a part of a part, a line below its name instead of the band."""
    if inner:
        return _inner_part(title, aside, room)
    named = t.lines(title, room - 8, 12, 800)
    below = t.lines(aside, room - 8, ASIDE)
    step = 12 * 1.25 * PT
    height = 3.6 + len(named) * step + len(below) * ASIDE * LEADING * PT

    def draw(sheet: Sheet, x: float, y: float) -> None:
        panel(sheet, x, y, room, height)
        t.write(sheet, x + 4, y + 5.8, named, 12, 800, sheet.inks.plate, 1.25)
        t.write(sheet, x + 4, y + 5.8 + len(named) * step - 0.6, below, ASIDE, 400, sheet.inks.mute, LEADING)

    return Piece(height, draw, 6.0, keep=True)


def _inner_part(title: str, aside: str, room: float) -> Piece:
    named, below = t.lines(title, room, 11.5, 800), t.lines(aside, room, ASIDE)
    step = 11.5 * 1.25 * PT
    height = 1.2 + len(named) * step + len(below) * ASIDE * LEADING * PT + 0.6

    def draw(sheet: Sheet, x: float, y: float) -> None:
        t.write(sheet, x, y + 4.2, named, 11.5, 800, sheet.inks.plate, 1.25)
        t.write(sheet, x, y + 4.0 + len(named) * step, below, ASIDE, 400, sheet.inks.mute, LEADING)
        sheet.line(x, y + height, x + room, y + height, sheet.inks.plate, 0.8)

    return Piece(height, draw, 6.0, keep=True)


def heading(title: str, aside: str, room: float, star: bool = False, rank: int = 2) -> Piece:
    """The name of a group inside a section (rank 1: blue) or of one question (rank 2: black)."""
    size, weight = (10.5, 700) if rank == 1 else (SIZE, 600)
    named = t.lines(title, room - 3, size, weight)
    at = t.width(named[-1] if named else "", size, weight) + (2.4 if star else 0) + 2.2
    fits = at + t.width(aside, ASIDE) <= room
    below = [] if fits else t.lines(aside, room, ASIDE)
    step = size * LEADING * PT
    height = len(named) * step + len(below) * ASIDE * LEADING * PT + 0.9

    def draw(sheet: Sheet, x: float, y: float) -> None:
        base = y + 3.4
        t.write(sheet, x, base, named, size, weight, sheet.inks.plate if rank == 1 else "", LEADING)
        last = base + max(0, len(named) - 1) * step
        if star:
            sheet.text(x + at - 4.2, last, "*", size, 700, sheet.inks.danger)
        if fits:
            sheet.text(x + at, last, aside, ASIDE, 400, sheet.inks.mute)
        t.write(sheet, x, last + 4.2, below, ASIDE, 400, sheet.inks.mute, LEADING)

    return Piece(height, draw, 4.4 if rank == 1 else 3.4, keep=True)


# bodies


def paragraph(text: str, room: float, size: float = 9.2, gap: float = 3.0) -> Iterator[Piece]:
    """Words to read, one piece a line so that a long text may run on to the next page."""
    step = size * 1.34 * PT
    found = t.lines(text, room, size)

    def one(line: str) -> Draw:
        return lambda sheet, x, y: t.write(sheet, x, y + step * 0.78, [line], size)

    yield from joined([Piece(step, one(line), gap if not n else 0.0) for n, line in enumerate(found)])


def rule(room: float) -> Piece:
    """A thin line: what follows belongs to no section above."""
    return Piece(0.2, lambda sheet, x, y: sheet.line(x, y, x + room, y, sheet.inks.line, 0.8), 4.6, keep=True)


def notice(title: str, text: str, room: float) -> Piece:
    """A framed text to be read out; ``**bold**`` parts in it."""
    size, step = 9.0, 9.0 * 1.42 * PT
    lines = t.rich(text, room - 10, size)
    height = 13.36 + step * len(lines)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.rect(x, y, room, height, fill=sheet.inks.paper, pen=sheet.inks.plate, pt=1.4, r=2.4)
        sheet.text(x + 5, y + 7.2, title, 11.5, 700, sheet.inks.plate)
        t.write_rich(sheet, x + 5, y + 13.27, lines, size, step)

    return Piece(height, draw, 4.4)


def writing(count: int, room: float, gap: float = 0.0, pitch: float = 8.0) -> Piece:
    """Dotted lines to write on; more of them where the page has room."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for n in range(count):
            dotted(sheet, x, x + room, y + pitch * (n + 1) - 0.6)

    return Piece(
        count * pitch, draw, gap, grows=lambda more: writing(count + int(more // pitch), room, gap, pitch)
    )


def legend(
    entries: list[tuple[str, str]], room: float, gap: float = 2.6, run_on: bool = False
) -> Iterator[Piece]:
    """Codes explained on a tinted panel: bold blue name, then its text. A long one takes several panels.

    ``run_on``: one after the other, not each on a line of its own.
    """
    step = 4.08
    if run_on:
        more = "   ".join(f"**{colon(name)}** {body.rstrip('.')}." for name, body in entries[1:])
        entries = [(entries[0][0], f"{entries[0][1].rstrip('.')}.   {more}")]
    rows = [
        (line, not n)
        for name, body in entries
        for n, line in enumerate(t.rich(f"**{colon(name)}** {body}".replace("\n", " "), room - 8, 8.5))
    ]
    for first in range(0, len(rows), 14):
        some = rows[first : first + 14]
        extra = 0.46 * sum(begins for _, begins in some[1:])
        height = 2.4 + step * len(some) + extra + 2.0

        yield Piece(height, _legend_panel(some, room, height, step), gap)


def _legend_panel(some: list[tuple[Line, bool]], room: float, height: float, step: float) -> Draw:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        panel(sheet, x, y, room, height)
        base = y + 5.34
        for n, (line, begins) in enumerate(some):
            base += (step if n else 0) + (0.46 if n and begins else 0)
            t.write_rich(sheet, x + 4, base, [line], 8.5, step, sheet.inks.plate)

    return draw
