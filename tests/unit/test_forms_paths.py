"""The paths of an expression: which answers they lead to, at the top, in rows, in lists of choices."""

from typing import Any

import pytest

from forms.entry import Entry
from forms.expressions import check_expressions, rules_of
from forms.problem import Problem
from tests.helpers.expressions import HOUSE, TODAY, asking_in, entry_with


def result(expression: str) -> Any:
    return entry_with(expression).get("asked")


def in_rows(expression: str, inside: str = "people") -> list[Any]:
    entry = entry_with(expression, inside)
    return [entry.get(path) for path in entry.paths() if path.endswith("/asked")]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("${age}", 64),
        ("${ age }", 64),
        (" \u00a0\u200b${age}\n", 64),
        ("${tên_gọi.2-b}", None),
        ("${te\u0302n_go\u0323i.2-b}", None),  # written apart, as a Mac does
        ("/data/about/age", 64),
        ("/anything/about/age + 1", 65),
        ("../about/age", 64),
        ("./../about/./age", 64),
        ("${about}/age", 64),
        ("current()/../about/age", 64),
        ("string(current())", None),
        ("sum(/data/people/count)", 7),
        ("sum(${people}/count)", 7),
        ("sum(../people/inner/n)", 8),
        ("sum(${n})", 8),
        ("count(${inner})", 3),
        ("count(${people}[count > 3])", 1),
        ("count(${people}[./count > 3])", 1),
        ("count(${people}[${count} > 3])", 1),
        ("count(${people}[/data/people/count > 3])", 1),
        ("count(${people}[count >= 3 and kind = 'b'])", 1),
        ("count(${people}[count >= 3][kind = 'b'])", 1),
        ("count(${people}[count < ${age}])", 2),
        ("count(${people}[kind])", 2),
        ("count(${people}[true()])", 3),
        ("count(${people}[1])", 1),
        ("count(${people}[0.5])", 0),
        ("count(${people}[count])", 0),
        ("count(${people}[false()])", 0),
        ("count(${people}[position() < 3])", 2),
        ("count(${people}[count > 3][1])", 1),
        ("join('', ${people}[position() = last()]/kind)", None),
        ("join('', ${people}[2]/kind)", "b"),
        ("sum(${people}[kind = 'a']/inner[n > 1]/n)", 2),
        ("sum(${people}[kind = 'a']/inner/n)", 3),
        ("sum(/data/people[kind != 'a']/inner/n)", 5),
        ("count(${people}[inner[n = 5]])", 1),
        ("count(${people}[count(inner) = 2])", 1),
        ("count(${people}[sum(inner/n) > 2])", 2),
        ("count(${people}[count(${visits}[of = ${count}]) = 1])", 2),
        ("count(${people}[count = current()/../about/age])", 0),
        ("sum(${people}[box/boxed = '']/count)", 7),
        ("sum(${count} | ${age})", 71),
        ("indexed-repeat(${kind}, ${people}, 2)", "b"),
        ("indexed-repeat(/data/people/kind, /data/people, 2)", "b"),
        ("indexed-repeat(${n}, ${people}, 1, ${inner}, 2)", 2),
        ("indexed-repeat(${n}, ${people}, 2, ${inner}, 2)", None),
        ("${last-saved#age}", 12),
        ("sum(${last-saved#count})", 17),
        ("instance('__last-saved')/data/about/age", 12),
        ("jr:choice-name('7', '${topics}')", "An toàn"),
        ("jr:choice-name('7', ' ${topics} ')", "An toàn"),
        ("jr:choice-name('7', ${topics})", "An toàn"),
        ("jr:choice-name('7', 'topics')", "An toàn"),
        ("jr:choice-name('7', '/data/topics')", "An toàn"),
        ("jr:choice-name('7', ../topics)", "An toàn"),
        ("jr:choice-name('7', 'current()/../topics')", "An toàn"),
        ("jr:choice-name(${place}, '${place}')", "unit home"),
        ("jr:choice-name('x', '${resident}')", "resident x"),
        ("jr:choice-name(selected-at(${topics}, 0), '${topics}')", "VNeID"),
        ("count(instance('topics')/root/item[or = 7])", 1),
        ("instance('topics')/root/item[v-2.x = 'v'][3]/label", "Khác"),
        ("count(instance('topics')/root/item[current()/../about/age = 64])", 3),
        ("instance('topics')/root/item[count(${people}[count = 3]) + 1]/name", "7"),
        ("selected (${topics} , '7')", "true"),
        ("${said}", None),
        ("not(selected(${topics}, '9')) and (1 = 1)", "true"),
    ],
)
def test_value(expression: str, value: object) -> None:
    assert result(expression) == value


