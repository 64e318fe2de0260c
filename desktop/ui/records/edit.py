"""One record of any form, drawn for changing. Decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.entry.view import EntryView
from desktop.ui.parts import ime
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, Sunken
from desktop.ui.parts.fields import Field, LineEdit
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import PAGE_MARGINS, ScrollBody
from desktop.ui.parts.timeline import Event, Timeline
from desktop.ui.parts.tokens import Role
from desktop.ui.records import books
from desktop.ui.records.edit_presenter import EditPresenter
from desktop.ui.records.moving import MoveCard
from desktop.ui.records.state import EditState
from desktop.ui.shell.footer import Footer
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work.changed import Changed
from desktop.work.story import Story
from forms.problem import Problem
from resources.words import _

DRAFT_AFTER = 800  # ms from the first change: on the disk within a second
NARROW = 1000  # px of the screen itself: the pane at the right goes
_PANE = 316
_MOST_STEPS = 8


class EditScreen(Screen):
    """``Place("record", form=…, rec=… | draft=…)``, or neither for a new one."""

    rail = "search"
    has_back = True
    hides_visit = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = EditState()
        self._form = ""
        self._again = False  # another entry follows the one being saved
        self._presenter = EditPresenter(
            frame.lanes,
            frame.clock,
            show=self.render_state,
            draw=lambda state: self.view.render_state(state),
            opened=self._fresh,
            saved=self._saved,
            focus=self._focus,
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(lambda: self._presenter.keep(self._cursor()))
        self.view = EntryView(self._presenter.entry, lambda: frame.clock().date())
        self._build()

    # the frame's side

    def title(self) -> str:
        return self._state.title

    def subtitle(self) -> str:
        return self._state.subtitle

    def open(self, place: Place) -> None:
        self._form = place.form or ""
        self.rail = books.rail_of(self._form)
        self._presenter.open(self._form, place.rec, place.draft)

    def leave(self) -> None:
        self._timer.stop()
        self._presenter.keep(self._cursor())

    def footer(self) -> QWidget:
        return self._footer

    def place(self) -> Place:
        """Where a lock returns to: this very draft, or the record as it is."""
        if self._presenter.dirty or self._state.kept:
            return Place("record", form=self._form, draft=self._presenter.draft)
        return Place("record", form=self._form, rec=self._presenter.rec)

    # building

    def _build(self) -> None:
        self._footer = EditFooter(on_later=self._frame.back, on_save=self._save, parent=self)
        self._move = MoveCard(move=self._presenter.move, unmove=self._presenter.unmove)
        self._reason = LineEdit(_("For example: the date was wrong"))
        self._reason.textChanged.connect(lambda _text: self._presenter.reasoned(self._reason.value()))
        self._reason_field = Field(
            _("Why it is changed"), self._reason, hint=_("the province has this record already")
        )
        self._reason_card = Card()
        self._reason_card.add(self._reason_field)
        self._pane = _Pane()
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._move)
        left.addWidget(self._reason_card)
        left.addWidget(self.view)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self._pane)
        right.addStretch(1)
        whole = QHBoxLayout()
        whole.setSpacing(22)
        whole.addLayout(left, 1)
        whole.addLayout(right)
        self._scroll = ScrollBody(whole, margins=PAGE_MARGINS)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    # drawing

    def render_state(self, state: EditState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        self._reason_card.setVisible(state.amends)
        if not self._reason.hasFocus() and self._reason.value() != state.reason:
            self._reason.setText(state.reason)
        self._reason_field.set_fault(state.reason_fault)
        self._footer.render_state(state.draft, state.kept, self._presenter.dirty, state.in_a_row)
        if (before.move, before.moved) != (state.move, state.moved):
            self._move.show_offer(state.move, state.moved)
        if before.story is not state.story or not before.title:
            self._pane.show_story(state.story)
        if (before.title, before.subtitle) != (state.title, state.subtitle):
            self._frame.retitle()
        if self._presenter.dirty and not self._timer.isActive():
            self._timer.start()

    def _fresh(self) -> None:
        self.view.restart()
        self._scroll.verticalScrollBar().setValue(0)

    # what happened

    def _save(self, again: bool = False) -> None:
        ime.commit()
        self._timer.stop()
        self._again = again
        self._presenter.save()

    def _saved(self, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        if self._again:
            self._presenter.open(self._form)
        else:
            self._frame.back()
        self._frame.say(text, changed)
        if changed.left_out:
            self._frame.tell(Problem("entry.left_out", detail=" ".join(changed.left_out)))

    def _cursor(self) -> str:
        return self.view.cursor_path()

    def _focus(self, path: str) -> None:
        if path == "@reason":
            self._reason.setFocus()
        else:
            self.view.take(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pane.setVisible(self.width() >= NARROW)


class EditFooter(Footer):
    """Draft state at the left; later, save; where one record follows another, save and go on to the next."""

    def __init__(
        self, *, on_later: Callable[[], object], on_save: Callable[[bool], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._in_a_row = False
        self.once = Button(_("Save"), on=lambda: on_save(False))
        self.save = Button(_("Save"), "primary", keys="Ctrl+Return", on=lambda: on_save(self._in_a_row))
        self._icon = Icon("circle-check", "ok")
        self._draft = Text("", Role.BODY, "text2")
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 0, 24, 0)
        whole.setSpacing(10)
        whole.addWidget(self._icon)
        whole.addWidget(self._draft, 1)
        whole.addWidget(Button(_("Later"), "ghost", keys="Esc", on=on_later))
        whole.addWidget(self.once)
        whole.addWidget(self.save)
        self.render_state("", False, False)

    def render_state(self, draft: str, kept: bool, dirty: bool, in_a_row: bool = False) -> None:
        self._in_a_row = in_a_row
        self.once.setVisible(in_a_row)
        self.save.setText(_("Save, next") if in_a_row else _("Save"))
        self.save.updateGeometry()
        self._icon.setVisible(kept)
        self._draft.setText(draft or (_("Being kept…") if dirty else _("Nothing to save yet")))


class _Pane(QWidget):
    """Beside the answers: what happened to the record before, and what is never noted."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_PANE)
        self._history = Card(_("History"))
        self._timeline = Timeline()
        self._history.add(self._timeline)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(Icon("shield-check"))
        line.addWidget(
            Text(
                _("Never note identity numbers, passwords or OTP codes."), Role.SECONDARY, "text2", wrap=True
            ),
            1,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._history)
        whole.addWidget(Sunken(line))

    def show_story(self, story: Story | None) -> None:
        self._history.setVisible(story is not None)
        if story is not None:
            self._history.set_note(_("version {number}").format(number=story.version))
            self._timeline.set_events(
                [Event(it.title, it.second, it.old, it.new) for it in story.steps[:_MOST_STEPS]]
            )
