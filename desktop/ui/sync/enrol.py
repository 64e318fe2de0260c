"""The card of a laptop the province does not know yet: three steps."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.parts import ime
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, TwoLines
from desktop.ui.parts.empty import Drawing
from desktop.ui.parts.fields import Field, LineEdit
from desktop.ui.parts.labels import Plate, Text
from desktop.ui.parts.layouts import column, row
from desktop.ui.parts.notices import Notice, announce
from desktop.ui.parts.tokens import Role
from desktop.ui.sync.state import EnrolState
from resources.words import _

_WIDEST = 860


class EnrolCard(Card):
    """Ask the officer, type address and code, connect. Decides nothing."""

    def __init__(self, *, enrol: Callable[[str, str], object], stop: Callable[[], object]) -> None:
        super().__init__(_("Enrol this machine with the province"), role=Role.SECTION)
        self._enrol = enrol
        self._state = EnrolState()
        self.setMaximumWidth(_WIDEST)
        self.url = LineEdit("https://…")
        self.code = LineEdit()
        self.url.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.url.returnPressed.connect(lambda: self.code.take())
        self.code.returnPressed.connect(self._pressed)
        self._url = Field(_("Address of the province's server"), self.url)
        self._code = Field(_("Enrolment code"), self.code)
        self.connect_ = Button(_("Connect"), "primary", icon="plug-zap", keys="Ctrl+Return", on=self._pressed)
        self.stop = Button(_("Stop"), icon="pause", on=stop)
        self._going = Text("", Role.SECONDARY, "text2")
        self._waiting = Text("", Role.BODY, "text2", wrap=True)
        self._notice = Notice()
        self._notice.hide()
        self._steps = QVBoxLayout()
        self._steps.setSpacing(16)
        self._step(
            _("Ask the commune officer for two things"),
            _(
                "the address of the province's server and a one-time code; the short code is good for 10 minutes"
            ),
        )
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for field, part in ((self._url, 3), (self._code, 2)):
            fields.addWidget(field, part, Qt.AlignmentFlag.AlignTop)
        self._step(_("Type both"), _("in the code capitals and spaces do not matter"), fields)
        self._step(
            _("Connect"),
            _("this machine makes its own key; the province answers and knows it from then on"),
            row(self.connect_, self.stop, self._going, None),
        )
        side = column(Drawing("sync"), None)
        self.body.setSpacing(12)
        self.add(self._waiting, row(column(self._steps, None), 12, side), self._notice)
        self.layout().setContentsMargins(20, 16, 20, 18)  # type: ignore[union-attr]

    def _step(self, title: str, second: str, *more: QLayout) -> None:
        number = self._steps.count() + 1
        lines = column(TwoLines(title, second, strong=True), *more)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(Plate(str(number), 26, 30), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(lines, 1)
        self._steps.addLayout(line)

    def render_state(self, state: EnrolState) -> None:
        """Draw ``state``; what is being typed stays."""
        before, self._state = self._state, state
        focused = QApplication.focusWidget()
        held = focused is not None and self.isAncestorOf(focused)
        self._waiting.setText(state.waiting)
        self._waiting.setVisible(bool(state.waiting))
        if state.url != before.url:
            self.url.setText(state.url)
        for field, name in ((self._url, "url"), (self._code, "code")):
            field.set_fault(state.faults.get(name, ""))
            field.control.setEnabled(not state.busy)
        self.connect_.setVisible(not state.busy)
        self.stop.setVisible(state.busy)
        self.stop.setEnabled(not state.stopping)
        going = _("Stopping…") if state.stopping else _("Asking the province's server…")
        self._going.setText(going if state.busy else "")
        if held and state.busy:
            self.stop.setFocus()
        elif held and before.busy:
            self.connect_.setFocus()
        if state.faults != before.faults:
            self._to_fault(state)
        if state.outcome != before.outcome:
            self._notice.setVisible(state.outcome is not None)
            if state.outcome is not None:
                self._notice.set_notice(state.outcome.text, state.outcome.advice, state.outcome.tone)
                announce(self._notice, self._notice.accessibleName(), urgent=True)

    def _to_fault(self, state: EnrolState) -> None:
        first: QWidget | None = self.url if "url" in state.faults else None
        first = first or (self.code if "code" in state.faults else None)
        if first is not None and not state.busy:
            first.setFocus()

    def _pressed(self) -> None:
        ime.commit()
        self._enrol(self.url.value(), self.code.value())
