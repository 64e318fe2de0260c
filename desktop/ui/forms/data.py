"""Importing filled data, drawn: a file, what it would do, what is wrong in it. Decides nothing."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.forms.about import FormPage, Working, show_problem
from desktop.ui.forms.data_presenter import DataPresenter
from desktop.ui.forms.places import PlaceList
from desktop.ui.forms.state import DataState
from desktop.ui.forms.views import book_place
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, ListRow
from desktop.ui.parts.choices import TickTile
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.files import ask_open, ask_save
from desktop.ui.parts.labels import Badge, Text
from desktop.ui.parts.layouts import PAGE_MARGINS, Line, ScrollBody, boxed, clear, column
from desktop.ui.parts.notices import Notice
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.footer import Footer
from desktop.ui.shell.screen import Frame, Place
from desktop.work.changed import Changed
from resources.words import _

_LOW = 540  # px of the screen itself: the steps go


class DataScreen(FormPage):
    """``Place("form_data", form=…)``."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._state: DataState = DataState()
        self.presenter: DataPresenter = DataPresenter(
            frame.lanes, show=self.render_state, kept=self._kept, said=frame.say, tell=frame.tell
        )
        self._build()

    def title(self) -> str:
        return _("Import data")

    def open(self, place: Place) -> None:
        super().open(place)
        self.choose.setFocus()

    def footer(self) -> QWidget:
        return self._footer

    # building

    def _build(self) -> None:
        self._footer = _Footer(self)
        self._problem = Notice(tone="warn")
        self._low = False
        self._empty_in = QVBoxLayout()
        self._empty_in.setContentsMargins(0, 0, 0, 0)
        self._empty = boxed(self._empty_in)
        self._show_empty()
        self._working = Working(_("Reading the file"), self.presenter.stop)
        self.stop = self._working.stop
        self._busy = Card().add(self._working)
        self._counts = Card(" ", flush=True)
        self.update_too = TickTile(
            _("Change the records that differ"), _("with the reason: corrected by an import")
        )
        self.update_too.toggled.connect(lambda on: self.presenter.choose(update=on))
        self.only_good = TickTile(_("Import only what is right"), _("rows to correct are left out"))
        self.only_good.toggled.connect(lambda on: self.presenter.choose(only_good=on))
        self.nameless = TickTile(
            _("People without consent: without name and phone"), _("else their rows must be corrected")
        )
        self.nameless.toggled.connect(self.presenter.without_names)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(6)
        left = column(
            self._counts, self.update_too, self.only_good, self.nameless, self._notes, None, spacing=12
        )
        self.wrong = PlaceList(_("To be corrected in the file"), _("What is wrong"))
        self._both = QWidget()
        both = QHBoxLayout(self._both)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(16)
        both.addWidget(ScrollBody(boxed(left), margins=None), 2)
        both.addWidget(self.wrong, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_MARGINS)
        whole.setSpacing(12)
        for part in (self._problem, self._busy):
            whole.addWidget(part)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self._both, 1)
        self._rest = boxed(column(None))
        whole.addWidget(self._rest, 1)
        self.render_state(DataState())

    def _show_empty(self) -> None:
        self.choose = Button(_("Choose a file…"), "primary", icon="file-up", on=self.ask_file)
        sample = Button(
            _("Export first"), icon="download", on=lambda: self._frame.go(Place("form_out", form=self._form))
        )
        steps = (
            (_("Export this form once"), _("the file has the right columns, also without records")),
            (_("Fill in one row for each record"), _("leave the column id empty for a new one")),
            (_("Choose it here"), _("what is wrong is named by row; you decide afterwards")),
        )
        clear(self._empty_in)
        self._empty_in.addWidget(
            EmptyState(
                "visits",
                _("Which file holds the answers?"),
                _("An Excel or CSV file with the columns of this form's export. It is only looked at first."),
                steps=() if self._low else steps,
                buttons=[self.choose, sample],
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (low := self.height() < _LOW) != self._low:
            had = self.choose.hasFocus()
            self._low = low
            self._show_empty()
            if had:
                self.choose.setFocus()

    # drawing

    def render_state(self, state: DataState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        show_problem(self._problem, before.problem, state.problem)
        busy = state.part is not None
        looked = bool(state.counts) or bool(state.file and not busy and not state.problem[0])
        self._busy.setVisible(busy)
        self._empty.setVisible(not busy and not looked)
        self._both.setVisible(looked)
        self._rest.setVisible(busy and not looked)
        words = _("Importing {name}…") if state.keeping else _("Reading {name}…")
        self._working.show_part(state.part, words.format(name=state.file))
        if (before.counts, before.notes, before.file) != (state.counts, state.notes, state.file):
            self._tell(state)
        self.wrong.setVisible(bool(state.wrong))
        self.wrong.show_places(state.wrong, state.faults)
        tiles = ((self.update_too, state.update), (self.only_good, state.only_good))
        for tile, on in (*tiles, (self.nameless, state.nameless)):
            tile.setVisible(on is not None)
            tile.setEnabled(not busy)
            tile.blockSignals(True)
            tile.setChecked(bool(on))
            tile.blockSignals(False)
        self._footer.render_state(state, looked)
        if self.isVisible():
            self._footer.setVisible(looked)
        if before.title != state.title:
            self._frame.retitle()
        if busy and before.part is None:
            self.stop.setFocus()
        elif looked and before.part is not None and not busy:
            (self._footer.keep if state.action else self._footer.other).setFocus()

    def _tell(self, state: DataState) -> None:
        self._counts.clear()
        self._counts.set_title(state.file or " ")
        self._counts.set_note(_("nothing is changed yet"))
        for at, it in enumerate(state.counts):
            if at:
                self._counts.add(Line())
            self._counts.add(ListRow(it.words, trail=(Badge(it.badge, it.tone),)))
        if not state.counts:
            self._counts.add(ListRow(_("Nothing to import")))
        clear(self._notes)
        for note in state.notes:
            self._notes.addWidget(Text(note, Role.SECONDARY, "text2", wrap=True))

    # what happened

    def ask_file(self) -> None:
        """Ask for the file."""
        ask_open(self, _("Import data"), "Excel, CSV (*.xlsx *.csv)", self.presenter.read)

    def ask_wrong(self) -> None:
        """Ask where the list of wrong cells goes."""
        ask_save(self, _("Save the list"), "CSV (*.csv)", "can-sua.csv", self.presenter.wrong_to)

    def _kept(self, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        if self.isVisible():
            self._frame.go(book_place(self._form))
        self._frame.say(text, changed)


class _Footer(Footer):
    """Another file at the left; keep it at the right."""

    def __init__(self, screen: DataScreen) -> None:
        super().__init__(screen)
        self.other = Button(_("Another file…"), icon="file-up", on=screen.ask_file)
        self.list = Button(_("Save the list…"), "quiet", icon="file-down", on=screen.ask_wrong)
        self.keep = Button(
            _("Import"), "primary", icon="import", keys="Ctrl+Return", on=screen.presenter.keep
        )
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 0, 24, 0)
        whole.setSpacing(10)
        whole.addWidget(self.other)
        whole.addWidget(self.list)
        whole.addStretch(1)
        whole.addWidget(self.keep)

    def render_state(self, state: DataState, looked: bool) -> None:
        """Offer what can be done now."""
        busy = state.part is not None
        self.other.setVisible(looked and not busy)
        self.list.setVisible(bool(state.wrong) and not busy)
        self.keep.setVisible(bool(state.action))
        self.keep.setEnabled(not busy)
        self.keep.setText(state.action or _("Import"))
        self.keep.updateGeometry()
