"""A survey's whole life in the real window: imported, filled in, printed, out to Excel and in again, renewed, sent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.paper.pages import opened
from desktop.ui.shell.screen import Place
from desktop.work import setup, sync
from sync.client import Settings
from sync.server import Province
from tests.helpers.team import CHEAP, PASSPHRASE
from tests.helpers.window import Person, at_window
from tests.journeys.memory import QUICK, Stoppable

ROWS = [
    ("type", "name", "label", "required"),
    ("text", "chu_ho", "Tên chủ hộ", "yes"),
    ("select_one co", "mang", "Có mạng không?", "yes"),
    ("integer", "may", "Số máy", ""),
]
NEWER = [*ROWS, ("text", "nha_mang", "Nhà mạng nào?", "")]
CHOICES = [("list_name", "name", "label"), ("co", "co", "Có"), ("co", "khong", "Không")]


def workbook(path: Path, rows: list[tuple[str, ...]], version: str) -> Path:
    book = Workbook()
    book.remove(book.active)
    settings = [
        ("form_id", "form_title", "version", "instance_name"),
        ("mang", "Khảo sát mạng", version, "concat('Hộ ', ${chu_ho})"),
    ]
    for name, lines in (("survey", rows), ("choices", CHOICES), ("settings", settings)):
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


@pytest.fixture
def person(home: Path, clock: Any, qtbot: Any) -> Iterator[Person]:
    """The leader of a team that has just set up, at an open window."""
    place = setup.Place("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
    leader = setup.Person("Nguyễn Thị Mẫu Mai", "leader")
    setup.set_up(home, leader, place, PASSPHRASE, clock=clock, cost=CHEAP).store.close()
    with at_window(home, clock, qtbot) as person:
        person.unlock()
        yield person


@pytest.fixture
def patience(clock: Any) -> Settings:
    return Settings(QUICK.connect, QUICK.read, QUICK.total, QUICK.pauses, clock=clock)


@pytest.fixture
def province(tmp_path: Path, clock: Any) -> Iterator[Province]:
    with Province(tmp_path / "province", clock=clock) as it:
        yield it


def choose(person: Person, path: Path) -> None:
    """Choose ``path`` in the dialog that opened."""

    def dialogs() -> list[QFileDialog]:
        return [it for it in person.window.findChildren(QFileDialog) if it.isVisible()]

    person.until(dialogs)
    (dialog,) = dialogs()
    dialog.fileSelected.emit(str(path))
    dialog.close()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)


def look_over(person: Person, path: Path) -> Any:
    person.shell.go(Place("forms"))
    person.settle()
    person.screen.take_in.click()
    choose(person, path)
    assert person.screen._state.busy  # the window goes on while the workbook is read
    person.until(lambda: person.screen._state.seen)
    return person.screen._state.seen


def use(person: Person, path: Path) -> None:
    assert look_over(person, path).can_use
    person.settle()
    person.press("Ctrl+Return")
    person.until(lambda: person.shell._trail[-1] == Place("forms", form="mang"))
    person.until(lambda: person.screen._state.detail and person.screen._state.detail.row.id == "mang")


def answer(person: Person, path: str, text: str) -> None:
    person.until(lambda: path in person.screen.view.paths())
    person.screen.view.answer(path).control.setFocus()
    person.compose(text)


def fill(person: Person, name: str) -> None:
    """Type a name and choose the first answer, as a person does."""
    answer(person, "chu_ho", name)
    QTest.keyClick(person.screen.view.answer("mang").control.button("co"), " ")


def records(person: Person) -> int:
    return int(person.ask('SELECT count(*) FROM "survey:mang" WHERE deleted = 0')[0][0])


def enrol(person: Person, province: Province, patience: Settings) -> None:
    ask = person.window.lanes.ask
    sync.enrol(ask, province.url, province.new_code("thon-3"), Stoppable(), patience)


def test_a_survey_from_workbook_to_province(
    person: Person, province: Province, patience: Settings, tmp_path: Path
) -> None:
    first = workbook(tmp_path / "mang.xlsx", ROWS, "1")
    newer = workbook(tmp_path / "mang-2.xlsx", NEWER, "2")
    use(person, first)

    person.press("Ctrl+N")
    person.until(lambda: person.screen.title().startswith("Thêm"))
    fill(person, "Trần Văn Thử")
    person.screen._footer.once.click()
    person.until(lambda: person.shell._trail[-1].screen == "forms")
    person.until(lambda: person.screen._state.detail.row.records == 1)
    assert person.shell._toast.text() == "Đã lưu: Hộ Trần Văn Thử"

    person.screen.pane.paper.click()
    person.until(lambda: person.screen._state.pages)
    person.press("Ctrl+S")
    choose(person, tmp_path / "phieu.pdf")
    person.until((tmp_path / "phieu.pdf").is_file)
    with opened((tmp_path / "phieu.pdf").read_bytes()) as document:
        assert "khảo sát mạng" in document[0].get_textpage().get_text_range().casefold()

    person.shell.go(Place("form_out", form="mang"))
    person.until(lambda: person.screen._state.records == 1)
    person.press("Ctrl+Return")
    choose(person, tmp_path / "so-lieu.xlsx")
    person.until((tmp_path / "so-lieu.xlsx").is_file)
    person.shell.go(Place("form_data", form="mang"))
    person.settle()
    person.screen.choose.click()
    choose(person, tmp_path / "so-lieu.xlsx")
    person.until(lambda: person.screen._state.counts)
    assert [it.words for it in person.screen._state.counts] == ["1 bản ghi đã có y như vậy"]
    assert not person.screen._footer.keep.isVisible()

    person.shell.go(Place("record", form="mang"))
    person.settle()
    answer(person, "chu_ho", "Lê Thị Ví Dụ")
    person.press("Esc")
    person.settle()
    assert [row["version"] for row in person.ask("SELECT version FROM draft")] == ["1"]
    use(person, newer)
    (draft,) = person.screen._state.detail.drafts
    person.shell.go(Place("record", form="mang", draft=draft.id))
    person.until(lambda: person.screen._state.move)
    assert person.screen._state.move.differences == ("“Nhà mạng nào?” là câu hỏi mới.",)
    person.screen._move.go_over.click()
    person.until(lambda: person.screen._state.moved == "2")
    answer(person, "nha_mang", "Mạng Mẫu")
    QTest.keyClick(person.screen.view.answer("mang").control.button("khong"), " ")
    person.press("Ctrl+Return")
    person.until(lambda: records(person) == 2)
    assert [row[0] for row in person.ask('SELECT form_version FROM "survey:mang" ORDER BY n')] == ["1", "2"]

    province.forms.publish(first)
    province.forms.publish(newer)
    enrol(person, province, patience)
    sent = sync.send(person.window.lanes.ask, Stoppable(), patience)
    assert sent.held == ()
    waiting = "SELECT count(*) FROM change WHERE seq > (SELECT max(upto) FROM receipt)"
    assert person.ask(waiting)[0][0] == 0


def test_a_broken_workbook_shows_its_cells_and_changes_nothing(person: Person, tmp_path: Path) -> None:
    rows = [*ROWS, ("geopoint", "o_dau", "Ở đâu", ""), ("select_one thieu", "x", "Chọn", "")]
    seen = look_over(person, workbook(tmp_path / "hong.xlsx", rows, "1"))
    assert [(it.sheet, it.row, it.column, it.letter) for it in seen.faults] == [
        ("survey", 5, "type", "A"),
        ("survey", 6, "type", "A"),
    ]
    assert not person.screen._footer.use.isVisible()
    person.press("Ctrl+Return")
    person.settle()
    assert not person.ask("SELECT id FROM form WHERE id = 'mang'")


def test_stopping_while_a_workbook_is_read(person: Person, tmp_path: Path) -> None:
    person.shell.go(Place("form_import"))
    person.settle()
    screen = person.screen
    screen.take_file(workbook(tmp_path / "mang.xlsx", ROWS, "1"))
    screen.stop.click()
    person.window.lanes._slow.submit(lambda: None).result()
    person.settle()
    QApplication.processEvents()
    assert (screen._state.busy, screen._state.seen) == ("", None)


def test_a_form_of_the_province(
    person: Person, province: Province, patience: Settings, tmp_path: Path
) -> None:
    province.forms.publish(workbook(tmp_path / "mang.xlsx", ROWS, "1"))
    enrol(person, province, patience)
    person.shell.go(Place("forms"))
    person.until(lambda: person.screen._state.enrolled)
    person.screen.province.click()
    person.until(lambda: person.screen._state.offers)
    screen = person.screen
    assert [(it.title, it.here) for it in screen._state.offers] == [("Khảo sát mạng", False)]
    screen._footer.look.click()
    person.until(lambda: screen._state.seen)
    assert screen._state.seen.badge == "Biểu mẫu mới"
    person.settle()
    person.press("Ctrl+Return")
    person.until(lambda: person.shell._trail[-1] == Place("forms", form="mang"))
    person.shell.go(Place("form_import", query="province"))
    person.until(lambda: person.screen._state.offers)
    assert person.screen._state.offers[0].here


def test_a_province_out_of_reach_is_told_and_can_be_asked_again(
    person: Person, patience: Settings, clock: Any, tmp_path: Path
) -> None:
    with Province(tmp_path / "province", clock=clock) as province:
        enrol(person, province, patience)
    person.shell.go(Place("form_import", query="province"))
    screen = person.screen
    person.until(lambda: screen._state.problem[0], 20)
    assert screen._problem.isVisible()
    assert screen._state.offers is None
