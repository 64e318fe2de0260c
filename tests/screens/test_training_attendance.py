"""Taking attendance by scanner and keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.paper.pages import images
from desktop.store.consents import Consent
from desktop.ui.parts.printing import send
from desktop.ui.shell.screen import Place
from desktop.ui.shell.window import Shell
from desktop.ui.training.attendance import AttendanceScreen
from desktop.ui.training.roster import POST, PRE
from desktop.work import class_sheet, training
from desktop.work.desk import Desk
from desktop.work.lanes import Job
from desktop.work.training import Attendee
from forms import codes
from tests.helpers.team import at_desk, shell_at
from tests.helpers.training import class_of_today

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    clock.advance(hours=4, minutes=30)  # 14:11, in the middle of the class
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(qtbot: QtBot, desk: Desk, clock: Any) -> Iterator[Shell]:
    shell: Shell = shell_at(desk, clock, qtbot)
    shell.go(Place("class", class_of_today(desk)))
    yield shell
    shell.close_down()


@pytest.fixture
def screen(shell: Shell) -> AttendanceScreen:
    screen = shell.showing()
    assert isinstance(screen, AttendanceScreen)
    return screen


def called(desk: Desk, name: str) -> Attendee:
    return next(it for it in training.one(desk, class_of_today(desk)).roster if it.name == name)


def type_line(screen: AttendanceScreen, text: str) -> None:
    QTest.keyClicks(screen._card.box, text)
    QTest.keyClick(screen._card.box, ENTER)


def shown(screen: AttendanceScreen) -> tuple[str, str]:
    return screen._card.result.name.text(), screen._card.result.second.text()


def card_of(desk: Desk, it: Attendee) -> str:
    sql = "SELECT h.card_no FROM household h JOIN resident r ON r.household = h.id WHERE r.id = ?"
    return str(desk.store.query(sql, (it.resident,))[0][0])


def focused() -> QLineEdit:
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    return line


def test_it_opens_on_the_class_with_the_scan_box_ready(screen: AttendanceScreen) -> None:
    assert (screen.title(), screen.subtitle()) == ("VNeID cơ bản", "Nhà văn hóa thôn 3 · 14:00–16:00")
    assert screen._card.box.hasFocus()
    assert shown(screen) == ("Trần Thị Minh Hương", "Có mặt lúc 14:03 · Hội Phụ nữ thôn 3")
    assert [tab.label for tab in screen._state.tabs] == [
        "Tất cả 32",
        "Có mặt 18",
        "Chưa đến 12",
        "Vắng có phép 2",
    ]


def test_a_name_without_marks_and_enter_marks_present(screen: AttendanceScreen, desk: Desk) -> None:
    type_line(screen, "do thi gia dinh")
    it = called(desk, "Đỗ Thị Giả Định")
    assert (it.attendance, it.arrived_at) == ("present", "14:11")
    assert shown(screen) == ("Đỗ Thị Giả Định", "Có mặt lúc 14:11 · Hội Phụ nữ")
    assert screen._card.box.hasFocus()
    assert screen._card.box.text() == ""
    assert screen._table.current() == it.row


def test_ctrl_z_takes_the_scan_back_though_a_name_was_typed(screen: AttendanceScreen, desk: Desk) -> None:
    type_line(screen, "do thi gia dinh")
    QTest.keyClick(screen._card.box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert called(desk, "Đỗ Thị Giả Định").attendance == ""
    assert shown(screen)[0] == "Đã hoàn tác"
    assert not screen._card.result.undo.isVisible()


def test_the_undo_button_does_the_same(screen: AttendanceScreen, desk: Desk) -> None:
    type_line(screen, "do thi gia dinh")
    screen._card.result.undo.click()
    assert called(desk, "Đỗ Thị Giả Định").attendance == ""


def test_a_name_of_several_asks_and_enter_takes_the_chosen(screen: AttendanceScreen, desk: Desk) -> None:
    seq = len(desk.store.records.history(class_of_today(desk)))
    type_line(screen, "gia dinh")
    assert screen._popup.isVisible()
    assert len(desk.store.records.history(class_of_today(desk))) == seq
    QTest.keyClick(screen._card.box, Qt.Key.Key_Down)
    QTest.keyClick(screen._card.box, ENTER)
    assert called(desk, "Phạm Văn Giả Định").attendance == "present"
    assert called(desk, "Đỗ Thị Giả Định").attendance == ""


def test_more_letters_narrow_the_choice_and_escape_leaves_it(screen: AttendanceScreen, shell: Shell) -> None:
    type_line(screen, "gia dinh")
    before = len(screen._state.matches)
    QTest.keyClicks(screen._card.box, " o")
    assert 0 < len(screen._state.matches) < before
    QTest.keyClick(screen._card.box, ESC)
    assert not screen._popup.isVisible()
    assert screen._card.box.text() == ""
    assert shell.showing() is screen


def test_a_household_card_at_scanner_speed_wherever_the_focus_is(
    screen: AttendanceScreen, desk: Desk
) -> None:
    it = called(desk, "Đỗ Thị Giả Định")
    training.mark(desk, class_of_today(desk), called(desk, "Phạm Văn Giả Định").row, "", "")
    screen._table.setFocus()
    for key in card_of(desk, it):
        QTest.keyClick(QApplication.focusWidget(), key, delay=5)
    QTest.keyClick(QApplication.focusWidget(), ENTER, delay=5)
    # Two of this home are expected, so the card alone does not say who it is.
    assert {match.title for match in screen._state.matches} == {"Đỗ Thị Giả Định", "Phạm Văn Giả Định"}
    QTest.keyClick(screen._card.box, ENTER)
    assert (
        sum(called(desk, name).attendance == "present" for name in ("Đỗ Thị Giả Định", "Phạm Văn Giả Định"))
        == 1
    )


def test_thirteen_digits_of_the_sheet_name_the_class_and_mark_nobody(
    screen: AttendanceScreen, desk: Desk
) -> None:
    rec = class_of_today(desk)
    seq = len(desk.store.records.history(rec))
    for key in class_sheet.class_code(desk, rec):
        QTest.keyClick(screen._card.box, key, delay=5)
    QTest.keyClick(screen._card.box, ENTER, delay=5)
    assert shown(screen)[0] == "Đây là mã của lớp này"
    assert len(desk.store.records.history(rec)) == seq


def test_the_sheet_of_another_class_opens_it(screen: AttendanceScreen, desk: Desk) -> None:
    other = training.classes(desk, upcoming=False)[0]
    type_line(screen, class_sheet.class_code(desk, other.rec))
    assert screen.title() == other.title


def test_a_second_scan_says_since_when(screen: AttendanceScreen, desk: Desk) -> None:
    it = called(desk, "Lê Mẫu Ân")
    type_line(screen, card_of(desk, it))
    assert shown(screen) == ("Lê Mẫu Ân", "Đã có mặt lúc 13:55 · Đoàn Thanh niên")
    assert called(desk, "Lê Mẫu Ân") == it


def test_an_unknown_code_says_what_to_do(screen: AttendanceScreen) -> None:
    type_line(screen, "123456789")
    assert shown(screen) == ("Không nhận ra mã này", "Quét lại, hoặc gõ tên người ấy rồi Enter")


def test_a_member_not_on_the_roster_is_offered(screen: AttendanceScreen, desk: Desk) -> None:
    type_line(screen, codes.make("member", 99001, 32))
    assert [match.title for match in screen._state.matches] == ["Lê Thị Ví Dụ Hạnh"]
    QTest.keyClick(screen._card.box, ENTER)
    it = called(desk, "Lê Thị Ví Dụ Hạnh")
    assert (it.attendance, it.arrived_at) == ("walk_in", "14:11")
    assert screen._state.registered == 33


def test_alt_digits_mark_the_row_under_the_cursor(screen: AttendanceScreen, desk: Desk) -> None:
    QTest.keyClick(screen._card.box, Qt.Key.Key_Down)
    QTest.keyClick(screen._table, Qt.Key.Key_Down)
    name = "Nguyễn Văn Giả Bảo"
    for key, attendance in (
        (Qt.Key.Key_2, "excused"),
        (Qt.Key.Key_3, "absent"),
        (Qt.Key.Key_4, ""),
        (Qt.Key.Key_1, "present"),
    ):
        QTest.keyClick(screen._table, key, Qt.KeyboardModifier.AltModifier)
        assert called(desk, name).attendance == attendance
        assert screen._table.hasFocus()
    assert called(desk, name).arrived_at == "14:11"


def test_scores_are_typed_down_the_column(screen: AttendanceScreen, desk: Desk) -> None:
    QTest.keyClick(screen._card.box, Qt.Key.Key_Down)
    row = screen._table.lines.row(2).row
    screen._table.select(2)
    QTest.keyClick(screen._table, ENTER)
    line = focused()
    QTest.keyClicks(line, "7,5")
    QTest.keyClick(line, ENTER)
    first = next(it for it in training.one(desk, class_of_today(desk)).roster if it.row == row)
    assert first.post_score == 7.5
    assert screen._table.lines.row(2).post == "7,5"
    assert screen._table._at == (screen._table.lines.row(3).row, POST)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert screen._table._at == (screen._table.lines.row(3).row, PRE)
    QTest.keyClick(line, ESC)
    assert screen._table.hasFocus()


def test_a_score_beyond_ten_stays_in_the_box_with_the_forms_words(
    screen: AttendanceScreen, desk: Desk
) -> None:
    screen._table.edit_score(called(desk, "Lê Mẫu Ân").row, POST)
    line = focused()
    QTest.keyClicks(line, "11")
    QTest.keyClick(line, ENTER)
    assert screen._table._fault.isVisible()
    assert screen._table._fault.text == "Điểm từ 0 đến 10."
    assert line.text() == "11"
    assert called(desk, "Lê Mẫu Ân").post_score == 8
    screen._card.box.setFocus()
    assert shown(screen) == ("Chưa lưu điểm vừa gõ", "Điểm từ 0 đến 10.")


def test_a_card_scanned_into_a_score_marks_its_owner(screen: AttendanceScreen, desk: Desk) -> None:
    there = called(desk, "Lê Mẫu Ân")
    missing = next(
        it
        for it in training.one(desk, class_of_today(desk)).roster
        if not it.attendance
        and len(class_sheet.scan(desk, class_of_today(desk), card_of(desk, it)).rows) == 1
    )
    screen._table.edit_score(there.row, POST)
    line = focused()
    QTest.keyClicks(line, card_of(desk, missing))
    QTest.keyClick(line, ENTER)
    assert called(desk, missing.name).attendance == "present"
    assert called(desk, there.name).post_score == 8


def test_a_stranger_is_added_with_consent_or_counted(screen: AttendanceScreen, desk: Desk) -> None:
    type_line(screen, "Bui Vi Du Yen")
    QTest.keyClick(screen._card.box, ENTER)  # the offer: add on the spot
    assert screen._guest.isVisible()
    assert screen._guest.name.value() == "Bui Vi Du Yen"
    screen._guest._add()
    assert screen._guest._method_field.fault()
    assert screen._state.registered == 32
    screen._guest.methods.set_value("spoken")
    screen._guest._add()
    it = called(desk, "Bui Vi Du Yen")
    consents: tuple[Consent, ...] = desk.store.consents.of(it.resident)
    assert [one.method for one in consents] == ["spoken"]
    assert not screen._guest.isVisible()
    assert screen._card.box.hasFocus()
    screen._presenter.adding("")
    button = next(
        it
        for it in screen._guest.findChildren(QAbstractButton)
        if it.text() == "Chỉ đếm, không ghi tên người này"
    )
    button.click()
    assert screen._state.registered == 34
    assert shown(screen)[0] == "Chỉ đếm, không ghi tên"


def test_ending_marks_the_missing_absent_and_undo_opens_the_class_again(
    screen: AttendanceScreen, shell: Shell, desk: Desk
) -> None:
    screen._end.click()
    assert training.one(desk, class_of_today_ended(desk)).summary.state == "ended"
    assert "Vắng 12" in [tab.label for tab in screen._state.tabs]
    assert not screen._end.isVisible()
    shell.undo()
    assert [tab.label for tab in screen._state.tabs][2] == "Chưa đến 12"
    assert screen._end.isVisible()


def class_of_today_ended(desk: Desk) -> str:
    return training.classes(desk, upcoming=False)[0].rec


def test_filter_and_tabs_show_a_part(screen: AttendanceScreen) -> None:
    screen._tabs.setCurrentIndex(3)
    assert [line.mark.text for line in screen._state.lines] == ["Vắng có phép"] * 2
    screen._tabs.setCurrentIndex(0)
    QTest.keyClicks(screen._filter, "khoi")
    assert [line.name for line in screen._state.lines] == ["Ngô Mẫu Khôi"]


def test_the_saved_sheet_names_everyone(screen: AttendanceScreen, tmp_path: Path) -> None:
    screen._sheet(to_printer=False)
    (dialog,) = screen.window().findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "danh-sach-ky.pdf"
    target = tmp_path / "danh sách ký.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    document = pypdfium2.PdfDocument(target.read_bytes())
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert all(line.name in text for line in screen._state.lines)


def test_the_printed_sheet_has_the_pages_of_the_pdf(qapp: QApplication, desk: Desk, tmp_path: Path) -> None:
    """Qt's own PDF writer stands for the printer."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setFullPage(True)
    target = tmp_path / "out.pdf"
    printer.setOutputFileName(str(target))
    pdf = class_sheet.sheet(desk, class_of_today(desk))
    send(printer, pdf, Job())
    sent, wanted = images(target.read_bytes(), 36), images(pdf, 36)
    assert [it.size for it in sent] == [it.size for it in wanted] == [(298, 421)] * 2
    for there, here in zip(sent, wanted, strict=True):
        small = [it.convert("L").resize((42, 60)).tobytes() for it in (there, here)]
        assert sum(abs(a - b) for a, b in zip(*small, strict=True)) / 2520 < 6


def test_everything_that_takes_the_focus_has_a_name(screen: AttendanceScreen) -> None:
    nameless = [
        widget
        for widget in screen.window().findChildren(QAbstractButton) + screen.findChildren(QLineEdit)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []
