"""An entry: what follows from each answer, what stands in the way of saving, what is carried and kept."""

import unicodedata
from datetime import date
from typing import Any

import pytest

from forms.check import check
from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.library import built_in, built_in_ids

TODAY = date(2026, 11, 21)
VISIT: dict[str, Any] = {
    "date": "2026-11-21",
    "hamlet": "u3",
    "place": "home",
    "visit_outcome": "guided",
    "people": [{"@id": "r1", "resident": "p1", "topics": ["1"], "result": "alone"}],
}


def kinds(entry: Entry) -> list[tuple[str, str]]:
    return [(fault.path, fault.kind) for fault in entry.faults()]


def test_a_fresh_visit_has_its_defaults_and_asks_for_the_rest() -> None:
    entry = Entry(built_in("guidance_session"), today=TODAY)
    assert entry.values() == {"date": "2026-11-21", "visit_outcome": "guided"}
    assert kinds(entry) == [("hamlet", "required"), ("place", "required"), ("people", "required")]
    assert entry.faults()[0].text("vi") == "Chọn thôn, ấp, khu phố."
    assert entry.faults()[0].text("en") == "Choose the hamlet."


def test_a_whole_visit_has_no_fault_and_comes_back_as_it_went_in() -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    assert entry.faults() == ()
    assert entry.values() == VISIT
    assert entry.everything() == VISIT


def test_an_existing_record_gets_no_defaults() -> None:
    values = {key: value for key, value in VISIT.items() if key != "visit_outcome"}
    assert "visit_outcome" not in Entry(built_in("guidance_session"), values, today=TODAY).values()
    assert (
        Entry(built_in("guidance_session"), values, today=TODAY, fresh=True).get("visit_outcome") == "guided"
    )


def test_obstacle_is_asked_when_the_person_cannot_do_it_alone() -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    assert not entry.state("people/r1/obstacle").relevant
    effects = entry.set("people/r1/result", "helped")
    assert effects.changed == {"people/r1/result", "people/r1/obstacle"}
    assert entry.state("people/r1/obstacle").required
    assert kinds(entry) == [("people/r1/obstacle", "required")]
    entry.set("people/r1/obstacle", ["sim_not_own", "forgot_password"])
    assert entry.get("people/r1/obstacle") == ["forgot_password", "sim_not_own"]
    entry.set("people/r1/result", "alone")
    assert "obstacle" not in entry.values()["people"][0]
    assert entry.everything()["people"][0]["obstacle"] == ["forgot_password", "sim_not_own"]


def test_nobody_home_asks_nothing_of_people() -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    effects = entry.set("visit_outcome", "absent")
    assert {"people", "people/r1/topics", "elderly"} <= effects.changed
    assert entry.faults() == ()
    assert "people" not in entry.values()
    assert entry.everything()["people"] == VISIT["people"]


def test_an_anonymous_person_needs_an_age_group() -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    row = entry.add_row("people")
    entry.set(f"people/{row}/topics", "7 1")
    entry.set(f"people/{row}/result", "alone")
    assert kinds(entry) == [(f"people/{row}/age_band", "required")]
    entry.set(f"people/{row}/age_band", "age_60_69")
    assert entry.faults() == ()
    assert entry.values()["people"][1]["topics"] == ["1", "7"]


def test_rows_come_and_go() -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    entry.add_row("people", "r0", at=0)
    assert entry.rows("people") == ["r0", "r1"]
    effects = entry.remove_row("people/r1")
    assert {"people", "people/r1/topics"} <= effects.changed
    assert entry.rows("people") == ["r0"]
    with pytest.raises(KeyError):
        entry.get("people/r1/topics")
    with pytest.raises(KeyError):
        entry.remove_row("people/r1")
    with pytest.raises(ValueError, match="new row id"):
        entry.add_row("people", "r0")


@pytest.mark.parametrize(
    ("path", "typed", "reason"),
    [
        ("date", "31/02", "Không có ngày 31/02/2026."),
        ("date", "hôm nào", "Nhập ngày, ví dụ 21/11/2026."),
        ("minutes", "mười", "Nhập số nguyên bằng chữ số, ví dụ 12."),
        ("started_at", "25:00", "Không có giờ 25:00."),
        ("place", "moon", "“moon” không có trong các lựa chọn."),
        ("note", "a" * 20_001, "Nội dung dài quá 20000 ký tự; hãy rút ngắn."),
        ("photo_agreed", 7, None),
    ],
)
def test_what_cannot_be_read_is_kept_and_explained(path: str, typed: object, reason: str | None) -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    entry.set(path, typed)
    state = entry.state(path)
    assert state.value == typed
    assert state.fault is not None
    assert state.fault.kind == "type"
    assert reason is None or state.fault.text("vi") == reason
    assert path not in entry.values()
    assert Entry(built_in("guidance_session"), entry.everything(), today=TODAY).state(path) == state


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("date", "hom qua", "2026-11-20"),
        ("started_at", "9h05", "09:05"),
        ("minutes", "25", 25),
        ("note", unicodedata.normalize("NFD", "  hẹn  lại "), "hẹn lại"),
        ("members", "m1 m2 m1", ["m1", "m2"]),
        ("members", ["m2", "m1"], ["m2", "m1"]),
        ("scam_warned", {"easy_job", "fake_app"}, ["fake_app", "easy_job"]),
        ("note", "   ", None),
        ("minutes", None, None),
        ("minutes", "  ", None),
        ("minutes", [], None),
    ],
)
def test_answers_are_kept_in_one_form(path: str, typed: object, value: object) -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    entry.set(path, typed)
    assert (entry.get(path), entry.faults()) == (value, ())


