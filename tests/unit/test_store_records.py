"""Records: what is saved is what is read, every change is in the history, and undo takes it back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.store import Filter, New, Store
from desktop.store.records import replay
from forms.definition import Question
from forms.problem import Problem
from sync.wire.ids import new_id
from tests.helpers.stores import HOUSEHOLD, NOW, RESIDENT, VISIT, VISIT_2, WHO, set_up, visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = set_up(tmp_path)
    yield store
    store.close()


def save(store: Store, values: dict[str, Any], **more: Any) -> Any:
    return store.records.save(VISIT, values, who=WHO, now=NOW, **more)


def test_a_record_comes_back_as_it_was_saved(store: Store) -> None:
    values = visit(total="2 người")
    saved = save(store, values)
    record = store.records.get(VISIT, saved.rec)
    assert saved.created
    assert record.values == values
    assert (record.version, record.created_by, record.deleted) == ("1", WHO, False)
    assert record.created_at == "2026-08-14T08:30:00.000+07:00"
    assert record.seq == saved.seq


def test_only_what_differs_becomes_a_change(store: Store) -> None:
    saved = save(store, visit())
    again = save(store, visit(score=3.0, note=""), rec=saved.rec, reason="nghe nhầm")
    created, edited = store.records.history(saved.rec)
    assert (created.did, created.before, created.after["people/p1/name"]) == ("create", {}, "Ví Dụ")
    assert (edited.did, edited.before, edited.after) == (
        "edit",
        {"score": 4.5, "note": "xong"},
        {"score": 3.0, "note": None},
    )
    assert (edited.reason, edited.seq, edited.acknowledged) == ("nghe nhầm", again.seq, False)


def test_nothing_different_writes_nothing(store: Store) -> None:
    saved = save(store, visit())
    again = save(store, visit() | {"weather": None, "empty": ""}, rec=saved.rec)
    assert (again.changed, again.seq) == (False, saved.seq)
    assert len(store.records.history(saved.rec)) == 1


def test_personal_answers_travel_apart(store: Store) -> None:
    save(store, visit())
    (operation,) = store.outbox.pending(0, 10)
    body = json.loads(operation.body)
    assert body["person"] == {"people/p1/name": "Ví Dụ"}
    assert "people/p1/name" not in body["set"]
    assert body["set"]["score"] == 4.5
    assert body["by"] == WHO
    assert body["at"] == "2026-08-14T08:30:00.000+07:00"


def test_rows_are_added_removed_and_turned_round(store: Store) -> None:
    saved = save(store, visit())
    people = [{"@id": "p3", "name": "Mẫu"}, *reversed(visit()["people"][:1])]
    save(store, visit(people=people), rec=saved.rec)
    assert store.records.get(VISIT, saved.rec).values["people"] == people
    assert store.query('SELECT count(*) FROM "survey:visit/people/steps"')[0][0] == 1


def test_the_changes_add_up_to_the_record(store: Store) -> None:
    saved = save(store, visit())
    for values in (
        visit(score=1.0),
        visit(people=[]),
        visit(members=[WHO, "x"], note=""),
        visit(hamlet="02"),
    ):
        save(store, values, rec=saved.rec)
    bodies = [change.after for change in store.records.history(saved.rec)]
    assert replay(VISIT, bodies) == store.records.get(VISIT, saved.rec).values


def test_a_deleted_record_leaves_lists_and_search_and_comes_back_by_undo(store: Store) -> None:
    saved = save(store, visit())
    gone = store.records.delete(VISIT, saved.rec, who=WHO, now=NOW)
    assert store.records.page(VISIT).records == ()
    assert store.search.find("xong") == []
    assert store.records.get(VISIT, saved.rec).deleted
    store.records.undo([gone.seq], who=WHO, now=NOW)
    back = store.records.get(VISIT, saved.rec)
    assert not back.deleted
    assert back.values == visit()
    assert [hit.rec for hit in store.search.find("xong")] == [saved.rec]
    assert [it.did for it in store.records.history(saved.rec)] == ["create", "delete", "restore"]
    assert json.loads(store.outbox.pending(2, 1)[0].body)["set"]["hamlet"] == "01"


def test_undo_takes_back_a_creation_and_an_edit_but_not_what_changed_since(store: Store) -> None:
    saved = save(store, visit())
    edit = save(store, visit(score=1.0, note="sai"), rec=saved.rec)
    save(store, visit(score=1.0, note="đúng"), rec=saved.rec)
    store.records.undo([edit.seq], who=WHO, now=NOW)
    values = store.records.get(VISIT, saved.rec).values
    assert (values["score"], values["note"]) == (4.5, "đúng")
    store.records.undo([saved.seq], who=WHO, now=NOW)
    assert store.records.get(VISIT, saved.rec).deleted


def test_undo_of_an_edit_leaves_a_record_deleted_since_deleted(store: Store) -> None:
    saved = store.records.save(VISIT, visit(), who=WHO, now=NOW)
    edit = store.records.save(VISIT, visit("sửa"), rec=saved.rec, who=WHO, now=NOW)
    gone = store.records.delete(VISIT, saved.rec, who=WHO, now=NOW)
    (back,) = store.records.undo([edit.seq], who=WHO, now=NOW)
    assert not back.changed
    assert store.records.get(VISIT, saved.rec).deleted
    assert [it.seq for it in store.records.history(saved.rec)] == [saved.seq, edit.seq, gone.seq]


def test_undo_of_several_changes_goes_back_to_the_first(store: Store) -> None:
    saved = save(store, visit())
    edits = [save(store, visit(score=n, people=[]), rec=saved.rec).seq for n in (1.0, 2.0, 3.0)]
    store.records.undo(edits, who=WHO, now=NOW)
    assert store.records.get(VISIT, saved.rec).values == visit()


def test_a_draft_and_its_record_are_never_both_there(store: Store) -> None:
    draft = new_id()
    assert store.drafts.put(draft, "visit", "1", {"note": "xo"}, now=NOW, cursor="note")
    saved = save(store, visit(), draft=draft)
    assert store.drafts.all() == ()
    assert saved.rec == draft
    assert not store.drafts.put(draft, "visit", "1", {"note": "xon"}, now=NOW)
    assert store.drafts.all() == ()
    assert not save(store, visit(), draft=draft).changed, "saving twice from one draft makes one record"


def test_drafts_keep_answers_and_cursor_the_last_touched_first(store: Store) -> None:
    store.drafts.put("a", "visit", "1", {"note": "một"}, now=NOW)
    store.drafts.put(
        "b", "visit", "1", visit(), now=NOW + timedelta(seconds=1), rec="r", cursor="people/p1/name"
    )
    first, second = store.drafts.all()
    assert (first.id, first.rec, first.cursor, first.values) == ("b", "r", "people/p1/name", visit())
    assert second == store.drafts.get("a")
    store.drafts.delete("b")
    assert store.drafts.get("b") is None


def test_pages_run_newest_first_without_gap_or_repeat(store: Store) -> None:
    days = [f"2026-08-{day:02}" for day in (3, 9, 1, 9, 5, 9, 9)]
    saved = store.records.save_many(
        VISIT, [New(visit(date=day, note=f"{n}"), WHO, NOW) for n, day in enumerate(days)]
    )
    seen, after = [], None
    while True:
        page = store.records.page(VISIT, after=after, limit=3)
        seen += [(record.values["date"], record.id) for record in page.records]
        if (after := page.after) is None:
            break
    assert [day for day, _ in seen] == sorted(days, reverse=True)
    assert {rec for _, rec in seen} == {it.rec for it in saved}
    assert len(seen) == 7


def test_a_filter_holds_a_place_and_both_ends_of_a_span(store: Store) -> None:
    for day, hamlet in (
        ("2026-08-01", "01"),
        ("2026-08-05", "02"),
        ("2026-08-05", "01"),
        ("2026-08-09", "01"),
    ):
        save(store, visit(date=day, hamlet=hamlet))
    where = Filter({"hamlet": "01"}, since="2026-08-01", until="2026-08-05")
    assert [it.values["date"] for it in store.records.page(VISIT, where).records] == [
        "2026-08-05",
        "2026-08-01",
    ]
    assert store.records.count(VISIT, where) == 2


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT * FROM "survey:visit" WHERE deleted = 0 ORDER BY sort DESC, n DESC LIMIT 50',
        'SELECT * FROM "survey:visit" WHERE deleted = 0 AND hamlet = ? AND sort > ? ORDER BY sort DESC, n DESC LIMIT 9',
        'SELECT * FROM "survey:visit" WHERE household = ? ORDER BY sort DESC LIMIT 3',
        'SELECT * FROM "survey:visit/people" WHERE resident = ?',
        'SELECT * FROM "survey:visit/people" WHERE rec = ?',
        "SELECT * FROM household WHERE card_no = ?",
        "SELECT * FROM change WHERE rec = ? ORDER BY seq",
        "SELECT * FROM consent WHERE resident = ?",
    ],
)
def test_what_screens_ask_is_answered_from_an_index(store: Store, sql: str) -> None:
    plan = [row["detail"] for row in store.query(f"EXPLAIN QUERY PLAN {sql}", ("x",) * sql.count("?"))]
    assert all("USING" in step and "TEMP B-TREE" not in step for step in plan), plan


def test_a_newer_version_adds_its_columns_and_keeps_the_old_records(store: Store) -> None:
    saved = save(store, visit())
    store.records.save(VISIT_2, visit(weather="mưa"), rec=saved.rec, who=WHO, now=NOW)
    record = store.records.get(VISIT_2, saved.rec)
    assert (record.version, record.values["weather"]) == ("2", "mưa")
    assert store.records.history(saved.rec)[-1].after == {"weather": "mưa"}


def test_a_version_that_changes_a_type_is_refused_and_changes_nothing(store: Store) -> None:
    spoilt = replace(VISIT, version="3", questions=(Question("fresh", "text"), Question("score", "integer")))
    with pytest.raises(Problem) as raised:
        store.records.save(spoilt, {"score": 4}, who=WHO, now=NOW)
    assert raised.value.code == "form.broken"
    columns = [row["name"] for row in store.query("PRAGMA table_info('survey:visit')")]
    assert "fresh" not in columns
    save(store, visit())


@pytest.mark.parametrize("id_", ["change", "sqlite_x", "Phiếu khảo sát", "search_data"])
def test_a_form_may_have_any_id(store: Store, id_: str) -> None:
    odd = replace(VISIT, id=id_, questions=(Question("id", "text"), Question("Deleted", "integer")))
    saved = store.records.save(odd, {"id": "7", "Deleted": 3}, who=WHO, now=NOW)
    assert store.records.get(odd, saved.rec).values == {"id": "7", "Deleted": 3}


def test_several_writes_together_are_all_or_none(store: Store) -> None:
    class Stop(Exception):
        pass

    fresh = replace(VISIT, id="survey")

    def stopped() -> None:
        with store.together():
            save(store, visit())
            store.records.save(fresh, visit(), who=WHO, now=NOW)
            raise Stop

    with pytest.raises(Stop):
        stopped()
    assert store.outbox.stream().tip_seq == 0
    assert store.records.page(VISIT).records == ()
    store.records.save(fresh, visit(), who=WHO, now=NOW)
    assert store.outbox.stream().tip_seq == 1
    assert store.outbox.broken_at() is None


def test_many_at_once_keep_the_chain_and_the_index(store: Store) -> None:
    home = store.records.save(HOUSEHOLD, {"contact_name": "Bà Lê Giả Định"}, who=WHO, now=NOW).rec
    store.records.save_many(VISIT, (New(visit(f"lượt {n}", household=home), WHO, NOW) for n in range(300)))
    assert store.outbox.stream().tip_seq == 301
    assert store.outbox.broken_at() is None
    assert len(store.search.find("le", kinds=["visit"], limit=500)) == 300


def test_a_query_cannot_write(store: Store) -> None:
    saved = save(store, visit())
    with pytest.raises(Problem):
        store.query('DELETE FROM "survey:visit"')
    assert store.query('SELECT note FROM "survey:visit" WHERE id = ?', (saved.rec,))[0]["note"] == "xong"
    save(store, visit("sau"), rec=saved.rec)


def test_a_record_that_is_not_there_is_a_problem(store: Store) -> None:
    for step in (
        lambda: store.records.get(RESIDENT, "nobody"),
        lambda: store.records.delete(RESIDENT, "nobody", who=WHO, now=NOW),
        lambda: store.records.undo([99], who=WHO, now=NOW),
    ):
        with pytest.raises(Problem) as raised:
            step()
        assert raised.value.code == "store.missing"


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.records.save(VISIT, visit(), who=WHO, now=NOW.replace(tzinfo=None))
    assert store.outbox.stream().tip_seq == 0
