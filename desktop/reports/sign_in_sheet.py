"""The sign-in sheet of a training class: A4, sixteen rows, its code as a QR of digits.

The sheet asks as little as the class needs: a name only with the box "agree to keep the name", a
phone only if its owner wants. Ethnicity and age are counted for the whole class, never per row.
The words come from ``resources/packs/sign-in-sheet.vi.toml``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from desktop.paper import icons
from desktop.paper.inks import inks
from desktop.paper.plates import masthead, writing_line
from desktop.paper.sheet import PT, Align, Sheet
from forms import codes
from resources import packs

ROWS = 16
A4 = (210.0, 297.0)
LEFT, RIGHT, WIDE = 12.0, 198.0, 186.0
COLUMNS = (12.0, 21.0, 74.0, 106.0, 138.0, 154.0, 170.0, 198.0)  # mm, edges
HEAD, FIRST_ROW, ROW = 69.0, 78.5, 10.6
LAST_ROW = FIRST_ROW + ROWS * ROW
BOX = 4.8
ANSWER = (9.6, 9, 8.5, 8, 7.5)  # pt, for what is filled in beforehand


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One expected person: name, hamlet or organisation, and whether they are of the team."""

    name: str
    place: str
    member: bool = False


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """What is printed on the sheet; an empty text leaves a line to write on.

    ``unit_word`` is the kind of commune (``xã``, ``phường``); ``hamlet_words`` head the column of
    hamlets as they are called there. ``class_code`` has 13 digits (``forms.codes``). Times are
    ``HH:MM``. Without ``names`` the rows are blank; ``blank_sheets`` says how many such sheets.
    """

    team: str
    commune: str
    unit_word: str
    class_code: str
    title: str = ""
    day: date | None = None
    starts_at: str = ""
    ends_at: str = ""
    place: str = ""
    trainers: str = ""
    names: tuple[RosterLine, ...] = ()
    blank_sheets: int = 1
    hamlet_words: str = "Khu phố, ấp"
    black_and_white: bool = False

    @property
    def sheets(self) -> int:
        """How many sheets of paper it takes."""
        return max(self.blank_sheets, -(-len(self.names) // ROWS))


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((Path(packs.__file__).parent / "sign-in-sheet.vi.toml").read_text(encoding="utf-8"))


def render(given: SignInSheet) -> bytes:
    """The PDF, one page a sheet. Raises ``ValueError`` when the class code is not one."""
    if codes.kind_of(given.class_code) != "class":
        raise ValueError(given.class_code)
    sheet = Sheet(*A4, inks=inks(given.black_and_white), title=_words()["title"])
    for number in range(given.sheets):
        _heading(sheet, given)
        _table(sheet, given, given.names[number * ROWS : (number + 1) * ROWS], number * ROWS)
        _foot(sheet, given, number + 1)
        sheet.end_page()
    return sheet.pdf()


def _heading(sheet: Sheet, given: SignInSheet) -> None:
    words, ink = _words(), sheet.inks
    masthead(sheet, LEFT, 9, WIDE, 24)
    sheet.text(26, 19.6, str(words["title"]).upper(), 17, 800, ink.on_masthead)
    issuer = f"{given.team} · {given.commune}"
    sheet.block("team", 26, 27, 158, issuer, (9.5, 9, 8.5, 8), 1.2, 1, colour=ink.on_masthead)
    sheet.qr(given.class_code, 165.6, 33.8, 34.8)
    sheet.text(164, 40.5, words["code"], 8.5, 600, ink.mute, "right")
    sheet.text(164, 45.5, codes.spaced(given.class_code), 9.5, 700, align="right")
    day = f"{given.day:%d/%m/%Y}" if given.day else ""
    for name, text, x, until, base in (
        ("class", given.title, LEFT, 128.0, 43.0),
        ("date", day, LEFT, 58.0, 51.5),
        ("from", given.starts_at, 61.0, 88.0, 51.5),
        ("until", given.ends_at, 91.0, 128.0, 51.5),
        ("place", given.place, LEFT, 88.0, 60.0),
        ("trainers", given.trainers, 91.0, 164.0, 60.0),
    ):
        used = sheet.text(x, base, words[name], 9.6, 600)
        left = x + used + 2
        writing_line(sheet, left, until, base + 0.8, gap=1.8)
        room = until - left
        if sheet.lines_needed(text, room, ANSWER[-1]) == 1:
            sheet.block(name, left, base, room, text, ANSWER, 1.2, 1)
        else:  # two teachers with long names: the second line stands on the writing line
            sheet.block(name, left, base - ANSWER[-1] * 1.15 * PT, room, text, ANSWER[-1:], 1.15, 2)


def _table(sheet: Sheet, given: SignInSheet, names: tuple[RosterLine, ...], before: int) -> None:
    words, ink = _words(), sheet.inks
    sheet.rect(LEFT, HEAD, WIDE, FIRST_ROW - HEAD, fill=ink.plate)
    for n, heading in enumerate(words["columns"]):
        left, right = COLUMNS[n], COLUMNS[n + 1]
        text = heading.format(hamlets=given.hamlet_words)
        align: Align = "left" if n == 1 else "centre"
        x = left + 1.5 if n == 1 else (left + right) / 2
        sheet.block(
            f"columns.{n}",
            x,
            73.03,
            right - left - 1,
            text,
            (8.4, 8, 7.6),
            1.2,
            2,
            weights=(700, 700),
            colour=ink.on_plate,
            align=align,
            middle=True,
        )
    for row in range(ROWS):
        top = FIRST_ROW + row * ROW
        if row % 2:
            sheet.rect(LEFT, top, WIDE, ROW, fill=ink.sky)
        sheet.text(16.5, top + 6.6, str(before + row + 1), 9.5, 700, ink.mute, "centre")
        for x in (143.6, 159.6):
            sheet.rect(x, top + (ROW - BOX) / 2, BOX, BOX, fill=ink.paper, pen=ink.ink, pt=0.8, r=0.5)
        if row < len(names):
            _person(sheet, names[row], top)
    for row in range(1, ROWS):
        y = FIRST_ROW + row * ROW
        sheet.line(LEFT, y, RIGHT, y, ink.line, 0.7)
    for x in COLUMNS[1:-1]:
        sheet.line(x, FIRST_ROW, x, LAST_ROW, ink.line, 0.7)
    sheet.rect(LEFT, HEAD, WIDE, LAST_ROW - HEAD, pen=ink.plate, pt=1.0)


def _person(sheet: Sheet, person: RosterLine, top: float) -> None:
    sizes = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
    sheet.block("name", 22.5, top + 6.6, 50.5, person.name, sizes, 1.2, 1, (600, 600))
    sheet.block(
        "place", 90, top + 4.7, 30, person.place, (9, 8.5, 8, 7.5), 1.2, 2, align="centre", middle=True
    )
    # being of the team is known beforehand; whether to keep the name is for each to say, so never ticked
    if person.member:
        sheet.pictogram(
            icons.svg("check"), 159.9, top + (ROW - BOX) / 2 + 0.3, BOX - 0.6, sheet.inks.ink, 3.0
        )


def _foot(sheet: Sheet, given: SignInSheet, number: int) -> None:
    words, ink = _words(), sheet.inks
    sheet.text(LEFT, 256.5, words["counts_title"], 10, 700, ink.plate)
    x = 36.0
    for count in words["counts"]:
        x += sheet.text(x, 256.5, count, 9, 600) + 1.6
        sheet.rect(x, 252.1, 10.5, 6.6, fill=ink.paper, pen=ink.ink, pt=0.8, r=0.8)
        x += 10.5 + 3.8
    sheet.line(LEFT, 262.7, RIGHT, 262.7, ink.line, 0.6)
    sheet.block("notice", LEFT, 268.17, 112, words["notice"].format(unit=given.unit_word), (8.2,), 1.4, 3)
    sheet.text(166, 267.7, words["signer"], 9, 700, align="centre")
    sheet.text(166, 271.7, words["sign_here"], 7.6, colour=ink.mute, align="centre")
    known = bool(given.names) or given.sheets > 1
    shown = (number, given.sheets) if known else (words["unknown"], words["unknown"])
    sheet.text(LEFT, 291, words["sheet"].format(number=shown[0], count=shown[1]), 8, colour=ink.mute)
    kept = words["kept"].format(unit=given.unit_word)
    sheet.text(RIGHT, 291, kept, 7.5, colour=ink.mute, align="right")
