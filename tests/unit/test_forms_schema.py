"""The JSON Schema of a form's values, read as a stranger would: it accepts what the check accepts, and no nonsense."""

from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.check import check
from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.filler import fill
from forms.library import built_in, built_in_ids
from forms.schema import json_schema

TODAY = date(2026, 11, 21)
SHA = "a" * 64
LISTS = {
    "fruits": (Choice("a", {"vi": "A"}), Choice("a", {"vi": "A2"}), Choice("b", {"vi": "B"})),
    "danh sách/x.csv": (Choice("1", {"vi": "Một"}),),
    "unused": (Choice("z", {"vi": "Z"}),),
}
QUESTIONS = (
    Question("text", "text", label={"vi": "Chữ"}, hint={"vi": "Gợi ý"}),
    Question("whole", "integer"),
    Question("part", "decimal"),
    Question("five", "range", parameters={"start": "0", "end": "20", "step": "5"}),
    Question("odd", "range", parameters={"start": "1", "end": "9", "step": "2"}),
    Question("half", "range", parameters={"start": "0", "end": "1", "step": "0.5"}),
    Question("day", "date"),
    Question("month", "date", appearance="month-year"),
    Question("year", "date", appearance="year"),
    Question("clock", "time"),
    Question("moment", "datetime"),
    Question("one", "select_one", list_name="fruits"),
    Question("file_one", "select_one", list_name="danh sách/x.csv"),
    Question("many", "select_multiple", list_name="fruits"),
    Question("order", "rank", list_name="fruits"),
    Question("who", "select_one", list_name="${called}"),
    Question("mates", "text", appearance="records-member"),
    Question("tick", "acknowledge"),
    Question("photo", "image"),
    Question("told", "calculate"),
    Question("said", "note"),
    Question(
        "rows",
        "repeat",
        children=(Question("called", "text"), Question("g", "group", children=(Question("n", "integer"),))),
    ),
)
FORM = Form("trial", "1/2", {"vi": "Thử"}, "vi", QUESTIONS, LISTS)
GOOD: list[tuple[str, Any]] = [
    ("text", "x"),
    ("text", "a" * 20_000),
    ("whole", -5),
    ("whole", 5.0),
    ("part", 5),
    ("part", 0.1),
    ("five", 20),
    ("odd", 3),
    ("half", 0.5),
    ("day", "2026-11-21"),
    ("month", "2026-11-01"),
    ("year", "2026-01-01"),
    ("clock", "23:59"),
    ("moment", "2026-11-21T14:30:00+07:00"),
    ("moment", "2026-11-21T14:30:00.250000-03:30"),
    ("one", "b"),
    ("file_one", "1"),
    ("many", ["a", "b"]),
    ("order", ["b", "a"]),
    ("mates", ["m1"]),
    ("tick", "OK"),
    ("photo", SHA),
    ("told", "x"),
    ("told", 2.5),
    ("rows", [{"@id": "r", "@pos": 1.5, "called": "Mẫu", "n": 1}]),
    ("rows", None),
    ("text", None),
    ("many", None),
    ("tick", None),
]
BAD: list[tuple[str, Any]] = [
    ("text", 5),
    ("text", "a" * 20_001),
    ("text", ["x"]),
    ("whole", 5.5),
    ("whole", "5"),
    ("whole", True),
    ("whole", 10**15),
    ("part", "0.1"),
    ("part", False),
    ("five", 4),
    ("five", 25),
    ("five", -5),
    ("half", 1.5),
    ("day", "21/11/2026"),
    ("day", "2026-13-21"),
    ("day", 20261121),
    ("month", "2026-11-02"),
    ("year", "2026-02-01"),
    ("clock", "24:00"),
    ("clock", "9:00"),
    ("moment", "2026-11-21T14:30"),
    ("moment", "2026-11-21"),
    ("one", "c"),
    ("one", ["a"]),
    ("file_one", "2"),
    ("many", "a"),
    ("many", ["c"]),
    ("many", ["a", "a"]),
    ("many", []),
    ("order", ["x"]),
    ("mates", "m1"),
    ("mates", [5]),
    ("tick", "ok"),
    ("tick", True),
    ("photo", "x"),
    ("told", ["x"]),
    ("told", True),
    ("said", "x"),
    ("g", {}),
    ("ghost", 1),
    ("rows", {}),
    ("rows", [{}]),
    ("rows", [{"@id": "a/b"}]),
    ("rows", [{"@id": "@a"}]),
    ("rows", [{"@id": ""}]),
    ("rows", [{"@id": "r", "ghost": 1}]),
    ("rows", [{"@id": "r", "n": "1"}]),
]


