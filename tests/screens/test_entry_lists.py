"""Lists: long ones, filtered ones, those that open."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from forms.definition import Choice
from tests.helpers.entry_window import (
    FOUR,
    ask,
    click,
    drawn,
    focused,
    form_of,
    path_of,
    press,
    settle,
    tabbed,
    words,
    write,
)

Key = Qt.Key


@pytest.mark.parametrize(("kind", "value"), [("select_one", "c12345"), ("select_multiple", ["c12345"])])
def test_twenty_thousand_choices_are_drawn_few_and_found_without_marks(
    kind: str, value: Any, qtbot: Any
) -> None:
    choices = tuple(Choice(f"c{at}", {"vi": f"Thôn {at} Đặng Mẫu"}) for at in range(20_000))
    d = drawn(form_of(ask(kind, "q", list_name="x", appearance="search"), x=choices), qtbot)
    assert len(d.view.findChildren(QWidget)) < 60
    d.view.take("q")
    line = focused()
    QTest.keyClicks(line, "thon 12345 dang")
    settle()
    control = d.control("q")
    rows = (control.pick if kind == "select_one" else control).list
    assert rows.picks.rowCount() == 1
    if kind == "select_one":
        assert control.pick.popup.isVisible()
        press(line, Key.Key_Return)
        assert line.text() == "Thôn 12345 Đặng Mẫu"  # type: ignore[attr-defined]
        assert not control.pick.popup.isVisible()
    else:
        rows.setFocus()
        rows.go(0)
        press(rows, Key.Key_Space)
    assert d.get("q") == value


def test_half_a_word_that_chose_nothing_goes_and_an_empty_box_takes_the_answer_away(qtbot: Any) -> None:
    d = drawn(
        form_of(
            ask("select_one", "q", list_name="four", appearance="search"), ask("text", "after"), four=FOUR
        ),
        qtbot,
    )
    d.view.take("q")
    line = focused()
    QTest.keyClicks(line, "lop")
    press(line, Key.Key_Tab)
    assert (d.get("q"), line.text()) == (None, "")  # type: ignore[attr-defined]
    d.view.take("q")
    QTest.keyClicks(line, "lop")
    press(line, Key.Key_Return)
    assert d.get("q") == "c3"
    line.selectAll()  # type: ignore[attr-defined]
    press(line, Key.Key_Delete)
    assert d.get("q") is None


def test_letters_still_being_composed_narrow_the_list(qtbot: Any) -> None:
    d = drawn(form_of(ask("select_one", "q", list_name="four", appearance="search"), four=FOUR), qtbot)
    d.view.take("q")
    box = d.control("q").pick
    QApplication.sendEvent(box, QInputMethodEvent("lớp", []))
    assert box.popup.isVisible()
    assert box.list.picks.rowCount() == 1
    write(box, "lớp")
    press(box, Key.Key_Return)
    assert d.get("q") == "c3"


def test_a_list_goes_with_its_box_when_the_page_is_scrolled(qtbot: Any) -> None:
    others = [ask("text", f"t{n}") for n in range(40)]
    form = form_of(ask("select_one", "q", list_name="four", appearance="search"), *others, four=FOUR)
    d = drawn(form, qtbot)
    d.view.take("q")
    box = d.control("q").pick
    press(box, Key.Key_Down)
    before = box.popup.y()
    d.body.verticalScrollBar().setValue(20)
    assert box.popup.y() == before - 20
    d.body.verticalScrollBar().setValue(600)
    assert not box.popup.isVisible()


def test_a_filtered_list_that_grows_gets_the_control_it_needs(qtbot: Any) -> None:
    some = tuple(
        Choice(f"c{at}", words(f"Thôn {at}"), {"commune": "x" if at < 5 else "y"}) for at in range(40)
    )
    asked = ask("select_one", "q", list_name="some", choice_filter="commune = ${a} or ${a} = 'all'")
    d = drawn(form_of(ask("text", "a"), asked, ask("text", "z"), some=some), qtbot)
    kinds = []
    for typed in ("x", "all", "y", "x"):
        d.control("a").setText(typed)
        settle()
        kinds.append(type(d.control("q")).__name__)
        assert d.view.answer("q").isVisible()
    assert kinds == ["Tiles", "Chooser", "Chooser", "Tiles"]
    click(d.control("q").button("c3"))
    assert d.get("q") == "c3"
    assert [path_of(d, it) for it in tabbed(d) if path_of(d, it)][-1] == "z"


@pytest.mark.parametrize("kind", ["select_one", "select_multiple", "rank"])
@pytest.mark.parametrize("appearance", ["", "minimal", "search"])
def test_a_list_with_nothing_in_it_says_what_is_to_be_answered(
    qtbot: Any, kind: str, appearance: str
) -> None:
    communes = (Choice("x1", words("Xã Mẫu"), {"of": "x"}),)
    asked = ask(kind, "q", list_name="some", choice_filter="of = ${a}", appearance=appearance)
    d = drawn(form_of(ask("text", "a", "Tỉnh & thành"), asked, some=communes), qtbot)
    seen = []
    for typed in ("", "y", "x", ""):
        d.control("a").setText(typed)
        settle()
        said = d.view.answer("q").nothing()
        seen.append(said)
        assert said in d.control("q").accessibleDescription()
        assert d.control("q").isHidden() == bool(said)
    assert seen == [
        "Trả lời câu “Tỉnh & thành” trước.",
        "Không có lựa chọn nào khớp với các câu đã trả lời.",
        "",
        seen[0],
    ]


def test_a_list_that_opens_is_closed_by_escape_and_with_its_window(qtbot: Any) -> None:
    d = drawn(form_of(ask("select_one", "q", list_name="four", appearance="search"), four=FOUR), qtbot)
    d.view.take("q")
    box = d.control("q").pick
    press(box, Key.Key_Down)
    assert box.popup.isVisible()
    press(box, Key.Key_Escape)
    assert not box.popup.isVisible()
    press(box, Key.Key_Down)
    d.view.restart()
    settle()
    assert not [it for it in d.body.findChildren(QWidget) if type(it).__name__ == "_Popup" and it.isVisible()]
