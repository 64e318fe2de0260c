"""What leaflets say of the commune, and the numbers somebody must have called before they are printed."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, ListRow
from desktop.ui.parts.fields import Field, LineEdit
from desktop.ui.parts.labels import IconTile
from desktop.ui.parts.layouts import STRETCH, Line, column, row
from desktop.ui.parts.tokens import BETWEEN_FIELDS, S16
from desktop.ui.settings.state import SettingsState
from desktop.work.units import Hotline
from resources.words import _


class OfficePage(QWidget):
    """Signals: ``saved(address, hours, team_phone, commune_phone)``, ``rung(number)``."""

    saved = Signal(str, str, str, str)
    rung = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled: tuple[str, ...] = ()
        self._shown: tuple[Hotline, ...] = ()
        self._card = Card(" ", note=_("printed on leaflets"))
        self.address, self.hours, self.team, self.commune = LineEdit(), LineEdit(), LineEdit(), LineEdit()
        self._lines = (self.address, self.hours, self.team, self.commune)
        for line in self._lines[:-1]:
            line.returnPressed.connect(self.focusNextChild)
        self.commune.returnPressed.connect(self._save)
        phones = row(
            Field(_("The team's telephone"), self.team),
            Field(_("The commune's telephone"), self.commune),
            spacing=12,
        )
        self._card.add(
            column(
                Field(_("Address of the public service centre"), self.address),
                Field(
                    _("Office hours"),
                    self.hours,
                    hint=_("for example 7:30–11:30, 13:30–17:00, Monday to Friday"),
                ),
                phones,
                row(STRETCH, Button(_("Save"), "primary", keys="Ctrl+Return", on=self._save)),
                spacing=BETWEEN_FIELDS,
            )
        )
        self._hotlines = Card(_("Hotlines"), note=_("call each one before printing"), flush=True)
        pair = row(column(self._card, STRETCH), column(self._hotlines, STRETCH), spacing=S16)
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        self.setLayout(pair)

    def show_state(self, state: SettingsState) -> None:
        office = state.office
        self._card.set_title(f"{office.commune}, {office.province}" if office.commune else _("Unit"))
        values = (office.centre_address, office.hours, office.team_phone, office.commune_phone)
        if values != self._filled:  # what is half typed stays when only a hotline was called
            self._filled = values
            for line, value in zip(self._lines, values, strict=True):
                line.setText(value)
        if office.hotlines != self._shown:
            self._shown = office.hotlines
            self._list()

    def _list(self) -> None:
        self._hotlines.clear()
        for at, it in enumerate(self._shown):
            if at:
                self._hotlines.add(Line())
            checked = date.fromisoformat(it.checked_on) if it.checked_on else None
            words = _("called {date}").format(date=f"{checked:%d/%m/%Y}") if checked else _("not called yet")
            button = Button(_("Called today"), "soft", on=partial(self.rung.emit, it.number))
            button.setAccessibleName(f"{_('Called today')}: {it.number}")
            lead = IconTile("phone-call" if checked else "phone", "ok" if checked else "neutral")
            self._hotlines.add(ListRow(f"{it.number} · {it.label}", words, lead=lead, trail=(button,)))

    def _save(self) -> None:
        self.saved.emit(*(line.value() for line in self._lines))
