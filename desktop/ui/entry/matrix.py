"""Questions with the same choices as one table: a row each, the choices' words once, at the top."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.entry.asked import Remark, Words, stops_of
from desktop.ui.entry.controls import Acts
from desktop.ui.entry.state import Item
from desktop.ui.entry.tiles import OneOf
from desktop.ui.parts import paint
from desktop.ui.parts.focus import Led
from desktop.ui.parts.layouts import Line
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.tokens import CONTROL, R_BUTTON, Role

_LEAST, _MOST, _ROOM = 64, 140, 560  # px of a column, and of all


class _One(QRadioButton):
    """A cell: the whole of it is the target."""

    focus_radius = R_BUTTON

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return QSize(_LEAST, CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw(self, paint.radio_mark)


class _Many(QCheckBox):
    """A cell of a question that takes several."""

    focus_radius = R_BUTTON

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return QSize(_LEAST, CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw(self, paint.check_mark)


def _draw(cell: QAbstractButton, mark: object) -> None:
    theme, painter = theme_of(cell), QPainter(cell)
    rect = QRectF(cell.rect())
    if cell.underMouse() and cell.isEnabled():
        paint.box(painter, rect.adjusted(2, 1, -2, -1), R_BUTTON, theme.ground)
    spot = QRectF(rect.center().x() - 9, rect.center().y() - 9, 18, 18)
    assert callable(mark)
    mark(painter, spot, cell.isChecked(), cell.isEnabled(), theme)


class Cells(Led):
    """The choices of one row."""

    def __init__(self, item: Item, acts: Acts, wide: int, *, many: bool) -> None:
        super().__init__()
        self._path, self._acts, self._many = item.path, acts, many
        self._labels: tuple[str, ...] = ()
        self._one = OneOf(acts, item.path)
        self.cells: dict[str, QAbstractButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for option in item.options:
            cell = _Many() if many else _One()
            cell.setAutoExclusive(not many)
            cell.setFixedSize(wide, CONTROL)
            cell.toggled.connect(lambda on, value=option.value: self._toggled(value, on))
            if not many:
                self._one.watch(cell)
            self.cells[option.value] = cell
            line.addWidget(cell)
        if self.cells:
            self.lead_by(next(iter(self.cells.values())))

    def button(self, value: str) -> QAbstractButton:
        """The cell of one choice."""
        return self.cells[value]

    def values(self) -> list[str]:
        return [value for value, cell in self.cells.items() if cell.isChecked()]

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._labels = ()

    def show_item(self, item: Item) -> None:
        self._one.show_item(item)
        labels = tuple(it.label for it in item.options)
        if labels != self._labels:
            self._labels = labels
            for cell, label in zip(self.cells.values(), labels, strict=True):
                cell.setAccessibleName(f"{self.accessibleName()}: {label}")
        for value, cell in self.cells.items():
            cell.blockSignals(True)
            cell.setAutoExclusive(False)
            cell.setChecked(value in item.chosen)
            cell.setAutoExclusive(not self._many)
            cell.blockSignals(False)
            cell.setEnabled(not item.locked)
            cell.update()

    def _toggled(self, value: str, on: bool) -> None:
        if self._many:
            self._acts.answered(self._path, self.values() or None)
        elif on:
            self._one.chose(value)


class MatrixRow(QWidget):
    """One question of a table: what ``Answer`` is elsewhere."""

    def __init__(self, item: Item, acts: Acts, wide: int, *, many: bool) -> None:
        super().__init__()
        self.control = Cells(item, acts, wide, many=many)
        self.words = Words(Role.BODY)
        self._fault = Remark("circle-alert", "error")
        self._item: Item | None = None
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.words, 1)
        line.addWidget(self.control)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 3, 0, 3)
        whole.setSpacing(2)
        whole.addLayout(line)
        whole.addWidget(self._fault)
        self._fault.hide()
        self.words.names(self.control)
        self.show_item(item)

    def show_item(self, item: Item, *, quiet: bool = False) -> None:
        """Draw the row; ``quiet``: the head says that all may be left empty."""
        before, self._item = self._item, item
        self.words.say(
            item.label,
            item.rich,
            optional=item.optional and not quiet,
            hint=item.hint,
            rich_hint=item.rich_hint,
        )
        if before is None or before.label != item.label:
            self.control.setAccessibleName(item.label)
        self.control.setAccessibleDescription(". ".join(it for it in (item.fault, item.hint) if it))
        self.control.show_item(item)
        self._fault.say(item.fault)

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return stops_of(self.control)

    def fault(self) -> str:
        """The fault shown, or an empty string."""
        return self._fault.text()

    def warning(self) -> str:
        return ""


class Matrix(QWidget):
    """Head and rows. ``rows`` by path."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__()
        self.rows: dict[str, MatrixRow] = {}
        self._wide = _column(item)
        self._words = Words()
        self._heads = [Words(Role.SECONDARY) for _option in item.options]
        many = "many" in item.look
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._words, 1)
        head.addSpacing(8)
        for words in self._heads:
            words.setFixedWidth(self._wide)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            words.setContentsMargins(3, 0, 3, 0)
            head.addWidget(words)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(head)
        self._lines: dict[str, Line] = {}
        for row in item.items:
            self._lines[row.path] = Line()
            self.rows[row.path] = MatrixRow(row, acts, self._wide, many=many)
            whole.addWidget(self._lines[row.path])
            whole.addWidget(self.rows[row.path])

    def show_item(self, item: Item) -> None:
        """Draw head and rows."""
        free = [it.optional and not it.locked for it in item.items if it.shown]
        self._words.say(item.label, item.rich, hint=item.hint, optional=bool(free) and all(free))
        self._words.setVisible(True)  # empty, it still keeps the choices' words at the right
        for words, option in zip(self._heads, item.options, strict=True):
            words.say(option.label)
        for row in item.items:
            self.rows[row.path].setVisible(row.shown)
            self._lines[row.path].setVisible(row.shown)
            self.rows[row.path].show_item(row, quiet=all(free))

    def fits(self, item: Item) -> bool:
        """Whether it has these rows and choices."""
        same = list(self.rows) == [it.path for it in item.items]
        return same and all(
            list(self.rows[it.path].control.cells) == [o.value for o in it.options] for it in item.items
        )

    def stops(self) -> list[QWidget]:
        """Where Tab stops, row by row."""
        return [it for row in self.rows.values() for it in row.stops()]


def _column(item: Item) -> int:
    """Px of one choice: its longest word at least, all of them in the room there is."""
    words = [word for it in item.options for word in it.label.split()] or [""]
    longest = max(paint.width_of(word, font(Role.SECONDARY)) for word in words) + 12
    usual = max(paint.width_of(it.label, font(Role.SECONDARY)) for it in item.options) if item.options else 0
    each = _ROOM / max(len(item.options), 1)
    return int(min(max(_LEAST, longest, min(usual + 16, _MOST)), max(each, _LEAST)))
