"""The list of sessions with keys and mouse, over the demo team's year."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.shell.screen import Place
from desktop.work import visit_list
from desktop.work.desk import Desk
from desktop.work.visit_list import Filter, Line
from tests.helpers.hamlet import hamlet_desk
from tests.helpers.team import at_desk, shell_at

SESSIONS = "SELECT count(*) FROM guidance_session WHERE deleted = 0"


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(desk: Desk, clock: Any, qtbot: Any) -> Any:
    shell = shell_at(desk, clock, qtbot)
    shell.go(Place("visits"))
    return shell


def press(sequence: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keySequence(focused, QKeySequence(sequence))


def lines(shell: Any) -> list[Line]:
    return [row for row in shell.showing()._model.rows() if isinstance(row, Line)]


def heads(shell: Any) -> list[str]:
    return [row for row in shell.showing()._model.rows() if isinstance(row, str)]


def test_it_opens_on_this_month_of_the_own_hamlet_with_the_cursor_in_the_list(shell: Any, desk: Desk) -> None:
    screen = shell.showing()
    where = Filter(hamlet=desk.store.meta.get("home_hamlet"), month="2026-11")
    assert screen._state.where == where
    assert lines(shell) == list(visit_list.page(desk, where).lines)
    assert heads(shell)[0].startswith("Hôm nay, Thứ Bảy 21/11")
    assert QApplication.focusWidget() is screen._table


def test_arrows_open_a_session_beside_the_list(shell: Any) -> None:
    screen = shell.showing()
    assert screen._state.detail.rec == lines(shell)[0].rec, "the newest is open from the beginning"
    assert screen._detail.isVisible()
    for line in lines(shell)[1:6]:
        press("Down")
        assert screen._state.detail.rec == line.rec
    assert QApplication.focusWidget() is screen._table


def test_enter_edits_the_session_and_esc_returns_to_it(shell: Any) -> None:
    press("Down")
    rec = shell.showing()._state.detail.rec
    press("Return")
    assert shell.place().screen == "record"
    press("Esc")
    assert shell.place() == Place("visits", rec=rec)


def test_a_deleted_session_comes_back_with_ctrl_z(shell: Any, desk: Desk) -> None:
    before = desk.store.query(SESSIONS)[0][0]
    press("Down")
    rec = shell.showing()._state.detail.rec
    delete = next(
        it for it in shell.showing()._detail.findChildren(type(shell.showing()._more))
        if it.accessibleName() == "Xóa lượt này"
    )  # fmt: skip
    QTest.mouseClick(delete, Qt.MouseButton.LeftButton)
    assert desk.store.query(SESSIONS)[0][0] == before - 1
    assert rec not in {line.rec for line in lines(shell)}
    assert not shell.showing()._detail.isVisible()
    assert shell._toast.offers_undo()
    press("Ctrl+Z")
    assert desk.store.query(SESSIONS)[0][0] == before
    assert rec in {line.rec for line in lines(shell)}


def test_searching_composed_letters_narrows_the_list(shell: Any, qtbot: Any) -> None:
    screen = shell.showing()
    screen._presenter.set("month", "")
    screen._search.setFocus()
    event = QInputMethodEvent()
    event.setCommitString("Hồng")
    QApplication.sendEvent(screen._search, event)
    qtbot.waitUntil(lambda: screen._state.where.text == "Hồng")
    assert {line.name for line in lines(shell)} >= {"Nguyễn Thị Mẫu Hồng"}
    assert 0 < len({line.rec for line in lines(shell)}) < 10
    QTest.keyClicks(screen._search, "zzz")
    qtbot.waitUntil(lambda: screen._state.nothing_found)
    assert screen._nothing.isVisible()
    screen._clear()
    qtbot.waitUntil(lambda: screen._state.where == Filter())
    assert screen._table.isVisible()


def test_a_chip_takes_its_filter_away(shell: Any) -> None:
    screen = shell.showing()
    assert [it.label for it in screen._state.chosen] == ["Thôn 3", "Tháng 11"]
    chip = screen._chips.itemAt(1).widget()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert [it.label for it in screen._state.chosen] == ["Thôn 3"]
    assert screen._chips.count() == 1


def test_scrolling_reads_on(shell: Any, desk: Desk) -> None:
    screen = shell.showing()
    screen._clear()
    every = visit_list.page(desk, Filter(), limit=100_000).lines
    assert len(lines(shell)) < len(every)
    for _n in range(len(every) // 100):
        screen._table.scrollToBottom()
        QApplication.processEvents()
    assert lines(shell) == list(every)
    assert len(heads(shell)) == len({line.sort[:10] for line in every})


def test_a_narrow_window_shows_one_or_the_other(shell: Any) -> None:
    screen = shell.showing()
    shell.resize(1000, 530)
    QApplication.processEvents()
    press("Down")
    assert (screen._left.isVisible(), screen._detail.isVisible()) == (False, True)
    shell.resize(1366, 768)
    QApplication.processEvents()
    assert (screen._left.isVisible(), screen._detail.isVisible()) == (True, True)


def test_an_empty_list_says_how_to_begin(home: Path, clock: Any, qtbot: Any) -> None:
    with hamlet_desk(home / "empty", clock) as desk:
        shell = shell_at(desk, clock, qtbot)
        shell.go(Place("visits"))
        shell.showing()._clear()
        assert shell.showing()._empty.isVisible()
        press("F2")
        assert shell.place().screen == "visit"
        shell.leave()
