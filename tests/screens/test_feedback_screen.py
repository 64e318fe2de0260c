"""The feedback screen by keyboard: walk the cards, jump to a state, answer, note something new."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from desktop.store import Cost
from desktop.ui.feedback.cards import MatterCard
from desktop.ui.feedback.detail import Contact
from desktop.ui.feedback.screen import FeedbackScreen
from desktop.ui.shell.screen import Place
from desktop.work import feedback, undo
from desktop.work.changed import Changed
from desktop.work.demo.fill import move_in
from desktop.work.desk import Desk
from desktop.work.lanes import Inline
from desktop.work.setup import Person, set_up
from desktop.work.setup import Place as Where
from forms.library import built_in
from forms.problem import Problem

WORDS = "bốn từ chẳng liên quan"

LIST = Place("feedback")


class Window:
    """A frame with one screen: what is changed comes back to it."""

    def __init__(self, desk: Desk, clock: Any) -> None:
        self.lanes = Inline(desk)
        self.clock = clock
        self.places: list[Place] = []
        self.said: list[tuple[str, Changed | None]] = []
        self.screen: FeedbackScreen | None = None

    def go(self, place: Place) -> None:
        self.places.append(place)

    def back(self) -> None:
        raise AssertionError("no way back is offered here")

    def tell(self, problem: Problem) -> None:
        raise problem

    def say(self, text: str, changed: Changed | None = None) -> None:
        self.said.append((text, changed))

    def changed(self, changed: Changed) -> None:
        assert self.screen is not None
        self.screen.heard(changed)

    def retitle(self) -> None:
        pass


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    made = move_in(home / "demo", WORDS, clock=clock, cost=Cost(1, 8, 1))
    yield made
    put_away()
    made.store.close()


def put_away() -> None:
    """As when the window locks: what is half typed goes to its draft while the store is still open."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, FeedbackScreen):
            widget.leave()


def shown(
    qtbot: Any, desk: Desk, clock: Any, place: Place = LIST, size: tuple[int, int] = (1160, 680)
) -> tuple[FeedbackScreen, Window]:
    frame = Window(desk, clock)
    screen = frame.screen = FeedbackScreen(frame)
    qtbot.addWidget(screen)
    screen.resize(*size)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.open(place)
    return screen, frame


def titles(screen: FeedbackScreen) -> list[str]:
    return [card.line.title for card in screen.findChildren(MatterCard) if card.isVisible()]


def state_of(desk: Desk, rec: str) -> str:
    return str(desk.store.records.get(built_in("feedback"), rec).values["state"])


