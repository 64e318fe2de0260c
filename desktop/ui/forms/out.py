"""What goes out of one form, drawn: its records, and the form itself. Decides nothing."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.ui.forms.about import FormPage, Working
from desktop.ui.forms.out_presenter import OutPresenter, file_name
from desktop.ui.forms.state import OutState
from desktop.ui.forms.views import number
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, ListRow
from desktop.ui.parts.choices import TickTile
from desktop.ui.parts.fields import Field
from desktop.ui.parts.files import ask_save
from desktop.ui.parts.labels import IconTile, Text
from desktop.ui.parts.layouts import Line, ScrollBody, column, row
from desktop.ui.parts.tokens import BETWEEN_FIELDS, Role
from desktop.ui.shell.screen import Frame, Place
from desktop.work.forms_slow import Made
from resources.words import N_, _

_FORMS: tuple[tuple[Made, str, str, str], ...] = (
    ("xlsx", N_("Excel workbook (.xlsx)"), N_("to change it and import it as a newer version"), "table"),
    ("xml", N_("XForm (.xml)"), N_("for ODK Collect on a phone"), "smartphone"),
    ("json", N_("JSON Schema (.json)"), N_("for programs that read the records"), "file-text"),
)


class OutScreen(FormPage):
    """``Place("form_out", form=…)``."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._state: OutState = OutState()
        self.presenter: OutPresenter = OutPresenter(
            frame.lanes, show=self.render_state, said=frame.say, tell=frame.tell
        )
        self._build()

    def title(self) -> str:
        return _("Export")

    def open(self, place: Place) -> None:
        super().open(place)
        self.save.setFocus()

    # building

    def _build(self) -> None:
        put = self.presenter.choose
        self.kind = ChoiceGrid(columns=1)
        self.kind.set_choices(
            [
                ("xlsx", "Excel (.xlsx)", _("repeated rows on sheets of their own")),
                ("csv", "CSV (.csv)", _("opens in Excel; repeated rows in files of their own")),
            ]
        )
        self.kind.changed.connect(lambda: put(excel=self.kind.value() == "xlsx"))
        self.words = ChoiceGrid(columns=1)
        self.words.set_choices(
            [
                ("labels", _("Words as on screen"), _("to read and to print")),
                ("codes", _("Codes as kept"), _("to count and to import again")),
            ]
        )
        self.words.changed.connect(lambda: put(labels=self.words.value() == "labels"))
        self.personal = TickTile(
            _("With names, phones and all that identifies somebody"),
            _("only if it stays within the team; the file is not encrypted"),
        )
        self.personal.toggled.connect(lambda on: put(personal=on))
        self.save = Button(
            _("Export records…"), "primary", icon="download", keys="Ctrl+Return", on=self._ask_records
        )
        self._working = Working(_("Writing the file"), self.presenter.stop)
        self._records = Card(" ")
        self._records.add(
            column(
                Field(_("Kind of file"), self.kind),
                Field(_("Answers as"), self.words),
                self.personal,
                self._working,
                row(self.save, None),
                spacing=BETWEEN_FIELDS,
            )
        )
        whole = Card(_("The form itself"), flush=True)
        self.forms: dict[Made, Button] = {}
        for at, (kind, title, second, icon) in enumerate(_FORMS):
            if at:
                whole.add(Line())
            button = Button(_("Save…"), "soft", on=partial(self._ask_form, kind))
            button.setAccessibleName(_("Save {name}").format(name=_(title)))
            self.forms[kind] = button
            whole.add(ListRow(_(title), _(second), lead=IconTile(icon), trail=(button,)))
        self._unkept = Text(
            _(
                "The sheets this form was made from are not here; import its file again to save it as a workbook."
            ),
            Role.SECONDARY,
            "text2",
            wrap=True,
        )
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(column(self._records, None), 1)
        both.addLayout(column(whole, self._unkept, None), 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(ScrollBody(both))
        self.render_state(OutState())

    # drawing

    def render_state(self, state: OutState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        self._records.set_title(_("{count} records").format(count=number(state.records)))
        self.kind.set_value("xlsx" if state.excel else "csv")
        self.words.set_value("labels" if state.labels else "codes")
        self.personal.blockSignals(True)
        self.personal.setChecked(state.personal)
        self.personal.blockSignals(False)
        self.personal.setVisible(state.has_personal)
        busy = state.part is not None
        done, total = state.part or (0, 0)
        words = _("{done} of {total} records").format(done=number(done), total=number(total))
        self._working.show_part(state.part, words)
        self.save.setEnabled(not busy)
        for control in (self.kind, self.words, self.personal):
            control.setEnabled(not busy)
        for kind, button in self.forms.items():
            button.setEnabled(state.has_source or kind == "json")
        self._unkept.setVisible(not state.has_source)
        if busy != (before.part is not None) and self.isVisible():
            (self._working.stop if busy else self.save).setFocus()
        if before.title != state.title:
            self._frame.retitle()

    # what happened

    def _ask_records(self) -> None:
        ending = "xlsx" if self._state.excel else "csv"
        name = file_name(self._form, ending)
        ask_save(
            self, _("Export records…"), f"{ending.upper()} (*.{ending})", name, self.presenter.records_to
        )

    def _ask_form(self, kind: Made) -> None:
        def write(path: Path) -> None:
            self.presenter.form_to(kind, path)

        name = file_name(self._form, kind)
        ask_save(self, _("The form itself"), f"{kind.upper()} (*.{kind})", name, write)
