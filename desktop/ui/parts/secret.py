"""A field for a passphrase, and the button that shows what is typed."""

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.tokens import CONTROL
from resources.words import _


class Shy(Protocol):
    """A field that can show what it hides."""

    def reveal(self, shown: bool) -> None: ...


class Secret(LineEdit):
    """A passphrase field. ``caps`` tells whether a key just typed shows that Caps Lock is on."""

    caps = Signal(bool)

    def __init__(self, *, height: int = CONTROL, parent: QWidget | None = None) -> None:
        super().__init__(icon="key-round", height=height, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setTextMargins(38, 0, 8, 0)

    def reveal(self, shown: bool) -> None:
        """Show what is typed, or hide it again."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(letter.isupper() != shift)
        super().keyPressEvent(event)


def show_button(*fields: Shy) -> Button:
    """A button that shows what is typed in ``fields`` while it is pressed in."""
    button = Button(_("Show"), icon="eye")
    button.setCheckable(True)
    button.setMinimumWidth(87)

    def turn(shown: bool) -> None:
        button.setText(_("Hide") if shown else _("Show"))
        button.icon_name = "eye-off" if shown else "eye"
        for field in fields:
            field.reveal(shown)

    button.toggled.connect(turn)
    return button
