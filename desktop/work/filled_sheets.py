"""A filled file opened, and its sheets and columns matched with a form: by name, or by label in any language.

A column's heading counts however it is written: capitals, marks, blanks and punctuation make no difference.
Lines above the headings (a title, a date) are passed over.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from forms.definition import Form, Question, say
from forms.flat import questions_within
from forms.problem import Problem
from forms.text import fold, nfc
from resources.words import _, language

from . import csv_table
from .export_columns import IDS, Choices, bare, heads_of, labels_of, sheet_name, sheet_of
from .export_csv import unguarded
from .export_xlsx import COLUMNS
from .xlsx_table import LARGEST, MOST_COLUMNS, MOST_ROWS, Line, Merged, Page, read_pages

_TOP = 20  # lines among which the headings are looked for
_IDS = {"ma ban ghi": "id", "ma dong": "row", "thuoc dong": "parent"} | {it: it for it in IDS}
_AS_TEXT = ('="', '"')  # how spreadsheets keep the zero of 0912… in CSV
ATTACHED = ("image", "file")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet under its headings. ``columns``: question → place; ``ids``: ``id``, ``row``, ``parent`` → place.

    ``merged``: cells joined to one, somewhere below the headings.
    """

    path: str  # of the repeat; "" the record itself
    page: str
    columns: Mapping[str, int]
    ids: Mapping[str, int]
    heads: Mapping[int, str]
    lines: tuple[Line, ...]
    merged: tuple[Merged, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """``grids`` by path, several where a full sheet goes on in another. ``unknown``: headings and sheets left out.

    ``attached``: headings of photos and files, which no spreadsheet holds. ``words``: whether it is headed by labels.
    """

    grids: Mapping[str, tuple[Grid, ...]]
    unknown: tuple[str, ...]
    attached: tuple[str, ...]
    words: bool

    @property
    def asked(self) -> frozenset[str]:
        """Paths of the questions that have a column, and of the repeats that have a sheet."""
        found = {path for path in self.grids if path}
        for path, grids in self.grids.items():
            found |= {f"{path}/{name}".lstrip("/") for grid in grids for name in grid.columns}
        return frozenset(found)


def levels(form: Form) -> dict[str, tuple[Question, ...]]:
    """Path of the record (``""``) and of each repeat → the questions and repeats it holds, groups opened."""
    return dict(_levels(form.questions, ""))


def open_file(path: Path, form: Form) -> tuple[Page, ...]:
    """The sheets of a workbook; or a CSV file with those of the repeats beside it (``<file>-<repeat>.csv``).

    Raises what ``xlsx_table.read_pages`` and ``csv_table.raw`` raise.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".ods"):
        return read_pages(path)
    beside = [path.with_name(f"{path.stem}-{it.replace('/', '-')}{path.suffix}") for it in levels(form) if it]
    return tuple(_csv_page(it) for it in (path, *beside) if it == path or it.is_file())


def match(name: str, form: Form, pages: Sequence[Page]) -> Matched:
    """Which sheet is the record's, which are its repeats', and what stands in which column.

    Raises ``file.columns`` when no heading of the record is found, ``file.empty`` when nothing stands below them.
    """
    grids: dict[str, list[Grid]] = {}
    unknown: list[str] = []
    attached: list[str] = []
    words = True
    for path, page in _placed(form, pages, unknown):
        found = _grid(form, path, page)
        if found is None and path:
            unknown.append(_("sheet {sheet}").format(sheet=page.name))
        elif found is None:
            expected = heads_of(_answers(form, ""), form, language()).values()
            told = ", ".join(list(expected)[:8])
            raise Problem("file.columns", name=name, columns=told, expected=", ".join(expected))
        else:
            grid, left, files, by_words = found
            grids.setdefault(path, []).append(grid)
            words = words if path else by_words
            lone = len(pages) == 1
            unknown += left if lone else (f"{page.name}: {head}" for head in left)
            attached += files
    if not any(grid.lines for grid in grids.get("", ())):
        raise Problem("file.empty", name=name)
    return Matched({p: tuple(it) for p, it in grids.items()}, tuple(unknown), tuple(attached), words)


def meant_for(forms: Iterable[Form], pages: Sequence[Page], matched: Matched) -> Form | None:
    """The form these sheets were made by, if it cannot be the one they were matched with.

    Most headings are unknown to that one then, and another one knows more than twice as many.
    """
    most, meant = 2 * len(matched.asked), None
    if len(matched.unknown) <= len(matched.asked):
        return None
    for form in forms:
        with suppress(Problem):
            known = len(match("", form, pages).asked)
            if known > most:
                most, meant = known, form
    return meant


def _levels(questions: Sequence[Question], path: str) -> Iterator[tuple[str, tuple[Question, ...]]]:
    within = tuple(questions_within(tuple(questions)))
    yield path, within
    for question in within:
        if question.type == "repeat":
            yield from _levels(question.children, f"{path}/{question.name}".lstrip("/"))


def _csv_page(path: Path) -> Page:
    rows = csv_table.raw(path.name, csv_table.load(path, LARGEST), LARGEST)
    if len(rows) > MOST_ROWS:
        raise Problem("import.rows", name=path.name, limit=MOST_ROWS)
    lines = (Line(number, dict(_csv_cells(cells[:MOST_COLUMNS]))) for number, cells in rows)
    return Page(path.stem, tuple(lines))


def _csv_cells(cells: Sequence[str]) -> Iterator[tuple[int, str]]:
    for place, cell in enumerate(cells):
        if cell.startswith(_AS_TEXT[0]) and cell.endswith(_AS_TEXT[1]) and len(cell) > 2:
            cell = cell[2:-1].replace('""', '"')
        if cell.strip():
            yield place, unguarded(cell)


def _placed(form: Form, pages: Sequence[Page], unknown: list[str]) -> Iterator[tuple[str, Page]]:
    """Each page with the path it belongs to, the record's first."""
    names = _page_names(form, pages)
    found: list[tuple[str, Page]] = []
    left: list[Page] = []
    for page in pages:
        name = fold(page.name)
        known = names.get(name)
        if known is None and name.endswith(")"):  # a full sheet goes on in “People (2)”
            start, _space, number = name[:-1].rpartition(" (")
            known = names.get(start) if number.isdigit() else None
        if known is not None:
            found.append((known, page))
        elif name not in ("cot", "columns", fold(_(COLUMNS))) and page.lines:
            left.append(page)
    if left and not any(path == "" for path, _page in found):
        found.insert(0, ("", left.pop(0)))
    unknown += (_("sheet {sheet}").format(sheet=page.name) for page in left)
    yield from sorted(found, key=lambda it: it[0] != "")


def _page_names(form: Form, pages: Sequence[Page]) -> dict[str, str]:
    names: dict[str, set[str]] = {}
    whole = [form.title, {"": form.id}]
    said = [("", words) for words in whole]
    for path, questions in levels(form).items():
        for it in questions:
            if it.type == "repeat":
                inner = f"{path}/{it.name}".lstrip("/")
                said += [(inner, it.label), (inner, {"": it.name}), (inner, {"": inner.replace("/", "-")})]
    for path, words in said:
        for text in words.values():
            names.setdefault(fold(sheet_name(text)), set()).add(path)
    made = {name: paths.pop() for name, paths in names.items() if len(paths) == 1}
    for labels in (False, True):
        made |= {fold(it.name): it.path for it in sheet_of(form, Choices(labels)).walk()}
    # A CSV file is called by its whole name: visits, visits-people.
    stem = fold(pages[0].name) if pages else ""
    dashed = {f"{stem}-{fold(path.replace('/', '-'))}": path for path in levels(form) if path}
    return made | dashed


_Found = tuple[Grid, list[str], list[str], bool]


def _grid(form: Form, path: str, page: Page) -> _Found | None:
    """The page under its headings, the headings not known, those of attachments, and whether labels head it."""
    asked, readings = _answers(form, path), _readings(form, path)
    best: tuple[int, int, int] = (0, 0, 0)
    for at, line in enumerate(page.lines[:_TOP]):
        heads = _heads(line)
        for which, (_by_words, known, just_so) in enumerate(readings):
            named = (just_so.get(_exact(it)) or known.get(bare(it)) for it in heads.values())
            hits = len(set(named) - {None})
            if not asked:  # everything is in the repeats: the ids alone head this sheet
                hits = sum(bare(it) in _IDS for it in heads.values())
            best = max(best, (hits, -at, -which))
    hits, at, which = best[0], -best[1], -best[2]
    if not hits:
        return None
    heads = _heads(page.lines[at])
    kinds = {it.name: it for it in asked}
    each = _each_choice(form, kinds.values())
    columns, left = _columns(heads, [readings[which], *readings[:which], *readings[which + 1 :]], each)
    for place in tuple(left):
        # A question called id, and no other column for it: then “id” is not the record's id.
        if heads[place] in IDS and heads[place] in kinds and heads[place] not in columns:
            columns[heads[place]] = place
            left.remove(place)
    ids = _id_columns(heads, columns, path)
    files = [heads[column] for name, column in columns.items() if kinds[name].type in ATTACHED]
    columns = {name: column for name, column in columns.items() if kinds[name].type not in ATTACHED}
    unknown = [
        heads[it] for it in left if it not in ids.values() and each.get(_exact(heads[it])) not in columns
    ]
    head = page.lines[at].number
    merged = tuple(it for it in page.merged if it.last_row > head)
    grid = Grid(path, page.name, columns, ids, heads, page.lines[at + 1 :], merged)
    return grid, unknown, files, readings[which][0]


def _heads(line: Line) -> dict[int, str]:
    texts = {
        place: nfc(cell).replace("\n", " ") for place, cell in line.cells.items() if isinstance(cell, str)
    }
    return {place: text for place, text in texts.items() if text}


def _columns(
    heads: Mapping[int, str], readings: Sequence["_Reading"], each: Mapping[str, str]
) -> tuple[dict[str, int], list[int]]:
    """Question → column, and the columns left. A heading written just so goes before one that is only like it."""
    columns: dict[str, int] = {}
    left = list(heads)
    for _words, known, just_so in readings:
        for place in tuple(left):
            name = just_so.get(_exact(heads[place]))
            if name is not None and name not in columns:
                columns[name] = place
                left.remove(place)
        for place in tuple(left):
            name = known.get(bare(heads[place]))
            if name is not None and name not in columns and _exact(heads[place]) not in each:
                columns[name] = place
                left.remove(place)
    return columns, left


def _exact(head: str) -> str:
    return nfc(head).casefold()


def _id_columns(heads: Mapping[int, str], columns: Mapping[str, int], path: str) -> dict[str, int]:
    wanted = ("id",) if not path else ("id", "row", "parent") if "/" in path else ("id", "row")
    taken, found = set(columns.values()), dict[str, int]()
    for place, head in heads.items():
        known = _IDS.get(bare(head))
        if known and known in wanted and known not in found and place not in taken:
            found[known] = place
    return found


# By labels?; heading without marks → question; heading as written → question.
_Reading = tuple[bool, dict[str, str], dict[str, str]]


def _readings(form: Form, path: str) -> list[_Reading]:
    """Ways to read headings: by names, then by the labels of each language."""
    questions = _answers(form, path)
    names = {it.name if it.name not in IDS else f"{it.name} ({it.name})": it.name for it in questions}
    for it in questions:
        if it.written and sum(other.written == it.written for other in questions) == 1:
            names.setdefault(it.written, it.name)
    made = [_reading(False, names)]
    spoken = dict.fromkeys(code for it in questions for code in it.label)
    for code in (language(), *(it for it in spoken if it != language())):
        heads = heads_of((it for it in questions if say(it.label, code)), form, code)
        bracketed = {f"{head} ({name})": name for name, head in heads.items()}
        made.append(_reading(True, bracketed | {head: name for name, head in heads.items()}))
    return made


def _reading(by_words: bool, heads: Mapping[str, str]) -> _Reading:
    alike: dict[str, set[str]] = {}
    just_so: dict[str, str] = {}
    for head, name in heads.items():
        alike.setdefault(bare(head), set()).add(name)
        just_so.setdefault(_exact(head), name)
    known = {head: next(iter(names)) for head, names in alike.items() if len(names) == 1 and head}
    return by_words, known, just_so


def _each_choice(form: Form, questions: Iterable[Question]) -> dict[str, str]:
    """Headings of the columns of 0 and 1 beside these questions → the question."""
    found: dict[str, str] = {}
    for it in questions:
        if it.type != "select_multiple":
            continue
        found |= {
            _exact(f"{it.name}/{choice.name}"): it.name for choice in form.choices.get(it.list_name, ())
        }
        for code in {language(), *it.label}:
            head = heads_of([it], form, code)[it.name]
            for text in labels_of(form, it.list_name, code).values():
                found |= {_exact(f"{own}: {text}"): it.name for own in (head, f"{head} ({it.name})")}
    return found


def _answers(form: Form, path: str) -> list[Question]:
    return [it for it in levels(form)[path] if it.holds_value]
