"""The gallery of forms and the pages about one form, in the window over a real store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.forms.intake import ImportScreen
from desktop.ui.forms.screen import FormsScreen
from desktop.ui.forms.trying import TryScreen
from desktop.ui.records.screen import RecordsScreen
from desktop.ui.shell.screen import Place
from desktop.work import records
from desktop.work.desk import Desk
from tests.helpers.forms_window import at, chosen
from tests.helpers.surveys import CHOICES, FIRST, SECOND, file, markdown, published
from tests.helpers.team import at_desk, shell_at

BROKEN = """
    type; name; label
    geopoint; vi_tri; Vị trí
    select_one thieu; chon; Chọn
"""
ANSWERS = {"ngay": "2026-11-20", "ten": "An", "tuoi": 40, "dung": "co"}


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(desk: Desk, clock: Any, qtbot: Any) -> Any:
    return shell_at(desk, clock, qtbot)


@pytest.fixture
def survey(desk: Desk, tmp_path: Path) -> str:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    return "khao_sat"


def counts(desk: Desk) -> tuple[int, ...]:
    """Everything a form can leave behind."""
    tables = ("form", "draft", "change", "attachment", "meta")
    return tuple(desk.store.query(f"SELECT count(*) FROM {it}")[0][0] for it in tables)


def test_without_a_survey_the_list_says_what_one_is_and_offers_to_import(shell: Any) -> None:
    screen = at(shell, FormsScreen, "forms")
    assert screen.tabs.tabText(0) == "Khảo sát 0"
    assert "XLSForm" in screen._empty.itemAt(0).widget().reason.text()
    screen.tabs.setCurrentIndex(1)
    assert screen.tabs.tabText(1) == "Có sẵn 8"
    assert screen.model.rowCount() == 8
    assert not screen.pane.retire.isVisible()


def test_a_survey_is_told_with_its_numbers(shell: Any, desk: Desk, survey: str) -> None:
    records.save(desk, survey, ANSWERS)
    desk.store.drafts.put("d1", survey, "1", {"ten": "Bình"}, now=desk.clock())
    screen = at(shell, FormsScreen, "forms")
    row = screen.model.row(0)
    assert (row.id, row.questions, row.records, row.drafts) == (survey, 4, 1, 1)
    assert row.last == desk.today()
    detail = screen._state.detail
    assert detail.asks == ("Ngày", "Tên", "Tuổi", "Dùng không")
    assert [it.title for it in detail.versions] == ["1"]
    assert len(detail.drafts) == 1


def test_its_buttons_lead_to_its_places(shell: Any, desk: Desk, survey: str) -> None:
    for name, where in {
        "new": Place("record", form=survey),
        "book": Place("records", form=survey),
        "attempt": Place("form_try", form=survey),
        "paper": Place("form_paper", form=survey),
        "out": Place("form_out", form=survey),
        "data": Place("form_data", form=survey),
    }.items():
        screen = at(shell, FormsScreen, "forms", form=survey)
        getattr(screen.pane, name).click()
        assert shell._trail[-1] == where
        shell.back()
    screen = at(shell, FormsScreen, "forms", form="feedback")
    screen.pane.new.click()
    assert shell._trail[-1] == Place("feedback", query="new")


def test_the_keyboard_alone_reaches_a_survey(shell: Any, survey: str) -> None:
    screen = at(shell, FormsScreen, "forms", form="household")
    assert QApplication.focusWidget() is screen.table
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    assert screen._state.detail.row.id == "resident"
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert isinstance(shell.showing(), RecordsScreen)
    assert shell.showing()._state.form == "resident"


def test_a_retired_survey_takes_no_new_records_until_it_is_used_again(
    shell: Any, desk: Desk, survey: str
) -> None:
    screen = at(shell, FormsScreen, "forms")
    screen.pane.retire.click()
    assert screen.model.row(0).retired
    assert not screen.pane.new.isVisible()
    QTest.keyClick(screen.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert shell.showing() is screen
    assert shell._toast.text() == "Đã ngừng dùng “Khảo sát thử”"
    book = at(shell, RecordsScreen, "records", form=survey)
    assert not book._new.isVisible()
    screen = at(shell, FormsScreen, "forms")
    screen.pane.retire.click()
    assert screen.pane.new.isVisible()
    book = at(shell, RecordsScreen, "records", form=survey)
    assert book._state.can_add


def test_ctrl_k_finds_the_screen_and_each_survey(shell: Any, survey: str) -> None:
    from desktop.ui.search.palette import Palette
    from desktop.ui.search.places import place_of

    shell._search()
    (palette,) = shell.window().findChildren(Palette)
    for typed, where in (("bieu mau", Place("forms")), ("khao sat thu", Place("forms", form=survey))):
        palette._presenter.searched(typed)
        assert where in [place_of(line) for line in palette._presenter._state.lines if line.kind]


# taking a form in


def importing(shell: Any) -> ImportScreen:
    screen = at(shell, ImportScreen, "form_import")
    assert isinstance(screen, ImportScreen)
    return screen


def test_a_new_form_is_shown_tried_and_used(shell: Any, desk: Desk, tmp_path: Path) -> None:
    before = counts(desk)
    at(shell, FormsScreen, "forms").take_in.click()
    chosen(shell, file(tmp_path, markdown(FIRST, choices=CHOICES)))
    screen = shell.showing()
    seen = screen._state.seen
    assert (seen.title, seen.badge, seen.second) == (
        "Khảo sát thử",
        "Biểu mẫu mới",
        "khao_sat · phiên bản 1 · 4 câu hỏi",
    )
    assert len(screen.attempt.view.paths()) == 4
    assert counts(desk) == before
    QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.store.forms.of("khao_sat", "1") is not None
    gallery = shell.showing()
    assert isinstance(gallery, FormsScreen)
    assert gallery._state.detail.row.id == "khao_sat"
    assert shell._toast.text() == "“Khảo sát thử” đã sẵn sàng để ghi"


def test_a_newer_version_tells_what_is_otherwise(shell: Any, desk: Desk, survey: str, tmp_path: Path) -> None:
    records.save(desk, survey, ANSWERS)
    desk.store.drafts.put("d1", survey, "1", {"tuoi": 40}, now=desk.clock())
    screen = importing(shell)
    screen.take_file(file(tmp_path, markdown(SECOND, "2", choices=CHOICES)))
    seen = screen._state.seen
    assert seen.badge == "Phiên bản mới"
    assert {(it.badge, it.text) for it in seen.changes} == {
        ("Mới", "“Nghề” là câu hỏi mới."),
        ("Bỏ", "“Tuổi” không còn được hỏi."),
    }
    assert "1 bản ghi" in seen.told
    screen._footer.use.click()
    assert "1 bản nháp" in shell._toast.text()


def test_a_broken_form_names_every_cell_and_changes_nothing(shell: Any, desk: Desk, tmp_path: Path) -> None:
    before = counts(desk)
    screen = importing(shell)
    screen.take_file(file(tmp_path, markdown(BROKEN)))
    seen = screen._state.seen
    assert seen.badge == "Phải sửa"
    assert [(it.sheet, it.row, it.column) for it in seen.faults] == [
        ("survey", 2, "type"),
        ("survey", 3, "type"),
    ]
    assert not screen._footer.use.isVisible()
    assert screen.faults.isVisible()
    screen.faults.copy.click()
    assert QGuiApplication.clipboard().text().splitlines() == [it.text for it in seen.faults]
    assert counts(desk) == before


def test_the_same_form_again_and_a_file_that_is_none(
    shell: Any, desk: Desk, survey: str, tmp_path: Path
) -> None:
    screen = importing(shell)
    screen.take_file(file(tmp_path, markdown(FIRST, choices=CHOICES)))
    assert screen._state.seen.badge == "Đã có"
    assert not screen._footer.use.isVisible()
    screen.take_file(tmp_path / "khong-co.xlsx")
    assert screen._state.seen is None
    assert screen._problem.isVisible()
    assert "khong-co.xlsx" in screen._problem.accessibleName()


def test_only_a_machine_the_province_knows_is_offered_its_forms(shell: Any) -> None:
    assert not at(shell, FormsScreen, "forms").province.isVisible()
    screen = importing(shell)
    assert not screen._province.isVisible()
    screen.presenter.ask_province()
    assert screen._problem.isVisible()


# trying


def test_a_trial_checks_like_a_real_entry_and_leaves_nothing(shell: Any, desk: Desk, survey: str) -> None:
    before = counts(desk)
    screen = at(shell, TryScreen, "form_try", form=survey)
    pane = screen.pane
    pane.entry.typed("ten", "An")
    pane.entry.typed("tuoi", "bốn mươi")
    pane.check.click()
    assert not pane._result.isVisible()
    assert pane.view.answer("tuoi").fault()
    pane.entry.typed("tuoi", "40")
    pane.entry.typed("ngay", "20/11/2026")
    QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pane._result.isVisible()
    QTest.qWait(1000)  # longer than a draft would take
    shell.back()
    assert counts(desk) == before
    again = at(shell, TryScreen, "form_try", form=survey)
    assert again.pane.entry.entry.get("ten") is None


def test_a_photo_in_a_trial_is_read_and_let_go(shell: Any, desk: Desk, tmp_path: Path) -> None:
    from PIL import Image

    published(desk, tmp_path, markdown("type; name; label\nimage; anh; Ảnh"))
    Image.new("RGB", (20, 20)).save(tmp_path / "anh.png")
    before = counts(desk)
    screen = at(shell, TryScreen, "form_try", form="khao_sat")
    screen.pane.entry.attached("anh", str(tmp_path / "anh.png"))
    assert screen.pane.entry.entry.get("anh")
    assert counts(desk) == before


def test_tab_walks_the_gallery_in_reading_order(shell: Any, survey: str) -> None:
    screen = at(shell, FormsScreen, "forms")
    pane = screen.pane
    wanted = [screen.table, pane.attempt, pane.paper, pane.out, pane.data, pane.retire, pane.new, pane.book]
    screen.table.setFocus()
    walked = [QApplication.focusWidget()]
    while len(walked) < len(wanted):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    assert walked == wanted


def test_what_a_form_asks_is_told_without_references(shell: Any, desk: Desk, tmp_path: Path) -> None:
    rows = "type; name; label\ntext; ten; Tên\ninteger; tuoi; Tuổi của ${ten} (**năm**)"
    published(desk, tmp_path, markdown(rows))
    screen = at(shell, FormsScreen, "forms", form="khao_sat")
    assert screen._state.detail.asks == ("Tên", "Tuổi của … (năm)")


def test_a_dot_stands_at_the_first_of_two_lines(shell: Any, desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown("type; name; label\ntext; ten; " + "Câu hỏi rất dài " * 8))
    screen = at(shell, FormsScreen, "forms", form="khao_sat")
    line = screen.pane._asks.itemAt(0).layout()
    dot, words = (line.itemAt(n).widget() for n in (0, 1))
    assert words.height() > 1.5 * dot.height()
    assert dot.y() == words.y()
