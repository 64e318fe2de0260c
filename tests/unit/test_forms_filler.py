"""A person who answers everything: always the same one for a seed, and never with an answer that is refused."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.check import check
from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.filler import fill
from forms.library import built_in, built_in_ids

TODAY = date(2026, 11, 21)
FRUITS = tuple(Choice(name, {"vi": name}) for name in "abcd")


def one(question: Question, *before: Question, **choices: tuple[Choice, ...]) -> Entry:
    form = Form("trial", "1", {}, "vi", (*before, question), {"fruits": FRUITS, **choices})
    return Entry(form, today=TODAY)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(built_in_ids()), st.integers(0, 10**9))
def test_every_built_in_form_is_answered_whole(form_id: str, seed: int) -> None:
    entry = Entry(built_in(form_id), today=TODAY)
    filled = fill(entry, seed)
    assert filled.left == ()
    assert check(entry.form, entry.values(), TODAY) == ()
    for path in entry.paths():
        question, state = entry.form.find("/".join(path.split("/")[::2])), entry.state(path)
        asked = question.type not in ("group", "note", "repeat") and not question.calculation
        if asked and state.relevant and not state.read_only:
            assert state.value is not None, path


def test_the_same_seed_gives_the_same_answers_and_another_one_others() -> None:
    def answers(seed: int) -> dict[str, Any]:
        entry = Entry(built_in("guidance_session"), today=TODAY)
        return dict(fill(entry, seed).answered)

    assert answers(1) == answers(1)
    assert len({str(answers(seed)) for seed in range(5)}) == 5


@pytest.mark.parametrize(
    "question",
    [
        Question("q", "integer", constraint=". > 41 and . < 43"),
        Question("q", "integer", constraint=". mod 2 = 1 and . >= 1900"),
        Question("q", "integer", constraint=". >= -5 and . <= -3"),
        Question("q", "decimal", constraint=". > 0.1 and . < 0.2"),
        Question("q", "range", parameters={"start": "0", "end": "1", "step": "0.25"}, constraint=". > 0.5"),
        Question("q", "text", constraint="regex(., '^[A-Z]{3}-[0-9]{4}$')"),
        Question("q", "text", constraint="string-length(.) = 17"),
        Question("q", "text", constraint="starts-with(., 'AB')"),
        Question("q", "text", constraint=". = 'đúng'"),
        Question("q", "text", constraint="regex(., '^(03|05)[0-9]{8}$') and string-length(.) = 10"),
        Question("q", "date", constraint=". > date('2030-05-01')"),
        Question("q", "date", constraint=". < today() - 6570"),
        Question("q", "date", appearance="month-year", constraint=". <= today()"),
        Question("q", "time", constraint=". > '23:00'"),
        Question("q", "datetime", constraint=". <= now()"),
        Question("q", "select_one", list_name="fruits", constraint=". != 'a' and . != 'b'"),
        Question("q", "select_multiple", list_name="fruits", constraint="count-selected(.) = 4"),
        Question(
            "q",
            "select_multiple",
            list_name="fruits",
            constraint="selected(., 'd') and count-selected(.) = 1",
        ),
        Question("q", "rank", list_name="fruits", constraint="selected-at(., 0) = 'c'"),
        Question("q", "barcode", constraint="string-length(.) = 13"),
        Question("q", "text", appearance="numbers", constraint="regex(., '^[0-9]+$')"),
        Question("q", "text", appearance="records-member"),
        Question("q", "acknowledge"),
        Question("q", "image"),
        Question("q", "hidden", default="x"),
    ],
)
@pytest.mark.parametrize("seed", range(8))
def test_an_answer_is_found_where_there_is_one(question: Question, seed: int) -> None:
    entry = one(question)
    assert fill(entry, seed).left == ()
    assert entry.get("q") is not None


@pytest.mark.parametrize("seed", range(8))
def test_answers_that_depend_on_each_other_are_found(seed: int) -> None:
    units = tuple(Choice(n, {"vi": n}, {"of": of}) for n, of in [("x1", "x"), ("x2", "x"), ("y1", "y")])
    entry = one(
        Question("unit", "select_one", list_name="units", choice_filter="of = ${of}", required="true()"),
        Question("ends", "date", constraint=". > ${starts}", required="true()"),
        Question("starts", "date", required="true()"),
        Question("of", "select_one", list_name="ofs", required="true()"),
        Question("who", "text", constraint="${agreed} = 'OK'", required="true()"),
        Question("agreed", "acknowledge"),
        Question("men", "integer", constraint=". >= 0", required="true()"),
        Question("all", "integer", constraint=". >= ${men} + 10", required="true()"),
        units=units,
        ofs=tuple(Choice(n, {}) for n in ("x", "y", "z")),
    )
    assert fill(entry, seed).left == ()


def test_what_cannot_be_answered_is_left_and_told() -> None:
    entry = one(
        Question("never", "integer", constraint=". > 5 and . < 5", required="true()"),
        Question("none", "select_one", list_name="nothing", required="true()"),
        Question("free", "integer", constraint=". > 5 and . < 5"),
    )
    filled = fill(entry, 1)
    assert {(fault.path, fault.kind) for fault in filled.left} == {
        ("never", "required"),
        ("none", "required"),
    }
    assert entry.get("free") is None


def test_answers_given_before_stay_and_references_name_what_there_is() -> None:
    form = Form(
        "trial",
        "1",
        {},
        "vi",
        (
            Question("note", "text"),
            Question("hamlet", "text", appearance="unit-hamlet"),
            Question("who", "text", appearance="record-resident"),
            Question("mates", "text", appearance="records-member"),
            Question("rows", "repeat", children=(Question("n", "integer"),)),
            Question("fixed", "text", read_only="true()"),
        ),
        {},
    )
    entry = Entry(form, {"note": "mine"}, today=TODAY)
    filled = fill(entry, 3, {"unit": ["u7"], "resident": ["p9"], "member": ["m1"]})
    assert "note" not in filled.answered
    assert [entry.get(path) for path in ("note", "hamlet", "who", "mates")] == ["mine", "u7", "p9", ["m1"]]
    assert 1 <= len(entry.rows("rows")) <= 3
    assert entry.get("fixed") is None


PEOPLE = Question("people", "repeat", children=(Question("who", "text"), Question("age", "integer")))


@pytest.mark.parametrize("seed", range(8))
def test_rows_are_answered_again_for_the_sake_of_who_must_be_chosen_from_them(seed: int) -> None:
    head = Question("head", "select_one", list_name="${who}", choice_filter="age > 75", required="true()")
    entry = one(head, PEOPLE)
    assert fill(entry, seed).left == ()
    assert entry.get("head") is not None


def test_a_row_is_answered_for_its_own_sake_and_not_for_another_one() -> None:
    pair = Question(
        "rows",
        "repeat",
        children=(Question("low", "integer"), Question("high", "integer", constraint=". = ${low} + 1000")),
    )
    given = {"rows": [{"@id": str(n), "low": n * 10_000} for n in range(4)]}
    entry = Entry(Form("trial", "1", {}, "vi", (pair,), {}), given, today=TODAY)
    assert fill(entry, 1).left == ()
    assert [entry.get(f"rows/{n}/high") for n in range(4)] == [1_000, 11_000, 21_000, 31_000]


@pytest.mark.parametrize(
    "constraint",
    [
        "pulldata('homes', 'head', 'hh_id', .) != ''",
        "count(instance('homes')/root/item[hh_id = current()/.]) > 0",
    ],
)
def test_what_must_stand_in_a_list_is_found_there(constraint: str) -> None:
    homes = tuple(Choice(f"r{n}", {}, {"hh_id": f"HH-{n:03}", "head": f"Hà {n}"}) for n in range(9))
    form = Form(
        "t",
        "1",
        {},
        "vi",
        (Question("hh", "text", constraint=constraint, required="true()"),),
        {"homes.csv": homes},
    )
    entry = Entry(form, today=TODAY)
    assert fill(entry, 2).left == ()
    assert entry.get("hh").startswith("HH-")


@pytest.mark.parametrize("calculation", ["''", "${n}"])
@pytest.mark.parametrize("trigger", ["", "${n}"])
def test_what_was_calculated_and_may_be_written_over_is_asked_where_it_is_empty(
    calculation: str, trigger: str
) -> None:
    entry = one(
        Question("q", "integer", calculation=calculation, trigger=trigger, required="true()"),
        Question("n", "integer"),
    )
    assert fill(entry, 1).left == ()
    assert (entry.get("q") == entry.get("n")) is (calculation == "${n}")


def test_patience_ends() -> None:
    rows = Question(
        "rows",
        "repeat",
        repeat_count="300",
        children=tuple(
            Question(f"q{n}", "integer", constraint=". > 1 and . < 1", required="true()") for n in range(3)
        ),
    )
    entry = one(Question("after", "text"), rows)
    filled = fill(entry, 1)
    assert len(filled.left) == 900
    assert filled.answered == {}


def test_a_repeat_that_asks_for_too_many_rows_is_left() -> None:
    rows = Question("rows", "repeat", repeat_count="count(${rows}) + 1", children=(Question("a", "text"),))
    assert [(fault.path, fault.kind) for fault in fill(one(rows), 1).left] == [("rows", "type")]


def test_the_number_of_rows_is_one_that_can_be() -> None:
    rows = Question("rows", "repeat", repeat_count="${k} * 3000", children=(Question("a", "text"),))
    entry = one(rows, Question("k", "integer", constraint=". > 1"))
    assert [fault.path for fault in fill(entry, 1).left] == ["rows"]
    rows = Question("rows", "repeat", repeat_count="${k} * 1000000", children=(Question("a", "text"),))
    assert fill(one(rows, Question("k", "integer")), 1).left == ()
