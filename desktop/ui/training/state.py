"""All that the list of classes and the attendance screen show, as values."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["ok", "warn", "error", "info", "neutral"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as a badge."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of the list."""

    rec: str
    day: str
    hours: str
    title: str
    place: str
    whom: str
    registered: str
    there: str
    mark: Mark
    counted: bool  # a class of pupils: numbers only, no roster to mark


@dataclass(frozen=True, slots=True)
class ListState:
    """``reason`` says from real data why a class is due; ``repeat`` is the day of the class to repeat."""

    rows: tuple[ClassRow, ...] = ()
    upcoming: bool = True
    ended: int = 0
    reason: str = ""
    repeat: str = ""
    repeat_rec: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the roster, in words."""

    row: str
    name: str
    organisation: str
    mark: Mark
    there: bool
    arrived: str
    pre: str
    post: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the last scan came to. The name is the biggest thing on the screen."""

    title: str
    second: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody the typed words may mean: ``key`` is handed back to the presenter."""

    key: str
    title: str
    second: str
    plate: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the roster with its count."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class AttendanceState:
    """``typed`` goes back into the scan box where it needs another look; ``offer`` is a name not on the roster."""

    rec: str = ""
    title: str = ""
    subtitle: str = ""
    kind: str = ""
    result: Result | None = None
    can_undo: bool = False
    earlier: str = ""
    there: int = 0
    registered: int = 0
    tabs: tuple[Tab, ...] = ()
    tab: str = "all"
    lines: tuple[Line, ...] = ()
    selected: str = ""
    typed: str = ""
    matches: tuple[Match, ...] = ()
    offer: str = ""
    ended: bool = False
    adding: str | None = None
    candidates: tuple[Match, ...] = ()
