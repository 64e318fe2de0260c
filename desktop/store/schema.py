"""The store's own tables, made and changed by numbered migrations (sqlite-utils).

Each migration and the record of it are one transaction. A data file with a migration this program
does not know was made by a newer one and is left alone. The tables of the forms are in ``tables.py``.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from forms.problem import Problem

from .faults import translated
from .file import File

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "ngoso"


def migrate(file: File) -> None:
    """Bring the data file to this program's tables. Raises ``store.newer`` without changing anything."""
    ours = {step.__name__.lstrip("_") for step in _STEPS}
    applied = _applied(file)
    if applied - ours:
        raise Problem("store.newer")
    if applied == ours:
        return
    from sqlite_utils.migrations import Migrations

    db = utils(file)
    migrations = Migrations(_SET)
    for step in _STEPS:
        migrations(name=step.__name__.lstrip("_"))(step)
    with translated():
        migrations.apply(db)


def utils(file: File) -> "Database":
    """sqlite-utils on our connection. Imported here: it takes a tenth of a second, most days for nothing."""
    import sqlcipher3
    from sqlcipher3 import dbapi2

    # sqlite-utils looks for pysqlite3 first; only with ours in its place does it know our exceptions.
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
    from sqlite_utils import Database

    return Database(file.connection, execute_plugins=False)


def _applied(file: File) -> set[str]:
    if not file.row("SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations'"):
        return set()
    return {
        row[0] for row in file.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,))
    }


def _m001_tables(db: "Database") -> None:
    def make(table: str, columns: dict[str, type], pk: str | tuple[str, ...], required: set[str]) -> None:
        db.table(table).create(columns, pk=pk, not_null=required, strict=True)

    make("meta", {"key": str, "value": str}, "key", {"value"})
    make("form", {"n": int, "id": str, "version": str, "body": str}, "n", {"id", "version", "body"})
    db.table("form").create_index(["id", "version"], unique=True)

    # History and outbox in one: seq counts every change ever made here; its number within the epoch is
    # seq − epoch.first + 1, and the hash before it is its predecessor's, so neither is stored twice.
    make(
        "change",
        {
            "seq": int,
            "op": str,
            "hash": bytes,
            "rec": str,
            "act": str,
            "did": str,
            "base": int,
            "form": str,
            "salt": bytes,
            "body": bytes,
            "wall": str,
            "who": str,
            "before": str,
            "reason": str,
        },
        "seq",
        {"op", "hash", "rec", "act", "did", "base", "form", "salt", "body", "wall", "who"},
    )
    db.table("change").create_index(["rec"])
    make(
        "epoch",
        {"first": int, "id": str, "device": str, "started_at": str, "acked": int, "safe": int},
        "first",
        {"id", "device", "acked", "safe"},
    )
    make(
        "batch",
        {
            "id": str,
            "epoch": str,
            "first_seq": int,
            "last_seq": int,
            "started_at": str,
            "finished_at": str,
            "bytes": int,
            "state": str,
        },
        "id",
        {"epoch", "first_seq", "last_seq", "started_at", "state"},
    )
    db.table("batch").create_index(["started_at"])
    make(
        "receipt",
        {"upto": int, "batch": str, "seq": int, "hash": bytes, "received_at": str, "body": bytes},
        "upto",
        {"batch", "seq", "hash", "received_at", "body"},
    )

    make(
        "draft",
        {
            "id": str,
            "form": str,
            "version": str,
            "rec": str,
            "answers": str,
            "cursor": str,
            "updated_at": str,
        },
        "id",
        {"form", "version", "answers", "updated_at"},
    )
    make("search_doc", {"docid": int, "rec": str, "kind": str, "hamlet": str}, "docid", {"rec", "kind"})
    db.table("search_doc").create_index(["rec"], unique=True)
    # The text is folded and cut into words before it comes here; detail=column keeps no positions,
    # which only phrases would need.
    db.execute(
        "CREATE VIRTUAL TABLE search USING fts5(kind, text, content='', contentless_delete=1, "
        "detail=column, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')"
    )

    make(
        "attachment",
        {"sha256": str, "mime": str, "size": int, "data": bytes},
        "sha256",
        {"mime", "size", "data"},
    )
    make(
        "consent",
        {
            "id": str,
            "resident": str,
            "text_version": str,
            "purposes": str,
            "method": str,
            "at": str,
            "recorder": str,
            "representative": str,
            "withdrawn_at": str,
        },
        "id",
        {"resident", "text_version", "purposes", "method", "at", "recorder"},
    )
    db.table("consent").create_index(["resident"])
    make(
        "print_run",
        {"id": str, "kind": str, "at": str, "who": str, "copies": int, "what": str},
        "id",
        {"kind", "at", "who", "copies", "what"},
    )
    db.table("print_run").create_index(["at"])
    # A code alone does not name a unit: 80 meant Long An before July 2025 and means Tây Ninh since.
    make(
        "unit",
        {
            "id": str,
            "kind": str,
            "code": str,
            "name": str,
            "parent": str,
            "valid_from": str,
            "valid_to": str,
        },
        "id",
        {"kind", "code", "name", "valid_from"},
    )
    db.table("unit").create_index(["code", "valid_from"], unique=True)


def _m002_forms_from_elsewhere(db: "Database") -> None:
    for column in ("source", "added_at", "retired"):
        db.table("form").add_column(column, str)
    db.table("search_doc").add_column("title", str)  # what a survey's record is called: its instance_name


_STEPS: tuple[Callable[["Database"], None], ...] = (_m001_tables, _m002_forms_from_elsewhere)
