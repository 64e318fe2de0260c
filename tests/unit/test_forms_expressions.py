"""A form's expressions read: where names lead, every broken cell named, who looks again when an answer changes."""

from collections.abc import Iterator

import pytest

from forms.definition import Choice, Entity
from forms.entry import Entry
from forms.expressions import Broken, check_expressions, rules_of
from forms.problem import Problem
from tests.helpers.expressions import TODAY, ask, cells, english, form_of, group, repeat


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with english():
        yield


# names


def test_the_nearest_of_several_with_one_name_is_meant() -> None:
    form = form_of(
        ask("n"),
        repeat("a", ask("n"), ask("here", calculation="${n} + 1")),
        repeat("b", ask("other", calculation="${n} + 1"), repeat("c", ask("deep", calculation="${n}"))),
    )
    plans = rules_of(form).plans
    read = {path: plan.calculation.near for path, plan in plans.items() if plan.calculation}
    assert read == {"a/here": {"a/n"}, "b/other": {"n"}, "b/c/deep": {"n"}}


def test_from_outside_the_deeper_of_two_is_as_good_as_the_only_one() -> None:
    form = form_of(repeat("a", ask("n"), repeat("b", ask("n"))), ask("sum", calculation="sum(${n})"))
    assert rules_of(form).plans["sum"].calculation.near == {"a/b/n"}  # type: ignore[union-attr]


def test_two_as_near_as_each_other_are_refused() -> None:
    form = form_of(repeat("a", ask("n")), repeat("b", ask("n")), ask("sum", calculation="sum(${n})"))
    assert [(f.path, f.reason) for f in check_expressions(form)] == [("sum", "the name ${n} stands twice")]


def test_a_name_written_in_two_groups_leads_by_its_place() -> None:
    form = form_of(
        group("one", ask("n"), ask("x", calculation="../n")),
        group("two", ask("two_n", written="n"), ask("y", calculation="../n + /data/one/n")),
    )
    plans = rules_of(form).plans
    assert plans["x"].calculation.near == {"n"}  # type: ignore[union-attr]
    assert plans["y"].calculation.near == {"two_n", "n"}  # type: ignore[union-attr]
    assert cells(form_of(*form.questions, ask("z", calculation="${two_n}"))) == [
        ("survey", "z", "calculation")
    ]


def test_a_question_comes_before_a_group_of_its_name() -> None:
    form = form_of(group("n", ask("n_1", written="n")), ask("x", calculation="${n}"))
    assert rules_of(form).plans["x"].calculation.near == {"n_1"}  # type: ignore[union-attr]


def test_what_the_machine_fills_in_can_be_named() -> None:
    form = form_of(
        ask("start", "datetime", meta="start"), ask("x", calculation="format-date(${start}, '%Y')")
    )
    assert not check_expressions(form)


# broken cells


def test_every_broken_cell_is_named() -> None:
    form = form_of(
        ask("a", relevant="${x}", required="1 +", read_only="(", constraint=". >", calculation="f()"),
        ask("b", "select_one", list_name="l", choice_filter="nope = 1", default="${y}", dynamic_default=True),
        ask("c", default="${y}", trigger="${a} ${b}"),
        repeat("d", ask("e", trigger="${zz}", calculation="1"), repeat_count="[", relevant=" "),
        ask("f", "note", label={"vi": "Chào ${q}"}, hint={"vi": "${q}", "km": "${r}"}),
        ask("g", required_message={"vi": "${q}"}, constraint_message={"vi": "${q}"}, guidance={"vi": "${q}"}),
        choices={"l": (Choice("1", {"vi": "Một ${q}"}), Choice("2", {"vi": "Hai"}))},
        instance_name="${q}",
        entities=(Entity("household", label="${q}", create_if="1 =", update_if="${a}"),),
    )
    assert cells(form) == [
        *[("survey", "a", c) for c in ("relevant", "required", "read_only", "constraint", "calculation")],
        ("survey", "b", "choice_filter"),
        ("survey", "b", "default"),
        ("choices", "l/1", "label"),
        ("survey", "c", "trigger"),
        ("survey", "d", "repeat_count"),
        ("survey", "d/e", "trigger"),
        ("survey", "f", "label"),
        ("survey", "f", "hint"),
        ("survey", "f", "hint"),
        ("survey", "g", "guidance"),
        ("survey", "g", "required_message"),
        ("survey", "g", "constraint_message"),
        ("settings", "", "instance_name"),
        ("entities", "household", "label"),
        ("entities", "household", "create_if"),
    ]


