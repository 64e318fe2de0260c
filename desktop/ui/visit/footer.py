"""The footer of the visit screen: is it kept, later, save."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.footer import Footer
from resources.words import _


class VisitFooter(Footer):
    """Draft state at the left; later, save and close, save and go on."""

    def __init__(
        self,
        *,
        on_later: Callable[[], object],
        on_close: Callable[[], object],
        on_next: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._icon = Icon("circle-check", "ok")
        self._draft = Text("", Role.BODY, "text2")
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 0, 24, 0)
        whole.setSpacing(10)
        whole.addWidget(self._icon)
        whole.addWidget(self._draft, 1)
        whole.addWidget(Button(_("Later"), "ghost", keys="Esc", on=on_later))
        whole.addWidget(Button(_("Save and close"), on=on_close))
        whole.addWidget(Button(_("Save, log next"), "primary", keys="Ctrl+Return", on=on_next))
        self.render_state("", False)

    def render_state(self, draft: str, kept: bool) -> None:
        self._icon.setVisible(kept)
        self._draft.set_ink("text2")
        self._draft.setText(draft or _("Nothing to save yet"))

    def set_fault(self, words: str) -> None:
        """A fault in a question this screen does not show."""
        if words:
            self._icon.hide()
            self._draft.set_ink("error")
            self._draft.setText(words)
