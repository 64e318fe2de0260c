"""Nested values and flat ones: ``people/<row id>/topics``, each row's place under ``people/<row id>/@pos``.

History and sync keep and merge the flat form, field by field; two machines may add rows to one list.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.definition import Form, Question

ROW_ID = "@id"
POSITION = "@pos"

Flat = dict[str, Any]


def flatten(form: Form, values: Mapping[str, Any]) -> Flat:
    """Scalars and lists by path. Fields the form does not know and empty answers are left out."""
    return dict(_flat(form.questions, values, ""))


def unflatten(form: Form, flat: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse. A row without ``@pos`` does not exist; rows stand by ``@pos``, then by id."""
    rows: dict[str, list[tuple[float, str]]] = {}
    for path, value in flat.items():
        row, _, last = path.rpartition("/")
        if last == POSITION and value is not None:
            repeat, _, row_id = row.rpartition("/")
            rows.setdefault(repeat, []).append((value, row_id))
    return _nested(form.questions, flat, rows, "")


def questions_within(questions: tuple[Question, ...]) -> Iterator[Question]:
    """The questions and repeats of one level; groups are opened, for they do not show in a path."""
    for question in questions:
        if question.type == "group":
            yield from questions_within(question.children)
        else:
            yield question


def _flat(
    questions: tuple[Question, ...], values: Mapping[str, Any], prefix: str
) -> Iterator[tuple[str, Any]]:
    for question in questions_within(questions):
        value = values.get(question.name)
        path = prefix + question.name
        if question.type == "repeat":
            for position, row in enumerate(value or ()):
                yield f"{path}/{row[ROW_ID]}/{POSITION}", row.get(POSITION, position)
                yield from _flat(question.children, row, f"{path}/{row[ROW_ID]}/")
        elif question.holds_value and value not in (None, "", []):
            yield path, value


def _nested(
    questions: tuple[Question, ...],
    flat: Mapping[str, Any],
    rows: Mapping[str, list[tuple[float, str]]],
    prefix: str,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for question in questions_within(questions):
        path = prefix + question.name
        if question.type == "repeat":
            found = [
                {ROW_ID: row_id, **_nested(question.children, flat, rows, f"{path}/{row_id}/")}
                for _, row_id in sorted(rows.get(path, ()))
            ]
            if found:
                values[question.name] = found
        elif question.holds_value and flat.get(path) not in (None, "", []):
            values[question.name] = flat[path]
    return values
