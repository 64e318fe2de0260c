"""The panel for something just said."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.feedback.fresh import FreshMatter
from desktop.ui.feedback.state import Fresh, Person
from desktop.ui.parts import ime
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, ChosenBox
from desktop.ui.parts.fields import Area, Combo, Field, LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import Line, ScrollBody, boxed, clear, row
from desktop.ui.parts.suggest import Suggestion, SuggestPopup
from desktop.ui.parts.tokens import BETWEEN_FIELDS, Role
from resources.words import _

# Where the cursor goes in a grid nobody has answered yet.
_FIRST = {"kind": "suggestion", "channel": "home", "wants_reply": "yes", "method": "paper"}


class FreshPanel(Card):
    """Kind, channel and words are enough; the rest can be filled in later."""

    def __init__(self, fresh: FreshMatter, label: Callable[[str], str]) -> None:
        super().__init__(_("Note feedback"), role=Role.SECTION)
        self._fresh = fresh
        self._draft = ""
        self.kind, self.channel = ChoiceGrid(columns=5), ChoiceGrid(columns=4)
        self.wants_reply = ChoiceGrid(columns=2)
        self.content, self.subject = (
            Area(lines=3, most=6),
            LineEdit(_("For example: weak phone signal in alley 5")),
        )
        self.area, self.due = Combo(), LineEdit(_("dd/mm/yyyy"))
        self.person = LineEdit(_("Name, house number or card number"), icon="search")
        self.contact, self.method = (
            LineEdit(_("Phone number, Zalo or where to find them")),
            ChoiceGrid(columns=4),
        )
        self._popup = SuggestPopup(self.person, width=420)
        self._fields = {
            "kind": Field(label("kind"), self.kind),
            "channel": Field(label("channel"), self.channel),
            "content": Field(
                label("content"), self.content, hint=_("no identity numbers, passwords, OTP codes")
            ),
            "subject": Field(label("subject"), self.subject, optional=True),
            "field": Field(label("field"), self.area, optional=True),
            "due_on": Field(label("due_on"), self.due),
            "person": Field(_("Said by"), self.person, optional=True),
            "wants_reply": Field(label("wants_reply"), self.wants_reply, optional=True),
            "contact": Field(label("contact"), self.contact, optional=True),
            "method": Field(_("How was consent given?"), self.method),
        }
        self._warning = Text("", Role.SECONDARY, "warn", wrap=True)
        self._chosen = QVBoxLayout()
        self._chosen_rec = ""
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        it = self._fields
        self._who = boxed(self._chosen)
        self._chosen.setContentsMargins(0, 0, 0, 0)
        body = QVBoxLayout()
        body.setContentsMargins(4, 6, 8, 6)
        body.setSpacing(BETWEEN_FIELDS)
        for name in ("kind", "channel", "content"):
            body.addWidget(it[name])
        body.addWidget(self._warning)
        body.addLayout(_across((it["subject"], 5), (it["field"], 4), (it["due_on"], 3)))
        body.addWidget(it["person"])
        body.addWidget(self._who)
        body.addLayout(_across((it["wants_reply"], 2), (it["contact"], 3)))
        body.addWidget(it["method"])
        body.addStretch(1)
        self._kept = Text("", Role.SECONDARY, "text2")
        later = Button(_("Later"), "ghost", on=self._fresh.drop)
        self.save = Button(_("Save feedback"), "primary", icon="check", keys="Ctrl+Return", on=self._save)
        self.add(ScrollBody(boxed(body)), Line(), row(self._kept, None, later, self.save, spacing=10))
        self.body.setStretch(0, 1)

    def _listen(self) -> None:
        for name, grid in (("kind", self.kind), ("channel", self.channel), ("wants_reply", self.wants_reply)):
            grid.changed.connect(lambda name=name, grid=grid: self._fresh.told(name, grid.value()))
        self.method.changed.connect(lambda: self._fresh.agreed(self.method.value()))
        self.content.textChanged.connect(lambda: self._fresh.told("content", self.content.value()))
        for name, line in (("subject", self.subject), ("due_on", self.due)):
            line.textChanged.connect(lambda _text, name=name, line=line: self._fresh.told(name, line.value()))
        self.contact.textChanged.connect(lambda _text: self._fresh.reach(self.contact.value()))
        self.area.picked.connect(lambda value: self._fresh.told("field", value))
        self.person.textChanged.connect(lambda _text: self._fresh.searched(self.person.value()))
        self._popup.chosen.connect(self._fresh.chose)

    def render_state(self, it: Fresh, draft: str) -> None:
        """Draw; a field is filled only when another matter is begun, for what is typed is its own."""
        if draft != self._draft:
            self._draft = draft
            self._fill(it)
        for name, field in self._fields.items():
            field.set_fault(it.faults.get(name, ""))
        self._warning.setText(it.warning)
        self._warning.setVisible(bool(it.warning))
        self._kept.setText(it.kept or it.faults.get("full", ""))
        wants = it.values["wants_reply"] == "yes"
        self._fields["contact"].setVisible(wants)
        self._fields["method"].setVisible(it.needs_method)
        self._fields["person"].setVisible(it.person is None)
        self._who.setVisible(it.person is not None)
        self._show_person(it.person)
        rows = [Suggestion(at.rec, at.title, at.second, at.plate) for at in it.found]
        self._popup.set_rows(rows if it.person is None else ())

    def _fill(self, it: Fresh) -> None:
        grids = {"kind": self.kind, "channel": self.channel, "wants_reply": self.wants_reply}
        for name, grid in grids.items():
            grid.set_choices([(choice.value, choice.label) for choice in it.choices[name]])
            grid.set_value(it.values[name])
        self.method.set_choices([(choice.value, choice.label) for choice in it.methods])
        self.method.set_value(it.values["method"])
        areas = [("", "")] + [(choice.value, choice.label) for choice in it.choices["field"]]
        self.area.set_choices(areas, it.values["field"])
        lines = {"subject": self.subject, "due_on": self.due, "contact": self.contact}
        for name, line in lines.items():
            line.blockSignals(True)
            line.setText(it.values[name])
            line.blockSignals(False)
        self.person.blockSignals(True)
        self.person.clear()
        self.person.blockSignals(False)
        self.content.blockSignals(True)
        self.content.setPlainText(it.values["content"])
        self.content.blockSignals(False)

    def _show_person(self, person: Person | None) -> None:
        rec = person.rec if person else ""
        if rec == self._chosen_rec:
            return
        self._chosen_rec = rec
        clear(self._chosen)
        if person is not None:
            another = Button(_("Somebody else"), "quiet", on=self._another)
            self._chosen.addWidget(Text(_("Said by"), Role.LABEL))
            self._chosen.addWidget(ChosenBox(person.plate, person.title, person.second, another))

    def _another(self) -> None:
        self.person.clear()
        self._fresh.nobody()

    def _save(self) -> None:
        ime.commit()
        self._fresh.save()

    def take(self, name: str) -> None:
        """Put the cursor into a field."""
        if name in self._fields:
            control: QWidget = self._fields[name].control
            if isinstance(control, ChoiceGrid):
                control = control.button(control.value() or _FIRST[name])
            control.setFocus(Qt.FocusReason.OtherFocusReason)


def _across(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(12)
    for widget, part in parts:
        made.addWidget(widget, part, Qt.AlignmentFlag.AlignTop)
    return made
