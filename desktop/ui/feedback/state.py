"""All that the feedback screen shows, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["ok", "warn", "error", "info", "neutral"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """One matter in the list: two lines, when the answer is due, and how it came in."""

    rec: str
    title: str
    second: str
    badge: str
    tone: Tone
    badge_icon: str
    came: str
    came_icon: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry of the journal; ``old`` and ``new`` where one short answer changed."""

    title: str
    second: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a step. ``value`` is a choice name, words, or a date as dd/MM/yyyy."""

    name: str
    label: str
    kind: Literal["choice", "text", "date"]
    value: str
    hint: str = ""
    optional: bool = False
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What the step to ``target`` asks before it can be taken."""

    target: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """One matter. ``step`` counts from 0, -1 when it was not accepted; ``next`` is the state the primary leads to."""

    rec: str
    title: str
    badge: str
    tone: Tone
    badge_icon: str
    steps: tuple[str, ...]
    step: int
    quote: str
    plate: str
    who: str
    contact: str
    facts: tuple[tuple[str, str], ...]
    journal: tuple[JournalLine, ...]
    answer: str
    ask_rating: str
    rating: str
    next: str = ""
    next_label: str = ""
    next_digit: int = 0
    ask: Ask | None = None
    declined: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    kept: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who said it, once chosen."""

    rec: str
    household: str
    plate: str
    title: str
    second: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """The panel for a new matter: answers by name, choices by question, and who said it."""

    values: Mapping[str, str]
    choices: Mapping[str, tuple[Option, ...]]
    methods: tuple[Option, ...]
    person: Person | None = None
    found: tuple[Person, ...] = ()
    needs_method: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    kept: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackState:
    """``tab`` counts from 0 (-1: those not accepted); ``none`` is (title, reason) when the list is empty."""

    counts: tuple[tuple[int, str], ...] = ()
    tab: int = 1
    total: int = 0
    text: str = ""
    kinds: tuple[Option, ...] = ()
    kind: str = ""
    declined: int = 0
    cards: tuple[CardLine, ...] = ()
    more: bool = False
    none: tuple[str, str] = ("", "")
    empty: bool = False
    detail: Detail | None = None
    fresh: Fresh | None = None
