"""The frame around the screens once the data is open."""

import logging
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.parts import ime
from desktop.ui.parts.buttons import bind
from desktop.ui.parts.layouts import boxed, row
from desktop.ui.parts.notices import Notice, Toast
from desktop.ui.shell.bars import STATUS, StatusBar, TopBar
from desktop.ui.shell.footer import Footer
from desktop.ui.shell.presenter import ShellPresenter, ShellState
from desktop.ui.shell.rail import Rail
from desktop.ui.shell.screen import Place, Screen
from desktop.work.changed import Changed
from desktop.work.desk import Clock
from desktop.work.lanes import Lanes
from forms.problem import Problem
from resources.words import _

MINIMUM = (1000, 530)
NARROW, LOW = 1050, 600
log = logging.getLogger(__name__)
Builders = Mapping[str, Callable[["Shell"], Screen]]


class Shell(QWidget):
    """``desktop.ui.shell.screen.Frame``: rail, bars, notices, toast, and the screen that is open.

    Screens are built when first opened. ``lock`` and ``preferences`` are the application's.
    """

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        builders: Builders,
        *,
        search: Callable[["Shell", QWidget], object],
        lock: Callable[[], object],
        about: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lanes = lanes
        self.clock = clock
        self._builders = builders
        self._search_over = search
        self._screens: dict[str, Screen] = {}
        self._trail: list[Place] = []
        self._footer: QWidget | None = None
        self._undoable: Changed | None = None
        self.setMinimumSize(*MINIMUM)
        self._presenter = ShellPresenter(lanes, clock, self._render)
        self._lay_out(lock)
        self._menu(lock, about)
        bind(self, "Ctrl+K", self._search)
        bind(self, "Ctrl+L", lock)
        bind(self, "Ctrl+/", lambda: self.go(Place("help", query="keys")))
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _lay_out(self, lock: Callable[[], object]) -> None:
        self._rail = Rail(self._chosen, self)
        self._top = TopBar(
            on_back=self.back,
            on_search=self._search,
            on_visit=lambda: self.go(Place("visit")),
            on_lock=lock,
            parent=self,
        )
        self._notice = Notice(tone="error", closable=True)
        self._stack = QStackedWidget()
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._status = StatusBar(self)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._top)
        self._notice_row = boxed(row(self._notice), QMargins(24, 8, 20, 0))
        self._notice_row.hide()
        self._notice.closed.connect(self._notice_row.hide)
        right.addWidget(self._notice_row)
        right.addWidget(self._stack, 1)
        right.addLayout(self._foot)
        right.addWidget(self._status)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        whole.addLayout(right, 1)
        self._toast = Toast(self, bottom=12 + STATUS)
        self._toast.undone.connect(self._undo)

    def _menu(self, lock: Callable[[], object], about: Callable[[], object]) -> None:
        menu = self._top.person.menu
        menu.addAction(_("Settings"), lambda: self.go(Place("settings")))
        menu.addAction(_("Lock"), lock)
        menu.addSeparator()
        menu.addAction(_("About Ngõ Số"), about)

    # what a screen may ask

    def go(self, place: Place) -> None:
        """Open another place; the present one is kept for ``back``."""
        ime.commit()
        if self._trail and self._trail[-1] == place and place.screen == self._here():
            return
        self._trail.append(place)
        self._show(place)

    def back(self) -> None:
        """Return to the place before; from a page opened first, as after a lock, to its rail item."""
        ime.commit()
        if len(self._trail) > 1:
            self._trail.pop()
        elif (screen := self.showing()) and self._leads_back(screen):
            self._trail = [Place(screen.rail)]
        self._show(self._trail[-1])

    def tell(self, problem: Problem) -> None:
        """Show a problem in the notices bar; it stays until it is closed or another comes."""
        log.info("told %s", problem.code)
        self._notice.set_notice(
            problem.text, problem.advice, "warn" if problem.row.kind == "input" else "error"
        )
        self._notice_row.show()
        self._notice.show_and_say()

    def say(self, text: str, changed: Changed | None = None) -> None:
        """Show a toast for 10 s and announce it; with ``changed`` it offers Undo (Ctrl+Z)."""
        self._undoable = changed if changed and changed.undo else None
        self._toast.say(text, undo=self._undoable is not None)

    def undoable(self, changed: Changed) -> None:
        """Ctrl+Z takes ``changed`` back from now on, without a toast: the screen itself says what was done."""
        self._undoable = changed if changed.undo else None
        self._toast.hide()

    def undo(self) -> None:
        """Take back what was done last, as Ctrl+Z does."""
        self._undo()

    def hush(self) -> None:
        """Take the toast away."""
        self._toast.hide()

    def changed(self, changed: Changed) -> None:
        """Broadcast what was written; every open screen hears of it."""
        self._notice_row.hide()
        self._presenter.reload()
        for screen in self._screens.values():
            screen.heard(changed)

    def retitle(self) -> None:
        """The screen's title or subtitle changed: draw them anew."""
        screen = self.showing()
        if screen is None:
            return
        visit = "hidden" if screen.hides_visit else "soft" if screen.owns_primary else "primary"
        back = self._leads_back(screen)
        self._top.show_title(screen.title(), screen.subtitle(), back=back, visit=visit)

    def close_down(self) -> None:
        """The data shuts: stop listening to the application."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)

    # inside

    def showing(self) -> Screen | None:
        """The screen in view."""
        current = self._stack.currentWidget()
        return current if isinstance(current, Screen) else None

    def place(self) -> Place:
        """Where the window is, to return to after a lock."""
        here = self._trail[-1] if self._trail else Place("today")
        screen = self.showing()
        return (screen.place() if screen else None) or here

    def leave(self) -> None:
        """Keep what is half typed before the window locks or closes."""
        ime.commit()
        if screen := self.showing():
            screen.leave()

    def _leads_back(self, screen: Screen) -> bool:
        return screen.has_back and (len(self._trail) > 1 or self._trail[-1] != Place(screen.rail))

    def _here(self) -> str | None:
        screen = self.showing()
        return next((name for name, it in self._screens.items() if it is screen), None)

    def _chosen(self, name: str) -> None:
        self._trail.clear()
        self.go(Place(name, query=self._here() or "") if name == "help" else Place(name))

    def _show(self, place: Place) -> None:
        if screen := self.showing():
            screen.leave()
        if place.screen not in self._screens:
            made = self._builders[place.screen](self)
            self._screens[place.screen] = made
            self._stack.addWidget(made)
        screen = self._screens[place.screen]
        self._stack.setCurrentWidget(screen)
        self._show_footer(screen.footer())
        screen.open(place)
        self._rail.light(screen.rail)
        self.retitle()
        self._presenter.reload()

    def _show_footer(self, footer: QWidget | None) -> None:
        if footer is self._footer:
            return
        if self._footer is not None:
            self._footer.hide()
            self._foot.removeWidget(self._footer)
        self._footer = footer
        if footer is not None:
            self._foot.addWidget(footer)
            self._lower_footer()
            footer.show()
            self._toast.raise_()  # what came last would cover it

    def _lower_footer(self) -> None:
        if isinstance(self._footer, Footer):
            self._footer.set_low(self.height() < LOW)

    def _search(self) -> None:
        ime.commit()
        self._search_over(self, self._top.search)

    def _undo(self) -> None:
        if self._undoable is not None:
            changed, self._undoable = self._undoable, None
            self._toast.hide()
            self._presenter.undo(changed, self._undone)

    def _undone(self, changed: Changed) -> None:
        self.changed(changed)
        self.say(_("Undone"))

    def _render(self, state: ShellState) -> None:
        self._rail.set_where(state.where)
        self._rail.set_counts(state.counts)
        self._top.person.set_name(state.person)
        self._status.show_status(state.icon, state.left, state.right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < LOW
        self._rail.set_narrow(self.width() < NARROW, low)
        self._lower_footer()
        self._top.set_low(low or self.width() < NARROW)
        self._status.setVisible(not low)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z undoes typing first; a field with nothing to undo lets it undo the last save."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._undoable:
            typing = QApplication.focusWidget()
            undoes = (isinstance(typing, QLineEdit) and typing.isUndoAvailable()) or (
                isinstance(typing, QPlainTextEdit) and typing.document().isUndoAvailable()
            )
            if event.matches(QKeySequence.StandardKey.Undo) and watched is typing and not undoes:
                self._undo()
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._undo()
        elif event.key() == Qt.Key.Key_Escape and (screen := self.showing()) and screen.has_back:
            self.back()
        else:
            super().keyPressEvent(event)
