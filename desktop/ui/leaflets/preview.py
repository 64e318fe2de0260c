"""The page as it will be printed, with each faulty frame marked."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen

from desktop.leaflets.render import A5
from desktop.ui.leaflets.state import LeafletsState, Mark
from desktop.ui.parts import paint
from desktop.ui.parts.look import sized
from desktop.ui.parts.page import DPI, Page, PageView

_DOT = 10.0  # px, radius of a mark's number


class _Page(Page):
    """A mark on the page can be pressed."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__(A5)
        self._marks: tuple[Mark, ...] = ()
        self.setMouseTracking(True)

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        if marks != self._marks:
            self._marks = marks
            self.update()

    def _frame(self, mark: Mark) -> QRectF:
        scale, sheet = self.zoom * DPI / 25.4, self.sheet()
        left, top, right, bottom = (edge * scale for edge in mark.box)
        return QRectF(sheet.left() + left, sheet.top() + top, right - left, bottom - top).adjusted(
            -5, -3, 5, 3
        )

    def _at(self, spot: QPointF) -> Mark | None:
        return next(
            (it for it in self._marks if self._frame(it).adjusted(-4, -8, 12, 4).contains(spot)), None
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self._at(event.position())
        if mark is not None:
            self.pressed.emit(mark.field)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for mark in self._marks:
            # the inks of the light theme: the page under them is always white
            colour = "#AD2A1C" if mark.level == "stop" else "#7A4A00"
            frame = self._frame(mark)
            with paint.saved(painter):
                painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.CustomDashLine))
                pen = painter.pen()
                pen.setDashPattern([4, 2.5])
                painter.setPen(pen)
                painter.drawRoundedRect(frame, 3, 3)
            dot = QRectF(frame.right() - _DOT, frame.top() - _DOT, 2 * _DOT, 2 * _DOT)
            paint.box(painter, dot, _DOT, colour)
            paint.text(painter, dot, str(mark.number), sized(12, 700), "#FFFFFF", paint.CENTRE)


class Preview(PageView):
    """The leaflet's page; ``pressed`` names the field of a mark."""

    pressed = Signal(str)

    def __init__(self) -> None:
        self._marked = _Page()
        super().__init__(self._marked, whole=True)
        self._marked.pressed.connect(self.pressed)

    def render_state(self, state: LeafletsState) -> None:
        """Show the page ``state`` is at."""
        picture = state.pictures[state.page] if state.page < len(state.pictures) else None
        self.show_page(state.page_words, state.page, state.pages, picture)
        self._marked.set_marks(tuple(it for it in state.marks if it.page == state.page))
