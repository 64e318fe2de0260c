"""What the settings show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop.ui.shell.preferences import Preferences
from desktop.work.imports import Plan
from desktop.work.units import Office

TABS = ("look", "office", "hamlets", "team", "passphrase", "import")
Kind = Literal["household", "hamlet"]


@dataclass(frozen=True, slots=True)
class HamletRow:
    """A hamlet; ``since`` as dd/MM/yyyy."""

    id: str
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of the team; ``role`` in words."""

    rec: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ImportState:
    """A file under examination: ``plan`` once it was read, ``problem`` (text, advice) when it could not be."""

    kind: Kind = "household"
    file: str = ""
    busy: bool = False
    part: tuple[int, int] = (0, 0)
    plan: Plan | None = None
    problem: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class SettingsState:
    """``saved`` grows with each save, so that the fields are filled anew; ``faults`` by the name of the field."""

    preferences: Preferences
    tab: str = TABS[0]
    office: Office = field(default_factory=lambda: Office("", ""))
    hamlets: tuple[HamletRow, ...] = ()
    renaming: str = ""
    members: tuple[MemberRow, ...] = ()
    target: str = ""
    saved: int = 0
    busy: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    importing: ImportState = field(default_factory=ImportState)
