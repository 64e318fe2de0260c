"""Short answers: a label with a dotted line, boxes or squares after it, as many on one line as fit.

A line is six units wide; every answer takes whole units, so the answers of neighbouring lines align.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.paper.sheet import PT, Sheet
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.conditions import bounds, bounds_words, exact_length
from desktop.reports.blank_form.pieces import (
    LEADING,
    NOTE,
    SIZE,
    SQUARE,
    Piece,
    Room,
    boxes,
    dotted,
    ticked,
)
from desktop.reports.blank_form.speech import Speech, colon
from forms.definition import Question

UNITS = 6
BASE, ROW = 6.0, 9.0  # from the top of a line to its baseline; its height
GUTTER = 4.0
FLEX, SHORT = 42.0, 20.0  # mm: least length of a dotted line for words, for a number
INLINE = 78.0  # mm, the widest row of squares that stands behind its label
DATE, TIME = (2, 2, 4), (2, 2)
LOOSE = {-2: -1.2, -1: -0.8, 0: 0.0, 1: 1.4, 2: 2.8, 3: 4.2}  # mm a line is higher

Answer = Callable[[Sheet, float, float, float], None]  # sheet, left, baseline, right


@dataclass(frozen=True, slots=True)
class Slot:
    """One short answer. ``fixed``: width its boxes take, 0 for a line as long as there is room, at least ``least``."""

    label: str
    note: str
    star: bool
    answer: Answer
    fixed: float = 0.0
    least: float = FLEX

    @property
    def label_width(self) -> float:
        return (
            t.width(colon(self.label), SIZE, 600) + (2.2 if self.star else 0.0) + (2.2 if self.label else 0)
        )

    @property
    def needed(self) -> float:
        return self.label_width + (self.fixed or self.least)


def _line(sheet: Sheet, x: float, base: float, right: float) -> None:
    dotted(sheet, x, right, base + 0.8)


def _boxes(groups: tuple[int, ...], sign: str = "", apart: float = 3.0) -> tuple[Answer, float]:
    def draw(sheet: Sheet, x: float, base: float, _right: float) -> None:
        boxes(sheet, x, base - 4.2, groups, sign, apart=apart)

    return draw, 5.0 * sum(groups) + apart * (len(groups) - 1)


def _moment() -> tuple[Answer, float]:
    (day, wide), (hour, less) = _boxes(DATE, "/"), _boxes(TIME, ":")

    def draw(sheet: Sheet, x: float, base: float, right: float) -> None:
        day(sheet, x, base, right)
        hour(sheet, x + wide + 4.0, base, right)

    return draw, wide + 4.0 + less


def _squares(labels: Sequence[str]) -> tuple[Answer, float]:
    widths = [SQUARE + 1.8 + t.width(label, SIZE) + 4.5 for label in labels]

    def draw(sheet: Sheet, x: float, base: float, _right: float) -> None:
        for label, wide in zip(labels, widths, strict=True):
            ticked(sheet, x, base - SQUARE / 2 - 1.21, [label])
            x += wide

    return draw, sum(widths) - 4.5


def _plain_box(sheet: Sheet, x: float, base: float, _right: float) -> None:
    sheet.rect(x, base - 4.2, 22.0, 6.0, fill=sheet.inks.paper, pen=sheet.inks.ink, pt=0.7, r=0.4)


def _digits(question: Question) -> tuple[Answer, float]:
    found = bounds(question)
    whole = question.type != "decimal" and "." not in question.parameters.get("step", "")
    if whole and 0 < found.digits <= 6:
        return _boxes((found.digits,))
    return _plain_box, 22.0


def _calendar(question: Question) -> tuple[Answer, float]:
    words = question.appearance.split()
    if "year" in words:
        return _boxes((4,))
    if "month-year" in words:
        return _boxes((2, 4), "/")
    return _boxes(DATE, "/")


def inline(question: Question, speech: Speech) -> bool:
    """Whether a choice is short enough to stand on one line behind its label."""
    if question.type not in ("select_one", "select_multiple"):
        return False
    labels = [label for _, label in speech.offered(question)]
    if not 1 <= len(labels) <= 4 or "likert" in question.appearance:
        return False
    return _squares(labels)[1] <= INLINE and t.width(speech.label(question), SIZE, 600) <= 80


def slot(question: Question, speech: Speech, note: str, star: bool, write: str = "") -> Slot:
    """The answer to one question; ``write`` says how a choice from a long list is written down."""
    label, fixed = speech.label(question), speech.fixed
    answer: Answer = _line
    wide, least = 0.0, FLEX
    notes = [note] if note else []
    kind = question.type
    if kind in ("integer", "decimal", "range"):
        answer, wide = _digits(question)
        said = bounds_words(question, speech)
        notes += [said] if said else []
    elif kind == "date":
        answer, wide = _calendar(question)
    elif kind == "time":
        answer, wide = _boxes(TIME, ":")
    elif kind == "datetime":
        answer, wide = _moment()
    elif question.refers_to == "consent":
        answer, wide = _squares([label])
        label = ""
    elif kind == "acknowledge":
        answer, wide = _squares([fixed["agreed"]])
    elif kind in ("image", "file"):
        answer, wide = _squares([fixed["photo" if kind == "image" else "attached"]])
    elif inline(question, speech):
        answer, wide = _squares([shown for _, shown in speech.offered(question)])
        notes += [fixed["many"]] if kind == "select_multiple" and len(speech.choices(question)) > 1 else []
    elif kind in ("text", "barcode"):
        length = exact_length(question) if kind == "text" else 0
        if 0 < length <= 15:
            answer, wide = _boxes((length,))
        elif "numbers" in question.appearance.split():
            least = SHORT * 1.6
    if write:
        notes.append(write)
    if question.read_only and not note:
        notes.append(fixed["machine"])
    return Slot(label, "; ".join(notes), star, answer, wide, least)


@dataclass(frozen=True, slots=True)
class _Put:
    slot: Slot
    left: float
    right: float
    stacked: bool


def rows(slots: Sequence[Slot], room: Room) -> Iterator[Piece]:
    """Lines of answers, filled in order; the room is asked anew for each line."""
    at, first = 0, True
    while at < len(slots):
        width = room.width
        unit = (width + GUTTER) / UNITS
        taken: list[tuple[Slot, int]] = []
        used = 0
        while at < len(slots):
            span = max(1, min(UNITS, -int(-(slots[at].needed + GUTTER - 0.01) // unit)))
            if taken and used + span > UNITS:
                break
            taken.append((slots[at], span))
            used += span
            at += 1
        row = _row(_widened(taken), unit, width)
        yield replace(row, height=row.height + LOOSE[room.air], gap=1.4 if first else 0.0)
        first = False


def _widened(taken: list[tuple[Slot, int]]) -> list[tuple[Slot, int]]:
    """The units left over go to the lines for words, the last first; else to the last answer."""
    left = UNITS - sum(span for _, span in taken)
    lines = [n for n, (slot, _) in enumerate(taken) if not slot.fixed]
    spans = [span for _, span in taken]
    while left and lines:
        n = min(reversed(lines), key=lambda n: spans[n])
        spans[n] += 1
        left -= 1
    if left and not lines and len(taken) > 1 and all(span * len(taken) <= UNITS for span in spans):
        spans = [UNITS // len(taken)] * len(taken)
    return [(slot, span) for (slot, _), span in zip(taken, spans, strict=True)]


def _row(taken: list[tuple[Slot, int]], unit: float, width: float) -> Piece:
    puts, x, height = [], 0.0, ROW
    for slot, span in taken:
        right = min(x + span * unit - GUTTER, width)
        stacked = slot.needed > right - x + 0.1
        put = _Put(slot, x, right, stacked)
        puts.append(put)
        height = max(height, _height(put))
        x += span * unit

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for put in puts:
            _draw(sheet, put, x, y)

    return Piece(height, draw)


def _label_lines(put: _Put) -> list[str]:
    return t.lines(colon(put.slot.label), put.right - put.left - 3, SIZE, 600) or [""]


def _end(slot: Slot, label: Sequence[str]) -> float:
    """Where the label ends; boxes reach up to the line above the last, so that one counts too."""
    return max(t.width(line, SIZE, 600) for line in (label[-2:] if slot.fixed else label[-1:]))


def _note_lines(put: _Put) -> list[str]:
    return t.lines(put.slot.note, put.right - put.left, NOTE)


def _under(put: _Put) -> bool:
    """Whether the answer stands on a line of its own below the label."""
    if not put.stacked:
        return False
    end = _end(put.slot, _label_lines(put)) + 4.4
    return end + (put.slot.fixed or SHORT) > put.right - put.left


def _height(put: _Put) -> float:
    step = SIZE * LEADING * PT
    more = step * (len(_label_lines(put)) - 1) if put.stacked else 0.0
    more += 8.0 if _under(put) else 0.0
    return ROW + more + len(_note_lines(put)) * NOTE * LEADING * PT + (0.4 if put.slot.note else 0)


def _draw(sheet: Sheet, put: _Put, x: float, y: float) -> None:
    slot, base = put.slot, y + BASE
    left, right = x + put.left, x + put.right
    label = _label_lines(put) if put.stacked else [colon(slot.label)]
    t.write(sheet, left, base, label, SIZE, 600, leading=LEADING)
    base += (len(label) - 1) * SIZE * LEADING * PT
    if slot.star:
        sheet.text(left + t.width(label[-1], SIZE, 600) + 0.6, base, "*", SIZE, 700, sheet.inks.danger)
    at = left + _end(slot, label) + (2.2 if slot.star else 0)
    if _under(put):
        base += 8.0
        slot.answer(sheet, left, base, right)
    else:
        slot.answer(sheet, at + (2.2 if slot.label else 0), base, right)
    t.write(sheet, left, base + 5.0, _note_lines(put), NOTE, 400, sheet.inks.mute, LEADING)


def sheet_number(labels: Sequence[str]) -> list[Slot]:
    """What the head of a page of tables asks: the day, the number of the sheet, the code the program gives it."""
    day, wide = _boxes(DATE, "/")
    return [
        Slot(labels[0], "", False, day, wide),
        *(Slot(label, "", False, _line, 0.0, SHORT) for label in labels[1:]),
    ]


def tick(question: Question, speech: Speech, note: str, star: bool) -> Callable[[Room], Iterator[Piece]]:
    """A long sentence to agree to: one square before its words."""

    def run(room: Room) -> Iterator[Piece]:
        label = t.lines(speech.label(question), room.width - SQUARE - 4, SIZE)
        below = t.lines(note, room.width - SQUARE - 4, NOTE)
        step = SIZE * LEADING * PT
        height = 6.2 + (len(label) - 1) * step + len(below) * NOTE * LEADING * PT

        def draw(sheet: Sheet, x: float, y: float) -> None:
            ticked(sheet, x, y + 1.4, label)
            if star:
                end = x + SQUARE + 2.4 + t.width(label[-1], SIZE)
                sheet.text(end, y + 4.8 + (len(label) - 1) * step, "*", SIZE, 700, sheet.inks.danger)
            base = y + 4.8 + len(label) * step - 0.4
            t.write(sheet, x + SQUARE + 1.8, base, below, NOTE, 400, sheet.inks.mute, LEADING)

        yield Piece(height, draw, 1.4)

    return run
