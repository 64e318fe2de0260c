"""One control for each kind of answer. Each shows an ``Item`` and tells what a person did; none decides anything.

Here: what is typed. Choices stand in ``tiles`` and ``choosers``, numbers of a range in ``scales``.
"""

from datetime import date
from typing import Protocol

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.ui.entry import said
from desktop.ui.entry.state import Item
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.dates import DateField
from desktop.ui.parts.fields import Area, LineEdit
from desktop.ui.parts.focus import Led
from desktop.ui.parts.labels import Text
from desktop.ui.parts.secret import show_button
from forms.answers import LONGEST
from forms.dates import parse_date
from resources.words import _

_ROOM = 10 * LONGEST  # Qt cuts a paste here: far beyond what the check takes, so nothing is cut in silence


class Acts(Protocol):
    """What a control tells; ``desktop.ui.entry.presenter.EntryPresenter`` listens."""

    def typed(self, path: str, text: str) -> None: ...
    def left(self, path: str) -> None: ...
    def answered(self, path: str, value: object) -> None: ...
    def moved_on(self, path: str) -> None: ...
    def refused(self, path: str, length: int) -> None: ...
    def searched(self, path: str, text: str) -> None: ...
    def chose(self, path: str, rec: str) -> None: ...
    def consented(self, path: str, method: str) -> None: ...
    def attached(self, path: str, file: str) -> None: ...
    def added(self, path: str) -> None: ...
    def removed(self, path: str) -> None: ...
    def spoke(self, language: str) -> None: ...


