"""An outbox in memory, the store's shape without its file, and a job that can be stopped."""

import json
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from forms.problem import Problem
from sync.client import Settings, enrol, send
from sync.wire.chain import GENESIS, Operation, link
from sync.wire.ids import new_id
from sync.wire.messages import Confirmation, Enrolment

QUICK = Settings(connect=2, read=3, total=5, pauses=(0.05, 0.1))


@dataclass(frozen=True)
class At:
    device: str
    epoch: str
    tip_seq: int
    acked_seq: int


@dataclass
class Parcel:
    id: str
    epoch: str
    first_seq: int
    last_seq: int
    size: int
    state: str = "sending"


@dataclass
class Stoppable:
    cancelled: bool = False
    told: list[tuple[int, int]] = field(default_factory=list)

    def tell(self, done: int, total: int) -> None:
        self.told.append((done, total))


class Memory:
    def __init__(self, device: str | None = None) -> None:
        self.device, self.epoch, self.acked = device or new_id(), new_id(), 0
        self.operations: list[Operation] = []
        self.parcels: list[Parcel] = []
        self.kept: list[bytes] = []

    def write(
        self,
        answers: dict[str, object] | None = None,
        *,
        rec: str | None = None,
        form: str = "satisfaction_survey/0",
        act: str = "put",
        base: int = 0,
        body: bytes | None = None,
        op: str | None = None,
    ) -> str:
        rec = rec or new_id()
        if body is None:
            body = json.dumps({"at": "", "by": "", "set": answers or {}}, ensure_ascii=False).encode()
        self._link(op or new_id(), rec, act, base, form, os.urandom(16), body)
        return rec

    def _link(self, op, rec, act, base, form, salt, body) -> None:
        seq, prev = len(self.operations) + 1, self.hash_at(len(self.operations))
        own = link(prev, self.device, self.epoch, seq, op, rec, act, base, form, salt, body)
        self.operations.append(Operation(seq, op, prev, own, rec, act, base, form, salt, body))

    def stream(self) -> At:
        return At(self.device, self.epoch, len(self.operations), self.acked)

    def pending(self, after: int, limit: int) -> Sequence[Operation]:
        return self.operations[after : after + limit]

    def hash_at(self, seq: int) -> str:
        if seq == 0:
            return GENESIS
        return self.operations[seq - 1].hash if seq <= len(self.operations) else ""

    def begin_batch(self, first_seq: int, last_seq: int, size: int, *, now: datetime) -> Parcel:
        self.parcels.append(Parcel(new_id(), self.epoch, first_seq, last_seq, size))
        return self.parcels[-1]

    def end_batch(self, batch: str, state: str, *, now: datetime) -> None:
        next(it for it in self.parcels if it.id == batch).state = state

    def batches(self, limit: int = 50) -> Sequence[Parcel]:
        return self.parcels[::-1][:limit]

    def acknowledge(self, batch: str, seq: int, digest: str, body: bytes, *, now: datetime) -> int:
        if self.hash_at(seq) != digest:
            raise Problem("sync.receipt")
        next(it for it in self.parcels if it.id == batch).state = "acknowledged"
        newly, self.acked = max(seq - self.acked, 0), max(seq, self.acked)
        self.kept.append(body)
        return newly

    def begin_epoch(self, *, now: datetime) -> At:
        waiting = self.operations[self.acked :]
        self.epoch, self.acked, self.operations = new_id(), 0, []
        for it in waiting:
            self._link(it.op, it.rec, it.act, it.base, it.form, it.salt, it.body)
        return self.stream()

    def confirmations(self) -> list[Confirmation]:
        return [Confirmation.from_json(body) for body in self.kept]


def enrolled(province, outbox: Memory, url: str | None = None) -> Enrolment:
    return enrol(url or province.url, province.new_code("thon-3"), outbox.device, Stoppable(), QUICK)


def try_to_send(outbox, enrolment: Enrolment, settings: Settings = QUICK) -> str:
    """Send over a bad line; the code of the problem, or ``""``."""
    try:
        send(outbox, enrolment, Stoppable(), settings)
    except Problem as problem:
        return problem.code
    return ""


def rows(province_home: Path, sql: str) -> list[tuple]:
    with sqlite3.connect(province_home / "province.db") as db:
        found = db.execute(sql).fetchall()
    db.close()
    return found
