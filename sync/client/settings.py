"""How patient the client is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


def wall_clock() -> datetime:
    """Now where this machine stands."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Settings:
    """Seconds to wait for a connection, for the next bytes, and for one whole answer; pauses before a new try.

    ``verify``: True for the system's certificates, or the path of a PEM file to trust instead.
    """

    connect: float = 8.0
    read: float = 30.0
    total: float = 90.0
    pauses: tuple[float, ...] = (0.5, 2.0)
    verify: bool | str = True
    clock: Callable[[], datetime] = wall_clock
