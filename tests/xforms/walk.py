"""A person at random in our entry: the steps for the other engine, and how everything stands here afterwards."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from xml.etree import ElementTree

from forms.answers import range_of
from forms.dates import VIETNAM
from forms.definition import Form, Question, say
from forms.entry import Entry, State
from forms.entry.tree import CHOOSING
from forms.expressions import Rules, rules_of
from forms.expressions.values import to_string
from forms.filler_values import Asked, candidates
from forms.flat import ROW_ID
from tests.xforms.reader import Steps

_STEPS = 16
# What rests on chance, on the second, or on how a system names days: nobody can compare it.
_CHANCE = ("uuid(", "random(", "now(", "%a", "%b")
_TEXTS = ("x", "Ngõ 3", "0912345678", "12", "a b", "An Mẫu", "yes", "2020-01-31", "001099012345", "a@b.vn")
_PLAIN = frozenset(
    ["text", "barcode", "integer", "decimal", "range", "date", "time", "datetime", "acknowledge"]
)
_ASKED = _PLAIN.union(CHOOSING)


@dataclass(slots=True)
class Walk:
    """``nodes``: place in the XForm → what is told of it; ``paths``: place → path in the form, without row ids.

    ``loose``: paths that cannot be compared, or that rest on such.
    """

    steps: Steps = field(default_factory=list)
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)


def walk(form: Form, xml: str, seed: int) -> Walk:
    """One walk through ``form``. Raises Problem where the form breaks underway."""
    return _Walker(form, _elements(xml), seed).walk()


def plain(path: str) -> str:
    """``people/<row id>/age`` → ``people/age``."""
    return "/".join(path.split("/")[::2])


def reached(rules: Rules, paths: Iterable[str]) -> set[str]:
    """``paths`` and all whose state follows from theirs, words aside."""
    found = set(paths)
    waiting = list(found)
    while waiting:
        path = waiting.pop()
        followers = (*rules.dependents.get(path, ()), *rules.triggered.get(path, ()))
        for other in (*(it for it, _wide in followers), *rules.members.get(path, ())):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _elements(xml: str) -> list[str]:
    """The places of the XForm's instance, its root first: ``/data``, ``/data/people``."""
    tree = ElementTree.fromstring(xml)
    root = tree.find(".//{http://www.w3.org/2002/xforms}instance/*")
    assert root is not None
    found: list[str] = []

    def lay(element: ElementTree.Element, above: str) -> None:
        found.append(f"{above}/{element.tag.rpartition('}')[2]}")
        at = found[-1]
        for child in element:
            lay(child, at)

    lay(root, "")
    return found


