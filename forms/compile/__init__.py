"""XLSForm to `Form`: our sheets, pyxform's reading, our own checks; every fault with its sheet, row and column.

The parts, in the order they work: ``workbook*`` and ``media`` read files; ``compile_check`` and ``compile_survey``
find what is wrong in the sheets, by ``compile_sheets`` (columns), ``compile_types`` and ``compile_appearances``;
``compile_pyxform`` has pyxform read them; ``compile_form`` makes the form; ``compile_values`` checks what it holds.

``python -m forms.compile`` writes the built-in forms to ``forms/compiled``; ``--check`` only compares.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from forms.compile.check import check
from forms.compile.form import FormReader
from forms.compile.media import Rows, file_choices, files_beside, needs_of, read_files
from forms.compile.sheets import settings_of, table_of, without
from forms.compile.through_pyxform import Refused, form_id_of, read_by_pyxform, xform_of
from forms.compile.values import endless_repeats, lasting_faults, odd_defaults, overgrown_repeats
from forms.compile.workbook import SHEETS, Place, Sheet, Workbook, book_of, overgrown, read_workbook
from forms.definition import Form
from forms.expressions import Broken, check_expressions
from forms.library import DEFINITIONS
from forms.problem import Problem
from resources.words import _

__all__ = [
    "DEFINITIONS",
    "Compiled",
    "Place",
    "compile_form",
    "inspect",
    "inspect_source",
    "main",
    "media_of",
    "workbook_bytes",
    "xform",
]
_FAULT_LIMIT = 200
_TRIES = 20  # readings by pyxform to find one fault more each time
_ROWS_READ = 6_000  # and rows in all of them together: it takes a second for 2,000


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a workbook came to. ``form`` is None when there are ``faults``; ``notes`` say what is left out.

    ``source``: sheets and CSV files as one text for `inspect_source`, `xform` and `workbook_bytes`.
    ``failed``: the fault is none of the form's; the program itself broke down over it.
    """

    form: Form | None
    faults: tuple[Place, ...]
    notes: tuple[Place, ...]
    source: str
    failed: bool = False


def inspect(source: Path | str | bytes, media: Mapping[str, bytes] | None = None, name: str = "") -> Compiled:
    """The form in ``source``: a path, Markdown text, or the bytes of a file called ``name``.

    ``media``: CSV files by name; without it they are looked for beside the path. Raises Problem as
    `forms.compile.workbook.read_workbook` does when there is no workbook to speak of.
    """
    book = read_workbook(source, name)
    if media is None:
        media = (
            files_beside(source, [need.name for need in needs_of(book)]) if isinstance(source, Path) else {}
        )
    tables, faults = read_files(book, media)
    return _compiled(book, tables, faults)


def inspect_source(text: str) -> Compiled:
    """`inspect` of a kept ``Compiled.source``. Raises Problem ``form.not_workbook`` when the text is none."""
    book, tables = _unpacked(text)
    return _compiled(book, tables, [])


def xform(text: str) -> str:
    """The ODK XForm of a kept source, written by pyxform. Raises Problem ``form.broken``."""
    book, _tables = _unpacked(text)
    try:
        return xform_of(book)
    except Refused as refused:
        raise Problem("form.broken", detail=refused.place.text) from refused


def workbook_bytes(text: str) -> bytes:
    """A kept source as an .xlsx file that gives the same form again; its CSV files are in `media_of`."""
    from forms.compile.workbook_excel import write_xlsx

    book, _tables = _unpacked(text)
    return write_xlsx(_named(book))


def media_of(text: str) -> dict[str, bytes]:
    """The CSV files of a kept source, by name, as ODK reads them."""
    from forms.compile.workbook_text import write_csv

    return {name: write_csv(rows) for name, rows in _unpacked(text)[1].items()}


def compile_form(source: Path | str) -> Form:
    """The form in ``source``. Raises Problem ``form.broken`` with the first fault, or as `inspect` does."""
    compiled = inspect(source)
    if compiled.form is None:
        raise Problem("form.broken", detail=compiled.faults[0].text)
    return compiled.form


def _compiled(book: Workbook, tables: Mapping[str, Rows], faults: list[Place]) -> Compiled:
    source = _packed(book, tables, faults)
    try:
        form, found, notes = _understood(book, tables, faults)
    except Exception as error:  # a form nobody thought of is refused; it does not take the program down
        reason = _("this form cannot be read: {error}").format(error=f"{type(error).__name__}: {error}"[:200])
        place = Place("survey", 0, "", reason)
        return Compiled(None, (*book.faults, *faults, place), (), source, failed=True)
    order = sorted(dict.fromkeys(found), key=lambda place: (_rank(place.sheet), place.row))[:_FAULT_LIMIT]
    return Compiled(None if order else form, tuple(order), tuple(dict.fromkeys(notes)), source)


