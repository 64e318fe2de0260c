"""A form's expressions, read and joined: what each question asks, and what depends on what."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from forms.definition import Choice, Entity, Form, Question
from forms.expressions.circles import circles
from forms.expressions.layout import Layout, Sight, Spot, lay_out
from forms.expressions.outputs import Text, asks, read_text, words_of
from forms.expressions.sight import Expression, Table
from forms.expressions.tokens import ExpressionError
from forms.expressions.xpath import read_expression, read_filter, read_references
from forms.problem import Problem
from resources.words import _

_COLUMNS = ("relevant", "required", "read_only", "constraint", "calculation", "choice_filter", "repeat_count")

# path → who must look again when it changes, and whether in all rows or in the same row only
Followers = Mapping[str, tuple[tuple[str, bool], ...]]


@dataclass(frozen=True, slots=True)
class Broken:
    """One cell that cannot be used. ``path``: of the question; on the sheet ``choices`` it is ``list/choice``, on
    ``entities`` the entity's list, on ``settings`` ``""``. ``column`` as in `Question`."""

    path: str
    column: str
    reason: str
    sheet: str = "survey"


@dataclass(frozen=True, slots=True)
class Plan:
    """One question ready to be asked.

    ``scope``: the repeats around it, outermost first; ``holder``: the group or repeat it stands in.
    ``trigger``: paths; a calculation that has some runs when one of them changes, and only then.
    ``words``: (part, language) → those words that have answers in them; ``choice_words``: (choice, language) → such.
    ``table``: the list that a choice filter filters; `Table.candidates` tells which of it may pass.
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
    trigger: tuple[str, ...] = ()
    words: Mapping[tuple[str, str], Text] = field(default_factory=dict)
    choice_words: Mapping[tuple[str, str], Text] = field(default_factory=dict)
    table: Table | None = None

    def expressions(self) -> Iterator[tuple[str, Expression]]:
        """What is evaluated again when an answer it reads changes; a triggered calculation is not."""
        for column in _COLUMNS:
            found = getattr(self, column)
            if found is not None and not (column == "calculation" and self.trigger):
                yield column, found


@dataclass(frozen=True, slots=True)
class Making:
    """A record that an entry makes or changes (`forms.definition.Entity`), its expressions read; those of an entity
    in a repeat are asked of each row."""

    entity: Entity
    label: Expression | None = None
    entity_id: Expression | None = None
    create_if: Expression | None = None
    update_if: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """``dependents``: who evaluates again; ``triggered``: whose calculation runs; ``worded``: whose words change."""

    form: Form
    plans: Mapping[str, Plan]
    members: Mapping[str, tuple[str, ...]]  # group or repeat, "" the form itself → what stands directly in it
    dependents: Followers
    triggered: Followers = field(default_factory=dict)
    worded: Followers = field(default_factory=dict)
    instance_name: Expression | None = None
    entities: tuple[Making, ...] = ()


def rules_of(form: Form, rows: Mapping[str, int] | None = None) -> Rules:
    """Reads every expression of ``form``.

    Problem ``form.broken`` for the first that cannot be used. ``rows``: survey rows to name in it.
    """
    rules, faults = _Reading(form).all()
    for fault in faults:
        raise broken((rows or {}).get(fault.path, 0), fault.column, fault.reason, fault.sheet)
    return rules


def check_expressions(form: Form, rows: Mapping[str, int] | None = None) -> list[Broken]:
    """Every cell whose expression cannot be used, in the order of ``rows`` where they are given, else of the form."""
    faults = _Reading(form).all()[1]
    return sorted(faults, key=lambda fault: rows.get(fault.path, 0)) if rows else faults


def broken(row: int, column: str, reason: str, sheet: str = "survey") -> Problem:
    """Problem ``form.broken`` that names the place in the form."""
    where = _("sheet {sheet}, row {row}, column {column}: {reason}")
    return Problem("form.broken", detail=where.format(sheet=sheet, row=row, column=column, reason=reason))


class _Reading:
    """One reading of a form; what cannot be read is kept in ``faults`` and left out."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.layout: Layout = lay_out(form)
        self.faults: list[Broken] = []
        self.marked = {
            name: [c for c in choices if any(asks(text) for text in c.label.values())]
            for name, choices in form.choices.items()
        }

    def all(self) -> tuple[Rules, list[Broken]]:
        plans = {path: self.plan(spot) for path, spot in self.layout.spots.items()}
        top = self.layout.sight("")
        instance_name = self.read(self.form.instance_name, top, Broken("", "instance_name", "", "settings"))
        entities = tuple(self.making(entity) for entity in self.form.entities)
        for circle in circles(plans):
            cells = " → ".join(f"{path} ({column})" if column else path for path, column in circle)
            path, column = next((cell for cell in circle if cell[1]), circle[0])
            reason = _("this goes round in a circle: {circle}").format(circle=f"{cells} → {circle[0][0]}")
            self.faults.append(Broken(path, column, reason))
        rules = Rules(
            form=self.form,
            plans=plans,
            members={holder: tuple(paths) for holder, paths in self.layout.members.items()},
            dependents=_followers(plans, lambda plan: (e for _column, e in plan.expressions())),
            triggered=_followers(plans, _triggers),
            worded=_followers(plans, _spoken),
            instance_name=instance_name,
            entities=entities,
        )
        return rules, self.faults

    def plan(self, spot: Spot) -> Plan:
        question, sight = spot.question, self.layout.sight(spot.path)
        if question.list_name and not question.choice_filter:
            self.offered(sight)
        read: dict[str, Expression | None] = {}
        for column in _COLUMNS:
            read[column] = self.read(getattr(question, column), sight, Broken(spot.path, column, ""))
        if question.dynamic_default:
            read["default"] = self.read(question.default, sight, Broken(spot.path, "default", ""))
        return Plan(
            path=spot.path,
            question=question,
            scope=spot.scope,
            holder=spot.holder,
            trigger=self.trigger(question.trigger, sight),
            words={
                (part, language): found
                for part, texts in words_of(question)
                for language, text in texts.items()
                if (found := self.text(text, sight, Broken(spot.path, part, "")))
            },
            choice_words={
                (choice.name, language): found
                for choice in self.marked.get(question.list_name, ())
                for language, text in choice.label.items()
                if (found := self.text(text, sight, self.choice_cell(question, choice)))
            },
            table=self.table(question, sight),
            **read,
        )

    def table(self, question: Question, sight: Sight) -> Table | None:
        filtered = question.choice_filter and question.list_name in self.form.choices
        return sight.table(question.list_name) if filtered else None

    def choice_cell(self, question: Question, choice: Choice) -> Broken:
        return Broken(f"{question.list_name}/{choice.name}", "label", "", "choices")

    def read(self, source: str, sight: Sight, cell: Broken) -> Expression | None:
        """An expression, or None with the fault noted in ``cell``."""
        if not source.strip():
            return None
        try:
            return self.expression(source, sight, filtering=cell.column == "choice_filter")
        except ExpressionError as error:
            self.fault(cell, str(error))
            return None

    def expression(self, source: str, sight: Sight, filtering: bool = False) -> Expression:
        if not filtering:
            return read_expression(source, sight)
        rows = self.rows_offered(sight)
        if rows is not None:
            return read_filter(source, sight, rows)
        try:
            table = sight.table(sight.question(sight.own).list_name)
        except LookupError as error:
            raise ExpressionError(str(error.args[0])) from error
        return read_expression(source, sight, table)

    def rows_offered(self, sight: Sight) -> Sight | None:
        """The view from a row where the choices are answers in the rows of a repeat (``select_one ${name}``)."""
        listed = sight.question(sight.own).list_name
        if not listed.startswith("${"):
            return None
        repeats = sight.repeats(read_references(listed, sight)[0])
        if not repeats:
            raise ExpressionError(_("the choices {name} must be answers in a repeat").format(name=listed))
        return sight.inside(repeats[-1])

    def offered(self, sight: Sight) -> None:
        try:
            self.rows_offered(sight)
        except ExpressionError as error:
            self.fault(Broken(sight.own, "type", ""), str(error))

    def text(self, text: str, sight: Sight, cell: Broken) -> Text | None:
        """Words with answers in them, None when they have none or cannot be read."""
        if not asks(text):
            return None
        try:
            return read_text(text, lambda source: self.expression(source, sight))
        except ExpressionError as error:
            self.fault(cell, str(error))
            return None

    def trigger(self, source: str, sight: Sight) -> tuple[str, ...]:
        try:
            return read_references(source, sight)
        except ExpressionError as error:
            self.fault(Broken(sight.own, "trigger", ""), str(error))
            return ()

    def making(self, entity: Entity) -> Making:
        sight = self.layout.sight("")
        if entity.repeat in self.layout.spots:
            sight = sight.inside(entity.repeat)
        columns = ("label", "entity_id", "create_if", "update_if")
        cells = {column: Broken(entity.list_name, column, "", "entities") for column in columns}
        return Making(entity, **{c: self.read(getattr(entity, c), sight, cells[c]) for c in columns})

    def fault(self, cell: Broken, reason: str) -> None:
        found = Broken(cell.path, cell.column, reason, cell.sheet)
        if found not in self.faults:
            self.faults.append(found)


def _triggers(plan: Plan) -> Iterator[Expression]:
    if plan.trigger:
        yield Expression(lambda scope: "", frozenset(plan.trigger), frozenset())


def _spoken(plan: Plan) -> Iterator[Expression]:
    for text in (*plan.words.values(), *plan.choice_words.values()):
        yield from text.expressions()


def _followers(plans: Mapping[str, Plan], reads: Callable[[Plan], Iterator[Expression]]) -> Followers:
    found: dict[str, dict[str, bool]] = {}
    for path, plan in plans.items():
        for expression in reads(plan):
            for source in sorted(expression.near):
                # Read from outside its repeat, an answer is read over all rows.
                inside = plan.scope[: len(plans[source].scope)] == plans[source].scope
                found.setdefault(source, {}).setdefault(path, not inside)
            for source in sorted(expression.wide):
                found.setdefault(source, {})[path] = True
    return {source: tuple(targets.items()) for source, targets in found.items()}
