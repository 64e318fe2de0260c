"""The view an expression has of an entry."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from forms.definition import Choice, say
from forms.entry.tree import Node, Tree
from forms.expressions.values import Member, Value


class Scope:
    """The entry as an expression sees it from ``node``, or from a row (`forms.expressions.sight.Scope`).

    ``language``: of the labels it tells; ``""`` is the form's default. ``now``: another moment may be put there.
    """

    __slots__ = ("choice", "language", "node", "now", "prefixes", "tree")

    def __init__(
        self, tree: Tree, prefixes: Mapping[str, str], node: Node | None, language: str = ""
    ) -> None:
        self.tree = tree
        self.prefixes = prefixes
        self.node = node
        self.language = language
        self.now: datetime = tree.now
        self.choice: Choice | None = None

    @property
    def today(self) -> date:
        return self.tree.today

    @property
    def version(self) -> str:
        return self.tree.rules.form.version

    def own(self) -> Value:
        return "" if self.node is None else self.node.seen

    def get(self, path: str) -> Value:
        plan = self.tree.rules.plans[path]
        scope = plan.scope
        if plan.question.type == "repeat":
            return ["row"] * sum(len(node.kept_rows()) for node in self._repeats(path, self.prefixes))
        if not scope:
            return self.tree.nodes[path].seen
        if scope[-1] in self.prefixes:
            return self.tree.nodes[self.prefixes[scope[-1]] + plan.question.name].seen
        column = self._column(path, scope, self.prefixes)
        if column is None:
            found = (node for node in self.tree.spread(path, self.prefixes) if node.alive)
            column = self._keep(path, scope, self.prefixes, _scalars(node.seen for node in found))
        return list(column)

    def every(self, path: str) -> list[Any]:
        """Each row of the repeat ``path``; the rows one stands in there, and deeper, are forgotten."""
        plans = self.tree.rules.plans
        around = {
            repeat: prefix
            for repeat, prefix in self.prefixes.items()
            if repeat != path and path not in plans[repeat].scope
        }
        key = f"{path}[]{self.language}"
        scope = plans[path].scope
        found = self._column(key, scope, around, outside=True)
        if found is None:
            found = [
                Scope(
                    self.tree,
                    {**around, **node.prefixes, path: f"{node.path}/{row_id}/"},
                    None,
                    self.language,
                )
                for node in self._repeats(path, around)
                for row_id in node.kept_rows()
            ]
            self._keep(key, scope, around, found, outside=True)
        return list(found)

    def gathered(self, key: str, reads: frozenset[str], gather: Callable[[], list[Member]]) -> list[Member]:
        """Kept under every path it reads (see `Tree.forget_column`): it stands while all of them do."""
        kept = [self.tree.columns.setdefault(path, {}) for path in reads]
        if all(key in columns for columns in kept):
            self.tree.count(len(kept[0][key]))
            return list(kept[0][key])
        found = gather()
        for columns in kept:
            columns[key] = found
        return list(found)

    def place(self, path: str) -> int:
        prefix = self.prefixes[path].rstrip("/")
        repeat, _, row_id = prefix.rpartition("/")
        return self.tree.nodes[repeat].place(row_id) + 1

    def choice_name(self, path: str, code: str) -> str:
        question = self.tree.rules.plans[path].question
        kind = question.refers_to or ("unit" if question.appearance.startswith("unit-") else "")
        if kind:
            return self.tree.names(kind, code) if self.tree.names else code
        if path in self.tree.graph.sources:
            return code
        found = self.tree.names_in(question.list_name).get(code)
        for node in self.tree.spread(path, self.prefixes)[:1] if found else ():
            found = next((choice for choice in node.choices if choice.name == code), found)
        return self._say(found) if found else ""

    def column(self, name: str) -> str:
        choice = self.choice
        if choice is None:
            return ""
        if name == "name":
            return choice.name
        return (name == "label" and self._say(choice)) or choice.columns.get(name, "")

    def last(self, path: str) -> Value:
        """The answer at ``path`` in the record saved last; a list over its rows for an answer in a repeat."""
        rows: list[Mapping[str, Any]] = [self.tree.last]
        plan = self.tree.rules.plans[path]
        for repeat in plan.scope:
            name = self.tree.rules.plans[repeat].question.name
            rows = [inner for row in rows for inner in row.get(name) or () if isinstance(inner, Mapping)]
        found = [_plain(row.get(plan.question.name)) for row in rows]
        return found if plan.scope else found[0]

    def _say(self, choice: Choice) -> str:
        form = self.tree.rules.form
        return say(choice.label, self.language or form.default_language, form.default_language)

    def _repeats(self, path: str, prefixes: Mapping[str, str]) -> list[Node]:
        return [node for node in self.tree.spread(path, prefixes) if node.alive]

    def _column(
        self, key: str, scope: tuple[str, ...], prefixes: Mapping[str, str], outside: bool = False
    ) -> list[Any] | None:
        kept = self.tree.columns.get(key)
        found = kept.get(_anchor(scope, prefixes, outside)) if kept else None
        if found is not None:
            self.tree.count(len(found))
        return found

    def _keep(
        self,
        key: str,
        scope: tuple[str, ...],
        prefixes: Mapping[str, str],
        column: list[Any],
        outside: bool = False,
    ) -> list[Any]:
        self.tree.count(10 * len(column))
        self.tree.columns.setdefault(key, {})[_anchor(scope, prefixes, outside)] = column
        return column


def _anchor(scope: tuple[str, ...], prefixes: Mapping[str, str], outside: bool) -> str:
    """What of the rows one stands in matters for a column: all of them where rows remember the outside."""
    if outside:
        return "\n".join(prefixes.values())
    return next((prefixes[repeat] for repeat in reversed(scope) if repeat in prefixes), "")


def _plain(value: Any) -> str | float:
    if isinstance(value, list):
        return " ".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str | int | float) else ""


def _scalars(values: Iterable[Value]) -> list[Member]:
    return [value for value in values if not isinstance(value, list)]
