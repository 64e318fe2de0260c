"""Choosing a view: counts as tabs, segments; and the steps a record goes through."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.tokens import CONTROL, R_BUTTON, Role
from resources.words import _


class _Tabs(QTabBar):
    """Shared by both kinds: silent filling, one signal for what a person chose."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.currentChanged.connect(self.chosen)

    def choose(self, index: int) -> None:
        """Choose a tab from the program; silent."""
        self.blockSignals(True)
        self.setCurrentIndex(index)
        self.blockSignals(False)
        self.update()

    def _refill(self, texts: Sequence[str]) -> None:
        kept = self.currentIndex()
        self.blockSignals(True)
        while self.count() > len(texts):
            self.removeTab(self.count() - 1)
        for at, text in enumerate(texts):
            if at < self.count():
                self.setTabText(at, text)
            else:
                self.addTab(text)
        if 0 <= kept < self.count():
            self.setCurrentIndex(kept)
        self.blockSignals(False)
        self.updateGeometry()
        self.update()


class CountTabs(_Tabs):
    """Large tabs over the whole width, each with its count; 60 px. Signal ``chosen(index)``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._counts: list[tuple[int, str]] = []
        self.setExpanding(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: Sequence[tuple[int, str]]) -> None:
        """Show (count, label) for each tab; the chosen one stays chosen."""
        self._counts = list(counts)
        self._refill([f"{count} {label}" for count, label in counts])

    def tabSizeHint(self, index: int) -> QSize:
        count, label = self._counts[index] if index < len(self._counts) else (0, "")
        words = paint.width_of(str(count), font(Role.SECTION)) + paint.width_of(label, sized(15, 600))
        even = self.width() // max(1, self.count())
        return QSize(max(int(words) + 48, even), 60)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(96, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), R_BUTTON, theme.sunken)
        for at, (count, label) in enumerate(self._counts):
            rect = QRectF(self.tabRect(at)).adjusted(4, 4, -4, -4)
            now = at == self.currentIndex()
            if now:
                paint.box(painter, rect, R_BUTTON, theme.surface, theme.line)
                paint.box(
                    painter,
                    QRectF(rect.left() + 14, rect.bottom() - 3, rect.width() - 28, 3),
                    1,
                    theme.accent,
                )
                if self.hasFocus():
                    paint.box(painter, rect, R_BUTTON, None, theme.accent, 2)
            x = rect.left() + 16
            wide = paint.width_of(str(count), font(Role.SECTION)) + 1
            paint.text(
                painter,
                QRectF(x, rect.top(), wide, rect.height()),
                str(count),
                font(Role.SECTION),
                theme.text,
            )
            face = sized(15, 600) if now else font(Role.BODY)
            room = QRectF(x + wide + 7, rect.top(), rect.right() - x - wide - 15, rect.height())
            paint.text(painter, room, label, face, theme.text if now else theme.text2)


class SegmentTabs(_Tabs):
    """Small tabs in a row, 36 px: the chosen one on the tint. Signal ``chosen(index)``."""

    def __init__(self, name: str, labels: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setExpanding(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_labels(labels)

    def set_labels(self, labels: Sequence[str]) -> None:
        """Show these tabs (``Done 6``); the chosen one stays chosen."""
        self._refill(labels)

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(round(paint.width_of(self.tabText(index), font(Role.LABEL))) + 32, CONTROL)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        for at in range(self.count()):
            rect = QRectF(self.tabRect(at)).adjusted(0, 0, -4, 0)
            now = at == self.currentIndex()
            if now:
                paint.box(painter, rect, R_BUTTON, theme.tint)
                if self.hasFocus():
                    paint.box(painter, rect, R_BUTTON, None, theme.accent, 2)
            ink = theme.accent if now else theme.text
            paint.text(painter, rect, self.tabText(at), font(Role.LABEL), ink, paint.CENTRE)


class Stepper(QWidget):
    """The steps of a record: those behind ticked, the present one a plate. To look at, not to press."""

    def __init__(self, steps: Sequence[str] = (), now: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_steps(steps, now)

    def set_steps(self, steps: Sequence[str], now: int) -> None:
        """Show the steps with ``now`` (from 0) as the present one."""
        self._steps, self._now = tuple(steps), now
        if steps:
            said = _("Step {now} of {count}: {name}").format(now=now + 1, count=len(steps), name=steps[now])
            self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(1, len(self._steps)) * 110, 54)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(1, len(self._steps)) * 84, 54)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        step = self.width() / max(1, len(self._steps))
        for at, name in enumerate(self._steps):
            middle = step * at + step / 2
            square = QRectF(round(middle) - 13, 2, 26, 26)
            if at + 1 < len(self._steps):
                with paint.saved(painter):
                    painter.setPen(QPen(QColor(theme.accent if at < self._now else theme.line), 2))
                    painter.drawLine(QPointF(square.right() + 6, 15), QPointF(middle + step - 19, 15))
            if at < self._now:
                paint.box(painter, square, R_BUTTON - 3, theme.tint)
                paint.tick(painter, square.center(), 12, theme.accent)
            elif at == self._now:
                paint.plate(painter, square, str(at + 1), theme)
            else:
                paint.box(painter, square, R_BUTTON - 3, theme.surface, theme.border)
                paint.text(painter, square, str(at + 1), font(Role.SECONDARY), theme.text2, paint.CENTRE)
            face, ink = (
                (sized(13, 600), theme.text) if at == self._now else (font(Role.SECONDARY), theme.text2)
            )
            paint.text(painter, QRectF(step * at, 32, step, 20), name, face, ink, paint.CENTRE)
