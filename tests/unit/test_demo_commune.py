"""The fictional commune: the same from the same seed, within every rule of the forms, and as the pictures show it."""

import json
import os
import subprocess
import sys
import tracemalloc
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from desktop.work import people, today, visits
from desktop.work.demo import COMMUNE, TEAM, Made, Scale, generate, leave_draft, move_in, names, scene
from desktop.work.desk import Desk
from desktop.work.status import status
from desktop.work.units import monthly_target
from forms.check import check
from forms.codes import kind_of
from forms.definition import Form, Question
from forms.entry import Entry
from forms.library import built_in
from tests.conftest import Clock
from tests.helpers.stores import CHEAP, PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
VILLAGE = Scale((1, 2, 3), 300, 900)


@pytest.fixture(scope="module")
def team() -> list[Made]:
    return list(generate(TEAM, today=TODAY))


def latest(made: list[Made], form: str) -> list[Made]:
    """Every record of a form as it stands in the end."""
    return list({it.rec: it for it in made if it.form == form}.values())


DIGEST = """
import hashlib, json, sys
from datetime import date
from desktop.work.demo.generate import generate
from desktop.work.demo.scale import Scale
told = hashlib.sha256()
for it in generate(Scale((1, 2, 3), 300, 900), seed=int(sys.argv[1]), today=date(2026, 11, 21)):
    told.update(json.dumps([it.form, it.rec, it.values, it.who, str(it.when)]).encode())
print(told.hexdigest())
"""


