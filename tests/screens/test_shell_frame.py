"""The frame: going about, saying what is the matter, undoing, fitting into small windows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.ui.settings.screen import SettingsScreen
from desktop.ui.shell import rail
from desktop.ui.shell.footer import HIGH, LOW, Footer
from desktop.ui.shell.preferences import Preferences
from desktop.ui.shell.rail import FOOT, ITEMS, MORE, NARROW, WIDE
from desktop.ui.shell.screen import Place
from desktop.work import visits
from desktop.work.desk import Desk
from forms.library import built_in
from forms.problem import Problem
from tests.helpers.hamlet import hamlet_desk, meet, session
from tests.helpers.team import at_desk, shell_at

SESSIONS = "SELECT count(*) FROM guidance_session WHERE deleted = 0"
BY_KEYS = [item for item in (*ITEMS, *MORE, *FOOT) if item.keys]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo team's year; tests that write take ``desk``."""
    from tests.helpers.window import MORNING

    with at_desk(tmp_path_factory.mktemp("team"), lambda: MORNING) as desk:
        yield desk


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with hamlet_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(team: Desk, clock: Any, qtbot: Any) -> Any:
    shell = shell_at(team, clock, qtbot, lambda it: SettingsScreen(it, Preferences(), lambda _: None))
    shell.go(Place("today"))
    return shell


@pytest.fixture
def own(desk: Desk, clock: Any, qtbot: Any) -> Any:
    """A frame over an empty hamlet."""
    shell = shell_at(desk, clock, qtbot)
    shell.go(Place("visits"))
    return shell


def press(sequence: str, widget: QWidget | None = None) -> None:
    target = widget or QApplication.focusWidget()
    assert target is not None
    QTest.keySequence(target, QKeySequence(sequence))


def lit(shell: Any) -> list[str]:
    return [name for name, button in shell._rail._buttons.items() if button.isChecked()]


# going about


@pytest.mark.parametrize("item", BY_KEYS, ids=[item.keys for item in BY_KEYS])
def test_the_keys_of_the_rail_open_what_they_say(shell: Any, item: Any) -> None:
    shell.go(Place("visit"))
    press(item.keys)
    assert shell.place().screen == item.name
    assert lit(shell) == [item.name]
    assert shell.showing().title() != ""


def test_every_rail_item_opens_by_mouse(shell: Any) -> None:
    for name, button in shell._rail._buttons.items():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert shell.place().screen == name
        assert lit(shell) == [name]
        assert shell._top._title.text() == shell.showing().title()


def test_back_returns_step_by_step(shell: Any) -> None:
    shell.go(Place("visits"))
    press("F2")
    assert shell.place().screen == "visit"
    assert shell._top.back.isVisible()
    shell.go(Place("help", query="keys"))
    shell.back()
    assert shell.place().screen == "visit"
    press("Esc")
    assert shell.place().screen == "visits"
    assert not shell._top.back.isVisible()


def test_back_from_a_page_opened_first_leads_to_its_rail_item(team: Desk, clock: Any, qtbot: Any) -> None:
    shell = shell_at(team, clock, qtbot)
    shell.go(Place("visit"))
    assert shell._top.back.isVisible()
    press("Esc")
    assert shell.place().screen == "visits"
    assert lit(shell) == ["visits"]


def test_the_same_place_twice_is_one_step(shell: Any) -> None:
    shell.go(Place("visits"))
    for _n in range(3):
        press("F2")
    shell.back()
    assert shell.place().screen == "visits"


def test_help_of_the_screen_one_was_on(shell: Any) -> None:
    shell.go(Place("visits"))
    press("F1")
    assert shell.place() == Place("help", query="visits")
    shell.back()
    press("Ctrl+/")
    assert shell.place() == Place("help", query="keys")


