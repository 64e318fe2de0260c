"""Pieces onto pages: what belongs together stays together, tables repeat their head, every page has its foot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from desktop.paper import qr
from desktop.paper.inks import inks
from desktop.paper.plates import masthead
from desktop.paper.sheet import MM, PT, Sheet
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.head import Head
from desktop.reports.blank_form.pieces import LEFT, WIDE, Piece, Unit

A4 = (210.0, 297.0)
TOP, BOTTOM, FOOT = 12.0, 283.4, 289.0
QR_TOP, QR_LEFT, BESIDE = 35.2, 165.4, 148.0
TITLE = (18, 16.5, 15, 13.5)
SIDEWAYS = 273.0  # mm from left to right on a page that lies on its side
WHITE = {-2: 0.5, -1: 0.7, 0: 1.0, 1: 1.25, 2: 1.5, 3: 1.75}  # part of the usual white above a piece
LEAST_MODULE, WIDEST_SYMBOL, LEAST_SYMBOL = 0.6, 41.0, 25.0


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the large plate and the QR code say. ``code`` is the QR's content; ``note`` stands under the plate."""

    title: str
    issuer: str
    code: str
    caption: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece on its page."""

    piece: Piece
    page: int
    x: float
    y: float


def symbol_side(code: str) -> float:
    """Side in mm of the QR code with its margin: modules of 1 mm, finer for a long id, never below 0.6 mm."""
    modules = qr.encode(code).modules
    every = modules + 2 * qr.QUIET
    module = max(1.0, LEAST_SYMBOL / modules)
    if every * module > WIDEST_SYMBOL:
        module = max(LEAST_MODULE, WIDEST_SYMBOL / every)
    return every * module


class Flow:
    """The place where the next piece goes; ``Room`` for the units that make the pieces."""

    def __init__(self, top: float, free: float, side: float, bottom: float = BOTTOM, air: int = 0) -> None:
        """``top``: where the first page begins; ``free``: where the whole width does; ``side``: of the QR code."""
        self.page, self.y = 0, top
        self.bottom, self.air = bottom, air
        self.placed: list[Placed] = []
        self.sideways: set[int] = set()  # the pages that lie on their side
        self._chain = 0
        self._free = free
        self._narrow = min(BESIDE, WIDE - side - 5.0)
        self._fresh = True
        self.grown = 0.0
        self.last = 0, 0.0  # the page that is signed, and how much of it is used
        self.takes_more = False  # whether a repeat would print more entries

    @property
    def beside(self) -> bool:
        return self.page == 0 and self.y < self._free

    @property
    def width(self) -> float:
        return SIDEWAYS if self.page in self.sideways else self._narrow if self.beside else WIDE

    def skip(self, y: float) -> None:
        """Go down to ``y`` on this page, if it is further down."""
        if self.y < y:
            self.y, self._fresh = y, True

    def clear(self) -> None:
        """Go below the QR code, when beside it."""
        if self.beside:
            self.skip(self._free)

    def turn(self, wide: bool = False) -> None:
        """Begin another page; a ``wide`` one lies on its side."""
        self.page, self.y, self._fresh, self.grown = self.page + 1, TOP, True, 0.0
        if wide:
            self.sideways.add(self.page)

    def add(self, unit: Unit) -> None:
        """Place every piece of ``unit``."""
        chain: list[Piece] = []
        for piece in unit(self):
            chain.append(piece)
            if not piece.keep:
                self._place(chain)
                chain = []
        self._place(chain)

    def room_left(self) -> float:
        """Millimetres down to the bottom of this page."""
        low = self.bottom - (A4[1] - A4[0] if self.page in self.sideways else 0.0)
        return low - self.y + 0.05

    def _place(self, chain: list[Piece]) -> None:
        if not chain:
            return
        chain = [replace(it, gap=WHITE[self.air] * it.gap) for it in chain]
        wide = chain[0].wide
        needed = sum(it.height + it.gap for it in chain) - (chain[0].gap if self._fresh else 0)
        full = needed > self.room_left() and not self._fresh
        if chain[0].new_page or full or wide != (self.page in self.sideways):
            self.turn(wide)
            if chain[0].again is not None:
                self._put(chain[0].again)
        self._chain = len(self.placed)
        for piece in chain:
            if piece.height + piece.gap > self.room_left() and not self._fresh:
                self.turn(wide)
            self._put(piece)

    def _put(self, piece: Piece) -> None:
        self.y += 0.0 if self._fresh else piece.gap
        self.placed.append(Placed(piece, self.page, LEFT + piece.indent, self.y))
        self.y += piece.height
        self._fresh = False

    def pull(self) -> None:
        """Take what was placed last, and belongs together, to a new page, unless that is most of a page."""
        moved = [it.piece for it in self.placed[self._chain :]]
        if (
            not self._chain
            or not moved
            or sum(it.height + it.gap for it in moved) > 0.5 * (self.bottom - TOP)
        ):
            return
        del self.placed[self._chain :]
        self.turn()
        for piece in [moved[0].again, *moved] if moved[0].again else moved:
            self._put(piece)

    def grow(self, kept: float, most: float = 60.0) -> None:
        """Give white at the bottom of this page to the pieces that can use it, and leave ``kept`` mm."""
        here = [n for n, it in enumerate(self.placed) if it.page == self.page and it.piece.grows]
        left = min(most, self.room_left() - kept)
        while here and left > 0:
            n = here.pop()
            piece = self.placed[n].piece
            grown = piece.grows(left / (len(here) + 1)) if piece.grows else piece
            more = grown.height - piece.height
            self.placed[n] = replace(self.placed[n], piece=grown)
            self.placed[n + 1 :] = [replace(it, y=it.y + more) for it in self.placed[n + 1 :]]
            self.grown += more
            left -= more
        self.y += self.grown

    def filled(self) -> float:
        """How much of this page is used, 0 to 1, without what only filled it."""
        return (self.y - self.grown - TOP) / (self.bottom - TOP)

    def pages(self) -> Iterator[list[Placed]]:
        """What stands on each page, in order."""
        for page in range(self.page + 1):
            yield [it for it in self.placed if it.page == page]


def draw(
    sheet: "Paper", flow: Flow, mast: Masthead, foot: tuple[str, str], height: float, side: float
) -> None:
    """Draw every page. ``foot``: words with ``{number}`` and ``{count}``, and the keep note."""
    pages = list(flow.pages())
    for number, placed in enumerate(pages, 1):
        if number == 1:
            sheet.lay(*A4)
            _head(sheet, mast, height, side)
        sheet.lay(*(reversed(A4) if number - 1 in flow.sideways else A4))
        for it in placed:
            it.piece.draw(sheet, it.x, it.y)
        _frames(sheet, placed)
        _foot(sheet, foot[0].format(number=number, count=len(pages)), foot[1])
        sheet.end_page()


def _frames(sheet: Sheet, placed: list[Placed]) -> None:
    for (frame, x), rows in groupby(placed, lambda it: (it.piece.frame, it.x)):
        if frame is not None:
            some = list(rows)
            height = some[-1].y + some[-1].piece.height - some[0].y
            sheet.rect(x, some[0].y, frame[1], height, pen=sheet.inks.plate, pt=1.0)


def title_lines(title: str) -> tuple[list[str], float]:
    """The title in capitals, in one line when a readable size allows, and that size."""
    capitals = title.upper()
    for size in TITLE:
        if t.width(capitals, size, 800) <= 158:
            return [capitals], size
    for size in TITLE[2:]:
        found = t.lines(capitals, 158, size, 800)
        if len(found) <= 2:
            break
    return found, size


def head_height(mast: Masthead) -> float:
    """Height of the large plate: 24 mm, more for a long title."""
    named, size = title_lines(mast.title)
    issued = t.lines(mast.issuer, 158, 9.8)
    return 24.0 + max(0, len(named) - 1) * size * 1.22 * PT + max(0, len(issued) - 1) * 9.8 * 1.3 * PT


def _head(sheet: Sheet, mast: Masthead, height: float, side: float) -> None:
    ink = sheet.inks
    masthead(sheet, LEFT, 9, WIDE, height)
    named, size = title_lines(mast.title)
    base = 19.8 if mast.issuer else 23.3
    t.write(sheet, 26, base, named, size, 800, ink.on_masthead, 1.22)
    base += max(0, len(named) - 1) * size * 1.22 * PT + 7.4
    t.write(sheet, 26, base, t.lines(mast.issuer, 158, 9.8), 9.8, 400, ink.on_masthead, 1.3)
    shift = height - 24.0
    left = QR_LEFT + 33.0 - side
    sheet.qr(mast.code, left, QR_TOP + shift, side)
    sheet.text(left + side / 2, QR_TOP + shift + side + 2.4, mast.caption, 7.5, 400, ink.mute, "centre")


def _foot(sheet: Sheet, left: str, right: str) -> None:
    """Both on one line when they fit, else the keep note above."""
    mute, wide, base = sheet.inks.mute, sheet.width - 2 * LEFT, sheet.height - (A4[1] - FOOT)
    shown = t.lines(left, wide, 8)
    kept = t.lines(right, wide, 8)
    if len(shown) <= 1 and len(kept) <= 1 and t.width(left, 8) + t.width(right, 8) + 4 <= wide:
        sheet.text(LEFT, base, left, 8, 400, mute)
        sheet.text(LEFT + wide, base, right, 8, 400, mute, "right")
        return
    t.write(sheet, LEFT, base - 3.4 * (len(shown) - 1), shown, 8, 400, mute, 3.4 / 8 / PT)
    t.write(sheet, LEFT, base - 3.4 * (len(shown) + len(kept) - 1), kept, 8, 400, mute, 3.4 / 8 / PT)


def foot_height(left: str, right: str) -> float:
    """Millimetres the foot takes beyond its one line."""
    rows = len(t.lines(left, WIDE, 8)) + len(t.lines(right, WIDE, 8))
    one = t.width(left, 8) + t.width(right, 8) + 4 <= WIDE
    return 0.0 if one else 3.4 * (rows - 1)


class Paper(Sheet):
    """A document whose pages may lie on their side."""

    def lay(self, width: float, height: float) -> None:
        """The size in mm of the page that is drawn now."""
        self.width, self.height = width, height
        self._canvas.setPageSize((width * MM, height * MM))


def new_sheet(head: Head, title: str, language: str) -> Paper:
    """An empty A4 document; its title is the form's."""
    return Paper(*A4, inks=inks(head.black_and_white), title=title, language=language)
