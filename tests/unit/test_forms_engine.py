"""What an entry does with every type of question, and with all that forms may make depend on each other."""

from datetime import date, datetime

import pytest

from forms.answers import range_of
from forms.dates import VIETNAM
from forms.definition import Choice, Question
from forms.entry import Entry
from forms.problem import Problem
from tests.helpers.trial import NOW, TODAY, begin, form, kinds, repeat

# types


SHA = "a" * 64
RANGE = {"start": "0", "end": "1", "step": "0.25"}
STEPS = {"start": "10", "end": "20", "step": "5"}


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        (Question("q", "range"), "7", 7),
        (Question("q", "range"), 10, 10),
        (Question("q", "range"), 1, 1),
        (Question("q", "decimal"), "1.234", 1.234),
        (Question("q", "decimal"), "1.234,5", 1234.5),
        (Question("q", "decimal"), 10**15 - 1, 1e15 - 1),
        (Question("q", "decimal"), 10**15, None),
        (Question("q", "range"), 11, None),
        (Question("q", "range"), 0, None),
        (Question("q", "range"), 1.5, None),
        (Question("q", "range", parameters=STEPS), 15.0, 15),
        (Question("q", "range", parameters=STEPS), 14, None),
        (Question("q", "range", parameters=RANGE), "0,75", 0.75),
        (Question("q", "range", parameters=RANGE), 1, 1.0),
        (Question("q", "range", parameters=RANGE), 0.3, None),
        (Question("q", "decimal"), 5, 5.0),
        (Question("q", "decimal"), 10**400, None),
        (Question("q", "decimal"), float("nan"), None),
        (Question("q", "decimal"), float("inf"), None),
        (Question("q", "decimal"), True, None),
        (Question("q", "integer"), 5.0, 5),
        (Question("q", "integer"), 5.5, None),
        (Question("q", "integer"), True, None),
        (Question("q", "integer"), 10**15, None),
        (Question("q", "integer"), 10**15 - 1, 10**15 - 1),
        (Question("q", "integer"), "1.234.567", 1_234_567),
        (Question("q", "date", appearance="month-year"), "11/2026", "2026-11-01"),
        (Question("q", "date", appearance="w1 year"), "2026", "2026-01-01"),
        (Question("q", "date"), "11/2026x", None),
        (Question("q", "date"), date(2026, 1, 2), "2026-01-02"),
        (Question("q", "date"), NOW, None),
        (Question("q", "time"), NOW.time(), "09:30"),
        (Question("q", "time"), 9, None),
        (Question("q", "datetime"), "21/11/2026 14:30", "2026-11-21T14:30:00+07:00"),
        (Question("q", "datetime"), NOW, "2026-11-21T09:30:00+07:00"),
        (Question("q", "datetime"), "14:30", None),
        (Question("q", "datetime"), 5, None),
        (Question("q", "barcode"), " 893 ", "893"),
        (Question("q", "acknowledge"), "ok", "OK"),
        (Question("q", "acknowledge"), True, "OK"),
        (Question("q", "acknowledge"), "no", None),
        (Question("q", "hidden"), "x", "x"),
        (Question("q", "hidden"), 2.5, 2.5),
        (Question("q", "image"), SHA, SHA),
        (Question("q", "file"), SHA[1:], None),
        (Question("q", "select_one", list_name="fruits"), "b", "b"),
        (Question("q", "select_one", list_name="fruits"), "B", None),
        (Question("q", "select_one", list_name="missing"), "b", None),
        (Question("q", "select_multiple", list_name="fruits"), "c a c", ["a", "c"]),
        (Question("q", "select_multiple", list_name="fruits"), ["a", "x"], None),
        (Question("q", "select_multiple", list_name="fruits"), [["a"]], None),
        (Question("q", "rank", list_name="fruits"), ["c", "a", "b"], ["c", "a", "b"]),
        (Question("q", "text", appearance="records-member"), ["m\ud800"], None),
        (Question("q", "text", appearance="records-member"), ["m" * 200], ["m" * 200]),
        (Question("q", "text", appearance="records-member"), ["m" * 201], None),
        (Question("q", "text", appearance="records-member"), [f"m{n}" for n in range(1_001)], None),
        (
            Question("q", "text", appearance="records-x"),
            [str(n) for n in range(1_000)],
            [str(n) for n in range(1_000)],
        ),
        (Question("q", "text"), "a" * 20_000, "a" * 20_000),
        (Question("q", "text"), "a" * 20_001, None),
        (Question("q", "text"), {"a": 1}, None),
    ],
)
def test_each_type_has_its_value(question: Question, typed: object, value: object) -> None:
    entry = begin(question)
    entry.set("q", typed)
    assert entry.get("q") == value
    assert type(entry.get("q")) is type(value)
    assert (entry.state("q").fault is None) == (value is not None)


