"""One matter: how far it is, what was said, what happened, the answer, and the step onwards."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.feedback.state import Ask, Detail, Question
from desktop.ui.parts.buttons import Button, bind
from desktop.ui.parts.cards import Card, Facts, Sunken
from desktop.ui.parts.choices import DigitTile
from desktop.ui.parts.fields import Area, Combo, Field, LineEdit
from desktop.ui.parts.labels import Badge, Plate, Text
from desktop.ui.parts.layouts import Line, ScrollBody, boxed, clear, column, row
from desktop.ui.parts.tabs import Stepper
from desktop.ui.parts.timeline import Event, Timeline
from desktop.ui.parts.tokens import Role
from desktop.work.feedback import STEPS
from desktop.work.story import masked
from resources.words import _

_JOURNAL = 248  # px of the journal beside the words said
_NARROW = 560


@dataclass(frozen=True, slots=True)
class Acts:
    """What the pane tells of."""

    told: Callable[[str, str], object]
    move: Callable[[str], object]
    save: Callable[[], object]
    stay: Callable[[], object]
    edit: Callable[[], object]


class DetailPane(Card):
    """The matter in view; ``take(field)`` moves the cursor."""

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts
        self._rec = ""
        self._person: tuple[str, str, str] | None = None
        self._title = Text("", Role.SECTION, wrap=True)
        self._badge = Badge("", "neutral")
        self._stepper = Stepper()
        self._quote = Text("", wrap=True)
        self._facts = Facts(label_width=88)
        self._journal = Timeline()
        self._build_answer()
        self._ask = AskPanel(acts)
        self._warning = Text("", Role.SECONDARY, "warn", wrap=True)
        self._fault = Text("", Role.SECONDARY, "error", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        self._told = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._told.setSpacing(18)
        self._rule = Line(upright=True)
        everything = Button(_("All questions"), "quiet", icon="list-checks", on=acts.edit)
        journal = Text(_("Journal"), Role.CARD_TITLE)
        self._journal_box = boxed(column(journal, self._journal, row(everything, None), None, spacing=6))
        self._told.addLayout(column(self._quote, self._facts, None, spacing=10), 1)
        self._told.addWidget(self._rule)
        self._told.addWidget(self._journal_box)
        inside = QVBoxLayout()
        inside.setContentsMargins(4, 10, 8, 4)
        inside.setSpacing(10)
        inside.addLayout(self._told)
        inside.addWidget(self._answer_box)
        inside.addWidget(self._warning)
        inside.addWidget(self._fault)
        inside.addStretch(1)
        self._scroll = ScrollBody(boxed(inside))
        self.body.setSpacing(6)
        self.add(head, self._stepper, Line(), self._scroll)
        self.body.setStretch(3, 1)
        self.add(self._ask, Line(), self._buttons())

    def _build_answer(self) -> None:
        self.answer = Area(lines=3, most=7)
        self.answer.textChanged.connect(lambda: self._acts.told("answer", self.answer.value()))
        self._answer_field = Field(_("Answer"), self.answer)
        self._answer_field.label.setFont(Text("", Role.LABEL).font())
        self._kept = Text("", Role.SECONDARY, "text2", parent=self._answer_field)
        self._rating_words = Text("", Role.SECONDARY, "text2", wrap=True)
        self._group = QButtonGroup(self)
        self.ratings = [DigitTile(n, _("{n} of 5").format(n=n)) for n in range(1, 6)]
        rating = QHBoxLayout()
        rating.setSpacing(6)
        rating.addWidget(self._rating_words)
        for tile in self.ratings:
            self._group.addButton(tile, tile.digit)
            rating.addWidget(tile)
        self._group.idClicked.connect(lambda digit: self._acts.told("satisfaction", str(digit)))
        self._unrate = Button("", "ghost", icon="x", name=_("No rating"), on=self._no_rating)
        rating.addWidget(self._unrate)
        rating.addWidget(Text(_("asked when answering"), Role.SECONDARY, "text2"))
        rating.addStretch(1)
        self._rating_box = boxed(rating)
        rating.setContentsMargins(0, 2, 0, 2)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self._kept)
        held = QVBoxLayout()
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(8)
        held.addWidget(Line())
        held.addWidget(self._answer_field)
        held.addWidget(self._rating_box)
        self._answer_box = boxed(held)

    def _buttons(self) -> QHBoxLayout:
        self.decline = Button(_("Not accepted…"), "ghost", on=lambda: self._acts.move("declined"))
        self.save = Button(_("Save"), keys="Ctrl+Return", on=self._acts.save)
        # One button a state: its keycap is its own. Where it is not shown, a bare shortcut stands in.
        self.moves = {
            state: Button(
                "", "primary", icon="arrow-right", keys=f"Alt+{n}", on=partial(self._acts.move, state)
            )
            for n, state in enumerate(STEPS, 1)
        }
        self._jumps = {
            state: bind(self, f"Alt+{n}", partial(self._acts.move, state)) for n, state in enumerate(STEPS, 1)
        }
        foot = row(self.decline, None, self.save, *self.moves.values(), spacing=10)
        foot.setContentsMargins(0, 4, 0, 0)
        return foot

    def render_state(self, it: Detail) -> None:
        """Draw one matter; what is being typed is not overwritten."""
        other = it.rec != self._rec
        self._rec = it.rec
        self._title.setText(it.title)
        self.setAccessibleName(it.title)
        self._badge.set_badge(it.badge, it.tone, it.badge_icon)
        self._stepper.setVisible(it.step >= 0)
        if it.step >= 0:
            self._stepper.set_steps(it.steps, it.step)
        self._quote.setText(it.quote)
        self._facts.set_rows(self._rows(it))
        self._journal.set_events([Event(line.title, line.second, line.old, line.new) for line in it.journal])
        self._render_answer(it, other)
        self._ask.render_state(it.ask, it.faults)
        self._warning.setText(it.warning)
        self._warning.setVisible(bool(it.warning))
        self._fault.setText(it.faults.get("full", ""))
        self._fault.setVisible(bool(it.faults.get("full")))
        for state, button in self.moves.items():
            here = state == (it.ask.target if it.ask and it.ask.target != "declined" else it.next)
            if here:
                words = _("Move: {state}").format(state=it.steps[STEPS.index(state)])
                button.setText(words)
                button.setAccessibleName(words)
                button.updateGeometry()
            button.setVisible(here and not (it.ask and it.ask.target == "declined"))
            self._jumps[state].setEnabled(not button.isVisibleTo(self))
        self.decline.setVisible(it.step in (0, 1, 2) and it.ask is None)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def _render_answer(self, it: Detail, other: bool) -> None:
        typing = self.answer.hasFocus() and not other
        if not typing and self.answer.value() != it.answer:
            self.answer.blockSignals(True)
            self.answer.setPlainText(it.answer)
            self.answer.blockSignals(False)
            self.answer.updateGeometry()
        self._answer_field.set_fault(it.faults.get("answer", ""))
        self._answer_box.setVisible(it.step >= 0)
        self._kept.setText(it.kept)
        self._kept.adjustSize()
        self._place_kept()
        self._rating_box.setVisible(bool(it.ask_rating))
        self._rating_words.setText(it.ask_rating)
        for tile in self.ratings:
            tile.setAccessibleDescription(it.ask_rating)
            self._group.setExclusive(False)
            tile.setChecked(str(tile.digit) == it.rating)
            self._group.setExclusive(True)
        self._unrate.setVisible(bool(it.rating))

    def _rows(self, it: Detail) -> list[tuple[str, str | QWidget]]:
        rows: list[tuple[str, str | QWidget]] = [(_("Said by"), self._who(it))]
        if it.contact:
            rows.append((_("Reach at"), Contact(it.contact)))
        rows += it.facts
        return rows

    def _who(self, it: Detail) -> QWidget:
        words = Text(it.who, wrap=True)
        held = QHBoxLayout()
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(8)
        if it.plate:
            held.addWidget(Plate(it.plate, 26, 38))
        held.addWidget(words, 1)
        return boxed(held)

    def _no_rating(self) -> None:
        self._acts.told("satisfaction", "")

    def take(self, name: str) -> None:
        """Put the cursor into a field."""
        if name == "answer":
            self.answer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._ask.take(name)

    def _place_kept(self) -> None:
        self._kept.move(self._answer_field.width() - self._kept.width(), 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._told.setDirection(down if narrow else across)
        self._rule.setVisible(not narrow)
        self._journal_box.setMinimumWidth(0 if narrow else min(_JOURNAL, int(self.width() * 0.38)))
        self._journal_box.setMaximumWidth(16777215 if narrow else _JOURNAL)
        self._place_kept()


class Contact(QWidget):
    """How to reach somebody: hidden until pressed, for whoever stands before the screen can see it."""

    def __init__(self, contact: str) -> None:
        super().__init__()
        self._contact = contact
        self._words = Text(masked(contact) or "••• •••")
        self._words.setAccessibleName(_("Contact, hidden"))
        self._show = Button(_("Show"), "quiet", icon="eye", on=self._turn)
        held = row(self._words, self._show, None)
        self.setLayout(held)

    def _turn(self) -> None:
        self._words.setText(self._contact)
        self._words.setAccessibleName(self._contact)
        self._show.hide()


class AskPanel(Sunken):
    """What a step asks before it is taken."""

    def __init__(self, acts: Acts) -> None:
        self._title = Text("", Role.LABEL)
        self._fields = QHBoxLayout()
        self._fields.setSpacing(12)
        self._take = Button(_("Not accepted"), "primary", icon="check", on=acts.save)
        stay = Button(_("Cancel"), "ghost", on=acts.stay)
        super().__init__(column(row(self._title, None, stay, self._take), self._fields, spacing=6))
        self._acts = acts
        self._shown = ""
        self._by_name: dict[str, Field] = {}
        self.hide()

    def render_state(self, ask: Ask | None, faults: dict[str, str] | object) -> None:
        self.setVisible(ask is not None)
        if ask is None:
            self._shown = ""
            return
        if ask.target != self._shown:
            self._shown = ask.target
            self._title.setText(ask.title)
            self._take.setVisible(ask.target == "declined")
            clear(self._fields)
            self._by_name = {it.name: self._field(it) for it in ask.questions}
            for name, field in self._by_name.items():
                part = 2 if name.endswith("_on") else 3
                self._fields.addWidget(field, part, Qt.AlignmentFlag.AlignTop)
        found = faults if isinstance(faults, dict) else {}
        for name, field in self._by_name.items():
            field.set_fault(found.get(name, ""))

    def _field(self, it: Question) -> Field:
        if it.kind == "choice":
            combo = Combo()
            combo.set_choices([(choice.value, choice.label) for choice in it.choices], it.value)
            combo.picked.connect(lambda value: self._acts.told(it.name, value))
            return Field(it.label, combo, optional=it.optional)
        line = LineEdit(_("dd/mm/yyyy") if it.kind == "date" else it.hint)
        line.setText(it.value)
        line.textChanged.connect(lambda _text: self._acts.told(it.name, line.value()))
        line.returnPressed.connect(self._acts.save)
        return Field(it.label, line, optional=it.optional)

    def take(self, name: str) -> None:
        if name in self._by_name:
            self._by_name[name].control.setFocus(Qt.FocusReason.OtherFocusReason)
