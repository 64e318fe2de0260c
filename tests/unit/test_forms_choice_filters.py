"""Lists of choices as expressions see them: tables, filters that look only where they must, choices from rows."""

from collections.abc import Iterator
from typing import Any

import pytest

from forms.definition import Choice
from forms.entry import Entry
from forms.expressions import check_expressions, rules_of
from forms.expressions.sight import Row
from tests.helpers.expressions import TODAY, ask, english, form_of, repeat


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with english():
        yield


def test_a_table_has_name_and_label_and_its_own_columns_first() -> None:
    def value(expression: str) -> Any:
        lists = {
            "l": (Choice("1", {"vi": "Một", "en": "One"}, {"code": "x"}), Choice("2", {"en": "Two"})),
            "file.csv": (Choice("a", {"vi": "A"}, {"name": "own", "label": "Own"}),),
        }
        form = form_of(ask("v", "text", calculation=expression), choices=lists)
        return Entry(form, today=TODAY).get("v")

    assert value("instance('l')/root/item[code = 'x']/label") == "Một"
    assert value("join(',', instance('l')/root/item/label)") == "Một,Two"
    assert value("join(',', instance('l')/root/item/code)") == "x,"
    assert value("instance('file')/root/item/name") == "own"
    assert value("pulldata('file.csv', 'label', 'name', 'own')") == "Own"


COLOURS = (
    Choice("1", {"vi": "Một"}, {"kind": "a"}),
    Choice("2", {"vi": "Hai"}, {"kind": "b"}),
    Choice("3", {"vi": "Ba"}, {"kind": "a"}),
)


@pytest.mark.parametrize(
    ("choice_filter", "column", "names"),
    [
        ("kind = ${a}", "kind", "13"),
        ("kind = concat(${a}, '') and name > 1", "kind", "3"),
        ("name > 1 and kind = ${a}", "kind", "3"),
        ("kind = ${a} and (name = 1 or name = 2)", "kind", "1"),
        ("kind = ${a} or name = 2", "", "123"),
        ("(kind = ${a})", "", "13"),
        ("kind != ${a}", "", "2"),
        ("kind = name or 1", "", "123"),
        ("name = 3 and 1", "name", "3"),
        ("name = '3'", "name", "3"),
        ("name = kind", "", ""),
        ("kind = substr(concat(${a}, name), 0, 1)", "", "13"),
        ("kind = ${a} = 1", "kind", "13"),
        ("'a' = kind", "", "13"),
        ("kind = current()/../a", "kind", "13"),
        ("kind = ${people}[1]/x", "kind", ""),
        ("kind = if(${a} = 'a' and 1 = 1, 'b', 'c')", "kind", "2"),
    ],
)
def test_a_filter_looks_only_at_rows_that_may_pass(choice_filter: str, column: str, names: str) -> None:
    asked = ask("b", "select_one", list_name="l", choice_filter=choice_filter)
    counted = ask("c", "text", calculation=f"join('', instance('l')/root/item[{choice_filter}]/name)")
    people = repeat("people", ask("x", "text"))
    form = form_of(ask("a", "text"), people, asked, counted, choices={"l": COLOURS})
    plan = rules_of(form).plans["b"]
    assert plan.choice_filter is not None
    assert (plan.choice_filter.probe.column if plan.choice_filter.probe else "") == column
    entry = Entry(form, {"a": "a"}, today=TODAY)
    assert "".join(choice.name for choice in entry.state("b").choices) == names
    assert (entry.get("c") or "") == names


def test_places_in_a_filter_are_those_of_the_whole_list() -> None:
    def value(predicates: str) -> Any:
        asked = ask("b", "text", calculation=f"join('', instance('l')/root/item{predicates}/name)")
        form = form_of(ask("a", "text", default="a"), asked, choices={"l": COLOURS})
        return Entry(form, today=TODAY).get("b")

    assert value("[kind = ${a}][2]") == "3"
    assert value("[kind = ${a} and position() = 3]") == "3"
    assert value("[kind = ${a} and last() = 3]") == "13"
    assert value("[kind = ${a}][last() = 2]") == "13"
    assert value("[kind = ${a}][position() = 1][last()]") == "1"


