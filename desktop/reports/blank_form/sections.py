"""Any form, by rule: its questions in order as numbered sections, lines of answers, grids, tables and cards."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop.reports.blank_form import choices, repeats, slots
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.annex import Annexes
from desktop.reports.blank_form.cards import CARD, Below, says, visible
from desktop.reports.blank_form.conditions import depends_on_other, instruction
from desktop.reports.blank_form.pieces import (
    PITCH,
    WIDE,
    Piece,
    Room,
    Unit,
    heading,
    paragraph,
    part,
    rule,
    section,
    writing,
)
from desktop.reports.blank_form.speech import LONGEST, Speech, clipped
from forms.definition import Question

SELECTS = ("select_one", "select_multiple", "rank")


@dataclass
class Writer:
    """Turns questions into units. ``count`` numbers the sections.

    ``more``: entries to print beyond the usual ones; ``grows`` when a repeat would take them. ``notice`` is read
    out before the first personal answer is written. ``within``: the label of the group whose questions are
    written. ``apart``: tables on pages that lie on their side.
    """

    speech: Speech
    annexes: Annexes
    by_name: dict[str, Question]
    stars: bool = True
    air: int = 0
    more: int = 0
    notice: Callable[[float], Piece] | None = None
    count: int = 0
    parts: int = 0
    drawn: int = 0
    within: str = ""
    grows: bool = False
    apart: list[Unit] = field(default_factory=list)

    def units(self, questions: Sequence[Question], depth: int = 0, copies: int = 0) -> Iterator[Unit]:
        """The units of ``questions``; ``depth`` 0 is the form itself, ``copies`` how many repeats are around."""
        asked = [it for it in questions if visible(it)]
        at = 0
        while at < len(asked):
            at = yield from self._next(asked, at, depth, copies)

    def _next(self, asked: list[Question], at: int, depth: int, copies: int) -> Generator[Unit, None, int]:
        question = asked[at]
        if self.notice and not depth and not copies and personal(question):
            told, self.notice = self.notice, None
            yield lambda room: iter([told(room.width)])
        yield from self._to_read(question)
        if question.type == "group":
            yield from self._group(question, depth, copies)
            return at + 1
        if question.type == "repeat":
            yield from repeats.units(self, question, depth, copies)
            return at + 1
        if question.type == "note":
            yield self.note(question)
            return at + 1
        same = self._same_list(asked, at, copies)
        if same > at:
            yield self._matrix(asked[at:same])
            return same
        run = self._numbers(asked, at, depth)
        if run > at:
            yield self._counts(asked[at:run])
            return run
        other = self._other(asked, at)
        if self._short(question) and not other:
            end = at
            while end < len(asked) and self._short(asked[end]) and not self._other(asked, end):
                end += 1
                if end < len(asked) and self.notice and not depth and personal(asked[end]):
                    break
            found = [self._slot(it) for it in asked[at:end]]
            if depth == 0 and at and asked[at - 1].type == "group":
                yield lambda room: iter([rule(room.width)])
            yield lambda room: slots.rows(found, room)
            return end
        if question.type == "acknowledge":
            yield slots.tick(question, self.speech, self.aside(question), self.star(question))
            return at + 1
        yield self._long(question, other, depth, self.speech.hint(asked[at + 1]) if other else "")
        return at + (2 if other else 1)

    # what is said beside a question

    def _to_read(self, question: Question) -> Iterator[Unit]:
        """A label or hint too long to stand beside its question, in full before it."""
        for whole in (self.speech.whole(question), self.speech.hint(question)):
            if len(whole) > LONGEST and question.type != "note":
                yield _reading(whole)

    def star(self, question: Question) -> bool:
        return self.stars and question.required == "true()"

    def _when(self, question: Question) -> str:
        return instruction(question.relevant, self.speech, self.by_name)

    def aside(self, question: Question, *more: str) -> str:
        parts = [*more, self._when(question), clipped(self.speech.hint(question))]
        said = [it.rstrip(" .;") for it in parts if it]
        return "; ".join([*said[:1], *(_small(it) for it in said[1:])])

    # groups

    def title(
        self, title: str, aside: str, depth: int, star: bool = False, rank: int = 2
    ) -> Callable[[float], Piece]:
        if depth == 0:
            self.count += 1
            number = str(self.count)
            return lambda room: section(number, title, aside, room, star=star)
        return lambda room: heading(title, aside, room, star, rank)

    def same_title(self, title: str, aside: str, depth: int) -> Callable[[float], Piece]:
        """The title given last, once more."""
        self.count -= depth == 0
        return self.title(title, aside, depth, rank=1)

    def _group(self, group: Question, depth: int, copies: int) -> Iterator[Unit]:
        aside = self.aside(group)
        matrix = self._table_list(group, copies)
        if not says(group.label):
            yield from self._told(aside)
            yield from [self._matrix(matrix)] if matrix else self.units(group.children, depth, copies)
            return
        label = self.speech.label(group)
        if depth == 0 and any(it.type in ("group", "repeat") and visible(it) for it in group.children):
            inner = self.parts > 0
            yield lambda room: iter([part(label, aside, room.width, inner)])
            self.parts += 1
            yield from self.units(group.children, 0, copies)
            self.parts -= 1
            return
        title = self.title(label, aside, depth, rank=1)
        self.within = label
        units = [self._matrix(matrix)] if matrix else list(self.units(group.children, depth + 1, copies))
        yield _headed(title, units[0])
        yield from units[1:]

    def _told(self, aside: str) -> Iterator[Unit]:
        if aside:
            said = aside[:1].upper() + aside[1:] + ":"
            yield lambda room: (replace(it, keep=True) for it in paragraph(said, room.width, 8.6))

    def note(self, question: Question) -> Unit:
        when, words = self._when(question), self.speech.text(question)
        said = f"{words}\n({when})" if when and words else words
        return lambda room: paragraph(said, room.width)

    # several questions as one grid

    def _same_list(self, asked: list[Question], at: int, copies: int) -> int:
        """Where a run of at least two questions with one short list ends; ``at`` when there is none."""
        first = asked[at]
        if first.type not in ("select_one", "select_multiple") or not first.list_name:
            return at
        labelled = "label" in first.appearance.split()
        end = at
        while end < len(asked) and _alike(asked[end], first):
            end += 1
        labels = [label for _, label in self.speech.offered(first)]
        enough = end - at >= (2 if labelled or "likert" in first.appearance else 3)
        return end if enough and choices.fits_matrix(labels, WIDE - CARD * copies) else at

    def _table_list(self, group: Question, copies: int) -> list[Question]:
        asked = [it for it in group.children if visible(it)]
        if "table-list" not in group.appearance or not asked or not asked[0].list_name:
            return []
        alike = all(it.list_name == asked[0].list_name and it.type == asked[0].type for it in asked)
        labels = [label for _, label in self.speech.offered(asked[0])]
        return asked if alike and choices.fits_matrix(labels, WIDE - CARD * copies) else []

    def _matrix(self, asked: list[Question]) -> Unit:
        labels = [label for _, label in self.speech.offered(asked[0])]
        rows = []
        lead = ""
        for question in asked:
            if "label" in question.appearance.split() and "list-nolabel" not in question.appearance:
                lead = self.speech.said(question.label)
                continue
            aside = self.aside(question)
            label = self.speech.label(question)
            rows.append((f"{label} ({aside})" if aside else label, self.star(question)))
        self.drawn += 1
        name = f"matrix {self.drawn}"
        hint = self.speech.fixed["tick_rows" if asked[0].type == "select_one" else "tick_many"]

        def run(room: Room) -> Iterator[Piece]:
            if lead:
                yield heading(lead, "", room.width)
            yield from choices.matrix(rows, labels, room.width, name, hint, 1.2 if lead else 2.6)

        return Below(run)

    def _numbers(self, asked: list[Question], at: int, depth: int) -> int:
        """Where a run of at least three plain numbers ends; only inside a section, whose name explains them."""
        end = at
        while depth and end < len(asked) and asked[end].type == "integer" and not self.aside(asked[end]):
            end += 1
        return end if end - at >= 3 else at

    def _counts(self, asked: list[Question]) -> Unit:
        labels = [(self.speech.label(it), self.star(it)) for it in asked]
        return lambda room: choices.counts(labels, room.width)

    # one question

    def _short(self, question: Question) -> bool:
        """Whether the answer fits a line beside its label."""
        kind = question.type
        if kind in SELECTS:
            return slots.inline(question, self.speech) or (kind != "rank" and self.annexes.is_long(question))
        if kind == "range":
            return not choices.scale_points(question, self.speech)
        if kind == "acknowledge":
            return t.width(self.speech.label(question), 9.6, 600) <= 60
        return kind not in ("group", "repeat", "note") and "multiline" not in question.appearance

    def _slot(self, question: Question) -> slots.Slot:
        write = self.annexes.told(question) if question.type in SELECTS else ""
        return slots.slot(question, self.speech, self.aside(question), self.star(question), write)

    def _other(self, asked: list[Question], at: int) -> str:
        """The choice of the question at ``at`` that the next one merely puts into words, or ``""``."""
        question, follower = asked[at], asked[min(at + 1, len(asked) - 1)]
        if follower.type != "text" or question.type not in ("select_one", "select_multiple"):
            return ""
        if self.annexes.is_long(question):
            return ""
        name = depends_on_other(follower, question)
        if "other" not in name and not follower.name.startswith(question.name):
            return ""
        return name if any(it.name == name for it in self.speech.choices(question)) else ""

    def _long(self, question: Question, other: str, depth: int, more: str) -> Unit:
        fixed, kind, speech = self.speech.fixed, question.type, self.speech
        how = ""
        if kind == "rank":
            how = fixed["rank"]
        elif kind == "range":
            how = fixed["scale"]
        elif kind in SELECTS:
            how = fixed["one" if kind == "select_one" else "many"]
        aside = "; ".join(_small(it) for it in (self.aside(question, how), clipped(more)) if it)
        title = self.title(speech.label(question), aside, depth, self.star(question))

        def body(room: Room) -> Iterator[Piece]:
            labels = [label for _, label in speech.offered(question)]
            if kind == "range":
                return choices.points(choices.scale_points(question, speech), room.width)
            if kind == "rank":
                return choices.ranked(labels, room.width)
            if kind not in SELECTS:
                return iter([writing(max(2, 3 + room.air), room.width, 0.6, 8.0 if room.air > -2 else 7.0)])
            if "likert" in question.appearance and not other and choices.fits_likert(labels, room.width):
                return choices.likert(labels, room.width)
            options = choices.offered(question, speech, other)
            if len(options) > choices.MANY and not other:
                return choices.packed(options, room.width)
            if room.air < 0:
                size, pitch = 9.6 if len(options) <= 12 else choices.SMALL, 5.6 if room.air == -1 else 5.2
                return choices.grid(options, room.width, pitch=pitch, size=size)
            return choices.grid(options, room.width, pitch=PITCH + 0.8 * room.air)

        if depth and speech.label(question) == self.within and not aside and not self.star(question):
            return body  # the heading of its group says the same
        return _headed(title, body)


def personal(question: Question) -> bool:
    """Whether it, or a question inside it, asks for something about a person that is kept with consent alone."""
    if question.children:
        return any(personal(it) for it in question.children)
    return question.refers_to == "consent" or (question.personal and question.type not in ("image", "file"))


def _reading(text: str) -> Unit:
    return lambda room: paragraph(text, room.width)


def _small(text: str) -> str:
    """``Để trống`` → ``để trống`` after a semicolon; ``OTP`` and names in capitals stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _alike(question: Question, first: Question) -> bool:
    return (
        question.type == first.type
        and question.list_name == first.list_name
        and question.choice_filter == first.choice_filter
        and max((len(it) for it in question.label.values()), default=0) <= 200
        and (not question.relevant or question.relevant == first.relevant)
    )


def _headed(title: Callable[[float], Piece], unit: Unit) -> Unit:
    def run(room: Room) -> Iterator[Piece]:
        yield title(room.width)
        yield from unit(room)

    return Below(run) if isinstance(unit, Below) else run
