"""Choices that all stand on the screen: tiles, chips, a rating, stars, a table of questions with the same choices."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout

from desktop.ui.entry.controls import Acts
from desktop.ui.entry.state import Item, Option
from desktop.ui.parts import paint
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.choices import LikertTile, StarTile
from desktop.ui.parts.focus import Led
from desktop.ui.parts.labels import Text
from desktop.ui.parts.look import font
from desktop.ui.parts.tokens import S8, Role
from resources.words import _

_WIDE = 740  # px of one line of tiles
_WIDEST = 340  # px: longer words break
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_DONE = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAKEN_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class OneOf(QObject):
    """What exclusive buttons leave out: an optional answer is taken away again by pressing it once more or by
    Delete, and a quick one goes on to the next question, but not while arrows pass over it.
    """

    def __init__(self, acts: Acts, path: str) -> None:
        super().__init__()
        self._acts, self._path = acts, path
        self._optional = self._quick = False
        self._passing = False

    def show_item(self, item: Item) -> None:
        self._optional, self._quick = item.optional and not item.locked, "quick" in item.look

    def watch(self, button: QAbstractButton) -> None:
        """Look after one more button."""
        button.installEventFilter(self)

    def chose(self, value: object) -> None:
        """A person chose."""
        self._acts.answered(self._path, value)
        if self._quick and not self._passing:
            self._acts.moved_on(self._path)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress) or not isinstance(
            watched, QAbstractButton
        ):
            return False
        key = Qt.Key(event.key()) if isinstance(event, QKeyEvent) else None
        self._passing = key in _ARROWS
        if not watched.isChecked():
            return False
        if self._quick and key in _DONE:
            self._acts.moved_on(self._path)
            return True
        if self._optional and (key is None or key in _TAKEN_AWAY):
            self._acts.answered(self._path, None)
            return True
        return False


class Tiles(Led, ChoiceGrid):
    """Radio tiles or chips, as many beside each other as their words allow, or as the form wants."""

    def __init__(self, item: Item, acts: Acts) -> None:
        self._many_of = item.kind == "chips"
        super().__init__(many=self._many_of, columns=_columns(item), wraps=True)
        self._path, self._acts = item.path, acts
        self._options: tuple[Option, ...] = ()
        self._one = OneOf(acts, item.path)
        self.changed.connect(self._told)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_item(self, item: Item) -> None:
        self._one.show_item(item)
        if item.options is not self._options and item.options != self._options:
            self._offer(item.options)
        self.set_values(list(item.chosen))
        for option in item.options:
            self.button(option.value).setEnabled(not item.locked)
        if item.options and not self._many_of:
            here = next((it.value for it in item.options if it.value in item.chosen), item.options[0].value)
            self.lead_by(self.button(here))

    def _offer(self, options: tuple[Option, ...]) -> None:
        same = [it.value for it in options] == [it.value for it in self._options]
        self._options = options
        if same:
            self.set_labels([it.label for it in options])
            return
        self.set_choices([(it.value, it.label) for it in options])
        if options:
            self.lead_by(self.button(options[0].value))
        if not self._many_of:
            for it in options:
                self._one.watch(self.button(it.value))

    def _told(self) -> None:
        if self._many_of:
            self._acts.answered(self._path, self.values())
        else:
            self._one.chose(self.value())


class _Tiled(Led):
    """Exclusive buttons in one line."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__()
        self._one = OneOf(acts, item.path)
        self._group = QButtonGroup(self)
        self.tiles: dict[str, QAbstractButton] = {}
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(S8)

    def button(self, value: str) -> QAbstractButton:
        """The tile of one choice."""
        return self.tiles[value]

    def _add(self, value: str, tile: QAbstractButton) -> None:
        self._group.addButton(tile)
        self.tiles[value] = tile
        self._line.addWidget(tile)
        self._one.watch(tile)
        tile.toggled.connect(lambda on, value=value: self._one.chose(value) if on else None)
        if len(self.tiles) == 1:
            self.lead_by(tile)

    def _check(self, item: Item) -> None:
        self._one.show_item(item)
        self._group.setExclusive(False)
        for value, tile in self.tiles.items():
            tile.blockSignals(True)
            tile.setChecked(value in item.chosen)
            tile.blockSignals(False)
            tile.setEnabled(not item.locked)
            tile.update()
        self._group.setExclusive(True)
        here = next((tile for tile in self.tiles.values() if tile.isChecked()), None)
        if (first := here or next(iter(self.tiles.values()), None)) is not None:
            self.lead_by(first)

    def _name(self, labels: Sequence[str]) -> None:
        for tile, label in zip(self.tiles.values(), labels, strict=True):
            tile.setAccessibleName(f"{self.accessibleName()}: {label}")


class Likert(_Tiled):
    """Choices beside each other, of one width, their words beneath the ring."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__(item, acts)
        self._options: tuple[Option, ...] = ()
        self._offer(item.options)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._name([it.label for it in self._options])

    def show_item(self, item: Item) -> None:
        if item.options != self._options:
            self._offer(item.options)
        self._check(item)

    def _offer(self, options: tuple[Option, ...]) -> None:
        if list(self.tiles) != [it.value for it in options]:
            for tile in self.tiles.values():
                self._group.removeButton(tile)
                tile.hide()
                tile.deleteLater()
            self.tiles = {}
            for option in options:
                self._add(option.value, LikertTile(option.label))
        self._options = options
        for option in options:
            self.tiles[option.value].setText(option.label)
        self._name([it.label for it in options])


class Stars(_Tiled):
    """A rating in stars; the number stands beside them."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__(item, acts)
        self._line.setSpacing(2)
        most = int(item.span.high) if item.span else 5
        for number in range(1, most + 1):
            self._add(str(number), StarTile(""))
        self._said = Text("", ink="text2")
        self._line.addSpacing(6)
        self._line.addWidget(self._said, 1)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        most = len(self.tiles)
        self._name([_("{n} of {most} stars").format(n=n, most=most) for n in range(1, most + 1)])

    def show_item(self, item: Item) -> None:
        given = next((int(it) for it in item.chosen if it.isdecimal()), 0)
        for at, tile in enumerate(self.tiles.values(), 1):
            assert isinstance(tile, StarTile)
            tile.lit = at <= given
        self._check(item)
        self._said.setText(f"{given} / {len(self.tiles)}" if item.chosen else "")


def _columns(item: Item) -> int:
    """As many as fit, at most three (four of four); those the form wants; 0 for one after the other."""
    if item.columns:
        return 0 if item.columns < 0 else item.columns
    widest = max((paint.width_of(it.label, font(Role.BODY)) for it in item.options), default=0) + 62
    most = 4 if len(item.options) == 4 else 3
    return max(1, min(most, int(_WIDE // min(max(widest, 1), _WIDEST))))