def test_a_range_knows_its_bounds_whatever_stands_in_the_cells() -> None:
    span = range_of(Question("q", "range", parameters={"start": "9", "end": "1", "step": "-2"}))
    assert (span.low, span.high, span.step, span.whole) == (1, 9, 2, True)
    odd = range_of(Question("q", "range", parameters={"start": "x", "end": "nan", "step": "0"}))
    assert (odd.low, odd.high, odd.step) == (1, 10, 1)
    assert not range_of(Question("q", "range", parameters={"step": "0.1"})).whole
    assert range_of(Question("q", "range", parameters={"start": "0", "end": "1", "step": "0.1"})).holds(0.7)


def test_a_choice_that_stands_twice_is_told_by_the_filter() -> None:
    twice = tuple(Choice("1", {"vi": label}, {"of": of}) for label, of in [("Xã A", "x"), ("Xã B", "y")])
    asked = Question("unit", "select_one", list_name="units", choice_filter="of = ${of}")
    entry = Entry(form(Question("of", "text"), asked, choices={"units": twice}), {"of": "y"}, today=TODAY)
    entry.set("unit", "1")
    assert entry.get("unit") == "1"
    assert [choice.label["vi"] for choice in entry.state("unit").choices] == ["Xã B"]
    assert entry.choice_words("unit", "1", "vi") == "Xã B"


# calculations


@pytest.mark.parametrize(
    ("kind", "calculation", "value"),
    [
        ("integer", "7 div 2", 3),
        ("integer", "0 - 7 div 2", -3),
        ("integer", "1 div 0", None),
        ("integer", "number('x')", None),
        ("integer", "'2.500'", 2),
        ("integer", "'1' * 1000000000000000", None),
        ("integer", "999999999999999", 999_999_999_999_999),
        ("decimal", "concat('1', pow(10, 300), pow(10, 300))", None),
        ("decimal", "7 div 2", 3.5),
        ("decimal", "2", 2.0),
        ("text", "1 + 1", "2"),
        ("text", "1.5 + 1", "2.5"),
        ("text", "true()", "true"),
        ("text", "number('x')", None),
        ("calculate", "1 + 1", 2),
        ("calculate", "3 div 2", 1.5),
        ("calculate", "'x'", "x"),
        ("calculate", "1 = 1", "true"),
        ("calculate", "''", None),
        ("date", "today() + 1", "2026-11-22"),
        ("date", "now()", "2026-11-21"),
        ("date", "'2026-11-20 08:00'", "2026-11-20"),
        ("date", "'nonsense'", None),
        ("date", "1 div 0", None),
        ("date", "10000000", None),
        ("time", "0.5", "12:00"),
        ("time", "now()", "09:30"),
        ("datetime", "today()", "2026-11-21T00:00:00+07:00"),
        ("datetime", "decimal-date-time(today()) + 0.25", "2026-11-21T06:00:00+07:00"),
        ("select_one", "'b'", "b"),
        ("select_one", "'x'", None),
        ("select_multiple", "'c a'", ["a", "c"]),
        ("range", "4", 4),
        ("range", "40", None),
    ],
)
def test_any_type_may_be_calculated(kind: str, calculation: str, value: object) -> None:
    entry = begin(Question("q", kind, calculation=calculation, list_name="fruits"))
    assert entry.get("q") == value
    assert type(entry.get("q")) is type(value)


def test_a_calculated_answer_may_be_written_over_until_what_it_reads_changes() -> None:
    entry = begin(
        Question("a", "integer"),
        Question("b", "integer", calculation="${a} * 2"),
        Question("c", "calculate", calculation="${b} + 1"),
    )
    entry.set("a", 2)
    entry.set("b", 9)
    assert (entry.get("b"), entry.get("c")) == (9, 10)
    again = Entry(entry.form, entry.everything(), today=TODAY)
    assert (again.get("b"), again.get("c")) == (9, 10)
    entry.set("b", None)
    assert entry.everything()["b"] is None
    again = Entry(entry.form, entry.everything(), today=TODAY)
    assert again.get("b") is None
    for each in (entry, again):
        each.set("a", 3)
        assert (each.get("b"), each.get("c")) == (6, 7)


