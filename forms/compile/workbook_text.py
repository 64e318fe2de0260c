"""Forms kept as text: Markdown tables and the CSV layout of XLSForm (a sheet's name, then its rows indented by one)."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from forms.compile.workbook import Workbook, book_of
from forms.problem import Problem

_COMMENT = re.compile(r"^\s*#")
_COMMENT_AFTER = re.compile(r"^(.*\|)\s*#[^|]*$")
_LINE = re.compile(r"^\s*\|(.*)\|\s*$")
_PIPE = re.compile(r"(?<!\\)\|")


def read_markdown(text: str, stem: str) -> Workbook:
    """The tables of ``text``, read as pyxform reads them; what stands outside tables is ignored."""
    grids: list[tuple[str, list[list[str]]]] = []
    for line in text.split("\n"):
        if _COMMENT.match(line):
            continue
        after = _COMMENT_AFTER.match(line)
        found = _LINE.match(after[1] if after else line)
        if found is None or ("--" in found[1] and not found[1].strip("|-: \t")):
            continue
        name, *cells = (cell.strip().replace(r"\|", "|") for cell in _PIPE.split(found[1]))
        if name:
            grids.append((name, []))
        if grids and any(cells):
            grids[-1][1].append(cells)
    return book_of(grids, stem)


def read_csv(text: str, name: str, stem: str) -> Workbook:
    """The sheets of ``text``. Commas, or the semicolons Excel writes in Vietnam. Problem ``form.not_workbook``."""
    grids: list[tuple[str, list[list[str]]]] = []
    rows = csv_rows(text)
    heads = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "type" in heads and "name" in heads:  # the survey alone, its columns from the first on
        return book_of([("survey", rows)], stem)
    for row in rows:
        sheet, cells = (row[0].strip(), row[1:]) if row else ("", [])
        if sheet:
            grids.append((sheet, []))
            if not any(cell.strip() for cell in cells):
                continue
        if grids and (grids[-1][1] or any(cell.strip() for cell in cells)):
            grids[-1][1].append(cells)
    if not grids:
        raise Problem("form.not_workbook", name=name)
    return book_of(grids, stem)


def csv_rows(text: str) -> list[list[str]]:
    """All lines of a CSV file. Raises Problem ``file.row`` where a line cannot be read."""
    head = text[:4000]
    mark = max(",;\t", key=lambda sign: (head.count(sign), sign == ","))
    reader = csv.reader(StringIO(text.replace("\0", ""), newline=""), delimiter=mark)
    rows = []
    try:
        for row in reader:
            rows.append(row)
    except csv.Error as error:
        raise Problem("file.row", line=reader.line_num, column=1, detail=str(error)) from error
    return rows


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as UTF-8 with commas."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")
