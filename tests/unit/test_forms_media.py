"""CSV files beside a form: found, read, joined to the choices; or refused with the cell that asks for them."""

import json
import os
from pathlib import Path

import pytest

from forms.compile import Compiled, inspect, inspect_source, media_of, xform
from forms.compile.workbook import FILE_LIMIT
from forms.definition import Choice
from forms.problem import Problem
from resources import words

HEAD = "| survey |\n| | type | name | label | calculation | choice_filter | parameters |\n"
FRUITS = "name,label,colour\napple,Táo,red\npear,Lê,green\n".encode()


@pytest.fixture(autouse=True)
def english() -> None:
    words.use("en")


def compiled(*rows: str, **files: bytes) -> Compiled:
    media = {f"{name}.csv": data for name, data in files.items()}
    return inspect(HEAD + "".join(f"| | {row} |\n" for row in rows), media)


def faults(*rows: str, **files: bytes) -> list[str]:
    return [place.text for place in compiled(*rows, **files).faults]


def test_a_pipe_beside_the_form_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fruits.csv")
    (tmp_path / "f.md").write_text(f"{HEAD}| | select_one_from_file fruits.csv | f | F |\n", encoding="utf-8")
    assert "the file fruits.csv is missing" in inspect(tmp_path / "f.md").faults[0].text


def test_a_question_chooses_from_a_file() -> None:
    form = compiled("select_one_from_file fruits.csv | f | F | | colour = 'red'", fruits=FRUITS).form
    assert form is not None
    assert form.find("f").list_name == "fruits.csv"
    assert form.choices["fruits.csv"] == (
        Choice("apple", {"vi": "Táo"}, {"name": "apple", "label": "Táo", "colour": "red"}),
        Choice("pear", {"vi": "Lê"}, {"name": "pear", "label": "Lê", "colour": "green"}),
    )


def test_other_columns_may_hold_names_and_labels() -> None:
    row = "select_one_from_file fruits.csv | f | F | | | value=colour label=name"
    form = compiled(row, fruits=FRUITS).form
    assert form is not None
    assert [(choice.name, choice.label) for choice in form.choices["fruits.csv"]] == [
        ("red", {"vi": "apple"}),
        ("green", {"vi": "pear"}),
    ]
    found = faults(row, "select_one_from_file fruits.csv | g | G", fruits=FRUITS)
    assert [fault.partition(";")[0] for fault in found] == [
        "sheet survey, row 3, column parameters: row 2 reads other columns of fruits.csv"
    ]
    assert faults("select_one_from_file fruits.csv | f | F | | | value=size", fruits=FRUITS) == [
        "sheet fruits.csv, row 1, column size: the file lacks this column; add it, or name another in parameters"
    ]


def test_tables_read_by_functions() -> None:
    rows = (
        "calculate | price | | pulldata('prices', 'price', 'fruit', 'apple')",
        "csv-external | villages",
        "calculate | place | | instance('villages')/root/item[name = 'x']/label",
    )
    form = compiled(*rows, prices=b"fruit;price\napple;10\n", villages=b"name,label\nx,X\n").form
    assert form is not None
    assert form.choices["prices.csv"][0].columns == {"fruit": "apple", "price": "10"}
    assert [path for path, _question in form.walk()] == ["price", "place"]
    missing = faults(*rows)
    assert "sheet survey, row 2, column calculation: the file prices.csv is missing" in missing[0]
    assert "sheet survey, row 3, column name: the file villages.csv is missing" in missing[1]


def test_what_is_wrong_in_a_file_is_told_with_its_row() -> None:
    row = "select_multiple_from_file fruits.csv | f | F"
    assert faults(row, fruits=b"name,label\n\n,Red\ngreen apple,Green\n") == [
        "sheet fruits.csv, row 3, column name: write the name of this choice",
        "sheet fruits.csv, row 4, column name: the name of a choice must not hold a blank",
    ]
    (fault,) = faults(row, fruits="name,label\na,Á\n".encode("utf-16"))
    assert fault.startswith("sheet fruits.csv, row 1: The file fruits.csv is not in UTF-8 but in UTF-16")
    many = b"name,label\n" + b"".join(b"c%d,C\n" % n for n in range(20_001))
    assert "a list holds at most 20000 rows" in faults(row, fruits=many)[0]


