"""Surfaces: cards, sunken strips, rows of two lines, label and value pairs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.labels import Icon, Plate, Text
from desktop.ui.parts.layouts import Line, clear
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.tokens import CARD_PADDING, R_BUTTON, R_CARD, S8, S12, Role
from resources.words import _


class Card(QFrame):
    """A surface with a line around it. ``link`` is a button at the right of the title row, ``note`` words.

    ``flush``: the body goes from edge to edge (rows, tables); put ``Line()`` between its rows.
    """

    def __init__(
        self,
        title: str = "",
        *,
        note: str = "",
        link: QWidget | None = None,
        role: Role = Role.CARD_TITLE,
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = Text(title, role)
        self.note = Text(note, Role.SECONDARY, "text2")
        self.body = QVBoxLayout()
        self.body.setSpacing(0 if flush else S8)
        whole = QVBoxLayout(self)
        whole.setSpacing(0 if flush else S8)
        self.head = QHBoxLayout()
        self.head.setSpacing(S8)
        pad = CARD_PADDING
        if flush:
            whole.setContentsMargins(1, 0, 1, 1)
            self.head.setContentsMargins(
                pad, 8 if link is not None else 11, pad, 6 if link is not None else 9
            )
        else:
            whole.setContentsMargins(pad, 12, pad, 14)
        if title:
            self.setAccessibleName(title)
            self.head.addWidget(self.title)
            self.head.addStretch(1)
            self.head.addWidget(self.note)
            if link is not None:
                self.head.addWidget(link)
            whole.addLayout(self.head)
            if flush:
                whole.addWidget(Line())
        else:
            for unused in (self.title, self.note):
                unused.setParent(self)
                unused.hide()
        whole.addLayout(self.body, 1)

    def add(self, *items: QWidget | QLayout) -> "Card":
        """Append to the body."""
        for item in items:
            if isinstance(item, QWidget):
                self.body.addWidget(item)
            else:
                self.body.addLayout(item)
        return self

    def set_title(self, title: str) -> None:
        self.title.setText(title)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        self.note.setText(note)

    def clear(self) -> None:
        """Empty the body."""
        clear(self.body)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        paint.box(QPainter(self), QRectF(self.rect()), R_CARD, theme.surface, theme.line)


class Sunken(QFrame):
    """A strip without a border, a little darker than the ground: what is carried or explained."""

    def __init__(
        self, layout: QLayout, *, padding: tuple[int, int] = (14, 10), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout.setContentsMargins(padding[0], padding[1], padding[0], padding[1])
        self.setLayout(layout)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), QRectF(self.rect()), R_BUTTON, theme_of(self).sunken)


class CarriedStrip(QFrame):
    """What is carried from the last record: parts parted by dots, a note, and one button to change them; 42 px."""

    def __init__(
        self,
        *,
        keys: str = "Alt+D",
        on_change: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(42)
        self._parts = Text("", Role.LABEL)
        self._note = Text("", Role.SECONDARY, "text2")
        self.change = Button(_("Change"), "quiet", icon="pencil", keys=keys, on=on_change)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 3, 6, 3)
        whole.setSpacing(8)
        whole.addWidget(Icon("map-pin"))
        whole.addWidget(self._parts)
        whole.addSpacing(6)
        whole.addWidget(self._note)
        whole.addStretch(1)
        whole.addWidget(self.change)

    def set_parts(self, parts: Sequence[str], note: str = "") -> None:
        """Show the carried values, in reading order."""
        self._parts.setText("  ·  ".join(parts))
        self._note.setText(note)
        self.setAccessibleName(", ".join([*parts, note]))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), QRectF(self.rect()), R_BUTTON, theme_of(self).sunken)


class TwoLines(QWidget):
    """A title with a secondary line beneath; both wrap when there is no room."""

    def __init__(
        self, title: str, second: str = "", *, strong: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = Text(title, Role.CARD_TITLE if strong else Role.LABEL, wrap=True)
        self.second = Text(second, Role.SECONDARY, "text2", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addStretch(1)
        whole.addWidget(self.title)
        whole.addWidget(self.second)
        whole.addStretch(1)
        self.second.setVisible(bool(second))

    def set_lines(self, title: str, second: str = "") -> None:
        self.title.setText(title)
        self.second.setText(second)
        self.second.setVisible(bool(second))


class ListRow(QWidget):
    """A row of a list: lead (``Plate``, ``IconTile``, ``Text``), two lines, then badges and buttons at the right."""

    def __init__(
        self,
        title: str,
        second: str = "",
        *,
        lead: QWidget | None = None,
        trail: Sequence[QWidget] = (),
        strong: bool = False,
        padding: tuple[int, int] = (CARD_PADDING, S8),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lines = TwoLines(title, second, strong=strong)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(padding[0], padding[1], padding[0], padding[1])
        whole.setSpacing(S12)
        if lead is not None:
            whole.addWidget(lead, 0, Qt.AlignmentFlag.AlignVCenter)
        whole.addWidget(self.lines, 1)
        for item in trail:
            whole.addWidget(item, 0, Qt.AlignmentFlag.AlignVCenter)


class ChosenBox(QFrame):
    """What was chosen in place of a field: a plate, two lines, a button to choose again; 50 px."""

    def __init__(
        self, number: str, title: str, second: str, change: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(50)
        self.setAccessibleName(f"{title}, {second}")
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 0, 6, 0)
        whole.setSpacing(S12)
        if number:
            whole.addWidget(Plate(number, 30))
        whole.addWidget(TwoLines(title, second, strong=True), 1)
        whole.addWidget(change)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        paint.box(QPainter(self), QRectF(self.rect()), R_BUTTON, theme.surface, theme.border)


class Facts(QWidget):
    """Label and value pairs, the labels in a column ``label_width`` wide."""

    def __init__(
        self,
        rows: Sequence[tuple[str, str | QWidget]] = (),
        *,
        label_width: int = 96,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(S8)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[tuple[str, str | QWidget]]) -> None:
        """Replace the pairs; a value is words or a widget."""
        clear(self._grid)
        for at, (label, value) in enumerate(rows):
            name = Text(label, Role.SECONDARY, "text2", wrap=True)
            name.setFixedWidth(self._label_width)
            held = Text(value, wrap=True) if isinstance(value, str) else value
            words = isinstance(value, str)
            if isinstance(held, Text):
                held.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            if words:
                held.setAccessibleName(f"{label}: {value}")
                name.setContentsMargins(0, 2, 0, 0)
            self._grid.addWidget(
                name, at, 0, Qt.AlignmentFlag.AlignTop if words else Qt.AlignmentFlag.AlignVCenter
            )
            stand = Qt.AlignmentFlag(0) if words else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(held, at, 1, stand)
