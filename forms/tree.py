"""The answers of an entry, row by row, and the view an expression has of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from .answers import Answer
from .definition import Choice, say
from .expressions import Plan, Rules
from .faults import Fault
from .functions import Value, to_boolean
from .sight import Expression

VIETNAM = timezone(timedelta(hours=7))


class Look(NamedTuple):
    """What of a node is seen from outside; another look means the screen must draw it again."""

    value: Any
    problem: str
    alive: bool
    required: bool
    read_only: bool
    fits: bool
    choices: tuple[str, ...]
    limit: int | None


@dataclass(slots=True, eq=False)
class Node:
    """One question in one row. ``prefixes``: each repeat around it → the path of the row, with a slash."""

    plan: Plan
    path: str
    prefixes: dict[str, str]
    above: "Node | None"
    choices: tuple[Choice, ...]
    raw: object = None
    value: Answer | None = None
    problem: str = ""
    alive: bool = True
    required: bool = False
    read_only: bool = False
    fits: bool = True
    limit: int | None = None  # of rows, from repeat_count
    row_ids: list[str] = field(default_factory=list)

    @property
    def seen(self) -> Value:
        """The answer as expressions see it: nothing when irrelevant, a list as words."""
        if not self.alive or self.value is None:
            return ""
        return " ".join(self.value) if isinstance(self.value, list) else self.value

    def look(self) -> Look:
        value = str(self.raw) if self.problem else self.value
        names = tuple(choice.name for choice in self.choices) if self.plan.choice_filter else ()
        return Look(
            value, self.problem, self.alive, self.required, self.read_only, self.fits, names, self.limit
        )

    def fault(self) -> Fault | None:
        question = self.plan.question
        if self.problem:
            return Fault(self.path, "type", question.label, reason=self.problem)
        missing = not self.row_ids if question.type == "repeat" else self.value is None
        if self.required and missing:
            return Fault(self.path, "required", question.label, question.required_message)
        if not self.fits:
            return Fault(self.path, "constraint", question.label, question.constraint_message)
        return None


class Tree:
    """All nodes by path, and who must look again when one changes."""

    def __init__(
        self, rules: Rules, today: date, now: datetime, names: Callable[[str, str], str] | None
    ) -> None:
        self.rules = rules
        self.today = today
        self.now = now
        self.names = names
        self.nodes: dict[str, Node] = {}

    def scope(self, node: Node) -> "Scope":
        return Scope(self, node.prefixes, node)

    def spread(self, path: str, prefixes: Mapping[str, str]) -> list[Node]:
        """The nodes ``path`` means for one who stands in the rows ``prefixes``: one, or one in each row."""
        plan = self.rules.plans[path]
        name = plan.question.name
        if not plan.scope:
            return [self.nodes[path]]
        repeat = plan.scope[-1]
        if repeat in prefixes:
            return [self.nodes[prefixes[repeat] + name]]
        holders = self.spread(repeat, prefixes)
        return [
            self.nodes[f"{holder.path}/{row_id}/{name}"] for holder in holders for row_id in holder.row_ids
        ]

    def dependents(self, node: Node) -> list[Node]:
        """Nodes with an expression that reads ``node``."""
        found: list[Node] = []
        for path, wide in self.rules.dependents.get(node.plan.path, ()):
            found += self.spread(path, {} if wide else node.prefixes)
        return found

    def affected(self, node: Node) -> list[Node]:
        """Dependents, and what stands in a group or repeat whose relevance changed."""
        return [*self.dependents(node), *self._within(node)]

    def row_dependents(self, repeat: Node) -> list[Node]:
        """Nodes that read the rows of ``repeat`` or any answer in them."""
        start = repeat.plan.path
        paths = [p for p in self.rules.plans if p == start or start in self.rules.plans[p].scope]
        readers = {target for path in paths for target, _wide in self.rules.dependents.get(path, ())}
        return [node for path in readers for node in self.spread(path, {})]

    def _within(self, node: Node) -> list[Node]:
        found: list[Node] = []
        for path in self.rules.members.get(node.plan.path, ()):
            name = self.rules.plans[path].question.name
            if node.plan.question.type == "group":
                found.append(self.nodes[node.path.removesuffix(node.plan.question.name) + name])
            else:
                found += (self.nodes[f"{node.path}/{row_id}/{name}"] for row_id in node.row_ids)
        return found

    def within_limit(self, node: Node) -> bool:
        """Whether the row of ``node`` is among the first ``repeat_count``."""
        above = node.above
        if above is None or above.limit is None:
            return True
        row_id = node.path.removeprefix(f"{above.path}/").partition("/")[0]
        return above.row_ids.index(row_id) < above.limit

    def filtered(self, node: Node, wanted: Expression) -> tuple[Choice, ...]:
        """The choices that pass the question's choice filter."""
        offered = self.rules.form.choices.get(node.plan.question.list_name, ())
        scope = self.scope(node)
        kept = []
        for choice in offered:
            scope.choice = choice
            if to_boolean(wanted.run(scope)):
                kept.append(choice)
        return tuple(kept)


