"""The gate as the application knows it: the alley at the left, one of two pages at the right."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.gate.alley import NARROW, Alley
from desktop.ui.gate.closed import ClosedPage
from desktop.ui.gate.first_run import FirstRunPage
from desktop.ui.gate.practice import Practice
from desktop.ui.gate.presenter import Begin, FirstRunPresenter, Unlock, UnlockPresenter
from desktop.ui.gate.state import Answers, FirstRunState, PracticeState
from desktop.ui.gate.unlock import UnlockPage
from desktop.work.desk import Clock
from forms.problem import Problem

_GIVES_WAY = 1050  # px: below this the alley gives way


class Gate(QWidget):
    """Shown while the data is shut.

    ``begin(person, place, passphrase, then, failed)`` sets the machine up and ``unlock(slot, passphrase,
    then, failed)`` opens it, both off the window's thread; ``then`` and ``failed(problem)`` come back on it.
    Pages are built anew each time they are shown: no passphrase outlives its use.
    """

    def __init__(
        self, home: Path, *, begin: Begin, unlock: Unlock, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._begin = begin
        self._page: QWidget | None = None
        self._unlocking = UnlockPresenter(
            home, unlock, clock, lambda state: self._unlock_page().show_state(state)
        )
        self._alley = Alley(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._alley)
        # The alley gives way only after the window has become narrow: it must not hold it wide.
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)

    def show_unlock(self, resume_note: str) -> None:
        """Ask who is working; ``resume_note`` says what waits behind the door and names nobody."""
        page = UnlockPage()
        self._put(page)
        page.chose.connect(self._unlocking.choose)
        page.entered.connect(self._unlocking.enter)
        page.asked_help.connect(self._unlocking.explain)
        page.ticked.connect(self._unlocking.tick)
        self._unlocking.open(resume_note)
        page.take()

    def show_first_run(self) -> None:
        """Lead through the three steps."""
        page = FirstRunPage()
        self._put(page)
        steps = FirstRunPresenter(self._begin, page.show_state)

        def practised(state: PracticeState) -> None:
            steps.state = replace(steps.state, practice=state)
            page.show_state(steps.state)

        def go_on(answers: Answers) -> None:
            before: FirstRunState = steps.state
            steps.go_on(answers)
            if steps.state.step == before.step:
                page.show_faults(steps.state)

        practice = Practice(practised)
        page.went_on.connect(go_on)
        page.went_back.connect(steps.go_back)
        page.typed.connect(steps.typed)
        page.who.chose_role.connect(steps.choose_role)
        page.who.chose_province.connect(steps.choose_province)
        page.who.edited.connect(steps.mend)
        page.who.looked_for.connect(steps.look_for)
        page.who.chose_commune.connect(steps.choose_commune)
        page.practice.looked_for.connect(practice.look_for)
        page.practice.chose_person.connect(practice.choose)
        page.practice.answered.connect(
            lambda: practice.answer(page.practice.topics.values(), page.practice.results.value())
        )
        page.practice.saved.connect(practice.save)
        practice.open()

    def show_problem(self, problem: Problem, again: Callable[[], object]) -> None:
        """Say why nobody can come in; ``again`` is called when the person wants to try once more."""
        self._put(ClosedPage(problem, again))

    def _unlock_page(self) -> UnlockPage:
        assert isinstance(self._page, UnlockPage)
        return self._page

    def _put(self, page: QWidget) -> None:
        if self._page is not None:
            self._row.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self._page = page
        self._row.addWidget(page, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROW + 600, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._alley.set_narrow(self.width() < _GIVES_WAY)
