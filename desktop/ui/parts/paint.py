"""Pure painting, shared by widgets, delegates and the style. Every box is in logical px."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font, sized
from desktop.ui.parts.tokens import (
    BADGE_ICON,
    BADGE_STROKE,
    R_BADGE,
    R_CHECK,
    Role,
    Theme,
    Tone,
)
from forms.markup import breakable

V_CENTRE = Qt.AlignmentFlag.AlignVCenter
LEFT = V_CENTRE | Qt.AlignmentFlag.AlignLeft
RIGHT = V_CENTRE | Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignCenter
UPPER = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
_WRAPS = int(Qt.TextFlag.TextWordWrap)

BADGE_HEIGHT = 24
KEYCAP_HEIGHT = 20
HOUSE_WIDTH, HOUSE_HEIGHT = 14, 18
ENTER = "↵"
_ENTER_SIZE = 10
_BADGE_LEFT, _BADGE_GAP, _BADGE_RIGHT = 7, 5, 9

# The icon that goes with a tone when the caller names none: colour never speaks alone.
TONE_ICONS: dict[Tone, str] = {
    "ok": "circle-check",
    "warn": "triangle-alert",
    "error": "circle-alert",
    "info": "info",
    "neutral": "clock",
}


@contextmanager
def saved(painter: QPainter) -> Iterator[QPainter]:
    """Restore the painter's state at the end; lines and curves are smooth inside."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield painter
    finally:
        painter.restore()


def width_of(text: str, face: QFont) -> float:
    """Advance width of ``text`` in px."""
    return QFontMetricsF(face).horizontalAdvance(text)


def box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: str | None,
    border: str | None = None,
    width: float = 1,
) -> None:
    """A rounded box whose border lies wholly inside ``rect``, crisp on whole pixels."""
    with saved(painter):
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        if border is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect, radius, radius)
            return
        half = width / 2
        painter.setPen(QPen(QColor(border), width))
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)


def text(
    painter: QPainter, rect: QRectF, words: str, face: QFont, colour: str, align: Qt.AlignmentFlag = LEFT
) -> None:
    """One line of text, elided at the right only if it cannot fit."""
    painter.save()
    painter.setFont(face)
    painter.setPen(QColor(colour))
    metrics = QFontMetricsF(face)
    if metrics.horizontalAdvance(words) > rect.width() + 0.5:
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextSingleLine), words)
    painter.restore()


def paragraph(
    painter: QPainter, rect: QRectF, words: str, face: QFont, colour: str, align: Qt.AlignmentFlag = LEFT
) -> None:
    """Text over as many lines as it needs."""
    painter.save()
    painter.setFont(face)
    painter.setPen(QColor(colour))
    painter.drawText(rect, int(align) | _WRAPS, breakable(words))
    painter.restore()


def height_of(words: str, face: QFont, width: float, least: int) -> int:
    """The height a paragraph takes in a control of at least ``least`` px, air around it included."""
    room = QRectF(0, 0, max(width, 40), 100_000)
    high = QFontMetricsF(face).boundingRect(room, _WRAPS, breakable(words)).height()
    return max(least, ceil(high) + 15)


def elided(words: str, face: QFont, width: float) -> str:
    """One line of ``words`` that fits ``width``, with an ellipsis for what does not."""
    return QFontMetricsF(face).elidedText(" ".join(words.split()), Qt.TextElideMode.ElideRight, width)


def line(
    painter: QPainter, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1
) -> None:
    """A straight line, used for separators."""
    with saved(painter):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(colour), width))
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def plate_font(height: float) -> QFont:
    """The digits of a plate ``height`` px high."""
    return sized(13 if height < 28 else 15 if height < 33 else 16, 700)


def plate_width(number: str, height: float) -> float:
    """The least width of a plate with this number."""
    return max(height, round(width_of(number, plate_font(height))) + 16)


def plate(painter: QPainter, rect: QRectF, number: str, theme: Theme) -> None:
    """The enamel house-number plate: always a number that identifies, never a count."""
    box(painter, rect, 5, theme.plate)
    box(painter, rect.adjusted(2, 2, -2, -2), 4, None, theme.rim)
    text(painter, rect, number, plate_font(rect.height()), theme.on_plate, CENTRE)


def keycap_text(sequence: str) -> str:
    """``Ctrl+Return`` as a keycap shows it: ``Ctrl ↵``."""
    return sequence.replace("Return", ENTER).replace("+", " ")


def keycap_width(keys: str) -> float:
    """Width of the keycap that shows ``keys``."""
    words = keys.replace(ENTER, "")
    inner = width_of(words, font(Role.KEYCAP)) + (_ENTER_SIZE if ENTER in keys else 0)
    return max(KEYCAP_HEIGHT, round(inner) + 11)


def keycap(
    painter: QPainter,
    left: float,
    middle: float,
    keys: str,
    colour: str,
    border: str,
    fill: str | None = None,
) -> None:
    """A keycap from ``left``, centred on ``middle``. Enter is drawn: not every font has its sign."""
    wide = keycap_width(keys)
    rect = QRectF(left, round(middle - KEYCAP_HEIGHT / 2), wide, KEYCAP_HEIGHT)
    box(painter, rect, 4, fill, border)
    words = keys.replace(ENTER, "")
    if ENTER not in keys:
        text(painter, rect, words, font(Role.KEYCAP), colour, CENTRE)
        return
    text(painter, rect.adjusted(6, 0, 0, 0), words, font(Role.KEYCAP), colour)
    hook = QRectF(rect.right() - 6 - _ENTER_SIZE, rect.top(), _ENTER_SIZE, rect.height())
    draw_icon(painter, hook, "corner-down-left", colour, _ENTER_SIZE, BADGE_STROKE)


