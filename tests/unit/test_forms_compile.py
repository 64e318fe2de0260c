"""Importing a form: what cannot be used is refused with sheet, row and column, never at the door."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.compile import compile_form, compile_markdown
from forms.definition import Form
from forms.problem import Problem
from resources import words


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = words.language()
    words.use("en")
    yield
    words.use(before)


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
    return compile_markdown(HEAD + "".join(f"|  | {row} |\n" for row in rows) + TAIL)


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
        ("${nobody} = 1", "Could not find the name 'nobody'"),
        ("nobody = 1", "an answer is written ${nobody}"),
        ("pulldata('a', 'b', 'c', 'd') = 1", "pulldata() is not known: put the data in the choices sheet"),
        ("frobnicate(.)", "the function frobnicate() is not known"),
        ("regex(., '[')", "pattern of regex() cannot be read"),
        ("regex(., ${note})", "between quotes"),
        ("if(., 1)", "if() takes 3 values, not 2"),
        ("selected(.)", "selected() takes 2 values, not 1"),
        ("../nobody = 1", "leads to no question"),
        ("//note = 1", "“//” is not used here"),
        ("../*/x = 1", "cannot stand in a path"),
        ("@note = 1", "“@” is not used here"),
        (". = #", "“#” cannot be read"),
        ("position(..) = 1", "leads to no question"),
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
    assert "a → b → a" in detail or "b → a → b" in detail


def test_a_name_that_stands_twice_is_refused() -> None:
    rows = ("begin group | g | G | G", "text | a | A | A", "end group", "text | a | A | A")
    assert "row 5, column name: the name a stands twice" in refused(*rows)


def test_unknown_column_of_a_choice_filter_is_refused() -> None:
    assert "no column “colour”" in refused("select_one t | a | A | A | | | | colour = 'red'")


def test_pyxforms_own_complaints_are_shown() -> None:
    assert "sheet survey, row 3: " in refused("text | a | A | A", "select_one nowhere | b | B | B")


def test_what_a_phone_tells_of_its_owner_is_left_out() -> None:
    form = form_of("start | start", "deviceid | deviceid", "today | today", "text | note | Ghi chú | Note")
    assert [path for path, _ in form.walk()] == ["today", "note"]
    assert form.find("today").calculation == "once(today())"


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
    assert compile_form(path) == compile_markdown(text.replace("\n| choices", "\n| choices"))


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(Problem) as caught:
        compile_form(Path("nowhere.xlsx"))
    assert caught.value.code == "file.unreadable"
