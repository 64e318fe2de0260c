"""What happened to a record, newest first, with the old and the new value of each change."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import clear
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.tokens import Role
from resources.words import _


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: what was done, when and by whom, and for a change the old and new value."""

    title: str
    second: str
    old: str = ""
    new: str = ""


class Timeline(QWidget):
    """Dots joined by a line, the newest filled."""

    def __init__(self, events: Sequence[Event] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(24, 0, 0, 0)
        self._whole.setSpacing(4)
        self._titles: list[Text] = []
        self.set_events(events)

    def set_events(self, events: Sequence[Event]) -> None:
        """Replace what is shown; ``events`` come newest first."""
        clear(self._whole)
        self._titles = []
        for event in events:
            block = QVBoxLayout()
            block.setSpacing(0)
            title = Text(event.title, Role.LABEL, wrap=True)
            self._titles.append(title)
            block.addWidget(title)
            if event.old or event.new:
                block.addLayout(_change(event.old, event.new))
            block.addWidget(Text(event.second, Role.SECONDARY, "text2", wrap=True))
            self._whole.addLayout(block)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        spots = [title.mapTo(self, title.rect().topLeft()).y() + 10.5 for title in self._titles]
        with paint.saved(painter):
            for upper, lower in pairwise(spots):
                painter.setPen(QPen(QColor(theme.line), 1.5))
                painter.drawLine(QPointF(7, upper + 7), QPointF(7, lower - 7))
            for at, y in enumerate(spots):
                painter.setPen(QPen(QColor(theme.fill if at == 0 else theme.border), 2))
                painter.setBrush(QColor(theme.fill if at == 0 else theme.surface))
                painter.drawEllipse(QRectF(3, y - 4, 8, 8))


def _change(old: str, new: str) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    was = Text(old or "—", Role.SECONDARY, "text2", wrap=len(old) > 24)
    face = was.font()
    face.setStrikeOut(bool(old))
    was.setFont(face)
    was.setAccessibleName(_("before: {value}").format(value=old or "—"))
    now = Text(new or "—", Role.SECONDARY_STRONG, wrap=len(new) > 24)
    now.setAccessibleName(_("after: {value}").format(value=new or "—"))
    line.addWidget(was)
    line.addWidget(Icon("arrow-right", size=14), 0, Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(now)
    line.addStretch(1)
    return line
