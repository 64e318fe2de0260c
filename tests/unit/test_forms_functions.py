"""Every function an expression may call: its values, that it is told of on the page, that it never fails."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from forms.entry import Entry
from forms.expressions import check_expressions
from forms.expressions.functions import ASKING, FUNCTIONS, REFUSED, SPECIAL, shuffled
from forms.expressions.tokens import tokens_of
from forms.problem import Problem
from resources import ROOT
from tests.helpers.expressions import TODAY, ask, asking, cases, english, form_of, group, repeat, shown

PAGE = ROOT / "help/expressions.md"
KNOWN = {*FUNCTIONS, *ASKING, *SPECIAL}
CASES = cases()
# What ODK's documentation and its XForms specification list (getodk.org, "Form operators and functions").
ODK = """
if position once selected selected-at count-selected jr:choice-name indexed-repeat count count-non-empty sum max min
regex contains starts-with ends-with substr substring-before substring-after translate string-length normalize-space
concat join boolean-from-string string digest base64-decode extract-signed round int number pow log log10 abs sin cos
tan asin acos atan atan2 sqrt exp exp10 pi today now decimal-date-time date decimal-time format-date format-date-time
area enclosed-area distance geofence intersects random randomize uuid boolean not coalesce checklist weighted-checklist
true false pulldata instance current last property version depend date-time floor ceiling substring name local-name
namespace-uri lang id jr:itext here
"""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with english():
        yield


@pytest.mark.parametrize("name", CASES)
def test_function(name: str) -> None:
    for expression in CASES[name]:
        tokens = tokens_of(expression)
        assert (("name", name), ("sign", "(")) in pairwise(tokens)
    assert {expression: shown(expression) for expression in CASES[name]} == CASES[name]


@pytest.mark.parametrize(
    ("expression", "own", "value"),
    [
        ("string-length()", "năm45", "5"),
        ("normalize-space()", " hạ ", "hạ"),
        ("number()", "5", "5"),
        ("string()", "x", "x"),
    ],
)
def test_without_a_value_it_asks_the_question_itself(expression: str, own: str, value: str) -> None:
    entry = Entry(asking(f"if(. = '', '', {expression})", asked=own), today=TODAY)
    assert str(entry.get("asked")) == value


def test_once_keeps_what_it_has() -> None:
    entry = Entry(asking("once(random())"), today=TODAY)
    first = entry.get("asked")
    entry.set("age", 3)
    assert entry.get("asked") == first


def test_what_a_machine_makes_up_differs() -> None:
    assert shown("uuid()") != shown("uuid()")
    assert shown("random()") != shown("random()")
    assert {tuple(shuffled("abcdefgh")) for _ in range(9)} != {tuple("abcdefgh")}


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        ("1", "BFEACD"),
        ("11111111", "ACDBFE"),
        ("x", "CBEAFD"),
        (-5, "DCABFE"),
        (1 / 0.5e-320, "CBEAFD"),
        (2**31 - 1, "CBEAFD"),
    ],
)
def test_a_seed_gives_odk_s_order(seed: Any, order: str) -> None:
    assert "".join(shuffled("ABCDEF", seed)) == order


def test_a_hostile_pattern_does_not_match_and_does_not_hang() -> None:
    assert shown(f"regex('{'a' * 60}', concat('((a|b|ab)*a?)', '*[^ab]c'))") == "false"
    assert shown(f"regex('{'ab' * 3000}c', concat('(.*)*(.*)*(.*)*d', '(.*)*e'))") == "false"


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("a{99999}", True),
        ("a{100000}", True),
        ("a{100001}", False),
        ("(a{1000}){100}", True),
        ("(a{1000}){101}", False),
        ("(ab){1,50001}", False),
        ("(ab){1,}", True),
        (r"\({100001}", False),
        (r"[{5}]{10}", True),
        (r"\){9}", True),
        ("(" * 2000 + "a" + ")" * 2000, False),
        ("[[:alpha:]]", False),
        ("a)", False),
    ],
)
def test_patterns_too_large_are_refused(pattern: str, fits: bool) -> None:
    form = asking(f"regex(${{empty}}, '{pattern}')")
    reasons = [fault.reason for fault in check_expressions(form)]
    assert not reasons if fits else "the pattern of regex() cannot be read" in reasons[0]


# the page that tells of them


def rows(title: str) -> list[list[str]]:
    part = PAGE.read_text("utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
    return [re.split(r"(?<!`) \| (?!\$)|(?<=`) \| (?!\$)", line.strip("| ")) for line in lines]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_page_code_and_tests_name_the_same_functions() -> None:
    calls = [codes(row[0])[0] for row in rows("Hàm dùng được")]
    assert sorted(call.partition("(")[0] for call in calls) == sorted(KNOWN) == sorted(CASES)
    for call in calls:
        tokens_of(call)


def test_every_function_of_odk_is_known_or_refused() -> None:
    assert set(ODK.split()) <= KNOWN | set(REFUSED)
    assert not KNOWN & set(REFUSED)


def test_the_page_names_every_operator() -> None:
    signs = [codes(row[0])[0] for row in rows("Phép toán")]
    known = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"]
    assert signs == [*known, "|"]
    for sign in signs:
        assert shown(f"1 {sign} 2")


def test_the_page_names_everything_refused() -> None:
    told = [codes(row[0]) for row in rows("Bị từ chối")]
    names = [name for row in told for name in row if re.fullmatch(r"[a-z][\w:-]*", name)]
    assert sorted(names) == sorted(REFUSED)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_refused_says_what_to_write(name: str) -> None:
    with pytest.raises(Problem) as caught:
        Entry(asking(f"{name}(1)"), today=TODAY)
    assert f"the function {name}() is not used here: {REFUSED[name]}" in str(caught.value)


@pytest.mark.parametrize("row", rows("Gọi câu trả lời"), ids=str)
def test_the_paths_on_the_page_can_be_read(row: list[str]) -> None:
    asked = ask("asked", "calculate", calculation=codes(row[0])[0])
    form = form_of(
        ask("ma", "text"),
        repeat("nguoi", ask("tuoi"), ask("ten", "text")),
        group("nhom", ask("nhom_tuoi", written="tuoi"), asked),
        choices={"xa": ()},
    )
    assert Entry(form, today=TODAY).get("asked") is None
