"""Answers in words: what a kept value says to a person, in the table, the export and the command line alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.store.listed import columns
from desktop.store.rows import Record
from forms.definition import Form, Question, say
from forms.flat import questions_within
from forms.library import built_in, built_in_ids
from forms.markup import plain
from forms.problem import Problem
from resources.words import _, language

from .desk import Desk

# How a record is called where another one names it.
_CALLED = {
    "resident": "SELECT coalesce(full_name, '') FROM resident WHERE id = ?",
    "member": "SELECT coalesce(full_name, '') FROM member WHERE id = ?",
    "household": (
        "SELECT coalesce(house_no, '') || CASE WHEN alley IS NULL THEN '' ELSE ', ' || alley END "
        "FROM household WHERE id = ?"
    ),
    "training_class": "SELECT title FROM training_class WHERE id = ?",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list: ``plate`` is the house number, ``name`` who or what it is, ``detail`` the rest."""

    plate: str
    name: str
    detail: str


class Shown:
    """Puts values into words; remembers the names it has looked up, so keep it for one piece of work only."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._units = {unit.id: unit.name for unit in desk.store.units.on(desk.today())}
        self._called: dict[tuple[str, str], str] = {}

    def answer(self, form: Form, question: Question, value: Any) -> str:
        """``value`` as a person reads it; ``""`` for no answer."""
        if value is None:
            return ""
        if isinstance(value, list):
            return ", ".join(self._one(form, question, it) for it in value)
        return self._one(form, question, value)

    def called(self, form: str, rec: str) -> str:
        """The name of one record (a resident, a member, a household); ``""`` for one without a name or unknown."""
        if form not in _CALLED:
            return ""
        if (form, rec) not in self._called:
            rows = self._desk.store.query(_CALLED[form], (rec,))
            self._called[form, rec] = str(rows[0][0]) if rows else ""
        return self._called[form, rec]

    def plate(self, household: str) -> str:
        """The house number of a household, or ``""``."""
        rows = self._desk.store.query("SELECT house_no FROM household WHERE id = ?", (household,))
        return str(rows[0][0] or "") if rows else ""

    def line(self, form: Form, record: Record) -> Line:
        """The record as one line: its first words make the name, its list columns the detail."""
        values = record.values
        said: list[str] = []
        plate = str(values.get("house_no", ""))
        listed = {question.name for question in columns(form)}
        ours = form.id in built_in_ids()
        for question in sorted(
            questions_within(form.questions), key=lambda it: not ours and it.type in ("date", "datetime")
        ):
            value = values.get(question.name)
            if question.refers_to == "household" and value:
                plate = self.plate(value)
            elif question.type == "repeat":
                said += self._rows(form, question, value or ())
            elif (
                question.name in listed
                and value is not None
                and question.refers_to != "member"
                and value != plate
            ):
                said.append(self.answer(form, question, value))
        name = self._name(form.id, values) or self._desk.store.search.title(record.id)
        rest = [text for text in dict.fromkeys(said) if text and text != name]
        if not name:
            name, rest = (rest[0], rest[1:]) if rest else ("", [])
        if not name and not ours:  # all it says stands in its repeats: when it was made tells it apart
            name = datetime.fromisoformat(record.created_at).strftime("%d/%m/%Y %H:%M")
        return Line(plate, name, " · ".join(rest))

    def _name(self, form: str, values: Mapping[str, Any]) -> str:
        if form == "guidance_session":
            met = [
                self.called("resident", row["resident"])
                for row in values.get("people", ())
                if "resident" in row
            ]
            return ", ".join(filter(None, met)) or _("Person without a name")
        if form == "resident":
            return values.get("full_name") or _("Person without a name")
        if form not in built_in_ids():
            return ""
        named = (
            values.get("title")
            or values.get("subject")
            or values.get("full_name")
            or values.get("contact_name")
        )
        return str(named or "")

    def _rows(self, form: Form, repeat: Question, rows: Any) -> list[str]:
        return [
            self.answer(form, question, row[question.name])
            for row in rows
            for question in questions_within(repeat.children)
            if question.column and not question.refers_to and row.get(question.name) is not None
        ]

    def _one(self, form: Form, question: Question, value: Any) -> str:
        if question.list_name:
            names = form.choices.get(question.list_name, ())
            found = next((choice for choice in names if choice.name == value), None)
            return plain(say(found.label, language()) if found else "") or str(value)
        if "unit-hamlet" in question.appearance:
            return self._units.get(value, "")
        if question.refers_to:
            return self.called(question.refers_to, value)
        if question.type == "date":
            return date.fromisoformat(value).strftime("%d/%m/%Y")
        if question.type == "datetime":
            return datetime.fromisoformat(value).strftime("%d/%m/%Y %H:%M")
        if isinstance(value, float):
            return f"{value:g}".replace(".", ",") if language() == "vi" else f"{value:g}"
        return str(value)


def form_of(desk: Desk, form_id: str, version: str | None = None) -> Form:
    """The version of a form in use, or the one asked for. Raises ``form.unknown`` when it is not here."""
    if form_id in built_in_ids() and version in (None, built_in(form_id).version):
        return built_in(form_id)
    newest = desk.store.forms.newest().get(form_id)
    kept = newest if version is None else desk.store.forms.of(form_id, version)
    if kept is None:
        raise Problem("form.unknown", form=form_id)
    return kept.form
