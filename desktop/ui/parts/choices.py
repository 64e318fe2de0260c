"""Choices of which the whole surface is the target: chips, tiles, digits, filters.

They are Qt's own tick boxes and radio buttons underneath, so Space, arrows and screen readers work.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QRadioButton, QSizePolicy, QWidget

from desktop.ui.parts import paint, style
from desktop.ui.parts.buttons import bind
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.tokens import CONTROL, R_BADGE, R_BUTTON, Role, Theme
from resources.words import _

_WIDE = QSizePolicy.Policy.Expanding
_FIXED = QSizePolicy.Policy.Fixed
_MOST_WIDE, _LEAST_WIDE = 420, 150  # px of a tile whose words break
if TYPE_CHECKING:
    _Mixed = QAbstractButton
else:  # at run time Qt allows one base of its own
    _Mixed = object


def _surface(painter: QPainter, button: QAbstractButton, theme: Theme) -> None:
    """The box of a chip or tile: chosen has the tint and a 2 px accent border."""
    rect = QRectF(button.rect())
    if button.isChecked():
        paint.box(
            painter, rect, R_BUTTON, theme.tint, theme.accent if button.isEnabled() else theme.border, 2
        )
    else:
        edge = theme.border if button.isEnabled() else theme.line
        fill = theme.ground if button.underMouse() and button.isEnabled() else theme.surface
        paint.box(painter, rect, R_BUTTON, fill, edge)


def _ink(button: QAbstractButton, theme: Theme) -> str:
    """What is chosen stays easy to read where it cannot be changed."""
    return theme.text if button.isEnabled() else theme.text2 if button.isChecked() else theme.border


class _Wrapping(_Mixed):
    """Words that break where they find no room, once ``wrap`` was called; one line otherwise."""

    _wraps = False
    _beside = 54  # px of a line that are not words

    def wrap(self) -> None:
        """Let the words break: the tile is as high as its width asks for."""
        if not self._wraps:
            self._wraps = True
            policy = QSizePolicy(self.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        return paint.height_of(self.text(), self.font(), width - self._beside, CONTROL) if self._wraps else -1

    def _wrapped(self, hint: QSize) -> QSize:
        if not self._wraps:
            return hint
        wide = min(hint.width() + 2, _MOST_WIDE)  # rounding must not break the last word
        return QSize(wide, self.heightForWidth(wide))

    def _least(self, hint: QSize) -> QSize:
        return QSize(min(hint.width(), _LEAST_WIDE), CONTROL) if self._wraps else hint

    def _write(self, painter: QPainter, room: QRectF, ink: str, face: QFont) -> None:
        write = paint.paragraph if self._wraps else paint.text
        write(painter, room, self.text(), face, ink)


class Chip(_Wrapping, QCheckBox):
    """One of several answers, 36 px high. ``digit`` shows on a square and Alt+digit toggles it at once."""

    focus_radius = R_BUTTON
    _beside = 50

    def __init__(self, text: str, digit: int | None = None, *, parent: QWidget | None = None) -> None:
        QCheckBox.__init__(self, text, parent)
        self.digit = digit
        self.setFont(font(Role.BODY))
        self.setSizePolicy(_WIDE, _FIXED)
        if digit is not None:
            bind(self, f"Alt+{digit}", self.toggle)
            self.setAccessibleDescription(f"Alt+{digit}")

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        lead = 38 if self.digit is not None else 14
        return self._wrapped(QSize(lead + round(paint.width_of(self.text(), self.font())) + 38, CONTROL))

    def minimumSizeHint(self) -> QSize:
        return self._least(self.sizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        _surface(painter, self, theme)
        rect = QRectF(self.rect())
        left = 14.0
        if self.digit is not None:
            left = 38.0
            square = QRectF(8, (rect.height() - 22) / 2, 22, 22)
            if self.isChecked():
                paint.plate(painter, square, str(self.digit), theme)
            else:
                paint.box(painter, square, R_BADGE, theme.neutral_tint)
                paint.text(painter, square, str(self.digit), sized(13, 700), theme.accent, paint.CENTRE)
        ink = _ink(self, theme)
        self._write(painter, rect.adjusted(left, 0, -34, 0), ink, self.font())
        if self.isChecked():
            paint.tick(painter, QPointF(rect.right() - 18.5, rect.center().y()), 13, theme.accent)


class _Tile(_Wrapping):
    """What radio and tick tiles share; mixed into Qt's own button of either kind."""

    focus_radius = R_BUTTON
    second = ""
    value = ""
    icon_name = ""
    second_first = False

    def _dress(self, second: str, value: str, icon: str, second_first: bool) -> None:
        self.value, self.icon_name, self.second_first = value, icon, second_first
        self.setFont(font(Role.BODY))
        self.setSizePolicy(_WIDE, _FIXED)
        self.set_second(second)

    def set_second(self, second: str) -> None:
        """Change the second line."""
        self.second = second
        self.setAccessibleDescription(second)
        self.updateGeometry()
        self.update()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        words = max(
            paint.width_of(self.text(), sized(15, 600 if self.second_first else 500 if self.second else 400)),
            paint.width_of(self.second, font(Role.SECONDARY)),
        )
        high = CONTROL if not self.second else 60 if self.second_first else 54 if self.icon_name else 48
        whole = QSize((56 if self.icon_name else 40) + round(words) + (38 if self.icon_name else 14), high)
        return self._wrapped(whole)

    def minimumSizeHint(self) -> QSize:
        return self._least(self.sizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        _surface(painter, self, theme)
        rect = QRectF(self.rect())
        left = self._mark(painter, rect, theme)
        ink = _ink(self, theme)
        room = rect.adjusted(left, 0, -12, 0)
        strong = self.second_first and self.isChecked()
        title = sized(15, 600) if strong else font(Role.LABEL if self.second else Role.BODY)
        if not self.second:
            self._write(painter, room, ink, title)
            return
        middle = rect.center().y()
        upper = QRectF(room.left(), middle - 19.5, room.width(), 21)
        lower = QRectF(room.left(), middle, room.width(), 19)
        if self.second_first:
            upper, lower = (
                QRectF(room.left(), middle, room.width(), 22),
                QRectF(room.left(), middle - 22, room.width(), 19),
            )
        paint.text(painter, upper, self.text(), title, ink)
        paint.text(painter, lower, self.second, font(Role.SECONDARY), theme.text2)

    def _mark(self, painter: QPainter, rect: QRectF, theme: Theme) -> float:
        """Draw the indicator; return where the words begin."""
        if self.icon_name:
            circle = QRectF(12, rect.center().y() - 16, 32, 32)
            chosen = self.isChecked()
            paint.box(painter, circle, 16, theme.surface if chosen else theme.neutral_tint)
            draw_icon(painter, circle, self.icon_name, theme.accent if chosen else theme.text2)
            if chosen:
                paint.tick(painter, QPointF(rect.right() - 20, rect.center().y()), 13, theme.accent)
            return 56
        spot = QRectF(12, rect.center().y() - 9, 18, 18)
        mark = paint.check_mark if isinstance(self, QCheckBox) else paint.radio_mark
        mark(painter, spot, self.isChecked(), self.isEnabled(), theme)
        return 40


class RadioTile(_Tile, QRadioButton):
    """One of several exclusive answers. ``second`` is the line beneath; ``icon`` replaces the ring.

    ``second_first`` puts that line above a bold title, as when two versions are compared.
    """

    def __init__(
        self,
        text: str,
        second: str = "",
        *,
        value: str = "",
        icon: str = "",
        second_first: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        QRadioButton.__init__(self, text, parent)
        self._dress(second, value, icon, second_first)


class TickTile(_Tile, QCheckBox):
    """An answer that can stand with others, with a line beneath."""

    def __init__(
        self, text: str, second: str = "", *, value: str = "", parent: QWidget | None = None
    ) -> None:
        QCheckBox.__init__(self, text, parent)
        self._dress(second, value, "", False)


class DigitTile(QRadioButton):
    """A square with one digit: the rating from 1 to 5."""

    focus_radius = R_BUTTON

    def __init__(self, digit: int, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(str(digit), parent)
        self.digit = digit
        self.setFont(font(Role.LABEL))
        self.setFixedSize(CONTROL, CONTROL)
        self.setAccessibleName(name or str(digit))

    def minimumSizeHint(self) -> QSize:
        return self.minimumSize()  # Qt's own counts a round mark that is not drawn here

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        _surface(painter, self, theme)
        ink = theme.accent if self.isChecked() else theme.text
        paint.text(painter, QRectF(self.rect()), self.text(), self.font(), ink, paint.CENTRE)


class StarTile(QRadioButton):
    """One star of a rating. It shines if it or a later one is chosen; ``lit`` is set by whoever holds them all."""

    focus_radius = R_BUTTON

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.lit = False
        self.setFixedSize(CONTROL + 4, CONTROL)
        self.setAccessibleName(name)

    def minimumSizeHint(self) -> QSize:
        return self.minimumSize()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        edge = theme.border if self.isEnabled() or not self.lit else theme.line
        fill = theme.amber if self.isEnabled() else theme.border
        paint.star(
            painter, QRectF(self.rect()).center(), 13, fill if self.lit else None, fill if self.lit else edge
        )


class LikertTile(_Wrapping, QRadioButton):
    """One of several answers beside each other: the ring above, its words beneath, centred."""

    focus_radius = R_BUTTON
    _beside = 12

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        QRadioButton.__init__(self, text, parent)
        self.setFont(sized(14, 400))
        self.setSizePolicy(_WIDE, _FIXED)
        self.wrap()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def heightForWidth(self, width: int) -> int:
        return max(62, paint.height_of(self.text(), self.font(), width - self._beside, 0) + 24)

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(120))

    def minimumSizeHint(self) -> QSize:
        return QSize(44, 62)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        _surface(painter, self, theme)
        rect = QRectF(self.rect())
        spot = QRectF(rect.center().x() - 9, 10, 18, 18)
        paint.radio_mark(painter, spot, self.isChecked(), self.isEnabled(), theme)
        ink = _ink(self, theme)
        top = paint.UPPER
        paint.paragraph(painter, rect.adjusted(6, 35, -6, -4), self.text(), self.font(), ink, top)


class FilterChip(QPushButton):
    """A filter in force; pressing it, or Delete, takes it away."""

    focus_radius = R_BUTTON
    removed = Signal(str)

    def __init__(self, text: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.key = key
        self.setFont(font(Role.LABEL))
        self.setAutoDefault(False)
        self.setSizePolicy(_FIXED, _FIXED)
        self.setAccessibleName(_("Remove the filter {name}").format(name=text))
        self.clicked.connect(lambda _checked=False: self.removed.emit(self.key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.key)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(14 + round(paint.width_of(self.text(), self.font())) + 36, CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect = QRectF(self.rect())
        style.button(painter, rect, "soft", theme, True, self.isDown(), self.underMouse())
        paint.box(painter, rect, R_BUTTON, None, theme.accent)
        paint.text(painter, rect.adjusted(14, 0, -30, 0), self.text(), self.font(), theme.accent)
        draw_icon(painter, QRectF(rect.right() - 29, 0, 18, rect.height()), "x", theme.accent, 18)
