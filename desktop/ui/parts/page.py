"""A page as it will be printed: the PDF's own pixels between buttons that turn and zoom it."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.paper.pages import Picture
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button, bind
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import row
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.notices import SHADOW, shadow
from desktop.ui.parts.tokens import R_CARD, Role
from resources.words import _

DPI = 96.0  # logical pixels an inch at zoom 1
_ZOOMS = (0.4, 0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)  # of the page's size on paper
_LEAST = 0.2
_ROUND = SHADOW + 4  # px around the page
_BAR = 24  # px kept for the scroll bar beside a page as wide as the pane


def image(picture: Picture) -> QImage:
    """The picture as Qt paints it."""
    made = QImage(picture.rgb, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
    return made.copy()  # Qt would read bytes that Python may free


class Page(QWidget):
    """One page with its shadow; ``size``: mm of the paper."""

    def __init__(self, size: tuple[float, float]) -> None:
        super().__init__()
        self.wide, self.high = (side * DPI / 25.4 for side in size)  # px at zoom 1
        self.zoom = 1.0
        self._picture: Picture | None = None
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_picture(self, picture: Picture | None) -> None:
        if picture is not self._picture:
            self._picture = picture
            self._image = image(picture) if picture else QImage()
            self.update()

    def set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self.updateGeometry()
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        around = 2 * _ROUND
        return QSize(round(self.wide * self.zoom) + around, round(self.high * self.zoom) + around)

    def sheet(self) -> QRectF:
        """Where the paper lies."""
        return QRectF(self.rect()).adjusted(_ROUND, _ROUND, -_ROUND, -_ROUND)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        sheet = self.sheet()
        shadow(painter, sheet, 0, theme_of(self))
        painter.fillRect(sheet, QColor("#FFFFFF"))  # paper is white in every theme
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, self._image)


class PageView(QFrame):
    """One page between its buttons; ``sharpness`` asks for pixels as dense as the screen's own.

    It begins with the whole page in view or, not ``whole``, as wide as there is room, at most its size on paper.
    """

    sharpness = Signal(float)  # dpi
    turned = Signal(int)  # the page, from 0

    def __init__(self, page: Page, *, whole: bool) -> None:
        super().__init__()
        self.page = page
        self._whole = whole
        self._zoom: float | None = None  # None: fitting
        self._at = 0
        self._words = Text("", Role.LABEL)
        self._percent = Text("", Role.LABEL)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent.setMinimumWidth(48)
        self.before = Button("", "ghost", icon="chevron-left", name=_("Page before"))
        self.after = Button("", "ghost", icon="chevron-right", name=_("Next page"))
        self.before.clicked.connect(lambda: self.turned.emit(self._at - 1))
        self.after.clicked.connect(lambda: self.turned.emit(self._at + 1))
        self._out = Button("", "ghost", icon="zoom-out", name=_("Smaller"), on=lambda: self._step(-1))
        self._in = Button("", "ghost", icon="zoom-in", name=_("Larger"), on=lambda: self._step(1))
        fit = Button("", "ghost", icon="maximize", name=_("Whole page"), on=self._fit)
        bind(self, "Ctrl+=", lambda: self._step(1))
        bind(self, "Ctrl+-", lambda: self._step(-1))
        self.pane = QScrollArea()
        self.pane.setFrameShape(QFrame.Shape.NoFrame)
        self.pane.setAlignment(
            Qt.AlignmentFlag.AlignCenter
            if whole
            else Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        )
        self.pane.setWidget(page)
        self.pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows move a page larger than the pane
        self.pane.setAccessibleName(_("The page as it will be printed"))
        self.pane.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        self.pane.viewport().installEventFilter(self)
        head = row(
            self._words, self.before, self.after, None, self._out, self._percent, self._in, fit, spacing=2
        )
        inner = QVBoxLayout(self)
        inner.setContentsMargins(14, 4, 6, 6)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(self.pane, 1)

    def show_page(self, words: str, at: int, pages: int, picture: Picture | None) -> None:
        """The page ``at`` (from 0) of ``pages``, called ``words``; no picture while it is drawn."""
        if at != self._at:
            self.pane.verticalScrollBar().setValue(0)
        self._at = at
        self._words.setText(words)
        self.pane.setAccessibleDescription(words)
        for button, on in ((self.before, at > 0), (self.after, at < pages - 1)):
            button.setVisible(pages > 1)
            button.setEnabled(on)
        self.page.set_picture(picture)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._zoom is None:
            self._apply()
        return False

    def _fitting(self) -> float:
        room = self.pane.maximumViewportSize()
        wide = (room.width() - 2 * _ROUND - (0 if self._whole else _BAR)) / self.page.wide
        high = (room.height() - 2 * _ROUND) / self.page.high
        return max(_LEAST, min(wide, high) if self._whole else min(wide, 1.0))

    def _fit(self) -> None:
        self._whole, self._zoom = True, None
        self._apply()

    def _step(self, by: int) -> None:
        now = self.page.zoom
        if by > 0:
            self._zoom = next((it for it in _ZOOMS if it > now + 0.01), _ZOOMS[-1])
        else:
            self._zoom = next((it for it in reversed(_ZOOMS) if it < now - 0.01), _ZOOMS[0])
        self._apply()

    def _apply(self) -> None:
        zoom = self._fitting() if self._zoom is None else self._zoom
        self.page.set_zoom(zoom)
        self._percent.setText(f"{round(zoom * 100)} %")
        self._percent.setAccessibleName(_("Shown at {n} %").format(n=round(zoom * 100)))
        self._out.setEnabled(zoom > _ZOOMS[0])
        self._in.setEnabled(zoom < _ZOOMS[-1])
        self.sharpness.emit(zoom * DPI * self.devicePixelRatioF())

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), QRectF(self.rect()), R_CARD, theme_of(self).sunken)
