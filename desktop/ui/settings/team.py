"""The team: who is in it, and what it aims at each month."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, ListRow
from desktop.ui.parts.fields import Field, LineEdit
from desktop.ui.parts.labels import IconTile, Text
from desktop.ui.parts.layouts import STRETCH, Line, column, row
from desktop.ui.parts.tokens import S16, Role
from desktop.ui.settings.state import MemberRow, SettingsState
from resources.words import _


class TeamPage(QWidget):
    """Signals: ``asked_members()``, ``aimed(typed)``."""

    asked_members = Signal()
    aimed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[MemberRow, ...] | None = None
        self._filled = ""
        link = Button(_("Add or correct"), "quiet", icon="users", on=self.asked_members.emit)
        self._members = Card(_("Members of the team"), link=link, flush=True)
        self.target = LineEdit()
        self.target.setMaximumWidth(160)
        self.target.returnPressed.connect(self._aim)
        self._target = Field(_("Guidance sessions a month"), self.target, optional=True)
        own = _("The team's own aim, shown on Today. It is no figure of the plan.")
        save = row(STRETCH, Button(_("Save"), "primary", keys="Ctrl+Return", on=self._aim))
        card = Card(_("Target of the team")).add(
            self._target, Text(own, Role.SECONDARY, "text2", wrap=True), save
        )
        pair = row(column(self._members, STRETCH), column(card, STRETCH), spacing=S16)
        pair.setStretch(0, 3)
        pair.setStretch(1, 2)
        self.setLayout(pair)

    def show_state(self, state: SettingsState) -> None:
        if state.members != self._shown:
            self._shown = state.members
            self._fill()
        if state.target != self._filled:
            self._filled = state.target
            self.target.setText(state.target)
        self._target.set_fault(state.faults.get("target", ""))

    def _fill(self) -> None:
        self._members.clear()
        for at, it in enumerate(self._shown or ()):
            if at:
                self._members.add(Line())
            self._members.add(ListRow(it.name, it.role, lead=IconTile("user")))

    def _aim(self) -> None:
        self.aimed.emit(self.target.value())
