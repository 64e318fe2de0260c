"""Every change ever made here, in one table that is both the history and the outbox.

A change is written in the same transaction as what it changes. ``body`` is what travels, kept byte
for byte: ``{"at", "by", "set": {flat path: value}, "person": {the same, of personal fields}}``; a
value of ``null`` takes an answer away. ``before`` holds the answers it replaced and stays here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Literal

from forms.problem import Problem
from sync.wire.chain import GENESIS, SALT_BYTES, Act, link
from sync.wire.ids import new_id

from .file import File, Row

Did = Literal["create", "edit", "delete", "restore"]
Flat = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a record's history. ``before`` and ``after``: the changed flat paths only, None for no answer.

    ``at`` is ISO 8601 with offset, ``who`` a member record's id, ``form`` is ``id/version``; ``receipt`` is
    the batch whose receipt covers it, None while it is not acknowledged.
    """

    seq: int
    rec: str
    form: str
    at: str
    who: str
    act: Act
    did: Did
    before: Flat
    after: Flat
    reason: str | None
    receipt: str | None

    @property
    def acknowledged(self) -> bool:
        """Whether the province has confirmed it."""
        return self.receipt is not None


def stamp(moment: datetime) -> str:
    """``moment`` as the store writes it: ISO 8601, milliseconds, offset. ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.isoformat(timespec="milliseconds")


def to_json(value: object) -> str:
    """JSON as short as it goes, letters as they are."""
    return _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Journal:
    """Appends changes to the chain and reads them back."""

    def __init__(self, file: File) -> None:
        self._file = file

    def append(
        self,
        *,
        rec: str,
        act: Act,
        did: Did,
        form: str,
        after: Flat,
        before: Flat,
        personal: frozenset[str] = frozenset(),
        who: str,
        at: str,
        reason: str | None = None,
    ) -> int:
        """Add one change; call it inside the transaction of what it describes. Returns its ``seq``.

        ``after`` are the changed flat paths; those whose question is in ``personal`` travel apart.
        """
        tip = self._file.run(_TIP).fetchone()
        last = tip["seq"] or 0
        seq, number = last + 1, last + 2 - tip["first"]
        prev = tip["hash"].hex() if number > 1 else GENESIS
        content: dict[str, object] = {"at": at, "by": who, "set": after}
        person = {path: value for path, value in after.items() if question_of(path) in personal}
        if person:
            content["set"] = {path: value for path, value in after.items() if path not in person}
            content["person"] = person
        op, base, salt = new_id(), int(tip["base"] or 0), token_bytes(SALT_BYTES)
        body = to_json(content).encode()
        digest = link(prev, tip["device"], tip["id"], number, op, rec, act, base, form, salt, body)
        self._file.run(
            _APPEND,
            (
                *(seq, op, bytes.fromhex(digest), rec, act, did, base, form, salt, body),
                *(at, who, to_json(before) if before else None, reason),
            ),
        )
        return int(seq)

    def history(self, rec: str) -> tuple[Change, ...]:
        """All changes of one record, oldest first."""
        return tuple(map(_change, self._file.rows(f"{_SELECT} WHERE c.rec = ? ORDER BY c.seq", (rec,))))

    def change(self, seq: int) -> Change:
        """One change. Raises ``store.missing``."""
        row = self._file.row(f"{_SELECT} WHERE c.seq = ?", (seq,))
        if row is None:
            raise Problem("store.missing", rec=seq)
        return _change(row)


def question_of(path: str) -> str:
    """The question a flat path answers: ``people/7/name`` → ``people/name``."""
    return "/".join(path.split("/")[::2]) if "/" in path else path


_TIP = """
    SELECT e.id, e.device, e.first, c.seq, c.hash, (SELECT value FROM meta WHERE key = 'feed') AS base
    FROM epoch e LEFT JOIN (SELECT seq, hash FROM change ORDER BY seq DESC LIMIT 1) c
    ORDER BY e.first DESC LIMIT 1
"""
_APPEND = (
    "INSERT INTO change (seq, op, hash, rec, act, did, base, form, salt, body, wall, who, before, reason) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = """
    SELECT c.seq, c.rec, c.form, c.wall, c.who, c.act, c.did, c.before, c.body, c.reason,
           (SELECT batch FROM receipt r WHERE r.upto >= c.seq ORDER BY r.upto LIMIT 1) AS receipt
    FROM change c
"""


def _change(row: Row) -> Change:
    body = json.loads(row["body"])
    before = json.loads(row["before"]) if row["before"] else {}
    after = body["set"] | body.get("person", {})
    it = (row["seq"], row["rec"], row["form"], row["wall"], row["who"], row["act"], row["did"])
    return Change(*it, before, after, row["reason"], row["receipt"])
