"""A leaflet as PDF: one copy on A5, or copies two by two on A4 to print on both sides and cut."""

from typing import Literal

from desktop.leaflets import five_steps, three_steps
from desktop.leaflets.leaflet import PAGES, Leaflet, pack
from desktop.paper.inks import inks
from desktop.paper.sheet import Notes, Sheet

A5 = (148.0, 210.0)
A4_LANDSCAPE = (297.0, 210.0)
PER_SHEET = 2
CUT = 3.5  # mm, length of a cut mark
CUT_FROM_EDGE = 5.0  # mm, where most office printers begin to print

Paper = Literal["a5", "a4-landscape-2"]


def _sheet(leaflet: Leaflet, size: tuple[float, float]) -> Sheet:
    return Sheet(
        *size,
        inks=inks(leaflet.black_and_white),
        title=leaflet.title.replace("\n", " "),
        language=leaflet.language,
        compounds=pack(leaflet.language)["together"],
    )


def _draw(sheet: Sheet, leaflet: Leaflet, page: int) -> None:
    if leaflet.template == "a5-three-steps":
        three_steps.page(sheet, leaflet)
    elif page == 0:
        five_steps.front(sheet, leaflet)
    else:
        five_steps.back(sheet, leaflet)


def drawn(leaflet: Leaflet) -> tuple[bytes, Notes]:
    """The PDF with one A5 page for each side, and what was noted while drawing it."""
    sheet = _sheet(leaflet, A5)
    for page in range(PAGES[leaflet.template]):
        _draw(sheet, leaflet, page)
        sheet.end_page()
    return sheet.pdf(), sheet.notes


def render(leaflet: Leaflet) -> bytes:
    """The PDF with one A5 page for each side."""
    return drawn(leaflet)[0]


def sheets_needed(copies: int, start: int = 1, paper: Paper = "a4-landscape-2") -> int:
    """Sheets of paper for ``copies`` when the first stands at place ``start`` (1, 2) of the first sheet."""
    per_sheet = 1 if paper == "a5" else PER_SHEET
    return -(-(copies + start - 1) // per_sheet)


def impose(leaflet: Leaflet, copies: int, start: int = 1) -> bytes:
    """``copies`` on A4 landscape, two a sheet, with cut marks; each A5 side stands once in the file.

    A leaflet of two sides gives front and back sheets by turns, to print on both sides and turn on
    the short edge: the back's places are mirrored, so a half-used sheet (``start=2``) matches too.
    Raises ``ValueError`` when ``start`` is no place of a sheet or ``copies`` is below one.
    """
    if copies < 1 or not 1 <= start <= PER_SHEET:
        raise ValueError(f"{copies} copies from place {start}")
    sheet = _sheet(leaflet, A4_LANDSCAPE)
    sides = PAGES[leaflet.template]
    for side in range(sides):
        sheet.begin_stamp(f"side{side}", *A5)
        _draw(sheet, leaflet, side)
        sheet.end_stamp()
    half = A4_LANDSCAPE[0] / PER_SHEET
    for number in range(sheets_needed(copies, start)):
        first = number * PER_SHEET - (start - 1)
        places = [place for place in range(PER_SHEET) if 0 <= first + place < copies]
        for side in range(sides):
            for place in places:
                column = place if side == 0 else PER_SHEET - 1 - place
                sheet.stamp(f"side{side}", column * half + (half - A5[0]) / 2, 0, A5[1])
            for y in (CUT_FROM_EDGE, A4_LANDSCAPE[1] - CUT_FROM_EDGE - CUT):
                sheet.line(half, y, half, y + CUT, "#000000", 0.3)
            sheet.end_page()
    return sheet.pdf()
