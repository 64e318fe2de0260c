"""pyxform's part: it reads the sheets, says what is wrong with them, and writes the XForm.

It stops at its first fault and names row, sheet and column in words; they are put back into a `Place`.
"""

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from forms.compile.sheets import is_known, language_code, languages_of, settings_of, table_of, without
from forms.compile.types import kind_of
from forms.compile.workbook import Place, Workbook
from resources.words import N_, _

_PLACED = re.compile(
    r"^\[row : (\d+)\]\s*(?:On the '(\w+)' sheet, the '([^']*)' value is (?:invalid|problematic)\.\s*)?"
)
_SHEET = re.compile(r"On the '(\w+)' sheet|Invalid headers provided for sheet: '(\w+)'")
_UNPLACED = re.compile(r"^\[row : unknown\]\s*")
_NAMED = re.compile(r"'(?:\$\{)?([^'{}]+?)\}?'|\$\{([^}]+)\}|named (\S+?)\.?$")
_LEARN = re.compile(r"\s*Learn more: \S+")
# What of pyxform's own words is met often enough to be said in ours; everything else is shown as pyxform says it.
_SAID = (
    (r"Could not find the name '(?P<name>[^']*)'", N_("there is no question ${{{name}}}"), ""),
    (r"The name '(?P<name>[^']*)' appears more than once", N_("the name ${{{name}}} stands twice"), "name"),
    (r"Missing calculation", N_("write the calculation"), "calculation"),
    (r"Choice filter not supported for table-list", N_("a table-list takes no choice_filter"), "choice_filter"),
    (r"Badly formatted table list", N_("all questions of a table-list take the same list"), "type"),
    (r"Audits must always be named", N_("leave the name of audit empty"), "name"),
    (
        r"List name not in external choices sheet: (?P<name>.*)",
        N_("the sheet external_choices has no list {name}"),
        "type",
    ),
    (r"There should be an external_choices sheet", N_("select_one_external needs a sheet external_choices"), "type"),
    (r"Reference variables must start with", N_("a reference is written ${{name}}, without blanks"), "trigger"),
    (r"Reference variable lists must have a comma", N_("put a comma between the names"), "trigger"),
    (r"Parameters must be in the form", N_("write parameters as start=0 end=10 step=1"), "parameters"),
    (
        r"accepted parameter keys for this question type are '(?P<good>.*?)'\. .*: '(?P<bad>.*)'",
        N_("the parameter {bad} is not known here; known are {good}"),
        "parameters",
    ),
    (r"the parameter '(?P<name>\w+)' must be a number", N_("the parameter {name} must be a number"), "parameters"),
    (r"the parameter '(?P<name>\w+)' must not be '0'", N_("the parameter {name} must not be 0"), "parameters"),
    (
        r"the parameter '(?P<name>\w+)' must not be larger",
        N_("the parameter {name} is larger than the whole range"),
        "parameters",
    ),
    (
        r"Choice filter not supported with or_other",
        N_("write the choice “other” in the list: or_other takes no choice_filter"),
        "choice_filter",
    ),
    (
        r"To save entity properties using the save_to column",
        N_("save_to needs an entities sheet with a row"),
        "save_to",
    ),
    (
        r"save_to property '(?P<name>[^']*)' is already assigned",
        N_("the property {name} is filled by another row too"),
        "save_to",
    ),
    (
        r"Groups and repeats can't be saved as entity",
        N_("a group or repeat cannot be kept; move save_to to its questions"),
        "save_to",
    ),
    (r"entity list name '(?P<name>[^']*)' was not found", N_("the entities sheet has no list {name}"), "save_to"),
    (r"entity list name '(?P<name>[^']*)' does not have a label", N_("write the label of the new record"), "label"),
    (r"'update_if' is required when upserting", N_("with create_if and entity_id, write update_if too"), "update_if"),
    (r"'entity_id' is required when updating", N_("write in entity_id which record is to be changed"), "entity_id"),
    (r"Names used here must not begin with two", N_("the name must not begin with two underscores"), ""),
    (
        r"are not supported by this version of pyxform: (?P<name>.*?)\. ",
        N_("the sheet has no columns {name}; see how they are spelt"),
        "",
    ),
    (r"Names used here must not contain a period", N_("the name must not contain a full stop"), ""),
    (
        r"Names used here must not be 'name' or 'label'",
        N_("the property must not be called name or label"),
        "save_to",
    ),
    (r"Names must begin with a letter", N_("a name begins with a letter and holds letters, digits, - . _ only"), ""),
    (r"reserved for form metadata", N_("the name meta is taken; choose another"), "name"),
    (r"must not be the same as the survey root", N_("a repeat cannot be called data; choose another name"), "name"),
    (
        r"The question \$\{(?P<name>[^}]+)\} is not user-visible so it can't be used as a calculation trigger",
        N_("${{{name}}} is asked of nobody, so it triggers nothing; name a question that is asked"),
        "trigger",
    ),
    (r"Duplicate column header: (?P<name>.*)", N_("the column {name} stands twice; remove one"), ""),
    (
        r"may have only one entity declaration",
        N_("a form, or each row of a repeat, makes one record only; ask for the second in a repeat or another form"),
        "dataset",
    ),
)  # fmt: skip

