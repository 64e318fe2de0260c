"""Records of other forms that an entry makes or changes: the entities sheet, put to work on one entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from forms.definition import Entity, Question
from forms.entry import Entry
from forms.expressions import Making, Plan
from forms.expressions.values import to_boolean, to_string

Doing = Literal["create", "update"]


@dataclass(frozen=True, slots=True)
class Made:
    """One record to be made or changed.

    ``list_name``: its form; ``entity_id``: of the record to be changed, or given to the new one, ``""`` for a
    new one that is to get an id of its own. ``values``: property → answer as the entry holds it; ``questions``:
    property → the question it was asked by, which tells whether it is ``personal``. ``row``: path of the row it
    comes from, ``""`` the entry itself.
    """

    list_name: str
    entity_id: str
    doing: Doing
    label: str
    values: Mapping[str, Any]
    questions: Mapping[str, Question]
    row: str = ""


def entities_of(entry: Entry) -> tuple[Made, ...]:
    """What the entry makes and changes, in the order of its rows; nothing where a repeat or its group is irrelevant.

    As in ODK: without an id a record is made, unless ``create_if`` says no; with one it is changed, unless
    ``update_if`` says no, and where it is not changed it is made if ``create_if`` says so.
    """
    made = (_made(entry, it, row) for it in entry.rules.entities for row in _rows(entry, it.entity.repeat))
    return tuple(it for it in made if it is not None)


def _rows(entry: Entry, repeat: str) -> list[str]:
    """Paths of the rows of ``repeat`` that count, ``""`` alone for the entry itself."""
    return entry.row_paths(repeat) if repeat else [""]


def _made(entry: Entry, making: Making, row: str) -> Made | None:
    def asked(column: str) -> str:
        expression = getattr(making, column)
        return "" if expression is None else to_string(entry.evaluate(expression, row)).strip()

    def holds(column: str) -> bool:
        expression = getattr(making, column)
        return expression is not None and to_boolean(entry.evaluate(expression, row))

    entity_id = asked("entity_id")
    doing = _doing(making, entity_id, holds("create_if"), holds("update_if"))
    if doing is None:
        return None
    plans = dict(_savers(entry, making.entity))
    values = {name: value for name, plan in plans.items() if (value := _value(entry, plan, row)) is not None}
    questions = {name: plan.question for name, plan in plans.items()}
    return Made(making.entity.list_name, entity_id, doing, asked("label"), values, questions, row)


def _doing(making: Making, entity_id: str, create: bool, update: bool) -> Doing | None:
    if making.entity_id is None:
        return "create" if create or making.create_if is None else None
    if entity_id and (update or making.update_if is None):
        return "update"
    return "create" if create else None


def _savers(entry: Entry, entity: Entity) -> Iterator[tuple[str, Plan]]:
    """Property → the question whose answer is kept under it; ``list#property`` where a form makes several kinds."""
    for plan in entry.rules.plans.values():
        before, mark, after = plan.question.save_to.partition("#")
        mine = plan.question.save_to and (plan.scope[-1] if plan.scope else "") == entity.repeat
        if mine and (not mark or before == entity.list_name):
            yield after or before, plan


def _value(entry: Entry, plan: Plan, row: str) -> Any:
    path = f"{row}/{plan.question.name}" if row else plan.path
    return entry.get(path) if entry.state(path).relevant else None
