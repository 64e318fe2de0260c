"""Words on screen, and the small marks that stand beside them."""

from html import escape

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import INK, font, theme_of
from desktop.ui.parts.tokens import BUTTON_ICON, R_BADGE, STROKE, Role, Tone

_FIXED = QSizePolicy.Policy.Fixed


def tip(text: str) -> str:
    """``text`` for a tooltip, which takes whatever looks like HTML for it, and an image's place with it."""
    if "<" not in text and "&" not in text:
        return text
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")


class Text(QLabel):
    """Plain text in a type role. ``ink``: text, text2, accent, ok, warn, error or toast.

    With ``wrap`` it breaks at words and asks for the height its width needs; without, it is one line.
    """

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        ink: str = "text",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(role))
        self.set_ink(ink)
        if wrap:
            self.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)

    def set_ink(self, ink: str) -> None:
        """Change the colour; it follows the theme."""
        self.setForegroundRole(INK[ink])

    def _widest_word(self) -> int:
        metrics = QFontMetrics(self.font())
        return max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(min(self._widest_word() + 2, 160), QFontMetrics(self.font()).lineSpacing())

    def sizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().sizeHint()
        metrics = QFontMetrics(self.font())
        wide = max((metrics.horizontalAdvance(line) for line in self.text().split("\n")), default=0) + 2
        wide = min(wide, 560)
        return QSize(wide, self.heightForWidth(wide))


class Icon(QWidget):
    """One icon in an ink of the theme. Decoration: it has no accessible name of its own."""

    def __init__(
        self, name: str, ink: str = "text2", size: int = BUTTON_ICON, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._ink, self._size = name, ink, size
        self.setFixedSize(size, size)

    def set_icon(self, name: str, ink: str = "text2") -> None:
        self._name, self._ink = name, ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_icon(
            painter, QRectF(self.rect()), self._name, getattr(theme_of(self), self._ink), self._size, STROKE
        )


class Plate(QWidget):
    """A house-number plate. ``height``: 22, 24 (table), 26, 30 (person), 34 (detail)."""

    def __init__(
        self, number: str, height: int = 24, min_width: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._height, self._least = height, min_width
        self.set_number(number)

    def set_number(self, number: str) -> None:
        self.number = number
        self.setAccessibleName(number)
        self.setFixedSize(max(self._least, int(paint.plate_width(number, self._height))), self._height)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.plate(QPainter(self), QRectF(self.rect()), self.number, theme_of(self))


class Keycap(QWidget):
    """A key as it stands on the keyboard: ``Keycap("Ctrl+Return")``."""

    def __init__(self, sequence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = paint.keycap_text(sequence)
        self.setFixedSize(int(paint.keycap_width(self._keys)), paint.KEYCAP_HEIGHT)
        self.setAccessibleName(sequence)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        paint.keycap(QPainter(self), 0, self.height() / 2, self._keys, theme.text2, theme.line, theme.surface)


class Badge(QWidget):
    """Icon and word on a tint; ``tone`` chooses the colours and, unless ``icon`` is given, the icon."""

    def __init__(
        self, text: str, tone: Tone = "neutral", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(_FIXED, _FIXED)
        self.set_badge(text, tone, icon)

    def set_badge(self, text: str, tone: Tone = "neutral", icon: str = "") -> None:
        self.text, self.tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(paint.badge_width(self.text)), paint.BADGE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.badge(QPainter(self), QRectF(self.rect()), self.text, self.tone, theme_of(self), self._icon)


class IconTile(QWidget):
    """An icon on a tinted tile, 46×30: the lead of a row that has no house number."""

    def __init__(self, name: str, tone: Tone = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone = name, tone
        self.setFixedSize(46, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, tint = theme_of(self).tone(self._tone)
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), R_BADGE, tint)
        draw_icon(painter, QRectF(self.rect()), self._name, ink, BUTTON_ICON)
