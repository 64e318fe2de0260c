"""The sheets of an .xls file, as Excel wrote them until 2003: the same rows of typed cells as `xlsx_table` gives."""

import warnings
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from forms.compile.workbook import bytes_of, letters
from forms.problem import Problem
from resources.words import _

from .xlsx_table import Line, Merged, Page, Unread, Value, plain, shows_error

LARGEST = 20_000_000  # bytes


def read_xls(path: Path) -> tuple[Page, ...]:
    """The sheets of the workbook. Raises as ``xlsx_table.read_pages`` does."""
    name, data = path.name, bytes_of(path, LARGEST)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Problem("form.locked", name=name)
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in data:
        raise Problem("form.macros", name=name)
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = xlrd.open_workbook(
                file_contents=data, logfile=StringIO(), on_demand=True, formatting_info=True
            )
            return tuple(_page(book, book.sheet_by_index(at)) for at in range(book.nsheets))
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Problem("form.locked", name=name) from error
        raise Problem("file.table", name=name, detail=_("it is damaged or not a workbook")) from error
    except Exception as error:  # a damaged file breaks xlrd in more ways than it names
        raise Problem("file.table", name=name, detail=_("it is damaged or not a workbook")) from error


def _page(book: Any, sheet: Any) -> Page:
    lines = []
    for number in range(sheet.nrows):
        if found := dict(_cells(book, sheet.row(number))):
            lines.append(Line(number + 1, found))
    merged = (_merged(*area) for area in sheet.merged_cells)
    return Page(sheet.name, tuple(lines), tuple(merged))


def _cells(book: Any, row: Any) -> Iterator[tuple[int, Value]]:
    import xlrd

    for column, cell in enumerate(row):
        if cell.ctype == xlrd.XL_CELL_ERROR:
            yield column, Unread(shows_error(xlrd.error_text_from_code.get(cell.value, "#?")))
        elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
            yield column, bool(cell.value)
        elif cell.ctype == xlrd.XL_CELL_DATE:
            yield column, _moment(cell.value, book.datemode)
        elif cell.ctype == xlrd.XL_CELL_NUMBER:
            yield column, plain(cell.value)
        elif cell.ctype == xlrd.XL_CELL_TEXT and cell.value.strip():
            yield column, cell.value


def _moment(value: float, mode: int) -> Value:
    from xlrd.xldate import XLDateError, xldate_as_datetime

    if 0 <= value < 1:
        return plain(timedelta(days=value))
    try:
        return plain(xldate_as_datetime(value, 1 if mode else 0))
    except (XLDateError, OverflowError, ValueError):
        return value


def _merged(first_row: int, last_row: int, first_column: int, last_column: int) -> Merged:
    area = f"{letters(first_column)}{first_row + 1}:{letters(last_column - 1)}{last_row}"
    return Merged(area, first_row + 1, last_row, first_column, last_column - 1)
