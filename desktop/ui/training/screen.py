"""The classes: to come and done; and the form of one."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.layouts import PAGE_MARGINS
from desktop.ui.parts.models import Index, KeysetModel
from desktop.ui.parts.table import CELL, BadgeCell, Lines, NumberCell, Table
from desktop.ui.parts.tabs import SegmentTabs
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.ui.training import views
from desktop.ui.training.editor.panel import EditorPanel
from desktop.ui.training.editor.presenter import EditorPresenter
from desktop.ui.training.editor.state import EditorState
from desktop.ui.training.state import ClassRow, ListState
from desktop.work import training
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from resources.words import _

DAY, TITLE, WHOM, REGISTERED, THERE, STATE = range(6)
_WIDTHS = {DAY: 124, WHOM: 196, REGISTERED: 90, THERE: 80, STATE: 150}
_HIGH = 540  # px of the screen itself: below, an empty list leaves out its steps
_WIDE = 1000  # px of the screen itself: below, the column of whom the class is for gives way


class ClassModel(KeysetModel[ClassRow]):
    """The classes of one tab."""

    def __init__(self) -> None:
        super().__init__(lambda _after: None)
        self.heads = (_("Day"), _("Class"), _("For whom"), _("Expected"), _("Present"), _("State"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        it = self.row(index)
        cells = (
            Lines(it.day, it.hours),
            Lines(it.title, it.place),
            it.whom,
            NumberCell(it.registered),
            NumberCell(it.there),
            BadgeCell(it.mark.text, it.mark.tone, it.mark.icon),
        )
        if role == CELL:
            return cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (it.day, it.title, it.whom, it.registered, it.there, it.mark.text)[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (REGISTERED, THERE):
            return int(Qt.AlignmentFlag.AlignRight)
        return super().headerData(section, orientation, role)


class ClassTable(Table):
    """The classes; Delete takes one away, Ctrl+Z brings it back."""

    def __init__(self, on_delete: Callable[[str], object]) -> None:
        super().__init__(_("Classes"))
        self._on_delete = on_delete
        self.classes = ClassModel()
        self.set_model(self.classes, stretch=TITLE, widths=_WIDTHS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.selected() >= 0:
            self._on_delete(self.classes.row(self.selected()).rec)
        else:
            super().keyPressEvent(event)


class TrainingScreen(Screen):
    """A list of classes; ``Place("training", rec)`` opens the form of one, ``query="new"`` an empty form."""

    rail = "training"

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = ListState()
        self._low = False
        self._edited = EditorState()
        self._presenter = EditorPresenter(
            frame.lanes,
            frame.clock,
            show=self._render_editor,
            saved=self._saved,
            wrote=frame.changed,
            found=lambda people: self._panel.show_people(people),
            focus=lambda name: self._panel.focus(name),
            gone=self._to_list,
        )
        self._build()

    # the frame's side

    def title(self) -> str:
        return self._edited.title if self._editing() else _("Training")

    def open(self, place: Place) -> None:
        if place.rec or place.draft or place.query:
            self._show_editor(True)
            like = place.query.partition(":")[2]
            self._presenter.open(rec=place.rec or "", draft=place.draft or "", like=like)
        else:
            self._to_list()

    def heard(self, changed: Changed) -> None:
        if changed.kinds & {training.FORM, "member"}:
            self._reload()

    def leave(self) -> None:
        if self._editing():
            self._panel.leave()

    def place(self) -> Place | None:
        """Where a lock returns to: this very draft."""
        return Place("training", draft=self._presenter.draft) if self._editing() else None

    # building

    def _build(self) -> None:
        self._tabs = SegmentTabs(_("Classes"))
        self._tabs.chosen.connect(lambda at: self._turn(at == 0))
        self._again = Button("", icon="copy", on=self._repeat)
        self._new = Button(_("New class"), "primary", icon="plus", keys="Ctrl+N", on=self._create)
        self._table = ClassTable(self._delete)
        self._table.opened.connect(lambda at: self._open_class(self._table.classes.row(at)))
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._tabs)
        head.addStretch(1)
        head.addWidget(self._again)
        head.addWidget(self._new)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._table)
        self._empty: QWidget | None = None
        listed = QWidget()
        whole = QVBoxLayout(listed)
        whole.setContentsMargins(PAGE_MARGINS)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._pages, 1)
        self._panel = EditorPanel(
            self._presenter,
            self._frame.clock,
            on_all=self._to_all_questions,
            on_delete=lambda: self._delete(self._edited.rec),
            on_later=self._frame.back,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(listed)
        self._stack.addWidget(self._panel)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    # the list

    def _reload(self) -> None:
        upcoming = self._state.upcoming
        self._frame.lanes.store(lambda desk: views.list_state(desk, upcoming), self._render_list)

    def _turn(self, upcoming: bool) -> None:
        self._state = replace(self._state, upcoming=upcoming)
        self._reload()

    def _render_list(self, state: ListState) -> None:
        self._state = state
        self._tabs.set_labels([_("To come"), _("Done {n}").format(n=state.ended)])
        self._tabs.choose(0 if state.upcoming else 1)
        kept = self._table.selected()
        self._table.classes.replace(state.rows)
        self._table.select(min(max(kept, 0), len(state.rows) - 1))
        self._again.setText(_("Repeat the class of {day}").format(day=state.repeat))
        self._again.setVisible(bool(state.repeat and state.rows))
        self._new.setVisible(bool(state.rows))
        if self._empty is not None:
            self._pages.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        if not state.rows:
            self._empty = self._nothing(state)
            self._pages.addWidget(self._empty)
            self._pages.setCurrentWidget(self._empty)

    def _nothing(self, state: ListState) -> QWidget:
        new = Button(_("New class"), "primary", icon="plus", keys="Ctrl+N", on=self._create)
        buttons = [new]
        if state.repeat:
            repeat = _("Repeat the class of {day}").format(day=state.repeat)
            buttons.append(Button(repeat, icon="copy", on=self._repeat))
        if not state.upcoming:
            return EmptyState(
                "class", _("No class is done yet"), _("Classes that have ended stand here."), buttons=buttons
            )
        steps = (
            (_("Give it a name, a day, a place"), _("ready-made for VNeID, public services, safety")),
            (_("Invite people, print the sign-in sheet"), _("from the households or the team")),
            (_("Scan badges at the door"), _("who has none gives a name")),
        )
        shown = () if self._low else steps
        return EmptyState("class", _("No class to come"), state.reason, steps=shown, buttons=buttons)

    def _open_class(self, it: ClassRow) -> None:
        self._frame.go(Place("training" if it.counted else "class", it.rec))

    def _create(self) -> None:
        self._frame.go(Place("training", query="new"))

    def _repeat(self) -> None:
        self._frame.go(Place("training", query=f"like:{self._state.repeat_rec}"))

    def _delete(self, rec: str) -> None:
        def deleted(it: tuple[Changed, str]) -> None:
            changed, title = it
            if self._editing():
                self._presenter.forget()
                self._frame.back()
            self._frame.changed(changed)
            self._frame.say(_("Class deleted: “{title}”").format(title=title), changed)

        def step(desk: Desk) -> tuple[Changed, str]:
            it = training.one(desk, rec).summary
            return training.delete(desk, rec), f"{it.title} {views.day(it.date)[:5]}"

        self._frame.lanes.store(step, deleted)

    # the form

    def _editing(self) -> bool:
        return self._stack.currentWidget() is self._panel

    def _to_list(self) -> None:
        self._show_editor(False)
        self._reload()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_editor(self, on: bool) -> None:
        self.has_back = self.hides_visit = on
        self._stack.setCurrentIndex(1 if on else 0)
        self._frame.retitle()

    def _render_editor(self, state: EditorState) -> None:
        self._edited = state
        self._panel.render_state(state)
        self._frame.retitle()

    def _saved(self, rec: str, text: str, changed: Changed) -> None:
        counted, known = self._edited.students, bool(self._edited.rec)
        self._frame.back()
        self._frame.changed(changed)
        if not counted and not known:
            self._frame.go(Place("class", rec))
        self._frame.say(text, changed)

    def _to_all_questions(self) -> None:
        self._panel.leave()
        self._presenter.keep_now()
        self._frame.go(
            Place("record", form=training.FORM, rec=self._edited.rec or None, draft=self._presenter.draft)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._table.setColumnHidden(WHOM, self.width() < _WIDE)
        low = self.height() < _HIGH
        if low != self._low:
            self._low = low
            if self._empty is not None:
                self._render_list(self._state)
