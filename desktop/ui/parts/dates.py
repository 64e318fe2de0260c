"""A date, typed. The rule that reads it is passed in: the part only shows and asks."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.icons import icon
from desktop.ui.parts.look import theme_of
from resources.words import _

SHAPE = "%d/%m/%Y"


class DateField(QWidget):
    """A date as dd/MM/yyyy. ``parse(text)`` returns the date, or None for words it cannot read.

    When the focus leaves, a readable date is written out in full. ``changed`` fires when the date changed;
    ``value()`` is None while the box is empty or unreadable, ``text()`` is what stands in it.
    """

    changed = Signal()

    def __init__(
        self, parse: Callable[[str], date | None], *, calendar: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parse = parse
        self._held: date | None = None
        self._popup: QFrame | None = None
        self.line = LineEdit(_("dd/mm/yyyy"))
        self.line.left.connect(self._settle)
        self.line.textChanged.connect(self._typed)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.line, 1)
        self._open: Button | None = None
        if calendar:
            self._open = Button("", icon="calendar-days", name=_("Choose a date"), on=self._show_calendar)
            whole.addWidget(self._open)
        self.setFocusProxy(self.line)

    def value(self) -> date | None:
        """The date in the box, or None."""
        return self._parse(self.line.value()) if self.line.value() else None

    def text(self) -> str:
        """What stands in the box."""
        return self.line.value()

    def set_value(self, day: date | None) -> None:
        """Show ``day``; silent."""
        self._held = day
        self.line.blockSignals(True)
        self.line.setText(day.strftime(SHAPE) if day else "")
        self.line.blockSignals(False)

    def set_read_only(self, locked: bool) -> None:
        """Neither typed nor chosen from the calendar."""
        self.line.setReadOnly(locked)
        if self._open is not None:
            self._open.setEnabled(not locked)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self.line.setAccessibleDescription(description)

    def setProperty(self, name: str, value: object) -> bool:
        """The fault shows on the line itself."""
        self.line.setProperty(name, value)
        self.line.update()
        return super().setProperty(name, value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _typed(self) -> None:
        now = self.value()
        if now != self._held:
            self._held = now
            self.changed.emit()

    def _settle(self) -> None:
        day = self.value()
        if day is not None and self.line.text() != day.strftime(SHAPE):
            self.set_value(day)

    def _show_calendar(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setLocale(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        theme = theme_of(self)
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(theme.text2))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, weekend)
        for button, name in (
            ("qt_calendar_prevmonth", "chevron-left"),
            ("qt_calendar_nextmonth", "chevron-right"),
        ):
            arrow = calendar.findChild(QToolButton, button)
            if isinstance(arrow, QToolButton):
                arrow.setIcon(icon(name, theme.on_plate))
        held = self.value()
        if held is not None:
            calendar.setSelectedDate(QDate(held.year, held.month, held.day))
        inside = QVBoxLayout(popup)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(calendar)
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(self._picked)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self._popup = popup
        popup.show()
        calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        if self._popup is not None:
            popup, self._popup = self._popup, None
            popup.close()
            self.line.setText(date(day.year(), day.month(), day.day()).strftime(SHAPE))
            self.line.setFocus()
