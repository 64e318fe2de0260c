"""What can be found wrong in the sheets at one reading, each fault with its cell; pyxform stops at the first.

A cell found wrong is mended in a copy, so that pyxform and the reader of expressions get past it and find the rest.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from forms.compile.media import CHOICE_LIMIT
from forms.compile.sheets import (
    NAME_LIMIT,
    Checked,
    Table,
    header_faults,
    header_notes,
    says_yes,
    settings_of,
    table_of,
)
from forms.compile.survey import SurveyWalk
from forms.compile.workbook import SHEETS, Place, Workbook, letters
from resources.words import _

_NAMESPACES = re.compile(r"([A-Za-z_][\w.-]*=\S+\s*)+")


def check(book: Workbook) -> Checked:
    """Everything wrong with the sheets of ``book`` that does not take pyxform to see."""
    checked = Checked(book)
    if "survey" not in book.sheets:
        near = get_close_matches("survey", [name.lower() for name in book.others], 1, 0.6)
        reason = _("there is no such sheet; the questions stand in a sheet called survey")
        if near:
            reason = _("there is no such sheet; rename the sheet {name}").format(name=near[0])
        checked.faults.append(Place("survey", 0, "", reason))
    for name in book.others:
        if not name.startswith("_"):
            near = get_close_matches(
                name.strip().lower(), [s for s in SHEETS if s not in book.sheets], 1, 0.75
            )
            guess = _("this sheet is not used; did you mean {name}?")
            reason = guess.format(name=near[0]) if near else _("this sheet is not used")
            checked.notes.append(Place(name, 0, "", reason))
    for name in book.sheets:
        table = table_of(book, name)
        if table is not None:
            checked.faults.extend(header_faults(table))
            checked.notes.extend(_nameless(table))
            checked.notes.extend(header_notes(table))
    lists = _check_choices(checked)
    survey = table_of(book, "survey")
    if survey is not None:
        SurveyWalk(checked, survey, lists).run()
    _check_settings(checked)
    return checked


def _nameless(table: Table) -> Iterator[Place]:
    """Columns that hold texts but no name, each once."""
    named = {column.position for column in table.columns}
    told: set[int] = set()
    for number, row in enumerate(table.sheet.rows, start=2):
        for position, text in enumerate(row):
            if text and position not in named and position not in told:
                told.add(position)
                reason = _("this column has no name in row 1 and is left out")
                yield Place(table.sheet.name, number, "", reason, letters(position))


def _check_choices(checked: Checked) -> dict[str, dict[str, list[str]]]:
    """Sheet → list → the names in it."""
    found: dict[str, dict[str, list[str]]] = {"choices": {}, "external_choices": {}}
    twice = says_yes(settings_of(checked.book).get("allow_choice_duplicates", ""))
    for sheet in ("choices", "external_choices"):
        table = table_of(checked.book, sheet)
        if table is None:
            continue
        missing = [key for key in ("list_name", "name") if not table.has(key)]
        for key in missing if table.sheet.rows else ():
            reason = _("the sheet needs a column {name}").format(name=key)
            checked.faults.append(Place(sheet, 1, key, reason))
        if not missing:
            _check_list_rows(checked, table, found[sheet], twice or sheet == "external_choices")
    for sheet, lists in found.items():
        for name, names in lists.items():
            if len(names) > CHOICE_LIMIT:
                reason = _("the list {name} holds more than {limit} choices; put it in a CSV file in parts")
                checked.faults.append(Place(sheet, 0, "", reason.format(name=name, limit=CHOICE_LIMIT)))
    return found


def _check_list_rows(checked: Checked, table: Table, lists: dict[str, list[str]], twice: bool) -> None:
    seen: set[tuple[str, str]] = set()
    bare: dict[str, int] = {}
    for number, cells in table.rows():
        name, in_list = cells.get("name", ""), cells.get("list_name", "")
        if not name and not in_list:
            if "label" in cells:
                checked.faults.append(table.place(number, "list_name", _("write the name of the list")))
            continue
        if not in_list:
            checked.faults.append(table.place(number, "list_name", _("write the name of the list")))
        elif not name:
            checked.faults.append(table.place(number, "name", _("write the name of this choice")))
        elif (in_list, name) in seen and not twice:
            reason = _(
                "the name {name} stands twice in the list {list}; if it must, set {setting} to yes in settings"
            )
            reason = reason.format(name=name, list=in_list, setting="allow_choice_duplicates")
            checked.faults.append(table.place(number, "name", reason))
        else:
            seen.add((in_list, name))
            lists.setdefault(in_list, []).append(name)
            if "label" not in cells and table.sheet.name == "choices":
                bare.setdefault(in_list, number)
            continue
        checked.mend(table, number, **dict.fromkeys(cells, ""))
    if any(column.key == "label" and len(column.tokens) > 1 for column in table.columns):
        checked.unlabelled.update(bare)
    for in_list, number in bare.items():
        reason = _("choices of the list {name} have no label; their names are shown").format(name=in_list)
        checked.notes.append(table.place(number, "label", reason))


def _check_settings(checked: Checked) -> None:
    table = table_of(checked.book, "settings")
    rows = list(table.rows()) if table else []
    if table is None or not rows:
        return
    for number, _cells in rows[1:]:
        checked.notes.append(Place("settings", number, "", _("only the first row of settings is read")))
    number, cells = rows[0]
    form_id = cells.get("id_string", "x")
    for key, text in (("id_string", form_id), ("version", cells.get("version", "x"))):
        if not text.isprintable() or not any(map(str.isalnum, text)):
            reason = _("write letters or digits, in one line")
            checked.faults.append(table.place(number, key, reason))
    if len(form_id) > NAME_LIMIT:
        reason = _("a name holds at most {limit} characters").format(limit=NAME_LIMIT)
        checked.faults.append(table.place(number, "id_string", reason))
    if len(cells.get("version", "")) > NAME_LIMIT:
        reason = _("a name holds at most {limit} characters").format(limit=NAME_LIMIT)
        checked.faults.append(table.place(number, "version", reason))
    if "namespaces" in cells and not _NAMESPACES.fullmatch(cells["namespaces"]):
        reason = _("write namespaces as {example}").format(example='esri="https://…"')
        checked.faults.append(table.place(number, "namespaces", reason))
        checked.mend(table, number, namespaces="")
    if says_yes(cells.get("omit_instanceID", "")) and "public_key" in cells:
        reason = _("an encrypted form needs its instanceID; remove omit_instanceID")
        checked.faults.append(table.place(number, "omit_instanceID", reason))
        checked.mend(table, number, omit_instanceID="")
    for key in ("public_key", "submission_url", "auto_send", "auto_delete"):
        if key in cells:
            reason = _(
                "records are encrypted and sent by the program itself; this setting is for phones only"
            )
            checked.notes.append(table.place(number, key, reason))
