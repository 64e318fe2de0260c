"""CSV files beside a form: choices for ``select_one_from_file``, tables for ``pulldata`` and ``instance``."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from forms.compile.sheets import EXPRESSIONS, table_of
from forms.compile.types import kind_of, parameters_of
from forms.compile.workbook import Place, Workbook, bytes_of, clean, decoded
from forms.compile.workbook_text import csv_rows
from forms.definition import Choice
from forms.library import built_in_ids
from forms.problem import Problem
from resources.words import _

CHOICE_LIMIT = 20_000  # rows of a list
_READ = re.compile(r"\b(pulldata|instance)\s*\(\s*(?:'([^']+)'|\"([^\"]+)\")")
_PLAIN = re.compile(r"[^/\\:*?\"<>|\0]+\.csv")

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Need:
    """A file a form reads. ``row`` and ``key``: the cell that names it; ``value``, ``label``: its columns then."""

    name: str
    row: int
    key: str
    value: str = ""
    label: str = ""
    many: bool = False


def needs_of(book: Workbook) -> Iterator[Need]:
    """Every CSV file named in the survey sheet, once for each question that chooses from it."""
    table = table_of(book, "survey")
    lists = _lists(book)
    for number, cells in table.rows() if table else ():
        kind = kind_of(cells.get("type", ""))
        if kind.from_file and kind.list_name.endswith(".csv"):
            parts = parameters_of(cells.get("parameters", ""))
            value, label = parts.get("value", "name"), parts.get("label", "label")
            yield Need(kind.list_name, number, "type", value, label, kind.type != "select_one")
        elif kind.type == "csv-external" and cells.get("name"):
            yield Need(cells["name"] + ".csv", number, "name")
        for key in EXPRESSIONS:
            for function, single, double in _READ.findall(cells.get(key, "")):
                name = single or double
                if function == "pulldata" and name not in lists:
                    yield Need(name.removesuffix(".csv") + ".csv", number, key)
                elif function == "instance" and name not in lists and not name.startswith("__"):
                    yield Need(name + ".csv", number, key)


def _lists(book: Workbook) -> set[str]:
    found: set[str] = set()
    for sheet in ("choices", "external_choices"):
        table = table_of(book, sheet)
        found.update(cells.get("list_name", "") for _number, cells in table.rows()) if table else None
    return found


def files_beside(path: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Those of ``names`` that stand beside the form or in ``<stem>-media``. Raises Problem as `bytes_of` does."""
    found: dict[str, bytes] = {}
    for name in names:
        if not _PLAIN.fullmatch(name) or name in found:
            continue
        for folder in (path.parent / f"{path.stem}-media", path.parent):
            with suppress(OSError):  # a name longer than the system takes
                if (folder / name).is_file():
                    found[name] = bytes_of(folder / name)
                    break
    return found


def read_files(book: Workbook, files: Mapping[str, bytes]) -> tuple[dict[str, Rows], list[Place]]:
    """The tables in the files a form needs, cleaned; and what is wrong with them."""
    tables: dict[str, Rows] = {}
    faults: list[Place] = []
    for name in dict.fromkeys(need.name for need in needs_of(book)):
        if name not in files:
            continue
        try:
            rows = csv_rows(decoded(files[name], name))
        except Problem as problem:
            faults.append(Place(name, int(str(problem.facts.get("line", 0))), "", problem.text))
            continue
        tables[name] = [[clean(cell, prose=True) for cell in row] for row in rows]
        while tables[name] and not any(tables[name][-1]):
            tables[name].pop()
    return tables, faults


def file_choices(
    book: Workbook, tables: Mapping[str, Rows], unread: Container[str] = ()
) -> tuple[dict[str, tuple[Choice, ...]], list[Place]]:
    """File name → its rows as choices, all columns kept; and the faults, at the survey's cell or in the file.

    ``unread``: files whose faults are known already.
    """
    survey = table_of(book, "survey")
    asked: dict[str, Need] = {}
    faults: list[Place] = []
    for need in needs_of(book) if survey else ():
        first = asked.setdefault(need.name, need) if need.value else need
        key, reason = need.key, ""
        if not _PLAIN.fullmatch(need.name):
            reason = _("write the plain name of a file, such as fruits.csv")
        elif need.name not in tables and need.name.removesuffix(".csv") in built_in_ids():
            reason = _("records kept here are chosen by type text, appearance record-{form}")
        elif need.name not in tables and need.name not in unread:
            reason = _("the file {name} is missing; put it beside the form or in the folder “…-media”")
        elif (first.value, first.label) != (need.value, need.label):
            key = "parameters"
            reason = _("row {row} reads other columns of {name}; give this question a file of its own")
        if reason and survey:
            faults.append(
                survey.place(
                    need.row,
                    key,
                    reason.format(row=first.row, name=need.name, form=need.name.removesuffix(".csv")),
                )
            )
    found = {}
    for name, rows in tables.items():
        need = asked.get(name, Need(name, 0, ""))
        found[name] = tuple(_choices(rows, need))
        faults.extend(_file_faults(rows, need))
    return found, faults


def _choices(rows: Rows, need: Need) -> Iterator[Choice]:
    heads = rows[0] if rows else []
    for row in filter(any, rows[1:]):
        cells = {head: cell for head, cell in zip(heads, row, strict=False) if head}
        label = cells.get(need.label or "label", "")
        yield Choice(cells.get(need.value or "name", ""), {"": label} if label else {}, cells)


def _file_faults(rows: Rows, need: Need) -> Iterator[Place]:
    if len(rows) - 1 > CHOICE_LIMIT:
        yield Place(need.name, 0, "", _("a list holds at most {limit} rows").format(limit=CHOICE_LIMIT))
    if not need.value:
        return
    heads = rows[0] if rows else []
    missing = [head for head in (need.value, need.label) if head not in heads]
    if missing:
        yield Place(
            need.name, 1, missing[0], _("the file lacks this column; add it, or name another in parameters")
        )
        return
    at = heads.index(need.value)
    for number, row in enumerate(rows[1:], start=2):
        name = row[at] if at < len(row) else ""
        if not any(row):
            continue
        if not name:
            yield Place(need.name, number, need.value, _("write the name of this choice"))
        elif need.many and " " in name:
            yield Place(need.name, number, need.value, _("the name of a choice must not hold a blank"))
