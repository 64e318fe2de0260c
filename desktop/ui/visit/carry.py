"""The carried answers, opened for changing."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card
from desktop.ui.parts.choices import Chip
from desktop.ui.parts.fields import Combo, Field, LineEdit
from desktop.ui.parts.layouts import FlowLayout, clear
from desktop.ui.visit.state import Carry
from resources.words import _


class CarryPanel(Card):
    """Date, hamlet, place and who guides; ``given(answers)`` takes them over."""

    def __init__(self, given: Callable[[Mapping[str, Any]], object], dropped: Callable[[], object]) -> None:
        super().__init__()
        self._given = given
        self._date = LineEdit(_("dd/mm/yyyy"))
        self._hamlet, self._place = Combo(), Combo()
        self._members = FlowLayout()
        self._chips: dict[str, Chip] = {}
        holder = QWidget()
        holder.setLayout(self._members)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(Field(_("Date"), self._date), 2)
        fields.addWidget(Field(_("Hamlet"), self._hamlet), 3)
        fields.addWidget(Field(_("Place"), self._place), 4)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Cancel"), "ghost", on=dropped))
        buttons.addWidget(Button(_("Use these"), "secondary", icon="check", on=self._give))
        whole = QVBoxLayout()
        whole.setSpacing(10)
        whole.addLayout(fields)
        whole.addWidget(Field(_("Team members guiding"), holder))
        whole.addLayout(buttons)
        self.add(whole)
        self.setFocusProxy(self._date)

    def render_state(self, carry: Carry | None) -> None:
        """Show or hide; what is being changed is not overwritten."""
        if carry is None:
            self.hide()
            return
        if self.isVisible():
            return
        self._date.setText(carry.date)
        self._hamlet.set_choices([(it.value, it.label) for it in carry.hamlets], carry.hamlet)
        self._place.set_choices(
            [(it.value, it.label) for it in carry.places],
            next((it.value for it in carry.places if it.on), ""),
        )
        clear(self._members)
        self._chips = {it.value: Chip(it.label) for it in carry.members}
        for it in carry.members:
            self._chips[it.value].setChecked(it.on)
            self._members.addWidget(self._chips[it.value])
        self.show()

    def _give(self) -> None:
        self._given(
            {
                "date": self._date.value(),
                "hamlet": self._hamlet.value() or None,
                "place": self._place.value() or None,
                "members": [rec for rec, chip in self._chips.items() if chip.isChecked()],
            }
        )
