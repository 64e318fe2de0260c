"""The one check of a finished record: desktop before saving, server on receipt."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from resources.words import _

from .definition import Form, Question
from .entry import Entry
from .expressions import rules_of
from .faults import Fault
from .flat import POSITION, ROW_ID, flatten, questions_within


def check(form: Form, values: Mapping[str, Any], today: date) -> tuple[Fault, ...]:
    """Every fault of ``values``: those of an entry, unknown fields, and values not in their canonical form."""
    shape = tuple(_misshapen(form.questions, values, ""))
    if shape:
        return shape
    rules = rules_of(form)
    entry = Entry(form, values, today=today, fresh=False, rules=rules)
    given, read = flatten(form, values), flatten(form, entry.everything())
    calculated = {path.rpartition("/")[2] for path, plan in rules.plans.items() if plan.calculation}
    wrong = (
        Fault(path, "type", reason=_("The value is not written as the form asks."))
        for path, value in given.items()
        if read.get(path) != value and path.rpartition("/")[2] not in calculated
    )
    return entry.faults() + tuple(wrong)


def _misshapen(questions: tuple[Question, ...], values: Mapping[str, Any], prefix: str) -> Iterator[Fault]:
    known = {question.name: question for question in questions_within(questions)}
    for name, value in values.items():
        if prefix and name in (ROW_ID, POSITION):
            continue
        path = f"{prefix}{str(name)[:100]}"
        question = known.get(name)
        if question is None or not (question.holds_value or question.type == "repeat"):
            yield Fault(path, "type", reason=_("The form has no such field."))
        elif question.type == "repeat":
            rows = value if isinstance(value, list) else [None]
            good = [row for row in rows if isinstance(row, Mapping) and _good_id(row.get(ROW_ID))]
            if len(good) < len(rows) or len({row[ROW_ID] for row in good}) < len(good):
                yield Fault(path, "type", reason=_("A list of rows was expected here."))
                continue
            for row in good:
                yield from _misshapen(question.children, row, f"{path}/{row[ROW_ID]}/")


def _good_id(row_id: object) -> bool:
    return isinstance(row_id, str) and 0 < len(row_id) <= 64 and "/" not in row_id and row_id[0] != "@"
