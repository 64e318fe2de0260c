"""The list of guidance sessions, drawn. Decides nothing."""

from functools import partial

from PySide6.QtCore import QMargins, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.choices import FilterChip
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.fields import SearchBox
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import column, row
from desktop.ui.parts.table import Table
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.ui.visits.detail import DetailPane
from desktop.ui.visits.presenter import VisitsPresenter
from desktop.ui.visits.rows import VisitRows
from desktop.ui.visits.state import Chosen, VisitsState
from desktop.work.changed import Changed
from desktop.work.visit_list import Line
from resources.words import _

NARROW = 980  # px: the open session covers the list
SEARCH_AFTER = 150  # ms after the last letter


class VisitsScreen(Screen):
    """Filters on top, the list grouped by day, one session open at the right."""

    rail = "visits"
    owns_primary = False

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = VisitsState()
        self._table = Table(_("Guidance sessions"))
        self._model = VisitRows(lambda after: self._presenter.more(after), lambda: frame.clock().date())
        self._presenter = VisitsPresenter(
            frame.lanes, frame.clock, self._model, show=self.render_state, done=self._done
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(SEARCH_AFTER)
        self._typing.timeout.connect(lambda: self._presenter.searched(self._search.value()))
        self._build()

    def title(self) -> str:
        return _("Guidance sessions")

    def open(self, place: Place) -> None:
        self._presenter.open(place.rec)
        if place.rec is None:
            self._table.setFocus()

    def heard(self, changed: Changed) -> None:
        self._presenter.heard(changed)

    def place(self) -> Place:
        """Where a lock returns to."""
        return Place("visits", rec=self._state.detail.rec if self._state.detail else None)

    def _build(self) -> None:
        self._search = SearchBox(_("Name, house number, card number…"), name=_("Filter the sessions"))
        self._search.setMinimumWidth(160)
        self._search.setMaximumWidth(210)
        self._search.textChanged.connect(lambda _text: self._typing.start())
        self._search.returnPressed.connect(lambda: self._table.setFocus())
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self._more = Button(_("More filters"), "quiet", icon="list-filter")
        self._menu = QMenu(self)
        self._more.clicked.connect(
            lambda: self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
        )
        self._table.set_model(self._model, stretch=2, widths={0: 64, 1: 78, 3: 160, 4: 52})
        self._table.moved.connect(self._moved)
        self._table.opened.connect(self._opened)
        self._footer = Text("", Role.SECONDARY, "text2")
        keys = Text(_("↑↓ choose  ·  Enter edits  ·  Ctrl+Z undoes"), Role.SECONDARY, "text2")
        self._empty = EmptyState(
            "visits",
            _("No session logged yet"),
            _("One visit at one door is enough to begin."),
            steps=[
                (_("Press F2 at the door"), _("the hamlet and the date are filled in")),
                (_("Type a few letters of the name"), _("no diacritics needed")),
                (_("Choose topics and result, Ctrl+Enter"), _("saved and encrypted at once")),
            ],
            buttons=[
                Button(_("Log visit"), "primary", icon="plus", on=lambda: self._frame.go(Place("visit")))
            ],
        )
        self._nothing = EmptyState(
            "search",
            _("No session matches"),
            _("Remove a filter, or type fewer letters."),
            buttons=[Button(_("Remove the filters"), on=self._clear)],
        )
        self._stack = QStackedWidget()
        for page in (self._table, self._empty, self._nothing):
            self._stack.addWidget(page)
        self._detail = DetailPane(
            edit=self._edit,
            next_visit=lambda: (
                self._frame.go(Place("visit", rec=self._state.detail.resident or None))
                if self._state.detail
                else None
            ),
            delete=self._presenter.delete,
            close=lambda: self._table.select(-1),
        )
        self._left = QWidget()
        self._left.setLayout(
            column(
                row(self._search, self._chips, self._more, None),
                self._stack,
                row(self._footer, None, keys),
                spacing=10,
            )
        )
        whole = QHBoxLayout(self)
        whole.setContentsMargins(QMargins(24, 14, 20, 12))
        whole.setSpacing(16)
        whole.addWidget(self._left, 1)
        whole.addWidget(self._detail)
        self._detail.hide()

    def render_state(self, state: VisitsState) -> None:
        """Draw ``state``."""
        self._state = state
        _fill(self._chips, state.chosen, lambda key: self._presenter.set(key, ""))
        self._fill_menu(state)
        self._footer.setText(state.footer)
        self._stack.setCurrentIndex(1 if state.empty else 2 if state.nothing_found else 0)
        self._detail.render_state(state.detail)
        self._place_detail()
        if state.detail is not None:
            at = self._model.find(state.detail.rec)
            if at >= 0 and not self._is_selected(state.detail.rec):
                self._table.select(at)

    def _fill_menu(self, state: VisitsState) -> None:
        self._menu.clear()
        for key, title, options, now in (
            ("hamlet", _("Hamlet"), state.hamlets, state.where.hamlet),
            ("month", _("Month"), state.months, state.where.month),
            ("result", _("Result"), state.results, state.where.result),
        ):
            part = self._menu.addMenu(title)
            for value, words in (("", _("All")), *options):
                action = part.addAction(words)
                action.setCheckable(True)
                action.setChecked(value == now)
                action.triggered.connect(partial(self._presenter.set, key, value))

    def _is_selected(self, rec: str) -> bool:
        at = self._table.selected()
        line = self._model.row(at) if 0 <= at < self._model.rowCount() else None
        return isinstance(line, Line) and line.rec == rec

    def _moved(self, at: int) -> None:
        line = self._model.row(at) if at >= 0 else None
        if isinstance(line, Line):
            self._presenter.chose(line.rec)
        elif self._state.detail is not None and self._model.rowCount():
            self._presenter.closed()

    def _opened(self, at: int) -> None:
        if isinstance(self._model.row(at), Line):
            self._edit()

    def _edit(self) -> None:
        if self._state.detail is not None:
            self._frame.go(Place("record", form="guidance_session", rec=self._state.detail.rec))

    def _clear(self) -> None:
        self._search.clear()
        for chosen in self._state.chosen:
            self._presenter.set(chosen.key, "")

    def _done(self, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        self._frame.say(text, changed)

    def _place_detail(self) -> None:
        narrow, opened = self.width() < NARROW, self._state.detail is not None
        self._detail.setVisible(opened)
        self._left.setVisible(not (narrow and opened))
        if narrow:
            self._detail.setMinimumWidth(0)
            self._detail.setMaximumWidth(16777215)
        else:
            self._detail.setFixedWidth(348)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_detail()


def _fill(layout: QHBoxLayout, chosen: tuple[Chosen, ...], remove: object) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item is not None and (old := item.widget()) is not None:
            old.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            old.hide()
            old.deleteLater()
    for it in chosen:
        chip = FilterChip(it.label, it.key)
        chip.removed.connect(remove)
        layout.addWidget(chip)
