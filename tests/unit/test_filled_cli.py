"""``ngoso import`` and ``ngoso export``: what a person reads, what is written, and the exit code."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.cli import main
from desktop.store import Store
from desktop.store.shelf import Unit
from desktop.work import filled
from desktop.work.desk import Desk
from forms.library import built_in
from tests.helpers.stores import CHEAP, NOW, PASSPHRASE, WHO

Run = Callable[..., int]
HEADS = ("Thôn, ấp, khu phố", "Số nhà", "Nhân khẩu", "Lạ")


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    store = Store.set_up(home, PASSPHRASE, "An", "member", cost=CHEAP)
    store.units.put([Unit("hamlet:99001-01", "hamlet", "99001-01", "Thôn 1", None, "2025-07-01")])
    store.close()
    monkeypatch.setenv("NGOSO_PASSPHRASE", PASSPHRASE)
    return lambda *argv: main([*map(str, argv), "--home", str(home)], clock=lambda: NOW)


def book(path: Path, *rows: tuple[object, ...]) -> Path:
    made = openpyxl.Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def test_a_dry_run_tells_and_writes_nothing(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "hộ.xlsx", HEADS, ("Thôn 1", "5", 4, ""), ("Thôn 9", "6", 2, ""))
    assert run("import", "household", path, "--dry-run") == 2
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Tệp có 2 bản ghi: 1 mới, 0 đã có, 0 khác với bản đã có, 1 sai."
    assert said[1] == "Không nhận ra, bỏ qua: Lạ"
    assert said[3].startswith("trang Sheet, dòng 3, cột Thôn, ấp, khu phố (A): ")
    assert run("import", "household", path) == 2
    assert "1 bản ghi chưa nhập được" in capsys.readouterr().err
    assert run("import", "household", path, "--only-good") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Đã nhập 1 bản ghi."
    assert run("export", tmp_path / "ra.xlsx", "--form", "household") == 0
    assert capsys.readouterr().out.splitlines()[0] == "Đã xuất 1 bản ghi:"


def test_the_export_can_be_corrected_and_read_back(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "hộ.xlsx", HEADS, ("Thôn 1", "5", 4, ""))
    assert run("import", "household", path) == 0
    assert run("export", tmp_path / "ra", "--form", "household", "--format", "xlsx", "--codes") == 0
    made = openpyxl.load_workbook(tmp_path / "ra.xlsx")
    heads = [cell.value for cell in made["household"][1]]
    made["household"].cell(2, heads.index("members") + 1).value = 3
    made.save(tmp_path / "sửa.xlsx")
    assert run("import", "household", tmp_path / "sửa.xlsx") == 0
    said = capsys.readouterr().out
    assert "household, dòng 2: đã có, câu trả lời khác" in said
    assert said.splitlines()[-1] == "Đã nhập 0 bản ghi."
    assert run("import", "household", tmp_path / "sửa.xlsx", "--update", "--reason", "đếm lại") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Đã nhập 1 bản ghi."
    assert run("import", "household", tmp_path / "sửa.xlsx", "--dry-run") == 0
    assert "1 đã có" in capsys.readouterr().out


def test_columns_to_match_by_must_be_questions(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "hộ.xlsx", HEADS, ("Thôn 1", "5", 4, ""), ("Thôn 1", "5", 3, ""))
    assert run("import", "household", path, "--match", "house_no,nope") == 2
    assert "nope" in capsys.readouterr().err
    assert run("import", "household", path, "--match", "none", "--dry-run") == 0
    assert run("import", "household", path, "--match", "members", "--dry-run") == 0
    assert run("import", "household", path, "--dry-run") == 2
    assert "Trùng với dòng 2" in capsys.readouterr().out


def test_the_wrong_cells_as_a_list(home: Path, tmp_path: Path) -> None:
    store = Store.set_up(home, PASSPHRASE, "An", "member", cost=CHEAP)
    path = book(tmp_path / "hộ.xlsx", HEADS, ("=cmd", "6", 2, ""))
    dry = filled.inspect(Desk(store, WHO, lambda: NOW), built_in("household").id, path)
    store.close()
    lines = filled.wrong_cells(dry).decode("utf-8-sig").splitlines()
    assert lines[0] == "Trang tính;Dòng;Cột;Sai ở đâu"
    assert lines[1].startswith("Sheet;2;A Thôn, ấp, khu phố;")


def test_an_export_says_what_it_cannot_mean(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ra.txt", "ra"):
        assert run("export", tmp_path / name) == 2
        assert f"{name} không có đuôi .xlsx hay .csv" in capsys.readouterr().err
    assert run("export", tmp_path / "ra.csv", "--from", "1/12/2026", "--to", "1/1/2026") == 2
    assert "ngày đầu 1/12/2026 lại sau ngày cuối 1/1/2026" in capsys.readouterr().err
    assert not list(tmp_path.glob("ra*"))


def test_the_export_of_another_form_is_refused(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", "household", book(tmp_path / "hộ.xlsx", HEADS, ("Thôn 1", "5", 4, ""))) == 0
    assert run("export", tmp_path / "ra.xlsx", "--form", "household") == 0
    assert run("import", "outreach", tmp_path / "ra.xlsx") == 2
    assert "Các bản ghi trong ra.xlsx có vẻ thuộc biểu mẫu “Hộ”." in capsys.readouterr().err

    made = openpyxl.load_workbook(tmp_path / "ra.xlsx")
    rec = made.worksheets[0].cell(2, 1).value
    capsys.readouterr()
    mixed = book(tmp_path / "lẫn.xlsx", ("Mã bản ghi", "Họ và tên", "Thôn"), (rec, "Ví Dụ", "Thôn 1"))
    assert run("import", "member", mixed) == 2
    assert "Đây là mã của một bản ghi “Hộ”." in capsys.readouterr().out
