"""The command line from end to end: real data file, real form rules, real pages, a real province."""

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop.cli import main
from desktop.store import Store, keys
from desktop.work.demo.fill import move_in
from desktop.work.demo.scale import TEAM
from desktop.work.desk import Desk
from desktop.work.setup import open_desk
from forms.library import built_in
from sync.server import Province
from tests.helpers.stores import CHEAP

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "bốn từ chẳng liên quan"
Run = Callable[..., int]


@pytest.fixture(scope="module")
def team_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Thôn 3 as of 21 November 2026, to be copied."""
    from datetime import datetime

    from desktop.work.desk import VIETNAM

    folder = tmp_path_factory.mktemp("team")
    morning = datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM)
    move_in(folder, PASSPHRASE, TEAM, clock=lambda: morning, cost=CHEAP).store.close()
    return folder


@pytest.fixture
def team(team_folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(team_folder, home, dirs_exist_ok=True)
    monkeypatch.setenv("NGOSO_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("NGOSO_HOME", str(home))
    return home


@pytest.fixture
def run(clock: Any) -> Run:
    return lambda *argv: main([str(word) for word in argv], clock=clock)


def opened(home: Path) -> Desk:
    (slot,) = keys.people(home)
    return open_desk(home, slot.id, PASSPHRASE)


def sessions(home: Path) -> int:
    desk = opened(home)
    count = desk.store.query("SELECT count(*) FROM guidance_session")[0][0]
    desk.store.close()
    return int(count)


def test_a_session_in_one_line(team: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("log", "--who", "hong", "--topic", 1, "--topic", 7, "--result", "alone", "--minutes", 15) == 0
    said = capsys.readouterr().out
    assert "12/3 Nguyễn Thị Mẫu Hồng" in said
    assert "VNeID, An toàn, phòng lừa đảo" in said
    assert "Lượt thứ 5 hôm nay." in said
    desk = opened(team)
    (newest,) = desk.store.records.page(built_in("guidance_session"), limit=1).records
    desk.store.close()
    assert newest.values["minutes"] == 15
    assert newest.values["household"]
    assert newest.values["people"][0]["topics"] == ["1", "7"]
    assert newest.created_by == desk.who


def test_an_unclear_name_lists_who_is_meant_and_saves_nothing(
    team: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sessions(team)
    assert run("log", "--who", "thu", "--topic", 1, "--result", "alone") == 2
    said = capsys.readouterr()
    assert "Trần Văn Thử · 1955 · 14B, Ngõ 3, Thôn 3 · id:" in said.out
    assert "Đinh Văn Thử" in said.out
    assert "Có 2 người khớp." in said.err
    assert sessions(team) == before
    one = next(line for line in said.out.splitlines() if "Trần Văn Thử" in line).rpartition(" ")[2]
    assert run("log", "--who", one, "--topic", 1, "--result", "alone") == 0
    assert sessions(team) == before + 1


def test_people_without_a_name(team: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    line = (
        "log --who anon:age_60_69:female --who anon:under_18 --topic 5 --result helped --obstacle unfamiliar"
    )
    assert run(*line.split(), "--place", "market", "--hamlet", "3", "--date", "hôm qua") == 0
    assert "20/11/2026 · Thôn 3 · Chợ" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--topic", "1", "--result", "helped"], "Vướng mắc: Chọn vướng mắc chính."),
        (["--topic", "1"], "Kết quả: Chọn kết quả."),
        (["--topic", "1", "--result", "alone", "--minutes", "999"], "Nhập số phút từ 1 đến 600."),
        (["--topic", "1", "--result", "alone", "--date", "31/2"], "31/02/2026"),
        (["--topic", "1", "--result", "alone", "--hamlet", "Thôn 99"], "Thôn 3"),
        (["--topic", "1", "--result", "good"], "not_yet"),
        (["--topic", "12", "--result", "alone"], "12"),
    ],
)
def test_faults_are_told_one_by_one(
    team: Path, run: Run, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    before = sessions(team)
    assert run("log", "--who", "hong", *words) == 2
    assert told in capsys.readouterr().err
    assert sessions(team) == before


def test_nobody_and_no_people(team: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("log", "--who", "không ai cả", "--topic", "1", "--result", "alone") == 2
    assert "Không có ai tên như vậy." in capsys.readouterr().err
    assert run("log", "--topic", "1", "--result", "alone") == 2
    assert "Thêm ít nhất một người được hướng dẫn." in capsys.readouterr().err


def test_nobody_home(team: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("log", "--who", "hong phuc", "--outcome", "absent") == 0
    desk = opened(team)
    assert desk.store.query("SELECT status FROM household WHERE house_no = '41'")[0][0] == "absent"
    desk.store.close()


def test_the_data_stays_shut(
    team: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NGOSO_PASSPHRASE", "không phải cụm này")
    assert run("find", "hong") == 2
    assert "không mở được" in capsys.readouterr().err
    assert run("find", "--home", team / "nowhere", "hong") == 3
    assert run("find", "--person", "Tuấn", "hong") == 2


def test_find_knows_kinds_names_and_plates(team: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "tran", "van", "thu", "--kind", "resident", "--kind", "guidance_session") == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Người dân · 14B · Trần Văn Thử · 1955") for line in lines)
    assert any(line.startswith("Lượt hướng dẫn · 14B · Trần Văn Thử · 20/11/2026") for line in lines)
    assert run("find", "10a", "--kind", "household") == 0
    assert capsys.readouterr().out.startswith("Hộ · 10A · ")
    assert run("find", "xyzzy") == 0
    assert capsys.readouterr().out == "Không tìm thấy gì.\n"
    assert run("find", "xyzzy", "--lang", "en") == 0
    assert capsys.readouterr().out == "Nothing found.\n"


def test_the_leaflet_is_two_on_a4(
    team: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "to-roi.pdf"
    assert run("leaflet", "--out", target) == 0
    document = pypdfium2.PdfDocument(target)
    assert len(document) == 2
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [297, 210]
    document.close()
    assert run("leaflet", "--out", tmp_path / "no" / "x.pdf") == 3
    assert "x.pdf" in capsys.readouterr().err


def rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_export_in_words_and_in_codes(
    team: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "visits.csv"
    assert run("export", target, "--from", "1/11", "--to", "20/11/2026") == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == "Đã xuất 80 bản ghi:"
    assert str(tmp_path / "visits-people.csv") in said
    heading, first, *rest = rows(target)
    assert heading[:6] == ["id", "Ngày", "Bắt đầu lúc", "Số phút", "Thôn, ấp, khu phố", "Nơi hướng dẫn"]
    assert first[1:6] == ["20/11/2026", "16:40", "15", "Thôn 3", "Tại nhà"]
    assert len(rest) == 79
    people = rows(tmp_path / "visits-people.csv")
    assert people[0][:3] == ["id", "row", "Người dân"]
    assert people[1][0] == first[0]
    assert people[1][2] == "Lê Thị Ví Dụ"
    assert run("export", target, "--codes", "--without-names") == 0
    heading, first, *_ = rows(target)
    assert heading[:4] == ["id", "date", "started_at", "minutes"]
    assert first[1] == "2026-11-21"
    assert "resident" not in rows(tmp_path / "visits-people.csv")[0]
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []


def test_an_exported_cell_is_never_run_as_a_formula(team: Path, run: Run, tmp_path: Path) -> None:
    note = '=HYPERLINK("http://x";"y")'
    assert run("log", "--who", "hong", "--topic", 1, "--result", "alone", "--note", note) == 0
    assert run("export", tmp_path / "v.csv", "--from", "21/11") == 0
    cells = [cell for row in rows(tmp_path / "v.csv") for cell in row]
    assert "'" + note in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_export_of_an_unknown_form(team: Path, run: Run, tmp_path: Path) -> None:
    assert run("export", tmp_path / "x.csv", "--form", "nope") == 2
    assert run("export", tmp_path / "no" / "x.csv", "--form", "household") == 3
    assert list(tmp_path.glob("*.csv")) == []


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    with Province(tmp_path / "province") as it:
        yield it


def test_sync_prints_receipts(
    team: Path, run: Run, province: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sync") == 3
    assert "đăng ký" in capsys.readouterr().err
    assert run("sync", "--enrol", province.url, province.new_code()) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"Đã đăng ký máy với {province.url}."
    assert any(line.startswith("Biên nhận ") for line in said)
    assert not any(line.startswith("Cần xem lại") for line in said)
    assert said[-1].endswith("còn 0 chờ gửi.")
    assert run("sync") == 0
    assert capsys.readouterr().out == "Đã gửi 0 thay đổi; còn 0 chờ gửi.\n"


def test_demo_refuses_a_folder_in_use(team: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo", "--home", team) == 2
    assert "đã có dữ liệu" in capsys.readouterr().err
    assert run("demo", "--scale", "7") == 2


def test_demo_makes_a_folder_that_opens(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NGOSO_PASSPHRASE", PASSPHRASE)
    assert run("demo", "--home", home, "--scale", "team", "--today", "20/11/2026") == 0
    assert "xã An Mẫu" in capsys.readouterr().out
    desk = opened(home)
    assert isinstance(desk.store, Store)
    assert desk.store.sound()
    assert desk.store.records.get(built_in("member"), desk.who).values["full_name"].endswith(" Mai")
    (moved,) = desk.store.query(
        "SELECT rec FROM change WHERE did = 'edit' AND form LIKE 'guidance_session/%'"
    )
    assert [it.did for it in desk.store.records.history(moved[0])] == ["create", "edit"]
    desk.store.close()


def test_a_mistyped_command_is_told_in_the_language_asked_for(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("fnid") == 2
    assert "không có lựa chọn 'fnid'" in capsys.readouterr().err
    assert run("find") == 2
    assert "còn thiếu: CHỮ" in capsys.readouterr().err
    assert run("find", "--lang", "en") == 2
    assert "the following arguments are required: TEXT" in capsys.readouterr().err


def test_help_names_the_topics(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("log", "--help")
    assert left.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "1 VNeID · 2 Tài khoản Cổng DVCQG · 3 Nộp hồ sơ trực tuyến" in said
    assert "cách dùng: ngoso log" in said


def test_the_province_says_how_to_enrol(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "desktop", "province", "--home", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, encoding="utf-8", cwd=tmp_path
    ) as server:
        assert server.stdout is not None
        said = [server.stdout.readline() for _ in range(4)]
        server.terminate()
    assert said[0].startswith("Máy chủ của tỉnh: http://127.0.0.1:")
    assert "./ngoso sync --enrol http://127.0.0.1:" in said[2]


def test_a_command_loads_no_qt(team: Path) -> None:
    script = (
        "import sys; from desktop.__main__ import main; main(sys.argv[1:]); print('PySide6' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script, "find", "hong"],
        env=environment, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "Nguyễn Thị Mẫu Hồng" in done.stdout
    assert done.stdout.splitlines()[-1] == "False"