@pytest.mark.parametrize("calculation", ["uuid()", "random()", "once(random())", "now()"])
def test_chance_and_the_moment_stay_as_they_fell(calculation: str) -> None:
    asked = Question("q", "calculate", calculation=calculation, relevant="${a} != 1")
    entry = begin(Question("a", "integer"), asked, Question("b", "text"))
    first = entry.get("q")
    assert first
    for path, value in [("a", 1), ("b", "x"), ("a", 2), ("b", None)]:
        entry.set(path, value)
    assert entry.get("q") == first
    later = datetime(2026, 12, 1, 8, 0, tzinfo=VIETNAM)
    assert Entry(entry.form, entry.everything(), today=later.date(), now=later).get("q") == first


def test_a_calculation_runs_again_with_what_it_reads_also_where_it_draws_lots() -> None:
    entry = begin(
        Question("a", "integer"), Question("q", "calculate", calculation="concat(${a}, ' ', random())")
    )
    first = entry.get("q")
    entry.set("a", 1)
    assert entry.get("q") != first


def test_rows_that_count_themselves_without_end_are_stopped() -> None:
    row = Question("n", "calculate", calculation="sum(${rows}[1 = 1]/n) + 1")
    with pytest.raises(Problem) as caught:
        begin(repeat("rows", row), values={"rows": [{"@id": "1"}, {"@id": "2"}]})
    assert caught.value.code == "form.broken"


# triggers and defaults


def test_a_trigger_starts_a_calculation_and_nothing_else_does() -> None:
    entry = begin(
        Question("a", "integer"),
        Question("b", "integer"),
        Question("told", "text", calculation="concat(${a}, '-', ${b})", trigger="${a}"),
        Question("gone", "text", trigger="${b}"),
        values={"a": 1, "b": 2, "gone": "x"},
    )
    assert (entry.get("told"), entry.get("gone")) == (None, "x")
    effects = entry.set("b", 3)
    assert effects.changed == {"b", "gone"}
    assert (entry.get("told"), entry.get("gone")) == (None, None)
    assert entry.set("a", 4).changed == {"a", "told"}
    assert entry.get("told") == "4-3"
    entry.set("told", "mine")
    assert entry.set("a", 4).changed == frozenset()
    assert entry.get("told") == "mine"


def test_a_trigger_in_a_row_reaches_its_own_row() -> None:
    row = Question("a", "integer"), Question("t", "calculate", calculation="position(..)", trigger="${a}")
    entry = begin(repeat("rows", *row), values={"rows": [{"@id": "1"}, {"@id": "2"}]})
    entry.set("rows/2/a", 1)
    assert (entry.get("rows/1/t"), entry.get("rows/2/t")) == (None, 2)


def test_defaults_are_taken_once_in_the_order_they_need() -> None:
    entry = begin(
        Question("late", "text", default="concat(${early}, '!')", dynamic_default=True),
        Question("early", "text", default="${fixed} + ${doubled}", dynamic_default=True),
        Question("doubled", "calculate", calculation="${fixed} * 2"),
        Question("fixed", "integer", default="5"),
        Question("day", "date", default="today() + 1", dynamic_default=True),
        Question("at", "datetime", default="now()", dynamic_default=True),
        Question("words", "text", default="today()"),
        Question("many", "select_multiple", list_name="fruits", default="c a"),
    )
    assert entry.values() == {
        "late": "15!",
        "early": "15",
        "doubled": 10,
        "fixed": 5,
        "day": "2026-11-22",
        "at": "2026-11-21T09:30:00+07:00",
        "words": "today()",
        "many": ["a", "c"],
    }
    entry.set("fixed", 6)
    entry.set("late", None)
    assert (entry.get("early"), entry.get("late")) == ("15", None)


def test_what_is_calculated_stands_before_a_default() -> None:
    both = {"calculation": "7", "default": "2 + 3", "dynamic_default": True}
    assert begin(Question("q", "integer", **both)).get("q") == 7


def test_a_new_row_begins_with_its_defaults_and_an_old_one_does_not() -> None:
    row = Question("n", "integer", default="position(..) * 10", dynamic_default=True)
    entry = begin(repeat("rows", row), values={"rows": [{"@id": "old"}]})
    new = entry.add_row("rows")
    assert [entry.get(f"rows/{r}/n") for r in ("old", new)] == [None, 20]


