"""Drafts: what is being typed, on the disk within a second of each answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .file import File, Row
from .journal import stamp, to_json


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry not saved yet. ``rec``: the record it changes, None for a new one; ``cursor``: a flat path."""

    id: str
    form: str
    version: str
    rec: str | None
    values: Mapping[str, Any]
    cursor: str
    updated_at: str


class Drafts:
    """One row per draft; a record's save removes its draft in the same transaction."""

    def __init__(self, file: File) -> None:
        self._file = file

    def put(
        self,
        draft: str,
        form: str,
        version: str,
        values: Mapping[str, Any],
        *,
        now: datetime,
        rec: str | None = None,
        cursor: str = "",
    ) -> bool:
        """Keep a draft as it is now. False when its record is saved already: a late write makes no ghost."""
        with self._file.transaction():
            if rec is None and self._file.run("SELECT 1 FROM change WHERE rec = ?", (draft,)).fetchone():
                return False
            self._file.run(_PUT, (draft, form, version, rec, to_json(values), cursor, stamp(now)))
        return True

    def get(self, draft: str) -> Draft | None:
        """One draft, or None once it was saved or thrown away."""
        row = self._file.row("SELECT * FROM draft WHERE id = ?", (draft,))
        return _draft(row) if row else None

    def all(self) -> tuple[Draft, ...]:
        """Every draft, the last touched first."""
        return tuple(map(_draft, self._file.rows("SELECT * FROM draft ORDER BY updated_at DESC")))

    def counts(self) -> dict[tuple[str, str], int]:
        """How many drafts there are, by form and version."""
        rows = self._file.rows("SELECT form, version, count(*) AS n FROM draft GROUP BY form, version")
        return {(row["form"], row["version"]): row["n"] for row in rows}

    def delete(self, draft: str) -> None:
        """Throw a draft away."""
        with self._file.transaction():
            self._file.run("DELETE FROM draft WHERE id = ?", (draft,))


_PUT = """
    INSERT INTO draft (id, form, version, rec, answers, cursor, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET form = excluded.form, version = excluded.version, rec = excluded.rec,
        answers = excluded.answers, cursor = excluded.cursor, updated_at = excluded.updated_at
"""


def _draft(row: Row) -> Draft:
    it = (row["id"], row["form"], row["version"], row["rec"])
    return Draft(*it, json.loads(row["answers"]), row["cursor"], row["updated_at"])
