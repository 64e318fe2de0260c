"""The answers of an entry, row by row, and who must look again when one of them changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from forms.answers import Answer, calculated, is_empty, is_too_long, keeps_blanks, read_answer
from forms.definition import Choice
from forms.entry.graph import Graph
from forms.expressions import Plan, Rules
from forms.expressions.values import Value
from forms.faults import Fault
from forms.flat import ROW_ID
from forms.problem import Problem
from resources.words import _

MOST_ROWS = 5_000  # of one repeat
MOST_ROWS_IN_ALL = 20_000
CHOOSING = ("select_one", "select_multiple", "rank")
MOST_READ = 30_000_000  # answers read to settle one change; a form that asks for more never ends


class Look(NamedTuple):
    """What of a node is seen from outside; another look means the screen must draw it again."""

    value: object
    problem: str
    alive: bool
    required: bool
    read_only: bool
    fits: bool
    choices: tuple[Choice, ...]
    limit: int | None
    words: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Node:
    """One question in one row. ``prefixes``: each repeat around it → the path of the row, with a slash.

    ``raw``: what was typed; ``read``: that in canonical form; ``value``: what of it still may be chosen.
    ``offered``: the names that may be chosen, None where any text may. ``rows``: row id → the nodes in it.
    """

    plan: Plan
    path: str
    prefixes: dict[str, str]
    above: "Node | None"
    row: str
    choices: tuple[Choice, ...] = ()
    offered: Mapping[str, Choice] | None = None
    raw: object = None
    read: Answer | None = None
    value: Answer | None = None
    problem: str = ""
    alive: bool = True
    required: bool = False
    read_only: bool = False
    fits: bool = True
    limit: int | None = None  # of rows, from repeat_count
    words: tuple[str, ...] = ()
    gone: bool = False
    held: bool = False  # its calculation is not run anew over what was given
    row_ids: list[str] = field(default_factory=list)
    rows: dict[str, list["Node"]] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict, init=False)

    @property
    def seen(self) -> Value:
        """The answer as expressions see it: nothing when irrelevant, a list as words."""
        if not self.alive or self.value is None:
            return ""
        return " ".join(self.value) if isinstance(self.value, list) else self.value

    def place(self, row_id: str) -> int:
        """The index of a row; KeyError."""
        if not self._places:
            self._places = {each: at for at, each in enumerate(self.row_ids)}
        return self._places[row_id]

    def put_row(self, row_id: str, at: int | None) -> None:
        if at is None:
            if self._places:
                self._places[row_id] = len(self.row_ids)
            self.row_ids.append(row_id)
        else:
            self.row_ids.insert(at, row_id)
            self._places = {}

    def take_row(self, row_id: str) -> list["Node"]:
        self.row_ids.pop(self.place(row_id))
        self._places = {}
        return self.rows.pop(row_id)

    def kept_rows(self) -> list[str]:
        """Ids of the rows that count."""
        return self.row_ids[: self.limit]

    def take(self, value: object, today: date) -> None:
        """Read ``value`` into the node; what cannot be read stays, with a problem."""
        question = self.plan.question
        blanks = keeps_blanks(question) and isinstance(value, str)
        self.raw, self.read, self.problem = (value if blanks or not is_empty(value) else None), None, ""
        if self.raw is not None:
            try:
                self.read = read_answer(question, self.raw, self.offered, today)
            except ValueError as error:
                self.problem = str(error)
            if self.read == "":
                self.raw = self.read = None
        self.choose()

    def calculate(self, value: Value, today: date) -> None:
        """Take what an expression gave; what cannot be read is no answer, for nobody could put it right."""
        self.take(calculated(self.plan.question, value), today)
        if self.problem and not is_too_long(self.raw):
            self.take(None, today)

    def choose(self) -> None:
        """Keep of the answer what is among the choices now."""
        self.value = self.read
        if self.read is None or not self.narrowed:
            return
        names = {choice.name for choice in self.choices}
        if isinstance(self.read, list):
            self.value = [name for name in self.read if name in names] or None
        elif self.read not in names:
            self.value = None

    @property
    def narrowed(self) -> bool:
        """Whether its choices come and go."""
        choosing = self.plan.question.type in CHOOSING
        return choosing and (self.plan.choice_filter is not None or self.offered is None)

    @property
    def half_ranked(self) -> bool:
        """Whether choices were left out of an order that a person gives."""
        asked = self.plan.question.type == "rank" and not (self.read_only or self.plan.calculation)
        given = self.value if asked and isinstance(self.value, list) else ()
        return bool(given) and any(choice.name not in given for choice in self.choices)

    @property
    def hangs(self) -> bool:
        """Whether other answers decide if it is asked, or required."""
        if self.plan.relevant or self.plan.question.required not in ("", "true()"):
            return True
        return self.above is not None and self.above.hangs

    def look(self) -> Look:
        value = self.value
        if self.problem:
            value = self.raw if isinstance(self.raw, str) else str(id(self.raw))
        return Look(
            value,
            self.problem,
            self.alive,
            self.required,
            self.read_only,
            self.fits,
            self.choices,
            self.limit,
            self.words,
        )

    def fault(self) -> Fault | None:
        """What stands in the way of saving it, with the words of the form as they are written there.

        As in ODK nothing is asked of what a person never sees, a calculation or a hidden answer, and a note that
        is required stands in the way for as long as it is shown; here not one that no answer could ever hide.
        """
        question = self.plan.question
        if self.problem:
            return Fault(self.path, "type", question.label, reason=self.problem)
        if question.type in ("calculate", "hidden", "group"):
            return None
        if question.type == "repeat":
            missing = self.required and not self.row_ids and not self.plan.repeat_count
        else:
            missing = self.required and self.value is None and (question.type != "note" or self.hangs)
        if missing:
            # A note says itself what is to be put right.
            words = question.required_message or (question.label if question.type == "note" else {})
            return Fault(self.path, "required", question.label, words)
        if not self.fits:
            return Fault(self.path, "constraint", question.label, question.constraint_message)
        return None


class Tree:
    """All nodes by path. ``read`` counts the answers that expressions asked for, ``rows`` all rows there are.

    ``now`` is the moment of the change being followed, ``began`` that of the first.
    """

    def __init__(
        self,
        rules: Rules,
        graph: Graph,
        today: date,
        now: datetime,
        clock: Callable[[], datetime] | None,
        names: Callable[[str, str], str] | None,
        last: Mapping[str, Any],
        recorded: bool,
    ) -> None:
        self.rules = rules
        self.graph = graph
        self.today = today
        self.now = self.began = now
        self.clock = clock
        self.names = names
        self.last = last
        self.recorded = recorded
        self.nodes: dict[str, Node] = {}
        self.lists: dict[str, Mapping[str, Choice]] = {}
        self.columns: dict[str, dict[str, list[Any]]] = {}
        self.read = 0
        self.rows = 0

    # building

    def make_members(
        self, holder: str, prefix: str, prefixes: dict[str, str], above: Node | None, given: Mapping[str, Any]
    ) -> list[Node]:
        """Nodes for what stands in ``holder``, filled with the answers ``given``."""
        made: list[Node] = []
        row = prefix.rstrip("/").rpartition("/")[2]
        for path in self.rules.members[holder]:
            plan = self.rules.plans[path]
            question = plan.question
            node = Node(plan, prefix + question.name, prefixes, above, row)
            if question.type in CHOOSING and path not in self.graph.sources:
                node.choices = self.rules.form.choices.get(question.list_name, ())
                node.offered = self.names_in(question.list_name)
            self.nodes[node.path] = node
            made.append(node)
            if question.type == "group":
                made += self.make_members(path, prefix, prefixes, node, given)
            elif question.type == "repeat":
                for each in given.get(question.name) or ():
                    made += self.make_row(node, each.get(ROW_ID) or uuid4().hex, each, None)
            elif question.holds_value:
                node.held = path in self.graph.kept and (self.recorded or question.name in given)
                node.take(given.get(question.name), self.today)
        return made

    def make_row(self, repeat: Node, row_id: str, given: Mapping[str, Any], at: int | None) -> list[Node]:
        """A row with its nodes; ValueError when there are too many."""
        if len(repeat.row_ids) >= MOST_ROWS or self.rows >= MOST_ROWS_IN_ALL:
            raise ValueError(f"more than {MOST_ROWS} rows in {repeat.plan.path}")
        self.rows += 1
        prefix = f"{repeat.path}/{row_id}/"
        prefixes = {**repeat.prefixes, repeat.plan.path: prefix}
        repeat.put_row(row_id, at)
        made = self.make_members(repeat.plan.path, prefix, prefixes, repeat, given)
        repeat.rows[row_id] = [node for node in made if node.prefixes is prefixes]
        self.forget_column(repeat.plan.path)
        return made

    def drop_row(self, repeat: Node, row_id: str) -> list[str]:
        """Take the row away; the paths of its nodes."""
        dropped: list[str] = []
        for node in repeat.take_row(row_id):
            for inner in list(node.row_ids):
                dropped += self.drop_row(node, inner)
            node.gone = True
            del self.nodes[node.path]
            dropped.append(node.path)
        self.rows -= 1
        self.forget_column(repeat.plan.path)
        return dropped

    def names_in(self, name: str) -> Mapping[str, Choice]:
        """The choices of a list by name, the first of each."""
        if name not in self.lists:
            found: dict[str, Choice] = {}
            for choice in self.rules.form.choices.get(name, ()):
                found.setdefault(choice.name, choice)
            self.lists[name] = found
        return self.lists[name]

    def tick(self) -> None:
        """A change begins: it is now what the clock says, if there is one."""
        if self.clock:
            self.now = self.clock()
            self.today = self.now.date()

    def count(self, read: int) -> None:
        """Note that so many answers were read; Problem ``form.broken`` when a change reads without end."""
        self.read += read
        if self.read > MOST_READ:
            raise endless(self.rules.form.id)

    # looking around

    def is_untold(self, node: Node, bit: int) -> bool:
        """Whether the record alone does not tell what this expression of ``node`` gave when it was made."""
        path, graph = node.plan.path, self.graph
        return self.recorded and bool((graph.untold.get(path, 0) | graph.momentary.get(path, 0)) & bit)

    def spread(self, path: str, prefixes: Mapping[str, str]) -> list[Node]:
        """The nodes ``path`` means for one who stands in the rows ``prefixes``: one, or one in each row."""
        plan = self.rules.plans[path]
        name = plan.question.name
        if not plan.scope:
            return [self.nodes[path]]
        repeat = plan.scope[-1]
        if repeat in prefixes:
            return [self.nodes[prefixes[repeat] + name]]
        return [
            self.nodes[f"{holder.path}/{row_id}/{name}"]
            for holder in self.spread(repeat, prefixes)
            for row_id in holder.row_ids
        ]

    def forget_column(self, path: str) -> None:
        """What was read over all rows is to be read again: an answer at ``path``, or the rows of a repeat."""
        if self.rules.plans[path].question.type == "repeat":
            self.columns.clear()
        else:
            self.columns.pop(path, None)

    def within(self, node: Node, rows: slice = slice(None)) -> Iterator[Node]:
        """What stands directly in a group, or in these rows of a repeat."""
        for path in self.rules.members.get(node.plan.path, ()):
            name = self.rules.plans[path].question.name
            if node.plan.question.type == "group":
                yield self.nodes[node.path.removesuffix(node.plan.question.name) + name]
            else:
                for row_id in node.row_ids[rows]:
                    yield self.nodes[f"{node.path}/{row_id}/{name}"]

    def within_limit(self, node: Node) -> bool:
        """Whether the row of ``node`` is among the first ``repeat_count``."""
        above = node.above
        if above is None or above.limit is None:
            return True
        return above.place(node.row) < above.limit


def endless(where: str) -> Problem:
    """Problem ``form.broken``: what stands at ``where`` never comes to rest."""
    reason = _("its rows depend on each other without end")
    return Problem("form.broken", detail=f"{where}: {reason}")
