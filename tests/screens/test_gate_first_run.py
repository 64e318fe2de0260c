"""The first run, from an empty folder to data that opens, with the keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.store import Cost
from desktop.ui.gate import Gate
from desktop.ui.gate.first_run import FirstRunPage
from desktop.work import setup
from desktop.work.desk import Clock, Desk
from desktop.work.passphrase import strength
from forms.problem import Problem

CHEAP = Cost(1, 8)


class App:
    """Sets up as the application does, on this thread."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self.home, self.clock = home, clock
        self.desk: Desk | None = None
        self.problem: Problem | None = None

    def begin(
        self,
        person: setup.Person,
        place: setup.Place,
        passphrase: str,
        then: Callable[[], None],
        failed: Callable[[Problem], None],
    ) -> None:
        if self.problem is not None:
            failed(self.problem)
            return
        self.desk = setup.set_up(self.home, person, place, passphrase, clock=self.clock, cost=CHEAP)
        then()


@pytest.fixture
def app(home: Path, clock: Clock) -> Iterator[App]:
    made = App(home, clock)
    yield made
    if made.desk is not None:
        made.desk.store.close()


@pytest.fixture
def gate(qtbot: QtBot, app: App) -> Gate:
    made = Gate(app.home, begin=app.begin, unlock=lambda *_: None, clock=app.clock)
    qtbot.addWidget(made)
    made.resize(1000, 530)
    made.show()
    made.show_first_run()
    return made


@pytest.fixture
def page(gate: Gate) -> FirstRunPage:
    found = gate.findChild(FirstRunPage)
    assert isinstance(found, FirstRunPage)
    return found


