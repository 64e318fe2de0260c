"""The page as it will be printed: the PDF's own pixels, with each faulty frame marked."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.leaflets.render import A5
from desktop.ui.leaflets.state import LeafletsState, Mark, Picture
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button, bind
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import row
from desktop.ui.parts.look import sized, theme_of
from desktop.ui.parts.notices import SHADOW, shadow
from desktop.ui.parts.tokens import R_CARD, Role
from resources.words import _

ZOOMS = (0.4, 0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)  # of the page's size on paper
DPI = 96.0  # logical pixels an inch at zoom 1
_ROUND = SHADOW + 4  # px around the page
_DOT = 10.0  # px, radius of a mark's number
FULL_WIDTH, FULL_HEIGHT = (side * DPI / 25.4 for side in A5)


def image(picture: Picture) -> QImage:
    """The picture as Qt paints it."""
    made = QImage(picture.rgb, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
    return made.copy()  # Qt would read bytes that Python may free


class _Page(QWidget):
    """One page with its shadow; a mark on it can be pressed."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._marks: tuple[Mark, ...] = ()
        self.zoom = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def set_page(self, picture: Picture | None, marks: tuple[Mark, ...]) -> None:
        self._image = image(picture) if picture else QImage()
        self._marks = marks
        self.update()

    def set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self.updateGeometry()
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        around = 2 * _ROUND
        return QSize(round(FULL_WIDTH * self.zoom) + around, round(FULL_HEIGHT * self.zoom) + around)

    def _sheet(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_ROUND, _ROUND, -_ROUND, -_ROUND)

    def _frame(self, mark: Mark) -> QRectF:
        scale, sheet = self.zoom * DPI / 25.4, self._sheet()
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
        theme = theme_of(self)
        painter = QPainter(self)
        sheet = self._sheet()
        shadow(painter, sheet, 0, theme)
        painter.fillRect(sheet, QColor("#FFFFFF"))  # paper is white in every theme
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, self._image)
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


class Preview(QFrame):
    """The page between its zoom buttons; ``sharpness`` asks for pixels as dense as the screen's own."""

    sharpness = Signal(float)
    pressed = Signal(str)

    def __init__(self, turned: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom: float | None = None  # None: the whole page
        self._shown: tuple[Picture | None, tuple[Mark, ...]] = (None, ())
        self._state = LeafletsState()
        self._words = Text("", Role.LABEL)
        self._percent = Text("", Role.LABEL)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent.setMinimumWidth(48)
        self._before = Button("", "ghost", icon="chevron-left", name=_("Page before"))
        self._next = Button("", "ghost", icon="chevron-right", name=_("Next page"))
        self._before.clicked.connect(lambda: turned(self._state.page - 1))
        self._next.clicked.connect(lambda: turned(self._state.page + 1))
        self._out = Button("", "ghost", icon="zoom-out", name=_("Smaller"), on=lambda: self._step(-1))
        self._in = Button("", "ghost", icon="zoom-in", name=_("Larger"), on=lambda: self._step(1))
        self._fit = Button(
            "", "ghost", icon="maximize", name=_("Whole page"), on=lambda: self._set_zoom(None)
        )
        bind(self, "Ctrl+=", lambda: self._step(1))
        bind(self, "Ctrl+-", lambda: self._step(-1))
        self._page = _Page()
        self._page.pressed.connect(self.pressed)
        self.pane = QScrollArea()
        self.pane.setFrameShape(QFrame.Shape.NoFrame)
        self.pane.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pane.setWidget(self._page)
        self.pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows move a page larger than the pane
        self.pane.setAccessibleName(_("The page as it will be printed"))
        self.pane.viewport().setAutoFillBackground(False)
        self._page.setAutoFillBackground(False)
        self.pane.viewport().installEventFilter(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 4, 6, 6)
        whole.setSpacing(0)
        whole.addLayout(
            row(
                self._words,
                self._before,
                self._next,
                None,
                self._out,
                self._percent,
                self._in,
                self._fit,
                spacing=2,
            )
        )
        whole.addWidget(self.pane, 1)

    def render_state(self, state: LeafletsState) -> None:
        """Show the page ``state`` is at."""
        self._state = state
        self._words.setText(state.page_words)
        self._before.setVisible(state.pages > 1)
        self._next.setVisible(state.pages > 1)
        self._before.setEnabled(state.page > 0)
        self._next.setEnabled(state.page < state.pages - 1)
        picture = state.pictures[state.page] if state.page < len(state.pictures) else None
        marks = tuple(it for it in state.marks if it.page == state.page)
        self.pane.setAccessibleDescription(state.page_words)
        if self._shown != (picture, marks):
            self._shown = (picture, marks)
            self._page.set_page(picture, marks)

    def zoom(self) -> float:
        """How large the page is shown, 1 being its size on paper."""
        return self._page.zoom

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._zoom is None:
            self._apply()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def _fitting(self) -> float:
        room = self.pane.maximumViewportSize()
        wide, high = room.width() - 2 * _ROUND, room.height() - 2 * _ROUND
        return max(0.2, min(wide / FULL_WIDTH, high / FULL_HEIGHT))

    def _step(self, by: int) -> None:
        now = self._page.zoom
        if by > 0:
            wanted = next((it for it in ZOOMS if it > now + 0.01), ZOOMS[-1])
        else:
            wanted = next((it for it in reversed(ZOOMS) if it < now - 0.01), ZOOMS[0])
        self._set_zoom(wanted)

    def _set_zoom(self, zoom: float | None) -> None:
        self._zoom = zoom
        self._apply()

    def _apply(self) -> None:
        zoom = self._fitting() if self._zoom is None else self._zoom
        self._page.set_zoom(zoom)
        self._percent.setText(f"{round(zoom * 100)} %")
        self._percent.setAccessibleName(_("Shown at {n} %").format(n=round(zoom * 100)))
        self._out.setEnabled(zoom > ZOOMS[0])
        self._in.setEnabled(zoom < ZOOMS[-1])
        self.sharpness.emit(zoom * DPI * self.devicePixelRatioF())

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), QRectF(self.rect()), R_CARD, theme_of(self).sunken)
