"""An expression that could be read never fails, whatever the values are."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.entry import Entry
from forms.expressions import check_expressions
from forms.expressions.functions import FUNCTIONS
from forms.expressions.values import compare, to_boolean, to_number, to_string
from tests.helpers.expressions import ANSWERS, NOW, TODAY, ask, asking

MANY = settings().max_examples

anything = st.one_of(
    st.floats(),
    st.integers(),
    st.integers(min_value=10**300, max_value=10**400),
    st.booleans(),
    st.text(max_size=12),
    st.dates().map(date.isoformat),
    st.sampled_from(["", "0", "-1", "1e9", "9999-12-31T23:59:00-12:00", "0001-01-01T00:00:00+14:00"]),
    st.sampled_from(
        ["24:61", "25:00", "[", "%", "0000-00-00", "9999-12-31", "\ud800", "12:00", "2026-11-21"]
    ),
    st.lists(st.one_of(st.floats(), st.text(max_size=3)), max_size=3),
)


@settings(max_examples=8 * MANY)
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(anything, min_size=4, max_size=4))
def test_no_value_makes_a_function_fail(name: str, values: list[Any]) -> None:
    least, most, function = FUNCTIONS[name]
    for given_ in {least, len(values) if most is None else min(most, len(values))}:
        found = function(*values[:given_])
        assert isinstance(found, str | float | int | bool | list)
        assert isinstance(to_string(found), str)
        assert isinstance(to_number(found), float)
        assert isinstance(to_boolean(found), bool)


@settings(max_examples=2 * MANY)
@given(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), anything, anything)
def test_anything_compares_with_anything(sign: str, left: Any, right: Any) -> None:
    assert isinstance(compare(sign, left, right), bool)
    if sign in ("=", "!="):
        assert compare(sign, left, right) == compare(sign, right, left)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_is_written(number: float) -> None:
    assert to_number(to_string(number)) == pytest.approx(number, abs=1e-300)


atoms = st.sampled_from(
    [
        *["${age}", "${empty}", "${day}", "${n}", "${who}", "${fruits}", ".", "'x'", "''", "1.5", "0"],
        *["'2026-11-20'", "today()", "now()", "true()", "pi()", "random()", "${people}[n > 3]/who"],
        *["${people}[2]/n", "instance('fruits')/root/item[name = 'oi']/price"],
        "indexed-repeat(${n}, ${people}, ${age})",
    ]
)
dynamic = sorted(set(FUNCTIONS) - {"regex", "digest", "format-date", "format-date-time", "randomize"})


@st.composite
def calls(draw: Any, inner: Any) -> str:
    name = draw(st.sampled_from(dynamic))
    least, most, _function = FUNCTIONS[name]
    many = draw(st.integers(least, least + 2 if most is None else most))
    return f"{name}({', '.join(draw(inner) for _ in range(many))})"


def larger(inner: Any) -> Any:
    signs = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "|"]
    joined = st.tuples(inner, st.sampled_from(signs), inner).map(
        lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
    )
    chosen = st.tuples(inner, inner, inner).map(lambda parts: f"if({', '.join(parts)})")
    return st.one_of(joined, chosen, calls(inner), inner.map(lambda text: f"-({text})"))


@settings(max_examples=2 * MANY)
@given(st.recursive(atoms, larger, max_leaves=8), st.integers(), st.text(max_size=5))
def test_no_well_formed_expression_fails(expression: str, age: int, text: str) -> None:
    entry = Entry(asking(expression), {**ANSWERS, "age": age % 10**12, "empty": text}, today=TODAY, now=NOW)
    value = entry.get("asked")
    assert value is None or isinstance(value, str | float | int)
    assert not isinstance(value, float) or math.isfinite(value)


pieces = st.one_of(
    st.sampled_from(
        [
            *[
                "${age}",
                "${nobody}",
                "${",
                "}",
                "${people}",
                "[",
                "]",
                "(",
                ")",
                "/",
                "//",
                "..",
                ".",
                ",",
                "'",
                '"',
            ],
            *[
                "instance('fruits')",
                "/root/item",
                "current()",
                "position(",
                "last()",
                "count(",
                "if(",
                "pulldata(",
            ],
            *[
                "jr:choice-name(",
                "indexed-repeat(",
                "once(",
                "regex(",
                "'${fruits}'",
                "'x'",
                "1.5",
                "2026-01-02",
            ],
            *[
                " and ",
                " or ",
                " div ",
                " mod ",
                "=",
                "<",
                "!",
                "!=",
                "-",
                "*",
                "|",
                "::",
                "@",
                "name",
                "kind",
                " ",
            ],
        ]
    ),
    st.text(max_size=3),
)


@settings(max_examples=2 * MANY)
@given(st.lists(pieces, max_size=12).map("".join))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    form = asking(text)
    told = ask("told", label={"vi": text}, hint={"vi": f"instance('fruits')/root{text}"})
    chosen = ask("chosen", "select_one", list_name="fruits", choice_filter=text, trigger=text)
    form = replace(form, questions=(*form.questions, told, chosen))
    assert all(fault.reason for fault in check_expressions(form))
