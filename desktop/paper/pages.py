"""Pages of a PDF as images: the preview, the printer's input and what preflight looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_ALONE = Lock()  # PDFium ends the process when two threads are in it, be it with different documents


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: ``rgb`` holds ``width`` × ``height`` × 3 bytes."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@contextmanager
def opened(pdf: bytes) -> Iterator["PdfDocument"]:
    """The document, for this thread alone until the block ends: every use of PDFium goes through here."""
    import pypdfium2

    with _ALONE:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def images(pdf: bytes, dpi: float) -> list["Image"]:
    """Every page as an RGB image at ``dpi``."""
    with opened(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def count(pdf: bytes) -> int:
    """How many pages it has."""
    with opened(pdf) as document:
        return len(document)


def picture(pdf: bytes, number: int, dpi: float) -> Picture:
    """The page ``number`` (from 0) at ``dpi``."""
    with opened(pdf) as document:
        drawn = document[number].render(scale=dpi / 72).to_pil().convert("RGB")
    return Picture(drawn.width, drawn.height, drawn.tobytes())
