"""A PDF on a printer, straight from memory. Qt's printing is loaded with this module: import it when it is needed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from desktop.paper.pages import count, picture
from desktop.ui.parts.page import image
from desktop.work.lanes import Job
from forms.problem import Problem

LEAST_DPI = 300  # below it small type frays


def printer_for(
    over: QWidget, pages: int, tell: Callable[[Problem], None], printer: QPrinter | None = None
) -> QPrinter | None:
    """Ask for a printer, by default set up for whole sheets; None if there is none, which is told, or none chosen."""
    if not QPrinterInfo.availablePrinterNames():
        tell(Problem("print.no_printer"))
        return None
    if printer is None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
    dialog = QPrintDialog(printer, over.window())
    dialog.setMinMax(1, max(1, pages))
    # Windows opens its own dialog in no other way
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def send(
    printer: QPrinter, pdf: bytes, job: Job, *, sources: Sequence[int] = (), most_dpi: int = LEAST_DPI
) -> None:
    """Print every page of ``pdf`` in the printer's own range, no finer than ``most_dpi``.

    ``sources`` names for each page to print the one it looks like, which is then drawn once. Raises
    ``print.printer`` when the printer takes nothing; a cancelled job aborts what it has not drawn yet.
    """
    dpi = min(max(printer.resolution(), LEAST_DPI), most_dpi)
    every = sources or range(count(pdf))
    wanted = every[max(1, printer.fromPage()) - 1 : printer.toPage() or len(every)]
    painter = QPainter()
    if not painter.begin(printer):
        raise Problem("print.printer")
    drawn: dict[int, QImage] = {}
    try:
        for at, number in enumerate(wanted):
            if job.cancelled:
                printer.abort()
                return
            page = drawn[number] if number in drawn else image(picture(pdf, number, dpi))
            if at and not printer.newPage():
                raise Problem("print.printer")
            painter.drawImage(QRectF(painter.viewport()), page)
            if number in wanted[at + 1 :]:
                drawn[number] = page  # only what comes again is kept: a page takes up to 100 MB
            job.tell(at + 1, len(wanted))
    finally:
        painter.end()
