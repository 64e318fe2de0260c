"""The table: two-line rows, plates, badges, icons, group rows; no zebra, no upright lines.

A model answers ``CELL`` with one of the cell kinds below, and ``DisplayRole`` with plain words for
screen readers and copying; ``CELL`` falls back to ``DisplayRole``.
"""

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.parts import paint
from desktop.ui.parts.cells import (
    CELL,
    BadgeCell,
    Cell,
    GroupCell,
    IconCell,
    Index,
    Lines,
    LinkCell,
    NumberCell,
    PlateCell,
    QuietCell,
    cell_of,
    cell_width,
    draw_cell,
)
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.models import KeysetModel
from desktop.ui.parts.tokens import R_CARD, Role

__all__ = [
    "CELL",
    "BadgeCell",
    "Cell",
    "Cells",
    "GroupCell",
    "IconCell",
    "Lines",
    "LinkCell",
    "NumberCell",
    "PlateCell",
    "QuietCell",
    "Table",
    "cell_of",
]

HEAD, ONE_LINE, TWO_LINES, GROUP = 36, 38, 48, 28
_PAD = 14


class Cells(QStyledItemDelegate):
    """Paints every kind of cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        assert isinstance(table, Table)
        theme = theme_of(table)
        rect = QRectF(option.rect)
        cell = cell_of(index)
        if isinstance(cell, GroupCell):
            painter.fillRect(rect, QColor(theme.sunken))
            paint.text(
                painter, rect.adjusted(_PAD, 0, -_PAD, 0), cell.text, font(Role.SECONDARY_STRONG), theme.text2
            )
            return
        first = index.column() == table.first_column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.tint))
            if first:
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height() - 1), QColor(theme.accent))
        paint.line(painter, rect.left(), rect.bottom() - 1, rect.right(), rect.bottom() - 1, theme.line)
        draw_cell(painter, rect.adjusted(_PAD if first else 8, 0, -8, -1), cell, theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(int(cell_width(cell_of(index))) + 24, TWO_LINES)


class Head(QHeaderView):
    """The head: 36 px, 13/600, the arrow beside the sorted column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEAD)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSectionSize(32)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = theme_of(self)
        area = QRectF(rect)
        painter.fillRect(rect, QColor(theme.surface))
        paint.line(painter, area.left(), area.bottom() - 1, area.right(), area.bottom() - 1, theme.line)
        model = self.model()
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        align = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        right = align is not None and bool(int(align) & int(Qt.AlignmentFlag.AlignRight))
        inner = area.adjusted(_PAD if self.visualIndex(section) == 0 else 8, 0, -8, 0)
        paint.text(
            painter,
            inner,
            words,
            font(Role.SECONDARY_STRONG),
            theme.text2,
            paint.RIGHT if right else paint.LEFT,
        )
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            x = inner.left() + paint.width_of(words, font(Role.SECONDARY_STRONG)) + 6
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            draw_icon(
                painter,
                QRectF(x, 0, 14, area.height()),
                "chevron-up" if up else "chevron-down",
                theme.text2,
                14,
            )


class _Rim(QWidget):
    """The card's line and round corners over whatever lies in the table."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Only the edge is ours; the rest stays free so that scrolling need not repaint beneath.
        inner = self.rect().adjusted(R_CARD, R_CARD, -R_CARD, -R_CARD)
        across = self.rect().adjusted(1, R_CARD, -1, -R_CARD)
        along = self.rect().adjusted(R_CARD, 1, -R_CARD, -1)
        self.setMask(QRegion(self.rect()) - QRegion(inner) - QRegion(across) - QRegion(along))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), R_CARD, R_CARD)
        with paint.saved(painter):
            painter.fillPath(outside - inside, QColor(theme.ground))
        paint.box(painter, QRectF(self.rect()), R_CARD, None, theme.line)


class Table(QTableView):
    """A whole-row table on a card. Signals: ``opened(row)`` on Enter or double click, ``pressed(row, column)``
    on a ``LinkCell``, ``moved(row)`` when another row is selected (-1 when none is).

    ``framed``: it draws its own card; inside a ``Card(flush=True)`` say False.
    """

    opened = Signal(int)
    pressed = Signal(int, int)
    moved = Signal(int)

    def __init__(
        self, name: str, *, two_lines: bool = True, framed: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = TWO_LINES if two_lines else ONE_LINE
        self._rim = _Rim(self) if framed else None
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAccessibleName(name)
        self.setHorizontalHeader(Head(self))
        self.setItemDelegate(Cells(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self._row)
        self.verticalHeader().setMinimumSectionSize(GROUP)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def set_model(self, model: KeysetModel, *, stretch: int, widths: dict[int, int] | None = None) -> None:  # type: ignore[type-arg]
        """Show ``model``; the column ``stretch`` takes what is left, ``widths`` are the others' px."""
        self.setModel(model)
        model.modelReset.connect(self._dress_all)
        model.rowsInserted.connect(lambda _parent, first, last: self._dress(first, last))
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        for column in range(model.columnCount()):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        for column, width in (widths or {}).items():
            self.setColumnWidth(column, width)
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        self._dress_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._rim is not None:
            self._rim.setGeometry(self.rect())
            self._rim.raise_()

    def first_column(self) -> int:
        """The column at the left edge."""
        return self.horizontalHeader().logicalIndex(0)

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        group = now.isValid() and isinstance(cell_of(now.siblingAtColumn(0)), GroupCell)
        self.moved.emit(now.row() if now.isValid() and not group else -1)

    def _dress_all(self) -> None:
        self.clearSpans()
        self._dress(0, self.model().rowCount() - 1)

    def _dress(self, first: int, last: int) -> None:
        """Group rows are lower and span the table."""
        model = self.model()
        columns = model.columnCount()
        for row in range(first, last + 1):
            if isinstance(cell_of(model.index(row, 0)), GroupCell):
                self.setRowHeight(row, GROUP)
                self.setSpan(row, 0, 1, columns)
            elif self.rowHeight(row) != self._row:
                self.setRowHeight(row, self._row)

    def select(self, row: int) -> None:
        """Select a row and bring it into view; -1 selects none."""
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0))

    def selected(self) -> int:
        """The selected row, or -1."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def _clicked(self, index: QModelIndex) -> None:
        if isinstance(cell_of(index), LinkCell):
            self.pressed.emit(index.row(), index.column())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Arrows pass over group rows."""
        index = super().moveCursor(action, modifiers)
        step = -1 if index.row() < self.currentIndex().row() else 1
        while index.isValid() and isinstance(cell_of(index.siblingAtColumn(0)), GroupCell):
            beyond = index.siblingAtRow(index.row() + step)
            if not beyond.isValid():
                return self.currentIndex()
            index = beyond
        return index

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        elif (
            event.text().isprintable()
            and event.text().strip()
            and not event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            event.ignore()  # no search by typing: it only knows whole first letters, and a scan may be coming in
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if index.isValid() and self.hasFocus():
            top, high = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
            frame = QRectF(0, top, self.viewport().width(), high)
            paint.box(QPainter(self.viewport()), frame, 0, None, theme_of(self).accent, 2)
