"""What waits today, counted from the demonstration commune as the target picture shows it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.store import Cost
from desktop.ui.today import views
from desktop.work import today, visits
from desktop.work.address import addressed
from desktop.work.demo.fill import move_in
from desktop.work.desk import VIETNAM, Desk
from desktop.work.setup import Person, Place, set_up
from desktop.work.units import save_monthly_target
from forms.library import built_in

CHEAP = Cost(1, 8, 1)
WORDS = "bốn từ chẳng liên quan"
NOW = datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = move_in(tmp_path_factory.mktemp("demo"), WORDS, clock=lambda: NOW, cost=CHEAP)
    yield desk
    desk.store.close()


@pytest.fixture
def fresh(home: Path, clock: Any) -> Iterator[Desk]:
    place = Place("Tỉnh Mẫu", "99", "Xã Mẫu", "99001", "Thôn 3")
    desk = set_up(home, Person("Nguyễn Thị Mẫu Mai", "leader"), place, WORDS, clock=clock, cost=CHEAP)
    yield desk
    desk.store.close()


def household(desk: Desk, number: str, **more: Any) -> str:
    hamlet = desk.store.meta.get("home_hamlet")
    values = {"hamlet": hamlet, "house_no": number, "alley": "Ngõ 1", "status": "not_visited", **more}
    return desk.store.records.save(built_in("household"), values, who=desk.who, now=desk.clock()).rec


def session(desk: Desk, house: str, day: str, outcome: str = "guided", **row: Any) -> None:
    person = {"@id": "1", "age_band": "age_45_59", "topics": ["1"], "result": "alone", **row}
    values = {
        "date": day,
        "hamlet": desk.store.meta.get("home_hamlet"),
        "place": "home",
        "household": house,
        "visit_outcome": outcome,
    }
    visits.log(desk, values | ({"people": [person]} if outcome == "guided" else {}))


def test_the_picture(demo: Desk) -> None:
    it = today.today(demo)
    assert (it.person, it.month.done, it.month.target, it.month.today) == ("Mai", 84, 120, 4)
    assert it.month.on_pace
    assert it.month.days_left == 9
    assert sum(home.visit == "visited" for home in it.homes) == 56
    assert len(it.homes) == 87
    assert it.feedback is not None
    assert (it.feedback.count, it.feedback.days) == (2, 2)
    assert [(lesson.title, lesson.people) for lesson in it.lessons] == [("VNeID cơ bản", 32)]
    assert [day.done for day in it.week] == [3, 5, 2, 6, 4, 4, None]
    shown = views.drawn(it, visits.carried(demo), NOW.date())
    assert shown.title == "Chào Mai"
    assert shown.subtitle == "Thứ Bảy, 21/11/2026"
    assert shown.tasks[0].badge == "Quá hạn 2 ngày"
    assert "Đến lại nhà ông Trần Văn Thử" in [task.title for task in shown.tasks]
    assert len(shown.houses.alleys) == 6


def test_every_question_of_the_first_screen_uses_an_index(
    demo: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Any]] = []
    query = demo.store.query

    def listen(sql: str, parameters: Any = ()) -> Any:
        asked.append((sql, parameters))
        return query(sql, parameters)

    monkeypatch.setattr(demo.store, "query", listen)
    today.today(demo)
    assert len(asked) > 8
    for sql, parameters in asked:
        plan = [row["detail"] for row in query(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        assert not [step for step in plan if step.startswith("SCAN")], (plan, sql)


def test_a_promise_is_kept_once_the_home_was_visited_again(fresh: Desk, clock: Any) -> None:
    house = household(fresh, "12/3")
    session(fresh, house, "2026-11-18", follow_up_on="2026-11-20", follow_up_reason="mang SIM")
    hamlet = fresh.store.meta.get("home_hamlet")
    (late,) = today.returns(fresh, hamlet)
    assert (late.date, late.plate, late.reason) == ("2026-11-20", "12/3", "mang SIM")
    task = views.tasks(today.today(fresh), NOW.date())[0]
    assert (task.badge, task.tone) == ("Quá hẹn 1 ngày", "error")
    clock.advance(minutes=5)
    session(fresh, house, "2026-11-21", "absent")
    assert today.returns(fresh, hamlet), "nobody was met: the promise stands"
    clock.advance(minutes=5)
    session(fresh, house, "2026-11-21")
    assert today.returns(fresh, hamlet) == ()


def test_appointments_until_tomorrow_and_not_beyond(fresh: Desk) -> None:
    for number, day in (("1", "2026-11-21"), ("2", "2026-11-22"), ("3", "2026-11-23"), ("4", "2026-10-01")):
        household(fresh, number, status="appointment", appointment_on=day)
    found = today.returns(fresh, fresh.store.meta.get("home_hamlet"))
    assert [it.plate for it in found] == ["1", "2"]


def test_a_house_counts_as_visited_by_this_years_sessions_alone(fresh: Desk) -> None:
    old, new, absent = household(fresh, "2"), household(fresh, "10"), household(fresh, "9", status="absent")
    session(fresh, old, "2025-12-30")
    session(fresh, new, "2026-01-02")
    found = {it.plate: it.visit for it in today.homes(fresh, fresh.store.meta.get("home_hamlet"))}
    assert found == {"2": "waiting", "9": "absent", "10": "visited"}
    assert list(found) == ["2", "9", "10"], "2 before 9 before 10"
    assert absent


def test_no_target_is_not_a_target_of_nothing(fresh: Desk) -> None:
    month = today.month(fresh, fresh.store.meta.get("home_hamlet"))
    assert month.target is None
    card = views.month(month)
    assert (card.of, card.badge, card.note) == (0, "", "chưa đặt mục tiêu")
    save_monthly_target(fresh, 30)
    card = views.month(today.month(fresh, fresh.store.meta.get("home_hamlet")))
    assert (card.badge, card.tone) == ("Chậm nhịp", "warn")


def test_a_fresh_commune_is_guided(fresh: Desk) -> None:
    shown = views.drawn(today.today(fresh), visits.carried(fresh), NOW.date())
    assert shown.tasks == ()
    assert shown.idle[0] == "Bắt đầu từ lượt hướng dẫn đầu tiên"
    assert shown.houses.go.screen == "settings"
    assert shown.actions is not None
    assert shown.actions[1].title == "Tạo lớp"


def test_a_draft_thrown_away_comes_back_as_it_was(fresh: Desk, clock: Any) -> None:
    fresh.store.drafts.put("d1", "guidance_session", "1", {"note": "nháp"}, now=clock(), cursor="note")
    head = today.newest_draft(fresh)
    assert head is not None
    today.drop_draft(fresh, "d1")
    assert today.newest_draft(fresh) is None
    clock.advance(hours=1)
    today.restore_draft(fresh, head.draft)
    assert fresh.store.drafts.get("d1") == head.draft


def test_another_scam_each_week_and_all_of_them_in_turn(fresh: Desk, clock: Any) -> None:
    seen = []
    for _week in range(9):
        scam = today.scam(fresh)
        assert scam is not None
        assert "{{" not in scam.advice
        assert "**" not in scam.advice
        seen.append(scam.block)
        clock.now += timedelta(days=7)
    assert len(set(seen)) >= 7
    assert max(Counter(seen).values()) <= 2


@pytest.mark.parametrize(
    ("sex", "born", "said"),
    [
        ("male", 1955, "ông Trần Văn Thử"),
        ("female", 1986, "chị Trần Văn Thử"),
        ("", 1955, "Trần Văn Thử"),
        ("male", None, "Trần Văn Thử"),
        ("male", 2012, "Trần Văn Thử"),
    ],
)
def test_how_a_person_is_spoken_of(sex: str, born: int | None, said: str) -> None:
    assert addressed("Trần Văn Thử", sex, born, 2026) == said


def test_alleys_beyond_what_fits_are_counted(fresh: Desk) -> None:
    for alley in range(1, 9):
        household(fresh, "1", alley=f"Ngõ {alley}")
    card = views.houses(today.today(fresh))
    assert [it.name for it in card.alleys] == [f"Ngõ {n}" for n in range(1, 7)]
    assert card.more == "Còn 2 ngõ nữa, xem trong sổ hộ"
