"""What holds questions: a card of a group, the rows of a repeat, and the order in which questions stand."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.entry.asked import Answer, Remark, Words, shape_of
from desktop.ui.entry.controls import Acts
from desktop.ui.entry.matrix import Matrix
from desktop.ui.entry.state import Item
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, Sunken
from desktop.ui.parts.tokens import BETWEEN_FIELDS, Role
from resources.words import _

_FEW = 3
_ROWS_AT_ONCE = 60  # rows of a repeat drawn together; the others are asked for


class Maker(Protocol):
    """What the view does for its holders."""

    acts: Acts

    def make(self, item: Item) -> Answer: ...
    def made(self, matrix: Matrix) -> None: ...
    def forget(self, prefix: str) -> None: ...
    def may_make(self, filling: "Questions") -> bool: ...
    def rearranged(self) -> None: ...


class Questions(QWidget):
    """Questions in reading order: short ones two abreast, all others over the whole width.

    They are made in that order as the view allows; those far down come while nothing else is to be done.
    """

    def __init__(self, view: Maker) -> None:
        super().__init__()
        self._view = view
        self._held: dict[str, Any] = {}
        self._items: Sequence[Item] = ()
        self._placed: list[tuple[str, bool]] = []  # what stands in the grid, and whether across
        self._at = (0, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(BETWEEN_FIELDS)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def show_items(self, items: Sequence[Item]) -> None:
        """Draw these; an item that is the same object as before is left alone."""
        before = {it.path: it for it in self._items}
        self._items = items
        for item in items:
            held = self._held.get(item.path)
            if held is not None and before.get(item.path) is not item:
                if not _fits(held, item):
                    self._drop(item.path)
                elif item.shown or before.get(item.path) is None or before[item.path].shown:
                    held.show_item(item)
        for path in [path for path in self._held if path not in {it.path for it in items}]:
            self._drop(path)
        self.fill()
        self._place()

    def fill(self) -> bool:
        """Make what is missing, as far as the view allows; whether nothing is missing any more."""
        for item in self._items:
            if item.path in self._held:
                continue
            if not self._view.may_make(self):
                self._place()
                return False
            made = self._held[item.path] = self._made(item)
            made.setParent(self)  # a child, never a window of its own
            made.hide()
        self._place()
        return True

    def stops(self) -> list[QWidget]:
        """What Tab goes through, in reading order, hidden questions included."""
        return [it for item in self._items if item.path in self._held for it in self._held[item.path].stops()]

    def reach(self, path: str) -> None:
        """Draw the row that holds ``path``, if it is here."""
        for held in self._held.values():
            if isinstance(held, Rows | Group):
                held.reach(path)

    def _made(self, item: Item) -> Any:
        if item.kind == "section":
            made: Any = Group(item, self._view)
        elif item.kind == "rows":
            made = Rows(item, self._view)
        elif item.kind == "matrix":
            made = Matrix(item, self._view.acts)
            self._view.made(made)
        else:
            return self._view.make(item)
        made.setParent(self)
        made.show_item(item)
        return made

    def _drop(self, path: str) -> None:
        held = self._held.pop(path)
        self._grid.removeWidget(held)
        _discard(held)
        self._placed = []

    def _place(self) -> None:
        """Put what is shown into the grid; what only came to the end is added to it."""
        wanted = [
            (it.path, not isinstance(self._held[it.path], Answer) or self._held[it.path].wide)
            for it in self._items
            if it.shown and it.path in self._held
        ]
        if wanted == self._placed:
            return
        kept = len(self._placed)
        if wanted[:kept] != self._placed or not kept:
            for item in self._items:
                if (held := self._held.get(item.path)) is not None:
                    self._grid.removeWidget(held)
                    if not item.shown:
                        held.hide()
            kept, self._at = 0, (0, 0)
        # Qt lays the whole page out again for each widget that is shown on a visible one.
        apart = len(wanted) - kept > _FEW and self.isVisible() and not self.isAncestorOf(self.focusWidget())
        if apart:
            self.hide()
        row, column = self._at
        for path, wide in wanted[kept:]:
            if wide and column:
                row, column = row + 1, 0
            held = self._held[path]
            self._grid.addWidget(held, row, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            held.setVisible(True)
            row, column = (row + 1, 0) if wide or column else (row, 1)
        if apart:
            self.show()
        self._placed, self._at = wanted, (row, column)
        self._view.rearranged()


class _Titled:
    """The words at the top of a card or a group."""

    def __init__(self, item: Item, role: Role) -> None:
        self.words = Words(role)
        self.hint = Words(Role.SECONDARY, "text2")

    def say(self, item: Item) -> None:
        self.words.say(item.label, item.rich)
        self.hint.say(item.hint, item.rich_hint)


class Section(Card):
    """A group of questions on a card."""

    def __init__(self, item: Item, view: Maker) -> None:
        super().__init__()
        self._head = _Titled(item, Role.CARD_TITLE)
        self._questions = Questions(view)
        self.add(self._head.words, self._head.hint, self._questions)

    def show_item(self, item: Item) -> None:
        """Draw it."""
        self._head.say(item)
        self.setAccessibleName(item.label)
        self._questions.show_items(item.items)
        self.setVisible(item.shown)

    def reach(self, path: str) -> None:
        """Draw the row that holds ``path``, if it is here."""
        self._questions.reach(path)

    def heading(self) -> str:
        """Its title in plain words."""
        return self.accessibleName()

    def stops(self) -> list[QWidget]:
        return self._questions.stops()


class Group(QWidget):
    """A group within a group: a heading over its questions, no card in a card."""

    def __init__(self, item: Item, view: Maker) -> None:
        super().__init__()
        self._head = _Titled(item, Role.CARD_TITLE)
        self._questions = Questions(view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.setSpacing(6)
        for part in (self._head.words, self._head.hint, self._questions):
            whole.addWidget(part)

    def show_item(self, item: Item) -> None:
        """Draw it."""
        self._head.say(item)
        self.setAccessibleName(item.label)
        self._questions.show_items(item.items)

    def reach(self, path: str) -> None:
        """Draw the row that holds ``path``, if it is here."""
        self._questions.reach(path)

    def stops(self) -> list[QWidget]:
        return self._questions.stops()


class Rows(Card):
    """A repeat: each row a strip with its questions, one button for another row."""

    def __init__(self, item: Item, view: Maker) -> None:
        super().__init__()
        self.path = item.path
        self._view = view
        self._rows: dict[str, _Row] = {}
        self._item = item
        self._first, self._most, self._count = 0, _ROWS_AT_ONCE, len(item.items)
        self._head = _Titled(item, Role.CARD_TITLE)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self._fault = Remark("circle-alert", "error")
        self.more = Button(_("Add a row"), "soft", icon="plus", on=lambda: view.acts.added(self.path))
        self._earlier = Button(
            "", icon="chevron-up", on=lambda: self._show_from(self._first - _ROWS_AT_ONCE // 2)
        )
        self._rest = Button(
            "", icon="chevron-down", on=lambda: self._show_from(self._first + _ROWS_AT_ONCE // 2)
        )
        foot = QHBoxLayout()
        foot.addWidget(self._rest)
        foot.addWidget(self.more)
        foot.addWidget(self._fault, 1)
        foot.addStretch(0)
        self.add(self._head.words, self._head.hint, self._earlier, self._list, foot)

    def show_item(self, item: Item) -> None:
        """Draw it; rows far down wait until they are asked for."""
        self._item = item
        self._head.say(item)
        self.setAccessibleName(item.label)
        self.more.setAccessibleName(_("Add to “{label}”").format(label=item.label))
        before, self._count = self._count, len(item.items)
        if self._count == before + 1 or self._first >= self._count:
            self._first = max(self._first, 0, self._count - self._most)  # a row just added is always shown
        shown = item.items[self._first : self._first + self._most]
        wanted = {it.path for it in shown}
        for path in [path for path in self._rows if path not in wanted]:
            gone = self._rows.pop(path)
            self._view.forget(path + "/")
            self._list.removeWidget(gone)
            _discard(gone)
        for at, row in enumerate(shown):
            if row.path not in self._rows:
                self._rows[row.path] = _Row(row, self._view)
                self._list.insertWidget(at, self._rows[row.path])
            self._rows[row.path].show_row(self._first + at + 1, row, locked=item.locked)
        self._earlier.setText(_("Show {n} earlier rows").format(n=self._first))
        self._earlier.setVisible(self._first > 0)
        left = self._count - self._first - len(shown)
        self._rest.setText(_("Show {n} more rows").format(n=left))
        self._rest.setVisible(left > 0)
        self.more.setVisible(not item.locked)
        self._fault.say(item.fault)
        if not isinstance(self.parentWidget(), Questions):
            self.setVisible(item.shown)

    def reach(self, path: str) -> None:
        """Draw the row that holds ``path``."""
        at = next((n for n, it in enumerate(self._item.items) if path.startswith(it.path + "/")), self._first)
        if not self._first <= at < self._first + self._most:
            self._show_from(at - _ROWS_AT_ONCE // 2)
        for row in self._rows.values():
            if path.startswith(row.path + "/"):
                row.questions.reach(path)

    def stops(self) -> list[QWidget]:
        rows = [self._rows[it.path] for it in self._item.items if it.path in self._rows]
        return [self._earlier, *(it for row in rows for it in row.stops()), self._rest, self.more]

    def _show_from(self, first: int) -> None:
        """Draw as many rows as are drawn at once, from this one on."""
        self._first = max(0, min(first, len(self._item.items) - self._most))
        self.show_item(self._item)


class _Row(Sunken):
    def __init__(self, item: Item, view: Maker) -> None:
        self._words = Words(Role.CARD_TITLE)
        self.path = item.path
        self._now: tuple[int, Item, bool] | None = None
        self.drop = Button(
            icon="trash-2",
            kind="ghost",
            name=_("Take this row away"),
            on=lambda: view.acts.removed(item.path),
        )
        self.questions = Questions(view)
        head = QHBoxLayout()
        head.addWidget(self._words, 1)
        head.addWidget(self.drop)
        whole = QVBoxLayout()
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self.questions)
        super().__init__(whole, padding=(14, 8))

    def show_row(self, number: int, item: Item, *, locked: bool) -> None:
        """Draw it as row ``number``."""
        before, self._now = self._now, (number, item, locked)
        if before is not None and before[1] is item and (before[0], before[2]) == (number, locked):
            return
        self._words.say(f"{number}. {item.label}" if item.label else f"{number}.")
        self.drop.setVisible(not locked)
        self.drop.setAccessibleName(_("Take row {number} away").format(number=number))
        if before is None or before[1] is not item:
            self.questions.show_items(item.items)

    def stops(self) -> list[QWidget]:
        return [self.drop, *self.questions.stops()]


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


def _fits(held: Any, item: Item) -> bool:
    """Whether this control can still show the item; another kind of control is made anew."""
    if isinstance(held, Answer):
        return held.shape == shape_of(item)
    if isinstance(held, Matrix):
        return item.kind == "matrix" and held.fits(item)
    return item.kind in ("section", "rows")
