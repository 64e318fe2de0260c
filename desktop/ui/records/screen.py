"""A book: any form's records as a list, one of them told at the right. Decides nothing."""

from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button, bind
from desktop.ui.parts.choices import FilterChip
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.fields import SearchBox
from desktop.ui.parts.labels import Text, tip
from desktop.ui.parts.layouts import PAGE_MARGINS, clear
from desktop.ui.parts.look import font
from desktop.ui.parts.models import KeysetModel
from desktop.ui.parts.paint import width_of
from desktop.ui.parts.table import CELL, BadgeCell, IconCell, Lines, NumberCell, PlateCell, QuietCell, Table
from desktop.ui.parts.tokens import Role
from desktop.ui.records import books
from desktop.ui.records.detail import DetailPane
from desktop.ui.records.presenter import BookPresenter
from desktop.ui.records.state import BookState, Paged
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work.changed import Changed
from desktop.work.records import Columns, Listed
from desktop.work.story import Story
from resources.words import _

LATER = 120  # ms after the last letter
NARROW = 980  # px of the screen itself
_WIDEST = 190  # px of a column whose question is long
_WIDTHS = {"date": 112, "plate": 84, "state": 164, "number": 96, "sent": 52}


class RecordModel(KeysetModel[Listed]):
    """The columns a form has: date, house, title with what tells it apart, state, number, whether it is sent."""

    parts: tuple[str, ...] = ()

    def set_columns(self, columns: Columns) -> None:
        """Which parts stand beside each other, and their heads."""
        named = {
            "date": columns.date,
            "plate": columns.plate,
            "state": columns.state,
            "number": columns.number,
        }
        self.beginResetModel()
        before = [part for part in ("date", "plate") if named[part]]
        after = [part for part in ("state", "number") if named[part]]
        self.parts = (*before, "title", *after, "sent")
        heads = named | {"title": _("Record"), "sent": _("Sent")}
        if columns.plate:
            heads["plate"] = _("House")
        self.heads = [heads[part] for part in self.parts]
        self.endResetModel()

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        row, part = self.row(index), self.parts[index.column()]
        sent = _("sent") if row.sent else _("waiting to be sent")
        day = date.fromisoformat(row.date).strftime("%d/%m/%Y") if row.date else ""
        if role == CELL:
            tone, icon = books.tone(row.state)
            cells = {
                "date": day,
                "plate": PlateCell(row.plate) if row.plate else "",
                "title": Lines(row.title, row.second),
                "state": BadgeCell(row.state_words, tone, icon) if row.state else QuietCell("—"),
                "number": NumberCell("—" if row.number is None else f"{row.number:,}".replace(",", ".")),
                "sent": IconCell("circle-check", "ok") if row.sent else IconCell("clock"),
            }
            return cells[part]
        if role == Qt.ItemDataRole.TextAlignmentRole and part == "number":
            return int(Qt.AlignmentFlag.AlignRight)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = {"date": day, "plate": row.plate, "title": f"{row.title}. {row.second}", "sent": sent}
            return words.get(part, row.state_words if part == "state" else str(row.number or ""))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and self.parts and self.parts[section] == "number":
            return int(Qt.AlignmentFlag.AlignRight)
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return tip(self.heads[section])
        return super().headerData(section, orientation, role)