def test_setting_what_stands_changes_nothing() -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    assert entry.set("place", "home").changed == frozenset()
    with pytest.raises(KeyError):
        entry.set("nowhere", "x")
    with pytest.raises(KeyError):
        entry.set("people", "x")


def test_a_session_lies_in_the_past_or_tomorrow_at_most() -> None:
    entry = Entry(built_in("guidance_session"), VISIT, today=TODAY)
    for day, fine in [
        ("2026-11-22", True),
        ("2026-11-23", False),
        ("2019-12-31", False),
        ("2020-01-01", True),
    ]:
        entry.set("date", day)
        assert (kinds(entry) == []) is fine, day
    assert entry.state("people/r1/follow_up_on").fault is None


def test_carried_answers_are_taken_over_and_nothing_else() -> None:
    entry = Entry(built_in("guidance_session"), {**VISIT, "members": ["m1"], "note": "x"}, today=TODAY)
    carried = entry.carry()
    assert carried == {"date": "2026-11-21", "hamlet": "u3", "place": "home", "members": ["m1"]}
    following = Entry(
        built_in("guidance_session"), today=TODAY, carried={**carried, "note": "x", "minutes": 9}
    )
    assert following.values() == {**carried, "visit_outcome": "guided"}
    reopened = Entry(built_in("guidance_session"), {"minutes": 5}, today=TODAY, carried=carried)
    assert reopened.values() == {"minutes": 5}


@pytest.mark.parametrize("form_id", built_in_ids())
def test_a_name_needs_consent(form_id: str) -> None:
    form = built_in(form_id)
    for path, question in form.walk():
        if question.constraint.startswith("${consent}") and question.type == "text" and "/" not in path:
            entry = Entry(form, today=TODAY)
            if form_id == "feedback":
                entry.set("wants_reply", "yes")
            entry.set(path, "0912 345 678")
            assert (path, "constraint") in kinds(entry), path
            effects = entry.set("consent", "c1")
            assert path in effects.changed
            assert (path, "constraint") not in kinds(entry), path


def test_a_resident_without_a_name_needs_an_age_group_only() -> None:
    entry = Entry(built_in("resident"), today=TODAY)
    assert kinds(entry) == [("age_band", "required")]
    entry.set("age_band", "age_60_69")
    assert entry.faults() == ()


@pytest.mark.parametrize(
    ("typed", "fine"),
    [
        ("0912345678", True),
        ("+84 912 345 678", True),
        ("0276 382 1234", True),
        ("12345", False),
        ("0112345678", False),
    ],
)
def test_phone_numbers(typed: str, fine: bool) -> None:
    entry = Entry(
        built_in("resident"), {"consent": "c1", "full_name": "Nguyễn Mẫu", "phone": typed}, today=TODAY
    )
    assert (entry.state("phone").fault is None) is fine


def test_a_class_ends_after_it_starts() -> None:
    entry = Entry(built_in("training_class"), today=TODAY)
    entry.set("ends_at", "14:00")
    assert entry.state("ends_at").fault is None
    assert "ends_at" in entry.set("starts_at", "15:00").changed
    fault = entry.state("ends_at").fault
    assert fault is not None
    assert fault.text("vi") == "Giờ kết thúc phải sau giờ bắt đầu."


def test_pupils_are_counted_and_never_named() -> None:
    entry = Entry(built_in("training_class"), today=TODAY)
    row = entry.add_row("roster")
    entry.set("kind", "students")
    assert not entry.state(f"roster/{row}/full_name").relevant
    assert entry.state("students_present").relevant
    entry.set("students_total", 30)
    entry.set("students_present", 31)
    assert ("students_present", "constraint") in kinds(entry)


def test_attendance_not_noted_is_not_absence() -> None:
    entry = Entry(built_in("training_class"), today=TODAY)
    row = entry.add_row("roster")
    assert entry.get(f"roster/{row}/attendance") is None
    offered = [choice.name for choice in entry.state(f"roster/{row}/attendance").choices]
    assert offered == ["present", "excused", "absent", "walk_in"]
    entry.set(f"roster/{row}/post_score", "7,5")
    assert entry.get(f"roster/{row}/post_score") == 7.5


