"""Importing a form: what cannot be used is refused with sheet, row and column, never at the door."""

from dataclasses import replace
from pathlib import Path

import pytest

from forms.compile import (
    compile_form,
    inspect,
    inspect_source,
    media_of,
    workbook_bytes,
    xform,
)
from forms.definition import Form
from forms.library import built_in_ids, built_in_source
from forms.problem import Problem
from resources import words


@pytest.fixture(autouse=True)
def english() -> None:
    words.use("en")


COLUMNS = "type,name,label::Tiếng Việt (vi),label::English (en),relevant,constraint,calculation,choice_filter"
HEAD = f"| survey |\n|  | {' | '.join(COLUMNS.split(','))} |\n"
TAIL = """
| choices |
|  | list_name | name | label::Tiếng Việt (vi) | label::English (en) | hamlet |
|  | t | a | Một | One | h1 |
|  | t | b | Hai | Two | h2 |

| settings |
|  | form_id | version | form_title | default_language | ngoso::title_en |
|  | trial | 3 | Thử | Tiếng Việt (vi) | Trial |
"""


def form_of(*rows: str) -> Form:
    return compile_form(HEAD + "".join(f"|  | {row} |\n" for row in rows) + TAIL)


def refused(*rows: str) -> str:
    with pytest.raises(Problem) as caught:
        form_of(*rows)
    assert caught.value.code == "form.broken"
    return str(caught.value.facts["detail"])


def test_what_pyxform_read_becomes_a_form() -> None:
    form = form_of(
        "begin group | g | Nhóm | Group",
        "select_one t | kind | Loại | Kind | | | | hamlet = 'h1'",
        "end group",
        "begin repeat | people | Người | People",
        "range | score | Điểm | Score",
        "end repeat",
    )
    assert (form.id, form.version, form.title) == ("trial", "3", {"vi": "Thử", "en": "Trial"})
    assert form.default_language == "vi"
    assert [path for path, _ in form.walk()] == ["g", "kind", "people", "people/score"]
    assert form.find("kind").choice_filter == "hamlet = 'h1'"
    assert form.choices["t"][0].columns == {"hamlet": "h1"}
    assert form.find("people/score").parameters == {"start": "1", "end": "10", "step": "1"}


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (". > (", "ends too early"),
        (". >", "ends too early"),
        ("1 2", "operator was expected"),
        ("${nobody} = 1", "there is no question ${nobody}"),
        ("nobody = 1", "an answer ${nobody}"),
        ("pulldata('a', 'b', 'c', 'd') = 1", "the file a.csv is missing"),
        ("frobnicate(.)", "frobnicate()"),
        ("regex(., '[')", "pattern of regex() cannot be read"),
        ("if(., 1)", "if() takes 3 values, not 2"),
        ("selected(.)", "selected() takes 2 values, not 1"),
        ("../nobody = 1", "leads to no question"),
        ("//note = 1", "“//” is not used"),
        ("../*/x = 1", "“*”"),
        ("@note = 1", "“@”"),
        (". = #", "“#” cannot be read"),
        ("position(..) = 1", "position(..)"),
    ],
)
def test_expressions_that_cannot_be_used_are_refused_with_their_place(expression: str, reason: str) -> None:
    detail = refused("text | note | Ghi chú | Note", f"integer | age | Tuổi | Age | | {expression}")
    assert detail.startswith("sheet survey, row 3")
    assert "constraint" in detail
    assert reason in detail


def test_the_row_named_is_the_row_of_the_sheet() -> None:
    detail = refused(
        "begin repeat | people | Người | People",
        "begin group | g | Nhóm | Group",
        "text | name | Tên | Name | . > (",
        "end group",
        "end repeat",
    )
    assert detail.startswith("sheet survey, row 4, column relevant: ")


@pytest.mark.parametrize("kind", ["geopoint", "geotrace", "geoshape", "audio", "video", "start-geopoint"])
def test_types_that_record_too_much_are_refused_by_name(kind: str) -> None:
    detail = refused("text | note | Ghi chú | Note", f"{kind} | it | Nó | It")
    assert "row 3, column type: " in detail
    assert kind in detail


