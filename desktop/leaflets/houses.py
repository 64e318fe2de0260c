"""The row of houses on the five-step leaflet's front: an alley of tube houses, one with its number plate."""

from dataclasses import dataclass
from typing import Literal

from desktop.paper.plates import number_plate
from desktop.paper.sheet import Sheet

WIDTH = 124.0  # mm, of the whole row
_DOOR_HEIGHT = 6.15
_WINDOWS_FROM = 7.5  # mm above the ground


@dataclass(frozen=True, slots=True)
class _House:
    """``share`` of the row's width, ``height`` in mm; ``lit`` names the lamps by storey and window."""

    share: float
    height: float
    roof: Literal["slab", "gable", "hip"]
    wall: Literal["wall", "paper", "sky"]
    dark_door: bool
    storeys: int = 0
    sills: bool = False
    lit: tuple[tuple[int, int], ...] = ()
    door: float = 0.33


_STREET = (
    _House(0.17, 15.5, "slab", "wall", dark_door=True),
    _House(0.15, 21.5, "gable", "paper", dark_door=False, storeys=3, sills=True, lit=((0, 1), (1, 0))),
    _House(0.20, 17.5, "hip", "sky", dark_door=True, storeys=2, lit=((0, 0),), door=0.14),
    _House(0.16, 25.0, "slab", "paper", dark_door=False, storeys=3, sills=True, lit=((1, 1), (2, 0))),
    _House(0.15, 14.5, "gable", "wall", dark_door=True),
    _House(0.17, 20.0, "hip", "paper", dark_door=False, storeys=2, lit=((0, 0),)),
)


def street(sheet: Sheet, x: float, ground: float, number: str) -> None:
    """Six houses standing on ``ground``; ``number`` is on the third one's plate."""
    left = x
    for house in _STREET:
        _house(sheet, house, left, house.share * WIDTH, ground)
        left += house.share * WIDTH
    number_plate(sheet, x + 53.32, ground - 6.3, 9.42, 5.95, number, 12.0, screws=False)
    sheet.line(x - 1, ground, x + WIDTH + 1, ground, sheet.inks.plate, 1.4)


def _house(sheet: Sheet, house: _House, x: float, w: float, ground: float) -> None:
    inks = sheet.inks
    blue, high = inks.plate, house.height
    wall = {"wall": inks.wall, "paper": inks.paper, "sky": inks.sky}[house.wall]
    top = ground - high
    if house.roof == "slab":
        sheet.rect(x, top, w, high, fill=wall, pen=blue, pt=0.9)
        sheet.rect(x - 0.03 * w, top, 1.06 * w, 0.05 * high, fill=blue)
    elif house.roof == "gable":
        eaves = ground - 0.84 * high
        corners = [(x, eaves), (x + w / 2, top), (x + w, eaves), (x + w, ground), (x, ground)]
        sheet.shape(corners, wall, blue, 0.9)
    else:
        eaves = ground - 0.87 * high
        sheet.rect(x, eaves, w, 0.87 * high, fill=wall, pen=blue, pt=0.9)
        roof = [(x - 0.05 * w, eaves), (x + 0.1 * w, top), (x + 0.9 * w, top), (x + 1.05 * w, eaves)]
        sheet.shape(roof, blue, blue, 0.6)
    for storey in range(house.storeys):
        step = (0.8 * high - _WINDOWS_FROM) / house.storeys
        y, tall = ground - 0.8 * high + storey * step, 0.62 * step
        for window, left in enumerate((x + 0.16 * w, x + 0.56 * w)):
            lit = inks.lamp if (storey, window) in house.lit else inks.paper
            sheet.rect(left, y, 0.28 * w, tall, fill=lit, pen=blue, pt=0.7)
            sheet.line(left + 0.14 * w, y, left + 0.14 * w, y + tall, blue, 0.5)
        if house.sills:
            sheet.line(x + 0.1 * w, y + tall + 0.3, x + 0.9 * w, y + tall + 0.3, blue, 1.0)
    door, knob = (blue, inks.knob) if house.dark_door else (inks.paper, blue)
    left = x + house.door * w
    sheet.rect(left, ground - _DOOR_HEIGHT, 0.34 * w, _DOOR_HEIGHT, fill=door, pen=blue, pt=0.8)
    sheet.circle(left + 0.272 * w, ground - 2.85, 0.28, fill=knob)
