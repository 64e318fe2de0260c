"""Fields: one line, several lines, a list to choose from, and the label and fault around them.

Nothing here validates or masks while typing: an input mask drops what an input method composes.
"""

import unicodedata
from math import ceil

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.parts import ime, paint
from desktop.ui.parts.buttons import bind
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import FlowLayout
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.tokens import CONTROL, Role
from forms.text import nfc
from resources.words import _

_WIDE, _FIXED = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed


class LineEdit(QLineEdit):
    """One line, 36 px high. ``icon`` stands left, the keycap of ``keys`` right; ``keys`` focuses it.

    ``left`` fires when the focus leaves it, the moment to check what was typed.
    """

    left = Signal()

    def __init__(
        self,
        placeholder: str = "",
        *,
        icon: str = "",
        keys: str = "",
        height: int = CONTROL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.preedit = ""
        self._icon, self._keys = icon, paint.keycap_text(keys)
        self._height = height
        self.setFont(font(Role.BODY))
        self.setPlaceholderText(placeholder)
        right = int(paint.keycap_width(self._keys)) + 12 if keys else 8
        self.setTextMargins(32 if icon else 8, 0, right, 0)
        self.setSizePolicy(_WIDE, _FIXED)
        if keys:
            bind(self, keys, self.take)

    def take(self) -> None:
        """Take the focus and select what is there."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def value(self) -> str:
        """What was typed, in NFC, blanks trimmed, with what is still being composed."""
        return nfc(ime.text_with_preedit(self))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, self._height)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.preedit = event.preeditString()
        super().inputMethodEvent(ime.composed(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._icon and not self._keys:
            return
        theme = theme_of(self)
        painter = QPainter(self)
        if self._icon:
            draw_icon(painter, QRectF(11, 0, 18, self.height()), self._icon, theme.text2)
        if self._keys:
            x = self.width() - paint.keycap_width(self._keys) - 8
            paint.keycap(painter, x, self.height() / 2, self._keys, theme.text2, theme.line, theme.surface)


class SearchBox(LineEdit):
    """A search field: magnifier left, keycap right, Esc empties it. ``name`` is its accessible name."""

    def __init__(
        self, placeholder: str, *, name: str = "", keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(placeholder, icon="search", keys=keys, parent=parent)
        self.setAccessibleName(name or placeholder.rstrip("…."))
        clear = QAction(self)
        clear.setShortcut("Esc")
        clear.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        clear.triggered.connect(self.clear)
        clear.setEnabled(False)  # an empty box leaves Esc to the screen
        self.textChanged.connect(lambda text: clear.setEnabled(bool(text)))
        self.addAction(clear)


class Area(QPlainTextEdit):
    """Several lines, ``lines`` high; Tab moves on. Grows with its text up to ``most`` lines."""

    left = Signal()

    def __init__(
        self, placeholder: str = "", *, lines: int = 3, most: int = 8, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.preedit = ""
        self._lines, self._most = lines, most
        self.setFont(font(Role.BODY))
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(7)
        self.setSizePolicy(_WIDE, _FIXED)
        self.viewport().setAutoFillBackground(False)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def value(self) -> str:
        """What was typed, in NFC, with what is still being composed."""
        return nfc(ime.text_with_preedit(self))

    def sizeHint(self) -> QSize:
        shown = min(max(self._lines, self._rows()), self._most)
        line = ceil(QFontMetricsF(self.font()).lineSpacing())  # the whole-px metrics round it down
        return QSize(240, shown * line + 19)

    def _rows(self) -> int:
        """Lines the text takes, counted no further than can be shown."""
        rows, block = 0, self.document().firstBlock()
        while block.isValid() and rows < self._most:
            self.document().documentLayout().blockBoundingRect(block)  # breaks its lines, if nobody has yet
            rows += block.layout().lineCount()
            block = block.next()
        return rows

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()  # other breaks, other height: the document does not tell of it

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.preedit = event.preeditString()
        super().inputMethodEvent(ime.composed(event))

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(unicodedata.normalize("NFC", source.text()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class _Rows(QStyledItemDelegate):
    """Rows of a combo's list: 36 px, the chosen one tinted with a tick."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        wide = paint.width_of(str(index.data() or ""), font(Role.BODY))
        return QSize(int(wide) + 48, CONTROL)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        combo = self.parent()
        assert isinstance(combo, QComboBox)
        theme = theme_of(combo)
        rect = QRectF(option.rect)
        lit = bool(option.state & option.state.State_Selected)
        if lit:
            paint.box(painter, rect.adjusted(3, 1, -3, -1), 5, theme.tint)
        paint.text(
            painter, rect.adjusted(12, 0, -34, 0), str(index.data() or ""), font(Role.BODY), theme.text
        )
        if index.row() == combo.currentIndex():
            paint.tick(painter, QPointF(rect.right() - 18, rect.center().y()), 12, theme.accent)


class Combo(QComboBox):
    """A list to choose from. ``add(value, label)`` fills it; ``picked`` carries the value a person chose.

    The wheel is ignored unless the box has the focus: it would change answers unseen.
    """

    picked = Signal(str)
    focus_radius = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font(Role.BODY))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(_WIDE, _FIXED)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setItemDelegate(_Rows(self))
        self.setMaxVisibleItems(9)
        self.view().setAccessibleName(_("Choices"))
        self.activated.connect(lambda index: self.picked.emit(str(self.itemData(index) or "")))

    def add(self, value: str, label: str) -> None:
        """Append a choice."""
        self.addItem(label, value)

    def set_choices(self, choices: list[tuple[str, str]], value: str = "") -> None:
        """Replace the choices (value, label) and choose ``value``; silent."""
        self.blockSignals(True)
        self.clear()
        for key, label in choices:
            self.addItem(label, key)
        self.blockSignals(False)
        self.set_value(value)

    def value(self) -> str:
        """The chosen value, or an empty string."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose ``value``; nothing is chosen if it is not among the choices. Silent."""
        self.blockSignals(True)
        self.setCurrentIndex(self.findData(value))
        self.blockSignals(False)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Field(QWidget):
    """A control with its label above, a hint beside the label, a fault beneath.

    The label is the control's buddy and accessible name; hint and fault are its description.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        hint: str = "",
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._hint_text = hint
        self.label = Text(label.replace("&", "&&"), Role.LABEL)
        self.label.setBuddy(control)
        control.setAccessibleName(label)
        head = FlowLayout(spacing=6, line_spacing=0)
        head.addWidget(self.label)
        if optional:
            head.addWidget(Text(_("(optional)"), ink="text2"))
        self.hint = Text(hint, Role.SECONDARY, "text2", parent=self)
        self.hint.setContentsMargins(3, 0, 0, 0)
        self.hint.setVisible(bool(hint))
        head.addWidget(self.hint)
        self._fault_icon = Icon("circle-alert", "error", 16)
        self._fault = Text("", Role.SECONDARY, "error", wrap=True)
        self._fault_row = QWidget(self)
        fault_box = QHBoxLayout(self._fault_row)
        fault_box.setContentsMargins(0, 0, 0, 0)
        fault_box.setSpacing(6)
        fault_box.addWidget(self._fault_icon, 0, Qt.AlignmentFlag.AlignTop)
        fault_box.addWidget(self._fault, 1)
        self._fault_row.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(head)
        whole.addWidget(control)
        whole.addWidget(self._fault_row)
        self.setFocusProxy(control)
        self._describe("")

    def set_hint(self, hint: str) -> None:
        """Change the words beside the label."""
        self._hint_text = hint
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._describe(self._fault.text())

    def set_fault(self, text: str) -> None:
        """Show what is wrong beneath the control; an empty text takes it away."""
        if text == self._fault.text():
            return
        self._fault.setText(text)
        self._fault_row.setVisible(bool(text))
        self.control.setProperty("fault", bool(text))
        self.control.update()
        self._describe(text)

    def fault(self) -> str:
        """The fault shown, or an empty string."""
        return self._fault.text()

    def _describe(self, fault: str) -> None:
        self.control.setAccessibleDescription(". ".join(part for part in (fault, self._hint_text) if part))
