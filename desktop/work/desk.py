"""The desk: all that one function of work needs, handed in as its first argument."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from desktop.store import Store

VIETNAM = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh has had no daylight saving since 1975

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Now in Vietnam, aware."""
    return datetime.now(VIETNAM)


@dataclass(slots=True)
class Desk:
    """``store`` belongs to the store lane; ``who`` is the id of the member at work (a ``member`` record)."""

    store: Store
    who: str
    clock: Clock = wall_clock

    def today(self) -> str:
        """Today's date, ISO."""
        return self.clock().date().isoformat()
