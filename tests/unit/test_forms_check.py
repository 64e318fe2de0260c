"""The check of a finished record: the same on desk and server, whatever is sent."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.check import check
from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.faults import Fault
from forms.filler import fill
from forms.library import built_in, built_in_ids

TODAY = date(2026, 11, 21)
UNITS = tuple(Choice(n, {"vi": n}, {"of": of}) for n, of in [("u1", "a"), ("u2", "a"), ("u3", "b")])
FORM = Form(
    "trial",
    "1",
    {"vi": "Thử"},
    "vi",
    (
        Question("a", "integer"),
        Question("plain", "integer"),
        Question("twice", "calculate", calculation="${a} * 2"),
        Question("shown", "integer", calculation="${a} + 1", read_only="true()"),
        Question("open", "integer", calculation="${a} + 1"),
        Question("lot", "calculate", calculation="random()"),
        Question("of", "text"),
        Question("unit", "select_one", list_name="units", choice_filter="of = ${of}"),
        Question("units", "select_multiple", list_name="units", choice_filter="of = ${of}"),
        Question("hidden", "text", relevant="${a} > 100"),
        Question("gone", "calculate", calculation="${a} * 3", relevant="${a} > 100"),
        Question("yes", "acknowledge"),
        Question("mates", "text", appearance="records-member"),
        Question("half", "decimal"),
        Question("best", "rank", list_name="units", choice_filter="of = ${of}"),
        Question(
            "rows",
            "repeat",
            children=(Question("n", "integer"), Question("m", "calculate", calculation="${n}")),
        ),
    ),
    {"units": UNITS},
)
GOOD: dict[str, Any] = {"a": 2, "twice": 4, "shown": 3}


def told(values: Any, form: Form = FORM) -> list[tuple[str, str]]:
    return [(fault.path, fault.kind) for fault in check(form, values, TODAY)]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"open": 9},
        {"lot": 0.5},
        {"of": "a", "unit": "u2", "units": ["u1", "u2"]},
        {"of": "a", "best": ["u2", "u1"]},
        {"of": "b", "best": ["u3"]},
        {"half": 5},
        {"half": 5.0, "yes": "OK"},
        {"hidden": "x"},
        {"hidden": None, "rows": None},
        {"rows": [{"@id": "1", "n": 3, "m": 3, "@pos": 0.5}, {"@id": "2"}]},
        {"a": 2.0},
        {"rows": []},
    ],
)
def test_a_sound_record_has_no_fault(more: dict[str, Any]) -> None:
    assert told({**GOOD, **more}) == []


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"twice": 5}, "twice"),
        ({"twice": "4"}, "twice"),
        ({"twice": None}, "twice"),
        ({"twice": True}, "twice"),
        ({"shown": 4}, "shown"),
        ({"plain": True}, "plain"),
        ({"plain": "2"}, "plain"),
        ({"plain": 10**400}, "plain"),
        ({"plain": [2]}, "plain"),
        ({"half": math.nan}, "half"),
        ({"half": math.inf}, "half"),
        ({"half": 10**400}, "half"),
        ({"half": {"n": 1}}, "half"),
        ({"half": [[[]]]}, "half"),
        ({"of": "a\ud800"}, "of"),
        ({"of": " a"}, "of"),
        ({"of": ""}, "of"),
        ({"of": "\x07"}, "of"),
        ({"units": []}, "units"),
        ({"units": [""]}, "units"),
        ({"mates": [""]}, "mates"),
        ({"mates": ["m 1"]}, "mates"),
        ({"rows": [{"@id": "1", "n": ""}]}, "rows/1/n"),
        ({"of": "a" * 20_001}, "of"),
        ({"yes": "ok"}, "yes"),
        ({"yes": True}, "yes"),
        ({"hidden": 5}, "hidden"),
        ({"of": "a", "unit": "u3"}, "unit"),
        ({"of": "a", "unit": "u4"}, "unit"),
        ({"of": "a", "units": ["u1", "u3"]}, "units"),
        ({"of": "a", "units": ["u2", "u1"]}, "units"),
        ({"of": "a", "units": ["u1", "u1"]}, "units"),
        ({"of": "a", "units": "u1"}, "units"),
        ({"of": "a", "best": ["u2"]}, "best"),
        ({"ghost": 1}, "ghost"),
        ({"gh\ud800st": 1}, "gh?st"),
        ({"": 1}, ""),
        ({"rows": {}}, "rows"),
        ({"rows": [None]}, "rows"),
        ({"rows": [{"@id": ""}]}, "rows"),
        ({"rows": [{"@id": "@a"}]}, "rows"),
        ({"rows": [{"@id": "a" * 65}]}, "rows"),
        ({"rows": [{"@id": "a\n"}]}, "rows"),
        ({"rows": [{"@id": "1", "@pos": True}]}, "rows"),
        ({"rows": [{"@id": "1", "@pos": "0"}]}, "rows"),
        ({"rows": [{"@id": "1", "@pos": math.inf}]}, "rows"),
        ({"rows": [{"@id": "1", "@pos": 1}, {"@id": "1"}]}, "rows"),
        ({"rows": [{"@id": "1", "n": 3, "m": 4}]}, "rows/1/m"),
        ({"rows": [{"@id": str(n)} for n in range(5_001)]}, "rows"),
        ({"rows": [{"@id": "1", "ghost": 1}]}, "rows/1/ghost"),
        ({"@id": "1"}, "@id"),
    ],
)
def test_what_is_not_as_the_form_asks_is_a_fault_at_its_place(wrong: dict[str, Any], path: str) -> None:
    found = told({**GOOD, **wrong})
    assert (path, "type") in found
    assert len(found) == 1


def test_an_order_is_of_all_choices_there_are_now() -> None:
    entry = Entry(FORM, {"of": "b", "best": ["u3"]}, today=TODAY)
    assert entry.faults() == ()
    entry.set("of", "a")
    assert entry.state("best").fault is None
    entry.set("best", ["u2"])
    fault = entry.state("best").fault
    assert fault is not None
    assert fault.text("vi") == "Hãy xếp thứ tự cho tất cả lựa chọn."
    assert "best" in entry.set("best", ["u2", "u1"]).changed
    assert entry.faults() == ()


def test_the_longest_row_id_and_the_most_rows_are_let_through() -> None:
    assert told({**GOOD, "rows": [{"@id": "a" * 64}]}) == []
    assert told({**GOOD, "rows": [{"@id": str(n)} for n in range(5_000)]}) == []


def test_the_reason_is_said_in_words() -> None:
    (fault,) = check(FORM, {**GOOD, "twice": 5}, TODAY)
    assert fault.text("vi") == "Biểu mẫu tính ra giá trị khác ở đây."
    (fault,) = check(FORM, {**GOOD, "of": "a", "units": ["u1", "u3"]}, TODAY)
    assert fault.text("vi") == "“u3” không có trong các lựa chọn."


def test_a_fault_has_the_whole_path_of_its_question_and_little_of_an_unknown_one() -> None:
    name = "what_is_the_main_reason_" * 6
    form = Form("long", "1", {}, "vi", (Question(name, "integer"),), {})
    assert told({name: [1]}, form) == told({name: "x"}, form) == [(name, "type")]
    assert told({f"{name}x": 1}, form) == [(name[:100], "type")]


def test_rows_in_rows_count_together() -> None:
    inner = Question("inner", "repeat", children=(Question("n", "integer"),))
    form = Form("deep", "1", {}, "vi", (Question("rows", "repeat", children=(inner,)),), {})
    rows = [{"@id": str(n)} for n in range(4_999)]
    values = {"rows": [{"@id": str(n), "inner": rows} for n in range(4)]}
    assert told(values, form) == []
    assert told({"rows": [*values["rows"], {"@id": "last"}]}, form) == [("", "type")]


def test_thousands_of_unknown_fields_are_told_by_the_first() -> None:
    assert len(told({f"x{n}": 1 for n in range(10_000)})) == 200


def test_rows_that_never_settle_are_a_fault_and_no_crash() -> None:
    row = Question("n", "calculate", calculation="sum(${rows}[1 = 1]/n) + 1")
    form = Form("endless", "1", {}, "vi", (Question("rows", "repeat", children=(row,)),), {})
    assert told({"rows": [{"@id": "1"}, {"@id": "2"}]}, form) == [("", "type")]


def deep(levels: int) -> Any:
    found: Any = []
    for _each in range(levels):
        found = [found]
    return found


anything: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.text(alphabet=st.characters(), max_size=3),
        st.builds(deep, st.just(5_000)),
        st.sampled_from(["a" * 30_000, 10**500, "\ud800", "@id", b"x", object()]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["@id", "@pos", "n", "a", "resident", "topics"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=400)
@given(st.sampled_from([FORM, *map(built_in, built_in_ids())]), st.data())
def test_no_value_makes_the_check_raise(form: Form, data: st.DataObject) -> None:
    names = st.sampled_from([question.name for _path, question in form.walk()])
    values = data.draw(st.one_of(st.dictionaries(names, anything, max_size=6), anything))
    faults = check(form, values, TODAY)
    assert all(
        isinstance(fault, Fault) and fault.text("vi") and fault.path.encode() is not None for fault in faults
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(built_in_ids()), st.integers(0, 10**6), st.data())
def test_one_wrong_value_in_a_sound_record_is_found(form_id: str, seed: int, data: st.DataObject) -> None:
    form = built_in(form_id)
    entry = Entry(form, today=TODAY)
    fill(entry, seed)
    values = entry.values()
    assert told(values, form) == []
    name = data.draw(st.sampled_from(sorted(values)))
    spoilt = {**values, name: {"not": ["an", {"answer": 1}]}}
    assert (name, "type") in told(spoilt, form)
