"""Numbers of a range, and choices to be put in order."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desktop.ui.entry.controls import Acts, Compound
from desktop.ui.entry.said import number
from desktop.ui.entry.state import Item, Span
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.rank import RankList
from desktop.ui.parts.slider import Slider


class Range(Compound):
    """A slider, and the number it stands at to be typed as well; empty until somebody chooses."""

    def __init__(self, item: Item, acts: Acts) -> None:
        self.slider, self.line = _slider(item), LineEdit()
        super().__init__(self.slider)
        self._path, self._acts, self._item = item.path, acts, item
        self._shown = ""
        self.line.setFixedWidth(88)
        self.line.textChanged.connect(lambda _text: self._typed())
        self.line.left.connect(self._leave)
        self.line.returnPressed.connect(lambda: acts.moved_on(self._path))
        self.slider.moved.connect(self._moved)
        self._beside(self.slider, self.line, spacing=14)
        layout = self.layout()
        assert layout is not None
        if "upright" in item.look and isinstance(layout, QHBoxLayout):
            layout.addStretch(1)
        layout.setAlignment(self.line, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def setProperty(self, name: str, value: object) -> bool:
        self.line.setProperty(name, value)
        self.line.update()
        return super().setProperty(name, value)

    def show_item(self, item: Item) -> None:
        self._item = item
        self.slider.setEnabled(not item.locked)
        self.line.setReadOnly(item.locked)
        self.slider.show_value(_number(item.text))
        if not self.line.hasFocus() and self.line.value() != item.text:
            self._write(item.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        takes_away = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if takes_away and self.slider.hasFocus() and self._item.optional and not self._item.locked:
            self._acts.answered(self._path, None)
        else:
            super().keyPressEvent(event)

    def _moved(self, chosen: float) -> None:
        self._write(number(chosen))
        self._acts.answered(self._path, int(chosen) if chosen.is_integer() else chosen)

    def _write(self, text: str) -> None:
        self._shown = text
        self.line.setText(text)

    def _typed(self) -> None:
        if self.line.value() != self._shown:
            self._shown = self.line.value()
            self._acts.typed(self._path, self._shown)

    def _leave(self) -> None:
        self._acts.left(self._path)
        self.show_item(self._item)


class Rank(RankList):
    """Choices in an order somebody gave them."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__()
        self.ranked.connect(lambda keys: acts.answered(item.path, keys or None))

    def show_item(self, item: Item) -> None:
        self.set_locked(item.locked)
        self.show_order([(it.value, it.label) for it in item.options], item.chosen)


def _slider(item: Item) -> Slider:
    span = item.span or Span(0, 10, 1)
    return Slider(
        span.low, span.high, span.step, upright="upright" in item.look, ticks="no-ticks" not in item.look
    )


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
