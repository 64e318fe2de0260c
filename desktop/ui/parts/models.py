"""Rows that come as they are needed: the model under every long list."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

PAGE = 200  # rows asked for at a time

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
_ROOT = QModelIndex()


class KeysetModel(QAbstractTableModel, Generic[Row]):
    """A table that asks for its next 200 rows when the view reaches the end.

    ``more(after)`` is called with the last row (None at the start). It may answer later: whoever loads
    calls ``append(rows, last)`` with the page, ``last`` True when nothing follows. Subclasses give
    ``heads`` and answer ``data``; ``row(index)`` is the row's own object.
    """

    heads: Sequence[str] = ()

    def __init__(self, more: Callable[[Row | None], None]) -> None:
        super().__init__()
        self._more = more
        self._rows: list[Row] = []
        self._finished = True
        self._asked = False

    def restart(self) -> None:
        """Forget every row and ask for the first page."""
        self.beginResetModel()
        self._rows = []
        self._finished = False
        self._asked = False
        self.endResetModel()
        self.fetchMore()

    def replace(self, rows: Sequence[Row], *, last: bool = True) -> None:
        """Show these rows in place of all there were."""
        self.beginResetModel()
        self._rows = list(rows)
        self._finished, self._asked = last, False
        self.endResetModel()

    def append(self, rows: Sequence[Row], last: bool) -> None:
        """Take the page that was asked for."""
        self._asked = False
        self._finished = last or not rows
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def row(self, index: Index | int) -> Row:
        """The row at an index."""
        return self._rows[index if isinstance(index, int) else index.row()]

    def rows(self) -> Sequence[Row]:
        """Every row loaded so far."""
        return self._rows

    def canFetchMore(self, parent: Index = _ROOT) -> bool:
        return not self._finished and not self._asked

    def fetchMore(self, parent: Index = _ROOT) -> None:
        if self.canFetchMore():
            self._asked = True
            self._more(self._rows[-1] if self._rows else None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return None
