"""The forms this data file holds: every version as it was published, and the tables made for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forms.codec import form_from_json, form_to_json
from forms.definition import Form
from forms.library import built_in_ids
from forms.problem import Problem

from .file import File
from .journal import stamp
from .tables import COMMON, COMMON_OF_ROW, Layout, Table, layout, quoted

_COMMON = ["n INTEGER PRIMARY KEY", *(f"{name} {kind} NOT NULL" for name, kind in list(COMMON.items())[1:])]
_COMMON_OF_ROW = [f"{name} {kind} NOT NULL" for name, kind in COMMON_OF_ROW.items()]


@dataclass(frozen=True, slots=True)
class Kept:
    """One version kept here. ``added_at`` is ``""`` for one that came with the program; ``retired`` is of the form."""

    id: str
    version: str
    added_at: str
    has_source: bool
    retired: bool


class Catalogue:
    """Every form this data file has tables for, and where each version keeps its answers."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._layouts: dict[tuple[str, str], Layout] = {}
        self._newest: dict[str, Layout] = {}
        self._as_of = file.rollbacks

    def layout(self, form: Form) -> Layout:
        """Where ``form`` keeps its answers. Its first use makes its tables, or adds the columns they lack.

        Raises ``form.broken`` when a column would change its type: a form only grows (protocol §2.3, rule 9);
        ``form.version`` when another body is published under this version.
        """
        self._forget_what_was_rolled_back()
        key = (form.id, form.version)
        known = self._layouts.get(key)
        if known is None or not (known.form is form or form.id in built_in_ids() or known.form == form):
            known = layout(form)
            self._adopt(known)
            self._layouts[key] = known
        return known

    def newest(self) -> Mapping[str, Layout]:
        """The version that came here last of every form known here, by form id."""
        self._forget_what_was_rolled_back()
        if not self._newest:
            sql = "SELECT id, version, max(n) AS n FROM form GROUP BY id ORDER BY n"
            for row in self._file.rows(sql):
                found = self.of(row["id"], row["version"])
                assert found is not None
                self._newest[row["id"]] = found
        return self._newest

    def of(self, form_id: str, version: str) -> Layout | None:
        """One version, None when it is not here."""
        self._forget_what_was_rolled_back()
        key = (form_id, version)
        if key not in self._layouts:
            row = self._file.row("SELECT body FROM form WHERE id = ? AND version = ?", key)
            if row is None:
                return None
            self._layouts[key] = layout(form_from_json(row["body"]))
        return self._layouts[key]

    def kept(self) -> tuple[Kept, ...]:
        """Every version of every form, in the order in which they came."""
        sql = "SELECT id, version, added_at, source IS NOT NULL AS has_source, retired FROM form ORDER BY n"
        return tuple(
            Kept(
                row["id"],
                row["version"],
                row["added_at"] or "",
                bool(row["has_source"]),
                bool(row["retired"]),
            )
            for row in self._file.rows(sql)
        )

    def source(self, form_id: str, version: str) -> str:
        """What a version was made from, ``""`` if that is not kept."""
        row = self._file.row("SELECT source FROM form WHERE id = ? AND version = ?", (form_id, version))
        return str(row["source"] or "") if row else ""

    def publish(self, form: Form, source: str, now: datetime) -> None:
        """Keep a version for good, with what it was made from; a retired form is in use again. Raises as ``layout``."""
        with self._file.transaction():
            self.layout(form)
            self._file.run(
                "UPDATE form SET source = coalesce(source, ?), added_at = coalesce(added_at, ?) "
                "WHERE id = ? AND version = ?",
                (source or None, stamp(now), form.id, form.version),
            )
            self._file.run("UPDATE form SET retired = NULL WHERE id = ?", (form.id,))

    def retire(self, form_id: str, now: datetime | None) -> None:
        """Mark a form as out of use since ``now``, or as in use again with None."""
        with self._file.transaction():
            self._file.run("UPDATE form SET retired = ? WHERE id = ?", (stamp(now) if now else None, form_id))

    def _forget_what_was_rolled_back(self) -> None:
        if self._as_of != self._file.rollbacks:
            self._as_of = self._file.rollbacks
            self._layouts.clear()
            self._newest.clear()

    def _adopt(self, made: Layout) -> None:
        form = made.form
        key, body = (form.id, form.version), form_to_json(form)
        row = self._file.row("SELECT body FROM form WHERE id = ? AND version = ?", key)
        if row and row["body"] == body:
            return
        if row and form.id not in built_in_ids():
            if form_from_json(row["body"]) == form:
                return
            raise Problem("form.version", form=form.id, version=form.version)
        self._newest.clear()
        with self._file.transaction():
            for table in made.main.walk():
                _grow(self._file, table)
            self._file.run(
                "INSERT INTO form (id, version, body) VALUES (?, ?, ?) "
                "ON CONFLICT (id, version) DO UPDATE SET body = excluded.body",
                (*key, body),
            )


def _grow(file: File, table: Table) -> None:
    """Make the table, or add the columns it lacks. A whole table at once: each ALTER reads the schema anew."""
    name = quoted(table.name)
    there = {row["name"].lower(): row["type"] for row in file.rows(f"PRAGMA table_info({name})")}
    if not there:
        key = ", PRIMARY KEY (rec, parent, id)" if table.path else ""
        common = _COMMON_OF_ROW if table.path else _COMMON
        columns = [f"{quoted(column.name)} {column.sql_type}" for column in table.columns]
        file.run(f"CREATE TABLE {name} ({', '.join([*common, *columns])}{key}) STRICT")
    if not there and not table.path:
        file.run(f"CREATE UNIQUE INDEX {quoted(f'idx_{table.name}_id')} ON {name} (id)")
        file.run(f"CREATE INDEX {quoted(f'idx_{table.name}_sort')} ON {name} (sort)")
    if not table.path:
        counted = quoted(f"idx_{table.name}_form_version")
        file.run(f"CREATE INDEX IF NOT EXISTS {counted} ON {name} (form_version) WHERE deleted = 0")
    for column in table.columns:
        kept = there.get(column.name.lower())
        if there and kept is None:
            file.run(f"ALTER TABLE {name} ADD COLUMN {quoted(column.name)} {column.sql_type}")
        elif kept not in (None, column.sql_type):
            raise Problem("form.broken", detail=f"{column.path}: {kept} → {column.sql_type}")
        if column.indexed:
            asked, sorted_too = quoted(column.name), column.question.type != "date" and not table.path
            # Partial: an answer not given costs nothing to write, and no comparison ever looks for it.
            file.run(
                f"CREATE INDEX IF NOT EXISTS {quoted(table.index_on(column))} "
                f"ON {name} ({asked + ', sort' if sorted_too else asked}) WHERE {asked} IS NOT NULL"
            )
