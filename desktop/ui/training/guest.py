"""Somebody to be put on a roster: found among members and residents, or a new name with consent."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.store.consents import Method
from desktop.ui.parts import ime
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card
from desktop.ui.parts.fields import Field, LineEdit, SearchBox
from desktop.ui.parts.labels import Text
from desktop.ui.parts.suggest import Offer, Suggestion, SuggestPopup
from desktop.ui.parts.tokens import Role
from desktop.ui.training.state import Match
from desktop.work.training import NAMED_BY_OFFICE, Guest
from resources.words import _


class GuestPanel(Card):
    """``sought(text)`` asks for people, ``show_people`` gives them; ``given(guest)`` is the answer.

    With ``dropped`` it can be closed and may count somebody without a name (on the spot only).
    """

    def __init__(
        self,
        title: str,
        *,
        sought: Callable[[str], object],
        given: Callable[[Guest], object],
        dropped: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(title)
        self._given, self._dropped = given, dropped
        self._consent_asked = True
        self.name = SearchBox(_("Name, house number or card"), name=_("Full name"))
        self.organisation = LineEdit()
        self._name_field = Field(_("Full name"), self.name, hint=_("team members and residents are found"))
        self._popup = SuggestPopup(self.name)
        self.methods = ChoiceGrid(columns=4)
        self._method_field = Field(_("How was consent given?"), self.methods)
        self._say = Text(
            _(
                "Say: “We note your name to count this class and to guide you later. You can ask to see or erase it.”"
            ),
            Role.SECONDARY,
            "text2",
            wrap=True,
        )
        self.name.textChanged.connect(lambda _text: self._typed(sought))
        self.name.returnPressed.connect(self._new)
        self._popup.chosen.connect(self._chose)
        self._popup.offered.connect(self._new)
        self.organisation.returnPressed.connect(self._add)
        self.methods.changed.connect(lambda: self._method_field.set_fault(""))
        self.methods.set_choices(
            [
                ("paper", _("Signed on paper")),
                ("spoken", _("Said before a witness")),
                ("message", _("By message")),
                ("app", _("In an app")),
            ]
        )
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self._name_field, 3, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(
            Field(_("Organisation"), self.organisation, optional=True), 2, Qt.AlignmentFlag.AlignTop
        )
        foot = QHBoxLayout()
        foot.setSpacing(8)
        if dropped is not None:
            foot.addWidget(
                Button(
                    _("Count without a name"), "quiet", icon="hash", on=lambda: given(self._guest(name=""))
                )
            )
        foot.addStretch(1)
        if dropped is not None:
            foot.addWidget(Button(_("Cancel"), "ghost", on=dropped))
        foot.addWidget(Button(_("Add to the roster"), "secondary", icon="user-plus", on=self._add))
        self.add(fields, self._method_field, self._say, foot)
        self.render_kind("")

    def render_kind(self, kind: str) -> None:
        """The kind of class decides whether a typed name needs consent."""
        self._consent_asked = kind not in NAMED_BY_OFFICE
        self._method_field.setVisible(self._consent_asked)
        self._say.setVisible(self._consent_asked)

    def begin(self, name: str) -> None:
        """Start with a name somebody began elsewhere."""
        self.reset()
        self.name.setText(name)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def reset(self) -> None:
        """Empty it for the next person."""
        for line in (self.name, self.organisation):
            line.setText("")
        self.methods.set_value("")
        for field in (self._name_field, self._method_field):
            field.set_fault("")
        self._popup.set_rows(())

    def show_people(self, people: Sequence[Match]) -> None:
        """Those the typed words may mean; the last row takes the words as a new name."""
        typed = self.name.value()
        rows = [
            Suggestion(
                it.key,
                it.title,
                it.second,
                it.plate,
                "id-card-lanyard" if it.key.startswith("member") else "user",
            )
            for it in people
        ]
        asking = bool(typed) and self.name.hasFocus()
        offer = Offer(
            _("New person “{name}”").format(name=typed),
            _("kept only with consent") if self._consent_asked else "",
        )
        self._popup.set_rows(rows if asking else (), offer if asking and len(typed) > 1 else None)

    def _typed(self, sought: Callable[[str], object]) -> None:
        self._name_field.set_fault("")
        sought(self.name.value())

    def _chose(self, key: str) -> None:
        kind, _colon, rec = key.partition(":")
        guest = Guest(member=rec) if kind == "member" else Guest(resident=rec)
        self._give(Guest(guest.member, guest.resident, organisation=self.organisation.value()))

    def _new(self) -> None:
        self._popup.set_rows(())
        if self._consent_asked:
            first: QWidget = self.methods.button(self.methods.value() or "paper")
            first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.organisation.setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self) -> None:
        ime.commit()
        name, method = self.name.value(), self.methods.value()
        self._name_field.set_fault("" if name else _("Enter the name, or count without a name."))
        needs = self._consent_asked and bool(name) and not method
        self._method_field.set_fault(_("Ask, then choose how consent was given.") if needs else "")
        if not name:
            self.name.setFocus()
        elif needs:
            self._new()
        else:
            self._give(self._guest(name))

    def _guest(self, name: str) -> Guest:
        method = self.methods.value() if self._consent_asked and name else ""
        return Guest(
            name=name, organisation=self.organisation.value(), method=cast(Method, method) if method else None
        )

    def _give(self, guest: Guest) -> None:
        self._given(guest)
        self.reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._dropped is not None:
            self._dropped()
        else:
            super().keyPressEvent(event)
