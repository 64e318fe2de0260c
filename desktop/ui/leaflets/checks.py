"""What the preflight found, each line with what to do about it; and how the leaflets stand on paper."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from desktop.leaflets.render import Paper
from desktop.ui.leaflets.picker import in_turn
from desktop.ui.leaflets.presenter import LeafletsPresenter
from desktop.ui.leaflets.state import Action, Check, LeafletsState
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, TwoLines
from desktop.ui.parts.fields import Combo, LineEdit
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import Line, boxed, column, row
from desktop.ui.parts.look import sized, theme_of
from desktop.ui.parts.tokens import Role
from resources.words import _

_ICONS = {"stop": ("circle-alert", "error"), "warn": ("triangle-alert", "warn"), "ok": ("circle-check", "ok")}
_DEED_ICONS = {"go": "arrow-right", "rang": "check", "settings": "settings", "ink": "check", "page": "eye"}


class Number(QWidget):
    """The number a fault has on the page, in its colour."""

    def __init__(self, number: int, ink: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._ink = number, ink
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), 10, getattr(theme, self._ink))
        paint.text(
            painter, QRectF(self.rect()), str(self._number), sized(12, 700), theme.surface, paint.CENTRE
        )


class ChecksCard(Card):
    """The list of findings; ``acted`` hears which button was pressed. Tab comes to them ``after`` a widget."""

    def __init__(
        self, acted: Callable[[Action], None], after: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Check before printing"), flush=True, parent=parent)
        self._acted, self._after = acted, after
        self._shown: tuple[Check, ...] | None = None
        self._buttons: list[Button] = []

    def render_checks(self, checks: tuple[Check, ...], *, known: bool) -> None:
        """Show ``checks``; ``known`` is false until the first ones have come."""
        wanted = checks if known else None
        if wanted == self._shown and self.body.count():
            return
        self._shown = wanted
        now = QApplication.focusWidget()
        held = now is not None and self.isAncestorOf(now)
        self.clear()
        self._buttons = []
        if wanted is None:
            self.add(boxed(row(Text(_("Checking the page…"), ink="text2"), 0)))
        for at, check in enumerate(checks):
            if at:
                self.add(Line())
            self.add(self._row(check))
        in_turn(self._after, *self._buttons)
        if held:
            QTimer.singleShot(0, self.take)  # a layout shows what is new on the next turn

    def take(self) -> None:
        """Give the keyboard to the first thing there is to do."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _row(self, check: Check) -> QWidget:
        icon, ink = _ICONS[check.level]
        mark: QWidget = Number(check.number, ink) if check.number else Icon(icon, ink, 20)
        good = check.level == "ok"
        words = column(Text(check.text, Role.BODY if good else Role.CARD_TITLE, wrap=True), spacing=2)
        if check.advice:
            words.addWidget(Text(check.advice, Role.SECONDARY, "text2", wrap=True))
        for title, second, action in check.parts:
            words.addSpacing(4)
            words.addLayout(row(TwoLines(title, second), None, self._button(action), spacing=4))
        if check.action is not None:
            words.addSpacing(3)
            words.addLayout(row(self._button(check.action, strong=bool(check.parts)), None))
        whole = row(spacing=8)
        whole.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(words, 1)
        whole.setContentsMargins(12, 9, 12, 9)
        made = boxed(whole)
        made.setAccessibleName(f"{check.text}. {check.advice}")
        return made

    def _button(self, action: Action, *, strong: bool = False) -> Button:
        icon = "" if strong else _DEED_ICONS[action.deed]
        kind = "soft" if strong else "secondary"
        made = Button(action.label, kind, icon=icon, on=lambda: self._acted(action))  # type: ignore[arg-type]
        made.setAccessibleName(action.name or action.label)
        self._buttons.append(made)
        return made


class LayoutCard(Card):
    """How many, on which paper, from which place of a sheet begun."""

    def __init__(self, presenter: LeafletsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(_("On paper"), parent=parent)
        self._presenter = presenter
        self.paper = Combo()
        self.paper.picked.connect(self._papered)
        self.copies = LineEdit()
        self.copies.setFixedWidth(72)
        self.copies.textChanged.connect(self._counted)
        self.place = Combo()
        self.place.setMinimumContentsLength(2)
        self.place.setFixedWidth(72)
        self.place.picked.connect(presenter.start)
        self._sheets = Text("", Role.SECONDARY, "text2")
        self._turning = Text("", Role.SECONDARY, "text2", wrap=True)
        self._place_row = boxed(_labelled(_("Begin at place"), self.place))
        self.add(_labelled(_("Paper"), self.paper), _labelled(_("How many"), self.copies, self._sheets))
        self.add(self._place_row, self._turning)
        self._drawing = False

    def render_state(self, state: LeafletsState) -> None:
        """Show ``state``."""
        self._drawing = True
        chosen = next((it.value for it in state.papers if it.on), "")
        self.paper.set_choices([(it.value, it.label) for it in state.papers], chosen)
        if self.copies.value() != state.copies:
            self.copies.setText(state.copies)
        if bool(self.copies.property("fault")) != bool(state.copies_fault):
            self.copies.setProperty("fault", bool(state.copies_fault))
            self.copies.update()
        self.copies.setAccessibleDescription(state.copies_fault)
        self._sheets.setText("" if state.copies_fault else state.sheets)
        self.place.set_choices(
            [(it.value, it.label) for it in state.starts],
            next((it.value for it in state.starts if it.on), ""),
        )
        self._place_row.setVisible(bool(state.starts))
        self._turning.setText(state.turning)
        self._turning.setVisible(bool(state.turning))
        self._drawing = False

    def _papered(self, value: str) -> None:
        paper: Paper = "a5" if value == "a5" else "a4-landscape-2"
        self._presenter.paper(paper)

    def _counted(self, text: str) -> None:
        if not self._drawing:
            self._presenter.copies(text.strip())


def _labelled(label: str, control: QWidget, beside: QWidget | None = None) -> QLayout:
    """The label at the left and its control in a column of its own, as on a form of two columns."""
    name = Text(label, Role.SECONDARY, "text2")
    name.setFixedWidth(88)
    name.setBuddy(control)
    control.setAccessibleName(label)
    made = row(name, control, spacing=8)
    if beside is not None:
        made.addWidget(beside)
    if control.maximumWidth() < 1000:
        made.addStretch(1)
    return made


class Aside(QWidget):
    """Both cards, one above the other."""

    def __init__(self, presenter: LeafletsPresenter, after: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.checks = ChecksCard(presenter.act, after)
        self.paper = LayoutCard(presenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4, 14, 20, 12)
        whole.setSpacing(12)
        whole.addWidget(self.checks)
        whole.addWidget(self.paper)
        whole.addStretch(1)

    def render_state(self, state: LeafletsState) -> None:
        """Show ``state``."""
        self.checks.render_checks(state.checks, known=state.stops is not None)
        self.paper.render_state(state)
