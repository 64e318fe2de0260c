"""Answers that depend on themselves, which no calculation can settle."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from forms.expressions.sight import Expression

if TYPE_CHECKING:
    from forms.expressions import Plan

Cell = tuple[str, str]  # path and column, "" where a question only stands in the one before it


def circles(plans: Mapping[str, "Plan"]) -> list[tuple[Cell, ...]]:
    """Each circle as its cells, every one needing the next and the last the first.

    Relevance and calculations go into a circle, and what stands in a group or repeat needs its relevance. What other
    rows of the same repeat say is allowed (a running total), and so are ``.``, a calculation with a trigger, rows
    counted by what is answered in them (``repeat_count``), and choice lists that leave out each other's answers;
    only a choice filter that asks its own question is not.
    """
    needs = {path: _needs(plan, plans) for path, plan in plans.items()}
    found: list[tuple[Cell, ...]] = []
    done: set[str] = set()
    for start in plans:
        trail: dict[str, str] = {}  # each question on the way and the column that leads on from it
        waiting: list[tuple[str, Iterator[tuple[str, str]]]] = []
        _step_onto(start, needs, done, trail, waiting)
        while waiting:
            path, others = waiting[-1]
            other, column = next(others, ("", ""))
            if not other:
                done.add(path)
                del trail[path]
                waiting.pop()
                continue
            trail[path] = column
            if other in trail:
                order = list(trail)
                found.append(tuple((each, trail[each]) for each in order[order.index(other) :]))
            else:
                _step_onto(other, needs, done, trail, waiting)
    return found


def _step_onto(
    path: str,
    needs: Mapping[str, Mapping[str, str]],
    done: set[str],
    trail: dict[str, str],
    waiting: list[tuple[str, Iterator[tuple[str, str]]]],
) -> None:
    if path not in done:
        trail[path] = ""
        waiting.append((path, iter(sorted(needs[path].items()))))


def _needs(plan: "Plan", plans: Mapping[str, "Plan"]) -> dict[str, str]:
    """What must be known before ``plan`` is, and the column that says so."""
    found = {plan.holder: ""} if plan.holder else {}
    calculation = None if plan.trigger else plan.calculation
    for column, expression in (("calculation", calculation), ("relevant", plan.relevant)):
        if expression is not None:
            found |= dict.fromkeys(_read(plan, expression, plans), column)
    if plan.choice_filter is not None and plan.path in plan.choice_filter.near:
        found[plan.path] = "choice_filter"
    return found


def _read(plan: "Plan", expression: Expression, plans: Mapping[str, "Plan"]) -> set[str]:
    """What an expression reads, but for the rows of a repeat its own question stands in."""
    mine = set(plan.scope)
    other_rows = {path for path in expression.wide if path in mine or not mine.isdisjoint(plans[path].scope)}
    return set(expression.near - expression.wide) | set(expression.wide - other_rows)
