"""The list of matters: cards one walks through with the arrows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.feedback.state import CardLine
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.labels import tip
from desktop.ui.parts.layouts import clear
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.tokens import R_CARD, Role

_HIGH = 92


class MatterCard(QAbstractButton):
    """One matter: title, what and who, when it is due, how it came in; 92 px."""

    focus_radius = R_CARD

    def __init__(self, line: CardLine) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_line(line)

    def set_line(self, line: CardLine) -> None:
        self.line = line
        self.setChecked(line.on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if line.on else Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(f"{line.title}. {line.badge}")
        self.setAccessibleDescription(f"{line.second}. {line.came}")
        self.setToolTip(tip(line.title))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down are the list's: a button would only hand the focus on."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """The presenter says which card is on."""

    def sizeHint(self) -> QSize:
        return QSize(280, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect, it = QRectF(self.rect()), self.line
        if it.on:
            paint.box(painter, rect, R_CARD, theme.tint, theme.accent)
            paint.box(painter, QRectF(0, 12, 3, rect.height() - 24), 1.5, theme.accent)
        else:
            paint.box(painter, rect, R_CARD, theme.ground if self.underMouse() else theme.surface, theme.line)
        room = rect.adjusted(16, 0, -12, 0)
        paint.text(
            painter, QRectF(room.left(), 10, room.width(), 22), it.title, font(Role.CARD_TITLE), theme.text
        )
        lower = QRectF(room.left(), 33, room.width(), 19)
        paint.text(painter, lower, it.second, font(Role.SECONDARY), theme.text2)
        wide = paint.badge_width(it.badge)
        badge = QRectF(room.left(), 60, wide, paint.BADGE_HEIGHT)
        paint.badge(painter, badge, it.badge, it.tone, theme, it.badge_icon)
        x = badge.right() + 12
        draw_icon(painter, QRectF(x, 60, 16, paint.BADGE_HEIGHT), it.came_icon, theme.text2, 15)
        came = QRectF(x + 20, 60, room.right() - x - 20, paint.BADGE_HEIGHT)
        paint.text(painter, came, it.came, font(Role.SECONDARY), theme.text2)


class CardList(QWidget):
    """All cards as one stop of the Tab key: Up and Down choose. Signal ``chosen(rec)``."""

    chosen = Signal(str)

    def __init__(self, name: str, on_more: Callable[[], object], more: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._cards: list[MatterCard] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(7)
        self._more = Button(more, "quiet", icon="chevron-down", on=on_more)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4, 4, 4, 4)  # room for the focus ring
        whole.setSpacing(8)
        whole.addLayout(self._column)
        whole.addWidget(self._more)
        whole.addStretch(1)

    def render_state(self, lines: Sequence[CardLine], more: bool) -> None:
        """Show these cards; those that stay keep their widget, and so the focus."""
        if [card.line.rec for card in self._cards] == [line.rec for line in lines]:
            for card, line in zip(self._cards, lines, strict=True):
                if card.line != line:
                    card.set_line(line)
        else:
            focused = any(card.hasFocus() for card in self._cards)
            clear(self._column)
            self._cards = [self._made(line) for line in lines]
            if focused:
                self.take()
        self._more.setVisible(more)

    def _made(self, line: CardLine) -> MatterCard:
        card = MatterCard(line)
        card.clicked.connect(lambda _on=False, rec=line.rec: self.chosen.emit(rec))
        self._column.addWidget(card)
        card.show()  # at once: a hidden card cannot take the focus
        return card

    def take(self) -> None:
        """Put the keyboard on the chosen card, or the first."""
        if self._cards:
            at = next((card for card in self._cards if card.line.on), self._cards[0])
            at.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self._cards:
            super().keyPressEvent(event)
            return
        now = next((at for at, card in enumerate(self._cards) if card.hasFocus()), 0)
        card = self._cards[min(max(0, now + step), len(self._cards) - 1)]
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(card.line.rec)
