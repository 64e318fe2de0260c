"""The typed tables of a form: one for the record, one for each repeat.

====================  =========  ==============================================================
type of question      column     kept as
====================  =========  ==============================================================
integer               INTEGER
range                 ANY        whole or not; INTEGER in a built-in form
decimal               REAL
select_multiple,      TEXT       JSON list
rank, ``records-*``
calculate, hidden     ANY        text or number, as it was calculated
all others            TEXT
====================  =========  ==============================================================

A built-in form's table is named as the form, a repeat's ``<form>_<repeat>``. Any other form's is
``survey:<form>``, a repeat's ``survey:<form>/<repeat>/<repeat>``, a column as its question; in these names
whatever is no small letter, digit or underline is written ``^<code point>;``, for SQL does not tell ``Note`` from
``note``. So two forms, repeats or questions never share a place, in whatever order their versions come.

Common columns of a record:
``id, form_version, created_at, created_by, updated_at, updated_by, deleted (0/1), seq`` (its last
change), ``sort`` (the form's first date, else the day it was made, then the moment it was made) and
``n``, which counts up: lists run newest first by ``sort DESC, n DESC``. Of a repeat's row: ``rec, parent``
(the row it lies in, or ``''``), ``id, pos``. Indexed are ``sort``, the version, and with ``sort`` every
``hamlet`` and ``record-*`` column of a record; in a built-in form ``*_no`` too, and every date. In a repeat
the same without ``sort``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition import Form, Question
from forms.library import built_in_ids
from forms.problem import Problem
from resources.words import _

from .listed import telling

COMMON: dict[str, str] = {
    "n": "INTEGER",
    "id": "TEXT",
    "form_version": "TEXT",
    "created_at": "TEXT",
    "created_by": "TEXT",
    "updated_at": "TEXT",
    "updated_by": "TEXT",
    "deleted": "INTEGER",
    "seq": "INTEGER",
    "sort": "TEXT",
}
COMMON_OF_ROW: dict[str, str] = {"rec": "TEXT", "parent": "TEXT", "id": "TEXT", "pos": "INTEGER"}
_TYPES = {"integer": "INTEGER", "range": "INTEGER", "decimal": "REAL", "calculate": "ANY", "hidden": "ANY"}
_RESERVED = frozenset(
    {"meta", "form", "change", "epoch", "batch", "receipt", "draft", "search_doc", "search"}
    | {"attachment", "consent", "print_run", "unit"}
)
_PLAIN = re.compile(r"[a-z][a-z0-9_]*\Z")
_REFERENCE = re.compile(r"\b(records?)-(\w+)")
MOST_COLUMNS = 1_900  # questions of one level, all versions together: SQLite stops at 2,000


@dataclass(frozen=True, slots=True)
class Column:
    """One question's place. ``path`` has no row ids; ``refers``: the form whose records it names, if any."""

    path: str
    key: str  # the question's name
    name: str
    sql_type: str
    is_list: bool
    refers: str
    question: Question
    told: bool  # whether search finds a record by it
    indexed: bool

    @property
    def names_one(self) -> bool:
        """Whether an answer is the id of one other record."""
        return bool(self.refers) and not self.is_list


