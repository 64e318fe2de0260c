"""A printer set up for leaflets."""

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter

from desktop.leaflets.leaflet import PAGES
from desktop.work.leaflets import Draft

MOST_DPI = 600  # above it pages only grow


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