def test_a_circle_is_refused() -> None:
    detail = refused("text | a | A | A | ${b} = 1", "text | b | B | B | ${a} = 1")
    assert "circle" in detail
    assert detail.startswith("sheet survey, row 2, column relevant: ")


def test_one_name_in_two_groups_is_two_questions() -> None:
    form = form_of(
        "begin group | g | G | G",
        "text | a | A | A",
        "end group",
        "begin group | h | H | H",
        "text | a | B | B",
        "text | A | C | C",
        "text | a_2 | D | D",
        "end group",
    )
    assert [(path, question.written) for path, question in form.walk()] == [
        ("g", ""),
        ("a", ""),
        ("h", ""),
        ("a_3", "a"),  # a_2 is somebody's own name
        ("A_4", "A"),  # the store's columns know no case
        ("a_2", ""),
    ]


def test_unknown_column_of_a_choice_filter_is_refused() -> None:
    assert "no column “colour”" in refused("select_one t | a | A | A | | | | colour = 'red'")


def test_pyxforms_own_complaints_are_shown() -> None:
    """What is not said in our own words comes as pyxform says it, with the row of the question it names."""
    text = "| survey |\n| | type | name | label | big-image |\n| | text | a | A | |\n| | text | b | B | b.png |\n"
    (fault,) = inspect(text).faults
    assert fault.text.startswith("sheet survey, row 3: To use big-image, you must also specify an image")


def test_what_a_machine_fills_in_stays_there_to_be_referred_to() -> None:
    form = form_of(
        "start | start",
        "end | end",
        "imei | id",
        "today | today",
        "username | who",
        "text | a | ${start} | ${id}",
    )
    assert [(path, question.type, question.meta) for path, question in form.walk()] == [
        ("start", "calculate", "start"),
        ("end", "calculate", "end"),
        ("id", "calculate", "deviceid"),
        ("today", "calculate", "today"),
        ("who", "calculate", "username"),
        ("a", "text", ""),
    ]
    assert form.find("today").calculation == "once(today())"
    assert form.find("start").calculation == "once(now())"


def test_a_missing_translation_is_absent_not_a_dash() -> None:
    assert form_of("text | note | Ghi chú").find("note").label == {"vi": "Ghi chú"}


def test_xlsx_and_markdown_give_the_same_form(tmp_path: Path) -> None:
    from openpyxl import Workbook

    text = HEAD + "|  | text | note | Ghi chú | Note | | string-length(.) < 5 |\n" + TAIL
    book = Workbook()
    book.remove(book.worksheets[0])
    for block in text.split("\n\n"):
        lines = [
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in block.strip().split("\n")
        ]
        sheet = book.create_sheet(lines[0][0])
        for line in lines[1:]:
            sheet.append([cell or None for cell in line[1:]])
    path = tmp_path / "trial.xlsx"
    book.save(path)
    assert compile_form(path) == compile_form(text.replace("\n| choices", "\n| choices"))


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(Problem) as caught:
        compile_form(Path("nowhere.xlsx"))
    assert caught.value.code == "file.unreadable"


LANGUAGE = """
| survey |
| | type | name | label | label::English | hint::English | default | calculation | trigger | repeat_count | appearance |
| | begin group | g | Nhóm | Group | | | | | | table-list |
| | select one from l | s1 | Một | One | Pick | | | | | |
| | select_one l | s2 | Hai | Two | | | | | | minimal |
| | end group | | | | | | | | | |
| | select1 l or_other | s3 | Ba | Three | | | | | | |
| | add select multiple prompt using l | s4 | Bốn | Four | | | | | | |
| | rank l | s5 | Năm | Five | | | | | | |
| | image | photo | Ảnh | Photo | | | | | | |
| | acknowledge | ok | Đồng ý | OK | | | | | | |
| | percentage | part | Phần | Part | | | | | | |
| | dateTime | at | Lúc | At | | now() | | | | |
| | date | on | Ngày | On | | 2026-01-01 | | | | |
| | integer | n | Số | Number | | 2 | | | | |
| | begin_repeat | r | Lặp | Repeat | | | | | ${n} + 1 | |
| | text | who | Ai | Who | | | | | | |
| | end_repeat | | | | | | | | | |
| | select_one ${who} | best | Nhất | Best | | | | | | |
| | text | changed | | | | | now() | ${n}, ${on} | | |
| | note | | Ghi ${n} | Note ${n} | | | | | | |
| choices |
| | list name | value | label | label::English |
| | l | 1 | A | Aa |
| | l | 2 | B | Bb |
"""


