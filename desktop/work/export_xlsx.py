"""Sheets as one Excel workbook, in flat memory: rows go to disk as they come, beside the file they will be."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from forms.definition import Question
from resources.words import N_, _

from .export_cells import Cell
from .export_columns import Sheet, sheet_name
from .export_csv import guarded

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet, its heading included
LONGEST = 32_767  # UTF-16 units in a cell
COLUMNS = N_("Columns")  # the sheet that explains the headings
_MEASURED = 500  # rows whose cells say how wide a column is
_WIDEST, _WIDEST_HEAD, _ID_WIDTH = 60, 28, 10
_FIRST_DAY = date(1900, 3, 1)  # Excel believes in 29 February 1900
_EPOCH = date(1899, 12, 30).toordinal()
_GONE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))


@dataclass(slots=True)
class _Filling:
    """One sheet of the form being written; ``part`` counts the workbook's sheets it has taken."""

    sheet: Sheet
    page: "Worksheet"
    widths: list[int]
    part: int = 1
    row: int = 0  # the last one written
    plain: list[Any] = field(default_factory=list)  # each column's own format


class XlsxFile:
    """Writes the workbook ``path``. ``cut`` counts texts longer than a cell holds: such a cell says so at its end.

    Texts stay texts, whatever they begin with, also after somebody edits their cell. A sheet that is full goes
    on in another of the same name. The last sheet explains the headings.
    """

    def __init__(self, path: Path, sheets: Sequence[Sheet], title: str) -> None:
        from xlsxwriter import Workbook

        self.cut = 0
        # XlsxWriter's unfinished parts hold what the file will: nowhere but in the folder the person chose.
        self._scratch = Path(mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        options = {"constant_memory": True, "tmpdir": str(self._scratch), "strings_to_numbers": False}
        self._book: Workbook = Workbook(str(path), options)
        self._book.set_properties({"title": title})
        try:
            self._formats()
            self._names = {sheet.name.casefold() for sheet in sheets} | {_(COLUMNS).casefold()}
            self._sheets = [self._begin(sheet) for sheet in sheets]
        except BaseException:
            self.abandon()
            raise

    def write(self, number: int, cells: Sequence[Cell]) -> None:
        """One row of the sheet with that number."""
        filling = self._sheets[number]
        if filling.row == MOST_ROWS - 1:
            self._next(filling)
        filling.row += 1
        row, page = filling.row, filling.page
        measured, widths = row <= _MEASURED, filling.widths
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, str):
                text = self._text(cell)
                dangerous = guarded(text) is not text
                page.write_string(row, column, text, self._quoted if dangerous else None)
                width = len(text)
            elif isinstance(cell, int | float):
                page.write_number(row, column, cell)
                width = 10
            else:
                width = self._moment(page, row, column, cell)
            if measured and width > widths[column]:
                widths[column] = width

    def finish(self) -> None:
        """Everything was written: explain the headings and put the workbook together."""
        self._explain()
        for filling in self._sheets:
            self._close(filling)
        try:
            self._book.close()
        finally:
            rmtree(self._scratch, ignore_errors=True)

    def abandon(self) -> None:
        """Leave nothing behind."""
        for page in self._book.worksheets():
            with suppress(AttributeError, OSError):
                page.row_data_fh.close()
        rmtree(self._scratch, ignore_errors=True)

    def _formats(self) -> None:
        add = self._book.add_format
        self._head = add(
            {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._id = add({"font_color": "#7A8794", "num_format": "@"})
        self._texts = add({"num_format": "@"})
        self._quoted = add({"num_format": "@", "quote_prefix": True})
        self._date = add({"num_format": "dd/mm/yyyy"})
        self._time = add({"num_format": "hh:mm"})
        self._stamp = add({"num_format": "dd/mm/yyyy hh:mm"})

    def _begin(self, sheet: Sheet) -> _Filling:
        heads = sheet.heads
        widths = [_ID_WIDTH] * len(sheet.ids) + [min(len(it), _WIDEST_HEAD) for it in heads[len(sheet.ids) :]]
        kept = [self._id] * len(sheet.ids) + [self._own(column.question) for column in sheet.columns]
        filling = _Filling(sheet, self._page(sheet.name, heads), widths, plain=kept)
        self._dress(filling)
        return filling

    def _own(self, question: Question) -> Any:
        """The format of cells that are empty yet, too: a number typed over a code keeps its zero."""
        own = {"date": self._date, "time": self._time, "datetime": self._stamp}
        if question.type in ("integer", "decimal", "range", "calculate", "hidden"):
            return None
        return own.get(question.type, self._texts)

    def _page(self, name: str, heads: Sequence[str]) -> "Worksheet":
        page = self._book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.set_paper(9)  # A4
        page.set_landscape()
        page.repeat_rows(0)
        for column, head in enumerate(heads):
            page.write_string(0, column, self._text(head), self._head)
        return page

    def _dress(self, filling: _Filling) -> None:
        ids = len(filling.sheet.ids)
        for column, (width, own) in enumerate(zip(filling.widths, filling.plain, strict=True)):
            wide = _ID_WIDTH if column < ids else min(max(width, 6) + 2, _WIDEST)
            filling.page.set_column(column, column, wide, own)

    def _close(self, filling: _Filling) -> None:
        filling.page.autofilter(0, 0, max(filling.row, 1), len(filling.widths) - 1)
        self._dress(filling)

    def _next(self, filling: _Filling) -> None:
        self._close(filling)
        name = filling.sheet.name
        while name.casefold() in self._names:
            filling.part += 1
            tail = f" ({filling.part})"
            name = sheet_name(filling.sheet.name)[: 31 - len(tail)].rstrip() + tail
        self._names.add(name.casefold())
        filling.page, filling.row = self._page(name, filling.sheet.heads), 0
        self._dress(filling)

    def _text(self, text: str) -> str:
        text = text.translate(_GONE)
        if len(text) * 2 > LONGEST and len(text.encode("utf-16-le")) > 2 * LONGEST:
            self.cut += 1
            told = _("… [cut here: Excel holds no more in a cell]")
            whole = text.encode("utf-16-le")[: 2 * (LONGEST - len(told))]
            text = whole.decode("utf-16-le", "ignore") + told
        # XlsxWriter would take such a text for markup of its own.
        return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text

    def _moment(self, page: "Worksheet", row: int, column: int, cell: date | time) -> int:
        if isinstance(cell, time):
            page.write_number(row, column, _fraction(cell), self._time)
            return 6
        if (cell.date() if isinstance(cell, datetime) else cell) < _FIRST_DAY:
            page.write_string(row, column, cell.isoformat())
            return 10
        days = cell.toordinal() - _EPOCH
        if isinstance(cell, datetime):
            page.write_number(row, column, days + _fraction(cell.time()), self._stamp)
            return 16
        page.write_number(row, column, days, self._date)
        return 10

    def _explain(self) -> None:
        heads = [_("Sheet"), _("Heading"), _("Question"), _("Type")]
        page = self._page(_(COLUMNS), heads)
        row = 0
        for sheet in (filling.sheet for filling in self._sheets):
            for column in sheet.columns:
                row += 1
                name = f"{column.question.name}/{column.choice}" if column.choice else column.question.name
                for at, text in enumerate((sheet.name, column.head, name, column.question.type)):
                    page.write_string(row, at, self._text(text))
        for at, width in enumerate((24, 48, 28, 16)):
            page.set_column(at, at, width)


def _fraction(moment: time) -> float:
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
