"""One form told at the right of the list: what it asks, its versions, what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.forms.state import DraftRow, FormDetail, VersionRow
from desktop.ui.parts.buttons import Button, Kind
from desktop.ui.parts.cards import Card, Facts, TwoLines
from desktop.ui.parts.labels import Badge, IconTile, Text
from desktop.ui.parts.layouts import FlowLayout, Line, ScrollBody, boxed, clear, column, row
from desktop.ui.parts.tokens import Role
from resources.words import _

WIDE, NARROW = 384, 348
Act = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Acts:
    """What can be done with a form; each is called with its id."""

    new: Act
    book: Act
    attempt: Act
    paper: Act
    out: Act
    data: Act
    retire: Act
    draft: Callable[[str, str], object]  # form's and draft's id


class FormPane(Card):
    """``show_form`` draws."""

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts
        self._detail: FormDetail | None = None
        self.setFixedWidth(WIDE)
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        self.new = self._button(_("New record"), acts.new, "plus", "primary")
        self.book = self._button(_("See records"), acts.book, "book-open")
        self.attempt = self._button(_("Try it"), acts.attempt, "eye")
        self.paper = self._button(_("Print blank form"), acts.paper, "printer")
        self.out = self._button(_("Export"), acts.out, "download")
        self.data = self._button(_("Import data"), acts.data, "upload")
        self.retire = self._button("", acts.retire, "archive", "quiet")
        more = FlowLayout(spacing=8)
        for button in (self.attempt, self.paper, self.out, self.data):
            more.addWidget(button)
        self._facts = Facts(label_width=104)
        self._asks = QVBoxLayout()
        self._asks.setSpacing(4)
        self._drafts = QVBoxLayout()
        self._drafts.setSpacing(8)
        self._drafts_held = boxed(
            column(Line(), Text(_("Drafts"), Role.CARD_TITLE), self._drafts, spacing=10)
        )
        self._versions = QVBoxLayout()
        self._versions.setSpacing(8)
        inner = QVBoxLayout()
        inner.setContentsMargins(4, 4, 10, 4)
        inner.setSpacing(10)
        inner.addWidget(boxed(more))
        inner.addWidget(Line())
        inner.addWidget(self._facts)
        inner.addWidget(Line())
        inner.addWidget(Text(_("What it asks"), Role.CARD_TITLE))
        inner.addLayout(self._asks)
        inner.addWidget(self._drafts_held)
        inner.addWidget(Line())
        inner.addWidget(Text(_("Versions"), Role.CARD_TITLE))
        inner.addLayout(self._versions)
        inner.addLayout(row(self.retire, None))
        inner.addStretch(1)
        self._body = ScrollBody(inner, margins=None)
        self.add(self._head, Line(), self._body, row(self.new, self.book, None))
        self.body.setSpacing(10)
        self.body.setStretchFactor(self._body, 1)

    def show_form(self, it: FormDetail | None) -> None:
        """Tell of ``it``."""
        if it == self._detail:
            return
        another = it is None or self._detail is None or it.row.id != self._detail.row.id
        self._detail = it
        self.setVisible(it is not None)
        if it is None:
            return
        clear(self._head)
        self._head.addWidget(IconTile(it.row.icon))
        self._head.addWidget(TwoLines(it.row.title, it.row.second, strong=True), 1)
        if it.row.retired:
            self._head.addWidget(Badge(_("Out of use"), "neutral", "archive"))
        self._facts.set_rows(it.facts)
        clear(self._asks)
        for words in it.asks:
            line = row(spacing=6)
            line.addWidget(Text("·", Role.BODY, "text2"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Text(words, Role.BODY, wrap=True), 1)
            self._asks.addLayout(line)
        if it.more:
            more = _("and {count} more questions").format(count=it.more)
            self._asks.addWidget(Text(more, Role.SECONDARY, "text2"))
        clear(self._drafts)
        self._drafts_held.setVisible(bool(it.drafts))
        buttons = []
        for draft in it.drafts:
            told, button = self._draft(it.row.id, draft)
            line = row(told, button)
            line.setStretch(0, 1)
            self._drafts.addLayout(line)
            buttons.append(button)
        first = (self.attempt, self.paper, self.out, self.data)
        for one, other in pairwise((*first, *buttons, self.retire, self.new, self.book)):
            QWidget.setTabOrder(one, other)
        clear(self._versions)
        for version in it.versions:
            self._versions.addLayout(_version(version))
        for button in (self.new, self.data):
            button.setVisible(not it.row.retired)
            button.setEnabled(not it.row.retired)  # its shortcut too
        self.retire.setVisible(not it.row.built_in)
        self.retire.setText(_("Use again") if it.row.retired else _("Stop using"))
        self.retire.icon_name = "rotate-ccw" if it.row.retired else "archive"
        self.setAccessibleName(it.row.title)
        if another:
            self._body.verticalScrollBar().setValue(0)

    def set_narrow(self, narrow: bool) -> None:
        """Leave the list more room."""
        self.setFixedWidth(NARROW if narrow else WIDE)

    def _draft(self, form_id: str, it: DraftRow) -> tuple[QVBoxLayout, Button]:
        words = column(Text(it.title, Role.LABEL, wrap=True), spacing=0)
        if it.second:
            words.addWidget(Text(it.second, Role.SECONDARY, "text2", wrap=True))
        go_on = _("Continue")
        button = Button(go_on, "soft", on=lambda: self._acts.draft(form_id, it.id))
        button.setAccessibleName(f"{go_on}, {it.title}")
        return words, button

    def _button(self, text: str, act: Act, icon: str, kind: Kind = "secondary") -> Button:
        return Button(text, kind, icon=icon, on=lambda: self._do(act))

    def _do(self, act: Act) -> None:
        if self._detail is not None:
            act(self._detail.row.id)


def _version(it: VersionRow) -> QHBoxLayout:
    badge: list[QWidget] = [Badge(_("in use"), "ok")] if it.used else []
    words = column(Text(it.title, Role.LABEL), Text(it.second, Role.SECONDARY, "text2", wrap=True), spacing=0)
    line = row(words, *badge)
    line.setStretch(0, 1)
    return line
