"""Forms in the store: every version as it was published, tables that never collide, records on their own version."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.store import Store, schema
from forms.definition import Choice, Form, Question
from forms.problem import Problem
from sync.wire.ids import new_id
from tests.helpers.stores import NOW, WHO, reopen, set_up


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = set_up(tmp_path)
    yield store
    store.close()


def survey(id_: str, version: str, *questions: Question, **more: Any) -> Form:
    return Form(id_, version, {"vi": "Phiếu"}, "vi", questions, more.pop("choices", {}), **more)


FIRST = survey(
    "phieu", "1", Question("ten", "text"), Question("tuoi", "integer"), Question("ghi_chu", "text")
)
SECOND = survey(
    "phieu",
    "2",
    Question("ten", "text"),
    Question("nghe", "text"),
    Question("con", "repeat", children=(Question("ten_con", "text"),)),
)


def save(store: Store, form: Form, values: dict[str, Any], rec: str | None = None) -> Any:
    return store.records.save(form, values, rec=rec, who=WHO, now=NOW)


def test_a_published_version_never_changes(store: Store) -> None:
    store.forms.publish(FIRST, "the sheets", NOW)
    other = replace(FIRST, questions=FIRST.questions[:1])
    with pytest.raises(Problem) as refused:
        store.forms.publish(other, "other sheets", NOW)
    assert refused.value.code == "form.version"
    kept = store.forms.of("phieu", "1")
    assert kept is not None
    assert (kept.form, store.forms.source("phieu", "1")) == (FIRST, "the sheets")


def test_the_version_that_came_last_is_in_use_and_the_others_stay(tmp_path: Path) -> None:
    store = set_up(tmp_path)
    store.forms.publish(FIRST, "one", NOW)
    store.forms.publish(SECOND, "two", NOW)
    store.close()
    store = reopen(tmp_path)
    assert store.forms.newest()["phieu"].form == SECOND
    assert [
        (it.version, it.added_at[:10], it.has_source) for it in store.forms.kept() if it.id == "phieu"
    ] == [
        ("1", "2026-08-14", True),
        ("2", "2026-08-14", True),
    ]
    before = store.forms.of("phieu", "1")
    assert before is not None
    assert before.form == FIRST
    store.close()


def test_publishing_again_brings_a_retired_form_back(store: Store) -> None:
    store.forms.publish(FIRST, "", NOW)
    store.forms.retire("phieu", NOW)
    assert [it.retired for it in store.forms.kept() if it.id == "phieu"] == [True]
    store.forms.publish(SECOND, "", NOW)
    assert [it.retired for it in store.forms.kept() if it.id == "phieu"] == [False, False]


def test_a_publication_that_is_rolled_back_leaves_nothing(store: Store) -> None:
    class Stop(Exception):
        pass

    def stopped() -> None:
        with store.together():
            store.forms.publish(FIRST, "", NOW)
            save(store, FIRST, {"ten": "a"})
            raise Stop

    with pytest.raises(Stop):
        stopped()
    assert "phieu" not in store.forms.newest()
    assert store.query("SELECT name FROM sqlite_schema WHERE name LIKE 'survey:phieu%'") == []


COLLIDING = (
    survey("a", "1", Question("b", "repeat", children=(Question("c", "text"), Question("b_c", "text")))),
    survey("a_b", "1", Question("c", "text")),
    survey("a__b", "1", Question("c", "text")),
    survey("A_b", "1", Question("c", "text")),
    survey("a b", "1", Question("c", "text")),
    survey("a/b", "1", Question("c", "text")),
    survey("survey", "1", Question("c", "text")),
    survey("form", "1", Question("c", "text")),
    survey("sqlite_x", "1", Question("c", "text")),
    survey('"; DROP TABLE form; --', "1", Question("c", "text")),
    survey("ấ" * 2_000, "1", Question("c", "text")),
)


def test_no_two_forms_share_a_table(store: Store) -> None:
    saved = []
    for form in COLLIDING:
        values = {"c": form.id}
        if form.id == "a":
            values = {"b": [{"@id": "1", "c": "a", "b_c": "x"}]}
        saved.append((form, values, save(store, form, values).rec))
    for form, values, rec in saved:
        assert store.records.get(form, rec).values == values
        assert store.records.count(form) == 1
        assert [hit.rec for hit in store.search.find("a", kinds=[form.id])] in ([], [rec])


def test_questions_alike_but_for_their_case_keep_apart_in_any_order(store: Store) -> None:
    names = ("note", "Note", "id", "ID", "q_id", "sort", "nOte")
    first = survey("hoa", "1", *(Question(name, "text") for name in names))
    values = {name: f"answer to {name}" for name in names}
    saved = save(store, first, values)
    second = survey("hoa", "2", *(Question(name, "text") for name in reversed(names)))
    store.forms.publish(second, "", NOW)
    assert store.records.get(second, saved.rec).values == values


def test_kinds_with_the_same_letters_are_searched_apart(store: Store) -> None:
    one = survey("a_b", "1", Question("ten", "text", index=True))
    two = survey("ab", "1", Question("ten", "text", index=True))
    mine = save(store, one, {"ten": "Mẫu"}).rec
    theirs = save(store, two, {"ten": "Mẫu"}).rec
    assert [hit.rec for hit in store.search.find("mau", kinds=["a_b"])] == [mine]
    assert [hit.rec for hit in store.search.find("mau", kinds=["ab"])] == [theirs]
    assert len(store.search.find("mau", kinds=["ab", "a_b"])) == 2


def test_1900_questions_fit_on_one_level_and_no_more(store: Store) -> None:
    names = [f"q{n}" for n in range(1_900)]
    wide = survey("rong", "1", *(Question(name, "text") for name in names))
    saved = save(store, wide, dict.fromkeys(names, "x"))
    assert len(store.records.get(wide, saved.rec).values) == 1_900
    with pytest.raises(Problem) as refused:
        save(store, survey("rong2", "1", *wide.questions, Question("last", "text")), {})
    assert refused.value.code == "form.broken"


def test_a_range_keeps_whole_numbers_and_others(store: Store) -> None:
    form = survey("do", "1", Question("muc", "range"))
    for value in (3, 0.5):
        kept = store.records.get(form, save(store, form, {"muc": value}).rec).values["muc"]
        assert (kept, type(kept)) == (value, type(value))


def test_a_record_moved_to_another_version_keeps_nothing_of_the_old_one_unsaid(store: Store) -> None:
    saved = save(store, FIRST, {"ten": "Mẫu", "tuoi": 41, "ghi_chu": "x"})
    save(store, SECOND, {"ten": "Mẫu", "nghe": "thợ", "con": [{"@id": "c", "ten_con": "Út"}]}, saved.rec)
    now = store.records.as_saved("phieu", saved.rec)
    assert (now.version, now.values) == (
        "2",
        {"ten": "Mẫu", "nghe": "thợ", "con": [{"@id": "c", "ten_con": "Út"}]},
    )
    assert store.records.get(FIRST, saved.rec).values == {"ten": "Mẫu"}
    change = store.records.history(saved.rec)[-1]
    assert {name: change.before[name] for name in ("tuoi", "ghi_chu")} == {"tuoi": 41, "ghi_chu": "x"}
    assert change.after["tuoi"] is None
    store.records.undo([change.seq], who=WHO, now=NOW)
    back = store.records.as_saved("phieu", saved.rec)
    assert (back.version, back.values) == ("1", {"ten": "Mẫu", "tuoi": 41, "ghi_chu": "x"})
    assert store.query('SELECT count(*) FROM "survey:phieu/con"')[0][0] == 0


def test_undo_of_a_move_keeps_what_was_answered_since(store: Store) -> None:
    saved = save(store, FIRST, {"ten": "Mẫu", "tuoi": 41})
    store.forms.publish(SECOND, "", NOW)
    move = save(store, SECOND, {"ten": "Mẫu An", "nghe": "thợ"}, saved.rec)
    save(store, SECOND, {"ten": "Mẫu An", "nghe": "giáo viên"}, saved.rec)
    store.records.undo([move.seq], who=WHO, now=NOW)
    now = store.records.as_saved("phieu", saved.rec)
    assert (now.version, now.values) == ("2", {"ten": "Mẫu", "nghe": "giáo viên"})


def test_undo_of_an_edit_leaves_a_record_on_its_version(store: Store) -> None:
    saved = save(store, FIRST, {"ten": "Mẫu", "tuoi": 41})
    edit = save(store, FIRST, {"ten": "Mẫu", "tuoi": 42}, saved.rec)
    store.forms.publish(SECOND, "", NOW)
    store.records.undo([edit.seq], who=WHO, now=NOW)
    assert store.records.as_saved("phieu", saved.rec).values == {"ten": "Mẫu", "tuoi": 41}
    gone = store.records.delete(SECOND, saved.rec, who=WHO, now=NOW)
    store.records.undo([gone.seq], who=WHO, now=NOW)
    back = store.records.as_saved("phieu", saved.rec)
    assert (back.version, back.values, back.deleted) == ("1", {"ten": "Mẫu", "tuoi": 41}, False)


def test_records_are_counted_by_version_through_an_index(store: Store) -> None:
    for n in range(3):
        save(store, FIRST, {"ten": str(n)})
    rec = save(store, SECOND, {"ten": "x"}).rec
    assert store.records.counts(SECOND) == {"1": 3, "2": 1}
    store.records.delete(SECOND, rec, who=WHO, now=NOW)
    assert store.records.counts(SECOND) == {"1": 3}
    sql = 'SELECT form_version, count(*) FROM "survey:phieu" WHERE deleted = 0 GROUP BY form_version'
    plan = [row["detail"] for row in store.query(f"EXPLAIN QUERY PLAN {sql}")]
    assert all("COVERING INDEX" in step for step in plan), plan


def test_the_record_made_last_is_this_persons_own(store: Store) -> None:
    save(store, FIRST, {"ten": "mine, before"})
    mine = save(store, FIRST, {"ten": "mine"})
    store.records.save(FIRST, {"ten": "of another"}, who=new_id(), now=NOW)
    last = store.records.last_by(FIRST, WHO)
    assert last is not None
    assert last.id == mine.rec
    store.records.delete(FIRST, mine.rec, who=WHO, now=NOW)
    last = store.records.last_by(FIRST, WHO)
    assert last is not None
    assert last.values == {"ten": "mine, before"}


def test_a_record_is_found_and_called_by_its_instance_name(store: Store) -> None:
    form = survey("goi", "1", Question("ten", "text"), instance_name="concat('Phiếu của ', ${ten})")
    rec = save(store, form, {"ten": "Hồ Mẫu"}).rec
    assert store.search.title(rec) == "Phiếu của Hồ Mẫu"
    assert [hit.rec for hit in store.search.find("phieu cua ho")] == [rec]
    save(store, form, {"ten": "Lý Thử"}, rec)
    assert store.search.title(rec) == "Phiếu của Lý Thử"
    assert store.search.find("ho mau") == []


def test_a_survey_that_names_no_columns_is_found_by_its_short_answers(store: Store) -> None:
    form = survey(
        "ngan",
        "1",
        Question("ngay", "date", {"vi": "Ngày"}),
        Question("loi", "text", {"vi": "Lời"}, appearance="multiline"),
        Question("ten", "text", {"vi": "Tên"}),
        Question("loai", "select_one", {"vi": "Loại"}, list_name="loai"),
        choices={"loai": (Choice("1", {"vi": "Cà phê"}),)},
    )
    rec = save(store, form, {"ngay": "2026-08-14", "ten": "Mẫu", "loi": "rất dài", "loai": "1"}).rec
    assert [hit.rec for hit in store.search.find("ca phe mau")] == [rec]
    assert store.search.find("rat dai") == []


@pytest.mark.parametrize("hamlet", [["a", "b"], [{"@id": "1", "x": "y"}]])
def test_a_survey_may_ask_anything_under_the_name_of_the_hamlet(store: Store, hamlet: Any) -> None:
    inner = (Question("x", "text"),)
    kind = Question("hamlet", "repeat", children=inner) if isinstance(hamlet[0], dict) else None
    form = survey("thon", "1", kind or Question("hamlet", "select_multiple"))
    rec = save(store, form, {"hamlet": hamlet}).rec
    assert store.records.get(form, rec).values == {"hamlet": hamlet}


def test_a_data_file_of_an_earlier_program_gets_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "_STEPS", schema._STEPS[:1])
        store = set_up(tmp_path)
        names = [row["name"] for row in store.query("PRAGMA table_info(form)")]
        assert names == ["n", "id", "version", "body"]
        store.close()
    store = reopen(tmp_path)
    store.forms.publish(FIRST, "sheets", NOW)
    assert store.forms.source("phieu", "1") == "sheets"
    store.close()
