"""What is typed: numbers, days, moments, addresses, scans."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.ui.parts.buttons import Button
from tests.helpers.entry_window import (
    click,
    drawn,
    focused,
    one,
    onto,
    press,
    write,
)

Key = Qt.Key


@pytest.mark.parametrize(
    ("question", "typed", "value", "shown"),
    [
        (("date", "month-year"), "3/2026", "2026-03-01", "03/2026"),
        (("date", "year"), "1962", "1962-01-01", "1962"),
        (("date", "no-calendar"), "5/11", "2026-11-05", "05/11/2026"),
        (("time", ""), "8h30", "08:30", "08:30"),
        (("integer", "thousands-sep"), "12500000", 12_500_000, "12.500.000"),
        (("decimal", "thousands-sep"), "12500,5", 12500.5, "12.500,5"),
        (("decimal", ""), "7,5", 7.5, "7,5"),
        (("text", "numbers"), "0912", "0912", "0912"),
        (("text", "masked"), "bí mật", "bí mật", "bí mật"),
    ],
)
def test_what_is_typed_is_kept_and_written_out_when_the_cursor_leaves(
    question: tuple[str, str], typed: str, value: Any, shown: str, qtbot: Any
) -> None:
    d = drawn(one(*question), qtbot)
    line = onto(d)
    assert isinstance(line, QLineEdit)
    write(line, typed)
    assert d.get("q") == value
    press(line, Key.Key_Tab)
    assert line.text() == shown
    d.view.take("q")
    assert d.get("q") == value


def test_a_number_with_thousands_apart_is_plain_while_somebody_types_in_it(qtbot: Any) -> None:
    d = drawn(one("integer", "thousands-sep"), qtbot, {"q": 1_234_567})
    assert d.control("q").text() == "1.234.567"
    line = onto(d)
    assert line.text() == "1234567"  # type: ignore[attr-defined]
    write(line, "8")
    d.view.take("after")
    assert (d.get("q"), d.control("q").text()) == (12_345_678, "12.345.678")


def test_a_date_and_a_time_make_one_moment(qtbot: Any) -> None:
    d = drawn(one("datetime"), qtbot)
    write(onto(d), "20/11")
    assert not d.fault("q")
    press(focused(), Key.Key_Return)
    assert focused() is d.control("q").clock
    write(focused(), "8h30")
    assert d.get("q").startswith("2026-11-20T08:30")
    d.view.take("after")
    assert (d.control("q").day.text(), d.control("q").clock.text()) == ("20/11/2026", "08:30")


def test_half_a_moment_is_a_fault_and_stays_as_typed(qtbot: Any) -> None:
    d = drawn(one("datetime"), qtbot)
    write(onto(d), "20/11")
    d.view.take("after")
    assert d.fault("q")
    assert d.control("q").day.text() in ("20/11", "20/11/2026")
    assert d.get("q") is None


def test_a_masked_answer_shows_only_while_asked(qtbot: Any) -> None:
    d = drawn(one("text", "masked"), qtbot, {"q": "abc"})
    line = d.control("q").line
    assert line.displayText() != "abc"
    click(d.control("q").findChildren(Button)[0])
    assert line.displayText() == "abc"


def test_an_address_opens_only_if_it_is_safe(qtbot: Any) -> None:
    d = drawn(one("text", "url"), qtbot)
    button = d.control("q")._open
    for typed, opens in (("http://a.vn", False), ("javascript:alert(1)", False), ("https://a.vn", True)):
        d.control("q").line.setText(typed)
        assert button.isEnabled() == opens


def test_enter_after_a_scan_goes_on_to_the_next_question(qtbot: Any) -> None:
    d = drawn(one("barcode"), qtbot)
    line = onto(d)
    QTest.keyClicks(line, "8934567890123")
    press(line, Key.Key_Return)
    assert d.get("q") == "8934567890123"
    assert focused() is d.control("after")
