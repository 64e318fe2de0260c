"""The PDF's pages on a printer. A page that comes again is drawn once and sent as the same picture."""

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop.leaflets.leaflet import PAGES
from desktop.paper.pages import opened
from desktop.ui.leaflets.preview import image
from desktop.ui.leaflets.state import Picture
from desktop.work.lanes import Job
from desktop.work.leaflets import Draft
from forms.problem import Problem

LEAST_DPI, MOST_DPI = 300, 600  # below it small type frays; above it pages only grow


def made_for(draft: Draft) -> QPrinter:
    """A printer set up for this paper; A4 of two sides turns on its short edge, as the sides are laid out."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    cut = draft.paper != "a5"
    size = QPageSize(QPageSize.PageSizeId.A4 if cut else QPageSize.PageSizeId.A5)
    turn = QPageLayout.Orientation.Landscape if cut else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, turn, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    if PAGES[draft.leaflet.template] > 1:
        edge = QPrinter.DuplexMode.DuplexShortSide if cut else QPrinter.DuplexMode.DuplexLongSide
        printer.setDuplex(edge)
    if not cut:
        printer.setCopyCount(draft.copies)
    if draft.leaflet.black_and_white:
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
    return printer


def send(printer: QPrinter, pdf: bytes, sources: tuple[int, ...], job: Job) -> None:
    """Print every page of ``pdf``; ``sources`` names for each the page it looks like.

    The printer's own page range counts. Raises ``print.printer`` when it takes nothing; a cancelled job
    aborts what the printer has not drawn yet.
    """
    dpi = min(max(printer.resolution(), LEAST_DPI), MOST_DPI)
    first = max(1, printer.fromPage())
    wanted = sources[first - 1 : printer.toPage() or len(sources)]
    painter = QPainter()
    if not painter.begin(printer):
        raise Problem("print.printer")
    drawn: dict[int, QImage] = {}
    try:
        for number, source in enumerate(wanted):
            if job.cancelled:
                printer.abort()
                return
            if source not in drawn:
                drawn[source] = _page(pdf, source, dpi)
            if number and not printer.newPage():
                raise Problem("print.printer")
            painter.drawImage(QRectF(painter.viewport()), drawn[source])
            job.tell(number + 1, len(wanted))
    finally:
        painter.end()


def _page(pdf: bytes, number: int, dpi: float) -> QImage:
    with opened(pdf) as document:
        picture = document[number].render(scale=dpi / 72).to_pil().convert("RGB")
    return image(Picture(picture.width, picture.height, picture.tobytes()))
