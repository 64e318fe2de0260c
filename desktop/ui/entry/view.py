"""The generic entry, drawn: sections as cards, questions two abreast where they are short, rows as cards in cards."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.entry import choosers, controls
from desktop.ui.entry.controls import Acts
from desktop.ui.entry.state import SHORT, EntryState, Item
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, Sunken
from desktop.ui.parts.fields import Field
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import clear
from desktop.ui.parts.look import font
from desktop.ui.parts.notices import Notice, announce
from desktop.ui.parts.tokens import BETWEEN_FIELDS, Role
from resources.words import _

_MOST_LINKS = 6
_HALF = 340  # px of one of two fields abreast
Today = Callable[[], date]


class EntryView(QWidget):
    """Draws ``EntryState``; ``acts`` hears what a person does, ``today`` reads short dates."""

    def __init__(self, acts: Acts, today: Today) -> None:
        super().__init__()
        self._acts, self._today = acts, today
        self._answers: dict[str, Answer] = {}
        self._holders: dict[str, QWidget] = {}
        self._summary = _Summary(self.take)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._summary)
        whole.addLayout(self._sections)
        whole.addStretch(1)
        self._matched = self._wanted = ""
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)

    def restart(self) -> None:
        """Forget every control: another entry comes."""
        clear(self._sections)
        self._answers, self._holders, self._matched, self._wanted = {}, {}, "", ""
        self._summary.show_faults(())

    def render_state(self, state: EntryState) -> None:
        """Draw ``state``; controls that are still wanted stay, with their cursor."""
        for item in state.items:
            holder = self._holders.get(item.path)
            if holder is None:
                holder = Rows(item, self) if item.kind == "rows" else Section(item, self)
                self._holders[item.path] = holder
                self._sections.addWidget(holder)
            assert isinstance(holder, Rows | Section)
            holder.show_item(item)
        self._summary.show_faults(state.faults)
        if self._matched and self._matched != state.searched:
            self._offer(self._matched, ())
        self._matched = state.searched
        if state.searched:
            self._offer(state.searched, state.matches)

    def take(self, path: str) -> None:
        """Put the cursor into the question at ``path``; ``""``: the first one."""
        answer = self._answers.get(path)
        if answer is None and path in self._holders:
            holder = self._holders[path]
            holder.setFocus(Qt.FocusReason.OtherFocusReason)
        elif answer is None and not path:
            answer = next((it for it in self._answers.values() if it.isVisibleTo(self)), None)
        if answer is not None and answer.isVisible():
            answer.control.setFocus(Qt.FocusReason.OtherFocusReason)
        elif answer is not None:
            self._wanted = path  # just made: it can take the cursor once it is shown
            self._settling.start()

    def cursor_path(self) -> str:
        """The path of the question that has the cursor, or ``""``."""
        focused = self.focusWidget()
        for path, answer in self._answers.items():
            if answer.isAncestorOf(focused):
                return path
        return ""

    def answer(self, path: str) -> "Answer":
        """The field of one question; KeyError."""
        return self._answers[path]

    def make(self, item: Item) -> "Answer":
        """A field for ``item``, known by its path from now on."""
        made = Answer(item, _control(item, self._acts, self._today))
        self._answers[item.path] = made
        return made

    def forget(self, prefix: str) -> None:
        """A row went away, and the fields in it."""
        for path in [path for path in self._answers if path.startswith(prefix)]:
            del self._answers[path]

    def rearranged(self) -> None:
        """Questions came or went: Tab must follow the eye again, once they have their places."""
        self._settling.start()

    def _settle(self) -> None:
        self._order_tabs()
        wanted, self._wanted = self._wanted, ""
        if (answer := self._answers.get(wanted)) is not None and answer.isVisible():
            answer.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_tabs(self) -> None:
        stops = [
            it
            for it in self.findChildren(QWidget)
            if it.isVisibleTo(self)
            and it.focusPolicy()
            in (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)
        ]
        stops.sort(
            key=lambda it: (
                it.mapTo(self, it.rect().topLeft()).y() // 12,
                it.mapTo(self, it.rect().topLeft()).x(),
            )
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    @property
    def acts(self) -> Acts:
        return self._acts

    def _offer(self, path: str, matches: Sequence[Any]) -> None:
        answer = self._answers.get(path)
        if answer is not None and isinstance(answer.control, choosers.RecordField):
            answer.control.show_matches(matches)


class Answer(QWidget):
    """One question: its field, and beneath it what gives pause without standing in the way."""

    def __init__(self, item: Item, control: Any) -> None:
        super().__init__()
        self.control = control
        self.key = (item.kind, item.label, item.optional)
        # Beside a neighbour a long hint would break onto a second line and push the two boxes apart.
        head = paint.width_of(f"{item.label} {_('(optional)')} {item.hint}", font(Role.BODY))
        self.wide = item.kind not in SHORT or (bool(item.hint) and head > _HALF)
        bare = item.kind in ("told", "tick")
        self.field = Field("" if bare else item.label, control, hint=item.hint, optional=item.optional)
        if bare:
            self.field.label.hide()
            control.setAccessibleName(item.label)
        self._warning = Text("", Role.SECONDARY, "warn", wrap=True)
        self._icon = Icon("triangle-alert", "warn", 16)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._warning, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.field)
        whole.addLayout(line)

    def show_item(self, item: Item) -> None:
        self.control.show_item(item)
        self.field.set_fault(item.fault)
        if item.warning and item.warning != self._warning.text():
            announce(self, item.warning)
        self._warning.setText(item.warning)
        self._warning.setVisible(bool(item.warning))
        self._icon.setVisible(bool(item.warning))


class Questions(QWidget):
    """Questions in reading order: short ones two abreast, all others over the whole width."""

    def __init__(self, view: EntryView) -> None:
        super().__init__()
        self._view = view
        self._answers: dict[str, Answer] = {}
        self._inner: dict[str, QWidget] = {}
        self._order: object = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(BETWEEN_FIELDS)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def show_items(self, items: Sequence[Item]) -> None:
        order = tuple((it.path, it.kind, it.optional) for it in items if it.shown)
        for item in items:
            self._held(item)
        if order != self._order:
            self._order = order
            self._arrange(items)
        for item in items:
            if item.shown:
                held = self._held(item)
                held.show_item(item)

    def _held(self, item: Item) -> Any:
        if item.kind in ("rows", "section"):
            if item.path not in self._inner:
                self._inner[item.path] = (
                    Rows(item, self._view) if item.kind == "rows" else Section(item, self._view)
                )
            return self._inner[item.path]
        answer = self._answers.get(item.path)
        if answer is None or answer.key != (item.kind, item.label, item.optional):
            if answer is not None:
                self._grid.removeWidget(answer)
                answer.hide()
                answer.deleteLater()
            answer = self._view.make(item)
            answer.show_item(item)
            self._answers[item.path] = answer
            self._order = None
        return answer

    def _arrange(self, items: Sequence[Item]) -> None:
        row = column = 0
        self._view.rearranged()
        for item in items:
            held = self._held(item)
            self._grid.removeWidget(held)
            held.setParent(self)
            held.setVisible(item.shown)
            if not item.shown:
                continue
            wide = not isinstance(held, Answer) or held.wide
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(held, row, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            row, column = (row + 1, 0) if wide or column else (row, 1)


class Section(Card):
    """A group of questions on a card."""

    def __init__(self, item: Item, view: EntryView) -> None:
        super().__init__(item.label)
        self._hint = Text(item.hint, Role.SECONDARY, "text2", wrap=True)
        self._questions = Questions(view)
        self.add(self._hint, self._questions)
        self._hint.setVisible(bool(item.hint))

    def show_item(self, item: Item) -> None:
        self._questions.show_items(item.items)
        self.setVisible(item.shown)


class Rows(Card):
    """A repeat: each row a strip with its questions, one button for another row."""

    def __init__(self, item: Item, view: EntryView) -> None:
        super().__init__(item.label)
        self._view, self._path = view, item.path
        self._rows: dict[str, _Row] = {}
        self._hint = Text(item.hint, Role.SECONDARY, "text2", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self._fault = Text("", Role.SECONDARY, "error", wrap=True)
        self._more = Button(_("Add a row"), "soft", icon="plus", on=lambda: view.acts.added(self._path))
        self._more.setAccessibleName(_("Add to “{label}”").format(label=item.label))
        foot = QHBoxLayout()
        foot.addWidget(self._more)
        foot.addWidget(self._fault)
        foot.addStretch(1)
        self.add(self._hint, self._list, foot)
        self._hint.setVisible(bool(item.hint))
        self.setFocusProxy(self._more)

    def show_item(self, item: Item) -> None:
        self.setVisible(item.shown)
        wanted = [it.path for it in item.items]
        for path in [path for path in self._rows if path not in wanted]:
            gone = self._rows.pop(path)
            self._view.forget(path + "/")
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, row in enumerate(item.items):
            if row.path not in self._rows:
                self._rows[row.path] = _Row(row, self._view)
                self._list.insertWidget(at, self._rows[row.path])
            self._rows[row.path].show_row(at + 1, row, locked=item.locked)
        self._more.setVisible(not item.locked)
        self._fault.setText(item.fault)
        self._fault.setVisible(bool(item.fault))


class _Row(Sunken):
    def __init__(self, item: Item, view: EntryView) -> None:
        self._title = Text("", Role.CARD_TITLE)
        self._drop = Button(
            icon="trash-2",
            kind="ghost",
            name=_("Take this row away"),
            on=lambda: view.acts.removed(item.path),
        )
        self._questions = Questions(view)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._drop)
        whole = QVBoxLayout()
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self._questions)
        super().__init__(whole, padding=(14, 8))

    def show_row(self, number: int, item: Item, *, locked: bool) -> None:
        self._title.setText(f"{number}. {item.label}" if item.label else f"{number}.")
        self._drop.setVisible(not locked)
        self._drop.setAccessibleName(_("Take row {number} away").format(number=number))
        self._questions.show_items(item.items)


class _Summary(QWidget):
    """What stands in the way of saving, each line a way to the question."""

    def __init__(self, take: Callable[[str], None]) -> None:
        super().__init__()
        self._take = take
        self._faults: object = ()
        self._notice = Notice(tone="error")
        self._links = QVBoxLayout()
        self._links.setContentsMargins(30, 2, 0, 0)
        self._links.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(self._notice)
        whole.addLayout(self._links)
        self.hide()

    def show_faults(self, faults: Sequence[tuple[str, str]]) -> None:
        if faults == self._faults:
            return
        first = not self._faults
        self._faults = faults
        clear(self._links)
        self.setVisible(bool(faults))
        if not faults:
            return
        self._notice.set_notice(_("{count} answers need attention.").format(count=len(faults)), tone="error")
        for path, words in faults[:_MOST_LINKS]:
            link = Button(words, "quiet", icon="corner-down-left", on=lambda at=path: self._take(at))  # type: ignore[misc]
            self._links.addWidget(link)
        if first:
            self._notice.show_and_say()


def _control(item: Item, acts: Acts, today: Today) -> Any:
    match item.kind:
        case "area":
            return controls.Paragraph(item, acts)
        case "date":
            return controls.Day(item, acts, today())
        case "radios" | "chips":
            return controls.Tiles(item, acts)
        case "scale":
            return controls.Scale(item, acts)
        case "ticks":
            return controls.Ticks(item, acts)
        case "combo":
            return choosers.Chooser(item, acts)
        case "record":
            return choosers.RecordField(item, acts)
        case "file":
            return choosers.FileField(item, acts)
        case "consent":
            return choosers.ConsentField(item, acts)
        case "tick":
            return choosers.Acknowledge(item, acts)
        case "told":
            return choosers.Told(item)
        case _:
            return controls.Line(item, acts)
