"""Values written in a form that no entry can hold: defaults, calculations that never change, counts of rows."""

import re
from collections.abc import Iterator
from datetime import date
from typing import cast

from forms.answers import calculated, is_empty, read_answer
from forms.definition import Form, Question
from forms.entry import Entry
from forms.entry.tree import MOST_ROWS, MOST_ROWS_IN_ALL
from forms.expressions import Broken
from forms.expressions.layout import lay_out
from forms.expressions.sight import Names, Scope
from forms.expressions.tokens import ExpressionError
from forms.expressions.values import Value, to_number
from forms.expressions.xpath import read_expression
from resources.words import _

_ANY_DAY = date(2026, 1, 1)  # what a day and month without a year would be completed by
_PLAIN = {
    "date": (r"\d{4}-\d\d-\d\d(T.*)?", "2026-12-31"),
    "datetime": (r"\d{4}-\d\d-\d\dT\d\d:\d\d.*", "2026-12-31T14:30"),
    "time": (r"\d\d:\d\d.*", "14:30"),
    "decimal": (r"-?\d+(\.\d+)?", "1.5"),
    "integer": (r"-?\d+", "12"),
    "range": (r"-?\d+(\.\d+)?", "12"),
}
_CALCULATED = (*_PLAIN, "select_one", "select_multiple", "rank")


def odd_defaults(form: Form) -> Iterator[Broken]:
    """Defaults that cannot stand as an answer, and those that are read here but not on a phone."""
    for path, question in form.walk():
        if not question.default or question.dynamic_default or not question.holds_value:
            continue
        reason = _refusal(form, question, question.default)
        pattern, example = _PLAIN.get(question.type, (".*", ""))
        if reason:
            reason = _("the default “{text}” is no answer here: {reason}").format(
                text=question.default[:40], reason=reason
            )
        elif not re.fullmatch(pattern, question.default, re.DOTALL):
            reason = _("phones do not read “{text}”; write it like {example}").format(
                text=question.default[:40], example=example
            )
        if reason:
            yield Broken(path, "default", reason)


def lasting_faults(form: Form) -> Iterator[Broken]:
    """Calculations that give the same to everybody, and nothing the question could hold."""
    layout = lay_out(form)
    for path, question in form.walk():
        if question.type not in _CALCULATED or not question.calculation:
            continue
        given = _lasting(question.calculation, layout.sight(path))
        value = None if given is None else calculated(question, given)
        reason = "" if is_empty(value) else _refusal(form, question, value)
        if reason:
            shape = _("this always gives “{text}”, which is no answer here: {reason}")
            yield Broken(path, "calculation", shape.format(text=str(value)[:40], reason=reason))


def endless_repeats(form: Form) -> Iterator[Broken]:
    """Repeats whose number of rows is written down, and more than an entry holds; those in each other multiplied."""
    layout = lay_out(form)
    rows: dict[str, float] = {}
    for path, question in form.walk():
        if question.type != "repeat":
            continue
        count = _lasting(question.repeat_count, layout.sight(path)) if question.repeat_count else None
        own = to_number(count) if count is not None else 1.0
        rows[path] = own * rows.get(path.rpartition("/")[0], 1.0)
        limit = MOST_ROWS if own > MOST_ROWS else MOST_ROWS_IN_ALL
        if own > MOST_ROWS or rows[path] > MOST_ROWS_IN_ALL:
            reason = _("an entry holds at most {limit} rows here, not {count}")
            told = own if own > MOST_ROWS else rows[path]
            yield Broken(path, "repeat_count", reason.format(limit=limit, count=f"{told:.0f}"))


def overgrown_repeats(form: Form) -> Iterator[Broken]:
    """Repeats that ask for more rows than an entry holds before anything is answered, as one that counts itself."""
    repeats = {path: it for path, it in form.walk() if it.type == "repeat"}
    if not any(it.repeat_count for it in repeats.values()):
        return
    for fault in Entry(form, today=_ANY_DAY).faults():
        path = "/".join(fault.path.split("/")[::2])
        if fault.kind == "type" and path in repeats:
            yield Broken(path, "repeat_count", fault.reason)


def _lasting(source: str, sight: Names) -> Value | None:
    """What ``source`` gives whatever is answered; None when it looks at the entry, or is refused elsewhere."""
    if "${" in source:
        return None
    try:
        return read_expression(source, sight).run(cast(Scope, None))  # with nothing to look at
    except (ExpressionError, AttributeError):
        return None


def _refusal(form: Form, question: Question, value: object) -> str:
    """Why ``value`` is no answer to ``question``; ``""`` when it is one."""
    choices = form.choices.get(question.list_name)
    offered = None if choices is None else {choice.name: choice for choice in choices}
    try:
        read_answer(question, value, offered, _ANY_DAY)
    except ValueError as error:
        return str(error)
    return ""
