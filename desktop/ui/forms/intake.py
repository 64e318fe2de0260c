"""Taking a form in, drawn: chosen, read, looked over, tried, used. Decides nothing."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.forms.about import show_problem
from desktop.ui.forms.intake_presenter import IntakePresenter
from desktop.ui.forms.places import ChangeList, PlaceList
from desktop.ui.forms.state import IntakeState, OfferRow, Seen
from desktop.ui.forms.trying import TryPane
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, TwoLines
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.files import ask_open
from desktop.ui.parts.labels import Badge, Icon, IconTile, Text
from desktop.ui.parts.layouts import PAGE_MARGINS, boxed, clear, column, row
from desktop.ui.parts.models import KeysetModel
from desktop.ui.parts.notices import Notice
from desktop.ui.parts.table import CELL, BadgeCell, Lines, QuietCell, Table
from desktop.ui.parts.tabs import SegmentTabs
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.footer import Footer
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work.changed import Changed
from resources.words import _
from sync.client import Settings

_CHOOSING, _WAITING, _OFFERS, _SEEN = range(4)


class OfferModel(KeysetModel[OfferRow]):
    """What the province gives out."""

    def __init__(self) -> None:
        super().__init__(lambda _after: None)
        self.heads = (_("Form"), _("Given out"), _("Here"))

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        it = self.row(index)
        here = _("here already") if it.here else _("not here yet")
        if role == CELL:
            badge = (
                BadgeCell(here, "neutral", "circle-check") if it.here else BadgeCell(here, "info", "download")
            )
            return (Lines(it.title, it.second), QuietCell(it.day), badge)[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (f"{it.title}. {it.second}", it.day, here)[index.column()]
        return None


class ImportScreen(Screen):
    """``Place("form_import", query="file" | "province" | "")``. ``settings``: the client's patience."""

    rail = "forms"
    has_back = True
    hides_visit = True

    def __init__(self, frame: Frame, settings: Settings | None = None) -> None:
        super().__init__()
        self._frame = frame
        self._state = IntakeState()
        self.presenter = IntakePresenter(
            frame.lanes, show=self.render_state, used=self._used, settings=settings
        )
        self._build()

    # the frame's side

    def title(self) -> str:
        return _("Import a form")

    def open(self, place: Place) -> None:
        self.presenter.open()
        if place.query == "province":
            self.presenter.ask_province()
        elif place.query == "file":
            self._ask_file()

    def leave(self) -> None:
        self.presenter.stop()
        self.attempt.end()

    def place(self) -> Place:
        """After a lock one chooses anew."""
        return Place("form_import")

    def footer(self) -> QWidget:
        return self._footer

    # building

    def _build(self) -> None:
        self._footer = _Footer(self)
        self._problem = Notice(tone="warn")
        self._problem.hide()
        choose = Button(_("Choose a file…"), "primary", icon="file-up", on=self._ask_file)
        self._province = Button(_("Get from the province"), icon="landmark", on=self.presenter.ask_province)
        empty = EmptyState(
            "leaflet",
            _("Which form?"),
            _("An Excel workbook in the XLSForm layout. It is read and shown first; nothing is changed yet."),
            buttons=[choose, self._province],
        )
        self._first = choose
        self._wait = Text("", Role.SECTION)
        self.stop = Button(_("Stop"), icon="x", on=self.presenter.stop)
        waiting = column(None, row(None, Icon("loader"), self._wait, None), row(None, self.stop, None), None)
        waiting.setSpacing(16)
        self._offers = OfferModel()
        self.offers = Table(_("Forms of the province"))
        self.offers.set_model(self._offers, stretch=0, widths={1: 140, 2: 160})
        self.offers.opened.connect(lambda at: self.presenter.fetch(self._offers.row(at)))
        self._none = Text(_("The province gives out no form yet."), Role.BODY, "text2", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        listed = column(self.offers, self._none, spacing=12)
        self._stack = QStackedWidget()
        for page in (empty, boxed(waiting), boxed(listed), self._seen_page()):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_MARGINS)
        whole.setSpacing(12)
        whole.addWidget(self._problem)
        whole.addWidget(self._stack, 1)

    def _seen_page(self) -> QWidget:
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        self._told = Text("", Role.BODY, "text2", wrap=True)
        card = Card().add(self._head, self._told)
        self.tabs = SegmentTabs(_("What to look at"))
        self.tabs.chosen.connect(self._turn)
        self.attempt = TryPane(self._frame.lanes, self._frame.clock)
        self.faults = PlaceList(_("To be corrected in the workbook"), _("What to write instead"))
        self.notes = PlaceList(_("Worth knowing"), _("What is so there"))
        self.changes = ChangeList()
        self._parts = QStackedWidget()
        self._shown: list[QWidget] = []
        for part in (self.faults, self.changes, self.attempt, self.notes):
            self._parts.addWidget(part)
        page = column(card, row(self.tabs, None), self._parts, spacing=10)
        page.setStretch(2, 1)
        return boxed(page)

    # drawing

    def render_state(self, state: IntakeState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        show_problem(self._problem, before.problem, state.problem)
        self._province.setVisible(state.enrolled)
        self._wait.setText(state.busy)
        page = _CHOOSING
        if state.busy:
            page = _WAITING
        elif state.seen is not None:
            page = _SEEN
            if before.seen is not state.seen:
                self._show_seen(state.seen)
        elif state.offers is not None:
            page = _OFFERS
            self._show_offers(state.offers)
        turned = page != self._stack.currentIndex()
        self._stack.setCurrentIndex(page)
        if state.seen is None and before.seen is not None:
            self.attempt.end()
        self._footer.render_state(state)
        if self.isVisible():
            self._footer.setVisible(page in (_OFFERS, _SEEN))
        if (turned or before.seen is not state.seen) and self.isVisible():
            self._take()

    def _take(self) -> None:
        seen = self._state.seen
        if self._state.busy:
            self.stop.setFocus()
        elif seen is not None:
            (self._footer.use if seen.can_use else self._footer.other).setFocus()
        elif self._state.offers is not None:
            (self.offers if self._state.offers else self._footer.other).setFocus()
        else:
            self._first.setFocus()

    def _show_offers(self, offers: tuple[OfferRow, ...]) -> None:
        self._offers.replace(offers)
        self.offers.setVisible(bool(offers))
        self._none.setVisible(not offers)
        if offers:
            self.offers.select(0)

    def _show_seen(self, seen: Seen) -> None:
        clear(self._head)
        self._head.addWidget(IconTile("file-text", seen.tone))
        self._head.addWidget(TwoLines(seen.title, seen.second, strong=True), 1)
        self._head.addWidget(Badge(seen.badge, seen.tone, seen.icon))
        self._told.setText(seen.told)
        self.faults.show_places(seen.faults)
        self.notes.show_places(seen.notes)
        self.changes.show_changes(seen.changes)
        self.attempt.end()
        if seen.form is not None:
            self.attempt.begin(seen.form)
        parts = (
            (bool(seen.faults), _("To correct {count}"), len(seen.faults), self.faults),
            (bool(seen.changes), _("What is otherwise {count}"), len(seen.changes), self.changes),
            (seen.form is not None, _("Try it"), 0, self.attempt),
            (bool(seen.notes), _("Worth knowing {count}"), len(seen.notes), self.notes),
        )
        shown = [it for it in parts if it[0]]
        self._shown = [it[3] for it in shown]
        self.tabs.set_labels([words.format(count=count) for _is, words, count, _part in shown])
        self.tabs.choose(0)
        self.tabs.setVisible(len(shown) > 1)
        self._parts.setVisible(bool(shown))
        if shown:
            self._parts.setCurrentWidget(self._shown[0])

    # what happened

    def _turn(self, at: int) -> None:
        self._parts.setCurrentWidget(self._shown[at])

    def _ask_file(self) -> None:
        kinds = _("Forms ({kinds})").format(kinds="*.xlsx *.xls *.xlsm *.md *.csv")
        ask_open(self, _("Import a form"), kinds, self.take_file)

    def take_file(self, path: Path) -> None:
        """Look over the file that was chosen."""
        self.presenter.read(path)

    def _fetch(self) -> None:
        if (at := self.offers.selected()) >= 0:
            self.presenter.fetch(self._offers.row(at))

    def _used(self, form_id: str, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        if self.isVisible():
            self._frame.go(Place("forms", form=form_id))
        self._frame.say(text)


class _Footer(Footer):
    """Other ways in at the left; use it at the right."""

    def __init__(self, screen: ImportScreen) -> None:
        super().__init__(screen)
        self.other = Button(_("Another file…"), icon="file-up", on=screen._ask_file)
        self.province = Button(
            _("Forms of the province"), "quiet", icon="landmark", on=screen.presenter.ask_province
        )
        self.use = Button(
            _("Use this form"), "primary", icon="check", keys="Ctrl+Return", on=screen.presenter.use
        )
        self.look = Button(_("Look it over"), "primary", icon="eye", keys="Ctrl+Return", on=screen._fetch)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 0, 24, 0)
        whole.setSpacing(10)
        whole.addWidget(self.other)
        whole.addWidget(self.province)
        whole.addStretch(1)
        whole.addWidget(self.look)
        whole.addWidget(self.use)
        self.render_state(IntakeState())

    def render_state(self, state: IntakeState) -> None:
        """Offer what can be done now."""
        looked = not state.busy and (state.seen is not None or state.offers is not None)
        self.other.setVisible(looked)
        self.province.setVisible(looked and state.enrolled and state.offers is None)
        self.use.setVisible(state.seen is not None and state.seen.can_use)
        self.look.setVisible(looked and bool(state.offers))
