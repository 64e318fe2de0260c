"""Choosing public services by typing a few letters of their name."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.leaflets import views
from desktop.ui.leaflets.state import Option
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.fields import SearchBox
from desktop.ui.parts.labels import Text
from desktop.ui.parts.layouts import clear, row
from desktop.ui.parts.suggest import Offer, Suggestion, SuggestPopup
from desktop.ui.parts.tokens import Role
from resources.words import _

SHOWN = 5  # suggestions at a time; the last row turns to the next ones


def in_turn(first: QWidget, *then: QWidget) -> None:
    """Let Tab go through these one after the other: what is made late would come last of all."""
    for before, after in pairwise((first, *then)):
        QWidget.setTabOrder(before, after)


class ServicePicker(QWidget):
    """The services chosen, each with a button to take it off; ``search`` is the box that finds more."""

    def __init__(self, added: Callable[[str], None], removed: Callable[[str], None]) -> None:
        super().__init__()
        self._added, self._removed = added, removed
        self._chosen: tuple[Option, ...] | None = None
        self._from = 0
        self.search = SearchBox(_("Type a few letters, or press ↓"))
        self.search.textEdited.connect(lambda _text: self._find(0))
        self.search.installEventFilter(self)
        self._popup = SuggestPopup(self.search, width=600)
        self._popup.chosen.connect(self._take)
        self._popup.offered.connect(lambda: self._find(self._from + SHOWN))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def render_services(self, chosen: tuple[Option, ...], *, can_add: bool) -> None:
        """Show those chosen."""
        self.search.setEnabled(can_add)
        if chosen == self._chosen:
            return
        self._chosen = chosen
        clear(self._rows)
        offs: list[Button] = []
        for it in chosen:
            name = _("Take off {service}").format(service=it.label)
            off = Button("", "ghost", icon="x", name=name, on=partial(self._removed, it.value))
            line = row(Text(it.label, Role.BODY, wrap=True), spacing=8)
            line.setStretch(0, 1)
            line.addWidget(off, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addLayout(line)
            offs.append(off)
        in_turn(self.search, *offs)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """↓ in the box opens the list, whatever is typed."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and not self._popup.isVisible()
        ):
            self._find(0)
            return True
        return False

    def _find(self, start: int) -> None:
        found = views.found_services(self.search.value(), [it.value for it in self._chosen or ()])
        self._from = start if start < len(found) else 0
        shown = found[self._from : self._from + SHOWN]
        rows = [Suggestion(it.id, it.title, views.service_second(it), icon="file-text") for it in shown]
        rest = len(found) - self._from - len(shown)
        more = (
            Offer(_("{n} more").format(n=rest), _("or type a few letters"), icon="chevron-down")
            if rest
            else None
        )
        self._popup.set_rows(rows, more)

    def _take(self, service: str) -> None:
        self.search.clear()
        self._added(service)
