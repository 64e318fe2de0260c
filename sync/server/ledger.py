"""The province's books: every operation in order, acknowledged only when it is on the disk."""

from collections.abc import Callable
from datetime import datetime
from sqlite3 import Connection

from forms.problem import Problem
from sync.wire.batch import Batch
from sync.wire.chain import GENESIS
from sync.wire.messages import Ack, BatchAnswer, Held, Receipt

from .content import Check, absorb
from .database import Database

_GENERATION_BITS = 40
_MOST_HELD = 1000  # told in one answer, which the laptop reads only up to a size


class Ledger:
    """Takes batches. ``seed`` signs the receipts."""

    def __init__(self, database: Database, seed: bytes, check: Check, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._seed = seed
        self._check = check
        self._clock = clock

    def take(self, batch: Batch) -> BatchAnswer:
        """Keep a batch whose chain is proved, once, and answer every copy of it alike.

        A receipt says nothing but what is kept, so a repeated batch gets the same one, even while the first
        copy is still being written: one transaction waits for the other. After a gap the answer tells where
        the stream stands. Problem ``wire.fork`` when the batch continues another history than the one kept.
        """
        first, last = batch.first.seq, batch.last.seq
        with self._database.change() as db:
            ack = _watermark(db, batch.device, batch.epoch)
            if first > ack.seq + 1:
                return BatchAnswer(ack, SAFE, None, ())
            if batch.first.prev != _hash_at(db, batch.device, batch.epoch, first - 1):
                raise Problem("wire.fork")
            known = min(ack.seq, last)
            if known >= first and batch.operations[known - first].hash != _hash_at(
                db, batch.device, batch.epoch, known
            ):
                raise Problem("wire.fork")
            self._store(db, batch, known)
            receipt, held = self._receipt(db, batch.device, batch.epoch, first, last)
        return BatchAnswer(Ack(last, batch.last.hash), SAFE, receipt, held)

    def standing(self, device: str, epoch: str, after: int) -> tuple[Ack, Receipt | None, tuple[Held, ...]]:
        """Where a stream stands, and a receipt for what is kept of it beyond ``after``."""
        with self._database.change() as db:
            ack = _watermark(db, device, epoch)
            if ack.seq <= after:
                return ack, None, ()
            return ack, *self._receipt(db, device, epoch, after + 1, ack.seq)

    def generation(self) -> int:
        """The generation of the feed numbers; a restored server begins a new one."""
        return self._database.number("generation")

    def _store(self, db: Connection, batch: Batch, known: int) -> None:
        generation = db.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0]
        highest = db.execute("SELECT coalesce(max(gseq), 0) FROM operation").fetchone()[0]
        gseq = max(highest, generation << _GENERATION_BITS)
        now = self._clock().isoformat(timespec="milliseconds")
        for it in batch.operations:
            if it.seq <= known:
                continue
            gseq += 1
            where = (gseq, batch.device, batch.epoch, it.seq)
            what = (it.op, it.hash, it.rec, it.act, it.base, it.form, it.salt, it.body, now)
            db.execute("INSERT INTO operation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", where + what)
            absorb(db, batch.device, batch.epoch, it, gseq, self._check)

    def _receipt(
        self, db: Connection, device: str, epoch: str, first: int, last: int
    ) -> tuple[Receipt, tuple[Held, ...]]:
        hash, received_at = db.execute(
            "SELECT hash, received_at FROM operation WHERE device = ? AND epoch = ? AND seq = ?",
            (device, epoch, last),
        ).fetchone()
        held = db.execute(
            "SELECT seq, held.rec, reason, path FROM operation JOIN held USING (gseq)"
            " WHERE device = ? AND epoch = ? AND seq BETWEEN ? AND ? ORDER BY seq, reason, path LIMIT ?",
            (device, epoch, first, last, _MOST_HELD),
        )
        receipt = Receipt.signed(self._seed, device, epoch, first, last, hash, received_at)
        return receipt, tuple(Held(*row) for row in held)


SAFE = Ack(0, GENESIS)
"""What is inside a verified backup: nothing, for this server makes none. Laptops therefore drop nothing."""


def _watermark(db: Connection, device: str, epoch: str) -> Ack:
    row = db.execute(
        "SELECT seq, hash FROM operation WHERE device = ? AND epoch = ? ORDER BY seq DESC LIMIT 1",
        (device, epoch),
    ).fetchone()
    return Ack(*row) if row else Ack(0, GENESIS)


def _hash_at(db: Connection, device: str, epoch: str, seq: int) -> str:
    if seq == 0:
        return GENESIS
    row = db.execute(
        "SELECT hash FROM operation WHERE device = ? AND epoch = ? AND seq = ?", (device, epoch, seq)
    ).fetchone()
    return str(row[0])
