"""The sheets of a form by the meaning of their columns, whatever the spelling of a header, and by their languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from forms.compile.workbook import Place, Sheet, Workbook
from resources.words import _

NAME_LIMIT = 120
_KEYS = {
    ("bind", "relevant"): "relevant",
    ("bind", "calculate"): "calculation",
    ("bind", "readonly"): "read_only",
    ("bind", "required"): "required",
    ("bind", "constraint"): "constraint",
    ("bind", "jr:requiredMsg"): "required_message",
    ("bind", "jr:constraintMsg"): "constraint_message",
    ("bind", "entities:saveto"): "save_to",
    ("control", "appearance"): "appearance",
    ("control", "jr:count"): "repeat_count",
    ("control", "rows"): "rows",
}
PROSE = ("label", "hint", "guidance_hint", "required_message", "constraint_message")
EXPRESSIONS = (
    "relevant", "calculation", "read_only", "required", "constraint", "choice_filter", "repeat_count", "default",
    "trigger",
)  # fmt: skip
_USED = {
    "survey": {*PROSE, *EXPRESSIONS, "type", "name", "appearance", "parameters", "save_to", "ngoso", "disabled"},
    "settings": {
        "title", "id_string", "version", "default_language", "instance_name", "style", "namespaces", "ngoso", "name",
        "allow_choice_duplicates", "clean_text_values", "omit_instanceID", "public_key", "submission_url",
        "auto_send", "auto_delete", "client_editable", "instance_id", "instance_xmlns", "flat",
    },
}  # fmt: skip
_GROUPS = {"bind", "control", "media", "instance", "attribute"}
_IGNORED = {"intent", "sms_field", "sms_option", "sms_keyword"}


@dataclass(frozen=True, slots=True)
class Column:
    """``key``: what the column means (``relevant``); ``language``: ``English (en)`` of ``label::English (en)``."""

    position: int
    written: str
    key: str
    tokens: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its columns understood."""

    book: Workbook
    sheet: Sheet
    columns: tuple[Column, ...]

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Number and cells by meaning of each row in use; of several languages the first that is filled."""
        for number, row in enumerate(self.sheet.rows, start=2):
            cells: dict[str, str] = {}
            for column in self.columns:
                if column.position < len(row) and row[column.position]:
                    cells.setdefault(column.key, row[column.position])
            off = self.sheet.name == "survey" and says_yes(cells.get("disabled", ""))
            if cells and not off:
                yield number, cells

    def place(self, row: int, key: str, reason: str) -> Place:
        """The cell of ``row`` in the column that means ``key`` (or ``label::English``, or a header as written)."""
        found = next((c for c in self.columns if c.written == key), None)
        found = found or next((c for c in self.columns if c.key == key), None)
        if found is None:
            start, _colons, language = key.partition("::")
            same = [c for c in self.columns if c.key == start]
            found = next((c for c in same if language and language_code(c.language) == language), None)
            found = found or next(iter(same), None)
        if found is None:
            return Place(self.sheet.name, row, key, reason)
        return Place(self.sheet.name, row, found.written, reason, self.book.letter(found.position))

    def text(self, row: int, position: int) -> str:
        """The text in a cell of ``row`` (from 2), ``""`` beyond the sheet's end."""
        cells = self.sheet.rows[row - 2] if 2 <= row < len(self.sheet.rows) + 2 else ()
        return cells[position] if position < len(cells) else ""

    def key_at(self, position: int) -> str:
        return next((c.key for c in self.columns if c.position == position), "")

    def has(self, key: str) -> bool:
        return any(column.key == key for column in self.columns)


@dataclass(slots=True)
class Checked:
    """``changes``: sheet → (row, column position) → the text that makes a faulty cell harmless.

    ``unlabelled``: lists with labels in several languages and a choice without any.
    ``readable``: whether pyxform can go through the mended sheets at all.
    """

    book: Workbook
    faults: list[Place] = field(default_factory=list)
    notes: list[Place] = field(default_factory=list)
    changes: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    unlabelled: set[str] = field(default_factory=set)
    readable: bool = True

    def mended(self) -> Workbook:
        """The workbook with every faulty cell made harmless."""
        changed = {name: without(self.book.sheets[name], cells) for name, cells in self.changes.items()}
        return replace(self.book, sheets={**self.book.sheets, **changed})

    def mend(self, table: Table, number: int, **cells: str) -> None:
        """Other texts in a row's cells, by the meaning of their columns; a column that is missing is passed over."""
        changes = self.changes.setdefault(table.sheet.name, {})
        changes.update({(number, c.position): cells[c.key] for c in table.columns if c.key in cells})


def table_of(book: Workbook, name: str) -> Table | None:
    """The sheet ``name`` of ``book``, or None."""
    sheet = book.sheets.get(name)
    return None if sheet is None else Table(book, sheet, _columns(sheet))


def settings_of(book: Workbook) -> dict[str, str]:
    """The settings: the first row in use of their sheet."""
    table = table_of(book, "settings")
    return next((cells for _number, cells in table.rows()), {}) if table else {}


def says_yes(text: str) -> bool:
    """Whether a cell says yes in one of the ways XLSForm knows."""
    return text.lower() in ("yes", "true", "true()")


def _columns(sheet: Sheet) -> tuple[Column, ...]:
    from pyxform.parsing.sheet_headers import process_header

    aliases, known = _spellings(sheet.name)
    double = any("::" in head for head in sheet.headers)
    columns = []
    for position, head in enumerate(sheet.headers):
        if not head:
            continue
        _new, tokens = process_header(head, double, dict(aliases), known)
        key = _KEYS.get(tokens[:2], tokens[0].replace("list name", "list_name"))
        rest = tokens[2:] if tokens[:2] in _KEYS else tokens[1:]
        columns.append(Column(position, head, key, tuple(tokens), rest[0] if rest and key in PROSE else ""))
    return tuple(columns)


