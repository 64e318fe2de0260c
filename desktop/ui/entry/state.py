"""A form as it stands on the screen, as one value."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "section",  # a group, or questions outside any group
    "line",  # one line of text, or a number
    "area",
    "date",
    "time",
    "moment",  # a date and a time
    "radios",
    "likert",  # choices beside each other, their words beneath
    "stars",
    "slider",
    "combo",
    "search",  # a long list, searched
    "chips",
    "ticks",
    "rank",
    "matrix",  # questions with the same choices, one beneath the other; its items are its rows
    "record",
    "consent",
    "file",
    "tick",
    "told",  # a note, or what is calculated
    "rows",  # a repeat; its items are rows
    "row",
]
SHORT = ("line", "date", "time", "combo", "search")  # two of these stand side by side


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers a range goes through."""

    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True)
class Item:
    """One question, section, repeat or row.

    ``label`` and ``hint`` are plain words; ``rich`` and ``rich_hint`` the same as safe HTML where markup says more.
    ``look`` tells apart how one kind is drawn (`desktop.ui.entry.kinds`). ``text`` is what stands in a field or is
    told; ``chosen`` the names of choices that are on; ``words``, ``second`` and ``plate`` name the record, file or
    consent an answer refers to. ``columns``: 0 as many as fit, -1 one after the other. ``nothing``: why there is
    nothing to choose. ``items`` lie within.
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
    rich: str = ""
    rich_hint: str = ""
    guidance: str = ""
    look: frozenset[str] = frozenset()
    columns: int = 0
    nothing: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A record offered under a field."""

    rec: str
    title: str
    second: str
    plate: str


@dataclass(frozen=True, slots=True)
class EntryState:
    """``faults``: path and words, for the summary; ``matches``: what was found for the field at ``searched``.

    ``languages``: those of the form, if there are several; ``language`` the one it is drawn in.
    """

    items: tuple[Item, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    searched: str = ""
    matches: tuple[Match, ...] = ()
    languages: tuple[Option, ...] = ()
    language: str = ""