_ROWS_TRIED = 1_000
_PREFIXES = frozenset(["h", "ev", "xsd", "jr", "orx", "odk", "entities"])  # that pyxform declares in an XForm

Raw = dict[str, Any]


class _BrokeDown(Exception):
    """What pyxform ended in that is not an error of its own making."""


class Refused(Exception):
    """pyxform's first fault, as a place."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.text)
        self.place = place


def read_by_pyxform(book: Workbook) -> Raw:
    """The form as pyxform's nested dicts, each question with its row under ``ngoso``. Raises Refused."""
    return _placed(book, rows=True)[0]


def xform_of(book: Workbook) -> str:
    """The ODK XForm. Raises Refused."""
    return _placed(book, rows=False)[1]


def _placed(book: Workbook, rows: bool) -> tuple[Raw, str]:
    """`_read`; where pyxform breaks down without a word, the row it breaks down at is looked for."""
    try:
        return _read(book, rows)
    except _BrokeDown as error:
        reason = _("pyxform cannot read the form: {error}").format(error=error)
        raise Refused(Place("survey", _row_that_breaks(book), "", reason)) from error


def _read(book: Workbook, rows: bool) -> tuple[Raw, str]:
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    try:
        definition = get_xlsform(_definition(book, rows))
        raw: Raw = workbook_to_json(definition, "data", form_id_of(book.stem), warnings=[])
        xml: str = create_survey_element_from_dict(raw).to_xml(validate=False)
        ElementTree.fromstring(xml)
    except PyXFormError as error:
        raise Refused(_place(book, str(error))) from error
    except Exception as error:  # what its author never tried ends in a KeyError or TypeError
        raise _BrokeDown(f"{type(error).__name__}: {error}"[:200]) from error
    return raw, xml


def _row_that_breaks(book: Workbook) -> int:
    """The first row with which pyxform breaks down; groups stay, for they must match. 0 when it is none of them."""
    table = table_of(book, "survey")
    if table is None or len(table.sheet.rows) > _ROWS_TRIED:
        return 0
    rows = [n for n, cells in table.rows() if not kind_of(cells.get("type", "")).edge]

    def breaks(count: int) -> bool:
        gone = {(n, c.position): "" for n in rows[count:] for c in table.columns}
        try:
            _read(replace(book, sheets={**book.sheets, "survey": without(table.sheet, gone)}), rows=False)
        except (_BrokeDown, Refused) as error:
            return isinstance(error, _BrokeDown)
        return False

    low, high = 0, len(rows)  # it breaks with the first `high` rows, and perhaps with fewer
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if breaks(middle) else (middle + 1, high)
    return rows[low - 1] if low else 0


