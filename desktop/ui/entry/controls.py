"""One control for each kind of answer. Each shows an ``Item`` and tells what a person did; none decides anything."""

from datetime import date
from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.entry.state import Item
from desktop.ui.parts import paint
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.choices import DigitTile, TickTile
from desktop.ui.parts.dates import DateField
from desktop.ui.parts.fields import Area, LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import ScrollBody
from desktop.ui.parts.look import font
from desktop.ui.parts.tokens import Role
from forms.answers import LONGEST
from forms.dates import parse_date
from forms.text import fold
from resources.words import _

_WIDE = 740  # px of one line of tiles
_TICKS_HIGH = 212


class Acts(Protocol):
    """What a control tells; ``desktop.ui.entry.presenter.EntryPresenter`` listens."""

    def typed(self, path: str, text: str) -> None: ...
    def left(self, path: str) -> None: ...
    def answered(self, path: str, value: object) -> None: ...
    def refused(self, path: str, length: int) -> None: ...
    def searched(self, path: str, text: str) -> None: ...
    def chose(self, path: str, rec: str) -> None: ...
    def consented(self, path: str, method: str) -> None: ...
    def attached(self, path: str, file: str) -> None: ...
    def added(self, path: str) -> None: ...
    def removed(self, path: str) -> None: ...


class Line(LineEdit):
    """Text, a number or a time in one line."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__()
        self._path = item.path
        self.textChanged.connect(lambda _text: self._tell(acts))
        self.left.connect(lambda: acts.left(self._path))
        self._shown = ""

    def _tell(self, acts: Acts) -> None:
        if self.value() != self._shown:
            self._shown = self.value()
            acts.typed(self._path, self.value())

    def show_item(self, item: Item) -> None:
        self.setReadOnly(item.locked)
        # A field somebody is typing in is theirs: rewriting it breaks an input method.
        if not self.hasFocus() and self.value() != item.text:
            self._shown = item.text
            self.setText(item.text)


class Paragraph(Area):
    """Several lines; a paste far beyond what an answer may hold is not taken in."""

    too_long = Signal(int)

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__(lines=3)
        self._path = item.path
        self._shown = ""
        self.textChanged.connect(lambda: self._tell(acts))
        self.left.connect(lambda: acts.left(self._path))
        self.too_long.connect(lambda length: acts.refused(self._path, length))

    def insertFromMimeData(self, source: QMimeData) -> None:
        if len(text := source.text()) > LONGEST:  # laying out megabytes would stop the window for seconds
            self.too_long.emit(len(text))
            return
        super().insertFromMimeData(source)

    def _tell(self, acts: Acts) -> None:
        if self.value() != self._shown:
            self._shown = self.value()
            acts.typed(self._path, self.value())

    def show_item(self, item: Item) -> None:
        self.setReadOnly(item.locked)
        if not self.hasFocus() and self.value() != item.text:
            self._shown = item.text
            self.setPlainText(item.text)


class Day(DateField):
    """A typed date; what cannot be read stays as it was typed."""

    def __init__(self, item: Item, acts: Acts, today: date) -> None:
        super().__init__(lambda text: _read(text, today))
        self._path = item.path
        self._shown = ""
        self.line.textChanged.connect(lambda _text: self._tell(acts))
        self.line.left.connect(lambda: acts.left(self._path))

    def _tell(self, acts: Acts) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            acts.typed(self._path, self.text())

    def show_item(self, item: Item) -> None:
        self.line.setReadOnly(item.locked)
        if not self.line.hasFocus() and self.text() != item.text:
            self._shown = item.text
            self.line.setText(item.text)


def _read(text: str, today: date) -> date | None:
    try:
        return date.fromisoformat(parse_date(text, today))
    except ValueError:
        return None


class Tiles(ChoiceGrid):
    """Radio tiles or chips, as many beside each other as their words allow.

    Pressing the radio tile that is on, or Delete, takes an optional answer away again.
    """

    def __init__(self, item: Item, acts: Acts) -> None:
        self._many_of = item.kind == "chips"
        widest = max((paint.width_of(it.label, font(Role.BODY)) for it in item.options), default=0) + 62
        super().__init__(
            many=self._many_of,
            columns=max(1, min(4 if len(item.options) == 4 else 3, int(_WIDE // max(widest, 1)))),
        )
        self._path, self._acts, self._optional = item.path, acts, item.optional
        self._options: tuple[object, ...] = ()
        self.changed.connect(self._told)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_item(self, item: Item) -> None:
        self._optional = item.optional
        if item.options != self._options:
            self._options = item.options
            self.set_choices([(it.value, it.label) for it in item.options])
            if item.options:
                self.setFocusProxy(self.button(item.options[0].value))
            for it in item.options:
                self.button(it.value).installEventFilter(self)
        self.set_values(list(item.chosen))
        self.setEnabled(not item.locked)
        if item.options and not self._many_of:
            self.setFocusProxy(
                self.button(
                    item.chosen[0]
                    if item.chosen and item.chosen[0] in [o.value for o in item.options]
                    else item.options[0].value
                )
            )

    def _told(self) -> None:
        self._acts.answered(self._path, self.values() if self._many_of else self.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            self._many_of
            or not self._optional
            or not isinstance(watched, QAbstractButton)
            or not watched.isChecked()
        ):
            return False
        pressed = event.type() == QEvent.Type.MouseButtonPress
        deleted = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        )
        if pressed or deleted:
            self._acts.answered(self._path, None)
            return True
        return False


class Scale(QWidget):
    """A rating: one digit each, and what the chosen one means."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._tiles: dict[str, DigitTile] = {}
        self._meaning = Text("", ink="text2")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for at, option in enumerate(item.options, 1):
            tile = DigitTile(at, f"{item.label}: {option.label}")
            tile.clicked.connect(lambda _on=False, value=option.value: acts.answered(item.path, value))
            self._group.addButton(tile)
            self._tiles[option.value] = tile
            line.addWidget(tile)
        line.addSpacing(6)
        line.addWidget(self._meaning, 1)
        if self._tiles:
            self.setFocusProxy(next(iter(self._tiles.values())))

    def show_item(self, item: Item) -> None:
        self._group.setExclusive(False)
        for value, tile in self._tiles.items():
            tile.setChecked(value in item.chosen)
            tile.update()
        self._group.setExclusive(True)
        self._meaning.setText(next((it.label for it in item.options if it.value in item.chosen), ""))


