"""Changing one's own passphrase."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card
from desktop.ui.parts.fields import Field
from desktop.ui.parts.labels import Badge, Text
from desktop.ui.parts.layouts import STRETCH, boxed, column, row
from desktop.ui.parts.secret import Secret, show_button
from desktop.ui.parts.tokens import BETWEEN_FIELDS, Role
from desktop.ui.settings.state import SettingsState
from desktop.work.passphrase import strength
from resources.words import _


class SecretPage(QWidget):
    """Signal ``changed(old, new, again)``."""

    changed = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = 0
        self.old, self.new, self.again = (Secret() for _each in range(3))
        show = show_button(self.old, self.new, self.again)
        first = boxed(row(self.old, show))
        first.setFocusProxy(self.old)
        self._fields = {
            "old": Field(_("The passphrase now"), first),
            "new": Field(
                _("The new passphrase"), self.new, hint=_("at least 8 characters; blanks and accents count")
            ),
            "again": Field(_("The same passphrase once more"), self.again),
        }
        self.old.setAccessibleName(_("The passphrase now"))
        self._strength = Badge("")
        self._strength.hide()
        self.new.textChanged.connect(self._weigh)
        self.old.returnPressed.connect(self.new.setFocus)
        self.new.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._change)
        self._button = Button(_("Change the passphrase"), "primary", on=self._change)
        why = _("Only yours is changed; the others of the team keep theirs. The data itself stays as it is.")
        card = Card(_("Change the passphrase")).add(
            column(
                Text(why, Role.SECONDARY, "text2", wrap=True),
                self._fields["old"],
                self._fields["new"],
                row(self._strength, STRETCH),
                self._fields["again"],
                row(STRETCH, self._button),
                spacing=BETWEEN_FIELDS,
            )
        )
        card.setMaximumWidth(560)
        self.setLayout(row(column(card, STRETCH), STRETCH))
        self.layout().setStretch(0, 1)  # type: ignore[union-attr]

    def show_state(self, state: SettingsState) -> None:
        for name, field in self._fields.items():
            field.set_fault(state.faults.get(name, ""))
        self._button.setEnabled(not state.busy)
        self._button.setText(_("Changing…") if state.busy else _("Change the passphrase"))
        if state.saved != self._saved:
            self._saved = state.saved
            for line in (self.old, self.new, self.again):
                line.clear()

    def _weigh(self, text: str) -> None:
        tone, words = strength(text)
        self._strength.set_badge(words, tone)
        self._strength.setVisible(bool(words))

    def _change(self) -> None:
        self.changed.emit(self.old.value(), self.new.value(), self.again.value())
