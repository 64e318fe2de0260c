"""The unlock page: who is working, and the passphrase."""

from PySide6.QtCore import QMargins, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from desktop.ui.gate.state import UnlockState
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Sunken
from desktop.ui.parts.choices import RadioTile
from desktop.ui.parts.fields import Field
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import STRETCH, ScrollBody, boxed, column, row, spread
from desktop.ui.parts.look import sized
from desktop.ui.parts.notices import announce
from desktop.ui.parts.secret import Secret, show_button
from desktop.ui.parts.tokens import Role
from resources.words import _

WIDTH = 470
_TALL = 44  # px: this field and its buttons are the only ones on the page
_TICK = 250  # ms between two looks at the clock while waiting


class UnlockPage(QWidget):
    """Signals: ``chose(person)``, ``entered(passphrase)``, ``asked_help()``, ``ticked()`` while one must wait."""

    chose = Signal(str)
    entered = Signal(str)
    asked_help = Signal()
    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = UnlockState()
        self._tiles: dict[str, RadioTile] = {}
        self._group = QButtonGroup(self)
        self._title = Text(_("Who is working?"), Role.PAGE_TITLE)
        self._title.setFont(sized(28, 700))
        self._today = Text("", ink="text2")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        self.secret = Secret(height=_TALL)
        self.secret.returnPressed.connect(self._enter)
        self.secret.caps.connect(self._caps)
        self._show = show_button(self.secret)
        self._show.setFixedHeight(_TALL)
        self._line = boxed(row(self.secret, self._show))
        self._line.setFocusProxy(self.secret)
        self._field = Field("", self._line)
        self.unlock = Button(_("Unlock"), "primary", icon="door-open", keys="Enter", on=self._enter)
        self.unlock.setFixedHeight(_TALL)
        spread(self.unlock)
        self._resume = Text("", wrap=True)
        self._note = Sunken(row(Icon("history"), self._resume, spacing=12))
        self._forgot = Button(_("Forgotten the passphrase?"), "quiet", on=self.asked_help.emit)
        self._plainly = Sunken(column(Text(_forgotten(), wrap=True)))
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.ticked)
        self._lay_out()

    def _lay_out(self) -> None:
        self._forgot.setFixedWidth(self._forgot.sizeHint().width() - 20)  # its words in line with the field
        forgot = row(self._forgot, STRETCH)
        inner = column(
            self._title, 6, self._today, 14, self._grid, 14, self._field, 10, self.unlock, 12,
            self._note, 4, forgot, self._plainly, spacing=0,
        )  # fmt: skip
        foot = Text(_("The data is on this machine, encrypted"), Role.SECONDARY, "text2")
        middle = boxed(column(STRETCH, inner, STRETCH, row(STRETCH, foot)))
        middle.setFixedWidth(WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollBody(row(STRETCH, middle, STRETCH), margins=QMargins(4, 20, 4, 20)))

    def show_state(self, state: UnlockState) -> None:
        before, self._state = self._state, state
        if state.people != before.people:
            self._fill()
        for key, tile in self._tiles.items():
            tile.setChecked(key == state.chosen)
        self._today.setText(state.today)
        label = _("Passphrase of {name}").format(name=state.name)
        self._field.label.setText(label.replace("&", "&&"))
        self.secret.setAccessibleName(label)
        self._resume.setText(state.resume)
        self._note.setVisible(bool(state.resume))
        self._plainly.setVisible(state.forgotten)
        free = not state.busy and not state.wait
        self.secret.setReadOnly(state.busy)
        self.unlock.setEnabled(free)
        self.unlock.setText(self._words())
        self._set_fault(state.fault)
        if state.wait and not self._timer.isActive():
            self._timer.start()
        elif not state.wait:
            self._timer.stop()
        if before.busy and not state.busy:
            self._again() if state.fault else self.secret.clear()
        if state.chosen != before.chosen and before.chosen:
            self.secret.clear()
        if state.forgotten and not before.forgotten:
            announce(self._plainly, _forgotten())

    def take(self) -> None:
        """Empty the field and put the cursor there."""
        self.secret.clear()
        self._show.setChecked(False)
        self.secret.setFocus()

    def _words(self) -> str:
        if self._state.busy:
            return _("Opening…")
        if self._state.wait:
            return _("Try again in {seconds} s").format(seconds=self._state.wait)
        return _("Unlock")

    def _set_fault(self, text: str) -> None:
        self._field.set_fault(text)
        self.secret.setProperty("fault", bool(text))
        self.secret.setAccessibleDescription(text)
        self.secret.update()

    def _again(self) -> None:
        self.secret.setFocus()
        self.secret.selectAll()
        announce(self.secret, self._state.fault, urgent=True)

    def _fill(self) -> None:
        for tile in self._tiles.values():
            self._group.removeButton(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = {}
        for at, person in enumerate(self._state.people):
            tile = RadioTile(person.name, person.role, value=person.id, icon="user")
            tile.clicked.connect(lambda _checked=False, key=person.id: self._picked(key))
            self._group.addButton(tile)
            self._tiles[person.id] = tile
            self._grid.addWidget(tile, at // 2, at % 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def _picked(self, key: str) -> None:
        self.chose.emit(key)
        self.secret.setFocus()

    def _enter(self) -> None:
        self.entered.emit(self.secret.value())

    def _caps(self, on: bool) -> None:
        if not self._state.fault:
            self._field.set_fault(_("Caps Lock is on.") if on else "")


def _forgotten() -> str:
    return _(
        "Nobody can open the data without a passphrase, not even the makers of Ngõ Số. Another person of the "
        "team who can unlock here opens the same data with their own passphrase. If there is nobody, what was "
        "sent to the province is safe there; what was only on this machine is lost."
    )
