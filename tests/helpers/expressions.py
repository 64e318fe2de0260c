"""Forms and entries to try expressions in."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.expressions import check_expressions
from resources import words

TODAY = date(2026, 11, 21)
NOW = datetime.fromisoformat("2026-11-21T09:41:05.250+07:00")
CASES = Path(__file__).resolve().parents[1] / "data/functions.txt"


@contextmanager
def english() -> Iterator[None]:
    """The reasons in the words of the source."""
    before = words.language()
    words.use("en")
    yield
    words.use(before)


# a form of any shape


def form_of(
    *questions: Question, choices: Mapping[str, tuple[Choice, ...]] | None = None, **more: Any
) -> Form:
    return Form("trial", "1", {"vi": "Thử"}, "vi", questions, choices or {}, **more)


def ask(name: str, kind: str = "integer", **columns: Any) -> Question:
    return Question(name=name, type=kind, **columns)


def group(name: str, *children: Question, **columns: Any) -> Question:
    return Question(name=name, type="group", children=children, **columns)


def repeat(name: str, *children: Question, **columns: Any) -> Question:
    return Question(name=name, type="repeat", children=children, **columns)


def cells(form: Form) -> list[tuple[str, str, str]]:
    """Sheet, path and column of every broken cell."""
    return [(fault.sheet, fault.path, fault.column) for fault in check_expressions(form)]


# one expression, and its value as XPath writes it

FRUITS = tuple(
    Choice(name, {"vi": label}, {"price": price, "kind": kind})
    for name, label, price, kind in [
        ("cam", "Cam", "30", "a"),
        ("oi", "Ổi", "20", "b"),
        ("man", "Mận", "30", "b"),
    ]
)
ANSWERS: dict[str, Any] = {
    "age": 64,
    "day": "2026-11-20",
    "fruits": ["cam", "man"],
    "people": [{"@id": "a", "n": 3.5, "who": "An"}, {"@id": "b", "n": 4.0}, {"@id": "c", "who": "Chi"}],
}


def asking(expression: str, *, asked: str = "") -> Form:
    """A form whose question ``asked`` calculates ``expression``; it begins with the answer ``asked``."""
    return Form(
        id="trial",
        version="7",
        title={"vi": "Thử"},
        default_language="vi",
        questions=(
            ask("age"),
            ask("empty", "text"),
            ask("day", "date"),
            ask("fruits", "select_multiple", list_name="fruits"),
            ask("fruit", "select_one", list_name="wishes"),
            repeat("people", ask("n", "decimal"), ask("who", "text")),
            ask("asked", "calculate", calculation=expression, default=asked),
        ),
        choices={
            "fruits": FRUITS,
            "wishes": (Choice("đồng ý", {"vi": "Có"}), Choice("no", {"vi": "Không"})),
            "towns.csv": (Choice("1", {"vi": "Xã Một"}, {"code": "x1"}),),
        },
    )


def shown(expression: str) -> str:
    """The value as XPath writes it, so that nothing, not-a-number and a blank differ."""
    entry = Entry(asking(f"concat('<', string({expression}), '>')"), ANSWERS, today=TODAY, now=NOW)
    return str(entry.get("asked"))[1:-1]


def cases() -> dict[str, dict[str, str]]:
    """Of every function by name: its expressions and their values."""
    text = re.sub(r"^#.*\n", "", CASES.read_text("utf-8"), flags=re.MULTILINE)
    found = {}
    for block in text.strip().split("\n\n"):
        name, *lines = block.splitlines()
        parts = [line.rpartition(" =") for line in lines]
        found[name.strip("[]")] = {expression: value.strip() for expression, _sign, value in parts}
    return found


# one expression anywhere in a form with repeats in repeats

HOUSE: dict[str, Any] = {
    "age": 64,
    "name": "Đỗ Mẫu",
    "topics": ["1", "7"],
    "place": "home",
    "people": [
        {"@id": "r1", "count": 3, "kind": "a", "inner": [{"@id": "i1", "n": 1}, {"@id": "i2", "n": 2}]},
        {"@id": "r2", "count": 4, "kind": "b", "inner": [{"@id": "i3", "n": 5}]},
        {"@id": "r3"},
    ],
    "visits": [{"@id": "v1", "of": 4}, {"@id": "v2", "of": 3}],
}


def asking_in(expression: str, inside: str = "", column: str = "calculation") -> Form:
    """``asked`` asks ``expression``; ``inside`` a repeat (``people``, ``box`` in it, ``inner``, ``visits``) or at the
    top."""
    kind = "calculate" if column == "calculation" else "select_one"
    asked = ask("asked", kind, list_name="topics", **{column: expression})

    def with_asked(place: str, *questions: Question) -> tuple[Question, ...]:
        return (*questions, asked) if inside == place else questions

    topics = tuple(
        Choice(code, {"vi": label}, {"or": code, "v-2.x": "v"})
        for code, label in [("1", "VNeID"), ("7", "An toàn"), ("9", "Khác")]
    )
    inner = repeat("inner", *with_asked("inner", ask("n")))
    box = group("box", *with_asked("box", ask("boxed", "text")))
    return form_of(
        *with_asked(
            "",
            group("about", ask("age")),
            ask("name", "text"),
            ask("tên_gọi.2-b", "text"),
            ask("topics", "select_multiple", list_name="topics"),
            ask("place", "text", appearance="unit-hamlet"),
            ask("resident", "text", appearance="record-resident"),
            repeat("people", *with_asked("people", ask("count"), ask("kind", "text"), inner, box)),
            repeat("visits", *with_asked("visits", ask("of"))),
            ask("said", "note"),
        ),
        choices={"topics": topics},
    )


def entry_with(expression: str, inside: str = "") -> Entry:
    def names(kind: str, code: str) -> str:
        return f"{kind} {code}"

    last = {"age": 12, "people": [{"count": 8}, {"count": 9}]}
    form = asking_in(expression, inside)
    return Entry(form, HOUSE, today=TODAY, now=NOW, names=names, last=last)
