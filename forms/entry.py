"""An entry: answers being given to a form, and what follows from them. Pure; Qt only draws it.

A path names an answer: ``note``, ``people/<row id>/topics``. Groups do not show in a path.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from resources.words import _

from .answers import Answer, is_empty, read_answer
from .definition import Choice, Form
from .expressions import Rules, rules_of
from .faults import Fault
from .flat import ROW_ID
from .functions import to_boolean, to_number, to_string
from .problem import Problem
from .tree import VIETNAM, Node, Tree

Names = Callable[[str, str], str]

_MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Effects:
    """``changed``: paths whose value, fault, relevance, choices, required or read-only state is another now."""

    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class State:
    """One question as it stands. ``value`` is what was typed where ``fault`` is of kind ``type``."""

    relevant: bool
    required: bool
    read_only: bool
    value: Any
    fault: Fault | None
    choices: tuple[Choice, ...]


class Entry:
    """Answers to one form.

    ``values``: nested as in `forms.definition`, or as `everything` gave them; without them the entry is fresh:
    defaults are filled in and ``carried`` answers taken over. ``fresh=True`` does so around given values too.
    ``names(form id or "unit", id)`` tells the label of a referenced record, for ``jr:choice-name``.
    """

    def __init__(
        self,
        form: Form,
        values: Mapping[str, Any] | None = None,
        *,
        today: date,
        carried: Mapping[str, Any] | None = None,
        names: Names | None = None,
        now: datetime | None = None,
        fresh: bool | None = None,
        rules: Rules | None = None,
    ) -> None:
        self.form = form
        self.today = today
        self.fresh = values is None if fresh is None else fresh
        self._rules = rules or rules_of(form)
        moment = now or datetime.combine(today, time(), VIETNAM)
        self._tree = Tree(self._rules, today, moment, names)
        given = dict(values or {})
        if self.fresh and carried:
            may = {
                p
                for p, plan in self._rules.plans.items()
                if plan.question.carry and not plan.question.personal
            }
            given = {path: value for path, value in carried.items() if path in may} | given
        made = self._make_members("", "", {}, None, given)
        if self.fresh:
            self._fill_defaults(made)
        self._settle(made)

    # asking

    def get(self, path: str) -> Any:
        """The answer at ``path``, None when there is none; KeyError for a path the entry does not have."""
        return self._tree.nodes[path].value

    def state(self, path: str) -> State:
        """Everything a screen shows of the question at ``path``, also of a group or repeat; KeyError."""
        node = self._tree.nodes[path]
        return State(
            relevant=node.alive,
            required=node.required,
            read_only=node.read_only,
            value=node.raw if node.problem else node.value,
            fault=node.fault() if node.alive else None,
            choices=node.choices,
        )

    def rows(self, path: str) -> list[str]:
        """Ids of the rows of the repeat at ``path``, in order; KeyError."""
        return list(self._tree.nodes[path].row_ids)

    def paths(self) -> list[str]:
        """Every path in the order of the form, rows in their order, groups and repeats included."""
        return [node.path for node in self._walk()]

    def faults(self) -> tuple[Fault, ...]:
        """What stands in the way of saving, in the order of the form; only relevant questions count."""
        found = (node.fault() for node in self._walk() if node.alive)
        return tuple(fault for fault in found if fault is not None)

    def values(self) -> dict[str, Any]:
        """What is to be saved: relevant, well-typed answers only; nested."""
        return self._gather("", "", everything=False)

    def everything(self) -> dict[str, Any]:
        """All that was typed, also where it is irrelevant or not yet right: what a draft keeps."""
        return self._gather("", "", everything=True)

    def carry(self) -> dict[str, Any]:
        """Answers to be taken over into the next record (``ngoso::carry``), by path; never personal ones."""
        found = {}
        for node in self._walk():
            question = node.plan.question
            mine = question.carry and not question.personal and not node.plan.scope
            if mine and node.alive and node.value is not None:
                found[node.path] = node.value
        return found

    # answering

    def set(self, path: str, value: object) -> Effects:
        """Give an answer; None or ``""`` takes it away. What cannot be read stays, with a fault. KeyError."""
        node = self._tree.nodes[path]
        if not node.plan.question.holds_value:
            raise KeyError(path)
        before = node.look()
        self._read(node, value)
        if node.look() == before:
            return Effects(frozenset())
        return Effects(self._settle([node, *self._tree.dependents(node)], given=node) | {path})

    def add_row(self, path: str, row_id: str | None = None, at: int | None = None) -> str:
        """A new row with its defaults in the repeat at ``path``, at the end or at index ``at``; its id."""
        repeat = self._tree.nodes[path]
        row_id = row_id or uuid4().hex
        if row_id in repeat.row_ids or "/" in row_id or row_id.startswith("@"):
            raise ValueError(f"not a new row id: {row_id!r}")
        made = self._make_row(repeat, row_id, {}, at)
        self._fill_defaults(made)
        self._settle([repeat, *made, *self._tree.row_dependents(repeat)])
        return row_id

    def remove_row(self, path: str) -> Effects:
        """Take away the row at ``people/<row id>``; KeyError when there is none."""
        repeat_path, _, row_id = path.rpartition("/")
        repeat = self._tree.nodes[repeat_path]
        if row_id not in repeat.row_ids:
            raise KeyError(path)
        repeat.row_ids.remove(row_id)
        gone = [p for p in self._tree.nodes if p.startswith(f"{path}/")]
        for each in gone:
            del self._tree.nodes[each]
        return Effects(self._settle([repeat, *self._tree.row_dependents(repeat)]) | {repeat_path, *gone})

    # building

    def _make_members(
        self, holder: str, prefix: str, prefixes: dict[str, str], above: Node | None, given: Mapping[str, Any]
    ) -> list[Node]:
        made: list[Node] = []
        for path in self._rules.members[holder]:
            plan = self._rules.plans[path]
            question = plan.question
            choices = self.form.choices.get(question.list_name, ())
            node = Node(plan, prefix + question.name, prefixes, above, choices)
            self._tree.nodes[node.path] = node
            made.append(node)
            if question.type == "group":
                made += self._make_members(path, prefix, prefixes, node, given)
            elif question.type == "repeat":
                for row in given.get(question.name) or ():
                    made += self._make_row(node, row.get(ROW_ID) or uuid4().hex, row, None)
            elif question.holds_value:
                self._read(node, given.get(question.name))
        return made

    def _make_row(self, repeat: Node, row_id: str, given: Mapping[str, Any], at: int | None) -> list[Node]:
        if len(repeat.row_ids) >= _MOST_ROWS:
            raise ValueError(f"more than {_MOST_ROWS} rows in {repeat.plan.path}")
        repeat.row_ids.insert(len(repeat.row_ids) if at is None else at, row_id)
        prefix = f"{repeat.path}/{row_id}/"
        prefixes = {**repeat.prefixes, repeat.plan.path: prefix}
        return self._make_members(repeat.plan.path, prefix, prefixes, repeat, given)

    def _fill_defaults(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            question = node.plan.question
            if question.default and is_empty(node.raw):
                dynamic = node.plan.default
                self._read(
                    node, to_string(dynamic.run(self._tree.scope(node))) if dynamic else question.default
                )

    # settling

    def _read(self, node: Node, value: object) -> None:
        node.raw, node.value, node.problem = value, None, ""
        if is_empty(value):
            node.raw = None
            return
        try:
            node.value = read_answer(node.plan.question, value, node.choices, self.today)
        except ValueError as error:
            node.problem = str(error)

    def _settle(self, nodes: Iterable[Node], given: Node | None = None) -> frozenset[str]:
        """Look again at ``nodes`` and at all that depends on them until nothing changes; the paths that changed."""
        waiting = dict.fromkeys(node.path for node in nodes)
        changed: set[str] = set()
        budget = 1_000 + 50 * len(self._tree.nodes)
        while waiting:
            path = next(iter(waiting))
            del waiting[path]
            node = self._tree.nodes.get(path)
            if node is None:
                continue
            budget -= 1
            if budget < 0:
                endless = _("its rows depend on each other without end")
                raise Problem("form.broken", detail=f"{node.plan.path}: {endless}")
            before, seen = node.look(), node.seen
            waiting.update(dict.fromkeys(self._look_again(node, calculate=node is not given)))
            if node.look() != before:
                changed.add(path)
            if node.seen != seen or node.alive != before.alive or node.limit != before.limit:
                waiting.update(dict.fromkeys(other.path for other in self._tree.affected(node)))
        return frozenset(changed)

    def _look_again(self, node: Node, calculate: bool) -> list[str]:
        """Evaluates every expression of ``node``; paths of the nodes this made."""
        plan, scope = node.plan, self._tree.scope(node)
        above = node.above
        node.alive = above is None or (above.alive and self._tree.within_limit(node))
        if node.alive and plan.relevant:
            node.alive = to_boolean(plan.relevant.run(scope))
        node.required = plan.required is not None and node.alive and to_boolean(plan.required.run(scope))
        node.read_only = plan.read_only is not None and to_boolean(plan.read_only.run(scope))
        if plan.choice_filter:
            node.choices = self._tree.filtered(node, plan.choice_filter)
            self._read(node, node.raw)
        if plan.calculation and calculate and node.alive:
            self._read(node, _plain(plan.calculation.run(scope)))
        made: list[Node] = []
        if plan.repeat_count and node.alive:
            made = self._count_rows(node, to_number(plan.repeat_count.run(scope)))
        node.fits = True
        if plan.constraint and node.alive and node.value is not None:
            node.fits = to_boolean(plan.constraint.run(scope))
        return [each.path for each in made]

    def _count_rows(self, repeat: Node, wanted: float) -> list[Node]:
        """Rows missing are added; those beyond ``repeat_count`` are kept but not relevant, so that none is lost."""
        repeat.limit = int(min(wanted, _MOST_ROWS)) if wanted >= 0 else 0
        made: list[Node] = []
        while len(repeat.row_ids) < repeat.limit:
            made += self._make_row(repeat, uuid4().hex, {}, None)
        self._fill_defaults(made)
        return made

    # gathering

    def _walk(self, holder: str = "", prefix: str = "") -> Iterator[Node]:
        for path in self._rules.members[holder]:
            node = self._tree.nodes[prefix + self._rules.plans[path].question.name]
            yield node
            if node.plan.question.type == "group":
                yield from self._walk(path, prefix)
            elif node.plan.question.type == "repeat":
                for row_id in node.row_ids:
                    yield from self._walk(path, f"{node.path}/{row_id}/")

    def _gather(self, holder: str, prefix: str, everything: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for path in self._rules.members[holder]:
            question = self._rules.plans[path].question
            node = self._tree.nodes[prefix + question.name]
            if not (everything or node.alive):
                continue
            if question.type == "group":
                found |= self._gather(path, prefix, everything)
            elif question.type == "repeat":
                kept = node.row_ids if everything else node.row_ids[: node.limit]
                rows = [{ROW_ID: r, **self._gather(path, f"{node.path}/{r}/", everything)} for r in kept]
                found |= {question.name: rows} if rows else {}
            elif node.problem:
                found |= {question.name: node.raw} if everything else {}
            elif node.value is not None:
                found[question.name] = node.value
        return found


def _plain(value: Any) -> Answer | None:
    """A calculated value as an answer; not-a-number is no answer."""
    if isinstance(value, str):
        return value
    text = to_string(value)
    if isinstance(value, bool | list) or text in ("NaN", "Infinity", "-Infinity"):
        return None if text.endswith(("NaN", "Infinity")) else text
    whole = abs(value) < 10**15 and value == int(value)
    return int(value) if whole else float(value)
