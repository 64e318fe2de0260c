"""The pieces of the first screen: draft, tasks, houses, month, warning."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, ListRow
from desktop.ui.parts.houses import House, HouseLegend, HouseMap, Lane
from desktop.ui.parts.labels import Badge, Icon, IconTile, Plate, Text
from desktop.ui.parts.layouts import Line, boxed, row
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.meters import ProgressBar
from desktop.ui.parts.tokens import CARD_PADDING, R_BUTTON, Role
from desktop.ui.today.state import Go, HouseCard, MonthCard, ScamCard, Strip, Task
from resources.words import _

_ACTION = 110  # px; the buttons of the tasks stand in one column
Opens = Callable[[Go], object]


class DraftStrip(QFrame):
    """One line on amber: what was begun, throw it away, go on; after that, bring it back."""

    def __init__(
        self, *, on_go: Opens, on_drop: Callable[[], object], on_restore: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setMinimumHeight(48)
        self._go = Go("visit")
        self._head = Text("", Role.CARD_TITLE, "warn")
        self._rest = Text("", Role.BODY, "warn", wrap=True)
        self.drop = Button(_("Throw away"), "ghost", on=on_drop)
        self.carry_on = Button(_("Go on"), on=lambda: on_go(self._go))
        self.restore = Button(_("Undo"), icon="undo-2", on=on_restore)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 6, 8, 6)
        whole.setSpacing(6)
        whole.addWidget(Icon("history", "warn"))
        whole.addSpacing(4)
        whole.addWidget(self._head)
        whole.addWidget(self._rest, 1)
        for button in (self.drop, self.carry_on, self.restore):
            whole.addWidget(button)

    def render_state(self, strip: Strip | None) -> None:
        self.setVisible(strip is not None)
        if strip is None:
            return
        self._go = strip.go
        self._head.setText(strip.head)
        self._rest.setText(f"– {strip.rest}")
        self.setAccessibleName(f"{strip.head}: {strip.rest}")
        self.drop.setVisible(not strip.dropped)
        self.carry_on.setVisible(not strip.dropped)
        self.restore.setVisible(strip.dropped)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), QRectF(self.rect()), R_BUTTON, theme_of(self).warn_tint)


class Tasks(Card):
    """The work that is due, each line with the button that begins it."""

    def __init__(self, *, on_go: Opens, on_week: Callable[[], object], on_more: Callable[[], object]) -> None:
        week = Button(_("The week's plan"), "quiet", icon="calendar-days", on=on_week)
        super().__init__(_("To do"), link=week, role=Role.SECTION, flush=True)
        self.head.insertWidget(1, self.note)  # the count stands beside the title
        self._on_go, self._on_more = on_go, on_more

    def render_state(self, tasks: tuple[Task, ...], count: str, more: str, idle: tuple[str, str]) -> None:
        self.set_note(count)
        self.clear()
        for at, task in enumerate(tasks):
            if at:
                self.add(Line())
            self.add(self._line(task))
        if not tasks:
            done = ListRow(*idle, lead=IconTile("circle-check", "ok"), padding=(CARD_PADDING, 14))
            self.add(done)
        if more:
            button = Button(more, "quiet", icon="chevron-down", on=self._on_more)
            self.add(Line(), boxed(row(button, None), None))
        self.body.addStretch(1)

    def _line(self, task: Task) -> ListRow:
        lead = Plate(task.plate, 30, 46) if task.plate else IconTile(task.icon, task.tone)
        button = Button(task.button, "soft", on=lambda: self._on_go(task.go))
        button.setMinimumWidth(_ACTION)
        button.setAccessibleName(f"{task.button}: {task.title}")
        badge = Badge(task.badge, task.tone, task.badge_icon)
        return ListRow(task.title, task.second, lead=lead, trail=(badge, button), padding=(CARD_PADDING, 10))


class Houses(HouseMap):
    """The map: a click opens the household, Enter begins a visit. Signal ``entered(key)``."""

    entered = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        house = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and house is not None:
            self.entered.emit(house.key)
        else:
            super().keyPressEvent(event)


class HousePane(Card):
    """Every alley, every door."""

    def __init__(
        self, *, on_go: Opens, on_house: Callable[[str], object], on_visit: Callable[[str], object]
    ) -> None:
        register = Button(_("Open the register"), "quiet", on=lambda: on_go(Go("records", form="household")))
        super().__init__(_("House by house"), link=register, role=Role.SECTION)
        self._go = Go("settings")
        self._figure, self._words = Text("", Role.FIGURE), Text("", ink="text2", wrap=True)
        self._count = boxed(row(self._figure, self._words))
        self._words.setMinimumWidth(120)
        self._count.layout().setStretch(1, 1)  # type: ignore[union-attr]
        self.map = Houses(_("Houses of the hamlet"))
        self.map.opened.connect(on_house)
        self.map.entered.connect(on_visit)
        self._more = Text("", Role.SECONDARY, "text2", wrap=True)
        self._legend = HouseLegend()
        self._advice = Text("", ink="text2", wrap=True)
        self.button = Button("", icon="file-up", on=lambda: on_go(self._go))
        self._button_row = boxed(row(self.button, None))
        self.add(self._count, self.map, self._more, self._legend, self._advice, self._button_row)

    def render_state(self, card: HouseCard) -> None:
        empty = bool(card.advice)
        self._go = card.go
        self._figure.setText(card.figure)
        self._words.setText(card.words)
        self.map.set_lanes(
            [Lane(it.name, tuple(House(h.rec, h.plate, h.visit) for h in it.houses)) for it in card.alleys]
        )
        self._more.setText(card.more)
        self._advice.setText(card.advice)
        self.button.setText(card.button)
        self.button.updateGeometry()
        for widget in (self._count, self.map, self._legend):
            widget.setVisible(not empty)
        self._more.setVisible(bool(card.more))
        self._advice.setVisible(empty)
        self._button_row.setVisible(empty)


class MonthPane(Card):
    """The month against the team's own target."""

    def __init__(self) -> None:
        super().__init__(" ", role=Role.SECTION)
        self._figure, self._words = Text("", Role.FIGURE), Text("", ink="text2")
        self._badge = Badge("", "ok")
        self._bar = ProgressBar(_("Sessions of this month"))
        self._left, self._right = Text("", Role.SECONDARY, "text2"), Text("", Role.SECONDARY, "text2")
        self.add(
            row(self._figure, self._words, None, self._badge), self._bar, row(self._left, None, self._right)
        )

    def render_state(self, card: MonthCard) -> None:
        self.set_title(card.title)
        self.set_note(card.note)
        self._figure.setText(card.figure)
        self._words.setText(card.words)
        self._badge.setVisible(bool(card.badge))
        self._badge.set_badge(card.badge, card.tone)
        self._bar.setVisible(card.of > 0)
        self._bar.set_part(card.done, card.of)
        self._bar.setAccessibleDescription(f"{card.figure} {card.words}. {card.badge}")
        self._left.setText(card.left)
        self._right.setText(card.right)


class ScamPane(Card):
    """What to warn people of this week."""

    def __init__(self, *, on_go: Opens) -> None:
        super().__init__()
        self._go = Go("leaflets")
        self._text = Text("", wrap=True)
        self._source = Text("", Role.SECONDARY, "text2")
        self.setAccessibleName(_("Warn people this week"))
        button = Button(_("Print a leaflet"), icon="printer", on=lambda: on_go(self._go))
        head = row(
            Icon("megaphone", "accent"), Text(self.accessibleName(), Role.CARD_TITLE), None, self._source
        )
        self.add(head, self._text, row(button, None))

    def render_state(self, card: ScamCard | None) -> None:
        self.setVisible(card is not None)
        if card is not None:
            self._go = card.go
            self._text.setText(card.text)
            self._source.setText(card.source)
