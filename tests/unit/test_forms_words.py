"""Choices that come and go, and the words an entry tells answers in."""

import pytest

from forms.definition import Choice, Question
from forms.entry import Entry
from forms.expressions.functions import shuffled
from tests.helpers.trial import FRUITS, NOW, TODAY, begin, form, kinds, repeat


def test_choices_may_be_the_names_in_the_rows_of_a_repeat() -> None:
    people = repeat("people", Question("name", "text"), Question("age", "integer"))
    entry = begin(
        people,
        Question("who", "select_one", list_name="${name}", choice_filter="${age} > 17"),
        Question("all", "select_multiple", list_name="${name}"),
        Question("told", "calculate", calculation="${who}"),
    )
    rows = [entry.add_row("people") for _each in range(3)]
    for row, name, age in zip(rows, ["Lê Thị Hà", "Bé", "Lê Thị Hà"], [30, 9, 40], strict=True):
        entry.set(f"people/{row}/name", name)
        entry.set(f"people/{row}/age", age)
    assert [choice.name for choice in entry.state("who").choices] == ["Lê Thị Hà"]
    assert [choice.name for choice in entry.state("all").choices] == ["Lê Thị Hà", "Bé"]
    entry.set("who", "Lê Thị Hà")
    entry.set("all", ["Bé", "Lê Thị Hà"])
    assert (entry.get("told"), kinds(entry)) == ("Lê Thị Hà", [])
    assert entry.choice_words("who", "Lê Thị Hà", "en") == "Lê Thị Hà"
    assert entry.choice_words("who", "Lan", "en") == "Lan"
    for row in (rows[0], rows[2]):
        entry.set(f"people/{row}/name", "Hà")
    assert (entry.get("who"), entry.get("told"), entry.get("all")) == (None, None, ["Bé"])
    entry.remove_row(f"people/{rows[1]}")
    assert [choice.name for choice in entry.state("all").choices] == ["Hà"]
    assert (
        "who"
        in entry.set(f"people/{rows[0]}/age", 10).changed | entry.set(f"people/{rows[2]}/age", 3).changed
    )


def test_the_order_of_choices_for_a_seed_is_the_one_of_the_phone() -> None:
    def order(seed: int) -> list[int]:
        return [int(it.name) for it in shuffled([Choice(str(n), {}) for n in range(10)], seed)]

    # From the tests of getodk/javarosa.
    assert order(33) == [3, 5, 4, 8, 2, 0, 1, 6, 9, 7]
    assert order(42) == [0, 5, 9, 1, 8, 4, 6, 3, 7, 2]
    assert sorted(order(0)) == sorted(order(-5)) == sorted(order(2**70)) == list(range(10))


def test_choices_in_random_order_stay_in_it() -> None:
    names = tuple(Choice(str(n), {"vi": str(n)}) for n in range(30))
    drawn = Question("drawn", "select_one", list_name="l", parameters={"randomize": "true"})
    fixed = Question("fixed", "select_one", list_name="l", parameters={"randomize": "true", "seed": "7"})
    told = Question("told", "select_one", list_name="l", parameters={"randomize": "true", "seed": "${seed}"})
    entry = Entry(
        form(Question("seed", "text"), drawn, fixed, told, choices={"l": names}), today=TODAY, now=NOW
    )

    def order(path: str) -> list[str]:
        return [choice.name for choice in entry.state(path).choices]

    first = {path: order(path) for path in ("drawn", "fixed", "told")}
    assert order("fixed") == [it.name for it in shuffled(names, 7)]
    assert order("drawn") != [it.name for it in names]
    assert entry.set("seed", "7").changed == {"seed", "told"}
    assert order("told") == order("fixed") != first["told"]
    assert (order("drawn"), order("fixed")) == (first["drawn"], first["fixed"])
    entry.set("seed", "một")
    assert sorted(order("told")) == sorted(order("fixed")) != order("told")
    entry.set("told", "29")
    assert entry.get("told") == "29"


# words


