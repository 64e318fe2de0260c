"""Answers that depend on themselves are told with all their cells; what only looks like it is let be."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from forms.definition import Choice, Question
from forms.expressions import check_expressions
from tests.helpers.expressions import ask, english, form_of, group, repeat


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with english():
        yield


@pytest.mark.parametrize(
    ("questions", "circle"),
    [
        ([ask("a", calculation="${a} + 1")], "a (calculation) → a"),
        ([ask("a", relevant="${a} = 1")], "a (relevant) → a"),
        (
            [ask("a", calculation="${b}"), ask("b", relevant="${c} = 1"), ask("c", calculation="${a}")],
            "a (calculation) → b (relevant) → c (calculation) → a",
        ),
        ([group("g", ask("a"), relevant="${a} = 1")], "g (relevant) → a → g"),
        ([repeat("r", ask("a"), relevant="count(${r}) > 1")], "r (relevant) → r"),
        (
            [repeat("r", ask("a", calculation="${t}")), ask("t", calculation="sum(${r}[1 = 1]/a)")],
            "r/a (calculation) → t (calculation) → r/a",
        ),
        (
            [repeat("r", ask("a", calculation="${b}"), ask("b", calculation="${a}"))],
            "r/a (calculation) → r/b (calculation) → r/a",
        ),
        (
            [
                ask(
                    "a",
                    "select_multiple",
                    list_name="l",
                    choice_filter="not(selected(${a}, 'x')) or name = 'x'",
                )
            ],
            "a (choice_filter) → a",
        ),
        (
            [ask("z", calculation="${a}"), ask("a", calculation="${b}"), ask("b", calculation="${a}")],
            "a (calculation) → b (calculation) → a",
        ),
    ],
)
def test_circles_name_all_their_cells(questions: list[Question], circle: str) -> None:
    faults = check_expressions(form_of(*questions, choices={"l": (Choice("x", {}),)}))
    assert [fault.reason for fault in faults] == [f"this goes round in a circle: {circle}"]
    named = f"{faults[0].path} ({faults[0].column})"
    assert circle.startswith(named)


def test_each_circle_is_told_once() -> None:
    pair = [ask("a", calculation="${b}"), ask("b", calculation="${a}")]
    other = [ask("c", calculation="${d}"), ask("d", calculation="${c} + ${a}"), ask("e", calculation="${c}")]
    assert [fault.path for fault in check_expressions(form_of(*pair, *other))] == ["a", "c"]


def test_a_circle_begins_at_a_cell_that_can_be_mended() -> None:
    form = form_of(group("g", ask("a"), relevant="${b} = 1"), ask("b", calculation="${a}"))
    fault = check_expressions(replace(form, questions=form.questions[::-1]))[0]
    assert (fault.path, fault.column) == ("b", "calculation")
    inside = form_of(group("g", ask("a"), relevant="${a} = 1"))
    assert (check_expressions(inside)[0].path, check_expressions(inside)[0].column) == ("g", "relevant")
    deep = form_of(ask("x", calculation="${a}"), group("g", ask("a"), relevant="${a} = 1"))
    assert [(f.path, f.column) for f in check_expressions(deep)] == [("g", "relevant")]


@pytest.mark.parametrize(
    "questions",
    [
        [ask("a", calculation="once(. + 1)")],
        [ask("a", calculation="${b}"), ask("b", constraint=". > ${a}", required="${a} = 1")],
        [ask("b"), ask("a", calculation="${a} + 1", trigger="${b}")],
        [ask("a", default="${b}", dynamic_default=True), ask("b", default="${a}", dynamic_default=True)],
        [repeat("r", ask("a", calculation="indexed-repeat(${a}, ${r}, position(..) - 1) + 1"))],
        [repeat("r", ask("a"), ask("b", calculation="${a} + sum(${r}[1 = 1]/b)"))],
        [repeat("r", ask("a", calculation="count(${r})"))],
        [repeat("r", ask("more"), repeat_count="count(${r}[more = 1]) + 1")],
        [
            ask("a", "select_one", list_name="l", choice_filter="name != ${b}"),
            ask("b", "select_one", list_name="l", choice_filter="name != ${a}"),
        ],
        [group("g", ask("a"), ask("b", relevant="${a} = 1"))],
        [
            ask("a"),
            *[ask(f"c{n}", calculation=f"${{{'a' if n == 0 else f'c{n - 1}'}}}") for n in range(2_000)],
        ],
    ],
)
def test_what_is_no_circle(questions: list[Question]) -> None:
    choices = {"l": (Choice("x", {}),)}
    assert not check_expressions(form_of(*questions, choices=choices))
    assert not check_expressions(form_of(*questions[::-1], choices=choices))
