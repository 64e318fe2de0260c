"""The two background lanes of the window, each one thread; results return on one queued signal."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from desktop.work.desk import Desk
from desktop.work.lanes import Job
from forms.problem import Problem

T = TypeVar("T")
log = logging.getLogger(__name__)


class ThreadLanes(QObject):
    """``desktop.work.lanes.Lanes`` over two threads.

    ``open`` and ``close`` bracket one unlocked stretch of work: results of steps begun in an
    earlier stretch are dropped, for the screen that asked may show another person's work.
    """

    _arrived = Signal(object)

    def __init__(self, tell: Callable[[Problem], None]) -> None:
        super().__init__()
        self._tell = tell
        self._desk: Desk | None = None
        self._stretch = 0
        self._store = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="slow")
        self._jobs: set[Job] = set()
        self._arrived.connect(_call, Qt.ConnectionType.QueuedConnection)

    def open(
        self,
        opener: Callable[[], Desk],
        then: Callable[[], None],
        failed: Callable[[Problem], None],
    ) -> None:
        """Open a desk in the store lane; later steps work at it."""

        def step() -> None:
            self._desk = opener()

        self._stretch += 1
        self._begin(self._store, step, lambda _: then(), failed)

    def close(self) -> None:
        """Stop slow jobs, finish what the store lane has begun, close the store. Blocks until it is shut."""
        self.forget()
        self._store.submit(self._shut).result()

    def forget(self) -> None:
        """Whoever asked is gone: stop slow jobs and drop every result that is still to come."""
        for job in tuple(self._jobs):
            job.cancel()
        self._stretch += 1

    def stop(self) -> None:
        """Close and end both threads."""
        self.close()
        self._slow.shutdown(wait=True)
        self._store.shutdown(wait=True)

    def store(
        self,
        step: Callable[[Desk], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        self._begin(self._store, lambda: step(self._open_desk()), then, failed)

    def slow(
        self,
        step: Callable[[Job], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Callable[[Problem], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        stretch = self._stretch

        def tell(done: int, total: int) -> None:
            if progress is not None:
                self._arrived.emit(lambda: self._stretch == stretch and progress(done, total))

        job = Job(tell)
        self._jobs.add(job)

        def run() -> T:
            try:
                return step(job)
            finally:
                self._jobs.discard(job)

        self._begin(self._slow, run, then, failed)
        return job

    def ask(self, step: Callable[[Desk], T]) -> T:
        return self._store.submit(lambda: step(self._open_desk())).result()

    def _open_desk(self) -> Desk:
        if self._desk is None:
            raise Problem("store.not_set_up")
        return self._desk

    def _shut(self) -> None:
        if self._desk is not None:
            self._desk.store.close()
            self._desk = None

    def _begin(
        self,
        pool: ThreadPoolExecutor,
        step: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Problem], None] | None,
    ) -> None:
        stretch = self._stretch

        def deliver(call: Callable[[], object]) -> None:
            self._arrived.emit(lambda: self._stretch == stretch and call())

        def run() -> None:
            try:
                result = step()
            except Problem as problem:
                deliver(partial(failed or self._tell, problem))
            except Exception:
                log.exception("a background step failed")
                deliver(lambda: (failed or self._tell)(Problem("bug")))
            else:
                deliver(lambda: then(result))

        pool.submit(run)


def _call(call: Callable[[], object]) -> None:
    call()