def test_lock_by_keys_and_by_button(team: Desk, clock: Any, qtbot: Any) -> None:
    from desktop.ui import screens
    from desktop.ui.shell.window import Shell
    from desktop.work.lanes import Inline

    locked: list[str] = []
    shell = Shell(
        Inline(team),
        clock,
        screens.builders(),
        search=screens.search,
        lock=lambda: locked.append("x"),
        about=lambda: None,
    )
    qtbot.addWidget(shell, before_close_func=lambda it: it.close_down())
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    shell.go(Place("visits"))
    press("Ctrl+L")
    QTest.mouseClick(shell._top.lock, Qt.MouseButton.LeftButton)
    assert locked == ["x", "x"]


def test_log_visit_is_hidden_where_the_screen_is_that(shell: Any) -> None:
    shell.go(Place("visits"))
    assert (shell._top.visit.isVisible(), shell._top.visit.kind) == (True, "primary")
    shell.go(Place("visit"))
    assert not shell._top.visit.isVisible()


def test_the_footer_belongs_to_its_screen(shell: Any) -> None:
    shell.go(Place("visit"))
    footer = shell.showing().footer()
    assert isinstance(footer, Footer)
    assert footer.isVisible()
    shell.go(Place("visits"))
    assert not footer.isVisible()
    assert shell._foot.count() == 0
    shell.back()
    assert footer.isVisible()
    assert shell._foot.count() == 1
    assert footer.height() == HIGH


# what is said


@pytest.mark.parametrize(
    ("code", "tone"), [("entry.consent", "warn"), ("store.full", "error"), ("bug", "error")]
)
def test_a_problem_of_each_kind_is_told_in_full(shell: Any, code: str, tone: str) -> None:
    problem = Problem(code)
    shell.tell(problem)
    assert shell._notice.isVisible()
    assert shell._notice.accessibleName() == str(problem)
    assert shell._notice._tone == tone


def test_a_notice_goes_when_closed_and_comes_again(shell: Any) -> None:
    before = shell._stack.height()
    shell.tell(Problem("store.full"))
    close = next(it for it in shell._notice.findChildren(QWidget) if it.accessibleName() == "Đóng")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not shell._notice.isVisible()
    QApplication.processEvents()
    assert shell._stack.height() == before, "the closed bar leaves no gap"
    shell.tell(Problem("bug"))
    assert shell._notice.isVisible()


def test_a_write_that_worked_takes_the_notice_away(own: Any, desk: Desk) -> None:
    own.tell(Problem("store.full"))
    own.changed(visits.log(desk, session(desk, meet(desk, "Lê Mẫu Hà"))))
    assert not own._notice.isVisible()


def test_the_rail_counts_what_is_overdue_and_what_waits(own: Any, desk: Desk, clock: Any) -> None:
    feedback = own._rail._buttons["feedback"]
    sync = own._rail._buttons["sync"]
    assert (feedback.accessibleName(), sync.accessibleName()) == ("Phản ánh", "Đồng bộ")
    values = {"received_on": "2026-11-01", "due_on": "2026-11-20", "state": "processing"}
    desk.store.records.save(built_in("feedback"), values, who=desk.who, now=clock())
    desk.store.meta.set("enrolment", "{}")
    own.changed(visits.log(desk, session(desk, meet(desk, "Lê Mẫu Hà"))))
    assert feedback.accessibleName() == "Phản ánh, 1"
    waiting = sum(desk.store.outbox.waiting().values())
    assert sync.accessibleName() == f"Đồng bộ, {waiting}"
    assert str(waiting) in own._status._right.text()


# undo


def saved(own: Any, desk: Desk) -> None:
    changed = visits.log(desk, session(desk, meet(desk, "Lê Mẫu Hà")))
    own.changed(changed)
    own.say("Đã lưu", changed)


def count(desk: Desk) -> int:
    return int(desk.store.query(SESSIONS)[0][0])


def test_ctrl_z_undoes_the_save_when_an_empty_field_has_the_focus(own: Any, desk: Desk) -> None:
    own.go(Place("visit"))
    saved(own, desk)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert own._toast.offers_undo()
    press("Ctrl+Z")
    assert count(desk) == 0
    assert own._toast.text() == "Đã hoàn tác"
    assert not own._toast.offers_undo()
    press("Ctrl+Z")
    assert count(desk) == 0


