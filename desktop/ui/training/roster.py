"""The roster as a table, with scores typed right in their cells."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.parts import ime
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.labels import Badge
from desktop.ui.parts.models import Index, KeysetModel
from desktop.ui.parts.notices import announce
from desktop.ui.parts.table import CELL, BadgeCell, Lines, NumberCell, Table
from desktop.ui.training.state import Line
from desktop.ui.training.views import NONE
from desktop.work.training import Score
from forms import codes
from resources.words import _

NAME, MARK, ARRIVED, PRE, POST = range(5)
SCORES: dict[int, Score] = {PRE: "pre_score", POST: "post_score"}
WIDTHS = {MARK: 170, ARRIVED: 110, PRE: 110, POST: 116}


class RosterModel(KeysetModel[Line]):
    """The lines of a roster; all are there at once."""

    def __init__(self) -> None:
        super().__init__(lambda _after: None)
        self.heads = (_("Full name"), _("Attendance"), _("Arrived at"), _("Score before"), _("Score after"))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; where the same people stand in the same order, cursor and scrolling stay."""
        if [it.row for it in lines] != [it.row for it in self._rows]:
            self.replace(lines)
            return
        self._rows = list(lines)
        if lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, POST))

    def find(self, row: str) -> int:
        """Where a roster row stands, or -1."""
        return next((at for at, it in enumerate(self._rows) if it.row == row), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        it = self.row(index)
        cells = (
            Lines(it.name, it.organisation),
            BadgeCell(it.mark.text, it.mark.tone, it.mark.icon),
            it.arrived,
            NumberCell(it.pre),
            NumberCell(it.post, strong=it.post != NONE),
        )
        if role == CELL:
            return cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (it.name, it.mark.text, it.arrived, it.pre, it.post)[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and section in SCORES:
            return int(Qt.AlignmentFlag.AlignRight)
        return super().headerData(section, orientation, role)


class ScoreBox(LineEdit):
    """A score being typed. ``done(step)``: Enter and Down 1, Up -1, Tab 0 (the other score); ``dropped`` on Esc."""

    done = Signal(int)
    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            ime.commit()
            self.done.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        self.done.emit(0)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        ime.commit()
        super().focusOutEvent(event)


class RosterTable(Table):
    """The roster. Enter or a click on a score types it; Enter there goes on to the next who is present.

    ``keep(row, which, text)`` keeps a score and returns what is wrong with it; ``scanned(text)`` hears a
    code that was scanned while a score was being typed, ``refused(words)`` of a score left behind unkept.
    """

    scanned = Signal(str)
    refused = Signal(str)
    row_moved = Signal(str)

    def __init__(self, keep: Callable[[str, Score, str], str], parent: QWidget | None = None) -> None:
        super().__init__(_("Roster"), parent=parent)
        self._keep = keep
        self.lines = RosterModel()
        self.set_model(self.lines, stretch=NAME, widths=WIDTHS)
        head = self.horizontalHeader()
        head.setSortIndicatorShown(True)
        head.setSortIndicator(NAME, Qt.SortOrder.DescendingOrder)
        self._at: tuple[str, int] | None = None
        self._column = PRE
        self._box = ScoreBox("", height=32, parent=self.viewport())
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.hide()
        self._fault = Badge("", "error", parent=self.viewport())
        self._fault.hide()
        self._box.done.connect(self._settle)
        self._box.dropped.connect(self._close)
        self._box.left.connect(self._left)
        self._box.textEdited.connect(lambda _text: self._fault.hide())
        self.opened.connect(self._enter)
        self.clicked.connect(self._press)
        self.moved.connect(lambda at: self.row_moved.emit(self.lines.row(at).row if at >= 0 else ""))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._place())

    def show_lines(self, lines: Sequence[Line], selected: str) -> None:
        """Show the roster with the cursor at ``selected``."""
        self.blockSignals(True)
        self.lines.show_lines(lines)
        at = self.lines.find(selected)
        if at != self.selected():
            self.select(at)
        self.blockSignals(False)
        self._place()

    def current(self) -> str:
        """The roster row under the cursor, or nothing."""
        at = self.selected()
        return self.lines.row(at).row if at >= 0 else ""

    def edit_score(self, row: str, column: int) -> None:
        """Begin to type a score of somebody who is there."""
        at = self.lines.find(row)
        if at < 0 or not self.lines.row(at).there:
            return
        line = self.lines.row(at)
        self._at, self._column = (row, column), column
        self.select(at)
        text = line.pre if column == PRE else line.post
        self._box.setText("" if text == NONE else text)
        self._box.setAccessibleName(f"{self.lines.heads[column]}: {line.name}")
        self._fault.hide()
        self._place()
        self._box.show()
        self._box.take()

    def _enter(self, at: int) -> None:
        line = self.lines.row(at)
        self.edit_score(line.row, PRE if line.pre == NONE else POST if line.post == NONE else self._column)

    def _press(self, index: QModelIndex) -> None:
        if index.column() in SCORES:
            self.edit_score(self.lines.row(index).row, index.column())

    def _settle(self, step: int) -> None:
        if self._at is None:
            return
        row, column = self._at
        text = self._box.value()
        if codes.kind_of(text):
            self._close()
            self.scanned.emit(text)
            return
        if fault := self._keep(row, SCORES[column], text):
            self._say(fault)
            return
        following = (row, PRE if column == POST else POST) if step == 0 else (self._next(row, step), column)
        if following[0]:
            self.edit_score(*following)
        else:
            self._close()

    def _next(self, row: str, step: int) -> str:
        rows = self.lines.rows()
        at = self.lines.find(row) + step
        while 0 <= at < len(rows):
            if rows[at].there:
                return rows[at].row
            at += step
        return ""

    def _left(self) -> None:
        if self._at is None:
            return
        (row, column), text = self._at, self._box.value()
        self._close(refocus=False)
        if fault := self._keep(row, SCORES[column], text):
            self.refused.emit(fault)

    def _close(self, *, refocus: bool = True) -> None:
        self._at = None
        if refocus:
            self.setFocus()
        self._box.hide()
        self._fault.hide()

    def _say(self, fault: str) -> None:
        self._fault.set_badge(fault, "error")
        self._fault.adjustSize()
        self._fault.show()
        self._place()
        self._box.setProperty("fault", True)
        self._box.update()
        announce(self._box, fault, urgent=True)

    def _place(self) -> None:
        if self._at is None:
            return
        row, column = self._at
        at = self.lines.find(row)
        if at < 0:
            self._close()
            return
        cell = self.visualRect(self.lines.index(at, column))
        self._box.setGeometry(cell.adjusted(14, 7, -2, -8))
        hint: QSize = self._fault.sizeHint()
        left = cell.right() - 2 - hint.width()
        below = cell.bottom() + hint.height() < self.viewport().height()
        self._fault.move(left, cell.bottom() - 4 if below else cell.top() - hint.height() + 4)
        self._fault.raise_()
        self._box.setProperty("fault", self._fault.isVisible())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 132)