def test_only_a_text_tells_which_rows_may_pass() -> None:
    form = form_of(
        ask("a", "text"),
        ask("b", "select_one", list_name="l", choice_filter="kind = ${a}"),
        ask("c", "select_one", list_name="l", choice_filter="name = 3"),
        ask("d", "select_one", list_name="l"),
        choices={"l": COLOURS},
    )
    plans = rules_of(form).plans
    table = plans["b"].table
    assert table is not None
    assert plans["d"].table is None

    class View(Row):
        def get(self, path: str) -> str:
            return "a"

    view = View(None, 0, 0, None)  # type: ignore[arg-type]
    assert list(table.candidates(plans["b"].choice_filter.probe, view)) == [0, 2]  # type: ignore[union-attr]
    assert list(table.candidates(plans["c"].choice_filter.probe, view)) == [0, 1, 2]  # type: ignore[union-attr]
    assert list(table.candidates(None, view)) == [0, 1, 2]
    assert list(table.having("kind", "z")) == []


def test_a_list_with_a_column_called_and_is_looked_at_whole() -> None:
    odd = (Choice("1", {"vi": "Một"}, {"and": "x", "kind": "a"}),)
    asked = ask("b", "select_one", list_name="l", choice_filter="kind = 'a' and and = 'x'")
    form = form_of(asked, choices={"l": odd})
    assert rules_of(form).plans["b"].choice_filter.probe is None  # type: ignore[union-attr]
    assert [choice.name for choice in Entry(form, today=TODAY).state("b").choices] == ["1"]


# choices from rows


def test_choices_from_rows_are_filtered_by_the_answers_of_the_row() -> None:
    people = repeat("people", ask("who", "text"), ask("age"))

    def faults(choice_filter: str, list_name: str = "${who}") -> list[str]:
        asked = ask("head", "select_one", list_name=list_name, choice_filter=choice_filter)
        return [fault.reason for fault in check_expressions(form_of(people, ask("least"), asked))]

    assert faults("age > 5 and ${age} < 90 and ./age != ${least}") == []
    assert faults("position() = 1 and age > current()/../least") == []
    assert faults("ago > 5") == ["the path people/ago leads to no question"]
    assert faults("age > 5 )") == ["“)” stands where an operator was expected"]
    assert faults("name = 1", "${least}") == ["the choices ${least} must be answers in a repeat"]
    assert faults("name = 1", "${lest}") == ["there is no question ${lest}; perhaps ${least}"]
    assert faults("", "${least}") == ["the choices ${least} must be answers in a repeat"]
    assert faults("", "${who}") == []


def test_choices_from_rows_follow_the_rows() -> None:
    people = repeat("people", ask("who", "text"), ask("age"))
    asked = ask("head", "select_one", list_name="${who}", choice_filter="age > ${least}")
    rules = rules_of(form_of(people, ask("least"), asked))
    filter_ = rules.plans["head"].choice_filter
    assert filter_ is not None
    assert (filter_.near, filter_.wide) == ({"least"}, {"people/age"})


@pytest.mark.parametrize("choice_filter", ["", "age > 18"])
def test_a_name_given_in_one_row_may_be_chosen_in_the_others(choice_filter: str) -> None:
    mother = ask("mother", "select_one", list_name="${who}", choice_filter=choice_filter)
    entry = Entry(form_of(repeat("people", ask("who", "text"), ask("age"), mother)), today=TODAY)
    rows = [entry.add_row("people"), entry.add_row("people")]
    for row, name in zip(rows, ["Hoa", "Lan"], strict=True):
        entry.set(f"people/{row}/age", 40)
        entry.set(f"people/{row}/who", name)
    for row in rows:
        assert [choice.name for choice in entry.state(f"people/{row}/mother").choices] == ["Hoa", "Lan"]
