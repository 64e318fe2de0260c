"""A form that cannot be used: all that is wrong with it at once, each with its sheet, row, column and what to write."""

import pytest

from forms.compile import compile_form, inspect, workbook_bytes
from forms.problem import Problem
from resources import words

HEAD = "| survey |\n| | type | name | label | relevant | constraint | calculation | choice_filter | parameters |\n"
CHOICES = "| choices |\n| | list_name | name | label |\n| | l | a | A |\n| | l | b c | B |\n| | m | x | X |\n"


@pytest.fixture(autouse=True)
def english() -> None:
    words.use("en")


def faults(*rows: str, more: str = CHOICES) -> list[str]:
    survey = HEAD + "".join(f"| | {row} |\n" for row in rows)
    compiled = inspect(survey + more)
    assert (compiled.form is None) == bool(compiled.faults)
    return [place.text.removeprefix("sheet survey, ") for place in compiled.faults]


def notes(*rows: str, more: str = CHOICES) -> list[str]:
    compiled = inspect(HEAD + "".join(f"| | {row} |\n" for row in rows) + more)
    assert not compiled.faults
    return [place.text.removeprefix("sheet survey, ") for place in compiled.notes if place.sheet == "survey"]


REFUSED = [
    (
        "geopoint | q | Q",
        "row 2, column type: questions of type geopoint are not used here: a place found by satellite",
    ),
    ("geotrace | q | Q", "ask for the hamlet instead"),
    ("geoshape | q | Q", "ask for the hamlet instead"),
    ("start-geopoint | q", "ask for the hamlet instead"),
    ("background-geopoint | q | Q", "ask for the hamlet instead"),
    ("audio | q | Q", "questions of type audio are not used here: use image or file"),
    ("video | q | Q", "use image or file"),
    ("background-audio | q", "use image or file"),
    ("osm | q | Q", "questions of type osm"),
    ("xml-external | q", "use csv-external"),
    ("select_one_from_file x.xml | q | Q", "only CSV files are read here, not x.xml"),
    ("select_multiple_from_file x.geojson | q | Q", "only CSV files are read here, not x.geojson"),
    ("select_one_from_file x.csv | q | Q", "the file x.csv is missing"),
    ("select_one_from_file ../x.csv | q | Q", "write the plain name of a file"),
    ("audit | | | | | | | location-priority=balanced", "remove the location parameters"),
    ("integr | q | Q", "did you mean integer?"),
    ("score__row | q | Q", "it is Kobo's own; write a group with appearance field-list"),
    ("cascading_select x | q | Q", "write one select_one for each level"),
    ("slider | q | Q", "did you mean range?"),
    ("zzz | q | Q", "write text, integer, decimal, date, select_one with a list"),
    ("select_one | q | Q", "the name of a list"),
    ("select_one k | q | Q", "there is no list k"),
    ("select_multiple l | q | Q", "the choice “b c” of l has one"),
    ("select_one ${nobody} | q | Q", "row 2, column type: there is no question ${nobody}"),
    ("text | | Q", "row 2, column name: write a name"),
    ("| q | Q", "row 2, column type: write the type"),
    ("text | 1q | Q", "row 2, column name: a name begins with a letter"),
    ("text | two words | Q", "row 2, column name: a name begins with a letter"),
    ("text | Ánh | Q", "write the name without marks, for example anh"),
    ("text | meta | Q", "the name meta is taken"),
    ("text | q |", "row 2, column label: write a label"),
    ("calculate | q", "write the calculation"),
    ("text | q | Q ${nobody}", "row 2, column label: there is no question ${nobody}"),
    ("text | q | Q ${ q }", "a reference is written ${name}"),
    ("text | q | Q | ${q", "the bracket after $ is not closed"),
    ("text | quality | Q | ${qualify} = 1", "did you mean ${quality}?"),
    ("range | q | Q | | | | | start=0 end=x", "row 2, column parameters: the parameter end must be a number"),
    ("range | q | Q | | | | | start=0 end=9 step=0", "the parameter step must not be 0"),
    ("range | q | Q | | | | | begin=1", "the parameter begin is not known here"),
    ("text | q | Q | | | | | rows=many", "the parameter rows must be a number"),
    ("text | q | Q | | | | | rows", "write parameters as start=0 end=10 step=1"),
    ("select_one m | q | Q | | | | | randomize=often", "randomize is true or false"),
    ("select_one m | q | Q | | | | | seed=3", "a seed needs randomize=true"),
    ("select_one m or_other | q | Q | | | | name = 'x'", "or_other takes no choice_filter"),
    ("end_group", "row 2, column type: end_group has no begin_group"),
    ("begin_repeat | q | Q", "row 2, column type: begin_repeat has no end_repeat"),
    ("text | q | Q | . >", "row 2, column relevant"),
    (
        "calculate | q | | | | pulldata('f', 'a', 'b', 'c')",
        "row 2, column calculation: the file f.csv is missing",
    ),
]