def write(widget: QWidget, text: str) -> None:
    """Text as an input method hands it over."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def go_on(qtbot: QtBot, page: FirstRunPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def first_step(qtbot: QtBot, page: FirstRunPage) -> None:
    who = page.who
    qtbot.keyClick(who.role.button("leader"), Qt.Key.Key_Space)
    write(who.name, "Nguyễn Thị Mẫu Mai")
    who.commune.setFocus()
    qtbot.keyClicks(who.commune, "hiep ninh")
    qtbot.keyClick(who.commune, Qt.Key.Key_Return)
    write(who.hamlet, "Thôn 3")
    go_on(qtbot, page)


def second_step(qtbot: QtBot, page: FirstRunPage, text: str = "con trau uong ca phe") -> None:
    qtbot.keyClicks(page.secret.first, text)
    qtbot.keyClicks(page.secret.again, text)
    go_on(qtbot, page)


def test_the_whole_way(qtbot: QtBot, page: FirstRunPage, app: App) -> None:
    first_step(qtbot, page)
    second_step(qtbot, page)
    assert list(app.home.iterdir()) == []  # nothing is written before the end
    practice = page.practice
    qtbot.keyClicks(practice.person, "hong")
    qtbot.keyClick(practice.person, Qt.Key.Key_Return)
    qtbot.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(practice.results.button("alone"), Qt.Key.Key_Space)
    go_on(qtbot, page)
    assert practice._task.text().startswith("Xong một lượt")
    assert app.desk is None
    go_on(qtbot, page)
    assert app.desk is not None
    units = [(it.kind, it.code, it.name) for it in app.desk.store.units.on("2026-11-21")]
    assert units == [
        ("commune", "25459", "Phường Tân Ninh"),
        ("hamlet", "25459-03", "Thôn 3"),
        ("province", "80", "Tỉnh Tây Ninh"),
    ]
    assert page.secret.first.text() == page.secret.again.text() == ""
    slot = app.desk.who
    app.desk.store.close()
    app.desk = setup.open_desk(
        app.home, setup.keys.people(app.home)[0].id, "con trau uong ca phe", clock=app.clock
    )
    assert app.desk.who == slot
    assert app.desk.store.query("SELECT count(*) FROM guidance_session")[0][0] == 0


def test_the_practice_may_be_left_out(qtbot: QtBot, page: FirstRunPage, app: App) -> None:
    first_step(qtbot, page)
    second_step(qtbot, page)
    qtbot.mouseClick(page._skip, Qt.MouseButton.LeftButton)
    assert app.desk is not None


def test_each_empty_field_says_what_belongs_in_it(qtbot: QtBot, page: FirstRunPage) -> None:
    go_on(qtbot, page)
    faults = {name: field.fault() for name, field in page.who._fields.items()}
    assert faults == {
        "role": "Chọn vai trò trong tổ.",
        "name": "Nhập họ và tên, ví dụ Nguyễn Thị Mẫu Mai.",
        "province": "",
        "commune": "Gõ tên xã, phường rồi chọn trong danh sách.",
        "hamlet": "Nhập tên thôn, ví dụ Thôn 3.",
    }


def test_an_officer_needs_no_hamlet(qtbot: QtBot, page: FirstRunPage) -> None:
    qtbot.keyClick(page.who.role.button("officer"), Qt.Key.Key_Space)
    write(page.who.name, "Trần Thị Mẫu Hà")
    page.who.commune.setFocus()
    qtbot.keyClicks(page.who.commune, "tan ninh")
    qtbot.keyClick(page.who.commune, Qt.Key.Key_Return)
    go_on(qtbot, page)
    assert page._pages.currentWidget() is page.secret


def test_the_former_name_finds_the_ward_and_its_province(qtbot: QtBot, page: FirstRunPage) -> None:
    who = page.who
    who.commune.setFocus()
    qtbot.keyClicks(who.commune, "hiep ninh")
    assert who._popup.isVisible()
    row = who._popup._rows[0]
    assert (row.title, row.second) == ("Phường Tân Ninh", "Tây Ninh · trước là Phường Hiệp Ninh")
    qtbot.keyClick(who.commune, Qt.Key.Key_Return)
    assert (who.commune.value(), who.province.currentText()) == ("Phường Tân Ninh", "Tỉnh Tây Ninh")
    assert "Phường Hiệp Ninh" in who._before.text()


def test_typing_on_lets_go_of_the_chosen_commune(qtbot: QtBot, page: FirstRunPage) -> None:
    first_step(qtbot, page)
    page.went_back.emit()
    qtbot.keyClicks(page.who.commune, "x")
    go_on(qtbot, page)
    assert page._pages.currentWidget() is page.who
    assert page.who._fields["commune"].fault() != ""


def test_short_and_different_passphrases_are_refused(qtbot: QtBot, page: FirstRunPage) -> None:
    first_step(qtbot, page)
    second_step(qtbot, page, "ngan")
    assert "quá ngắn" in page.secret._field.fault()
    page.secret.first.clear()
    qtbot.keyClicks(page.secret.first, "con trau uong")
    go_on(qtbot, page)
    assert page.secret._again.fault() != ""
    assert page._pages.currentWidget() is page.secret


def test_a_full_disk_is_told_and_the_work_can_still_begin(qtbot: QtBot, page: FirstRunPage, app: App) -> None:
    app.problem = Problem("store.full")
    first_step(qtbot, page)
    second_step(qtbot, page)
    qtbot.mouseClick(page._skip, Qt.MouseButton.LeftButton)
    assert page._notice.isVisible()
    assert page._notice.accessibleName().startswith(Problem("store.full").text)
    app.problem = None
    qtbot.mouseClick(page._skip, Qt.MouseButton.LeftButton)
    assert app.desk is not None


def test_saving_too_early_says_what_is_missing(qtbot: QtBot, page: FirstRunPage) -> None:
    first_step(qtbot, page)
    second_step(qtbot, page)
    go_on(qtbot, page)
    assert page.practice._answers.fault().startswith("Chưa xong: Gõ “hong”")


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("", "neutral"),
        ("ngan", "warn"),
        ("12345678", "warn"),
        ("aaaaaaaa", "warn"),
        ("trau bo ga", "info"),
        ("con trâu uống cà phê", "ok"),
    ],
)
def test_strength_in_words(text: str, tone: str) -> None:
    assert strength(text)[0] == tone
