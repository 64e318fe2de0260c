"""Records of one form as CSV that Excel opens rightly: UTF-8 with BOM, semicolons, one file more for each repeat."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.store.records import Filter
from desktop.store.rows import Record
from forms.definition import Form, Question, say
from forms.flat import ROW_ID, questions_within
from forms.problem import Problem
from resources.words import language

from .desk import Desk
from .shown import Shown

_AT_ONCE = 500
# A cell that begins so is run as a formula when the file is opened (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Choices:
    """What goes into the file. ``labels``: words as on screen, else the codes as kept. Without ``personal``
    names, phones and all else that identifies somebody is left out."""

    labels: bool = True
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Exported:
    """How many records went into which files; the first is the one asked for."""

    records: int
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One file: the record itself (``path`` is ``""``) or one of its repeats."""

    path: str
    questions: tuple[Question, ...]
    below: tuple["_Sheet", ...]

    def walk(self) -> Iterator["_Sheet"]:
        yield self
        for sheet in self.below:
            yield from sheet.walk()


_EVERYTHING = Filter()
_AS_SHOWN = Choices()


def export(
    desk: Desk,
    form: Form,
    target: Path,
    where: Filter = _EVERYTHING,
    choices: Choices = _AS_SHOWN,
    progress: Callable[[int], bool] = lambda done: True,
) -> Exported:
    """Write the records of ``form`` that ``where`` holds to ``target``, newest first.

    Each repeat goes to ``<target>-<repeat>.csv``, a row for each of its rows, with the record's id. Files
    appear only when whole; ``progress`` hears how many records are done and stops it by returning False.
    Raises ``print.write`` when a file cannot be written; none is left then.
    """
    sheets = list(_sheet(form.questions, "", choices).walk())
    targets = {sheet.path: _beside(target, sheet.path) for sheet in sheets}
    parts = {path: file.with_name(file.name + ".part") for path, file in targets.items()}
    try:
        count = _write(desk, form, sheets, parts, where, choices, progress)
        for path, part in parts.items():
            part.replace(targets[path])
    except OSError as error:
        raise Problem("print.write", name=target.name) from error
    finally:
        for part in parts.values():
            if part.is_file():
                part.unlink()
    return Exported(count, tuple(targets.values()))


def _write(
    desk: Desk,
    form: Form,
    sheets: list[_Sheet],
    parts: Mapping[str, Path],
    where: Filter,
    choices: Choices,
    progress: Callable[[int], bool],
) -> int:
    shown = Shown(desk)
    count = 0
    with ExitStack() as files:
        writers = {}
        for sheet in sheets:
            file = files.enter_context(parts[sheet.path].open("w", encoding="utf-8-sig", newline=""))
            writers[sheet.path] = csv.writer(file, delimiter=";")
            writers[sheet.path].writerow(_heading(sheet, choices))
        for record in _records(desk, form, where):
            for sheet, cells in _rows(form, sheets[0], record.id, record.values, shown, choices):
                writers[sheet.path].writerow(cells)
            count += 1
            if count % _AT_ONCE == 0 and not progress(count):
                raise Problem("export.cancelled")
    progress(count)
    return count


def _records(desk: Desk, form: Form, where: Filter) -> Iterator[Record]:
    page = desk.store.records.page(form, where, limit=_AT_ONCE)
    yield from page.records
    while page.after:
        page = desk.store.records.page(form, where, after=page.after, limit=_AT_ONCE)
        yield from page.records


def _sheet(questions: tuple[Question, ...], path: str, choices: Choices) -> _Sheet:
    within = list(questions_within(questions))
    kept = [it for it in within if it.holds_value and (choices.personal or not _names_somebody(it))]
    below = [_sheet(it.children, f"{path}-{it.name}", choices) for it in within if it.type == "repeat"]
    return _Sheet(path, tuple(kept), tuple(below))


def _names_somebody(question: Question) -> bool:
    return question.personal or question.refers_to in ("resident", "member", "consent")


def _beside(target: Path, path: str) -> Path:
    return target.with_name(f"{target.stem}{path}{target.suffix or '.csv'}")


def _heading(sheet: _Sheet, choices: Choices) -> list[str]:
    ids = ["id", "row"] if sheet.path else ["id"]
    if not choices.labels:
        return ids + [question.name for question in sheet.questions]
    return ids + [say(question.label, language()) or question.name for question in sheet.questions]


def _rows(
    form: Form, sheet: _Sheet, rec: str, values: Mapping[str, Any], shown: Shown, choices: Choices
) -> Iterator[tuple[_Sheet, list[str]]]:
    ids = [rec, values[ROW_ID]] if sheet.path else [rec]
    yield sheet, ids + [_cell(form, it, values.get(it.name), shown, choices) for it in sheet.questions]
    for below in sheet.below:
        for row in values.get(below.path.rpartition("-")[2], ()):
            yield from _rows(form, below, rec, row, shown, choices)


def _cell(form: Form, question: Question, value: Any, shown: Shown, choices: Choices) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool) and not question.list_name:
        return shown.answer(form, question, value) if choices.labels else str(value)
    if choices.labels:
        text = shown.answer(form, question, value)
    else:
        text = " ".join(value) if isinstance(value, list) else str("" if value is None else value)
    return "'" + text if text.startswith(_FORMULA) else text
