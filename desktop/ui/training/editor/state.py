"""All that the form of a class shows, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    label: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the roster who is not ticked among the members."""

    row: str
    name: str


@dataclass(frozen=True, slots=True)
class EditorState:
    """``texts`` are the typed answers by name, ``labels`` the form's own words for every question shown."""

    rec: str = ""
    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[Option, ...] = ()
    kind: str = ""
    hamlets: tuple[Option, ...] = ()
    hamlet: str = ""
    topics: tuple[Option, ...] = ()
    levels: tuple[Option, ...] = ()
    level: str = ""
    members: tuple[Option, ...] = ()
    people: tuple[Expected, ...] = ()
    expected: int = 0
    students: bool = False
    can_end: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    draft: str = ""
