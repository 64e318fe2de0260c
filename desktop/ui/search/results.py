"""Search results as a list: groups with heads, the matched part of a name bold and underlined."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.ui.parts import paint
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.suggest import matched
from desktop.ui.parts.tokens import R_BUTTON, Role, Theme
from desktop.ui.search.state import Line

_ROW, _ONE, _HEAD = 50, 38, 28
_LINE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def replace(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join(part for part in (line.plate, line.title, line.second) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not self.lines[index.row()].kind:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(_LINE)
        return QSize(200, _HEAD if not line.kind else _ROW if line.second else _ONE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        results = self.parent()
        assert isinstance(results, Results)
        theme, line = theme_of(results), index.data(_LINE)
        rect = QRectF(option.rect)
        if not line.kind:
            paint.text(
                painter, rect.adjusted(14, 4, -14, 0), line.title, font(Role.SECONDARY_STRONG), theme.text2
            )
            return
        rect = rect.adjusted(6, 1, -6, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            paint.box(painter, rect, R_BUTTON - 1, theme.tint)
            paint.box(painter, QRectF(rect.left(), rect.top() + 10, 3, rect.height() - 20), 1.5, theme.accent)
            if results.hints_enter:
                left = rect.right() - 12 - paint.keycap_width("Enter")
                paint.keycap(painter, left, rect.center().y(), "Enter", theme.text2, theme.line)
        lead = QRectF(
            rect.left() + 10, rect.center().y() - 13, max(50.0, paint.plate_width(line.plate, 26)), 26
        )
        if line.plate:
            paint.plate(painter, lead, line.plate, theme)
        else:
            draw_icon(painter, lead, line.icon, theme.text2)
        left = lead.right() + 12
        room = rect.right() - left - (70 if results.hints_enter else 12)
        top = rect.top() + 3 if line.second else rect.center().y() - 11
        draw_match(painter, QRectF(left, top, room, 22), line.title, results.typed, theme)
        if line.second:
            lower = QRectF(left, rect.top() + 24, room, 20)
            paint.text(painter, lower, line.second, font(Role.SECONDARY), theme.text2)


def draw_match(painter: QPainter, rect: QRectF, title: str, typed: str, theme: Theme) -> None:
    """``title`` in one line, what was typed of it bold and underlined."""
    span = matched(title, typed) or next(
        (found for word in typed.split() if (found := matched(title, word))), None
    )
    if span is None:
        paint.text(painter, rect, title, font(Role.BODY), theme.text)
        return
    x = rect.left()
    for at, (start, end) in enumerate(pairwise((0, *span, len(title)))):
        face = sized(15, 700 if at == 1 else 400)
        wide = min(paint.width_of(title[start:end], face), rect.right() - x)
        if wide <= 0 or start == end:
            continue
        paint.text(
            painter, QRectF(x, rect.top(), wide + 0.5, rect.height()), title[start:end], face, theme.text
        )
        if at == 1:
            paint.box(painter, QRectF(x, rect.top() + 20, wide, 2), 0, theme.accent)
        x += wide


class Results(QListView):
    """Signals: ``opened(line)`` on Enter, click or double click, ``lit(line)`` when another line is selected.

    ``one_click``: a click opens; otherwise it selects. ``hints_enter``: the lit line bears an Enter key.
    """

    opened = Signal(object)
    lit = Signal(object)

    def __init__(self, name: str, *, one_click: bool = False, hints_enter: bool = False) -> None:
        super().__init__()
        self.typed = ""
        self.hints_enter = hints_enter
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._current_changed)
        (self.clicked if one_click else self.doubleClicked).connect(
            lambda index: self.opened.emit(index.data(_LINE))
        )

    def show_lines(self, lines: Sequence[Line], typed: str) -> None:
        """Show these lines, the first record lit."""
        kept = self.current()
        self.typed = typed
        self._model.replace(lines)
        same = next(
            (
                at
                for at, it in enumerate(lines)
                if kept is not None and (it.kind, it.rec) == (kept.kind, kept.rec)
            ),
            -1,
        )
        first = next((at for at, it in enumerate(lines) if it.kind), -1)
        self.light(same if same >= 0 and not self.hints_enter else first)
        self._show_first_head()

    def light(self, at: int) -> None:
        """Select the line at ``at``, -1 none."""
        self.setCurrentIndex(self._model.index(at, 0) if at >= 0 else QModelIndex())

    def step(self, by: int) -> None:
        """The next line, or the one before; heads are passed over, the end leads to the beginning."""
        lines = self._model.lines
        stops = [at for at, it in enumerate(lines) if it.kind]
        if stops:
            now = self.currentIndex().row()
            at = stops.index(now) + by if now in stops else 0
            self.light(stops[at % len(stops)])

    def current(self) -> Line | None:
        """The line that is lit."""
        index = self.currentIndex()
        return self._model.lines[index.row()] if index.isValid() else None

    def lines(self) -> tuple[Line, ...]:
        return self._model.lines

    def height_wanted(self) -> int:
        """Px that show every line."""
        return sum(self.sizeHintForRow(row) for row in range(self._model.rowCount())) + 8

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_first_head()

    def _show_first_head(self) -> None:
        if self.currentIndex().row() == 1:
            self.scrollToTop()

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.lit.emit(now.data(_LINE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (line := self.current()) is not None:
            self.opened.emit(line)
        elif event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)
