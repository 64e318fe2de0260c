"""The catalogue of public services: code, whether it was verified, address, the day it was read."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, Facts, ListRow
from desktop.ui.parts.fields import SearchBox
from desktop.ui.parts.labels import Badge, Icon, Text
from desktop.ui.parts.layouts import Line, ScrollBody, clear, row
from desktop.ui.parts.tokens import Role
from desktop.work.search import matching
from resources.services import Service, services
from resources.words import _


class Catalogue(QWidget):
    """Every service; ``chosen`` is called with the one pressed."""

    def __init__(self, chosen: Callable[[Service], object]) -> None:
        super().__init__()
        self._chosen = chosen
        self._box = SearchBox(_("Name of the service or its code"), keys="Ctrl+F")
        self._box.textChanged.connect(lambda _text: self._fill())
        self._count = Text("", Role.SECONDARY, "text2")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(row(self._box, self._count))
        self._list.addStretch(1)
        whole.addWidget(ScrollBody(self._list, margins=None), 1)
        self._fill()

    def _fill(self) -> None:
        typed = self._box.value()
        found = matching(typed) if typed else services()
        clear(self._list)
        self._count.setText(_("{count} services").format(count=len(found)))
        for words, part in (
            (_("The 25 essential services"), [it for it in found if it.essential]),
            (_("Other services often asked for"), [it for it in found if not it.essential]),
        ):
            if part:
                self._list.addWidget(self._card(words, part))
        if not found:
            self._list.addWidget(
                Text(_("No service fits. Type fewer letters."), Role.BODY, "text2", wrap=True)
            )
        self._list.addStretch(1)

    def _card(self, words: str, found: Sequence[Service]) -> Card:
        card = Card(words, flush=True)
        for at, it in enumerate(found):
            if at:
                card.add(Line())
            second = ", ".join(it.codes) if it.codes else _("code not known yet")
            trail: list[QWidget] = [] if it.verified or not it.codes else [unverified()]
            trail.append(Button(_("See"), "soft", on=lambda one=it: self._chosen(one)))  # type: ignore[misc]
            trail[-1].setAccessibleName(_("See {name}").format(name=it.title))
            card.add(ListRow(it.title, second, trail=trail, padding=(16, 6)))
        return card


def unverified() -> Badge:
    """A code read in a copy, not in the official database."""
    return Badge(_("code not verified"), "warn", "triangle-alert")


class ServicePane(Card):
    """One service told at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._inner = QVBoxLayout()
        self._inner.setSpacing(10)
        self.add(self._inner)
        self.body.addStretch(1)

    def show_service(self, service: str) -> None:
        """Tell of the service with this id."""
        clear(self._inner)
        it = next((it for it in services() if it.id == service), None)
        if it is None:
            return
        head = row(Icon("landmark"), Text(it.title, Role.CARD_TITLE, wrap=True), spacing=12)
        head.setStretch(1, 1)
        self._inner.addLayout(head)
        self._inner.addWidget(Line())
        rows: list[tuple[str, str | QWidget]] = [(_("Code"), ", ".join(it.codes) or _("not known yet"))]
        if it.codes and not it.verified:
            rows.append(("", unverified()))
        if it.retired:
            rows.append((_("Former code"), ", ".join(it.retired)))
        rows.append((_("Address"), it.url.removeprefix("https://")))
        rows.append((_("Read on"), it.checked_on.strftime("%d/%m/%Y")))
        if it.note:
            rows.append((_("Remark"), it.note))
        self._inner.addWidget(Facts(rows))
        copy = Button(_("Copy address"), icon="copy", on=lambda: QGuiApplication.clipboard().setText(it.url))
        self._inner.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
