"""The province's database: one SQLite file, no set-up, nothing acknowledged before it is on the disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;

CREATE TABLE code(hash BLOB PRIMARY KEY, scope TEXT NOT NULL, expires INTEGER NOT NULL, device TEXT, key TEXT) STRICT;
CREATE TABLE device(id TEXT PRIMARY KEY, key TEXT NOT NULL, scope TEXT NOT NULL, enrolled_at TEXT NOT NULL) STRICT;
CREATE TABLE session(
  token BLOB PRIMARY KEY, device TEXT NOT NULL, nonce TEXT NOT NULL, expires INTEGER NOT NULL,
  UNIQUE(device, nonce)
) STRICT;

-- What arrived, exactly as it arrived. gseq is the order in which the province took it.
CREATE TABLE operation(
  gseq INTEGER PRIMARY KEY, device TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, op TEXT NOT NULL,
  hash TEXT NOT NULL, rec TEXT NOT NULL, act TEXT NOT NULL, base INTEGER NOT NULL, form TEXT NOT NULL,
  salt BLOB NOT NULL, body BLOB NOT NULL, received_at TEXT NOT NULL,
  UNIQUE(device, epoch, seq)
) STRICT;
CREATE INDEX operation_op ON operation(device, op);

-- What it means: each answer's present value and who set it, what two people set, what could not be used.
CREATE TABLE state(
  rec TEXT NOT NULL, path TEXT NOT NULL, form TEXT NOT NULL, value TEXT NOT NULL,
  gseq INTEGER NOT NULL, device TEXT NOT NULL, epoch TEXT NOT NULL,
  PRIMARY KEY(rec, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX state_gseq ON state(gseq);
CREATE TABLE conflict(
  gseq INTEGER NOT NULL, rec TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, against INTEGER NOT NULL,
  PRIMARY KEY(gseq, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE held(
  gseq INTEGER NOT NULL, rec TEXT NOT NULL, reason TEXT NOT NULL, path TEXT NOT NULL,
  PRIMARY KEY(gseq, reason, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_rec ON held(rec);

INSERT INTO meta VALUES ('generation', 1);
"""
# Each step brings a file of the version before it up to date.
_STEPS = (
    _SCHEMA,
    """
CREATE TABLE form(
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
  source TEXT NOT NULL, published_at TEXT NOT NULL, UNIQUE(id, version)
) STRICT;
""",
)


class Database:
    """One connection, one writer at a time. Another process may open the same file, to make a code."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute(
            "PRAGMA synchronous = FULL"
        )  # WAL with NORMAL loses confirmed commits in a power cut
        self._db.execute("PRAGMA secure_delete = ON")
        with self.change() as db:
            there = db.execute("PRAGMA user_version").fetchone()[0]
            for step in _STEPS[there:]:
                for statement in step.split(";"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {max(there, len(_STEPS))}")

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end of the block, undone by an exception."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:  # a full disk has undone it already
                    self._db.execute("ROLLBACK")

    def number(self, name: str, new: int | None = None) -> int:
        """The small number kept under ``name`` (0 at first); with ``new`` it is kept first."""
        with self.change() as db:
            if new is not None:
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, new))
            row = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        with self._lock:
            self._db.close()
