"""What the gate shows: the unlock page, or the three steps of the first run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.ui.parts.tokens import Tone


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can open the data; ``role`` in words."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class UnlockState:
    """``wait``: seconds until the next try; ``tried`` grows with each wrong one; ``resume`` names no citizen."""

    people: tuple[Person, ...] = ()
    chosen: str = ""
    today: str = ""
    resume: str = ""
    busy: bool = False
    fault: str = ""
    wait: int = 0
    tried: int = 0
    forgotten: bool = False

    @property
    def name(self) -> str:
        return next((it.name for it in self.people if it.id == self.chosen), "")


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands in the fields of the first run, handed up as one draft."""

    role: str = ""
    name: str = ""
    hamlet: str = ""
    passphrase: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A commune to choose; ``second`` tells its province and what it was before."""

    code: str
    name: str
    second: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An invented person of the practice visit."""

    id: str
    name: str
    plate: str
    second: str


@dataclass(frozen=True, slots=True)
class PracticeState:
    """``task`` is what to do next; ``number`` (1–4) its plate, 0 when the visit is finished."""

    rows: tuple[Neighbour, ...] = ()
    person: Neighbour | None = None
    number: int = 1
    task: str = ""
    topics: tuple[tuple[str, str], ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    fault: str = ""

    @property
    def done(self) -> bool:
        return self.number == 0


@dataclass(frozen=True, slots=True)
class FirstRunState:
    """``step`` counts from 0; ``faults`` by field: role, name, commune, hamlet, passphrase, again.

    ``done``: the data is open, what was typed is to be forgotten.
    """

    step: int = 0
    provinces: tuple[tuple[str, str], ...] = ()
    province: str = ""
    commune: str = ""
    before: str = ""
    suggested: tuple[Suggested, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    strength: tuple[Tone, str] = ("neutral", "")
    officer: bool = False
    busy: bool = False
    done: bool = False
    problem: tuple[str, str] = ("", "")
    practice: PracticeState = PracticeState()