def _understood(
    book: Workbook, tables: Mapping[str, Rows], faults: list[Place]
) -> tuple[Form | None, list[Place], list[Place]]:
    """The form as far as it can be made, everything that is wrong with it, and the notes."""
    if any(map(overgrown, book.sheets.values())):
        return None, [*book.faults, *faults], []
    choices, missing = file_choices(book, tables, {place.sheet for place in (*book.faults, *faults)})
    checked = check(book)
    found = [*book.faults, *faults, *missing, *checked.faults]
    notes = list(checked.notes)
    form = None
    if "survey" in book.sheets and checked.readable:
        mended, raw = _read(checked.mended(), found)
        if raw is not None:
            reader = FormReader(mended, raw, choices)
            form = reader.form()
            broken = [*check_expressions(form, reader.rows), *lasting_faults(form), *endless_repeats(form)]
            found.extend(_unless_named(broken, reader, found))
            if not found:
                found.extend(_place_of(it, reader) for it in overgrown_repeats(form))
            notes.extend(_place_of(odd, reader) for odd in odd_defaults(form))
    return form, found, notes


def _read(book: Workbook, found: list[Place]) -> tuple[Workbook, dict[str, Any] | None]:
    """pyxform's reading; each cell it stops at is a fault, and is emptied so that it goes on to the next."""
    tries = max(2, min(_TRIES, _ROWS_READ // (len(book.sheets["survey"].rows) + 1)))
    for _try in range(tries):
        try:
            return book, read_by_pyxform(book)
        except Refused as refused:
            place = refused.place
        same = any(place.row and (other.sheet, other.row) == (place.sheet, place.row) for other in found)
        if not same and (place.row or not found):
            found.append(place)
        table = table_of(book, place.sheet)
        at = next((c.position for c in table.columns if c.written == place.column), -1) if table else -1
        if table is None or at < 0 or place.row < 2 or not table.text(place.row, at):
            break
        text = f"unnamed_{place.row}" if table.key_at(at) == "name" else ""
        book = replace(
            book, sheets={**book.sheets, place.sheet: without(table.sheet, {(place.row, at): text})}
        )
    return book, None


def _unless_named(faults: Iterable[Broken], reader: FormReader, known: list[Place]) -> Iterator[Place]:
    """``faults`` as places, without those whose cell is named already."""
    cells = {(place.sheet, place.row, place.column) for place in known}
    for broken in faults:
        place = _place_of(broken, reader)
        if (place.sheet, place.row, place.column) not in cells:
            yield place


def _place_of(broken: Broken, reader: FormReader) -> Place:
    table = table_of(reader.book, broken.sheet)
    if table is None:
        return Place(broken.sheet, 0, broken.column, broken.reason)
    row = reader.rows.get(broken.path, 0) if broken.sheet == "survey" else 0
    if broken.sheet == "choices":
        row = next(
            (n for n, it in table.rows() if f"{it.get('list_name')}/{it.get('name')}" == broken.path), 0
        )
    elif broken.sheet in ("entities", "settings"):
        wanted = broken.path if broken.sheet == "entities" else None
        row = next((n for n, it in table.rows() if wanted in (None, it.get("dataset"))), 0)
    column = re.sub(r"^guidance\b(?!_)", "guidance_hint", broken.column)
    return table.place(row, column, broken.reason)


def _named(book: Workbook) -> Workbook:
    """``book`` with the id and title it has from its file's name written down: another file name changes nothing."""
    if "id_string" in settings_of(book):
        return book
    sheet, table = book.sheets.get("settings", Sheet("settings", (), ())), table_of(book, "settings")
    row = next((number for number, _cells in table.rows()), 2) if table else 2
    for key, head, text in (
        ("id_string", "form_id", form_id_of(book.stem)),
        ("title", "form_title", book.stem),
    ):
        if key not in settings_of(book):
            at = next((c.position for c in table.columns if c.key == key), -1) if table else -1
            if at < 0:
                at, sheet = len(sheet.headers), replace(sheet, headers=(*sheet.headers, head))
            sheet = without(sheet, {(row, at): text})
    return replace(book, sheets={**book.sheets, "settings": sheet})


def _rank(sheet: str) -> int:
    return SHEETS.index(sheet) if sheet in SHEETS else len(SHEETS)


def _packed(book: Workbook, tables: Mapping[str, Rows], faults: Sequence[Place]) -> str:
    kept: dict[str, Any] = {
        "stem": book.stem,
        "lettered": book.lettered,
        "others": list(book.others),
        "sheets": {name: book.sheets[name].grid() for name in SHEETS if name in book.sheets},
        "media": {name: tables[name] for name in sorted(tables)},
    }
    if book.faults or faults:
        kept["faults"] = [astuple(place) for place in (*book.faults, *faults)]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _unpacked(text: str) -> tuple[Workbook, dict[str, Rows]]:
    """What `_packed` packed, held to the same bounds as a file: another machine may have sent it."""
    try:
        kept = json.loads(text)
        sheets = [(str(name), _grid(grid)) for name, grid in kept["sheets"].items()]
        tables = {str(name): _grid(rows) for name, rows in kept["media"].items()}
        faults = [Place(*place) for place in kept.get("faults", ())]
        stem, lettered, others = str(kept["stem"]), bool(kept["lettered"]), tuple(map(str, kept["others"]))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Problem("form.not_workbook", name="") from error
    book = book_of(sheets, stem, lettered, faults)
    return replace(book, others=others, faults=tuple(dict.fromkeys(book.faults))), tables


def _grid(rows: Any) -> Rows:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise TypeError("not a table")
    if not all(isinstance(cell, str) for row in rows for cell in row):
        raise TypeError("not the text of a cell")
    return rows
