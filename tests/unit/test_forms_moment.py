"""The moment an answer is given, and what a record does not tell of it: entry and check agree all the same."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from forms.check import check
from forms.definition import Choice, Question
from forms.entry import Entry
from forms.filler import fill
from tests.helpers.trial import NOW, TODAY, form, told

LAST = {"last": 7, "town": "a"}


def ticking(start: datetime = NOW) -> Iterator[datetime]:
    while True:
        yield start
        start += timedelta(minutes=1)


def test_a_stamp_is_the_moment_its_trigger_was_answered() -> None:
    at = NOW
    stamp = Question("at", "datetime", calculation="now()", trigger="${name}")
    entry = Entry(form(Question("name", "text"), stamp), today=TODAY, now=lambda: at)
    assert entry.get("at") is None
    at = NOW.replace(hour=11)
    entry.set("name", "x")
    assert entry.get("at") == "2026-11-21T11:30:00+07:00"
    at = NOW + timedelta(days=1)
    entry.set("name", "y")
    assert entry.get("at") == "2026-11-22T09:30:00+07:00"
    assert entry.today == date(2026, 11, 22)
    assert told(entry.form, entry.values()) == []


def test_a_moment_that_stands_stays_and_a_clock_moves_today_along() -> None:
    day = Question("day", "date", calculation="today()", trigger="${name}")
    trial = form(Question("name", "text"), day, Question("typed", "date"))
    clock = ticking(NOW.replace(hour=23, minute=57))
    moving = Entry(trial, today=TODAY, now=lambda: next(clock))
    still = Entry(trial, today=TODAY, now=NOW)
    for entry in (moving, still):
        for name in "abc":
            entry.set("name", name)
        entry.set("typed", "hôm nay")
    assert (still.get("day"), still.get("typed")) == ("2026-11-21", "2026-11-21")
    assert (moving.get("day"), moving.get("typed")) == ("2026-11-22", "2026-11-22")


def test_the_end_is_what_the_clock_says_when_the_values_are_asked_for() -> None:
    at = NOW
    took = Question(
        "took", "calculate", calculation="(decimal-date-time(${end}) - decimal-date-time(${start})) * 1440"
    )
    start = Question("start", "calculate", default="now()", dynamic_default=True, meta="start")
    trial = form(start, Question("end", "calculate", meta="end"), took)
    entry = Entry(trial, today=TODAY, now=lambda: at)
    at = NOW + timedelta(minutes=4)
    values = entry.values()
    assert values["end"] == "2026-11-21T09:34:00.000+07:00"
    assert values["took"] == pytest.approx(4, abs=1e-4)
    assert told(trial, values) == []


def test_one_order_of_the_choices_for_one_entry_however_long_it_lasts() -> None:
    fruits = tuple(Choice(name, {}) for name in "abcdefghij")
    question = Question(
        "q",
        "select_one",
        list_name="fruits",
        parameters={"randomize": "true"},
        choice_filter="${a} = '' or true()",
    )
    clock = ticking()
    entry = Entry(
        form(Question("a", "text"), question, choices={"fruits": fruits}),
        today=TODAY,
        now=lambda: next(clock),
    )
    before = entry.state("q").choices
    entry.set("a", "x")
    assert entry.state("q").choices == before


@pytest.mark.parametrize(
    ("constraint", "value", "fine"),
    [
        (". <= now()", "2026-11-21T08:00:00+07:00", True),
        (". <= now()", "2026-11-21T23:30:00+07:00", True),
        (". <= now()", "2026-11-22T00:00:00+07:00", False),
        (". > now()", "2026-11-21T10:00:00+07:00", True),
        (". > now()", "2026-11-21T00:00:01+07:00", True),
        (". > now()", "2026-11-21T00:00:00+07:00", False),
        (". > now()", "2026-11-20T23:59:00+07:00", False),
        (". > date-time('2026-11-21T12:00:00+07:00')", "2026-11-21T10:00:00+07:00", False),
    ],
)
def test_a_constraint_on_the_moment_holds_of_a_record_of_that_day(
    constraint: str, value: str, fine: bool
) -> None:
    trial = form(Question("at", "datetime", constraint=constraint))
    assert (told(trial, {"at": value}) == []) is fine


def test_an_entry_asks_the_moment_itself() -> None:
    trial = form(Question("at", "datetime", constraint=". <= now()"))
    entry = Entry(trial, today=TODAY, now=NOW)
    entry.set("at", "2026-11-21T09:31:00+07:00")
    assert [fault.kind for fault in entry.faults()] == ["constraint"]
    entry.set("at", "2026-11-21T09:30:00+07:00")
    assert entry.faults() == ()


BY_NUMBER = tuple(Choice(name, {"vi": name}, {"of": of}) for name, of in [("x", "7"), ("y", "8")])


@pytest.mark.parametrize(
    "question",
    [
        Question("n", "integer", constraint=". >= ${last-saved#last}"),
        Question("n", "integer", required="${last-saved#town} = ''"),
        Question("n", "integer", required="random() < 2", relevant="${last-saved#town} = 'b'"),
        Question("n", "integer", required="true()", relevant="uuid() = ''"),
        Question("n", "integer", required="now() > '2026-11-21T12:00'"),
        Question("n", "integer", required="true()", relevant="now() > '2026-11-21T12:00'"),
        Question("n", "integer", read_only="now() > '2026-11-21T12:00'", required="${last-saved#last} = 8"),
        Question("n", "select_one", list_name="fruits", choice_filter="of = ${last-saved#last}"),
    ],
)
@pytest.mark.parametrize("value", [None, 7])
def test_what_a_record_does_not_tell_is_no_fault(question: Question, value: int | None) -> None:
    trial = form(
        Question("last", "integer"), Question("town", "text"), question, choices={"fruits": BY_NUMBER}
    )
    entry = Entry(trial, today=TODAY, now=NOW, last=LAST)
    entry.set("n", "x" if question.list_name and value else value)
    if entry.faults():
        assert question.required
        return
    assert told(trial, entry.values()) == []


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("now() > '2026-11-20T12:00'", True),
        ("now() > '2026-11-21T12:00'", False),
        ("now() > '2026-11-22T12:00'", False),
        ("today() = '2026-11-21'", True),
        ("today() = '2026-11-22'", False),
    ],
)
def test_what_the_whole_day_of_a_record_asks_for_is_asked(rule: str, asked: bool) -> None:
    for question in (
        Question("n", "integer", required=rule),
        Question("n", "integer", required="true()", relevant=rule),
    ):
        assert told(form(question), {}) == ([("n", "required")] if asked else [])
        assert told(form(question), {"n": 1}) == []


def test_what_hangs_on_the_last_record_may_be_given_or_not() -> None:
    inner = Question("m", "integer", required="true()")
    group = Question("g", "group", relevant="${last-saved#town} = 'a'", children=(inner,))
    rows = Question("rows", "repeat", repeat_count="${last-saved#last}", children=(Question("k", "integer"),))
    trial = form(Question("last", "integer"), Question("town", "text"), group, rows)
    assert told(trial, {}) == []
    assert told(trial, {"m": 3, "rows": [{"@id": "1"}]}) == []
    assert Entry(trial, {"m": 3}, today=TODAY, recorded=True).values() == {"m": 3}
    assert Entry(trial, {}, today=TODAY, recorded=True).state("m").relevant is False
    entry = Entry(trial, today=TODAY, last=LAST)
    assert [fault.path for fault in entry.faults()] == ["m"]
    assert len(entry.rows("rows")) == 7


def test_names_in_the_rows_may_all_be_chosen_where_the_record_does_not_tell() -> None:
    rows = Question("rows", "repeat", children=(Question("name", "text"), Question("age", "integer")))
    head = Question("head", "select_one", list_name="${name}", choice_filter="age > ${last-saved#last}")
    trial = form(Question("last", "integer"), rows, head)
    values = {"rows": [{"@id": "1", "name": "An", "age": 9}], "head": "An"}
    assert told(trial, values) == []
    assert told(trial, {**values, "head": "Bo"}) == [("head", "type")]
    assert Entry(trial, values, today=TODAY, last=LAST).get("head") == "An"
    assert Entry(trial, values, today=TODAY, last={"last": 10}).get("head") is None


# rows that a record lacks


ROWS = form(
    Question("n", "integer"),
    Question("rows", "repeat", repeat_count="${n}", children=(Question("m", "integer"),)),
)


def test_a_record_lacks_no_row_that_its_form_counts() -> None:
    row = {"@id": "1", "m": 1}
    assert told(ROWS, {"n": 1, "rows": [row]}) == []
    assert told(ROWS, {"n": 2, "rows": [row]}) == [("rows", "type")]
    assert told(ROWS, {"n": 1}) == [("rows", "type")]
    assert told(ROWS, {"rows": [row]}) == []
    assert told(ROWS, {"n": 0}) == []
    (fault,) = check(ROWS, {"n": 2}, TODAY)
    assert fault.text("vi") == "Biểu mẫu cần 2 dòng ở đây."
    entry = Entry(ROWS, {"n": 2}, today=TODAY)
    assert told(ROWS, entry.values()) == []


def test_no_row_is_added_to_a_record() -> None:
    entry = Entry(ROWS, {"n": 3, "rows": [{"@id": "1", "m": 1}]}, today=TODAY, recorded=True)
    assert entry.rows("rows") == ["1"]
    assert entry.values() == {"n": 3, "rows": [{"@id": "1", "m": 1}]}


def test_a_count_beyond_what_can_be_kept_is_told_and_told_no_more_when_it_fits() -> None:
    entry = Entry(ROWS, {"n": 2}, today=TODAY)
    kept = entry.rows("rows")
    entry.set("n", 5_001)
    assert entry.rows("rows") == kept
    (fault,) = entry.faults()
    assert (fault.path, fault.kind) == ("rows", "type")
    assert fault.text("vi") == "Ở đây chỉ ghi được nhiều nhất 5000 dòng."
    assert entry.state("rows").fault == fault
    entry.set("n", 3)
    assert entry.faults() == ()
    assert entry.rows("rows")[:2] == kept


# notes that stand in the way


@pytest.mark.parametrize("seed", range(8))
def test_a_required_note_stands_in_the_way_for_as_long_as_it_is_shown(seed: int) -> None:
    wrong = Question(
        "wrong",
        "note",
        {"vi": "Tổng phải là 100"},
        required="true()",
        relevant="${a} + ${b} != 100",
        required_message={"vi": "Sửa lại cho đủ 100."},
    )
    trial = form(Question("a", "integer"), Question("b", "integer"), wrong)
    entry = Entry(trial, {"a": 30, "b": 60}, today=TODAY)
    (fault,) = entry.faults()
    assert (fault.path, fault.kind, fault.text("vi")) == ("wrong", "required", "Sửa lại cho đủ 100.")
    assert told(trial, entry.values()) == [("wrong", "required")]
    assert entry.set("b", 70).changed == {"b", "wrong"}
    assert entry.faults() == ()
    assert told(trial, entry.values()) == []
    assert fill(Entry(trial, today=TODAY), seed).left == ()


def test_a_note_that_nothing_could_hide_stands_in_nobodys_way() -> None:
    plain = Question("plain", "note", required="true()")
    hidden = Question(
        "g", "group", relevant="${a} = 1", children=(Question("inner", "note", required="true()"),)
    )
    told_by = Question("by", "note", required="${a} = 2")
    entry = Entry(form(Question("a", "integer"), plain, hidden, told_by), today=TODAY)
    assert entry.faults() == ()
    entry.set("a", 1)
    assert [fault.path for fault in entry.faults()] == ["inner"]
    entry.set("a", 2)
    assert [fault.path for fault in entry.faults()] == ["by"]


def test_a_note_without_a_message_says_itself_what_is_wrong() -> None:
    label = {"vi": "Tổng ${a} chưa đủ 100"}
    note = Question("wrong", "note", label, required="true()", relevant="${a} < 100")
    entry = Entry(form(Question("a", "integer"), note), {"a": 3}, today=TODAY)
    assert [fault.text("vi") for fault in entry.faults()] == ["Tổng 3 chưa đủ 100"]


def test_a_required_group_asks_for_nothing() -> None:
    group = Question("g", "group", required="true()", relevant="true()", children=(Question("a", "text"),))
    assert Entry(form(group), today=TODAY).faults() == ()
