"""Enrolment with the province, and sending what waits."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, Protocol, TypeVar

from desktop.store.outbox import Batch, Stream
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from forms.problem import Problem
from sync.client import Sent, Settings
from sync.client import enrol as enrol_with
from sync.client import send as send_to
from sync.client.outbox import Job
from sync.wire import keys
from sync.wire.chain import Operation
from sync.wire.messages import Enrolment

T = TypeVar("T")

_ENROLMENT, _SEED = "enrolment", "enrolment_seed"
CHANGED = Changed(frozenset({"outbox"}))


class Ask(Protocol):
    """``Lanes.ask``: run one step with the desk on the thread that owns the store, and wait for its result."""

    def __call__(self, step: Callable[[Desk], T], /) -> T: ...


class LaneOutbox:
    """The store's outbox for a sending that runs in another lane: each call is one short step of the store's.

    Between two calls the store is free, so whoever is at work saves and searches while the network is slow.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def stream(self) -> Stream:
        return self._ask(lambda desk: desk.store.outbox.stream())

    def pending(self, after: int, limit: int) -> Sequence[Operation]:
        return self._ask(lambda desk: desk.store.outbox.pending(after, limit))

    def hash_at(self, seq: int) -> str:
        return self._ask(lambda desk: desk.store.outbox.hash_at(seq))

    def begin_batch(self, first_seq: int, last_seq: int, size: int, *, now: datetime) -> Batch:
        return self._ask(lambda desk: desk.store.outbox.begin_batch(first_seq, last_seq, size, now=now))

    def end_batch(self, batch: str, state: Literal["refused", "failed"], *, now: datetime) -> None:
        self._ask(lambda desk: desk.store.outbox.end_batch(batch, state, now=now))

    def batches(self, limit: int = 50) -> Sequence[Batch]:
        return self._ask(lambda desk: desk.store.outbox.batches(limit))

    def acknowledge(self, batch: str, seq: int, digest: str, body: bytes, *, now: datetime) -> int:
        return self._ask(lambda desk: desk.store.outbox.acknowledge(batch, seq, digest, body, now=now))

    def begin_epoch(self, *, now: datetime) -> Stream:
        return self._ask(lambda desk: desk.store.outbox.begin_epoch(now=now))


def enrolment(desk: Desk) -> Enrolment | None:
    """The province this laptop is known to, or None."""
    kept = desk.store.meta.get(_ENROLMENT)
    return Enrolment.from_json(kept) if kept else None


def keep_enrolment(desk: Desk, made: Enrolment) -> Changed:
    """Keep an enrolment; it holds this laptop's private key, so it stays in the encrypted file."""
    with desk.store.together():
        desk.store.meta.set(_ENROLMENT, made.to_json())
        desk.store.meta.drop(_SEED)
    return CHANGED


def enrol(ask: Ask, url: str, code: str, job: Job, settings: Settings | None = None) -> Enrolment:
    """Make this laptop known to the province at ``url`` with a one-time code. Raises what the client raises."""
    device, seed = ask(_asking)
    made = enrol_with(url, code, device, job, settings, seed=seed)
    ask(lambda desk: keep_enrolment(desk, made))
    return made


def send(ask: Ask, job: Job, settings: Settings | None = None) -> Sent:
    """Send every change that waits; the store is asked step by step. Raises ``sync.not_enrolled``, ``sync.…``."""
    known = ask(enrolment)
    if known is None:
        raise Problem("sync.not_enrolled")
    return send_to(LaneOutbox(ask), known, job, settings)


def _asking(desk: Desk) -> tuple[str, bytes]:
    """This laptop's id and private key. The key is kept before it is used: a province that has taken the code,
    but whose answer was lost, takes it again from the same key only."""
    device = desk.store.outbox.stream().device
    if known := enrolment(desk):
        return device, known.seed
    kept = desk.store.meta.get(_SEED) or keys.to_text(keys.new_seed())
    desk.store.meta.set(_SEED, kept)
    return device, keys.to_bytes(kept, 32)
