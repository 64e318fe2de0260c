"""The top card: what waits, the one button, the progress, how it ended."""

from collections.abc import Callable

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import boxed, row
from desktop.ui.parts.meters import ProgressBar
from desktop.ui.parts.notices import Notice, announce
from desktop.ui.parts.tokens import Role
from desktop.ui.sync.state import Outcome, Sending
from resources.words import _

_TOLD = 4  # the screen reader hears of every quarter


class SendCard(Card):
    """Decides nothing; says politely how far it is."""

    def __init__(self, *, send: Callable[[], object], stop: Callable[[], object]) -> None:
        super().__init__()
        self._quarter = 0
        self._outcome: Outcome | None = None
        self._icon = Icon("send", "accent", 20)
        self._title = Text("", Role.SECTION)
        self._note = Text("", Role.SECONDARY, "text2")
        self._count = Text("", Role.CARD_TITLE)
        self._left = Text("", Role.SECONDARY, "text2")
        self.send = Button(_("Send now"), "primary", icon="send", keys="Ctrl+Return", on=send)
        self.stop = Button(_("Stop"), icon="pause", on=stop)
        self._bar = ProgressBar(_("Sent so far"))
        self._shield = Icon("shield-check", "ok", 16)
        self._assurance = Text("", Role.SECONDARY, "text2", wrap=True)
        self._safe = boxed(row(self._shield, self._assurance, spacing=8))
        self._notice = Notice()
        self._notice.hide()
        self.body.setSpacing(10)
        self.add(
            row(
                self._icon, self._title, 4, self._note, None, self._count, self._left, self.send, self.stop,
                spacing=10,
            ),
            self._bar,
            self._safe,
            self._notice,
        )  # fmt: skip

    def render_state(self, state: Sending) -> None:
        """Draw ``state``; the focus stays where the buttons are."""
        going = state.part is not None
        held = self.send.hasFocus() or self.stop.hasFocus()
        done = not going and not state.action
        self._icon.set_icon("circle-check" if done else "send", "ok" if done else "accent")
        self._title.setText(state.title)
        self._note.setText(state.note)
        self._count.setText(state.count)
        self._left.setText(state.left)
        self.send.setText(state.action or _("Send now"))
        self.send.setVisible(bool(state.action))
        self.stop.setVisible(going)
        self.stop.setEnabled(not state.stopping)
        if held:
            (self.stop if going else self.send if state.action else self).setFocus()
        self._bar.setVisible(going)
        self._shield.set_icon("shield-check" if state.secure else "shield", "ok" if state.secure else "text2")
        self._assurance.setText(state.assurance)
        self._safe.setVisible(bool(state.assurance))
        self._tell_part(state)
        self._tell_outcome(state.outcome)

    def _tell_part(self, state: Sending) -> None:
        if state.part is None:
            self._quarter = 0
            return
        done, total = state.part
        self._bar.set_part(done, total)
        self._bar.setAccessibleDescription(f"{state.count}, {state.left}")
        quarter = _TOLD * done // total if total else 0
        if quarter > self._quarter:
            announce(self._bar, state.count)
        self._quarter = quarter

    def _tell_outcome(self, outcome: Outcome | None) -> None:
        if outcome == self._outcome:
            return
        self._outcome = outcome
        self._notice.setVisible(outcome is not None)
        if outcome is not None:
            self._notice.set_notice(outcome.text, outcome.advice, outcome.tone)
            announce(self._notice, self._notice.accessibleName(), urgent=outcome.tone == "error")
