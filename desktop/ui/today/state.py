"""All that the first screen shows, as one value."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Tone = Literal["ok", "warn", "error", "info", "neutral"]
Visit = Literal["visited", "waiting", "appointment", "absent"]


class Go(NamedTuple):
    """Where a button leads; the fields of a ``Place``."""

    screen: str
    rec: str | None = None
    form: str | None = None
    draft: str | None = None
    query: str = ""


_SETTINGS = Go("settings")


@dataclass(frozen=True, slots=True)
class Action:
    """A large tile: title, line beneath, where it leads."""

    title: str
    second: str
    go: Go


@dataclass(frozen=True, slots=True)
class Strip:
    """The last draft, or, once ``dropped``, the offer to bring it back."""

    head: str
    rest: str
    go: Go
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One line of work: a house number or else an icon, two lines, a badge, and the button that begins it."""

    plate: str
    icon: str
    tone: Tone
    title: str
    second: str
    badge: str
    badge_icon: str
    button: str
    go: Go


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A day of the week strip; ``done`` None is a day to come, ``key`` its ISO date."""

    key: str
    label: str
    done: int | None
    planned: int
    note: str
    today: bool


@dataclass(frozen=True, slots=True)
class HouseMark:
    """A house on the map."""

    rec: str
    plate: str
    visit: Visit


@dataclass(frozen=True, slots=True)
class AlleyLine:
    """An alley and its houses in walking order."""

    name: str
    houses: tuple[HouseMark, ...]


@dataclass(frozen=True, slots=True)
class HouseCard:
    """``figure`` of all houses were visited; ``more`` names the alleys that are not drawn. Empty: ``advice`` guides."""

    figure: str = ""
    words: str = ""
    alleys: tuple[AlleyLine, ...] = ()
    more: str = ""
    advice: str = ""
    button: str = ""
    go: Go = _SETTINGS


@dataclass(frozen=True, slots=True)
class MonthCard:
    """``of`` is 0 while the team has no target; then there is no bar and no badge."""

    title: str = ""
    note: str = ""
    figure: str = ""
    words: str = ""
    badge: str = ""
    tone: Tone = "ok"
    done: int = 0
    of: int = 0
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class ScamCard:
    """The warning of the week."""

    text: str
    source: str
    go: Go


@dataclass(frozen=True, slots=True)
class TodayState:
    """``idle`` stands in place of the tasks when there is nothing to do."""

    title: str = ""
    subtitle: str = ""
    actions: tuple[Action, Action, Action] | None = None
    strip: Strip | None = None
    tasks: tuple[Task, ...] = ()
    count: str = ""
    more: str = ""
    idle: tuple[str, str] = ("", "")
    week: tuple[WeekLine, ...] = ()
    houses: HouseCard = HouseCard()
    month: MonthCard = MonthCard()
    scam: ScamCard | None = None
