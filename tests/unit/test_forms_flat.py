"""Flat paths: nothing is lost on the way there and back, and rows merge by id."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.definition import Form, Question
from forms.flat import flatten, unflatten

FORM = Form(
    id="trial",
    version="1",
    title={"vi": "Thử"},
    default_language="vi",
    questions=(
        Question("note", "text"),
        Question("about", "group", children=(Question("age", "integer"), Question("hint", "note"))),
        Question(
            "people",
            "repeat",
            children=(
                Question("topics", "select_multiple"),
                Question("more", "group", children=(Question("why", "text"),)),
                Question("visits", "repeat", children=(Question("day", "date"),)),
            ),
        ),
    ),
    choices={},
)

words = st.text(min_size=1, max_size=5)
row_ids = st.text(alphabet="abc123-", min_size=1, max_size=4)


def rows(fields: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries({"@id": row_ids}, optional=dict(fields))
    return st.lists(row, min_size=1, max_size=4, unique_by=lambda made: made["@id"])


values = st.fixed_dictionaries(
    {},
    optional={
        "note": words,
        "age": st.integers(),
        "people": rows(
            {
                "topics": st.lists(words, min_size=1, max_size=3),
                "why": words,
                "visits": rows({"day": st.dates().map(str)}),
            }
        ),
    },
)


@given(values)
def test_there_and_back(nested: dict[str, Any]) -> None:
    assert unflatten(FORM, flatten(FORM, nested)) == nested


@given(values)
def test_the_order_of_the_fields_does_not_matter(nested: dict[str, Any]) -> None:
    flat = flatten(FORM, nested)
    assert unflatten(FORM, dict(reversed(flat.items()))) == nested


def test_the_paths() -> None:
    nested = {
        "age": 64,
        "people": [{"@id": "r1", "why": "x", "visits": [{"@id": "v1", "day": "2026-11-21"}]}],
    }
    assert flatten(FORM, nested) == {
        "age": 64,
        "people/r1/@pos": 0,
        "people/r1/why": "x",
        "people/r1/visits/v1/@pos": 0,
        "people/r1/visits/v1/day": "2026-11-21",
    }


def test_a_row_without_a_place_does_not_exist() -> None:
    assert unflatten(FORM, {"people/r1/why": "x", "people/r2/@pos": None, "people/r2/why": "y"}) == {}


def test_rows_stand_by_place_then_by_id_also_between_two_others() -> None:
    flat = {"people/c/@pos": 1, "people/b/@pos": 0, "people/x/@pos": 0.5, "people/a/@pos": 1}
    assert [row["@id"] for row in unflatten(FORM, flat)["people"]] == ["b", "x", "a", "c"]


def test_what_is_empty_or_unknown_is_left_out() -> None:
    assert flatten(FORM, {"note": "", "age": None, "ghost": 1, "hint": "x", "people": []}) == {}
    assert unflatten(FORM, {"note": "", "age": None, "ghost": 1}) == {}
    assert flatten(FORM, {"age": 0}) == {"age": 0}
