"""Look up: the search as a page, and the doors to the books. Decides nothing."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.parts.buttons import ActionTile, bind
from desktop.ui.parts.cards import Card
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import PAGE_MARGINS, boxed
from desktop.ui.parts.tabs import SegmentTabs
from desktop.ui.parts.tokens import Role
from desktop.ui.records.detail import NARROW as PANE_NARROW
from desktop.ui.records.detail import WIDE as PANE_WIDE
from desktop.ui.records.detail import DetailPane
from desktop.ui.search.catalogue import Catalogue, ServicePane
from desktop.ui.search.places import place_of
from desktop.ui.search.presenter import SearchPresenter
from desktop.ui.search.results import Results
from desktop.ui.search.state import Line, SearchState
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work.changed import Changed
from desktop.work.search import SERVICE
from resources.services import Service, services
from resources.words import N_, _

_LATER = 60  # ms after the last letter
_NARROW = 980
_BOOKS = (
    ("household", N_("Household book"), N_("every house, its people, its state"), "house"),
    ("resident", N_("Residents"), N_("names kept with consent"), "user"),
    ("member", N_("Team members"), N_("roles, cards, telephone numbers"), "id-card-lanyard"),
    ("satisfaction_survey", N_("Satisfaction surveys"), N_("short forms, no names"), "clipboard-list"),
    (
        SERVICE,
        N_("Catalogue of public services"),
        N_("procedure codes, addresses, day of reading"),
        "landmark",
    ),
)


class SearchScreen(Screen):
    """``Place("search", query=…)``; ``form="service"`` opens the catalogue, ``rec`` one service in it."""

    rail = "search"
    owns_primary = False

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = SearchState()
        self._catalogue_open = False
        self._presenter = SearchPresenter(frame.lanes, show=self.render_state, full=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LATER)
        self._timer.timeout.connect(lambda: self._presenter.searched(self.box.value()))
        self._build()

    # the frame's side

    def title(self) -> str:
        return _("Catalogue of public services") if self._catalogue_open else _("Look up")

    def open(self, place: Place) -> None:
        self._catalogue_open = place.form == SERVICE
        self.has_back = self._catalogue_open
        self._turn()
        if place.query:
            self.box.setText(place.query)
        if self._catalogue_open:
            self._service.show_service(place.rec or services()[0].id)
            self._right.setCurrentWidget(self._service)
        else:
            self.render_state(self._state)
            self.box.take()

    def heard(self, changed: Changed) -> None:
        if self._state.text:
            self._presenter.searched(self._state.text, again=True)

    def place(self) -> Place | None:
        return (
            Place("search", form=SERVICE) if self._catalogue_open else Place("search", query=self._state.text)
        )

    # building

    def _build(self) -> None:
        self.box = LineEdit(
            _("Name, house number, phone, words; no diacritics needed"), icon="search", height=44
        )
        self.box.setAccessibleName(_("Look up"))
        self.box.textChanged.connect(lambda _text: self._timer.start())
        self.box.returnPressed.connect(self._entered)
        self.tabs = SegmentTabs(_("Kinds"))
        self.tabs.chosen.connect(self._tab_chosen)
        self.results = Results(_("Results"))
        self.results.lit.connect(self._lit)
        self.results.opened.connect(lambda line: self._frame.go(place_of(line)))
        card = Card(flush=True)
        card.add(self.results)
        self._found = card
        self._doors = self._door_page()
        self._nothing = QWidget()
        self._nothing_layout = QVBoxLayout(self._nothing)
        self._empty = EmptyState(
            "search", _("Nothing found"), _("Try fewer letters, a house number, or only the given name.")
        )
        self._nothing_layout.addWidget(self._empty)
        self._under = QStackedWidget()
        for page in (self._doors, self._found, self._nothing):
            self._under.addWidget(page)
        self._catalogue = Catalogue(self._service_chosen)
        self._left = QStackedWidget()
        self._left.addWidget(self._under)
        self._left.addWidget(self._catalogue)
        self.pane = DetailPane(edit=lambda it: self._frame.go(Place("record", form=it.form, rec=it.rec)))
        self._service = ServicePane()
        self._right = QStackedWidget()
        self._right.addWidget(self.pane)
        self._right.addWidget(self._service)
        self._right.setFixedWidth(PANE_WIDE)
        self.tabs.setUsesScrollButtons(True)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self._left, 1)
        both.addWidget(self._right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_MARGINS)
        whole.setSpacing(10)
        whole.addWidget(self.box)
        whole.addWidget(self.tabs)
        whole.addLayout(both, 1)
        bind(self.box, "Down", self._to_results)

    def _door_page(self) -> QWidget:
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for at, (form, words, second, icon) in enumerate(_BOOKS):
            tile = ActionTile(_(words), _(second), icon, on=lambda it=form: self._door(it))  # type: ignore[misc]
            grid.addWidget(tile, at // 2, at % 2)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 6, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(Text(_("Books"), Role.SECTION))
        whole.addLayout(grid)
        whole.addStretch(1)
        return boxed(whole)

    # drawing

    def render_state(self, state: SearchState) -> None:
        """Draw ``state``; the box belongs to the one who types."""
        self._state = state
        page = self._doors if not state.text else self._nothing if state.nothing else self._found
        self._under.setCurrentWidget(page)
        self.tabs.set_labels([tab.label for tab in state.tabs])
        at = next((n for n, tab in enumerate(state.tabs) if tab.kind == state.kind), 0)
        self.tabs.choose(at)
        self.tabs.setVisible(bool(state.text and state.tabs) and not self._catalogue_open)
        told = page is self._found and not self._catalogue_open
        self._right.setVisible(told or self._catalogue_open)
        if told and state.service:
            self._service.show_service(state.service)
            self._right.setCurrentWidget(self._service)
        elif told:
            if self.pane.story is not state.story:
                self.pane.show_story(state.story)
            self._right.setCurrentWidget(self.pane)
        # Last: lighting a line asks for its story, which may be drawn at once.
        if state.lines != self.results.lines() or state.text != self.results.typed:
            self.results.show_lines(state.lines, state.text)

    # what happened

    def _tab_chosen(self, at: int) -> None:
        if 0 <= at < len(self._state.tabs):
            self._presenter.turned(self._state.tabs[at].kind)

    def _lit(self, line: Line) -> None:
        self._presenter.chose(line)

    def _entered(self) -> None:
        line = self.results.current()
        if line is not None and self.results.typed == self.box.value():
            self._frame.go(place_of(line))

    def _to_results(self) -> None:
        if self.box.hasFocus() and self.results.isVisible():
            self.results.setFocus(Qt.FocusReason.OtherFocusReason)
            self.results.step(1)

    def _door(self, form: str) -> None:
        self._frame.go(Place("search", form=SERVICE) if form == SERVICE else Place("records", form=form))

    def _service_chosen(self, service: Service) -> None:
        self._service.show_service(service.id)
        self._right.setCurrentWidget(self._service)
        self._right.setVisible(True)

    def _turn(self) -> None:
        self._left.setCurrentWidget(self._catalogue if self._catalogue_open else self._under)
        self.box.setVisible(not self._catalogue_open)
        self.tabs.setVisible(bool(self._state.tabs) and not self._catalogue_open)
        self._right.setVisible(self._catalogue_open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self.pane.set_narrow(narrow)
        self._right.setFixedWidth(PANE_NARROW if narrow else PANE_WIDE)
