"""The colours of both themes keep the contrast the design promises, and no capital is clipped."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.parts import theme
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.choices import Chip
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.tokens import DARK, LIGHT, Role, Theme, Tone

STACKED = "ẤỄỖẴẨỮỆỢ"


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)

    value = QColor(colour)
    return 0.2126 * linear(value.redF()) + 0.7152 * linear(value.greenF()) + 0.0722 * linear(value.blueF())


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_words_can_be_read_on_every_surface(look: Theme) -> None:
    for surface in (look.ground, look.surface, look.rail, look.sunken, look.tint):
        assert contrast(look.text, surface) >= 10
        assert contrast(look.text2, surface) >= 5.9
    assert contrast(look.on_plate, look.plate) >= 4.5
    assert contrast(look.accent, look.surface) >= 7
    assert contrast(look.accent, look.tint) >= 6.4
    assert contrast(look.toast_text, look.toast) >= 13
    assert contrast(look.toast_action, look.toast) >= 7


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
@pytest.mark.parametrize("tone", ["ok", "warn", "error", "info", "neutral"])
def test_each_status_can_be_read_on_its_tint(look: Theme, tone: Tone) -> None:
    ink, tint = look.tone(tone)
    assert contrast(ink, tint) >= 5.6


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_what_is_not_text_stands_out_from_its_ground(look: Theme) -> None:
    for surface in (look.surface, look.ground):
        assert contrast(look.border, surface) >= 3
    assert contrast(look.plate, look.surface) >= 3
    assert contrast(look.fill, look.surface) >= 3
    assert contrast(look.chart, look.surface) >= 3
    assert contrast(look.amber, look.surface) >= 3


def ink_rows(widget: QWidget, colour: str) -> tuple[int, int]:
    """First and last row of the picture that hold ink of this colour."""
    image = widget.grab().toImage()
    wanted = QColor(colour)

    def has_ink(y: int) -> bool:
        return any(
            abs(image.pixelColor(x, y).lightness() - wanted.lightness()) < 60
            for x in range(10, image.width() - 10)
        )

    rows = [y for y in range(3, image.height() - 3) if has_ink(y)]
    return rows[0], rows[-1]


def full_height(role: Role) -> int:
    """How high the stacked capitals are when nothing can clip them."""
    image = QImage(400, 120, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font(role))
    painter.setPen(QColor(LIGHT.text))
    painter.drawText(10, 70, STACKED)
    painter.end()
    rows = [y for y in range(120) if any(image.pixelColor(x, y).lightness() < 96 for x in range(400))]
    return rows[-1] - rows[0]


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_stacked_capitals_are_not_clipped_in_a_label(qtbot: QtBot, role: Role) -> None:
    label = Text(STACKED, role)
    label.setContentsMargins(16, 4, 40, 4)
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    first, last = ink_rows(label, LIGHT.text)
    assert abs((last - first) - full_height(role)) <= 1


def test_stacked_capitals_are_not_clipped_in_controls(qtbot: QtBot) -> None:
    line = LineEdit()
    line.setText(STACKED)
    line.resize(240, 36)
    for control, role in ((line, Role.BODY), (Button(STACKED), Role.LABEL), (Chip(STACKED), Role.BODY)):
        qtbot.addWidget(control)
        control.resize(control.sizeHint())
        first, last = ink_rows(control, LIGHT.text)
        assert abs((last - first) - full_height(role)) <= 1


def test_switching_the_theme_repaints_what_is_open(qtbot: QtBot, qapp: QApplication) -> None:
    label = Text("Ngõ 3", ink="error")
    qtbot.addWidget(label)
    label.show()
    theme.apply(qapp, DARK)
    try:
        QApplication.processEvents()
        assert theme_of(label) is DARK
        assert label.palette().color(label.foregroundRole()).name().upper() == DARK.error
    finally:
        theme.apply(qapp, LIGHT)
    QApplication.processEvents()
    assert theme_of(label) is LIGHT


def test_the_bundled_font_is_in_use(qtbot: QtBot) -> None:
    assert QFontMetrics(font(Role.BODY)).horizontalAdvance("Nguyễn") > 0
    assert Text("a").fontInfo().family() == "Noto Sans"
