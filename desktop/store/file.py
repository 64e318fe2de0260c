"""The encrypted data file: opened with its raw key, held by one process, written in whole transactions."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from forms.problem import Problem

from .faults import translated
from .keys import DataKey

NAME = "ngoso.db"

Parameters = Sequence[object] | Mapping[str, object]
Row = Any  # sqlcipher3.dbapi2.Row: by position, or by column name as a mapping


class File:
    """One open connection. Statements of a save share one transaction; blocks nest, the outermost commits."""

    def __init__(self, connection: dbapi2.Connection) -> None:
        self.connection = connection
        self.rollbacks = 0  # whoever remembers what is in the file asks whether this has moved
        self._open = False

    def run(self, sql: str, parameters: Parameters = ()) -> dbapi2.Cursor:
        """Run one statement. The statement is kept prepared, so the hot path should not build SQL anew."""
        return self.connection.execute(sql, parameters)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self.connection.executemany(sql, rows)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a SELECT."""
        with translated():
            return list(self.connection.execute(sql, parameters))

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a SELECT, or None."""
        with translated():
            return self.connection.execute(sql, parameters).fetchone()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk when the outermost block ends. Raises what ``translated`` raises."""
        if self._open:
            yield
            return
        with translated():
            self.connection.execute("BEGIN IMMEDIATE")
            self._open = True
            try:
                yield
                self.connection.execute("COMMIT")
            finally:
                self._open = False
                if self.connection.in_transaction:  # the block or the COMMIT itself failed
                    self.connection.execute("ROLLBACK")
                    self.rollbacks += 1

    def close(self) -> None:
        self.connection.close()


def open_file(home: Path, key: DataKey, *, create: bool = False) -> File:
    """Open ``home``'s data file; with ``create`` make it, refusing to overwrite one.

    Raises ``store.in_use`` while another process holds it (a killed process holds nothing),
    ``store.damaged`` when it is not there, empty or not readable with its own key (nothing is written then),
    ``store.read_only`` when the folder cannot be written.
    """
    path = home / NAME
    with translated():
        if create:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        elif not path.is_file() or path.stat().st_size == 0:
            raise Problem("store.damaged")
        connection = dbapi2.connect(path, timeout=0.5, isolation_level=None, cached_statements=512)
        try:
            _prepare(connection, key)
        except BaseException:
            connection.close()
            raise
    return File(connection)


def _prepare(connection: dbapi2.Connection, key: DataKey) -> None:
    connection.row_factory = dbapi2.Row
    for pragma in (
        "cipher_log_level = NONE",  # not on stderr: the error about a file it cannot read says enough
        f"key = \"x'{key.raw.hex()}'\"",
        "locking_mode = EXCLUSIVE",  # before WAL: no shared-memory file, and one process only
        "journal_mode = WAL",
        "synchronous = FULL",  # WAL with NORMAL lost confirmed saves in a power cut
        "secure_delete = ON",
        "foreign_keys = ON",
        "temp_store = MEMORY",  # nothing personal in a temporary file
        "cache_size = -32000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    connection.execute("BEGIN IMMEDIATE")  # take the lock now, not at the first save
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    connection.execute("COMMIT")
