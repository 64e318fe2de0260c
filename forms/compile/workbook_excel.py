"""Spreadsheets read with openpyxl and xlrd, within bounds: a small file may unpack to gigabytes or a million rows."""

import re
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from forms.compile.workbook import (
    COLUMN_LIMIT,
    FILE_LIMIT,
    ROW_LIMIT,
    SHEETS,
    Place,
    Workbook,
    book_of,
    letters,
    too_large,
)
from forms.problem import Problem
from resources.words import _

UNPACKED_LIMIT = 200_000_000  # bytes, all parts together
PART_LIMIT = 32_000_000  # bytes of a part that is held in memory whole
_GAP = 1_000  # blank rows after which a sheet is taken to have ended
_LOOSE = 200_000  # beginnings and ends of XML elements between two rows
_SIGNS = 1_500_000  # signs < in a part that is held in memory whole: some 350,000 texts
_DEPTH = 50  # XML elements in one another
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)>[^<]")
_STRICT = b"http://purl.oclc.org/ooxml/"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

Grid = list[list[str]]


def read_xlsx(data: bytes, name: str, stem: str) -> Workbook:
    """The sheets of an .xlsx file. Raises Problem as `read_workbook` does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read_xlsx(data, name, stem)
    except Problem:
        raise
    except Exception as error:  # a damaged file breaks openpyxl in more ways than it names
        raise Problem("form.not_workbook", name=name) from error


def _read_xlsx(data: bytes, name: str, stem: str) -> Workbook:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            raise Problem("form.macros", name=name)
        unpacked = sum(part.file_size for part in parts)
        if unpacked > UNPACKED_LIMIT:
            raise too_large(name, unpacked, UNPACKED_LIMIT)
        for part in parts:
            if part.flag_bits & 1:
                raise Problem("form.locked", name=name)
            if part.filename.endswith(".xml") and not part.filename.startswith("xl/worksheets/"):
                if part.file_size > PART_LIMIT:
                    raise too_large(name, part.file_size, PART_LIMIT)
                if part.file_size > _SIGNS and archive.read(part).count(b"<") > _SIGNS:
                    raise Problem("form.not_workbook", name=name)
        if "xl/workbook.xml" in archive.namelist() and _STRICT in archive.read("xl/workbook.xml"):
            raise Problem("form.strict", name=name)
    reader = ExcelReader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        # Not reader.read(): what it reads besides the cells only gives it more to stumble over.
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)  # which numbers are dates
        faults: list[Place] = []
        found = [
            (sheet.name, rel.target) for sheet, rel in reader.parser.find_sheets() if "chart" not in rel.Type
        ]
        grids: list[tuple[str, Grid]] = []
        for title, path in found:
            again = any(title.strip().lower() == other.strip().lower() for other, _grid in grids)
            used = not again and (title.strip().lower() in SHEETS or len(found) == 1)
            grids.append((title, _XlsxSheet(reader, title, path, name).read(faults) if used else []))
        return book_of(grids, stem, lettered=True, faults=faults)
    finally:
        reader.archive.close()


class _XlsxSheet:
    """One sheet read row by row; its faults name cells."""

    def __init__(self, reader: Any, title: str, path: str, file: str) -> None:
        self.reader = reader
        self.name = title.strip().lower()
        self.path = path
        self.file = file
        self.merged: list[str] = []

    def read(self, faults: list[Place]) -> Grid:
        """The cells as texts; a cell that has no text of its own is a fault."""
        grid: Grid = []
        last = filled = 0  # the last row with a text in it, and how many there are
        for number, cells in self._rows(faults):
            if number <= len(grid):  # rows out of order: not a file a spreadsheet wrote
                raise Problem("form.not_workbook", name=self.file)
            texts = self._texts(number, cells, faults)
            if number - last > _GAP:
                self._refuse_after_gap(number, bool(texts), faults)
                break
            grid.extend([] for _blank in range(number - len(grid) - 1))
            grid.append(texts)
            if texts:
                last, filled = number, filled + 1
            if filled > ROW_LIMIT + 1:
                break
        self._refuse_merged(grid, faults)
        return grid

    def _rows(self, faults: list[Place]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        from openpyxl.worksheet._reader import MERGE_TAG, ROW_TAG, WorkSheetParser
        from openpyxl.xml.functions import iterparse

        book = self.reader.wb
        with self.reader.archive.open(self.path) as stream:
            parser = WorkSheetParser(
                stream,
                self.reader.shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            loose = depth = 0
            for event, element in iterparse(stream, events=("start", "end")):
                depth += 1 if event == "start" else -1
                loose += 1
                if loose > _LOOSE or depth > _DEPTH:
                    raise Problem("form.not_workbook", name=self.file)
                if event == "start":
                    continue
                if element.tag == ROW_TAG:
                    loose = 0
                    number, cells = parser.parse_row(element)
                    self._refuse_uncounted(element, cells, faults)
                    element.clear()
                    yield number, cells
                elif element.tag == MERGE_TAG:
                    self.merged = [child.get("ref", "") for child in element]

    def _refuse_uncounted(self, row: Any, cells: list[dict[str, Any]], faults: list[Place]) -> None:
        """A formula whose value was never worked out: its cell would silently be empty."""
        from openpyxl.worksheet._reader import FORMULA_TAG

        for element, cell in zip(row, cells, strict=False):
            if cell["value"] is None and element.find(FORMULA_TAG) is not None and element.get("t") != "str":
                reason = _(
                    "this formula has no value yet; open the file in Excel, save it, or write the value"
                )
                faults.append(Place(self.name, cell["row"], "", reason, letters(cell["column"] - 1)))

    def _texts(self, number: int, cells: list[dict[str, Any]], faults: list[Place]) -> list[str]:
        texts: list[str] = []
        for cell in cells:
            value, position = cell["value"], cell["column"] - 1
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if position > COLUMN_LIMIT:
                reason = _("at most {columns} columns can be read").format(columns=COLUMN_LIMIT)
                faults.append(Place(self.name, number, "", reason, letters(position)))
                break
            if cell["data_type"] == "e":
                faults.append(Place(self.name, number, "", _no_value(str(value)), letters(position)))
                continue
            texts.extend("" for _blank in range(position - len(texts)))
            texts[position:] = [_text(value)]
        return texts

    def _refuse_after_gap(self, number: int, found: bool, faults: list[Place]) -> None:
        """Rows after a long gap are either blank, then they are left, or they would be lost without a word."""
        if found or self._values_after(number):
            reason = _("more than {count} blank rows stand before other rows; delete the blank rows")
            faults.append(Place(self.name, number, "", reason.format(count=_GAP)))

    def _values_after(self, last: int) -> bool:
        mark, tail, started = f'r="{last}"'.encode(), b"", False
        with self.reader.archive.open(self.path) as stream:
            while chunk := stream.read(1 << 20):
                text = tail + chunk
                if not started and mark in text:
                    started, text = True, text[text.index(mark) :]
                if started and _VALUE.search(text):
                    return True
                tail = text[-64:]
        return False

    def _refuse_merged(self, grid: Grid, faults: list[Place]) -> None:
        """Only the first of merged cells holds a text; elsewhere it would be missing without a word.

        Under no name of a column they are somebody's remarks.
        """
        for area in self.merged[:1000]:
            first, _colon, last = area.partition(":")
            at, to = _position(first), _position(last)
            if not grid or not any(grid[0][at[1] : to[1] + 1]):
                continue
            rows = [grid[number] for number in range(at[0], min(to[0] + 1, len(grid)))]
            if any(any(row[at[1] :]) for row in rows) and (to[0] > at[0] or at[0] == 0):
                reason = _("the cells {area} are merged; unmerge them and write each cell").format(area=area)
                faults.append(Place(self.name, at[0] + 1, "", reason, letters(at[1])))


def _position(coordinate: str) -> tuple[int, int]:
    """Row and column of ``B3``, both from 0."""
    from openpyxl.utils.cell import coordinate_to_tuple

    row, column = coordinate_to_tuple(coordinate)
    return row - 1, column - 1


def read_xls(data: bytes, name: str, stem: str) -> Workbook:
    """The sheets of an .xls file. Raises Problem as `read_workbook` does."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Problem("form.locked", name=name)
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in data:
        raise Problem("form.macros", name=name)
    if len(data) > FILE_LIMIT:
        raise too_large(name, len(data), FILE_LIMIT)
    import xlrd

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = xlrd.open_workbook(
                file_contents=data, logfile=StringIO(), on_demand=True, ragged_rows=True
            )
            faults: list[Place] = []
            names = book.sheet_names()
            grids = []
            for position, title in enumerate(names):
                used = title.strip().lower() in SHEETS or len(names) == 1
                grid = _xls_grid(book, book.sheet_by_index(position), faults) if used else []
                grids.append((title, grid))
            return book_of(grids, stem, lettered=True, faults=faults)
    except xlrd.biffh.XLRDError as error:
        code = "form.locked" if "encrypted" in str(error).lower() else "form.not_workbook"
        raise Problem(code, name=name) from error
    except Exception as error:  # a damaged file breaks xlrd in more ways than it names
        raise Problem("form.not_workbook", name=name) from error


