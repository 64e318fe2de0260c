"""The fixed bar under a screen."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.look import theme_of

HIGH, LOW = 60, 52


class Footer(QWidget):
    """60 px high, 52 in a low window; lay out buttons in it, the primary last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(HIGH)
        self.hide()

    def set_low(self, low: bool) -> None:
        self.setFixedHeight(LOW if low else HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), 0, theme.surface)
        paint.line(painter, 0, 0, self.width(), 0, theme.line)
