"""The top bar (title, search, who is at work, lock) and the status bar."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.labels import Icon, Text, tip
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.tokens import R_BUTTON, Role
from resources.words import _

TOP, TOP_LOW = 58, 48
_TITLE, _LEAST = (
    0.6,
    60,
)  # the title's part of the room beside a long subtitle; px a subtitle is worth showing
STATUS = 30


class SearchButton(QAbstractButton):
    """Looks like the search field it opens: one box for everything, Ctrl+K."""

    focus_radius = R_BUTTON

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Search everything"))
        self.setText(_("Search everything…"))

    def sizeHint(self) -> QSize:
        return QSize(264, 36)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, 7, theme.surface, theme.border)
        draw_icon(painter, QRectF(11, 0, 18, rect.height()), "search", theme.text2)
        wide = paint.keycap_width("Ctrl K")
        paint.text(
            painter,
            QRectF(35, 0, rect.width() - 45 - wide, rect.height()),
            self.text(),
            font(Role.BODY),
            theme.text2,
        )
        paint.keycap(painter, rect.right() - 7 - wide, rect.center().y(), "Ctrl K", theme.text2, theme.line)


class Person(QAbstractButton):
    """Who is at work; opens a small menu."""

    focus_radius = R_BUTTON

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.menu = QMenu(self)
        self.clicked.connect(lambda: self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4))))

    def set_name(self, name: str) -> None:
        self.setText(name)
        self.setAccessibleName(_("At work: {name}").format(name=name))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(36 + int(paint.width_of(self.text(), font(Role.LABEL))) + 26, 36)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        middle = self.height() / 2
        paint.box(painter, QRectF(0, middle - 14, 28, 28), 14, theme.tint)
        draw_icon(painter, QRectF(0, middle - 14, 28, 28), "user", theme.accent, 16)
        paint.text(
            painter,
            QRectF(36, 0, self.width() - 56, self.height()),
            self.text(),
            font(Role.LABEL),
            theme.text,
        )
        draw_icon(painter, QRectF(self.width() - 20, 0, 14, self.height()), "chevron-down", theme.text2, 14)


class TopBar(QWidget):
    """Title and subtitle at the left; search, log a visit, person and lock at the right."""

    def __init__(
        self,
        *,
        on_back: Callable[[], object],
        on_search: Callable[[], object],
        on_visit: Callable[[], object],
        on_lock: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.back = Button(icon="chevron-left", kind="ghost", name=_("Back"), on=on_back)
        self._title = Text("", Role.PAGE_TITLE)
        self._subtitle = Text("", Role.BODY, "text2")
        self.search = SearchButton(self)
        self.search.clicked.connect(lambda: on_search())
        self.visit = Button(_("Log visit"), "soft", icon="plus", keys="F2", on=on_visit)
        self.person = Person(self)
        self.lock = Button(icon="lock", kind="ghost", name=_("Lock"), keys="", on=on_lock)
        self.lock.setToolTip(_("Lock (Ctrl+L)"))
        self._words = "", ""
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 14, 0)
        row.setSpacing(10)
        left: list[QWidget] = [self.back, self._title, self._subtitle]
        right: list[QWidget] = [self.search, self.visit, self.person, self.lock]
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)
        self.set_low(False)

    def show_title(self, title: str, subtitle: str, *, back: bool, visit: str) -> None:
        """``visit``: primary, soft or hidden – how Log visit looks beside this screen."""
        self._words = title, subtitle
        self.back.setVisible(back)
        self.visit.setVisible(visit != "hidden")
        if visit != "hidden":
            self.visit.set_kind("primary" if visit == "primary" else "soft")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # the name of who is at work came, or is a longer one
        return super().event(event)

    def _fit(self) -> None:
        """A survey may have a title of any length: what there is no room for ends in an ellipsis."""
        row = self.layout()
        assert row is not None
        margins, gap = row.contentsMargins(), row.spacing()
        others = [it for it in (self.back, self.visit, self.person, self.lock) if not it.isHidden()]
        taken = sum(it.sizeHint().width() + gap for it in others) + min(
            self.search.sizeHint().width(), self.search.maximumWidth()
        )
        room = self.width() - margins.left() - margins.right() - taken - 2 * gap
        title, subtitle = self._words
        wide = round(paint.width_of(subtitle, self._subtitle.font())) + gap + 4 if subtitle else 0
        shown = _elided(self._title, title, max(room - wide, round(room * _TITLE) if subtitle else room))
        rest = room - round(paint.width_of(shown, self._title.font())) - gap - 4
        _elided(self._subtitle, subtitle, rest)
        self._subtitle.setVisible(bool(subtitle) and rest > _LEAST)

    def set_low(self, low: bool) -> None:
        self.setFixedHeight(TOP_LOW if low else TOP)
        self._title.setFont(font(Role.SECTION if low else Role.PAGE_TITLE))
        self._subtitle.setFont(font(Role.SECONDARY if low else Role.BODY))
        self.search.setMaximumWidth(220 if low else 264)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.line(painter, 0, self.height() - 1, self.width(), self.height() - 1, theme_of(self).line)


def _elided(label: Text, words: str, room: int) -> str:
    """Put as much of ``words`` on ``label`` as fits ``room`` px, the rest into its tooltip; what it shows now."""
    whole = round(paint.width_of(words, label.font())) + 2 <= room
    metrics = QFontMetricsF(label.font())
    shown = words if whole else metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))
    if shown != label.text():
        label.setText(shown)
    label.setToolTip("" if whole else tip(words))
    label.setAccessibleName("" if whole else words)
    return shown


class StatusBar(QWidget):
    """One line: whether anything leaves the machine, what waits, where the shortcuts are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(STATUS)
        self._icon = Icon("wifi-off", "text2", 16)
        self._left = Text("", Role.SECONDARY, "text2")
        self._right = Text("", Role.SECONDARY, "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._left)
        row.addStretch(1)
        row.addWidget(self._right)

    def show_status(self, icon: str, left: str, right: str) -> None:
        self._icon.set_icon(icon)
        self._left.setText(left)
        self._right.setText(right)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), 0, theme.rail)
        paint.line(painter, 0, 0, self.width(), 0, theme.line)
