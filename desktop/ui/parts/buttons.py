"""Buttons. A shortcut acts at once: ``QAbstractButton.setShortcut`` answers 100 ms late (measured)."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QEnterEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui.parts import ime, paint, style
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.labels import tip
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.tokens import BUTTON_ICON, CONTROL, R_BUTTON, Role, Theme

Kind = Literal["primary", "secondary", "soft", "quiet", "ghost", "danger"]
_PAD, _GAP = 14, 8


def bind(widget: QWidget, sequence: str, act: Callable[[], object]) -> QShortcut:
    """Call ``act`` at once when ``sequence`` is pressed in the widget's window; Return means Enter too."""
    keys = [QKeySequence(sequence)]
    if "Return" in sequence:
        keys.append(QKeySequence(sequence.replace("Return", "Enter")))
    made = QShortcut(widget)
    made.setKeys(keys)
    made.activated.connect(act)
    return made


class Button(QPushButton):
    """A button 36 px high. Primary: one per view. ``keys`` (``Ctrl+Return``) binds and shows a keycap.

    With an empty text it is square; then ``name`` is required, for the tooltip and screen readers.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = "secondary",
        *,
        icon: str = "",
        keys: str = "",
        name: str = "",
        on: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind: Kind = kind
        self.icon_name = icon
        self._keys = paint.keycap_text(keys)
        self.setFont(sized(15, 600 if kind == "primary" else 500))
        self.setAutoDefault(False)  # a scanner ends with Enter: it must not press a button
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)
        if name and not text:
            self.setToolTip(tip(f"{name} ({keys})" if keys else name))
        if keys:
            bind(self, keys, self._by_keys)
        if on is not None:
            self.clicked.connect(lambda _checked=False: on())

    def _by_keys(self) -> None:
        ime.commit()
        self.click()

    def set_kind(self, kind: Kind) -> None:
        """Change the kind, as when a screen with its own primary comes into view."""
        self.kind = kind
        self.setFont(sized(15, 600 if kind == "primary" else 500))
        self.updateGeometry()
        self.update()

    def _parts_width(self) -> int:
        parts = []
        if self.icon_name:
            parts.append(BUTTON_ICON)
        if self.text():
            parts.append(round(paint.width_of(self._words(), self.font())) + 1)
        if self._keys:
            parts.append(round(paint.keycap_width(self._keys)))
        return sum(parts) + _GAP * (len(parts) - 1)

    def _words(self) -> str:
        return self.text().replace("&&", "&")

    def sizeHint(self) -> QSize:
        if not self.text() and not self._keys:
            return QSize(CONTROL, CONTROL)
        return QSize(self._parts_width() + 2 * _PAD, CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def _ink(self, theme: Theme) -> str:
        if not self.isEnabled():
            return theme.border
        by_kind = {
            "primary": theme.on_plate,
            "soft": theme.accent,
            "quiet": theme.accent,
            "danger": theme.error,
        }
        return by_kind.get(self.kind, theme.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect = QRectF(self.rect())
        ink = self._ink(theme)
        style.button(
            painter,
            rect,
            self.kind,
            theme,
            self.isEnabled(),
            self.isDown() or self.isChecked(),
            self.underMouse(),
        )
        x = rect.left() + max(0.0, round((rect.width() - self._parts_width()) / 2))
        if self.icon_name:
            draw_icon(painter, QRectF(x, 0, BUTTON_ICON, rect.height()), self.icon_name, ink)
            x += BUTTON_ICON + _GAP
        if self.text():
            wide = paint.width_of(self._words(), self.font()) + 1
            paint.text(painter, QRectF(x, 0, wide, rect.height()), self._words(), self.font(), ink)
            x += round(wide) + _GAP
        if self._keys:
            on_fill = self.kind == "primary" and self.isEnabled()
            edge = theme.rim if on_fill else theme.line
            cap = theme.on_plate if on_fill else theme.text2
            paint.keycap(painter, x, rect.center().y(), self._keys, cap, edge)


class ActionTile(QPushButton):
    """A large action with an icon, a title and a line beneath; 68 px high. Primary wears the plate's rim."""

    focus_radius = R_BUTTON

    def __init__(
        self,
        title: str,
        second: str,
        icon: str,
        *,
        primary: bool = False,
        keys: str = "",
        on: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self._icon, self._primary = icon, primary
        self._keys = paint.keycap_text(keys)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_second(second)
        if keys:
            bind(self, keys, self.click)
        if on is not None:
            self.clicked.connect(lambda _checked=False: on())

    def set_second(self, second: str) -> None:
        """Change the line beneath the title."""
        self._second = second
        self.setAccessibleDescription(second)
        self.update()

    def sizeHint(self) -> QSize:
        keys = int(paint.keycap_width(self._keys)) + 16 if self._keys else 0
        words = max(
            paint.width_of(self.text(), font(Role.CARD_TITLE)),
            paint.width_of(self._second, font(Role.SECONDARY)),
        )
        return QSize(56 + int(words) + keys + 20, 68)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect = QRectF(self.rect())
        kind = "primary" if self._primary else "secondary"
        style.button(painter, rect, kind, theme, self.isEnabled(), self.isDown(), self.underMouse())
        if self._primary:
            paint.box(painter, rect.adjusted(3, 3, -3, -3), R_BUTTON - 2, None, theme.rim)
        ink, second = (theme.on_plate, theme.on_plate) if self._primary else (theme.text, theme.text2)
        draw_icon(
            painter, QRectF(18, 0, 24, rect.height()), self._icon, ink if self._primary else theme.accent, 24
        )
        right = rect.right() - 16
        if self._keys:
            right -= paint.keycap_width(self._keys)
            paint.keycap(
                painter,
                right,
                24,
                self._keys,
                ink if self._primary else theme.text2,
                theme.rim if self._primary else theme.line,
            )
            right -= 8
        paint.text(painter, QRectF(56, 12, right - 56, 22), self.text(), font(Role.CARD_TITLE), ink)
        paint.text(painter, QRectF(56, 35, rect.right() - 72, 20), self._second, font(Role.SECONDARY), second)
