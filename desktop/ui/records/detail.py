"""One record told at the right of a list: facts, history, what can be done."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, Facts, TwoLines
from desktop.ui.parts.labels import Badge, IconTile, Plate, Text
from desktop.ui.parts.layouts import Line, ScrollBody, clear
from desktop.ui.parts.timeline import Event, Timeline
from desktop.ui.parts.tokens import Role
from desktop.ui.records import books
from desktop.work.story import Fact, Story, masked
from resources.words import _

WIDE, NARROW = 348, 300


class DetailPane(Card):
    """``show_story`` draws; ``edit`` and ``delete`` are called with the story shown. ``extra``: a button more."""

    def __init__(
        self,
        *,
        edit: Callable[[Story], object],
        delete: Callable[[Story], object] | None = None,
        extra: Button | None = None,
    ) -> None:
        super().__init__()
        self.story: Story | None = None
        self._edit, self._delete = edit, delete
        self.setFixedWidth(WIDE)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setSpacing(12)
        self._facts = Facts(label_width=96)
        self._version = Text("", Role.SECONDARY, "text2")
        self._timeline = Timeline()
        history = QHBoxLayout()
        history.addWidget(Text(_("History"), Role.CARD_TITLE))
        history.addStretch(1)
        history.addWidget(self._version)
        inner = QVBoxLayout()
        inner.setContentsMargins(2, 0, 8, 0)
        inner.setSpacing(10)
        inner.addWidget(self._facts)
        inner.addWidget(Line())
        inner.addLayout(history)
        inner.addWidget(self._timeline)
        inner.addStretch(1)
        self._body = ScrollBody(inner, margins=None)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        self.edit = Button(_("Edit"), icon="pencil", on=lambda: self.story and self._edit(self.story))
        self._foot.addWidget(self.edit)
        if extra is not None:
            self._foot.addWidget(extra)
        self._foot.addStretch(1)
        self.drop = Button(icon="trash-2", kind="ghost", name=_("Delete this record"), on=self._drop)
        self._foot.addWidget(self.drop)
        self._nothing = Text(_("Choose a line to see it here."), Role.BODY, "text2", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._line = Line()
        self.add(self._head, self._line, self._body, self._nothing, self._foot)
        self.body.setSpacing(10)
        self.body.setStretchFactor(self._body, 1)
        self.show_story(None)

    def show_story(self, story: Story | None) -> None:
        """Tell of ``story``, or that nothing is chosen."""
        self.story = story
        clear(self._head)
        for part in (self._body, self._line, self.edit):
            part.setVisible(story is not None)
        self.drop.setVisible(story is not None and self._delete is not None)
        self._nothing.setVisible(story is None)
        if story is None:
            return
        if story.plate:
            self._head.addWidget(Plate(story.plate, 34, 56))
        else:
            self._head.addWidget(IconTile(books.icon(story.form)))
        self._head.addWidget(TwoLines(story.title, story.second, strong=True), 1)
        rows: list[tuple[str, str | QWidget]] = []
        for fact in story.facts:
            same = bool(rows) and rows[-1][0] == fact.label
            rows.append(("" if same else fact.label, _value(fact)))
        self._facts.set_rows(rows)
        self._version.setText(_("version {number}").format(number=story.version))
        self._timeline.set_events([Event(it.title, it.second, it.old, it.new) for it in story.steps])
        self._body.verticalScrollBar().setValue(0)
        self.setAccessibleName(story.title)

    def set_narrow(self, narrow: bool) -> None:
        self.setFixedWidth(NARROW if narrow else WIDE)

    def _drop(self) -> None:
        if self.story is not None and self._delete is not None:
            self._delete(self.story)


def _value(fact: Fact) -> Any:
    if fact.kind == "phone":
        return Phone(fact.words)
    if fact.kind == "state":
        tone, icon = books.tone(fact.value)
        return Badge(fact.words, tone, icon)
    return fact.words


class Phone(QWidget):
    """A phone number, masked until pressed: the neighbour sees the screen too."""

    def __init__(self, phone: str) -> None:
        super().__init__()
        self._phone, self._open = phone, False
        self._words = Text(masked(phone))
        self._words.setAccessibleName(_("Phone number, hidden"))
        self._button = Button(_("Show"), "quiet", icon="eye", on=self._turn)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._words)
        line.addWidget(self._button)

    def _turn(self) -> None:
        self._open = not self._open
        self._words.setText(self._phone if self._open else masked(self._phone))
        self._words.setAccessibleName("" if self._open else _("Phone number, hidden"))
        self._button.setText(_("Hide") if self._open else _("Show"))
