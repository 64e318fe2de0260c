"""Logging a visit through the real screen over the real store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.shell.screen import Place
from desktop.work.desk import Desk
from forms.library import built_in
from tests.helpers.team import at_desk, shell_at

Key = Qt.Key
SESSIONS = "SELECT count(*) FROM guidance_session WHERE deleted = 0"


class Keyboard:
    """Presses real keys on whatever has the focus and counts them, modifiers included."""

    def __init__(self) -> None:
        self.presses = 0

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focused(), letter)
            self.presses += 1

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focused(), key, modifier)
        self.presses += 1 + (modifier != Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(desk: Desk, clock: Any, qtbot: Any) -> Any:
    shell = shell_at(desk, clock, qtbot)
    shell.go(Place("visit"))
    return shell


def sessions(desk: Desk) -> int:
    return int(desk.store.query(SESSIONS)[0][0])


def newest(desk: Desk) -> dict[str, Any]:
    return dict(desk.store.records.page(built_in("guidance_session"), limit=1).records[0].values)


def compose(widget: QWidget, text: str) -> None:
    """What Unikey does: show letters being composed, then commit them."""
    QApplication.sendEvent(widget, QInputMethodEvent(text, []))
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)


def test_a_repeat_visit_takes_nine_presses(shell: Any, desk: Desk) -> None:
    before, keys = sessions(desk), Keyboard()
    keys.type("hong")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_0, Qt.KeyboardModifier.AltModifier)
    keys.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keys.presses == 9
    assert sessions(desk) == before + 1
    person = newest(desk)["people"][0]
    assert person["topics"] == ["1"]
    assert person["result"] == "helped"
    assert person["obstacle"] == ["forgot_password"]
    name = desk.store.records.get(built_in("resident"), person["resident"]).values["full_name"]
    assert name == "Nguyễn Thị Mẫu Hồng"


def test_the_next_visit_keeps_the_place_and_forgets_the_person(shell: Any, desk: Desk) -> None:
    keys = Keyboard()
    keys.type("hong")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_0, Qt.KeyboardModifier.AltModifier)
    keys.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    state = shell.showing()._state
    assert state.carried[:2] == ("Thôn 3", "Tại nhà")
    assert state.person is None
    assert not any(topic.on for topic in state.topics)
    assert not any(result.on for result in state.results)
    assert state.note == ""


def test_faults_name_the_field_and_keep_what_was_answered(shell: Any, desk: Desk) -> None:
    before, keys = sessions(desk), Keyboard()
    keys.type("hong")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    keys.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    state = shell.showing()._state
    assert sessions(desk) == before
    assert state.faults == {"results": "Chọn kết quả."}
    assert [topic.value for topic in state.topics if topic.on] == ["1"]
    keys.press(Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert shell.showing()._state.faults == {}
    keys.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sessions(desk) == before + 1
    assert newest(desk)["people"][0]["result"] == "alone"


def test_undo_takes_the_saved_visit_back(shell: Any, desk: Desk) -> None:
    before, keys = sessions(desk), Keyboard()
    keys.type("hong")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_0, Qt.KeyboardModifier.AltModifier)
    keys.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    keys.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sessions(desk) == before


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_composed_name_finds_its_person(shell: Any, form: Literal["NFC", "NFD"]) -> None:
    compose(Keyboard().focused(), normalize(form, "Hồng"))
    assert shell.showing()._state.suggestions[0].title == "Nguyễn Thị Mẫu Hồng"


def test_people_of_one_home_are_logged_at_once(shell: Any, desk: Desk) -> None:
    keys = Keyboard()
    keys.type("hong")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_0, Qt.KeyboardModifier.AltModifier)
    screen = shell.showing()
    second = list(screen._mate_tiles.values())[1]
    second.click()
    keys.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    people = newest(desk)["people"]
    assert len(people) == 2
    assert len({person["resident"] for person in people}) == 2
    assert all(person["topics"] == ["1"] for person in people)


def test_a_scanned_card_opens_the_home(shell: Any, desk: Desk) -> None:
    sql = "SELECT card_no FROM household WHERE house_no = '12/3'"
    card = desk.store.query(sql)[0]["card_no"]
    keys = Keyboard()
    QTest.keyClicks(keys.focused(), card, delay=5)
    keys.press(Key.Key_Return)
    assert shell.showing()._state.memory.home_title == "Nhà 12/3"


def test_a_newcomer_needs_consent_and_is_found_afterwards(shell: Any, desk: Desk) -> None:
    keys = Keyboard()
    screen = shell.showing()
    keys.type("hoa moi")
    keys.press(Key.Key_N, Qt.KeyboardModifier.AltModifier)
    screen._newcomer._name.setText("Đặng Thử Hoa")
    screen._newcomer._birth.setText("1970")
    screen._newcomer._use.click()
    assert screen._state.newcomer.faults == {"method": "Hỏi, rồi chọn cách người dân đồng ý."}
    screen._newcomer._methods.buttons()[1].click()
    screen._newcomer._use.click()
    assert screen._state.person.title == "Đặng Thử Hoa"
    assert desk.store.search.find("dang thu hoa", kinds=("resident",))
    consent = desk.store.query("SELECT method, text_version FROM consent ORDER BY at DESC LIMIT 1")[0]
    assert tuple(consent) == ("spoken", "vi-1")


def test_nobody_met_is_one_answer(shell: Any, desk: Desk) -> None:
    keys = Keyboard()
    keys.type("hong")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_V, Qt.KeyboardModifier.AltModifier)
    keys.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    session = newest(desk)
    assert session["visit_outcome"] == "absent"
    assert "people" not in session


def test_an_identity_number_in_the_note_is_warned_of(shell: Any) -> None:
    screen = shell.showing()
    screen._note.setFocus()
    Keyboard().type("so 001062012345")
    assert "căn cước" in screen._state.note_warning


def test_a_draft_is_kept_and_restored_with_its_cursor(shell: Any, desk: Desk, qtbot: Any) -> None:
    keys = Keyboard()
    keys.type("hong")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    shell.showing()._note.setFocus()
    keys.type("hen lai")
    qtbot.waitUntil(lambda: bool(desk.store.drafts.all()), timeout=1000)
    qtbot.waitUntil(lambda: desk.store.drafts.all()[0].values.get("note") == "hen lai", timeout=1000)
    draft = desk.store.drafts.all()[0]
    shell.go(Place("visits"))
    shell.go(Place("visit", draft=draft.id))
    state = shell.showing()._state
    assert state.person.title == "Nguyễn Thị Mẫu Hồng"
    assert [topic.value for topic in state.topics if topic.on] == ["1"]
    assert state.note == "hen lai"
    assert QApplication.focusWidget() is shell.showing()._note


def test_every_control_has_a_name(shell: Any) -> None:
    Keyboard().type("hong")
    Keyboard().press(Key.Key_Return)
    nameless = [
        widget
        for widget in shell.showing().findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


@pytest.mark.parametrize(("width", "first"), [(1366, "mates"), (1000, "topics")])
def test_tab_follows_the_reading_order(shell: Any, width: int, first: str) -> None:
    shell.resize(width, 768 if width > 1000 else 530)
    keys = Keyboard()
    keys.type("hong")
    keys.press(Key.Key_Return)
    screen = shell.showing()
    named = {"mates": list(screen._mate_tiles.values()), "topics": list(screen._chips.values())}
    screen._scan.setFocus()
    seen = []
    for _n in range(12):
        keys.press(Key.Key_Tab)
        seen.append(next((name for name, tiles in named.items() if keys.focused() in tiles), "other"))
    order = list(dict.fromkeys(name for name in seen if name != "other"))
    assert order[0] == first
    assert (
        screen._mates.y() < screen._topics.y()
        if first == "mates"
        else screen._mates.y() > screen._results.y()
    )
