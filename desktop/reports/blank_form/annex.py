"""Long choice lists: written as a word on the form, listed once on an annex page at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from desktop.paper.sheet import PT, Sheet
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.pieces import Draw, Piece, Room, part
from desktop.reports.blank_form.speech import Speech
from forms.definition import Question

SQUARES, LISTED = 40, 200  # more choices than this are written out; more than that are not even listed
SIZE = 8.6


def _letter(n: int) -> str:
    """A, B … Z, AA …"""
    return (_letter(n // 26 - 1) if n >= 26 else "") + chr(65 + n % 26)


@dataclass
class Annexes:
    """The long lists met so far, in order: list name → title of the first question that uses it."""

    speech: Speech
    lists: dict[str, str] = field(default_factory=dict)

    def is_long(self, question: Question) -> bool:
        """Whether the answer is written in words: too many choices for squares, or taken from other answers."""
        return not 1 <= len(self.speech.choices(question)) <= SQUARES

    def told(self, question: Question) -> str:
        """What stands beside such a question; empty when its choices stand on the form."""
        fixed, count = self.speech.fixed, len(self.speech.choices(question))
        if not self.is_long(question):
            return ""
        if count == 0:
            return str(fixed["of_rows"])
        if count > LISTED:
            return str(fixed["listed"]).format(count=f"{count:,}".replace(",", "."))
        self.lists.setdefault(question.list_name, self.speech.label(question))
        letter = _letter(list(self.lists).index(question.list_name))
        return str(fixed["annex_many" if question.type == "select_multiple" else "annex_one"]).format(
            letter=letter
        )

    def pieces(self, room: Room) -> Iterator[Piece]:
        """The annex: each list under its title, the first on a new page."""
        for n, (name, label) in enumerate(self.lists.items()):
            title = str(self.speech.fixed["annex"]).format(letter=_letter(n), title=label)
            yield replace(part(title, "", room.width), new_page=n == 0)
            yield from _list(
                [self.speech.choice(name, it) for it in self.speech.form.choices[name]], room.width
            )


def _list(labels: list[str], room: float) -> Iterator[Piece]:
    widest = max(t.width(label, SIZE) for label in labels)
    across = next(n for n in (4, 3, 2, 1) if n == 1 or widest <= room / n - 10 or (n == 2 and widest <= room))
    each = room / across
    down = -(-len(labels) // across)
    step = SIZE * 1.3 * PT
    for row in range(down):
        cells = [(k + 1, labels[k]) for k in range(row, len(labels), down)]
        wrapped = [(n, t.lines(label, each - 10, SIZE)) for n, label in cells]

        def draw(sheet: Sheet, x: float, y: float, wrapped: list[tuple[int, list[str]]] = wrapped) -> None:
            for k, (n, words) in enumerate(wrapped):
                sheet.text(x + k * each + 6.5, y + 3.4, str(n), SIZE, 600, sheet.inks.mute, "right")
                t.write(sheet, x + k * each + 8, y + 3.4, words, SIZE, leading=1.3)

        made: Draw = draw
        yield Piece(step * max(len(words) for _, words in wrapped) + 0.8, made, 1.6 if row == 0 else 0.0)
