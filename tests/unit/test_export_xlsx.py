"""The workbook: real numbers and dates, texts that stay texts, every version's columns, whole or not at all."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.store import Store
from desktop.work import export_xlsx
from desktop.work.desk import Desk
from desktop.work.export import Choices, export
from desktop.work.export_columns import bare, heads_of, plain, sheet_name, union
from forms.definition import Choice, Form, Question
from forms.problem import Problem
from tests.helpers import stores
from tests.helpers.stores import CHEAP, NOW, PASSPHRASE, VISIT, VISIT_2, WHO


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    store = Store.set_up(home, PASSPHRASE, "An", "member", cost=CHEAP)
    yield Desk(store, WHO, lambda: NOW)
    store.close()


def form(*questions: Question, **choices: tuple[Choice, ...]) -> Form:
    return Form("khao_sat", "1", {"vi": "Khảo sát: 2026 [thử]"}, "vi", questions, choices)


def written(desk: Desk, of: Form, target: Path, *records: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Sheet → its rows as openpyxl reads them."""
    for values in records:
        desk.store.records.save(of, values, who=WHO, now=NOW)
    export(desk, of, target, **more)
    book = openpyxl.load_workbook(target)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_numbers_dates_and_times_are_real(desk: Desk, tmp_path: Path) -> None:
    asked = form(
        Question("on", "date"), Question("at", "time"), Question("moment", "datetime"),
        Question("many", "integer"), Question("much", "decimal"), Question("phone", "text"),
    )  # fmt: skip
    values = {
        "on": "2026-08-14",
        "at": "07:05",
        "moment": "2026-08-14T07:05:30+07:00",
        "many": 3,
        "much": 4.5,
    }
    (row,) = written(desk, asked, tmp_path / "v.xlsx", values | {"phone": "0912"})["Khảo sát 2026 thử"][1:]
    assert row[2:3] + row[4:] == [time(7, 5), 3, 4.5, "0912"]
    assert [row[1].isoformat(), row[3].isoformat()] == ["2026-08-14T00:00:00", "2026-08-14T07:05:30"]


