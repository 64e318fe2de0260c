"""``ngoso form``: each face of a form really done, what is refused said with its place, nothing left behind."""

import io
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QObject

from desktop.__main__ import _draw
from desktop.cli import main
from desktop.store import keys
from desktop.work.desk import Desk
from desktop.work.setup import Person, Place, open_desk, set_up
from forms.compile import compile_form
from forms.library import built_in, built_in_ids, built_in_source
from tests.helpers.stores import CHEAP, PASSPHRASE

Run = Callable[..., int]
GOOD = """
| survey |
|  | type | name | label | relevant |
|  | text | ten | Tên | |
|  | integer | tuoi | Tuổi | |
|  | begin_repeat | con | Con | |
|  | text | ten_con | Tên con | |
|  | end_repeat | | | |
|  | select_one co | dung | Dùng không | ${tuoi} > 17 |

| choices |
|  | list_name | name | label |
|  | co | 1 | Có |
|  | co | 0 | Không |

| settings |
|  | form_id | version | form_title |
|  | khao_sat | 1 | Khảo sát thử |
"""
NEWER = GOOD.replace("| khao_sat | 1 |", "| khao_sat | 2 |").replace("Tuổi", "Tuổi tròn")
BAD = GOOD.replace("${tuoi} > 17", "${tuoii} > 17").replace("| integer |", "| geopoint |")