@pytest.mark.parametrize(("row", "told"), REFUSED)
def test_each_refusal_names_its_place_and_the_remedy(row: str, told: str) -> None:
    found = faults(row, "text | other | Other")
    assert any(told in fault for fault in found), found
    assert all(fault.startswith("row 2, column") for fault in found), found


def test_groups_that_do_not_match() -> None:
    rows = ("begin_group | g | G", "begin_repeat | r | R", "text | a | A", "end_group", "end_repeat")
    assert faults(*rows) == [
        "row 5, column type: end_group stands where end_repeat is needed: row 3 begins a repeat",
        "row 6, column type: end_repeat stands where end_group is needed: row 2 begins a group",
    ]
    deep = [f"begin_group | g{n} | G" for n in range(25)]
    assert "groups stand at most 20 deep" in faults(*deep, "text | a | A", *["end_group"] * 25)[0]


def test_names_that_stand_twice() -> None:
    assert faults("text | a | A", "note | a | A") == [
        "row 3, column name: the name a stands twice; give each question its own"
    ]
    rows = ("begin_group | g | G", "text | a | A", "end_group", "text | a | A", "note | n | ${a}")
    assert faults(*rows) == ["row 6, column label: the name ${a} stands twice"]
    twice = ("begin_group | g | G", "begin_repeat | r | R", "text | a | A", "end_repeat", "end_group")
    again = ("begin_repeat | r | R", "text | b | B", "end_repeat")
    assert "row 7, column name: the repeat in row 3 has this name already" in faults(*twice, *again)[0]


def test_everything_is_told_at_once() -> None:
    found = faults(
        "geopoint | a | A",
        "text | b | B | ${nobody} = 1",
        "integer | c | C | . > (",
        "text | c | C | | frobnicate(.)",
        "range | d | D | | | | | start=x",
        "range | e | E | | | | | end=y",
        "select_one nowhere | f | F",
        "begin_group | g | G",
        more="| choices |\n| | list_name | name | label |\n| | l | a | A |\n| | l | a | B |\n| | l | | C |\n"
        "| | | d | D |\n",
    )
    cells = [fault.partition(":")[0] for fault in found]
    assert cells == [
        "row 2, column type",
        "row 3, column relevant",
        "row 4, column relevant",
        "row 5, column name",
        "row 5, column constraint",
        "row 6, column parameters",
        "row 7, column parameters",
        "row 8, column type",
        "row 9, column type",
        "sheet choices, row 3, column name",
        "sheet choices, row 4, column name",
        "sheet choices, row 5, column list_name",
    ]


def test_faults_of_headers_and_sheets() -> None:
    def texts(source: str) -> list[str]:
        return [place.text for place in inspect(source).faults]

    assert texts(
        "| surveys |\n| | type | name | label |\n| | text | a | A |\n| choices |\n| | list_name | name |\n"
    ) == ["sheet survey: there is no such sheet; rename the sheet surveys"]
    assert texts("| survey |\n| | text | a | A |\n| | text | b | B |\n") == [
        "sheet survey, row 1, column type: the sheet needs a column type"
    ]
    both = "| survey |\n| | type | name | label | relevant | relevance |\n| | text | a | A | 1 = 1 | |\n"
    assert texts(both) == [
        "sheet survey, row 1, column relevance: the columns relevant and relevance mean the same; remove one"
    ]
    tongue = "| survey |\n| | type | name | label | relevant::English (en) |\n| | text | a | A | 1 = 1 |\n"
    assert "takes no language; write relevant alone" in texts(tongue)[0]
    assert texts("| survey |\n| | type | name |\n") == ["sheet survey: the form asks no question"]
    listless = "| survey |\n| | type | name | label |\n| | select_one l | a | A |\n"
    listless += "| choices |\n| | list | name |\n| | l | a |\n"
    assert texts(listless)[-1] == "sheet choices, row 1, column list_name: the sheet needs a column list_name"


