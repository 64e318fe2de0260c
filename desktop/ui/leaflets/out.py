"""How a leaflet leaves the program: as a PDF, or on a printer. No Qt."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from desktop.leaflets.leaflet import Leaflet
from desktop.leaflets.preflight import Finding, check
from desktop.work import leaflets as work
from desktop.work.changed import Changed
from desktop.work.desk import Clock
from desktop.work.lanes import Job, Lanes
from desktop.work.leaflets import Draft
from forms.problem import Problem
from resources.words import _

Send = Callable[[bytes, tuple[int, ...], Job], None]


class WaysOut:
    """Nothing goes out that the preflight stops: the very leaflet is checked again, whatever the list shows.

    ``draft()`` is the leaflet as it is now; ``checked`` hears the findings; ``printing`` hears how many pages
    of how many were sent, and None at the end.
    """

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        draft: Callable[[], Draft | None],
        copies_fault: Callable[[], str],
        checked: Callable[[Leaflet, tuple[Finding, ...]], None],
        printing: Callable[[tuple[int, int] | None], None],
        tell: Callable[[Problem], None],
        said: Callable[[str, Changed], None],
        focus: Callable[[str], None],
        ask_file: Callable[[str], None],
        ask_printer: Callable[[Draft], None],
    ) -> None:
        self._lanes, self._clock = lanes, clock
        self._draft, self._copies_fault = draft, copies_fault
        self._checked, self._printing = checked, printing
        self._tell, self._said, self._focus = tell, said, focus
        self._ask_file, self._ask_printer = ask_file, ask_printer
        self._job: Job | None = None
        self._busy = False

    def save(self) -> None:
        """Ask where to save the PDF, if nothing stops it."""
        self._proof(lambda draft: self._ask_file(work.file_name(draft, self._clock().date())))

    def save_to(self, path: Path) -> None:
        """Write the PDF where the person chose."""
        draft = self._draft()
        if draft is not None:
            self._lanes.slow(
                lambda job: work.save_pdf(path, work.pdf(draft)),
                lambda _none: self._note(draft, "pdf", _("Saved {name}").format(name=path.name)),
            )

    def print(self) -> None:
        """Ask for a printer, if nothing stops it."""
        self._proof(self._ask_printer)

    def print_with(self, send: Send) -> None:
        """Print with ``send``, which puts the pages of a PDF on the chosen printer one by one."""
        draft = self._draft()
        if draft is None or self._busy:
            return

        def step(job: Job) -> Job:
            send(work.pdf(draft), work.page_sources(draft), job)
            return job

        def done(job: Job) -> None:
            self._ended()
            if not job.cancelled:
                self._note(draft, "printer", _("Sent to the printer: {n} leaflets").format(n=draft.copies))

        def failed(problem: Problem) -> None:
            self._ended()
            self._tell(problem)

        self._busy = True
        self._printing((0, 0))
        self._job = self._lanes.slow(step, done, failed, lambda sent, total: self._printing((sent, total)))

    def stop_printing(self) -> None:
        """Send no more pages."""
        if self._job is not None:
            self._job.cancel()

    def _ended(self) -> None:
        self._busy = False
        self._printing(None)

    def _proof(self, then: Callable[[Draft], None]) -> None:
        draft = self._draft()
        if draft is None:
            return
        today = self._clock().date()

        def checked(found: tuple[Finding, ...]) -> None:
            self._checked(draft.leaflet, found)
            stops = sum(it.level == "stop" for it in found)
            if stops or self._copies_fault():
                self._tell(Problem("print.preflight", count=stops + bool(self._copies_fault())))
                self._focus("checks" if stops else "copies")
            elif draft == self._draft():
                then(draft)

        self._lanes.slow(lambda job: check(draft.leaflet, today), checked)

    def _note(self, draft: Draft, to: Literal["pdf", "printer"], words: str) -> None:
        self._lanes.store(
            lambda desk: work.printed(desk, draft, to), lambda changed: self._said(words, changed)
        )
