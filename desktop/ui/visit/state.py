"""All that the visit screen shows, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.ui.entry.session_words import Option
from desktop.work.newcomers import Newcomer


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion, or one line of a list: key, house number, two lines."""

    key: str
    title: str
    second: str
    plate: str = ""


@dataclass(frozen=True, slots=True)
class Mate:
    """Someone of the same home; ticked if the session counts for them too."""

    rec: str
    title: str
    second: str
    on: bool


@dataclass(frozen=True, slots=True)
class LastTime:
    """The session before with this person. ``tone`` colours the result."""

    date: str
    what: str
    result: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Memory:
    """The right pane: what is known of this home."""

    last: LastTime | None = None
    home_title: str = ""
    home_note: str = ""
    past: tuple[tuple[str, str, str], ...] = ()  # day, what, who
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Carry:
    """The carried answers while they are being changed."""

    date: str
    hamlet: str
    hamlets: tuple[Option, ...]
    places: tuple[Option, ...]
    members: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class NewcomerForm:
    """The panel for a person met for the first time: ``person`` as typed so far, ``hint`` names who they may be."""

    person: Newcomer
    methods: tuple[Option, ...]
    age_bands: tuple[Option, ...]
    sexes: tuple[Option, ...]
    hint: str = ""
    hint_rec: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VisitState:
    """``faults``: field name → words under it. ``person`` is None until somebody is chosen."""

    subtitle: str = ""
    carried: tuple[str, ...] = ()
    carry: Carry | None = None
    query: str = ""
    suggestions: tuple[Row, ...] = ()
    offer: str = ""
    person: Row | None = None
    newcomer: NewcomerForm | None = None
    mates: tuple[Mate, ...] = ()
    away: bool = False
    outcomes: tuple[Option, ...] = ()
    appointment: str = ""
    topics: tuple[Option, ...] = ()
    results: tuple[Option, ...] = ()
    obstacles: tuple[Option, ...] = ()
    follow_up: str = ""
    note: str = ""
    note_warning: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    draft: str = ""
    draft_kept: bool = False
    memory: Memory = Memory()
    today: tuple[Row, ...] = ()
    can_repeat: bool = False
