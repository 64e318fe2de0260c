"""The first run: who and where, the passphrase, a practice visit."""

from collections.abc import Container

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.gate.presenter import ROLES
from desktop.ui.gate.state import Answers, FirstRunState, PracticeState
from desktop.ui.parts import ime
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Sunken
from desktop.ui.parts.fields import Combo, Field, LineEdit
from desktop.ui.parts.labels import Badge, Icon, Plate, Text
from desktop.ui.parts.layouts import STRETCH, Line, ScrollBody, boxed, column, row
from desktop.ui.parts.notices import Notice, announce
from desktop.ui.parts.secret import Secret, show_button
from desktop.ui.parts.suggest import Suggestion, SuggestPopup
from desktop.ui.parts.tabs import Stepper
from desktop.ui.parts.tokens import BETWEEN_FIELDS, Role
from resources.words import _

WIDTH = 560
_FOOT = 60


class WhoPage(QWidget):
    """Step 1: role, name, commune, hamlet."""

    chose_role = Signal(str)
    chose_province = Signal(str)
    looked_for = Signal(str)
    chose_commune = Signal(str)
    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = ChoiceGrid(columns=4)
        self.role.set_choices([(key, _(words)) for key, words in ROLES.items()])
        self.role.changed.connect(lambda: self.chose_role.emit(self.role.value()))
        self.name = LineEdit()
        self.province = Combo()
        self.province.picked.connect(self.chose_province)
        self.commune = LineEdit(_("Type the present or the former name"), icon="search")
        self.commune.textChanged.connect(lambda _text: self.looked_for.emit(self.commune.value()))
        self.hamlet = LineEdit(_("For example Thôn 3"))
        self._popup = SuggestPopup(self.commune, width=520)
        self._popup.chosen.connect(self.chose_commune)
        self.name.textEdited.connect(lambda _text: self.edited.emit("name"))
        self.hamlet.textEdited.connect(lambda _text: self.edited.emit("hamlet"))
        for line in (self.name, self.commune):
            line.returnPressed.connect(self.focusNextChild)
        self._fields = {
            "role": Field(_("What you do in the team"), self.role),
            "name": Field(_("Full name"), self.name),
            "province": Field(_("Province"), self.province),
            "commune": Field(_("Commune, ward"), self.commune),
            "hamlet": Field(_("Hamlet of the team"), self.hamlet),
        }
        self._before = Text("", Role.SECONDARY, "text2", wrap=True)
        fields = self._fields
        place = row(fields["province"], column(fields["commune"], self._before, spacing=4), spacing=12)
        place.setStretch(0, 2)
        place.setStretch(1, 3)
        place.setAlignment(fields["province"], Qt.AlignmentFlag.AlignTop)
        whole = column(
            fields["role"], fields["name"], place, fields["hamlet"], STRETCH, spacing=BETWEEN_FIELDS
        )
        self.setLayout(whole)

    def show_state(self, state: FirstRunState) -> None:
        if self.province.count() != len(state.provinces):
            self.province.set_choices(list(state.provinces))
        self.province.set_value(state.province)
        if state.commune and self.commune.value() != state.commune:
            self.commune.setText(state.commune)
            self.hamlet.setFocus()
        self._popup.set_rows(
            [Suggestion(it.code, it.name, it.second, icon="map-pin") for it in state.suggested]
        )
        self._before.setText(state.before)
        self._before.setVisible(bool(state.before))
        optional = _("(optional)") if state.officer else ""
        self._fields["hamlet"].set_hint(optional)
        for name, field in self._fields.items():
            field.set_fault(state.faults.get(name, ""))

    def take_first_fault(self, faults: Container[str]) -> None:
        """Put the cursor where the first fault is."""
        first = next((field for name, field in self._fields.items() if name in faults), self._fields["name"])
        target = self.role.button("leader") if first.control is self.role else first.control
        target.setFocus()


