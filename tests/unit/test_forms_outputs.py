"""Words with answers in them, and what an entry makes: read once, followed, filled in."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.definition import Choice, Entity, Form
from forms.entry import Entry
from forms.expressions import rules_of
from forms.expressions.outputs import asks, read_text
from forms.expressions.sight import Expression, Row
from tests.helpers.expressions import TODAY, ask, cells, english, form_of, repeat


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with english():
        yield


def worded() -> Form:
    return form_of(
        ask("a", "text", label={"vi": "Tên", "km": "${b}"}),
        ask(
            "b",
            "select_one",
            list_name="l",
            label={"vi": "Chào ${a}, <output value=\"concat(${a}, &quot;!&quot;, 'x')\"/>."},
            hint={"vi": "Không có gì"},
            constraint_message={"vi": "<output value='1 &lt; 2'></output>"},
        ),
        repeat("r", ask("x", "text"), ask("y", label={"vi": "${x}: ${a}"}), label={"vi": "${a}"}),
        choices={"l": (Choice("1", {"vi": "Của ${a}"}), Choice("2", {"vi": "Khác"}))},
        instance_name="concat(${a}, '-', ${b})",
        entities=(
            Entity("household", label="${a}"),
            Entity("resident", label="${x}", repeat="r", create_if="${x} != ''", entity_id="uuid()"),
        ),
    )


def test_words_follow_the_answers_they_tell() -> None:
    rules = rules_of(worded())
    assert rules.worded == {
        "b": (("a", False),),
        "a": (("b", False), ("r", False), ("r/y", False)),
        "r/x": (("r/y", False),),
    }
    assert rules.dependents == {}
    assert set(rules.plans["b"].words) == {("label", "vi"), ("constraint_message", "vi")}
    assert set(rules.plans["b"].choice_words) == {("1", "vi")}
    assert set(rules.plans["a"].words) == {("label", "km")}


def test_words_read_as_they_should() -> None:
    entry = Entry(worded(), {"a": "An", "b": "1", "r": [{"@id": "1", "x": "Bi"}]}, today=TODAY)
    assert entry.words("b", "label", "vi") == "Chào An, An!x."
    assert entry.words("b", "constraint_message", "vi") == "true"
    assert entry.words("b", "hint", "vi") == "Không có gì"
    assert entry.words("r/1/y", "label", "vi") == "Bi: An"
    assert entry.choice_words("b", "1", "vi") == "Của An"
    assert entry.name("vi") == "An-1"


def test_entities_are_asked_where_they_stand() -> None:
    rules = rules_of(worded())
    household, resident = rules.entities
    assert (household.entity.list_name, resident.entity.list_name) == ("household", "resident")
    assert household.label is not None
    assert household.label.near == {"a"}
    assert (household.create_if, household.update_if, household.entity_id) == (None, None, None)
    assert resident.label is not None
    assert resident.label.near == {"r/x"}
    assert resident.create_if is not None
    assert resident.entity_id is not None
    assert rules.instance_name is not None
    assert rules.instance_name.near == {"a", "b"}


def test_a_form_without_them_has_no_name_and_makes_nothing() -> None:
    rules = rules_of(form_of(ask("a")))
    assert (rules.instance_name, rules.entities, rules.worded) == (None, (), {})


def test_a_text_falls_into_words_and_expressions() -> None:
    def read(source: str) -> Expression:
        return Expression(lambda scope: source, frozenset(), frozenset())

    text = read_text("${a}b<output value=\"c\" />d<output value='e'></output>", read)
    assert [part if isinstance(part, str) else "…" for part in text.parts] == ["…", "b", "…", "d", "…"]
    assert len(text.expressions()) == 3
    assert text.fill(Row(None, 0, 0, None)) == "${a}bcde"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xã <instance('xa')/root/item[name = ${ma}]/label>!", "Xã <…>!"),
        ('instance("xa")/root/item[name=${ma}]/label', "…"),
        ("Dân instance('xa')/root/item[name = ${ma}]/so_dan, tính cả ${ten}", "Dân …, tính cả …"),
        ("instance('xa')/root/item[name = 'a]' and b[1]][2]/label/ rồi", "…/ rồi"),
        ("instance('xa')/root/item]", "…]"),
        ("instance('xa')/root/item'a'", "…'a'"),
        ("instance( 'xa' )/root rồi instance('xa')/root", "… rồi …"),
        ("instance('xa')/root/item[name", "…"),
        ("instance('xa') và instance(xa)/root", "instance('xa') và instance(xa)/root"),
        ("các instances('xa')/root", "các instances('xa')/root"),
    ],
)
def test_a_path_into_a_list_ends_where_it_ends(text: str, found: str) -> None:
    sources: list[str] = []

    def read(source: str) -> Expression:
        sources.append(source)
        return Expression(lambda scope: source, frozenset(), frozenset())

    parts = read_text(text, read).parts
    assert "".join(part if isinstance(part, str) else "…" for part in parts) == found
    assert asks(text) == bool(sources) == ("…" in found)
    assert len(sources) == found.count("…")


def test_a_path_into_a_list_is_followed_filled_in_and_checked() -> None:
    def form(label: str) -> Form:
        xa = (Choice("m", {"vi": "Mường"}, {"dan": "9"}), Choice("b", {"vi": "Bản"}, {"dan": "7"}))
        return form_of(ask("ma", "text"), ask("told", "note", label={"vi": label}), choices={"xa": xa})

    told = form("Xã instance('xa')/root/item[name = ${ma}]/label, instance('xa')/root/item[1]/dan dân")
    assert rules_of(told).worded == {"ma": (("told", False),)}
    assert Entry(told, {"ma": "b"}, today=TODAY).words("told", "label", "vi") == "Xã Bản, 9 dân"
    assert cells(form("Xã instance('xa')/root/item[name = ${ma}]/nhan")) == [("survey", "told", "label")]
    assert cells(form("Xã instance('xa')/root/item[name = ${ma")) == [("survey", "told", "label")]


@given(st.text())
def test_plain_words_stay_as_they_are(text: str) -> None:
    def read(source: str) -> Expression:
        raise AssertionError(source)

    if not asks(text):
        assert "".join(map(str, read_text(text, read).parts)) == text
