"""Sheets as CSV files that Excel opens rightly in Vietnam: UTF-8 with BOM, semicolons, a file for each sheet."""

import csv
import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from resources.words import language

from .export_cells import Cell
from .export_columns import Sheet

# A cell that begins so is run as a formula when the file is opened (OWASP, CSV Injection).
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-\d+([.,]\d+)?")


def files(target: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Where each sheet goes: ``v.csv``, ``v-people.csv``, ``v-people-steps.csv``."""
    return [
        target.with_name(
            f"{target.stem}{'-' * bool(it.path)}{it.path.replace('/', '-')}{target.suffix or '.csv'}"
        )
        for it in sheets
    ]


class CsvFiles:
    """Writes to ``paths``, one for each sheet. ``words``: numbers and dates as read here, else as machines do."""

    cut = 0

    def __init__(self, paths: Sequence[Path], sheets: Sequence[Sheet], words: bool) -> None:
        self._cell: Callable[[Cell], str] = _in_words if words else _as_kept
        self._open = ExitStack()
        self._writers = []
        try:
            for path, sheet in zip(paths, sheets, strict=True):
                file = self._open.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
                self._writers.append(csv.writer(file, delimiter=";"))
                self._writers[-1].writerow(map(guarded, sheet.heads))
        except BaseException:
            self._open.close()
            raise

    def write(self, number: int, cells: Sequence[Cell]) -> None:
        """One row of the sheet with that number."""
        self._writers[number].writerow(map(self._cell, cells))

    def finish(self) -> None:
        """Everything was written."""
        self._open.close()

    abandon = finish


def guarded(text: str) -> str:
    """``text`` with an apostrophe where a spreadsheet would run it; ``unguarded`` takes just that one away."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The inverse of ``guarded``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _in_words(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S").removesuffix(":00")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and language() == "vi":
        return _as_kept(cell).replace(".", ",")
    return _as_kept(cell)


def _as_kept(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f").removesuffix(".0")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, date):  # a moment is one too
        return cell.isoformat()
    return "" if cell is None else str(cell)