class SecretPage(QWidget):
    """Step 2: the passphrase, twice."""

    typed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.again = Secret(), Secret()
        self._show = show_button(self.first, self.again)
        line = boxed(row(self.first, self._show))
        line.setFocusProxy(self.first)
        self._field = Field(_("Passphrase"), line, hint=_("at least 8 characters; blanks and accents count"))
        self.first.setAccessibleName(_("Passphrase"))
        self._again = Field(_("The same passphrase once more"), self.again)
        self._strength = Badge("")
        self.first.textChanged.connect(self.typed)
        self.again.textChanged.connect(self.typed)
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.entered)
        why = _(
            "The passphrase locks everything on this machine. Nobody can open the data without it, and nobody "
            "can send you a new one. Four words that do not belong together are easy to remember: "
            "“con trâu uống cà phê”."
        )
        note = Sunken(row(Icon("shield-check", "accent"), Text(why, wrap=True), spacing=12))
        whole = column(
            note, self._field, row(self._strength, STRETCH), self._again, STRETCH, spacing=BETWEEN_FIELDS
        )
        self.setLayout(whole)

    def show_state(self, state: FirstRunState) -> None:
        tone, words = state.strength
        self._strength.set_badge(words, tone)
        self._strength.setVisible(bool(words))
        self._field.set_fault(state.faults.get("passphrase", ""))
        self._again.set_fault(state.faults.get("again", ""))
        for field, name in ((self.first, "passphrase"), (self.again, "again")):
            field.setProperty("fault", name in state.faults)
            field.update()

    def forget(self) -> None:
        """Empty both fields, unheard."""
        for field in (self.first, self.again):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)

    def take_first_fault(self, faults: Container[str]) -> None:
        """Put the cursor where the fault is."""
        (self.first if "passphrase" in faults else self.again).take()


class PracticePage(QWidget):
    """Step 3: one visit over invented people, with the keys of the real one."""

    looked_for = Signal(str)
    chose_person = Signal(str)
    answered = Signal()
    saved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled = False
        self._plate = Plate("1", 30)
        self._task = Text("", Role.CARD_TITLE, wrap=True)
        self._done = Icon("circle-check", "ok", 22)
        self.person = LineEdit(_("Name or house number"), icon="search")
        self.person.textChanged.connect(lambda _text: self.looked_for.emit(self.person.value()))
        self._popup = SuggestPopup(self.person, width=WIDTH)
        self._popup.chosen.connect(self.chose_person)
        self.topics = ChoiceGrid(many=True, columns=2, digits=True)
        self.results = ChoiceGrid(columns=2)
        self.topics.changed.connect(self.answered)
        self.results.changed.connect(self.answered)
        self._field = Field(_("Resident"), self.person)
        self._answers = Field(_("Result"), self.results)
        self._task_line = Sunken(row(self._plate, self._done, self._task, spacing=12))
        self._form = boxed(
            column(
                self._field,
                Field(_("Topics"), self.topics, hint=_("Alt + digit")),
                self._answers,
                spacing=BETWEEN_FIELDS,
            )
        )
        self.setLayout(column(self._task_line, self._form, STRETCH, spacing=BETWEEN_FIELDS))

    def show_state(self, state: PracticeState) -> None:
        if not self._filled:
            self._filled = True
            self.topics.set_choices(list(state.topics))
            self.results.set_choices(list(state.results))
        if state.person and self.person.value() != state.person.name:
            self.person.setText(state.person.name)
            self.topics.button(state.topics[0][0]).setFocus()
        self._popup.set_rows([Suggestion(it.id, it.name, it.second, it.plate) for it in state.rows])
        self._plate.set_number(str(state.number or 4))
        self._plate.setVisible(not state.done)
        self._done.setVisible(state.done)
        if self._task.text() != state.task:
            self._task.setText(state.task)
            announce(self._task, state.task)
        self._answers.set_fault(state.fault)
        self._form.setVisible(not state.done)


