"""Looking at a finished page as a phone, a printer and a reader would; preflight gives the verdicts."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desktop.leaflets.leaflet import Leaflet
from desktop.paper.pages import images, opened
from desktop.paper.qr import QUIET
from desktop.paper.sheet import Box, Notes, Symbol
from forms.text import looks_like_tcvn3

if TYPE_CHECKING:
    from PIL.Image import Image

SAFE = 4.5  # mm at every edge
WHITE = 245  # of 255; paler than that is paper
SHARP_DPI, POOR_DPI, POOR_BLUR = 300, 150, 0.3  # a good scan; a cheap camera and its blur in mm
_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-\u00a0]?\d)*(?!\d)")
_PLACE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_WRITTEN = (
    "kicker",
    "title",
    "lead",
    "steps_note",
    "scan",
    "link_label",
    "link_note",
    "warning_title",
    "warning",
    "team",
    "helper",
)
_LOOSE_MARK = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Seen:
    """A QR code as read back from the page; empty when it cannot be read."""

    sharp: str
    blurred: str
    ink_in_margin: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What a rendered document shows. ``ink`` is the mean darkness of each page, 0 to 1."""

    symbols: tuple[Seen, ...]
    pages_over_safe_area: tuple[int, ...]
    loose_fonts: tuple[str, ...]
    ink: tuple[float, ...]


def look(pdf: bytes, notes: Notes) -> Look:
    """Render the document and read it back."""
    sharp = images(pdf, SHARP_DPI)
    poor = images(pdf, POOR_DPI)
    return Look(
        symbols=tuple(_seen(symbol, sharp[symbol.page], poor[symbol.page]) for symbol in notes.symbols),
        pages_over_safe_area=tuple(n for n, page in enumerate(poor) if _over_safe_area(page)),
        loose_fonts=loose_fonts(pdf),
        ink=tuple(_darkness(page) for page in poor),
    )


def _cut(page: "Image", box: Box, dpi: float) -> "Image":
    left, top, right, bottom = (round(edge * dpi / 25.4) for edge in box)
    return page.crop((left, top, right, bottom))


def _read(picture: "Image") -> str:
    import zxingcpp

    found = zxingcpp.read_barcode(picture)
    return found.text if found else ""


def _seen(symbol: Symbol, sharp: "Image", poor: "Image") -> Seen:
    from PIL import ImageFilter

    blur = ImageFilter.GaussianBlur(POOR_BLUR * POOR_DPI / 25.4)
    return Seen(
        _read(_cut(sharp, symbol.box, SHARP_DPI)),
        _read(_cut(poor, symbol.box, POOR_DPI).filter(blur)),
        _ink_in_margin(sharp, symbol),
    )


def _ink_in_margin(page: "Image", symbol: Symbol) -> bool:
    from PIL import ImageDraw

    picture = _cut(page, symbol.box, SHARP_DPI).convert("L")
    margin = QUIET * symbol.module * SHARP_DPI / 25.4
    # two pixels of slack: the symbol's own edge is smoothed over them
    inner = (margin - 2, margin - 2, picture.width - margin + 2, picture.height - margin + 2)
    ImageDraw.Draw(picture).rectangle(inner, fill=255)
    outer = picture.crop((1, 1, picture.width - 1, picture.height - 1))
    return _has_ink(outer)


def _has_ink(grey: "Image") -> bool:
    return any(grey.histogram()[:WHITE])


def _over_safe_area(page: "Image") -> bool:
    from PIL import ImageDraw

    picture = page.convert("L")
    edge = SAFE * POOR_DPI / 25.4
    ImageDraw.Draw(picture).rectangle((edge, edge, picture.width - edge, picture.height - edge), fill=255)
    return _has_ink(picture)


def _darkness(page: "Image") -> float:
    from PIL import ImageStat

    return 1 - float(ImageStat.Stat(page.convert("L")).mean[0]) / 255


def loose_fonts(pdf: bytes) -> tuple[str, ...]:
    """Names of fonts that text uses and the file does not hold."""
    import ctypes

    from pypdfium2 import raw

    found: set[str] = set()
    with opened(pdf) as document:
        for page in document:
            for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=4):
                face: Any = raw.FPDFTextObj_GetFont(item.raw)
                if not raw.FPDFFont_GetIsEmbedded(face):
                    name = ctypes.create_string_buffer(128)
                    raw.FPDFFont_GetBaseFontName(face, name, len(name))
                    found.add(name.value.decode())
    return tuple(sorted(found))


def texts(leaflet: Leaflet) -> Iterator[tuple[str, str]]:
    """Every text a person can write, with its field."""
    for name in _WRITTEN:
        yield name, getattr(leaflet, name)
    for n, step in enumerate(leaflet.steps):
        yield f"steps.{n}", f"{step.title}\n{step.text}"
    for name, rows in (("reasons", leaflet.reasons), ("secrets", leaflet.secrets)):
        for n, row in enumerate(rows):
            yield f"{name}.{n}", f"{row.title}\n{row.text}"
    for n, hotline in enumerate(leaflet.hotlines):
        yield f"hotlines.{n}", hotline.about


def unfilled(text: str) -> list[str]:
    """Names of the places still to fill in."""
    return _PLACE.findall(text)


def has_personal_number(text: str) -> bool:
    """Whether a run of 9 or 12 digits stands in it: an old or new identity number, or an account."""
    return any(sum(c.isdigit() for c in run) in (9, 12) for run in _DIGITS.findall(text))


def is_garbled(text: str) -> bool:
    """Whether letters would print wrong: TCVN3 text, or accents that no letter takes in."""
    composed = unicodedata.normalize("NFC", text)
    return looks_like_tcvn3(text) or bool(_LOOSE_MARK.search(composed))


def host_and_path(link: str) -> tuple[str, str]:
    """Host in small letters and path without its slashes; no host unless it is a plain https address."""
    try:
        parts = urlsplit(link)
        plain = parts.scheme == "https" and parts.username is None and parts.port is None
    except ValueError:  # half typed: a bracket without its other half, letters for a port
        return "", ""
    return (parts.hostname or "") if plain else "", (parts.path + parts.query).strip("/")


def is_government(host: str) -> bool:
    """Whether the host belongs to the State's own domain."""
    return host == "gov.vn" or host.endswith(".gov.vn")
