"""The sync screen, drawn. Decides nothing."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.parts.layouts import ScrollBody, column
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.ui.sync.enrol import EnrolCard
from desktop.ui.sync.lists import ContentCard, KindsCard, ParcelsCard, ReturnedCard, ServerCard
from desktop.ui.sync.presenter import SyncPresenter
from desktop.ui.sync.state import RecordRow, SyncState
from desktop.ui.sync.top import SendCard
from desktop.work import sync
from desktop.work.changed import Changed
from resources.words import _
from sync.client import Settings

_NARROW = 1000  # px: both halves are of one width, or the batches would not fit
_TICK = 1000  # ms between two looks at the time that is left


class SyncScreen(Screen):
    """Three steps to enrol; from then on what waits, the sending, its receipts. ``settings``: the client's patience."""

    rail = "sync"

    def __init__(self, frame: Frame, settings: Settings | None = None) -> None:
        super().__init__()
        self._frame = frame
        self._state = SyncState()
        self._presenter = SyncPresenter(
            frame.lanes,
            frame.clock,
            show=self.render_state,
            changed=frame.changed,
            enrolled=self._enrolled,
            ended=self._ended,
            settings=settings,
        )
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._presenter.tick)
        self._build()

    def title(self) -> str:
        return _("Sync")

    def subtitle(self) -> str:
        return self._state.subtitle

    def open(self, place: Place) -> None:
        self._presenter.reload()

    def heard(self, changed: Changed) -> None:
        if self.isVisible() and changed != sync.CHANGED:
            self._presenter.reload()

    def leave(self) -> None:
        self._presenter.left()

    def _build(self) -> None:
        self._enrol = EnrolCard(enrol=self._presenter.enrol, stop=self._presenter.stop)
        self._send = SendCard(send=self._presenter.send, stop=self._presenter.stop)
        self._kinds = KindsCard()
        self._parcels = ParcelsCard(self._presenter.chose)
        self._returned = ReturnedCard(self._open_record)
        self._content = ContentCard(self._open_record)
        self._server = ServerCard()
        halves = self._halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addLayout(column(self._kinds, self._parcels, None, spacing=12))
        halves.addLayout(column(self._returned, self._content, self._server, None, spacing=12))
        known = QVBoxLayout()
        known.setSpacing(12)
        known.addWidget(self._send)
        known.addLayout(halves)
        known.addStretch(1)
        unknown = QHBoxLayout()
        unknown.addWidget(self._enrol, 1, Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        self._known = ScrollBody(known)
        for page in (QWidget(), ScrollBody(unknown), self._known):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def render_state(self, state: SyncState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        if state.enrol is not None:
            self._enrol.render_state(state.enrol)
        if state.sending is not None:
            self._send.render_state(state.sending)
            self._kinds.render_state(state.kinds, state.kinds_note)
            self._parcels.render_state(
                state.parcels, state.parcels_note, state.content.key if state.content else ""
            )
            self._returned.render_state(state.returned)
            self._content.render_state(state.content)
            self._server.render_state(state.server)
        page = 1 if state.enrol is not None else 2 if state.sending is not None else 0
        if page != self._pages.currentIndex():
            self._pages.setCurrentIndex(page)
            self._focus()
        going = state.sending is not None and state.sending.part is not None
        if going != self._timer.isActive():
            (self._timer.start if going else self._timer.stop)()
            self._known.verticalScrollBar().setValue(0)
        if before.subtitle != state.subtitle and self.isVisible():
            self._frame.retitle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left, right = (1, 1) if self.width() < _NARROW else (3, 4)
        self._halves.setStretch(0, left)
        self._halves.setStretch(1, right)

    def _focus(self) -> None:
        if self._state.enrol is not None:
            self._enrol.url.setFocus()
        elif self._state.sending is not None and self._state.sending.action:
            self._send.send.setFocus()
        else:
            self._parcels.table.setFocus()

    def _enrolled(self) -> None:
        self._frame.say(_("This machine is enrolled with the province."))

    def _ended(self) -> None:
        if not self.isVisible() and (outcome := self._state.sending and self._state.sending.outcome):
            self._frame.say(outcome.text)

    def _open_record(self, row: RecordRow) -> None:
        if row.open:
            self._frame.go(Place("record", form=row.form, rec=row.rec))
