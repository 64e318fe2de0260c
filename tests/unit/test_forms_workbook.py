"""Workbooks from anywhere: read within bounds, or refused for a reason that names the cell."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from forms.compile import inspect
from forms.compile.workbook import FILE_LIMIT, Workbook, letters, read_workbook
from forms.problem import Problem
from resources import words

SURVEY = (("type", "name", "label"), ("text", "a", "A"))


@pytest.fixture(autouse=True)
def english() -> None:
    words.use("en")


def xlsx(sheets: dict[str, Any], change: Any = None) -> bytes:
    """An .xlsx of rows; ``change`` gets the openpyxl workbook before it is written."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change is not None:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(data: bytes, **parts: bytes) -> bytes:
    """``data`` with parts put in or changed; ``__`` in a name stands for ``/``."""
    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in [*source.namelist(), *(n for n in named if n not in source.namelist())]:
            target.writestr(name, named.get(name, b"") or source.read(name))
    return stream.getvalue()


def problem_of(data: bytes, name: str = "form.xlsx") -> Problem:
    with pytest.raises(Problem) as caught:
        read_workbook(data, name)
    return caught.value


def faults_of(data: bytes | str, name: str = "form.xlsx") -> list[str]:
    return [place.text for place in read_workbook(data, name).faults]


def cells(book: Workbook, sheet: str = "survey") -> list[list[str]]:
    return book.sheets[sheet].grid()


def test_values_become_the_text_a_person_sees() -> None:
    import datetime as dt

    values = [
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (2.5, "2.5"),
        (True, "TRUE"),
        (dt.date(2026, 11, 26), "2026-11-26"),
        (dt.datetime(2026, 11, 26, 8, 5), "2026-11-26T08:05:00"),  # noqa: DTZ001 -- a cell knows no zone
        (dt.time(8, 5), "08:05"),
        ("a\u00a0 b", "a b"),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("two\r\nlines", "two\nlines"),
        (" padded ", "padded"),
    ]
    rows = [("type", "name", "label"), *(("text", f"q{i}", value) for i, (value, _text) in enumerate(values))]
    read = cells(read_workbook(xlsx({"survey": rows}), "form.xlsx"))
    assert [row[2] for row in read[1:]] == [text for _value, text in values]


