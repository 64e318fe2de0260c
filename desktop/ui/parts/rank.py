"""Choices to be put in order: by Alt+Up and Alt+Down, by buttons, or by dragging. No order until it is touched."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.focus import Led
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.labels import Text
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.notices import announce
from desktop.ui.parts.tokens import CONTROL, R_BADGE, R_BUTTON, Role
from resources.words import _

_ROW = CONTROL + 6
_MOST_SHOWN = 10
_KEY = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view = self.parent()
        assert isinstance(view, _List)
        theme = theme_of(view)
        rect = QRectF(option.rect).adjusted(0, 0, 0, -6)
        here = index.row() == view.currentRow()
        ranked = view.ranked
        edge = theme.accent if here and view.hasFocus() else theme.border if view.isEnabled() else theme.line
        paint.box(painter, rect, R_BUTTON, theme.tint if here and view.hasFocus() else theme.surface, edge)
        square = QRectF(rect.left() + 8, rect.center().y() - 11, 22, 22)
        if ranked:
            paint.plate(painter, square, str(index.row() + 1), theme)
        else:
            paint.box(painter, square, R_BADGE, theme.neutral_tint)
            paint.text(painter, square, "–", sized(13, 700), theme.text2, paint.CENTRE)
        room = rect.adjusted(40, 0, -36, 0)
        paint.text(painter, room, str(index.data() or ""), font(Role.BODY), theme.text)
        if view.isEnabled():
            spot = QRectF(rect.right() - 30, rect.top(), 20, rect.height())
            draw_icon(painter, spot, "grip-vertical", theme.text2, 18)


class _List(QListWidget):
    """The rows. ``moved(from, to)``: a person wants a row elsewhere."""

    moved = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.ranked = False
        self._held = -1
        self.setItemDelegate(_Rows(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(self.currentRow(), self.currentRow() + step)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._held = self.row_at(event) if event.button() == Qt.MouseButton.LeftButton else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.row_at(event)
        if self._held >= 0 and over >= 0 and over != self._held:
            self.moved.emit(self._held, over)
            self._held = over

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._held = -1

    def row_at(self, event: QMouseEvent) -> int:
        """The row under the pointer, or -1."""
        return self.indexAt(event.position().toPoint()).row()


class RankList(Led):
    """``ranked(keys)``: the order a person gave, ``[]`` when they took it back."""

    ranked = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = _List()
        self.list.moved.connect(self._move)
        self.up = Button("", icon="arrow-up", name=_("Move up (Alt+Up)"), on=lambda: self._by(-1))
        self.down = Button("", icon="arrow-down", name=_("Move down (Alt+Down)"), on=lambda: self._by(1))
        self.keep = Button(_("This order is right"), "soft", icon="check", on=self._tell)
        self.drop = Button(_("Take the order back"), "quiet", icon="x", on=lambda: self.ranked.emit([]))
        self._note = Text(_("Drag the rows, or press Alt with an arrow."), Role.SECONDARY, "text2", wrap=True)
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(self.up)
        side.addWidget(self.down)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.keep)
        foot.addWidget(self.drop)
        foot.addWidget(self._note, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(middle)
        whole.addLayout(foot)
        self.lead_by(self.list)

    def show_order(self, choices: Sequence[tuple[str, str]], order: Sequence[str]) -> None:
        """Show the choices (key, label) in this order, silently. Those without a place stand after the others, and
        none is numbered for as long as there are any."""
        labels = dict(choices)
        keys = [key for key in order if key in labels]
        ranked = bool(keys) and len(keys) == len(labels)
        keys += [key for key in labels if key not in keys]
        here = str(self.list.currentIndex().data(_KEY) or "")
        if keys != self.keys():
            self.list.clear()
            for key in keys:
                item = QListWidgetItem(labels[key])
                item.setData(_KEY, key)
                self.list.addItem(item)
            self.list.setCurrentRow(keys.index(here) if here in keys else 0)
            self.list.setFixedHeight(min(len(keys), _MOST_SHOWN) * _ROW)
        for row, key in enumerate(keys):
            if self.list.item(row).text() != labels[key]:
                self.list.item(row).setText(labels[key])
        self.list.ranked = ranked
        for row, key in enumerate(keys):
            said = f"{row + 1}. {labels[key]}" if ranked else labels[key]
            self.list.item(row).setData(Qt.ItemDataRole.AccessibleTextRole, said)
        self.keep.setVisible(not ranked and self.list.isEnabled())
        self.drop.setVisible(ranked and self.list.isEnabled())
        self.list.viewport().update()

    def set_locked(self, locked: bool) -> None:
        """Only shown."""
        for part in (self.list, self.up, self.down, self.keep, self.drop):
            part.setEnabled(not locked)
        self._note.setVisible(not locked)

    def keys(self) -> list[str]:
        """The keys as they stand, ranked or not."""
        return [str(self.list.item(row).data(_KEY)) for row in range(self.list.count())]

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.list.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self.list.setAccessibleDescription(description)

    def _by(self, step: int) -> None:
        self._move(self.list.currentRow(), self.list.currentRow() + step)

    def _move(self, row: int, to: int) -> None:
        if not 0 <= row < self.list.count() or not 0 <= to < self.list.count():
            return
        self.list.insertItem(to, self.list.takeItem(row))
        self.list.setCurrentRow(to)
        announce(self.list, f"{to + 1}. {self.list.item(to).text()}")
        self._tell()

    def _tell(self) -> None:
        self.ranked.emit(self.keys())
