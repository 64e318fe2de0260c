"""Small things kept beside the records: settings of this data file, attachments, print runs, units."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from forms.problem import Problem
from sync.wire.ids import new_id

from .file import File, Row
from .journal import stamp, to_json


class Meta:
    """Named texts that belong to this data file: language, theme, the commune's unit, the enrolment."""

    def __init__(self, file: File) -> None:
        self._file = file

    def get(self, key: str, default: str = "") -> str:
        row = self._file.row("SELECT value FROM meta WHERE key = ?", (key,))
        return default if row is None else str(row["value"])

    def set(self, key: str, value: str) -> None:
        with self._file.transaction():
            self._file.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def drop(self, key: str) -> None:
        with self._file.transaction():
            self._file.run("DELETE FROM meta WHERE key = ?", (key,))


class Attachments:
    """Photos and files, named by the SHA-256 of their bytes; the same bytes are kept once."""

    def __init__(self, file: File) -> None:
        self._file = file

    def put(self, data: bytes, mime: str) -> str:
        """Keep ``data``; returns its name, 64 hex digits."""
        name = sha256(data).hexdigest()
        sql = "INSERT INTO attachment (sha256, mime, size, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        with self._file.transaction():
            self._file.run(sql, (name, mime, len(data), data))
        return name

    def get(self, name: str) -> tuple[str, bytes]:
        """Kind (MIME) and bytes. Raises ``store.missing``."""
        row = self._file.row("SELECT mime, data FROM attachment WHERE sha256 = ?", (name,))
        if row is None:
            raise Problem("store.missing", rec=name)
        return row["mime"], row["data"]


@dataclass(frozen=True, slots=True)
class PrintRun:
    """One printing: ``what`` holds the choices that would print it again, never a person's data."""

    id: str
    kind: str
    at: str
    who: str
    copies: int
    what: Mapping[str, Any]


class PrintRuns:
    """What was printed, when, how many."""

    def __init__(self, file: File) -> None:
        self._file = file

    def add(self, kind: str, what: Mapping[str, Any], copies: int, *, who: str, now: datetime) -> PrintRun:
        run = PrintRun(new_id(), kind, stamp(now), who, copies, what)
        sql = "INSERT INTO print_run (id, kind, at, who, copies, what) VALUES (?, ?, ?, ?, ?, ?)"
        with self._file.transaction():
            self._file.run(sql, (run.id, kind, run.at, who, copies, to_json(what)))
        return run

    def latest(self, limit: int = 50) -> tuple[PrintRun, ...]:
        """The last print runs, newest first."""
        return tuple(
            map(_print_run, self._file.rows("SELECT * FROM print_run ORDER BY at DESC LIMIT ?", (limit,)))
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit in force from ``valid_from`` until before ``valid_to`` (ISO dates; None: still).

    ``parent`` is a unit's id. A code without its dates names nothing: codes were used again in July 2025.
    """

    id: str
    kind: Literal["province", "commune", "hamlet"]
    code: str
    name: str
    parent: str | None
    valid_from: str
    valid_to: str | None = None


class Units:
    """The units this data file works with: its hamlets, its commune, its province."""

    def __init__(self, file: File) -> None:
        self._file = file

    def put(self, units: Iterable[Unit]) -> None:
        """Add units, or correct those already there by their id."""
        with self._file.transaction():
            self._file.run_many(_PUT_UNIT, map(astuple, units))

    def on(self, day: str, kind: str | None = None, parent: str | None = None) -> tuple[Unit, ...]:
        """The units in force on an ISO date, by code."""
        sql = (
            "SELECT id, kind, code, name, parent, valid_from, valid_to FROM unit "
            "WHERE valid_from <= :day AND (valid_to IS NULL OR :day < valid_to) "
            "AND (:kind IS NULL OR kind = :kind) AND (:parent IS NULL OR parent = :parent) ORDER BY code"
        )
        found = self._file.rows(sql, {"day": day, "kind": kind, "parent": parent})
        return tuple(Unit(*tuple(row)) for row in found)


_PUT_UNIT = """
    INSERT INTO unit (id, kind, code, name, parent, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, code = excluded.code, name = excluded.name,
        parent = excluded.parent, valid_from = excluded.valid_from, valid_to = excluded.valid_to
"""


def _print_run(row: Row) -> PrintRun:
    fields = dict(row)
    return PrintRun(**{**fields, "what": json.loads(fields["what"])})
