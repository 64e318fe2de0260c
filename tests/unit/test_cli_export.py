"""Export: every repeat in a file of its own, no formula left alive, all or nothing on the disk."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.store import Store
from desktop.store.records import Filter
from desktop.work.desk import Desk
from desktop.work.export import Choices, export
from desktop.work.shown import Shown, form_of
from forms.library import built_in
from forms.problem import Problem
from resources import words
from tests.helpers import stores
from tests.helpers.stores import CHEAP, NOW, PASSPHRASE, VISIT, WHO


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    store = Store.set_up(home, PASSPHRASE, "An", "member", cost=CHEAP)
    yield Desk(store, WHO, lambda: NOW)
    store.close()


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_a_repeat_within_a_repeat_has_its_own_file(desk: Desk, tmp_path: Path) -> None:
    saved = desk.store.records.save(VISIT, stores.visit(), who=WHO, now=NOW)
    done = export(desk, VISIT, tmp_path / "v.csv")
    assert [path.name for path in done.files] == ["v.csv", "v-people.csv", "v-people-steps.csv"]
    assert cells(tmp_path / "v-people.csv")[1:] == [
        [saved.rec, "p1", "", "Ví Dụ", "Định danh điện tử; Thanh toán"],
        [saved.rec, "p2", "", "", "Thanh toán"],
    ]
    assert cells(tmp_path / "v-people-steps.csv")[1:] == [[saved.rec, "s1", "p1", "5"]]


def test_numbers_and_dates_as_read_here(desk: Desk, tmp_path: Path) -> None:
    desk.store.records.save(VISIT, stores.visit(), who=WHO, now=NOW)
    export(desk, VISIT, tmp_path / "v.csv")
    row = dict(zip(*cells(tmp_path / "v.csv"), strict=True))
    assert (row["date"], row["score"]) == ("14/08/2026", "4,5")
    export(desk, VISIT, tmp_path / "v.csv", choices=Choices(labels=False))
    row = dict(zip(*cells(tmp_path / "v.csv"), strict=True))
    assert (row["date"], row["score"]) == ("2026-08-14", "4.5")


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1"])
@pytest.mark.parametrize("labels", [True, False])
def test_no_formula_is_left_alive(desk: Desk, tmp_path: Path, text: str, labels: bool) -> None:
    desk.store.records.save(VISIT, stores.visit(note=text), who=WHO, now=NOW)
    export(desk, VISIT, tmp_path / "v.csv", choices=Choices(labels=labels))
    assert "'" + text in cells(tmp_path / "v.csv")[1]


def test_without_names_nothing_identifies(desk: Desk, tmp_path: Path) -> None:
    desk.store.records.save(VISIT, stores.visit(), who=WHO, now=NOW)
    done = export(desk, VISIT, tmp_path / "v.csv", choices=Choices(personal=False))
    assert "Ví Dụ" not in "".join(path.read_text(encoding="utf-8") for path in done.files)
    assert cells(tmp_path / "v-people.csv")[0] == ["id", "row", "topics"]


def test_without_names_the_team_is_not_named_either(desk: Desk, tmp_path: Path) -> None:
    values = {"full_name": "Đỗ Thử An", "phone": "0912 345 678", "team_role": "member"}
    member = desk.store.records.save(built_in("member"), values, who=WHO, now=NOW).rec
    desk.store.records.save(VISIT, stores.visit(members=[member]), who=WHO, now=NOW)
    for form in (built_in("member"), VISIT):
        done = export(desk, form, tmp_path / "v.csv", choices=Choices(personal=False))
        told = "".join(path.read_text(encoding="utf-8") for path in done.files)
        assert not [it for it in ("Đỗ Thử An", "0912") if it in told]


def test_only_the_days_asked_for(desk: Desk, tmp_path: Path) -> None:
    for day in ("2026-08-13", "2026-08-14", "2026-08-15"):
        desk.store.records.save(VISIT, stores.visit() | {"date": day}, who=WHO, now=NOW)
    where = Filter(since="2026-08-14", until="2026-08-14")
    assert export(desk, VISIT, tmp_path / "v.csv", where).records == 1


def test_stopped_half_way_nothing_is_left(desk: Desk, tmp_path: Path) -> None:
    with desk.store.together():
        for number in range(501):
            desk.store.records.save(VISIT, stores.visit(str(number)), who=WHO, now=NOW)
    told: list[int] = []
    with pytest.raises(Problem, match=r"Đã dừng xuất\."):
        export(desk, VISIT, tmp_path / "v.csv", progress=lambda done: bool(told.append(done)))
    assert told == [500]
    assert list(tmp_path.glob("v*")) == []


def test_a_file_there_before_stays_until_the_new_one_is_whole(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("before", encoding="utf-8")
    (tmp_path / "v-people.csv.part").mkdir()
    with pytest.raises(Problem) as problem:
        export(desk, VISIT, tmp_path / "v.csv")
    assert problem.value.code == "print.write"
    assert (tmp_path / "v.csv").read_text(encoding="utf-8") == "before"


def test_a_form_that_came_from_the_province_is_known_by_its_id(desk: Desk) -> None:
    desk.store.records.save(VISIT, stores.visit(), who=WHO, now=NOW)
    assert form_of(desk, "visit").id == "visit"
    with pytest.raises(Problem, match="nope"):
        form_of(desk, "nope")


def test_answers_in_the_language_in_use(desk: Desk) -> None:
    form = built_in("guidance_session")
    place, day = form.find("place"), form.find("date")
    shown = Shown(desk)
    assert shown.answer(form, place, "home") == "Tại nhà"
    assert shown.answer(form, day, date(2026, 11, 21).isoformat()) == "21/11/2026"
    assert shown.answer(form, place, None) == ""
    words.use("en")
    assert shown.answer(form, place, "home") == "At home"
