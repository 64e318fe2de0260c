"""All that the pages about forms show, as values."""

from dataclasses import dataclass
from typing import Literal

from desktop.paper.pages import Picture
from forms.compile.workbook import Place
from forms.definition import Form
from sync.wire.published import Published

Tone = Literal["ok", "warn", "error", "info", "neutral"]
Tab = Literal["surveys", "built_in"]


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form in the list. ``last``: ISO day of its newest record, or ``""``."""

    id: str
    title: str
    second: str
    icon: str
    questions: int
    records: int
    drafts: int
    last: str
    built_in: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of the chosen form: which, and what stands on it; ``used``: the one in use."""

    title: str
    second: str
    used: bool


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A record begun and not saved yet."""

    id: str
    title: str
    second: str


@dataclass(frozen=True, slots=True)
class FormDetail:
    """The chosen form in full. ``asks``: its first questions, ``more`` how many follow."""

    row: FormRow
    facts: tuple[tuple[str, str], ...]
    asks: tuple[str, ...]
    more: int
    versions: tuple[VersionRow, ...]
    drafts: tuple[DraftRow, ...]


@dataclass(frozen=True, slots=True)
class GalleryState:
    """``tab`` says which rows stand in the list; ``enrolled``: there is a province to ask."""

    ready: bool = False
    tab: Tab = "surveys"
    surveys: int = 0
    built_in: int = 0
    rows: tuple[FormRow, ...] = ()
    detail: FormDetail | None = None
    enrolled: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions."""

    badge: str
    tone: Tone
    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A form before it is taken in: how it stands here and what is wrong with it."""

    title: str
    second: str
    badge: str
    tone: Tone
    icon: str
    told: str
    form: Form | None
    faults: tuple[Place, ...] = ()
    notes: tuple[Place, ...] = ()
    changes: tuple[Change, ...] = ()
    can_use: bool = False


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One form of the province. ``day``: when it was given out."""

    form: Published
    title: str
    second: str
    day: str
    here: bool


@dataclass(frozen=True, slots=True)
class IntakeState:
    """``busy``: what is being waited for; one of ``seen`` and ``offers`` at most."""

    busy: str = ""
    problem: tuple[str, str] = ("", "")
    enrolled: bool = False
    offers: tuple[OfferRow, ...] | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class PaperState:
    """The blank paper form. ``picture`` is None while it is drawn; ``printing``: pages sent of how many."""

    title: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    language: str = ""
    page: int = 0
    pages: int = 0
    picture: Picture | None = None
    printing: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class OutState:
    """What goes out of one form. ``part``: records written of how many, None at rest."""

    title: str = ""
    records: int = 0
    excel: bool = True
    labels: bool = True
    personal: bool = False
    has_personal: bool = False
    has_source: bool = True
    part: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """One line of what an import would do."""

    words: str
    badge: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class DataState:
    """Filled data before it is kept. ``part``: done of how many, None at rest; ``action`` names what Keep would do.

    ``update``, ``only_good`` and ``nameless`` (people without consent come without name and phone) are None where
    there is nothing to choose.
    """

    title: str = ""
    file: str = ""
    part: tuple[int, int] | None = None
    keeping: bool = False
    problem: tuple[str, str] = ("", "")
    counts: tuple[Count, ...] = ()
    notes: tuple[str, ...] = ()
    wrong: tuple[Place, ...] = ()
    faults: int = 0
    update: bool | None = None
    only_good: bool | None = None
    nameless: bool | None = None
    action: str = ""
