"""What the books and the editing of a record show, as values."""

from dataclasses import dataclass

from desktop.work.records import Columns, Listed
from desktop.work.story import Story


@dataclass(frozen=True, slots=True)
class Filtered:
    """One filter in force; ``key`` takes it away."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class BookState:
    """A form's book. ``empty``: the form has no record at all; ``summary`` counts what the filters hold.

    ``can_add``: the form is in use.
    """

    form: str = ""
    title: str = ""
    columns: Columns | None = None
    filters: tuple[Filtered, ...] = ()
    hamlets: tuple[tuple[str, str], ...] = ()
    empty: bool = False
    summary: str = ""
    story: Story | None = None
    can_add: bool = True


@dataclass(frozen=True, slots=True)
class Paged:
    """A page of a list; ``first``: it replaces what there was."""

    rows: tuple[Listed, ...]
    last: bool
    first: bool


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A draft on version ``old`` may go over to ``new``: what differs, and which answers have no place there."""

    old: str
    new: str
    differences: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditState:
    """``draft``: words on what is kept; ``amends``: the record was sent, so the change needs its reason.

    ``in_a_row``: one such record follows another. ``moved``: the version the draft was just moved to, or ``""``.
    """

    title: str = ""
    subtitle: str = ""
    draft: str = ""
    kept: bool = False
    amends: bool = False
    reason: str = ""
    reason_fault: str = ""
    story: Story | None = None
    in_a_row: bool = False
    move: MoveOffer | None = None
    moved: str = ""
