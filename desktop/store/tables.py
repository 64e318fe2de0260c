"""The typed tables of a form: one for the record, one for each repeat.

====================  =========  ==============================================================
type of question      column     kept as
====================  =========  ==============================================================
integer, range        INTEGER
decimal               REAL
select_multiple,      TEXT       JSON list
rank, ``records-*``
calculate, hidden     ANY        text or number, as it was calculated
all others            TEXT
====================  =========  ==============================================================

A record's table is named as its form, a repeat's ``<form>_<repeat>``. Common columns of a record:
``id, form_version, created_at, created_by, updated_at, updated_by, deleted (0/1), seq`` (its last
change), ``sort`` (the form's first date, else the day it was made, then the moment it was made) and
``n``, which counts up: lists run newest first by ``sort DESC, n DESC``. Of a repeat's row: ``rec, parent``
(the row it lies in, or ``''``), ``id, pos``. Indexed are ``sort``, every date, and with ``sort`` every
``hamlet``, ``record-*`` and ``*_no`` column of a record; in a repeat the same without ``sort``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.codec import form_from_json, form_to_json
from forms.definition import Form, Question
from forms.problem import Problem

from .file import File
from .schema import utils

_COMMON: dict[str, type] = {
    "n": int,
    "id": str,
    "form_version": str,
    "created_at": str,
    "created_by": str,
    "updated_at": str,
    "updated_by": str,
    "deleted": int,
    "seq": int,
    "sort": str,
}
_COMMON_OF_ROW: dict[str, type] = {"rec": str, "parent": str, "id": str, "pos": int}
_TYPES = {"integer": "INTEGER", "range": "INTEGER", "decimal": "REAL", "calculate": "ANY", "hidden": "ANY"}
_RESERVED = frozenset(
    {"meta", "form", "change", "epoch", "batch", "receipt", "draft", "search_doc", "search"}
    | {"attachment", "consent", "print_run", "unit"}
)
_PLAIN = re.compile(r"[a-z][a-z0-9_]*\Z")
_REFERENCE = re.compile(r"\b(records?)-(\w+)")


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

    @property
    def names_one(self) -> bool:
        """Whether an answer is the id of one other record."""
        return bool(self.refers) and not self.is_list

    @property
    def indexed(self) -> bool:
        told = self.question.type == "date" or self.key == "hamlet" or self.key.endswith("_no")
        return told or self.names_one


@dataclass(frozen=True, slots=True)
class Table:
    """The record's table (``path`` is ``""``) or a repeat's; ``key``: the repeat's name in its parent."""

    name: str
    path: str
    key: str
    columns: tuple[Column, ...]
    telling: tuple[Column, ...]  # those that search looks at
    repeats: tuple["Table", ...]
    insert: str  # SQL: common columns first, then the questions'
    select: str
    update: str  # only of the record's table, and without n; the id comes last

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
    main = _table(form, form.questions, "", "", _name(form.id))
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


