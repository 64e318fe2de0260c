"""Saving a session, what it does to the home, and what the next one takes over."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.store.records import Records
from desktop.work import visits
from desktop.work.desk import Desk
from desktop.work.undo import undo
from forms.entry import Entry
from forms.library import built_in
from forms.problem import Problem
from sync.wire.ids import new_id
from tests.helpers.hamlet import HERE, guide, hamlet_desk, household_of, meet, session


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with hamlet_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def resident(desk: Desk) -> str:
    return meet(desk, "Lê Mẫu Hà", "12/3")


@pytest.fixture
def household(desk: Desk, resident: str) -> str:
    return household_of(desk, resident)


def home_now(desk: Desk, household: str) -> tuple[str, str | None]:
    values = desk.store.records.get(built_in("household"), household).values
    return values["status"], values.get("appointment_on")


def everything(desk: Desk) -> list[list[tuple[Any, ...]]]:
    """Every row that a save may touch."""
    tables = ("guidance_session", "guidance_session_people", "household", "change", "draft", "search_doc")
    return [[tuple(row) for row in desk.store.query(f"SELECT * FROM {table}")] for table in tables]


def test_a_home_guided_is_visited_and_stays_so(desk: Desk, resident: str, household: str) -> None:
    assert home_now(desk, household) == ("not_visited", None)
    guide(desk, household=household)
    assert home_now(desk, household) == ("absent", None)
    guide(desk, household=household, visit_outcome="declined")
    assert home_now(desk, household) == ("declined", None)
    guide(desk, resident, household=household)
    assert home_now(desk, household) == ("visited", None)
    for outcome in ("absent", "declined"):
        guide(desk, household=household, visit_outcome=outcome)
        assert home_now(desk, household) == ("visited", None)


def test_an_appointment_is_kept_until_somebody_comes(desk: Desk, resident: str, household: str) -> None:
    guide(desk, resident, household=household)
    guide(desk, household=household, visit_outcome="rescheduled", appointment_on="2026-11-28")
    assert home_now(desk, household) == ("appointment", "2026-11-28")
    guide(desk, resident, household=household)
    assert home_now(desk, household) == ("visited", None)
    guide(desk, household=household, visit_outcome="rescheduled")
    assert home_now(desk, household) == ("appointment", desk.today())


def test_undoing_a_session_gives_the_home_its_state_back(desk: Desk, resident: str, household: str) -> None:
    guide(desk, household=household, visit_outcome="rescheduled", appointment_on="2026-11-28")
    logged = guide(desk, resident, household=household)
    assert len(logged.undo) == 2
    undone = undo(desk, logged)
    assert home_now(desk, household) == ("appointment", "2026-11-28")
    assert visits.count_today(desk) == 1
    undo(desk, undone)
    assert home_now(desk, household) == ("visited", None)
    assert visits.count_today(desk) == 2


def test_a_session_does_not_revive_a_deleted_home(desk: Desk, household: str) -> None:
    form = built_in("household")
    desk.store.records.delete(form, household, who=desk.who, now=desk.clock())
    assert len(guide(desk, household=household).undo) == 1
    assert desk.store.records.get(form, household).deleted


def test_a_changed_session_leaves_the_home_as_it_is(desk: Desk, resident: str, household: str) -> None:
    logged = guide(desk, resident, household=household)
    guide(desk, household=household, visit_outcome="rescheduled", appointment_on="2026-11-28")
    values = dict(desk.store.records.get(built_in(visits.FORM), logged.rec or "").values)
    changed = visits.log(desk, values | {"note": "gọi trước"}, rec=logged.rec, reason="bổ sung")
    assert changed.rec == logged.rec
    assert home_now(desk, household) == ("appointment", "2026-11-28")


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": []},
        {"date": "2026-11-23"},
        {"date": "hôm qua"},
        {"place": "moon"},
        {"hamlet": None},
        {"unknown": "x"},
        {"note": "x" * 20_001},
    ],
)
def test_a_session_with_faults_is_refused_whole(
    desk: Desk, resident: str, household: str, wrong: dict[str, Any]
) -> None:
    before = everything(desk)
    with pytest.raises(Problem) as refused:
        visits.log(desk, session(desk, resident, household=household) | wrong)
    assert refused.value.code == "entry.faults"
    assert everything(desk) == before


@pytest.mark.parametrize("at", [1, 2])
def test_a_failure_half_way_leaves_nothing(
    desk: Desk, resident: str, household: str, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """The first write is the session, the second the home; the draft goes with the first."""
    draft = new_id()
    desk.store.drafts.put(draft, visits.FORM, "1", {"note": "x"}, now=desk.clock())
    before, saves, save = everything(desk), [], Records._save

    def failing(self: Records, *args: Any) -> Any:
        saves.append(args)
        saved = save(self, *args)
        if len(saves) == at:
            raise Problem("store.full")
        return saved

    monkeypatch.setattr(Records, "_save", failing)
    with pytest.raises(Problem):
        visits.log(desk, session(desk, resident, household=household), draft=draft)
    assert len(saves) == at
    assert everything(desk) == before
    monkeypatch.undo()
    logged = visits.log(desk, session(desk, resident, household=household), draft=draft)
    assert logged.rec == draft
    assert desk.store.drafts.all() == ()
    assert home_now(desk, household) == ("visited", None)


def test_saving_twice_from_one_draft_makes_one_session(desk: Desk, resident: str) -> None:
    draft, values = new_id(), session(desk, resident)
    visits.log(desk, values, draft=draft)
    again = visits.log(desk, values, draft=draft)
    assert again.undo == ()
    assert visits.count_today(desk) == 1


def test_the_next_session_of_the_day_takes_over_where_and_who(desk: Desk, clock: Any) -> None:
    first = visits.carried(desk)
    assert first.values == {"date": "2026-11-21", "place": "home", "members": [desk.who], "hamlet": HERE}
    assert (first.hamlet, first.members) == ("Thôn 3", ("Mai",))
    visits.keep_carried(desk, dict(first.values) | {"place": "market", "date": "2026-11-20"})
    clock.advance(hours=14)
    assert visits.carried(desk).values["place"] == "market"
    assert visits.carried(desk).values["date"] == "2026-11-20"


def test_a_new_day_starts_anew(desk: Desk, clock: Any) -> None:
    visits.keep_carried(desk, {"place": "market", "date": "2026-11-20", "members": []})
    clock.advance(hours=15)
    assert visits.carried(desk).values == {
        "date": "2026-11-22",
        "place": "home",
        "members": [desk.who],
        "hamlet": HERE,
    }


def test_nothing_personal_is_ever_taken_over(desk: Desk, resident: str, household: str) -> None:
    answers = session(desk, resident, household=household, note="hẹn lại", started_at="09:00", minutes=20)
    entry = Entry(built_in(visits.FORM), answers, today=desk.clock().date())
    assert set(entry.carry()) == {"date", "hamlet", "place", "members"}
    visits.keep_carried(desk, entry.carry())
    kept = desk.store.meta.get("carry/guidance_session")
    assert resident not in kept
    assert household not in kept
    assert set(json.loads(kept)["values"]) == {"date", "hamlet", "place", "members"}
    form = built_in(visits.FORM)
    assert [q.name for _path, q in form.walk() if q.carry and q.personal] == []


def test_today_tells_each_person_the_latest_first(desk: Desk, clock: Any, resident: str) -> None:
    other = meet(desk, "Trần Mẫu Lê")
    guide(desk, resident, started_at="08:15", household=household_of(desk, resident))
    clock.advance(minutes=5)
    guide(desk, other, resident)
    guide(desk, other, date="2026-11-20")
    told = visits.today(desk)
    assert [(it.name, it.at) for it in told] == [
        ("Trần Mẫu Lê", "09:46"),
        ("Lê Mẫu Hà", "09:46"),
        ("Lê Mẫu Hà", "08:15"),
    ]
    assert told[2].plate == "12/3"
    assert visits.count_today(desk) == 2


def test_a_deleted_session_comes_back(desk: Desk, resident: str) -> None:
    logged = guide(desk, resident)
    gone = visits.delete(desk, logged.rec or "")
    assert visits.count_today(desk) == 0
    assert visits.delete(desk, logged.rec or "").undo == ()
    undo(desk, gone)
    assert visits.count_today(desk) == 1


def test_members_who_left_are_not_offered(desk: Desk, clock: Any) -> None:
    form = built_in("member")
    for name, left_on in (("Phạm Văn Mẫu Tuấn", "2026-11-20"), ("Đỗ Thử Ân", "2026-11-21")):
        values = {"full_name": name, "hamlet": HERE, "team_role": "member", "left_on": left_on}
        desk.store.records.save(form, values, who=desk.who, now=clock())
    assert list(visits.members(desk).values()) == ["Ân", "Mai"]