def test_words_tell_answers_in_the_language_asked_for() -> None:
    greeting = {"vi": "Chào ${name}", "en": "Hello ${name}"}
    entry = begin(
        Question("name", "text"),
        Question("age", "integer", label=greeting, hint={"en": "plain"}, guidance={}),
        Question("fruit", "select_one", list_name="fruits", label={"vi": "Quả"}),
        Question("said", "note", label={"vi": "Chọn ${fruit}"}, constraint_message={}),
        values={"name": "Hà"},
    )
    assert entry.words("age", "label", "en") == "Hello Hà"
    assert entry.words("age", "label", "km") == "Chào Hà"
    assert entry.words("age", "hint", "vi") == "plain"
    assert entry.words("age", "guidance", "vi") == ""
    assert entry.set("name", "Lê").changed == {"name", "age"}
    assert entry.words("age", "label", "vi") == "Chào Lê"
    assert entry.choice_words("fruit", FRUITS[0], "en") == "Xoài"
    assert entry.choice_words("fruit", "zz", "vi") == "zz"
    assert "said" in entry.set("fruit", "a").changed
    with pytest.raises(KeyError):
        entry.words("nowhere", "label", "vi")


def test_messages_and_choices_tell_answers_too() -> None:
    told = (Choice("x", {"vi": "Của ${name}"}), Choice("y", {}))
    asked = Question(
        "n",
        "integer",
        label={"vi": "Số của ${name}"},
        constraint=". > 5",
        constraint_message={"vi": "${name}: hơn 5"},
    )
    entry = Entry(
        form(
            Question("name", "text"),
            asked,
            Question("pick", "select_one", list_name="l"),
            choices={"l": told},
        ),
        {"name": "Hà", "n": 3},
        today=TODAY,
    )
    assert [fault.text("vi") for fault in entry.faults()] == ["Hà: hơn 5"]
    entry.set("n", "năm")
    assert [fault.text("vi") for fault in entry.faults()] == ["Nhập số nguyên bằng chữ số, ví dụ 12."]
    assert entry.choice_words("pick", "x", "vi") == "Của Hà"
    assert entry.choice_words("pick", "y", "vi") == "y"
    assert {"n", "pick"} <= entry.set("name", "Lê").changed


def test_the_label_of_a_choice_is_that_of_the_one_offered_and_of_a_reference_its_name() -> None:
    streets = tuple(
        Choice(name, {"vi": label}, {"of": of})
        for name, label, of in [("1", "Phố Một", "x"), ("2", "Phố Hai", "x"), ("1", "Ngõ Một", "y")]
    )
    asked = [
        Question("of", "text"),
        Question("street", "select_one", list_name="streets", choice_filter="of = ${of}"),
        Question("who", "text", appearance="record-resident"),
        Question("hamlet", "text", appearance="unit-hamlet"),
    ]
    told = [
        Question(
            f"{it.name}_told", "calculate", calculation=f"jr:choice-name(${{{it.name}}}, '${{{it.name}}}')"
        )
        for it in asked[1:]
    ]
    values = {"of": "y", "street": "1", "who": "p1", "hamlet": "u1"}
    trial = form(*asked, *told, choices={"streets": streets})
    entry = Entry(trial, values, today=TODAY, names=lambda kind, code: f"{kind} {code}")
    assert [entry.get(it.name) for it in told] == ["Ngõ Một", "resident p1", "unit u1"]
    names = [entry.choice_words("street", name, "vi") for name in "12"]
    assert names == ["Ngõ Một", "Phố Hai"]
    entry.set("of", "x")
    assert entry.get("street_told") == entry.choice_words("street", "1", "vi") == "Phố Một"
    without = Entry(trial, values, today=TODAY)
    assert [without.get(it.name) for it in told] == ["Ngõ Một", "p1", "u1"]


def test_an_entry_has_a_name() -> None:
    both = (Choice("a", {"vi": "Xoài", "en": "Mango"}),)
    named = form(
        Question("who", "text"),
        Question("fruit", "select_one", list_name="l"),
        choices={"l": both},
        instance_name="concat(${who}, ' ', jr:choice-name(${fruit}, '${fruit}'))",
    )
    entry = Entry(named, {"who": "Hà", "fruit": "a"}, today=TODAY)
    assert (entry.name("vi"), entry.name("en")) == ("Hà Xoài", "Hà Mango")
    assert begin(Question("a", "text")).name("vi") == ""
