"""The left column: everything on the leaflet that a person chooses or writes."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.leaflets.leaflet import Template
from desktop.leaflets.preflight import field_name
from desktop.ui.leaflets import views
from desktop.ui.leaflets.picker import ServicePicker, in_turn
from desktop.ui.leaflets.presenter import LeafletsPresenter
from desktop.ui.leaflets.state import LeafletsState, Option, Step
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.choices import TickTile
from desktop.ui.parts.fields import Area, Combo, Field, LineEdit
from desktop.ui.parts.labels import Plate, Text
from desktop.ui.parts.layouts import boxed, clear, column, row
from desktop.ui.parts.tokens import BETWEEN_FIELDS, Role
from resources.words import _

WIDTH = 320
OTHERS = ("kicker", "lead", "steps_note", "scan", "link_label", "link_note", "warning_title", "warning")


def put(control: Area | LineEdit, words: str) -> None:
    """Show ``words`` unless they are there already: setting them would move the cursor."""
    if control.value() == words or control.preedit:
        return
    control.blockSignals(True)
    if isinstance(control, Area):
        control.setPlainText(words)
    else:
        control.setText(words)
    control.blockSignals(False)
    control.updateGeometry()


def choose(combo: Combo, options: tuple[Option, ...]) -> None:
    """Show the choices of a list and the chosen one."""
    combo.set_choices(
        [(it.value, it.label) for it in options], next((it.value for it in options if it.on), "")
    )


class StepFields(QWidget):
    """One step: its plate, a button to take it out, its title where the template prints one, its text."""

    def __init__(self, at: int, titled: bool, presenter: LeafletsPresenter) -> None:
        super().__init__()
        name = field_name(f"steps.{at}")
        shown = name[:1].upper() + name[1:]
        self.text = Area(lines=2, most=5)
        self.text.setAccessibleName(shown)
        self.text.textChanged.connect(lambda: presenter.wrote(f"steps.{at}", self.text.value()))
        self.title = LineEdit()
        self.title.setAccessibleName(_("Title of {field}").format(field=name))
        self.title.textChanged.connect(lambda: presenter.wrote(f"steps.{at}.title", self.title.value()))
        self.remove = Button("", "ghost", icon="x", name=_("Take out {field}").format(field=name))
        self.remove.setFixedSize(30, 30)
        self.remove.clicked.connect(lambda: presenter.step_removed(at))
        lead = column(Plate(str(at + 1), 26, 30), self.remove, None, spacing=4)
        lead.setContentsMargins(0, 4, 0, 0)
        whole = row(lead, column(self.title, self.text, spacing=4), spacing=8)
        self.setLayout(whole)
        self.title.setVisible(titled)  # only now: shown without a parent it would be a window

    def in_turn(self) -> tuple[QWidget, ...]:
        """What Tab comes to, in order."""
        return self.title, self.text, self.remove

    def render_step(self, step: Step, *, can_remove: bool, fault: bool) -> None:
        """Show ``step``; ``fault`` draws the border red."""
        put(self.title, step.title)
        put(self.text, step.text)
        self.remove.setVisible(can_remove)
        mark(self.text, fault)


def mark(control: QWidget, fault: bool) -> None:
    """Draw the control's border red, or no longer."""
    if bool(control.property("fault")) != fault:
        control.setProperty("fault", fault)
        control.update()