class Catalogue:
    """Every form this data file has tables for, and where each version keeps its answers."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._layouts: dict[tuple[str, str], Layout] = {}
        self._newest: dict[str, Layout] = {}
        self._as_of = file.rollbacks

    def layout(self, form: Form) -> Layout:
        """Where ``form`` keeps its answers. Its first use makes its tables, or adds the columns they lack.

        Raises ``form.broken`` when a column would change its type: a form only grows (protocol §2.3, rule 9).
        """
        self._forget_what_was_rolled_back()
        key = (form.id, form.version)
        if key not in self._layouts:
            made = layout(form)
            self._adopt(made)
            self._layouts[key] = made
        return self._layouts[key]

    def newest(self) -> Mapping[str, Layout]:
        """The version that came here last of every form known here, by form id."""
        self._forget_what_was_rolled_back()
        if not self._newest:
            for row in self._file.rows("SELECT id, version, body FROM form ORDER BY n"):
                known = self._layouts.get((row["id"], row["version"]))
                self._newest[row["id"]] = known or layout(form_from_json(row["body"]))
        return self._newest

    def _forget_what_was_rolled_back(self) -> None:
        if self._as_of != self._file.rollbacks:
            self._as_of = self._file.rollbacks
            self._layouts.clear()
            self._newest.clear()

    def _adopt(self, made: Layout) -> None:
        key = (made.form.id, made.form.version)
        body = form_to_json(made.form)
        if self._file.row("SELECT 1 FROM form WHERE id = ? AND version = ? AND body = ?", (*key, body)):
            return
        self._newest.clear()
        with self._file.transaction():
            for table in made.main.walk():
                _grow(self._file, table)
            self._file.run(
                "INSERT INTO form (id, version, body) VALUES (?, ?, ?) "
                "ON CONFLICT (id, version) DO UPDATE SET body = excluded.body",
                (*key, body),
            )


def quoted(name: str) -> str:
    """``name`` quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _grow(file: File, table: Table) -> None:
    db = utils(file)
    made = db.table(table.name)
    if not made.exists():
        if table.path:
            made.create(
                _COMMON_OF_ROW,
                pk=("rec", "parent", "id"),
                not_null={"rec", "parent", "id", "pos"},
                strict=True,
            )
        else:
            made.create(_COMMON, pk="n", not_null=set(_COMMON) - {"n"}, strict=True)
            made.create_index(["id"], unique=True)
            made.create_index(["sort"])
    there: Mapping[str, str] = {column.name.lower(): column.type for column in made.columns}
    for column in table.columns:
        kept = there.get(column.name.lower())
        if kept is None:
            file.run(f"ALTER TABLE {quoted(table.name)} ADD COLUMN {quoted(column.name)} {column.sql_type}")
        elif kept != column.sql_type:
            raise Problem("form.broken", detail=f"{column.path}: {kept} → {column.sql_type}")
        if column.indexed:
            name, sorted_too = quoted(column.name), column.question.type != "date" and not table.path
            # Partial: an answer not given costs nothing to write, and no comparison ever looks for it.
            file.run(
                f"CREATE INDEX IF NOT EXISTS {quoted(f'{table.name}__{column.name}')} "
                f"ON {quoted(table.name)} ({name + ', sort' if sorted_too else name}) WHERE {name} IS NOT NULL"
            )


def _name(form: str) -> str:
    if not _PLAIN.match(form) or form in _RESERVED or form.startswith(("sqlite_", "search_")):
        return "form_" + re.sub(r"\W", lambda odd: f"_{ord(odd[0]):x}_", form.lower())
    return form


def _table(form: Form, questions: tuple[Question, ...], path: str, key: str, name: str) -> Table:
    common = _COMMON_OF_ROW if path else _COMMON
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
            repeats.append(_table(form, question.children, below, question.name, f"{name}_{question.name}"))
        elif question.holds_value:
            column = _column(question, path + question.name, taken)
            taken.add(column.name.lower())
            columns.append(column)
    names = [quoted(it) for it in (*common, *(column.name for column in columns))]
    listed, marks = ", ".join(names), ", ".join("?" * len(names))
    return Table(
        name,
        path,
        key,
        tuple(columns),
        tuple(column for column in columns if column.question.index or column.names_one),
        tuple(repeats),
        insert=f"INSERT INTO {quoted(name)} ({listed}) VALUES ({marks})",
        select=f"SELECT {listed} FROM {quoted(name)}",
        update=f"UPDATE {quoted(name)} SET {', '.join(f'{it} = ?' for it in names[2:])} WHERE id = ?",
    )


def _column(question: Question, path: str, taken: set[str]) -> Column:
    name = question.name
    while name.lower() in taken:  # a question called id, or Note beside note: SQL ignores case
        name = "q_" + name
    refers = _REFERENCE.search(question.appearance)
    is_list = question.type in ("select_multiple", "rank") or (refers is not None and refers[1] == "records")
    sql_type = "TEXT" if is_list else _TYPES.get(question.type, "TEXT")
    return Column(path, question.name, name, sql_type, is_list, refers[2] if refers else "", question)
