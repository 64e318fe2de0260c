"""A number from a range: a groove to press or move along, and a box to type it. Unanswered until it is touched."""

from math import floor, isfinite

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.tokens import R_BUTTON, Role, Theme
from resources.words import _, language

_KNOB, _EDGE = 20, 14  # px: its width, and room beside the groove for half of it
_LEAST_APART = 8  # px between two ticks
_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip


class Slider(QSlider):
    """Steps from ``low`` to ``high`` (which may be the smaller one). ``moved(number)``: a person chose one.

    ``value_shown()`` is None while nothing is chosen: then there is no knob, and the first key chooses an end.
    """

    moved = Signal(float)
    focus_radius = R_BUTTON

    def __init__(
        self,
        low: float,
        high: float,
        step: float,
        *,
        upright: bool = False,
        ticks: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, parent)
        self._low, self._step, self._ticks = low, step if high >= low else -step, ticks
        self._steps = floor(abs(high - low) / abs(step) + 1e-9)
        self._shown: float | None = None
        self._said = ""
        self.setRange(0, self._steps)
        self.setPageStep(max(1, self._steps // 10))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        fixed, wide = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(*((fixed, fixed) if upright else (wide, fixed)))
        self.valueChanged.connect(self._slid)

    def value_shown(self) -> float | None:
        """The number chosen, or None."""
        return self._shown

    def show_value(self, number: float | None) -> None:
        """Show ``number``, or that there is none; silent."""
        self._shown = number if number is not None and isfinite(number) else None
        self.blockSignals(True)
        steps = 0.0 if self._shown is None else (self._shown - self._low) / self._step
        self.setValue(round(min(max(steps, 0), self._steps)))
        self.blockSignals(False)
        self._describe()
        self.update()

    def setAccessibleDescription(self, description: str) -> None:
        self._said = description
        self._describe()

    def _describe(self) -> None:
        empty = "" if self._shown is not None else _("Not answered")
        super().setAccessibleDescription(". ".join(it for it in (empty, self._said) if it))

    def number(self, at: int) -> float:
        """The number of one step."""
        return round(self._low + self._step * at, 9)

    def sizeHint(self) -> QSize:
        return QSize(64, 220) if self.orientation() == Qt.Orientation.Vertical else QSize(240, 50)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 220) if self.orientation() == Qt.Orientation.Vertical else QSize(120, 50)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self._shown is not None:
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._shown is None and event.key() in _KEYS:
            self._take(self._steps if event.key() == Qt.Key.Key_End else 0)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._take(self._step_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self.isEnabled():
            self._take(self._step_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _take(self, at: int) -> None:
        before, self._shown = self._shown, self.number(at)
        self.blockSignals(True)
        self.setValue(at)
        self.blockSignals(False)
        self._describe()
        self.update()
        if before != self._shown:
            self.moved.emit(self._shown)

    def _slid(self, at: int) -> None:
        self._take(at)

    def _groove(self) -> tuple[QPointF, QPointF]:
        """Where the first and the last number lie."""
        if self.orientation() == Qt.Orientation.Vertical:
            x = 18.0
            return QPointF(x, self.height() - _EDGE), QPointF(x, _EDGE)
        y = 18.0
        return QPointF(_EDGE, y), QPointF(self.width() - _EDGE, y)

    def _step_at(self, spot: QPointF) -> int:
        start, end = self._groove()
        upright = self.orientation() == Qt.Orientation.Vertical
        part = (
            (start.y() - spot.y()) / (start.y() - end.y())
            if upright
            else (spot.x() - start.x()) / (end.x() - start.x())
        )
        return round(min(max(part, 0), 1) * self._steps)

    def _place(self, at: float) -> QPointF:
        start, end = self._groove()
        return start + (end - start) * (at / max(self._steps, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        start, end = self._groove()
        whole = QRectF(start, end).normalized().adjusted(-3, -3, 3, 3)
        paint.box(painter, whole, 3, theme.neutral_tint, theme.border)
        self._scale(painter, theme)
        if self._shown is None:
            return
        knob = self._place(self.value())
        ink = theme.fill if self.isEnabled() else theme.border
        paint.box(painter, QRectF(start, knob).normalized().adjusted(-3, -3, 3, 3), 3, ink)
        half = _KNOB / 2
        spot = QRectF(knob.x() - half, knob.y() - half, _KNOB, _KNOB)
        paint.box(painter, spot, half, theme.surface, theme.accent if self.isEnabled() else theme.border, 4)

    def _scale(self, painter: QPainter, theme: Theme) -> None:
        """Ticks, and the words of both ends; more of them where there is room."""
        start, end = self._groove()
        upright = self.orientation() == Qt.Orientation.Vertical
        length = abs(end.x() - start.x()) + abs(end.y() - start.y())
        if self._ticks and 0 < self._steps <= length / _LEAST_APART:
            for at in range(self._steps + 1):
                spot = self._place(at)
                tick = (
                    QRectF(spot.x() + 7, spot.y(), 4, 1) if upright else QRectF(spot.x(), spot.y() + 8, 1, 4)
                )
                paint.box(painter, tick, 0, theme.border)
        face = font(Role.SECONDARY)
        widest = max(paint.width_of(_written(self.number(at)), face) for at in (0, self._steps)) + 14
        room = length / max(self._steps, 1)
        each = self._ticks and self._steps <= 20 and room >= (22 if upright else widest)
        for at in range(self._steps + 1) if each else (0, self._steps):
            spot, words = self._place(at), _written(self.number(at))
            if upright:
                paint.text(painter, QRectF(spot.x() + 16, spot.y() - 10, 60, 20), words, face, theme.text2)
                continue
            wide = paint.width_of(words, face) + 2
            left = min(max(spot.x() - wide / 2, 0), self.width() - wide)
            paint.text(painter, QRectF(left, spot.y() + 12, wide, 20), words, face, theme.text2)


def _written(number: float) -> str:
    shown = f"{number:.10g}"
    return shown.replace(".", ",") if language() == "vi" else shown
