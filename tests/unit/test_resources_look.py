"""Fonts and icons: every letter is there, every weight differs, every icon draws something."""

import unicodedata
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from resources import fonts, icons

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
VIETNAMESE = {
    form
    for vowel in VOWELS
    for tone in TONES
    for form in (
        unicodedata.normalize("NFC", vowel + tone),
        unicodedata.normalize("NFC", vowel + tone).upper(),
    )
} | set("đĐ")
HIGHLANDS = set("ĕĔŏŎĭĬŭŬƀɃčČñÑ\u0306\u0331ʼ")
SIGNS = set("←→↑↓↵₫•…✓–—“”·×²³½№\u200b\u00a0")


@pytest.mark.parametrize("weight", [400, 500, 600, 700, 800])
def test_font_has_every_letter(weight: int) -> None:
    font = TTFont(fonts.paths()[weight])
    letters = font.getBestCmap()
    wanted = VIETNAMESE | HIGHLANDS | SIGNS | {chr(code) for code in range(0x20, 0x7F)}
    assert {letter for letter in wanted if ord(letter) not in letters} == set()
    assert len(VIETNAMESE) == 146
    assert font["OS/2"].usWeightClass == weight
    assert font["name"].getBestFamilyName() == "Noto Sans"


def test_signs_have_an_outline() -> None:
    font = TTFont(fonts.paths()[800])
    names = font.getBestCmap()
    assert [sign for sign in "←→↑↓↵✓" if font["glyf"][names[ord(sign)]].numberOfContours < 1] == []


def _drawn(font: QFont, text: str) -> bytes:
    image = QImage(400, 40, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(5, 28, text)
    painter.end()
    return bytes(image.constBits())


def test_each_weight_is_drawn_differently(qapp: Any) -> None:
    for path in fonts.paths().values():
        number = QFontDatabase.addApplicationFont(str(path))
        assert fonts.FAMILY in QFontDatabase.applicationFontFamilies(number)
    pictures = set()
    for weight in fonts.paths():
        font = QFont(fonts.FAMILY)
        font.setPixelSize(18)
        font.setWeight(QFont.Weight(weight))
        assert QFontInfo(font).family() == fonts.FAMILY
        assert QFontInfo(font).weight() == weight
        pictures.add(_drawn(font, "Ghi lượt hướng dẫn"))
    assert len(pictures) == 5


def _ink(svg: bytes, pixels: int = 48) -> QImage:
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def _covered(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 100 for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize("name", icons.names())
def test_icon_draws_in_the_colour_asked_for(name: str) -> None:
    text = icons.svg(name, "#AD2A1C")
    assert b"currentColor" not in text
    image = _ink(text)
    assert _covered(image) > 15
    solid = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert QColor("#AD2A1C") in solid


def test_a_wider_stroke_covers_more() -> None:
    assert _covered(_ink(icons.svg("house", "#000000", 2.2))) > _covered(
        _ink(icons.svg("house", "#000000", 1.4))
    )


def test_an_icon_that_is_not_there_says_so() -> None:
    with pytest.raises(FileNotFoundError):
        icons.svg("no-such-icon", "#000000")


def test_the_mark_has_a_simpler_drawing_for_small_sizes() -> None:
    assert icons.mark(16) == icons.mark(20) != icons.mark(21)
    assert _covered(_ink(icons.mark(16), 16)) > 150
    assert _covered(_ink(icons.mark(32), 32)) > 700
