"""One document being drawn: pages, text that knows whether it fits, plates, pictograms, QR codes.

What was drawn is also noted (text boxes, symbols, missing glyphs), so that preflight judges the
very page that is printed and not a second description of it.
"""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from desktop.paper import pictogram, qr
from desktop.paper.inks import COLOUR, Inks
from desktop.paper.lines import Line, Run, keep_together, parse, words, wrap

MM = 72 / 25.4
PT = 1 / MM  # one point in millimetres
CAP_HEIGHT = 0.714  # of the type size, Noto Sans

Align = Literal["left", "centre", "right"]
Box = tuple[float, float, float, float]  # left, top, right, bottom in mm


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text box as drawn: how many lines it needed and how many it had."""

    field: str
    page: int
    box: Box
    needed: int
    allowed: int
    size: float
    last_line_words: int

    @property
    def too_many(self) -> int:
        """Lines that found no room."""
        return max(0, self.needed - self.allowed)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code as drawn; ``box`` includes its quiet zone."""

    text: str
    page: int
    box: Box
    module: float
    side: float


@dataclass
class Notes:
    """What preflight needs to know of a drawn document."""

    boxes: list[Fitted] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    syllables: dict[int, int] = field(default_factory=dict)


def font(weight: int) -> str:
    """The name of Noto Sans in this weight, registered with reportlab on first use."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from resources import fonts

    name = f"NotoSans-{weight}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(fonts.paths()[weight])))
    return name


class Sheet:
    """A PDF under construction. ``width`` and ``height`` in mm; ``compounds`` are kept on one line."""

    def __init__(
        self,
        width: float,
        height: float,
        inks: Inks = COLOUR,
        title: str = "",
        language: str = "vi",
        compounds: Iterable[str] = (),
    ) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.width = width
        self.height = height
        self.inks = inks
        self.page = 0
        self.notes = Notes()
        self._compounds = tuple(compounds)
        self._bytes = io.BytesIO()
        # invariant: the same leaflet gives the same bytes; the initial font: no stray Helvetica is named
        self._canvas: Any = Canvas(
            self._bytes,
            pagesize=(width * MM, height * MM),
            invariant=1,
            initialFontName=font(400),
            lang=language,
        )
        self._canvas.setTitle(unicodedata.normalize("NFC", title))
        self._canvas.setCreator("Ngõ Số")

    # pages

    def end_page(self) -> None:
        """Finish the page; the next drawing starts another."""
        self._canvas.showPage()
        self.page += 1

    def pdf(self) -> bytes:
        """The finished document."""
        self._canvas.save()
        return self._bytes.getvalue()

    def begin_stamp(self, name: str, width: float, height: float) -> None:
        """What is drawn until ``end_stamp`` is kept under ``name`` and stands once in the file."""
        self._page_height, self.height = self.height, height
        self._canvas.beginForm(name, 0, 0, width * MM, height * MM)

    def end_stamp(self) -> None:
        self._canvas.endForm()
        self.height = self._page_height
        self.page += 1

    def stamp(self, name: str, x: float, y: float, height: float, scale: float = 1.0) -> None:
        """Put a stamp ``height`` mm high with its top left corner at ``x``, ``y``."""
        self._canvas.saveState()
        self._canvas.translate(x * MM, self._y(y + height * scale))
        self._canvas.scale(scale, scale)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    # text

    def measure(self, text: str, size: float, weight: int) -> float:
        """Width of one line in mm."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(unicodedata.normalize("NFC", text), font(weight), size)) * PT

    def text(
        self,
        x: float,
        base: float,
        text: str,
        size: float,
        weight: int = 400,
        colour: str = "",
        align: Align = "left",
    ) -> float:
        """One line on the baseline ``base``; returns its width in mm."""
        return self._line(x, base, (Run(text),), size, (weight, weight), colour, align)

    def block(
        self,
        field: str,
        x: float,
        base: float,
        width: float,
        text: str,
        sizes: Sequence[float],
        leading: float,
        most: int,
        weights: tuple[int, int] = (400, 700),
        colour: str = "",
        align: Align = "left",
        middle: bool = False,
    ) -> int:
        """Text in at most ``most`` lines of ``width`` mm, the first on ``base``; returns how many were drawn.

        The first of ``sizes`` at which it fits is taken. If it fits at none, the lines that have
        room are drawn at the last size and the rest is noted under ``field``. ``leading`` is a
        multiple of the size. ``middle`` centres fewer lines than ``most`` on the room there is.
        """
        if not text.strip():
            return 0
        glued = parse(keep_together(unicodedata.normalize("NFC", text), self._compounds))
        for size in sizes:
            lines = self._wrapped(glued, width, size, weights)
            if len(lines) <= most and all(self._width(line, size, weights) <= width + 0.01 for line in lines):
                break
        step = size * leading * PT
        drawn = lines[:most]
        if middle:
            base += (most - len(drawn)) * step / 2
        left = {"left": x, "centre": x - width / 2, "right": x - width}[align]
        top = base - size * PT
        self.notes.boxes.append(
            Fitted(
                field,
                self.page,
                (left, top, left + width, top + most * step),
                len(lines),
                most
                if all(self._width(line, size, weights) <= width + 0.01 for line in lines)
                else len(lines) - 1,
                size,
                sum(len(run.text.split()) for run in lines[-1]),
            )
        )
        for n, line in enumerate(drawn):
            self._line(x, base + n * step, line, size, weights, colour, align)
        return len(drawn)

    def lines_needed(
        self, text: str, width: float, size: float, weights: tuple[int, int] = (400, 700)
    ) -> int:
        """How many lines ``text`` takes at this size."""
        glued = parse(keep_together(unicodedata.normalize("NFC", text), self._compounds))
        return len(self._wrapped(glued, width, size, weights))

    def _wrapped(
        self, text: Iterable[Line], width: float, size: float, weights: tuple[int, int]
    ) -> list[Line]:
        def measure(run: Run) -> float:
            return self.measure(run.text, size, weights[run.bold])

        return [line for given in text for line in wrap(given, width, measure)]

    def _width(self, line: Line, size: float, weights: tuple[int, int]) -> float:
        return sum(self.measure(run.text, size, weights[run.bold]) for run in line)

    def _line(
        self,
        x: float,
        base: float,
        line: Line,
        size: float,
        weights: tuple[int, int],
        colour: str,
        align: Align,
    ) -> float:
        from reportlab.pdfbase.pdfmetrics import getFont

        width = self._width(line, size, weights)
        x -= {"left": 0.0, "centre": width / 2, "right": width}[align]
        self._canvas.setFillColor(colour or self.inks.ink)
        for run in line:
            text, name = unicodedata.normalize("NFC", run.text), font(weights[run.bold])
            self._canvas.setFont(name, size)
            self._canvas.drawString(x * MM, self._y(base), text)
            glyphs = getFont(name).face.charToGlyph
            self.notes.missing.update(letter for letter in text if ord(letter) not in glyphs)
            x += self.measure(text, size, weights[run.bold])
        self.notes.syllables[self.page] = self.notes.syllables.get(self.page, 0) + words(line)
        return width

    # shapes

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str = "",
        pen: str = "",
        pt: float = 0.0,
        r: float = 0.0,
    ) -> None:
        """A rectangle with its corner at ``x``, ``y``; the pen runs on its edge; ``r`` rounds the corners."""
        self._pen(fill, pen, pt)
        where = (x * MM, self._y(y + h), w * MM, h * MM)
        if r:
            self._canvas.roundRect(*where, r * MM, stroke=int(bool(pen)), fill=int(bool(fill)))
        else:
            self._canvas.rect(*where, stroke=int(bool(pen)), fill=int(bool(fill)))

    def circle(self, x: float, y: float, r: float, fill: str = "", pen: str = "", pt: float = 0.0) -> None:
        self._pen(fill, pen, pt)
        self._canvas.circle(x * MM, self._y(y), r * MM, stroke=int(bool(pen)), fill=int(bool(fill)))

    def shape(self, points: Sequence[tuple[float, float]], fill: str, pen: str, pt: float) -> None:
        """A closed polygon."""
        self._pen(fill, pen, pt)
        path = self._canvas.beginPath()
        path.moveTo(points[0][0] * MM, self._y(points[0][1]))
        for x, y in points[1:]:
            path.lineTo(x * MM, self._y(y))
        path.close()
        self._canvas.drawPath(path, stroke=1, fill=1)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, pen: str, pt: float, dash: tuple[float, ...] = ()
    ) -> None:
        self._canvas.saveState()
        self._pen("", pen, pt)
        if dash:
            self._canvas.setDash(list(dash))
        self._canvas.line(x1 * MM, self._y(y1), x2 * MM, self._y(y2))
        self._canvas.restoreState()

    def pictogram(
        self, svg: str | bytes, x: float, y: float, side: float, colour: str, stroke: float = 2.0
    ) -> None:
        """A Lucide picture in a square of ``side`` mm; ``stroke`` in units of its 24 grid."""
        scale = side * MM / pictogram.GRID
        self._canvas.saveState()
        self._canvas.translate(x * MM, self._y(y))
        self._canvas.scale(scale, -scale)
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(stroke)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        path = self._canvas.beginPath()
        draw = {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "h": path.close}
        for kind, numbers in pictogram.steps(svg):
            draw[kind](*numbers)
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.restoreState()

    def qr(self, text: str, x: float, y: float, side: float) -> None:
        """A QR code, black on white; ``side`` mm is the symbol with its margin of four modules."""
        code = qr.encode(text)
        module = code.module_mm(side)
        self.rect(x, y, side, side, fill="#FFFFFF")
        self._canvas.saveState()
        self._canvas.translate((x + qr.QUIET * module) * MM, self._y(y + qr.QUIET * module))
        self._canvas.scale(module * MM, -module * MM)
        self._canvas.setFillColor("#000000")
        path = self._canvas.beginPath()
        for rectangle in code.rectangles:
            path.rect(*rectangle)
        self._canvas.drawPath(path, stroke=0, fill=1)
        self._canvas.restoreState()
        self.notes.symbols.append(
            Symbol(text, self.page, (x, y, x + side, y + side), module, code.symbol_mm(side))
        )

    def _y(self, y: float) -> float:
        return (self.height - y) * MM

    def _pen(self, fill: str, pen: str, pt: float) -> None:
        if fill:
            self._canvas.setFillColor(fill)
        if pen:
            self._canvas.setStrokeColor(pen)
            self._canvas.setLineWidth(pt)