def test_rows_keep_their_numbers_and_columns_their_letters() -> None:
    book = read_workbook(xlsx({"Survey": [*SURVEY, (), (), ("text", "b", "B")]}), "form.xlsx")
    assert dict(book.sheets["survey"].records())[5] == {"type": "text", "name": "b", "label": "B"}
    assert [letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert book.letter(1) == "B"


def test_a_sign_that_cannot_be_seen_is_dirt_in_a_name_but_not_in_a_label() -> None:
    rows = [SURVEY[0], ("text\u200b", "\ufeffa\u200b", "ក\u200bខ")]
    assert cells(read_workbook(xlsx({"survey": rows}), "form.xlsx"))[1] == ["text", "a", "ក\u200bខ"]


def test_other_sheets_are_named_and_one_sheet_alone_is_the_survey() -> None:
    book = read_workbook(xlsx({"survey": SURVEY, "Notes": [("x",)]}), "form.xlsx")
    assert book.others == ("Notes",)
    assert list(read_workbook(xlsx({"Sheet1": SURVEY}), "form.xlsx").sheets) == ["survey"]


def test_a_formula_counts_by_its_value_and_without_one_names_its_cell() -> None:
    rows = [*SURVEY, ("text", "b", '=CONCATENATE("x","y")')]
    (fault,) = faults_of(xlsx({"survey": rows}))
    assert fault.startswith("sheet survey, row 3, column C: this formula has no value yet")
    data = xlsx({"survey": rows})
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    shown = re.sub(rb'<c r="C3"(.*?)<v ?/>', rb'<c r="C3" t="str"\1<v>xy</v>', sheet)
    assert shown != sheet
    assert cells(read_workbook(rezipped(data, xl__worksheets__sheet1_dot_xml=shown), "f.xlsx"))[2] == [
        "text",
        "b",
        "xy",
    ]


def test_a_cell_that_shows_an_error_is_named() -> None:
    def change(book: Any) -> None:
        book["survey"]["C2"].value, book["survey"]["C2"].data_type = "#REF!", "e"

    (fault,) = faults_of(xlsx({"survey": SURVEY}, change))
    assert (
        fault
        == "sheet survey, row 2, column C: this cell shows #REF! instead of a value; correct its formula"
    )


def test_merged_cells_over_rows_are_named() -> None:
    rows = [("list_name", "name", "label"), ("yn", "y", "Yes"), (None, "n", "No")]

    def change(book: Any) -> None:
        book["choices"].merge_cells("A2:A3")

    (fault,) = faults_of(xlsx({"survey": SURVEY, "choices": rows}, change))
    assert fault.startswith("sheet choices, row 2, column A: the cells A2:A3 are merged")


def test_remarks_merged_beside_the_table_are_left_out() -> None:
    rows = [("list_name", "name", "label"), ("yn", "y", "Yes"), ("yn", "n", "No", None, "A legend")]

    def change(book: Any) -> None:
        book["choices"].merge_cells("E3:G6")

    assert not faults_of(xlsx({"survey": SURVEY, "choices": rows}, change))


def test_a_title_merged_over_the_columns_of_one_row_is_no_fault() -> None:
    def change(book: Any) -> None:
        book["survey"].merge_cells("C3:E3")

    assert not faults_of(xlsx({"survey": [*SURVEY, ("note", "n", "Title")]}, change))


def test_macros_are_refused() -> None:
    data = xlsx({"survey": SURVEY})
    assert problem_of(rezipped(data, xl__vbaProject_dot_bin=b"x")).code == "form.macros"
    assert problem_of(data, "form.xlsm").code == "form.macros"


def test_a_bomb_is_refused_unopened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        for part in range(3):
            bomb.writestr(f"xl/worksheets/sheet{part}.xml", bytes(80_000_000))
    assert len(stream.getvalue()) < 500_000
    assert problem_of(stream.getvalue()).code == "file.too_large"
    strings = rezipped(xlsx({"survey": SURVEY}), xl__sharedStrings_dot_xml=b" " * 40_000_000)
    assert problem_of(strings).code == "file.too_large"


def test_elements_without_end_are_refused() -> None:
    data = xlsx({"survey": SURVEY})
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    for evil in (
        b"<x>" * 300_000 + b"</x>" * 300_000,
        b'<row r="9">' + b"<c><v>1</v></c>" * 100_000 + b"</row>",
    ):
        filled = sheet.replace(b"</sheetData>", evil + b"</sheetData>")
        assert problem_of(rezipped(data, xl__worksheets__sheet1_dot_xml=filled)).code == "form.not_workbook"
    strings = rezipped(data, xl__sharedStrings_dot_xml=b"<sst>" + b"<si/>" * 2_000_000 + b"</sst>")
    assert problem_of(strings).code == "form.not_workbook"


def test_a_chart_or_a_name_twice_does_not_matter() -> None:
    data = xlsx(
        {"survey": SURVEY}, lambda book: (book.create_chartsheet("chart"), book.create_sheet("SURVEY "))
    )
    book = read_workbook(data, "form.xlsx")
    assert cells(book)[1:] == [["text", "a", "A"]]
    assert book.others == ("SURVEY ",)


def test_entities_that_multiply_are_refused() -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    data = xlsx({"survey": SURVEY})
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    start = sheet.index(b"<worksheet")
    evil = sheet[:start] + lol + sheet[start:]
    assert problem_of(rezipped(data, xl__worksheets__sheet1_dot_xml=evil)).code == "form.not_workbook"


def blank_rows(count: int, value_at: int = 0) -> bytes:
    data = xlsx({"survey": SURVEY})
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    rows = (
        f'<row r="{n}"><c r="A{n}" s="0"/>{f"<c r={chr(34)}B{n}{chr(34)}><v>5</v></c>" if n == value_at else ""}</row>'
        for n in range(3, count)
    )
    filled = sheet.replace(b"</sheetData>", "".join(rows).encode() + b"</sheetData>")
    return rezipped(data, xl__worksheets__sheet1_dot_xml=filled)


def test_a_million_blank_rows_are_passed_over() -> None:
    import tracemalloc

    data = blank_rows(1_000_000)
    tracemalloc.start()
    book = read_workbook(data, "form.xlsx")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not book.faults
    assert len(book.sheets["survey"].rows) == 1
    assert peak < 60_000_000


def test_a_row_after_a_long_gap_is_never_lost_without_a_word() -> None:
    (fault,) = faults_of(blank_rows(20_000, value_at=15_000))
    assert "more than 1000 blank rows" in fault
    far = xlsx({"survey": SURVEY}, lambda book: book["survey"].cell(500_000, 1, "text"))
    assert "row 500000: more than 1000" in faults_of(far)[0].replace(", column", "")


def test_too_many_rows_and_columns_are_refused() -> None:
    many = "| survey |\n| | type | name |\n" + "| | text | a |\n" * 50_002
    assert faults_of(many, "") == ["sheet survey: at most 50000 rows and 500 columns can be read"]
    wide = xlsx({"survey": [("type",), (None,) * 600 + ("x",)]})
    assert faults_of(wide) == ["sheet survey, row 2, column WC: at most 500 columns can be read"]
    long = xlsx({"survey": [("type", "name", "label"), ("text", "a", "x" * 32_767)]})
    assert not faults_of(long)
    assert (
        "longer than 32767"
        in faults_of(f"| survey |\n| | type | name |\n| | text | {'x' * 32_768} |\n", "")[0]
    )


def test_a_text_under_no_header_is_noted_and_a_header_twice_is_refused() -> None:
    compiled = inspect(
        xlsx({"survey": [("type", "name", "label"), ("text", "a", "A", "x"), ("text", "b", "B", "y")]})
    )
    assert compiled.form is not None
    assert [note.text for note in compiled.notes] == [
        "sheet survey, row 2, column D: this column has no name in row 1 and is left out"
    ]
    twice = xlsx({"survey": [("type", "name", "label", "label"), ("text", "a", "A", "B")]})
    assert faults_of(twice) == ["sheet survey, row 1, column label (D): this column stands twice; remove one"]


def test_damaged_and_mistaken_files_are_refused_by_name() -> None:
    data = xlsx({"survey": SURVEY})
    assert problem_of(data[: len(data) // 2]).code == "form.not_workbook"
    assert problem_of(b"<html><table>").code == "form.not_workbook"
    assert (
        problem_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "form.xls").code == "form.not_workbook"
    )
    assert problem_of(b"PK\x03\x04 no zip", "form.xlsx").code == "form.not_workbook"
    assert problem_of(b"", "form.xlsx").code == "file.empty"
    assert problem_of(b"survey", "form.pdf").code == "form.not_workbook"
    assert problem_of(b"PK\x03\x04" + b"x" * FILE_LIMIT).code == "file.too_large"
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le").ljust(600, b"\0")
    assert problem_of(locked).code == "form.locked"
    assert read_workbook(data, "form.xls").sheets  # the ending is wrong, the content is not


def test_a_file_that_is_a_folder_or_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "x.xlsx"):
        with pytest.raises(Problem) as caught:
            read_workbook(path)
        assert caught.value.code == "file.unreadable"


CSV = 'survey,,,\n,type,name,label\n,text,a,"Tên, họ"\n,,,\n,text,b,B\nchoices,,,\n,list_name,name,label\n,yn,y,Có\n'


def test_csv_with_a_mark_at_its_start_or_semicolons() -> None:
    plain = read_workbook(CSV.encode(), "form.csv")
    assert plain.sheets["survey"].rows[0] == ("text", "a", "Tên, họ")
    assert dict(plain.sheets["survey"].records())[4]["name"] == "b"
    assert read_workbook(CSV.encode("utf-8-sig"), "form.csv").sheets == plain.sheets
    semicolons = CSV.replace('"Tên, họ"', "TEN").replace(",", ";").replace("TEN", '"Tên, họ"')
    assert read_workbook(semicolons.encode(), "form.csv").sheets == plain.sheets


def test_a_csv_of_the_survey_alone() -> None:
    book = read_workbook(b"type,name,label\ntext,a,A\n", "form.csv")
    assert book.sheets["survey"].headers == ("type", "name", "label")
    assert book.sheets["survey"].rows == (("text", "a", "A"),)


def test_strict_open_xml_is_named() -> None:
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
        )
    assert problem_of(source.getvalue(), "form.xlsx").code == "form.strict"


