"""Ctrl+K: the search over whatever is open. A child of the window, so that input methods keep the keyboard."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts import ime, paint
from desktop.ui.parts.fields import LineEdit
from desktop.ui.parts.labels import Text
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.notices import SHADOW, announce, shadow
from desktop.ui.parts.tokens import R_CARD, Role
from desktop.ui.search.places import place_of
from desktop.ui.search.presenter import SearchPresenter
from desktop.ui.search.results import Results
from desktop.ui.search.state import Line, SearchState
from desktop.ui.shell.window import Shell
from resources.words import _

_WIDE = 640
_HIGHEST = 520  # px of the list


class Palette(QWidget):
    """One per window; ``Palette.over(shell, anchor)`` opens it on the search box of the top bar."""

    def __init__(self, shell: Shell, anchor: QWidget) -> None:
        super().__init__(shell)
        self._shell, self._anchor = shell, anchor
        self._before: QWidget | None = None
        self._presenter = SearchPresenter(shell.lanes, show=self.render_state, full=False)
        self.box = LineEdit(_("Name, house number, words; no diacritics needed"), icon="search")
        self.box.setAccessibleName(_("Search everything"))
        self.box.textChanged.connect(lambda _text: self._presenter.searched(self.box.value()))
        self.box.installEventFilter(self)
        self.results = Results(_("Results"), one_click=True, hints_enter=True)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.opened.connect(self._open)
        self._words = Text("", Role.SECONDARY, "text2")
        self._keys = Text(_("↑↓ choose · Enter open · Esc close"), Role.SECONDARY, "text2")
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 0, 14, 0)
        foot.addWidget(self._words)
        foot.addStretch(1)
        foot.addWidget(self._keys)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SHADOW + 8, SHADOW + 8, SHADOW + 8, SHADOW + 8)
        whole.setSpacing(6)
        whole.addWidget(self.box)
        whole.addWidget(self.results, 1)
        whole.addLayout(foot)
        self.setAccessibleName(_("Search everything"))
        shell.installEventFilter(self)
        self.hide()

    @classmethod
    def over(cls, shell: Shell, anchor: QWidget) -> "Palette":
        """Open it, empty; pressed again it closes."""
        there = shell.findChild(cls)
        palette = there if isinstance(there, cls) else cls(shell, anchor)
        if palette.isVisible():
            palette.close_up()
        else:
            palette.open_up()
        return palette

    def open_up(self) -> None:
        """Come up empty, the cursor in the box."""
        self._before = self._shell.focusWidget()
        self.box.clear()
        self._presenter.searched("", again=True)
        self._place()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_up(self) -> None:
        """Go away; the cursor returns to where it was."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: SearchState) -> None:
        """Draw ``state``; the box belongs to the one who types."""
        self.results.show_lines(state.lines, state.text)
        self.results.setVisible(bool(state.lines))
        words = _("Type a name, a house number, or where to go.") if not state.text else ""
        self._words.setText(
            _("Nothing found for “{text}”.").format(text=state.text) if state.nothing else words
        )
        self._place()
        if state.nothing:
            announce(self.box, self._words.text())
        elif (line := self.results.current()) is not None:
            announce(self.box, f"{line.title}. {line.second}")

    def _place(self) -> None:
        # Its box lies exactly over the one in the top bar.
        spot = self._anchor.mapTo(self._shell, QPoint(0, 0))
        edge = SHADOW + 8
        wide = min(_WIDE, self._shell.width() - 16) + 2 * edge
        left = min(spot.x() - edge, self._shell.width() - wide + SHADOW - 12)
        top = spot.y() - edge
        high = edge + self.box.sizeHint().height() + 6 + 26 + edge
        if self.results.lines():
            room = self._shell.height() - top - high - 12
            high += min(self.results.height_wanted(), _HIGHEST, room) + 6
        self.setGeometry(left, top, wide, high)

    def _open(self, line: Line) -> None:
        self.hide()
        self._shell.go(place_of(line))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if not self.isVisible():
            return False
        if watched is self._shell and kind == QEvent.Type.Resize:
            self._place()
        if watched is not self.box:
            return False
        if kind == QEvent.Type.FocusOut and not self.underMouse():
            self.hide()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.results.step(1 if key == Qt.Key.Key_Down else -1)
            if (line := self.results.current()) is not None:
                announce(self.box, f"{line.title}. {line.second}")
            return True
        if key == Qt.Key.Key_Escape:
            self.close_up()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            ime.commit()
            # Results of fewer letters must not be opened by an Enter that came with more of them.
            if (line := self.results.current()) is not None and self.results.typed == self.box.value():
                self._open(line)
            return True
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._presenter.searched("", again=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        whole = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        shadow(painter, whole, R_CARD, theme)
        paint.box(painter, whole, R_CARD, theme.surface, theme.line)
