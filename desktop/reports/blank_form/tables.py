"""A repeat as a table to fill in: a row for each entry, a column for each question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from desktop.paper.sheet import PT, Sheet
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.conditions import bounds
from desktop.reports.blank_form.pieces import (
    AFTER,
    WIDE,
    Draw,
    Piece,
    boxes,
    centre_base,
    dotted,
    legend,
    numbered,
    square,
    ticked,
)
from desktop.reports.blank_form.speech import Speech, explained
from forms.definition import Question

HEAD_SIZE = 8.8
CELL, CELL_SIZE = 4.0, 8.4  # a square in a cell, its words
CELL_PITCH = 5.2
CODE, CODE_PITCH, PER_ROW = 5.6, 6.4, 5  # numbered squares
PAD = 2.0
ORDINAL = 8.0
WIDEST = 40.0  # of a column that grows with its heading
FEW, SOME, MANY = 6, 12, 40  # choices as squares; as numbered squares; as a number to write
LOW, FEW_LOW, SOME_LOW = 6.8, 3, 7  # the same in rows of one line, and the height of those


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, least width, least height of a row, how a cell is drawn (left, top, width, height).

    ``grows``: takes a share of the width left over. ``explains``: name and text for the legend below the table.
    """

    title: str
    width: float
    height: float
    cell: "Cell"
    grows: float = 0.0
    explains: tuple[str, str] | None = None
    star: bool = False
    flat: tuple["Cell", float] | None = None  # the squares in one row instead, and the width that takes
    group: str = ""  # what it belongs to, above its heading


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


def _title_lines(title: str, wide: float) -> int:
    return len(t.lines(title, wide - 2 * PAD, HEAD_SIZE, 700))


def _title_width(title: str) -> float:
    return max((t.width(word, HEAD_SIZE, 700) for word in title.split()), default=0) + 2 * PAD


def column(
    question: Question,
    speech: Speech,
    star: bool,
    annex: str = "",
    when: str = "",
    low: bool = False,
    group: str = "",
) -> Column:
    """The column of one question. ``annex``: where its long list is; ``when``: an instruction for the legend.

    ``low``: in rows of one line, for a list of many; ``group``: the label of the group the question stands in.
    """
    found = _column(question, speech, annex)
    if low:
        found = _low(found, question, speech, annex)
    explains = found.explains
    if when:
        title, body = explains or (found.title, "")
        explains = (title, f"({when}) {body}".strip()) if body else (title, when)
    wide = max(found.width, _title_width(found.title))
    while _title_lines(found.title, wide) > 4 and wide < WIDEST:
        wide += 3.0
    return replace(found, explains=explains, star=star, width=wide, group=group)


def _low(found: Column, question: Question, speech: Speech, annex: str) -> Column:
    """The column in a row of one line: squares side by side, else numbered, else a number to write."""
    offered = (
        [] if annex or question.type not in ("select_one", "select_multiple") else speech.offered(question)
    )
    if found.height <= 9 or not offered:
        return replace(found, height=min(found.height, LOW), cell=Cell() if found.height > 13 else found.cell)
    if len(offered) <= FEW_LOW and found.flat and found.flat[1] <= 46:
        return replace(found, cell=found.flat[0], width=found.flat[1], height=LOW, flat=None)
    what = explained(offered)
    if len(offered) <= SOME_LOW:
        codes, wide = tuple(code for code, _ in offered), len(offered) * CODE_PITCH + PAD
        return Column(found.title, wide, LOW, Codes(codes), 0.0, (found.title, what))
    one = question.type == "select_one"
    name = f"{found.title} ({speech.fixed['codes_one' if one else 'codes_many']})"
    if one:
        digits = max(len(code) for code, _ in offered)
        return Column(found.title, digits * 4.6 + 5, LOW, Boxes(digits), 0.0, (name, what))
    return Column(found.title, 26.0, LOW, Cell(), 0.5, (name, what))


