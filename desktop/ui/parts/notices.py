"""What the program says: a notice that stays, a toast that goes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.labels import Text
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.tokens import R_BUTTON, R_CARD, Role, Theme, Tone
from resources.words import _

SHOWN_FOR = 10_000  # ms
_TICK = 50  # ms between two lengths of the thinning line
SHADOW = 10  # px of painted warm shadow around a popup or toast


def announce(widget: QObject, text: str, *, urgent: bool = False) -> None:
    """Have the screen reader say ``text`` without moving the focus."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def shadow(painter: QPainter, rect: QRectF, radius: float, theme: Theme) -> None:
    """The warm shadow around ``rect``, ten rings that fade outward."""
    for step in range(SHADOW, 0, -1):
        tint = QColor("#3A2E12" if theme.name == "light" else "#000000")
        tint.setAlphaF(0.016 if theme.name == "light" else 0.05)
        with paint.saved(painter):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawRoundedRect(rect.adjusted(-step, -step + 2, step, step), radius + step, radius + step)


class Notice(QFrame):
    """A bar on a tint: what is the matter, what to do, buttons. It is announced when it appears.

    ``closed`` fires when somebody closes it, so that whoever gave it room can take that back.
    """

    closed = Signal()

    def __init__(
        self,
        text: str = "",
        advice: str = "",
        tone: Tone = "info",
        *,
        icon: str = "",
        actions: Sequence[QWidget] = (),
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._icon = icon
        self._text = Text("", Role.CARD_TITLE, wrap=True)
        self._advice = Text("", Role.BODY, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._text)
        words.addWidget(self._advice)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(44, 6, 8, 6)
        whole.setSpacing(8)
        whole.addLayout(words, 1)
        for action in actions:
            whole.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        if closable:
            whole.addWidget(
                Button("", "ghost", icon="x", name=_("Close"), on=self._close),
                0,
                Qt.AlignmentFlag.AlignVCenter,
            )
        self.setMinimumHeight(48)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_notice(text, advice, tone, icon)

    def set_notice(self, text: str, advice: str = "", tone: Tone = "info", icon: str = "") -> None:
        """Change what it says."""
        self._tone, self._icon = tone, icon
        ink = {"ok": "ok", "warn": "warn", "error": "error", "info": "accent"}.get(tone, "text")
        self._text.setText(text)
        self._text.set_ink(ink)
        self._advice.setText(advice)
        self._advice.set_ink(ink)
        self._advice.setVisible(bool(advice))
        self.setAccessibleName(f"{text} {advice}".strip())
        self.update()

    def show_and_say(self) -> None:
        """Come into view and be announced."""
        self.show()
        announce(self, self.accessibleName(), urgent=self._tone == "error")

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, tint = theme_of(self).tone(self._tone)
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, R_BUTTON, tint)
        draw_icon(painter, QRectF(16, 0, 18, rect.height()), self._icon or paint.TONE_ICONS[self._tone], ink)


class _ToastButton(QPushButton):
    """A button on the toast's own dark ground."""

    def __init__(self, text: str, icon: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon, self._keys = icon, paint.keycap_text(keys)
        self.setFont(font(Role.LABEL))
        self.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        words = round(paint.width_of(self.text(), self.font())) + 8 if self.text() else 0
        keys = round(paint.keycap_width(self._keys)) + 8 if self._keys else 0
        return QSize(18 + words + keys + 18, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        ink = theme.toast_action if self.text() else theme.toast_text
        if self.hasFocus() or self.isDown():
            paint.box(painter, QRectF(self.rect()), R_BUTTON, None, theme.toast_action, 2)
        draw_icon(painter, QRectF(9, 0, 18, self.height()), self._icon, ink)
        paint.text(painter, QRectF(35, 0, self.width() - 35, self.height()), self.text(), self.font(), ink)
        if self._keys:
            x = self.width() - 9 - paint.keycap_width(self._keys)
            paint.keycap(painter, x, self.height() / 2, self._keys, ink, theme.toast_action)


class Toast(QWidget):
    """Bottom centre of ``host``, 52 px, for 10 s; a thinning line shows what is left. It never takes the focus.

    The time stands still under the pointer or while one of its buttons has the focus. The window binds
    Ctrl+Z itself; the keycap here only reminds. ``undone`` fires when Undo is pressed on the toast.
    """

    undone = Signal()

    def __init__(self, host: QWidget, *, bottom: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent or host)
        self._host, self._bottom = host, bottom
        self._left = 0
        self._icon = "circle-check"
        self._undo = _ToastButton(_("Undo"), "undo-2", "Ctrl+Z", self)
        self._close = _ToastButton("", "x", parent=self)
        self._close.setAccessibleName(_("Close"))
        self._words = Text("", Role.BODY, "toast")
        self._undo.clicked.connect(self._undo_pressed)
        self._close.clicked.connect(self.hide)
        whole = self._whole = QHBoxLayout(self)
        whole.setContentsMargins(SHADOW + 42, SHADOW, SHADOW + 6, SHADOW)
        whole.setSpacing(8)
        whole.addWidget(self._words)
        whole.addStretch(1)
        whole.addSpacing(24)
        whole.addWidget(self._undo)
        whole.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._pass)
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, undo: bool = False, icon: str = "circle-check") -> None:
        """Show ``text`` for 10 s and announce it; with ``undo`` it offers to take back what was done."""
        self._icon = icon
        self._words.setText(text)
        self._undo.setVisible(undo)
        self._left = SHOWN_FOR
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        said = _("{text}. Ctrl+Z to undo.").format(text=text) if undo else text
        announce(self, said)

    def text(self) -> str:
        """What it says now."""
        return self._words.text()

    def offers_undo(self) -> bool:
        """Whether Undo stands on it."""
        return self.isVisible() and not self._undo.isHidden()

    def _undo_pressed(self) -> None:
        self.hide()
        self.undone.emit()

    def _pass(self) -> None:
        if self.underMouse() or self._undo.hasFocus() or self._close.hasFocus():
            return
        self._left -= _TICK
        if self._left <= 0:
            self.hide()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _place(self) -> None:
        self._whole.activate()
        room = self._host.width() - 24
        wide = min(max(556 + 2 * SHADOW, self._whole.sizeHint().width()), max(room, 240))
        high = 52 + 2 * SHADOW
        at_x = (self._host.width() - wide) // 2
        self.setGeometry(at_x, self._host.height() - high - self._bottom + SHADOW, wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        shadow(painter, rect, R_CARD, theme)
        paint.box(painter, rect, R_CARD - 2, theme.toast)
        draw_icon(
            painter, QRectF(rect.left() + 16, rect.top(), 18, rect.height()), self._icon, theme.toast_text
        )
        length = (rect.width() - 28) * self._left / SHOWN_FOR
        paint.box(painter, QRectF(rect.left() + 14, rect.bottom() - 6, length, 3), 1.5, theme.toast_action)
