"""Who must look again, and in what order, when an answer changes: drawn once for each form."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from forms.expressions import Plan, Rules
from forms.expressions.calls import REFERENCE
from forms.expressions.layout import Layout, lay_out
from forms.expressions.sight import Expression
from forms.expressions.tokens import tokens_of

RELEVANT, REQUIRED, READ_ONLY, CONSTRAINT, CALCULATION, CHOICES, COUNT, WORDS, TRIGGER = (
    1 << place for place in range(9)
)
EVERYTHING = (1 << 8) - 1  # all but what only a trigger starts

_BITS = {
    "relevant": RELEVANT,
    "required": REQUIRED,
    "read_only": READ_ONLY,
    "constraint": CONSTRAINT,
    "calculation": CALCULATION,
    "choice_filter": CHOICES,
    "repeat_count": COUNT,
}

_UNTOLD = frozenset(["random", "uuid", "jr:choice-name", "last-saved"])  # not to be had from the record alone
_OF_THE_MOMENT = _UNTOLD | {"today", "now", "once"}


@dataclass(frozen=True, slots=True)
class Reader:
    """``path`` reads an answer with the expressions in ``bits``; ``wide``: from whatever row it stands in."""

    path: str
    bits: int
    wide: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """``readers`` by the path read; ``row_readers`` by the repeat whose rows came or went.

    ``rank``: what is read stands before what reads it. ``triggers``: path → whose calculation it starts, all
    of which are ``triggered``.
    ``sources``: question whose choices are the rows of a repeat → the path of the name in the row.
    ``seeds``: question → the path of the answer that orders its choices.
    ``kept``: calculated answers that the other answers alone do not tell: a person may write over them, or
    they depend on the moment, on chance, or on what stood there before.
    ``untold``: path → bits of those of its expressions that a record alone does not tell, for they hang on
    chance or on another record; ``momentary``: the same of those that hang on the time of day.
    """

    rank: Mapping[str, int]
    readers: Mapping[str, tuple[Reader, ...]]
    row_readers: Mapping[str, tuple[Reader, ...]]
    triggers: Mapping[str, tuple[str, ...]]
    triggered: frozenset[str]
    sources: Mapping[str, str]
    seeds: Mapping[str, str]
    kept: frozenset[str]
    untold: Mapping[str, int]
    momentary: Mapping[str, int]


def graph_of(rules: Rules) -> Graph:
    """The graph of all that the form's expressions read."""
    plans = rules.plans
    layout = lay_out(rules.form)
    lists = {p: _named(layout, p, plan.question.list_name) for p, plan in plans.items()}
    sources = {path: source for path, source in lists.items() if source and plans[source].scope}
    named = {p: _named(layout, p, plan.question.parameters.get("seed", "")) for p, plan in plans.items()}
    seeds = {path: seed for path, seed in named.items() if seed}
    readers = _readers(plans, sources, seeds)
    triggers: dict[str, list[str]] = {}
    for path, plan in plans.items():
        for trigger in plan.trigger:
            triggers.setdefault(trigger, []).append(path)
    return Graph(
        _ranks(plans, readers, triggers),
        readers,
        {p: _row_readers(p, plans, readers) for p, plan in plans.items() if plan.question.type == "repeat"},
        {path: tuple(targets) for path, targets in triggers.items()},
        frozenset(path for targets in triggers.values() for path in targets),
        sources,
        seeds,
        frozenset(path for path, plan in plans.items() if plan.calculation and _is_kept(plan)),
        {path: bits for path, plan in plans.items() if (bits := _hanging(plan, _UNTOLD))},
        {path: bits for path, plan in plans.items() if (bits := _hanging(plan, {"now"}))},
    )


