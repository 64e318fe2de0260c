"""XLSForm (Markdown tables or .xlsx) to `Form`: pyxform validates, then every expression is ours to check.

``python -m forms.compile`` writes the built-in forms to ``forms/compiled``; ``--check`` only compares.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from resources.words import N_, _

from .codec import form_to_json
from .definition import Choice, Form, Question, Words
from .expressions import broken, check_expressions
from .library import COMPILED, built_in_ids
from .problem import Problem

DEFINITIONS = Path(__file__).resolve().parent / "definitions"

_TYPES = {
    "text": "text",
    "string": "text",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "datetime": "datetime",
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "rank": "rank",
    "photo": "image",
    "image": "image",
    "file": "file",
    "note": "note",
    "calculate": "calculate",
    "hidden": "hidden",
    "barcode": "barcode",
    "range": "range",
    "acknowledge": "acknowledge",
    "trigger": "acknowledge",
    "group": "group",
    "repeat": "repeat",
}
# The store keeps who recorded and when by itself; what a phone tells of its owner is not kept at all.
_LEFT_OUT = frozenset(
    ["start", "end", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "imei"]
)
_LOCATION = N_(
    "a place found by satellite is sensitive personal data (NĐ 356/2025, Điều 4); ask for the hamlet instead"
)
_REFUSED = {
    **dict.fromkeys(["geopoint", "geotrace", "geoshape", "gps", "location", "start-geopoint"], _LOCATION),
    **dict.fromkeys(["background-geopoint", "audit", "osm"], _LOCATION),
    **dict.fromkeys(["audio", "video", "background-audio"], N_("use image or file")),
    **dict.fromkeys(["xml-external", "csv-external"], N_("put the choices in the choices sheet")),
    "select one external": N_("put the choices in the choices sheet"),
}
_LANGUAGE = re.compile(r"\(([A-Za-z-]{2,})\)\s*$")
_ROW = re.compile(r"^\[row : (\d+)\]\s*")

Raw = Mapping[str, Any]


def compile_form(source: Path | str) -> Form:
    """The form in ``source``: a path (.md, .xlsx, .xls, .csv) or the Markdown text itself.

    Raises Problem ``form.broken`` naming sheet, row and column, or ``file.unreadable``.
    """
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    if isinstance(source, Path) and not source.is_file():
        raise Problem("file.unreadable", name=source.name)
    try:
        workbook = get_xlsform(source) if isinstance(source, Path) else get_xlsform(source, file_type=".md")
        raw = workbook_to_json(workbook, form_name="data", warnings=[])
        create_survey_element_from_dict(raw).to_xml(validate=False)
    except PyXFormError as error:
        raise Problem("form.broken", detail=_placed(str(error))) from error
    rows = _rows_of(workbook.survey)
    form = _Reader(raw, rows).form()
    check_expressions(form, rows)
    return form


def compile_markdown(source: Path | str) -> Form:
    """`compile_form` by the name under which the definitions are known."""
    return compile_form(source)


def _rows_of(survey: Any) -> dict[str, int]:
    """Path of each question (groups left out) → its row in the survey sheet, the header being row 1."""
    rows: dict[str, int] = {}
    prefix: list[str] = []
    for number, cells in enumerate(survey, start=2):
        kind = str(cells.get("type", "")).strip().lower().replace("_", " ")
        name = str(cells.get("name", "")).strip()
        if kind.startswith("end "):
            prefix.pop()
            continue
        if name:
            rows["".join(prefix) + name] = number
        if kind.startswith("begin "):
            prefix.append(f"{name}/" if kind.endswith("repeat") else "")
    return rows


def _placed(message: str) -> str:
    """pyxform's message with its ``[row : 10]`` in the words used for all others."""
    found = _ROW.match(message)
    if found is None:
        return message
    where = _("sheet {sheet}, row {row}: {reason}")
    return where.format(sheet="survey", row=found[1], reason=message[found.end() :])