class LeafletForm(QWidget):
    """All fields, in the order in which the page is read. ``focus_field`` goes to one by its name."""

    def __init__(self, presenter: LeafletsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._steps: list[StepFields] = []
        self._texts: dict[str, Area | LineEdit] = {}
        self._fields: dict[str, Field] = {}
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(24, 14, 12, 12)
        self._whole.setSpacing(BETWEEN_FIELDS)
        self._build_words()
        self._build_links()
        self._build_callers()
        self._build_looks()
        self._build_others()
        self._whole.addStretch(1)
        self.setFixedWidth(24 + WIDTH + 12)

    # building

    def _build_words(self) -> None:
        self.template = Combo()
        for it in views.templates(""):
            self.template.add(it.value, it.label)
        self.template.picked.connect(self._template_picked)
        self._whole.addWidget(Field(_("Template"), self.template))
        self._text("title", _("Title"), Area(lines=2, most=3))
        self._steps_box = QVBoxLayout()
        self._steps_box.setSpacing(8)
        self._add_step = Button(_("Add a step"), "quiet", icon="plus", on=self._presenter.step_added)
        head = row(
            Text(_("The steps"), Role.LABEL),
            Text(_("**bold** between two stars"), Role.SECONDARY, "text2"),
            None,
        )
        self._whole.addLayout(column(head, self._steps_box, row(self._add_step, None), spacing=5))

    def _build_links(self) -> None:
        self.picker = ServicePicker(self._presenter.service_added, self._presenter.service_removed)
        self._services = Field(_("Public services"), self.picker.search)
        self._whole.addLayout(column(self._services, self.picker, spacing=4))
        self.link = Combo()
        self.link.picked.connect(self._presenter.link)
        self._own = LineEdit("https://")
        self._own.setAccessibleName(_("Address in the QR code"))
        self._own.textChanged.connect(lambda: self._presenter.link_written(self._own.value()))
        self._whole.addLayout(column(Field(_("Link in the QR code"), self.link), self._own, spacing=4))

    def _build_callers(self) -> None:
        self.hotlines = ChoiceGrid(many=True, columns=2)
        self.hotlines.changed.connect(self._hotlines_changed)
        self._hotline_field = Field(_("Hotlines"), self.hotlines)
        self._whole.addWidget(self._hotline_field)
        self._text("helper", _("Who helps, and where"), LineEdit(), optional=True)
        self._text("phone", _("Phone of the team"), LineEdit(), optional=True)

    def _build_looks(self) -> None:
        self.language = Combo()
        self.language.picked.connect(self._presenter.language)
        self.type_size = Combo()
        self.type_size.picked.connect(self._presenter.size)
        both = row(
            Field(_("Language of the page"), self.language),
            Field(_("Size of the steps"), self.type_size),
            spacing=10,
        )
        self._whole.addLayout(both)
        self.black_and_white = TickTile(_("Print in black and white"), _("for a printer without colour"))
        self.black_and_white.clicked.connect(self._presenter.black_and_white)
        self._whole.addWidget(self.black_and_white)
        self._compared = Text("", Role.SECONDARY, "text2", wrap=True)
        self._compare = Button(_("Compared with the portal today"), icon="check", on=self._presenter.compared)
        self._comparing = boxed(column(self._compared, row(self._compare, None), spacing=4))
        self._whole.addWidget(self._comparing)

    def _build_others(self) -> None:
        self._more = Button(_("Other words on the page"), "quiet", icon="chevron-down", on=self._show_others)
        self._whole.addLayout(row(self._more, None))
        self._others = QWidget()
        inside = QVBoxLayout(self._others)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(BETWEEN_FIELDS)
        for name in OTHERS:
            words = field_name(name)
            control: Area | LineEdit = Area(lines=2, most=4) if name in ("lead", "link_note") else LineEdit()
            self._text(name, words[:1].upper() + words[1:], control, into=inside)
        self._anew = Button(_("Begin again from the template"), "quiet", icon="rotate-ccw")
        self._anew.clicked.connect(self._presenter.begin_anew)
        self._back = Button(_("Take back what was thrown away"), "quiet", icon="undo-2")
        self._back.clicked.connect(self._presenter.take_back)
        self._whole.addWidget(self._others)
        self._whole.addLayout(row(self._anew, self._back, None))
        self._others.hide()

    def _text(
        self,
        name: str,
        label: str,
        control: Area | LineEdit,
        *,
        optional: bool = False,
        into: QVBoxLayout | None = None,
    ) -> None:
        control.textChanged.connect(lambda: self._presenter.wrote(name, control.value()))
        self._texts[name] = control
        self._fields[name] = Field(label, control, optional=optional)
        (into or self._whole).addWidget(self._fields[name])

    # drawing

    def render_state(self, state: LeafletsState) -> None:
        """Show ``state``; words being written are left alone."""
        self.setEnabled(state.ready)
        self.template.set_value(state.template)
        for name, control in self._texts.items():
            put(control, state.texts.get(name, ""))
            self._fields[name].setVisible(name not in state.hidden)
        self._render_steps(state)
        self._services.setVisible("services" not in state.hidden)
        self._services.set_hint(state.service_hint)
        self.picker.render_services(state.services, can_add=state.can_add_service)
        self.picker.setVisible("services" not in state.hidden and bool(state.services))
        choose(self.link, state.links)
        put(self._own, state.texts.get("link", ""))
        self._own.setVisible(state.own_link)
        self._render_hotlines(state)
        choose(self.language, state.languages)
        choose(self.type_size, state.sizes)
        self.black_and_white.setChecked(state.black_and_white)
        words = (
            _("Compared with the portal on {date}")
            if state.compared
            else _("Not compared with the portal yet")
        )
        self._compared.setText(words.format(date=state.compared))
        self._comparing.setVisible("compared" not in state.hidden)
        self._back.setVisible(state.can_take_back)
        self._anew.setVisible(not state.can_take_back)
        for name, control in self._texts.items():
            mark(control, _at_fault(state, name))
        mark(self._own, _at_fault(state, "link"))

    def _render_steps(self, state: LeafletsState) -> None:
        titled = bool(self._steps) and not self._steps[0].title.isHidden()
        if len(self._steps) != len(state.steps) or titled != state.titled:
            clear(self._steps_box)
            self._steps = [StepFields(at, state.titled, self._presenter) for at in range(len(state.steps))]
            for fields in self._steps:
                self._steps_box.addWidget(fields)
            in_turn(self._texts["title"], *(it for step in self._steps for it in step.in_turn()))
        for at, (fields, step) in enumerate(zip(self._steps, state.steps, strict=True)):
            fields.render_step(step, can_remove=state.can_remove, fault=_at_fault(state, f"steps.{at}"))
        self._add_step.setVisible(state.can_add)

    def _render_hotlines(self, state: LeafletsState) -> None:
        keys = [it.value for it in state.hotlines]
        if state.hotlines and getattr(self, "_hotline_keys", None) != keys:
            self._hotline_keys = keys
            self.hotlines.set_choices([(it.value, it.label) for it in state.hotlines])
        self.hotlines.set_values([it.value for it in state.hotlines if it.on])
        for it in state.hotlines:
            self.hotlines.button(it.value).setEnabled(it.free)
        self._hotline_field.set_hint(state.hotline_hint)

    def _show_others(self) -> None:
        shown = self._others.isHidden()
        self._others.setVisible(shown)
        self._more.icon_name = "chevron-up" if shown else "chevron-down"
        self._more.update()

    # what a person did

    def _template_picked(self, value: str) -> None:
        template: Template = "a5-three-steps" if value == "a5-three-steps" else "a5-five-steps"
        self._presenter.template(template)

    def _hotlines_changed(self) -> None:
        before = {it.value for it in self._presenter.state.hotlines if it.on}
        for number in before ^ set(self.hotlines.values()):
            self._presenter.hotline(number, number not in before)

    # going to a field

    def focus_field(self, field: str) -> QWidget | None:
        """The control of ``field`` takes the cursor; None when this form has none for it."""
        control = self._control(field)
        if control is not None:
            if field in OTHERS and self._others.isHidden():
                self._show_others()
            control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return control

    def _control(self, field: str) -> QWidget | None:
        name, _dot, at = field.partition(".")
        if name == "steps" and self._steps:
            return self._steps[min(int(at), len(self._steps) - 1)].text
        if name == "link":
            return self._own if not self._own.isHidden() else self.link
        found: dict[str, Callable[[], QWidget]] = {
            "services": lambda: self.picker.search,
            "hotlines": lambda: self.hotlines.button(next(iter(self._hotline_keys))),
        }
        if name in found:
            return found[name]()
        return self._texts.get(name)


def _at_fault(state: LeafletsState, field: str) -> bool:
    return any(it.field == field and it.level == "stop" for it in state.marks) or any(
        it.level == "stop" and it.action is not None and it.action.deed == "go" and it.action.field == field
        for it in state.checks
    )
