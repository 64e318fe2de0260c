"""All that the sync screen shows, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["ok", "warn", "error", "info", "neutral"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last try ended."""

    tone: Tone
    text: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class EnrolState:
    """The three steps. ``faults``: ``url`` or ``code`` → words under the field. ``waiting`` says what is at stake."""

    url: str = ""
    code: str = ""
    busy: bool = False
    stopping: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome | None = None
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """The top card. ``action``: words of the primary button, empty for none. ``part`` is ``done, total`` while
    sending."""

    title: str
    note: str = ""
    action: str = ""
    part: tuple[int, int] | None = None
    count: str = ""
    left: str = ""
    stopping: bool = False
    secure: bool = True
    assurance: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of record in this sending."""

    icon: str
    label: str
    badge: str
    tone: Tone
    badge_icon: str
    count: str
    size: str


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One line of the batches."""

    key: str
    name: str
    count: str
    badge: str
    tone: Tone
    badge_icon: str
    code: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record in one line: one of a batch, or one the province holds back for the reason ``second``.

    ``open`` is False for what has no entry of its own; ``badge`` stands where there is nothing to do.
    """

    form: str
    rec: str
    plate: str
    title: str
    second: str
    icon: str
    open: bool = True
    badge: str = ""


@dataclass(frozen=True, slots=True)
class ContentState:
    """The batch that is open. ``checked``: the province's signature is right; None where there is no receipt."""

    key: str
    title: str
    facts: tuple[tuple[str, str], ...]
    checked: bool | None
    note: str
    records: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class SyncState:
    """``enrol`` until the province knows this laptop, ``sending`` from then on; neither before the first read."""

    subtitle: str = ""
    enrol: EnrolState | None = None
    sending: Sending | None = None
    kinds: tuple[KindRow, ...] = ()
    kinds_note: str = ""
    parcels: tuple[ParcelRow, ...] = ()
    parcels_note: str = ""
    returned: tuple[RecordRow, ...] = ()
    content: ContentState | None = None
    server: tuple[tuple[str, str], ...] = ()
