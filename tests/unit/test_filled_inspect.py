"""The dry run: columns found however they are headed, every wrong cell named, nothing lost without a word."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.store import Store
from desktop.store.shelf import Unit
from desktop.work import filled
from desktop.work.desk import Desk
from desktop.work.filled import Dry
from forms.definition import Choice, Form, Question
from forms.library import built_in
from forms.problem import Problem
from resources import words
from sync.wire.ids import new_id
from tests.helpers.stores import CHEAP, NOW, PASSPHRASE, WHO

SURVEY = Form(
    "khao_sat",
    "1",
    {"vi": "Khảo sát", "en": "Survey"},
    "vi",
    (
        Question("on", "date", {"vi": "Ngày", "en": "Day"}, required="true()"),
        Question("plate", "text", {"vi": "Số nhà", "en": "House number"}, column=True),
        Question("much", "decimal", {"vi": "Diện tích", "en": "Area"}),
        Question("many", "integer", {"vi": "Số người", "en": "People"}, constraint=". < 100"),
        Question("colour", "select_one", {"vi": "Màu", "en": "Colour"}, list_name="colour"),
        Question("topics", "select_multiple", {"vi": "Nội dung", "en": "Topics"}, list_name="topic"),
        Question("other", "text", {"vi": "Màu khác"}, relevant="${colour} = 'other'"),
        Question("photo", "image", {"vi": "Ảnh"}),
        Question(
            "rows", "repeat", {"vi": "Danh sách"},
            children=(Question("who", "text", {"vi": "Ai"}), Question("year", "integer", {"vi": "Năm sinh"})),
        ),
    ),
    {
        "colour": (Choice("red", {"vi": "Đỏ"}), Choice("blue", {"vi": "Xanh"}), Choice("other", {"vi": "Khác"})),
        "topic": (Choice("a", {"vi": "Một, hai"}), Choice("b", {"vi": "Ba"})),
    },
)  # fmt: skip


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    store = Store.set_up(home, PASSPHRASE, "An", "member", cost=CHEAP)
    store.forms.layout(SURVEY)
    store.units.put([Unit("hamlet:99001-01", "hamlet", "99001-01", "Thôn 1", None, "2025-07-01")])
    yield Desk(store, WHO, lambda: NOW)
    store.close()


def book(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def look(desk: Desk, path: Path, *rows: Sequence[Any], form: str = "khao_sat", **more: Any) -> Dry:
    return filled.inspect(desk, form, book(path / "v.xlsx", x=rows), **more)


def test_columns_are_found_by_name_or_label_in_any_language(desk: Desk, tmp_path: Path) -> None:
    row = (datetime(2026, 8, 1), "12/3", 3.5)  # noqa: DTZ001
    for heads in (
        ("on", "plate", "much"),
        ("NGÀY:", "so nha", "Diện  tích"),
        ("Day", "House-number", "area"),
    ):
        dry = look(desk, tmp_path, heads, row)
        assert dry.fresh[0].values == {"on": "2026-08-01", "plate": "12/3", "much": 3.5}
        assert dry.unknown == ()


def test_a_title_above_the_headings_is_passed_over(desk: Desk, tmp_path: Path) -> None:
    dry = look(desk, tmp_path, ("DANH SÁCH",), (), ("Ngày", "Số nhà"), ("x", "1"), ("1/8/2026", "2"))
    assert [it.text for it in dry.wrong] == [
        "trang x, dòng 4, cột Ngày (A): Ghi đủ ngày, tháng, năm, ví dụ 21/11/2026."
    ]
    assert [it.row for it in dry.fresh] == [5]


def test_unknown_columns_and_sheets_are_told(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path / "v.xlsx", a=[("Ngày", "Lạ", "Ảnh"), ("1/8/2026", "1", "2")], b=[("Gì",), (1,)])
    dry = filled.inspect(desk, "khao_sat", path)
    assert dry.unknown == ("trang tính b", "a: Lạ")
    assert dry.notes == ("Bảng tính không chứa ảnh, tệp; bỏ qua các cột: Ảnh.",)


def test_no_column_is_known(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Ngày, Số nhà"):
        look(desk, tmp_path, ("Lạ", "Khác nữa"), ("1", "2"))


def test_a_missing_column_that_is_needed_is_told_once(desk: Desk, tmp_path: Path) -> None:
    dry = look(desk, tmp_path, ("Số nhà",), ("1",), ("2",))
    assert [it.text for it in dry.wrong] == ["trang x, dòng 1, cột Ngày: Thiếu cột này; 2 bản ghi cần có."]
    assert (dry.bad, dry.fresh) == (2, ())


@pytest.mark.parametrize(
    ("head", "cell", "value"),
    [
        ("on", "21/11/2026", "2026-11-21"),
        ("on", "2026-11-21", "2026-11-21"),
        ("much", "1.234,5", 1234.5),
        ("much", "7,25", 7.25),
        ("many", "1.0", None),
        ("many", 12.0, 12),
        ("plate", 12, "12"),
        ("plate", "0912", "0912"),
        ("colour", "ĐỎ", "red"),
        ("colour", "do", "red"),
        ("colour", "blue", "blue"),
        ("topics", "Một, hai", ["a"]),
        ("topics", "Ba, Một, hai", ["a", "b"]),
        ("topics", "ba; một, hai", ["a", "b"]),
        ("topics", "b a", ["a", "b"]),
        ("topics", "Ba\nMột, hai", ["a", "b"]),
    ],
)  # fmt: skip
def test_cells_as_people_write_them(
    desk: Desk, tmp_path: Path, head: str, cell: object, value: object
) -> None:
    heads = ("on", head) if head != "on" else ("plate", "on")
    dry = look(desk, tmp_path, heads, ("1/8/2026" if head != "on" else "x", cell))
    assert (dry.fresh[0].values[head] if dry.fresh else None) == value


@pytest.mark.parametrize(
    ("head", "cell", "said"),
    [
        ("plate", date(2026, 3, 12), "Excel đã đổi ô này thành ngày hoặc giờ"),
        ("plate", time(12, 30), "Excel đã đổi ô này thành ngày hoặc giờ"),
        ("colour", "tím", "“tím” không có trong các lựa chọn. Ghi một trong: Đỏ; Xanh; Khác."),
        ("topics", "Ba; Bốn", "“Bốn” không có trong các lựa chọn"),
        ("many", "mười", "Nhập số nguyên"),
        ("many", 200, "“Số người”"),
        ("much", "=1/0", "Công thức này chưa có giá trị"),
        ("other", "x", None),
    ],
)
def test_what_is_wrong_says_what_to_write(
    desk: Desk, tmp_path: Path, head: str, cell: object, said: str | None
) -> None:
    dry = look(desk, tmp_path, ("on", head), ("1/8/2026", cell))
    if said is None:
        assert dry.notes == ("“Màu khác”: bỏ 1 câu trả lời vì biểu mẫu không hỏi ở các dòng đó.",)
        return
    assert [(it.sheet, it.row, it.letter) for it in dry.wrong] == [("x", 2, "B")]
    assert said in dry.wrong[0].reason


@pytest.mark.parametrize("typed", ["21/11", "hôm qua", "21", "46000", "11/21/2026"])
def test_half_a_date_is_never_guessed(desk: Desk, tmp_path: Path, typed: str) -> None:
    dry = look(desk, tmp_path, ("on", "plate"), (typed, "x"))
    assert [(it.row, it.column) for it in dry.wrong] == [(2, "on")]


def test_repeats_are_put_to_their_records(desk: Desk, tmp_path: Path) -> None:
    path = book(
        tmp_path / "v.xlsx",
        chính=[("id", "Ngày"), (1, "1/8/2026"), (2, "2/8/2026")],
        **{
            "Danh sách": [
                ("id", "Ai", "Năm sinh"),
                (2, "An", 1990),
                (1, "Ba", "x"),
                (2, "Cô", None),
                (7, "Dì", 1),
            ]
        },
    )  # type: ignore[arg-type]
    dry = filled.inspect(desk, "khao_sat", path)
    assert [(it.sheet, it.row, it.letter) for it in dry.wrong] == [
        ("Danh sách", 3, "C"),
        ("Danh sách", 5, "A"),
    ]
    (kept,) = dry.fresh
    rows = [{name: value for name, value in row.items() if name != "@id"} for row in kept.values["rows"]]
    assert rows == [{"who": "An", "year": 1990}, {"who": "Cô"}]


def test_repeats_without_ids_cannot_be_put_anywhere(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path / "v.xlsx", chính=[("Ngày",), ("1/8/2026",)], rows=[("who",), ("An",)])
    dry = filled.inspect(desk, "khao_sat", path)
    assert [it.reason for it in dry.wrong] == ["Thiếu cột id nên không biết các dòng thuộc bản ghi nào."]


def test_the_same_twice_in_the_file(desk: Desk, tmp_path: Path) -> None:
    one = new_id()
    rows = [
        ("id", "on", "plate"),
        (None, "1/8/2026", "12/3"),
        (None, "2/8/2026", "12/3"),
        (one, "3/8/2026", "4"),
    ]
    dry = look(desk, tmp_path, *rows, (one, "4/8/2026", "5"))
    assert [it.text for it in dry.wrong] == [
        "trang x, dòng 3: Trùng với dòng 2.",
        "trang x, dòng 5, cột id (A): Trùng mã (id) với dòng 4. Mỗi bản ghi có mã riêng; để trống nếu là bản ghi mới.",
    ]
    assert look(desk, tmp_path, *rows, match_by=()).faults == 0
    assert look(desk, tmp_path, *rows, match_by=("on",)).faults == 0


def test_known_again_by_id_or_by_its_list_columns(desk: Desk, tmp_path: Path) -> None:
    values = {"on": "2026-08-01", "plate": "12/3", "many": 3}
    rec = desk.store.records.save(SURVEY, values, who=WHO, now=NOW).rec
    by_key = look(desk, tmp_path, ("on", "plate", "many"), ("1/8/2026", "12/3", 3))
    assert (by_key.already, by_key.fresh) == (1, ())
    blank = look(desk, tmp_path, ("on", "plate", "many"), ("1/8/2026", "12/3", None))
    assert (blank.already, blank.differs) == (1, ())
    other = look(desk, tmp_path, ("on", "plate", "many"), ("1/8/2026", "12/3", 4))
    assert [(it.rec, it.values["many"]) for it in other.differs] == [(rec, 4)]
    emptied = look(desk, tmp_path, ("id", "on", "plate", "many"), (rec, "1/8/2026", "12/3", None))
    assert [it.values for it in emptied.differs] == [{"on": "2026-08-01", "plate": "12/3"}]
    less = look(desk, tmp_path, ("id", "on"), (rec, "1/8/2026"))
    assert less.already == 1


def test_a_record_from_another_machine_is_not_one_that_only_looks_alike(desk: Desk, tmp_path: Path) -> None:
    desk.store.records.save(SURVEY, {"on": "2026-08-01", "plate": "12/3"}, who=WHO, now=NOW)
    dry = look(desk, tmp_path, ("id", "on", "plate"), (new_id(), "1/8/2026", "12/3"))
    assert (len(dry.fresh), dry.already) == (1, 0)


def test_homes_without_a_number_are_not_the_same_home(desk: Desk, tmp_path: Path) -> None:
    heads = ("Thôn, ấp, khu phố", "Chỉ dẫn đường đến")
    dry = look(desk, tmp_path, heads, ("Thôn 1", "sau chợ"), ("Thôn 1", "cạnh cầu"), form="household")
    assert (len(dry.fresh), dry.faults) == (2, 0)


def test_a_row_id_stands_once(desk: Desk, tmp_path: Path) -> None:
    rows = [("id", "row", "Ai"), (1, "a", "An"), (1, "a", "Ba"), (1, "@", "Cô")]
    path = book(tmp_path / "v.xlsx", x=[("id", "on"), (1, "1/8/2026")], rows=rows)
    dry = filled.inspect(desk, "khao_sat", path)
    assert [(it.sheet, it.row, it.letter) for it in dry.wrong] == [("rows", 3, "B"), ("rows", 4, "B")]


def test_a_column_of_0_and_1_is_never_taken_for_a_question(desk: Desk, tmp_path: Path) -> None:
    of = Form(
        "ghi", "1", {"vi": "Ghi"}, "vi",
        (
            Question("many", "select_multiple", {"vi": "Vướng mắc"}, list_name="topic"),
            Question("text", "text", {"vi": "Vướng mắc ba"}),
        ),
        SURVEY.choices,
    )  # fmt: skip
    desk.store.forms.layout(of)
    dry = look(desk, tmp_path, ("Vướng mắc", "Vướng mắc: Ba"), ("Ba", "1"), form="ghi")
    assert dry.fresh[0].values == {"many": ["b"]}
    assert dry.unknown == ()


def test_a_record_deleted_here_does_not_come_back_by_itself(desk: Desk, tmp_path: Path) -> None:
    rec = desk.store.records.save(SURVEY, {"on": "2026-08-01"}, who=WHO, now=NOW).rec
    desk.store.records.delete(SURVEY, rec, who=WHO, now=NOW)
    dry = look(desk, tmp_path, ("id", "on"), (rec, "1/8/2026"))
    assert "đã bị xóa trên máy" in dry.wrong[0].reason


def test_merged_cells_are_named(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path / "v.xlsx", x=[("on", "plate"), ("1/8/2026", "1"), (None, "2"), ("3/8/2026", "3")])
    made = openpyxl.load_workbook(path)
    made["x"].merge_cells("A2:A3")
    made.save(path)
    dry = filled.inspect(desk, "khao_sat", path)
    assert next(it.text for it in dry.wrong if it.row == 2) == (
        "trang x, dòng 2, cột A: Các ô A2:A3 bị gộp. Bỏ gộp ô rồi điền từng ô."
    )
    assert [it.row for it in dry.fresh] == [4]


def test_choices_called_alike_are_told_apart_by_the_filter(desk: Desk, tmp_path: Path) -> None:
    places = tuple(
        Choice(f"{commune}_{n}", {"vi": f"Thôn {n}"}, {"of": commune})
        for commune in ("a", "b")
        for n in (1, 2)
    )
    of = Form(
        "noi", "1", {"vi": "Nơi"}, "vi",
        (
            Question("commune", "text", {"vi": "Xã"}),
            Question("place", "select_one", {"vi": "Nơi"}, list_name="p", choice_filter="of = ${commune}"),
        ),
        {"p": places},
    )  # fmt: skip
    desk.store.forms.layout(of)
    dry = look(desk, tmp_path, ("Xã", "Nơi"), ("b", "thôn 1"), ("c", "Thôn 2"), form="noi")
    assert dry.fresh[0].values == {"commune": "b", "place": "b_1"}
    assert "Thôn 2 (a_2); Thôn 2 (b_2)" in dry.wrong[0].reason


def test_a_household_list_of_yesterday(desk: Desk, tmp_path: Path) -> None:
    heads = ("Thôn, ấp, khu phố", "Ngõ, xóm, tổ", "Số nhà", "Nhân khẩu")
    dry = look(desk, tmp_path, heads, ("thôn 1", "Ngõ 2", "5", 4), ("Thôn 9", "", "6", 2), form="household")
    assert dry.fresh[0].values["hamlet"] == "hamlet:99001-01"
    assert dry.fresh[0].values["status"] == "not_visited"
    assert dry.notes[0] == "Không có cột “Tình trạng”: mọi bản ghi mới được ghi “Chưa đến”."
    assert "Thêm" in dry.wrong[0].reason or "thôn" in dry.wrong[0].reason


def test_a_name_needs_consent(desk: Desk, tmp_path: Path) -> None:
    heads = ("Họ và tên", "Năm sinh", "Phiếu đồng ý", "Giới tính", "Nhóm tuổi")
    rows = (("Lê Thử An", 1960, "bằng giấy", "Nữ", None), ("Lê Thử Ba", 1961, None, "Nam", "60–69 tuổi"))
    dry = look(desk, tmp_path, heads, *rows, form="resident")
    assert list(dry.fresh[0].consents.values()) == ["paper"]
    assert dry.fresh[0].values["consent"] in dry.fresh[0].consents
    assert {it.row for it in dry.wrong} == {3}
    assert "đồng ý" in dry.wrong[0].reason
    nameless = look(desk, tmp_path, heads, *rows, form="resident", nameless=True)
    assert nameless.fresh[1].values == {"sex": "male", "age_band": "age_60_69"}
    assert (nameless.unasked, nameless.faults) == (1, 0)
    unknown = look(desk, tmp_path, heads, ("Lê Thử Ba", 1961, new_id(), None, None), form="resident")
    assert "Phiếu đồng ý này không có trên máy" in unknown.wrong[0].reason


def test_two_people_of_one_name_are_told_apart_by_their_home(desk: Desk, tmp_path: Path) -> None:
    homes = []
    for plate in ("1", "2"):
        values = {"house_no": plate, "hamlet": "hamlet:99001-01", "status": "not_visited"}
        homes.append(desk.store.records.save(built_in("household"), values, who=WHO, now=NOW).rec)
    people = []
    for home_of in homes:
        values = {"full_name": "Lê Thử An", "consent": "c", "household": home_of}
        people.append(desk.store.records.save(built_in("resident"), values, who=WHO, now=NOW).rec)
    main = [
        ("id", "Ngày", "Thôn, ấp, khu phố", "Nơi hướng dẫn", "Hộ"),
        (1, "1/8/2026", "Thôn 1", "Tại nhà", "2"),
    ]
    person = [("id", "Người dân", "Nội dung hướng dẫn", "Kết quả"), (1, "lê thử an", "1", "Tự làm được")]
    topics = built_in("guidance_session").choices["topics"]
    results = built_in("guidance_session").choices["result"]
    person[1] = (
        1,
        "lê thử an",
        topics[0].label["vi"],
        next(it.label["vi"] for it in results if it.name == "alone"),
    )
    sheets = {"Lượt": main, "Người dân": person}
    dry = filled.inspect(desk, "guidance_session", book(tmp_path / "v.xlsx", **sheets))
    assert [it.text for it in dry.wrong] == []
    assert dry.fresh[0].values["people"][0]["resident"] == people[1]
    main[1] = (1, "1/8/2026", "Thôn 1", "Tại nhà", None)
    dry = filled.inspect(desk, "guidance_session", book(tmp_path / "v.xlsx", **sheets))
    assert [it.reason for it in dry.wrong] == [
        "Có 2 bản ghi tên “lê thử an”. Ghi mã (id) của bản ghi cần dùng."
    ]


def test_namesakes_stay_who_they_were_where_the_record_is_here(desk: Desk, tmp_path: Path) -> None:
    of = Form(
        "gap", "1", {"vi": "Gặp"}, "vi",
        (Question("who", "text", {"vi": "Ai"}, appearance="record-resident"), Question("n", "integer", {"vi": "Số"})),
        {},
    )  # fmt: skip
    people = [
        desk.store.records.save(
            built_in("resident"), {"full_name": "Lê Thử An", "consent": "c"}, who=WHO, now=NOW
        ).rec
        for _ in range(2)
    ]
    rec = desk.store.records.save(of, {"who": people[1], "n": 1}, who=WHO, now=NOW).rec
    dry = look(desk, tmp_path, ("id", "Ai", "Số"), (rec, "Lê Thử An", 2), (None, "Lê Thử An", 3), form="gap")
    assert [it.values for it in dry.differs] == [{"who": people[1], "n": 2}]
    assert [it.row for it in dry.wrong] == [3]


def test_it_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    rows = [(f"{n % 28 + 1}/8/2026", str(n)) for n in range(250)]
    dry = look(desk, tmp_path, ("on", "plate"), *rows, tell=lambda *at: told.append(at) is None)
    assert told == [(0, 250), (100, 250), (200, 250), (250, 250)]
    assert dry.records == 250
    with pytest.raises(Problem, match="Đã dừng nhập"):
        look(desk, tmp_path, ("on", "plate"), *rows, tell=lambda done, total: done < 100)


def test_many_wrong_cells_are_counted_and_the_first_named(desk: Desk, tmp_path: Path) -> None:
    dry = look(desk, tmp_path, ("on", "plate"), *(("x", str(n)) for n in range(600)))
    assert (dry.faults, dry.bad, len(dry.wrong)) == (600, 600, filled.MOST_TOLD)


def test_words_of_the_language_in_use(desk: Desk, tmp_path: Path) -> None:
    words.use("en")
    dry = look(desk, tmp_path, ("Day", "Colour"), ("1/8/2026", "violet"))
    assert dry.wrong[0].reason == "“violet” is not one of the choices. Write one of: Đỏ; Xanh; Khác."