def form_id_of(stem: str) -> str:
    """A form id made of a file's name: ``Khảo sát 2026 (1)`` → ``khao_sat_2026_1``."""
    from forms.text import fold

    name = re.sub(r"[^a-z0-9_-]+", "_", fold(stem)).strip("_-")
    return name if name[:1].isalpha() else f"form_{name}".rstrip("_")


def _definition(book: Workbook, rows: bool) -> Raw:
    """What pyxform would have read from the file; ``rows`` adds the row of each question as a column of our own."""
    found: Raw = {"sheet_names": [*book.sheets, *book.others], "fallback_form_name": form_id_of(book.stem)}
    for name in book.sheets:
        headers, records = _known(book, name)
        if name == "settings":
            records = [_settings(book, cells) for cells in records if cells][:1]
        if name == "survey" and rows:
            mark = "ngoso::row" if any("::" in head for head in headers) else "ngoso:row"
            for number, cells in enumerate(records, start=2):
                if cells:
                    cells[mark] = str(number)
            headers.append(mark)
        found[name] = records
        found[f"{name}_header"] = [dict.fromkeys(headers)]
    return found


def _known(book: Workbook, name: str) -> tuple[list[str], list[dict[str, str]]]:
    """Headers and rows without the columns XLSForm has not: pyxform would take ``children`` for its own.

    Blank rows stay, for they count. A choice's columns all go into the XForm, so ours go out; so does an attribute
    with a prefix nobody declares (``bind::esri:fieldType``).
    """
    table = table_of(book, name)
    if table is None:
        return [], []
    columns, used = table.columns, dict(table.rows())
    prefixes = _PREFIXES | set(re.findall(r"([\w.-]+)=", settings_of(book).get("namespaces", "")))
    kept = {
        c.written
        for c in columns
        if is_known(name, c)
        and not (name == "choices" and c.tokens[0] == "ngoso")
        and all(token.partition(":")[0] in prefixes for token in c.tokens[1:2] if ":" in token)
    }
    records = [
        {head: cell for head, cell in cells.items() if head in kept} if number in used else {}
        for number, cells in table.sheet.records()
    ]
    return [c.written for c in columns if c.written in kept], records


def _settings(book: Workbook, cells: dict[str, str]) -> dict[str, str]:
    """The default language by the name the headers use: ``vi`` and ``Tiếng Việt (vi)`` are one language."""
    table = table_of(book, "settings")
    head = next((c.written for c in table.columns if c.key == "default_language"), "") if table else ""
    if head in cells:
        name = languages_of(book).get(language_code(cells[head]))
        return {**cells, head: name or cells[head]}
    return cells


def _place(book: Workbook, message: str) -> Place:
    """pyxform's message with its ``[row : 10]`` in the words used for all others."""
    line = message.strip().split("\n")[0] or message
    found = _PLACED.match(line)
    reason, column = _reason(_UNPLACED.sub("", line[found.end() :] if found else line))
    named = _SHEET.search(line)
    sheet = (found and found[2]) or (named and (named[1] or named[2])) or "survey"
    table = table_of(book, sheet)
    row = int(found[1]) if found else _row_named_in(book, line) or int(bool(named))
    column = (found and found[3]) or column
    if table is None:
        return Place(sheet, row, column, reason)
    return table.place(row, "parameters" if column.startswith("parameters (") else column, reason)


def _row_named_in(book: Workbook, message: str) -> int:
    """The row of the question a message without a row names, or 0."""
    table = table_of(book, "survey")
    names = {cells.get("name"): number for number, cells in table.rows()} if table else {}
    words = _NAMED.findall(message)
    return next((names[word] for pair in reversed(words) for word in pair if word in names), 0)


def _reason(message: str) -> tuple[str, str]:
    """What to say of pyxform's message, and the column it is said of, ``""`` where it is not known."""
    for pattern, ours, column in _SAID:
        found = re.search(pattern, message)
        if found:
            return _(ours).format(**found.groupdict()), column
    return _LEARN.sub("", message).strip(), ""
