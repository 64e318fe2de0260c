"""The page of a door that does not open: what is the matter, what to do, try again."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.layouts import STRETCH, boxed, column, row
from desktop.ui.parts.notices import Notice
from forms.problem import Problem
from resources.words import _

WIDTH = 470


class ClosedPage(QWidget):
    """``again`` is called when the person has done what the problem advises."""

    def __init__(self, problem: Problem, again: Callable[[], object]) -> None:
        super().__init__()
        self.notice = Notice(problem.text, problem.advice, "error")
        self.again = Button(_("Try again"), icon="refresh-cw", on=again)
        middle = boxed(column(STRETCH, self.notice, row(STRETCH, self.again), STRETCH, spacing=12))
        middle.setFixedWidth(WIDTH)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row(STRETCH, middle, STRETCH))
        self.again.setFocus()
        self.notice.show_and_say()
