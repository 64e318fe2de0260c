"""The choices a question offers: its list, what the filter leaves, rows of a repeat, in the order asked for."""

import math
from hashlib import sha256

from forms.definition import Choice
from forms.entry.graph import CHOICES
from forms.entry.scope import Scope
from forms.entry.tree import Node, Tree
from forms.expressions.functions import shuffled
from forms.expressions.sight import Expression, Row
from forms.expressions.values import to_boolean, to_number, to_string


def choices_of(tree: Tree, node: Node) -> tuple[Choice, ...]:
    """What may be chosen at ``node`` now."""
    source = tree.graph.sources.get(node.plan.path, "")
    offered = _rows(tree, node, source) if source else _filtered(tree, node)
    if node.plan.question.parameters.get("randomize", "").lower() != "true":
        return offered
    return tuple(shuffled(offered, float(_seed(tree, node))))


def _filtered(tree: Tree, node: Node) -> tuple[Choice, ...]:
    offered = tree.rules.form.choices.get(node.plan.question.list_name, ())
    wanted, table = _filter(tree, node), node.plan.table
    if wanted is None or table is None:
        return offered
    scope = Scope(tree, node.prefixes, node)
    places = table.candidates(wanted.probe, scope)
    tree.count(len(places))
    kept = []
    for place in places:
        scope.choice = offered[place]
        if to_boolean(wanted.run(scope)):
            kept.append(scope.choice)
    return tuple(kept)


def _filter(tree: Tree, node: Node) -> Expression | None:
    """None where all may be chosen, or where the record alone does not tell what might."""
    return None if tree.is_untold(node, CHOICES) else node.plan.choice_filter


def _rows(tree: Tree, node: Node, source: str) -> tuple[Choice, ...]:
    """The names given in the rows of a repeat, each once; a filter is asked from within its row."""
    wanted, origin = _filter(tree, node), Scope(tree, node.prefixes, node)
    views = origin.every(tree.rules.plans[source].scope[-1])
    found: dict[str, Choice] = {}
    for place, view in enumerate(views, 1):
        name = to_string(view.get(source))
        row = Row(view, place, len(views), origin)
        if name and name not in found and (wanted is None or to_boolean(wanted.run(row))):
            found[name] = Choice(name, {tree.rules.form.default_language: name})
    return tuple(found.values())


def _seed(tree: Tree, node: Node) -> int:
    """The seed in numbers or from an answer, without its fraction; a text counts by its SHA-256, as in ODK.

    Where the form names none, the moment the entry began: one order for one entry.
    """
    written = node.plan.question.parameters.get("seed", "").strip()
    path = tree.graph.seeds.get(node.plan.path, "")
    text = to_string(Scope(tree, node.prefixes, node).get(path)) if path else written
    if not text:
        return int(tree.began.timestamp() * 1000)
    number = to_number(text)
    if math.isfinite(number):
        return int(number)
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)
