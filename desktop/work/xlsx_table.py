"""The sheets of an Excel file as rows of typed cells, each with its place; within bounds, whatever the file claims."""

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from forms.compile.workbook import refuse_unfit, too_large
from forms.problem import Problem
from resources.words import _

LARGEST = 64_000_000  # bytes of a file
MOST_ROWS = 100_000  # of a sheet, blank ones not counted
MOST_COLUMNS = 2_000
_UNPACKED = 1_500_000_000  # bytes, all parts together
_WHOLE = 200_000_000  # bytes of a part that is held in memory whole
_LOOSE = 200_000  # XML elements without a row among them
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell without a value of its own, and what to do about it."""

    reason: str


Value = str | int | float | bool | date | datetime | time | Unread


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not blank: its number as the spreadsheet counts, from 1; cells by column, from 0."""

    number: int
    cells: Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells joined to one, counted as in ``Line``, both ends included."""

    area: str  # as a spreadsheet writes it: B2:B5
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet, or one CSV file."""

    name: str
    lines: tuple[Line, ...]
    merged: tuple[Merged, ...] = ()


def read_pages(path: Path) -> tuple[Page, ...]:
    """The sheets of a workbook (.xlsx, or .xls), hidden ones too. Of a formula the value last shown counts.

    Raises ``file.unreadable``, ``file.too_large``, ``file.table`` (not a workbook), ``form.macros``, ``form.locked``,
    ``import.rows``.
    """
    name = path.name
    refuse_unfit(path, LARGEST)
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Problem("file.unreadable", name=name) from error
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        from .xls_table import read_xls

        return read_xls(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tuple(_pages(path))
    except Problem:
        raise
    except MemoryError:
        raise
    except Exception as error:  # a damaged file breaks openpyxl in more ways than it names
        raise Problem("file.table", name=name, detail=_("it is damaged or not a workbook")) from error


def _pages(path: Path) -> Iterator[Page]:
    from openpyxl.reader.excel import ExcelReader

    with path.open("rb") as file:
        _refuse(path.name, file)
        file.seek(0)
        reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        try:
            reader.read()
            for sheet in reader.wb.worksheets:
                yield _page(path.name, reader, sheet)
        finally:
            reader.archive.close()


def _refuse(name: str, file: Any) -> None:
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
    except BadZipFile as error:
        raise Problem("file.table", name=name, detail=_("it is damaged or not a workbook")) from error
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Problem("form.macros", name=name)
    if any(part.flag_bits & 1 for part in parts):
        raise Problem("form.locked", name=name)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _UNPACKED:
        raise too_large(name, unpacked, _UNPACKED)
    held = [it.file_size for it in parts if not it.filename.startswith(("xl/worksheets/", "xl/media/"))]
    if max(held, default=0) > _WHOLE:
        raise too_large(name, max(held), _WHOLE)


def _page(name: str, reader: Any, sheet: Any) -> Page:
    from openpyxl.worksheet._reader import MERGE_TAG, ROW_TAG, WorkSheetParser
    from openpyxl.xml.functions import iterparse

    book, lines, merged, loose, last = reader.wb, [], list[Merged](), 0, 0
    with reader.archive.open(sheet._worksheet_path) as stream:
        parser = WorkSheetParser(
            stream,
            reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        events = iterparse(stream, events=("start", "end"))
        around: list[Any] = []
        for event, element in events:
            if event == "start":
                around.append(element)
                continue
            around.pop()
            loose += 1
            if loose > _LOOSE:
                raise ValueError("no row for a long while")
            if element.tag == ROW_TAG:
                loose = 0
                number, cells = parser.parse_row(element)
                if number <= last:
                    raise ValueError("rows out of order")
                last = number
                if found := dict(_cells(element, cells)):
                    lines.append(Line(number, found))
                    if len(lines) > MOST_ROWS:
                        raise Problem("import.rows", name=name, limit=MOST_ROWS)
                element.clear()
                if around:
                    around[-1].remove(element)  # a million blank rows weigh nothing
            elif element.tag == MERGE_TAG:
                merged += (_merged(child.get("ref", "")) for child in element)
    return Page(sheet.title, tuple(lines), tuple(merged))


def _cells(row: Any, cells: list[dict[str, Any]]) -> Iterator[tuple[int, Value]]:
    from openpyxl.worksheet._reader import FORMULA_TAG

    for element, cell in zip(row, cells, strict=False):
        value, column = cell["value"], cell["column"] - 1
        if column > MOST_COLUMNS:
            return
        if value is None:
            if element.find(FORMULA_TAG) is not None and element.get("t") != "str":
                reason = _(
                    "This formula has no value yet. Open the file in Excel, save it, and import it again."
                )
                yield column, Unread(reason)
        elif cell["data_type"] == "e":
            yield column, Unread(shows_error(str(value)))
        elif isinstance(value, str):
            if value.strip():
                yield column, _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
        else:
            yield column, plain(value)


def shows_error(error: str) -> str:
    """What to say of a cell that shows ``#DIV/0!``."""
    shown = _("This cell shows {error} instead of a value. Correct its formula or write the value.")
    return shown.format(error=error[:20])


def plain(value: Any) -> Value:
    """A number or moment to the precision its writer meant: whole numbers as ``int``, moments to the second."""
    if isinstance(value, bool):
        return value
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        if 0 <= seconds < 86_400:
            return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        return str(value)
    if isinstance(value, datetime):
        exact = value + timedelta(
            microseconds=500_000
        )  # a day is a binary fraction; seconds are what was meant
        return exact.replace(microsecond=0)
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + (value.microsecond >= 500_000)
        seconds %= 86_400
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if isinstance(value, int | float | date) else str(value)


def _merged(area: str) -> Merged:
    from openpyxl.utils.cell import range_boundaries

    first_column, first_row, last_column, last_row = range_boundaries(area)
    return Merged(
        area, first_row or 1, last_row or 1_048_576, (first_column or 1) - 1, (last_column or 16_384) - 1
    )
