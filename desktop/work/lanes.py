"""Two single-thread lanes for background work, as presenters see them.

``store`` is the sole owner of the database; ``slow`` does network and paper. The window runs
them in threads (``desktop.ui.shell.lanes``); tests and the command line run each step at once.
"""

from collections.abc import Callable
from threading import Event
from typing import Protocol, TypeVar

from forms.problem import Problem

from .desk import Desk

T = TypeVar("T")


class Lanes(Protocol):
    """Where work runs. ``then`` and ``failed`` are called on the caller's own thread."""

    def store(
        self,
        step: Callable[[Desk], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Run ``step`` with the desk. Without ``failed`` a problem goes to the notices bar."""

    def slow(
        self,
        step: Callable[["Job"], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Callable[[Problem], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> "Job":
        """Run ``step`` with its job. Returns the job, whose ``cancel()`` is honoured by the step."""

    def ask(self, step: Callable[[Desk], T]) -> T:
        """From inside a slow step: run ``step`` in the store lane and wait for its result."""


class Job:
    """One slow step: the step calls ``tell(done, total)`` and checks ``cancelled``."""

    def __init__(self, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        self._progress = progress
        self._stop = Event()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()

    def tell(self, done: int, total: int) -> None:
        self._progress(done, total)


class Inline:
    """Lanes that run each step at once on the caller's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def store(
        self,
        step: Callable[[Desk], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        try:
            result = step(self._desk)
        except Problem as problem:
            if failed is None:
                raise
            failed(problem)
        else:
            then(result)

    def slow(
        self,
        step: Callable[[Job], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Callable[[Problem], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        job = Job(progress or (lambda done, total: None))
        self.store(lambda _: step(job), then, failed)
        return job

    def ask(self, step: Callable[[Desk], T]) -> T:
        return step(self._desk)