def test_excel_letters_are_told_where_there_are_letters() -> None:
    text = "| survey |\n| | type | name | label::Tiếng Việt (vi) |\n| | text | a | ${b} |\n"
    (fault,) = inspect(workbook_bytes(inspect(text).source), name="form.xlsx").faults
    assert fault.text == "sheet survey, row 2, column label::Tiếng Việt (vi) (C): there is no question ${b}"


def test_choices_that_stand_twice_may_be_allowed() -> None:
    twice = "| choices |\n| | list_name | name | label |\n| | l | a | A |\n| | l | a | B |\n"
    assert "the name a stands twice in the list l" in faults("select_one l | q | Q", more=twice)[0]
    allowed = twice + "| settings |\n| | allow_choice_duplicates |\n| | yes |\n"
    assert not faults("select_one l | q | Q", more=allowed)


def test_limits() -> None:
    many = "| choices |\n| | list_name | name | label |\n" + "".join(
        f"| | l | c{n} | C |\n" for n in range(20_001)
    )
    assert faults("select_one l | q | Q", more=many)[0].startswith(
        "sheet choices: the list l holds more than 20000"
    )
    rows = [f"text | q{n} | Q" for n in range(1_901)]
    assert (
        faults(*rows)[0]
        == "row 1902, column name: a form, or one row of a repeat, asks at most 1900 questions"
    )
    split = [
        *rows[:1_000],
        "begin_repeat | r | R",
        *(row.replace(" q", " z") for row in rows[:1_000]),
        "end_repeat",
    ]
    assert not faults(*split)


def test_a_disabled_row_is_as_good_as_not_there() -> None:
    text = "| survey |\n| | type | name | label | disabled |\n| | geopoint | a | ${nobody} | yes |\n"
    compiled = inspect(text + "| | select_one_from_file no.csv | a | A | TRUE |\n| | text | a | A | no |\n")
    assert compiled.form is not None
    assert [(path, question.type) for path, question in compiled.form.walk()] == [("a", "text")]
    choices = "| choices |\n| | list_name | name | label | disabled |\n| | l | x | X | yes |\n"
    assert not faults("select_one l | q | Q", more=choices)


def test_notes_tell_what_is_left_out() -> None:
    assert notes("deviceid | d", "text | a | A") == [
        "row 2, column type: a laptop has no deviceid; it stays empty"
    ]
    assert notes("audit | audit", "text | a | A") == [
        "row 2, column type: the program keeps its own history; no audit file is written"
    ]
    odd = "| survey |\n| | type | name | label | media::image | relevent | appearance | comment | _mine |\n"
    compiled = inspect(odd + "| | text | a | A | a.png | 1 | bearing multiline | see ${nobody} | x |\n")
    assert compiled.form is not None
    assert [place.text.removeprefix("sheet survey, ") for place in compiled.notes] == [
        "row 1, column media::image: this column is not used here",
        "row 1, column relevent: this column is not known; did you mean relevant?",
        "row 1, column comment: this column is not known and is left out",
        "row 2, column appearance: the appearance bearing changes nothing here for text",
    ]


def test_compile_form_raises_the_first_fault() -> None:
    with pytest.raises(Problem) as caught:
        compile_form(HEAD + "| | text | a | A | ${b} |\n| | geopoint | c | C |\n")
    assert caught.value.code == "form.broken"
    assert caught.value.facts["detail"] == "sheet survey, row 2, column relevant: there is no question ${b}"


def test_faults_are_told_in_vietnamese() -> None:
    words.use("vi")
    (fault,) = inspect(HEAD + "| | text | | A |\n").faults
    assert fault.text == "trang survey, dòng 2, cột name: ghi tên (name) cho câu hỏi này"
