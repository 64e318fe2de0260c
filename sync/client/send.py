"""Send what waits to the province; believe only a receipt that matches what was sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from forms.problem import Problem
from sync.wire.batch import MOST, fill
from sync.wire.messages import (
    BATCHES,
    SESSION,
    BatchAnswer,
    Confirmation,
    Enrolment,
    Held,
    Receipt,
    SessionAnswer,
    SessionRequest,
)
from sync.wire.strict import pack
from sync.wire.version import VERSION

from .outbox import Job, Outbox, Sent
from .settings import Settings

if TYPE_CHECKING:
    from .line import Line

T = TypeVar("T")


def send(outbox: Outbox, enrolment: Enrolment, job: Job, settings: Settings | None = None) -> Sent:
    """Send every waiting operation, oldest first, and record each receipt as it comes.

    Goes on where the province stands, whatever was lost on the way. It may be stopped at any moment: what
    has a receipt by then keeps it, and nothing leaves afterwards. Raises Problem ``sync.…``.
    """
    from .line import Line

    patience = settings or Settings()
    with Line(enrolment.url, job, patience).open() as line:
        sending = _Sending(outbox, enrolment, job, patience, line)
        sending.run()
    return Sent(sending.count, tuple(sending.receipts), tuple(sending.held))


@dataclass(slots=True)
class _Sending:
    """``at``: the last operation the province is known to have; ``token``: the session, ``""`` for none."""

    outbox: Outbox
    enrolment: Enrolment
    job: Job
    patience: Settings
    line: "Line"
    token: str = ""
    at: int = 0
    size: int = MOST
    renewed: bool = False
    count: int = 0
    receipts: list[Receipt] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def run(self) -> None:
        from .line import Cut, Refused, told

        failures = 0
        while not self.token or self.at < self.outbox.stream().tip_seq:
            try:
                if self.token:
                    self._hand_in()
                else:
                    self._open()
                    continue
                failures = 0
            except Cut as cut:
                if failures == len(self.patience.pauses):
                    raise Problem("sync.offline") from cut
                self.line.rest(self.patience.pauses[failures])
                failures, self.token, self.size = failures + 1, "", max(self.size // 2, 1)
            except Refused as refused:
                if refused.code == "wire.fork":
                    self._renew()
                elif refused.code == "wire.too_large" and self.size > 1:
                    self.size //= 2
                elif refused.code == "wire.session" and failures < len(self.patience.pauses):
                    failures, self.token = failures + 1, ""
                else:
                    raise told(refused) from refused

    def _open(self) -> None:
        stream = self.outbox.stream()
        asked = SessionRequest(VERSION, stream.device, stream.epoch, stream.acked_seq)
        answer = self._say(SESSION, pack(asked.plain()), SessionAnswer.read)
        if self.outbox.hash_at(answer.ack.seq) != answer.ack.hash:
            self._renew()
            return
        if answer.receipt:
            known = {it.last_seq: it.id for it in self.outbox.batches() if it.epoch == stream.epoch}
            receipt = answer.receipt
            batch = known.get(receipt.last) or self._parcel(receipt.first, receipt.last, 0)
            self._record(batch, Confirmation(receipt, answer.held), stream.acked_seq + 1, answer.ack.seq)
        self.token, self.at = answer.token, answer.ack.seq

    def _hand_in(self) -> None:
        from .line import Cut, Refused

        stream = self.outbox.stream()
        waiting = self.outbox.pending(self.at, self.size)
        parcel, data = fill(stream.device, stream.epoch, waiting, self.size)
        first, last = parcel.first.seq, parcel.last.seq
        self.job.tell(self.count, self.count + stream.tip_seq - self.at)
        batch = self._parcel(first, last, len(data))
        try:
            answer = self._say(BATCHES, data, BatchAnswer.read)
            if answer.receipt is None:
                raise Cut  # a gap: the province stands elsewhere than it said, so ask it anew
            self._record(batch, Confirmation(answer.receipt, answer.held), first, last)
        except Refused:
            self.outbox.end_batch(batch, "refused", now=self._now())
            raise
        except (Cut, Problem):
            self.outbox.end_batch(batch, "failed", now=self._now())
            raise
        self.at = last
        self.job.tell(self.count, self.count + stream.tip_seq - last)

    def _record(self, batch: str, told: Confirmation, first: int, last: int) -> None:
        """Take a receipt in if it is for exactly what was sent; otherwise nothing counts as sent."""
        receipt, stream = told.receipt, self.outbox.stream()
        try:
            receipt.check(self.enrolment.sign_key)
        except Problem as problem:
            raise Problem("sync.receipt") from problem
        if (receipt.device, receipt.epoch, receipt.first, receipt.last) != (
            stream.device,
            stream.epoch,
            first,
            last,
        ):
            raise Problem("sync.receipt")
        if receipt.hash != self.outbox.hash_at(last):
            self.outbox.begin_epoch(now=self._now())
            raise Problem("sync.receipt")
        self.count += self.outbox.acknowledge(batch, last, receipt.hash, told.to_json(), now=self._now())
        self.receipts.append(receipt)
        self.held += told.held

    def _renew(self) -> None:
        """The province knows another history of this laptop: a cloned disk or a restored backup (rule 2)."""
        if self.renewed:
            raise Problem("sync.receipt")
        self.outbox.begin_epoch(now=self._now())
        self.renewed, self.token, self.at = True, "", 0

    def _parcel(self, first: int, last: int, size: int) -> str:
        return self.outbox.begin_batch(first, last, size, now=self._now()).id

    def _say(self, path: str, body: bytes, read: Callable[[object], T]) -> T:
        from .line import Call

        return self.line.say(
            Call(path, body, self.enrolment.seed, self.enrolment.sign_key, self.token, path == BATCHES), read
        )

    def _now(self) -> datetime:
        return self.patience.clock()