def test_files_are_found_beside_the_form(tmp_path: Path) -> None:
    form = tmp_path / "survey.md"
    form.write_text(HEAD + "| | select_one_from_file fruits.csv | f | F |\n", encoding="utf-8")
    assert inspect(form).form is None
    (tmp_path / "fruits.csv").write_bytes(FRUITS.replace(b"pear", b"plum"))
    beside = inspect(form).form
    assert beside is not None
    assert [choice.name for choice in beside.choices["fruits.csv"]] == ["apple", "plum"]
    (tmp_path / "survey-media").mkdir()
    (tmp_path / "survey-media" / "fruits.csv").write_bytes(FRUITS)
    inside = inspect(form).form
    assert inside is not None
    assert [choice.name for choice in inside.choices["fruits.csv"]] == ["apple", "pear"]
    (tmp_path / "survey-media" / "fruits.csv").write_bytes(b"x" * (FILE_LIMIT + 1))
    with pytest.raises(Problem) as caught:
        inspect(form)
    assert caught.value.code == "file.too_large"


def test_no_file_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(FRUITS)
    (tmp_path / "in").mkdir()
    form = tmp_path / "in" / "survey.md"
    form.write_text(HEAD + "| | select_one_from_file ../secret.csv | f | F |\n", encoding="utf-8")
    found = inspect(form)
    assert found.form is None
    assert "write the plain name of a file" in found.faults[0].text
    assert "pear" not in found.source


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "[]", '"x"', "[" * 100_000, "{}", '{"sheets": [1]}'),
        '{"stem": "x", "lettered": false, "others": [], "sheets": {"survey": null}, "media": {}}',
        '{"stem": "x", "lettered": false, "others": [], "sheets": {"survey": [["type"], [1]]}, "media": {}}',
        '{"stem": "x", "lettered": false, "others": [], "sheets": {}, "media": {"a.csv": "b"}}',
    ],
)
def test_what_is_no_kept_source_is_refused_in_words(text: str) -> None:
    with pytest.raises(Problem) as refused:
        inspect_source(text)
    assert refused.value.code == "form.not_workbook"


def sent(*rows: list[str]) -> str:
    """Sheets as another machine may send them, never read here from a file."""
    sheets = {"survey": [["type", "name", "label", "relevant"], *rows]}
    return json.dumps({"stem": "x", "lettered": False, "others": [], "sheets": sheets, "media": {}})


def test_sheets_that_were_sent_are_cleaned_as_those_of_a_file() -> None:
    found = inspect_source(sent(["text", "ten\u200b", "T\x00ê\x1bn\ufeff"]))
    assert found.form is not None
    assert found.form.find("ten").label == {"vi": "Tên"}
    assert found.source == inspect_source(found.source).source


def test_sheets_that_were_sent_keep_to_the_bounds_of_a_file() -> None:
    long = inspect_source(sent(["text", "a", "A"], ["text", "b", "B", " and ".join(["${a} = 'x'"] * 20_000)]))
    assert [fault.text for fault in long.faults] == [
        "sheet survey, row 3, column relevant: the text is longer than 32767 characters"
    ]
    many = inspect_source(sent(*[["text", f"a{n}", "A"] for n in range(50_001)]))
    assert [fault.text for fault in many.faults] == [
        "sheet survey: at most 50000 rows and 500 columns can be read"
    ]
    heads = ["type", "name", *(f"label::l{n} (l{n})" for n in range(200))]
    sheets = {"survey": [heads, *(["text", f"a{n}", *["x"] * 200] for n in range(1_001))]}
    kept = json.dumps({"stem": "x", "lettered": False, "others": [], "sheets": sheets, "media": {}})
    assert [fault.text for fault in inspect_source(kept).faults] == [
        "sheet survey: at most 200000 translated cells can be read"
    ]


def test_brackets_that_never_close_are_told_once_a_cell() -> None:
    found = inspect_source(
        sent(["text", "a", "A"], ["text", "b", "${a" * 10_000], ["text", "c", "${ a } ${a"])
    )
    assert [fault.text for fault in found.faults] == [
        f"sheet survey, row {row}, column label: the bracket after $ is not closed" for row in (3, 4)
    ]


def test_the_kept_source_holds_the_files() -> None:
    kept = compiled("select_one_from_file fruits.csv | f | F", fruits=FRUITS.replace(b",", b";"))
    assert inspect_source(kept.source).form == kept.form
    assert media_of(kept.source) == {"fruits.csv": FRUITS}
    assert 'src="jr://file-csv/fruits.csv"' in xform(kept.source)
