"""Decisions of the first screen. No Qt."""

from collections.abc import Callable

from desktop.ui.today import views
from desktop.ui.today.state import Go, TodayState
from desktop.work import today, visits
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Lanes
from desktop.work.today import DraftHead, Today
from desktop.work.visits import Carried

# What the screen counts; anything else that changes is not seen here.
_SEEN = frozenset(
    {"guidance_session", "household", "resident", "feedback", "training_class", "member", "unit", "target"}
    | {"office", "draft"}
)


class TodayPresenter:
    """``show(state)`` draws; ``go(place)`` opens another screen."""

    def __init__(
        self, lanes: Lanes, clock: Clock, *, show: Callable[[TodayState], None], go: Callable[[Go], None]
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._go = go
        self._found: tuple[Today, Carried] | None = None
        self._dropped: DraftHead | None = None
        self._all_tasks = False

    def open(self) -> None:
        """Come into view: a draft thrown away earlier is gone for good."""
        self._dropped = None
        self._all_tasks = False
        self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        self._lanes.store(_read, self._arrived)

    def heard(self, changed: Changed) -> None:
        """Something was written: read anew if it is counted here."""
        if changed.kinds & _SEEN:
            self.reload()

    def drop_draft(self) -> None:
        """Throw the draft of the strip away; the strip then offers to bring it back."""
        if self._found is None or self._found[0].draft is None:
            return
        self._dropped = self._found[0].draft
        draft = self._dropped.draft.id
        self._lanes.store(lambda desk: today.drop_draft(desk, draft), lambda _: self.reload())

    def restore_draft(self) -> bool:
        """Bring back the draft thrown away last; False when there is none."""
        if self._dropped is None:
            return False
        draft, self._dropped = self._dropped.draft, None
        self._lanes.store(lambda desk: today.restore_draft(desk, draft), lambda _: self.reload())
        return True

    def show_all_tasks(self) -> None:
        """Show the tasks beyond the first few."""
        self._all_tasks = True
        self._draw()

    def house(self, household: str) -> None:
        """A house was pressed: open its household."""
        self._go(Go("records", rec=household, form="household"))

    def visit(self, household: str) -> None:
        """Enter on a house: begin a visit there."""
        self._go(Go("visit", rec=household, form="household"))

    def day(self, iso: str) -> None:
        """A day of the week strip was opened: its sessions."""
        self._go(Go("visits", query=iso))

    def _arrived(self, found: tuple[Today, Carried]) -> None:
        self._found = found
        self._draw()

    def _draw(self) -> None:
        if self._found is not None:
            it, carried = self._found
            now = self._clock().date()
            self._show(views.drawn(it, carried, now, dropped=self._dropped, all_tasks=self._all_tasks))


def _read(desk: Desk) -> tuple[Today, Carried]:
    return today.today(desk), visits.carried(desk)
