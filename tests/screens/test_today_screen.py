"""The first screen: one key begins the work, every house opens, nothing thrown away is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.store import Cost
from desktop.ui.shell.screen import Place
from desktop.ui.today.screen import TodayScreen
from desktop.work import visits
from desktop.work.changed import Changed
from desktop.work.demo.fill import move_in
from desktop.work.desk import Desk
from desktop.work.lanes import Inline
from desktop.work.setup import Person, set_up
from desktop.work.setup import Place as Where
from forms.problem import Problem

WORDS = "bốn từ chẳng liên quan"


class Window:
    """A frame that notes where it was asked to go."""

    def __init__(self, desk: Desk, clock: Any) -> None:
        self.lanes = Inline(desk)
        self.clock = clock
        self.places: list[Place] = []
        self.titles = 0

    def go(self, place: Place) -> None:
        self.places.append(place)

    def back(self) -> None:
        raise AssertionError("the first screen goes nowhere back")

    def tell(self, problem: Problem) -> None:
        raise problem

    def say(self, text: str, changed: Changed | None = None) -> None:
        raise AssertionError(text)

    def changed(self, changed: Changed) -> None:
        raise AssertionError(changed)

    def retitle(self) -> None:
        self.titles += 1


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    made = move_in(home / "demo", WORDS, clock=clock, cost=Cost(1, 8, 1))
    yield made
    made.store.close()


def shown(
    qtbot: Any, desk: Desk, clock: Any, size: tuple[int, int] = (1160, 680)
) -> tuple[TodayScreen, Window]:
    frame = Window(desk, clock)
    screen = TodayScreen(frame)
    qtbot.addWidget(screen)
    screen.resize(*size)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.open(Place("today"))
    return screen, frame


def named(screen: QWidget, name: str) -> QAbstractButton:
    return next(
        it for it in screen.findChildren(QAbstractButton) if it.accessibleName() == name or it.text() == name
    )


def test_one_key_begins_a_visit(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, frame = shown(qtbot, desk, clock)
    QTest.keyClick(screen, Qt.Key.Key_F2)
    assert frame.places == [Place("visit")]
    assert screen.title() == "Chào Mai"
    assert frame.titles == 1


def test_tasks_lead_where_the_work_is(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, frame = shown(qtbot, desk, clock)
    named(screen, "Xem: 2 phản ánh quá hạn trả lời").click()
    named(screen, "Ghi lượt: Đến lại nhà ông Trần Văn Thử").click()
    screen.tiles[1].click()
    feedback, visit, attendance = frame.places
    assert (feedback.screen, bool(feedback.rec)) == ("feedback", True)
    person = desk.store.query("SELECT id FROM resident WHERE full_name = 'Trần Văn Thử'")[0][0]
    assert visit == Place("visit", rec=person)
    assert attendance.screen == "class"


def test_a_click_opens_the_household_and_enter_begins_a_visit(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, frame = shown(qtbot, desk, clock)
    houses = screen.houses.map
    houses.setFocus()
    QTest.keyClick(houses, Qt.Key.Key_Right)
    house = houses.current()
    assert house is not None
    assert house.number == "2"
    QTest.keyClick(houses, Qt.Key.Key_Return)
    QTest.keyClick(houses, Qt.Key.Key_Space)
    assert frame.places == [
        Place("visit", rec=house.key, form="household"),
        Place("records", rec=house.key, form="household"),
    ]


def test_a_draft_is_gone_on_with_or_thrown_away_and_back(qtbot: Any, desk: Desk, clock: Any) -> None:
    desk.store.drafts.put("d1", "guidance_session", "20261101", {"people": [{"topics": ["1"]}]}, now=clock())
    screen, frame = shown(qtbot, desk, clock)
    assert screen.strip.accessibleName() == "Bản nháp 09:41: nội dung VNeID"
    screen.strip.carry_on.click()
    assert frame.places == [Place("visit", draft="d1")]
    screen.strip.drop.click()
    assert desk.store.drafts.get("d1") is None
    assert screen.strip.accessibleName().startswith("Đã bỏ bản nháp")
    assert not screen.strip.carry_on.isVisible()
    QTest.keySequence(screen, QKeySequence(QKeySequence.StandardKey.Undo))
    assert desk.store.drafts.get("d1") is not None
    assert screen.strip.accessibleName().startswith("Bản nháp 09:41")


def test_what_is_saved_elsewhere_is_counted_at_once(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, _frame = shown(qtbot, desk, clock)
    person = {"@id": "1", "age_band": "age_45_59", "topics": ["1"], "result": "alone"}
    hamlet = desk.store.meta.get("home_hamlet")
    values = {"date": "2026-11-21", "hamlet": hamlet, "place": "market", "visit_outcome": "guided"}
    screen.heard(visits.log(desk, values | {"people": [person]}))
    assert screen.week.accessibleDescription().startswith("T7 21: 5 /")


@pytest.mark.parametrize("size", [(1160, 680), (943, 480)])
def test_nothing_is_cut_at_either_size(qtbot: Any, desk: Desk, clock: Any, size: tuple[int, int]) -> None:
    screen, _frame = shown(qtbot, desk, clock, size)
    assert (screen.width(), screen.height()) == size
    qtbot.waitUntil(lambda: screen.tasks.height() > 200)
    for pane in (*screen.tiles, screen.tasks, screen.week, screen.houses, screen.month, screen.scam):
        assert pane.width() >= pane.minimumSizeHint().width(), pane
        right = pane.mapTo(screen, pane.rect().topRight()).x()
        assert right < size[0], pane
    corner = screen.houses.mapTo(screen, screen.houses.rect().topLeft())
    below = corner.y() > screen.week.mapTo(screen, screen.week.rect().bottomLeft()).y()
    assert (below, corner.x() > 700) == ((True, False) if size[0] < 1040 else (False, True))


def test_everything_pressable_has_a_name(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, _frame = shown(qtbot, desk, clock)
    for button in screen.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button


def test_a_fresh_machine_is_led_to_its_first_visit(qtbot: Any, home: Path, clock: Any) -> None:
    where = Where("Tỉnh Mẫu", "99", "Xã Mẫu", "99001", "Thôn 3")
    desk = set_up(home, Person("Nguyễn Thị Mẫu Mai", "leader"), where, WORDS, clock=clock, cost=Cost(1, 8, 1))
    screen, frame = shown(qtbot, desk, clock)
    assert not screen.strip.isVisible()
    assert not screen.houses.map.isVisible()
    screen.houses.button.click()
    screen.tiles[1].click()
    assert frame.places == [Place("settings", query="import"), Place("record", form="training_class")]
    desk.store.close()
