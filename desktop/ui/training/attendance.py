"""Taking attendance, drawn. Decides nothing."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.paper.pages import count
from desktop.ui.parts import ime
from desktop.ui.parts.buttons import Button, bind
from desktop.ui.parts.fields import SearchBox
from desktop.ui.parts.files import ask_save
from desktop.ui.parts.labels import Badge, Text
from desktop.ui.parts.layouts import PAGE_MARGINS, ScrollBody, column, row
from desktop.ui.parts.suggest import Offer, Suggestion, SuggestPopup
from desktop.ui.parts.tabs import SegmentTabs
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.footer import Footer
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.ui.training.guest import GuestPanel
from desktop.ui.training.presenter import AttendancePresenter
from desktop.ui.training.roster import RosterTable
from desktop.ui.training.scan_card import ScanCard
from desktop.ui.training.state import AttendanceState
from desktop.work import class_sheet
from desktop.work.changed import Changed
from desktop.work.lanes import Job
from desktop.work.leaflets import save_pdf
from forms import codes
from resources.words import _

_MARKS = ("present", "excused", "absent", "")  # Alt+1 … Alt+4


class AttendanceScreen(Screen):
    """The scan box is always ready; the name just scanned is the biggest thing."""

    rail = "training"
    has_back = True
    hides_visit = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = AttendanceState()
        self._own = False
        self._presenter = AttendancePresenter(
            frame.lanes,
            frame.clock,
            show=self.render_state,
            marked=self._marked,
            said=self._said,
            go=lambda rec: frame.go(Place("class", rec)),
        )
        self._build()

    # the frame's side

    def title(self) -> str:
        return self._state.title

    def subtitle(self) -> str:
        return self._state.subtitle

    def open(self, place: Place) -> None:
        self._presenter.open(place.rec or "")
        self._card.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def heard(self, changed: Changed) -> None:
        if not changed.kinds & {"training_class", "member", "resident"}:
            return
        if changed.rec == self._state.rec and not self._own:
            self._presenter.undone()
        self._presenter.reload()

    def leave(self) -> None:
        self._popup.hide()

    def footer(self) -> QWidget:
        return self._footer

    # building

    def _build(self) -> None:
        self._card = ScanCard(self, self._frame.undo)
        self._popup = SuggestPopup(self._card.box)
        self._tabs = SegmentTabs(_("Part of the roster"))
        self._filter = SearchBox(_("Filter names"))
        self._filter.setFixedWidth(180)
        self._table = RosterTable(self._presenter.score)
        heading = row(Text(_("Roster"), Role.SECTION), self._tabs, None, self._filter, spacing=12)
        listed = QWidget()
        listed.setLayout(column(heading, self._table, spacing=12))
        self._guest = GuestPanel(
            _("Add on the spot"),
            sought=self._presenter.sought,
            given=self._presenter.add,
            dropped=lambda: self._presenter.adding(None),
        )
        aside = ScrollBody(column(self._guest, None), margins=QMargins())
        self._middle = QStackedWidget()
        self._middle.addWidget(listed)
        self._middle.addWidget(aside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_MARGINS)
        whole.setSpacing(12)
        whole.addWidget(self._card)
        whole.addWidget(self._middle, 1)
        self._build_footer()
        self._connect()

    def _build_footer(self) -> None:
        self._footer = Footer(self)
        line = QHBoxLayout(self._footer)
        line.setContentsMargins(24, 0, 24, 0)
        line.setSpacing(10)
        self._add = Button(_("Add on the spot"), icon="user-plus", on=lambda: self._presenter.adding(""))
        self._print = Button(_("Print sign-in sheet"), icon="printer", on=self._choose_paper)
        edit = Button(
            _("Edit the class"),
            "ghost",
            icon="pencil",
            on=lambda: self._frame.go(Place("training", self._state.rec)),
        )
        self._end = Button(_("End the class"), "primary", icon="check", on=self._presenter.end)
        self._ended = Badge(_("Class ended"), "ok")
        for button in (self._add, self._print, edit):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(Text(_("Kept after every scan"), Role.SECONDARY, "text2"))
        line.addWidget(self._end)
        line.addWidget(self._ended)
        self._paper = QMenu(self)
        self._paper.addAction(_("Print…"), lambda: self._sheet(to_printer=True))
        self._paper.addAction(_("Save as PDF…"), lambda: self._sheet(to_printer=False))

    def _connect(self) -> None:
        box = self._card.box
        box.scanned.connect(self._presenter.scanned)
        box.textEdited.connect(self._presenter.narrowed)
        box.installEventFilter(self)
        self._popup.chosen.connect(self._chose)
        self._popup.offered.connect(self._offered)
        self._tabs.chosen.connect(lambda at: self._presenter.tabbed(self._state.tabs[at].key))
        self._filter.textChanged.connect(lambda _text: self._presenter.filtered(self._filter.value()))
        self._filter.returnPressed.connect(self._filter_entered)
        self._table.row_moved.connect(self._presenter.selected)
        self._table.scanned.connect(self._presenter.scanned)
        self._table.refused.connect(self._presenter.refused)
        for number, attendance in enumerate(_MARKS, 1):
            bind(self, f"Alt+{number}", partial(self._mark, attendance))
        bind(self, "Alt+N", lambda: self._presenter.adding(""))
        bind(self, "Ctrl+P", self._choose_paper)
        bind(self, "Ctrl+F", self._filter.take)

    # drawing

    def render_state(self, state: AttendanceState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        self._card.render_state(state)
        self._tabs.set_labels([tab.label for tab in state.tabs])
        self._tabs.choose(next((at for at, tab in enumerate(state.tabs) if tab.key == state.tab), 0))
        self._table.show_lines(state.lines, state.selected)
        self._end.setVisible(not state.ended)
        self._ended.setVisible(state.ended)
        self._render_matches(state)
        self._render_guest(before, state)
        if (before.title, before.subtitle) != (state.title, state.subtitle):
            self._frame.retitle()

    def _render_matches(self, state: AttendanceState) -> None:
        rows = [Suggestion(it.key, it.title, it.second, it.plate) for it in state.matches]
        offer = (
            Offer(_("Add “{name}” on the spot").format(name=state.offer), _("not on the roster"))
            if state.offer
            else None
        )
        self._popup.set_rows(rows, offer)

    def _render_guest(self, before: AttendanceState, state: AttendanceState) -> None:
        self._guest.render_kind(state.kind)
        adding = state.adding is not None
        self._middle.setCurrentIndex(1 if adding else 0)
        if adding and before.adding is None:
            self._guest.begin(state.adding or "")
        elif before.adding is not None and not adding:
            self._guest.reset()
            self._card.box.setFocus(Qt.FocusReason.OtherFocusReason)
        if adding and before.candidates is not state.candidates:
            self._guest.show_people(state.candidates)

    # what happened

    def _marked(self, changed: Changed) -> None:
        if changed.undo:
            self._frame.undoable(changed)
        self._tell(changed)

    def _said(self, text: str, changed: Changed) -> None:
        self._tell(changed)
        self._frame.say(text, changed)

    def _tell(self, changed: Changed) -> None:
        self._own = True
        self._frame.changed(changed)
        self._own = False

    def _chose(self, key: str) -> None:
        self._card.box.setText("")
        self._presenter.chose(key)

    def _offered(self) -> None:
        name = self._card.box.value()
        self._card.box.setText("")
        self._presenter.adding(name)

    def _mark(self, attendance: str) -> None:
        ime.commit()
        if (current := self._table.current()) and self._middle.currentIndex() == 0:
            self._presenter.mark(current, attendance)

    def _filter_entered(self) -> None:
        text = self._filter.value()
        if codes.kind_of(text):
            self._filter.clear()
            self._card.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._presenter.scanned(text)

    def _choose_paper(self) -> None:
        self._paper.popup(
            self._print.mapToGlobal(self._print.rect().topLeft()) - self._paper.rect().bottomLeft()
        )

    def _sheet(self, *, to_printer: bool) -> None:
        rec, lanes = self._state.rec, self._frame.lanes

        def render(_job: Job) -> bytes:
            return class_sheet.render(lanes.ask(lambda desk: class_sheet.sheet_of(desk, rec)))

        lanes.slow(render, self._print_out if to_printer else self._save_file)

    def _save_file(self, pdf: bytes) -> None:
        def write(path: Path) -> None:
            said = _("Saved as {name}").format(name=path.name)
            self._frame.lanes.slow(lambda _job: save_pdf(path, pdf), lambda _none: self._frame.say(said))

        ask_save(self, _("Save the sign-in sheet"), "PDF (*.pdf)", _("sign-in-sheet.pdf"), write)

    def _print_out(self, pdf: bytes) -> None:
        from desktop.ui.parts.printing import printer_for, send

        printer = printer_for(self, count(pdf), self._frame.tell)
        if printer is not None:
            said = _("Sent to the printer")
            self._frame.lanes.slow(lambda job: send(printer, pdf, job), lambda _none: self._frame.say(said))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the scan box Down leads into the roster, as from a search box into its results."""
        if (
            watched is self._card.box
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.key() == Qt.Key.Key_Down and not self._popup.isVisible() and self._state.lines:
                self._table.setFocus(Qt.FocusReason.TabFocusReason)
                if self._table.selected() < 0:
                    self._table.select(0)
                return True
            if event.key() == Qt.Key.Key_Escape and self._popup.isVisible():
                self._card.box.setText("")
                self._presenter.settled()
                return True
        return False
