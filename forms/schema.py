"""A form as JSON Schema (draft 2020-12) of its nested values, for the contract with other programs.

It says what can be said of each value alone; `forms.check` says the rest: relevance, constraints, filters.
"""

from typing import Any
from urllib.parse import quote

from forms.answers import LONGEST, LONGEST_NAME, MOST_CHOICES, range_of
from forms.definition import Form, Question, say
from forms.entry.tree import MOST_ROWS
from forms.flat import POSITION, ROW_ID

_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_MOMENT = rf"{_DAY}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?[+-]\d{{2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?"
_LARGEST = 10**15 - 1

Schema = dict[str, Any]


def json_schema(form: Form) -> Schema:
    """The schema of the values of a record. Every value that `forms.check` accepts validates against it."""
    lists = {q.list_name for _path, q in form.walk() if _is_listed(form, q)}
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ngoso:form:{quote(form.id)}:{quote(form.version)}",
        "title": say(form.title, form.default_language, form.default_language),
        **_object(form, form.questions, always=True),
    }
    if lists:
        schema["$defs"] = {name: _choices(form, name) for name in form.choices if name in lists}
    return schema


def _object(form: Form, questions: tuple[Question, ...], *, always: bool) -> Schema:
    """``always``: what is asked here is asked of every record, so that what is required is always there."""
    properties: dict[str, Schema] = {}
    required: list[str] = []
    _gather(form, questions, always, properties, required)
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": required} if required else found


def _gather(
    form: Form,
    questions: tuple[Question, ...],
    always: bool,
    properties: dict[str, Schema],
    required: list[str],
) -> None:
    for question in questions:
        asked = always and not question.relevant
        if question.type == "group":
            _gather(form, question.children, asked, properties, required)
            continue
        if question.type != "repeat" and not question.holds_value:
            continue
        needed = asked and question.required == "true()" and _is_demanded(question)
        properties[question.name] = _property(form, question, asked, needed)
        if needed:
            required.append(question.name)


def _is_demanded(question: Question) -> bool:
    """Whether a person can be asked for it: not what is calculated unseen, nor rows that are counted out."""
    return question.type not in ("calculate", "hidden") and not question.repeat_count


def _property(form: Form, question: Question, asked: bool, needed: bool) -> Schema:
    value = _rows(form, question, asked, needed) if question.type == "repeat" else _value(form, question)
    words: Schema = {}
    if title := say(question.label, form.default_language, form.default_language):
        words["title"] = title
    if hint := say(question.hint, form.default_language, form.default_language):
        words["description"] = hint
    return {**words, **(value if needed else _or_nothing(value))}


def _or_nothing(value: Schema) -> Schema:
    """An answer that is not there may be written as null."""
    kind = value.get("type")
    if kind is None or "enum" in value:
        return {"anyOf": [value, {"type": "null"}]}
    return {**value, "type": [*([kind] if isinstance(kind, str) else kind), "null"]}


def _rows(form: Form, repeat: Question, asked: bool, needed: bool) -> Schema:
    row = _object(form, repeat.children, always=asked and not repeat.repeat_count)
    row["properties"] = {
        ROW_ID: {"type": "string", "pattern": r"^[^/@][^/]{0,63}$"},
        POSITION: {"type": "number"},
        **row["properties"],
    }
    row["required"] = [ROW_ID, *row.get("required", ())]
    rows: Schema = {"type": "array", "items": row, "maxItems": MOST_ROWS}
    return {**rows, "minItems": 1} if needed else rows


def _value(form: Form, question: Question) -> Schema:
    if question.holds_list:
        names = _name(form, question)
        return {"type": "array", "items": names, "minItems": 1, "maxItems": MOST_CHOICES, "uniqueItems": True}
    if question.type == "select_one":
        return _name(form, question)
    if question.type == "date":
        return {"type": "string", "format": "date", "pattern": f"^{_day(question)}$"}
    if question.type == "range":
        return _range(question)
    return dict(_BY_TYPE.get(question.type, _TEXT))


def _name(form: Form, question: Question) -> Schema:
    if _is_listed(form, question):
        pointer = question.list_name.replace("~", "~0").replace("/", "~1")
        return {"$ref": f"#/$defs/{quote(pointer, safe='~')}"}
    longest = LONGEST_NAME if question.holds_list else LONGEST
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _is_listed(form: Form, question: Question) -> bool:
    return question.type in ("select_one", "select_multiple", "rank") and question.list_name in form.choices


def _choices(form: Form, name: str) -> Schema:
    return {"enum": list(dict.fromkeys(choice.name for choice in form.choices[name]))}


def _day(question: Question) -> str:
    looks = question.appearance.split()
    if "month-year" in looks:
        return r"\d{4}-(0[1-9]|1[0-2])-01"
    return r"\d{4}-01-01" if "year" in looks else _DAY


def _range(question: Question) -> Schema:
    span = range_of(question)
    if not span.whole:
        return {"type": "number", "minimum": span.low, "maximum": span.high}
    found: Schema = {"type": "integer", "minimum": int(span.low), "maximum": int(span.high)}
    return {**found, "multipleOf": int(span.step)} if span.low % span.step == 0 else found


_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_FILE: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_BY_TYPE: dict[str, Schema] = {
    "integer": {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST},
    "decimal": {"type": "number"},
    "time": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
    "datetime": {"type": "string", "format": "date-time", "pattern": f"^{_MOMENT}$"},
    "image": _FILE,
    "file": _FILE,
    "acknowledge": {"type": "string", "enum": ["OK"]},
    "calculate": {"type": ["string", "number"]},
    "hidden": {"type": ["string", "number"]},
}