def say(widget: Any, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_arrows_walk_the_cards(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, _frame = shown(qtbot, desk, clock)
    first = QApplication.focusWidget()
    assert isinstance(first, MatterCard)
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert screen.detail.accessibleName() == "Nộp học phí trực tuyến bị trừ tiền hai lần"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert screen.detail.accessibleName() == "Sóng điện thoại yếu ở ngõ 5"


def test_answering_by_keyboard_and_taking_it_back(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, frame = shown(qtbot, desk, clock)
    rec = screen.presenter.state.cards[0].rec
    screen.detail.answer.setFocus()
    say(screen.detail.answer, "Đội kỹ thuật hẹn đo sóng ngày 24/11.")
    QTest.keyClick(screen.detail.answer, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert state_of(desk, rec) == "answered"
    assert "Sóng điện thoại yếu ở ngõ 5" not in titles(screen)
    assert isinstance(QApplication.focusWidget(), MatterCard)
    text, changed = frame.said[-1]
    assert text == "Trạng thái mới: Đã trả lời"
    assert changed is not None
    frame.changed(undo.undo(desk, changed))
    assert titles(screen)[0] == "Sóng điện thoại yếu ở ngõ 5"


def test_every_alt_digit_is_bound_once(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, _frame = shown(qtbot, desk, clock)
    rec = screen.presenter.state.cards[0].rec
    QTest.keyClick(screen, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert state_of(desk, rec) == "received"
    screen.open(Place("feedback", rec=rec))
    QTest.keyClick(screen, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert state_of(desk, rec) == "processing"
    screen.open(Place("feedback", rec=rec))
    QTest.keyClick(screen, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert screen.presenter.state.detail is not None
    assert screen.presenter.state.detail.ask is not None
    QTest.keyClick(screen, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert state_of(desk, rec) == "forwarded"


def test_what_is_typed_is_on_the_disk_within_a_second(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, _frame = shown(qtbot, desk, clock)
    rec = screen.presenter.state.cards[0].rec
    screen.detail.answer.setFocus()
    say(screen.detail.answer, "Đang hỏi doanh nghiệp.")
    qtbot.waitUntil(lambda: feedback.draft_of(desk, rec) is not None, timeout=1000)
    draft = feedback.draft_of(desk, rec)
    assert draft is not None
    assert draft.values["answer"] == "Đang hỏi doanh nghiệp."


def test_nothing_is_rated_beforehand_and_a_rating_can_go(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, _frame = shown(qtbot, desk, clock)
    assert not any(tile.isChecked() for tile in screen.detail.ratings)
    screen.detail.ratings[3].click()
    assert screen.presenter.state.detail is not None
    assert screen.presenter.state.detail.rating == "4"
    clear = next(
        it for it in screen.findChildren(QPushButton) if it.accessibleName() == "Bỏ chấm mức hài lòng"
    )
    clear.click()
    assert screen.presenter.state.detail.rating == ""
    assert not any(tile.isChecked() for tile in screen.detail.ratings)


def test_a_contact_is_hidden_until_pressed(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, _frame = shown(qtbot, desk, clock)
    assert screen.presenter.state.detail is not None
    number = screen.presenter.state.detail.contact
    qtbot.waitUntil(lambda: any(it.isVisible() for it in screen.findChildren(Contact)))
    (box,) = [it for it in screen.findChildren(Contact) if it.isVisible()]
    words = [label.text() for label in box.findChildren(type(box._words))]
    assert number not in words
    box.findChild(QPushButton).click()
    assert box._words.text() == number


def test_a_new_matter_by_keyboard(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, frame = shown(qtbot, desk, clock, Place("feedback", query="new"))
    panel = screen.panel
    assert panel.isVisible()
    QTest.keyClick(panel.kind.button("question"), Qt.Key.Key_Space)
    QTest.keyClick(panel.channel.button("zalo"), Qt.Key.Key_Space)
    QTest.keyClick(panel.content, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel._fields["content"].fault() == "Ghi nội dung người dân nói."
    assert QApplication.focusWidget() is panel.content
    say(panel.content, "Hỏi cách đổi mật khẩu.")
    QTest.keyClick(panel.content, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert frame.said[-1][0] == "Đã ghi phản ánh"
    assert screen.detail.accessibleName() == "Hỏi cách đổi mật khẩu."
    assert "Hỏi cách đổi mật khẩu." in titles(screen)


def test_search_and_filter_narrow_the_list(qtbot: Any, desk: Desk, clock: Any) -> None:
    screen, _frame = shown(qtbot, desk, clock)
    screen.search.setText("wifi")
    assert titles(screen) == ["Cần wifi ở nhà văn hóa thôn 2"]
    screen.search.clear()
    screen.presenter.filtered("question")
    assert titles(screen) == ["Hỏi cách cấp lại tài khoản Cổng DVCQG"]
    screen.presenter.filtered("")
    screen.presenter.tab(-1)
    assert titles(screen) == ["Đề nghị tăng giờ phát sóng đài huyện"]


@pytest.mark.parametrize("size", [(1160, 680), (943, 480)])
def test_nothing_stands_out_of_the_window(qtbot: Any, desk: Desk, clock: Any, size: tuple[int, int]) -> None:
    screen, _frame = shown(qtbot, desk, clock, size=size)
    assert (screen.width(), screen.height()) == size
    for button in screen.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button
            assert button.mapTo(screen, button.rect().topRight()).x() < size[0], button.text()
            if button.minimumWidth() != button.maximumWidth():
                assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_an_empty_screen_says_what_to_do(qtbot: Any, home: Path, clock: Any) -> None:
    where = Where("Tỉnh Mẫu", "99", "Xã Mẫu", "99001", "Thôn 3")
    desk = set_up(home, Person("Nguyễn Thị Mẫu Mai", "leader"), where, WORDS, clock=clock, cost=Cost(1, 8, 1))
    screen, _frame = shown(qtbot, desk, clock)
    assert screen._empty.isVisible()
    QTest.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert screen.panel.isVisible()
    put_away()
    desk.store.close()
