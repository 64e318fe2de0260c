"""Logging a visit, drawn. Decides nothing."""

from PySide6.QtCore import QMargins, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts import ime
from desktop.ui.parts.buttons import Button, bind
from desktop.ui.parts.cards import CarriedStrip
from desktop.ui.parts.choices import Chip, TickTile
from desktop.ui.parts.fields import Combo, Field, LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import ScrollBody, clear, row
from desktop.ui.parts.suggest import Offer, Suggestion, SuggestPopup
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.ui.visit.carry import CarryPanel
from desktop.ui.visit.footer import VisitFooter
from desktop.ui.visit.groups import Group, Radios, chain, check, show_text
from desktop.ui.visit.newcomer import NewcomerPanel
from desktop.ui.visit.panes import MemoryLine, MemoryPane, PersonBox
from desktop.ui.visit.presenter import VisitPresenter
from desktop.ui.visit.state import VisitState
from desktop.work.changed import Changed
from resources.words import _

DRAFT_AFTER = 800  # ms from the first change: on the disk within a second
LOW = 560  # px of the screen itself: closer together, so that the result is seen without scrolling
NARROW = 980  # px of the screen itself: the memory pane becomes one line


class VisitScreen(Screen):
    """F2. One column of answers; what is remembered of the home stands at the right."""

    rail = "visits"
    has_back = True
    hides_visit = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = VisitState()
        self._order: list[QWidget] = []
        self._presenter = VisitPresenter(
            frame.lanes,
            frame.clock,
            show=self.render_state,
            saved=self._saved,
            focus=self._focus,
            full=lambda draft: frame.go(Place("record", form="guidance_session", draft=draft)),
            tell=frame.tell,
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(lambda: self._presenter.keep(self._cursor()))
        self._build()

    # the frame's side

    def title(self) -> str:
        return _("Log a guidance session")

    def subtitle(self) -> str:
        return self._state.subtitle

    def open(self, place: Place) -> None:
        self._presenter.open(
            place.draft,
            place.rec if place.form != "household" else None,
            place.rec if place.form == "household" else None,
        )

    def leave(self) -> None:
        self._timer.stop()
        self._presenter.keep(self._cursor())

    def footer(self) -> QWidget:
        return self._footer

    def place(self) -> Place:
        """Where a lock returns to: this very draft, once there is one."""
        begun = self._state.draft_kept or self._presenter.dirty
        return Place("visit", draft=self._presenter.draft if begun else None)

    # building

    def _build(self) -> None:
        self._footer = VisitFooter(
            on_later=self._frame.back,
            on_close=lambda: self._save(close=True),
            on_next=lambda: self._save(close=False),
            parent=self,
        )
        self._memory = MemoryPane(on_repeat=self._presenter.repeat)
        self._memory_line = MemoryLine(on_repeat=self._presenter.repeat)
        self._left = QVBoxLayout()
        self._left.setSpacing(13)
        self._build_who()
        self._build_what()
        self._left.addStretch(1)
        body = QWidget()
        whole = QHBoxLayout(body)
        whole.setContentsMargins(QMargins(24, 14, 20, 12))
        whole.setSpacing(22)
        whole.addLayout(self._left, 1)
        whole.addWidget(self._memory, 0, Qt.AlignmentFlag.AlignTop)
        scroll = ScrollBody(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        bind(self, "Alt+0", self._presenter.repeat)
        bind(self, "Alt+R", self._results.choose_next)
        bind(self, "Alt+N", self._presenter.met)

    def _build_who(self) -> None:
        self._strip = CarriedStrip(on_change=lambda: self._presenter.carry(self._state.carry is None))
        self._carry = CarryPanel(self._presenter.carried, lambda: self._presenter.carry(False))
        self._carry.hide()
        self._search = LineEdit("", icon="search")
        self._search.textChanged.connect(self._searched)
        self._search.returnPressed.connect(self._entered)
        self._who = Field(
            _("Person"), self._search, hint=_("no diacritics needed, or house number, card number")
        )
        self._popup = SuggestPopup(self._search)
        self._popup.chosen.connect(self._picked)
        self._popup.offered.connect(self._presenter.met)
        self._person = PersonBox(_("Person"), self._presenter.another)
        self._scan = Button(_("Scan card"), icon="scan-line", on=self._scan_pressed)
        self._newcomer = NewcomerPanel(
            typed=self._presenter.newcomer.typed,
            given=self._presenter.newcomer.give,
            nameless=self._presenter.newcomer.nameless,
            same=self._presenter.newcomer.same,
            dropped=self._presenter.newcomer.drop,
        )
        self._newcomer.hide()
        self._who_row = QHBoxLayout()
        self._who_row.setSpacing(8)
        self._who_row.addWidget(self._who, 1)
        self._who_row.addWidget(self._person, 1)
        self._who_row.addWidget(self._scan, 0, Qt.AlignmentFlag.AlignBottom)
        self._mates = Group(_("Others in this home"), _("tick to log several people at once"))
        self._left.addWidget(self._strip)
        self._left.addWidget(self._carry)
        self._left.addLayout(self._who_row)
        self._left.addWidget(self._memory_line)
        self._left.addWidget(self._newcomer)
        self._left.addWidget(self._mates)
        self._memory_line.hide()
        self._mates.hide()

    def _build_what(self) -> None:
        self._topics = Group(_("Topics"))
        self._results = Radios(_("Result"), self._presenter.answered, _("Alt + R"))
        self._chips: dict[str, Chip] = {}
        self._mate_tiles: dict[str, TickTile] = {}
        self._obstacle = Combo()
        self._obstacle.currentIndexChanged.connect(lambda: self._presenter.hindered(self._obstacle.value()))
        self._obstacle_field = Field(_("Obstacle"), self._obstacle)
        self._follow_up = LineEdit(_("dd/mm/yyyy"))
        self._follow_up.left.connect(
            lambda: self._left_date(self._follow_up, self._state.follow_up, self._presenter.follow_up)
        )
        self._follow_field = Field(_("Come back on"), self._follow_up, optional=True)
        self._note = LineEdit(_("For example: brings the SIM in own name next time"))
        self._note.textEdited.connect(lambda text: self._presenter.noted(text))
        self._note_field = Field(_("Note"), self._note, optional=True)
        self._detail = QHBoxLayout()
        self._detail.setSpacing(12)
        for field, part in ((self._obstacle_field, 4), (self._follow_field, 4), (self._note_field, 6)):
            self._detail.addWidget(field, part, Qt.AlignmentFlag.AlignTop)
        self._warning = Text("", Role.SECONDARY, "warn", wrap=True)
        self._warning.hide()
        self._outcomes = Radios(_("Nobody was guided because"), self._presenter.outcome)
        self._appointment = LineEdit(_("dd/mm/yyyy"))
        self._appointment.left.connect(
            lambda: self._left_date(self._appointment, self._state.appointment, self._presenter.appointment)
        )
        self._appointment_field = Field(_("Day agreed"), self._appointment)
        self._away = Button(_("Nobody met"), "quiet", icon="door-open", keys="Alt+V")
        self._away.clicked.connect(lambda: self._presenter.went_away(not self._state.away))
        self._full = Button(
            _("All questions"),
            "quiet",
            icon="list-checks",
            on=lambda: self._presenter.to_full_form(self._cursor()),
        )
        self._left.addWidget(self._topics)
        self._left.addWidget(self._results)
        self._left.addLayout(self._detail)
        self._left.addWidget(self._warning)
        self._left.addWidget(self._outcomes)
        self._left.addWidget(self._appointment_field)
        self._left.addLayout(row(self._away, self._full, None))
        self._outcomes.hide()
        self._appointment_field.hide()

    # drawing

    def render_state(self, state: VisitState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        self._strip.set_parts(state.carried, _("kept from the last session"))
        self._carry.render_state(state.carry)
        self._render_who(state)
        self._render_topics(state)
        self._results.set_options(state.results)
        met = not state.away
        for item in (self._topics, self._results):
            item.setVisible(met)
        self._obstacle_field.setVisible(met and bool(state.obstacles))
        self._follow_field.setVisible(met)
        if state.obstacles:
            self._obstacle.set_choices(
                [("", "")] + [(it.value, it.label) for it in state.obstacles],
                next((it.value for it in state.obstacles if it.on), ""),
            )
        show_text(self._follow_up, state.follow_up)
        show_text(self._note, state.note)
        show_text(self._appointment, state.appointment)
        self._warning.setText(state.note_warning)
        self._warning.setVisible(bool(state.note_warning))
        self._render_away(state)
        self._render_faults(state)
        self._footer.render_state(state.draft, state.draft_kept)
        self._memory.render_state(state)
        self._memory_line.render_state(state)
        self._place_memory()
        if before.subtitle != state.subtitle:
            self._frame.retitle()
        if self._presenter.dirty and not self._timer.isActive():
            self._timer.start()

    def _render_who(self, state: VisitState) -> None:
        chosen = state.person
        self._who.setVisible(chosen is None)
        self._person.setVisible(chosen is not None)
        self._scan.setFixedHeight(self._person.box_height() if chosen else 36)
        if chosen is not None:
            self._person.render_state(chosen)
        elif self._search.value() != state.query and not self._search.preedit:
            self._search.setText(state.query)
        self._newcomer.render_state(state.newcomer)
        offer = Offer(
            _("New person “{name}”").format(name=state.offer), _("name and birth year are enough"), "Alt+N"
        )
        rows = [Suggestion(it.key, it.title, it.second, it.plate) for it in state.suggestions]
        searching = chosen is None and state.newcomer is None and bool(state.offer)
        self._popup.set_rows(rows if searching else (), offer if searching else None)
        keys = tuple(mate.rec for mate in state.mates)
        if tuple(self._mate_tiles) != keys:
            clear(self._mates.grid)
            self._mate_tiles = {}
            for at, mate in enumerate(state.mates):
                tile = TickTile(mate.title, mate.second, value=mate.rec)
                tile.toggled.connect(lambda on, rec=mate.rec: self._presenter.ticked(rec, on))
                self._mate_tiles[mate.rec] = tile
                self._mates.grid.addWidget(tile, at // 3, at % 3)
        for mate in state.mates:
            check(self._mate_tiles[mate.rec], mate.on)
        self._mates.setVisible(bool(state.mates) and not state.away)

    def _render_topics(self, state: VisitState) -> None:
        if not self._chips and state.topics:
            for at, topic in enumerate(state.topics):
                chip = Chip(
                    topic.label, int(topic.value) if topic.value.isdigit() and len(topic.value) == 1 else None
                )
                chip.toggled.connect(lambda on, value=topic.value: self._presenter.toggled(value, on))
                self._chips[topic.value] = chip
                self._topics.grid.addWidget(chip, at // 3, at % 3)
        for topic in state.topics:
            check(self._chips[topic.value], topic.on)
        chosen = sum(topic.on for topic in state.topics)
        hint = _("Alt + digit")
        self._topics.hint.setText(hint + " · " + _("{n} chosen").format(n=chosen) if chosen else hint)

    def _render_away(self, state: VisitState) -> None:
        self._away.setText(_("Somebody was met") if state.away else _("Nobody met"))
        self._outcomes.setVisible(state.away)
        if state.away:
            self._outcomes.set_options(state.outcomes)
        agreed = any(it.on and it.value == "rescheduled" for it in state.outcomes)
        self._appointment_field.setVisible(state.away and agreed)

    def _render_faults(self, state: VisitState) -> None:
        self._who.set_fault(state.faults.get("person", "") if state.person is None else "")
        self._person.set_fault(state.faults.get("person", ""))
        self._topics.set_fault(state.faults.get("topics", ""))
        self._results.set_fault(state.faults.get("results", ""))
        self._obstacle_field.set_fault(state.faults.get("obstacles", ""))
        self._follow_field.set_fault(state.faults.get("follow_up", ""))
        self._note_field.set_fault(state.faults.get("note", ""))
        self._outcomes.set_fault(state.faults.get("outcomes", ""))
        self._appointment_field.set_fault(state.faults.get("appointment", ""))
        self._footer.set_fault(state.faults.get("full", ""))

    # what happened

    def _searched(self, _text: str = "") -> None:
        if self._search.value() != self._state.query:
            self._presenter.searched(self._search.value())

    def _entered(self) -> None:
        ime.commit()
        if self._search.value():
            self._presenter.entered(self._search.value())

    def _picked(self, rec: str) -> None:
        if self._search.value() == self._state.query:
            self._presenter.chose(rec)
        else:
            self._entered()

    def _scan_pressed(self) -> None:
        if self._state.person is not None:
            self._presenter.another()
        self._search.setPlaceholderText(_("Scan the household card now"))
        self._search.take()

    def _left_date(self, line: LineEdit, shown: str, act: object) -> None:
        if line.value() != shown:
            act(line.value())  # type: ignore[operator]

    def _save(self, *, close: bool) -> None:
        ime.commit()
        for line, shown, act in (
            (self._follow_up, self._state.follow_up, self._presenter.follow_up),
            (self._appointment, self._state.appointment, self._presenter.appointment),
        ):
            self._left_date(line, shown, act)
        self._timer.stop()
        self._presenter.save(self._frame.back if close else None)

    def _saved(self, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        self._frame.say(text, changed)

    def _places(self) -> dict[str, QWidget]:
        return {
            "person": self._search,
            "carry": self._carry,
            "newcomer": self._newcomer,
            "mates": self._mates,
            "topics": self._topics,
            "results": self._results,
            "obstacles": self._obstacle,
            "follow_up": self._follow_up,
            "note": self._note,
            "outcomes": self._outcomes,
            "appointment": self._appointment,
            "full": self._full,
        }

    def _cursor(self) -> str:
        # Not the application's focus: the lock button or another program's window may have that.
        focused = self.focusWidget()
        for name, widget in self._places().items():
            if widget is focused or widget.isAncestorOf(focused):
                return name
        return "person"

    def _focus(self, name: str) -> None:
        if name == "person" and self._state.person is not None:
            name = "topics"
        topics, mates = [*self._chips.values()], [*self._mate_tiles.values()]
        tiles: dict[str, list[Chip] | list[TickTile]] = {"topics": topics, "mates": mates}
        if name.startswith("newcomer"):
            self._newcomer.take(name.partition(".")[2])
        elif name in ("results", "outcomes"):
            (self._results if name == "results" else self._outcomes).take()
        elif first := tiles.get(name):
            first[0].setFocus()
        elif (widget := self._places().get(name)) is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_memory(self) -> None:
        narrow = self.width() < NARROW
        self._left.setSpacing(7 if self.height() < LOW else 13)
        # Where there is little room, the answers every session needs come before the others of the home.
        after = self._results if narrow else self._newcomer
        if self._left.indexOf(self._mates) != self._left.indexOf(after) + 1:
            self._left.removeWidget(self._mates)
            self._left.insertWidget(self._left.indexOf(after) + 1, self._mates)
        mates, answers = [*self._mate_tiles.values()], [*self._chips.values(), *self._results.tiles.values()]
        rest = [self._obstacle, self._follow_up, self._note, self._away, self._full]
        order = [self._search, self._scan, *([*answers, *mates] if narrow else [*mates, *answers]), *rest]
        if order != self._order:
            self._order = order
            chain(*order)
        self._memory.setVisible(not narrow)
        self._memory_line.setVisible(narrow and self._state.memory.last is not None)
        self._who.set_hint("" if narrow else _("no diacritics needed, or house number, card number"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_memory()