def test_feedback_asks_for_the_answer_once_it_is_answered() -> None:
    entry = Entry(built_in("feedback"), today=TODAY)
    assert entry.get("state") == "received"
    entry.set("state", "answered")
    assert {("answer", "required"), ("answered_on", "required")} <= set(kinds(entry))
    entry.set("state", "declined")
    assert ("decline_reason", "required") in kinds(entry)


def small_form(*questions: Question, **choices: tuple[Choice, ...]) -> Form:
    return Form("trial", "1", {"vi": "Thử"}, "vi", questions, choices)


def test_a_filtered_choice_that_is_gone_is_no_answer_and_comes_back() -> None:
    hamlets = tuple(Choice(n, {"vi": n}, {"commune": c}) for n, c in [("h1", "a"), ("h2", "a"), ("h3", "b")])
    form = small_form(
        Question("commune", "text"),
        Question(
            "hamlet",
            "select_one",
            list_name="hamlets",
            choice_filter="commune = ${commune}",
            required="true()",
        ),
        Question("told", "calculate", calculation="${hamlet}"),
        hamlets=hamlets,
    )
    entry = Entry(form, {"commune": "a", "hamlet": "h2"}, today=TODAY)
    assert [choice.name for choice in entry.state("hamlet").choices] == ["h1", "h2"]
    assert entry.set("commune", "b").changed == {"commune", "hamlet", "told"}
    assert (entry.state("hamlet").value, entry.get("told")) == (None, None)
    assert kinds(entry) == [("hamlet", "required")]
    assert entry.values() == {"commune": "b"}
    kept = Entry(form, entry.everything(), today=TODAY)
    for each in (entry, kept):
        each.set("commune", "a")
        assert (each.get("hamlet"), each.get("told")) == ("h2", "h2")
    entry.set("hamlet", "h3")
    assert entry.get("hamlet") is None
    entry.set("hamlet", "h4")
    assert kinds(entry) == [("hamlet", "type")]


def test_repeat_count_adds_rows_and_hides_those_too_many() -> None:
    child = Question("age", "integer", default="18")
    form = small_form(
        Question("n", "integer"), Question("kids", "repeat", repeat_count="${n}", children=(child,))
    )
    entry = Entry(form, today=TODAY)
    entry.set("n", 2)
    assert [row["age"] for row in entry.values()["kids"]] == [18, 18]
    entry.set("n", 1)
    assert len(entry.values()["kids"]) == 1
    assert len(entry.everything()["kids"]) == 2
    entry.set("n", 3)
    assert len(entry.values()["kids"]) == 3


def test_calculations_settle_through_groups_and_rows() -> None:
    form = small_form(
        Question("total", "calculate", calculation="sum(${double})"),
        Question(
            "many", "group", relevant="${total} > 10", children=(Question("why", "text", required="true()"),)
        ),
        Question(
            "people",
            "repeat",
            children=(Question("n", "integer"), Question("double", "calculate", calculation="${n} * 2")),
        ),
    )
    entry = Entry(form, today=TODAY)
    row = entry.add_row("people")
    assert not entry.state("why").relevant
    effects = entry.set(f"people/{row}/n", 6)
    assert effects.changed == {f"people/{row}/n", f"people/{row}/double", "total", "many", "why"}
    assert kinds(entry) == [("why", "required")]
    entry.remove_row(f"people/{row}")
    assert entry.get("total") == 0
    assert entry.faults() == ()


@pytest.mark.parametrize("form_id", built_in_ids())
def test_what_an_entry_calls_finished_the_check_accepts(form_id: str) -> None:
    entry = Entry(built_in(form_id), today=TODAY)
    faults = check(built_in(form_id), entry.values(), TODAY)
    assert faults == entry.faults()


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        ({"ethnicity": "kinh"}, "ethnicity"),
        ({"when_where": "x"}, "when_where"),
        ({"people": "x"}, "people"),
        ({"people": [{"topics": ["1"]}]}, "people"),
        ({"people": [{"@id": "a/b"}]}, "people"),
        ({"people": [{"@id": "r1"}, {"@id": "r1"}]}, "people"),
        ({"people": [{"@id": "r1", "cccd": "0"}]}, "people/r1/cccd"),
        ({"date": "hôm qua"}, "date"),
        ({"minutes": "25"}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"note": unicodedata.normalize("NFD", "hẹn")}, "note"),
        ({"note": 5}, "note"),
        ({"members": "m1"}, "members"),
    ],
)
def test_check_refuses_what_the_form_does_not_say(broken: dict[str, Any], path: str) -> None:
    faults = check(built_in("guidance_session"), {**VISIT, **broken}, TODAY)
    assert (path, "type") in [(fault.path, fault.kind) for fault in faults]


def test_check_accepts_a_whole_visit() -> None:
    assert check(built_in("guidance_session"), VISIT, TODAY) == ()
