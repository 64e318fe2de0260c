"""An empty list guides: a drawing, why it is empty, three steps, one primary button."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.cards import TwoLines
from desktop.ui.parts.labels import Plate, Text
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.tokens import Role, Theme

Scene = Literal["class", "visits", "feedback", "search", "leaflet", "sync"]


class Drawing(QWidget):
    """A line drawing, 260×150, with one plate."""

    def __init__(self, scene: Scene, number: str = "1", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene, self._number = scene, number
        self.setFixedSize(QSize(260, 150))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        with paint.saved(painter):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = QPen(
                QColor(theme.border),
                2,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
            painter.setPen(pen)
            painter.drawLine(QPointF(20, 140), QPointF(240, 140))
            {
                "class": _class,
                "visits": _visits,
                "feedback": _feedback,
                "search": _search,
                "leaflet": _leaflet,
                "sync": _sync,
            }[self._scene](painter, theme, self._number)


def _words(painter: QPainter, theme: Theme, *lines: tuple[float, float, float]) -> None:
    """Thick strokes that stand for lines of text: x, y, length."""
    with paint.saved(painter):
        painter.setPen(QPen(QColor(theme.line), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for x, y, length in lines:
            painter.drawLine(QPointF(x, y), QPointF(x + length, y))


def _sheet(painter: QPainter, theme: Theme, rect: QRectF, radius: float = 7) -> None:
    paint.box(painter, rect, radius, theme.surface, theme.border, 2)


def _class(painter: QPainter, theme: Theme, number: str) -> None:
    _sheet(painter, theme, QRectF(60, 5, 141, 80))
    paint.plate(painter, QRectF(77, 28, 30, 30), number, theme)
    _words(painter, theme, (119, 34, 62), (119, 52, 42))
    for x in (66.0, 118.0, 170.0):
        painter.drawPolyline(QPolygonF([QPointF(x, 103), QPointF(x, 121), QPointF(x + 25, 121)]))
        painter.drawLines([QLineF(x + 2, 121, x, 140), QLineF(x + 21, 121, x + 24, 140)])


def _visits(painter: QPainter, theme: Theme, number: str) -> None:
    roof = QPolygonF([QPointF(66, 62), QPointF(116, 22), QPointF(166, 62)])
    painter.drawPolyline(roof)
    painter.drawPolyline(QPolygonF([QPointF(74, 58), QPointF(74, 140)]))
    painter.drawPolyline(QPolygonF([QPointF(158, 58), QPointF(158, 140)]))
    _sheet(painter, theme, QRectF(88, 88, 26, 53), 3)
    _sheet(painter, theme, QRectF(126, 96, 22, 20), 3)
    plate = max(30.0, paint.plate_width(number, 26))
    paint.plate(painter, QRectF(116 - plate / 2, 56, plate, 26), number, theme)
    painter.drawPolyline(QPolygonF([QPointF(186, 140), QPointF(186, 108)]))
    painter.drawEllipse(QPointF(186, 94), 14, 16)


def _feedback(painter: QPainter, theme: Theme, number: str) -> None:
    _sheet(painter, theme, QRectF(52, 10, 130, 72), 10)
    painter.drawPolyline(QPolygonF([QPointF(84, 82), QPointF(78, 102), QPointF(104, 82)]))
    plate = paint.plate_width(number, 30)
    paint.plate(painter, QRectF(68, 30, plate, 30), number, theme)
    _words(painter, theme, (82 + plate, 38, 80 - plate), (82 + plate, 54, 64 - plate))
    _sheet(painter, theme, QRectF(132, 96, 78, 32), 9)
    _words(painter, theme, (146, 112, 48))


def _search(painter: QPainter, theme: Theme, number: str) -> None:
    for x in (44.0, 168.0):
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(x, 140),
                    QPointF(x, 98),
                    QPointF(x + 24, 80),
                    QPointF(x + 48, 98),
                    QPointF(x + 48, 140),
                ]
            )
        )
    paint.box(painter, QRectF(84, 12, 84, 84), 42, theme.surface, theme.border, 2)
    plate = max(34.0, paint.plate_width(number, 30))
    paint.plate(painter, QRectF(126 - plate / 2, 39, plate, 30), number, theme)
    painter.setPen(QPen(QColor(theme.border), 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(158, 86), QPointF(182, 112))


def _leaflet(painter: QPainter, theme: Theme, number: str) -> None:
    _sheet(painter, theme, QRectF(82, 6, 96, 134), 4)
    _words(painter, theme, (98, 24, 62))
    plate = paint.plate_width(number, 26)
    paint.plate(painter, QRectF(94, 40, plate, 26), number, theme)
    _words(painter, theme, (104 + plate, 47, 60 - plate), (104 + plate, 60, 52 - plate), (98, 82, 64))
    for x, y in ((98, 98), (118, 98), (98, 118)):
        painter.drawRect(QRectF(x, y, 12, 12))
    painter.drawLines([QLineF(118, 118, 130, 118), QLineF(124, 124, 124, 130)])


def _sync(painter: QPainter, theme: Theme, number: str) -> None:
    _sheet(painter, theme, QRectF(34, 62, 84, 56), 5)
    painter.drawPolyline(
        QPolygonF(
            [QPointF(26, 132), QPointF(34, 118), QPointF(118, 118), QPointF(126, 132), QPointF(26, 132)]
        )
    )
    paint.plate(painter, QRectF(61, 76, 30, 28), number, theme)
    for y in (48.0, 78.0, 108.0):
        _sheet(painter, theme, QRectF(166, y, 58, 32), 4)
        painter.drawPoint(QPointF(178, y + 16))
    _words(painter, theme, (190, 64, 20), (190, 94, 20), (190, 124, 20))
    with paint.saved(painter):
        painter.setPen(QPen(QColor(theme.border), 2, Qt.PenStyle.DashLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(
            QPolygonF([QPointF(76, 54), QPointF(76, 26), QPointF(195, 26), QPointF(195, 44)])
        )


class EmptyState(QWidget):
    """Drawing, title, reason from real data, up to three numbered steps (title, detail), buttons."""

    def __init__(
        self,
        scene: Scene,
        title: str,
        reason: str = "",
        *,
        steps: Sequence[tuple[str, str]] = (),
        buttons: Sequence[QWidget] = (),
        number: str = "1",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.title = Text(title, Role.PAGE_TITLE)
        self.reason = Text(reason, ink="text2", wrap=True)
        self.reason.setAlignment(middle)
        whole = QVBoxLayout(self)
        whole.setSpacing(6)
        whole.addStretch(1)
        whole.addWidget(Drawing(scene, number), 0, middle)
        whole.addSpacing(14)
        whole.addWidget(self.title, 0, middle)
        whole.addWidget(self.reason)
        self.reason.setVisible(bool(reason))
        if steps:
            listed = QVBoxLayout()
            listed.setSpacing(12)
            for at, (head, detail) in enumerate(steps, 1):
                line = QHBoxLayout()
                line.setSpacing(12)
                line.addWidget(Plate(str(at), 26, 30), 0, Qt.AlignmentFlag.AlignVCenter)
                line.addWidget(TwoLines(head, detail, strong=True), 1)
                listed.addLayout(line)
            held = QWidget()
            held.setLayout(listed)
            held.setMaximumWidth(420)
            held.setMinimumWidth(min(380, held.sizeHint().width()))
            whole.addSpacing(8)
            whole.addWidget(held, 0, middle)
        if buttons:
            line = QHBoxLayout()
            line.setSpacing(10)
            line.addStretch(1)
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            whole.addSpacing(10)
            whole.addLayout(line)
        whole.addStretch(2)