def badge_width(words: str) -> float:
    """Width of the badge that shows ``words`` beside its icon."""
    return _BADGE_LEFT + BADGE_ICON + _BADGE_GAP + round(width_of(words, sized(13, 500))) + _BADGE_RIGHT


def badge(painter: QPainter, rect: QRectF, words: str, tone: Tone, theme: Theme, icon: str = "") -> None:
    """Icon and word on a tint, 24 px high at the left of ``rect``, centred vertically."""
    ink, tint = theme.tone(tone)
    wide = min(badge_width(words), rect.width())
    here = QRectF(rect.left(), round(rect.center().y() - BADGE_HEIGHT / 2), wide, BADGE_HEIGHT)
    box(painter, here, R_BADGE, tint)
    spot = QRectF(here.left() + _BADGE_LEFT, here.top(), BADGE_ICON, BADGE_HEIGHT)
    draw_icon(painter, spot, icon or TONE_ICONS[tone], ink, BADGE_ICON, BADGE_STROKE)
    text(
        painter, here.adjusted(spot.right() - here.left() + _BADGE_GAP, 0, -2, 0), words, sized(13, 500), ink
    )


def tick(painter: QPainter, spot: QPointF, size: float, colour: str, width: float = 2) -> None:
    """A tick ``size`` px wide centred on ``spot``."""
    with saved(painter):
        pen = QPen(
            QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        )
        painter.setPen(pen)
        s = size / 2
        points = [QPointF(-s, 0.05 * s), QPointF(-s * 0.32, s * 0.68), QPointF(s, -s * 0.68)]
        painter.drawPolyline(QPolygonF([spot + point for point in points]))


def star(painter: QPainter, spot: QPointF, size: float, fill: str | None, border: str) -> None:
    """A star ``size`` px from its centre to each point."""
    points = [
        spot + QPointF(sin(at * pi / 5), -cos(at * pi / 5)) * (size if at % 2 == 0 else size * 0.45)
        for at in range(10)
    ]
    with saved(painter):
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(border), 1.5, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolygon(QPolygonF(points))


def check_mark(painter: QPainter, rect: QRectF, on: bool, enabled: bool, theme: Theme) -> None:
    """The 18 px square of a tick box."""
    if not on:
        box(painter, rect, R_CHECK, theme.surface, theme.border if enabled else theme.line, 1.5)
        return
    box(painter, rect, R_CHECK, theme.plate if enabled else theme.border)
    tick(painter, rect.center(), rect.width() * 0.55, theme.on_plate)


def radio_mark(painter: QPainter, rect: QRectF, on: bool, enabled: bool, theme: Theme) -> None:
    """The 18 px ring of a radio button."""
    colour = theme.accent if on else theme.border
    with saved(painter):
        painter.setBrush(QColor(theme.surface))
        painter.setPen(QPen(QColor(colour if enabled else theme.line), 2 if on else 1.5))
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour if enabled else theme.border))
            painter.drawEllipse(rect.center(), 4, 4)


def bar(
    painter: QPainter, rect: QRectF, part: float, theme: Theme, target: float | None = None, track: str = ""
) -> None:
    """A round progress bar filled to ``part`` (0–1), with an upright tick at ``target`` (0–1) if there is one."""
    radius = rect.height() / 2
    box(painter, rect, radius, track or theme.neutral_tint)
    if part > 0:
        filled = QRectF(rect)
        filled.setWidth(max(rect.height(), rect.width() * min(part, 1)))
        box(painter, filled, radius, theme.fill)
    if target is not None:
        x = rect.left() + rect.width() * min(target, 1)
        box(painter, QRectF(round(x) - 1, rect.center().y() - 9, 2, 18), 0, theme.text)


def house(painter: QPainter, at: QPointF, kind: str, theme: Theme) -> None:
    """A house, 14×18, its top left corner ``at``. ``kind``: visited, waiting, appointment or absent."""
    wide, high, eaves = float(HOUSE_WIDTH), float(HOUSE_HEIGHT), 6.5
    shape = QPainterPath(QPointF(wide / 2, 0.8))
    for x, y in ((wide - 0.5, eaves), (wide - 0.5, high - 0.8), (0.5, high - 0.8), (0.5, eaves)):
        shape.lineTo(x, y)
    shape.closeSubpath()
    with saved(painter):
        painter.translate(at)
        if kind == "visited":
            painter.fillPath(shape, QColor(theme.fill))
            painter.fillRect(QRectF(wide / 2 - 2, high - 6.8, 4, 6), QColor(theme.surface))
            return
        colour = theme.amber if kind == "appointment" else theme.border
        painter.setBrush(QColor(theme.warn_tint if kind == "appointment" else theme.surface))
        painter.setPen(QPen(QColor(colour), 1.2, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawPath(shape)
        if kind == "appointment":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.warn))
            painter.drawEllipse(QPointF(wide / 2, high - 7.5), 2.4, 2.4)
        if kind == "absent":
            painter.drawLine(QPointF(2, high - 2.5), QPointF(wide - 1.5, eaves + 1))
