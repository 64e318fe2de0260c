"""The list of classes and the form of one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.ui.parts.empty import EmptyState
from desktop.ui.shell.screen import Place
from desktop.ui.shell.window import Shell
from desktop.ui.training.attendance import AttendanceScreen
from desktop.ui.training.screen import TrainingScreen
from desktop.work import training
from desktop.work.desk import Desk
from tests.helpers.team import at_desk, shell_at
from tests.helpers.training import class_of_today


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(qtbot: QtBot, desk: Desk, clock: Any) -> Iterator[Shell]:
    shell: Shell = shell_at(desk, clock, qtbot)
    shell.go(Place("training"))
    yield shell
    shell.close_down()


@pytest.fixture
def screen(shell: Shell) -> TrainingScreen:
    screen = shell.showing()
    assert isinstance(screen, TrainingScreen)
    return screen


def line(screen: TrainingScreen, name: str) -> QLineEdit:
    control = screen._panel._fields[name].control
    assert isinstance(control, QLineEdit)
    return control


def test_classes_to_come_and_done(screen: TrainingScreen) -> None:
    assert [screen._tabs.tabText(at) for at in (0, 1)] == ["Sắp tới", "Đã xong 6"]
    (row,) = screen._state.rows
    assert (row.day, row.hours, row.registered, row.there, row.mark.text) == (
        "21/11/2026",
        "14:00–16:00",
        "32",
        "18",
        "Đang diễn ra",
    )
    screen._tabs.setCurrentIndex(1)
    assert screen._state.rows[0].day == "09/10/2026"
    assert {row.mark.text for row in screen._state.rows} == {"Đã kết thúc"}


def test_enter_opens_the_class_and_escape_returns(screen: TrainingScreen, shell: Shell, desk: Desk) -> None:
    QTest.keyClick(screen._table, Qt.Key.Key_Return)
    opened = shell.showing()
    assert isinstance(opened, AttendanceScreen)
    assert opened._state.rec == class_of_today(desk)
    QTest.keyClick(opened._card.box, Qt.Key.Key_Escape)
    assert shell.showing() is screen


def test_delete_can_be_undone_and_an_empty_list_guides(screen: TrainingScreen, shell: Shell) -> None:
    QTest.keyClick(screen._table, Qt.Key.Key_Delete)
    empty = screen._empty
    assert isinstance(empty, EmptyState)
    assert empty.title.text() == "Chưa có lớp nào sắp tới"
    assert empty.reason.text() == "Còn 1 thành viên chưa tập huấn năm nay. Một lớp buổi chiều là đủ."
    words = {label.text() for label in empty.findChildren(QLabel)}
    assert {"Đặt tên, ngày, nơi học", "Mời người, in danh sách ký", "Quét thẻ khi vào lớp"} <= words
    assert {it.text() for it in empty.findChildren(QAbstractButton)} == {"Tạo lớp", "Lặp lại lớp 09/10"}
    shell.undo()
    assert len(screen._state.rows) == 1


def test_a_class_is_planned_by_keyboard(
    screen: TrainingScreen, shell: Shell, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(screen._panel._topics.button("7").isVisible)
    assert screen.title() == "Tạo lớp"
    assert line(screen, "title").hasFocus()
    QTest.keyClicks(line(screen, "title"), "An toan")
    QTest.keyClick(screen, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    screen._panel._date.line.setFocus()
    QTest.keyClicks(screen._panel._date.line, "28/11")
    line(screen, "starts_at").setFocus()
    QTest.keyClicks(line(screen, "starts_at"), "8h30")
    screen._presenter.everybody()
    QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened = shell.showing()
    assert isinstance(opened, AttendanceScreen)
    values = training.values_of(desk, opened._state.rec)
    assert (values["title"], values["date"], values["starts_at"], values["topics"], values["state"]) == (
        "An toan",
        "2026-11-28",
        "08:30",
        ["7"],
        "planned",
    )
    assert len(values["roster"]) == len(training.team(desk))
    assert desk.store.drafts.all() == ()
    shell.back()
    assert shell.showing() is screen
    assert not screen._editing()


def test_faults_stand_under_their_fields(screen: TrainingScreen) -> None:
    screen._create()
    screen._panel._date.line.setText("32/13")
    screen._panel.save()
    assert screen._panel._fields["title"].fault() == "Nhập tên lớp, ví dụ VNeID cơ bản."
    assert screen._panel._fields["date"].fault() == "Không có tháng 13."
    assert line(screen, "title").hasFocus()
    screen._presenter.template("vneid")
    assert line(screen, "title").text() == "VNeID cơ bản"
    assert screen._panel._fields["title"].fault() == ""


def test_what_is_typed_is_a_draft_within_a_second(
    screen: TrainingScreen, shell: Shell, desk: Desk, qtbot: QtBot
) -> None:
    screen._create()
    line(screen, "place").setFocus()
    QTest.keyClicks(line(screen, "place"), "Nha van hoa")
    qtbot.waitUntil(lambda: len(desk.store.drafts.all()) == 1, timeout=1000)
    place = shell.place()
    shell.go(Place("class", class_of_today(desk)))
    shell.go(place)
    assert line(screen, "place").text() == "Nha van hoa"


def test_leaving_keeps_a_line_half_typed(screen: TrainingScreen, shell: Shell, desk: Desk) -> None:
    screen._create()
    line(screen, "title").setFocus()
    QTest.keyClicks(line(screen, "title"), "VNeID")
    shell.back()
    (draft,) = desk.store.drafts.all()
    assert draft.values["title"] == "VNeID"
    assert not screen._editing()


def test_repeating_takes_the_people_and_asks_for_a_day(screen: TrainingScreen) -> None:
    screen._repeat()
    assert line(screen, "title").text() == "Nộp hồ sơ trực tuyến"
    assert screen._edited.expected == 12
    assert screen._panel._date.text() == ""
    assert screen._panel._date.line.hasFocus()


def test_editing_keeps_marks_and_people(screen: TrainingScreen, shell: Shell, desk: Desk) -> None:
    rec = class_of_today(desk)
    shell.go(Place("training", rec))
    assert screen.title() == "Sửa lớp"
    assert screen._edited.expected == 32
    line(screen, "place").setText("Trường học")
    screen._panel.save()
    now = training.one(desk, rec).summary
    assert (now.place, now.there, now.registered) == ("Trường học", 18, 32)


def test_a_school_class_asks_for_counts_only(screen: TrainingScreen, desk: Desk) -> None:
    screen._create()
    screen._panel._kinds.button("students").click()
    assert screen._panel._school.isVisible()
    assert not screen._panel._roster.isVisible()
    line(screen, "title").setText("Học sinh")
    answers = {"date": "28/11", "school": "THCS An Mẫu", "level": "lower_secondary"}
    for name, text in (answers | {"students_total": "40", "students_present": "41"}).items():
        screen._presenter.typed(name, text)
    screen._panel.save()
    assert screen._panel._fields["students_present"].fault() == "Số có mặt không nhiều hơn tổng số."
    line(screen, "students_present").setText("39")
    screen._panel.save()
    saved = training.classes(desk, upcoming=True)[-1]
    assert (saved.kind, saved.registered, saved.there) == ("students", 40, 39)
