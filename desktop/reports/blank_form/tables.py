"""A repeat as a table to fill in: a row for each entry, a column for each question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from desktop.paper.sheet import PT, Sheet
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.blanks import (
    CELL,
    CELL_PITCH,
    CELL_SIZE,
    CODE_PITCH,
    PAD,
    Boxes,
    Cell,
    Codes,
    Number,
    Signs,
    Squares,
    Tick,
    squares_height,
)
from desktop.reports.blank_form.conditions import bounds
from desktop.reports.blank_form.pieces import AFTER, WIDE, Draw, Piece, centre_base, legend
from desktop.reports.blank_form.speech import Speech, explained
from forms.definition import Question

HEAD_SIZE, SMALL_HEAD = 8.8, 8.2
STAR = 2.0  # mm, what the sign of an answer that must be given takes beside the last word of a heading
PER_ROW = 5  # numbered squares
ORDINAL = 8.0
WIDEST = 40.0  # of a column that grows with its heading
WRITING = 45.0  # mm a column of words keeps when others widen to have lower headings
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
    cell: Cell
    grows: float = 0.0
    explains: tuple[str, str] | None = None
    star: bool = False
    flat: tuple[Cell, float] | None = None  # the squares in one row instead, and the width that takes
    group: str = ""  # what it belongs to, above its heading
    size: float = HEAD_SIZE  # pt of the heading


def _heading(it: Column, wide: float) -> list[str]:
    """The lines of the heading in a column so wide."""
    return t.lines(it.title, wide - 2 * PAD + 0.2 - (STAR if it.star else 0), it.size, 700)


def _at_least(it: Column) -> float:
    """The width in which no word of the heading is torn."""
    return t.longest(it.title, it.size, 700) + 2 * PAD + (STAR if it.star else 0)


def column(
    question: Question,
    speech: Speech,
    star: bool,
    annex: str = "",
    when: str = "",
    low: bool = False,
    group: str = "",
    size: float = HEAD_SIZE,
) -> Column:
    """The column of one question. ``annex``: where its long list is; ``when``: an instruction for the legend.

    ``low``: in rows of one line, for a list of many; ``group``: the label of the group the question stands in;
    ``size``: of the heading, in pt.
    """
    found = _column(question, speech, annex)
    if low:
        found = _low(found, question, speech, annex)
    explains = found.explains
    if when:
        title, body = explains or (found.title, "")
        explains = (title, f"({when}) {body}".strip()) if body else (title, when)
    found = replace(found, explains=explains, star=star, group=group, size=size)
    wide = max(found.width, _at_least(found))
    while len(_heading(found, wide)) > 4 and wide < WIDEST:
        wide += 3.0
    return replace(found, width=wide)


def under_groups(columns: Sequence[Column]) -> list[Column]:
    """The columns, together at least as wide as the longest word in the name of their group."""
    found: list[Column] = []
    for name, some in groupby(columns, lambda it: it.group):
        inside = list(some)
        needed = t.longest(name, inside[0].size, 700) + 2 * PAD if name else 0.0
        missing = max(0.0, needed - sum(it.width for it in inside)) / len(inside)
        found += [replace(it, width=it.width + missing) for it in inside]
    return found


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
    wordy = any(len(_heading(it, it.width)) > 4 for it in columns)
    wide = ORDINAL + sum(it.width for it in columns)
    return wide <= room + 0.01 and max(it.height for it in columns) <= 60 and not wordy


def table(
    columns: Sequence[Column], rows: int, room: float, name: str, ordinal: str, gap: float = 2.4,
    least: float = 8.0, air: int = 0,
) -> Iterator[Piece]:  # fmt: skip
    """The table with ``rows`` empty rows, then the legend of its codes.

    A row is at least ``least`` mm high, more with ``air``.
    """
    edges = [0.0, ORDINAL]
    for wide in _widths(columns, room - ORDINAL):
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


def _widths(columns: Sequence[Column], room: float) -> list[float]:
    """How wide each column is: headings in two lines come first, the rest goes to those that are written in."""
    widths = [it.width for it in columns]
    kept = sum(max(0.0, WRITING - it.width) for it in columns if it.grows >= 1)
    for n in sorted(range(len(columns)), key=lambda n: widths[n]):
        enough = widths[n]
        while len(_heading(columns[n], enough)) > 2 and enough < WIDEST:
            enough += 1.0
        if sum(widths) + enough - widths[n] + kept <= room:
            widths[n] = enough
    spare = room - sum(widths)
    share = sum(it.grows for it in columns)
    return [
        wide + (spare * it.grows / share if share else spare / len(columns))
        for it, wide in zip(columns, widths, strict=True)
    ]


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
    titles = [_heading(it, edges[n + 2] - edges[n + 1]) for n, it in enumerate(columns)]
    size = columns[0].size
    step = size * 1.22 * PT
    most = max(map(len, titles))
    spans = _spans(columns, edges)
    band = max((len(words) * step + 2.4 for _, _, words in spans), default=0.0)
    height = 7.4 + (most - 1) * step + band

    def draw(sheet: Sheet, x: float, y: float) -> None:
        ink = sheet.inks
        sheet.rect(x, y, room, height, fill=ink.plate)
        middle = y + band + (height - band) / 2
        for left, right, words in spans:
            t.write(sheet, x + (left + right) / 2, y + 4.2, words, size, 700, ink.on_plate, 1.22, "centre")
            sheet.line(x + left + 1, y + band, x + right - 1, y + band, ink.on_plate, 0.6)
        sheet.text(x + ORDINAL / 2, middle + 1.2, ordinal, size, 700, ink.on_plate, "centre")
        for n, words in enumerate(titles):
            base = middle + 1.2 - (len(words) - 1) * step / 2
            left = x + edges[n + 1] + PAD
            t.write(sheet, left, base, words, size, 700, ink.on_plate, 1.22)
            if columns[n].star:
                end = left + 0.6 + t.width(words[-1], size, 700)
                sheet.text(end, base + (len(words) - 1) * step, "*", size, 700, ink.on_plate)

    return Piece(height, draw, keep=True)


def _spans(columns: Sequence[Column], edges: Sequence[float]) -> list[tuple[float, float, list[str]]]:
    """Left and right edge of the columns of each group, and its name in lines."""
    found, at = [], 0
    for name, some in groupby(columns, lambda it: it.group):
        left, at = at, at + len(list(some))
        if name:
            wide = edges[at + 1] - edges[left + 1] - 2
            found.append((edges[left + 1], edges[at + 1], t.lines(name, wide, columns[0].size, 700)))
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
