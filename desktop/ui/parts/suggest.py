"""Suggestions under a field. The field keeps the focus and its text: only the arrows and Enter reach here.

It is a child of the window, not a popup window: a popup would take the keyboard from the input method.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.parts import ime, paint
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.notices import SHADOW, announce, shadow
from desktop.ui.parts.tokens import R_BUTTON, R_CARD, Role, Theme
from forms.text import fold

_ROW, _TOP = 50, 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row: its key, the house number on the plate (or an icon), a name and what tells it apart."""

    key: str
    title: str
    second: str = ""
    plate: str = ""
    icon: str = "user"


@dataclass(frozen=True, slots=True)
class Offer:
    """The last row: make a new one. ``keys`` is only shown; the screen binds it."""

    title: str
    second: str = ""
    keys: str = ""
    icon: str = "user-plus"


def matched(title: str, typed: str) -> tuple[int, int] | None:
    """Where ``typed`` stands in ``title``, marks and đ set aside, from the start of a word."""
    wanted = fold(typed)
    if not wanted:
        return None
    bare, place = "", []
    for at, letter in enumerate(title):
        for folded in fold(letter) or (" " if letter.isspace() else ""):
            bare += folded
            place.append(at)
    start = (" " + bare).find(" " + wanted)
    if start < 0:
        return None
    end = place[start + len(wanted) - 1] + 1
    while end < len(title) and not fold(title[end]) and not title[end].isspace():
        end += 1  # combining marks belong to the letter before
    return place[start], end


class SuggestPopup(QWidget):
    """``SuggestPopup(field)``; ``set_rows(rows, offer)`` shows it, empty hides it.

    Signals: ``chosen(key)``, ``offered()`` for the last row. Down and Up move, Enter takes, Esc closes.
    """

    chosen = Signal(str)
    offered = Signal()

    def __init__(self, field: QLineEdit, *, width: int = 648) -> None:
        super().__init__(field.window())
        self._field, self._width = field, width
        self._rows: tuple[Suggestion, ...] = ()
        self._offer: Offer | None = None
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        field.installEventFilter(self)
        self.hide()

    def set_rows(self, rows: Sequence[Suggestion], offer: Offer | None = None) -> None:
        """Show these rows under the field, the first one taken by Enter; nothing at all hides it."""
        self._rows, self._offer, self._at = tuple(rows), offer, 0
        if not self.count() or not self._field.isVisible():
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()
        self.update()
        self._say()

    def count(self) -> int:
        """Rows shown, the offer included."""
        return len(self._rows) + (self._offer is not None)

    def current(self) -> Suggestion | Offer:
        """The row Enter would take."""
        return self._rows[self._at] if self._at < len(self._rows) or self._offer is None else self._offer

    def _say(self) -> None:
        row = self.current()
        announce(self._field, f"{row.title}. {row.second}".strip())

    def _place(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        at = self._field.mapTo(window, QPoint(0, self._field.height() + 6))
        high = self.count() * _ROW + _TOP + 6 + 2 * SHADOW
        room = window.height() - at.y() + SHADOW
        wide = min(max(self._width, self._field.width()), window.width() - at.x() - 8)
        top = at.y() - SHADOW
        if high > room and at.y() - self._field.height() > room:
            top = at.y() - self._field.height() - 12 - high + SHADOW
        self.setGeometry(at.x() - SHADOW, top, wide + 2 * SHADOW, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if not self.isVisible():
            return False
        if kind == QEvent.Type.FocusOut or kind == QEvent.Type.Hide:
            self.hide()
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._at = (self._at + step) % self.count()
            self.update()
            self._say()
            return True
        if (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            ime.commit()
            self._take(self._at)
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _take(self, at: int) -> None:
        self.hide()
        if at < len(self._rows):
            self.chosen.emit(self._rows[at].key)
        else:
            self.offered.emit()

    def _row_at(self, y: float) -> int | None:
        at = int((y - SHADOW - _TOP) // _ROW)
        return at if 0 <= at < self.count() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().y())
        if at is not None and at != self._at:
            self._at = at
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().y())
        if at is not None:
            self._take(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        whole = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        shadow(painter, whole, R_CARD, theme)
        paint.box(painter, whole, R_CARD, theme.surface, theme.line)
        for at in range(self.count()):
            rect = QRectF(whole.left() + 6, whole.top() + _TOP + at * _ROW, whole.width() - 12, _ROW - 2)
            last = at == len(self._rows)
            if last and self._rows:
                paint.line(
                    painter, whole.left() + 1, rect.top() - 1, whole.right() - 2, rect.top() - 1, theme.line
                )
            if at == self._at:
                paint.box(painter, rect, R_BUTTON - 1, theme.tint)
                paint.box(
                    painter, QRectF(rect.left(), rect.top() + 10, 3, rect.height() - 20), 1.5, theme.accent
                )
            if last and self._offer is not None:
                self._draw_offer(painter, rect, self._offer, theme)
            else:
                self._draw_row(painter, rect, self._rows[at], theme)
            if at == self._at and not (last and self._offer and self._offer.keys):
                right = rect.right() - 12 - paint.keycap_width("Enter")
                paint.keycap(painter, right, rect.center().y(), "Enter", theme.text2, theme.line)

    def _draw_row(self, painter: QPainter, rect: QRectF, row: Suggestion, theme: Theme) -> None:
        lead = QRectF(
            rect.left() + 14, rect.center().y() - 13, max(50.0, paint.plate_width(row.plate, 26)), 26
        )
        if row.plate:
            paint.plate(painter, lead, row.plate, theme)
        else:
            draw_icon(painter, lead, row.icon, theme.text2)
        left = lead.right() + 14
        self._draw_title(painter, left, rect.top() + 4, rect.right() - left - 70, row.title, theme)
        lower = QRectF(left, rect.top() + 25, rect.right() - left - 70, 20)
        paint.text(painter, lower, row.second, font(Role.SECONDARY), theme.text2)

    def _draw_title(
        self, painter: QPainter, left: float, top: float, room: float, title: str, theme: Theme
    ) -> None:
        span = matched(title, ime.text_with_preedit(self._field))
        cuts = (0, 0, 0, len(title)) if span is None else (0, *span, len(title))
        x = left
        for at, (start, end) in enumerate(pairwise(cuts)):
            piece = title[start:end]
            face: QFont = sized(15, 700 if at == 1 else 400)
            wide = paint.width_of(piece, face)
            width = min(wide, left + room - x)
            if not piece or width <= 0:
                continue
            paint.text(painter, QRectF(x, top, width + 0.5, 22), piece, face, theme.text)
            if at == 1:
                paint.box(painter, QRectF(x, top + 20, width, 2), 0, theme.accent)
            x += wide

    def _draw_offer(self, painter: QPainter, rect: QRectF, offer: Offer, theme: Theme) -> None:
        lead = QRectF(rect.left() + 14, rect.top(), 50, rect.height())
        draw_icon(painter, lead, offer.icon, theme.accent)
        left = lead.right() + 14
        title, lower = (
            QRectF(left, rect.top() + 4, rect.right() - left - 70, 22),
            QRectF(left, rect.top() + 25, rect.right() - left - 70, 20),
        )
        paint.text(painter, title, offer.title, font(Role.LABEL), theme.accent)
        paint.text(painter, lower, offer.second, font(Role.SECONDARY), theme.text2)
        if offer.keys:
            keys = paint.keycap_text(offer.keys)
            spot = QPointF(rect.right() - 12 - paint.keycap_width(keys), rect.center().y())
            paint.keycap(painter, spot.x(), spot.y(), keys, theme.text2, theme.line)