@pytest.mark.parametrize(
    ("inside", "expression", "values"),
    [
        ("people", "${count}", [3, 4, None]),
        ("people", "../count", [3, 4, None]),
        ("people", "./../count", [3, 4, None]),
        ("people", "/data/people/count", [3, 4, None]),
        ("people", "current()/../count", [3, 4, None]),
        ("people", "sum(${people}/count)", [3, 4, 0]),  # the nearest row's, as on the phone
        ("people", "sum(../../people/count)", [7, 7, 7]),
        ("people", "sum(current()/../../people/count)", [7, 7, 7]),
        ("people", "sum(${people}[true()]/count)", [7, 7, 7]),
        ("people", "sum(../inner/n)", [3, 5, 0]),
        ("people", "sum(${n})", [3, 5, 0]),
        ("people", "count(${people})", [3, 3, 3]),
        ("people", "count(${people}[count = current()/../count])", [1, 1, 1]),
        ("people", "count(${people}[count > current()/../count])", [1, 0, 0]),
        ("people", "count(../../people[count > current()/../count])", [1, 0, 0]),
        ("people", "position(..)", [1, 2, 3]),
        ("people", "position(current()/..)", [1, 2, 3]),
        ("people", "position(${people})", [1, 2, 3]),
        ("people", "sum(${people}[position() < position(current()/..)]/count)", [0, 3, 7]),
        ("people", "sum(${people}[position() <= position(current()/..)]/count)", [3, 7, 7]),
        ("people", "count(${people}[position(current()/..) = position(.)])", [1, 1, 1]),
        ("people", "indexed-repeat(${count}, ${people}, position(..) - 1)", [None, 3, 4]),
        ("people", "count(${visits}[of = ${count}])", [1, 1, 0]),
        ("people", "count(${visits}[of = current()/../count])", [1, 1, 0]),
        ("people", "${age}", [64, 64, 64]),
        ("people", "sum(${of})", [7, 7, 7]),
        ("box", "position(../..)", [1, 2, 3]),
        ("box", "${count}", [3, 4, None]),
        ("box", "../../count", [3, 4, None]),
        ("box", "../boxed", [None, None, None]),
        ("inner", "concat(position(../..), '-', position(..))", ["1-1", "1-2", "2-1"]),
        ("inner", "sum(${n})", [1, 2, 5]),
        ("inner", "sum(../../inner/n)", [3, 3, 5]),
        ("inner", "sum(../../../people/inner/n)", [8, 8, 8]),
        ("inner", "../../count", [3, 3, 4]),
        ("inner", "sum(${people}[count > 3]/inner/n)", [5, 5, 5]),
        ("inner", "count(${inner}[n > current()/../n])", [1, 0, 0]),
        ("visits", "${people}[count = ${of}]/kind", ["b", "a"]),
        ("visits", "sum(${n})", [8, 8]),
    ],
)
def test_value_in_each_row(inside: str, expression: str, values: list[object]) -> None:
    assert in_rows(expression, inside) == values