@pytest.mark.parametrize(
    ("data", "encoding", "line"),
    [
        (CSV.encode("utf-16"), "UTF-16", 1),
        (
            CSV.replace("Tên", "Ten").encode("cp1258", "replace").replace(b"C?", b"C\xf3"),
            "Windows-1258, TCVN3",
            8,
        ),
        (
            "survey,,,\n,type,name,label\n,text,a,Hä vµ tªn cña chñ hé ®iÖn tho¹i\n".encode(),
            "TCVN3 (.VnTime)",
            3,
        ),
    ],
)
def test_other_encodings_are_named(data: bytes, encoding: str, line: int) -> None:
    problem = problem_of(data, "form.csv")
    assert (problem.code, problem.facts["encoding"], problem.facts["line"]) == (
        "form.encoding",
        encoding,
        line,
    )


def test_french_and_german_are_not_taken_for_an_old_font() -> None:
    text = (
        "| survey |\n| | type | name | label |\n| | text | a | FRANÇAISE ÊTRE «ÉCOLE» Straße große Füße |\n"
    )
    assert not read_workbook(text).faults


def test_xls(tmp_path: Path) -> None:
    """The smallest BIFF workbook xlrd takes: written by hand, for nothing here writes .xls."""
    data = biff([("type", "name", "label"), ("integer", "age", 1.0), ("text", "b", "Tuổi")])
    path = tmp_path / "form.xls"
    path.write_bytes(data)
    book = read_workbook(path)
    assert cells(book) == [["type", "name", "label"], ["integer", "age", "1"], ["text", "b", "Tuổi"]]
    assert inspect(path).form is not None
    for cut in range(0, len(data), 41):
        try:
            read_workbook(data[:cut], "form.xls")
        except Problem:
            continue


