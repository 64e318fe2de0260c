"""Lists from spreadsheets: what is read, what is refused, what is written down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store import Cost
from desktop.work import csv_table, imports, units
from desktop.work.csv_table import Column
from desktop.work.desk import Clock, Desk
from desktop.work.setup import Person, Place, set_up
from desktop.work.undo import undo
from forms import codes
from forms.problem import Problem

PLACE = Place("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
HELD = imports.Known("2026-11-21", {"thon 3": "hamlet:99001-01", "99001-02": "hamlet:99001-02"})
# A head with Vietnamese letters of its own: such a file is never taken for one in an old font.
TWO = (Column("a", ("Tên", "Name"), True), Column("b", ("Ghi chú ở đây", "Ghi chú", "Note")))


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    person = Person("Nguyễn Thị Mẫu Mai", "leader")
    desk = set_up(home, person, PLACE, "bốn từ không liên quan", clock=clock, cost=Cost(1, 8))
    yield desk
    desk.store.close()


def plan(text: str, held: imports.Known = HELD) -> imports.Plan:
    return imports.plan_households("hộ.csv", text.encode(), held)


def told(data: bytes) -> Problem:
    with pytest.raises(Problem) as raised:
        csv_table.read("ds.csv", data, TWO)
    return raised.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_separates_the_cells_is_found_out(delimiter: str, bom: bytes, end: str) -> None:
    text = end.join([f"TÊN{delimiter}Ghi Chu", f"Đỗ Mẫu{delimiter}x", "", f"Ý{delimiter}"])
    table = csv_table.read("ds.csv", bom + text.encode(), TWO)
    lines = [(it.number, dict(it.cells)) for it in table.lines]
    assert lines == [(2, {"a": "Đỗ Mẫu", "b": "x"}), (4, {"a": "Ý", "b": ""})]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("Tên;Ghi chú\nÝ;x".encode("utf-16"), 1),
        ("Tên;Ghi chú\nÝ;x".encode("utf-16-le"), 1),
        (b"Name;Note\nA;b\n" + "Đô\u0303".encode("cp1258"), 3),
        ("Name;Note\nA;b\nNguyÔn V¨n MÉu;x\n".encode(), 3),
    ],
)
def test_other_encodings_are_named_with_their_line(data: bytes, line: int) -> None:
    problem = told(data)
    assert (problem.code, problem.facts) == ("file.encoding", {"name": "ds.csv", "line": line})


def test_missing_columns_are_named_as_the_file_should_name_them() -> None:
    problem = told(b"Note;Other\nx;y")
    assert problem.code == "file.columns"
    assert problem.facts == {"name": "ds.csv", "columns": "Tên", "expected": "Tên, Ghi chú ở đây"}


@pytest.mark.parametrize("data", [b"", b"\n\n", "Tên;Ghi chú\n\n".encode()])
def test_a_file_without_lines_is_refused(data: bytes) -> None:
    assert told(data).code == "file.empty"


def test_an_open_quotation_mark_names_the_line_where_it_begins() -> None:
    problem = told('Tên;Ghi chú\nA;b\nB;"chưa đóng\nC;d'.encode())
    assert (problem.code, problem.facts["line"]) == ("file.row", 3)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lớn.csv"
    with path.open("wb") as file:
        file.truncate(csv_table.LARGEST + 1)
    with pytest.raises(Problem) as raised:
        csv_table.load(path)
    assert (raised.value.code, raised.value.facts["size"]) == ("file.too_large", 21)
    with pytest.raises(Problem) as raised:
        csv_table.load(tmp_path / "không có.csv")
    assert raised.value.code == "file.unreadable"


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("=HYPERLINK(1)", "HYPERLINK(1)"),
        ("@SUM(A1)", "SUM(A1)"),
        ("+84 900", "+84 900"),
        ("-cmd|' /C calc'!A0", "cmd|' /C calc'!A0"),
        ('="0912345678"', "0912345678"),
        ("'0912", "0912"),
        ("'=1", "1"),
        ("==-+x", "x"),
        ("-", ""),
        ("D'Ran", "D'Ran"),
    ],
)
def test_formulas_become_plain_words(cell: str, plain: str) -> None:
    assert csv_table.neutral(cell) == plain


@given(st.text(max_size=30))
def test_neutral_twice_is_neutral_once(cell: str) -> None:
    once = csv_table.neutral(cell)
    assert csv_table.neutral(once) == once
    assert not once.startswith(("=", "@", "\t"))


_cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=20).map(csv_table.neutral)


@given(st.lists(st.fixed_dictionaries({"a": _cells.filter(bool), "b": _cells}), min_size=1, max_size=8))
def test_what_is_written_reads_back_alike(rows: list[dict[str, str]]) -> None:
    table = csv_table.read("ds.csv", csv_table.write(TWO, rows), TWO)
    assert [dict(line.cells) for line in table.lines] == rows


def test_a_plan_counts_houses_and_people() -> None:
    found = plan(
        "Thôn;Ngõ;Số nhà;Nhân khẩu;Họ và tên;Năm sinh;Giới tính;Đồng ý\n"
        "Thôn 3;Ngõ 1;12/3;4;Nguyễn Thị Mẫu Hồng;1962;Nữ;giấy\n"
        "thôn 3;ngõ 1;12/3;;Trần Văn Mẫu Bình;1958;nam;lời nói\n"
        "99001-02;Ngõ 2;14B;2;Lê Văn Thử;1990;;không\n"
    )
    assert found.faults == ()
    first, second = found.houses
    assert (first.values["hamlet"], first.values["members"], second.values["house_no"]) == (
        "hamlet:99001-01",
        4,
        "14B",
    )
    assert [(it.values["sex"], it.method) for it in first.people] == [("female", "paper"), ("male", "spoken")]
    assert (found.new_houses, found.new_people, found.unasked, found.ready) == (2, 2, 1, True)


def test_without_a_consent_column_no_name_comes_in() -> None:
    found = plan("Thôn;Số nhà;Họ và tên;Màu sơn\nThôn 3;5;Nguyễn Văn Thử;xanh\n")
    assert (found.new_houses, found.new_people) == (1, 0)
    assert found.ignored == ("Màu sơn", "Họ và tên")


def test_every_wrong_cell_is_named_with_its_line_and_column() -> None:
    found = plan(
        "Thôn;Số nhà;Nhân khẩu;Họ và tên;Năm sinh;Số điện thoại;Đồng ý\n"
        "Thôn 9;1;;;;;\n"
        ";;;;;;\n"
        "Thôn 3;;;;;;\n"
        "Thôn 3;2;bốn;;;;\n"
        "Thôn 3;3;99;;;;\n"
        "Thôn 3;4;2;Lê Thị Ví Dụ;1850;123;giấy\n"
        "Thôn 3;6;2;Lê Thị Ví Dụ;1950;;có\n"
        "Thôn 3;7;;;;;\n"
        "Thôn 3;7;;;;;\n"
    )
    places = [(it.line, it.column) for it in found.faults]
    assert places == [
        (2, "Thôn"),
        (4, "Số nhà"),
        (5, "Nhân khẩu"),
        (6, "Nhân khẩu"),
        (7, "Năm sinh"),
        (7, "Số điện thoại"),
        (8, "Đồng ý"),
        (10, "Số nhà"),
    ]
    assert not found.ready
    assert not any("Ví Dụ" in it.reason for it in found.faults)


def test_an_import_writes_houses_people_cards_and_can_be_undone(desk: Desk) -> None:
    text = (
        "Thôn;Ngõ;Số nhà;Họ và tên;Năm sinh;Đồng ý\n"
        "Thôn 3;Ngõ 1;12/3;Nguyễn Thị Mẫu Hồng;1962;giấy\n"
        "Thôn 3;Ngõ 1;14B;;;\n"
    )
    changed = imports.import_households(desk, plan(text, imports.known(desk)))
    houses = desk.store.query(
        "SELECT house_no, card_no, status FROM household WHERE deleted = 0 ORDER BY card_no"
    )
    assert [tuple(row)[::2] for row in houses] == [("12/3", "not_visited"), ("14B", "not_visited")]
    assert [codes.parts(row["card_no"]) for row in houses] == [(99001, 3, 1), (99001, 3, 2)]
    row = desk.store.query("SELECT r.full_name, c.method FROM resident r JOIN consent c ON c.id = r.consent")[
        0
    ]
    assert tuple(row) == ("Nguyễn Thị Mẫu Hồng", "paper")
    assert [hit.kind for hit in desk.store.search.find("hong")] == ["resident"]
    undo(desk, changed)
    assert desk.store.query("SELECT count(*) FROM household WHERE deleted = 0")[0][0] == 0
    assert desk.store.query("SELECT count(*) FROM resident WHERE deleted = 0")[0][0] == 0


def test_the_same_file_again_adds_only_what_is_new(desk: Desk) -> None:
    head = "Thôn;Số nhà;Họ và tên;Đồng ý\n"
    first = head + "Thôn 3;1;Nguyễn Văn Thử;giấy\nThôn 3;2;;\n"
    imports.import_households(desk, plan(first, imports.known(desk)))
    again = plan(first + "Thôn 3;1;Trần Thị Thử;giấy\nThôn 3;3;;\n", imports.known(desk))
    assert (again.new_houses, again.new_people, again.already) == (1, 1, 2)
    imports.import_households(desk, again)
    sql = (
        "SELECT h.house_no, count(r.id) FROM household h LEFT JOIN resident r ON r.household = h.id "
        "GROUP BY h.id ORDER BY 1"
    )
    rows = desk.store.query(sql)
    assert [tuple(row) for row in rows] == [("1", 2), ("2", 0), ("3", 0)]
    cards = [
        codes.parts(row[0])[2] for row in desk.store.query("SELECT card_no FROM household ORDER BY card_no")
    ]
    assert cards == [1, 2, 3]


def test_hamlets_are_imported_once(desk: Desk) -> None:
    data = "Tên thôn\nThôn 3\nThôn 4\nthôn 4\n\nThôn 5\n".encode()
    found = imports.plan_hamlets("thôn.csv", data, imports.known(desk))
    assert (found.hamlets, found.already) == (("Thôn 4", "Thôn 5"), 1)
    assert [(it.line, it.column) for it in found.faults] == [(4, "Thôn")]
    good = imports.plan_hamlets("thôn.csv", data.replace("thôn 4\n".encode(), b""), imports.known(desk))
    imports.import_hamlets(desk, good)
    assert [it.name for it in units.hamlets(desk)] == ["Thôn 3", "Thôn 4", "Thôn 5"]


@pytest.mark.parametrize("columns", [imports.HAMLETS, imports.HOUSEHOLDS])
def test_a_template_has_every_column(columns: tuple[Column, ...]) -> None:
    table = csv_table.read("mẫu.csv", imports.template(columns), columns)
    assert table.columns == {column.name for column in columns}
    assert len(table.lines) == 1


def test_a_plan_carried_out_twice_writes_nobody_twice(desk: Desk) -> None:
    text = "Thôn;Số nhà;Họ và tên;Năm sinh;Đồng ý\nThôn 3;12;Trần Văn Ví Dụ;1960;giấy\n"
    made = plan(text, imports.known(desk))
    imports.import_households(desk, made)
    assert imports.import_households(desk, made).undo == ()
    counts = "SELECT (SELECT count(*) FROM resident), (SELECT count(*) FROM consent)"
    assert tuple(desk.store.query(counts)[0]) == (1, 1)


@pytest.mark.parametrize("digits", ["9" * 10, "9" * 5000])
def test_a_number_of_any_length_is_a_fault_of_its_cell(digits: str) -> None:
    (fault,) = plan(f"Thôn;Số nhà;Nhân khẩu\nThôn 3;13;{digits}\n").faults
    assert (fault.line, fault.column) == (2, "Nhân khẩu")
