"""The entries of a repeat on paper: rows of a table, on a page that lies on its side where they need it, or cards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.reports.blank_form import slots, tables
from desktop.reports.blank_form.cards import CARD, WHOLE, Below, card, grouped, says
from desktop.reports.blank_form.conditions import bounds
from desktop.reports.blank_form.flow import A4, BOTTOM, SIDEWAYS, TOP, WHITE
from desktop.reports.blank_form.pieces import WIDE, Fixed, Piece, Room, Unit
from forms.definition import Question

if TYPE_CHECKING:
    from desktop.reports.blank_form.sections import Writer

MANY_ROWS, CARDS, INSIDE = 30, 4, 2  # rows of a table; cards; entries of a repeat inside a repeat
HIGHEST = 16.0  # mm of a row in an ordinary table; with higher ones the choices are numbered instead
HANDWRITING = 6.8  # mm, the lowest row
SHEET = BOTTOM - (A4[1] - A4[0]) - TOP  # mm from top to bottom of a page that lies on its side


def units(writer: "Writer", repeat: Question, depth: int, copies: int) -> Iterator[Unit]:
    """The repeat as one table, as a heading and a table on a page of its own, or as cards."""
    asked = list(grouped(repeat.children))
    room = WIDE - CARD * copies
    columns, wide = (
        ([], False) if any(it.type == "repeat" for it, _ in asked) else _columns(writer, asked, room)
    )
    if columns and wide and copies:
        columns = []
    notes = [writer.note(it) for it, _ in asked if it.type == "note"]
    label = writer.speech.label(repeat) if says(repeat.label) else writer.speech.fixed["list"]
    if columns and wide:
        yield from _apart(writer, repeat, label, columns, notes, depth)
    elif columns:
        yield _table(writer, repeat, label, columns, notes, depth, copies)
    else:
        yield from _cards(writer, repeat, label, depth, copies)


def _expected(writer: "Writer", repeat: Question) -> tuple[int, int]:
    """How many entries there are, 0 when that is not known, and the most there can be."""
    told = repeat.repeat_count.strip()
    if told.isdigit():
        return int(told), int(told)
    asked = writer.by_name.get(told.strip("${} ").rpartition("/")[2])
    most = bounds(asked).most if asked else None
    return 0, max(1, int(most)) if most is not None else MANY_ROWS


def _columns(
    writer: "Writer", asked: Sequence[tuple[Question, Question | None]], room: float
) -> tuple[list[tables.Column], bool]:
    """The columns, and whether they need a page that lies on its side; none when they do not fit there either."""
    usual, low = _made(writer, asked, False), _made(writer, asked, True)
    small = _made(writer, asked, True, tables.SMALL_HEAD)
    if not usual:
        return [], False
    if tables.fits(usual, room):
        usual = tables.one_row(usual, room)
        if max(it.height for it in usual) <= HIGHEST or not tables.fits(low, room):
            return usual, False
    for columns, wide in ((low, False), (small, False), (low, True), (small, True)):
        if tables.fits(columns, SIDEWAYS if wide else room):
            return columns, wide
    return [], False


def _made(
    writer: "Writer",
    asked: Sequence[tuple[Question, Question | None]],
    low: bool,
    size: float = tables.HEAD_SIZE,
) -> list[tables.Column]:
    speech, found = writer.speech, []
    for question, group in asked:
        if question.type == "note":
            continue
        annex = (
            writer.annexes.told(question)
            if question.type in ("select_one", "select_multiple", "rank")
            else ""
        )
        name = speech.label(group) if group else ""
        aside = writer.aside(question)
        found.append(tables.column(question, speech, writer.star(question), annex, aside, low, name, size))
    return tables.under_groups(found)


def _table(
    writer: "Writer",
    repeat: Question,
    label: str,
    columns: list[tables.Column],
    notes: Sequence[Unit],
    depth: int,
    copies: int,
) -> Unit:
    given, most = _expected(writer, repeat)
    usual = min(most, INSIDE + 1 if copies else tables.row_count(columns))
    rows = min(given, MANY_ROWS) or min(most, MANY_ROWS, usual + (0 if copies else writer.more))
    writer.grows |= not given and not copies and rows < min(most, MANY_ROWS)
    fixed = writer.speech.fixed
    title = writer.title(label, writer.aside(repeat, fixed["row"]), depth, rank=1)
    name = _name(writer)

    def run(room: Room) -> Iterator[Piece]:
        yield title(room.width)
        for note in notes:
            yield from note(room)
        air = room.air if rows == min(given or most, MANY_ROWS) else 0  # others take more rows
        yield from tables.table(columns, max(1, rows), room.width, name, fixed["ordinal"], air=air)

    return Below(run)


def _name(writer: "Writer") -> str:
    writer.drawn += 1
    return f"repeat {writer.drawn}"


def _apart(
    writer: "Writer",
    repeat: Question,
    label: str,
    columns: list[tables.Column],
    notes: Sequence[Unit],
    depth: int,
) -> Iterator[Unit]:
    """A heading that points to the table, which fills a page at the end of the form."""
    fixed, (given, most) = writer.speech.fixed, _expected(writer, repeat)
    title = writer.title(label, writer.aside(repeat, fixed["apart"]), depth, rank=1)
    again = writer.same_title(label, fixed["apart_row"], depth)
    name = _name(writer)

    def page(_room: Room) -> Iterator[Piece]:
        room = Fixed(SIDEWAYS)
        above = [again(room.width), *slots.rows(slots.sheet_number(fixed["extras"]), room)]
        above = [replace(it, keep=True) for it in above]
        above += [it for note in notes for it in note(room)]
        empty = [
            tables.table(columns, n, room.width, name, fixed["ordinal"], least=HANDWRITING) for n in (1, 2)
        ]
        one, two = (_high(list(it), writer.air) for it in empty)
        fill = 1 + int(
            (SHEET - _high([replace(above[0], gap=0.0), *above[1:]], writer.air) - one) / (two - one)
        )
        rows = min(given, 3 * MANY_ROWS) or min(most, max(fill, 10))
        table = tables.table(columns, rows, room.width, name, fixed["ordinal"], least=HANDWRITING)
        for n, piece in enumerate([*above, *table]):
            yield replace(piece, wide=True, new_page=n == 0)

    writer.apart.append(page)
    yield lambda room: iter([replace(title(room.width), keep=False)])


def _cards(writer: "Writer", repeat: Question, label: str, depth: int, copies: int) -> Iterator[Unit]:
    """Four cards unless one takes most of a page, as many as the form says, more where the last page has room."""
    fixed, (given, most) = writer.speech.fixed, _expected(writer, repeat)
    one = _one(writer, repeat, depth, copies)
    room = Fixed(WIDE - CARD * (copies + 1), air=writer.air)
    height = _high([it for unit in one for it in unit(room)], writer.air) + 4.0
    held = max(1, int((WHOLE - 12) / height))
    usual = min(most, 1 if held == 1 or copies > 1 else INSIDE if copies else CARDS)
    times = min(given, 2 * held) or min(most, usual + (0 if copies else writer.more))
    writer.grows |= not given and not copies and times < most and 2 * height < WHOLE
    hint = "" if given == 1 else fixed["alone" if times == 1 and not copies else "card"]
    title: Callable[[float], Piece] = writer.title(label, writer.aside(repeat, hint), depth, rank=1)
    for n in range(times):
        yield card(one if n == 0 else _one(writer, repeat, depth, copies), str(n + 1), None if n else title)


def _one(writer: "Writer", repeat: Question, depth: int, copies: int) -> list[Unit]:
    return list(writer.units(repeat.children, depth + 1, copies + 1))


def _high(pieces: Sequence[Piece], air: int) -> float:
    return sum(it.height + WHITE[air] * it.gap for it in pieces)
