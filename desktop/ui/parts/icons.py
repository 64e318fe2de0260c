"""Icons: bundled SVG line drawings, coloured as asked and rendered for the screen's own pixels."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from desktop.ui.parts.tokens import BUTTON_ICON, STROKE
from resources.icons import svg


def pixmap(name: str, colour: str, size: int, ratio: float, stroke: float = STROKE) -> QPixmap:
    """The icon ``name`` in ``colour`` (``#RRGGBB``), ``size`` logical px square, at device ``ratio``."""
    key = f"icon/{name}/{colour}/{size}/{ratio}/{stroke}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg(name, colour, stroke))).render(painter)
    painter.end()
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made


def draw_icon(
    painter: QPainter, box: QRectF, name: str, colour: str, size: int = BUTTON_ICON, stroke: float = STROKE
) -> None:
    """Paint the icon centred in ``box``."""
    ratio = painter.device().devicePixelRatioF()
    image = pixmap(name, colour, size, ratio, stroke)
    left = round((box.center().x() - size / 2) * ratio) / ratio
    top = round((box.center().y() - size / 2) * ratio) / ratio
    painter.drawPixmap(QRectF(left, top, size, size).topLeft(), image)


def icon(name: str, colour: str, size: int = BUTTON_ICON, stroke: float = STROKE) -> QIcon:
    """A ``QIcon`` for places where Qt draws by itself (menus, window); rendered for the common scales."""
    made = QIcon()
    for ratio in (1.0, 1.25, 2.0):
        made.addPixmap(pixmap(name, colour, size, ratio, stroke))
    return made