def _readers(
    plans: Mapping[str, Plan], sources: Mapping[str, str], seeds: Mapping[str, str]
) -> dict[str, tuple[Reader, ...]]:
    found: dict[str, dict[tuple[str, bool], int]] = {}
    for path, plan in plans.items():
        reads = list(_reads(plan))
        if path in sources:
            # A row's name is a choice in every other row, too.
            reads += [(sources[path], CHOICES, True), (plans[sources[path]].scope[-1], CHOICES, True)]
        if path in seeds:
            reads.append((seeds[path], CHOICES, False))
        for read, bits, wide in reads:
            targets = found.setdefault(read, {})
            targets[path, wide] = targets.get((path, wide), 0) | bits
    return {
        read: tuple(Reader(path, bits, wide) for (path, wide), bits in targets.items())
        for read, targets in found.items()
    }


def _is_kept(plan: Plan) -> bool:
    question = plan.question
    written_over = question.type not in ("calculate", "hidden") and question.read_only != "true()"
    own = ("sign", ".") in tokens_of(question.calculation)
    return written_over or bool(plan.trigger) or own or _hangs_on(question.calculation, _OF_THE_MOMENT)


def _hanging(plan: Plan, on: Set[str]) -> int:
    written = ((column, getattr(plan.question, column)) for column, _expression in plan.expressions())
    return sum(_BITS[column] for column, source in written if _hangs_on(source, on))


def _hangs_on(source: str, on: Set[str]) -> bool:
    """Whether an expression calls one of the functions ``on``, or reads the record saved last, where that is one."""
    last = "last-saved" in on and "last-saved#" in source
    return last or any(text in on for _kind, text in tokens_of(source))


def _reads(plan: Plan) -> Iterator[tuple[str, int, bool]]:
    """What is read, by which expressions, and whether over all rows."""
    for column, expression in plan.expressions():
        if bits := _BITS.get(column, 0):
            yield from _paths(expression, bits)
    for text in (*plan.words.values(), *plan.choice_words.values()):
        for told in text.expressions():
            yield from _paths(told, WORDS)


def _paths(expression: Expression, bits: int) -> Iterator[tuple[str, int, bool]]:
    return ((path, bits, path in expression.wide) for path in sorted(expression.near | expression.wide))


def _named(layout: Layout, path: str, written: str) -> str:
    """The path that ``${name}`` means for the question at ``path``; ``""`` for other text."""
    written = written.strip()
    if not REFERENCE.fullmatch(written):
        return ""
    try:
        return layout.sight(path).named(written[2:-1].strip())
    except LookupError:
        return ""


def _row_readers(
    repeat: str, plans: Mapping[str, Plan], readers: Mapping[str, tuple[Reader, ...]]
) -> tuple[Reader, ...]:
    """Who reads the rows of ``repeat`` or anything in them; what reads its own row only is left out."""
    found: dict[tuple[str, bool], int] = {}
    for read, targets in readers.items():
        if read != repeat and repeat not in plans[read].scope:
            continue
        for it in targets:
            if it.wide or read == repeat or repeat not in plans[it.path].scope:
                found[it.path, it.wide] = found.get((it.path, it.wide), 0) | it.bits
    return tuple(Reader(path, bits, wide) for (path, wide), bits in found.items())


def _ranks(
    plans: Mapping[str, Plan],
    readers: Mapping[str, tuple[Reader, ...]],
    triggers: Mapping[str, Iterable[str]],
) -> dict[str, int]:
    """Depth first along what each path reads; where rows read each other, the order of the form decides."""
    needs: dict[str, list[str]] = {path: [plan.holder] if plan.holder else [] for path, plan in plans.items()}
    for path, plan in plans.items():
        needs[path] += sorted(plan.default.near | plan.default.wide) if plan.default else ()
    for read, targets in readers.items():
        for it in targets:
            needs[it.path].append(read)
    for read, paths in triggers.items():
        for path in paths:
            needs[path].append(read)
    rank: dict[str, int] = {}
    begun: set[str] = set()
    for start in plans:
        trail = [] if start in begun else [(start, iter(needs[start]))]
        begun.add(start)
        while trail:
            path, below = trail[-1]
            following = next((it for it in below if it not in begun), None)
            if following is None:
                rank[path] = len(rank)
                trail.pop()
            else:
                begun.add(following)
                trail.append((following, iter(needs[following])))
    return rank
