"""What stands beside the answers: the person chosen, the home's memory, today's list."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.entry.session_words import spaced
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, Sunken, TwoLines
from desktop.ui.parts.labels import Badge, Icon, Keycap, Plate, Text
from desktop.ui.parts.layouts import clear, row
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.tokens import R_BUTTON, Role
from desktop.ui.visit.state import LastTime, Memory, Row, VisitState
from desktop.work.story import masked
from resources.words import _

WIDE = 316
_BOX = 50


class PersonBox(QWidget):
    """The person chosen: plate, name, what tells them apart, and a way to choose another."""

    def __init__(self, label: str, another: Callable[[], object]) -> None:
        super().__init__()
        self._plate = Plate("", 30, 48)
        self._lines = TwoLines("", strong=True)
        self._fault = Text("", Role.SECONDARY, "error", wrap=True)
        self._fault.hide()
        self._box = _Box()
        inner = QHBoxLayout(self._box)
        inner.setContentsMargins(12, 2, 6, 2)
        inner.setSpacing(12)
        inner.addWidget(self._plate)
        inner.addWidget(self._lines, 1)
        inner.addWidget(Button(_("Somebody else"), "quiet", on=another))
        self._box.setFixedHeight(_BOX)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(Text(label, Role.LABEL))
        whole.addWidget(self._box)
        whole.addWidget(self._fault)

    def box_height(self) -> int:
        return _BOX

    def render_state(self, person: Row) -> None:
        self._plate.setVisible(bool(person.plate))
        if person.plate:
            self._plate.set_number(person.plate)
        self._lines.set_lines(person.title, person.second)
        self._box.setAccessibleName(f"{person.title}, {person.second}")

    def set_fault(self, words: str) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))


class _Box(QFrame):
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        paint.box(QPainter(self), QRectF(self.rect()), R_BUTTON, theme.surface, theme.border)


def _badge(last: LastTime) -> Badge:
    return Badge(last.result, last.tone, last.icon)  # type: ignore[arg-type]


class MemoryLine(Card):
    """Last time in one line, for narrow windows."""

    def __init__(self, *, on_repeat: Callable[[], object]) -> None:
        super().__init__()
        self._what = Text("")
        self._badge = Badge("")
        self.add(
            row(
                Icon("history"),
                self._what,
                self._badge,
                None,
                Button(_("As last time"), "quiet", icon="copy", on=on_repeat),
                Keycap("Alt+0"),
            )
        )
        self.setContentsMargins(0, -10, 0, -10)

    def render_state(self, state: VisitState) -> None:
        last = state.memory.last
        if last is not None:
            self._what.setText(f"{last.date[:5]}: {last.what}")
            self._badge.set_badge(last.result, last.tone, last.icon)  # type: ignore[arg-type]


class MemoryPane(QWidget):
    """Last time, this home, the phone masked; before anybody is chosen, today's sessions."""

    def __init__(self, *, on_repeat: Callable[[], object]) -> None:
        super().__init__()
        self._on_repeat = on_repeat
        self._shown: object = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(12)
        self.setFixedWidth(WIDE)

    def render_state(self, state: VisitState) -> None:
        """Drawn anew only if what it shows is another."""
        now = (state.memory, state.person is not None, state.today, state.can_repeat)
        if now == self._shown:
            return
        self._shown = now
        clear(self._whole)
        if state.person is None and state.memory == Memory():
            self._today(state.today)
        else:
            self._home(state.memory, state.can_repeat)

    def _today(self, rows: tuple[Row, ...]) -> None:
        card = Card(_("Logged today: {n}").format(n=len(rows)) if rows else _("Nothing logged today yet"))
        for it in rows[:6]:
            line = row(
                Plate(it.plate, 22, 46) if it.plate else Icon("user"),
                TwoLines(it.title, it.second),
                spacing=10,
            )
            card.add(line)
        self._whole.addWidget(card)
        words = Text(
            _("Never note identity numbers, passwords or OTP codes."), Role.SECONDARY, "text2", wrap=True
        )
        inner = QHBoxLayout()
        inner.setSpacing(10)
        inner.addWidget(Icon("shield-check"), 0, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(words, 1)
        self._whole.addWidget(Sunken(inner))

    def _home(self, memory: Memory, can_repeat: bool) -> None:
        if memory.last is not None:
            card = Card(_("Last time"), note=memory.last.date)
            card.add(Text(memory.last.what, wrap=True), row(_badge(memory.last), None))
            if can_repeat:
                again = Button(_("As last time"), icon="copy", on=self._on_repeat)
                card.add(row(_with_keycap(again), None))
            self._whole.addWidget(card)
        if memory.home_title:
            card = Card(memory.home_title, note=memory.home_note)
            for day, what, who in memory.past:
                when = Text(day, Role.SECONDARY, "text2")
                when.setFixedWidth(42 if len(day) < 6 else 76)
                when.setAlignment(Qt.AlignmentFlag.AlignTop)
                card.add(row(when, TwoLines(what, who)))
            if not memory.past:
                card.add(Text(_("No session with this home yet."), Role.SECONDARY, "text2", wrap=True))
            self._whole.addWidget(card)
        if memory.phone:
            self._whole.addWidget(_Phone(memory.phone))


def _with_keycap(button: Button) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(button, Keycap("Alt+0")))
    return holder


class _Phone(Card):
    """The phone number, masked until pressed: the neighbour sees the screen too."""

    def __init__(self, phone: str) -> None:
        super().__init__()
        self._phone, self._open = phone, False
        self._words = Text(masked(phone))
        self._words.setAccessibleName(_("Phone number, hidden"))
        self._button = Button(_("Show"), "quiet", icon="eye", on=self._turn)
        self.add(row(Icon("phone"), self._words, None, self._button))
        self.setContentsMargins(0, -10, -8, -10)

    def _turn(self) -> None:
        self._open = not self._open
        self._words.setText(spaced(self._phone) if self._open else masked(self._phone))
        self._words.setAccessibleName("" if self._open else _("Phone number, hidden"))
        self._button.setText(_("Hide") if self._open else _("Show"))
