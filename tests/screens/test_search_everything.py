"""Ctrl+K and the page Look up, driven as a person drives them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.search.palette import Palette
from desktop.ui.search.places import place_of
from desktop.ui.search.presenter import SearchPresenter
from desktop.ui.search.screen import SearchScreen
from desktop.ui.search.state import Line, SearchState
from desktop.ui.shell.screen import Place
from desktop.work.desk import Desk
from tests.helpers.team import at_desk, shell_at

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(desk: Desk, clock: Any, qtbot: Any) -> Any:
    shell = shell_at(desk, clock, qtbot)
    shell.go(Place("outreach"))
    return shell


def palette(shell: Any) -> Palette:
    shell._search()
    found = shell.findChild(Palette)
    assert isinstance(found, Palette)
    QApplication.processEvents()
    return found


def titles(lines: tuple[Line, ...]) -> list[str]:
    return [line.title for line in lines]


def test_it_opens_over_the_box_of_the_top_bar_with_the_cursor_in_it(shell: Any) -> None:
    it = palette(shell)
    assert it.isVisible()
    assert QApplication.focusWidget() is it.box
    box, anchor = (
        it.box.mapTo(shell, it.box.rect().topLeft()),
        shell._top.search.mapTo(shell, it.rect().topLeft()),
    )
    assert abs(box.y() - anchor.y()) <= 2
    assert it.geometry().right() <= shell.width()


def test_groups_stand_by_kind_and_enter_opens_the_first(shell: Any) -> None:
    it = palette(shell)
    QTest.keyClicks(it.box, "mau hong")
    heads = [line.title for line in it.results.lines() if not line.kind]
    assert heads[0] == "Người dân"
    assert "Lượt hướng dẫn" in heads
    current = it.results.current()
    assert current is not None
    assert current.kind == "resident"
    QTest.keyClick(it.box, Key.Key_Return)
    assert not it.isVisible()
    assert shell.place() == Place("records", form="resident", rec=current.rec)
    assert shell.showing().pane.story.rec == current.rec


def test_arrows_pass_over_heads_and_come_round(shell: Any) -> None:
    it = palette(shell)
    QTest.keyClicks(it.box, "to roi")
    kinds = []
    for _press in range(len(it.results.lines()) + 2):
        line = it.results.current()
        assert line is not None
        kinds.append(line.kind)
        QTest.keyClick(it.box, Key.Key_Down)
    assert "" not in kinds
    assert kinds[0] == "screen"
    QTest.keyClick(it.box, Key.Key_Up)
    assert QApplication.focusWidget() is it.box


@pytest.mark.parametrize(
    ("typed", "screen"),
    [("ghi luot", "visit"), ("tờ rơi", "leaflets"), ("dong bo", "sync"), ("so ho", "records")],
)
def test_screens_and_actions_are_found_by_their_vietnamese_words(shell: Any, typed: str, screen: str) -> None:
    it = palette(shell)
    done = QInputMethodEvent()
    done.setCommitString(typed)
    QApplication.sendEvent(it.box, done)
    line = it.results.current()
    assert line is not None
    assert place_of(line).screen == screen


def test_esc_closes_and_gives_the_cursor_back(shell: Any) -> None:
    table = shell.showing().table
    table.setFocus()
    it = palette(shell)
    QTest.keyClicks(it.box, "lan")
    QTest.keyClick(it.box, Key.Key_Escape)
    assert not it.isVisible()
    assert QApplication.focusWidget() is table
    again = palette(shell)
    assert again is it
    assert it.box.text() == ""
    assert not it.results.lines()


def test_nothing_found_is_said(shell: Any) -> None:
    it = palette(shell)
    QTest.keyClicks(it.box, "zzqx")
    assert it._words.text() == "Không tìm thấy “zzqx”."
    QTest.keyClick(it.box, Key.Key_Return)
    assert it.isVisible()


def test_results_that_arrive_late_are_dropped() -> None:
    waiting: list[tuple[Any, Any]] = []

    class Slow:
        def store(self, step: Any, then: Any = None, failed: Any = None) -> None:
            waiting.append((step, then))

    drawn: list[SearchState] = []
    presenter = SearchPresenter(Slow(), show=drawn.append, full=False)  # type: ignore[arg-type]
    presenter.searched("h")
    presenter.searched("hong")
    (_first, late), (_second, present) = waiting
    present(((), {}))
    late((("not even looked at",), {}))
    assert len(drawn) == 1
    assert drawn[0].text == "hong"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (Line("", "guidance_session", "r"), Place("visits", rec="r")),
        (Line("", "training_class", "r"), Place("class", rec="r")),
        (Line("", "feedback", "r"), Place("feedback", rec="r")),
        (Line("", "household", "r"), Place("records", form="household", rec="r")),
        (Line("", "service", "s"), Place("search", rec="s", form="service")),
        (Line("", "screen", "records/member"), Place("records", form="member")),
        (Line("", "screen", "visit/"), Place("visit")),
    ],
)
def test_each_kind_leads_to_its_place(line: Line, place: Place) -> None:
    assert place_of(line) == place


def look_up(shell: Any) -> SearchScreen:
    shell.go(Place("search"))
    screen = shell.showing()
    assert isinstance(screen, SearchScreen)
    return screen


def test_the_page_shows_the_books_until_something_is_typed(shell: Any, qtbot: Any) -> None:
    screen = look_up(shell)
    assert screen._under.currentWidget() is screen._doors
    QTest.keyClicks(screen.box, "lan")
    qtbot.waitUntil(lambda: screen.results.isVisible())
    labels = [screen.tabs.tabText(at) for at in range(screen.tabs.count())]
    assert labels[0] == "Tất cả"
    assert any(label.startswith("Người dân ") for label in labels)
    assert screen.pane.story is not None
    lit = screen.results.current()
    assert lit is not None
    assert screen.pane.story.rec == lit.rec
    screen.box.clear()
    qtbot.waitUntil(lambda: screen._under.currentWidget() is screen._doors)


def test_a_tab_shows_its_kind_alone_and_arrows_reach_the_results(shell: Any, qtbot: Any) -> None:
    screen = look_up(shell)
    QTest.keyClicks(screen.box, "ho")
    qtbot.waitUntil(lambda: screen.tabs.count() > 3)
    screen.tabs.setCurrentIndex(2)
    assert {line.kind for line in screen.results.lines()} == {"", "household"}
    screen.box.setFocus()
    QTest.keyClick(screen.box, Key.Key_Down)
    assert QApplication.focusWidget() is screen.results
    lit = screen.results.current()
    QTest.keyClick(screen.results, Key.Key_Return)
    assert lit is not None
    assert shell.place().rec == lit.rec


def test_nothing_found_guides(shell: Any, qtbot: Any) -> None:
    screen = look_up(shell)
    QTest.keyClicks(screen.box, "zzqx")
    qtbot.waitUntil(lambda: screen._under.currentWidget() is screen._nothing)


def test_the_catalogue_tells_code_address_and_that_it_is_not_verified(shell: Any) -> None:
    shell.go(Place("search", form="service", rec="dang-ky-thuong-tru"))
    screen = shell.showing()
    assert screen.title() == "Danh mục dịch vụ công"
    assert screen._catalogue.isVisible()
    words = [
        it.accessibleName() or it.text()
        for it in screen._service.findChildren(type(screen._catalogue._count))
    ]
    assert "Mã thủ tục: 1.004222" in words
    assert any("dichvucong.dancuquocgia.gov.vn" in word for word in words)
    assert any("21/11/2026" in word for word in words)
    QTest.keyClicks(screen._catalogue._box, "khai sinh")
    assert screen._catalogue._count.text().startswith(("2 ", "3 "))


def test_each_door_opens_its_book(shell: Any) -> None:
    for form, title in (("household", "Sổ hộ"), ("resident", "Người dân"), ("member", "Thành viên tổ")):
        look_up(shell)._door(form)
        assert shell.showing().title() == title
