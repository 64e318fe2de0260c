"""Calculated answers: the words an expression gives are kept as they are, and what cannot be read is no answer."""

import unicodedata
from typing import Any

import pytest

from forms.answers import LONGEST
from forms.definition import Question
from forms.entry import Entry
from tests.helpers.trial import TODAY, begin, kinds, told


def sound(entry: Entry) -> bool:
    return kinds(entry) == told(entry.form, entry.values()) == []


@pytest.mark.parametrize("kind", ["calculate", "text", "barcode"])
@pytest.mark.parametrize("read_only", ["", "true()"])
@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("' x '", " x "),
        ("' '", " "),
        ("concat('a  b', '\t', ' ')", "a  b "),
        ("concat('a\n', ' b')", "a\n b"),
        ("'\x07'", None),
        ("''", None),
        (f"'{unicodedata.normalize('NFD', ' hẹn')}'", " hẹn"),
        ("concat('a\x07', '\u0301')", "\u00e1"),
    ],
)
def test_a_calculated_text_keeps_its_blanks(
    kind: str, read_only: str, source: str, value: str | None
) -> None:
    entry = begin(
        Question("c", kind, calculation=source, read_only=read_only),
        Question("long", "calculate", calculation="string-length(${c})"),
    )
    assert entry.get("c") == value
    assert entry.get("long") == len(value or "")
    assert sound(entry)


def test_a_hidden_answer_keeps_its_blanks_and_a_typed_one_does_not() -> None:
    entry = begin(
        Question("sep", "hidden", default="; "),
        Question("typed", "text", default=" a "),
        Question("both", "calculate", calculation="concat(${typed}, ${sep})"),
    )
    entry = Entry(entry.form, today=TODAY)
    assert (entry.get("sep"), entry.get("typed"), entry.get("both")) == ("; ", "a", "a; ")
    entry.set("typed", " \x07 ")
    assert entry.get("typed") is None
    assert "typed" not in entry.everything()


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (Question("c", "integer", calculation="'abc'"), None),
        (Question("c", "integer", calculation="' '"), None),
        (Question("c", "integer", calculation="'12'"), 12),
        (Question("c", "integer", calculation="10 * 10 * 10 * 1000000000000"), None),
        (Question("c", "calculate", calculation="10 * 10 * 10 * 1000000000000"), 1e15),
        (Question("c", "calculate", calculation="once(10 * 10 * 10 * 1000000000000)"), 1e15),
        (Question("c", "calculate", calculation="10 * 10 * 10 * 999999999999"), 999999999999000),
        (Question("c", "calculate", calculation="1 = 1"), "true"),
        (Question("c", "decimal", calculation="0 div 0"), None),
        (Question("c", "date", calculation="'not a date'", read_only="true()"), None),
        (Question("c", "date", calculation="'2026-02-01'", read_only="true()"), "2026-02-01"),
        (Question("c", "time", calculation="'25:00'"), None),
        (Question("c", "datetime", calculation="'2026-02-01'"), "2026-02-01T00:00:00+07:00"),
        (Question("c", "datetime", calculation="'soon'"), None),
        (Question("c", "select_one", list_name="fruits", calculation="'maybe'"), None),
        (Question("c", "select_one", list_name="fruits", calculation="'b'"), "b"),
        (Question("c", "select_multiple", list_name="fruits", calculation="'a maybe'"), None),
        (Question("c", "acknowledge", calculation="'no'"), None),
        (Question("c", "range", calculation="11"), None),
    ],
)
def test_what_cannot_be_read_is_no_answer_and_in_nobodys_way(question: Question, value: Any) -> None:
    entry = begin(question)
    assert entry.get("c") == value
    assert sound(entry)


def test_a_default_that_cannot_be_read_is_no_answer() -> None:
    entry = begin(Question("c", "integer", default="concat('a', 'b')", dynamic_default=True))
    assert (entry.get("c"), entry.faults()) == (None, ())


def test_a_calculated_text_that_is_too_long_is_told_for_else_it_would_be_lost() -> None:
    half = "a" * (LONGEST // 2)
    entry = begin(
        Question("a", "text"),
        Question("c", "calculate", calculation="concat(${a}, ${a})"),
        values={"a": half},
    )
    assert (len(entry.get("c")), entry.faults()) == (LONGEST, ())
    entry.set("a", f"{half}a")
    assert [(fault.path, fault.kind) for fault in entry.faults()] == [("c", "type")]
    assert entry.get("c") is None
