"""The help screen: the pages at the left, the words at the right."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from desktop.ui.help.presenter import FOLDER, HelpPresenter
from desktop.ui.help.state import HelpState, Page
from desktop.ui.parts import paint
from desktop.ui.parts.cards import Card
from desktop.ui.parts.layouts import PAGE_MARGINS, ScrollBody, row
from desktop.ui.parts.look import font, sized, theme_of
from desktop.ui.parts.tokens import R_BUTTON, S4, S16, Role
from desktop.ui.shell.screen import Frame, Place, Screen
from resources.words import _

_LIST = 224
_HEADINGS = {1: (Role.PAGE_TITLE, 0.0, 8.0), 2: (Role.SECTION, 14.0, 4.0), 3: (Role.CARD_TITLE, 10.0, 2.0)}
_PICTURE = "\ufffc"  # what stands for a picture in a block's text
_LINE_HEIGHT = 140.0  # per cent


class PageButton(QAbstractButton):
    """One page of the list."""

    focus_radius = R_BUTTON

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(page.title)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_LIST, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            paint.box(painter, rect, R_BUTTON, theme.tint if on else theme.sunken)
        face = sized(15, 600) if on else font(Role.BODY)
        paint.text(
            painter, rect.adjusted(12, 0, -8, 0), self.text(), face, theme.accent if on else theme.text
        )


class Words(QTextBrowser):
    """A page of Markdown in the program's own type; ``followed`` is a link that was pressed."""

    followed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setSearchPaths([str(FOLDER)])
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName(_("Help"))
        self.document().setDefaultFont(font(Role.BODY))
        self.document().setDocumentMargin(4)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(lambda url: self.followed.emit(QUrl(url).toString()))
        self._text = ""

    def set_text(self, text: str) -> None:
        """Show a page from its beginning."""
        self._text = text
        self.setMarkdown(text)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._text:
            self.set_text(self._text)  # colours are written into the document

    def _dress(self) -> None:
        theme = theme_of(self)
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            shape = QTextBlockFormat()
            if _PICTURE not in block.text():
                shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            level = block.blockFormat().headingLevel()
            if level in _HEADINGS:
                role, above, below = _HEADINGS[level]
                shape.setTopMargin(above)
                shape.setBottomMargin(below)
                letters = QTextCharFormat()
                letters.setFont(font(role))
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(letters)  # not merged: Markdown's own size of a heading would stay
            elif cursor.currentTable() is None:
                shape.setBottomMargin(8 if block.textList() is None else 3)
            cursor.mergeBlockFormat(shape)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            look = frame.frameFormat()
            look.setBorderBrush(QColor(theme.line))
            frame.setFrameFormat(look)
        self.moveCursor(QTextCursor.MoveOperation.Start)


class HelpScreen(Screen):
    """``Place("help", query=screen)`` opens that screen's page; ``keys`` the shortcuts, ``about`` the program."""

    rail = "help"
    owns_primary = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._presenter = HelpPresenter(self._render)
        self.buttons: dict[str, PageButton] = {}
        self._group = QButtonGroup(self)
        listed = QVBoxLayout()
        listed.setContentsMargins(4, 4, 4, 4)
        listed.setSpacing(2)
        for page in self._presenter.state.pages:
            button = PageButton(page)
            button.clicked.connect(lambda _checked=False, name=page.name: self._presenter.open(name))
            self._group.addButton(button)
            self.buttons[page.name] = button
            listed.addWidget(button)
        listed.addStretch(1)
        held = ScrollBody(listed, margins=None)
        held.setFixedWidth(_LIST)
        self.words = Words()
        self.words.followed.connect(self._presenter.follow)
        card = Card().add(self.words)
        card.body.setContentsMargins(S16, S4, 0, 0)
        pair = row(held, card, spacing=S16)
        pair.setContentsMargins(PAGE_MARGINS)
        self.setLayout(pair)

    def title(self) -> str:
        return _("Help")

    def open(self, place: Place) -> None:
        self._presenter.open(place.query)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render(self, state: HelpState) -> None:
        self.buttons[state.page].setChecked(True)
        self.words.set_text(state.text)