@cache
def _spellings(sheet: str) -> tuple[Mapping[str, Any], frozenset[str]]:
    from pyxform import aliases, constants
    from pyxform.question import MultipleChoiceQuestion, Option
    from pyxform.survey import Survey

    if sheet == "survey":
        return aliases.survey_header, frozenset(MultipleChoiceQuestion.get_slot_names())
    if sheet == "settings":
        return aliases.settings_header, frozenset(Survey.get_slot_names())
    if sheet == "entities":
        return aliases.entities_header, frozenset(constants.EntityColumns.value_list())
    return aliases.list_header, frozenset(Option.get_slot_names())


def languages_of(book: Workbook) -> dict[str, str]:
    """Code → name as written of every language a header names, in the order of the sheets."""
    found: dict[str, str] = {}
    for name in ("survey", "choices"):
        table = table_of(book, name)
        for column in table.columns if table else ():
            if column.language:
                found.setdefault(language_code(column.language), column.language)
            elif name == "choices" and column.key == "label" and len(column.tokens) > 1:
                found.setdefault(language_code(column.tokens[1]), column.tokens[1])
    return found


_CODES = {
    "tiếng việt": "vi", "việt": "vi", "vietnamese": "vi", "english": "en", "tiếng anh": "en", "french": "fr",
    "français": "fr", "francais": "fr", "spanish": "es", "español": "es", "portuguese": "pt", "português": "pt",
    "khmer": "km", "tiếng khmer": "km", "chinese": "zh", "arabic": "ar", "german": "de", "deutsch": "de", "lao": "lo",
}  # fmt: skip


def language_code(written: str) -> str:
    """``Tiếng Việt (vi)`` → ``vi``; ``English`` → ``en``; a name without a known code stays as it is."""
    start, bracket, rest = written.rpartition("(")
    code = rest.rstrip(") ").strip()
    if (
        bracket
        and start
        and rest.rstrip().endswith(")")
        and code.replace("-", "").isalpha()
        and len(code) <= 12
    ):
        return code.lower()
    return _CODES.get(written.strip().lower(), written.strip())


def header_faults(table: Table) -> Iterator[Place]:
    """Columns that mean the same, so that one would silently win; a language where a column takes none."""
    seen: dict[tuple[str, ...], Column] = {}
    for column in table.columns:
        same = (column.key, language_code(column.language)) if column.language else column.tokens
        other = seen.setdefault(same, column)
        if (
            column.key == "id_string"
        ):  # form_id beside id_string, as one well-known service writes; form_id counts
            continue
        if other is not column and other.written != column.written:
            reason = _("the columns {first} and {second} mean the same; remove one")
            yield table.place(1, column.written, reason.format(first=other.written, second=column.written))
        if len(column.tokens) > _depth(column) and column.key in _USED.get(
            table.sheet.name, ("list_name", "name")
        ):
            reason = _("this column takes no language; write {name} alone")
            yield table.place(1, column.written, reason.format(name=column.key))


def _depth(column: Column) -> int:
    if column.tokens[0] in ("bind", "control", "media", "instance", "attribute", "namespaces"):
        return 3 if column.key in PROSE or column.tokens[0] == "media" else 2
    if column.key in PROSE or column.tokens[0] == "ngoso":
        return 2
    known = column.key in _USED["survey"] or column.key == "list_name"
    return 1 if known else 2


def is_known(sheet: str, column: Column) -> bool:
    """Whether XLSForm has such a column; of choices every column whose name an expression can say."""
    from pyxform.parsing.expression import is_xml_tag

    start, rest = column.tokens[0], column.tokens[1:]
    if len(column.tokens) > _depth(column):
        return False
    if sheet in ("choices", "external_choices"):
        return column.key in ("label", "list_name", "media") or (
            not rest and ":" not in start and bool(is_xml_tag(start))
        )
    if sheet == "entities":
        return True  # pyxform refuses the others: a condition misspelt must not go unseen
    grouped = start in _GROUPS and any(rest) and rest != ("nodeset",) and bool(is_xml_tag(rest[0]))
    return grouped or (start not in _GROUPS and (column.key in _USED[sheet] or start in _IGNORED))


def header_notes(table: Table) -> Iterator[Place]:
    """Columns nothing is done with, and what they were perhaps meant to be."""
    used = _USED.get(table.sheet.name, set())
    for column in table.columns:
        known = is_known(table.sheet.name, column)
        free = not used and column.key != "media"
        if column.key.startswith("_") or column.key in used or (known and free):
            continue
        if known:
            reason = _("this column is not used here")
        else:
            near = get_close_matches(column.key.lower(), used, 1, 0.8)
            guess = _("this column is not known; did you mean {name}?")
            reason = guess.format(name=near[0]) if near else _("this column is not known and is left out")
        yield table.place(1, column.written, reason)


def without(sheet: Sheet, changed: Mapping[tuple[int, int], str]) -> Sheet:
    """``sheet`` with other texts at (row number, column position)."""
    rows = [list(row) for row in sheet.rows]
    for (number, position), text in changed.items():
        while len(rows) < number - 1:
            rows.append([])
        row = rows[number - 2]
        row.extend("" for _blank in range(position + 1 - len(row)))
        row[position] = text
    return Sheet(sheet.name, sheet.headers, tuple(map(tuple, rows)))
