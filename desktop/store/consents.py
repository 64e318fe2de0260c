"""Consent to keep a person's name and phone (Law 91/2025, art. 9; domain rule B4): given, and withdrawn."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from forms.problem import Problem
from sync.wire.ids import new_id

from .file import File, Row
from .journal import Journal, stamp, to_json

Method = Literal["paper", "spoken", "message", "app"]
FORM = "consent/1"  # the name its changes travel under
_PERSONAL = frozenset({"representative"})


@dataclass(frozen=True, slots=True)
class Consent:
    """What one resident agreed to; ``recorder`` is a member record's id, ``representative`` speaks for a child."""

    id: str
    resident: str
    text_version: str
    purposes: tuple[str, ...]
    method: Method
    at: str
    recorder: str
    representative: str | None
    withdrawn_at: str | None


class Consents:
    """Consents are records too: they have history and travel to the province."""

    def __init__(self, file: File, journal: Journal) -> None:
        self._file = file
        self._journal = journal

    def add(
        self,
        resident: str,
        *,
        text_version: str,
        purposes: Sequence[str],
        method: Method,
        recorder: str,
        now: datetime,
        representative: str | None = None,
        rec: str | None = None,
    ) -> Consent:
        """Record that a resident agreed. Silence is not consent: every part is named by the caller.

        A ``rec`` made beforehand lets the resident's record name it.
        """
        agreed = (text_version, tuple(purposes), method, stamp(now), recorder, representative)
        it = Consent(rec or new_id(), resident, *agreed, withdrawn_at=None)
        after: dict[str, object] = {
            "resident": it.resident,
            "text_version": it.text_version,
            "purposes": list(it.purposes),
            "method": it.method,
            "at": it.at,
            "recorder": it.recorder,
        }
        if representative:
            after["representative"] = representative
        with self._file.transaction():
            parts = (text_version, to_json(it.purposes), method, it.at, recorder, representative)
            self._file.run(_ADD, (it.id, resident, *parts))
            self._journal.append(
                rec=it.id,
                act="put",
                did="create",
                form=FORM,
                after=after,
                before={},
                personal=_PERSONAL,
                who=recorder,
                at=it.at,
            )
        return it

    def withdraw(self, consent: str, *, who: str, now: datetime) -> None:
        """Record that a consent was withdrawn; a second time changes nothing. Raises ``store.missing``."""
        at = stamp(now)
        with self._file.transaction():
            row = self._file.run("SELECT withdrawn_at FROM consent WHERE id = ?", (consent,)).fetchone()
            if row is None:
                raise Problem("store.missing", rec=consent)
            if row["withdrawn_at"]:
                return
            self._file.run("UPDATE consent SET withdrawn_at = ? WHERE id = ?", (at, consent))
            self._journal.append(
                rec=consent,
                act="put",
                did="edit",
                form=FORM,
                after={"withdrawn_at": at},
                before={"withdrawn_at": None},
                who=who,
                at=at,
            )

    def of(self, resident: str) -> tuple[Consent, ...]:
        """All consents of one resident, the newest first, withdrawn ones included."""
        sql = "SELECT * FROM consent WHERE resident = ? ORDER BY at DESC"
        return tuple(map(_consent, self._file.rows(sql, (resident,))))


_ADD = """
    INSERT INTO consent (id, resident, text_version, purposes, method, at, recorder, representative)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def _consent(row: Row) -> Consent:
    fields = dict(row)
    fields["purposes"] = tuple(json.loads(fields["purposes"]))
    return Consent(**fields)
