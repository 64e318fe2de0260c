"""An entry: answers being given to a form, and what follows from them. Pure; Qt only draws it.

A path names an answer: ``note``, ``people/<row id>/topics``. Groups do not show in a path.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import uuid4

from forms.dates import VIETNAM
from forms.definition import Choice, Form
from forms.entry import words
from forms.entry.graph import CHOICES, Graph, graph_of
from forms.entry.scope import Scope
from forms.entry.settle import Settling
from forms.entry.tree import Node, Tree
from forms.entry.words import Part
from forms.expressions import Rules, rules_of
from forms.expressions.sight import Expression
from forms.expressions.values import Value
from forms.faults import Fault
from forms.flat import ROW_ID
from resources.words import _

Names = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Effects:
    """``changed``: paths whose value, fault, relevance, choices, words, required or read-only state is another now."""

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


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as the entry holds it. ``read``: in canonical form, ``raw`` where that cannot be.

    ``problem``: why it cannot be read; ``value``: what of it may still be chosen; ``computed``: it follows from
    the other answers alone.
    """

    path: str
    relevant: bool
    read: Any
    value: Any
    problem: str
    computed: bool


class Entry:
    """Answers to one form.

    ``values``: nested as in `forms.definition`, or as `everything` gave them; without them the entry is fresh:
    defaults are filled in and ``carried`` answers taken over. ``fresh=True`` does so around given values too.
    ``names(form id or "unit", id)`` tells the label of a referenced record, for ``jr:choice-name``.
    ``now``: a moment that stands, or a clock that is asked at every change, for the day too; without one it is the
    beginning of ``today``. ``last``: the values of the record saved last, for ``${last-saved#name}``.
    ``recorded``: the values are those of a finished record, made some time on ``today``: what depended on the moment
    stays as it was, and is empty where it was; no row is added.
    """

    def __init__(
        self,
        form: Form,
        values: Mapping[str, Any] | None = None,
        *,
        today: date,
        carried: Mapping[str, Any] | None = None,
        names: Names | None = None,
        now: datetime | Callable[[], datetime] | None = None,
        fresh: bool | None = None,
        rules: Rules | None = None,
        last: Mapping[str, Any] | None = None,
        recorded: bool = False,
    ) -> None:
        self.form = form
        self.fresh = values is None if fresh is None else fresh
        self.rules, graph = (rules, graph_of(rules)) if rules else _known(_Same(form))
        clock = now if callable(now) else None
        moment = now() if callable(now) else now
        moment = moment or datetime.combine(today, time.max if recorded else time.min, VIETNAM)
        self._tree = Tree(self.rules, graph, today, moment, clock, names, last or {}, recorded)
        given = dict(values or {})
        if self.fresh and carried:
            may = {
                p
                for p, plan in self.rules.plans.items()
                if plan.question.carry and not plan.question.personal
            }
            given = {path: value for path, value in carried.items() if path in may} | given
        settling = Settling(self._tree, opening=True)
        settling.made(self._tree.make_members("", "", {}, None, given), defaults=self.fresh)
        settling.run()

    # asking

    @property
    def today(self) -> date:
        """The day of the last change."""
        return self._tree.today

    def get(self, path: str) -> Any:
        """The answer at ``path``, None when there is none; KeyError for a path the entry does not have."""
        return self._tree.nodes[path].value

    def state(self, path: str) -> State:
        """Everything a screen shows of the question at ``path``, also of a group or repeat; KeyError."""
        node = self._tree.nodes[path]
        return State(
            relevant=node.alive,
            required=node.alive and node.required,
            read_only=node.read_only,
            value=node.raw if node.problem else node.value,
            fault=self._fault(node),
            choices=node.choices,
        )

    def rows(self, path: str) -> list[str]:
        """Ids of the rows of the repeat at ``path`` that count, in order; KeyError."""
        return self._tree.nodes[path].kept_rows()

    def paths(self) -> list[str]:
        """Every path in the order of the form, rows in their order, groups and repeats included."""
        return [node.path for node in self._walk()]

    def faults(self) -> tuple[Fault, ...]:
        """What stands in the way of saving, in the order of the form; only relevant questions count."""
        return tuple(fault for node in self._walk() if (fault := self._fault(node)) is not None)

    def values(self, at: datetime | None = None) -> dict[str, Any]:
        """What is to be saved: relevant, well-typed answers only; nested. ``at``: when, for ``end`` metadata."""
        for path, plan in self.rules.plans.items():
            if plan.question.meta == "end" and not plan.scope and (at or self.get(path) is None):
                self._tree.tick()
                self.set(path, (at or self._tree.now).isoformat(timespec="milliseconds"))
        return self._gather("", "", everything=False)

    def everything(self) -> dict[str, Any]:
        """All that was typed, also where it is irrelevant or not yet right: what a draft keeps.

        None stands where a person took away what the form had calculated.
        """
        return self._gather("", "", everything=True)

    def answers(self) -> Iterator[Answered]:
        """Every answer, in the order of the form, irrelevant ones too."""
        kept = self._tree.graph.kept
        for node in self._walk():
            if node.plan.question.holds_value:
                read = node.raw if node.problem else node.read
                computed = node.plan.calculation is not None and node.plan.path not in kept
                yield Answered(node.path, node.alive, read, node.value, node.problem, computed)

    def carry(self) -> dict[str, Any]:
        """Answers to be taken over into the next record (``ngoso::carry``), by path; never personal ones."""
        found = {}
        for node in self._walk():
            question = node.plan.question
            mine = question.carry and not question.personal and not node.plan.scope
            if mine and node.alive and node.value is not None:
                found[node.path] = node.value
        return found

    def row_paths(self, repeat: str) -> list[str]:
        """The paths of all rows that count of a repeat of the form (``people``, ``people/visits``)."""
        found = self._tree.spread(repeat, {})
        return [f"{node.path}/{row_id}" for node in found if node.alive for row_id in node.kept_rows()]

    def evaluate(self, expression: Expression, row: str = "") -> Value:
        """What an expression of the form gives, asked from the entry itself or from the row at ``row``."""
        prefixes: dict[str, str] = {}
        if row:
            repeat = self._tree.nodes[row.rpartition("/")[0]]
            prefixes = {**repeat.prefixes, repeat.plan.path: f"{row}/"}
        return expression.run(Scope(self._tree, prefixes, None))

    # words

    def words(self, path: str, part: Part, language: str) -> str:
        """The label, hint … of the question at ``path`` with the answers it tells; ``""`` when it has none; KeyError.

        In ``language``, else the form's default language, else any.
        """
        return words.words(self._tree, self._tree.nodes[path], part, language)

    def choice_words(self, path: str, choice: Choice | str, language: str) -> str:
        """The label of a choice of the question at ``path``, by itself or by name; KeyError."""
        return words.choice_words(self._tree, self._tree.nodes[path], choice, language)

    def name(self, language: str) -> str:
        """What the record is called (``instance_name``), ``""`` when the form does not say."""
        return words.name(self._tree, language)

    # answering

    def set(self, path: str, value: object) -> Effects:
        """Give an answer; None or ``""`` takes it away. What cannot be read stays, with a fault. KeyError."""
        node = self._tree.nodes[path]
        if not node.plan.question.holds_value:
            raise KeyError(path)
        before = node.look()
        self._tree.tick()
        node.take(value, self.today)
        if node.look() == before:
            return Effects(frozenset())
        settling = Settling(self._tree)
        settling.answered(node)
        return Effects(settling.run() | {path})

    def add_row(self, path: str, row_id: str | None = None, at: int | None = None) -> str:
        """A new row with its defaults in the repeat at ``path``, at the end or at index ``at``; its id.

        ValueError when there are too many, or one has this id.
        """
        repeat = self._tree.nodes[path]
        row_id = row_id or uuid4().hex
        if row_id in repeat.rows or "/" in row_id or row_id.startswith("@"):
            raise ValueError(f"not a new row id: {row_id!r}")
        settling = Settling(self._tree)
        settling.made(self._tree.make_row(repeat, row_id, {}, at), defaults=True)
        settling.rows_changed(repeat)
        settling.run()
        return row_id

    def remove_row(self, path: str) -> Effects:
        """Take away the row at ``people/<row id>``; KeyError when there is none."""
        repeat_path, _, row_id = path.rpartition("/")
        repeat = self._tree.nodes[repeat_path]
        if row_id not in repeat.rows:
            raise KeyError(path)
        gone = self._tree.drop_row(repeat, row_id)
        settling = Settling(self._tree)
        settling.rows_changed(repeat)
        return Effects(settling.run() | {repeat_path, *gone})

    # gathering

    def _fault(self, node: Node) -> Fault | None:
        fault = node.fault() if node.alive else None
        if fault is None and node.alive and node.half_ranked and not self._tree.is_untold(node, CHOICES):
            fault = Fault(node.path, "type", node.plan.question.label, reason=_("Put all choices in order."))
        return words.told_fault(self._tree, node, fault) if fault is not None else None

    def _walk(self, holder: str = "", prefix: str = "") -> Iterator[Node]:
        for path in self.rules.members[holder]:
            node = self._tree.nodes[prefix + self.rules.plans[path].question.name]
            yield node
            if node.plan.question.type == "group":
                yield from self._walk(path, prefix)
            elif node.plan.question.type == "repeat":
                for row_id in node.row_ids:
                    yield from self._walk(path, f"{node.path}/{row_id}/")

    def _gather(self, holder: str, prefix: str, everything: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for path in self.rules.members[holder]:
            question = self.rules.plans[path].question
            node = self._tree.nodes[prefix + question.name]
            if not (everything or node.alive):
                continue
            if question.type == "group":
                found |= self._gather(path, prefix, everything)
            elif question.type == "repeat":
                kept = node.row_ids if everything else node.kept_rows()
                rows = [{ROW_ID: r, **self._gather(path, f"{node.path}/{r}/", everything)} for r in kept]
                found |= {question.name: rows} if rows else {}
            elif everything:
                found |= self._typed(node)
            elif node.value is not None and not node.problem:
                found[question.name] = node.value
        return found

    def _typed(self, node: Node) -> dict[str, Any]:
        """What a draft keeps of one answer: what was read, or what was typed where that could not be."""
        kept = node.raw if node.problem else node.read
        if kept is None and node.plan.path not in self._tree.graph.kept:
            return {}
        return {node.plan.question.name: kept}


class _Same:
    """A form that is the same only as itself: comparing two by their content would take longer than reading one."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return self.form is getattr(other, "form", None)


@lru_cache(maxsize=32)
def _known(same: _Same) -> tuple[Rules, Graph]:
    rules = rules_of(same.form)
    return rules, graph_of(rules)