class RecordsScreen(Screen):
    """``Place("records", form=…, rec=…)``: the book of one form, with one record chosen."""

    rail = "search"
    has_back = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = BookState()
        self._presenter = BookPresenter(
            frame.lanes,
            frame.clock,
            show=self.render_state,
            page=self._page,
            select=self._mark,
            said=self._deleted,
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LATER)
        self._timer.timeout.connect(lambda: self._presenter.searched(self._box.value()))
        self._marking = self._takes_keys = False
        self._build()

    # the frame's side

    def title(self) -> str:
        return self._state.title

    def open(self, place: Place) -> None:
        self._takes_keys = True
        form = place.form or self.home_form()
        if self.has_back:
            self.rail = books.rail_of(form)
        self._presenter.open(form, place.rec or "")

    def home_form(self) -> str:
        """The form shown when the place names none."""
        return "household"

    def heard(self, changed: Changed) -> None:
        if self._state.form in changed.kinds and self._state.form:
            self._presenter.reload()

    def place(self) -> Place | None:
        story = self._state.story
        return (
            Place(
                "records" if self.has_back else self.rail,
                form=self._state.form,
                rec=story.rec if story else None,
            )
            if self._state.form
            else None
        )

    # building

    def _build(self) -> None:
        self._box = SearchBox(_("Name, house number…"), name=_("Narrow this list"))
        bind(self, "Ctrl+F", self._box.take)
        self._box.textChanged.connect(lambda _text: self._timer.start())
        self._box.setMaximumWidth(240)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._narrow = Button(_("More filters"), "quiet", icon="list-filter", on=self._offer_filters)
        self._new = Button(_("Add new"), "primary", icon="plus", keys="Ctrl+N", on=self._add)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self._box, 100)  # up to its greatest width before the gap grows
        bar.addLayout(self._chips)
        bar.addWidget(self._narrow)
        bar.addStretch(1)
        bar.addWidget(self._new)
        self.model = RecordModel(self._presenter.more)
        self.table = Table(_("Records"))
        self.table.moved.connect(self._moved)
        self.table.opened.connect(lambda row: self._edit_row(row))
        self._summary = Text("", Role.SECONDARY, "text2")
        self._keys = Text(_("↑↓ choose · Enter edit · Ctrl+Z undo"), Role.SECONDARY, "text2")
        foot = QHBoxLayout()
        foot.addWidget(self._summary)
        foot.addStretch(1)
        foot.addWidget(self._keys)
        self._none = Text(
            _("No record fits. Take a filter away or type fewer letters."), Role.BODY, "text2", wrap=True
        )
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list = QWidget()
        listed = QVBoxLayout(self._list)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(10)
        listed.addLayout(bar)
        listed.addWidget(self.table, 1)
        listed.addWidget(self._none, 1)
        listed.addLayout(foot)
        self.pane = DetailPane(edit=self._edit, delete=self._presenter.delete)
        book = QWidget()
        both = QHBoxLayout(book)
        both.setContentsMargins(PAGE_MARGINS)
        both.setSpacing(16)
        both.addWidget(self._list, 1)
        both.addWidget(self.pane)
        self._empty = QVBoxLayout()
        empty = QWidget()
        empty.setLayout(self._empty)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(book)
        self._pages.addWidget(empty)
        bind(self.table, "Delete", self._delete_chosen)

    # drawing

    def render_state(self, state: BookState) -> None:
        """Draw ``state``; rows come by ``_page``."""
        before, self._state = self._state, state
        if state.columns is not None and (before.columns != state.columns or before.form != state.form):
            self.model.set_columns(state.columns)
            parts = self.model.parts
            widths = {
                parts.index(part): self._width(part, least)
                for part, least in _WIDTHS.items()
                if part in parts
            }
            self.table.set_model(self.model, stretch=parts.index("title"), widths=widths)
            self.table.setAccessibleName(state.title)
        if before.form != state.form:
            self._box.blockSignals(True)
            self._box.clear()
            self._box.blockSignals(False)
        if before.filters != state.filters:
            clear(self._chips)
            for it in state.filters:
                chip = FilterChip(it.label, it.key)
                chip.removed.connect(self._presenter.filtered)
                self._chips.addWidget(chip)
        self._summary.setText(state.summary)
        self._new.setVisible(state.can_add)
        if (before.empty, before.form, before.can_add) != (state.empty, state.form, state.can_add):
            self._show_empty(state)
        if before.story is not state.story:
            self.pane.show_story(state.story)
        if before.title != state.title:
            self._frame.retitle()

    def _width(self, part: str, least: int) -> int:
        """As wide as the column's head, within reason."""
        head = self.model.heads[self.model.parts.index(part)]
        return min(max(least, round(width_of(head, font(Role.SECONDARY_STRONG))) + 26), _WIDEST)

    def _show_empty(self, state: BookState) -> None:
        self._pages.setCurrentIndex(1 if state.empty else 0)
        clear(self._empty)
        if state.empty:
            title, reason = books.empty_words(state.form)
            add = Button(_("Add new"), "primary", icon="plus", on=self._add)
            buttons = [add] if state.can_add else []
            self._empty.addWidget(EmptyState(books.scene(state.form), title, reason, buttons=buttons))

    def _page(self, page: Paged) -> None:
        if page.first:
            self._marking = True
            self.model.replace(page.rows, last=page.last)
            self._marking = False
            self._none.setVisible(not page.rows)
            self.table.setVisible(bool(page.rows))
            if self._takes_keys and page.rows:
                self._marking = True  # a table that gets the cursor lights its first row by itself
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                self._marking = False
            self._takes_keys = False
        else:
            self.model.append(page.rows, page.last)

    def _mark(self, rec: str) -> None:
        at = next((n for n, row in enumerate(self.model.rows()) if row.rec == rec), -1)
        self._marking = True
        self.table.select(at)
        self._marking = False

    # what happened

    def _moved(self, row: int) -> None:
        if not self._marking and row >= 0:
            self._presenter.chose(self.model.row(row).rec)

    def _offer_filters(self) -> None:
        menu = QMenu(self)
        if self._state.columns is not None and self._state.columns.hamlets:
            for unit, name in self._state.hamlets:
                menu.addAction(name, partial(self._presenter.filtered, "hamlet", unit))
            menu.addSeparator()
        for words, since, until in books.periods(self._frame.clock().date()):
            menu.addAction(words, partial(self._presenter.filtered, "since", since, until, words))
        menu.popup(self._narrow.mapToGlobal(QPoint(0, self._narrow.height() + 4)))

    def _add(self) -> None:
        self._frame.go(Place("record", form=self._state.form))

    def _edit(self, story: Story) -> None:
        self._frame.go(Place("record", form=story.form, rec=story.rec))

    def _edit_row(self, row: int) -> None:
        self._frame.go(Place("record", form=self._state.form, rec=self.model.row(row).rec))

    def _delete_chosen(self) -> None:
        if self._state.story is not None and self.table.hasFocus():
            self._presenter.delete(self._state.story)

    def _deleted(self, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        self._frame.say(text, changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.pane.set_narrow(narrow)
        self._keys.setVisible(not narrow)


class OutreachScreen(RecordsScreen):
    """The book of outreach, on the rail itself."""

    rail = "outreach"
    has_back = False

    def home_form(self) -> str:
        return "outreach"
