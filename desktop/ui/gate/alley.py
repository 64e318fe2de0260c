"""The painted panel of the gate: an alley at dusk, four houses with their plates."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.tokens import Role, Theme
from resources.words import _

WIDE, NARROW = 560, 380
_CANVAS = (560.0, 768.0)  # the drawing's own px; smaller panels show it smaller
_LEAST_HEIGHT = 690.0  # below this height the drawing shrinks too
_LINES, _LIGHT = "#FFFFFF", "#F4D07C"

Box = tuple[float, float, float, float]


class Alley(QWidget):
    """To look at only; the words on it are its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(WIDE)
        self.setAccessibleName("Ngõ Số")

    def set_narrow(self, narrow: bool) -> None:
        """A narrow window leaves less for the picture."""
        self.setFixedWidth(NARROW if narrow else WIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        ground = theme.plate if theme.name == "light" else theme.tint
        paint.box(painter, QRectF(self.rect()), 0, ground)
        scale = min(1.0, self.width() / _CANVAS[0], self.height() / _LEAST_HEIGHT)
        edge = 18 * scale
        paint.box(painter, QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), edge, None, theme.rim, 1.5)
        with paint.saved(painter):
            painter.scale(scale, scale)
            painter.translate((self.width() / scale - _CANVAS[0]) / 2, 0)
            _title(painter, theme)
            painter.translate(0, (self.height() / scale - _CANVAS[1]) * 0.62)
            _Drawing(painter, theme, ground).all()
            below = QRectF(0, 612, _CANVAS[0], 28)
            paint.text(painter, below, _("Every alley, every door"), font(Role.SECTION), _LINES, paint.CENTRE)


def _title(painter: QPainter, theme: Theme) -> None:
    draw_icon(painter, QRectF(56, 58, 49, 49), "mark", theme.plate, 49)
    paint.text(painter, QRectF(125, 50, 380, 46), "Ngõ Số", sized(34, 700), _LINES)
    words = _("The work book of the community digital team")
    paint.text(painter, QRectF(125, 91, 400, 24), words, font(Role.BODY), "#E6EEF8")


