"""The outbox, as sync sees it: what waits, what the province has confirmed, and a new beginning (NGO-1 §2.3).

Numbers here are numbers within the epoch (1, 2, 3…), as they travel. Nothing is ever taken out of the
outbox: it is the history. What waits is what comes after the last receipt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from forms.problem import Problem
from sync.wire.chain import GENESIS, Operation, link, verify
from sync.wire.ids import new_id

from .file import File, Row
from .journal import stamp

State = Literal["sending", "acknowledged", "refused", "failed", "exported"]


@dataclass(frozen=True, slots=True)
class Stream:
    """Where this data file stands: its device and epoch, its last operation, the last one acknowledged, and the
    last one the province has in a verified backup. Where there is none yet: 0 and ``GENESIS``."""

    device: str
    epoch: str
    tip_seq: int
    tip_hash: str
    acked_seq: int
    acked_hash: str
    safe_seq: int


@dataclass(frozen=True, slots=True)
class Batch:
    """One parcel that left, or tried to; ``bytes`` as sent. Without ``finished_at`` its end is not known."""

    id: str
    epoch: str
    first_seq: int
    last_seq: int
    started_at: str
    finished_at: str | None
    bytes: int | None
    state: State
    receipt_at: str | None = None


class Outbox:
    """Every method is one short transaction; the network is never waited for inside one."""

    def __init__(self, file: File) -> None:
        self._file = file

    def stream(self) -> Stream:
        """Where this data file stands now."""
        epoch = self._epoch()
        first, acked = epoch["first"], epoch["acked"]
        tip = self._file.rows("SELECT coalesce(max(seq), 0) FROM change")[0][0]
        return Stream(
            epoch["device"],
            epoch["id"],
            max(tip - first + 1, 0),
            self._hash(tip, first),
            acked - first + 1,
            self._hash(acked, first),
            epoch["safe"] - first + 1,
        )

    def pending(self, after: int, limit: int) -> list[Operation]:
        """The operations numbered above ``after`` in this epoch, at most ``limit``. ``after`` may lie below
        what was acknowledged: a province restored from a backup is filled up again from here."""
        first = self._epoch()["first"]
        found = self._file.rows(f"{_SELECT} WHERE seq >= ? ORDER BY seq LIMIT ?", (first + after, limit))
        return list(_operations(found, first, self._hash(first + after - 1, first)))

    def hash_at(self, seq: int) -> str:
        """The hash at a number of this epoch, ``GENESIS`` at 0; ``""`` when there is no such number."""
        first = self._epoch()["first"]
        return self._hash(first + seq - 1, first)

    def waiting(self) -> dict[str, int]:
        """How many operations wait for a receipt, by form id."""
        sql = "SELECT form, count(*) AS n FROM change WHERE seq > ? GROUP BY form"
        counts: dict[str, int] = {}
        for row in self._file.rows(sql, (self._epoch()["acked"],)):
            kind = row["form"].rpartition("/")[0]
            counts[kind] = counts.get(kind, 0) + row["n"]
        return counts

    def begin_batch(self, first_seq: int, last_seq: int, size: int, *, now: datetime) -> Batch:
        """Note that a parcel is about to leave, before the first byte does."""
        it = Batch(new_id(), self._epoch()["id"], first_seq, last_seq, stamp(now), None, size, "sending")
        columns = "id, epoch, first_seq, last_seq, started_at, bytes, state"
        parts = (it.id, it.epoch, first_seq, last_seq, it.started_at, size, it.state)
        with self._file.transaction():
            self._file.run(f"INSERT INTO batch ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", parts)
        return it

    def end_batch(self, batch: str, state: State, *, now: datetime) -> None:
        """Note how a parcel fared. Exported to a USB stick is not acknowledged."""
        with self._file.transaction():
            self._file.run(
                "UPDATE batch SET state = ?, finished_at = ? WHERE id = ?", (state, stamp(now), batch)
            )

    def batches(self, limit: int = 50) -> tuple[Batch, ...]:
        """The last parcels, newest first."""
        sql = (
            "SELECT b.*, (SELECT min(received_at) FROM receipt r WHERE r.batch = b.id) AS receipt_at "
            "FROM batch b ORDER BY started_at DESC, id DESC LIMIT ?"
        )
        return tuple(Batch(**dict(row)) for row in self._file.rows(sql, (limit,)))

    def acknowledge(self, batch: str, seq: int, digest: str, body: bytes, *, now: datetime) -> int:
        """Take a receipt in: all up to ``seq`` is with the province. Returns how many are newly confirmed.

        ``body`` is the receipt as it came. Raises ``sync.receipt`` and changes nothing when our own hash at
        ``seq`` differs (protocol rule 2); sync then begins a new epoch. An old receipt changes nothing.
        """
        epoch = self._epoch()
        upto = epoch["first"] + seq - 1
        self._match(upto, epoch["first"], digest)
        newly: int = max(upto - epoch["acked"], 0)
        with self._file.transaction():
            if newly:
                columns = "upto, batch, seq, hash, received_at, body"
                parts = (upto, batch, seq, bytes.fromhex(digest), stamp(now), body)
                self._file.run(f"INSERT INTO receipt ({columns}) VALUES (?, ?, ?, ?, ?, ?)", parts)
                self._file.run("UPDATE epoch SET acked = ? WHERE first = ?", (upto, epoch["first"]))
            self._file.run(
                "UPDATE batch SET state = 'acknowledged', finished_at = ? "
                "WHERE epoch = ? AND last_seq <= ? AND state <> 'acknowledged'",
                (stamp(now), epoch["id"], seq),
            )
        return newly

    def keep_safe(self, seq: int, digest: str) -> None:
        """Note up to where the province holds us in a verified backup (rule 3). Raises ``sync.receipt``."""
        epoch = self._epoch()
        upto = epoch["first"] + seq - 1
        self._match(upto, epoch["first"], digest)
        with self._file.transaction():
            self._file.run("UPDATE epoch SET safe = max(safe, ?) WHERE first = ?", (upto, epoch["first"]))

    def receipts(self, limit: int = 50) -> list[Row]:
        """The last receipts as they came: ``batch, seq, hash, received_at, body``, newest first."""
        return self._file.rows("SELECT * FROM receipt ORDER BY upto DESC LIMIT ?", (limit,))

    def begin_epoch(self, *, now: datetime) -> Stream:
        """A new epoch: all that is not acknowledged is numbered and linked anew, with the same operation ids.

        For a cloned disk and a restored backup (rule 2).
        """
        old = self._epoch()
        first, device, epoch = old["acked"] + 1, old["device"], new_id()
        with self._file.transaction():
            if first == old["first"]:  # the old one has nothing confirmed in it: the new one takes its place
                self._file.run("DELETE FROM epoch WHERE first = ?", (first,))
            begin(self._file, first, epoch, device, stamp(now))
            self._relink(first, device, epoch)
        return self.stream()

    def _relink(self, first: int, device: str, epoch: str) -> None:
        prev, at = GENESIS, first
        while found := self._file.rows(f"{_SELECT} WHERE seq >= ? ORDER BY seq LIMIT 1000", (at,)):
            for row in found:
                content = (row["rec"], row["act"], row["base"], row["form"], row["salt"], row["body"])
                prev = link(prev, device, epoch, row["seq"] - first + 1, row["op"], *content)
                self._file.run("UPDATE change SET hash = ? WHERE seq = ?", (bytes.fromhex(prev), row["seq"]))
            at = found[-1]["seq"] + 1

    def broken_at(self) -> int | None:
        """The first change (its ``seq`` in the history) whose hash is not right; None when the chain holds.

        Reads everything: run it after a crash, a restore or on demand, not at every start.
        """
        epochs = self._file.rows("SELECT * FROM epoch ORDER BY first")
        ends = [*(epoch["first"] for epoch in epochs[1:]), None]
        for epoch, end in zip(epochs, ends, strict=True):
            cursor = self._file.run(
                f"{_SELECT} WHERE seq >= ? AND seq < coalesce(?, 9e18) ORDER BY seq", (epoch["first"], end)
            )
            wrong = verify(_operations(cursor, epoch["first"], GENESIS), epoch["device"], epoch["id"])
            if wrong is not None:
                return int(epoch["first"] + wrong - 1)
        return None

    def _epoch(self) -> Row:
        return self._file.rows("SELECT * FROM epoch ORDER BY first DESC LIMIT 1")[0]

    def _match(self, seq: int, first: int, digest: str) -> None:
        ours = self._hash(seq, first)
        if not ours or ours != digest:
            raise Problem("sync.receipt")

    def _hash(self, seq: int, first: int) -> str:
        if seq < first:
            return GENESIS if seq == first - 1 else ""
        row = self._file.row("SELECT hash FROM change WHERE seq = ?", (seq,))
        return row["hash"].hex() if row else ""


def begin(file: File, first: int, epoch: str, device: str, at: str | None) -> None:
    """Write the row of an epoch whose first change is ``first``; nothing of it is acknowledged."""
    sql = "INSERT INTO epoch (first, id, device, started_at, acked, safe) VALUES (?, ?, ?, ?, ?, ?)"
    file.run(sql, (first, epoch, device, at, first - 1, first - 1))


_SELECT = "SELECT seq, op, hash, rec, act, base, form, salt, body FROM change"


def _operations(found: Iterable[Row], first: int, prev: str) -> Iterator[Operation]:
    for row in found:
        here = row["hash"].hex()
        it = (
            row["op"],
            prev,
            here,
            row["rec"],
            row["act"],
            row["base"],
            row["form"],
            row["salt"],
            row["body"],
        )
        yield Operation(row["seq"] - first + 1, *it)
        prev = here
