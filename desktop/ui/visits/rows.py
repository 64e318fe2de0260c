"""The lines of the session list, grouped by day."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt

from desktop.ui.entry import session_words as views
from desktop.ui.parts.models import Index, KeysetModel
from desktop.ui.parts.table import CELL, BadgeCell, Cell, GroupCell, IconCell, Lines, PlateCell
from desktop.work.visit_list import Line, Page
from resources.words import N_, _

DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_OUTCOMES = {"absent": "door-open", "rescheduled": "calendar-days", "declined": "x"}


class VisitRows(KeysetModel[Line | str]):
    """A ``str`` row heads a day; the others are lines."""

    def __init__(self, more: Callable[[Line | None], None], today: Callable[[], date]) -> None:
        super().__init__(lambda after: more(after if isinstance(after, Line) else None))
        self._today = today
        self._day = ""
        self.heads = (_("Time"), _("House"), _("Person and topics"), _("Result"), _("Sent"))

    def restart(self) -> None:
        self._day = ""
        super().restart()

    def add(self, page: Page) -> None:
        """Take the page that was asked for, a head before each new day."""
        rows: list[Line | str] = []
        for line in page.lines:
            day = line.sort[:10]
            if day != self._day:
                self._day = day
                rows.append(self._head(day, page.days.get(day, 0)))
            rows.append(line)
        self.append(rows, page.last)

    def find(self, rec: str) -> int:
        """The row of a session, -1 when it is not loaded."""
        return next((n for n, row in enumerate(self.rows()) if isinstance(row, Line) and row.rec == rec), -1)

    def _head(self, iso: str, count: int) -> str:
        day = date.fromisoformat(iso)
        today = self._today()
        shown = day.strftime("%d/%m") if day.year == today.year else day.strftime("%d/%m/%Y")
        words = f"{_(DAYS[day.weekday()])} {shown}"
        if day == today:
            words = _("Today, {day}").format(day=words)
        return " · ".join((words, _("{n} sessions").format(n=count)))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if role == CELL:
            return GroupCell(row) if isinstance(row, str) else _cell(row, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else _words(row, index.column())
        return None


def _cell(line: Line, column: int) -> Cell:
    match column:
        case 0:
            return line.at
        case 1:
            return PlateCell(line.plate) if line.plate else "—"
        case 2:
            return Lines(*_who(line))
        case 3:
            return _badge(line)
        case _:
            return IconCell("circle-check", "ok") if line.sent else IconCell("clock", "text2")


def _badge(line: Line) -> BadgeCell:
    if not line.result:
        return BadgeCell(
            views.label("visit_outcome", line.outcome), "neutral", _OUTCOMES.get(line.outcome, "clock")
        )
    tone, icon = views.TONES.get(line.result, ("neutral", "circle-check"))
    return BadgeCell(views.result_short(line.result), tone, icon)  # type: ignore[arg-type]


def _who(line: Line) -> tuple[str, str]:
    topics = views.labels("topics", line.topics)
    if line.obstacles:
        topics = " · ".join(
            p for p in (topics, views.lower_first(views.labels("obstacle", line.obstacles, ", "))) if p
        )
    if line.name:
        return line.name, topics
    if not line.result:
        return _("Nobody guided"), views.label("visit_outcome", line.outcome)
    age = views.label("age_band", line.age_band) if line.age_band else ""
    return _("No name kept"), " · ".join(p for p in (age, topics) if p)


def _words(line: Line, column: int) -> str:
    match column:
        case 0:
            return line.at
        case 1:
            return line.plate
        case 2:
            return ", ".join(_who(line))
        case 3:
            return _badge(line).text
        case _:
            return _("with the province") if line.sent else _("waiting to be sent")
