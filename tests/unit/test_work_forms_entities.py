"""Households and residents that surveys make and change: with consent, within one undo, nothing dropped unsaid."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.work import forms, records, undo
from desktop.work.desk import Clock, Desk
from forms.library import built_in
from sync.wire.ids import new_id
from tests.helpers.surveys import CHOICES, file, markdown, new_desk, published


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    with new_desk(home, clock) as made:
        yield made


ENTITIES = """
| entities |
|  | list_name | label |
|  | resident | ${ten} |
"""
PERSON = """
    type; name; label; save_to
    text; ten; Tên; full_name
    integer; nam; Năm sinh; birth_year
    select_one co; dong_y; Đồng ý; consent
    select_one tuoi; nhom; Nhóm tuổi; age_band
"""
PERSON_CHOICES = CHOICES + "\ntuoi; age_60_69; 60–69"


def test_a_survey_makes_a_resident_with_consent_and_undo_takes_both_back(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(PERSON, choices=PERSON_CHOICES, more=ENTITIES))
    changed = records.save(desk, "khao_sat", {"ten": "Hồ Mẫu", "nam": 1962, "dong_y": "co"})
    assert changed.kinds == {"khao_sat", "resident"}
    assert changed.left_out == ()
    (person,) = desk.store.records.page(built_in("resident")).records
    assert (person.values["full_name"], person.values["birth_year"]) == ("Hồ Mẫu", 1962)
    assert desk.store.consents.of(person.id)[0].method == "spoken"
    undo.undo(desk, changed)
    assert desk.store.records.page(built_in("resident")).records == ()
    assert records.count(desk, "khao_sat") == 0


def test_without_consent_no_name_is_kept_and_that_is_said(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(PERSON, choices=PERSON_CHOICES, more=ENTITIES))
    changed = records.save(
        desk, "khao_sat", {"ten": "Hồ Mẫu", "nam": 1962, "dong_y": "khong", "nhom": "age_60_69"}
    )
    (person,) = desk.store.records.page(built_in("resident")).records
    assert person.values == {"age_band": "age_60_69"}
    assert len(changed.left_out) == 1
    assert "Họ và tên" in changed.left_out[0]
    changed = records.save(desk, "khao_sat", {"ten": "Hồ Mẫu"})
    assert len(desk.store.records.page(built_in("resident")).records) == 1
    assert changed.left_out
    assert records.count(desk, "khao_sat") == 2


def test_a_household_and_the_people_of_its_repeat_are_made_together(desk: Desk, tmp_path: Path) -> None:
    rows = """
        type; name; label; save_to
        text; so_nha; Số nhà; household#house_no
        begin_repeat; nguoi; Người;
        text; ten; Tên; resident#full_name
        select_one co; dong_y; Đồng ý; resident#consent
        select_one tuoi; nhom; Nhóm tuổi; resident#age_band
        end_repeat; ; ;
    """
    choices = "co; paper; Ký giấy\nco; khong; Không\ntuoi; age_60_69; 60–69"
    more = (
        "\n| entities |\n|  | list_name | label |\n|  | household | ${so_nha} |\n|  | resident | ${ten} |\n"
    )
    published(desk, tmp_path, markdown(rows, choices=choices, more=more))
    people = [
        {"@id": "1", "ten": "Hồ Mẫu", "dong_y": "paper"},
        {"@id": "2", "ten": "Lý Thử", "nhom": "age_60_69"},
    ]
    changed = records.save(desk, "khao_sat", {"so_nha": "7", "nguoi": people})
    (home,) = desk.store.records.page(built_in("household")).records
    assert (home.values["house_no"], home.values["status"], len(home.values["card_no"])) == (
        "7",
        "not_visited",
        11,
    )
    found = desk.store.records.page(built_in("resident")).records
    assert {it.values.get("full_name") for it in found} == {"Hồ Mẫu", None}
    assert {it.values["household"] for it in found} == {home.id}
    assert len(changed.left_out) == 1
    undo.undo(desk, changed)
    assert (
        desk.store.records.count(built_in("household")) == desk.store.records.count(built_in("resident")) == 0
    )


def test_entities_and_properties_that_have_no_place_here_are_remarked_on(desk: Desk, tmp_path: Path) -> None:
    rows = PERSON.replace("birth_year", "shoe_size")
    seen = forms.inspect(desk, file(tmp_path, markdown(rows, choices=PERSON_CHOICES, more=ENTITIES)))
    assert any("shoe_size" in note.text for note in seen.notes)
    trees = ENTITIES.replace("resident", "trees")
    seen = forms.inspect(desk, file(tmp_path, markdown(PERSON, choices=PERSON_CHOICES, more=trees)))
    assert any("trees" in note.text for note in seen.notes)
    assert seen.standing == "new"


def test_a_survey_changes_a_household_that_is_here(desk: Desk, tmp_path: Path) -> None:
    hamlet = desk.store.meta.get("home_hamlet")
    home: dict[str, Any] = {"hamlet": hamlet, "house_no": "7", "status": "not_visited"}
    rec = records.save(desk, "household", home).rec or ""
    rows = """
        type; name; label; save_to; appearance
        text; nha; Nhà; ; record-household
        integer; so_nguoi; Số người; members;
    """
    more = "\n| entities |\n|  | list_name | entity_id | update_if |\n|  | household | ${nha} | ${so_nguoi} > 0 |\n"
    published(desk, tmp_path, markdown(rows, more=more))
    changed = records.save(desk, "khao_sat", {"nha": rec, "so_nguoi": 5})
    assert desk.store.records.get(built_in("household"), rec).values["members"] == 5
    undo.undo(desk, changed)
    assert "members" not in desk.store.records.get(built_in("household"), rec).values
    changed = records.save(desk, "khao_sat", {"nha": new_id(), "so_nguoi": 5})
    assert changed.left_out
