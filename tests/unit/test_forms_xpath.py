"""ODK's functions and operators, evaluated in a real entry."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.expressions import rules_of
from forms.functions import FUNCTIONS
from forms.problem import Problem

TODAY = date(2026, 11, 21)
NOW = datetime.fromisoformat("2026-11-21T09:41:00+07:00")
ANSWERS: dict[str, Any] = {
    "age": 64,
    "score": 7.5,
    "name": "Đỗ Mẫu",
    "day": "2026-11-20",
    "at": "14:00",
    "topics": ["1", "7"],
    "place": "home",
    "people": [
        {"@id": "r1", "count": 3, "kind": "a", "inner": [{"@id": "i1", "n": 1}, {"@id": "i2", "n": 2}]},
        {"@id": "r2", "count": 4, "kind": "b"},
        {"@id": "r3"},
    ],
}


def form_with(expression: str, *, inside: bool = False) -> Form:
    asked = Question(name="asked", type="calculate", calculation=expression)
    topics = tuple(
        Choice(code, {"vi": label}) for code, label in [("1", "VNeID"), ("7", "An toàn"), ("9", "Khác")]
    )
    row = [
        Question(name="count", type="integer"),
        Question(name="kind", type="text"),
        Question(name="inner", type="repeat", children=(Question(name="n", type="integer"),)),
    ]
    return Form(
        id="trial",
        version="7",
        title={"vi": "Thử"},
        default_language="vi",
        questions=(
            Question(
                name="about",
                type="group",
                children=(Question(name="age", type="integer"), Question(name="score", type="decimal")),
            ),
            Question(name="name", type="text"),
            Question(name="empty", type="text"),
            Question(name="day", type="date"),
            Question(name="at", type="time"),
            Question(name="topics", type="select_multiple", list_name="topics"),
            Question(name="place", type="text", appearance="unit-hamlet"),
            Question(name="people", type="repeat", children=tuple([*row, asked] if inside else row)),
            *(() if inside else (asked,)),
        ),
        choices={"topics": topics},
    )


def result(expression: str) -> Any:
    def names(kind: str, code: str) -> str:
        return f"{kind} {code}"

    return Entry(form_with(expression), ANSWERS, today=TODAY, now=NOW, names=names).get("asked")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        # operators
        ("1 + 2 * 3 - -4", 11),
        ("(1 + 2) * 3", 9),
        ("7 div 2", 3.5),
        ("-7 mod 3", -1),
        ("1 div 0", None),
        ("'a' = 'a' and not('a' = 'b')", "true"),
        ("1 = 2 or 2 = 2", "true"),
        ("${age} >= 60", "true"),
        ("${age} = '64'", "true"),
        ("${empty} = ''", "true"),
        ("${empty} = 0", "false"),
        ("${age} != ''", "true"),
        # dates are days, times are parts of a day
        ("${day} < today()", "true"),
        ("${day} = today() - 1", "true"),
        ("today() + 1 > ${day}", "true"),
        ("date('2026-02-31')", None),
        ("date(today() + 10)", "2026-12-01"),
        ("${at} > '09:30'", "true"),
        ("format-date(${day}, '%d/%m/%Y')", "20/11/2026"),
        ("format-date-time(now(), '%H:%M')", "09:41"),
        ("decimal-date-time('1970-01-02')", 1),
        ("number(format-date(today(), '%Y')) - 1962", 64),
        # text
        ("string-length(${name})", 6),
        ("concat(${name}, ' ', ${age})", "Đỗ Mẫu 64"),
        ("substr('VNeID', 2)", "eID"),
        ("substr('VNeID', 0, 2)", "VN"),
        ("contains(${name}, 'Mẫu')", "true"),
        ("starts-with('dvc', 'd')", "true"),
        ("ends-with('dvc', 'd')", "false"),
        ("translate('0912 345', ' ', '')", "0912345"),
        ("normalize-space('  a   b ')", "a b"),
        ("substring-before('12/3', '/')", "12"),
        ("substring-after('12/3', '/')", "3"),
        ("regex('0912345678', '0[0-9]{9}')", "true"),
        ("regex('x0912345678', '0[0-9]{9}')", "false"),
        # choices
        ("selected(${topics}, '7')", "true"),
        ("selected(${topics}, '9')", "false"),
        ("selected-at(${topics}, 1)", "7"),
        ("selected-at(${topics}, 5)", None),
        ("count-selected(${topics})", 2),
        ("jr:choice-name(${topics}, '${topics}')", "VNeID An toàn"),
        ("jr:choice-name(selected-at(${topics}, 0), '${topics}')", "VNeID"),
        ("jr:choice-name(${place}, '${place}')", "unit home"),
        # conditions
        ("if(${age} > 60, 'old', 'young')", "old"),
        ("coalesce(${empty}, ${name})", "Đỗ Mẫu"),
        ("coalesce('', '')", None),
        ("checklist(2, -1, 1 = 1, 2 = 2, 1 = 2)", "true"),
        ("boolean-from-string('true')", "true"),
        # numbers
        ("round(2.5)", 3),
        ("round(7.456, 2)", 7.46),
        ("int(-2.7)", -2),
        ("pow(2, 10)", 1024),
        ("floor(2.7) + ceiling(2.1) + abs(-1) + sqrt(9)", 9),
        ("number('abc')", None),
        ("${score} * 2", 15),
        # rows
        ("count(${people})", 3),
        ("sum(${count})", 7),
        ("max(${count})", 4),
        ("min(${count})", 3),
        ("count-non-empty(${count})", 2),
        ("join(', ', ${kind})", "a, b,"),
        ("sum(${n})", 3),
        ("count(${inner})", 2),
        ("indexed-repeat(${kind}, ${people}, 2)", "b"),
        ("indexed-repeat(${kind}, ${people}, 9)", None),
        ("indexed-repeat(${n}, ${people}, 1, ${inner}, 2)", 2),
        ("count(${people}[count > 3])", 1),
        ("sum(${people}[kind = 'a']/count)", 3),
        ("count(${people}[position() < 3])", 2),
        ("join('', ${people}[2]/kind)", "b"),
        ("sum(/data/people/count)", 7),
        ("../about/age + 1", 65),
        # the rest
        ("version()", "7"),
        ("string(1 = 1)", "true"),
    ],
)
def test_value(expression: str, value: object) -> None:
    assert result(expression) == value


def test_nearest_row_and_its_place() -> None:
    form = form_with("concat(position(..), ':', ${count}, '/', sum(${people}[1 = 1]/count))", inside=True)
    entry = Entry(form, ANSWERS, today=TODAY)
    assert [entry.get(f"people/{r}/asked") for r in ("r1", "r2", "r3")] == ["1:3/7", "2:4/7", "3:/7"]


def test_a_running_total_over_rows_follows_every_change() -> None:
    total = "coalesce(indexed-repeat(${asked}, ${people}, position(..) - 1), 0) + coalesce(${count}, 0)"
    entry = Entry(form_with(total, inside=True), ANSWERS, today=TODAY)
    assert [entry.get(f"people/{r}/asked") for r in ("r1", "r2", "r3")] == [3, 7, 7]
    entry.set("people/r1/count", 10)
    assert [entry.get(f"people/{r}/asked") for r in ("r1", "r2", "r3")] == [10, 14, 14]
    entry.remove_row("people/r1")
    assert [entry.get(f"people/{r}/asked") for r in ("r2", "r3")] == [4, 4]


def test_rows_that_depend_on_each_other_without_end_are_stopped() -> None:
    form = form_with("sum(${people}[1 = 1]/asked) + ${count}", inside=True)
    with pytest.raises(Problem) as caught:
        Entry(form, ANSWERS, today=TODAY)
    assert caught.value.code == "form.broken"


def test_once_keeps_its_first_value() -> None:
    entry = Entry(form_with("once(${age})"), ANSWERS, today=TODAY)
    entry.set("age", 10)
    assert entry.get("asked") == 64


anything = st.one_of(
    st.floats(),
    st.booleans(),
    st.text(max_size=12),
    st.dates().map(date.isoformat),
    st.sampled_from(
        ["", "0", "-1", "9999-12-31T23:59:00-12:00", "0001-01-01T00:00:00+14:00", "24:61", "[", "%"]
    ),
    st.lists(st.one_of(st.floats(), st.text(max_size=3)), max_size=3),
)


@settings(max_examples=2_000)
@given(st.sampled_from(sorted(set(FUNCTIONS) - {"regex"})), st.lists(anything, min_size=3, max_size=3))
def test_no_answer_makes_a_function_fail(name: str, values: list[Any]) -> None:
    least, most, function = FUNCTIONS[name]
    assert function(*values[: len(values) if most is None else most]) is not None
    assert least <= len(values)


def test_uuid_differs() -> None:
    assert result("uuid()") != result("uuid()")


def test_what_depends_on_what_is_known_beforehand() -> None:
    rules = rules_of(form_with("${age} + sum(${count})"))
    assert rules.dependents["age"] == (("asked", False),)
    assert rules.dependents["people/count"] == (("asked", True),)
    assert "name" not in rules.dependents