class Line(LineEdit):
    """Text, a number or a time in one line; Enter goes on to the next question.

    A number with its thousands apart is written so while nobody types in it.
    """

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__(_shape(item), icon="scan-barcode" if "barcode" in item.look else "")
        self.setMaxLength(_ROOM)
        self._path = item.path
        self._item = item
        self._shown = ""
        self._grouped = "grouped" in item.look
        if "masked" in item.look:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textChanged.connect(lambda _text: self._tell(acts))
        self.left.connect(lambda: self._leave(acts))
        self.returnPressed.connect(lambda: acts.moved_on(self._path))

    def show_item(self, item: Item) -> None:
        self._item = item
        self.setReadOnly(item.locked)
        # A field somebody is typing in is theirs: rewriting it breaks an input method.
        if not self.hasFocus() and self.value() != (shown := self._written(item)):
            self._write(shown)

    def reveal(self, shown: bool) -> None:
        """Show the letters of a masked answer, or hide them again."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._grouped and not self.isReadOnly() and self.value() == said.grouped(self._item.text):
            self._write(self._item.text)
        super().focusInEvent(event)

    def _written(self, item: Item) -> str:
        return said.grouped(item.text) if self._grouped else item.text

    def _write(self, text: str) -> None:
        self._shown = text
        self.setText(text)
        self.setCursorPosition(0 if not self.hasFocus() else len(text))

    def _tell(self, acts: Acts) -> None:
        if self.value() != self._shown:
            self._shown = self.value()
            acts.typed(self._path, self.value())

    def _leave(self, acts: Acts) -> None:
        acts.left(self._path)
        self.show_item(self._item)


class Compound(Led):
    """A control around one box: the box bears its name, its description and the red of a fault."""

    def __init__(self, box: QWidget) -> None:
        super().__init__()
        self.box = box
        self.lead_by(box)

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

    def _beside(self, *parts: QWidget, spacing: int = 6) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(spacing)
        for part in parts:
            line.addWidget(part)


class Masked(Compound):
    """A line that shows dots, and the button that shows the letters."""

    def __init__(self, item: Item, acts: Acts) -> None:
        self.line = Line(item, acts)
        super().__init__(self.line)
        self._beside(self.line, show_button(self.line))

    def show_item(self, item: Item) -> None:
        self.line.show_item(item)


class Address(Compound):
    """A web address, and a button that opens one that is safe to open."""

    def __init__(self, item: Item, acts: Acts) -> None:
        self.line = Line(item, acts)
        super().__init__(self.line)
        self._open = Button("", icon="external-link", name=_("Open this address in the browser"), on=self._go)
        self.line.textChanged.connect(lambda _text: self._look())
        self._beside(self.line, self._open)
        self._look()

    def show_item(self, item: Item) -> None:
        self.line.show_item(item)

    def _look(self) -> None:
        self._open.setEnabled(self.line.value().startswith("https://"))

    def _go(self) -> None:
        QDesktopServices.openUrl(QUrl(self.line.value()))


class Counter(Compound):
    """A whole number with a button for one less and one for one more; what is empty counts from nought."""

    def __init__(self, item: Item, acts: Acts) -> None:
        self.line = Line(item, acts)
        super().__init__(self.line)
        self._acts, self._item = acts, item
        self.less = Button("", icon="minus", name=_("One less"), on=lambda: self._by(-1))
        self.more = Button("", icon="plus", name=_("One more"), on=lambda: self._by(1))
        self.line.setMaximumWidth(140)
        self._beside(self.line, self.less, self.more, spacing=8)  # what takes the cursor stands first
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addStretch(1)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.less.setAccessibleName(_("{name}: one less").format(name=name))
        self.more.setAccessibleName(_("{name}: one more").format(name=name))

    def show_item(self, item: Item) -> None:
        self._item = item
        self.line.show_item(item)
        for button in (self.less, self.more):
            button.setEnabled(not item.locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step and not self._item.locked:
            self._by(step)
        else:
            super().keyPressEvent(event)

    def _by(self, step: int) -> None:
        shown = self.line.value().replace(".", "").replace(" ", "")
        try:
            number = int(shown or "0")
        except ValueError:
            return
        self.line.setText(str(number + step))


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


class Day(Led, DateField):
    """A typed date; what cannot be read stays as it was typed."""

    def __init__(self, item: Item, acts: Acts, today: date) -> None:
        super().__init__(lambda text: _read(text, today), calendar="bare" not in item.look)
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.lead_by(self.line)
        self._path = item.path
        self._item = item
        self._shown = ""
        self.line.textChanged.connect(lambda _text: self._tell(acts))
        self.line.left.connect(lambda: acts.left(self._path))
        self.line.returnPressed.connect(lambda: acts.moved_on(self._path))

    def _tell(self, acts: Acts) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            acts.typed(self._path, self.text())

    def show_item(self, item: Item) -> None:
        self._item = item
        self.set_read_only(item.locked)
        if not self.line.hasFocus() and self.text() != item.text:
            self._shown = item.text
            self.line.setText(item.text)


class Moment(Compound):
    """A date and a time beside each other, told as one."""

    def __init__(self, item: Item, acts: Acts, today: date) -> None:
        self.day = DateField(lambda text: _read(text, today), calendar="bare" not in item.look)
        super().__init__(self.day)
        self.day.setFocusProxy(None)  # type: ignore[arg-type]
        self.lead_by(self.day.line)
        self.clock = LineEdit(_("hh:mm"))
        self.clock.setMaximumWidth(96)
        self._path, self._item = item.path, item
        self._shown = ("", "")
        for line in (self.day.line, self.clock):
            line.textChanged.connect(lambda _text: self._tell(acts))
            line.left.connect(lambda: self._leave(acts))
        self.day.line.returnPressed.connect(self.clock.setFocus)
        self.clock.returnPressed.connect(lambda: acts.moved_on(self._path))
        self._beside(self.day, self.clock, spacing=8)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.day.setAccessibleName(_("{name}: date").format(name=name))
        self.clock.setAccessibleName(_("{name}: time").format(name=name))

    def setProperty(self, name: str, value: object) -> bool:
        self.clock.setProperty(name, value)
        self.clock.update()
        return super().setProperty(name, value)

    def show_item(self, item: Item) -> None:
        self._item = item
        self.day.set_read_only(item.locked)
        self.clock.setReadOnly(item.locked)
        if self.day.line.hasFocus() or self.clock.hasFocus():
            return
        day, _blank, clock = item.text.replace("T", " ").partition(" ")
        if (self.day.text(), self.clock.value()) != (day, clock):
            self._shown = (day, clock)
            self.day.line.setText(day)
            self.clock.setText(clock)

    def _tell(self, acts: Acts) -> None:
        now = (self.day.text(), self.clock.value())
        if now == self._shown:
            return
        self._shown = now
        acts.typed(self._path, " ".join(now).strip())

    def _leave(self, acts: Acts) -> None:
        if self.day.line.hasFocus() or self.clock.hasFocus():
            return  # from one half to the other
        acts.left(self._path)
        self.show_item(self._item)


class Told(Compound):
    """What was calculated."""

    def __init__(self, item: Item) -> None:
        self._words = Text("", wrap=True)
        super().__init__(self._words)
        self._beside(self._words)

    def show_item(self, item: Item) -> None:
        self._words.setText(item.text)
        self.setVisible(bool(item.text))


def _shape(item: Item) -> str:
    if item.kind == "time":
        return _("hh:mm")
    return _("mm/yyyy") if "month" in item.look else _("yyyy") if "year" in item.look else ""


def _read(text: str, today: date) -> date | None:
    try:
        return date.fromisoformat(parse_date(text, today))
    except ValueError:
        return None