class Scope:
    """The entry as an expression sees it from ``node``, or from a row (`forms.sight.Scope`)."""

    __slots__ = ("choice", "node", "prefixes", "tree")

    def __init__(self, tree: Tree, prefixes: Mapping[str, str], node: Node | None) -> None:
        self.tree = tree
        self.prefixes = prefixes
        self.node = node
        self.choice: Choice | None = None

    @property
    def today(self) -> date:
        return self.tree.today

    @property
    def now(self) -> datetime:
        return self.tree.now

    @property
    def version(self) -> str:
        return self.tree.rules.form.version

    def own(self) -> Value:
        return "" if self.node is None else self.node.seen

    def get(self, path: str) -> Value:
        plan = self.tree.rules.plans[path]
        if plan.question.type == "repeat":
            return ["row" for _ in self._rows(path)]
        found = self.tree.spread(path, self.prefixes)
        if not plan.scope or plan.scope[-1] in self.prefixes:
            return found[0].seen
        return _scalars(node.seen for node in found)

    def every(self, path: str) -> list[Any]:
        around = {repeat: prefix for repeat, prefix in self.prefixes.items() if repeat != path}
        return [
            Scope(self.tree, {**node.prefixes, path: prefix}, None)
            for node, prefix in self._rows(path, around)
        ]

    def place(self, path: str) -> int:
        prefix = self.prefixes[path].rstrip("/")
        repeat, _, row_id = prefix.rpartition("/")
        return self.tree.nodes[repeat].row_ids.index(row_id) + 1

    def choice_name(self, path: str, code: str) -> str:
        question = self.tree.rules.plans[path].question
        kind = question.refers_to or ("unit" if question.appearance.startswith("unit-") else "")
        if kind:
            return self.tree.names(kind, code) if self.tree.names else code
        form = self.tree.rules.form
        found = (choice for choice in form.choices.get(question.list_name, ()) if choice.name == code)
        return next((say(choice.label, form.default_language) for choice in found), "")

    def column(self, name: str) -> str:
        choice = self.choice
        if choice is None:
            return ""
        own = {"name": choice.name, "label": say(choice.label, self.tree.rules.form.default_language)}
        return own.get(name) or choice.columns.get(name, "")

    def _rows(self, path: str, prefixes: Mapping[str, str] | None = None) -> list[tuple[Node, str]]:
        repeats = self.tree.spread(path, self.prefixes if prefixes is None else prefixes)
        return [(r, f"{r.path}/{row_id}/") for r in repeats if r.alive for row_id in r.row_ids[: r.limit]]


def _scalars(values: Iterable[Value]) -> list[str | float | bool]:
    return [value for value in values if not isinstance(value, list)]