@pytest.fixture
def team(home: Path, clock: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = Place("Tỉnh Mẫu", "04", "xã An Mẫu", "01234", "Thôn 3")
    set_up(home, Person("Nguyễn Thị Mẫu", "leader"), place, PASSPHRASE, clock=clock, cost=CHEAP).store.close()
    monkeypatch.setenv("NGOSO_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("NGOSO_HOME", str(home))
    return home


@pytest.fixture
def run(clock: Any, qapp: Any) -> Run:
    return lambda *argv, draw=_draw: main(["form", *map(str, argv), "--lang", "en"], clock=clock, draw=draw)


@pytest.fixture
def desk(team: Path) -> Iterator[Callable[[], Desk]]:
    opened: list[Desk] = []

    def again() -> Desk:
        (slot,) = keys.people(team)
        opened.append(open_desk(team, slot.id, PASSPHRASE))
        return opened[-1]

    yield again
    for it in opened:
        it.store.close()


def file(folder: Path, text: str, name: str = "khao_sat.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_built_in_form_works_whole(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", *map(built_in_source, built_in_ids())) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [[f"{it}.md", it] for it in built_in_ids()]
    for line in lines:
        assert line.split("  ")[2] == "drawn · filled · checked · printed · exported"


def test_a_refused_form_names_every_place_and_is_no_failure(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", file(tmp_path, BAD), file(tmp_path, GOOD, "b.md")) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.startswith("khao_sat.md")
    assert "refused: sheet survey, row 3, column type" in first
    assert "sheet survey, row 7, column relevant" in second
    assert third == "b.md  khao_sat 1  drawn · filled · checked · printed · exported  4 questions; 1 pages"


def test_what_cannot_be_read_at_all_is_refused_and_the_rest_goes_on(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torn = tmp_path / "a.xlsx"
    torn.write_bytes(b"PK\x03\x04 torn off")
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    assert run("check", torn, pipe, file(tmp_path, GOOD)) == 0
    told = capsys.readouterr().out
    assert "a.xlsx  refused: " in told
    assert "pipe.xlsx  refused: The file pipe.xlsx cannot be read." in told
    assert "exported" in told


def test_a_file_that_is_not_there_stops_before_anything_is_tried(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for nothing in (tmp_path / "nowhere.xlsx", empty):
        assert run("check", file(tmp_path, GOOD), nothing) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith(f"There is no form at {nothing}.")


@pytest.mark.parametrize("limit", ["-1", "0", "nan", "inf", "soon"])
def test_a_time_that_is_none_is_a_mistake_in_the_command(
    run: Run, tmp_path: Path, limit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", file(tmp_path, GOOD), f"--limit={limit}") == 2
    assert "--limit: more than 0 and at most" in capsys.readouterr().err


def test_a_program_that_breaks_down_over_a_form_does_not_call_it_refused(
    team: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_given: object) -> None:
        raise AttributeError("no such thing")

    monkeypatch.setattr("forms.compile.FormReader", torn)
    assert run("check", file(tmp_path, GOOD)) == 1
    assert "broken: sheet survey: this form cannot be read: AttributeError" in capsys.readouterr().out
    assert run("add", file(tmp_path, GOOD), "--yes") == 1


def test_an_answer_that_asks_for_too_many_rows_does_not_break_the_form(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "|  | integer | k | K | | |\n|  | begin_repeat | r | R | | ${k} * 1000000 |\n|  | text | t | T | | |\n"
    many = f"| survey |\n|  | type | name | label | constraint | repeat_count |\n{rows}|  | end_repeat | | | | |\n"
    assert run("check", file(tmp_path, many.replace("| K | |", "| K | . > 1 |"))) == 0
    assert "1 of 2 questions could not be answered: r" in capsys.readouterr().out


def test_what_a_form_calculates_goes_out_and_comes_back_as_it_is(run: Run, tmp_path: Path) -> None:
    rows = [
        "text | a | A |",
        "text | shown | S | concat('  x ', ${a}, ' ')",
        "calculate | kept | | concat(' ', ${a}, '  ')",
        "calculate | blank | | ' '",
        "calculate | formula | | concat('=', ${a})",
        "calculate | digits | | '012'",
        "calculate | number | | 12.5",
    ]
    lines = "".join(f"|  | {row} |\n" for row in rows)
    form = f"| survey |\n|  | type | name | label | calculation |\n{lines}"
    assert run("check", file(tmp_path, form)) == 0


def test_two_forms_with_one_id_do_not_meet(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file(tmp_path, GOOD)
    file(tmp_path, GOOD.replace("| integer |", "| date |").replace(" > 17", " != ''"), "other.md")
    assert run("check", tmp_path) == 0
    assert capsys.readouterr().out.count("exported") == 2


def test_a_form_that_takes_a_built_in_id_is_refused(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", file(tmp_path, GOOD.replace("khao_sat", "household"))) == 0
    assert "refused: sheet settings, row 2, column form_id" in capsys.readouterr().out


def test_a_face_that_fails_is_named_and_the_others_are_still_tried(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def torn(_form: object) -> int:
        raise ValueError("no such control")

    def torn_in_a_slot(_form: object) -> int:
        there = QObject()
        there.objectNameChanged.connect(torn)
        there.setObjectName("x")
        return 4

    assert run("check", file(tmp_path, GOOD), draw=lambda _form: 1) == 1
    assert "broken: drawn: only 1 of 2 questions" in capsys.readouterr().out
    for draw in (torn, torn_in_a_slot):
        assert run("check", file(tmp_path, GOOD), "--json", draw=draw) == 1
        told = json.loads(capsys.readouterr().out)
        assert told["result"] == "broken"
        assert "ValueError: no such control (test_cli_form.py:" in told["reasons"][0]
        assert [face["works"] for face in told["faces"]] == [False, True, True, True, True]


def test_a_form_without_end_is_given_up(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def endless(form: Any) -> int:
        while form.id == "khao_sat":
            pass
        return 4

    other = file(tmp_path, GOOD.replace("khao_sat", "khac"), "b.md")
    assert run("check", file(tmp_path, GOOD), other, "--limit", "0.5", draw=endless) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first == "khao_sat.md  broken: it took longer than 0.5 seconds"
    assert "exported" in second


def test_nothing_is_left_behind(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    assert run("check", file(tmp_path, GOOD)) == 0
    assert list(spare.iterdir()) == []


def test_other_seeds_give_other_answers_and_the_same_seed_the_same(run: Run, tmp_path: Path) -> None:
    for seed in range(3):
        assert run("check", file(tmp_path, GOOD), "--seed", seed) == 0


def test_a_form_is_added_listed_printed_and_exported(
    team: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(tmp_path, GOOD)
    assert run("add", path, "--yes") == 0
    told = capsys.readouterr().out
    assert "khao_sat 1 · Khảo sát thử · 4 questions" in told
    assert run("add", path) == 0
    assert "here already" in capsys.readouterr().out

    assert run("list", "--json") == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [it["id"] for it in listed] == [*built_in_ids(), "khao_sat"]
    assert (listed[-1]["version"], listed[-1]["questions"], listed[-1]["records"]) == ("1", 4, 0)
    assert run("list") == 0
    assert "khao_sat  1  Khảo sát thử · 4 questions, 0 records" in capsys.readouterr().out

    assert run("print", "khao_sat", "--out", tmp_path / "paper.pdf") == 0
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    assert "khao_sat · phiên bản 1" in document[0].get_textpage().get_text_range()
    document.close()
    assert run("export", "khao_sat", "--out", tmp_path / "form.xml") == 0
    assert "Khảo sát thử" in (tmp_path / "form.xml").read_text(encoding="utf-8")
    assert run("export", "khao_sat", "--out", tmp_path / "form.xlsx") == 0
    assert compile_form(tmp_path / "form.xlsx") == compile_form(path)
    assert run("export", "guidance_session", "--out", tmp_path / "form.json") == 0
    assert json.loads((tmp_path / "form.json").read_text(encoding="utf-8"))["type"] == "object"


def test_a_newer_version_shows_what_differs_and_asks(
    team: Path,
    desk: Callable[[], Desk],
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("add", file(tmp_path, GOOD), "--yes") == 0
    capsys.readouterr()
    newer = file(tmp_path, NEWER)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run("add", newer) == 1
    told = capsys.readouterr().out
    assert "Against version 1" in told
    assert "Tuổi tròn" in told
    assert "Nothing was changed." in told
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run("add", newer) == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("có\n"))
    assert run("add", newer) == 0
    assert [it.version for it in desk().store.forms.kept() if it.id == "khao_sat"] == ["1", "2"]


def test_an_older_version_is_taken_into_use_only_when_that_is_said(
    team: Path, desk: Callable[[], Desk], run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", file(tmp_path, NEWER), "--yes") == 0
    for older in (GOOD, GOOD.replace("| khao_sat | 1 |", "| khao_sat |  |")):
        capsys.readouterr()
        assert run("add", file(tmp_path, older), "--yes") == 2
        told = capsys.readouterr()
        assert told.out.startswith("khao_sat.md: an older version than the one in use")
        assert "--older" in told.err
    other = GOOD.replace("| khao_sat | 1 |", "| khao_sat | tháng ba |")
    assert run("add", file(tmp_path, other), "--yes") == 0
    told = capsys.readouterr()
    assert told.out.startswith("khao_sat.md: another version")
    assert "cannot be told" in told.out
    assert run("add", file(tmp_path, GOOD), "--yes", "--older") == 0
    assert [it.version for it in desk().store.forms.kept() if it.id == "khao_sat"] == ["2", "tháng ba", "1"]


def test_a_version_that_is_not_here_is_told_beside_those_that_are(
    team: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", file(tmp_path, GOOD), "--yes") == 0
    assert run("add", file(tmp_path, NEWER), "--yes") == 0
    for what, name in (("print", "f.pdf"), ("export", "f.xml"), ("export", "f.json")):
        assert run(what, "khao_sat", "--version", "99", "--out", tmp_path / name) == 2
        assert "These are here: 2, 1." in capsys.readouterr().err
        assert run(what, "khao_sat", "--version", "1", "--out", tmp_path / name) == 0


def test_a_refused_form_is_not_added(
    team: Path, desk: Callable[[], Desk], run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", file(tmp_path, BAD), "--yes") == 2
    assert "sheet survey, row 3, column type" in capsys.readouterr().out
    assert "khao_sat" not in desk().store.forms.newest()


def test_wrong_words_are_told_as_such(
    team: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", "household", "--out", tmp_path / "form.docx") == 2
    assert run("export", "nowhere", "--out", tmp_path / "form.xml") == 2
    assert run("print", "household", "--version", "0", "--out", tmp_path / "form.pdf") == 2
    assert run("check") == 2
    assert run("no_such_thing") == 2
    assert not list(tmp_path.glob("form.*"))


def test_the_data_folder_may_be_named_after_the_sub_command(
    team: Path, clock: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NGOSO_HOME")
    assert main(["form", "list", "--home", str(team), "--lang", "en"], clock=clock) == 0
    assert main(["form", "--home", str(team), "list"], clock=clock) == 0
    assert main(["--lang", "en", "--home", str(team), "form", "list"], clock=clock) == 0
    titles = capsys.readouterr().out
    assert "Household" in titles
    assert built_in("household").title["vi"] in titles
