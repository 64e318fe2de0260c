"""Forms as others publish them: each works whole, on every face, or is refused with its place."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.reports.blank_form import blank_form
from desktop.reports.blank_form.head import Head
from desktop.work import forms, forms_try
from desktop.work.desk import VIETNAM, Desk
from forms import markup
from forms.check import check
from forms.codec import form_from_json, form_to_json
from forms.compile import inspect, inspect_source, media_of, workbook_bytes, xform
from forms.definition import Form
from forms.entities import entities_of
from forms.entry import Entry
from forms.filler import fill
from forms.problem import Problem
from forms.schema import json_schema
from resources import words
from tests.helpers import corpus
from tests.helpers.corpus_worked import WORKED

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM)
X = "{http://www.w3.org/2002/xforms}"
# On paper a dotted line after the choice “other” asks for it.
MERGED = ("_other", "_khac")
EVERY = pytest.mark.parametrize("path", corpus.WORKING, ids=lambda path: path.name)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("vi")


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with forms_try.trial_desk() as desk:
        yield desk


def test_the_corpus_is_whole() -> None:
    assert len(corpus.WORKING) >= 70
    refused = {path.name for path in (corpus.FORMS / "refused").iterdir()}
    assert refused == corpus.REFUSED.keys() | {"built_in_id.md"}
    assert {path.suffix for path in corpus.WORKING} == {".md", ".csv", ".xls", ".xlsx"}


@pytest.mark.parametrize("name", corpus.REFUSED)
def test_a_form_that_cannot_be_used_is_refused_with_its_place(name: str) -> None:
    compiled = inspect(corpus.FORMS / "refused" / name)
    sheet, row, column, reason = corpus.REFUSED[name]
    assert compiled.form is None
    first = compiled.faults[0]
    assert (first.sheet, first.row, first.column) == (sheet, row, column)
    assert reason in first.reason


def test_a_form_does_not_take_the_place_of_a_built_in_one(desk: Desk) -> None:
    preview = forms.inspect(desk, corpus.FORMS / "refused" / "built_in_id.md")
    assert preview.standing == "refused"
    assert [(it.sheet, it.row, it.column) for it in preview.faults] == [("settings", 2, "form_id")]


@EVERY
def test_the_form_is_kept_as_it_was_read(path: Path) -> None:
    form = corpus.form(path)
    source = corpus.compiled(path).source
    assert form_from_json(form_to_json(form)) == form
    again = inspect_source(source)
    assert (again.form, again.source) == (form, source)
    assert len(dict(form.walk())) == sum(1 for _each in form.walk())


@EVERY
def test_a_workbook_written_from_it_gives_the_same_form(path: Path, tmp_path: Path) -> None:
    source = corpus.compiled(path).source
    book = tmp_path / f"{path.stem}.xlsx"
    book.write_bytes(workbook_bytes(source))
    again = inspect(book, media_of(source))
    assert again.form == corpus.form(path), [fault.text for fault in again.faults]


@EVERY
def test_the_xform_holds_every_question(path: Path) -> None:
    root = ElementTree.fromstring(xform(corpus.compiled(path).source))
    instance = root.find(f".//{X}instance")
    assert instance is not None
    asked = {element.tag.rpartition("}")[2] for element in instance.iter()}
    names = {question.written or question.name for _path, question in corpus.form(path).walk()}
    assert names <= asked


@EVERY
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_what_a_person_fills_in_is_what_the_check_takes(path: Path, seed: int) -> None:
    form = corpus.form(path)
    entry = Entry(form, today=TODAY, now=NOW)
    left = fill(entry, seed).left
    assert not [fault for fault in left if fault.kind == "type"]
    values = entry.values()
    assert json.loads(json.dumps(values)) == values
    assert [(fault.path, fault.kind) for fault in check(form, values, TODAY)] == [
        (fault.path, fault.kind) for fault in entry.faults()
    ]
    assert left or values
    if not left:
        jsonschema.validate(values, json_schema(form), jsonschema.Draft202012Validator)
    reopened = Entry(form, entry.everything(), today=TODAY, now=NOW, fresh=False)
    assert reopened.values() == values
    assert reopened.everything() == entry.everything()


@EVERY
def test_every_question_is_on_paper(path: Path) -> None:
    import pypdfium2

    form = corpus.form(path)
    document = pypdfium2.PdfDocument(blank_form(form, Head("Tổ 1", "xã An Mẫu"), form.default_language))
    try:
        printed = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    seen = _letters(printed)
    for where, labels in _labels(form):
        assert any(_letters(label) in seen for label in labels), where


@EVERY
def test_records_go_out_and_come_back(desk: Desk, path: Path) -> None:
    tried = forms_try.try_file(desk, path, draw=lambda form: sum(1 for _each in form.walk()))
    assert tried.result == "works", tried.reasons


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    WORKED,
    ids=[f"{number}-{name}" for number, (name, _answers, _expected) in enumerate(WORKED)],
)
def test_what_follows_from_answers(
    name: str, answers: Mapping[str, Any], expected: Mapping[str, Any]
) -> None:
    _agree(_entry(name, answers).values(), expected, name)


def test_a_calculation_with_a_trigger_runs_only_then() -> None:
    entry = _entry("triggers.md")
    entry.set("a", 1)
    assert (entry.get("copy"), entry.get("touched"), entry.get("changed_at")) == ("1", "1/", None)
    entry.set("copy", "put right by hand")
    entry.set("b", 2)
    entry.set("status", "open")
    assert (entry.get("copy"), entry.get("touched")) == ("put right by hand", "1/2")
    assert entry.get("changed_at")
    entry.set("a", 3)
    assert entry.get("copy") == "3"


def test_what_a_trigger_fills_in_may_be_put_right() -> None:
    entry = _entry("phone_of_participant.md")
    entry.set("participant", "p1")
    assert entry.get("phone") == "0912000001"
    entry.set("phone", "0988888888")
    entry.set("participant", "p2")
    assert entry.get("phone") == "0912000002"
    entry = _entry("first_and_last_change.md", {"age_now": 40, "asked_again": 3})
    entry.set("age_now", 41)
    assert (entry.get("age_then"), entry.get("asked_again")) == (41, None)
    assert [fault.path for fault in entry.faults()] == ["asked_again"]


def test_a_new_row_begins_with_what_the_one_before_says() -> None:
    entry = _entry("default_from_previous_row.md")
    for species in ("Thông", "Bời lời"):
        row = entry.add_row("tree")
        entry.set(f"tree/{row}/species", species)
    row = entry.add_row("tree")
    assert entry.get(f"tree/{row}/species") == "Bời lời"
    assert entry.get(f"tree/{row}/no") == 3


def test_a_required_note_stands_in_the_way_while_it_is_shown() -> None:
    entry = _entry("warning_that_blocks.md", {"water": 60, "fish": 50})
    assert [(fault.path, fault.kind) for fault in entry.faults()] == [("hard", "required")]
    assert [fault.path for fault in check(entry.form, {"water": 60, "fish": 50}, TODAY)] == ["hard"]
    entry.set("fish", 40)
    assert entry.faults() == ()


def test_answers_of_the_last_record_are_offered() -> None:
    entry = _entry("last_saved.md", last={"team": "2", "street": "Ngõ 3", "house": 12})
    assert entry.values() == {"team": "2", "street": "Ngõ 3", "house": 13}
    assert _entry("last_saved.md").values() == {}


def test_the_rows_of_a_repeat_are_the_choices() -> None:
    people = [{"person": "An", "age": 40}, {"person": "Bé", "age": 5}, {"person": "Chi", "age": 18}]
    entry = _entry("select_from_repeat.md", {"people": people})
    heads = [entry.choice_words("head", choice, "en") for choice in entry.state("head").choices]
    assert heads == ["An", "Chi"]
    assert len(entry.state("ill").choices) == 3


@pytest.mark.parametrize(
    ("name", "repeat", "more"),
    [("repeat_add_until.md", "r", "more"), ("as_long_as_there_are_more.md", "plant", "more_plants")],
)
def test_rows_come_as_long_as_another_is_wanted(name: str, repeat: str, more: str) -> None:
    entry = _entry(name)
    for answer, rows in (("yes", 2), ("yes", 3), ("no", 3)):
        entry.set(f"{entry.row_paths(repeat)[-1]}/{more}", answer)
        assert len(entry.rows(repeat)) == rows


def test_a_label_may_look_something_up() -> None:
    entry = _entry("lookup_in_a_label.md", {"place": "dm", "asked": 311})
    assert entry.words("n", "label", "en") == "You are in Đăk Mar now"
    assert entry.words("asked", "hint", "en") == "Of 310"
    assert entry.words("asked", "constraint_message", "en") == "Đăk Mar has fewer people."
    assert entry.state("asked").fault is not None


def test_choices_follow_the_answer_above() -> None:
    entry = _entry("cascading_three_levels.md", {"country": "vn", "province": "gl", "district": "ig"})
    assert [choice.name for choice in entry.state("province").choices] == ["kt", "gl"]
    assert [choice.name for choice in entry.state("commune").choices] == ["c4", "other"]
    entry.set("country", "kh")
    assert [choice.name for choice in entry.state("province").choices] == ["rk"]
    assert entry.state("province").fault is not None


def test_words_speak_the_language_chosen_and_name_the_answers() -> None:
    entry = _entry("khmer_arabic_vietnamese.md", {"name": "Hoa"})
    assert entry.words("age", "label", "vi") == "Tuổi của Hoa"
    assert entry.words("age", "label", "ar") == "عمر Hoa"
    shop = _entry("text_with_curly_references.md", {"shop": "Quán Lý", "pay": "qr"})
    assert shop.words("staff", "constraint_message", "en") == "Quán Lý cannot have that many"
    assert shop.words("staff", "required_message", "en") == "Say how many work at Quán Lý"
    assert shop.choice_words("pay", "qr", "en") == "QR at Quán Lý"


def test_entities_of_html_are_read() -> None:
    entry = _entry("rows_with_names.md", {"person": [{"first_name": "Y", "last_name": "Blăm"}]})
    (row,) = entry.row_paths("person")
    assert markup.plain(entry.words(f"{row}/person_group", "label", "vi")) == "Y\u00a0Blăm"


def test_a_record_is_called_what_its_form_says() -> None:
    entry = _entry("instance_name_and_version.md", {"code": "A1", "on": "2026-11-21"})
    assert entry.name("en") == "A1 – 21/11/2026"


def test_a_survey_makes_and_changes_records() -> None:
    (made,) = entities_of(_entry("entity_household.md", {"address": "12 ngõ 3", "members": 4}))
    assert (made.list_name, made.entity_id, made.label) == ("household", "", "12 ngõ 3")
    assert made.values == {"address_line": "12 ngõ 3", "members": 4}
    who = "01910000-0000-7000-8000-00000000000a"
    answers = {"who": who, "smartphone": "yes", "phone": "0912345678"}
    (changed,) = entities_of(_entry("entity_resident_update.md", answers))
    assert (changed.list_name, changed.entity_id, changed.values) == (
        "resident",
        who,
        {"phone": "0912345678"},
    )
    assert entities_of(_entry("entity_resident_update.md", {"who": who, "smartphone": "no"})) == ()
    trees = [{"species": "Bời lời", "girth": 5.0}, {"species": "Thông", "girth": 25.0}]
    made_trees = entities_of(_entry("entities_in_a_repeat.md", {"tree": trees}))
    assert [it.label for it in made_trees] == ["Thông"]


@pytest.mark.parametrize(
    ("name", "answers", "path", "kind"),
    [
        ("dang_ky_lop_hoc.md", {"dien_thoai": "0212345678"}, "dien_thoai", "constraint"),
        ("dang_ky_lop_hoc.md", {"dien_thoai": "0912345678"}, "dien_thoai", None),
        ("dang_ky_lop_hoc.md", {"ho_ten": "Nguyễn Thị Ánh"}, "ho_ten", None),
        ("dang_ky_lop_hoc.md", {"ho_ten": "R2D2"}, "ho_ten", "constraint"),
        ("dang_ky_lop_hoc.md", {"lop": ["vneid", "dvc", "thanh_toan", "an_toan"]}, "lop", "constraint"),
        ("checksum_luhn.md", {"card": "12345674"}, "card", None),
        ("checksum_luhn.md", {"card": "12345675"}, "card", "constraint"),
        ("ho_kinh_doanh_so.md", {"mst": "0101248141"}, "mst", None),
        ("ho_kinh_doanh_so.md", {"mst": "0101248142"}, "mst", "constraint"),
        ("thiet_bi_so_cua_ho.md", {"thiet_bi": ["dt", "khong_co"]}, "thiet_bi", "constraint"),
        ("vaccination_card.md", {"birth": "2026-08-01", "penta1": "2026-09-11"}, "penta1", "constraint"),
        ("vaccination_card.md", {"birth": "2026-08-01", "penta1": "2026-09-12"}, "penta1", None),
        ("required_expressions.md", {"age": 17}, "guardian", "required"),
        ("required_expressions.md", {"age": 18}, "guardian", None),
        ("chuyen_doi_so_thon.md", {"tong_ho": 100, "ho_vneid": 101}, "ho_vneid", "constraint"),
        ("regex_constraints.md", {"hour": "24:00"}, "hour", "constraint"),
        ("regex_constraints.md", {"hour": "23:59"}, "hour", None),
    ],
)
def test_what_stands_in_the_way(name: str, answers: Mapping[str, Any], path: str, kind: str | None) -> None:
    fault = _entry(name, answers).state(path).fault
    assert (fault.kind if fault else None) == kind


def test_a_folder_is_no_form(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        inspect(tmp_path)
    assert caught.value.code == "file.unreadable"


def _entry(name: str, answers: Mapping[str, Any] | None = None, **more: Any) -> Entry:
    return Entry(corpus.form(corpus.of(name)), answers, today=TODAY, now=NOW, fresh=True, **more)


def _agree(found: Any, expected: Any, where: str) -> None:
    """``found`` holds what is expected; what nothing is said of may be anything."""
    if isinstance(expected, Mapping):
        for key, value in expected.items():
            _agree(found.get(key), value, f"{where}/{key}")
    elif isinstance(expected, Sequence) and expected and isinstance(expected[0], Mapping):
        assert len(found) == len(expected), where
        for number, value in enumerate(expected):
            _agree(found[number], value, f"{where}[{number}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected), where
    else:
        assert found == expected, where


def _labels(form: Form) -> Iterator[tuple[str, Iterable[str]]]:
    """What is asked of a person, in any language: some a PDF cannot set, and the next one stands for them.

    Labels with marks, tags or references are tested with the printing itself.
    """
    for path, question in form.walk():
        said = list(question.label.values())
        plain = said and not set("".join(said)) & set("*_#<[\\`${")
        asked = question.type != "hidden" and not question.calculation
        if plain and asked and not path.endswith(MERGED):
            yield path, said


def _letters(text: str) -> str:
    """Letters and digits alone: lines break anywhere, and a PDF tells of no spaces."""
    return "".join(filter(str.isalnum, text))
