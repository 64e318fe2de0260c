"""The lines of the batches and of what is in one."""

from PySide6.QtCore import Qt

from desktop.ui.parts.models import Index, KeysetModel
from desktop.ui.parts.table import CELL, BadgeCell, Cell, IconCell, Lines, NumberCell, PlateCell, QuietCell
from desktop.ui.sync.state import ParcelRow, RecordRow
from resources.words import _


class ParcelRows(KeysetModel[ParcelRow]):
    """Batches, newest first."""

    def __init__(self) -> None:
        super().__init__(lambda _after: None)
        self.heads = (_("Batch"), _("Records"), _("Result"), _("Receipt"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        it = self.row(index)
        words = (it.name, it.count, it.badge, it.code)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == CELL:
            cells: tuple[Cell, ...] = (
                it.name,
                NumberCell(it.count),
                BadgeCell(it.badge, it.tone, it.badge_icon),
                QuietCell(it.code),
            )
            return cells[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 1:
            return int(Qt.AlignmentFlag.AlignRight)
        return super().headerData(section, orientation, role)


class RecordRows(KeysetModel[RecordRow]):
    """The records of one batch."""

    def __init__(self) -> None:
        super().__init__(lambda _after: None)
        self.heads = ("", _("Records"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        it = self.row(index)
        first = index.column() == 0
        if role == Qt.ItemDataRole.DisplayRole:
            return it.plate if first else ", ".join(part for part in (it.title, it.second) if part)
        if role == CELL:
            lead: Cell = PlateCell(it.plate) if it.plate else IconCell(it.icon)
            return lead if first else Lines(it.title, it.second)
        return None