@dataclass(frozen=True, slots=True)
class Table:
    """The record's table (``path`` is ``""``) or a repeat's; ``key``: the repeat's name in its parent."""

    name: str
    path: str
    key: str
    columns: tuple[Column, ...]
    telling: tuple[Column, ...]  # those that search looks at or follows
    repeats: tuple["Table", ...]
    insert: str  # SQL: common columns first, then the questions'
    select: str
    update: str  # only of the record's table, and without n; the id comes last

    def index_on(self, column: Column) -> str:
        """The name of the index on one of its columns; like the table's it is nobody else's."""
        return f"{self.name}{'|' if ':' in self.name else '__'}{column.name}"

    def walk(self) -> tuple["Table", ...]:
        """This table and every one below it."""
        return (self, *(below for repeat in self.repeats for below in repeat.walk()))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one version of a form keeps its answers."""

    form: Form
    main: Table
    personal: frozenset[str]  # paths of the questions whose answers are personal
    dated_by: str  # name of the question that dates the record, or ""
    labels: Mapping[str, Mapping[str, str]]  # choice list → choice → its labels in every language


def layout(form: Form) -> Layout:
    """The tables of ``form``. Raises ``form.broken`` if two of them would have the same name."""
    ours = form.id in built_in_ids()
    name = _name(form.id) if ours else f"survey:{_escaped(form.id)}"
    main = _table(form, form.questions, "", "", name, telling(form))
    names = [table.name for table in main.walk()]
    if len(set(names)) < len(names):
        raise Problem("form.broken", detail=f"two repeats share the name {names[-1]}")
    personal = frozenset(
        column.path for table in main.walk() for column in table.columns if column.question.personal
    )
    dates = [column.question.name for column in main.columns if column.question.type == "date"]
    labels = {
        name: {it.name: " ".join(it.label.values()) for it in rows} for name, rows in form.choices.items()
    }
    return Layout(form, main, personal, dates[0] if dates else "", labels)


def too_many(count: int) -> str:
    """Why ``count`` questions cannot stand on one level."""
    told = _(
        "{count} questions on one level, with those of earlier versions; at most {most} fit: use a repeat"
    )
    return told.format(count=count, most=MOST_COLUMNS)


def quoted(name: str) -> str:
    """``name`` quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _name(form: str) -> str:
    if not _PLAIN.match(form) or form in _RESERVED or form.startswith(("sqlite_", "search_")):
        return "form_" + re.sub(r"\W", lambda odd: f"_{ord(odd[0]):x}_", form.lower())
    return form


def _escaped(name: str) -> str:
    return re.sub(r"[^a-z0-9_]", lambda odd: f"^{ord(odd[0]):x};", name)


def _table(
    form: Form, questions: tuple[Question, ...], path: str, key: str, name: str, told: frozenset[str]
) -> Table:
    ours = form.id in built_in_ids()
    common = COMMON_OF_ROW if path else COMMON
    columns: list[Column] = []
    repeats: list[Table] = []
    taken = {column.lower() for column in common}
    pending = list(questions)
    while pending:
        question = pending.pop(0)
        if question.type == "group":
            pending[:0] = question.children
        elif question.type == "repeat":
            below = path + question.name + "/"
            beside = f"{name}_{question.name}" if ours else f"{name}/{_escaped(question.name)}"
            repeats.append(_table(form, question.children, below, question.name, beside, told))
        elif question.holds_value:
            column = _column(question, path + question.name, taken, ours, told)
            taken.add(column.name.lower())
            columns.append(column)
    if len(columns) > MOST_COLUMNS:
        raise Problem("form.broken", detail=too_many(len(columns)))
    names = [quoted(it) for it in (*common, *(column.name for column in columns))]
    listed, marks = ", ".join(names), ", ".join("?" * len(names))
    return Table(
        name,
        path,
        key,
        tuple(columns),
        tuple(column for column in columns if column.told or column.names_one),
        tuple(repeats),
        insert=f"INSERT INTO {quoted(name)} ({listed}) VALUES ({marks})",
        select=f"SELECT {listed} FROM {quoted(name)}",
        update=f"UPDATE {quoted(name)} SET {', '.join(f'{it} = ?' for it in names[2:])} WHERE id = ?",
    )


def _column(question: Question, path: str, taken: set[str], ours: bool, told: frozenset[str]) -> Column:
    refers = _REFERENCE.search(question.appearance)
    is_list = question.type in ("select_multiple", "rank") or (refers is not None and refers[1] == "records")
    sql_type = "TEXT" if is_list else _TYPES.get(question.type, "TEXT")
    name = question.name
    if ours:
        while name.lower() in taken:  # a question called id, or Note beside note: SQL ignores case
            name = "q_" + name
    else:
        name = _escaped(name) if name not in taken else f"^{name}"
        sql_type = "ANY" if question.type == "range" else sql_type
    names_one = refers is not None and not is_list
    dated = ours and (question.type == "date" or question.name.endswith("_no"))
    return Column(
        path,
        question.name,
        name,
        sql_type,
        is_list,
        refers[2] if refers else "",
        question,
        told=path in told,
        indexed=names_one or dated or question.name == "hamlet",
    )
