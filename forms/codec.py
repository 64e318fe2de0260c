"""A form as JSON and back: short, stable, and the same bytes for the same form."""

import json
from dataclasses import asdict, fields
from typing import Any

from forms.definition import Choice, Entity, Form, Question

_DEFAULTS: dict[str, Any] = {
    f.name: f.default if isinstance(f.default, str | bool | tuple) else {}
    for f in fields(Question)
    if f.name not in ("name", "type")
}


def form_to_dict(form: Form) -> dict[str, Any]:
    """``form`` as plain JSON values; what equals its default is left out."""
    data: dict[str, Any] = {
        "id": form.id,
        "version": form.version,
        "title": dict(form.title),
        "default_language": form.default_language,
        "questions": [_question_to_dict(q) for q in form.questions],
        "choices": {name: [_choice_to_dict(c) for c in rows] for name, rows in form.choices.items()},
    }
    if form.languages:
        data["languages"] = dict(form.languages)
    if form.instance_name:
        data["instance_name"] = form.instance_name
    if form.entities:
        data["entities"] = [{k: v for k, v in asdict(it).items() if v} for it in form.entities]
    return data


def form_from_dict(data: dict[str, Any]) -> Form:
    """The inverse of `form_to_dict`; KeyError or TypeError when ``data`` is not a form."""
    return Form(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        default_language=data["default_language"],
        questions=tuple(_question_from_dict(q) for q in data["questions"]),
        choices={name: tuple(Choice(**c) for c in rows) for name, rows in data["choices"].items()},
        languages=data.get("languages", {}),
        instance_name=data.get("instance_name", ""),
        entities=tuple(Entity(**it) for it in data.get("entities", ())),
    )


def form_to_json(form: Form) -> str:
    """The text kept under ``forms/compiled``: the same form gives the same bytes."""
    return json.dumps(form_to_dict(form), ensure_ascii=False, indent=1) + "\n"


def form_from_json(text: str) -> Form:
    """The inverse of `form_to_json`."""
    return form_from_dict(json.loads(text))


def _question_to_dict(question: Question) -> dict[str, Any]:
    data: dict[str, Any] = {"name": question.name, "type": question.type}
    for name, default in _DEFAULTS.items():
        value = getattr(question, name)
        if name == "children":
            if value:
                data[name] = [_question_to_dict(child) for child in value]
        elif value != default:
            data[name] = dict(value) if isinstance(default, dict) else value
    return data


def _question_from_dict(data: dict[str, Any]) -> Question:
    children = tuple(_question_from_dict(child) for child in data.get("children", ()))
    return Question(**{**data, "children": children})


def _choice_to_dict(choice: Choice) -> dict[str, Any]:
    data: dict[str, Any] = {"name": choice.name, "label": dict(choice.label)}
    if choice.columns:
        data["columns"] = dict(choice.columns)
    return data
