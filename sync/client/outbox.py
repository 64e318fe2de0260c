"""What the client needs of the store and of the job it runs in, and what it tells afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sync.wire.chain import Operation
from sync.wire.messages import Held, Receipt

Fate = Literal["refused", "failed"]


class Stream(Protocol):
    """Where the outbox stands: numbers within the present epoch, 0 where there is none yet."""

    @property
    def device(self) -> str: ...
    @property
    def epoch(self) -> str: ...
    @property
    def tip_seq(self) -> int: ...
    @property
    def acked_seq(self) -> int: ...


class Parcel(Protocol):
    """A batch that left, or tried to."""

    @property
    def id(self) -> str: ...
    @property
    def epoch(self) -> str: ...
    @property
    def last_seq(self) -> int: ...


class Outbox(Protocol):
    """The operations of one laptop. Every call is one short transaction; the store's outbox is one."""

    def stream(self) -> Stream:
        """Where the present epoch stands."""

    def pending(self, after: int, limit: int) -> Sequence[Operation]:
        """At most ``limit`` operations of the present epoch with a number above ``after``, in order."""

    def hash_at(self, seq: int) -> str:
        """The hash of operation ``seq`` of the present epoch; GENESIS for 0, ``""`` if there is none."""

    def begin_batch(self, first_seq: int, last_seq: int, size: int, *, now: datetime) -> Parcel:
        """Note that ``size`` bytes are about to leave."""

    def end_batch(self, batch: str, state: Fate, *, now: datetime) -> None:
        """Note that a batch brought no receipt."""

    def batches(self, limit: int = 50) -> Sequence[Parcel]:
        """The last batches, newest first."""

    def acknowledge(self, batch: str, seq: int, digest: str, body: bytes, *, now: datetime) -> int:
        """Everything up to ``seq`` is with the province; how many are newly so.

        ``body`` is the ``Confirmation`` to keep, as JSON. Problem ``sync.receipt`` if ``digest`` is not the
        outbox's own hash at ``seq``.
        """

    def begin_epoch(self, *, now: datetime) -> Stream:
        """Number and link everything without a receipt anew, under a new random epoch."""


class Job(Protocol):
    """The background step a sending runs in."""

    @property
    def cancelled(self) -> bool:
        """Whether the person pressed Stop."""

    def tell(self, done: int, total: int) -> None:
        """Show how many of how many operations are with the province."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one sending brought about: ``count`` operations are newly with the province.

    ``held`` are those it keeps but a person must look at.
    """

    count: int
    receipts: tuple[Receipt, ...]
    held: tuple[Held, ...]