class _Reader:
    """Turns pyxform's nested dicts into a `Form`."""

    def __init__(self, raw: Raw, rows: Mapping[str, int]) -> None:
        self.raw = raw
        self.rows = rows
        self.default_language = _language(str(raw.get("default_language", "")) or "vi")
        self.seen: set[str] = set()

    def form(self) -> Form:
        ours = self.raw.get("ngoso", {})
        title = {self.default_language: str(self.raw["title"])}
        title.update({key.removeprefix("title_"): text for key, text in ours.items()})
        return Form(
            id=str(self.raw["id_string"]),
            version=str(self.raw.get("version", "")),
            title=title,
            default_language=self.default_language,
            questions=self._questions(self.raw["children"], ""),
            choices={
                name: tuple(map(self._choice, rows)) for name, rows in self.raw.get("choices", {}).items()
            },
        )

    def _questions(self, children: list[Raw], prefix: str) -> tuple[Question, ...]:
        found = (self._question(child, prefix) for child in children if child["name"] != "meta")
        return tuple(question for question in found if question is not None)

    def _question(self, raw: Raw, prefix: str) -> Question | None:
        kind, name = str(raw["type"]), str(raw["name"])
        path = prefix + name
        if kind in _LEFT_OUT:
            return None
        if kind == "today":
            return Question(name=name, type="calculate", calculation="once(today())")
        if kind in _REFUSED or kind not in _TYPES:
            advice = _(_REFUSED[kind]) if kind in _REFUSED else _("choose another type")
            refusal = _("questions of type {kind} are not used here: {advice}")
            raise self._broken(path, "type", refusal.format(kind=kind, advice=advice))
        if path in self.seen:
            twice = _("the name {name} stands twice; give each question its own")
            raise self._broken(path, "name", twice.format(name=name))
        self.seen.add(path)
        bind, control, ours = raw.get("bind", {}), raw.get("control", {}), raw.get("ngoso", {})
        if raw.get("query") or str(raw.get("itemset", "")).endswith((".csv", ".xml", ".geojson")):
            raise self._broken(path, "type", _("put the choices in the choices sheet"))
        if bind.get("readonly") not in (None, "yes", "true()") and "(" in str(bind["readonly"]):
            raise self._broken(path, "read_only", _("write yes or leave it empty"))
        inner = f"{path}/" if kind == "repeat" else prefix
        return Question(
            name=name,
            type=_TYPES[kind],
            label=self._words(raw.get("label")),
            hint=self._words(raw.get("hint")),
            guidance=self._words(raw.get("guidance_hint")),
            required=_condition(bind.get("required")),
            required_message=self._words(bind.get("jr:requiredMsg")),
            relevant=_condition(bind.get("relevant")),
            constraint=_condition(bind.get("constraint")),
            constraint_message=self._words(bind.get("jr:constraintMsg")),
            calculation=str(bind.get("calculate", "")),
            default=str(raw.get("default", "")),
            dynamic_default=bool(raw.get("_dynamic_default")),
            read_only=_condition(bind.get("readonly")),
            choice_filter=str(raw.get("choice_filter", "")),
            repeat_count=str(control.get("jr:count", "")),
            appearance=str(control.get("appearance", "")),
            list_name=str(raw.get("list_name", "")),
            parameters=_parameters(raw.get("parameters")),
            carry=_yes(ours, "carry"),
            personal=_yes(ours, "personal"),
            index=_yes(ours, "index"),
            column=_yes(ours, "column"),
            children=self._questions(raw.get("children", []), inner),
        )

    def _choice(self, raw: Raw) -> Choice:
        columns = {k: str(v) for k, v in raw.items() if k not in ("name", "label", "media", "ngoso")}
        return Choice(name=str(raw["name"]), label=self._words(raw.get("label")), columns=columns)

    def _words(self, value: object) -> Words:
        """pyxform writes ``-`` where a translation is missing; here it is simply absent."""
        if not value:
            return {}
        if isinstance(value, Mapping):
            return {_language(str(key)): str(text) for key, text in value.items() if text not in ("", "-")}
        return {self.default_language: str(value)}

    def _broken(self, path: str, column: str, detail: str) -> Problem:
        return broken(self.rows.get(path, 0), column, detail)


def _language(label: str) -> str:
    """``Tiếng Việt (vi)`` → ``vi``."""
    found = _LANGUAGE.search(label)
    return found[1].lower() if found else label


def _condition(value: object) -> str:
    """An expression, ``true()`` or ``""``: XLSForm writes yes and no for conditions that always or never hold."""
    text = "" if value is None else str(value).strip()
    known = {"yes": "true()", "true": "true()", "no": "", "false": "", "false()": ""}
    return known.get(text.lower(), text)


def _parameters(value: object) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(key): str(text) for key, text in value.items()}
    pairs = (part.partition("=") for part in re.split(r"[\s,;]+", str(value or "")))
    return {key: text for key, _, text in pairs if key}


def _yes(ours: Raw, column: str) -> bool:
    return _condition(ours.get(column)) == "true()"


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` compare, the compiled built-in forms; 1 when one is not up to date."""
    stale = []
    for form_id in built_in_ids():
        target = COMPILED / f"{form_id}.json"
        text = form_to_json(compile_form(DEFINITIONS / f"{form_id}.md"))
        if target.is_file() and target.read_text(encoding="utf-8") == text:
            continue
        stale.append(target.name)
        if "--check" not in arguments:
            target.write_text(text, encoding="utf-8")
    print(
        f"{len(stale)} of {len(built_in_ids())} forms {'stale' if '--check' in arguments else 'written'}",
        *stale,
    )
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
