"""The look and the lock; every choice holds at once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.cards import Card
from desktop.ui.parts.fields import Combo, Field
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import STRETCH, column, row
from desktop.ui.parts.tokens import BETWEEN_FIELDS, S16, Role
from desktop.ui.settings.state import SettingsState
from resources.words import _

_MINUTES = (1, 2, 3, 5, 10, 15)


class LookPage(QWidget):
    """Signal ``preferred(name, value)``: the preference a person changed."""

    preferred = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = ChoiceGrid(columns=2)
        self.language.set_choices([("vi", "Tiếng Việt"), ("en", "English")])
        self.theme = ChoiceGrid(columns=3)
        self.theme.set_choices([("light", _("Light")), ("dark", _("Dark")), ("system", _("As the system"))])
        self.minutes = Combo()
        self.language.changed.connect(lambda: self.preferred.emit("language", self.language.value()))
        self.theme.changed.connect(lambda: self.preferred.emit("theme", self.theme.value()))
        self.minutes.picked.connect(lambda value: self.preferred.emit("lock_minutes", int(value)))
        look = Card(_("Look")).add(
            column(
                Field(_("Language"), self.language),
                Field(_("Colours"), self.theme),
                spacing=BETWEEN_FIELDS,
            )
        )
        why = Text(_("What is half typed is kept as a draft."), Role.SECONDARY, "text2", wrap=True)
        lock = Card(_("Lock")).add(Field(_("Lock when nobody has touched it for"), self.minutes), why)
        pair = row(column(look, STRETCH), column(lock, STRETCH), spacing=S16)
        pair.setStretch(0, 3)
        pair.setStretch(1, 2)
        self.setLayout(pair)

    def show_state(self, state: SettingsState) -> None:
        now = state.preferences
        self.language.set_value(now.language)
        self.theme.set_value(now.theme)
        minutes = sorted({*_MINUTES, now.lock_minutes})
        choices = [(str(it), _("{count} minutes").format(count=it)) for it in minutes]
        self.minutes.set_choices(choices, str(now.lock_minutes))
