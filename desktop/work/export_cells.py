"""Answers as cells of a spreadsheet: real numbers, dates and times, and words or codes for all else."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from forms.definition import Form
from forms.flat import ROW_ID
from resources.words import N_, _, language

from .desk import VIETNAM, Desk
from .export_columns import Choices, Column, Sheet, labels_of
from .shown import Shown

Cell = str | int | float | date | time | datetime | None
Row = tuple[int, list[Cell]]  # place of the sheet in ``Sheet.walk``, cells under ``Sheet.heads``
BETWEEN = "; "  # between several answers in words; codes have a blank
# How a person agreed, in words that an import understands.
METHODS = {
    "paper": N_("on paper"),
    "spoken": N_("by word of mouth"),
    "message": N_("by message"),
    "app": N_("in the app"),
}


class Cells:
    """Makes the rows of records, under the headings of ``sheet``. It looks names up: for the store lane only,
    and only after ``refresh``."""

    def __init__(self, form: Form, sheet: Sheet, choices: Choices) -> None:
        self._form, self._sheet, self._choices = form, sheet, choices
        self._makers = {it.path: [self._make(column) for column in it.columns] for it in sheet.walk()}
        self._places = {it.path: n for n, it in enumerate(sheet.walk())}

    def refresh(self, desk: Desk) -> None:
        """Look names up at this desk from now on, and forget those seen so far: memory stays flat."""
        self._desk, self._shown = desk, Shown(desk)
        self._units: dict[str, str] = {}

    def rows(self, rec: str, values: Mapping[str, Any]) -> Iterator[Row]:
        """The record's row and, after it, those of its repeats, depth first."""
        yield from self._rows(self._sheet, [rec], values)

    def _rows(self, sheet: Sheet, ids: list[Cell], values: Mapping[str, Any]) -> Iterator[Row]:
        cells = list(ids)
        for column, made in zip(sheet.columns, self._makers[sheet.path], strict=True):
            value = values.get(column.question.name)
            cells.append(None if value is None else made(value))
        yield self._places[sheet.path], cells
        for below in sheet.below:
            for row in values.get(below.key, ()):
                own = [ids[0], row[ROW_ID], *([ids[1]] if sheet.path else [])]
                yield from self._rows(below, own, row)

    def _make(self, column: Column) -> Callable[[Any], Cell]:
        question = column.question
        if column.choice:
            return lambda value: int(column.choice in value)
        if question.type == "date":
            return _date
        if question.type == "time":
            return _time
        if question.type == "datetime":
            return _moment
        one = self._one(column) if self._choices.labels else str
        between = BETWEEN if self._choices.labels else " "
        if question.holds_list:
            return lambda value: between.join(map(one, value)) if isinstance(value, list) else one(value)
        return lambda value: value if isinstance(value, int | float) else one(value)

    def _one(self, column: Column) -> Callable[[Any], str]:
        question = column.question
        if question.list_name:
            said = labels_of(self._form, question.list_name, language())
            return lambda value: said.get(value, str(value))
        if "unit-hamlet" in question.appearance:
            return self._hamlet
        if question.refers_to == "consent":
            return self._consent
        if refers := question.refers_to:
            # A person without a name has no words; the id keeps who it was.
            return lambda value: self._shown.called(refers, value) or str(value)
        return str

    def _hamlet(self, unit: str) -> str:
        if not self._units:
            known = self._desk.store.units.on(self._desk.today())
            names = [it.name for it in known]
            self._units = {it.id: it.name if names.count(it.name) == 1 else it.code for it in known}
        return self._units.get(unit, unit)

    def _consent(self, consent: str) -> str:
        rows = self._desk.store.query("SELECT method FROM consent WHERE id = ?", (consent,))
        word = METHODS[rows[0]["method"]] if rows else ""
        return _(word) if word else consent


def _date(value: str) -> Cell:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def _time(value: str) -> Cell:
    try:
        read = time.fromisoformat(value)
    except ValueError:
        return value
    return read if read.isoformat("minutes") == value else value


def _moment(value: str) -> Cell:
    """As Vietnam's clocks show it; what such a cell could not hold whole stays text."""
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return value
    return read if read.microsecond == 0 and read.utcoffset() == VIETNAM.utcoffset(None) else value
