"""The first screen, drawn. Decides nothing."""

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts.buttons import ActionTile
from desktop.ui.parts.layouts import ScrollBody
from desktop.ui.parts.meters import WeekDay, WeekStrip
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.ui.today.panes import DraftStrip, HousePane, MonthPane, ScamPane, Tasks
from desktop.ui.today.presenter import TodayPresenter
from desktop.ui.today.state import Go, TodayState
from desktop.work.changed import Changed
from resources.words import _

SIDE = 372  # px of the right column
NARROW = 1040  # px of the screen itself: the right column goes below
LEAST = 900  # px; below NARROW the columns stand one above the other
_GAP = 14


class TodayScreen(Screen):
    """Work first: actions, draft, what is due, the week; at the right the houses, the month, a warning."""

    rail = "today"
    hides_visit = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = TodayState()
        self._gos: list[Go] = [Go("visit"), Go("training"), Go("feedback")]
        self._presenter = TodayPresenter(frame.lanes, frame.clock, show=self.render_state, go=self._go)
        self.setMinimumWidth(LEAST)
        self._build()

    # the frame's side

    def title(self) -> str:
        return self._state.title

    def subtitle(self) -> str:
        return self._state.subtitle

    def open(self, place: Place) -> None:
        self._presenter.open()
        self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def heard(self, changed: Changed) -> None:
        self._presenter.heard(changed)

    # building

    def _build(self) -> None:
        self.tiles = (
            ActionTile(
                _("Log a guidance session"),
                "",
                "notebook-pen",
                primary=True,
                keys="F2",
                on=lambda: self._act(0),
            ),
            ActionTile(_("Take attendance"), "", "scan-line", on=lambda: self._act(1)),
            ActionTile(_("Note feedback"), "", "message-square-warning", on=lambda: self._act(2)),
        )
        actions = QHBoxLayout()
        actions.setSpacing(12)
        for tile, part in zip(self.tiles, (5, 4, 4), strict=True):
            actions.addWidget(tile, part)
        self.strip = DraftStrip(
            on_go=self._go, on_drop=self._presenter.drop_draft, on_restore=self._presenter.restore_draft
        )
        self.tasks = Tasks(on_go=self._go, on_week=self._to_the_week, on_more=self._presenter.show_all_tasks)
        self.week = WeekStrip(_("This week"))
        self.week.opened.connect(self._presenter.day)
        left = QVBoxLayout()
        left.setSpacing(_GAP)
        left.addLayout(actions)
        for widget in (self.strip, self.tasks, self.week):
            left.addWidget(widget)
        left.addStretch(1)
        self.houses = HousePane(
            on_go=self._go, on_house=self._presenter.house, on_visit=self._presenter.visit
        )
        self.month, self.scam = MonthPane(), ScamPane(on_go=self._go)
        self._side = QWidget()
        self._side_box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._side)
        self._side_box.setContentsMargins(0, 0, 0, 0)
        self._side_box.setSpacing(_GAP)
        self._side_box.addWidget(self.houses, 0, Qt.AlignmentFlag.AlignTop)
        rest = QVBoxLayout()
        rest.setSpacing(_GAP)
        rest.addWidget(self.month)
        rest.addWidget(self.scam)
        rest.addStretch(1)
        self._side_box.addLayout(rest, 1)
        body = QWidget()
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._whole.setContentsMargins(QMargins(24, 16, 20, 12))
        self._whole.setSpacing(18)
        self._whole.addLayout(left, 1)
        self._whole.addWidget(self._side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = ScrollBody(body)
        outer.addWidget(self._scroll)

    # drawing

    def render_state(self, state: TodayState) -> None:
        before, self._state = self._state, state
        if state.actions:
            for at, action in enumerate(state.actions):
                self._gos[at] = action.go
                self.tiles[at].setText(action.title)
                self.tiles[at].set_second(action.second)
        self.strip.render_state(state.strip)
        self.tasks.render_state(state.tasks, state.count, state.more, state.idle)
        self.week.set_days(
            [
                WeekDay(it.key, it.label, it.done, it.planned, _("sessions"), it.note, it.today)
                for it in state.week
            ]
        )
        self.houses.render_state(state.houses)
        self.month.render_state(state.month)
        self.scam.render_state(state.scam)
        if (before.title, before.subtitle) != (state.title, state.subtitle):
            self._frame.retitle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._whole.setDirection(down if narrow else across)
        self._side_box.setDirection(across if narrow else down)
        if narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16777215)
        else:
            self._side.setFixedWidth(SIDE)

    # what happened

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Z brings back a draft just thrown away before it undoes the last save."""
        undo = event.matches(QKeySequence.StandardKey.Undo)
        if not (undo and self._presenter.restore_draft()):
            super().keyPressEvent(event)

    def _act(self, at: int) -> None:
        self._go(self._gos[at])

    def _go(self, go: Go) -> None:
        self._frame.go(Place(**go._asdict()))

    def _to_the_week(self) -> None:
        self._scroll.ensureWidgetVisible(self.week)
        self.week.setFocus(Qt.FocusReason.ShortcutFocusReason)
