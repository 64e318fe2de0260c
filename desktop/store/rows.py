"""A record's answers into its typed tables and back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .file import File, Row
from .journal import to_json
from .tables import Layout, Table, quoted

Values = Mapping[str, Any]
_COMMON = 10  # columns of a record before its answers
_COMMON_OF_ROW = 4


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands. ``values`` have the shape ``forms.definition`` gives; no answer, no key.

    Times are ISO 8601 with offset, ``created_by`` and ``updated_by`` member records' ids, ``seq`` is the
    last change; lists order by ``sort`` and ``n``.
    """

    n: int | None  # None until it is written
    id: str
    form: str
    version: str
    values: Values
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str
    deleted: bool
    seq: int
    sort: str


def insert(file: File, layout: Layout, record: Record) -> None:
    """Write a record that is not there yet."""
    file.run(layout.main.insert, (*_common(record), *_answers(layout.main, record.values)))
    _insert_repeats(file, layout.main, record.id, record.values, "")


def update(file: File, layout: Layout, record: Record, repeats: bool) -> None:
    """Overwrite a record; its repeats only if ``repeats``."""
    file.run(layout.main.update, (*_common(record)[2:], *_answers(layout.main, record.values), record.id))
    if repeats:
        for table in layout.main.walk()[1:]:
            file.run(f"DELETE FROM {quoted(table.name)} WHERE rec = ?", (record.id,))
        _insert_repeats(file, layout.main, record.id, record.values, "")


def read(file: File, layout: Layout, rec: str) -> Record | None:
    """One record, deleted or not."""
    found = file.rows(f"{layout.main.select} WHERE id = ?", (rec,))
    return records(file, layout, found)[0] if found else None


def records(file: File, layout: Layout, found: Sequence[Row]) -> list[Record]:
    """The records of these rows of ``layout.main.select``, with their repeats: one query for each repeat."""
    repeats = _read_repeats(file, layout.main, [row[1] for row in found]) if found else {}
    made = []
    for row in found:
        it = tuple(row)
        values = _values(layout.main, it[_COMMON:])
        for table in layout.main.repeats:
            if rows := repeats[table.path].get((it[1], "")):
                values[table.key] = rows
        n, rec, version, *made_and_changed, deleted, seq, sort = it[:_COMMON]
        common = (*made_and_changed, bool(deleted), seq, sort)
        made.append(Record(n, rec, layout.form.id, version, values, *common))
    return made


def _common(it: Record) -> tuple[object, ...]:
    made = (it.n, it.id, it.version, it.created_at, it.created_by, it.updated_at, it.updated_by)
    return (*made, int(it.deleted), it.seq, it.sort)


def _answers(table: Table, values: Values) -> list[object]:
    kept: list[object] = [values.get(column.key) for column in table.columns]
    for at, column in enumerate(table.columns):
        if column.is_list and kept[at] is not None:
            kept[at] = to_json(kept[at])
    return kept


def _values(table: Table, answers: Sequence[Any]) -> dict[str, Any]:
    return {
        column.key: json.loads(kept) if column.is_list else kept
        for column, kept in zip(table.columns, answers, strict=True)
        if kept is not None
    }


def _insert_repeats(file: File, table: Table, rec: str, values: Values, parent: str) -> None:
    for repeat in table.repeats:
        for position, row in enumerate(values.get(repeat.key) or ()):
            file.run(repeat.insert, (rec, parent, row["@id"], position, *_answers(repeat, row)))
            _insert_repeats(file, repeat, rec, row, row["@id"])


_Rows = dict[str, dict[tuple[str, str], list[dict[str, Any]]]]


def _read_repeats(file: File, table: Table, recs: Iterable[str]) -> _Rows:
    """By table path, then by (record, parent row): the rows in order."""
    wanted = to_json(list(recs))
    read: _Rows = {}
    for repeat in table.walk()[:0:-1]:  # the deepest first, so that a row finds the rows below it
        of_parent: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        sql = f"{repeat.select} WHERE rec IN (SELECT value FROM json_each(?)) ORDER BY rec, parent, pos"
        for row in file.rows(sql, (wanted,)):
            rec, parent, row_id, _position, *answers = tuple(row)
            values = {"@id": row_id, **_values(repeat, answers)}
            for below in repeat.repeats:
                if rows := read[below.path].get((rec, row_id)):
                    values[below.key] = rows
            of_parent[rec, parent].append(values)
        read[repeat.path] = of_parent
    return read
