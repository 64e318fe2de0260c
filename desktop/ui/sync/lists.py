"""The cards under the sending: what is in it, the batches, one batch opened, what came back, who receives."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, Facts, ListRow
from desktop.ui.parts.labels import Badge, Icon, IconTile, Plate, Text
from desktop.ui.parts.layouts import Line, boxed
from desktop.ui.parts.table import HEAD, ONE_LINE, TWO_LINES, Table
from desktop.ui.parts.tokens import CARD_PADDING, Role
from desktop.ui.sync.rows import ParcelRows, RecordRows
from desktop.ui.sync.state import ContentState, KindRow, ParcelRow, RecordRow
from resources.words import _

_KIND_HIGH = 42
_MOST_PARCELS, _MOST_RECORDS = 8, 5  # rows in view; the others scroll
_LABELS = 124
_FOOT = 8  # px under the table, or it would cover the card's round corners


class KindsCard(Card):
    """By kind: icon, name, state, count, size."""

    def __init__(self) -> None:
        super().__init__(_("In this batch"), note=" ", flush=True)
        self._shown: tuple[KindRow, ...] = ()

    def render_state(self, rows: tuple[KindRow, ...], note: str) -> None:
        self.setVisible(bool(rows))
        self.set_note(note)
        if rows == self._shown:
            return
        self._shown = rows
        self.clear()
        for at, it in enumerate(rows):
            if at:
                self.add(Line())
            self.add(_kind(it))


def _kind(it: KindRow) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(CARD_PADDING, 0, CARD_PADDING, 0)
    grid.setHorizontalSpacing(12)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    count, size = Text(it.count, Role.CARD_TITLE), Text(it.size, Role.SECONDARY, "text2")
    grid.addWidget(Icon(it.icon, "text2", 20), 0, 0)
    grid.addWidget(Text(it.label, wrap=True), 0, 1)
    grid.addWidget(Badge(it.badge, it.tone, it.badge_icon), 0, 2, right)
    grid.addWidget(count, 0, 3, right)
    grid.addWidget(size, 0, 4, right)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(3, 44)
    grid.setColumnMinimumWidth(4, 54)
    line = boxed(grid, grid.contentsMargins())
    line.setMinimumHeight(_KIND_HIGH)
    line.setAccessibleName(f"{it.label}: {it.count}, {it.badge}, {it.size}")
    return line


class ParcelsCard(Card):
    """The batches; ``table`` tells which one a person opens."""

    def __init__(self, chose: Callable[[str], object]) -> None:
        super().__init__(_("Batches sent"), note=" ", flush=True)
        self._chose = chose
        self._model = ParcelRows()
        self.table = Table(_("Batches sent"), two_lines=False, framed=False)
        self.table.set_model(self._model, stretch=2, widths={0: 96, 1: 84, 3: 92})
        self.table.moved.connect(self._moved)
        self.body.setContentsMargins(0, 0, 0, _FOOT)
        self.add(self.table)

    def render_state(self, rows: tuple[ParcelRow, ...], note: str, chosen: str) -> None:
        self.setVisible(bool(rows))
        self.set_note(note)
        self.table.blockSignals(True)
        if tuple(self._model.rows()) != rows:
            self._model.replace(rows)
            self.table.setFixedHeight(HEAD + ONE_LINE * min(len(rows), _MOST_PARCELS))
        at = next((at for at, it in enumerate(rows) if it.key == chosen), -1)
        if at != self.table.selected():
            self.table.select(at)
        self.table.blockSignals(False)

    def _moved(self, at: int) -> None:
        if at >= 0:
            self._chose(self._model.row(at).key)


class ContentCard(Card):
    """One batch opened: its receipt and its records; Enter opens a record."""

    def __init__(self, open_record: Callable[[RecordRow], object]) -> None:
        super().__init__(" ")
        self._shown: ContentState | None = None
        self._badge = Badge("")
        self.head.addWidget(self._badge)
        self._facts = Facts(label_width=_LABELS)
        self._note = Text("", Role.SECONDARY, "text2", wrap=True)
        self._model = RecordRows()
        self._table = Table(_("Records of the batch"), framed=False)
        self._table.set_model(self._model, stretch=1, widths={0: 76})
        self._table.horizontalHeader().hide()
        self._table.opened.connect(lambda at: open_record(self._model.row(at)))
        self._opens = Text(_("Enter opens a record"), Role.SECONDARY, "text2")
        self.add(self._note, self._facts, Line(), self._table, self._opens)

    def render_state(self, state: ContentState | None) -> None:
        self.setVisible(state is not None)
        if state is None or state == self._shown:
            return
        self._shown = state
        self.set_title(state.title)
        self._badge.setVisible(state.checked is not None)
        if state.checked:
            self._badge.set_badge(_("Province's signature checked"), "ok", "shield-check")
        else:
            self._badge.set_badge(_("Signature does not match"), "error", "shield-alert")
        self._note.setText(state.note)
        self._note.setVisible(bool(state.note))
        self._facts.set_rows(state.facts)
        self._model.replace(state.records)
        self._table.setFixedHeight(TWO_LINES * min(len(state.records), _MOST_RECORDS))
        self._table.setVisible(bool(state.records))
        self._opens.setVisible(bool(state.records))


class ReturnedCard(Card):
    """Records the province holds back, each with its reason and what to do."""

    def __init__(self, mend: Callable[[RecordRow], object]) -> None:
        super().__init__(_("Held back by the province"), flush=True)
        self._mend = mend
        self._shown: tuple[RecordRow, ...] = ()

    def render_state(self, rows: tuple[RecordRow, ...]) -> None:
        self.setVisible(bool(rows))
        self.set_title(_("Held back by the province  {n}").format(n=len(rows)))
        if rows == self._shown:
            return
        self._shown = rows
        self.clear()
        for at, it in enumerate(rows):
            if at:
                self.add(Line())
            lead: QWidget = Plate(it.plate, 30, 46) if it.plate else IconTile(it.icon, "warn")
            self.add(ListRow(it.title, it.second, lead=lead, trail=(self._trail(it),)))

    def _trail(self, it: RecordRow) -> QWidget:
        if not it.open:
            return Badge(it.badge)
        button = Button(_("Edit"), icon="pencil", on=lambda: self._mend(it))
        button.setAccessibleName(f"{_('Edit')}: {it.title}")
        return button


class ServerCard(Card):
    """Who receives, and how to be sure of it."""

    def __init__(self) -> None:
        super().__init__(_("Province's server"))
        self._shown: tuple[tuple[str, str], ...] = ()
        self._facts = Facts(label_width=_LABELS)
        self.add(self._facts)

    def render_state(self, facts: tuple[tuple[str, str], ...]) -> None:
        if facts != self._shown:
            self._shown = facts
            self._facts.set_rows(facts)
