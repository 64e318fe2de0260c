"""A set of chips or radio tiles as one answer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from desktop.ui.parts.choices import Chip, RadioTile, TickTile
from desktop.ui.parts.layouts import FlowLayout
from desktop.ui.parts.tokens import S8


class ChoiceGrid(QWidget):
    """Choices in ``columns`` of equal width. ``many``: chips or tick tiles, any number; otherwise radio tiles.

    ``columns`` 0: one after the other, each as wide as its words. ``wraps``: long words break into lines.
    ``digits`` numbers the chips from 1 and binds Alt+digit (up to nine). ``changed`` fires when a person
    (not the program) chose; ``value()`` and ``values()`` are the chosen keys in order of the choices.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        many: bool = False,
        columns: int = 3,
        digits: bool = False,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._many, self._columns, self._digits, self._wraps = many, columns, digits, wraps
        self._buttons: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(not many)
        self._grid: QGridLayout | FlowLayout = QGridLayout() if columns else FlowLayout(spacing=S8)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(S8)
        self.setLayout(self._grid)
        if isinstance(self._grid, QGridLayout):
            for column in range(columns):
                self._grid.setColumnStretch(column, 1)

    def set_choices(self, choices: Sequence[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Show (key, label) or (key, label, second line); what was chosen stays chosen if it is still there."""
        kept = self.values()
        for button in self._buttons.values():
            if not self._many:
                self._group.removeButton(button)
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for at, (key, label, *rest) in enumerate(choices):
            button = self._made(at, label, rest[0] if rest else "")
            self._buttons[key] = button
            if not self._many:  # in a group, only one of them would take the focus
                self._group.addButton(button)
            if isinstance(self._grid, QGridLayout):
                self._grid.addWidget(button, at // self._columns, at % self._columns)
            else:
                button.setSizePolicy(QSizePolicy.Policy.Fixed, button.sizePolicy().verticalPolicy())
                self._grid.addWidget(button)
            button.toggled.connect(self._toggled)
        self.set_values(kept)
        self.setAccessibleName(self.accessibleName())

    def set_labels(self, labels: Sequence[str]) -> None:
        """The same choices in other words, as in another language; what was chosen and the cursor stay."""
        for button, label in zip(self._buttons.values(), labels, strict=True):
            button.setText(label)
            button.updateGeometry()
        self.setAccessibleName(self.accessibleName())

    def _made(self, at: int, label: str, second: str) -> QAbstractButton:
        made: Chip | TickTile | RadioTile
        if self._digits or (self._many and not second):
            made = Chip(label, at + 1 if self._digits and at < 9 else None)
        else:
            made = TickTile(label, second) if self._many else RadioTile(label, second)
        if self._wraps and not second:
            made.wrap()
        return made

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
