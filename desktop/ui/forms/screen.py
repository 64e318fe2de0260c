"""The gallery of forms, drawn. Decides nothing."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.forms import views
from desktop.ui.forms.detail import Acts, FormPane
from desktop.ui.forms.presenter import GalleryPresenter, cell_words, chosen_row, heads
from desktop.ui.forms.state import FormRow, GalleryState
from desktop.ui.parts.buttons import Button, bind
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import PAGE_MARGINS, boxed, clear, row
from desktop.ui.parts.models import KeysetModel
from desktop.ui.parts.table import CELL, BadgeCell, Lines, NumberCell, QuietCell, Table
from desktop.ui.parts.tabs import SegmentTabs
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work import sync
from desktop.work.changed import Changed
from resources.words import _

NARROW = 1000  # px of the screen itself
_NUMBERS = (1, 2, 3)
_WIDTHS = {1: 92, 2: 76, 3: 84, 4: 128}
_LOW = 520  # px of the screen itself: the steps of the empty list go


class FormModel(KeysetModel[FormRow]):
    """Title and id, how much it asks, how much there is of it."""

    def __init__(self) -> None:
        super().__init__(lambda _after: None)
        self.heads = heads()

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        it, at = self.row(index), index.column()
        if role == CELL:
            words = cell_words(it)[at]
            if at == 0:
                return Lines(it.title, it.second)
            if at in _NUMBERS:
                return NumberCell(words if words != "0" else "—", strong=at == 2, quiet=words == "0")
            return BadgeCell(_("Out of use"), "neutral", "archive") if it.retired else QuietCell(words or "—")
        if role == Qt.ItemDataRole.TextAlignmentRole and at in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_words(it)[at]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight)
        return super().headerData(section, orientation, role)


class FormsScreen(Screen):
    """``Place("forms", form=…)``: all forms, one of them told at the right."""

    rail = "forms"

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = GalleryState()
        self._presenter = GalleryPresenter(frame.lanes, show=self.render_state, said=self._said)
        self._marking = False
        self._takes_keys = False
        self._build()

    # the frame's side

    def title(self) -> str:
        return _("Forms")

    def subtitle(self) -> str:
        return _("surveys and what the program asks itself")

    def open(self, place: Place) -> None:
        self._takes_keys = True
        self._presenter.open(place.form or "")

    def heard(self, changed: Changed) -> None:
        if self.isVisible() and changed != sync.CHANGED:
            self._presenter.reload()

    def place(self) -> Place | None:
        detail = self._state.detail
        return Place("forms", form=detail.row.id) if detail else None

    # building

    def _build(self) -> None:
        self.tabs = SegmentTabs(_("Which forms"))
        self.tabs.chosen.connect(lambda at: self._presenter.turned("built_in" if at else "surveys"))
        self.province = Button(
            _("Get from the province"), icon="cloud-upload", on=lambda: self._take_in("province")
        )
        self.province.icon_name = "landmark"
        self.take_in = Button(
            _("Import a form…"), "soft", icon="file-up", keys="Ctrl+O", on=lambda: self._take_in("file")
        )
        self.model = FormModel()
        self.table = Table(_("Forms"))
        self.table.set_model(self.model, stretch=0, widths=_WIDTHS)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(lambda at: self._go_to_book(self.model.row(at).id))
        self._keys = Text(_("↑↓ choose · Enter see records · Ctrl+N new record"), Role.SECONDARY, "text2")
        listed = QVBoxLayout()
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(10)
        listed.addWidget(self.table, 1)
        listed.addWidget(self._keys)
        go = self._frame.go
        self.pane = FormPane(
            Acts(
                new=lambda form: go(views.new_place(form)),
                book=self._go_to_book,
                attempt=lambda form: go(Place("form_try", form=form)),
                paper=lambda form: go(Place("form_paper", form=form)),
                out=lambda form: go(Place("form_out", form=form)),
                data=lambda form: go(Place("form_data", form=form)),
                retire=self._presenter.retire,
                draft=lambda form, draft: go(Place("record", form=form, draft=draft)),
            )
        )
        bind(self, "Ctrl+N", self.pane.new.click)
        bind(self, "Ctrl+P", self.pane.paper.click)
        both = QHBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(16)
        both.addLayout(listed, 1)
        both.addWidget(self.pane)
        self._empty = QVBoxLayout()
        self._low = False
        self._show_empty()
        self._pages = QStackedWidget()
        for page in (QWidget(), boxed(both), boxed(self._empty)):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_MARGINS)
        whole.setSpacing(12)
        whole.addLayout(row(self.tabs, None, self.province, self.take_in))
        whole.addWidget(self._pages, 1)

    # drawing

    def render_state(self, state: GalleryState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        labels = (_("Surveys {count}"), _("With the program {count}"))
        self.tabs.set_labels([labels[0].format(count=state.surveys), labels[1].format(count=state.built_in)])
        self.tabs.choose(1 if state.tab == "built_in" else 0)
        self.province.setVisible(state.enrolled)
        self._marking = True
        if before.rows != state.rows:
            self.model.replace(state.rows)
        self._pages.setCurrentIndex(1 if state.rows else 2 if state.ready else 0)
        self.pane.show_form(state.detail)
        if self._takes_keys:
            self._takes_keys = False
            (self.table if state.rows else self.tabs).setFocus(Qt.FocusReason.OtherFocusReason)
        if self.table.selected() != chosen_row(state):
            self.table.select(chosen_row(state))
        self._marking = False

    def _show_empty(self) -> None:
        clear(self._empty)
        self._empty.addWidget(empty_surveys(self, short=self._low))

    # what happened

    def _moved(self, at: int) -> None:
        if not self._marking and at >= 0:
            self._presenter.chose(self.model.row(at).id)

    def _go_to_book(self, form_id: str) -> None:
        self._frame.go(views.book_place(form_id))

    def _take_in(self, query: str) -> None:
        self._frame.go(Place("form_import", query=query))

    def _said(self, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        self._frame.say(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.pane.set_narrow(narrow)
        self.table.setColumnHidden(1, narrow)
        self._keys.setVisible(not narrow)
        if (low := self.height() < _LOW) != self._low:
            self._low = low
            self._show_empty()


def empty_surveys(screen: FormsScreen, *, short: bool) -> EmptyState:
    """What a survey is, and how one comes here; ``short``: in a low window."""
    take_in = Button(_("Import a form…"), "primary", icon="file-up", on=screen.take_in.click)
    return EmptyState(
        "leaflet",
        _("No survey here yet"),
        _("A survey is an Excel workbook in the XLSForm layout: each row of its sheet is one question."),
        steps=()
        if short
        else (
            (_("Choose the workbook"), _("from the commune or the province, .xlsx, .xls, .md or .csv")),
            (_("Look it over and try it"), _("a cell that is wrong is named; nothing is changed yet")),
            (_("Use it"), _("fill it in here, print it, count it, send it")),
        ),
        buttons=[take_in],
    )
