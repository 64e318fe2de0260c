"""From one version of a form to the next: what differs, and that no answer gets lost without a word."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.filler import fill
from forms.flat import POSITION, flatten
from forms.library import built_in, built_in_ids
from forms.move import diff, moved

TODAY = date(2026, 11, 21)
FRUITS = {"fruits": (Choice("a", {"vi": "Xoài"}), Choice("b", {"vi": "Ổi"}))}
NUTS = {"fruits": (Choice("b", {"vi": "Ổi"}), Choice("c", {"vi": "Na"}))}


def form(
    *questions: Question, version: str = "1", choices: dict[str, tuple[Choice, ...]] | None = None
) -> Form:
    return Form("trial", version, {}, "vi", questions, choices or FRUITS)


def told(old: Form, new: Form) -> list[tuple[str, str]]:
    return [(it.kind, it.path) for it in diff(old, new)]


def test_a_version_does_not_differ_from_itself() -> None:
    for form_id in built_in_ids():
        assert diff(built_in(form_id), built_in(form_id)) == ()


def test_every_difference_is_told_in_words() -> None:
    old = form(
        Question("kept", "text", label={"vi": "Giữ"}),
        Question("gone", "integer", label={"vi": "Bỏ"}),
        Question("age", "integer", label={"vi": "Tuổi"}, relevant="${kept} != ''"),
        Question("fruit", "select_one", label={"vi": "Quả"}, list_name="fruits", required="true()"),
        Question("rows", "repeat", children=(Question("n", "integer", constraint=". > 0"),)),
    )
    new = form(
        Question("fruit", "select_one", label={"vi": "Quả"}, list_name="fruits"),
        Question("kept", "text", label={"vi": "Giữ lại"}, required="true()"),
        Question("age", "text", label={"vi": "Tuổi"}),
        Question(
            "rows",
            "repeat",
            children=(
                Question("n", "integer", constraint=". > 1"),
                Question("new", "date", label={"vi": "Ngày"}),
            ),
        ),
        choices=NUTS,
    )
    assert [it.text for it in diff(old, new)] == [
        "“Quả” nay có thể để trống.",
        "“Quả” không còn các lựa chọn: Xoài.",
        "“Quả” có thêm lựa chọn: Na.",
        "“Giữ” nay ghi là “Giữ lại”.",
        "“Giữ lại” nay phải trả lời.",
        "“Tuổi” nay thuộc kiểu text; trước là integer.",
        "“Tuổi”: cột relevant nay là —; trước là ${kept} != ''.",
        "“rows/n”: cột constraint nay là . > 1; trước là . > 0.",
        "“Ngày” là câu hỏi mới.",
        "“Bỏ” không còn được hỏi.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (Question("q", "text", required="true()"), Question("q", "text", required="${a} = 1"), ["rule"]),
        (Question("q", "text"), Question("q", "text", appearance="record-resident"), ["type"]),
        (Question("q", "text"), Question("q", "text", appearance="multiline"), []),
        (Question("q", "text"), Question("q", "text", hint={"vi": "x"}), []),
        (Question("q", "integer"), Question("q", "select_one", list_name="fruits"), ["type"]),
        (Question("q", "text", default="x"), Question("q", "text"), ["rule"]),
    ],
)
def test_what_counts_as_a_difference(old: Question, new: Question, kinds: list[str]) -> None:
    assert [kind for kind, _path in told(form(old), form(new))] == kinds


R = "record-resident"


@pytest.mark.parametrize(
    ("old", "value", "new", "becomes"),
    [
        (Question("q", "text"), "x", Question("q", "text"), "x"),
        (Question("q", "integer"), 7, Question("q", "text"), "7"),
        (Question("q", "decimal"), 1234567.5, Question("q", "text"), "1234567.5"),
        (Question("q", "decimal"), 5.0, Question("q", "integer"), 5),
        (Question("q", "decimal"), 5.5, Question("q", "integer"), None),
        (Question("q", "integer"), 5, Question("q", "decimal"), 5.0),
        (Question("q", "integer"), 5, Question("q", "range"), 5),
        (Question("q", "integer"), 50, Question("q", "range"), None),
        (Question("q", "text"), "12", Question("q", "integer"), 12),
        (Question("q", "text"), "mười hai", Question("q", "integer"), None),
        (Question("q", "text"), "21/11/2026", Question("q", "date"), "2026-11-21"),
        (Question("q", "integer"), 12, Question("q", "date"), None),
        (Question("q", "date"), "2026-11-21", Question("q", "text"), "2026-11-21"),
        (Question("q", "date"), "2026-11-21", Question("q", "datetime"), None),
        (Question("q", "datetime"), "2026-11-21T08:00:00+07:00", Question("q", "date"), "2026-11-21"),
        (Question("q", "select_one", list_name="fruits"), "a", Question("q", "text"), "Xoài"),
        (
            Question("q", "select_one", list_name="fruits"),
            "a",
            Question("q", "select_one", list_name="fruits"),
            None,
        ),
        (
            Question("q", "select_one", list_name="fruits"),
            "b",
            Question("q", "select_multiple", list_name="fruits"),
            ["b"],
        ),
        (
            Question("q", "select_multiple", list_name="fruits"),
            ["b"],
            Question("q", "select_one", list_name="fruits"),
            "b",
        ),
        (Question("q", "select_multiple", list_name="fruits"), ["a", "b"], Question("q", "text"), "Xoài, Ổi"),
        (Question("q", "text"), "ổi", Question("q", "select_one", list_name="fruits"), "b"),
        (Question("q", "text"), "c", Question("q", "select_one", list_name="fruits"), "c"),
        (Question("q", "text"), "mít", Question("q", "select_one", list_name="fruits"), None),
        (Question("q", "text", appearance=R), "p1", Question("q", "text", appearance=R), "p1"),
        (Question("q", "text", appearance=R), "p1", Question("q", "text"), None),
        (Question("q", "text"), "p1", Question("q", "text", appearance=R), None),
        (Question("q", "image"), "a" * 64, Question("q", "file"), "a" * 64),
        (Question("q", "image"), "a" * 64, Question("q", "text"), None),
        (Question("q", "text"), "x", Question("q", "note"), None),
        (Question("q", "text"), "x", Question("other", "text"), None),
        (Question("q", "integer"), "mười", Question("q", "integer"), "mười"),
        (Question("q", "integer"), "mười", Question("q", "text"), None),
        (Question("q", "acknowledge"), "OK", Question("q", "acknowledge"), "OK"),
    ],
)
def test_an_answer_is_kept_read_anew_or_told_as_lost(
    old: Question, value: Any, new: Question, becomes: Any
) -> None:
    found = moved({"q": value}, form(old), form(new, choices=NUTS), TODAY)
    assert found.values == ({} if becomes is None else {"q": becomes})
    assert type(found.values.get("q")) is type(becomes)
    assert found.kept == (("q",) if becomes == value and type(becomes) is type(value) else ())
    assert found.changed == (("q",) if becomes is not None and not found.kept else ())
    assert [it.value for it in found.lost] == ([value] if becomes is None else [])


def test_choices_that_are_gone_are_told_and_the_others_stay() -> None:
    asked = Question("q", "select_multiple", label={"vi": "Quả"}, list_name="fruits")
    found = moved({"q": ["a", "b"]}, form(asked), form(asked, choices=NUTS), TODAY)
    assert found.values == {"q": ["b"]}
    assert [(it.path, it.label["vi"], it.value, it.shown) for it in found.lost] == [
        ("q", "Quả", ["a"], "Xoài")
    ]


def test_rows_keep_their_ids_and_order_also_where_nothing_stands_in_them() -> None:
    rows = Question(
        "rows", "repeat", children=(Question("n", "integer"), Question("old", "text", label={"vi": "Cũ"}))
    )
    fewer = Question("rows", "repeat", children=(Question("n", "text"),))
    values = {"rows": [{"@id": "z", "old": "x"}, {"@id": "a", "n": 2}, {"@id": "m"}]}
    found = moved(values, form(rows), form(fewer), TODAY)
    assert found.values == {"rows": [{"@id": "z"}, {"@id": "a", "n": "2"}, {"@id": "m"}]}
    assert [(it.path, it.shown) for it in found.lost] == [("rows/z/old", "x")]
    gone = moved(values, form(rows), form(Question("other", "text")), TODAY)
    assert gone.values == {}
    assert [(it.path, it.value) for it in gone.lost] == [("rows/z/old", "x"), ("rows/a/n", 2)]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(built_in_ids()), st.sampled_from(built_in_ids()), st.integers(0, 1_000))
def test_nothing_is_dropped_in_silence(one: str, other: str, seed: int) -> None:
    entry = Entry(built_in(one), today=TODAY)
    fill(entry, seed)
    values = entry.everything()
    found = moved(values, built_in(one), built_in(other), TODAY)
    given = {path for path in flatten(built_in(one), values) if not path.endswith(POSITION)}
    assert given == {*found.kept, *found.changed, *(it.path for it in found.lost)}
    assert all(it.shown for it in found.lost)
    Entry(built_in(other), found.values, today=TODAY)
    if one == other:
        assert (found.values, found.lost, found.changed) == (values, (), ())


def test_a_day_without_its_year_is_of_this_year() -> None:
    old, new = form(Question("day", "text")), form(Question("day", "date"))
    assert moved({"day": "21/11"}, old, new, date(2020, 3, 1)).values == {"day": "2020-11-21"}
    assert moved({"day": "21/11"}, old, new).values["day"].endswith("-11-21")
