"""Arranging: page margins, rows and columns, a layout that flows, a body that scrolls."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.parts.tokens import PAGE_LEFT, PAGE_RIGHT, PAGE_TOP, S8, S12

PAGE_MARGINS = QMargins(PAGE_LEFT, PAGE_TOP, PAGE_RIGHT, S12)
STRETCH = None  # in ``row`` and ``column``: the place that takes what is left

Item = QWidget | QLayout | int | None


def row(*items: Item, spacing: int = S8) -> QHBoxLayout:
    """A row without margins. An ``int`` is a gap in px, ``STRETCH`` takes what is left."""
    made = QHBoxLayout()
    _fill(made, items, spacing)
    return made


def column(*items: Item, spacing: int = S8) -> QVBoxLayout:
    """A column without margins; items as in ``row``."""
    made = QVBoxLayout()
    _fill(made, items, spacing)
    return made


def _fill(layout: QBoxLayout, items: tuple[Item, ...], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for item in items:
        if item is STRETCH:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)


def boxed(layout: QLayout, margins: QMargins | None = None) -> QWidget:
    """A plain widget that holds ``layout``."""
    made = QWidget()
    if margins is not None:
        layout.setContentsMargins(margins)
    made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout`` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class ScrollBody(QScrollArea):
    """A body that scrolls upright and never sideways; what gets the focus is brought into view."""

    def __init__(
        self,
        body: QWidget | QLayout,
        *,
        margins: QMargins | None = PAGE_MARGINS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if isinstance(body, QLayout):
            body = boxed(body, margins)
        self._body = body
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(body)
        # A scroll area makes its viewport and body opaque: they then hide the ground of a card.
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._body.minimumSizeHint().width(), 80)


class Line(QFrame):
    """A 1 px separator across; ``upright`` for one that stands."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setForegroundRole(self.palette().ColorRole.Shadow)
        self.setBackgroundRole(self.palette().ColorRole.Shadow)
        self.setAutoFillBackground(True)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class FlowLayout(QLayout):
    """Left to right, then the next line: chips, badges, filter rows."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = S8, line_spacing: int | None = None
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._between = spacing if line_spacing is None else line_spacing
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(wide, max((size.height() for size in shown), default=0)) + self._margin_size()

    def minimumSize(self) -> QSize:
        least = QSize()
        for item in self._items:
            least = least.expandedTo(item.minimumSize())
        return least + self._margin_size()

    def _margin_size(self) -> QSize:
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(1, inner.width()), 16777215))
            if lines[-1] and x + size.width() > inner.width():
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self.spacing()
        y = inner.top()
        for line in lines:
            high = max((size.height() for _, size in line), default=0)
            x = inner.left()
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += high + self._between
        return y - self._between - rect.top() + self.contentsMargins().bottom()


def spread(widget: QWidget) -> QWidget:
    """Let the widget take the width there is."""
    policy = widget.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    widget.setSizePolicy(policy)
    return widget
