"""A set of chips or radio tiles as one answer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QWidget

from desktop.ui.parts.choices import Chip, RadioTile, TickTile
from desktop.ui.parts.tokens import S8


class ChoiceGrid(QWidget):
    """Choices in ``columns`` of equal width. ``many``: chips or tick tiles, any number; otherwise radio tiles.

    ``digits`` numbers the chips from 1 and binds Alt+digit (up to nine). ``changed`` fires when a person
    (not the program) chose; ``value()`` and ``values()`` are the chosen keys in order of the choices.
    """

    changed = Signal()

    def __init__(
        self, *, many: bool = False, columns: int = 3, digits: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._many, self._columns, self._digits = many, columns, digits
        self._buttons: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(not many)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(S8)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def set_choices(self, choices: Sequence[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Show (key, label) or (key, label, second line); what was chosen stays chosen if it is still there."""
        kept = self.values()
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for at, (key, label, *rest) in enumerate(choices):
            button = self._made(at, label, rest[0] if rest else "")
            self._buttons[key] = button
            self._group.addButton(button)
            self._grid.addWidget(button, at // self._columns, at % self._columns)
            button.toggled.connect(self._toggled)
        self.set_values(kept)
        self.setAccessibleName(self.accessibleName())

    def _made(self, at: int, label: str, second: str) -> QAbstractButton:
        if self._digits or (self._many and not second):
            return Chip(label, at + 1 if self._digits and at < 9 else None)
        return TickTile(label, second) if self._many else RadioTile(label, second)

    def setAccessibleName(self, name: str) -> None:
        """The question is said before each of its answers."""
        super().setAccessibleName(name)
        for button in self._buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}" if name else button.text())

    def button(self, key: str) -> QAbstractButton:
        """The tile of one choice, to focus or disable it."""
        return self._buttons[key]

    def values(self) -> list[str]:
        """The chosen keys."""
        return [key for key, button in self._buttons.items() if button.isChecked()]

    def value(self) -> str:
        """The one chosen key, or an empty string."""
        return next(iter(self.values()), "")

    def set_values(self, keys: Sequence[str]) -> None:
        """Choose exactly these; silent."""
        self._group.setExclusive(False)
        for key, button in self._buttons.items():
            button.blockSignals(True)
            button.setChecked(key in keys)
            button.blockSignals(False)
            button.update()
        self._group.setExclusive(not self._many)

    def set_value(self, key: str) -> None:
        """Choose exactly this one, or none for an empty string; silent."""
        self.set_values([key] if key else [])

    def _toggled(self, on: bool) -> None:
        if self._many or on:  # an exclusive group also tells of the one that lost
            self.changed.emit()
