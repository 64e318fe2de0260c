"""Questions with tiles, and putting an answer into a control without hearing of it."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.entry.session_words import Option
from desktop.ui.parts.choices import Chip, RadioTile, TickTile
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import column, row
from desktop.ui.parts.tokens import Role


class Group(QWidget):
    """A label, a hint beside it, and tiles in three columns; a fault beneath."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__()
        self.hint = Text(hint, Role.SECONDARY, "text2")
        self.label = Text(label, Role.LABEL)
        self._fault = Text("", Role.SECONDARY, "error", wrap=True)
        self._fault.hide()
        self.grid = QGridLayout()
        self.grid.setSpacing(8)
        for at in range(3):
            self.grid.setColumnStretch(at, 1)
        whole = column(row(self.label, self.hint, None), self.grid, self._fault, spacing=5)
        self.setLayout(whole)

    def set_fault(self, words: str) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))
        self.setAccessibleDescription(words)


class Radios(Group):
    """One answer of several; ``given(value)`` is called when a tile is chosen."""

    def __init__(self, label: str, given: Callable[[str], object], hint: str = "") -> None:
        super().__init__(label, hint)
        self._given = given
        self.tiles: dict[str, RadioTile] = {}

    def set_options(self, options: Sequence[Option]) -> None:
        """Show the choices; the tiles are made once."""
        if not self.tiles:
            for at, it in enumerate(options):
                tile = RadioTile(it.label, value=it.value)
                tile.clicked.connect(lambda _on=False, value=it.value: self._given(value))
                self.tiles[it.value] = tile
                self.grid.addWidget(tile, 0, at)
        for it in options:
            check(self.tiles[it.value], it.on)

    def take(self) -> None:
        """Put the focus on the chosen tile, or the first."""
        tiles = list(self.tiles.values())
        if tiles:
            next((tile for tile in tiles if tile.isChecked()), tiles[0]).setFocus()

    def choose_next(self) -> None:
        """Choose the tile after the chosen one, from the last back to the first."""
        tiles = list(self.tiles.values())
        at = next((n for n, tile in enumerate(tiles) if tile.isChecked()), -1)
        following = tiles[(at + 1) % len(tiles)]
        following.setFocus()
        following.click()


def show_text(line: LineEdit, text: str) -> None:
    """Write ``text`` into a field nobody is typing in."""
    # A field somebody is typing in is theirs: rewriting it breaks an input method.
    if not line.hasFocus() and line.text() != text:
        line.setText(text)


def check(button: Chip | TickTile | RadioTile, on: bool) -> None:
    """Check or uncheck silently."""
    if button.isChecked() == on:
        return
    # An exclusive button can only be unchecked while it is not exclusive.
    button.blockSignals(True)
    group = button.autoExclusive()
    button.setAutoExclusive(False)
    button.setChecked(on)
    button.setAutoExclusive(group)
    button.blockSignals(False)
    button.update()


def chain(*widgets: QWidget) -> None:
    """Let Tab go through ``widgets`` in this order."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
