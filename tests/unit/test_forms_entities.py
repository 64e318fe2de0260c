"""Records that a survey makes or changes."""

from datetime import date
from typing import Any

import pytest

from forms.definition import Entity, Form, Question
from forms.entities import Made, entities_of
from forms.entry import Entry

TODAY = date(2026, 11, 21)
ASKED = (
    Question("who", "text"),
    Question("new", "integer"),
    Question("old", "integer"),
    Question("name", "text", save_to="full_name", personal=True),
    Question("age", "integer", save_to="resident#age", relevant="${name} != ''"),
    Question("card", "text", save_to="household#card_no"),
)


def made(entity: Entity, values: dict[str, Any], *more: Question) -> tuple[Made, ...]:
    form = Form("trial", "1", {}, "vi", (*ASKED, *more), {}, entities=(entity,))
    return entities_of(Entry(form, values, today=TODAY))


WHO = "${who}"
NEW, OLD = "${new} = 1", "${old} = 1"


@pytest.mark.parametrize(
    ("entity", "values", "doing"),
    [
        (Entity("resident"), {}, "create"),
        (Entity("resident", create_if=NEW), {"new": 1}, "create"),
        (Entity("resident", create_if=NEW), {"new": 2}, None),
        (Entity("resident", entity_id=WHO), {"who": "p1"}, "update"),
        (Entity("resident", entity_id=WHO), {}, None),
        (Entity("resident", entity_id=WHO, update_if=OLD), {"who": "p1", "old": 1}, "update"),
        (Entity("resident", entity_id=WHO, update_if=OLD), {"who": "p1"}, None),
        (Entity("resident", entity_id=WHO, update_if=OLD), {"old": 1}, None),
        (
            Entity("resident", entity_id=WHO, update_if=OLD, create_if=NEW),
            {"who": "p1", "old": 1, "new": 1},
            "update",
        ),
        (Entity("resident", entity_id=WHO, update_if=OLD, create_if=NEW), {"who": "p1", "new": 1}, "create"),
        (Entity("resident", entity_id=WHO, update_if=OLD, create_if=NEW), {"new": 1, "old": 1}, "create"),
        (Entity("resident", entity_id=WHO, update_if=OLD, create_if=NEW), {"who": "p1"}, None),
    ],
)
def test_made_changed_or_left_alone(entity: Entity, values: dict[str, Any], doing: str | None) -> None:
    assert [it.doing for it in made(entity, values)] == ([doing] if doing else [])


def test_what_is_kept_of_it() -> None:
    entity = Entity("resident", label="concat(${name}, ' ', ${age})", entity_id=WHO)
    (it,) = made(entity, {"who": " p1 ", "name": "Mẫu", "age": 7, "card": "c"})
    assert (it.list_name, it.entity_id, it.label, it.row) == ("resident", "p1", "Mẫu 7", "")
    assert it.values == {"full_name": "Mẫu", "age": 7}
    assert it.questions["full_name"].personal
    assert not it.questions["age"].personal
    (it,) = made(entity, {"who": "p1", "age": 7})
    assert it.values == {}
    (it,) = made(Entity("household"), {"name": "Mẫu", "card": "c"})
    assert it.values == {"full_name": "Mẫu", "card_no": "c"}


def test_each_row_that_counts_makes_its_own() -> None:
    row = (
        Question("called", "text", save_to="full_name"),
        Question("grown", "integer"),
        Question("inner", "repeat", children=(Question("deep", "text", save_to="deep"),)),
    )
    people = Question("people", "repeat", relevant="${old} != 1", children=row)
    entity = Entity("resident", label="${called}", create_if="${grown} = 1", repeat="people")
    values = {
        "name": "outside",
        "people": [
            {"@id": "1", "called": "A", "grown": 1, "inner": [{"@id": "x", "deep": "d"}]},
            {"@id": "2", "called": "B", "grown": 2},
            {"@id": "3", "called": "C", "grown": 1},
        ],
    }
    found = made(entity, values, people)
    assert [(it.row, it.label, it.values) for it in found] == [
        ("people/1", "A", {"full_name": "A"}),
        ("people/3", "C", {"full_name": "C"}),
    ]
    assert made(entity, {**values, "old": 1}, people) == ()


def test_a_form_without_entities_makes_nothing() -> None:
    form = Form("trial", "1", {}, "vi", ASKED, {})
    assert entities_of(Entry(form, {"name": "x"}, today=TODAY)) == ()