class _Drawing:
    """Strong lines are white, quiet ones in the plate's rim; lit windows are warm."""

    def __init__(self, painter: QPainter, theme: Theme, ground: str) -> None:
        self._painter, self._ground = painter, ground
        round_ = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        self._strong = QPen(QColor(_LINES), 2.2, *round_)
        self._quiet = QPen(QColor(theme.rim), 1.5, *round_)

    def all(self) -> None:
        self._wires()
        self._low_house()
        self._tall_house()
        self._palm()
        self._gate()
        self._wide_house()
        self._ground_lines()

    def _line(self, pen: QPen, *points: tuple[float, float]) -> None:
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))

    def _curve(
        self, pen: QPen, start: tuple[float, float], *bends: tuple[float, float, float, float]
    ) -> None:
        path = QPainterPath(QPointF(*start))
        for bend in bends:
            path.quadTo(*bend)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPath(path)

    def _opening(self, box: Box, *, lit: bool, pen: QPen | None = None) -> None:
        """A door or window with two wings."""
        x, y, wide, high = box
        self._painter.setPen(pen or self._quiet)
        self._painter.setBrush(QColor(_LIGHT) if lit else Qt.BrushStyle.NoBrush)
        self._painter.drawRect(QRectF(*box))
        middle = QPen(QColor(self._ground), 1.6) if lit else self._quiet
        self._line(middle, (x + wide / 2, y + (2 if lit else 4)), (x + wide / 2, y + high - 2))

    def _plate(self, box: Box, words: str, px: int = 12) -> None:
        paint.box(self._painter, QRectF(*box), 4, _LINES)
        paint.text(self._painter, QRectF(*box), words, sized(px, 700), "#0F4A96", paint.CENTRE)

    def _fence(self, left: float, right: float, top: float, bottom: float) -> None:
        self._line(self._quiet, (left, top), (right, top))
        count = round((right - left) / 11)
        for at in range(count + 1):
            x = left + (right - left) * at / count
            self._line(self._quiet, (x, top), (x, bottom))

    def _across(self, *lines: tuple[float, float, float]) -> None:
        """Quiet lines across: y, left, right."""
        for y, left, right in lines:
            self._line(self._quiet, (left, y), (right, y))

    def _walls(self, *walls: tuple[float, float]) -> None:
        for x, top in walls:
            self._line(self._strong, (x, top), (x, 560))

    def _wires(self) -> None:
        self._curve(self._quiet, (18, 320), (110, 352, 206, 290))
        self._curve(self._quiet, (258, 288), (400, 342, 542, 310))

    def _low_house(self) -> None:
        self._line(self._strong, (50, 440), (118, 388), (186, 440), (50, 440))
        self._across((402, 100, 136), (414, 84, 152), (427, 68, 168))
        self._walls((62, 440), (174, 440))
        self._opening((80, 488, 34, 72), lit=True, pen=self._strong)
        self._plate((120, 490, 32, 20), "8")
        self._opening((128, 518, 30, 28), lit=True)

    def _tall_house(self) -> None:
        self._line(self._strong, (206, 298), (206, 278), (258, 278), (258, 298))
        for y, left, right in ((298, 180, 284), (392, 182, 282), (468, 182, 282)):
            self._line(self._strong, (left, y), (right, y))
        self._walls((186, 298), (278, 298))
        for y, lit in ((330, True), (406, False)):
            self._opening((202, y, 26, 38), lit=lit)
            self._opening((238, y, 26, 38), lit=lit)
        self._fence(188, 276, 374, 390)
        self._fence(188, 276, 450, 466)
        self._opening((200, 484, 36, 76), lit=False, pen=self._strong)
        self._plate((242, 486, 32, 20), "10A")

    def _palm(self) -> None:
        self._curve(self._quiet, (335, 388), (336, 340, 338, 298))
        leaves: Sequence[Box] = (
            (306, 282, 302, 322), (312, 270, 304, 294), (328, 268, 314, 272), (346, 268, 364, 272),
            (366, 270, 372, 294), (372, 282, 374, 322), (324, 300, 314, 310), (352, 300, 364, 308),
        )  # fmt: skip
        for leaf in leaves:
            self._curve(self._quiet, (338, 298), leaf)

    def _gate(self) -> None:
        self._arch(self._strong, QRectF(300, 431, 72, 129))
        self._arch(self._quiet, QRectF(310, 443, 52, 117))
        self._line(self._quiet, (330, 514), (322, 560))
        self._line(self._quiet, (342, 514), (350, 560))
        self._painter.setPen(self._quiet)
        self._painter.setBrush(QColor(_LIGHT))
        lamp = [QPointF(331, 498), QPointF(341, 498), QPointF(343, 514), QPointF(329, 514)]
        self._painter.drawPolygon(QPolygonF(lamp))
        self._plate((307, 394, 58, 26), "NGÕ 3", 14)

    def _arch(self, pen: QPen, box: QRectF) -> None:
        path = QPainterPath(QPointF(box.left(), box.bottom()))
        path.lineTo(box.left(), box.top() + box.width() / 2)
        path.arcTo(QRectF(box.left(), box.top(), box.width(), box.width()), 180, -180)
        path.lineTo(box.right(), box.bottom())
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPath(path)

    def _wide_house(self) -> None:
        self._line(self._strong, (378, 392), (402, 352), (488, 352), (514, 392), (378, 392))
        self._across((365, 395, 496), (379, 387, 500))
        self._walls((388, 392), (504, 392))
        self._line(self._strong, (384, 472), (508, 472))
        self._opening((404, 418, 30, 36), lit=False)
        self._opening((458, 418, 30, 36), lit=True)
        self._opening((402, 486, 36, 74), lit=True, pen=self._strong)
        self._plate((444, 488, 32, 20), "12/3")

    def _ground_lines(self) -> None:
        self._line(self._strong, (44, 560), (516, 560))
        self._across((572, 110, 440), (584, 190, 340))
