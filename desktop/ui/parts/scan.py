"""The scan box: a scanner is a keyboard that types digits and Enter, wherever the focus is."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.ui.parts import ime
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.look import sized


class ScanBox(LineEdit):
    """A large field, 48 px. ``scanned(text)`` on Enter, and the box is empty for the next.

    Keys that a button or a table on ``screen`` has no use for come here, so a scan is never lost,
    and Tab still leaves the box.
    """

    scanned = Signal(str)

    def __init__(
        self, placeholder: str, screen: QWidget, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(placeholder, icon="scan-barcode", height=48, parent=parent)
        self.setFont(sized(18, 400))
        self.setTextMargins(34, 0, 8, 0)
        self.setAccessibleName(name or placeholder)
        self.returnPressed.connect(self._entered)
        self._screen = screen
        screen.installEventFilter(self)

    def _entered(self) -> None:
        ime.commit()
        text = self.value()
        self.setText("")  # unlike clear() it leaves nothing to undo, so Ctrl+Z takes back the scan itself
        if text:
            self.scanned.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self.isVisible():
            return False
        held = self._screen.focusWidget()
        if held is self or isinstance(held, QLineEdit | QPlainTextEdit):
            return False
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if plain and event.text().isprintable() and event.text().strip():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.insert(event.text())
            return True
        return False