def test_the_language_in_its_many_spellings() -> None:
    form = compile_form(LANGUAGE)
    found = dict(form.walk())
    kinds = "group select_one select_one select_one text select_multiple rank image acknowledge integer datetime date"
    kinds += " integer repeat text select_one calculate note"
    assert [question.type for question in found.values()] == kinds.split()
    assert found["g"].label == {"vi": "Nhóm", "en": "Group"}
    assert [found[name].appearance for name in ("g", "s1", "s2")] == ["table-list", "", "minimal"]
    assert found["s3_other"].relevant == "selected(../s3, 'other')"
    assert found["s3_other"].label == {"en": "Specify other", "vi": "Khác, ghi rõ"}
    assert form.choices["l"][2].label == {"en": "Other", "vi": "Khác"}
    assert found["part"].constraint == "0 <= . and . <= 100"
    assert (found["at"].default, found["at"].dynamic_default) == ("now()", True)
    assert (found["on"].default, found["on"].dynamic_default) == ("2026-01-01", False)
    assert found["r"].repeat_count == "${n} + 1"
    assert "r_count" not in found
    assert found["best"].list_name == "${who}"
    assert (found["changed"].trigger, found["changed"].calculation) == ("${n}, ${on}", "now()")
    assert found["s1"].hint == {"en": "Pick"}
    assert form.languages == {"vi": "Tiếng Việt", "en": "English"}


def test_entities() -> None:
    text = """
| survey |
| | type | name | label | save_to |
| | text | code | Mã | household#code |
| | begin_repeat | people | Người | |
| | text | full | Tên | resident#full_name |
| | end_repeat | | | |
| entities |
| | list_name | label | entity_id | create_if | update_if |
| | household | ${code} | ${code} | | true() |
| | resident | ${full} | | ${full} != '' | |
"""
    form = compile_form(text)
    assert [(it.list_name, it.repeat, it.entity_id, it.create_if, it.update_if) for it in form.entities] == [
        ("household", "", "${code}", "", "true()"),
        ("resident", "people", "", "${full} != ''", ""),
    ]
    assert form.find("people/full").save_to == "resident#full_name"


def test_a_form_without_settings_is_called_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "Khảo sát 2026 (1).md"
    path.write_text("| survey |\n| | type | name | label |\n| | text | a | A |\n", encoding="utf-8")
    form = compile_form(path)
    assert (form.id, form.version, form.title) == ("khao_sat_2026_1", "", {"vi": "Khảo sát 2026 (1)"})


@pytest.mark.parametrize("source", [LANGUAGE, *(built_in_source(form_id) for form_id in built_in_ids())])
def test_every_face_of_a_source_gives_the_same_form(source: str | Path) -> None:
    compiled = inspect(source)
    assert compiled.form is not None
    assert inspect_source(compiled.source) == compiled
    again = inspect(workbook_bytes(compiled.source), media_of(compiled.source), f"{compiled.form.id}.xlsx")
    assert again.form is not None
    assert replace(again.form, title=compiled.form.title, id=compiled.form.id) == compiled.form
    assert workbook_bytes(compiled.source) == workbook_bytes(again.source)
    assert xform(compiled.source).startswith("<?xml")


def test_the_xform_names_the_default_language_as_the_headers_do() -> None:
    text = "| survey |\n| | type | name | label::Tiếng Việt (vi) | label::English (en) |\n| | text | a | Á | A |\n"
    compiled = inspect(text + "| settings |\n| | default_language |\n| | vi |\n")
    assert compiled.form is not None
    assert compiled.form.default_language == "vi"
    assert '<translation lang="Tiếng Việt (vi)" default="true()">' in xform(compiled.source)


def test_a_column_of_ones_own_never_confuses_pyxform() -> None:
    text = "| survey |\n| | type | name | label | children | choices | itemset |\n| | text | a | A | x | y | z |\n"
    form = compile_form(text + "| settings |\n| | form_id | children | type |\n| | t | x | y |\n")
    assert (form.id, [path for path, _question in form.walk()]) == ("t", ["a"])
