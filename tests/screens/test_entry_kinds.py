"""Every kind of question, by keyboard and by mouse."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.entry import choosers, scales
from forms.definition import Choice, Form
from tests.helpers.entry_window import (
    Drawn,
    ask,
    click,
    drawn,
    focused,
    form_of,
    one,
    onto,
    press,
    write,
)

Key = Qt.Key
Act = Callable[[Drawn], None]
SPAN = {"start": "0", "end": "10", "step": "1"}


def row(at: int) -> QPoint:
    return QPoint(60, 42 * at + 18)


def drag(d: Drawn, start: int, end: int) -> None:
    rows = d.control("q").list.viewport()
    QTest.mousePress(rows, Qt.MouseButton.LeftButton, pos=row(start))
    for at in range(start, end, 1 if end > start else -1):
        QTest.mouseMove(rows, row(at + (1 if end > start else -1)))
        QApplication.processEvents()
    QTest.mouseRelease(rows, Qt.MouseButton.LeftButton, pos=row(end))


def keys(*pressed: Key) -> Act:
    """The cursor in ``q``, and these keys."""

    def act(d: Drawn) -> None:
        onto(d)
        for key in pressed:
            press(focused(), key)

    return act


def held(*pressed: Key, alt: bool = True) -> Act:
    """These keys where the cursor is, with Alt."""

    def act(_d: Drawn) -> None:
        for key in pressed:
            press(focused(), key, alt=alt)

    return act


def picked(at: int) -> Act:
    """Press a row of the open list."""
    return lambda d: click(d.control("q").pick.list.viewport(), QPoint(30, 36 * at + 18))


def both(*acts: Act) -> Act:
    """One after the other."""

    def act(d: Drawn) -> None:
        for each in acts:
            each(d)

    return act


def slid(d: Drawn) -> None:
    slider = d.control("q").slider
    start, end = slider._groove()
    click(slider, (start + (end - start) * 0.3).toPoint())


CASES: dict[str, tuple[Form, Act, Act, Any]] = {
    "tiles": (
        one("select_one", list_name="five"),
        lambda d: click(d.control("q").button("c3")),
        keys(Key.Key_Space, Key.Key_Right, Key.Key_Right),
        "c3",
    ),
    "chips": (
        one("select_multiple", list_name="four"),
        lambda d: click(d.control("q").button("c2")),
        keys(Key.Key_Right, Key.Key_Space),
        ["c2"],
    ),
    "likert": (
        one("select_one", "likert", list_name="five"),
        lambda d: click(d.control("q").button("c2")),
        keys(Key.Key_Space, Key.Key_Right),
        "c2",
    ),
    "one after the other": (
        one("select_one", "horizontal", list_name="five"),
        lambda d: click(d.control("q").button("c1")),
        keys(Key.Key_Space),
        "c1",
    ),
    "minimal": (
        one("select_one", "minimal", list_name="five"),
        lambda d: d.control("q").picked.emit("c2"),
        keys(Key.Key_Down, Key.Key_Down),
        "c2",
    ),
    "stars": (
        one("range", "rating", parameters={"start": "1", "end": "5", "step": "1"}),
        lambda d: click(d.control("q").button("4")),
        keys(Key.Key_Space, Key.Key_Right, Key.Key_Right, Key.Key_Right),
        4,
    ),
    "range": (one("range", parameters=SPAN), slid, keys(Key.Key_Home, *[Key.Key_Right] * 3), 3),
    "upright range": (
        one("range", "vertical no-ticks", parameters=SPAN),
        slid,
        keys(Key.Key_Home, *[Key.Key_Up] * 3),
        3,
    ),
    "rank": (
        one("rank", list_name="four"),
        lambda d: drag(d, 2, 0),
        both(keys(Key.Key_Down, Key.Key_Down), held(Key.Key_Up, Key.Key_Up)),
        ["c3", "c1", "c2", "c4"],
    ),
    "rank by buttons": (
        one("rank", list_name="four"),
        both(*[lambda d: click(d.control("q").down)] * 3),
        both(keys(), held(Key.Key_Down, Key.Key_Down, Key.Key_Down)),
        ["c2", "c3", "c4", "c1"],
    ),
    "counter": (
        one("integer", "counter"),
        both(*[lambda d: click(d.control("q").more)] * 3),
        keys(Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_Down),
        3,
    ),
    "acknowledge": (
        one("acknowledge"),
        lambda d: click(d.control("q")),
        keys(Key.Key_Space),
        "OK",
    ),
    "many, dropped down": (
        one("select_multiple", "minimal", list_name="four"),
        both(lambda d: click(d.control("q").pick), picked(0), picked(2)),
        keys(Key.Key_Down, Key.Key_Return, Key.Key_Down, Key.Key_Down, Key.Key_Return),
        ["c1", "c3"],
    ),
    "searched": (
        one("select_one", "search", list_name="five"),
        both(lambda d: click(d.control("q").pick), picked(3)),
        both(lambda d: QTest.keyClicks(onto(d), "tot"), held(Key.Key_Return, alt=False)),
        "c4",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_mouse_and_keys_give_the_same_answer(name: str, qtbot: Any) -> None:
    form, by_mouse, by_keys, wanted = CASES[name]
    for act in (by_mouse, by_keys):
        d = drawn(form, qtbot)
        assert d.get("q") is None
        act(d)
        assert d.get("q") == wanted
        d.body.close()


def test_a_quick_question_goes_on_once_chosen_but_not_under_the_arrows(qtbot: Any) -> None:
    d = drawn(one("select_one", "quick", list_name="five"), qtbot)
    click(d.control("q").button("c2"))
    assert focused() is d.control("after")
    onto(d)
    press(focused(), Key.Key_Right)
    assert d.get("q") == "c3"
    assert d.view.cursor_path() == "q"
    press(focused(), Key.Key_Space)
    assert (d.get("q"), focused()) == ("c3", d.control("after"))


@pytest.mark.parametrize(
    ("kind", "appearance", "value", "more"),
    [
        ("select_one", "", "c2", {"list_name": "five"}),
        ("select_one", "likert", "c2", {"list_name": "five"}),
        ("range", "rating", 3, {"parameters": {"start": "1", "end": "5", "step": "1"}}),
        ("range", "", 3, {"parameters": SPAN}),
    ],
)
def test_an_optional_choice_is_taken_away_by_delete(
    kind: str, appearance: str, value: Any, more: Any, qtbot: Any
) -> None:
    d = drawn(one(kind, appearance, **more), qtbot, {"q": value})
    onto(d)
    press(focused(), Key.Key_Delete)
    assert d.get("q") is None


@pytest.mark.parametrize("name", [name for name in CASES if name != "minimal"])
def test_a_read_only_question_takes_neither_mouse_nor_keys(name: str, qtbot: Any) -> None:
    form, by_mouse, by_keys, _wanted = CASES[name]
    locked = replace(form, questions=(replace(form.questions[0], read_only="true()"), form.questions[1]))
    disabled = name in ("range", "upright range", "rank")  # Qt itself takes no press there
    for act in (by_keys,) if disabled else (by_mouse, by_keys):
        d = drawn(locked, qtbot)
        with suppress(AssertionError):  # nothing there takes the cursor
            act(d)
        assert d.get("q") is None
        d.body.close()


def test_a_rank_is_no_answer_until_it_is_touched_and_can_be_taken_back(qtbot: Any) -> None:
    d = drawn(one("rank", list_name="four", required="true()"), qtbot)
    assert d.get("q") is None
    assert not d.presenter.check()
    rank = d.control("q")
    assert isinstance(rank, scales.Rank)
    click(rank.keep)
    assert d.get("q") == ["c1", "c2", "c3", "c4"]
    assert d.presenter.check()
    click(rank.drop)
    assert d.get("q") is None
    assert not rank.list.ranked


def test_a_rank_keeps_the_order_it_is_given(qtbot: Any) -> None:
    d = drawn(one("rank", list_name="four"), qtbot, {"q": ["c4", "c2", "c1", "c3"]})
    assert d.control("q").keys() == ["c4", "c2", "c1", "c3"]


def test_a_rank_that_lacks_choices_is_none_yet(qtbot: Any) -> None:
    d = drawn(one("rank", list_name="four"), qtbot, {"q": ["c4", "c2"]})
    rank = d.control("q")
    assert rank.keys() == ["c4", "c2", "c1", "c3"]
    assert not rank.list.ranked
    click(rank.keep)
    assert d.get("q") == ["c4", "c2", "c1", "c3"]
    assert rank.list.ranked


def test_a_range_starts_without_a_number_and_keeps_to_its_ends(qtbot: Any) -> None:
    d = drawn(one("range", parameters=SPAN), qtbot)
    slider = d.control("q").slider
    assert slider.value_shown() is None
    onto(d)
    press(focused(), Key.Key_End)
    press(focused(), Key.Key_Right)
    assert d.get("q") == 10
    d.control("q").line.setFocus()
    d.control("q").line.selectAll()
    write(d.control("q").line, "11")
    d.view.take("after")
    assert d.fault("q")
    assert d.control("q").line.text() == "11"


def test_a_range_in_parts_of_one(qtbot: Any) -> None:
    d = drawn(one("range", parameters={"start": "0", "end": "1", "step": "0.05"}), qtbot)
    onto(d)
    press(focused(), Key.Key_Home)
    for _ in range(7):
        press(focused(), Key.Key_Right)
    assert d.get("q") == 0.35
    assert d.control("q").line.text() == "0,35"


def test_a_picked_number_is_chosen_from_a_list(qtbot: Any) -> None:
    form = one("range", "picker", parameters={"start": "1", "end": "31", "step": "1"})
    d = drawn(form, qtbot)
    assert isinstance(d.control("q"), choosers.Chooser)
    assert d.control("q").count() == 32
    d.control("q").picked.emit("31")
    assert d.get("q") == 31
    assert d.control("q").currentText() == "31"


def test_a_rating_of_numbered_choices_says_what_each_means(qtbot: Any) -> None:
    levels = tuple(Choice(str(n), {"vi": f"mức {n}"}) for n in range(1, 6))
    d = drawn(form_of(ask("select_one", "q", list_name="s", appearance="likert"), s=levels), qtbot)
    assert [tile.text() for tile in d.control("q").tiles.values()] == [f"mức {n}" for n in range(1, 6)]
    click(d.control("q").button("4"))
    assert d.get("q") == "4"
