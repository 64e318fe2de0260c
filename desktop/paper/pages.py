"""Pages of a PDF as images: the preview, the printer's input and what preflight looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_ALONE = Lock()  # PDFium ends the process when two threads are in it, be it with different documents


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
