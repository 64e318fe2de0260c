"""A form's expressions, read and joined: what each question asks, and what depends on what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from resources.words import _

from .definition import Form, Question
from .problem import Problem
from .sight import Expression
from .tokens import ExpressionError
from .xpath import read_expression

_COLUMNS = ("relevant", "required", "read_only", "constraint", "calculation", "choice_filter", "repeat_count")


@dataclass(frozen=True, slots=True)
class Plan:
    """One question ready to be asked.

    ``scope``: the repeats around it, outermost first; ``holder``: the group or repeat it stands in.
    """

    path: str
    question: Question
    scope: tuple[str, ...]
    holder: str
    relevant: Expression | None = None
    required: Expression | None = None
    read_only: Expression | None = None
    constraint: Expression | None = None
    calculation: Expression | None = None
    choice_filter: Expression | None = None
    repeat_count: Expression | None = None
    default: Expression | None = None

    def expressions(self) -> Iterator[tuple[str, Expression]]:
        for column in _COLUMNS:
            found = getattr(self, column)
            if found is not None:
                yield column, found


@dataclass(frozen=True, slots=True)
class Rules:
    """``dependents``: path → who must look again when it changes, and whether in all rows or the same row only."""

    form: Form
    plans: Mapping[str, Plan]
    members: Mapping[str, tuple[str, ...]]  # group or repeat, "" the form itself → what stands directly in it
    dependents: Mapping[str, tuple[tuple[str, bool], ...]]


class _Sight:
    """Where names lead, seen from the question at ``own`` (`forms.sight.Names`)."""

    def __init__(self, plans: Mapping[str, Plan], places: Mapping[str, tuple[str, ...]], own: str) -> None:
        self.plans = plans
        self.places = places
        self.own = own

    def named(self, name: str) -> str:
        found = [
            p
            for p, plan in self.plans.items()
            if plan.question.name == name and plan.question.type != "group"
        ]
        if not found:
            raise LookupError(_("there is no question ${{{name}}}").format(name=name))
        mine = self._scope()
        near = [p for p in found if mine[: len(self.plans[p].scope)] == self.plans[p].scope] or found
        deepest = max(len(self.plans[p].scope) for p in near)
        best = [p for p in near if len(self.plans[p].scope) == deepest]
        if len(best) > 1:
            raise LookupError(_("the name ${{{name}}} stands twice").format(name=name))
        return best[0]

    def walked(self, steps: list[str], absolute: bool) -> str:
        here = () if absolute else self.places[self.own]
        for step in steps[1:] if absolute else steps:
            here = here[:-1] if step == ".." else here if step == "." else (*here, step)
        found = next((path for path, place in self.places.items() if place == here), "")
        if not found or self.plans[found].question.type == "group":
            written = ("/" if absolute else "") + "/".join(steps)
            raise LookupError(_("the path {path} leads to no question").format(path=written))
        return found

    def is_repeat(self, path: str) -> bool:
        return path in self.plans and self.plans[path].question.type == "repeat"

    def inside(self, repeat: str) -> "_Sight":
        return _Sight(self.plans, self.places, repeat)

    def _scope(self) -> tuple[str, ...]:
        plan = self.plans[self.own]
        return (*plan.scope, self.own) if plan.question.type == "repeat" else plan.scope


def rules_of(form: Form, rows: Mapping[str, int] | None = None) -> Rules:
    """Reads every expression of ``form``. ``rows``: survey rows to name in a Problem ``form.broken``."""
    plans: dict[str, Plan] = {}
    places: dict[str, tuple[str, ...]] = {}
    members: dict[str, list[str]] = {"": []}
    _lay_out(form.questions, "", (), "", (), plans, places, members)
    # What a form says of itself is read against the layout without expressions, then joined in.
    bare = dict(plans)
    for path, plan in bare.items():
        plans[path] = _with_expressions(form, plan, _Sight(bare, places, path), rows or {})
    _refuse_circles(plans, rows or {})
    return Rules(form, plans, {k: tuple(v) for k, v in members.items()}, _dependents(plans))


def check_expressions(form: Form, rows: Mapping[str, int]) -> None:
    """Raises Problem ``form.broken`` for the first expression that cannot be used, naming its row and column."""
    rules_of(form, rows)


def _lay_out(
    questions: tuple[Question, ...],
    prefix: str,
    scope: tuple[str, ...],
    holder: str,
    place: tuple[str, ...],
    plans: dict[str, Plan],
    places: dict[str, tuple[str, ...]],
    members: dict[str, list[str]],
) -> None:
    for question in questions:
        path = prefix + question.name
        plans[path] = Plan(path, question, scope, holder)
        places[path] = (*place, question.name)
        members[holder].append(path)
        if question.type in ("group", "repeat"):
            members[path] = []
            repeat = question.type == "repeat"
            inner_prefix, inner_scope = (f"{path}/", (*scope, path)) if repeat else (prefix, scope)
            _lay_out(question.children, inner_prefix, inner_scope, path, places[path], plans, places, members)


def _with_expressions(form: Form, plan: Plan, sight: _Sight, rows: Mapping[str, int]) -> Plan:
    question = plan.question
    read: dict[str, Expression] = {}
    sources = {column: getattr(question, column) for column in _COLUMNS}
    if question.dynamic_default:
        sources["default"] = question.default
    for column, source in sources.items():
        if not source:
            continue
        columns = None
        if column == "choice_filter":
            choices = form.choices.get(question.list_name, ())
            columns = frozenset({"name", "label"}.union(*(choice.columns for choice in choices)))
        try:
            read[column] = read_expression(source, sight, columns)
        except ExpressionError as error:
            raise broken(rows.get(plan.path, 0), column, str(error)) from error
    return Plan(plan.path, question, plan.scope, plan.holder, **read)


def broken(row: int, column: str, reason: str, sheet: str = "survey") -> Problem:
    """Problem ``form.broken`` that names the place in the form."""
    where = _("sheet {sheet}, row {row}, column {column}: {reason}")
    return Problem("form.broken", detail=where.format(sheet=sheet, row=row, column=column, reason=reason))


def _dependents(plans: Mapping[str, Plan]) -> dict[str, tuple[tuple[str, bool], ...]]:
    found: dict[str, dict[str, bool]] = {}
    for path, plan in plans.items():
        for _column, expression in plan.expressions():
            for source in expression.near:
                # Read from outside its repeat, an answer is read over all rows.
                inside = plan.scope[: len(plans[source].scope)] == plans[source].scope
                found.setdefault(source, {}).setdefault(path, not inside)
            for source in expression.wide:
                found.setdefault(source, {})[path] = True
    return {source: tuple(targets.items()) for source, targets in found.items()}


def _refuse_circles(plans: Mapping[str, Plan], rows: Mapping[str, int]) -> None:
    """Relevance and calculations must not depend on themselves; `.` and other rows are allowed to."""
    needs = {
        path: {p for e in (plan.relevant, plan.calculation) if e for p in e.near - e.wide}
        | ({plan.holder} if plan.holder else set())
        for path, plan in plans.items()
    }
    done: set[str] = set()

    def visit(path: str, trail: tuple[str, ...]) -> None:
        if path in trail:
            circle = " → ".join((*trail[trail.index(path) :], path))
            column = "calculation" if plans[path].calculation else "relevant"
            raise broken(
                rows.get(path, 0), column, _("this goes round in a circle: {circle}").format(circle=circle)
            )
        if path not in done:
            for other in sorted(needs[path]):
                visit(other, (*trail, path))
            done.add(path)

    for path in plans:
        visit(path, ())
