"""Pages of a PDF as images: the preview, the printer's input and what preflight looks at."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def images(pdf: bytes, dpi: float) -> list["Image"]:
    """Every page as an RGB image at ``dpi``."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()