class _Walker:
    def __init__(self, form: Form, elements: list[str], seed: int) -> None:
        self.form = form
        self.root = elements[0]
        self.elements = frozenset(elements)
        self.rules = rules_of(form)
        self.dice = random.Random(seed)
        now = datetime.now(VIETNAM)
        self.entry = Entry(form, today=now.date(), now=now)
        self.begun: set[str] = set()
        counted = [path for path, plan in self.rules.plans.items() if plan.question.repeat_count]
        self.counts = {
            path for path in self.rules.plans if not reached(self.rules, [path]).isdisjoint(counted)
        }
        self.done = Walk(loose=_by_chance(self.rules))

    def walk(self) -> Walk:
        self.even()
        for _ in range(_STEPS):
            self.act()
            self.even()
        where = self.places()
        for path, at in where.items():
            question = self.question(path)
            if question is not None:
                self.done.paths[at] = plain(path)
                self.done.nodes[at] = self.told(path, question)
        return self.done

    def places(self) -> dict[str, str]:
        """Each path of the entry → its place in the XForm: ``people/<id>/age`` → ``/data/people[1]/details/age``."""
        found: dict[str, str] = {}

        def lay(questions: tuple[Question, ...], prefix: str, at: str) -> None:
            for question in questions:
                name, path = question.written or question.name, prefix + question.name
                inner = f"{at}/{name}"
                if question.type == "group" and re.sub(r"\[\d+\]", "", inner) not in self.elements:
                    lay(question.children, prefix, at)  # a form with “flat” has no elements for its groups
                    continue
                found[path] = inner
                if question.type == "group":
                    lay(question.children, prefix, found[path])
                elif question.type == "repeat":
                    for place, row in enumerate(self.entry.rows(path), start=1):
                        found[f"{path}/{row}"] = f"{found[path]}[{place}]"
                        lay(question.children, f"{path}/{row}/", f"{found[path]}[{place}]")

        lay(self.form.questions, "", self.root)
        return found

    def question(self, path: str) -> Question | None:
        """The question at ``path``; None for a row."""
        return self.form.find(plain(path)) if len(path.split("/")) % 2 else None

    def even(self) -> None:
        """Make both hold the same rows.

        There a repeat begins with the rows that stand in the XForm (one, or none where it is inside another),
        here with none; and rows beyond ``repeat_count`` are gone there, while they wait here.
        """
        again = True
        while again:
            again = False
            where = self.places()
            for path in self.entry.paths():
                question = self.question(path)
                if question is None or question.type != "repeat" or path not in where:
                    continue
                if question.repeat_count and self.entry.state(path).relevant:
                    again |= self._drop(path)
                elif question.repeat_count:  # nobody counts here while it is irrelevant; there one does
                    self.done.loose |= reached(self.rules, [plain(path)] if self.entry.rows(path) else [])
                elif path not in self.begun:
                    self.begun.add(path)
                    self.done.steps.append({"rows": where[path], "count": len(self.entry.rows(path))})
                if again:
                    break

    def _drop(self, path: str) -> bool:
        """Forget the rows beyond the count; whether there were any.

        Where the count has become no number the other engine keeps its rows, so nothing in them is compared.
        """
        kept = self.entry.rows(path)
        extra = [row for row in _row_ids(self.entry.everything(), path) if row not in kept]
        for row in extra:
            self.entry.remove_row(f"{path}/{row}")
        if extra and not kept:
            self.done.loose |= reached(self.rules, [plain(path)])
        return bool(extra)

    # acting

    def act(self) -> None:
        where = self.places()
        able = [path for path in self.entry.paths() if path in where and self._open(path)]
        if not able:
            return
        path = self.dice.choice(able)
        question = self.question(path)
        assert question is not None
        if question.type == "repeat":
            self._rows(path, where[path])
            return
        empties = question.type != "rank" and self.dice.random() < 0.08  # a rank cannot be emptied there
        value = None if empties else self._answer(question, self.entry.state(path))
        if value is None and question.type == "rank":
            return
        if value is not None and question.type == "integer" and plain(path) in self.counts:
            value = self.dice.choice([0, 1, 2, 3, 4, -1])  # hundreds of rows take minutes there
        self.entry.set(path, value)
        self.done.steps.append({"set": where[path], "value": _written(question, value)})

    def _open(self, path: str) -> bool:
        question, state = self.question(path), self.entry.state(path)
        if question is None or not state.relevant or state.read_only or question.meta:
            return False
        if question.type == "repeat":
            return not question.repeat_count
        return question.type in _ASKED and not question.calculation

    def _rows(self, path: str, at: str) -> None:
        rows = self.entry.rows(path)
        if rows and self.dice.random() < 0.3:
            place = self.dice.randrange(len(rows))
            self.entry.remove_row(f"{path}/{rows[place]}")
            self.done.steps.append({"remove": f"{at}[{place + 1}]"})
            return
        place = self.dice.choice([len(rows), len(rows), self.dice.randrange(len(rows) + 1)])
        self.entry.add_row(path, at=place)
        self.done.steps.append({"add": at, "at": place})

    def _answer(self, question: Question, state: State) -> Any:
        dice = self.dice
        if dice.random() < 0.4:  # what the question's own rules speak of
            asked = Asked(question, state.choices, (), self.entry.today, {}, self.form.choices)
            likely = [it for it in islice(candidates(asked, dice), 12) if not _control(it)]
            if likely:
                return dice.choice(likely)
        names = [choice.name for choice in state.choices]
        moment = datetime.now(VIETNAM) + timedelta(days=dice.choice([-30000, -7000, -400, -30, -1, 0, 1, 40]))
        match question.type:
            case "integer":
                return dice.choice([0, 1, 2, 3, 5, 10, 17, 18, 60, 100, dice.randrange(2000), -1])
            case "decimal":
                return dice.choice([0.0, 0.5, 7.25, 36.6, 120.0, 0.1, -2.5])
            case "range":
                span = range_of(question)
                steps = int((span.high - span.low) / span.step + 1e-9)
                value = round(span.low + span.step * dice.randrange(steps + 1), 9)
                return int(value) if span.whole else value
            case "date":
                return moment.date().isoformat()
            case "time":
                return dice.choice(["00:00", "07:30", "12:00", "16:45", "23:59"])
            case "datetime":
                return moment.replace(
                    hour=dice.choice([0, 8, 23]), minute=30, second=0, microsecond=0
                ).isoformat()
            case "select_one":
                return dice.choice(names) if names else None
            case "select_multiple":
                return dice.sample(names, dice.randrange(1, len(names) + 1)) if names else None
            case "rank":
                return dice.sample(names, len(names)) if names else None
            case "acknowledge":
                return "OK"
            case _:
                return dice.choice(_TEXTS)

    # telling

    def told(self, path: str, question: Question) -> dict[str, Any]:
        """What is compared of one node; of one that is not relevant nothing else."""
        state = self.entry.state(path)
        told: dict[str, Any] = {"relevant": state.relevant}
        if not state.relevant:
            return told
        if question.type == "repeat":
            told["rows"] = len(self.entry.rows(path))
        if question.holds_value:
            told["required"], told["readonly"] = state.required, state.read_only
            told["value"] = _shown(question, state.value)
            told["violation"] = state.fault.kind if state.fault else ""
        if question.type in CHOOSING:
            told["options"] = [choice.name for choice in state.choices]
        languages = self.form.languages or {self.form.default_language: "default"}
        if question.type not in ("calculate", "hidden"):
            told["words"] = {name: self._words(path, state, code) for code, name in languages.items()}
        return told

    def _words(self, path: str, state: State, language: str) -> dict[str, Any]:
        fault = state.fault
        return {
            "label": self.entry.words(path, "label", language),
            "hint": self.entry.words(path, "hint", language),
            "guidance": self.entry.words(path, "guidance", language),
            "message": say(fault.words, language, self.form.default_language) if fault else "",
            "options": [self.entry.choice_words(path, choice, language) for choice in state.choices],
        }


def _control(value: Any) -> bool:
    """Whether it has signs nobody can type, which an answer never keeps here."""
    return isinstance(value, str) and not value.replace("\n", "").isprintable()


def _row_ids(values: dict[str, Any], path: str) -> list[str]:
    """The ids of all rows at ``path``, those that do not count too."""
    name, *rest = path.split("/")
    while rest:
        row_id, inner, *rest = rest
        values = next(row for row in values[name] if row[ROW_ID] == row_id)
        name = inner
    return [row[ROW_ID] for row in values.get(name, ())]


def _by_chance(rules: Rules) -> set[str]:
    return reached(
        rules,
        [
            path
            for path, plan in rules.plans.items()
            if plan.question.meta
            or any(it in plan.question.calculation + plan.question.default for it in _CHANCE)
        ],
    )


def _written(question: Question, value: Any) -> Any:
    """An answer as a person's own engine writes it."""
    if value is None:
        return ""
    if question.type == "datetime":
        return datetime.fromisoformat(value).isoformat(timespec="milliseconds")
    if question.type == "time":
        return f"{value}:00.000+07:00"
    return value if isinstance(value, list) else to_string(value)


def _shown(question: Question, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    return to_string(value)
