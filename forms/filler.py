"""A person who answers everything that is asked: to try a form out, and to test what forms do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from forms.definition import Question
from forms.entry import Entry
from forms.expressions.sight import Expression
from forms.faults import Fault
from forms.filler_values import Asked, candidates, wanted_by

_ROUNDS = 40
_SECOND_THOUGHTS = 12
_MOST_ROWS = 200  # added by the person; a form may count out more
_MOST_TRIES = 10_000


@dataclass(frozen=True, slots=True)
class Filled:
    """``answered``: path → what was given; ``left``: what still stands in the way of saving."""

    answered: Mapping[str, Any]
    left: tuple[Fault, ...]


def fill(entry: Entry, seed: int, references: Mapping[str, Sequence[str]] | None = None) -> Filled:
    """Answer what ``entry`` asks, as relevance opens it up, with plausible valid answers, until all is answered
    or patience ends.

    Questions with an answer keep it if it has no fault. ``references``: form id or ``unit`` → ids that may be
    named; made-up ones stand for those left out. The same seed gives the same answers (but for row ids).
    """
    person = _Person(entry, seed, references or {})
    person.answer_all()
    for _each in range(_SECOND_THOUGHTS):
        if not person.think_again():
            break
        person.answer_all()
    return Filled(person.answered, entry.faults())


class _Person:
    def __init__(self, entry: Entry, seed: int, references: Mapping[str, Sequence[str]]) -> None:
        self.entry = entry
        self.chance = Random(seed)
        self.references = references
        self.plans = entry.rules.plans
        self.answered: dict[str, Any] = {}
        self.visited: set[str] = set()
        self.rows = 0
        self.tries = 0

    def answer_all(self) -> None:
        """Round after round, for an answer may open, close or spoil others."""
        for _each in range(_ROUNDS):
            done = [path for path in self.entry.paths() if self.tries < _MOST_TRIES and self.answer(path)]
            if not done:
                return

    def answer(self, path: str) -> bool:
        """Whether anything was done at ``path``."""
        try:
            state = self.entry.state(path)
        except KeyError:  # its row went away when an answer before it was given
            return False
        question = self.question(path)
        if not state.relevant or question.type in ("group", "note", "calculate", "hidden"):
            return False
        if question.type == "repeat":
            return self.add_rows(path, question)
        if state.read_only or (state.value is not None and state.fault is None):
            return False
        return self.try_out(path)

    def add_rows(self, path: str, question: Question) -> bool:
        if question.repeat_count or path in self.visited or self.entry.rows(path) or self.rows > _MOST_ROWS:
            return False
        self.visited.add(path)
        for _each in range(self.chance.randint(1, 3)):
            self.rows += 1
            self.entry.add_row(path, f"row{self.rows}")
        return True

    def try_out(self, path: str) -> bool:
        """Give the first answer that fits; what was there goes when none does."""
        before = self.entry.state(path).value
        for value in self.ideas(path, self.values_at(self.sources(path))):
            self.give(path, value)
            if self.fits(path):
                return True
        self.give(path, None)
        return before is not None

    def think_again(self) -> bool:
        """Change answers that leave others without a way out; whether there was one to change."""
        changed = False
        for fault in self.entry.faults():
            others = [path for path in self.sources(fault.path) if path in self.answered]
            if self.question(fault.path).type in ("note", "repeat"):
                changed |= any(self.dispel(fault, path, others) for path in others)
                continue
            for path in others:
                kept = self.entry.get(path)
                ideas = [value for value in self.ideas(path, ()) if value != kept]
                if ideas:
                    self.give(path, self.chance.choice(ideas))
                    changed = True
        return changed

    def dispel(self, fault: Fault, path: str, others: Sequence[str]) -> bool:
        """Change the answer at ``path`` so that a note which must not be shown, or a count of too many rows, goes
        away; whether it could be."""
        note, kept = self.question(fault.path), self.entry.get(path)
        beside = self.values_at(other for other in others if other != path)
        for value in self.ideas(path, wanted_by(note.relevant, beside)):
            self.give(path, value)
            if self.fits(path) and self.entry.state(fault.path).fault is None:
                return True
        self.give(path, kept)
        return False

    def ideas(self, path: str, read: Sequence[Any]) -> Iterator[Any]:
        """Answers to try at ``path``, until patience ends."""
        state, form = self.entry.state(path), self.entry.form
        asked = Asked(
            self.question(path), state.choices, read, self.entry.today, self.references, form.choices
        )
        for value in candidates(asked, self.chance):
            self.tries += 1
            if self.tries > _MOST_TRIES:
                return
            yield value

    def give(self, path: str, value: Any) -> None:
        self.entry.set(path, value)
        kept = self.entry.get(path)
        if kept is None:
            self.answered.pop(path, None)
        else:
            self.answered[path] = kept

    def fits(self, path: str) -> bool:
        state = self.entry.state(path)
        return state.value is not None and state.fault is None and state.relevant

    def question(self, path: str) -> Question:
        return self.plans[_bare(path)].question

    def values_at(self, paths: Iterable[str]) -> list[Any]:
        """The answers there are at ``paths``."""
        return [value for path in paths if (value := self.entry.get(path)) is not None]

    def sources(self, path: str) -> list[str]:
        """Where the answers stand that the rules of the question at ``path`` read."""
        plan = self.plans[_bare(path)]
        rules: list[Expression | None] = [plan.constraint, plan.choice_filter, plan.required]
        if plan.question.type == "note":
            rules.append(plan.relevant)
        if plan.question.type == "repeat":
            rules.append(plan.repeat_count)
        read = {each for rule in rules if rule for each in rule.near | rule.wide} - {plan.path}
        asked = (each for each in sorted(read) if self.plans[each].question.holds_value)
        return [found for each in asked for found in self.places(each, path)]

    def places(self, read: str, path: str) -> list[str]:
        """Where ``read`` stands: in the rows ``path`` stands in, else in every row."""
        *repeats, name = read.split("/")
        steps = path.split("/")
        prefixes = [""]
        for level, repeat in enumerate(repeats):
            row = steps[2 * level + 1] if steps[2 * level : -1][:1] == [repeat] else ""
            steps = steps if row else []
            inner = (
                (prefix + repeat, [row] if row else self.entry.rows(prefix + repeat)) for prefix in prefixes
            )
            prefixes = [f"{holder}/{each}/" for holder, rows in inner for each in rows]
        return [prefix + name for prefix in prefixes]


def _bare(path: str) -> str:
    return "/".join(path.split("/")[::2])
