"""Lists from a spreadsheet: choose, look at what would happen, import."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, ListRow
from desktop.ui.parts.fields import Field
from desktop.ui.parts.labels import Badge, Text
from desktop.ui.parts.layouts import STRETCH, Line, column, row
from desktop.ui.parts.meters import ProgressBar
from desktop.ui.parts.notices import Notice
from desktop.ui.parts.tokens import BETWEEN_FIELDS, S16, Role
from desktop.ui.settings.state import ImportState
from desktop.work.imports import MOST_SHOWN, Plan, RowFault
from resources.words import _


class ListsPage(QWidget):
    """Signals: ``chose_kind(kind)``, ``chose_file(path)``, ``chose_place(path)`` for the sample, ``agreed()``."""

    chose_kind = Signal(str)
    chose_file = Signal(object)
    chose_place = Signal(object)
    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ImportState()
        self.kind = ChoiceGrid(columns=2)
        self.kind.set_choices([("household", _("Households")), ("hamlet", _("Hamlets"))])
        self.kind.changed.connect(lambda: self.chose_kind.emit(self.kind.value()))
        self._choose = Button(_("Choose a CSV file…"), "primary", icon="file-up", on=self._ask_file)
        self._sample = Button(_("Save a sample file"), "quiet", icon="file-down", on=self._ask_place)
        self._bar = ProgressBar(_("Reading the file"), minor=True)
        how = _(
            "In Excel choose Save As, CSV UTF-8. Names, birth years and telephones are taken only from lines whose "
            "column “Đồng ý” says how consent was given: giấy, lời nói, tin nhắn or ứng dụng."
        )
        card = Card(_("Import a list")).add(
            column(
                Field(_("What is in the list"), self.kind),
                Text(how, Role.SECONDARY, "text2", wrap=True),
                row(self._choose, self._sample, STRETCH),
                self._bar,
                spacing=BETWEEN_FIELDS,
            )
        )
        self._notice = Notice(tone="warn")
        self._result = Card(" ", flush=True)
        self.go = Button("", "primary", icon="import", keys="Ctrl+Return", on=self.agreed.emit)
        pair = row(
            column(card, self._notice, STRETCH, spacing=S16),
            column(self._result, row(STRETCH, self.go), STRETCH, spacing=12),
            spacing=S16,
        )
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        self.setLayout(pair)

    def show_state(self, state: ImportState) -> None:
        before, self._shown = self._shown, state
        self.kind.set_value(state.kind)
        self._choose.setEnabled(not state.busy)
        self._choose.set_kind("secondary" if state.plan is not None and state.plan.ready else "primary")
        self._bar.setVisible(state.busy)
        self._bar.set_part(*state.part)
        text, advice = state.problem
        self._notice.setVisible(bool(text))
        if text:
            self._notice.set_notice(text, advice, "warn")
        plan = state.plan
        self._result.setVisible(plan is not None)
        self.go.setVisible(plan is not None and plan.ready)
        if plan is not None and plan is not before.plan:
            self._tell(state.file, plan)
        if plan is not None and plan.ready:
            self.go.setEnabled(not state.busy)
            self.go.setText(_("Import {what}").format(what=_what(plan)))

    def _tell(self, name: str, plan: Plan) -> None:
        self._result.clear()
        self._result.set_title(name)
        count = len(plan.faults)
        note = _("{count} cells to correct").format(count=count) if count else _("nothing is changed yet")
        self._result.set_note(note)
        for at, line in enumerate(_counts(plan)):
            if at:
                self._result.add(Line())
            self._result.add(line)
        for fault in plan.faults[:MOST_SHOWN]:
            self._result.add(Line(), _fault_row(fault))
        if count > MOST_SHOWN:
            more = _("and {count} more").format(count=count - MOST_SHOWN)
            self._result.add(Line(), ListRow(more))

    def _ask_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a CSV file…"), "", "CSV (*.csv *.txt *.tsv)"
        )
        if path:
            self.chose_file.emit(Path(path))

    def _ask_place(self) -> None:
        name = "mau-thon.csv" if self._shown.kind == "hamlet" else "mau-ho.csv"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save a sample file"), name, "CSV (*.csv)")
        if path:
            self.chose_place.emit(Path(path))


def _what(plan: Plan) -> str:
    if plan.hamlets:
        return _("{count} hamlets").format(count=len(plan.hamlets))
    if not plan.new_houses:
        return _("{count} residents").format(count=plan.new_people)
    return _("{count} households").format(count=plan.new_houses)


def _counts(plan: Plan) -> list[QWidget]:
    rows: list[QWidget] = []
    new = len(plan.hamlets) or plan.new_houses
    badge = Badge(_("to be added"), "ok")
    title = _("{count} hamlets") if plan.hamlets else _("{count} households")
    if new:
        rows.append(ListRow(title.format(count=new), trail=(badge,)))
    if plan.new_people:
        trail = (Badge(_("to be added"), "ok"),)
        rows.append(ListRow(_("{count} residents").format(count=plan.new_people), trail=trail))
    if plan.already:
        trail = (Badge(_("there already"), "neutral"),)
        rows.append(ListRow(_("{count} lines").format(count=plan.already), trail=trail))
    if plan.unasked:
        trail = (Badge(_("left out"), "warn"),)
        rows.append(ListRow(_("{count} people without consent").format(count=plan.unasked), trail=trail))
    if plan.ignored:
        rows.append(ListRow(_("Columns not read"), ", ".join(plan.ignored)))
    return rows or [ListRow(_("Nothing to import"))]


def _fault_row(fault: RowFault) -> QWidget:
    where = _("Line {line} · {column}").format(line=fault.line, column=fault.column)
    return ListRow(where, fault.reason, lead=Badge(_("Correct"), "error"))
