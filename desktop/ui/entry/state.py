"""A form as it stands on the screen, as one value."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "section",  # a group, or questions outside any group
    "line",
    "area",
    "date",
    "radios",
    "scale",
    "combo",
    "chips",
    "ticks",
    "record",
    "consent",
    "file",
    "tick",
    "told",  # a note, or what is calculated
    "rows",  # a repeat; its items are rows
    "row",
]
SHORT = ("line", "date", "combo", "tick")  # two of these stand side by side


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question, section, repeat or row.

    ``text`` is what stands in a field or is told; ``chosen`` the names of choices that are on;
    ``words``, ``second`` and ``plate`` name the record, file or consent an answer refers to. ``items`` lie within.
    """

    path: str
    kind: Kind
    label: str
    hint: str = ""
    optional: bool = False
    shown: bool = True
    text: str = ""
    chosen: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    words: str = ""
    second: str = ""
    plate: str = ""
    photo: bool = False
    locked: bool = False
    fault: str = ""
    warning: str = ""
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A record offered under a field."""

    rec: str
    title: str
    second: str
    plate: str


@dataclass(frozen=True, slots=True)
class EntryState:
    """``faults``: path and words, for the summary; ``matches``: what was found for the field at ``searched``."""

    items: tuple[Item, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    searched: str = ""
    matches: tuple[Match, ...] = ()
