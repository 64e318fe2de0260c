"""Search: every name is found however it is typed, newest first, and nothing in a query is a command."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store import Store
from tests.helpers.stores import HOUSEHOLD, NOW, RESIDENT, VISIT, WHO, set_up, visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = set_up(tmp_path)
    yield store
    store.close()


def resident(store: Store, name: str, **more: str) -> str:
    return store.records.save(RESIDENT, {"full_name": name, **more}, who=WHO, now=NOW).rec


def found(store: Store, text: str, *kinds: str) -> list[str]:
    return [hit.rec for hit in store.search.find(text, kinds or None)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Đặng Thị Ước Mẫu", "dang uoc"),
        ("Đặng Thị Ước Mẫu", "ĐẶNG"),
        ("Đặng Thị Ước Mẫu", "\u0110a\u0306\u0323ng"),  # decomposed
        ("Lê Giả Định", "lê"),
        ("Ý Mẫu", "ý"),
        ("Ý Mẫu", "y"),
        ("Hà Ví Dụ", "ha v"),
        ("H'Nương Êban Thử", "h'nuong eban"),
        ("Nguyễn Minh Họa", "nguyê"),
    ],
)
def test_a_name_is_found_however_it_is_typed(store: Store, name: str, typed: str) -> None:
    resident(store, "Trần Khác")
    rec = resident(store, name)
    assert found(store, typed) == [rec]


def test_numbers_are_found_whole_in_part_and_in_groups(store: Store) -> None:
    rec = resident(store, "Mẫu Thử", phone="0912 345 678")
    card = store.records.save(HOUSEHOLD, {"card_no": "70001200345"}, who=WHO, now=NOW).rec
    for typed in ("0912345678", "0912 345 678", "0912", "345", "0912.345.678", "091 2345"):
        assert found(store, typed) == [rec], typed
    assert found(store, "7000120") == [card]


def test_every_word_must_be_there_and_the_newest_comes_first(store: Store) -> None:
    recs = [resident(store, name) for name in ("Lê Mẫu An", "Lê Mẫu Bình", "Lê Thử An")]
    assert found(store, "le an") == [recs[2], recs[0]]
    assert found(store, "le") == recs[::-1]
    assert found(store, "le khong") == []
    assert [hit.rec for hit in store.search.find("le", limit=2)] == recs[:0:-1]


@pytest.mark.parametrize(
    "typed", ['"', "le OR", "NOT le*", "text:le", "(le", "le^", "{kind}", "*", "", " ", "'--"]
)
def test_signs_in_a_query_mean_nothing(store: Store, typed: str) -> None:
    resident(store, "Lê Mẫu")
    store.search.find(typed)


def test_a_pasted_page_is_one_quick_query(store: Store) -> None:
    assert found(store, "chữ " * 20_000) == []


def test_kinds_narrow_the_search(store: Store) -> None:
    rec = resident(store, "Xong Mẫu")
    seen = store.records.save(VISIT, visit("xong"), who=WHO, now=NOW).rec
    assert found(store, "xong", "resident") == [rec]
    assert found(store, "xong", "visit") == [seen]
    assert set(found(store, "xong", "visit", "resident")) == {rec, seen}
    assert store.search.find("xong", []) == []
    assert found(store, "resident") == [], "the kind is no word of the record"


def test_a_visit_is_found_by_the_people_and_the_household_it_names_and_by_choice_labels(store: Store) -> None:
    home = store.records.save(HOUSEHOLD, {"contact_name": "Bà Năm Giả Định"}, who=WHO, now=NOW).rec
    rec = resident(store, "Phạm Ví Dụ", household=home)
    people = [{"@id": "1", "resident": rec, "topics": ["pay"]}]
    seen = store.records.save(VISIT, visit(household=home, people=people), who=WHO, now=NOW).rec
    for typed in ("pham vi", "nam gia", "thanh toan", "pham nam"):
        assert found(store, typed, "visit") == [seen], typed


def test_a_new_name_is_found_in_the_visits_that_name_the_person(store: Store) -> None:
    rec = resident(store, "Phạm Cũ")
    people = [{"@id": "1", "resident": rec}]
    seen = store.records.save(VISIT, visit(people=people), who=WHO, now=NOW).rec
    store.records.save(RESIDENT, {"full_name": "Phạm Mới"}, rec=rec, who=WHO, now=NOW)
    assert found(store, "pham moi", "visit") == [seen]
    assert found(store, "pham cu") == []


def test_changed_and_deleted_records_leave_their_old_words(store: Store) -> None:
    rec = resident(store, "Hồ Cũ")
    later = resident(store, "Hồ Khác")
    store.records.save(RESIDENT, {"full_name": "Hồ Mới"}, rec=rec, who=WHO, now=NOW)
    assert found(store, "cu") == []
    assert found(store, "ho") == [later, rec], "a correction does not make it newer"
    store.records.delete(RESIDENT, rec, who=WHO, now=NOW)
    assert found(store, "ho") == [later]


def test_a_deleted_name_no_longer_finds_the_records_that_named_it(store: Store) -> None:
    named = {"contact_name": "Lê Mẫu Hà", "hamlet": "01"}
    home = store.records.save(HOUSEHOLD, named, who=WHO, now=NOW).rec
    person = resident(store, "Trần Thử", household=home)
    assert set(found(store, "mau ha")) == {home, person}
    deleted = store.records.delete(HOUSEHOLD, home, who=WHO, now=NOW)
    assert found(store, "mau ha") == []
    store.records.undo([deleted.seq], who=WHO, now=NOW)
    assert set(found(store, "mau ha")) == {home, person}
