"""What follows from an answer, looked at until nothing changes any more."""

from collections.abc import Iterable
from datetime import datetime, time
from heapq import heappop, heappush
from itertools import count
from uuid import uuid4

from forms.answers import is_empty
from forms.entry.choices import choices_of
from forms.entry.graph import (
    CALCULATION,
    CHOICES,
    CONSTRAINT,
    COUNT,
    EVERYTHING,
    READ_ONLY,
    RELEVANT,
    REQUIRED,
    TRIGGER,
    WORDS,
    Reader,
)
from forms.entry.scope import Scope
from forms.entry.tree import MOST_ROWS, MOST_ROWS_IN_ALL, Node, Tree, endless
from forms.entry.words import told
from forms.expressions.sight import Expression
from forms.expressions.values import Value, to_boolean, to_number
from resources.words import _

_OWN = CONSTRAINT | REQUIRED | READ_ONLY  # may ask for the answer itself, as `.`


class Settling:
    """One change being followed through: what is read is looked at before what reads it.

    ``opening``: the entry begins with answers given earlier, so triggers start nothing and answers that are
    to be kept (`Node.held`) are not calculated anew.
    """

    def __init__(self, tree: Tree, *, opening: bool = False) -> None:
        self.tree = tree
        self.opening = opening
        self.changed: set[str] = set()
        self._bits: dict[Node, int] = {}
        self._wide: dict[str, int] = {}
        self._waiting: list[tuple[int, int, Node | str]] = []
        self._order = count()
        self._undefaulted: list[tuple[int, int, Node]] = []

    # what is to be looked at

    def look(self, nodes: Iterable[Node], bits: int = EVERYTHING) -> None:
        """Look again at ``nodes`` with the expressions in ``bits``."""
        for node in nodes:
            if node not in self._bits:
                heappush(self._waiting, (self._rank(node.plan.path), next(self._order), node))
            self._bits[node] = self._bits.get(node, 0) | bits

    def answered(self, node: Node) -> None:
        """The answer of ``node`` was given: all that follows from it is to be looked at."""
        self.look([node], _OWN)
        self._pass_on(node, valued=True)

    def rows_changed(self, repeat: Node) -> None:
        """Rows of ``repeat`` came or went; those after them have another place."""
        self.tree.forget_column(repeat.plan.path)
        self.look([repeat], COUNT)
        self._tell(repeat, self.tree.graph.row_readers[repeat.plan.path])
        if repeat.limit is not None:
            self.look(self.tree.within(repeat), RELEVANT)

    def made(self, nodes: Iterable[Node], *, defaults: bool) -> None:
        """New nodes: look at all of each, and with ``defaults`` fill in what they begin with."""
        nodes = list(nodes)
        self.look(nodes)
        for node in nodes if defaults else ():
            question = node.plan.question
            if question.default and question.holds_value and is_empty(node.raw):
                if node.plan.default:
                    heappush(self._undefaulted, (self._rank(node.plan.path), next(self._order), node))
                else:
                    node.take(question.default, self.tree.today)

    def _rank(self, path: str) -> int:
        return self.tree.graph.rank[path]

    def _tell(self, node: Node, readers: Iterable[Reader]) -> None:
        """Those that read over all rows are looked for once, however many rows changed."""
        for it in readers:
            if not it.wide:
                self.look(self.tree.spread(it.path, node.prefixes), it.bits)
                continue
            if it.path not in self._wide:
                heappush(self._waiting, (self._rank(it.path), next(self._order), it.path))
            self._wide[it.path] = self._wide.get(it.path, 0) | it.bits

    def _pass_on(self, node: Node, valued: bool) -> None:
        path = node.plan.path
        self.tree.forget_column(path)
        self._tell(node, self.tree.graph.readers.get(path, ()))
        if valued and not self.opening:
            for target in self.tree.graph.triggers.get(path, ()):
                self.look(self.tree.spread(target, node.prefixes), TRIGGER)

    # looking

    def run(self) -> frozenset[str]:
        """Settle; the paths that changed. Problem ``form.broken`` when it does not come to an end."""
        self.tree.read = 0
        self.tree.tick()
        looks = 0
        while self._waiting or self._undefaulted:
            if not self._waiting:
                self._default()
                continue
            _rank, _order, node = heappop(self._waiting)
            if isinstance(node, str):
                self.look(self.tree.spread(node, {}), self._wide.pop(node))
                continue
            bits = self._bits.pop(node)
            if node.gone:
                continue
            looks += 1
            if looks > 1_000 + 50 * len(self.tree.nodes):
                raise endless(node.plan.path)
            self._see(node, bits)
        return frozenset(self.changed)

    def _default(self) -> None:
        """The first dynamic default still missing, for others may read it."""
        _rank, _order, node = heappop(self._undefaulted)
        expression = node.plan.default
        if expression is None or not is_empty(node.raw):
            return
        node.calculate(expression.run(self._scope(node)), self.tree.today)
        if node.value is not None:
            self.changed.add(node.path)
            self.answered(node)

    def _see(self, node: Node, bits: int) -> None:
        before, seen, value = node.look(), node.seen, node.value
        self._look_again(node, bits)
        after = node.look()
        if after == before:
            return
        self.changed.add(node.path)
        opened = (node.alive, node.limit) != (before.alive, before.limit)
        renamed = node.choices is not before.choices  # what was chosen may be called otherwise
        if node.seen != seen or opened or renamed:
            self._pass_on(node, valued=node.value != value)
        if node.alive != before.alive or before.limit is None:
            self.look(self.tree.within(node), RELEVANT)
        else:
            between = slice(*sorted((before.limit, node.limit or 0)))
            self.look(self.tree.within(node, between), RELEVANT)
        if opened:
            self._tell(node, self.tree.graph.row_readers.get(node.plan.path, ()))

    def _look_again(self, node: Node, bits: int) -> None:
        plan, scope = node.plan, self._scope(node)
        value, alive = node.value, node.alive
        if bits & RELEVANT:
            node.alive = node.above is None or (node.above.alive and self.tree.within_limit(node))
            if node.alive and plan.relevant:
                says = self._says(node, RELEVANT, plan.relevant, scope)
                node.alive = self._is_given(node) if says is None else says
            if node.alive != alive:
                bits |= _OWN | COUNT
        if bits & CHOICES:
            self._choose(node)
        if plan.calculation or plan.path in self.tree.graph.triggered:
            self._calculate(node, bits, scope)
        if plan.repeat_count and bits & COUNT and node.alive:
            self._count_rows(node, to_number(plan.repeat_count.run(scope)))
        if node.value != value:
            bits |= _OWN
        if plan.required and bits & REQUIRED:
            node.required = self._says(node, REQUIRED, plan.required, scope) is True
        if plan.read_only and bits & READ_ONLY:
            node.read_only = to_boolean(plan.read_only.run(scope))
        if plan.constraint and bits & CONSTRAINT and plan.question.holds_value:
            unasked = not node.alive or node.value is None
            node.fits = unasked or self._says(node, CONSTRAINT, plan.constraint, scope) is not False
        if bits & WORDS:
            node.words = told(self.tree, node)

    def _says(self, node: Node, bit: int, rule: Expression, scope: Scope) -> bool | None:
        """What a rule says; None where it is one of a record, which does not tell.

        A record tells its day and not the time: the rule has to say the same at either end of the day.
        """
        if not self.tree.is_untold(node, bit):
            return to_boolean(rule.run(scope))
        if self.tree.graph.untold.get(node.plan.path, 0) & bit:
            return None
        said = set()
        for at in (time.min, time.max):
            scope.now = datetime.combine(self.tree.today, at, self.tree.now.tzinfo)
            said.add(to_boolean(rule.run(scope)))
        scope.now = self.tree.now
        return said.pop() if len(said) == 1 else None

    def _is_given(self, node: Node) -> bool:
        return node.raw is not None or bool(node.row_ids) or any(map(self._is_given, self.tree.within(node)))

    def _choose(self, node: Node) -> None:
        offered = choices_of(self.tree, node)
        if offered != node.choices:
            node.choices = offered
            node.choose()

    def _calculate(self, node: Node, bits: int, scope: Scope) -> None:
        """A calculation with a trigger runs when that fires, and only then; without an expression it empties."""
        plan = node.plan
        starts = TRIGGER if plan.path in self.tree.graph.triggered else CALCULATION
        if not bits & starts or (self.opening and node.held):
            return
        value: Value = plan.calculation.run(scope) if plan.calculation else ""
        node.calculate(value, self.tree.today)

    def _count_rows(self, repeat: Node, wanted: float) -> None:
        """Rows missing are added; those beyond ``repeat_count`` are kept but do not count, so that none is lost.

        Where more are wanted than can be, and in a finished record, none is added and the repeat has a problem.
        """
        there = len(repeat.row_ids)
        most = min(MOST_ROWS, there + MOST_ROWS_IN_ALL - self.tree.rows)
        repeat.limit, repeat.problem = there, ""
        if self.tree.is_untold(repeat, COUNT):
            return
        if wanted > most:
            repeat.problem = _("At most {limit} rows can be kept here.").format(limit=most)
            return
        repeat.limit = int(wanted) if wanted >= 1 else 0
        if repeat.limit <= there:
            return
        if self.tree.recorded:
            repeat.problem = _("The form asks for {count} rows here.").format(count=repeat.limit)
            return
        for _each in range(repeat.limit - there):
            self.made(self.tree.make_row(repeat, uuid4().hex, {}, None), defaults=True)
        self.look([repeat], COUNT)
        self._tell(repeat, self.tree.graph.row_readers[repeat.plan.path])

    def _scope(self, node: Node) -> Scope:
        return Scope(self.tree, node.prefixes, node)
