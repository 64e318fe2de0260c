"""What is inside the cells of a table: room to write, squares to tick, boxes for a code."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.paper.sheet import PT, Sheet
from desktop.reports.blank_form.pieces import boxes, centre_base, dotted, numbered, square, ticked

CELL, CELL_SIZE = 4.0, 8.4  # a square in a cell, its words
CELL_PITCH = 5.2
CODE, CODE_PITCH = 5.6, 6.4  # numbered squares
PAD = 2.0


class Cell:
    """Draws the inside of one cell."""

    def draw(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
        """White, to write in; dotted lines when the row is high."""
        if h > 13:
            count = int(h // 8)
            for n in range(1, count + 1):
                dotted(sheet, x + PAD, x + w - PAD, y + h * n / (count + 0.35))


class Number(Cell):
    """White, or in a high row a box for a number."""

    def draw(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
        if h > 13:
            ink = sheet.inks
            wide = min(w - 2 * PAD, 18.0)
            sheet.rect(x + PAD, y + h / 2 - 3.3, wide, 6.6, fill=ink.paper, pen=ink.ink, pt=0.8, r=0.8)


@dataclass(frozen=True, slots=True)
class Signs(Cell):
    """Small signs to write between: ``/`` of a date, ``:`` of a time, at parts of the width."""

    sign: str
    places: tuple[float, ...]

    def draw(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
        for at in self.places:
            sheet.text(
                x + w * at, centre_base(y, h, 9.6) + 0.4, self.sign, 9.6, 400, sheet.inks.mute, "centre"
            )


@dataclass(frozen=True, slots=True)
class Squares(Cell):
    """Squares one below the other (``across`` columns) with their words."""

    labels: tuple[tuple[str, ...], ...]
    across: int = 1

    def draw(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
        down = -(-len(self.labels) // self.across)
        each = (w - PAD) / self.across
        lines = [
            max(len(label) for label in self.labels[n * self.across : (n + 1) * self.across])
            for n in range(down)
        ]
        top = y + (h - squares_height(lines)) / 2 + 0.6
        for n in range(down):
            for k, label in enumerate(self.labels[n * self.across : (n + 1) * self.across]):
                ticked(sheet, x + PAD + k * each, top, list(label), CELL, CELL_SIZE)
            top += CELL_PITCH + (lines[n] - 1) * CELL_SIZE * 1.28 * PT


def squares_height(lines: Sequence[int]) -> float:
    """Height of squares one below the other, by the number of lines of each."""
    return sum(CELL_PITCH + (n - 1) * CELL_SIZE * 1.28 * PT for n in lines)


@dataclass(frozen=True, slots=True)
class Codes(Cell):
    """Numbered squares, five a row, explained below the table."""

    codes: tuple[str, ...]

    def draw(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
        per = max(1, int((w - PAD) / CODE_PITCH + 0.01))
        down = -(-len(self.codes) // per)
        top = y + (h - down * CODE_PITCH + 0.8) / 2
        for n, code in enumerate(self.codes):
            numbered(sheet, x + PAD + n % per * CODE_PITCH, top + n // per * CODE_PITCH, code, CODE, 8.2)


@dataclass(frozen=True, slots=True)
class Boxes(Cell):
    """Boxes for a code of so many digits."""

    count: int

    def draw(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
        boxes(sheet, x + (w - self.count * 4.6) / 2, y + h / 2 - 2.6, (self.count,), w=4.6, h=5.2)


@dataclass(frozen=True, slots=True)
class Tick(Cell):
    """One square in the middle."""

    def draw(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
        square(sheet, x + (w - CELL) / 2, y + (h - CELL) / 2, CELL)
