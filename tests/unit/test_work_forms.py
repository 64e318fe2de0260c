"""Forms from elsewhere at work: previewed, published, refused with the place, drafts and records by their version."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.ui.records.edit_presenter import EditPresenter
from desktop.work import forms, forms_province, records, search, story
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.forms_fit import misfits, order
from desktop.work.lanes import Inline, Job
from desktop.work.records import Wanted
from forms.compile import inspect
from forms.definition import Form, Question
from forms.library import built_in, built_in_ids, built_in_source
from forms.problem import Problem
from sync.wire.ids import new_id
from sync.wire.published import Published
from tests.helpers.surveys import CHOICES, FIRST, SECOND, file, markdown, new_desk, published


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    with new_desk(home, clock) as made:
        yield made


def refused(desk: Desk, folder: Path, text: str) -> str:
    seen = forms.inspect(desk, file(folder, text))
    assert seen.standing == "refused"
    with pytest.raises(Problem) as stopped:
        forms.publish(desk, seen)
    assert stopped.value.code == "form.broken"
    return "\n".join(fault.text for fault in seen.faults)


def test_a_form_is_looked_at_before_anything_changes_and_then_stays_as_it_is(
    desk: Desk, tmp_path: Path
) -> None:
    path = file(tmp_path, markdown(FIRST, choices=CHOICES))
    seen = forms.inspect(desk, path)
    assert (seen.standing, seen.questions, seen.faults, seen.used) == ("new", 4, (), None)
    assert "khao_sat" not in {kind.id for kind in forms.all_forms(desk)}
    forms.publish(desk, seen)
    kind = forms.all_forms(desk)[-1]
    assert (kind.id, kind.version, kind.questions, kind.built_in, kind.retired) == (
        "khao_sat",
        "1",
        4,
        False,
        False,
    )
    assert forms.inspect(desk, path).standing == "same"
    assert forms.form_of(desk, "khao_sat") == seen.form


def test_groups_without_end_in_one_another_are_refused(desk: Desk, tmp_path: Path) -> None:
    deep = 600
    rows = "type; name; label\n" + "".join(f"begin_group; g{n}; G\n" for n in range(deep))
    seen = forms.inspect(desk, file(tmp_path, markdown(rows + "text; x; X\n" + "end_group; ;\n" * deep)))
    assert seen.standing == "refused"
    assert seen.faults


def test_sheets_an_earlier_program_read_otherwise_are_the_same_still(desk: Desk, tmp_path: Path) -> None:
    seen = forms.inspect(desk, file(tmp_path, markdown(FIRST, choices=CHOICES)))
    assert seen.form is not None
    before = replace(
        seen.form, questions=(replace(seen.form.questions[0], hint={"vi": "?"}), *seen.form.questions[1:])
    )
    desk.store.forms.publish(before, seen.source, desk.clock())
    again = forms.inspect(desk, file(tmp_path, markdown(FIRST, choices=CHOICES)))
    assert again.standing == "same"
    assert forms.publish(desk, again).kinds == frozenset()
    assert forms.form_of(desk, "khao_sat") == before


def test_another_body_under_the_same_version_is_refused(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    told = refused(desk, tmp_path, markdown(SECOND, choices=CHOICES))
    assert "settings" in told
    assert "version" in told
    assert forms.form_of(desk, "khao_sat").find("tuoi").type == "integer"


def test_a_newer_version_says_what_differs_and_what_keeps_the_old_one(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    records.save(desk, "khao_sat", {"ten": "Mẫu", "tuoi": 41})
    desk.store.drafts.put(new_id(), "khao_sat", "1", {"ten": "Thử"}, now=desk.clock())
    seen = forms.inspect(desk, file(tmp_path, markdown(SECOND, "2", choices=CHOICES)))
    assert (seen.standing, seen.records, seen.drafts) == ("newer", 1, 1)
    told = " ".join(it.text for it in seen.differences)
    assert "tuoi" in told or "Tuổi" in told
    assert "nghe" in told or "Nghề" in told
    forms.publish(desk, seen)
    kind = forms.all_forms(desk)[-1]
    assert [(it.version, it.records, it.drafts) for it in kind.versions] == [("2", 0, 0), ("1", 1, 1)]


def test_a_version_that_reads_as_older_is_remarked_on(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(FIRST, "2026-02", choices=CHOICES))
    seen = forms.inspect(desk, file(tmp_path, markdown(SECOND, "2026-01", choices=CHOICES)))
    assert (seen.standing, seen.order) == ("newer", "older")
    assert any("2026-02" in note.text for note in seen.notes)


@pytest.mark.parametrize(
    ("used", "version", "reads"),
    [
        ("1", "2", "newer"),
        ("10", "9", "older"),
        ("1.9", "1.10", "newer"),
        ("1.10", "1.9.5", "older"),
        ("2026-02", "20260301", "newer"),
        ("v3", "2", "older"),
        ("3 rev b", "4 rev b", "newer"),
        ("3", "", "older"),
        ("", "0", "newer"),
        ("spring", "autumn", "unclear"),
        ("3", "3b", "unclear"),
    ],
)
def test_how_two_versions_read_beside_each_other(used: str, version: str, reads: str) -> None:
    assert order(version, used) == reads


@pytest.mark.parametrize("kind", ["text", "select_multiple co", "decimal"])
def test_a_question_that_changed_its_type_is_refused_by_name(desk: Desk, tmp_path: Path, kind: str) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    told = refused(desk, tmp_path, markdown(FIRST.replace("integer;", f"{kind};"), "2", choices=CHOICES))
    assert "tuoi" in told
    assert "integer" in told
    assert "dòng 4" in told


def test_a_text_that_becomes_a_date_is_refused_though_both_are_kept_as_text(
    desk: Desk, tmp_path: Path
) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    assert "ten" in refused(
        desk, tmp_path, markdown(FIRST.replace("text; ten", "date; ten"), "2", choices=CHOICES)
    )


@pytest.mark.parametrize("id_", [*built_in_ids(), "consent", "Household"])
def test_a_form_cannot_take_the_name_of_a_built_in_one(desk: Desk, tmp_path: Path, id_: str) -> None:
    assert "form_id" in refused(desk, tmp_path, markdown(FIRST, choices=CHOICES, id_=id_))


def test_versions_share_the_room_of_one_level(desk: Desk) -> None:
    def wide(version: str, names: range) -> Form:
        asked = tuple(Question(f"q{n}", "text") for n in names)
        return Form("rong", version, {"vi": "Rộng"}, "vi", asked, {})

    desk.store.forms.publish(wide("1", range(1_000)), "", desk.clock())
    assert misfits(desk, wide("2", range(900, 1_900)), "") == ()
    (fault,) = misfits(desk, wide("2", range(901, 1_901)), "")
    assert "1901" in fault.text


def test_ids_that_differ_only_in_case_are_refused(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    assert "khao_sat" in refused(desk, tmp_path, markdown(FIRST, choices=CHOICES, id_="Khao_Sat"))


def test_the_files_of_the_built_in_forms_are_here_already(desk: Desk) -> None:
    for form_id in built_in_ids():
        seen = forms.inspect(desk, built_in_source(form_id))
        assert (seen.standing, [it.text for it in seen.faults]) == ("same", [])
        assert forms.publish(desk, seen).kinds == frozenset()


def test_a_form_goes_out_as_xform_and_as_workbook_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    form = published(desk, tmp_path, markdown(FIRST, choices=CHOICES)).form
    assert "<h:title>Khảo sát thử</h:title>" in forms.xform(desk, "khao_sat")
    path = tmp_path / "again.xlsx"
    path.write_bytes(forms.workbook(desk, "khao_sat"))
    again = forms.inspect(desk, path)
    assert (again.standing, again.form) == ("same", form)
    assert "<h:head>" in forms.xform(desk, "guidance_session")


def test_retired_forms_keep_their_records(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    rec = records.save(desk, "khao_sat", {"ten": "Mẫu"}).rec or ""
    forms.retire(desk, "khao_sat")
    assert forms.all_forms(desk)[-1].retired
    assert records.count(desk, "khao_sat") == 1
    assert desk.store.records.as_saved("khao_sat", rec).values["ten"] == "Mẫu"
    with pytest.raises(Problem) as caught:
        records.save(desk, "khao_sat", {"ten": "Thử"})
    assert caught.value.code == "form.retired"
    records.save(desk, "khao_sat", {"ten": "Mẫu Hai"}, rec=rec)  # what is there can still be put right
    assert records.count(desk, "khao_sat") == 1
    forms.revive(desk, "khao_sat")
    assert not forms.all_forms(desk)[-1].retired
    assert records.save(desk, "khao_sat", {"ten": "Thử"}).rec
    with pytest.raises(Problem):
        forms.retire(desk, "household")


def test_a_record_is_amended_on_its_own_version(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    rec = records.save(desk, "khao_sat", {"ten": "Mẫu", "tuoi": 41}).rec or ""
    published(desk, tmp_path, markdown(SECOND, "2", choices=CHOICES))
    assert records.form_for(desk, "khao_sat", rec).version == "1"
    records.save(desk, "khao_sat", {"ten": "Mẫu", "tuoi": 42}, rec=rec)
    kept = desk.store.records.as_saved("khao_sat", rec)
    assert (kept.version, kept.values) == ("1", {"ten": "Mẫu", "tuoi": 42})
    fresh = records.save(desk, "khao_sat", {"ten": "Thử", "nghe": "thợ"}).rec or ""
    assert desk.store.records.as_saved("khao_sat", fresh).version == "2"
    assert {row.rec for row in records.page(desk, "khao_sat")[0]} == {rec, fresh}


def test_a_draft_moves_to_the_version_in_use_and_says_what_it_loses(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    draft = new_id()
    values = {"ten": "Mẫu", "tuoi": 41, "@typed": {"reason": "nhầm"}}
    desk.store.drafts.put(draft, "khao_sat", "1", values, now=desk.clock(), cursor="ten")
    assert forms.draft_move(desk, draft) is None
    published(desk, tmp_path, markdown(SECOND, "2", choices=CHOICES))
    move = forms.draft_move(desk, draft)
    assert move is not None
    assert [getattr(it, "path", it) for it in move.moved.lost] == ["tuoi"]
    forms.move_draft(desk, move)
    kept = desk.store.drafts.get(draft)
    assert kept is not None
    assert (kept.version, kept.values) == ("2", {"ten": "Mẫu", "@typed": {"reason": "nhầm"}})
    with pytest.raises(Problem) as stopped:
        forms.move_draft(desk, move)
    assert stopped.value.code == "form.draft_changed"
    forms.unmove_draft(desk, move)
    back = desk.store.drafts.get(draft)
    assert back is not None
    assert (back.version, back.values) == ("1", values)


def test_the_entry_screen_keeps_drafts_and_records_on_their_version(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    rec, draft = records.save(desk, "khao_sat", {"ten": "Mẫu", "tuoi": 41}).rec or "", new_id()
    desk.store.drafts.put(draft, "khao_sat", "1", {"ten": "Thử", "tuoi": 5}, now=desk.clock())
    published(desk, tmp_path, markdown(SECOND, "2", choices=CHOICES))
    done: list[Changed] = []

    def opened(rec: str | None = None, draft: str | None = None) -> EditPresenter:
        nothing = lambda *_anything: None  # noqa: E731
        screen = EditPresenter(
            Inline(desk),
            clock,
            show=nothing,
            draw=nothing,
            opened=nothing,
            saved=lambda _text, changed: done.append(changed),
            focus=nothing,
        )
        screen.open("khao_sat", rec, draft)
        return screen

    for screen in (opened(rec=rec), opened(draft=draft)):
        assert screen.entry.entry.form.version == "1"
        screen.entry.entry.set("tuoi", 42)
        screen.save()
    kept = [desk.store.records.as_saved("khao_sat", changed.rec or "") for changed in done]
    assert [(it.id, it.version, it.values["tuoi"]) for it in kept] == [(rec, "1", 42), (draft, "1", 42)]
    assert opened().entry.entry.form.version == "2"


def test_a_survey_is_listed_by_date_and_first_answers_and_found_in_search(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    rec = records.save(desk, "khao_sat", {"ngay": "2026-11-20", "ten": "Mẫu Thử", "dung": "co"}).rec
    (row,), last = records.page(desk, "khao_sat")
    assert (row.rec, row.date, row.title, row.second, last) == (rec, "2026-11-20", "Mẫu Thử", "Có", True)
    assert records.page(desk, "khao_sat", Wanted("mau thu"))[0][0].rec == rec
    group = search.find(desk, "mau thu")[-1]
    assert (group.kind, group.rows[0].rec) == ("khao_sat", rec)


def test_a_survey_that_says_nothing_outside_its_repeats_is_called_by_its_moment(
    desk: Desk, tmp_path: Path
) -> None:
    rows = """
        type; name; label
        begin_repeat; nguoi; Người
        text; ten; Tên
        end_repeat; ;
    """
    published(desk, tmp_path, markdown(rows))
    records.save(desk, "khao_sat", {"nguoi": [{"@id": "1", "ten": "Mẫu"}]})
    assert records.page(desk, "khao_sat")[0][0].title == "21/11/2026 09:41"


def test_a_story_tells_a_survey_in_the_words_of_its_own_version(desk: Desk, tmp_path: Path) -> None:
    rows = FIRST.replace("Tuổi", "Tuổi của **${ten}**")
    published(desk, tmp_path, markdown(rows, choices=CHOICES))
    rec = records.save(desk, "khao_sat", {"ten": "Mẫu", "tuoi": 41, "dung": "co"}).rec or ""
    published(desk, tmp_path, markdown(SECOND.replace("Tên", "Họ tên"), "2", choices="co; co; Đúng thế"))
    told = story.story(desk, "khao_sat", rec)
    assert [(fact.label, fact.words) for fact in told.facts] == [("Tuổi của Mẫu", "41"), ("Dùng không", "Có")]
    assert told.title == "Mẫu"


def test_the_instance_name_is_the_title(desk: Desk, tmp_path: Path) -> None:
    named = markdown(FIRST, choices=CHOICES).replace("| form_title |", "| form_title | instance_name |")
    named = named.replace("| Khảo sát thử |", "| Khảo sát thử | concat('Phiếu của ', ${ten}) |")
    published(desk, tmp_path, named)
    records.save(desk, "khao_sat", {"ngay": "2026-11-20", "ten": "Mẫu"})
    assert records.page(desk, "khao_sat")[0][0].title == "Phiếu của Mẫu"


def test_last_saved_answers_are_those_of_the_record_this_person_made_last(desk: Desk, tmp_path: Path) -> None:
    rows = FIRST.replace("type; name; label", "type; name; label; default")
    text = markdown(rows.replace("Tên", "Tên; ${last-saved#ten}"), choices=CHOICES)
    form = published(desk, tmp_path, text).form
    assert form is not None
    assert records.last_saved(desk, form) == {}
    records.save(desk, "khao_sat", {"ten": "trước"})
    records.save(desk, "khao_sat", {"ten": "sau"})
    assert records.last_saved(desk, form) == {"ten": "sau"}
    assert records.last_saved(desk, built_in("household")) is None


@pytest.mark.parametrize(
    ("id_", "version"), [("a/b", "1"), ("khao_sat", "1/2026"), ("x" * 100, "1"), ("a", "9" * 100)]
)
def test_what_could_not_travel_to_the_province_is_refused(
    desk: Desk, tmp_path: Path, id_: str, version: str
) -> None:
    assert "settings" in refused(desk, tmp_path, markdown(FIRST, version, id_, CHOICES))


def test_what_the_province_sends_must_be_the_form_that_was_chosen(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = inspect(file(tmp_path, markdown(FIRST, choices=CHOICES))).source
    chosen = Published("khao_sat", "1", "Khảo sát", "2026-11-20T08:00:00+07:00")

    def fetched(sent: str, form: Published) -> forms.Preview:
        monkeypatch.setattr(forms_province, "_known", lambda _desk: (None, None))
        monkeypatch.setattr(forms_province, "fetch_from", lambda *_given: sent)
        return forms_province.fetch(Inline(desk).ask, form, Job())

    assert fetched(source, chosen).standing == "new"
    for sent, form in ((source, replace(chosen, version="2")), ("[]", chosen), ('{"sheets": {}}', chosen)):
        with pytest.raises(Problem) as stopped:
            fetched(sent, form)
        assert stopped.value.code == "sync.answer"