def digest(seed: int, hash_seed: str) -> str:
    command = [sys.executable, "-c", DIGEST, str(seed)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_one_seed_makes_one_commune_in_every_process() -> None:
    assert digest(7, "1") == digest(7, "2") != digest(8, "1")


@pytest.mark.parametrize("day", [TODAY, date(2028, 2, 29), date(2027, 1, 1)])
def test_every_answer_passes_the_forms_own_check(day: date) -> None:
    faults = [
        (it.form, fault.path, fault.text("en"), it.values)
        for it in islice(generate(VILLAGE, seed=3, today=day), 0, None, 4)
        if it.form != "consent"
        for fault in check(built_in(it.form), it.values, day)
    ]
    assert faults == []


def test_every_answer_of_the_team_passes_too(team: list[Made]) -> None:
    faults = [
        (it.form, fault.path)
        for it in team
        if it.form != "consent"
        for fault in check(built_in(it.form), it.values, TODAY)
    ]
    assert faults == []


def references(form: Form, values: Any) -> Iterator[tuple[str, str]]:
    def walk(questions: tuple[Question, ...], answers: Any) -> Iterator[tuple[str, str]]:
        for question in questions:
            if question.type == "group":
                yield from walk(question.children, answers)
            elif question.type == "repeat":
                for row in answers.get(question.name, ()):
                    yield from walk(question.children, row)
            elif question.refers_to and question.name in answers:
                value = answers[question.name]
                yield from (
                    (question.refers_to, rec) for rec in (value if isinstance(value, list) else [value])
                )

    yield from walk(form.questions, values)


def test_every_record_named_was_written_down_before() -> None:
    known: set[tuple[str, str]] = set()
    dangling = []
    for it in generate(VILLAGE, today=TODAY):
        if it.form == "consent":
            known.add(("consent", it.rec))
            continue
        dangling += [
            (it.form, form)
            for form, rec in references(built_in(it.form), it.values)
            if (form, rec) not in known
        ]
        known.add((it.form, it.rec))
    assert dangling == []


def test_what_identifies_a_resident_rests_on_a_consent() -> None:
    personal = {"full_name", "birth_year", "phone", "relation"}
    residents = [it.values for it in generate(VILLAGE, today=TODAY) if it.form == "resident"]
    assert [it for it in residents if personal & set(it) and "consent" not in it] == []
    assert 100 < sum("consent" not in it for it in residents) < len(residents) / 2


def test_ids_are_uuid7_and_unique(team: list[Made]) -> None:
    first: dict[str, str] = {}
    for it in team:
        assert UUID(it.rec).version == 7
        assert UUID(it.rec).variant == "specified in RFC 4122"
        assert first.setdefault(it.rec, it.form) == it.form
    once = [it.rec for it in team if it.form in ("member", "household", "resident", "consent")]
    assert len(set(once)) == len(once)


def test_it_is_written_down_in_the_order_of_time() -> None:
    year = [
        it
        for it in generate(VILLAGE, today=TODAY)
        if it.form not in ("member", "household", "resident", "consent")
    ]
    assert [it.when for it in year] == sorted(it.when for it in year)
    assert year[-1].when.date() == TODAY


def test_cards_are_distinct_and_readable() -> None:
    cards = [it.values["card_no"] for it in generate(VILLAGE, today=TODAY) if it.form == "household"]
    assert len(set(cards)) == len(cards) == 300
    assert {kind_of(card) for card in cards} == {"household"}


def test_nobody_could_be_taken_for_a_real_person() -> None:
    people = [
        it.values["full_name"]
        for it in generate(VILLAGE, today=TODAY)
        if it.form in ("resident", "member") and "full_name" in it.values
    ]
    invented = {word for part in names.INVENTED for word in part.split()}
    assert [name for name in people if not invented & set(name.split())] == []
    assert all(unicodedata.is_normalized("NFC", name) for name in people)
    lengths = Counter(min(4, len(name.split())) for name in people)
    assert set(lengths) == {1, 2, 3, 4}
    assert {"Hà", "Lê", "Ý", "An"} <= {name.split()[-1] for name in people}
    assert any("Đ" in name for name in people)


def test_some_given_names_arrive_decomposed() -> None:
    """As they do when pasted; were none of them so, the test above would say nothing of normalisation."""
    given = [name for both in names._GIVEN.values() for name in both]
    assert [name for name in given if not unicodedata.is_normalized("NFC", name)]


def test_hamlet_three_is_as_in_the_pictures(team: list[Made]) -> None:
    homes = latest(team, "household")
    assert len(homes) == 87
    assert Counter(it.values["alley"] for it in homes) == dict(
        zip([f"Ngõ {n}" for n in range(1, 7)], (16, 15, 14, 14, 15, 13), strict=True)
    )
    visited = {it.rec for it in homes if it.values["status"] == "visited"}
    sessions = latest(team, "guidance_session")
    this_year = {
        it.values["household"]
        for it in sessions
        if it.values["date"] >= "2026" and it.values["visit_outcome"] == "guided" and "household" in it.values
    }
    assert len(visited) == 56
    assert this_year == visited


def test_november_is_as_in_the_pictures(team: list[Made]) -> None:
    november = [it for it in latest(team, "guidance_session") if it.values["date"] >= "2026-11"]
    assert len(november) == 84
    assert {it.values["visit_outcome"] for it in november} == {"guided"}
    assert len({it.values["household"] for it in november}) == scene.HOUSES_MET == 48
    people = [row.get("resident", it.rec) for it in november for row in it.values["people"]]
    assert len(set(people)) == scene.PEOPLE_MET == 61
    by_day = Counter(it.values["date"] for it in november)
    assert [by_day[f"2026-11-{day}"] for day in range(16, 22)] == [3, 5, 2, 6, 4, 4]


def test_house_12_3_was_visited_three_times_this_year(team: list[Made]) -> None:
    (home,) = [it.rec for it in latest(team, "household") if it.values["house_no"] == "12/3"]
    visits = [it.values for it in latest(team, "guidance_session") if it.values.get("household") == home]
    assert [(it["date"], it["people"][0]["topics"]) for it in visits] == [
        ("2026-03-02", ["5"]),
        ("2026-06-15", ["3"]),
        ("2026-10-07", ["1"]),
    ]


def test_the_class_this_afternoon(team: list[Made]) -> None:
    (lesson,) = [it.values for it in latest(team, "training_class") if it.values["date"] == "2026-11-21"]
    assert (lesson["title"], lesson["place"], lesson["starts_at"]) == (
        "VNeID cơ bản",
        "Nhà văn hóa thôn 3",
        "14:00",
    )
    there = Counter(row.get("attendance", "") for row in lesson["roster"])
    assert len(lesson["roster"]) == len({row["resident"] for row in lesson["roster"]}) == 32
    assert there["present"] + there["walk_in"] == 18
    assert there[""] == 12
    assert there["excused"] == 2


def test_feedback_stands_in_every_state(team: list[Made]) -> None:
    matters = [it.values for it in latest(team, "feedback")]
    states = Counter(it["state"] for it in matters)
    assert states == {"received": 3, "processing": 5, "answered": 2, "published": 40, "declined": 1}
    on_the_way = {it.values["state"] for it in team if it.form == "feedback"}
    assert on_the_way == {"received", "forwarded", "processing", "answered", "published", "declined"}
    overdue = [
        it["subject"]
        for it in matters
        if it["due_on"] < TODAY.isoformat() and it["state"] in ("received", "forwarded", "processing")
    ]
    assert sorted(overdue) == ["Nộp học phí trực tuyến bị trừ tiền hai lần", "Sóng điện thoại yếu ở ngõ 5"]


def test_a_commune_has_five_thousand_households_and_a_year_of_visits() -> None:
    made: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for it in generate(COMMUNE, today=TODAY):
        made[it.form] += 1
        if it.form == "guidance_session":
            outcomes[it.values["visit_outcome"]] += 1
    assert made["household"] == 5_000
    assert abs(made["resident"] - 20_000) < 100
    assert made["guidance_session"] == 10_001  # one of them was changed once
    assert made["member"] == 32
    assert set(outcomes) == {"guided", "absent", "rescheduled", "declined"}
    assert outcomes["guided"] > 8_000


def test_a_commune_streams_in_flat_memory() -> None:
    stream = generate(records=1_000_000, today=TODAY)
    next(islice(stream, 2_000, None))
    tracemalloc.start()
    try:
        for _ in islice(stream, 20_000):
            pass
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("records", [1_000, 100_000, 1_000_000])
def test_a_commune_may_be_of_any_size(records: int) -> None:
    scale = Scale.of(records)
    assert abs(5 * scale.households + scale.sessions - records) <= records / 100
    assert scale.households < 99 * 999


def test_values_are_plain_json(team: list[Made]) -> None:
    assert all(json.loads(json.dumps(it.values)) == it.values for it in team)


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    desk = move_in(home, PASSPHRASE, TEAM, clock=clock, cost=CHEAP)
    yield desk
    desk.store.close()


def test_moved_in_mai_finds_what_the_pictures_show(desk: Desk) -> None:
    told = status(desk)
    assert (told.person, told.hamlet, told.commune, told.overdue) == ("Mai", "Thôn 3", "Xã An Mẫu", 2)
    assert monthly_target(desk) == 120
    assert visits.count_today(desk) == 4
    first = people.find(desk, "hong", desk.store.meta.get("home_hamlet"))[0]
    assert (first.name, first.plate, first.last_on) == ("Nguyễn Thị Mẫu Hồng", "12/3", "2026-10-07")
    assert first.phone.endswith("418")
    home = people.home(desk, first.household)
    assert home is not None
    assert (home.this_year, len(home.people)) == (3, 3)
    assert desk.store.consents.of(first.rec)[0].id == first.consent
    assert desk.store.sound()


def test_two_homes_wait_and_the_week_is_as_in_the_picture(desk: Desk) -> None:
    hamlet = desk.store.meta.get("home_hamlet")
    assert [(it.date, it.plate, it.reason) for it in today.returns(desk, hamlet)] == [
        ("2026-11-21", "14B", "mang thẻ SIM chính chủ"),
        ("2026-11-22", "27", "thanh toán tiền điện trực tuyến"),
    ]
    week = [(it.done, it.planned) for it in today.week(desk, hamlet)]
    assert week == [(3, 3), (5, 5), (2, 4), (6, 5), (4, 4), (4, 6), (None, 3)]


def test_the_houses_stand_in_walking_order(desk: Desk) -> None:
    seen = [it.visit for it in today.homes(desk, desk.store.meta.get("home_hamlet"))]
    called = scene.STATUS | {".": "waiting"}
    drawn = [called[letter] for _alley, letters, _plates in scene.ALLEYS for letter in letters]
    assert seen == drawn


def test_a_half_typed_session_may_be_left_behind(desk: Desk) -> None:
    draft = leave_draft(desk)
    (kept,) = desk.store.drafts.all()
    assert kept.id == draft
    entry = Entry(built_in("guidance_session"), kept.values, today=TODAY)
    assert [fault.path.rpartition("/")[2] for fault in entry.faults()] == ["result"]


def test_a_folder_in_use_is_left_alone(desk: Desk, home: Path) -> None:
    before = desk.store.outbox.stream()
    with pytest.raises(FileExistsError):
        move_in(home, PASSPHRASE, TEAM, cost=CHEAP)
    assert desk.store.outbox.stream() == before
