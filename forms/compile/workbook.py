"""A workbook as sheets of plain text, whatever wrote it: .xlsx, .xls, Markdown tables, CSV.

The sheets keep their blank rows, so row ``n`` here is row ``n`` for the person who looks at the sheet.
Nothing is run: of a formula only the value last shown counts. What a hostile file could make us read is bounded.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from forms.problem import Problem
from resources.words import _

SHEETS = ("survey", "choices", "settings", "external_choices", "entities")
FILE_LIMIT = 20_000_000  # bytes
ROW_LIMIT = 50_000
COLUMN_LIMIT = 500
TEXT_LIMIT = 32_767  # characters in a cell, as in Excel
TRANSLATED_LIMIT = 200_000  # cells below label::English (en) and the like: ten seconds' work for pyxform

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# Some scripts break lines or join letters by signs that cannot be seen; in names and expressions they are dirt.
_UNSEEN = re.compile("[\u200b-\u200f\u2060\u00ad]")
_PROSE = (
    "label", "caption", "hint", "guidance_hint", "required_message", "requiredmsg", "constraint_message",
    "constraining_message", "form_title", "ngoso",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a workbook and what is to be said of it. ``row`` 0: the sheet; ``letter`` as in Excel, or ``""``."""

    sheet: str
    row: int
    column: str
    reason: str
    letter: str = ""

    @property
    def text(self) -> str:
        """``sheet survey, row 5, column relevant (F): …`` in the language in use."""
        column = (
            f"{self.column} ({self.letter})" if self.letter and self.column else self.column or self.letter
        )
        if not self.sheet:
            return self.reason
        if not self.row:
            shape = _("sheet {sheet}: {reason}")
        elif not column:
            shape = _("sheet {sheet}, row {row}: {reason}")
        else:
            shape = _("sheet {sheet}, row {row}, column {column}: {reason}")
        return shape.format(sheet=self.sheet, row=self.row, column=column, reason=self.reason)


@dataclass(frozen=True, slots=True)
class Sheet:
    """``headers``: the first row, ``""`` where a column has none; ``rows[0]`` is row 2, as wide as it needs."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row's number with its cells by header; blank rows as empty dicts."""
        for number, row in enumerate(self.rows, start=2):
            yield number, {head: cell for head, cell in zip(self.headers, row, strict=False) if head and cell}

    def grid(self) -> list[list[str]]:
        """Headers and rows as lists, the same for the same sheet."""
        return [list(self.headers), *map(list, self.rows)]


@dataclass(frozen=True, slots=True)
class Workbook:
    """``stem``: the file's name without its ending; ``lettered``: whether its columns have letters, as in Excel.

    ``others``: sheets that are not part of a form; ``faults``: cells that could not be read.
    """

    stem: str
    sheets: dict[str, Sheet]
    others: tuple[str, ...] = ()
    lettered: bool = False
    faults: tuple[Place, ...] = ()

    def letter(self, position: int) -> str:
        """``A`` for the first column of a spreadsheet; ``""`` for a text file."""
        return letters(position) if self.lettered else ""


