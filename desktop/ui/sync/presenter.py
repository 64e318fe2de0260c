"""Decisions of the sync screen. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from urllib.parse import urlsplit

from desktop.ui.sync import views
from desktop.ui.sync.state import EnrolState, Outcome, SyncState
from desktop.work import parcels, sync
from desktop.work.changed import Changed
from desktop.work.desk import Clock
from desktop.work.lanes import Job, Lanes
from desktop.work.parcels import Content, Outbox
from forms.problem import Problem
from resources.words import _
from sync.client import Settings

_READ_AFTER = 1.0  # seconds between two readings while sending: with many records a reading takes its time
_FIELDS = {"sync.insecure": "url", "sync.code": "code", "wire.too_many": "code"}


class SyncPresenter:
    """Enrols, sends, stops; reads the outbox anew after every step of it.

    ``show(state)`` draws; ``changed`` tells the window that receipts came; ``enrolled`` that the province
    knows this laptop; ``ended`` that a sending is over.
    """

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[SyncState], None],
        changed: Callable[[Changed], None],
        enrolled: Callable[[], None],
        ended: Callable[[], None],
        settings: Settings | None = None,
        timer: Callable[[], float] = monotonic,
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show, self._changed, self._enrolled, self._ended = show, changed, enrolled, ended
        self._settings = settings or Settings(clock=clock)
        self._timer = timer
        self._state = SyncState()
        self._outbox: Outbox | None = None
        self._outcome: Outcome | None = None
        self._job: Job | None = None
        self._busy = self._stopping = False
        self._since: int | None = None
        self._part = (0, 0)
        self._began = self._heard_at = self._guess = self._read_at = 0.0
        self._wanted = ""  # the batch a person chose; "" follows the newest
        self._content: Content | None = None

    # reading

    def reload(self) -> None:
        """Read the outbox anew."""
        since, self._read_at = self._since, self._timer()
        self._lanes.store(lambda desk: parcels.outbox(desk, since), self._loaded)

    def _loaded(self, it: Outbox) -> None:
        self._outbox = it
        keys = [parcel.id for parcel in it.parcels]
        if self._wanted not in keys:
            self._wanted = ""
        self._open(self._wanted or next(iter(keys), ""))
        self._redraw()

    def chose(self, parcel: str) -> None:
        """A person opened a batch."""
        self._wanted = parcel
        self._open(parcel)

    def _open(self, parcel: str) -> None:
        if not parcel:
            self._content = None
            return

        def opened(it: Content | None) -> None:
            self._content = it
            self._redraw()

        self._lanes.store(lambda desk: parcels.content(desk, parcel), opened)

    # enrolling

    def enrol(self, url: str, code: str) -> None:
        """Make this laptop known to the province: both were typed, the button pressed."""
        if self._busy:
            return
        address, faults = _address(url), {}
        if not address:
            faults["url"] = _("Enter the address, for example https://tinh.example.vn")
        if not code:
            faults["code"] = _("Enter the code the officer gave you")
        held = self._state.enrol or EnrolState()
        self._put(EnrolState(address or url, code, busy=not faults, faults=faults, waiting=held.waiting))
        if faults:
            return
        self._busy, self._stopping = True, False
        ask, settings = self._lanes.ask, self._settings
        job = self._lanes.slow(
            lambda job: sync.enrol(ask, address, code, job, settings),
            lambda _: self._known(),
            lambda problem: self._unknown(problem),
        )
        self._job = job if self._busy else None

    def _known(self) -> None:
        self._busy, self._job = False, None
        self._outcome = None
        self._put(None)
        self._since = None
        self.reload()
        self._changed(sync.CHANGED)
        self._enrolled()

    def _unknown(self, problem: Problem) -> None:
        self._busy, self._job = False, None
        held = self._state.enrol or EnrolState()
        if problem.code == "sync.cancelled":
            outcome = Outcome("warn", _("Connecting was stopped."), _("The same code can be tried again."))
            self._put(replace(held, busy=False, stopping=False, outcome=outcome))
        elif name := _FIELDS.get(problem.code):
            self._put(replace(held, busy=False, stopping=False, faults={name: str(problem)}))
        else:
            self._put(replace(held, busy=False, stopping=False, outcome=views.told(problem)))

    # sending

    @property
    def sending(self) -> bool:
        """Whether a sending is under way."""
        return self._busy and self._outbox is not None and self._outbox.server is not None

    def send(self) -> None:
        """Send all that waits."""
        if self._busy or self._outbox is None or self._outbox.server is None:
            return
        self._busy, self._stopping, self._outcome = True, False, None
        self._since = self._outbox.upto
        self._part = (0, self._outbox.waiting)
        self._began = self._heard_at = self._timer()
        self._guess = self._outbox.seconds
        self._redraw()
        ask, settings = self._lanes.ask, self._settings
        job = self._lanes.slow(
            lambda job: sync.send(ask, job, settings),
            lambda _: self._finished(None),
            self._finished,
            self._moved,
        )
        self._job = job if self._busy else None

    def stop(self) -> None:
        """Stop what is under way; what has a receipt keeps it, and nothing leaves afterwards."""
        if self._job is None or self._stopping:
            return
        self._stopping = True
        self._job.cancel()
        if self._state.enrol is not None:
            self._put(replace(self._state.enrol, stopping=True))
        else:
            self._redraw()

    def tick(self) -> None:
        """A second has passed while sending: the guess of what is left is drawn anew."""
        if self.sending:
            self._redraw()

    def _moved(self, done: int, total: int) -> None:
        if not self._busy:
            return
        if done != self._part[0]:
            self._heard_at = self._timer()
            elapsed = self._heard_at - self._began
            self._guess = elapsed / done * (total - done) if done else self._guess
        self._part = (done, total)
        self._redraw()
        if self._timer() - self._read_at > _READ_AFTER:
            self.reload()

    def _finished(self, problem: Problem | None) -> None:
        self._job = None
        since = self._since

        def settled(it: Outbox) -> None:
            self._busy = False
            self._outcome = views.done(it) if problem is None else views.failed(problem, it)
            self._loaded(it)
            self._changed(sync.CHANGED)
            self._ended()

        def unread(other: Problem) -> None:
            self._busy = False
            self._outcome = views.told(problem or other)
            self._redraw()

        self._lanes.store(lambda desk: parcels.outbox(desk, since), settled, unread)

    # drawing

    def left(self) -> None:
        """The screen goes out of view: what the last sending brought is told once."""
        if not self._busy:
            self._since = self._outcome = None

    def _put(self, enrol: EnrolState | None) -> None:
        self._state = replace(self._state, enrol=enrol)
        self._show(self._state)

    def _redraw(self) -> None:
        it = self._outbox
        if it is None:
            return
        subtitle = views.subtitle(it, self._clock().date())
        if it.server is None:
            self._state = SyncState(subtitle, enrol=views.enrolling(it, self._state.enrol))
        else:
            self._state = self._drawn(it, subtitle)
        self._show(self._state)

    def _drawn(self, it: Outbox, subtitle: str) -> SyncState:
        assert it.server is not None
        if self._busy:
            top = views.under_way(it, self._part, self._left(), self._stopping)
        else:
            top = views.at_rest(it, self._outcome)
        total, size = sum(kind.count for kind in it.kinds), sum(kind.bytes for kind in it.kinds)
        return SyncState(
            subtitle,
            None,
            top,
            tuple(views.kind(kind, self._busy) for kind in it.kinds),
            _("{count} records  ·  {size}").format(count=views.number(total), size=views.size(size)),
            tuple(views.parcel(parcel, self._busy) for parcel in it.parcels),
            _("{n} batches this month").format(n=it.this_month),
            tuple(views.returned(one) for one in it.returned),
            views.content(self._content) if self._content else None,
            views.server(it.server),
        )

    def _left(self) -> float | None:
        rest = self._guess - (self._timer() - self._heard_at)
        return rest if rest > 0 else None


def _address(typed: str) -> str:
    """The address with its scheme, https where none was typed; ``""`` if it cannot be one."""
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return ""
    return address if named and not any(it.isspace() for it in address) else ""