def reader(form: Form) -> jsonschema.Draft202012Validator:
    schema = json_schema(form)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_an_answer_as_the_form_asks_is_accepted(name: str, value: Any) -> None:
    assert check(FORM, {name: value}, TODAY) == ()
    reader(FORM).validate({name: value})


@pytest.mark.parametrize(("name", "value"), BAD)
def test_wrong_types_unknown_fields_and_choices_are_not(name: str, value: Any) -> None:
    assert not reader(FORM).is_valid({name: value})
    # An empty list counts as no answer on the desk; the contract asks to leave it out.
    assert check(FORM, {name: value}, TODAY) or value == []


def test_the_schema_says_what_the_form_says() -> None:
    schema = json_schema(FORM)
    assert schema["title"] == "Thử"
    assert schema["$id"] == "urn:ngoso:form:trial:1/2"
    assert list(schema["properties"]) == [q.name for q in QUESTIONS if q.type != "note"]
    assert schema["properties"]["text"]["title"] == "Chữ"
    assert schema["properties"]["text"]["description"] == "Gợi ý"
    assert list(schema["$defs"]) == ["fruits", "danh sách/x.csv"]
    assert schema["$defs"]["fruits"] == {"enum": ["a", "b"]}
    assert "required" not in schema
    assert str(json_schema(FORM)) == str(schema)


def test_what_every_record_has_is_required() -> None:
    needed, maybe = {"required": "true()"}, {"relevant": "${b} = 1"}
    row = (Question("n", "integer", **needed), Question("m", "integer", **needed, **maybe))
    form = Form(
        "trial",
        "1",
        {},
        "vi",
        (
            Question("a", "integer", **needed),
            Question("b", "integer", required="${a} = 1"),
            Question("g", "group", **maybe, children=(Question("c", "integer", **needed),)),
            Question("rows", "repeat", **needed, children=row),
            Question("counted", "repeat", **needed, repeat_count="${a}", children=row),
            Question("hidden", "repeat", **maybe, children=row),
            Question("unseen", "calculate", **needed),
        ),
        {},
    )
    schema = json_schema(form)
    assert schema["required"] == ["a", "rows"]
    assert schema["properties"]["rows"]["minItems"] == 1
    assert [schema["properties"][name]["items"]["required"] for name in ("rows", "counted", "hidden")] == [
        ["@id", "n"],
        ["@id"],
        ["@id"],
    ]
    assert "minItems" not in schema["properties"]["counted"]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(built_in_ids()), st.integers(0, 10**6))
def test_what_people_fill_in_validates(form_id: str, seed: int) -> None:
    form = built_in(form_id)
    entry = Entry(form, today=TODAY)
    fill(entry, seed)
    reader(form).validate(entry.values())
    assert not reader(form).is_valid({**entry.values(), "ghost": 1})


def test_a_name_from_the_rows_may_be_any_text() -> None:
    rows = Question("rows", "repeat", children=(Question("who", "text"),))
    asked = (
        Question("head", "select_one", list_name="${who}"),
        Question("all", "select_multiple", list_name="${who}"),
    )
    schema = json_schema(Form("trial", "1", {}, "vi", (rows, *asked), {}))
    assert "$defs" not in schema
    reader = jsonschema.Draft202012Validator(schema)
    assert reader.is_valid({"head": "Lê Thị Hà", "all": ["Bé"]})
    assert not reader.is_valid({"head": ""})
    assert not reader.is_valid({"all": [""]})
