"""The top of the attendance screen: scan, who it was, how many are there."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card
from desktop.ui.parts.labels import Badge, Icon, Text
from desktop.ui.parts.layouts import column, row
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.meters import Ring
from desktop.ui.parts.notices import announce
from desktop.ui.parts.scan import ScanBox
from desktop.ui.parts.tokens import R_BUTTON, Role
from desktop.ui.training.state import AttendanceState, Result, Tone
from resources.words import _

_NARROW = 1000  # px of the card
_INK = {"ok": "ok", "warn": "warn", "error": "error", "info": "accent", "neutral": "text2"}


class ResultPanel(QFrame):
    """The name just scanned, large, on the tint of how it went; it is announced."""

    def __init__(self, on_undo: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = "neutral"
        self._shown: Result | None = None
        self._icon = Icon("users", "text2", 32)
        self.name = Text("", Role.PAGE_TITLE, wrap=True)
        self.second = Text("", Role.BODY, wrap=True)
        self.undo = Button(_("Undo"), "secondary", icon="undo-2", keys="Ctrl+Z", on=on_undo)
        words = column(None, self.name, self.second, None, spacing=0)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(18, 4, 16, 4)
        whole.setSpacing(14)
        whole.addWidget(self._icon)
        whole.addLayout(words, 1)
        whole.addWidget(self.undo)
        self.setMinimumHeight(74)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def render_state(self, result: Result | None, can_undo: bool) -> None:
        """Show ``result``; a new one is said aloud."""
        self.undo.setVisible(can_undo)
        if result is None or result is self._shown:
            return
        self._shown, self._tone = result, result.tone
        ink = _INK[result.tone]
        self._icon.set_icon(result.icon, ink)
        for text, said in ((self.name, result.title), (self.second, result.second)):
            text.set_ink("text" if result.tone == "neutral" and text is self.name else ink)
            text.setText(said)
        self.update()
        if self.isVisible():
            announce(self, f"{result.title}. {result.second}")

    def set_narrow(self, narrow: bool) -> None:
        """The name needs the room: the icon goes, its tint stays."""
        self._icon.setVisible(not narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        _ink, tint = theme.tone(self._tone)
        paint.box(QPainter(self), QRectF(self.rect()), R_BUTTON, tint)


class ScanCard(Card):
    """Scan box, result and ring side by side."""

    def __init__(self, screen: QWidget, on_undo: Callable[[], object]) -> None:
        super().__init__()
        self.box = ScanBox(
            _("Scan a badge, or type a name and Enter"),
            screen,
            name=_("Scan a badge or card, or type a name"),
        )
        self.result = ResultPanel(on_undo)
        self._earlier = Text("", Role.SECONDARY, "text2", wrap=True)
        self._ring = Ring(_("Present"))
        self._note = Text(_("this box always hears the scanner"), Role.SECONDARY, "text2")
        ready = QVBoxLayout()
        ready.setSpacing(8)
        ready.addLayout(row(Badge(_("Ready to scan"), "ok", "scan-line"), self._note, None))
        ready.addWidget(self.box)
        ready.addStretch(1)
        said = column(self.result, self._earlier, spacing=4)
        self._whole = QHBoxLayout()
        self._whole.setSpacing(20)
        self._whole.addLayout(ready, 10)
        self._whole.addLayout(said, 14)
        self._whole.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def render_state(self, state: AttendanceState) -> None:
        """Show the result and the counts; what is being typed is left alone unless it needs another look."""
        self.result.render_state(state.result, state.can_undo)
        self._earlier.setText(state.earlier)
        self._ring.set_part(state.there, state.registered)
        if state.typed and self.box.value() != state.typed:
            self.box.setText(state.typed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._note.setVisible(not narrow)
        self._whole.setStretch(1, 19 if narrow else 14)
        short, long = _("Scan or type a name"), _("Scan a badge, or type a name and Enter")
        self.box.setPlaceholderText(short if narrow else long)
        self.result.set_narrow(narrow)
