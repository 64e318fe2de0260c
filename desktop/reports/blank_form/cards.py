"""Entries of a repeat one below the other, for those whose questions do not fit the columns of a table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.paper.sheet import Sheet
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.flow import TOP
from desktop.reports.blank_form.pieces import Inset, Piece, Room, Unit
from desktop.reports.blank_form.speech import plain
from forms.definition import Question, Words

WHOLE = 255.0  # mm of a page that a card and its title may take
CARD = 6.0  # mm, what a card takes on its left
SILENT = ("calculate", "hidden")


@dataclass(frozen=True, slots=True)
class Below:
    """A unit that wants the whole width."""

    unit: Unit

    def __call__(self, room: Room) -> Iterator[Piece]:
        return self.unit(room)


def visible(question: Question) -> bool:
    """Whether a person is asked anything by it."""
    if question.type in ("group", "repeat"):
        return any(visible(it) for it in question.children)
    if question.type == "note":
        return says(question.label) or says(question.hint)
    return (
        question.type not in SILENT
        and not question.meta
        and not (question.read_only and question.calculation)
    )


def says(words: Words) -> bool:
    """Whether there is anything in it beside answers given elsewhere."""
    return any(letter.isalnum() for text in words.values() for letter in plain(text))


def flattened(questions: Sequence[Question]) -> Iterator[Question]:
    """The questions of a row, those of its groups among them."""
    return (question for question, _ in grouped(questions))


def grouped(
    questions: Sequence[Question], group: Question | None = None
) -> Iterator[tuple[Question, Question | None]]:
    """The same with the innermost group that has a label."""
    for question in questions:
        if not visible(question):
            continue
        if question.type == "group":
            yield from grouped(question.children, question if says(question.label) else group)
        else:
            yield question, group


def card(units: Sequence[Unit], number: str, title: Callable[[float], Piece] | None) -> Unit:
    """One entry of a repeat: its number at the left of a line that runs down beside its questions.

    It is never split over two pages when it fits on one.
    """

    def run(room: Room) -> Iterator[Piece]:
        if title is not None:
            yield title(room.width)
        inner = Inset(room, CARD)
        pieces = [it for unit in units for it in unit(inner)]
        if tall(pieces) <= WHOLE:
            pieces = [*(replace(it, keep=True) for it in pieces[:-1]), *pieces[-1:]]
        for n, piece in enumerate(pieces):
            yield _beside_line(piece, number if n == 0 else "")

    return Below(run)


def tall(pieces: Sequence[Piece]) -> float:
    """Millimetres from the top of the first to the bottom of the last."""
    return sum(it.height + 1.5 * it.gap for it in pieces)


def _beside_line(piece: Piece, number: str) -> Piece:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        ink, left = sheet.inks, x - piece.indent - CARD
        top = y if number else max(TOP, y - piece.gap)
        sheet.line(left + 1.8, top, left + 1.8, y + piece.height, ink.line, 1.2)
        if number:
            wide = max(4.6, t.width(number, 8.6, 800) + 1.6)
            sheet.rect(left - 0.5, y, wide, 4.6, fill=ink.plate, r=0.6)
            sheet.text(left - 0.5 + wide / 2, y + 3.4, number, 8.6, 800, ink.on_plate, "centre")
        piece.draw(sheet, x, y)

    again = _beside_line(piece.again, "") if piece.again else None
    gap = 4.0 if number else piece.gap
    return replace(piece, draw=draw, gap=gap, again=again, indent=piece.indent + CARD)
