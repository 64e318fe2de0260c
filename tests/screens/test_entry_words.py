"""The words of a form: markup, links, guidance, and its languages."""

from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.entry.asked import Words
from desktop.ui.parts import theme, tokens
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.fields import Combo
from forms.definition import Choice, Question
from tests.helpers.entry_window import (
    FOUR,
    ask,
    click,
    drawn,
    everything,
    focused,
    form_of,
    press,
    settle,
    words,
    write,
)

Key = Qt.Key


def test_a_marked_up_label_is_drawn_and_heard_in_plain_words(qtbot: Any) -> None:
    label = "**Họ** và <script>tên</script> & *đệm*"
    d = drawn(form_of(ask("text", "q", label)), qtbot)
    shown = d.view.answer("q").words
    assert "<b>Họ</b>" in shown.text()
    assert "<script" not in shown.text()
    assert d.control("q").accessibleName() == "Họ và <script>tên</script> & đệm"
    assert shown.accessibleName() == d.control("q").accessibleName()


def test_a_plain_label_is_the_buddy_of_its_control(qtbot: Any) -> None:
    d = drawn(form_of(ask("text", "q", "Cơm & áo", required="true()"), ask("text", "r", "Tên")), qtbot)
    for path in "qr":
        buddy = d.view.answer(path).words.buddy()
        assert buddy is d.control(path)
    assert d.view.answer("q").words.text() == "Cơm && áo"
    d.view.take("q")
    before = focused()
    QTest.keyClick(d.body, Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert focused() is before


@pytest.mark.parametrize("label", ["rất dài " * 700, "x" * 5_000, "**" + "dài " * 1_500 + "**"])
def test_a_label_of_five_thousand_letters_makes_no_page_wider(label: str, qtbot: Any) -> None:
    choices = (Choice("c1", words(label)), Choice("c2", words("ngắn")))
    rows = ("a", "b")
    form = form_of(
        ask("text", "q", label, hint=words(label), required="true()", required_message=words(label)),
        ask("note", "n", label),
        ask("select_one", "o", label, list_name="x"),
        ask("select_multiple", "m", label, list_name="x"),
        ask("acknowledge", "k", label),
        *(ask("select_one", it, label, list_name="y", appearance="list-nolabel") for it in rows),
        ask("group", "g", label, hint=words(label), children=(ask("text", "w"),)),
        Question("r", "repeat", words(label), children=(ask("text", "v"),), repeat_count="1"),
        x=choices,
        y=FOUR,
    )
    d = drawn(form, qtbot)
    d.presenter.check()
    settle()
    assert d.view.width() <= d.body.viewport().width()
    assert d.view.minimumSizeHint().width() <= d.body.viewport().width()


def test_guidance_stays_closed_until_it_is_asked_for(qtbot: Any) -> None:
    d = drawn(form_of(ask("text", "q", guidance=words("Hỏi **chậm rãi**."))), qtbot)
    answer = d.view.answer("q")
    said = next(it for it in answer.findChildren(Words) if "chậm" in it.text())
    assert not said.isVisible()
    d.view.take("q")
    press(focused(), Key.Key_Backtab)
    press(focused(), Key.Key_Space)
    assert said.isVisible()
    press(focused(), Key.Key_Space)
    assert not said.isVisible()


class _Browser(QObject):
    """Stands where the browser would: Qt hands addresses to it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def go(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_a_link_is_shown_first_and_opened_only_by_choice(qtbot: Any) -> None:
    browser = _Browser()
    QDesktopServices.setUrlHandler("https", browser, "go")
    try:
        d = drawn(form_of(ask("note", "q", "Xem [trang](https://a.vn/x?a=1&b=2)")), qtbot)
        for button, wanted in ((1, []), (0, ["https://a.vn/x?a=1&b=2"])):
            d.view.answer("q").words.linkActivated.emit("https://a.vn/x?a=1&b=2")
            settle()
            assert any("a.vn/x" in it.text() for it in d.view.answer("q").findChildren(QLabel))
            click([it for it in d.view.answer("q").findChildren(Button) if it.isVisible()][button])
            assert browser.opened == wanted
            settle()
    finally:
        QDesktopServices.unsetUrlHandler("https")


def test_words_follow_the_theme(qtbot: Any, qapp: Any) -> None:
    d = drawn(form_of(ask("text", "q", '<span style="color:navy">xanh</span>')), qtbot)
    before = d.view.answer("q").words.text()
    theme.apply(qapp, tokens.DARK)
    try:
        settle()
        after = d.view.answer("q").words.text()
        assert tokens.LIGHT.text2 in before
        assert tokens.DARK.text2 in after
        assert before.count("#000080") == 1
        assert "#000080" not in after
    finally:
        theme.apply(qapp, tokens.LIGHT)


def test_a_form_with_one_language_offers_none(qtbot: Any) -> None:
    assert not drawn(form_of(ask("text", "q")), qtbot).view._languages.isVisible()


def test_another_language_keeps_answers_cursor_and_place(qtbot: Any) -> None:
    questions = [ask("select_one", f"s{n}", list_name="four", required="true()") for n in range(8)]
    form = form_of(ask("text", "q"), *questions, ask("text", "last"), several=True, four=FOUR)
    d = drawn(form, qtbot, {"q": "một", "s1": "c2"})
    assert d.states[-1].language == "vi"
    line = d.control("last")
    d.view.take("last")
    write(line, "đang viết")
    line.setCursorPosition(4)
    d.presenter.check()
    d.view.take("last")
    place = d.body.verticalScrollBar().value()
    assert place > 0
    combo = next(it for it in d.view._languages.findChildren(Combo))
    assert [combo.itemText(at) for at in range(combo.count())] == ["Tiếng Việt", "English"]
    combo.setFocus()
    combo.picked.emit("en")
    settle()
    assert d.control("s1") is d.view.answer("s1").control
    assert (d.control("s1").button("c2").text(), d.get("s1")) == ("en: Wi-Fi", "c2")
    assert d.control("s1").button("c2").isChecked()
    assert (
        d.view.answer("q").words.text().startswith("en: Câu q")
        or "en: Câu q" in d.view.answer("q").words.text()
    )
    assert (focused(), line.cursorPosition(), line.text()) == (line, 4, "đang viết")
    assert d.control("last").accessibleName() == "en: Câu last"


def test_every_kind_says_itself_in_the_other_language(qtbot: Any) -> None:
    d = drawn(everything(several=True), qtbot)
    before = {path: d.control(path) for path in d.view.paths()}
    d.presenter.spoke("en")
    settle()
    for path, control in before.items():
        assert d.control(path) is control, path
        assert control.accessibleName().startswith("en: "), path
    names = [it.accessibleName() for it in d.view.findChildren(QWidget) if it.isVisible()]
    assert not [it for it in names if it.startswith("Câu ")]


def test_the_page_ends_where_the_form_ends(qtbot: Any) -> None:
    long = "Bà con hài lòng với chất lượng của dịch vụ do xã cung cấp trong năm qua"
    form = form_of(*(ask("select_one", f"q{n}", long, list_name="four") for n in range(20)), four=FOUR)
    d = drawn(form, qtbot)
    last = d.view.answer("q19")
    end = last.mapTo(d.view, last.rect().bottomLeft()).y()
    assert end < d.view.height() < end + 40