def test_a_running_total_over_rows_follows_every_change() -> None:
    total = "coalesce(indexed-repeat(${asked}, ${people}, position(..) - 1), 0) + coalesce(${count}, 0)"
    entry = entry_with(total, "people")
    assert [entry.get(f"people/{r}/asked") for r in ("r1", "r2", "r3")] == [3, 7, 7]
    entry.set("people/r1/count", 10)
    assert [entry.get(f"people/{r}/asked") for r in ("r1", "r2", "r3")] == [10, 14, 14]
    entry.remove_row("people/r1")
    assert [entry.get(f"people/{r}/asked") for r in ("r2", "r3")] == [4, 4]


def test_rows_that_depend_on_each_other_without_end_are_stopped() -> None:
    with pytest.raises(Problem) as caught:
        entry_with("sum(${people}[1 = 1]/asked) + ${count}", "people")
    assert caught.value.code == "form.broken"


# a choice filter


@pytest.mark.parametrize(
    ("filter_", "names"),
    [
        ("name = 7", ["7"]),
        ("label = 'Khác'", ["9"]),
        ("./name != '7'", ["1", "9"]),
        ("or = 9", ["9"]),
        ("v-2.x = 'v' and or > 1", ["7", "9"]),
        ("selected(${topics}, name)", ["1", "7"]),
        ("selected(current()/../topics, name)", ["1", "7"]),
        ("not(selected(/data/topics, name))", ["9"]),
        ("count(${people}[count > 3 and kind = 'b']) = 1 and name = 1", ["1"]),
        ("name = instance('topics')/root/item[label = 'Khác']/name", ["9"]),
        ("position(${people}[1]/count) = 1", None),
        ("nam = 7", None),
        ("../topics = name", None),
        (". = 7", None),
        ("true", None),
    ],
)
def test_choice_filter(filter_: str, names: list[str] | None) -> None:
    form = asking_in(filter_, column="choice_filter")
    if names is None:
        assert [fault.column for fault in check_expressions(form)] == ["choice_filter"]
    else:
        entry = Entry(form, HOUSE, today=TODAY)
        assert [choice.name for choice in entry.state("asked").choices] == names


# what an expression reads


@pytest.mark.parametrize(
    ("inside", "expression", "near", "wide"),
    [
        ("", "${age} + sum(${count})", {"age", "people/count"}, set()),
        ("people", "${count} + ${age}", {"people/count", "age"}, set()),
        ("people", "sum(../../people/count)", set(), {"people", "people/count"}),
        ("people", "${age} + count(${people}[count > ${age}])", {"age"}, {"people", "people/count"}),
        (
            "people",
            "count(${people}[count > current()/../kind])",
            {"people/kind"},
            {"people", "people/count"},
        ),
        ("", "count(${people}[sum(inner/n) > 1])", set(), {"people", "people/inner/n"}),
        ("", "count(${people}[count(inner) > 1])", set(), {"people", "people/inner"}),
        (
            "",
            "count(${people}[count = ${visits}[1]/of])",
            set(),
            {"people", "people/count", "visits", "visits/of"},
        ),
        ("", "count(${people}[sum(${of}) > 1]) + ${age}", {"visits/of", "age"}, {"people"}),
        (
            "people",
            "indexed-repeat(${kind}, ${people}, ${count})",
            {"people/count"},
            {"people", "people/kind"},
        ),
        ("people", "position(..)", set(), {"people"}),
        ("", "pulldata('topics', 'label', 'name', ${age})", {"age"}, set()),
        ("", "pulldata('topics', 'label', 'name', '${age}')", {"age"}, set()),
        ("", "instance('topics')/root/item[name = ${age}]/label", {"age"}, set()),
        ("", "jr:choice-name(${age}, '${topics}')", {"age"}, set()),
        ("", "${last-saved#age}", set(), set()),
        ("", "if(. = '', 1, .)", set(), set()),
    ],
)
def test_what_an_expression_reads(inside: str, expression: str, near: set[str], wide: set[str]) -> None:
    plans = rules_of(asking_in(expression, inside)).plans
    asked = next(plan.calculation for path, plan in plans.items() if path.endswith("asked"))
    assert asked is not None
    assert (asked.near, asked.wide) == (near, wide)
