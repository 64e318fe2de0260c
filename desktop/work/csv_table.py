"""A CSV file as spreadsheets save it: read with the place of every cell, written so that it reads back alike."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from forms.compile.workbook import bytes_of, too_large
from forms.problem import Problem
from forms.text import fold, looks_like_tcvn3, nfc
from resources.words import _

LARGEST = 20_000_000  # bytes
_DELIMITERS = ";,\t"
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_AS_TEXT = re.compile(r'="(.*)"')  # how spreadsheets keep the zero of 0912…
_STARTS_FORMULA = tuple("=+-@")


@dataclass(frozen=True, slots=True)
class Column:
    """``heads``: every name the first line may call it by; the first is the one shown."""

    name: str
    heads: tuple[str, ...]
    required: bool = False

    @property
    def head(self) -> str:
        return self.heads[0]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: ``number`` is where it begins in the file, from 1; ``cells`` by column name, neutral text."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: the columns that were known, the heads that were not, the lines that are not blank."""

    columns: frozenset[str]
    ignored: tuple[str, ...]
    lines: tuple[Line, ...]


def load(path: Path, limit: int = LARGEST) -> bytes:
    """The bytes of a file. Raises ``file.unreadable``, ``file.too_large``."""
    return bytes_of(path, limit)


def read(name: str, data: bytes, columns: Sequence[Column]) -> Table:
    """The table in ``data``; ``;``, ``,`` or tab between cells. ``name`` is only told.

    Raises ``file.too_large``, ``file.encoding`` (with the line), ``file.columns``, ``file.empty``, ``file.row``.
    """
    rows = raw(name, data)
    places, ignored = _places(name, rows[0][1], columns)
    lines = tuple(
        Line(number, {key: neutral(cells[place]) for key, place in places.items() if place < len(cells)})
        for number, cells in rows[1:]
    )
    if not lines:
        raise Problem("file.empty", name=name)
    return Table(frozenset(places), ignored, lines)


def raw(name: str, data: bytes, limit: int = LARGEST) -> list[tuple[int, list[str]]]:
    """Every line that is not blank: its number, from 1, and its cells as they stand; ``limit`` in bytes.

    Raises ``file.too_large``, ``file.encoding``, ``file.empty``, ``file.row``.
    """
    if len(data) > limit:
        raise too_large(name, len(data), limit)
    text = _decoded(name, data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    at, rows = 1, []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((at, cells))
            at = reader.line_num + 1
    except csv.Error as error:
        detail = _("a quotation mark is not closed")
        raise Problem("file.row", line=at, column=1, detail=detail) from error
    if not rows:
        raise Problem("file.empty", name=name)
    return rows


def write(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The rows under the columns' heads, as Excel opens them by a double click in Vietnam."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=";")
    writer.writerow(column.head for column in columns)
    for row in rows:
        writer.writerow(_guarded(row.get(column.name, "")) for column in columns)
    return _BOM + held.getvalue().encode()


def neutral(cell: str) -> str:
    """The cell as plain words on one line: nothing that a spreadsheet would later run as a formula is left."""
    text = " ".join(nfc(cell).split())
    if quoted := _AS_TEXT.fullmatch(text):
        text = quoted[1].replace('""', '"').strip()
    while text:
        mark, after = text[0], text[1:2]
        guard = mark == "'" and (after in _STARTS_FORMULA or after.isdigit())
        if not guard and mark not in "=@" and not (mark in "+-" and not after.isdigit()):
            break
        text = text[1:].lstrip()
    return text


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_STARTS_FORMULA) else cell


def _decoded(name: str, data: bytes) -> str:
    if data.startswith(_UTF16) or b"\0" in data[:4096]:
        raise Problem("file.encoding", name=name, line=1)
    try:
        text = data.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problem("file.encoding", name=name, line=line) from error
    if looks_like_tcvn3(text):
        lines = enumerate(text.splitlines(), 1)
        raise Problem(
            "file.encoding", name=name, line=next((n for n, it in lines if looks_like_tcvn3(it)), 1)
        )
    return text


def _places(
    name: str, heads: Sequence[str], columns: Sequence[Column]
) -> tuple[dict[str, int], tuple[str, ...]]:
    known = {_bare(head): column.name for column in columns for head in column.heads}
    places: dict[str, int] = {}
    ignored = []
    for place, head in enumerate(heads):
        found = known.get(_bare(head))
        if found is not None and found not in places:
            places[found] = place
        elif head.strip():
            ignored.append(nfc(head))
    if missing := [column.head for column in columns if column.required and column.name not in places]:
        expected = ", ".join(column.head for column in columns)
        raise Problem("file.columns", name=name, columns=", ".join(missing), expected=expected)
    return places, tuple(ignored)


def _bare(head: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(head)).strip()
