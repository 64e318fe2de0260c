"""A draft of an older version: what is otherwise in the version in use, and the offer to go over to it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import clear, row
from desktop.ui.parts.notices import Notice
from desktop.ui.parts.tokens import Role
from desktop.ui.records.state import MoveOffer
from resources.words import _

_MOST = 6  # differences told one by one


class MoveCard(QWidget):
    """Offers to move the draft; once it is moved, to take that back."""

    def __init__(self, *, move: Callable[[], object], unmove: Callable[[], object]) -> None:
        super().__init__()
        self._told = Text("", Role.BODY, "text2", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.go_over = Button(_("Move to the new version"), "soft", icon="arrow-right", on=move)
        self._offer = Card(_("This form has a newer version"))
        self._offer.add(self._told, self._lines, row(self.go_over, None))
        self.unmove = Button(_("Undo"), "quiet", icon="undo-2", on=unmove)
        self._moved = Notice(tone="ok", actions=(self.unmove,))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._offer)
        whole.addWidget(self._moved)
        self.show_offer(None, "")

    def show_offer(self, offer: MoveOffer | None, moved: str) -> None:
        """Show the offer, or that the draft stands on version ``moved`` now, or nothing."""
        self.setVisible(offer is not None or bool(moved))
        self._offer.setVisible(offer is not None)
        if moved and self._moved.isHidden():
            self._moved.set_notice(_("The draft is on version {version} now").format(version=moved), "", "ok")
            self._moved.show_and_say()
        self._moved.setVisible(bool(moved))
        if offer is None:
            return
        told = _(
            "This draft was begun on version {old}; version {new} is in use. You may finish it as it is."
        )
        self._told.setText(told.format(old=offer.old or "—", new=offer.new or "—"))
        clear(self._lines)
        for words in offer.differences[:_MOST]:
            self._line("git-compare", "text2", words)
        if len(offer.differences) > _MOST:
            more = _("and {count} more").format(count=len(offer.differences) - _MOST)
            self._lines.addWidget(Text(more, Role.SECONDARY, "text2"))
        for words in offer.lost:
            self._line("triangle-alert", "warn", _("No place for the answer “{answer}”").format(answer=words))

    def _line(self, icon: str, ink: str, words: str) -> None:
        line = row(Icon(icon, ink, 16), Text(words, wrap=True), spacing=8)
        line.setStretch(1, 1)
        self._lines.addLayout(line)
