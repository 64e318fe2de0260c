"""The one check of a finished record: desktop before saving, server on receipt."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from forms.definition import Form, Question
from forms.entry import Answered, Entry
from forms.entry.tree import MOST_ROWS, MOST_ROWS_IN_ALL
from forms.faults import Fault
from forms.flat import POSITION, ROW_ID, flatten, questions_within
from forms.problem import Problem
from resources.words import _

_MOST_FAULTS = 200  # of misshapen values; more tell a person nothing


def check(form: Form, values: Mapping[str, Any], today: date) -> tuple[Fault, ...]:
    """Every fault of ``values``: those of an entry, unknown fields, values not in their canonical form, and
    calculated ones that the form calculates otherwise. Never raises, whatever ``values`` hold.
    """
    if not isinstance(values, Mapping):
        return (Fault("", "type", reason=_("The form has no such field.")),)
    shape = tuple(islice(_misshapen(form.questions, values, ""), _MOST_FAULTS))
    if shape:
        return shape
    if _rows_in(form.questions, values) > MOST_ROWS_IN_ALL:
        return (Fault("", "type", reason=_too_many(MOST_ROWS_IN_ALL)),)
    try:
        entry = Entry(form, values, today=today, fresh=False, recorded=True)
    except Problem as problem:
        return (Fault("", "type", reason=problem.text),)
    return entry.faults() + tuple(_differing(entry, flatten(form, values)))


def _differing(entry: Entry, given: Mapping[str, Any]) -> Iterator[Fault]:
    """Where what was given is not what an entry makes of it."""
    for it in entry.answers():
        value = given.get(it.path)
        if it.computed:
            if it.relevant and not it.problem and not _same(it.value, value):
                yield Fault(it.path, "type", reason=_("The form calculates another value here."))
        elif it.problem:
            if not it.relevant:
                yield Fault(it.path, "type", reason=it.problem)
        elif not _same(it.read, value):
            yield Fault(it.path, "type", reason=_("The value is not written as the form asks."))
        elif it.relevant and not _same(it.value, value):
            yield Fault(it.path, "type", reason=_not_offered(it))


def _not_offered(it: Answered) -> str:
    left = it.value or []
    names = it.read if isinstance(it.read, list) else [it.read]
    gone = next((name for name in names if name not in left), "")
    return _("“{answer}” is not one of the choices.").format(answer=str(gone)[:40])


def _same(one: object, other: object) -> bool:
    """Whether two answers are equal, a truth value never being a number."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _misshapen(questions: tuple[Question, ...], values: Mapping[str, Any], prefix: str) -> Iterator[Fault]:
    known = {question.name: question for question in questions_within(questions)}
    for name, value in values.items():
        if prefix and name in (ROW_ID, POSITION):
            continue
        question = known.get(name)
        path = prefix + (name if question else _shown(name))
        if question is None or not (question.holds_value or question.type == "repeat"):
            yield Fault(path, "type", reason=_("The form has no such field."))
        elif question.type == "repeat":
            yield from _misshapen_rows(question, value, path)
        elif not _is_leaf(value):
            yield Fault(path, "type", reason=_("The value is not written as the form asks."))


def _misshapen_rows(repeat: Question, rows: object, path: str) -> Iterator[Fault]:
    if rows is None:
        return
    if not isinstance(rows, list):
        yield Fault(path, "type", reason=_("A list of rows was expected here."))
        return
    if len(rows) > MOST_ROWS:
        yield Fault(path, "type", reason=_too_many(MOST_ROWS))
        return
    good = [row for row in rows if isinstance(row, Mapping) and _is_row(row)]
    if len(good) < len(rows) or len({row[ROW_ID] for row in good}) < len(good):
        yield Fault(path, "type", reason=_("A list of rows was expected here."))
        return
    for row in good:
        yield from _misshapen(repeat.children, row, f"{path}/{row[ROW_ID]}/")


def _is_row(row: Mapping[str, Any]) -> bool:
    row_id, place = row.get(ROW_ID), row.get(POSITION, 0)
    named = isinstance(row_id, str) and 0 < len(row_id) <= 64 and "/" not in row_id and row_id[0] != "@"
    placed = isinstance(place, int | float) and not isinstance(place, bool) and abs(place) < math.inf
    return named and placed and str(row_id).isprintable()


def _is_leaf(value: object) -> bool:
    """An answer, a list of texts, or nothing: None, for an empty text or list is none."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(part, str) for part in value)
    return value is None or (isinstance(value, str | int | float) and value != "")


def _rows_in(questions: tuple[Question, ...], values: Mapping[str, Any]) -> int:
    found = 0
    for question in questions_within(questions):
        if question.type == "repeat":
            rows = values.get(question.name) or ()
            found += len(rows) + sum(_rows_in(question.children, row) for row in rows)
    return found


def _too_many(most: int) -> str:
    return _("At most {limit} rows can be kept here.").format(limit=most)


def _shown(name: object) -> str:
    return str(name)[:100].encode("utf-8", "replace").decode()
