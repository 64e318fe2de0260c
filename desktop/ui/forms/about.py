"""What the pages about one form have in common: the form they are opened for, and how far a slow job is."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import row
from desktop.ui.parts.meters import ProgressBar
from desktop.ui.parts.notices import Notice
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.screen import Frame, Place, Screen
from resources.words import _


class _Presenter(Protocol):
    def open(self, form_id: str) -> None: ...
    def stop(self) -> None: ...


class _State(Protocol):
    @property
    def title(self) -> str: ...


class FormPage(Screen):
    """A page opened for ``Place(…, form=…)``; the form's title is its subtitle, and leaving it stops what is slow."""

    rail = "forms"
    has_back = True
    hides_visit = True
    presenter: _Presenter
    _state: _State

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._form = ""

    def subtitle(self) -> str:
        return self._state.title

    def open(self, place: Place) -> None:
        self._form = place.form or ""
        self.presenter.open(self._form)

    def leave(self) -> None:
        self.presenter.stop()


def show_problem(notice: Notice, before: tuple[str, str], now: tuple[str, str]) -> None:
    """Text and advice in ``notice``, said once; an empty text hides it."""
    notice.setVisible(bool(now[0]))
    if now[0] and before != now:
        notice.set_notice(*now, "warn")
        notice.show_and_say()


class Working(QWidget):
    """Words over a bar called ``name``, and the button that stops; in view while there is something to show."""

    def __init__(self, name: str, stop: Callable[[], object]) -> None:
        super().__init__()
        self._words = Text("", Role.BODY, "text2")
        self._bar = ProgressBar(name)
        self.stop = Button(_("Stop"), icon="x", on=stop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._words)
        whole.addLayout(row(self._bar, self.stop, spacing=16))

    def show_part(self, part: tuple[int, int] | None, words: str) -> None:
        """Done of how many; None: at rest."""
        self.setVisible(part is not None)
        self._words.setText(words)
        if part is not None:
            self._bar.set_part(*part)
