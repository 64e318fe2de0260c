"""How large a commune is made, and where its hamlets and households lie."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from desktop.work.desk import VIETNAM

from .ids import made_id

COMMUNE_CODE = "99001"  # no unit has it
SCENE = 3  # Thôn 3 is the hamlet of the pictures and of the tour
SCENE_HOUSES = 87
_YEAR = 365
_MOST_HOUSES = 999  # three digits of a household card


@dataclass(frozen=True, slots=True)
class Scale:
    """``hamlets`` are numbers; ``households`` and ``sessions`` (a year's) count the whole commune."""

    hamlets: tuple[int, ...]
    households: int
    sessions: int

    @staticmethod
    def of(records: int) -> "Scale":
        """A commune of about ``records`` records: a household, four residents and six sessions in each eleven.

        At most a million or so: a commune has 99 hamlets and a hamlet 999 household cards.
        """
        households = min(max(records // 11, SCENE_HOUSES), 99 * 900)
        hamlets = max(SCENE, min(99, households // 300))
        return Scale(tuple(range(1, hamlets + 1)), households, max(0, records - 5 * households))


TEAM = Scale((SCENE,), SCENE_HOUSES, 300)
COMMUNE = Scale(tuple(range(1, 16)), 5_000, 10_000)


@dataclass(frozen=True, slots=True)
class Hamlet:
    """``first`` is the index of its first household in the commune, ``houses`` how many it has."""

    number: int
    unit: str
    first: int
    houses: int
    sessions: int

    @property
    def name(self) -> str:
        return f"Thôn {self.number}"

    @property
    def is_scene(self) -> bool:
        return self.number == SCENE


@dataclass(frozen=True)
class Plan:
    """What every part of the generator needs to know. ``today`` is the last day anything happened."""

    scale: Scale
    seed: int
    today: date

    @property
    def start(self) -> date:
        """The day the registers were made; guidance began the next morning."""
        return self.today - timedelta(days=_YEAR)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment in Vietnam."""
        return datetime.combine(day, time(hour, minute), VIETNAM)

    def id(self, kind: str, number: int, at: datetime) -> str:
        return made_id(self.seed, kind, number, at)

    def back(self, days: int) -> date:
        """So many days before today; negative for days to come."""
        return self.today - timedelta(days=days)

    def unit(self, hamlet: int) -> str:
        """The unit id of a hamlet; 0 is the commune itself."""
        return f"hamlet:{COMMUNE_CODE}-{hamlet:02d}" if hamlet else f"commune:{COMMUNE_CODE}"

    @cached_property
    def hamlets(self) -> tuple[Hamlet, ...]:
        """All hamlets; Thôn 3 is as in the pictures whatever the scale, the others share the rest evenly."""
        others = len(self.scale.hamlets) - 1
        left = self.scale.households - SCENE_HOUSES
        sessions = max(0, self.scale.sessions - TEAM.sessions)
        made: list[Hamlet] = []
        first = rank = 0
        for number in self.scale.hamlets:
            if number == SCENE:
                share, work = SCENE_HOUSES, TEAM.sessions
            else:
                share = (left * (rank + 1)) // others - (left * rank) // others
                work = (sessions * (rank + 1)) // others - (sessions * rank) // others
                rank += 1
            made.append(Hamlet(number, self.unit(number), first, min(share, _MOST_HOUSES), work))
            first += share
        return tuple(made)

    def hamlet_of(self, household: int) -> Hamlet:
        """The hamlet a household lies in."""
        return self.hamlets[bisect_right([hamlet.first for hamlet in self.hamlets], household) - 1]
