"""The frame's own facts: where, who, what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from desktop.work import status, undo
from desktop.work.changed import Changed
from desktop.work.desk import Clock
from desktop.work.lanes import Lanes
from resources.words import _

Tone = Literal["ok", "warn", "error", "info", "neutral"]


@dataclass(frozen=True, slots=True)
class ShellState:
    """``counts``: rail item → what waits there and how pressing it is."""

    where: str
    person: str
    counts: dict[str, tuple[int, Tone]]
    icon: str
    left: str
    right: str


class ShellPresenter:
    """Keeps rail counts and status bar true."""

    def __init__(self, lanes: Lanes, clock: Clock, show: Callable[[ShellState], None]) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show = show

    def reload(self) -> None:
        """Read everything anew; called after every write."""
        self._lanes.store(status.status, lambda it: self._show(_state(it)))

    def undo(self, changed: Changed, then: Callable[[Changed], None]) -> None:
        """Take ``changed`` back."""
        self._lanes.store(lambda desk: undo.undo(desk, changed), then)


def _state(it: status.Status) -> ShellState:
    where = " · ".join(part for part in (it.hamlet, it.commune[:1].lower() + it.commune[1:]) if part)
    waiting = (
        _("{count} records waiting to be sent").format(count=it.waiting)
        if it.waiting
        else _("Everything is sent")
    )
    if not it.enrolled:
        waiting = _("{count} records on this machine, not enrolled yet").format(count=it.waiting)
    return ShellState(
        where,
        it.person,
        {"feedback": (it.overdue, "error"), "sync": (it.waiting if it.enrolled else 0, "neutral")},
        "hard-drive",
        _("Everything is saved on this machine, encrypted"),
        "  ·  ".join((waiting, _("Ctrl+/ shortcuts"))),
    )
