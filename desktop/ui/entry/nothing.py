"""Why a question has nothing to choose from, and what to do about it. Pure."""

from collections.abc import Iterator
from itertools import pairwise

from forms.definition import Question, say
from forms.entry import Entry
from forms.markup import plain
from resources.words import _


def reason(entry: Entry, path: str, language: str) -> str:
    """The question to answer first, by its label; or that no choice fits the answers given."""
    question = entry.form.find(_of_the_form(path))
    labels = (_named(entry, question, language), *_unanswered(entry, path, language))
    label = next((it for it in labels if it), "")
    return (
        _("Answer “{label}” first.").format(label=label) if label else _("No choice fits the answers given.")
    )


def _named(entry: Entry, question: Question, language: str) -> str:
    """The question whose answers in the rows are the choices, if no row has one yet."""
    if not question.list_name.startswith("${"):
        return ""
    name = question.list_name[2:-1].strip()
    for path, asked in entry.form.walk():
        if name in (asked.name, asked.written):
            rows = entry.row_paths(path.rpartition("/")[0]) if "/" in path else []
            there = any(entry.get(f"{row}/{asked.name}") is not None for row in rows)
            return "" if there else plain(say(asked.label, language))
    return ""


def _unanswered(entry: Entry, path: str, language: str) -> Iterator[str]:
    """Labels of what the filter reads and a person can answer, in the order of the form; a calculation between them
    is followed to what it is made of.
    """
    plans, here = entry.rules.plans, _of_the_form(path)
    wanted, reads = plans[here].choice_filter, set[str]()
    ways = list(wanted.near) if wanted else []
    while ways:
        read = ways.pop()
        if read not in reads and read != here:
            reads.add(read)
            plan = plans[read]
            ways += plan.calculation.near if plan.calculation else ()
    for read in (it for it in plans if it in reads):
        at = _seen_from(path, read)
        if at and plans[read].question.type not in ("calculate", "hidden"):
            state = entry.state(at)
            if state.relevant and state.value in (None, "", []):
                yield plain(entry.words(at, "label", language))


def _seen_from(path: str, read: str) -> str:
    """A path of the form with the rows that ``path`` stands in; ``""`` where it lies in rows of its own."""
    parts, rows = read.split("/"), path.split("/")
    found = parts[:1]
    for depth, (around, name) in enumerate(pairwise(parts)):
        if len(rows) <= 2 * depth + 1 or rows[2 * depth] != around:
            return ""
        found += [rows[2 * depth + 1], name]
    return "/".join(found)


def _of_the_form(path: str) -> str:
    return "/".join(path.split("/")[::2])
