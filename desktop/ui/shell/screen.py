"""What the frame and a screen know of each other."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.work.changed import Changed
from desktop.work.desk import Clock
from desktop.work.lanes import Lanes
from forms.problem import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go. ``screen`` is a rail name or a page beneath one; the rest is what to open there."""

    screen: str
    rec: str | None = None
    form: str | None = None
    draft: str | None = None
    query: str = ""


class Frame(Protocol):
    """What a screen may ask of the window around it."""

    lanes: Lanes
    clock: Clock

    def go(self, place: Place) -> None:
        """Open another place; the present one is kept for ``back``."""

    def back(self) -> None:
        """Return to the place before."""

    def tell(self, problem: Problem) -> None:
        """Show a problem in the notices bar."""

    def say(self, text: str, changed: Changed | None = None) -> None:
        """Show a toast for 10 s and announce it; with ``changed`` it offers Undo (Ctrl+Z)."""

    def undoable(self, changed: Changed) -> None:
        """Ctrl+Z takes ``changed`` back from now on, without a toast: the screen itself says what was done."""

    def undo(self) -> None:
        """Take back what was done last, as Ctrl+Z does."""

    def changed(self, changed: Changed) -> None:
        """Broadcast what was written; every open screen hears of it."""

    def retitle(self) -> None:
        """The screen's ``title`` or ``subtitle`` changed: draw them anew."""


class Screen(QWidget):
    """One screen of the window. ``rail`` names the rail item lit while it is open."""

    rail = ""
    has_back = False  # a page beneath a rail item shows a back arrow
    owns_primary = True  # the top bar's Log visit turns soft where the screen has its own primary
    hides_visit = False  # no Log visit in the top bar: the screen is that action, or leads to it

    def title(self) -> str:
        raise NotImplementedError  # every screen names itself; Qt's metaclass leaves no room for abc

    def subtitle(self) -> str:
        return ""

    def open(self, place: Place) -> None:
        """The screen comes into view for ``place``."""

    def heard(self, changed: Changed) -> None:
        """Something was written somewhere."""

    def leave(self) -> None:
        """The screen goes out of view: commit what is half typed to its draft."""

    def place(self) -> Place | None:
        """Where a lock should return to, if that is more than where the screen was opened."""
        return None

    def footer(self) -> QWidget | None:
        """The fixed footer, 60 px high (52 below 1050 × 600), or none."""
        return None