class Compound(QWidget):
    """A control around one box: the box bears its name, its description and the red of a fault."""

    def __init__(self, box: LineEdit) -> None:
        super().__init__()
        self.box = box
        self.setFocusProxy(box)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self.box.setAccessibleDescription(description)

    def setProperty(self, name: str, value: object) -> bool:
        self.box.setProperty(name, value)
        self.box.update()
        return super().setProperty(name, value)


class Ticks(Compound):
    """Many choices of which several may be on, and a box that narrows them."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__(LineEdit(_("Type to narrow the list"), icon="search"))
        self._path, self._acts = item.path, acts
        self._tiles: dict[str, TickTile] = {}
        self.box.textChanged.connect(lambda _text: self._narrow())
        self._list = QVBoxLayout()
        self._list.setContentsMargins(2, 4, 6, 4)
        self._list.setSpacing(6)
        self._scroll = ScrollBody(self._list, margins=None)
        self._scroll.setFixedHeight(_TICKS_HIGH)
        self._count = Text("", Role.SECONDARY, "text2")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.box)
        whole.addWidget(self._scroll)
        whole.addWidget(self._count)

    def show_item(self, item: Item) -> None:
        if tuple(self._tiles) != tuple(it.value for it in item.options):
            for tile in self._tiles.values():
                tile.deleteLater()
            self._tiles = {}
            for at, option in enumerate(item.options):
                tile = TickTile(option.label)
                # Long names of services are cut at the right rather than pushing the page wide.
                tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                tile.setToolTip(option.label)
                tile.toggled.connect(lambda _on: self._told())
                self._tiles[option.value] = tile
                self._list.insertWidget(at, tile)
        for value, tile in self._tiles.items():
            tile.blockSignals(True)
            tile.setChecked(value in item.chosen)
            tile.blockSignals(False)
            tile.update()
        self._count.setText(_("{n} chosen").format(n=len(item.chosen)))
        self._narrow()

    def _told(self) -> None:
        self._acts.answered(self._path, [value for value, tile in self._tiles.items() if tile.isChecked()])

    def _narrow(self) -> None:
        words = fold(self.box.value()).split()
        for tile in self._tiles.values():
            label = " " + fold(tile.text())
            tile.setVisible(all(" " + word in label for word in words))
