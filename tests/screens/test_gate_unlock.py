"""The unlock page with real keys: who is working, wrong tries, waiting, keyboard alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from desktop.store import Cost, keys
from desktop.ui.gate import Gate
from desktop.ui.gate.presenter import delay
from desktop.ui.gate.unlock import UnlockPage
from desktop.work.desk import Clock
from forms.problem import Problem

RIGHT = "con trau uong"
CHEAP = Cost(1, 8)


@pytest.fixture
def home_of_three(home: Path) -> Path:
    key = keys.create(home, RIGHT, "Mai", "leader", CHEAP)
    for name, role in (("Tuấn", "deputy"), ("Hà", "officer")):
        keys.add_person(home, key, f"{RIGHT} {role}", name, role, CHEAP)
    return home


class Door:
    """The application's part: tries the real keys and remembers who came in."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.opened: list[str] = []
        self.tried = 0

    def unlock(
        self, slot: str, passphrase: str, then: Callable[[], None], failed: Callable[[Problem], None]
    ) -> None:
        self.tried += 1
        try:
            keys.unlock(self._home, slot, passphrase)
        except Problem as problem:
            failed(problem)
        else:
            self.opened.append(next(it.name for it in keys.people(self._home) if it.id == slot))
            then()


@pytest.fixture
def door(home_of_three: Path) -> Door:
    return Door(home_of_three)


@pytest.fixture
def gate(qtbot: QtBot, home_of_three: Path, door: Door, clock: Clock) -> Gate:
    made = Gate(home_of_three, begin=lambda *_: None, unlock=door.unlock, clock=clock)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.show_unlock("Đang ghi dở 1 lượt lúc 09:41.")
    return made


def page(gate: Gate) -> UnlockPage:
    found = gate.findChild(UnlockPage)
    assert isinstance(found, UnlockPage)
    return found


def fault(gate: Gate) -> str:
    return page(gate).secret.accessibleDescription()


def test_a_person_comes_in_with_the_keyboard_alone(qtbot: QtBot, gate: Gate, door: Door) -> None:
    secret = page(gate).secret
    assert gate.focusWidget() is secret
    qtbot.keyClicks(secret, RIGHT)
    qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert door.opened == ["Mai"]
    assert secret.text() == ""  # no passphrase outlives its use


def test_another_person_is_chosen_and_asked_for_theirs(qtbot: QtBot, gate: Gate, door: Door) -> None:
    tile = page(gate)._tiles[keys.people(door._home)[1].id]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert page(gate).secret.accessibleName() == "Cụm mật khẩu của Tuấn"
    assert gate.focusWidget() is page(gate).secret
    qtbot.keyClicks(page(gate).secret, f"{RIGHT} deputy")
    qtbot.keyClick(page(gate).secret, Qt.Key.Key_Return)
    assert door.opened == ["Tuấn"]


def test_a_wrong_passphrase_stays_selected_to_be_typed_again(qtbot: QtBot, gate: Gate) -> None:
    secret = page(gate).secret
    qtbot.keyClicks(secret, "sai roi nhe")
    qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert "Unikey" in fault(gate)
    assert "Caps Lock" in fault(gate)
    assert secret.selectedText() != ""
    assert gate.focusWidget() is secret


def test_an_empty_field_is_not_a_try(qtbot: QtBot, gate: Gate, door: Door) -> None:
    qtbot.keyClick(page(gate).secret, Qt.Key.Key_Return)
    assert (door.tried, fault(gate)) == (0, "Nhập cụm mật khẩu.")


@pytest.mark.parametrize(("tried", "seconds"), [(4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (40, 60)])
def test_waiting_grows_after_five_wrong_tries(tried: int, seconds: int) -> None:
    assert delay(tried) == seconds


def test_after_five_wrong_tries_one_waits(qtbot: QtBot, gate: Gate, door: Door, clock: Clock) -> None:
    secret = page(gate).secret
    for _try in range(6):
        clock.advance(seconds=2)  # type: ignore[attr-defined]
        page(gate).ticked.emit()
        qtbot.keyClicks(secret, "sai")
        qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert door.tried == 6
    assert page(gate).unlock.text() == "Thử lại sau 2 giây"
    assert not page(gate).unlock.isEnabled()
    qtbot.keyClicks(secret, RIGHT)
    qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert door.tried == 6
    clock.advance(seconds=2)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page(gate).unlock.isEnabled(), timeout=2000)
    qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert door.opened == ["Mai"]


def test_a_lock_forgets_the_passphrase_but_not_the_wrong_tries(qtbot: QtBot, gate: Gate, door: Door) -> None:
    for _try in range(5):
        qtbot.keyClicks(page(gate).secret, "sai")
        qtbot.keyClick(page(gate).secret, Qt.Key.Key_Return)
    old = page(gate)
    gate.show_unlock("")
    qtbot.waitUntil(lambda: page(gate) is not old)
    assert page(gate).secret.text() == ""
    assert not page(gate).unlock.isEnabled()


def test_caps_lock_is_told_while_typing(qtbot: QtBot, gate: Gate) -> None:
    qtbot.keyClick(page(gate).secret, Qt.Key.Key_B)
    assert page(gate)._field.fault() == ""
    typed = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    page(gate).secret.keyPressEvent(typed)
    assert page(gate)._field.fault() == "Phím Caps Lock đang bật."


def test_show_reveals_and_hides(qtbot: QtBot, gate: Gate) -> None:
    secret, show = page(gate).secret, page(gate)._show
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert (secret.echoMode().name, show.text()) == ("Normal", "Ẩn")
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert (secret.echoMode().name, show.text()) == ("Password", "Hiện")


@pytest.mark.parametrize(("width", "alley"), [(1366, 560), (1000, 380)])
def test_the_alley_gives_way_in_a_narrow_window(gate: Gate, width: int, alley: int) -> None:
    gate.resize(width, 530)
    assert (gate.width(), gate._alley.width()) == (width, alley)
