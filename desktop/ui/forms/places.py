"""Places in a workbook, each with what is to be said of it: read as a table, copied as text."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from desktop.ui.forms.state import Change
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.labels import Badge, Text
from desktop.ui.parts.layouts import Line, ScrollBody, boxed, clear, row
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.tokens import R_CARD, Role
from forms.compile.workbook import Place
from resources.words import _

_COLUMN = 190  # px of the column that names the column
MOST_SHOWN = 150  # lines; copied are all of them
_TOP = Qt.AlignmentFlag.AlignTop


class PlaceList(QFrame):
    """Sheet, row, column, and what to correct or to know there."""

    def __init__(self, title: str, told: str) -> None:
        super().__init__()
        self._places: Sequence[Place] = ()
        self._told = told
        self._title = Text(title, Role.CARD_TITLE)
        self.copy = Button(_("Copy the list"), "quiet", icon="copy", on=self._copy)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(3, 1)
        self._grid.setContentsMargins(16, 8, 16, 12)
        held = QVBoxLayout()
        held.setContentsMargins(0, 0, 0, 0)
        held.addLayout(self._grid)
        held.addStretch(1)
        self.list = ScrollBody(held, margins=None)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows move it
        self.list.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        head = boxed(row(self._title, None, self.copy))
        head.setContentsMargins(16, 4, 8, 4)
        whole.addWidget(head)
        whole.addWidget(Line())
        whole.addWidget(self.list, 1)

    def show_places(self, places: Sequence[Place], total: int = 0) -> None:
        """Show them; ``total`` when there are more than were handed over."""
        if places == self._places:
            return
        self._places = places
        clear(self._grid)
        for at, head in enumerate((_("Sheet"), _("Row"), _("Column"), self._told)):
            self._grid.addWidget(Text(head, Role.SECONDARY_STRONG, "text2"), 0, at)
        for n, place in enumerate(places[:MOST_SHOWN], 1):
            for at, words in enumerate(cells(place)):
                text = Text(words, Role.LABEL if at < 3 else Role.BODY, wrap=at > 1)
                text.setAlignment(_TOP | Qt.AlignmentFlag.AlignLeft)
                if at == 2:
                    text.setMaximumWidth(_COLUMN)
                text.setAccessibleName(place.text if at == 3 else words)
                self._grid.addWidget(text, n, at, _TOP if at < 3 else Qt.AlignmentFlag(0))
        rest = max(total, len(places)) - min(len(places), MOST_SHOWN)
        if rest:
            more = Text(_("and {count} more").format(count=rest), Role.SECONDARY, "text2")
            self._grid.addWidget(more, MOST_SHOWN + 1, 3)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(place.text for place in self._places))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        paint.box(QPainter(self), QRectF(self.rect()), R_CARD, theme.surface, theme.line)


class ChangeList(QFrame):
    """What is otherwise in a newer version, question by question."""

    def __init__(self) -> None:
        super().__init__()
        self._changes: Sequence[Change] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._grid.setContentsMargins(16, 12, 16, 12)
        held = QVBoxLayout()
        held.setContentsMargins(0, 0, 0, 0)
        held.addLayout(self._grid)
        held.addStretch(1)
        scroll = ScrollBody(held, margins=None)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(_("What is otherwise"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(scroll)

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Show them."""
        if changes == self._changes:
            return
        self._changes = changes
        clear(self._grid)
        for n, it in enumerate(changes[:MOST_SHOWN]):
            self._grid.addWidget(Badge(it.badge, it.tone, it.icon), n, 0, _TOP)
            self._grid.addWidget(Text(it.text, Role.BODY, wrap=True), n, 1)
        if len(changes) > MOST_SHOWN:
            more = _("and {count} more").format(count=len(changes) - MOST_SHOWN)
            self._grid.addWidget(Text(more, Role.SECONDARY, "text2"), MOST_SHOWN, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        paint.box(QPainter(self), QRectF(self.rect()), R_CARD, theme.surface, theme.line)


def cells(place: Place) -> tuple[str, str, str, str]:
    """The place as four cells."""
    column = (
        f"{place.column} ({place.letter})" if place.letter and place.column else place.column or place.letter
    )
    return (
        place.sheet or "—",
        str(place.row or "—"),
        column or "—",
        place.reason[:1].upper() + place.reason[1:],
    )
