"""The rail: where one can go. Words and icons; icons alone below 1050 px."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.buttons import bind
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.tokens import R_BUTTON, RAIL_ICON, Role, Tone
from resources.words import N_, _

WIDE, NARROW = 206, 57
_ITEM, _ITEM_LOW = 36, 32


@dataclass(frozen=True, slots=True)
class Item:
    """One rail item; ``keys`` switches to it."""

    name: str
    words: str
    icon: str
    keys: str = ""


ITEMS = (
    Item("today", N_("Today"), "house", "Ctrl+1"),
    Item("visits", N_("Guidance sessions"), "footprints", "Ctrl+2"),
    Item("training", N_("Training"), "graduation-cap", "Ctrl+3"),
    Item("feedback", N_("Feedback"), "message-square-warning", "Ctrl+4"),
    Item("outreach", N_("Outreach"), "megaphone", "Ctrl+5"),
)
MORE = (
    Item("search", N_("Look up"), "search", "Ctrl+6"),
    Item("forms", N_("Forms"), "clipboard-list"),
    Item("leaflets", N_("Leaflets and print"), "printer", "Ctrl+8"),
    Item("sync", N_("Sync"), "refresh-cw", "Ctrl+0"),
)
FOOT = (
    Item("settings", N_("Settings"), "settings"),
    Item("help", N_("Help"), "circle-help", "F1"),
)


class RailButton(QAbstractButton):
    """One item, 36 px high; a count at the right, square-cornered."""

    focus_radius = R_BUTTON

    def __init__(self, item: Item, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self._count, self._tone = 0, "neutral"
        self.narrow = False
        self.low = False
        self.setCheckable(True)
        self.setText(_(item.words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int, tone: Tone) -> None:
        """What waits there; 0 shows nothing."""
        self._count, self._tone = count, tone
        words = _(self.item.words)
        self.setAccessibleName(f"{words}, {count}" if count else words)
        self.setToolTip(f"{words} ({self.item.keys})" if self.narrow and self.item.keys else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW - 20 if self.narrow else WIDE - 20, _ITEM_LOW if self.low else _ITEM)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on:
            paint.box(painter, rect.adjusted(1, 0, 0, 0), R_BUTTON, theme.surface, theme.line)
            paint.box(painter, QRectF(0, 8, 3, rect.height() - 16), 1.5, theme.accent)
        elif self.underMouse():
            paint.box(painter, rect.adjusted(1, 0, 0, 0), R_BUTTON, theme.sunken)
        ink = theme.accent if on else theme.text2
        left = (rect.width() - RAIL_ICON) / 2 if self.narrow else 12
        draw_icon(painter, QRectF(left, 0, RAIL_ICON, rect.height()), self.item.icon, ink, RAIL_ICON)
        count = f"{self._count}" if self._count < 1000 else "999+"
        colour, tint = theme.tone("error" if self._tone == "error" else "neutral")
        if self.narrow:
            if self._count:
                paint.text(painter, QRectF(left + 15, 3, 30, 14), count, sized(11, 700), colour)
            return
        paint.text(
            painter,
            QRectF(42, 0, rect.width() - 44, rect.height()),
            self.text(),
            sized(15, 600 if on else 400),
            theme.text,
        )
        if self._count:
            wide = max(22.0, round(paint.width_of(count, sized(12, 600))) + 12)
            box = QRectF(rect.right() - 8 - wide, rect.center().y() - 10, wide, 20)
            paint.box(painter, box, 4, theme.line if tint == theme.neutral_tint else tint)
            paint.text(painter, box, count, sized(12, 600), colour, paint.CENTRE)


class Mark(QWidget):
    """The plate with the alley gate, the program's name, and where the team works."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._where = ""
        self.narrow = False
        self.setFixedHeight(58)

    def set_where(self, where: str) -> None:
        self._where = where
        self.setAccessibleName(f"Ngõ Số, {where}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        size = 32 if self.narrow else 36
        left = (self.width() - size) / 2 if self.narrow else 14
        draw_icon(painter, QRectF(left, 14 if not self.narrow else 8, size, size), "mark", theme.plate, size)
        if self.narrow:
            return
        paint.text(painter, QRectF(58, 11, 146, 26), "Ngõ Số", sized(18, 700), theme.text)
        paint.text(painter, QRectF(58, 37, 146, 19), self._where, font(Role.SECONDARY), theme.text2)


class _Line(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.line(painter, 0, 7, self.width(), 7, theme_of(self).line)


class Rail(QWidget):
    """All items; ``on`` is called with the name of the one chosen."""

    def __init__(self, on: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: dict[str, RailButton] = {}
        self._mark = Mark(self)
        self._items = QVBoxLayout()
        self._items.setContentsMargins(10, 12, 10, 10)
        self._items.setSpacing(2)
        for item in ITEMS:
            self._add(item, on)
        self._items.addWidget(_Line(self))
        for item in MORE:
            self._add(item, on)
        self._items.addStretch(1)
        for item in FOOT:
            self._add(item, on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._mark)
        layout.addLayout(self._items, 1)
        self.set_narrow(False)

    def _add(self, item: Item, on: Callable[[str], object]) -> None:
        button = RailButton(item, self)
        button.clicked.connect(lambda: on(item.name))
        if item.keys:
            bind(self, item.keys, button.click)
        self._buttons[item.name] = button
        self._items.addWidget(button)
        button.set_count(0, "neutral")

    def light(self, name: str) -> None:
        """Mark the item whose screen is open."""
        for button in self._buttons.values():
            button.setChecked(button.item.name == name)

    def set_counts(self, counts: Mapping[str, tuple[int, Tone]]) -> None:
        for name, button in self._buttons.items():
            button.set_count(*counts.get(name, (0, "neutral")))

    def set_where(self, where: str) -> None:
        self._mark.set_where(where)

    def set_narrow(self, narrow: bool, low: bool = False) -> None:
        """Icons only, in a narrow window; lower items in a low one."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        tight = narrow or low
        self._items.setContentsMargins(
            8 if narrow else 10, 4 if tight else 12, 9 if narrow else 10, 4 if tight else 10
        )
        self._mark.narrow = narrow
        self._mark.setFixedHeight(44 if narrow else 58)
        for button in self._buttons.values():
            button.narrow, button.low = narrow, low
            button.setToolTip(
                f"{button.text()} ({button.item.keys})"
                if narrow and button.item.keys
                else button.text()
                if narrow
                else ""
            )
            button.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.transparent)
        paint.box(painter, QRectF(self.rect()), 0, theme.rail)
        paint.line(painter, self.width() - 1, 0, self.width() - 1, self.height(), theme.line)
