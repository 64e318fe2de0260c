"""All that the session list shows, as one value."""

from dataclasses import dataclass, field

from desktop.work.story import Step
from desktop.work.visit_list import Filter


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, removable."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One session, open. ``facts`` are label and words; the result has its tone."""

    rec: str
    plate: str
    title: str
    second: str
    facts: tuple[tuple[str, str], ...]
    result: str
    tone: str
    icon: str
    steps: tuple[Step, ...]
    version: int
    resident: str
    household: str


@dataclass(frozen=True, slots=True)
class VisitsState:
    """The list itself lives in the model; this is what stands around it."""

    where: Filter = field(default_factory=Filter)
    chosen: tuple[Chosen, ...] = ()
    hamlets: tuple[tuple[str, str], ...] = ()
    months: tuple[tuple[str, str], ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    detail: Detail | None = None
    empty: bool = False
    nothing_found: bool = False
