"""The panel for a person met for the first time: name with consent, or age group without a name."""

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.store.consents import Method
from desktop.ui.parts import ime
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card
from desktop.ui.parts.choices import RadioTile
from desktop.ui.parts.fields import Combo, Field, LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import clear
from desktop.ui.parts.tabs import SegmentTabs
from desktop.ui.parts.tokens import Role
from desktop.ui.visit.state import NewcomerForm
from desktop.work.newcomers import Newcomer
from resources.words import _

HINT_AFTER = 300  # ms after the last letter


class NewcomerPanel(Card):
    """Two ways: keep the name (consent asked), or keep no name."""

    def __init__(
        self,
        *,
        typed: Callable[[Newcomer], object],
        given: Callable[[Newcomer], object],
        nameless: Callable[[str, str], object],
        same: Callable[[str], object],
        dropped: Callable[[], object],
    ) -> None:
        super().__init__()
        self._given, self._nameless, self._same = given, nameless, same
        self._hint_rec = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HINT_AFTER)
        self._timer.timeout.connect(lambda: typed(self._person()))
        self._tabs = SegmentTabs(_("Name"))
        self._tabs.set_labels([_("Keep the name"), _("No name kept")])
        self._tabs.currentChanged.connect(self._turn)
        self._with_name = self._name_part()
        self._without = self._nameless_part()
        self._use = Button(_("Use this person"), "secondary", icon="check", on=self._give)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Cancel"), "ghost", on=dropped))
        foot.addWidget(self._use)
        whole = QVBoxLayout()
        whole.setSpacing(10)
        whole.addWidget(self._tabs, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._with_name)
        whole.addWidget(self._without)
        whole.addLayout(foot)
        self.add(whole)
        self._turn(0)

    def _name_part(self) -> QWidget:
        self._name, self._birth, self._phone = LineEdit(), LineEdit(), LineEdit()
        self._house, self._alley = LineEdit(), LineEdit()
        self._fields = {
            "name": Field(_("Full name"), self._name),
            "birth_year": Field(_("Birth year"), self._birth, optional=True),
            "house": Field(_("House number"), self._house, optional=True),
            "alley": Field(_("Alley"), self._alley, optional=True),
            "phone": Field(_("Phone"), self._phone, optional=True),
        }
        for line in (self._name, self._birth, self._phone, self._house, self._alley):
            line.textChanged.connect(lambda _text: self._timer.start())
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(self._fields["name"], 0, 0, 1, 3)
        for at, name in enumerate(("birth_year", "house", "alley", "phone")):
            grid.addWidget(self._fields[name], 0 if at == 0 else 1, 3 if at == 0 else at - 1)
        self._hint = Text("", Role.SECONDARY, "warn")
        self._same_button = Button(_("Use this person"), "soft", on=lambda: self._same(self._hint_rec))
        hint = QHBoxLayout()
        hint.addWidget(self._hint)
        hint.addWidget(self._same_button)
        hint.addStretch(1)
        self._methods = QButtonGroup(self)
        self._method_row = QHBoxLayout()
        self._method_row.setSpacing(8)
        methods = QWidget()
        methods.setLayout(self._method_row)
        self._fields["method"] = Field(_("How was consent given?"), methods)
        said = Text(
            _(
                "Say: “The team keeps your name, birth year and phone to guide you next time. "
                "You can ask to see or erase them.”"
            ),
            Role.SECONDARY,
            "text2",
            wrap=True,
        )
        part = QWidget()
        whole = QVBoxLayout(part)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(grid)
        whole.addLayout(hint)
        whole.addWidget(said)
        whole.addWidget(self._fields["method"])
        return part

    def _nameless_part(self) -> QWidget:
        self._age, self._sex = Combo(), Combo()
        part = QWidget()
        whole = QHBoxLayout(part)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        self._age_field = Field(_("Age group"), self._age)
        whole.addWidget(self._age_field, 1)
        whole.addWidget(Field(_("Sex"), self._sex, optional=True), 1)
        return part

    def render_state(self, panel: NewcomerForm | None) -> None:
        """Show, hide, or put words under fields; what is typed is not overwritten."""
        if panel is None:
            self.hide()
            return
        if not self.isVisible():
            self._fresh(panel)
            self.show()
        for name, field in self._fields.items():
            field.set_fault(panel.faults.get(name, ""))
        self._hint.setText(panel.hint)
        self._hint_rec = panel.hint_rec
        self._hint.setVisible(bool(panel.hint))
        self._same_button.setVisible(bool(panel.hint))

    def take(self, name: str) -> None:
        """Put the cursor into a field; ``""``: the first that is empty."""
        if name == "method" and self._methods.buttons():
            self._methods.buttons()[0].setFocus()
        else:
            named = (
                self._fields[name]
                if name in self._fields
                else self._fields["birth_year" if self._name.text() else "name"]
            )
            named.control.setFocus()

    def _fresh(self, panel: NewcomerForm) -> None:
        person = panel.person
        for line, text in (
            (self._name, person.name),
            (self._birth, str(person.birth_year or "")),
            (self._phone, person.phone),
            (self._house, person.house_no),
            (self._alley, person.alley),
        ):
            line.setText(text)
        for button in self._methods.buttons():
            self._methods.removeButton(button)
        clear(self._method_row)
        for it in panel.methods:
            tile = RadioTile(it.label, value=it.value)
            tile.setChecked(it.on)
            tile.toggled.connect(lambda _on: self._timer.start())
            self._methods.addButton(tile)
            self._method_row.addWidget(tile)
        self._age.set_choices([("", "")] + [(it.value, it.label) for it in panel.age_bands])
        self._sex.set_choices([("", "")] + [(it.value, it.label) for it in panel.sexes])
        self._tabs.setCurrentIndex(0)

    def _turn(self, at: int) -> None:
        self._with_name.setVisible(at == 0)
        self._without.setVisible(at == 1)

    def _year(self) -> int | None:
        text = self._birth.value()
        return int(text) if text.isascii() and text.isdigit() else None

    def _give(self) -> None:
        ime.commit()
        if self._tabs.currentIndex() == 1:
            self._age_field.set_fault("" if self._age.value() else _("Choose the age group."))
            if self._age.value():
                self._nameless(self._age.value(), self._sex.value())
            return
        if self._birth.value() and self._year() is None:
            self._fields["birth_year"].set_fault(_("Enter the birth year, for example 1962."))
            self._birth.setFocus()
            return
        self._given(self._person())

    def _person(self) -> Newcomer:
        chosen = cast(Any, self._methods.checkedButton())
        return Newcomer(
            self._name.value(),
            self._year(),
            self._phone.value(),
            cast(Method, chosen.value) if chosen is not None else None,
            house_no=self._house.value(),
            alley=self._alley.value(),
        )