class FirstRunPage(QWidget):
    """The three steps with their footer. ``went_on`` carries an ``Answers``."""

    went_on = Signal(object)
    went_back = Signal()
    typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = -1
        self.who, self.secret, self.practice = WhoPage(), SecretPage(), PracticePage()
        self._titles = (_("Whose machine is this?"), _("Choose a passphrase"), _("Try one visit"))
        self._stepper = Stepper((_("You and your team"), _("Passphrase"), _("Practice")), 0)
        self._title = Text("", Role.PAGE_TITLE)
        self._notice = Notice(tone="error")
        self._notice.hide()
        self._pages = QStackedWidget()
        for page in (self.who, self.secret, self.practice):
            self._pages.addWidget(page)
        self.secret.typed.connect(lambda: self.typed.emit(self.answers()))
        self.secret.entered.connect(self._go_on)
        self.who.hamlet.returnPressed.connect(self._go_on)
        self._back = Button(_("Back"), "ghost", icon="chevron-left", on=self.went_back.emit)
        self._skip = Button(_("Start work"), on=self._go_on)
        self._save = Button(
            _("Save the practice visit"), "primary", keys="Ctrl+Return", on=self.practice.saved.emit
        )
        self._next = Button(_("Continue"), "primary", keys="Ctrl+Return", on=self._go_on)
        self._start = Button(_("Start work"), "primary", icon="door-open", keys="Ctrl+Return", on=self._go_on)
        self._lay_out()

    def _lay_out(self) -> None:
        body = boxed(column(self._stepper, 4, self._title, self._notice, self._pages, spacing=10))
        body.setFixedWidth(WIDTH)
        foot = boxed(row(self._back, STRETCH, self._skip, self._save, self._next, self._start))
        foot.setFixedWidth(WIDTH)
        held = boxed(row(STRETCH, foot, STRETCH), QMargins(8, 0, 8, 0))
        held.setFixedHeight(_FOOT)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(ScrollBody(row(STRETCH, body, STRETCH), margins=QMargins(8, 22, 8, 12)), 1)
        whole.addWidget(Line())
        whole.addWidget(held)

    def answers(self) -> Answers:
        """What stands in the fields now."""
        who, secret = self.who, self.secret
        typed = (secret.first.value(), secret.again.value())
        return Answers(who.role.value(), who.name.value(), who.hamlet.value(), *typed)

    def show_state(self, state: FirstRunState) -> None:
        self._stepper.set_steps((_("You and your team"), _("Passphrase"), _("Practice")), state.step)
        self._title.setText(self._titles[state.step])
        self.who.show_state(state)
        self.secret.show_state(state)
        self.practice.show_state(state.practice)
        last, practised = state.step == 2, state.practice.done
        self._back.setVisible(state.step > 0)
        self._next.setVisible(not last)
        self._skip.setVisible(last and not practised)
        self._save.setVisible(last and not practised)
        self._start.setVisible(last and practised)
        for button in (self._back, self._skip, self._start):
            button.setEnabled(not state.busy)
        self._start.setText(_("Preparing…") if state.busy else _("Start work"))
        text, advice = state.problem
        self._notice.set_notice(text, advice, "error")
        if text and self._notice.isHidden():
            self._notice.show_and_say()
        self._notice.setVisible(bool(text))
        if state.done:
            self.secret.forget()
        self._turn(state)

    def _turn(self, state: FirstRunState) -> None:
        if state.step != self._step:
            self._step = state.step
            self._pages.setCurrentIndex(state.step)
            first = (self.who.role.button("leader"), self.secret.first, self.practice.person)
            first[state.step].setFocus()

    def show_faults(self, state: FirstRunState) -> None:
        """After going on was refused: to the first field with a fault."""
        page = (self.who, self.secret)[state.step] if state.step < 2 else None
        if page is not None and state.faults:
            page.take_first_fault(state.faults)

    def _go_on(self) -> None:
        ime.commit()
        self.went_on.emit(self.answers())
