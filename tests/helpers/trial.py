"""Small forms to try an entry with."""

from datetime import datetime
from typing import Any

from forms.check import check
from forms.dates import VIETNAM
from forms.definition import Choice, Form, Question
from forms.entry import Entry

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=VIETNAM)
TODAY = NOW.date()
FRUITS = tuple(Choice(name, {"vi": label}) for name, label in [("a", "Xoài"), ("b", "Ổi"), ("c", "Na")])


def form(*questions: Question, choices: dict[str, tuple[Choice, ...]] | None = None, **more: Any) -> Form:
    """A form of these questions."""
    return Form("trial", "1", {"vi": "Thử"}, "vi", questions, choices or {}, **more)


def repeat(name: str, *children: Question, count: str = "", **more: str) -> Question:
    """A repeat of these questions, ``count`` times."""
    return Question(name, "repeat", children=children, repeat_count=count, **more)


def begin(*questions: Question, values: dict[str, Any] | None = None, **more: Any) -> Entry:
    """An entry of these questions, which may offer ``fruits``."""
    return Entry(form(*questions, choices={"fruits": FRUITS}), values, today=TODAY, now=NOW, **more)


def kinds(entry: Entry) -> list[tuple[str, str]]:
    """What stands in the way of saving: paths and kinds."""
    return [(fault.path, fault.kind) for fault in entry.faults()]


def told(form: Form, values: Any) -> list[tuple[str, str]]:
    """What the check has against a finished record: paths and kinds."""
    return [(fault.path, fault.kind) for fault in check(form, values, TODAY)]
