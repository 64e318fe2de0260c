"""The hamlets of the commune: added, renamed from a day on."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, ListRow
from desktop.ui.parts.fields import Field, LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import STRETCH, Line, column, row
from desktop.ui.parts.tokens import BETWEEN_FIELDS, S16, Role
from desktop.ui.settings.state import HamletRow, SettingsState
from resources.words import _


class HamletsPage(QWidget):
    """Signals: ``added(name)``, ``began(hamlet)``, ``renamed(name, since)``, ``asked_import()``."""

    added = Signal(str)
    began = Signal(str)
    renamed = Signal(str, str)
    asked_import = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[HamletRow, ...] | None = None
        self._renaming, self._saved = "", 0
        self._list = Card(_("Hamlets"), flush=True)
        self.name = LineEdit(_("For example Thôn 3"))
        self.name.returnPressed.connect(self._add)
        self._name = Field(_("New hamlet"), self.name)
        add = Button(_("Add"), "primary", icon="plus", on=self._add)
        many = Button(_("Import from CSV"), icon="import", on=self.asked_import.emit)
        self._new = Card(_("Add")).add(self._name, row(add, many, STRETCH))
        self.other, self.since = LineEdit(), LineEdit(_("dd/mm/yyyy"))
        self.other.returnPressed.connect(self.since.setFocus)
        self.since.returnPressed.connect(self._rename)
        self._other, self._since = Field(_("New name"), self.other), Field(_("From the day"), self.since)
        kept = Text(
            _("Records keep their hamlet; the former name is remembered."), Role.SECONDARY, "text2", wrap=True
        )
        buttons = row(
            STRETCH,
            Button(_("Cancel"), "ghost", on=lambda: self.began.emit("")),
            Button(_("Rename"), "primary", on=self._rename),
        )
        self._change = Card(" ").add(column(self._other, self._since, kept, buttons, spacing=BETWEEN_FIELDS))
        pair = row(
            column(self._list, STRETCH), column(self._new, self._change, STRETCH, spacing=S16), spacing=S16
        )
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        self.setLayout(pair)

    def show_state(self, state: SettingsState) -> None:
        if state.hamlets != self._shown:
            self._shown = state.hamlets
            self._fill()
        if state.saved != self._saved:
            self._saved = state.saved
            self.name.clear()
        self._name.set_fault(state.faults.get("hamlet", ""))
        self._other.set_fault(state.faults.get("rename", ""))
        self._since.set_fault(state.faults.get("since", ""))
        self._new.setVisible(not state.renaming)
        self._change.setVisible(bool(state.renaming))
        if state.renaming != self._renaming:
            self._renaming = state.renaming
            self._begin(state)

    def _begin(self, state: SettingsState) -> None:
        row_ = next((it for it in state.hamlets if it.id == state.renaming), None)
        if row_ is None:
            self.name.setFocus()
            return
        self._change.set_title(_("Rename {name}").format(name=row_.name))
        self.other.setText(row_.name)
        self.since.setText(_("today"))
        self.other.take()

    def _fill(self) -> None:
        self._list.clear()
        self._list.set_note(str(len(self._shown or ())))
        for at, it in enumerate(self._shown or ()):
            if at:
                self._list.add(Line())
            button = Button(_("Rename"), "soft", on=partial(self.began.emit, it.id))
            button.setAccessibleName(_("Rename {name}").format(name=it.name))
            since = _("since {date}").format(date=it.since)
            self._list.add(ListRow(it.name, since, trail=(button,)))

    def _add(self) -> None:
        self.added.emit(self.name.value())

    def _rename(self) -> None:
        self.renamed.emit(self.other.value(), self.since.value())
