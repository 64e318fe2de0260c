"""A list of choices that stays quick at any length: rows are drawn, not made; typing narrows it, marks or none."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QListView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.parts import ime, paint
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.labels import tip
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.notices import SHADOW, announce, shadow
from desktop.ui.parts.tokens import CONTROL, R_CARD, R_FIELD, Role
from forms.text import fold
from resources.words import _

_MOST_SHOWN = 8  # rows of the popup

_Index = QModelIndex | QPersistentModelIndex


class Picks(QAbstractListModel):
    """Choices (key, label), those that match what was typed, and which are on."""

    def __init__(self, *, many: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.many = many
        self._all: Sequence[tuple[str, str]] = ()
        self._folded: list[str] = []
        self._rows: Sequence[int] = ()
        self._typed = ""
        self._on: frozenset[str] = frozenset()

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Replace them; nothing is folded before somebody types."""
        self.beginResetModel()
        self._all, self._folded, self._typed = choices, [], ""
        self._rows = range(len(choices))
        self.endResetModel()

    def set_on(self, keys: Collection[str]) -> None:
        """Choose exactly these; silent."""
        self._on = frozenset(keys)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def narrow(self, typed: str) -> None:
        """Show choices in which each typed word begins a word."""
        words = fold(typed).split()
        wanted = " ".join(words)
        if wanted == self._typed:
            return
        if words and not self._folded:
            self._folded = [" " + fold(label) for _key, label in self._all]
        within = self._rows if self._typed and wanted.startswith(self._typed) else range(len(self._all))
        self.beginResetModel()
        self._typed = wanted
        self._rows = [at for at in within if all(f" {word}" in self._folded[at] for word in words)]
        self.endResetModel()

    def on(self) -> frozenset[str]:
        return self._on

    def key(self, row: int) -> str:
        return self._all[self._rows[row]][0]

    def label(self, key: str) -> str:
        """The words of a choice, shown or not; ``""`` for one that is not there."""
        return next((label for own, label in self._all if own == key), "")

    def row_of(self, key: str) -> int:
        """The row that shows ``key``, or -1."""
        return next((row for row, at in enumerate(self._rows) if self._all[at][0] == key), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            label = self._all[self._rows[index.row()]][1]
            return label if role == Qt.ItemDataRole.DisplayRole else tip(label)
        if role == Qt.ItemDataRole.CheckStateRole and self.many:
            on = self.key(index.row()) in self._on
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return None


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, CONTROL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view = self.parent()
        assert isinstance(view, PickList)
        theme, picks = theme_of(view), view.picks
        rect = QRectF(option.rect)
        on = picks.key(index.row()) in picks.on()
        if index.row() == view.currentIndex().row() and (view.lit or view.hasFocus()):
            paint.box(painter, rect.adjusted(3, 1, -3, -1), 5, theme.tint)
            if view.hasFocus():
                paint.box(painter, rect.adjusted(3, 1, -3, -1), 5, None, theme.accent, 2)
        left = 14.0
        if picks.many:
            paint.check_mark(
                painter, QRectF(rect.left() + 12, rect.center().y() - 9, 18, 18), on, view.isEnabled(), theme
            )
            left = 40.0
        elif on:
            paint.tick(painter, QPointF(rect.right() - 18, rect.center().y()), 12, theme.accent)
        ink = theme.text if view.isEnabled() else theme.text2
        paint.text(painter, rect.adjusted(left, 0, -34, 0), str(index.data() or ""), font(Role.BODY), ink)


class PickList(QListView):
    """The rows. ``toggled(key)``: a person pressed one, or Space or Enter on it."""

    toggled = Signal(str)
    lit = False  # the current row shows although the focus is elsewhere

    def __init__(self, *, many: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picks = Picks(many=many, parent=self)
        self.setModel(self.picks)
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.toggled.emit(self.picks.key(self.currentIndex().row()))
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.toggled.emit(self.picks.key(index.row()))

    def step(self, by: int) -> None:
        """Move the current row, around the ends."""
        if count := self.picks.rowCount():
            now = self.currentIndex().row()
            self.go((now + by) % count if now >= 0 else 0)

    def go(self, row: int) -> None:
        """Make this the current row."""
        if 0 <= row < self.picks.rowCount():
            self.setCurrentIndex(self.picks.index(row))
            self.scrollTo(self.picks.index(row))


class Framed(QFrame):
    """The border of a field around a list."""

    def __init__(self, layout: QLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout.setContentsMargins(3, 3, 3, 3)
        self.setLayout(layout)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        paint.box(QPainter(self), QRectF(self.rect()), R_FIELD, theme.surface, theme.border)


class _Popup(QFrame):
    """The list under its box: a child of the window, not a window, which would take the input method's keyboard."""

    def __init__(self, inside: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SHADOW + 2, SHADOW + 6, SHADOW + 2, SHADOW + 6)
        whole.addWidget(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        whole = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        shadow(painter, whole, R_CARD, theme)
        paint.box(painter, whole, R_CARD, theme.surface, theme.line)


class PickBox(LineEdit):
    """One box for a long list: typing narrows the list under it, Enter takes the row, Esc closes it.

    ``picked(keys)`` tells what is chosen after a person chose. One choice stands in the box in its own words;
    with ``many`` the list stays open and the owner shows what is on.
    """

    picked = Signal(list)

    def __init__(self, *, many: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(_("Type to search"), icon="search", parent=parent)
        self.list = PickList(many=many)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Choices"))
        self.list.lit = True
        self.popup = _Popup(self.list, self)
        self.popup.hide()
        self.destroyed.connect(self.popup.deleteLater)
        self._choices: object = ()
        self._body: QScrollArea | None = None
        self.textEdited.connect(lambda _text: self._narrow())
        self.list.toggled.connect(self._take)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Replace the choices; silent."""
        if choices is not self._choices:
            self._choices = choices
            self.list.picks.set_choices(choices)

    def set_values(self, keys: Sequence[str]) -> None:
        """Choose exactly these; silent."""
        self.list.picks.set_on(keys)
        if not self.hasFocus():
            self._settle()

    def values(self) -> list[str]:
        return [key for key, _label in self.list.picks._all if key in self.list.picks.on()]

    def open(self) -> None:
        """Show the list."""
        if self.isReadOnly() or not self.isVisible():
            return
        self._watch_body()
        rows = self.list.picks.rowCount()
        window = self.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
        at = self.mapTo(window, QPoint(0, self.height() + 4))
        high = max(1, min(rows, _MOST_SHOWN)) * CONTROL + 2 * SHADOW + 14
        top = at.y() - SHADOW
        if at.y() + high > window.height() and at.y() - self.height() > high:
            top = at.y() - self.height() - 8 - high + SHADOW
        wide = min(max(self.width(), 320), window.width() - at.x() - 8) + 2 * SHADOW
        self.popup.setGeometry(at.x() - SHADOW, top, wide, high)
        self.popup.setVisible(rows > 0)
        self.popup.raise_()

    def _watch_body(self) -> None:
        """The list goes with its box when the page is scrolled."""
        body = self.parentWidget()
        while body is not None and not isinstance(body, QScrollArea):
            body = body.parentWidget()
        if body is not None and body is not self._body:
            self._body = body
            body.verticalScrollBar().valueChanged.connect(self._follow)

    def _follow(self) -> None:
        if self.popup.isVisible():
            self.open()
            self.popup.setVisible(not self.visibleRegion().isEmpty())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shown = event.key(), self.popup.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if shown:
                self.list.step(1 if key == Qt.Key.Key_Down else -1)
                announce(self, str(self.list.currentIndex().data() or ""))
            else:
                self._narrow(fresh=True)
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and shown
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            ime.commit()
            if self.list.currentIndex().isValid():
                self._take(self.list.picks.key(self.list.currentIndex().row()))
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if self.preedit and not self.isReadOnly():  # letters being composed narrow the list as well
            self._narrow()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.popup.isVisible():
                self.popup.hide()
                event.accept()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self.popup.hide()
            self._settle()
        elif event.type() == QEvent.Type.Hide:
            self.popup.hide()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.popup.isVisible():
            self.selectAll()
            self._narrow(fresh=True)

    def _narrow(self, fresh: bool = False) -> None:
        """``fresh``: the box was opened, not typed in: all choices show, from the chosen one on."""
        picks = self.list.picks
        if not fresh and not self.text() and picks.on() and not picks.many:
            picks.set_on(())
            self.picked.emit([])
        picks.narrow("" if fresh else self.value())
        self.open()
        here = picks.row_of(next(iter(picks.on()), "")) if fresh else 0
        self.list.go(max(here, 0))

    def _take(self, key: str) -> None:
        picks = self.list.picks
        if self.isReadOnly():
            return
        if picks.many:
            picks.set_on(picks.on() ^ {key})
        else:
            picks.set_on({key})
            self.popup.hide()
            self._settle()
        self.picked.emit(self.values())

    def _settle(self) -> None:
        """The box says what is chosen; half a word that chose nothing goes."""
        picks = self.list.picks
        chosen = "" if picks.many else picks.label(next(iter(picks.on()), ""))
        if self.text() != chosen:
            self.setText(chosen)
            self.setCursorPosition(0)
        picks.narrow("")
