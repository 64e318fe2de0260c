"""Broken, hostile and odd files: a clear refusal, nothing read for ever, nothing silently lost."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.work import filled_sheets, xlsx_table
from desktop.work.filled_sheets import match, open_file
from desktop.work.xlsx_table import Page, Unread, read_pages
from forms.problem import Problem
from tests.helpers.stores import VISIT

Alter = Callable[[str], str]


def book(
    path: Path, alter: Alter = lambda xml: xml, rows: object = (("date", "note"), ("2026-08-01", "x"))
) -> Path:
    """A workbook whose first sheet's XML was altered."""
    made = openpyxl.Workbook()
    assert made.active is not None
    for row in rows:  # type: ignore[attr-defined]
        made.active.append(row)
    made.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {it: old.read(it) for it in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = alter(parts[sheet].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def code(path: Path) -> str:
    with pytest.raises(Problem) as problem:
        open_file(path, VISIT)
    assert path.name in problem.value.text
    return problem.value.code


def cells(page: Page) -> list[list[object]]:
    return [list(line.cells.values()) for line in page.lines]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "file.table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file.table"),
        (b"PK\x03\x04 not a zip", "file.table"),
        (b"%PDF-1.7", "file.table"),
    ],
)
def test_not_a_workbook(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "v.xlsx").write_bytes(data)
    assert code(tmp_path / "v.xlsx") == said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert code(tmp_path / "v.xlsx") == code(tmp_path / "v.csv") == "file.unreadable"


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    for name in ("v.xlsx", "v.xls", "v.csv"):
        os.mkfifo(tmp_path / name)
        assert code(tmp_path / name) == "file.unreadable"


def test_macros_and_zip_bombs_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "v.xlsx")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/vbaProject.bin", b"x")
    assert code(path) == "form.macros"
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/sharedStrings.xml", b" " * 3_000_000)
    monkeypatch.setattr(xlsx_table, "_WHOLE", 2_000_000)
    assert code(bomb) == "file.too_large"
    monkeypatch.setattr(xlsx_table, "_UNPACKED", 1_000_000)
    assert code(bomb) == "file.too_large"
    monkeypatch.setattr(xlsx_table, "LARGEST", 100)
    assert code(bomb) == "file.too_large"


def test_entities_are_not_opened(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    inline = '<row r="3"><c r="A3" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>'
    good = book(tmp_path / "g.xlsx", lambda xml: xml.replace("</sheetData>", inline.format("a")))
    assert cells(read_pages(good)[0])[2] == ["a"]
    path = book(tmp_path / "v.xlsx", lambda xml: bomb + xml.replace("</sheetData>", inline.format("&b;")))
    assert code(path) == "file.table"


def test_a_million_blank_rows_and_claimed_sizes_cost_little(tmp_path: Path) -> None:
    def alter(xml: str) -> str:
        blank = "".join(f'<row r="{n}"/>' for n in range(3, 20_000))
        far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>z</t></is></c></row>'
        xml = xml.replace("</sheetData>", f"{blank}{far}</sheetData>")
        return xml.replace('<dimension ref="A1:B2"', '<dimension ref="A1:XFD1048576"')

    (page,) = read_pages(book(tmp_path / "v.xlsx", alter))
    assert [line.number for line in page.lines] == [1, 2]


def test_elements_without_end_are_not_read_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_table, "_LOOSE", 1_000)
    path = book(tmp_path / "v.xlsx", lambda xml: xml.replace("<sheetData>", "<sheetData>" + "<x/>" * 2_000))
    assert code(path) == "file.table"


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("date",), *(("2026-08-01",) for _ in range(12))]
    path = book(tmp_path / "v.xlsx", rows=rows)
    (tmp_path / "v.csv").write_text("date\n" + "2026-08-01\n" * 12, encoding="utf-8")
    for module in (xlsx_table, filled_sheets):
        monkeypatch.setattr(module, "MOST_ROWS", 10)
    assert code(path) == code(tmp_path / "v.csv") == "import.rows"


def test_formulas_count_by_what_they_show(tmp_path: Path) -> None:
    def alter(xml: str) -> str:
        shown = '<c r="A3"><f>1+1</f><v>2</v></c><c r="B3"><f>1+1</f></c><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        return xml.replace("</sheetData>", f'<row r="3">{shown}</row></sheetData>')

    (page,) = read_pages(book(tmp_path / "v.xlsx", alter))
    first, uncounted, broken = page.lines[2].cells.values()
    assert first == 2
    assert isinstance(uncounted, Unread)
    assert isinstance(broken, Unread)
    assert "#DIV/0!" in broken.reason


def test_signs_written_as_codes_come_back(tmp_path: Path) -> None:
    inline = '<row r="3"><c r="A3" t="inlineStr"><is><t>a_x000A_b_x005F_x0041_</t></is></c></row></sheetData>'
    (page,) = read_pages(book(tmp_path / "v.xlsx", lambda xml: xml.replace("</sheetData>", inline)))
    assert cells(page)[2] == ["a\nb_x0041_"]


def test_a_csv_in_another_encoding_or_with_an_open_quotation(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_bytes("date;note\n2026-08-01;Đỗ".encode("utf-16"))
    assert code(path) == "file.encoding"
    path.write_bytes(b'date;note\n2026-08-01;"x')
    with pytest.raises(Problem, match="Dòng 2"):
        open_file(path, VISIT)
    path.write_bytes(b"\n\n")
    assert code(path) == "file.empty"


def test_csv_files_of_the_repeats_are_found_beside(tmp_path: Path) -> None:
    (tmp_path / "lượt.csv").write_text("id;date\n1;2026-08-01\n", encoding="utf-8")
    (tmp_path / "lượt-people.csv").write_text("id;row;name\n1;a;An\n", encoding="utf-8")
    (tmp_path / "lượt-people-steps.csv").write_text("id;row;parent;minutes\n1;b;a;5\n", encoding="utf-8")
    (tmp_path / "lượt-khác.csv").write_text("x", encoding="utf-8")
    matched = match("lượt.csv", VISIT, open_file(tmp_path / "lượt.csv", VISIT))
    assert set(matched.grids) == {"", "people", "people/steps"}
    assert matched.unknown == ()


def test_zeros_and_guards_of_csv(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text('note,date\n"=""0912""",\n\'=1+1,\n\'x,\n', encoding="utf-8")
    (page,) = open_file(tmp_path / "v.csv", VISIT)
    assert cells(page)[1:] == [["0912"], ["=1+1"], ["'x"]]


def test_the_old_format_of_excel_is_read_too() -> None:
    first, *_rest = read_pages(Path(__file__).parents[1] / "data/forms/old_excel.xls")
    assert first.name == "survey"
    assert list(first.lines[0].cells.values())[:2] == ["type", "name"]
