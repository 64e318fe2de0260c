"""Classes: marks, scores, walk-ins, the end, codes and the sign-in sheet."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop.work import class_sheet, training
from desktop.work.desk import Desk
from desktop.work.training import Attendee, Guest
from desktop.work.undo import undo
from forms import codes
from forms.problem import Problem
from tests.helpers.team import at_desk
from tests.helpers.training import class_of_today

NEW = {"title": "An toàn trên mạng", "kind": "residents", "state": "planned", "date": "2026-11-28"}


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def rec(desk: Desk) -> str:
    return class_of_today(desk)


def called(desk: Desk, rec: str, name: str) -> Attendee:
    return next(it for it in training.one(desk, rec).roster if it.name == name)


def test_a_mark_is_one_change_of_one_row(desk: Desk, rec: str) -> None:
    it = called(desk, rec, "Đỗ Thị Giả Định")
    changed = training.mark(desk, rec, it.row, "present", "14:20")
    last = desk.store.records.history(rec)[-1]
    assert dict(last.after) == {
        f"roster/{it.row}/attendance": "present",
        f"roster/{it.row}/arrived_at": "14:20",
    }
    assert changed.undo == (last.seq,)
    undo(desk, changed)
    assert called(desk, rec, it.name) == it


def test_who_is_marked_absent_has_no_arrival(desk: Desk, rec: str) -> None:
    it = called(desk, rec, "Lê Mẫu Ân")
    training.mark(desk, rec, it.row, "excused", "14:20")
    now = called(desk, rec, it.name)
    assert (now.attendance, now.arrived_at) == ("excused", "")
    training.mark(desk, rec, it.row, "")
    assert called(desk, rec, it.name).attendance == ""


def test_the_roster_stands_by_given_name(desk: Desk, rec: str) -> None:
    names = [it.name for it in training.one(desk, rec).roster]
    assert names[:2] == ["Lê Mẫu Ân", "Nguyễn Văn Giả Bảo"]
    assert names.index("Đỗ Thị Giả Định") < names.index("Trần Thị Minh Hương") < names.index("Ngô Mẫu Khôi")


@pytest.mark.parametrize(("typed", "score"), [("7,5", 7.5), ("10", 10.0), ("0", 0.0), ("", None)])
def test_scores_are_read_with_a_comma(typed: str, score: float | None) -> None:
    assert training.read_score(typed, date(2026, 11, 21)) == (score, None)


@pytest.mark.parametrize("typed", ["10,5", "-1", "giỏi", "990010324"])
def test_a_score_beyond_ten_gets_the_forms_words(typed: str) -> None:
    value, fault = training.read_score(typed, date(2026, 11, 21))
    assert value is None
    assert fault is not None
    assert fault.text("vi") == ("Điểm từ 0 đến 10." if typed != "giỏi" else "Nhập số, ví dụ 7,5.")


def test_a_score_beyond_ten_is_never_kept(desk: Desk, rec: str) -> None:
    it = called(desk, rec, "Lê Mẫu Ân")
    with pytest.raises(Problem, match="1"):
        training.score(desk, rec, it.row, "post_score", 11)
    training.score(desk, rec, it.row, "post_score", 8.5)
    assert called(desk, rec, it.name).post_score == 8.5


def test_a_member_added_on_the_spot_stands_once(desk: Desk, rec: str) -> None:
    mai = training.team(desk)[0]
    training.add_walk_in(desk, rec, Guest(member=mai.member), "14:05")
    now = called(desk, rec, mai.name)
    assert (now.attendance, now.arrived_at) == ("walk_in", "14:05")
    assert training.add_walk_in(desk, rec, Guest(member=mai.member), "14:06").undo == ()
    assert training.one(desk, rec).summary.registered == 33


def test_a_new_name_needs_consent(desk: Desk, rec: str) -> None:
    with pytest.raises(Problem) as told:
        training.add_walk_in(desk, rec, Guest(name="Bùi Ví Dụ Yến"), "14:05")
    assert told.value.code == "entry.consent"
    assert training.one(desk, rec).summary.registered == 32
    changed = training.add_walk_in(desk, rec, Guest(name="Bùi Ví Dụ Yến", method="spoken"), "14:05")
    resident = called(desk, rec, "Bùi Ví Dụ Yến").resident
    assert len(desk.store.consents.of(resident)) == 1
    undo(desk, changed)
    assert training.one(desk, rec).summary.registered == 32
    assert not training.find(desk, "Bùi Ví Dụ Yến")


def test_somebody_without_a_name_is_counted(desk: Desk, rec: str) -> None:
    training.add_walk_in(desk, rec, Guest(), "14:05")
    now = training.one(desk, rec)
    assert (now.summary.registered, now.summary.there) == (33, 19)
    assert now.roster[-1].name == ""


def test_an_office_class_keeps_names_without_a_resident(desk: Desk) -> None:
    rec = training.save(desk, NEW | {"kind": "officials"}).rec or ""
    training.add_walk_in(desk, rec, Guest(name="Phạm Minh Họa Tú", organisation="Một cửa"), "08:00")
    it = training.one(desk, rec).roster[0]
    assert (it.name, it.organisation, it.resident) == ("Phạm Minh Họa Tú", "Một cửa", "")


def test_the_end_marks_who_is_missing_and_can_be_undone(desk: Desk, rec: str) -> None:
    before = training.one(desk, rec)
    changed = training.end(desk, rec)
    now = training.one(desk, rec)
    assert now.summary.state == "ended"
    assert sum(it.attendance == "absent" for it in now.roster) == 12
    assert len(training.classes(desk, upcoming=False)) == 7
    undo(desk, changed)
    assert training.one(desk, rec) == before


def test_saving_the_plan_keeps_the_marks_made_meanwhile(desk: Desk, rec: str) -> None:
    plan = training.values_of(desk, rec)
    it = called(desk, rec, "Đỗ Thị Giả Định")
    training.mark(desk, rec, it.row, "present", "14:20")
    training.add_walk_in(desk, rec, Guest(), "14:21")
    training.save(desk, plan | {"place": "Trường học"}, rec=rec)
    now = training.one(desk, rec)
    assert (now.summary.place, now.summary.there, now.summary.registered) == ("Trường học", 20, 33)


def test_a_plan_without_a_date_is_refused(desk: Desk) -> None:
    with pytest.raises(Problem) as told:
        training.save(desk, {**NEW, "date": ""})
    assert told.value.code == "entry.faults"


def test_repeating_takes_the_people_and_no_marks(desk: Desk, rec: str) -> None:
    values = training.again(desk, rec)
    assert "date" not in values
    assert len(values["roster"]) == 32
    assert not any("attendance" in row or "arrived_at" in row for row in values["roster"])
    again = training.save(desk, values | {"date": "2026-12-05"}).rec or ""
    assert training.one(desk, again).summary.there == 0


def test_untrained_members_are_counted(desk: Desk) -> None:
    assert training.untrained(desk) == 1
    rec = training.save(desk, NEW | {"kind": "team_members"}).rec or ""
    for it in training.team(desk):
        training.add_walk_in(desk, rec, Guest(member=it.member), "08:00")
    assert training.untrained(desk) == 0


@pytest.mark.parametrize("typed", ["huong", "tran minh", "HƯƠNG", "minh trần"])
def test_names_fit_without_marks(typed: str) -> None:
    assert training.fits("Trần Thị Minh Hương", typed)
    assert not training.fits("Ngô Mẫu Khôi", typed)


def test_codes_lead_to_people_and_classes(desk: Desk, rec: str) -> None:
    code = class_sheet.class_code(desk, rec)
    assert code == codes.make("class", 99001, 3, 26, 5)
    assert class_sheet.scan(desk, rec, code).class_rec == rec
    it = called(desk, rec, "Lê Mẫu Ân")
    sql = "SELECT h.card_no FROM household h JOIN resident r ON r.household = h.id WHERE r.id = ?"
    card = desk.store.query(sql, (it.resident,))[0][0]
    assert class_sheet.scan(desk, rec, card).rows == (it.row,)
    badge = codes.make("member", 99001, 32)
    others = class_sheet.scan(desk, rec, badge).others
    assert [it.name for it in others] == ["Lê Thị Ví Dụ Hạnh"]
    training.add_walk_in(desk, rec, Guest(member=others[0].member), "14:05")
    assert len(class_sheet.scan(desk, rec, badge).rows) == 1
    assert class_sheet.scan(desk, rec, "123456789") == class_sheet.Scanned()


def test_the_number_of_a_class_stays_when_another_is_deleted(desk: Desk, rec: str) -> None:
    code = class_sheet.class_code(desk, rec)
    training.delete(desk, training.classes(desk, upcoming=False)[-1].rec)
    assert class_sheet.class_code(desk, rec) == code


def test_the_sheet_has_the_roster_printed_on_it(desk: Desk, rec: str) -> None:
    document = pypdfium2.PdfDocument(class_sheet.sheet(desk, rec))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) == 2
    document.close()
    for it in training.one(desk, rec).roster:
        assert it.name in text
    for words in (
        "VNeID cơ bản",
        "21/11/2026",
        codes.spaced(class_sheet.class_code(desk, rec)),
        "thôn 3 · xã An Mẫu",
    ):
        assert words in text


def test_a_mark_does_not_revive_a_deleted_class(desk: Desk, rec: str) -> None:
    it = called(desk, rec, "Lê Mẫu Ân")
    training.delete(desk, rec)
    with pytest.raises(Problem) as refused:
        training.mark(desk, rec, it.row, "present", "14:20")
    assert refused.value.code == "store.missing"
    assert desk.store.records.history(rec)[-1].did == "delete"