def read_workbook(source: Path | str | bytes, name: str = "") -> Workbook:
    """The sheets of ``source``: a path, Markdown text, or the bytes of a file called ``name``.

    Raises Problem ``file.unreadable``, ``file.too_large``, ``file.empty``, ``form.not_workbook``,
    ``form.encoding``, ``form.macros``, ``form.locked``.
    """
    from forms.compile.workbook_text import read_csv, read_markdown

    if isinstance(source, str):
        return read_markdown(source, name or "form")
    if isinstance(source, Path):
        name = source.name
        source = bytes_of(source)
    if len(source) > FILE_LIMIT:
        raise too_large(name, len(source), FILE_LIMIT)
    if not source.strip(b"\0 \r\n\t"):
        raise Problem("file.empty", name=name)
    ending = Path(name).suffix.lower()
    if ending in (".xlsm", ".xltm", ".xlam", ".xlsb"):
        raise Problem("form.macros", name=name)
    stem = Path(name).stem or "form"
    zipped = source[:4] in (b"PK\x03\x04", b"PK\x05\x06")
    if zipped or ending == ".xls" or source[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        from forms.compile.workbook_excel import read_xls, read_xlsx

        return read_xlsx(source, name, stem) if zipped else read_xls(source, name, stem)
    if ending in (".md", ".markdown", ".txt"):
        return read_markdown(decoded(source, name), stem)
    if ending == ".csv":
        return read_csv(decoded(source, name), name, stem)
    raise Problem("form.not_workbook", name=name)


def bytes_of(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """What the file holds. Raises Problem ``file.unreadable``, ``file.too_large``; ``limit`` in bytes."""
    refuse_unfit(path, limit)
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("file.unreadable", name=path.name) from error


def refuse_unfit(path: Path, limit: int) -> None:
    """Raises what `bytes_of` does. Pipes and devices are no files: reading one may never come to an end."""
    try:
        about = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a name the system cannot hold
        raise Problem("file.unreadable", name=path.name) from error
    if not S_ISREG(about.st_mode):
        raise Problem("file.unreadable", name=path.name)
    if about.st_size > limit:
        raise too_large(path.name, about.st_size, limit)


def too_large(name: str, size: int, limit: int) -> Problem:
    """Problem ``file.too_large``; sizes in bytes."""
    return Problem("file.too_large", name=name, size=-(-size // 1_000_000), limit=limit // 1_000_000)


def decoded(data: bytes, name: str) -> str:
    """The text of a UTF-8 file. Raises Problem ``form.encoding`` naming what it seems to be, and the line."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:200].count(b"\0") > 20:
        raise Problem("form.encoding", name=name, encoding="UTF-16", line=1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Problem("form.encoding", name=name, encoding="Windows-1258, TCVN3", line=line) from error
    lines = text.splitlines()
    if _typed_in_tcvn3(lines):
        from forms.text import looks_like_tcvn3

        first = next((number for number, line in enumerate(lines, 1) if looks_like_tcvn3(line)), 1)
        raise Problem("form.encoding", name=name, encoding="TCVN3 (.VnTime)", line=first)
    return text


def _typed_in_tcvn3(texts: Sequence[str]) -> bool:
    """Whether the texts are Vietnamese typed in a TCVN3 font; French or German alone must not look so."""
    from forms.text import looks_like_tcvn3

    whole = "\n".join(texts)
    inside = set(re.findall(r"(?<=[A-Za-z])[µ¸¶·¹¨»¾¼½Æ©ª«¬]|[®§](?=[A-Za-zÀ-ÿ])", whole))
    return len(inside) >= 3 and looks_like_tcvn3(whole)


def book_of(
    grids: Iterable[tuple[str, Sequence[Sequence[str]]]],
    stem: str,
    lettered: bool = False,
    faults: Iterable[Place] = (),
) -> Workbook:
    """A workbook of named grids, cleaned: sheets by their names in small letters, one sheet alone being the survey."""
    named = list(grids)
    found: list[Place] = list(faults)
    sheets: dict[str, Sheet] = {}
    others: list[str] = []
    for written, rows in named:
        name = written.strip().lower()
        if name not in SHEETS and len(named) == 1:
            name = "survey"
        if name not in SHEETS or name in sheets:
            others.append(written)
            continue
        sheets[name] = _sheet(name, rows, found, lettered)
    return Workbook(stem, sheets, tuple(others), lettered, tuple(found))


def _sheet(name: str, grid: Sequence[Sequence[str]], found: list[Place], lettered: bool) -> Sheet:
    rows = [_trimmed(row) for row in grid]
    while rows and not rows[-1]:
        rows.pop()
    headers = tuple(clean(cell, prose=False).replace("\n", " ") for cell in rows[0]) if rows else ()
    prose = [head.partition(":")[0].strip().lower().replace(" ", "_") in _PROSE for head in headers]
    body = []
    for number, row in enumerate(rows[1:], start=2):
        cells = tuple(clean(cell, i < len(prose) and prose[i]) if cell else "" for i, cell in enumerate(row))
        for i, cell in enumerate(cells):
            letter = letters(i) if lettered else ""
            head = headers[i] if i < len(headers) else ""
            if len(cell) > TEXT_LIMIT:
                reason = _("the text is longer than {limit} characters").format(limit=TEXT_LIMIT)
                found.append(Place(name, number, head, reason, letter))
        body.append(_trimmed(cells))
    sheet = Sheet(name, headers, tuple(tuple(row) for row in body))
    found.extend(_odd_headers(sheet, lettered))
    if len(sheet.rows) > ROW_LIMIT or len(headers) > COLUMN_LIMIT:
        reason = _("at most {rows} rows and {columns} columns can be read").format(
            rows=ROW_LIMIT, columns=COLUMN_LIMIT
        )
        found.append(Place(name, 0, "", reason))
    if _translated(sheet) > TRANSLATED_LIMIT:
        reason = _("at most {limit} translated cells can be read").format(limit=TRANSLATED_LIMIT)
        found.append(Place(name, 0, "", reason))
    if _typed_in_tcvn3([cell for row in sheet.rows for cell in row]):
        found.append(
            Place(name, 0, "", _("the text is typed in a TCVN3 font (.VnTime); change it to Unicode"))
        )
    return sheet


def overgrown(sheet: Sheet) -> bool:
    """Whether it breaks a bound on its size: then nothing in it is looked at any further."""
    if len(sheet.rows) > ROW_LIMIT or len(sheet.headers) > COLUMN_LIMIT:
        return True
    if _translated(sheet) > TRANSLATED_LIMIT:
        return True
    return any(len(cell) > TEXT_LIMIT for row in sheet.rows for cell in row)


def _translated(sheet: Sheet) -> int:
    columns = [i for i, head in enumerate(sheet.headers) if ":" in head]
    return sum(i < len(row) and row[i] != "" for row in sheet.rows for i in columns) if columns else 0


def _odd_headers(sheet: Sheet, lettered: bool) -> Iterator[Place]:
    seen: set[str] = set()
    if sheet.rows and not any(sheet.headers):
        yield Place(sheet.name, 1, "", _("the names of the columns must stand in row 1"))
    for i, head in enumerate(sheet.headers):
        if head in seen and any(len(row) > i and row[i] for row in sheet.rows):
            reason = _("this column stands twice; remove one")
            yield Place(sheet.name, 1, head, reason, letters(i) if lettered else "")
        if head:
            seen.add(head)


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not (row[end - 1] and row[end - 1].strip()):
        end -= 1
    return row[:end]


def clean(text: str, prose: bool) -> str:
    """``text`` composed, its blanks made plain, control signs gone; outside prose also signs that cannot be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", ""))
    if not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co"))
        text = text.replace("\ufffe", "").replace("\uffff", "")
    if not prose:
        text = _UNSEEN.sub("", text)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def letters(position: int) -> str:
    """``A`` for 0, ``Z`` for 25, ``AA`` for 26."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name