def _xls_grid(book: Any, sheet: Any, faults: list[Place]) -> Grid:
    import xlrd

    name = sheet.name.strip().lower()
    grid: Grid = []
    for number in range(sheet.nrows):
        texts = []
        for position, cell in enumerate(sheet.row(number)):
            text = ""
            if cell.ctype == xlrd.XL_CELL_ERROR:
                shown = xlrd.error_text_from_code.get(cell.value, "#?")
                faults.append(Place(name, number + 1, "", _no_value(shown), letters(position)))
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                text = _text(bool(cell.value))
            elif cell.ctype == xlrd.XL_CELL_DATE:
                text = _text(_xls_date(cell.value, book.datemode))
            elif cell.ctype != xlrd.XL_CELL_EMPTY:
                text = _text(cell.value)
            texts.append(text)
        grid.append(texts)
    return grid


def _xls_date(value: float, mode: Any) -> object:
    from xlrd.xldate import XLDateError, xldate_as_datetime

    if 0 <= value < 1:
        seconds = round(value * 86_400) % 86_400
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    try:
        return xldate_as_datetime(value, mode)
    except (XLDateError, OverflowError, ValueError):
        return value


def _no_value(shown: str) -> str:
    return _("this cell shows {error} instead of a value; correct its formula").format(error=shown)


def _text(value: object) -> str:
    """What stands in a cell as XLSForm reads it: 1.0 as ``1``, a day as ``2026-11-26``."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(value))


def write_xlsx(book: Workbook) -> bytes:
    """``book`` as an .xlsx file: every cell a text, the names of the columns fixed on top."""
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as target:
        target.set_properties(
            {"created": datetime(2026, 1, 1, tzinfo=UTC)}
        )  # the same form gives the same bytes
        bold = target.add_format({"bold": True, "bottom": 1})
        wrapped = target.add_format({"text_wrap": True, "valign": "top"})
        for name, sheet in book.sheets.items():
            page = target.add_worksheet(name)
            page.freeze_panes(1, 0)
            page.set_column(0, max(len(sheet.headers) - 1, 0), 20)
            for number, row in enumerate(sheet.grid()):
                for position, text in enumerate(row):
                    if text:
                        page.write_string(number, position, text, wrapped if number else bold)
    return stream.getvalue()
