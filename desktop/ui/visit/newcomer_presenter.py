"""Decisions of the newcomer panel. No Qt."""

from collections.abc import Callable
from dataclasses import replace

from desktop.ui.visit import views
from desktop.ui.visit.state import NewcomerForm
from desktop.work import newcomers
from desktop.work.desk import Clock
from desktop.work.lanes import Lanes
from desktop.work.newcomers import Newcomer


class NewcomerPresenter:
    """A person met for the first time: a hint if they may be known, faults, and keeping them.

    ``home()`` tells hamlet and household of the visit; ``known(resident)`` takes over whoever was kept or
    recognised, ``nameless(age_band, sex)`` whoever wants no name kept.
    """

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[NewcomerForm | None], None],
        focus: Callable[[str], None],
        home: Callable[[], tuple[str, str]],
        known: Callable[[str], None],
        nameless: Callable[[str, str], None],
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._focus = focus
        self._home = home
        self._known = known
        self.nameless = nameless
        self._panel: NewcomerForm | None = None

    def open(self, person: Newcomer) -> None:
        """Show the panel with what is known so far."""
        self._draw(views.newcomer(person))
        self._focus("newcomer")

    def drop(self) -> None:
        """Nobody new after all."""
        self._draw(None)
        self._focus("person")

    def typed(self, person: Newcomer) -> None:
        """Something changed in the panel. A hint appears if somebody kept may be the same; it never blocks."""
        if self._panel is None:
            return
        self._draw(replace(self._panel, person=person))
        self._lanes.store(lambda desk: newcomers.twins(desk, person.name, person.birth_year), self._hint)

    def same(self, resident: str) -> None:
        """The hint was right."""
        self._panel = None
        self._known(resident)

    def give(self, person: Newcomer) -> None:
        """Keep the newcomer and go on with them, or say what is missing."""
        if self._panel is None:
            return
        if faults := views.newcomer_faults(person, self._clock().year):
            self._draw(replace(self._panel, faults=faults))
            self._focus("newcomer." + next(iter(faults)))
            return
        hamlet, household = self._home()
        asked = replace(person, hamlet=hamlet, household="" if person.house_no else household)
        self._lanes.store(
            lambda desk: newcomers.add(desk, asked), lambda changed: self.same(changed.rec or "")
        )

    def _hint(self, found: tuple[newcomers.Twin, ...]) -> None:
        if self._panel is None:
            return
        it = found[0] if found else None
        self._draw(replace(self._panel, hint=views.twin(it) if it else "", hint_rec=it.rec if it else ""))

    def _draw(self, panel: NewcomerForm | None) -> None:
        self._panel = panel
        self._show(panel)
