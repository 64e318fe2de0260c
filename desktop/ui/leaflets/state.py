"""All that the leaflet screen shows, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop.paper.pages import Picture

Level = Literal["stop", "warn", "ok"]
Deed = Literal["go", "rang", "settings", "ink", "page"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its value, its words, whether it is chosen and whether it can be."""

    value: str
    label: str
    on: bool = False
    free: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A faulty frame on the page: its box in mm, and the number it has in the list."""

    number: int
    level: Level
    field: str
    box: tuple[float, float, float, float]
    page: int


@dataclass(frozen=True, slots=True)
class Action:
    """What a button in the list does: go to a field, note a call, open Settings, turn the page …"""

    deed: Deed
    label: str
    name: str = ""  # accessible name, where the label alone says too little
    field: str = ""
    numbers: tuple[str, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the preflight. ``number`` is that of its mark, 0 for none; ``parts`` are numbers to ring."""

    level: Level
    text: str
    advice: str = ""
    number: int = 0
    action: Action | None = None
    parts: tuple[tuple[str, str, Action], ...] = ()  # title, second line, its action


@dataclass(frozen=True, slots=True)
class Step:
    """The words of one step; ``title`` is empty where the template prints none."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LeafletsState:
    """``texts``: field → words. ``stops`` is None while the page is being checked for the first time."""

    ready: bool = False
    template: str = ""
    title: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # fields this template does not print
    steps: tuple[Step, ...] = ()
    titled: bool = False
    can_add: bool = False
    can_remove: bool = False
    services: tuple[Option, ...] = ()
    service_hint: str = ""
    can_add_service: bool = False
    links: tuple[Option, ...] = ()
    own_link: bool = False
    languages: tuple[Option, ...] = ()
    hotlines: tuple[Option, ...] = ()
    hotline_hint: str = ""
    sizes: tuple[Option, ...] = ()
    black_and_white: bool = False
    compared: str = ""
    papers: tuple[Option, ...] = ()
    copies: str = ""
    copies_fault: str = ""
    starts: tuple[Option, ...] = ()
    sheets: str = ""
    turning: str = ""
    can_take_back: bool = False
    page: int = 0
    page_words: str = ""
    pages: int = 1
    pictures: tuple[Picture, ...] = ()
    marks: tuple[Mark, ...] = ()
    checks: tuple[Check, ...] = ()
    stops: int | None = None
    printing: tuple[int, int] | None = None
