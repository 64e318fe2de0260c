"""How far: a bar, a ring, a week."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.tokens import R_BUTTON, R_CARD, Role


class ProgressBar(QProgressBar):
    """A round bar, 10 px (``minor``: 6). ``set_part(84, 120)``; a target is an upright tick."""

    def __init__(self, name: str = "", *, minor: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thick = 6 if minor else 10
        self._target: float | None = None
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_part(self, done: float, of: float, target: float | None = None) -> None:
        """Fill to ``done`` of ``of``; ``target`` is in the same unit. ``of`` 0 shows an empty bar."""
        self._target = None if target is None or of <= 0 else target / of
        self.setRange(0, 1000)
        self.setValue(round(1000 * min(done / of, 1)) if of > 0 else 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self._thick if self._target is None else 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(0, (self.height() - self._thick) / 2, self.width(), self._thick)
        paint.bar(QPainter(self), rect, max(0, self.value()) / 1000, theme_of(self), self._target)


class Ring(QWidget):
    """A ring with ``done / of`` inside, 88 px."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._done, self._of = name, 0, 0
        self.setFixedSize(88, 88)

    def set_part(self, done: int, of: int) -> None:
        """Show ``done`` of ``of``."""
        self._done, self._of = done, of
        self.setAccessibleName(f"{self._name} {done}/{of}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(5, 5, -5, -5)
        with paint.saved(painter):
            painter.setPen(QPen(QColor(theme.neutral_tint), 9))
            painter.drawEllipse(rect)
            painter.setPen(QPen(QColor(theme.fill), 9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            part = min(1.0, self._done / self._of) if self._of else 0.0
            painter.drawArc(rect, 90 * 16, -round(part * 360 * 16))
        paint.text(painter, QRectF(0, 18, 88, 32), str(self._done), sized(22, 700), theme.text, paint.CENTRE)
        paint.text(
            painter, QRectF(0, 45, 88, 20), f"/ {self._of}", font(Role.SECONDARY), theme.text2, paint.CENTRE
        )


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the strip. ``done`` None is unknown or to come and shows as a dash."""

    key: str
    label: str
    done: int | None
    planned: int
    unit: str
    note: str = ""
    today: bool = False


class WeekStrip(QWidget):
    """Seven days with their planned and done visits. Signal ``opened(key)``; arrows move, Enter opens."""

    focus_radius = R_CARD
    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._days: tuple[WeekDay, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(104)

    def set_days(self, days: Sequence[WeekDay]) -> None:
        """Show these days, Monday first."""
        self._days = tuple(days)
        self._at = next((at for at, day in enumerate(days) if day.today), 0)
        self._say()
        self.update()

    def _say(self) -> None:
        self.setAccessibleName(self._name)
        if self._days:
            day = self._days[self._at]
            done = "–" if day.done is None else day.done
            self.setAccessibleDescription(
                f"{day.label}: {done} / {day.planned} {day.unit} {day.note}".strip()
            )

    def minimumSizeHint(self) -> QSize:
        return QSize(7 * 78, 104)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._days:
            self._at = min(max(0, self._at + step), len(self._days) - 1)
            self._say()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._days:
            self.opened.emit(self._days[self._at].key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._days:
            at = int((event.position().x() - 4) / ((self.width() - 8) / len(self._days)))
            self._at = min(max(0, at), len(self._days) - 1)
            self._say()
            self.opened.emit(self._days[self._at].key)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), R_CARD, theme.surface, theme.line)
        step = (self.width() - 8) / max(1, len(self._days))
        for at, day in enumerate(self._days):
            cell = QRectF(4 + step * at, 4, step, self.height() - 8)
            if day.today:
                paint.box(painter, cell.adjusted(4, 0, -4, 0), R_BUTTON, theme.tint)
            elif at and not self._days[at - 1].today:
                edge = round(cell.left())
                paint.line(painter, edge, 14, edge, self.height() - 14, theme.line)
            if at == self._at and self.hasFocus():
                paint.box(painter, cell.adjusted(4, 0, -4, 0), R_BUTTON, None, theme.accent, 2)
            inner = cell.adjusted(13, 6, -13, 0)
            face = sized(13, 600) if day.today else font(Role.SECONDARY)
            paint.text(
                painter,
                QRectF(inner.left(), 10, inner.width() + 8, 22),
                day.label,
                face,
                theme.accent if day.today else theme.text2,
            )
            done = "–" if day.done is None else str(day.done)
            paint.text(painter, QRectF(inner.left(), 34, 30, 26), done, font(Role.SECTION), theme.text)
            x = inner.left() + paint.width_of(done, font(Role.SECTION)) + 5
            rest = f"/ {day.planned} {day.unit}" if day.planned else day.unit
            paint.text(
                painter, QRectF(x, 35, inner.right() + 10 - x, 26), rest, font(Role.SECONDARY), theme.text2
            )
            if day.done is not None:
                part = day.done / day.planned if day.planned else min(1, day.done)
                track = theme.surface if day.today else theme.neutral_tint
                paint.bar(painter, QRectF(inner.left(), 64, inner.width(), 6), part, theme, track=track)
            if day.note:
                paint.text(
                    painter,
                    QRectF(inner.left(), 74, inner.width() + 8, 22),
                    day.note,
                    font(Role.SECONDARY),
                    theme.text,
                )