def test_the_record_saved_last_gives_defaults_and_values() -> None:
    entry = begin(
        Question("town", "text", default="${last-saved#town}", dynamic_default=True),
        Question("before", "calculate", calculation="${last-saved#count}"),
        Question("count", "integer"),
        Question("all", "calculate", calculation="join(',', ${last-saved#name})"),
        repeat("rows", Question("name", "text")),
        last={"town": "Xã A", "count": 3, "rows": [{"@id": "1", "name": "x"}, {"@id": "2", "name": "y"}]},
    )
    assert (entry.get("town"), entry.get("before"), entry.get("all")) == ("Xã A", 3, "x,y")
    without = Entry(entry.form, today=TODAY)
    assert (without.get("town"), without.get("before")) == (None, None)


def test_the_end_is_set_when_the_values_are_asked_for() -> None:
    entry = begin(
        Question("start", "calculate", calculation="once(now())", meta="start"),
        Question("end", "calculate", meta="end"),
        Question("until", "calculate", calculation="${end}"),
    )
    assert "end" not in entry.everything()
    begun, ended = "2026-11-21T09:30:00.000+07:00", "2026-11-21T11:30:00.000+07:00"
    assert entry.values() == dict.fromkeys(("start", "end", "until"), begun)
    assert entry.values(NOW.replace(hour=11))["end"] == ended
    assert entry.values() == {"start": begun, "end": ended, "until": ended}


# who is told


def test_a_default_is_read_by_what_follows_from_it() -> None:
    entry = begin(
        Question("next", "integer", default="${twice} + 1", dynamic_default=True),
        Question("twice", "calculate", calculation="${a} * 2"),
        Question("a", "integer", default="1 + 1", dynamic_default=True),
    )
    assert [entry.get(path) for path in ("a", "twice", "next")] == [2, 4, 5]


def test_a_trigger_fires_when_its_answer_changes_and_only_then() -> None:
    times = Question("times", "integer", calculation="once(0) + 1", trigger="${shown}")
    entry = begin(
        Question("a", "integer"),
        Question("hide", "integer"),
        Question("shown", "integer", calculation="${a} * 2", relevant="${hide} != 1"),
        times,
    )
    assert entry.get("times") is None
    seen = []
    for path, value in [("a", 3), ("hide", 1), ("hide", 2), ("a", 3), ("a", 4)]:
        entry.set(path, value)
        seen.append(entry.get("times"))
    assert seen == [1, 1, 1, 1, 2]


def test_nothing_is_triggered_as_an_entry_opens() -> None:
    stamp = Question("stamp", "text", calculation="'x'", trigger="${b}")
    entry = begin(
        Question("a", "integer"), Question("b", "integer", calculation="${a} * 2"), stamp, values={"a": 2}
    )
    assert (entry.get("b"), entry.get("stamp")) == (4, None)
    entry.set("a", 3)
    assert (entry.get("b"), entry.get("stamp")) == (6, "x")


def test_a_calculated_answer_is_held_to_its_constraint_each_time() -> None:
    entry = begin(
        Question("a", "integer"), Question("b", "integer", calculation="${a} * 2", constraint=". < 10")
    )
    for value, fine in [(4, True), (5, False), (3, True)]:
        entry.set("a", value)
        assert (kinds(entry) == []) is fine


# cost


def test_the_expressions_of_a_form_are_read_once() -> None:
    one, other = (form(Question("a", "integer")) for _each in range(2))
    assert Entry(one, today=TODAY).rules is Entry(one, today=TODAY).rules
    assert Entry(one, today=TODAY).rules is not Entry(other, today=TODAY).rules


def test_an_answer_looks_only_at_what_depends_on_it() -> None:
    lots = [Question(f"c{n}", "calculate", calculation=f"concat(${{a}}, {n}, random())") for n in range(100)]
    entry = begin(
        Question("a", "integer"),
        Question("z", "integer"),
        Question("told", "calculate", calculation="concat(${z}, random())"),
        *lots,
    )
    before = {path: entry.get(path) for path in entry.paths()}
    assert entry.set("z", 1).changed == {"z", "told"}
    assert {path for path in entry.paths() if entry.get(path) != before[path]} == {"z", "told"}
