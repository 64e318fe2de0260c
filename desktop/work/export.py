"""Records of one form for Excel: one workbook with a sheet for each repeat, or CSV files.

For the window: ``export_through(lanes.ask, …)`` runs in the slow lane and borrows the store lane for a page of
records at a time, some tens of milliseconds; ``progress`` is called in the slow lane. ``export`` is the same at a
desk one has, for the command line and tests.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, Literal, ParamSpec, Protocol, TypeVar

from desktop.store.records import Filter, Key
from desktop.store.rows import Record
from forms.definition import Form, say
from forms.problem import Problem
from resources.words import language

from .desk import Desk
from .export_cells import Cells, Row
from .export_columns import Choices, Sheet, sheet_of, union, versions
from .export_csv import CsvFiles, files
from .export_xlsx import XlsxFile

__all__ = ["Choices", "Exported", "Kind", "export", "export_through"]

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")
Kind = Literal["xlsx", "csv"]
Progress = Callable[[int], bool]
_AT_ONCE = 500


class Ask(Protocol):
    """Runs a step at the desk and waits for it: ``Lanes.ask``."""

    def __call__(self, step: Callable[[Desk], T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class Exported:
    """How many records went into which files, the first the one asked for; ``cut``: texts too long for a cell."""

    records: int
    files: tuple[Path, ...]
    cut: int = 0


def at_desk(through: Callable[Concatenate[Ask, P], R]) -> Callable[Concatenate[Desk, P], R]:
    """The same done at a desk one has, without lanes."""

    def done(desk: Desk, /, *given: P.args, **named: P.kwargs) -> R:
        def here(step: Callable[[Desk], T]) -> T:
            return step(desk)

        return through(here, *given, **named)

    return done


_EVERYTHING = Filter()
_AS_SHOWN = Choices()


def export_through(
    ask: Ask,
    form: Form,
    target: Path,
    where: Filter = _EVERYTHING,
    choices: Choices = _AS_SHOWN,
    progress: Progress = lambda done: True,
    kind: Kind | None = None,
) -> Exported:
    """Write the records of ``form`` that ``where`` holds to ``target``, newest first; ``ask`` is ``Lanes.ask``.

    ``kind`` is told by the file's name if not said. A workbook has a sheet, CSV a file ``<target>-<repeat>.csv``
    for each repeat, a row for each of its rows with the record's id, its own and, nested, that of the row it lies
    in. The questions of every version have their columns. Files appear only when whole; ``progress`` hears how
    many records are done and stops it by returning False. Raises ``print.write`` when a file cannot be written,
    ``export.cancelled``; none is left then.
    """
    known = ask(lambda desk: versions(desk, form))
    whole = union(known.values())
    sheet = sheet_of(whole, choices)
    sheets = list(sheet.walk())
    excel = (kind or target.suffix.lower().removeprefix(".")) == "xlsx"
    targets = [target if target.suffix else target.with_suffix(".xlsx")] if excel else files(target, sheets)
    parts = [file.with_name(file.name + ".part") for file in targets]
    title = say(form.title, language(), form.default_language)
    try:
        if any(part.is_dir() for part in parts):
            raise OSError("not a place for a file")
        out = XlsxFile(parts[0], sheets, title) if excel else CsvFiles(parts, sheets, choices.labels)
        try:
            count = _write(_Reading(ask, known, whole, sheet, choices, where), out, progress)
        except BaseException:
            out.abandon()
            raise
        out.finish()
        if not progress(count):
            raise Problem("export.cancelled")
        for part, file in zip(parts, targets, strict=True):
            part.replace(file)
    except OSError as error:
        raise Problem("print.write", name=target.name) from error
    finally:
        for part in parts:
            if part.is_file():
                part.unlink()
    return Exported(count, tuple(targets), out.cut)


export = at_desk(export_through)


def _write(reading: "_Reading", out: XlsxFile | CsvFiles, progress: Progress) -> int:
    count = 0
    for records, rows in reading.pages():
        for number, cells in rows:
            out.write(number, cells)
        count += records
        if records == _AT_ONCE and not progress(count):
            raise Problem("export.cancelled")
    return count


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads records page by page, each under the version it was kept under, as rows of cells."""

    ask: Ask
    versions: Mapping[str, Form]
    whole: Form
    sheet: Sheet
    choices: Choices
    where: Filter

    def pages(self) -> Iterator[tuple[int, list[Row]]]:
        """How many records, and their rows; never more than a page in memory."""
        cells = Cells(self.whole, self.sheet, self.choices)
        after: Key | None = None
        while True:

            def step(desk: Desk, after: Key | None = after) -> tuple[int, list[Row], Key | None]:
                records, following = self._page(desk, after)
                cells.refresh(desk)
                rows = [row for it in records for row in cells.rows(it.id, it.values)]
                return len(records), rows, following

            count, rows, after = self.ask(step)
            yield count, rows
            if after is None:
                return

    def _page(self, desk: Desk, after: Key | None) -> tuple[list[Record], Key | None]:
        newest = next(iter(self.versions.values()))
        page = desk.store.records.page(newest, self.where, after=after, limit=_AT_ONCE)
        records = list(page.records)
        for version in {it.version for it in records} & set(self.versions) - {newest.version}:
            older = desk.store.records.page(self.versions[version], self.where, after=after, limit=_AT_ONCE)
            records = [
                own if own.version == version else it for it, own in zip(records, older.records, strict=True)
            ]
        return records, page.after
