"""The form of a class, drawn. Decides nothing."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts import ime
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card
from desktop.ui.parts.choices import Chip, FilterChip
from desktop.ui.parts.dates import DateField
from desktop.ui.parts.fields import Combo, Field, LineEdit
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import PAGE_MARGINS, FlowLayout, ScrollBody, clear, row
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.footer import Footer
from desktop.ui.training.editor.presenter import SCHOOL, TEMPLATES, TEXTS, EditorPresenter
from desktop.ui.training.editor.state import EditorState
from desktop.ui.training.guest import GuestPanel
from desktop.work.desk import Clock
from forms.dates import parse_date
from resources.words import _

LOW = 600  # px of the window: the footer gives way
DRAFT_AFTER = 800  # ms from the first change: on the disk within a second
_OPTIONAL = ("starts_at", "ends_at", "hamlet", "place", "organiser", "trainers", "planned", "grade")


class EditorPanel(QWidget):
    """One column: what, when and where, then who is expected."""

    def __init__(
        self,
        presenter: EditorPresenter,
        clock: Clock,
        *,
        on_all: Callable[[], object],
        on_delete: Callable[[], object],
        on_later: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter, self._clock = presenter, clock
        self._state = EditorState()
        self._fields: dict[str, Field] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self._keep)
        self._whole = QVBoxLayout()
        self._whole.setSpacing(13)
        self._build_what()
        self._build_when()
        self._build_school()
        self._build_roster()
        self._whole.addStretch(1)
        body = QWidget()
        self._whole.setContentsMargins(PAGE_MARGINS)
        body.setLayout(self._whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(ScrollBody(body), 1)
        self._footer = EditorFooter(
            on_all=on_all,
            on_delete=on_delete,
            on_later=on_later,
            on_end=lambda: self.save(end=True),
            on_save=self.save,
            parent=self,
        )
        outer.addWidget(self._footer)
        self._footer.show()

    # building

    def _build_what(self) -> None:
        chips = [
            Button(_(title), "soft", on=partial(self._presenter.template, name))
            for name, (title, _topics) in TEMPLATES.items()
        ]
        self._templates = row(Text(_("Templates"), Role.SECONDARY, "text2"), *chips, None)
        self._whole.addLayout(self._templates)
        self._kinds = ChoiceGrid(columns=3)
        self._kinds.changed.connect(lambda: self._presenter.typed("kind", self._kinds.value()))
        self._topics = ChoiceGrid(many=True, columns=3, digits=True)
        self._topics.changed.connect(lambda: self._presenter.topics(self._topics.values()))
        self._whole.addWidget(self._line("title"))
        self._whole.addWidget(self._field("kind", self._kinds))
        self._whole.addWidget(self._field("topics", self._topics, hint=_("Alt + digit")))

    def _build_when(self) -> None:
        self._date = DateField(self._read_date)
        self._date.changed.connect(self._dated)
        self._date.line.left.connect(self._dated)
        self._hamlet = Combo()
        self._hamlet.picked.connect(partial(self._presenter.typed, "hamlet"))
        grid = QGridLayout()
        grid.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._field("date", self._date), 0, 0, 1, 2, top)
        grid.addWidget(self._line("starts_at"), 0, 2, 1, 2, top)
        grid.addWidget(self._line("ends_at"), 0, 4, 1, 2, top)
        grid.addWidget(self._field("hamlet", self._hamlet), 1, 0, 1, 2, top)
        grid.addWidget(self._line("place"), 1, 2, 1, 4, top)
        grid.addWidget(self._line("organiser"), 2, 0, 1, 2, top)
        grid.addWidget(self._line("trainers"), 2, 2, 1, 2, top)
        grid.addWidget(self._line("planned"), 2, 4, 1, 2, top)
        for at in range(6):
            grid.setColumnStretch(at, 1)
        self._whole.addLayout(grid)

    def _build_school(self) -> None:
        self._level = Combo()
        self._level.picked.connect(partial(self._presenter.typed, "level"))
        self._school = Card(_("School"), note=_("counts only, no pupils' names"))
        fields = QGridLayout()
        fields.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        for name, at, span in (("school", 0, 2), ("grade", 3, 1)):
            fields.addWidget(self._line(name), 0, at, 1, span, top)
        fields.addWidget(self._field("level", self._level), 0, 2, top)
        fields.addWidget(self._line("students_total"), 1, 0, 1, 2, top)
        fields.addWidget(self._line("students_present"), 1, 2, 1, 2, top)
        self._school.add(fields)
        self._whole.addWidget(self._school)

    def _build_roster(self) -> None:
        self._everybody = Button(_("The whole team"), "quiet", icon="users", on=self._presenter.everybody)
        self._roster = Card(_("Roster"), link=self._everybody)
        self._members = FlowLayout()
        self._chips: dict[str, Chip] = {}
        self._people = FlowLayout()
        self._guest = GuestPanel(
            _("Expect somebody"), sought=self._presenter.sought, given=self._presenter.add
        )
        self._roster.add(
            Text(_("Team members"), Role.LABEL), self._members, Text(_("Others"), Role.LABEL), self._people
        )
        self._whole.addWidget(self._roster)
        self._whole.addWidget(self._guest)
        self.show_people = self._guest.show_people

    def _line(self, name: str) -> Field:
        line = LineEdit()
        line.left.connect(partial(self._leave_line, name))
        line.returnPressed.connect(lambda: line.focusNextChild())
        line.textEdited.connect(lambda _text: self._timer.start())
        return self._field(name, line)

    def _field(self, name: str, control: QWidget, hint: str = "") -> Field:
        made = Field(name, control, hint=hint, optional=name in _OPTIONAL)
        self._fields[name] = made
        return made

    # drawing

    def render_state(self, state: EditorState) -> None:
        """Draw ``state``; a line somebody is typing in is theirs."""
        was, self._state = self._state, state
        fresh = (was.rec, was.title) != (state.rec, state.title)
        for name, field in self._fields.items():
            field.label.setText(state.labels[name])
            field.control.setAccessibleName(state.labels[name])
            field.set_fault(state.faults.get(name, ""))
            line = field.control
            theirs = (
                line.hasFocus() and not fresh
            )  # rewriting a line somebody types in breaks an input method
            if isinstance(line, LineEdit) and not theirs and line.text() != state.texts[name]:
                line.setText(state.texts[name])
        if fresh or not self._date.line.hasFocus():
            self._show_date(state.texts["date"])
        for grid, before, now in (
            (self._kinds, was.kinds, state.kinds),
            (self._topics, was.topics, state.topics),
        ):
            if len(before) != len(now):  # the choices themselves never change, only what is chosen
                grid.set_choices([(it.value, it.label) for it in now])
            grid.set_values([it.value for it in now if it.on])
        self._hamlet.set_choices([(it.value, it.label) for it in state.hamlets], state.hamlet)
        self._level.set_choices([(it.value, it.label) for it in state.levels], state.level)
        self._school.setVisible(state.students)
        self._roster.setVisible(not state.students)
        self._guest.setVisible(not state.students)
        self._guest.render_kind(state.kind)
        self._render_people(state)
        self._footer.render_state(state)
        if self._presenter.dirty and not self._timer.isActive():
            self._timer.start()

    def _render_people(self, state: EditorState) -> None:
        self._roster.set_title(_("Roster, {n} expected").format(n=state.expected))
        if tuple(self._chips) != tuple(it.value for it in state.members):
            clear(self._members)
            self._chips = {it.value: Chip(it.label) for it in state.members}
            for rec, chip in self._chips.items():
                chip.toggled.connect(partial(self._presenter.member, rec))
                self._members.addWidget(chip)
        for it in state.members:
            chip = self._chips[it.value]
            chip.blockSignals(True)
            chip.setChecked(it.on)
            chip.blockSignals(False)
            chip.update()
        clear(self._people)
        for person in state.people:
            made = FilterChip(person.name, person.row)
            made.setAccessibleName(_("Take {name} off the roster").format(name=person.name))
            made.removed.connect(self._presenter.removed)
            self._people.addWidget(made)
        if not state.people:
            self._people.addWidget(Text(_("nobody else yet"), Role.SECONDARY, "text2"))

    def _show_date(self, text: str) -> None:
        if self._date.text() != text:
            day = self._read_date(text)
            self._date.set_value(day)
            if day is None:
                self._date.line.setText(text)

    # what happened

    def leave(self) -> None:
        """Commit what is half typed."""
        ime.commit()
        self._timer.stop()
        self._keep()

    def save(self, *, end: bool = False) -> None:
        """Commit what is half typed, then save."""
        ime.commit()
        self._timer.stop()
        self._commit()
        self._presenter.save(end=end)

    def _keep(self) -> None:
        self._commit()
        self._presenter.keep(self.question())

    def _commit(self) -> None:
        # Read every line before the first answer is given: drawing it anew would overwrite the others.
        lines = {name: self._fields[name].control for name in (*TEXTS, *SCHOOL)}
        typed = {name: line.value() for name, line in lines.items() if isinstance(line, LineEdit)}
        for name, text in (typed | {"date": self._date.text()}).items():
            self._presenter.typed(name, text)

    def question(self) -> str:
        """The question that has the focus."""
        held = self.focusWidget()
        controls = ((name, field.control) for name, field in self._fields.items())
        return next((name for name, it in controls if it is held or it.isAncestorOf(held)), "")

    def focus(self, name: str) -> None:
        """Put the cursor on a question."""
        if name == "kind":
            self._kinds.button(self._kinds.value() or self._state.kinds[0].value).setFocus()
        elif name in self._fields:
            self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._footer.set_low(self.window().height() < LOW)

    def _leave_line(self, name: str) -> None:
        control = self._fields[name].control
        assert isinstance(control, LineEdit)
        self._presenter.typed(name, control.value())

    def _dated(self) -> None:
        self._presenter.typed("date", self._date.text())

    def _read_date(self, text: str) -> date | None:
        try:
            return date.fromisoformat(parse_date(text, self._clock().date()))
        except ValueError:
            return None


class EditorFooter(Footer):
    """Draft at the left; every question, cancel, save."""

    def __init__(
        self,
        *,
        on_all: Callable[[], object],
        on_delete: Callable[[], object],
        on_later: Callable[[], object],
        on_end: Callable[[], object],
        on_save: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._icon = Icon("circle-check", "ok")
        self._draft = Text("", Role.BODY, "text2")
        self._delete = Button(_("Delete the class"), "ghost", icon="trash-2", on=on_delete)
        self._end = Button(_("End the class"), icon="check", on=on_end)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 0, 24, 0)
        whole.setSpacing(10)
        whole.addWidget(self._icon)
        whole.addWidget(self._draft, 1)
        whole.addWidget(self._delete)
        whole.addWidget(Button(_("All questions"), "quiet", icon="list-checks", on=on_all))
        whole.addWidget(Button(_("Later"), "ghost", on=on_later))
        whole.addWidget(self._end)
        whole.addWidget(Button(_("Keep the class"), "primary", icon="check", keys="Ctrl+Return", on=on_save))

    def render_state(self, state: EditorState) -> None:
        """Whether the draft is kept, and what may be done with the class."""
        self._icon.setVisible(bool(state.draft))
        self._draft.setText(state.draft)
        self._delete.setVisible(bool(state.rec))
        self._end.setVisible(state.can_end)
