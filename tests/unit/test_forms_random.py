"""Forms made by chance, answered by chance: an entry never fails, and following each change gives the same as
beginning anew with all the answers."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.check import check
from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.expressions import rules_of
from forms.flat import flatten, unflatten
from tests.helpers.trial import NOW, TODAY

LISTS = {"l": tuple(Choice(n, {"vi": n}, {"of": of}) for n, of in [("a", "1"), ("b", "1"), ("c", "2")])}
VALUES = [
    None,
    "",
    "x",
    "a",
    "b",
    "a b",
    "c",
    0,
    1,
    2,
    3,
    -1,
    "2",
    2.5,
    "2026-11-21",
    "21/11/2026 8h",
    "31/02",
    True,
    ["a", "c"],
    {"x": 1},
]
VALUES += [float("nan"), 10**20, "OK"]
TYPES = [
    "integer",
    "integer",
    "text",
    "decimal",
    "select_one",
    "select_multiple",
    "date",
    "datetime",
    "note",
    "acknowledge",
]


class Making:
    """One form being made: each question may read those before it."""

    def __init__(self, data: st.DataObject, *, plain: bool) -> None:
        self.data = data
        self.plain = plain
        self.read: list[str] = []
        self.repeats: list[str] = []
        self.made = 0

    def some(self, *choices: Any) -> Any:
        return self.data.draw(st.sampled_from(choices))

    def name(self) -> str:
        self.made += 1
        return f"q{self.made}"

    def reference(self) -> str:
        return f"${{{self.some(*self.read)}}}" if self.read else "1"

    def number(self) -> str:
        a, b = self.reference(), self.reference()
        counted = f"count(${{{self.some(*self.repeats)}}})" if self.repeats else "2"
        return str(
            self.some(
                f"{a} + 1",
                f"coalesce({a}, 0) * 2 - coalesce({b}, 1)",
                f"sum({a})",
                counted,
                f"concat({a}, {b})",
                f"concat(' ', {a}, ' ')",
            )
        )

    def truth(self) -> str:
        a, b = self.reference(), self.reference()
        found = [
            f"{a} > 1",
            f"{a} != ''",
            f"not({a} = 2)",
            f"selected({a}, 'a')",
            f"{a} = 1 or {b} >= 2",
            f"{self.number()} > 3",
            f"{a} <= now()",
        ]
        return str(self.some(*found))

    def maybe(self, made: str, out_of: int = 3) -> str:
        return made if self.some(*range(out_of)) == 0 else ""

    def questions(self, depth: int) -> tuple[Question, ...]:
        return tuple(self.question(depth) for _each in range(self.some(1, 2, 3, 4)))

    def question(self, depth: int) -> Question:
        name, relevant = self.name(), self.maybe(self.truth())
        shape = (
            self.some("question", "question", "question", "calculate", "group", "repeat")
            if depth < 3
            else "question"
        )
        if shape == "group":
            return Question(name, "group", relevant=relevant, children=self.questions(depth + 1))
        if shape == "repeat":
            count = self.maybe(self.number())
            children = self.questions(depth + 1)
            self.repeats.append(name)
            return Question(name, "repeat", relevant=relevant, repeat_count=count, children=children)
        if shape == "calculate":
            made = Question(name, "calculate", calculation=self.number(), relevant=relevant)
        else:
            made = self.asked(name, relevant)
        if made.type != "note":
            self.read.append(name)
        return made

    def asked(self, name: str, relevant: str) -> Question:
        kind = self.some(*TYPES)
        chosen = kind.startswith("select")
        return Question(
            name,
            kind,
            label={"vi": f"Nói {self.reference()}" if self.read and self.some(0, 1) else "Nói"},
            relevant=relevant,
            required=self.maybe(self.some("true()", self.truth())),
            constraint=self.maybe(f". != 1 and {self.truth()}"),
            read_only=self.maybe(self.truth(), 6),
            list_name="l" if chosen else "",
            choice_filter=self.maybe(f"of = {self.reference()}", 2) if chosen else "",
            calculation="" if self.plain or kind == "note" else self.maybe(self.number(), 6),
            default=self.maybe(self.some("1", "a"), 4),
            trigger="" if self.plain or not self.read else self.maybe(self.reference(), 8),
        )


def drawn(data: st.DataObject, *, plain: bool = False) -> Form:
    form = Form("chance", "1", {"vi": "May"}, "vi", Making(data, plain=plain).questions(0), LISTS)
    rules_of(form)
    return form


def asked_at(form: Form, path: str) -> Question:
    return form.find("/".join(path.split("/")[::2]))


def act(entry: Entry, data: st.DataObject) -> None:
    """Set an answer, add a row or take one away."""
    path = data.draw(st.sampled_from(entry.paths()))
    question = asked_at(entry.form, path)
    if question.type == "repeat":
        rows = entry.rows(path)
        if rows and data.draw(st.booleans()):
            entry.remove_row(f"{path}/{data.draw(st.sampled_from(rows))}")
        elif len(rows) < 6:
            entry.add_row(path, at=data.draw(st.sampled_from([None, 0, 1])))
    elif question.holds_value and question.type != "calculate":
        entry.set(path, data.draw(st.sampled_from(VALUES)))


def picture(entry: Entry) -> dict[str, Any]:
    """All that can be seen of an entry."""
    seen: dict[str, Any] = {path: entry.state(path) for path in entry.paths()}
    seen |= {f"{path} says": entry.words(path, "label", "vi") for path in entry.paths()}
    seen |= {f"{path} rows": entry.rows(path) for path in entry.paths()}
    return {**seen, "values": entry.values(), "faults": entry.faults()}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_following_each_change_gives_what_beginning_anew_gives(data: st.DataObject) -> None:
    entry = Entry(drawn(data), today=TODAY, now=NOW)
    for _each in range(data.draw(st.integers(1, 12))):
        act(entry, data)
    again = Entry(entry.form, entry.everything(), today=TODAY, now=NOW)
    assert picture(again) == picture(entry)
    assert again.everything() == entry.everything()


@settings(max_examples=70, deadline=None)
@given(st.data())
def test_the_check_says_what_the_entry_says(data: st.DataObject) -> None:
    entry = Entry(drawn(data), today=TODAY, now=NOW)
    for _each in range(data.draw(st.integers(1, 12))):
        act(entry, data)
    values = entry.values()
    assert unflatten(entry.form, flatten(entry.form, values)) == values
    found = [(fault.path, fault.kind) for fault in check(entry.form, values, TODAY)]
    # What could not be read is not among the values, and may be missed there.
    standing = [(fault.path, fault.kind) for fault in entry.faults() if fault.kind != "type"]
    unread = {fault.path for fault in entry.faults() if fault.kind == "type"}
    assert [fault for fault in found if fault[0] not in unread] == standing


@settings(max_examples=70, deadline=None)
@given(st.data())
def test_the_order_of_answers_does_not_matter(data: st.DataObject) -> None:
    form = drawn(data, plain=True)
    if any(question.repeat_count for _path, question in form.walk()):
        return  # rows made by a count have ids of their own
    entries = [Entry(form, {}, today=TODAY, now=NOW) for _each in range(2)]
    for entry in entries:
        for path in [it for it in entry.paths() if asked_at(form, it).type == "repeat"]:
            for number in range(2):
                entry.add_row(path, f"r{number}")
    asked = [it for it in entries[0].paths() if asked_at(form, it).holds_value]
    asked = [it for it in asked if asked_at(form, it).type != "calculate"]
    answers = [(path, data.draw(st.sampled_from(VALUES))) for path in asked]
    for entry, order in zip(entries, (answers, answers[::-1]), strict=True):
        for path, value in order:
            entry.set(path, value)
    assert picture(entries[0]) == picture(entries[1])