def test_what_a_cell_would_not_hold_whole_stays_text(desk: Desk, tmp_path: Path) -> None:
    asked = form(Question("on", "date"), Question("moment", "datetime"), Question("split", "datetime"))
    values = {
        "on": "1900-01-31",
        "moment": "2026-08-14T07:05:30+02:00",
        "split": "2026-08-14T07:05:30.250000+07:00",
    }
    (row,) = written(desk, asked, tmp_path / "v.xlsx", values)["Khảo sát 2026 thử"][1:]
    assert row[1:] == list(values.values())


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+84912",
        "-2+3",
        "@SUM(A1)",
        "{=1}",
        "http://x",
        "<r>&lt;</r>",
        "_x0041_",
        "<r></r>",
    ],
)
def test_a_text_stays_a_text(desk: Desk, tmp_path: Path, text: str) -> None:
    of = form(Question("note", "text"))
    written(desk, of, tmp_path / "v.xlsx", {"note": text})
    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx").worksheets[0]
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].value.replace("_x005F_", "_").strip() == text
    assert sheet["B2"].quotePrefix == (text[0] in "=+-@")
    with zipfile.ZipFile(tmp_path / "v.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_control_signs_are_dropped_and_lines_kept(desk: Desk, tmp_path: Path) -> None:
    of = form(Question("note", "text"))
    rows = written(desk, of, tmp_path / "v.xlsx", {"note": "một\nhai\x07\ufffe"})
    assert rows["Khảo sát 2026 thử"][1][1] == "một\nhai"


def test_a_text_too_long_for_a_cell_says_that_it_was_cut(desk: Desk, tmp_path: Path) -> None:
    of = form(Question("note", "text"))
    desk.store.records.save(of, {"note": "😀" * 20_000}, who=WHO, now=NOW)
    done = export(desk, of, tmp_path / "v.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "v.xlsx").worksheets[0]["B2"].value
    assert done.cut == 1
    assert cell.endswith("ô Excel không chứa thêm được]")
    assert 32_760 < len(cell.encode("utf-16-le")) // 2 <= 32_767


def test_each_repeat_has_its_sheet_linked_by_ids(desk: Desk, tmp_path: Path) -> None:
    rows = written(desk, VISIT, tmp_path / "v.xlsx", stores.visit())
    assert list(rows) == ["visit", "people", "steps", "Cột"]
    rec = rows["visit"][1][0]
    assert rows["people"][0][:2] == ["id", "row"]
    assert rows["people"][1][:2] == [rec, "p1"]
    assert rows["steps"] == [["id", "row", "parent", "minutes"], [rec, "s1", "p1", 5]]
    assert ["people", "topics", "topics", "select_multiple"] in rows["Cột"]


def test_headings_stay_and_filter(desk: Desk, tmp_path: Path) -> None:
    written(desk, VISIT, tmp_path / "v.xlsx", stores.visit())
    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx")["visit"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H2"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")


def test_a_column_of_0_and_1_for_each_choice(desk: Desk, tmp_path: Path) -> None:
    choices = Choices(labels=False, per_choice=True)
    rows = written(desk, VISIT, tmp_path / "v.xlsx", stores.visit(), choices=choices)["people"]
    at = rows[0].index("topics/vneid")
    assert rows[0][at - 1 : at + 2] == ["topics", "topics/vneid", "topics/pay"]
    assert [row[at : at + 2] for row in rows[1:]] == [[1, 1], [0, 1]]


def test_a_question_of_an_older_version_keeps_its_column(desk: Desk, tmp_path: Path) -> None:
    old = replace(
        VISIT, questions=(Question("date", "date"), Question("old", "text"), Question("note", "text"))
    )
    desk.store.records.save(old, {"date": "2026-08-14", "old": "cũ"}, who=WHO, now=NOW)
    desk.store.records.save(VISIT_2, stores.visit() | {"weather": "nắng"}, who=WHO, now=NOW)
    export(desk, VISIT_2, tmp_path / "v.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "v.xlsx")["visit"].iter_rows(values_only=True))
    heads = rows[0]
    assert heads.index("date") < heads.index("old") < heads.index("weather")
    told = {(row[heads.index("old")], row[heads.index("weather")]) for row in rows[1:]}
    assert told == {("cũ", None), (None, "nắng")}


def test_choices_and_questions_called_alike_are_told_apart() -> None:
    both = [
        Question("a", "text", {"vi": "Khác"}),
        Question("b", "text", {"vi": "khác "}),
        Question("id", "text"),
    ]
    of = form(*both)
    assert heads_of(both, of, "vi") == {"a": "Khác (a)", "b": "khác (b)", "id": "id (id)"}


def test_a_full_sheet_goes_on_in_another(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_xlsx, "MOST_ROWS", 3)
    of = form(Question("n", "integer"))
    rows = written(desk, of, tmp_path / "v.xlsx", *({"n": n} for n in range(5)))
    assert [name for name in rows if name != "Cột"] == [
        f"Khảo sát 2026 thử{it}" for it in ("", " (2)", " (3)")
    ]
    assert [row[1] for name in rows if name != "Cột" for row in rows[name][1:]] == [4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Khảo sát: 2026/[thử]?", "Khảo sát 2026 thử"),
        ("'Hộ'", "Hộ"),
        ("History", "History_"),
        ("Phiếu khảo sát mức độ hài lòng của người dân", "Phiếu khảo sát mức độ hài lòng"),
        ("😀" * 20, "😀" * 15),
    ],
)
def test_sheet_names_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title) == name


def test_sheets_called_alike_get_names_of_their_own(desk: Desk, tmp_path: Path) -> None:
    long = {"vi": "Danh sách những người đã được hướng dẫn"}
    repeats = [
        Question(name, "repeat", long, children=(Question("n", "integer"),)) for name in ("ra", "rb", "cot")
    ]
    rows = written(desk, form(*repeats), tmp_path / "v.xlsx")
    names = [bare(name) for name in rows]
    assert len(set(names)) == len(rows) == 5
    assert all(len(name) <= 31 for name in rows)


def test_stopped_half_way_nothing_is_left(desk: Desk, tmp_path: Path) -> None:
    with desk.store.together():
        for number in range(501):
            desk.store.records.save(VISIT, stores.visit(str(number)), who=WHO, now=NOW)
    (tmp_path / "v.xlsx").write_text("before", encoding="utf-8")
    with pytest.raises(Problem, match=r"Đã dừng xuất\."):
        export(desk, VISIT, tmp_path / "v.xlsx", progress=lambda done: False)
    assert [it.name for it in tmp_path.iterdir() if it.is_file()] == ["v.xlsx"]
    assert (tmp_path / "v.xlsx").read_text(encoding="utf-8") == "before"
    assert not [it for it in tmp_path.iterdir() if it.name.startswith(".v.xlsx")]


def test_a_folder_that_is_not_there_is_named(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        export(desk, VISIT, tmp_path / "no" / "v.xlsx")
    assert problem.value.code == "print.write"


def test_the_union_keeps_groups_and_repeats_of_all_versions() -> None:
    inner = Question("x", "text"), Question("y", "text")
    new = form(
        Question("g", "group", children=(Question("a", "text"),)), Question("r", "repeat", children=inner[:1])
    )
    old = form(Question("b", "text"), Question("a", "text"), Question("r", "repeat", children=inner))
    whole = union([new, old])
    assert [path for path, _question in whole.walk()] == ["b", "a", "r", "r/x", "r/y"]


def test_a_heading_keeps_words_in_angle_brackets() -> None:
    assert plain("Nếu x <5 và y> 3: <ghi rõ> <b>ở đây</b>") == "Nếu x <5 và y> 3: <ghi rõ> ở đây"