def test_ctrl_z_undoes_typing_first(own: Any, desk: Desk) -> None:
    own.go(Place("visit"))
    saved(own, desk)
    field = own.showing()._note
    field.setFocus()
    QTest.keyClicks(field, "abc")
    press("Ctrl+Z")
    assert (field.text(), count(desk)) == ("", 1)
    press("Ctrl+Z")
    assert count(desk) == 0


def test_ctrl_z_with_the_focus_on_a_button_or_a_list(own: Any, desk: Desk) -> None:
    for name in ("visits", "visit"):
        own.go(Place(name))
        saved(own, desk)
        widget = own.showing()._table if name == "visits" else own.showing()._scan
        widget.setFocus()
        press("Ctrl+Z")
        assert count(desk) == 0


def test_the_toast_undoes_by_mouse(own: Any, desk: Desk) -> None:
    saved(own, desk)
    QTest.mouseClick(own._toast._undo, Qt.MouseButton.LeftButton)
    assert count(desk) == 0


def test_the_toast_lies_over_the_footer_of_the_next_screen(own: Any) -> None:
    own.say("Đã lưu")
    own.go(Place("visit"))
    QApplication.processEvents()
    toast, footer = own._toast, own.showing().footer()
    both = toast.geometry().intersected(footer.geometry())
    assert not both.isEmpty()
    assert own.childAt(both.center()) is not footer
    assert toast is own.childAt(both.center()) or toast.isAncestorOf(own.childAt(both.center()))


def test_ctrl_z_works_after_the_toast_has_gone(own: Any, desk: Desk) -> None:
    saved(own, desk)
    own._toast.hide()
    press("Ctrl+Z")
    assert count(desk) == 0


def test_a_later_word_takes_the_undo_away(own: Any, desk: Desk) -> None:
    saved(own, desk)
    own.say("Đã chép")
    press("Ctrl+Z")
    assert count(desk) == 1


# small windows


@pytest.mark.parametrize(
    ("size", "narrow", "low"),
    [((1366, 768), False, False), ((1093, 614), False, False), ((1000, 530), True, True)],
)
def test_rail_footer_and_status_give_way(shell: Any, size: tuple[int, int], narrow: bool, low: bool) -> None:
    shell.go(Place("visit"))
    shell.resize(*size)
    QApplication.processEvents()
    assert (shell.width(), shell.height()) == size
    assert shell._rail.width() == (NARROW if narrow else WIDE)
    assert shell.showing().footer().height() == (LOW if low else HIGH)
    assert shell._status.isVisible() != low
    button = shell._rail._buttons["visits"]
    assert button.toolTip() == ("Lượt hướng dẫn (Ctrl+2)" if narrow else "")
    for it in shell._rail._buttons.values():
        assert shell.rect().contains(
            it.geometry().translated(it.parentWidget().mapTo(shell, it.pos()) - it.pos())
        )
    shell.resize(1366, 768)
    QApplication.processEvents()
    assert shell._rail.width() == WIDE
    assert shell._status.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614), (1000, 530)])
def test_two_more_rail_items_find_room(
    team: Desk, clock: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Targets and reports are to come: 13 items."""
    more = (rail.Item("targets", "Chỉ tiêu", "chart-column"), rail.Item("reports", "Báo cáo", "file-text"))
    monkeypatch.setattr(rail, "MORE", (*MORE, *more))
    shell = shell_at(team, clock, qtbot)
    shell.setMinimumSize(*size)
    shell.resize(*size)
    QApplication.processEvents()
    assert shell.size().toTuple() == size
    buttons = list(shell._rail._buttons.values())
    assert len(buttons) == 13
    below = shell._rail._mark.geometry().bottom()
    for button in buttons:
        assert button.height() == button.sizeHint().height() >= 32
        assert button.y() > below
        below = button.geometry().bottom()
    assert below < shell._rail.height() <= shell.height()
