"""One job at a time in the slow lane: begun, told of, stopped, forgotten. No Qt."""

from collections.abc import Callable
from typing import TypeVar

from desktop.work.lanes import Job, Lanes
from forms.problem import Problem

T = TypeVar("T")
U = TypeVar("U")


class Running:
    """``moved(done, total)`` hears how far the job is."""

    def __init__(self, lanes: Lanes, moved: Callable[[int, int], None] = lambda done, total: None) -> None:
        self._lanes, self._moved = lanes, moved
        self._turn = 0
        self._job: Job | None = None
        self.busy = False

    def run(
        self, step: Callable[[Job], T], done: Callable[[T], None], failed: Callable[[Problem], None]
    ) -> None:
        """Begin ``step``; one of ``done`` and ``failed`` hears its outcome, unless it is forgotten by then."""
        self._turn += 1
        turn, self.busy = self._turn, True

        def moved(so_far: int, total: int) -> None:
            if self.busy and turn == self._turn:
                self._moved(so_far, total)

        def ended(then: Callable[[U], None]) -> Callable[[U], None]:
            def heard(outcome: U) -> None:
                if turn == self._turn:
                    self.busy = False
                    then(outcome)

            return heard

        job = self._lanes.slow(step, ended(done), ended(failed), moved)
        if turn == self._turn:
            self._job = job

    def stop(self) -> None:
        """Ask it to end; its outcome is still heard."""
        if self._job is not None:
            self._job.cancel()

    def forget(self) -> None:
        """Ask it to end and hear no more of it."""
        self.stop()
        self._turn += 1
        self.busy = False


def telling(job: Job) -> Callable[[int, int], bool]:
    """What a step calls with done and total; False: it was asked to end."""

    def tell(done: int, total: int) -> bool:
        job.tell(done, total)
        return not job.cancelled

    return tell
