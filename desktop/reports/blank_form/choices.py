"""Choices on paper: squares in columns, scales in a row, grids of questions by answers, counts in boxes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.paper.sheet import PT, Sheet
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.conditions import shown
from desktop.reports.blank_form.pieces import (
    AFTER,
    LEADING,
    PITCH,
    SIZE,
    SQUARE,
    Draw,
    Piece,
    centre_base,
    dotted,
    joined,
    square,
    ticked,
)
from desktop.reports.blank_form.speech import Speech, colon
from forms.definition import Question

STEP = SIZE * LEADING * PT
BETWEEN = 4.0  # mm from the words of a choice to the next square
MOST_COLUMNS, MOST_IN_ONE_ROW = 4, 6
HEAD_SIZES = (8.4, 7.8)
NARROWEST = 15.0  # mm, a column of squares
QUESTIONS = 0.26  # of the room at least, for the questions of a matrix
SMALL, MANY = 8.8, 16  # pt: the words of more choices than that


@dataclass(frozen=True, slots=True)
class Option:
    """One square. ``tail``: a dotted line behind its words; ``line_to``: where that line ends, 0 for half the width."""

    label: str
    tail: bool = False
    line_to: float = 0.0


def columns(options: Sequence[Option], room: float, size: float = SIZE) -> int:
    """How many columns the words fit in: those that take the least height, the wider ones when equal."""
    labels = [it.label for it in options]
    best, least = 1, float("inf")
    many = len(labels) if len(labels) <= MOST_IN_ONE_ROW else MOST_COLUMNS
    for count in range(max(1, many), 0, -1):
        if MOST_COLUMNS < count < len(labels):
            continue
        inner = room / count - SQUARE - AFTER - BETWEEN
        wrapped = [len(t.lines(label, inner, size)) for label in labels]
        if count > 1 and (max(wrapped, default=1) > 2 or any(_torn(label, inner, size) for label in labels)):
            continue
        height = sum(PITCH + STEP * (max(wrapped[n : n + count]) - 1) for n in range(0, len(wrapped), count))
        height += 0.4 * PITCH * sum(lines > 1 for lines in wrapped)
        if height <= least + 0.01:
            best, least = count, height
    return best


def _torn(label: str, room: float, size: float) -> bool:
    return any(t.width(word, size) > room for word in label.split())


def grid(
    options: Sequence[Option],
    room: float,
    gap: float = 2.6,
    edges: Sequence[float] = (),
    pitch: float = PITCH,
    size: float = SIZE,
    side: float = SQUARE,
) -> Iterator[Piece]:
    """Squares row by row, one piece a row; ``edges``: left edge of each column, else as many as fit.

    A choice with a tail stands on a line of its own at the end, unless columns are given.
    """
    inside = [it for it in options if edges or not it.tail]
    count = len(edges) or columns(inside, room, size)
    lefts = list(edges) or _one_row(inside, room, count) or [n * room / count for n in range(count)]
    count = len(lefts)
    rights = [*lefts[1:], room]
    found: list[Piece] = []
    for first in range(0, len(inside), count):
        found.append(_choice_row(inside[first : first + count], lefts, rights, room, pitch, size, side))
    found += [
        _choice_row([it], [0.0], [0.53 * room], room, pitch, size, side) for it in options if it not in inside
    ]
    if found:
        found[0] = replace(found[0], gap=gap)
    yield from joined(found)


def _one_row(options: Sequence[Option], room: float, count: int) -> list[float]:
    """Left edges that put two to five choices in one row as wide as their words, where even columns do not."""
    wide = [SQUARE + AFTER + t.width(it.label, SIZE) + BETWEEN for it in options]
    if count >= len(wide) or len(wide) > 5 or sum(wide) > room:
        return []
    spare = (room - sum(wide)) / len(wide)
    return [sum(wide[:n]) + n * spare for n in range(len(wide))]


def _choice_row(
    some: Sequence[Option],
    lefts: Sequence[float],
    rights: Sequence[float],
    room: float,
    pitch: float,
    size: float,
    side: float,
) -> Piece:
    wrapped: list[list[str]] = []
    for option, left, right in zip(some, lefts, rights, strict=False):
        inner = right - left - side - AFTER - (1.0 if right >= room else BETWEEN)
        if option.tail:
            inner = room if option.line_to else min(room - left - SQUARE - AFTER - 30, 110.0)
        wrapped.append(
            t.lines(
                option.label + ("" if not option.tail else colon(option.label)[len(option.label) :]),
                inner,
                size,
            )
        )
    most = max(map(len, wrapped), default=1)
    step = size * LEADING * PT

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for option, words, left, right in zip(some, wrapped, lefts, rights, strict=False):
            ticked(sheet, x + left, y, words, side, size)
            if option.tail:
                base = y + step * (len(words) - 1)
                end = left + SQUARE + AFTER + t.width(words[-1], size)
                until = option.line_to or (right if right - end > 25 else min(room, end + 60))
                dotted(sheet, x + end + 2.2, x + until, base + 3.8)

    return Piece(pitch + step * (most - 1), draw)


def packed(options: Sequence[Option], room: float) -> Iterator[Piece]:
    """Many choices: small, in up to four columns that are read downwards, each as high as its words."""
    size, side, pitch = SMALL, 4.0, 5.4
    step = size * LEADING * PT
    for across in (4, 3, 2, 1):
        inner = room / across - side - AFTER - BETWEEN
        wrapped = [t.lines(it.label, inner, size) for it in options]
        torn = any(_torn(it.label, inner, size) for it in options)
        if across == 1 or (not torn and max(map(len, wrapped)) <= (1 if across == 4 else 3)):
            break
    heights = [pitch + step * (len(words) - 1) + (0.7 if len(words) > 1 else 0) for words in wrapped]
    columns = _level(heights, across)
    tall = max(sum(heights[n] for n in column) for column in columns)
    if tall > 95:
        yield from grid(options, room, pitch=pitch, size=size, side=side)
        return

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for k, column in enumerate(columns):
            top = y
            for n in column:
                ticked(sheet, x + k * room / across, top, wrapped[n], side, size)
                top += heights[n]

    yield Piece(tall, draw, 2.6)


def _level(heights: Sequence[float], across: int) -> list[list[int]]:
    """The numbers of the choices in each column, in order, the highest column as low as can be."""
    most = max(max(heights), sum(heights) / across)
    while True:
        columns: list[list[int]] = [[]]
        for n, height in enumerate(heights):
            if columns[-1] and sum(heights[k] for k in columns[-1]) + height > most + 0.01:
                columns.append([])
            columns[-1].append(n)
        if len(columns) <= across:
            return columns
        most += 1.0


def ranked(labels: Sequence[str], room: float) -> Iterator[Piece]:
    """A box to number before each choice."""
    return grid([Option(label) for label in labels], room, pitch=7.4, side=5.8)


def scale_points(question: Question, speech: Speech) -> list[str]:
    """The numbers of a range question when they fit one row, else none."""
    try:
        start, end, step = (
            Decimal(question.parameters.get(k, d)) for k, d in (("start", "0"), ("end", "10"), ("step", "1"))
        )
        step = abs(step) if end >= start else -abs(step)
        count = int((end - start) / step) + 1 if step else 0
    except (ArithmeticError, ValueError):
        return []
    if not 2 <= count <= 11:
        return []
    return [shown(start + n * step, speech) for n in range(count)]


def points(numbers: Sequence[str], room: float) -> Iterator[Piece]:
    """Numbered circles in a row, to ring or cross one."""
    across = 7.0
    pitch = min(14.0, room / len(numbers))

    def draw(sheet: Sheet, x: float, y: float) -> None:
        middle = y + across / 2
        sheet.line(
            x + across / 2, middle, x + pitch * (len(numbers) - 1) + across / 2, middle, sheet.inks.line, 0.8
        )
        for n, number in enumerate(numbers):
            at = x + n * pitch + across / 2
            sheet.circle(at, middle, across / 2, fill=sheet.inks.paper, pen=sheet.inks.ink, pt=0.8)
            size = min(9.0, 9.0 * 5.4 / max(t.width(number, 9.0), 0.1))
            sheet.text(at, centre_base(y, across, size), number, size, 400, sheet.inks.mute, "centre")

    yield Piece(across + 1.4, draw, 2.4)


def likert(labels: Sequence[str], room: float) -> Iterator[Piece]:
    """Squares in one row with the words centred below each."""
    each = room / len(labels)
    wrapped = [t.lines(label, each - 3, 8.6) for label in labels]
    most = max(map(len, wrapped))
    step = 8.6 * LEADING * PT

    def draw(sheet: Sheet, x: float, y: float) -> None:
        first, last = x + each / 2, x + room - each / 2
        sheet.line(first, y + SQUARE / 2, last, y + SQUARE / 2, sheet.inks.line, 0.8)
        for n, words in enumerate(wrapped):
            middle = x + (n + 0.5) * each
            square(sheet, middle - SQUARE / 2, y)
            t.write(sheet, middle, y + SQUARE + 3.8, words, 8.6, 400, "", LEADING, "centre")

    yield Piece(SQUARE + 1.8 + most * step, draw, 2.6)


def fits_likert(labels: Sequence[str], room: float) -> bool:
    """Whether the words of every step fit below its square without being torn."""
    if not 2 <= len(labels) <= 7:
        return False
    each = room / len(labels) - 3
    return all(t.width(word, 8.6) <= each for label in labels for word in label.split())


def _head_size(answers: Sequence[str], wide: float) -> float:
    """The size in pt in which no word of the answers is torn in columns so wide, 0 when there is none."""
    return next(
        (size for size in HEAD_SIZES if all(t.longest(it, size, 700) <= wide - 2 for it in answers)), 0.0
    )


def fits_matrix(answers: Sequence[str], room: float) -> bool:
    """Whether the words of every answer fit above its column without being torn."""
    if not 2 <= len(answers) <= 8:
        return False
    return _head_size(answers, min(30.0, (1 - QUESTIONS) * room / len(answers))) > 0


def matrix(
    rows: Sequence[tuple[str, bool]],
    answers: Sequence[str],
    room: float,
    name: str,
    how: str,
    gap: float = 2.6,
) -> Iterator[Piece]:
    """Questions down, answers across, a square in each cell; ``how`` in the corner says how to tick.

    ``rows``: the question and whether it must be answered.
    """
    size = _head_size(answers, (1 - QUESTIONS) * room / len(answers)) or HEAD_SIZES[-1]
    least = max(NARROWEST, *(t.longest(it, size, 700) + 2 for it in answers))
    first = max(QUESTIONS * room, min(room - least * len(answers), 0.55 * room))
    taken = max((t.width(line, SIZE) for it, _ in rows for line in t.lines(it, first - 8, SIZE)), default=0)
    first = max(QUESTIONS * room, min(first, taken + 8))
    each = (room - first) / len(answers)
    heads = [t.lines(label, each - 2, size, 700) for label in answers]
    step = size * 1.22 * PT
    corner = t.lines(how, first - 4, 7.8)
    head_height = 3.9 + max(len(corner), *map(len, heads)) * step

    def draw_head(sheet: Sheet, x: float, y: float) -> None:
        sheet.rect(x, y, room, head_height, fill=sheet.inks.plate)
        base = y + (head_height - len(corner) * step) / 2 + step * 0.76
        t.write(sheet, x + 2, base, corner, 7.8, 400, sheet.inks.on_plate, step / 7.8 / PT)
        for n, words in enumerate(heads):
            base = y + (head_height - len(words) * step) / 2 + step * 0.78
            middle = x + first + (n + 0.5) * each
            t.write(sheet, middle, base, words, size, 700, sheet.inks.on_plate, 1.22, "centre")

    head = Piece(head_height, draw_head, gap, keep=True, frame=(name, room))
    again = replace(head, gap=0.0)
    yield head
    found = [
        replace(_matrix_row(label, star, room, first, each, len(answers), n), again=again, frame=(name, room))
        for n, (label, star) in enumerate(rows)
    ]
    yield from joined(found)


def _matrix_row(label: str, star: bool, room: float, first: float, each: float, count: int, n: int) -> Piece:
    words = t.lines(label, first - 5 - (2 if star else 0), SIZE)
    height = 7.4 + STEP * (len(words) - 1)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        if n % 2:
            sheet.rect(x, y, room, height, fill=sheet.inks.sky)
        if n:
            sheet.line(x, y, x + room, y, sheet.inks.line, 0.7)
        base = y + 4.95
        t.write(sheet, x + 2, base, words, SIZE, leading=LEADING)
        if star:
            at = x + 2.6 + t.width(words[-1], SIZE)
            sheet.text(at, base + STEP * (len(words) - 1), "*", SIZE, 700, sheet.inks.danger)
        for column in range(count):
            left = x + first + column * each
            sheet.line(left, y, left, y + height, sheet.inks.line, 0.7)
            square(sheet, left + (each - SQUARE) / 2, y + (height - SQUARE) / 2)

    return Piece(height, draw)


def counts(
    labels: Sequence[tuple[str, bool]], room: float, gap: float = 2.6, at_most: int = 4
) -> Iterator[Piece]:
    """A box for a number before each label, in columns. Each label with whether it must be filled in."""
    box, high, size = 12.0, 7.4, 9.2
    for count in range(at_most, 0, -1):
        inner = room / count - box - 2 - 2
        wrapped = [t.lines(label, inner - (2.4 if star else 0), size) for label, star in labels]
        if count == 1 or max(map(len, wrapped)) <= (1 if count > 2 else 2):
            break
    each = (room + 3.2) / count
    step = size * LEADING * PT

    def row(first: int) -> Draw:
        def draw(sheet: Sheet, x: float, y: float) -> None:
            for n, words in enumerate(wrapped[first : first + count]):
                left = x + n * each
                sheet.rect(left, y, box, high, fill=sheet.inks.paper, pen=sheet.inks.ink, pt=0.8, r=0.8)
                base = y + 4.9 - (len(words) - 1) * step / 2
                t.write(sheet, left + box + 2, base, words, size, leading=LEADING)
                if labels[first + n][1]:
                    end = left + box + 2.6 + t.width(words[-1], size)
                    sheet.text(end, base + (len(words) - 1) * step, "*", size, 700, sheet.inks.danger)

        return draw

    found = [
        Piece(max(10.0, 3 + step * max(map(len, wrapped[n : n + count]))), row(n), gap if not n else 0.0)
        for n in range(0, len(labels), count)
    ]
    yield from joined(found)


def offered(question: Question, speech: Speech, other: str) -> list[Option]:
    """The squares of a choice; the one named ``other`` gets a line to write on."""
    return [
        Option(speech.choice(question.list_name, it), tail=bool(other) and it.name == other)
        for it in speech.choices(question)
    ]