def test_a_choice_list_broken_once_is_told_once() -> None:
    one = (Choice("1", {"vi": "${q}"}),)
    both = [ask(name, "select_one", list_name="l") for name in "ab"]
    assert cells(form_of(*both, choices={"l": one})) == [("choices", "l/1", "label")]


def test_rows_give_the_order_and_the_first_is_raised() -> None:
    form = form_of(ask("a", relevant="1 +"), ask("b", relevant="("))
    assert [fault.path for fault in check_expressions(form, {"a": 9, "b": 3})] == ["b", "a"]
    with pytest.raises(Problem) as caught:
        rules_of(form, {"a": 9})
    assert "sheet survey, row 9, column relevant: the expression ends too early" in str(caught.value)
    with pytest.raises(Problem):
        rules_of(form)


def test_a_filter_of_a_list_that_is_not_there_is_refused() -> None:
    form = form_of(ask("a", "select_one", list_name="none", choice_filter="name = 1"))
    assert [f.reason for f in check_expressions(form)] == ["there is no list of choices none"]


def test_broken_cells_compare_by_what_they_say() -> None:
    assert Broken("a", "label", "x") == Broken("a", "label", "x", "survey")


# who looks again


def test_dependents_are_precise() -> None:
    form = form_of(
        ask("a"),
        ask("b", relevant="${a} = 1"),
        ask("c", constraint=". > ${b}"),
        repeat(
            "r",
            ask("x"),
            ask("y", calculation="${x} + ${a}"),
            ask("z", calculation="sum(${r}[x > 1]/x) + ${x}"),
            repeat("s", ask("w", calculation="${x}")),
        ),
        ask("total", calculation="sum(${x})"),
    )
    assert rules_of(form).dependents == {
        "a": (("b", False), ("r/y", False)),
        "b": (("c", False),),
        "r": (("r/z", True),),
        "r/x": (("r/y", False), ("r/z", True), ("r/s/w", False), ("total", True)),
    }


def test_a_triggered_calculation_waits_for_its_trigger() -> None:
    form = form_of(
        ask("a"), ask("b"), ask("c"), ask("d", calculation="${a} + 1", trigger="${b}, ${c}", relevant="${b}")
    )
    rules = rules_of(form)
    assert rules.plans["d"].trigger == ("b", "c")
    assert rules.dependents == {"b": (("d", False),)}
    assert rules.triggered == {"b": (("d", False),), "c": (("d", False),)}
    assert [column for column, _e in rules.plans["d"].expressions()] == ["relevant"]
    entry = Entry(form, today=TODAY)
    entry.set("a", 4)
    assert entry.get("d") is None
    entry.set("b", 1)
    assert entry.get("d") == 5


@pytest.mark.parametrize("written", ["${a} ${b}", "a", ", ${a}", "${a};${b}", "${a},, ${b}", "${a}, 'b'"])
def test_a_trigger_that_names_no_questions_is_refused(written: str) -> None:
    form = form_of(ask("a"), ask("b"), ask("c", calculation="1", trigger=written))
    assert cells(form) == [("survey", "c", "trigger")]


def test_plans_know_where_they_stand() -> None:
    form = form_of(group("g", repeat("r", group("h", ask("a")))), ask("b"))
    rules = rules_of(form)
    assert {path: (plan.scope, plan.holder) for path, plan in rules.plans.items()} == {
        "g": ((), ""),
        "r": ((), "g"),
        "r/h": (("r",), "r"),
        "r/a": (("r",), "r/h"),
        "b": ((), ""),
    }
    assert rules.members == {"": ("g", "b"), "g": ("r",), "r": ("r/h",), "r/h": ("r/a",)}