def biff(rows: list[tuple[object, ...]]) -> bytes:
    """A BIFF5-style stream with one sheet called survey; texts are LABEL records in BIFF8."""
    import struct

    def record(code: int, body: bytes) -> bytes:
        return struct.pack("<HH", code, len(body)) + body

    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 0))
    page = record(0x0042, struct.pack("<H", 1200))
    name = b"survey"
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 0))
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, float):
                sheet += record(0x0203, struct.pack("<HHHd", y, x, 0, value))
            else:
                text = str(value)
                sheet += record(
                    0x0204, struct.pack("<HHHHB", y, x, 0, len(text), 1) + text.encode("utf-16-le")
                )
    sheet += record(0x000A, b"")
    bound_size = 4 + 8 + len(name)
    offset = len(start) + len(page) + bound_size + 4
    bound = record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name)
    return start + page + bound + record(0x000A, b"") + sheet


def test_an_old_vietnamese_font_is_named_in_a_spreadsheet_too() -> None:
    rows = [SURVEY[0], ("text", "a", "Hä vµ tªn cña chñ hé"), ("text", "b", "Sè ®iÖn tho¹i, ®Þa chØ")]
    assert faults_of(xlsx({"survey": rows})) == [
        "sheet survey: the text is typed in a TCVN3 font (.VnTime); change it to Unicode"
    ]
