"""The generic entry, drawn: sections as cards, questions two abreast where they are short, rows as strips in cards."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from time import perf_counter
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.entry import choosers, controls, scales, tiles
from desktop.ui.entry.asked import Answer
from desktop.ui.entry.controls import Acts
from desktop.ui.entry.holders import Questions, Rows, Section
from desktop.ui.entry.matrix import Matrix, MatrixRow
from desktop.ui.entry.state import EntryState, Item, Option
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.fields import Combo
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import clear
from desktop.ui.parts.look import sized
from desktop.ui.parts.notices import Notice
from resources.words import _

_MOST_LINKS = 6
_LINK = 700  # px of one; the rest of a long message stands under its field
_AROUND = 40  # px kept in view above and below the question that takes the cursor
_AT_ONCE = 24  # questions made before the first picture; a screen holds about twelve
_SLICE = 0.02  # seconds of making further ones before the keyboard is heard again
Today = Callable[[], date]


class EntryView(QWidget):
    """Draws ``EntryState``; ``acts`` hears what a person does, ``today`` reads short dates.

    Questions beyond the first screen are made while nothing else is to be done; ``finish`` makes them at once.
    """

    def __init__(self, acts: Acts, today: Today) -> None:
        super().__init__()
        self.acts, self._today = acts, today
        self._answers: dict[str, Answer | MatrixRow] = {}
        self._holders: dict[str, Section | Rows] = {}
        self._drawn: dict[str, Item] = {}
        self._waiting: list[Questions] = []
        self._budget, self._until = _AT_ONCE, 0.0
        self._after: dict[QWidget, QWidget] = {}
        self._languages = _Languages(self._spoke)
        self._summary = _Summary(self.take)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._languages)
        whole.addWidget(self._summary)
        whole.addLayout(self._sections)
        whole.addStretch(1)
        self._matched = ""
        self._asked = ""
        self._wanted: Answer | MatrixRow | None = None
        self._settling = _timer(self, self._settle)
        self._making = _timer(self, self._make_more)

    def restart(self) -> None:
        """Forget every control: another entry comes."""
        clear(self._sections)
        self._answers, self._holders, self._drawn, self._waiting = {}, {}, {}, []
        self._matched, self._asked, self._wanted = "", "", None
        self._budget, self._after = _AT_ONCE, {}
        self._making.stop()
        self._summary.show_faults(())

    def render_state(self, state: EntryState) -> None:
        """Draw ``state``; controls that are still wanted stay, with their cursor."""
        self._languages.show_languages(state.languages, state.language)
        for item in state.items:
            holder = self._holders.get(item.path)
            if holder is None:
                holder = Rows(item, self) if item.kind == "rows" else Section(item, self)
                self._holders[item.path] = holder
                self._sections.addWidget(holder)
            if self._drawn.get(item.path) is not item:
                self._drawn[item.path] = item
                holder.show_item(item)
        self._summary.show_faults(state.faults)
        if self._matched and self._matched != state.searched:
            self._offer(self._matched, ())
        self._matched = state.searched
        if state.searched:
            self._offer(state.searched, state.matches)

    def take(self, path: str) -> None:
        """Put the cursor into the question at ``path``; ``""``: the first one."""
        self._asked = ""
        self._reach(path)
        answer = self._answers.get(path)
        if answer is None and (rows := self._rows_at(path)) is not None:
            rows.more.setFocus(Qt.FocusReason.OtherFocusReason)
        elif answer is None and path and self._waiting:
            self._asked = path  # it takes the cursor as soon as it is made
        elif answer is None and not path:
            first = (it for it in self._answers.values() if it.isVisibleTo(self) and not _told(it))
            answer = next(first, None)
        if answer is not None:
            if answer.isVisible():
                answer.control.setFocus(Qt.FocusReason.OtherFocusReason)
            self._wanted = answer  # one just made takes the cursor once it is shown and has its place
            self._settling.start()

    def cursor_path(self) -> str:
        """The path of the question that has the cursor, or ``""``."""
        focused = self.focusWidget()
        for path, answer in self._answers.items():
            if answer.isAncestorOf(focused):
                return path
        return ""

    def answer(self, path: str) -> Any:
        """The field of one question (``Answer`` or ``MatrixRow``); KeyError."""
        self._reach(path)
        if path not in self._answers:
            self.finish()
        return self._answers[path]

    def paths(self) -> list[str]:
        """The questions that have a field."""
        self.finish()
        return list(self._answers)

    def finish(self) -> None:
        """Make every question now."""
        self._until = float("inf")
        self._fill()
        self._until = 0.0

    # for the holders

    def make(self, item: Item) -> Answer:
        """A field for ``item``, known by its path from now on."""
        made = Answer(item, _control(item, self.acts, self._today))
        self._answers[item.path] = made
        return made

    def made(self, matrix: Matrix) -> None:
        """The rows of a table are fields as well."""
        self._answers |= matrix.rows

    def forget(self, prefix: str) -> None:
        """A row went away, and the fields in it."""
        for path in [path for path in self._answers if path.startswith(prefix)]:
            del self._answers[path]

    def may_make(self, filling: Questions) -> bool:
        """Whether one more field is to be made now; if not, ``filling`` is called again later."""
        if self._budget > 0 or perf_counter() < self._until:
            self._budget -= 1
            return True
        if filling not in self._waiting:
            self._waiting.append(filling)
            self._making.start()
        return False

    def rearranged(self) -> None:
        """Questions came or went: Tab must follow the eye again, once they have their places."""
        self._settling.start()

    # inside

    def _spoke(self, language: str) -> None:
        """Another language: who came from an answer goes back to it."""
        self.acts.spoke(language)
        if (came := self._languages.came_from) is not None and isValid(came) and came.isVisible():
            came.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows_at(self, path: str) -> Rows | None:
        return next((it for it in self.findChildren(Rows) if it.path == path), None) if path else None

    def _reach(self, path: str) -> None:
        """Rows that wait to be asked for are asked for."""
        if "/" in path:
            for holder in self._holders.values():
                holder.reach(path)

    def _make_more(self) -> None:
        self._until = perf_counter() + _SLICE
        self._fill()
        self._until = 0.0
        if self._asked in self._answers:
            self.take(self._asked)
        if self._waiting:
            self._making.start()

    def _fill(self) -> None:
        while self._waiting and perf_counter() < self._until:
            filling, self._waiting = self._waiting, []
            for at, questions in enumerate(filling):
                if self.isAncestorOf(questions) and not questions.fill():
                    self._waiting += [it for it in filling[at + 1 :] if it not in self._waiting]
                    break

    def _settle(self) -> None:
        self._order_tabs()
        wanted, self._wanted = self._wanted, None
        if wanted is None or not isValid(wanted) or not wanted.isVisible():
            return
        if not wanted.isAncestorOf(self.focusWidget()):
            wanted.control.setFocus(Qt.FocusReason.OtherFocusReason)
        body = self.parentWidget()
        while body is not None and not isinstance(body, QScrollArea):
            body = body.parentWidget()
        if body is not None:
            body.ensureWidgetVisible(wanted, 0, _AROUND)

    def _order_tabs(self) -> None:
        """Only what stands after another than before is told to Qt.

        Nothing here hands its focus on by a focus proxy: only what takes the focus itself can be moved in Qt's order,
        and a holder left behind in it would catch Tab (see `desktop.ui.parts.focus.Led`).
        """
        stops = [stop for holder in self._holders.values() for stop in holder.stops()]
        after = dict(pairwise(stops))
        for before, stop in after.items():
            if self._after.get(before) is not stop:
                QWidget.setTabOrder(before, stop)
        self._after = after

    def _offer(self, path: str, matches: Sequence[Any]) -> None:
        answer = self._answers.get(path)
        if answer is not None and isinstance(answer.control, choosers.RecordField):
            answer.control.show_matches(matches)


class _Languages(QWidget):
    """In which of its languages the form is shown; nothing at all if it has but one."""

    def __init__(self, spoke: Callable[[str], None]) -> None:
        super().__init__()
        self.came_from: QWidget | None = None
        self._combo = Combo()
        self._combo.setFixedWidth(220)
        self._combo.picked.connect(spoke)
        words = Text(_("Language of the form"))
        words.setBuddy(self._combo)
        self._combo.setAccessibleName(words.text())
        line = QHBoxLayout(self)
        line.setContentsMargins(2, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Icon("languages"))
        line.addWidget(words)
        line.addWidget(self._combo)
        line.addStretch(1)
        self._offered: tuple[Option, ...] = ()
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        view = self.parentWidget()
        if now is self._combo:
            inside = before is not None and view is not None and view.isAncestorOf(before)
            self.came_from = before if inside else None

    def show_languages(self, languages: tuple[Option, ...], now: str) -> None:
        """Offer these."""
        if languages != self._offered:
            self._offered = languages
            self._combo.set_choices([(it.value, it.label) for it in languages])
            self.setVisible(bool(languages))
        if self._combo.value() != now:
            self._combo.set_value(now)


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
            short = paint.elided(words, sized(15, 500), _LINK).replace("&", "&&")
            link = Button(short, "quiet", icon="corner-down-left")
            link.clicked.connect(lambda _checked=False, at=path: self._take(at))
            link.setAccessibleName(words)
            self._links.addWidget(link)
        if first:
            self._notice.show_and_say()


def _timer(parent: QWidget, act: Callable[[], None]) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(0)
    made.timeout.connect(act)
    return made


def _told(answer: Answer | MatrixRow) -> bool:
    return isinstance(answer.control, controls.Told)


def _control(item: Item, acts: Acts, today: Today) -> Any:
    match item.kind:
        case "area":
            return controls.Paragraph(item, acts)
        case "date":
            return controls.Day(item, acts, today())
        case "moment":
            return controls.Moment(item, acts, today())
        case "radios" | "chips":
            return tiles.Tiles(item, acts)
        case "likert":
            return tiles.Likert(item, acts)
        case "stars":
            return tiles.Stars(item, acts)
        case "slider":
            return scales.Range(item, acts)
        case "rank":
            return scales.Rank(item, acts)
        case "combo":
            return choosers.Chooser(item, acts)
        case "search":
            return choosers.SearchField(item, acts)
        case "ticks":
            return choosers.Ticks(item, acts)
        case "record":
            return choosers.RecordField(item, acts)
        case "file":
            return choosers.FileField(item, acts)
        case "consent":
            return choosers.ConsentField(item, acts)
        case "tick":
            return choosers.Acknowledge(item, acts)
        case "told":
            return controls.Told(item)
        case _:
            return _line(item, acts)


def _line(item: Item, acts: Acts) -> Any:
    if "masked" in item.look:
        return controls.Masked(item, acts)
    if "url" in item.look:
        return controls.Address(item, acts)
    if "counter" in item.look:
        return controls.Counter(item, acts)
    return controls.Line(item, acts)