def _column(question: Question, speech: Speech, annex: str) -> Column:
    title, kind, fixed = speech.label(question), question.type, speech.fixed
    if question.refers_to == "consent":
        return Column(title, 16.0, LOW, Tick())
    if kind in ("select_one", "select_multiple"):
        offered = speech.offered(question)
        if annex or not offered:
            return Column(title, 28.0, 9.0, Cell(), 1.0, (title, annex) if annex else None)
        if len(offered) <= FEW:
            return _squares(title, [label for _, label in offered])
        what = explained(offered)
        if len(offered) <= SOME:
            codes = tuple(code for code, _ in offered)
            down = -(-len(codes) // PER_ROW)
            wide = PER_ROW * CODE_PITCH + PAD
            return Column(title, wide, down * CODE_PITCH + 2.4, Codes(codes), 0.0, (title, what))
        aside = fixed["codes_one" if kind == "select_one" else "codes_many"]
        if kind == "select_one":
            digits = max(len(code) for code, _ in offered)
            return Column(title, digits * 4.6 + 5, 9.0, Boxes(digits), 0.0, (f"{title} ({aside})", what))
        return Column(title, 26.0, 9.0, Cell(), 0.5, (f"{title} ({aside})", what))
    if kind == "rank":
        what = explained(speech.offered(question))
        return Column(title, 30.0, 9.0, Cell(), 0.5, (f"{title} ({fixed['rank']})", what))
    if kind in ("integer", "range"):
        digits = bounds(question).digits or 4
        return Column(title, max(12.0, min(26.0, 4.2 * digits + 5)), 8.0, Number(), 0.15)
    if kind == "decimal":
        return Column(title, 17.0, 8.0, Number(), 0.15)
    if kind == "date":
        words = question.appearance.split()
        if "year" in words:
            return Column(title, 16.0, 8.0, Number())
        places = (0.42,) if "month-year" in words else (0.28, 0.54)
        return Column(title, 26.0, 8.0, Signs("/", places))
    if kind == "time":
        return Column(title, 17.0, 8.0, Signs(":", (0.48,)))
    if kind in ("image", "file", "acknowledge"):
        return Column(title, 13.0, 8.0, Tick())
    long = "multiline" in question.appearance
    return Column(title, 40.0 if long else 26.0, 14.0 if long else 8.0, Cell(), 2.0 if long else 1.0)


def _squares(title: str, labels: Sequence[str]) -> Column:
    inner = min(30.0, max(t.width(label, CELL_SIZE) for label in labels)) + 0.2
    inner = max(
        [inner, *(t.width(word, CELL_SIZE) for label in labels for word in label.split() if len(word) < 24)]
    )
    wrapped = tuple(tuple(t.lines(label, inner, CELL_SIZE)) for label in labels)
    wide = CELL + AFTER + inner + PAD
    across = 2 if len(labels) > 3 and inner <= 12 and max(map(len, wrapped)) == 1 else 1
    down = [max(len(w) for w in wrapped[n : n + across]) for n in range(0, len(wrapped), across)]
    height = squares_height(down) + 2.0
    side_by_side = (
        (Squares(wrapped, len(wrapped)), wide * len(wrapped) + PAD) if max(map(len, wrapped)) == 1 else None
    )
    return Column(title, wide * across + PAD, height, Squares(wrapped, across), 0.1, flat=side_by_side)


def one_row(columns: Sequence[Column], room: float) -> list[Column]:
    """The columns with their squares in one row each, where the room allows that for all of them."""
    flat = [
        replace(it, cell=it.flat[0], width=max(it.width, it.flat[1]), height=CELL_PITCH + 2.8)
        if it.flat
        else it
        for it in columns
    ]
    words = sum(8.0 for it in columns if it.grows >= 1)  # keep the lines for words long
    return flat if fits(flat, room - words) else list(columns)


def fits(columns: Sequence[Column], room: float) -> bool:
    """Whether the columns fit side by side, with the row's number before them."""
    wordy = any(_title_lines(it.title, it.width) > 4 for it in columns)
    wide = ORDINAL + sum(it.width for it in columns)
    return wide <= room + 0.01 and max(it.height for it in columns) <= 60 and not wordy


def table(
    columns: Sequence[Column], rows: int, room: float, name: str, ordinal: str, gap: float = 2.4,
    least: float = 8.0, air: int = 0,
) -> Iterator[Piece]:  # fmt: skip
    """The table with ``rows`` empty rows, then the legend of its codes.

    A row is at least ``least`` mm high, more with ``air``.
    """
    spare = room - ORDINAL - sum(it.width for it in columns)
    share = sum(it.grows for it in columns)
    if share:
        widths = [it.width + spare * it.grows / share for it in columns]
    else:
        widths = [it.width + spare / len(columns) for it in columns]
    edges = [0.0, ORDINAL]
    for wide in widths:
        edges.append(edges[-1] + wide)
    height = max(least, *(it.height for it in columns)) * (1 + 0.14 * max(0, air))
    head = replace(_head(columns, edges, ordinal, room), gap=gap, frame=(name, room))
    yield head
    body = [
        Piece(height, _row(columns, edges, height, n, room), keep=n == 0 or n == rows - 2,
              again=replace(head, gap=0.0), frame=(name, room))
        for n in range(rows)
    ]  # fmt: skip
    yield from body[:-1]
    yield replace(body[-1], keep=any(it.explains for it in columns))
    yield from told(columns, room)


def told(columns: Sequence[Column], room: float) -> Iterator[Piece]:
    """The legend of the columns' codes, if they have any."""
    explained = [it.explains for it in columns if it.explains]
    if explained:
        yield from legend(explained, room, run_on=room > WIDE)


def row_count(columns: Sequence[Column]) -> int:
    """How many empty rows: more when they are low."""
    height = max(it.height for it in columns)
    return 8 if height <= 9 else 6 if height <= 16 else 5 if height <= 24 else 4


def _head(columns: Sequence[Column], edges: Sequence[float], ordinal: str, room: float) -> Piece:
    titles = [
        t.lines(it.title, edges[n + 2] - edges[n + 1] - 2 * PAD + 0.2 - (2 if it.star else 0), HEAD_SIZE, 700)
        for n, it in enumerate(columns)
    ]
    step = HEAD_SIZE * 1.22 * PT
    most = max(map(len, titles))
    spans = _spans(columns, edges)
    band = max((len(words) * step + 2.4 for _, _, words in spans), default=0.0)
    height = 7.4 + (most - 1) * step + band

    def draw(sheet: Sheet, x: float, y: float) -> None:
        ink = sheet.inks
        sheet.rect(x, y, room, height, fill=ink.plate)
        middle = y + band + (height - band) / 2
        for left, right, words in spans:
            t.write(
                sheet, x + (left + right) / 2, y + 4.2, words, HEAD_SIZE, 700, ink.on_plate, 1.22, "centre"
            )
            sheet.line(x + left + 1, y + band, x + right - 1, y + band, ink.on_plate, 0.6)
        sheet.text(x + ORDINAL / 2, middle + 1.2, ordinal, HEAD_SIZE, 700, ink.on_plate, "centre")
        for n, words in enumerate(titles):
            base = middle + 1.2 - (len(words) - 1) * step / 2
            left = x + edges[n + 1] + PAD
            t.write(sheet, left, base, words, HEAD_SIZE, 700, ink.on_plate, 1.22)
            if columns[n].star:
                end = left + 0.6 + t.width(words[-1], HEAD_SIZE, 700)
                sheet.text(end, base + (len(words) - 1) * step, "*", HEAD_SIZE, 700, ink.on_plate)

    return Piece(height, draw, keep=True)


def _spans(columns: Sequence[Column], edges: Sequence[float]) -> list[tuple[float, float, list[str]]]:
    """Left and right edge of the columns of each group, and its name in lines."""
    found, at = [], 0
    for name, some in groupby(columns, lambda it: it.group):
        left, at = at, at + len(list(some))
        if name:
            wide = edges[at + 1] - edges[left + 1] - 2
            found.append((edges[left + 1], edges[at + 1], t.lines(name, wide, HEAD_SIZE, 700)))
    return found


def _row(columns: Sequence[Column], edges: Sequence[float], height: float, n: int, room: float) -> Draw:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        ink = sheet.inks
        if n % 2:
            sheet.rect(x, y, room, height, fill=ink.sky)
        if n:
            sheet.line(x, y, x + room, y, ink.line, 0.7)
        for edge in edges[1:-1]:
            sheet.line(x + edge, y, x + edge, y + height, ink.line, 0.7)
        sheet.text(x + ORDINAL / 2, centre_base(y, height, 9.5), str(n + 1), 9.5, 700, ink.mute, "centre")
        for k, it in enumerate(columns):
            it.cell.draw(sheet, x + edges[k + 1], y, edges[k + 2] - edges[k + 1], height)

    return draw
