"""The feedback screen, drawn. Decides nothing."""

from functools import partial

from PySide6.QtCore import QMargins, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.feedback import views
from desktop.ui.feedback.cards import CardList
from desktop.ui.feedback.detail import Acts, DetailPane
from desktop.ui.feedback.panel import FreshPanel
from desktop.ui.feedback.presenter import FeedbackPresenter
from desktop.ui.feedback.state import FeedbackState
from desktop.ui.parts import ime
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import TwoLines
from desktop.ui.parts.choices import FilterChip
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.fields import SearchBox
from desktop.ui.parts.layouts import FlowLayout, ScrollBody, boxed, clear, row
from desktop.ui.parts.tabs import CountTabs
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work.changed import Changed
from resources.words import _

DRAFT_AFTER = 800  # ms from the first change: on the disk within a second
_RING = 4  # px left around the cards for the focus ring; everything else in the list stands in by as much
_INSET = QMargins(_RING, 0, _RING, 0)
_LIST, _LIST_NARROW = 372 + 2 * _RING, 276 + 2 * _RING
_LEAST, _NARROW = 900, 1000  # px of the screen itself
_DECLINED = "declined"


class FeedbackScreen(Screen):
    """Counts are tabs; the longest overdue stands first; the next state is the primary."""

    rail = "feedback"

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = FeedbackState()
        self.presenter = FeedbackPresenter(
            frame.lanes, frame.clock, show=self.render_state, saved=self._saved, focus=self._focus
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self.presenter.keep)
        self.setMinimumWidth(_LEAST)
        self._build()

    # the frame's side

    def title(self) -> str:
        return _("Feedback")

    def subtitle(self) -> str:
        return _("opinions, petitions, questions")

    def open(self, place: Place) -> None:
        self.presenter.open(place.rec, place.draft, new=place.query == "new")
        if self._state.fresh is None:
            self.cards.take()

    def heard(self, changed: Changed) -> None:
        self.presenter.heard(changed)

    def leave(self) -> None:
        self._timer.stop()
        self.presenter.keep()

    def place(self) -> Place | None:
        """Where a lock returns to: the matter in view, or the draft of a new one."""
        if draft := self.presenter.fresh.draft:
            return Place("feedback", draft=draft)
        return Place("feedback", rec=self._state.detail.rec) if self._state.detail else None

    # building

    def _build(self) -> None:
        self.tabs = CountTabs(_("State of the feedback"))
        self.tabs.chosen.connect(self.presenter.tab)
        self.search = SearchBox("", name=_("Search feedback"))
        self.search.textChanged.connect(lambda _text: self.presenter.searched(self.search.value()))
        self.filter = Button("", icon="list-filter", name=_("Filter"), on=self._show_menu)
        self._menu = QMenu(self.filter)
        self._chips = FlowLayout()
        self._chip_box = boxed(self._chips, _INSET)
        self.cards = CardList(_("Feedback"), self.presenter.more, _("Show more"))
        self.cards.chosen.connect(self.presenter.chose)
        self._none = TwoLines("", "", strong=True)
        self._none.setContentsMargins(_INSET)
        self._none.hide()
        self._scroll = ScrollBody(self.cards)
        self._note = Button(_("Note feedback"), "soft", icon="plus", keys="Ctrl+N", on=self.presenter.note)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(boxed(row(self.search, self.filter), _INSET))
        left.addWidget(self._chip_box)
        left.addWidget(self._none)
        left.addWidget(self._scroll, 1)
        left.addWidget(boxed(row(self._note, None), _INSET))
        self._left = boxed(left)
        self.detail = DetailPane(Acts(self._told, self._move, self._save, self.presenter.stay, self._edit))
        self.panel = FreshPanel(self.presenter.fresh, views.question)
        self.panel.setMinimumWidth(1)  # in a narrow window the list makes room for it
        self._right = QStackedWidget()
        self._blank = QWidget()
        for page in (self._blank, self.detail, self.panel):
            self._right.addWidget(page)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(QMargins(24 - _RING, 12, 20, 8))
        whole.setSpacing(12)
        whole.addWidget(boxed(row(self.tabs), QMargins(_RING, 0, 0, 0)))
        split = QHBoxLayout()
        split.setSpacing(16 - _RING)
        split.addWidget(self._left)
        split.addWidget(self._right, 1)
        whole.addLayout(split, 1)
        first = Button(_("Note feedback"), "primary", icon="plus", keys="Ctrl+N", on=self.presenter.note)
        self._empty = EmptyState(
            "feedback",
            _("No feedback yet"),
            _("Every opinion, petition or question that is noted here gets an answer by its day."),
            steps=(
                (_("Note what was said"), _("at the door, at a meeting, on the telephone")),
                (_("Forward it and keep the reference"), _("1022, the portal or the commune")),
                (_("Answer, then make it public"), _("ask whether the person is content")),
            ),
            buttons=(first,),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(body)
        self._pages.addWidget(ScrollBody(self._empty))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    # drawing

    def render_state(self, state: FeedbackState) -> None:
        before, self._state = self._state, state
        self._pages.setCurrentIndex(1 if state.empty and state.fresh is None else 0)
        self.tabs.set_counts(state.counts)
        if state.tab >= 0:
            self.tabs.choose(state.tab)
        self.search.setPlaceholderText(_("Search {n} matters").format(n=state.total))
        if self.search.value() != state.text:
            self.search.blockSignals(True)
            self.search.setText(state.text)
            self.search.blockSignals(False)
        if (before.kind, before.tab) != (state.kind, state.tab):
            self._render_chips(state)
        self._chip_box.setVisible(bool(state.kind) or state.tab < 0)
        self._none.setVisible(bool(state.none[0]))
        self._none.set_lines(*state.none)
        self.cards.render_state(state.cards, state.more)
        self._make_room()
        if state.fresh is not None:
            self.panel.render_state(state.fresh, self.presenter.fresh.draft or "")
            self._right.setCurrentWidget(self.panel)
        elif state.detail is not None:
            self.detail.render_state(state.detail)
            self._right.setCurrentWidget(self.detail)
        else:
            self._right.setCurrentWidget(self._blank)
        if self.presenter.dirty and not self._timer.isActive():
            self._timer.start()

    def _render_chips(self, state: FeedbackState) -> None:
        clear(self._chips)
        if state.tab < 0:
            self._add_chip(_("Not accepted"), _DECLINED)
        if state.kind:
            self._add_chip(next(it.label for it in state.kinds if it.value == state.kind), state.kind)

    def _add_chip(self, words: str, key: str) -> None:
        chip = FilterChip(words, key)
        chip.removed.connect(self._unfiltered)
        self._chips.addWidget(chip)

    def _show_menu(self) -> None:
        self._menu.clear()
        for it in self._state.kinds:
            action = self._menu.addAction(it.label, partial(self._filtered, it.value))
            _mark(action, it.value == self._state.kind)
        self._menu.addSeparator()
        words = _("Not accepted ({n})").format(n=self._state.declined)
        _mark(self._menu.addAction(words, lambda: self.presenter.tab(-1)), self._state.tab < 0)
        self._menu.popup(self.filter.mapToGlobal(self.filter.rect().bottomLeft()))

    # what happened

    def _filtered(self, kind: str) -> None:
        self.presenter.filtered("" if kind == self._state.kind else kind)

    def _unfiltered(self, key: str) -> None:
        if key == _DECLINED:
            self.presenter.tab(max(0, self.tabs.currentIndex()))
        else:
            self.presenter.filtered("")
        self.search.setFocus()

    def _told(self, name: str, value: str) -> None:
        self.presenter.told(name, value)

    def _move(self, target: str) -> None:
        ime.commit()
        self._timer.stop()
        self.presenter.move(target)

    def _save(self) -> None:
        ime.commit()
        self._timer.stop()
        self.presenter.save()

    def _edit(self) -> None:
        if self._state.detail is not None:
            self._frame.go(Place("record", form="feedback", rec=self._state.detail.rec))

    def _saved(self, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        self._frame.say(text, changed)

    def _focus(self, name: str) -> None:
        if name == "list":
            self.cards.take()
        elif self._state.fresh is not None:
            self.panel.take(name)
        else:
            self.detail.take(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        narrow = self.width() < _NARROW
        self._left.setFixedWidth(_LIST_NARROW if narrow else _LIST)
        self._left.setVisible(not (narrow and self._state.fresh is not None))


def _mark(action: QAction, on: bool) -> None:
    action.setCheckable(True)
    action.setChecked(on)
