"""A PDF to a file or to a printer, straight from memory: it holds names, so no copy is left behind."""

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.paper.pages import images
from forms.problem import Problem
from resources.words import _

_DPI = 300  # what an office printer shows of a table of names


def save(parent: QWidget, pdf: bytes, name: str) -> str:
    """Ask where to, write it, and return the file's name; empty when the person thought better of it.

    Raises ``print.write``.
    """
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save the sign-in sheet"), name, "PDF (*.pdf)")
    if not chosen:
        return ""
    path = Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise Problem("print.write", name=path.name) from error
    return path.name


def print_out(parent: QWidget, pdf: bytes) -> bool:
    """Ask for a printer and print every page; False when the person thought better of it.

    Raises ``print.no_printer``.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise Problem("print.no_printer")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    for number, page in enumerate(pages(pdf)):
        if number:
            printer.newPage()
        painter.drawImage(QRectF(painter.viewport()), page)
    painter.end()
    return True


def pages(pdf: bytes, dpi: int = _DPI) -> list[QImage]:
    """Each page as an image."""
    drawn = []
    for page in images(pdf, dpi):
        data = page.tobytes()
        made = QImage(data, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
        drawn.append(made.copy())
    return drawn
