"""Chips, buttons, fields: by keyboard, by wheel, through an input method, for a screen reader."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFocusFrame, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.choices import Chip, FilterChip, RadioTile
from desktop.ui.parts.dates import DateField
from desktop.ui.parts.fields import Area, Combo, Field, LineEdit, SearchBox
from desktop.ui.parts.scan import ScanBox

RED_NFD = unicodedata.normalize("NFD", "Hồng")


Window = Callable[..., QWidget]


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    """Opens a window that holds these widgets and keeps it for as long as the test runs."""
    kept: list[QWidget] = []

    def opened(*widgets: QWidget) -> QWidget:
        made = QWidget()
        kept.append(made)
        inside = QVBoxLayout(made)
        for widget in widgets:
            inside.addWidget(widget)
        qtbot.addWidget(made)
        made.resize(640, 320)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return opened


def said(widget: QWidget, what: QAccessible.Text) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(what)


def preedit(widget: QWidget, text: str) -> None:
    QApplication.sendEvent(widget, QInputMethodEvent(text, []))


def commit(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_a_chip_is_toggled_before_the_next_key(qtbot: QtBot, window: Window) -> None:
    chip = Chip("VNeID", 1)
    seen: list[bool] = []
    save = Button("Lưu", "primary", keys="Ctrl+Return", on=lambda: seen.append(chip.isChecked()))
    made = window(chip, LineEdit(), save)
    qtbot.keyClick(made, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert seen == [True]


def test_the_whole_tile_is_the_target(qtbot: QtBot, window: Window) -> None:
    tile = RadioTile("Tự làm được", "một mình")
    window(tile)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(tile.width() - 4, 4))
    assert tile.isChecked()


def test_a_grid_is_silent_for_the_program_and_speaks_for_the_person(qtbot: QtBot, window: Window) -> None:
    grid = ChoiceGrid()
    grid.set_choices([("a", "Tự làm được"), ("b", "Có người giúp"), ("c", "Chưa làm được")])
    grid.setAccessibleName("Kết quả")
    heard: list[str] = []
    grid.changed.connect(lambda: heard.append(grid.value()))
    window(grid)
    grid.set_value("a")
    assert heard == []
    qtbot.mouseClick(grid.button("c"), Qt.MouseButton.LeftButton)
    assert heard == ["c"]
    grid.set_value("")
    assert grid.value() == ""
    assert said(grid.button("b"), QAccessible.Text.Name) == "Kết quả: Có người giúp"
    assert QAccessible.queryAccessibleInterface(grid.button("b")).role() == QAccessible.Role.RadioButton


def test_a_filter_goes_by_click_and_by_delete(qtbot: QtBot, window: Window) -> None:
    chip = FilterChip("Thôn 3", "unit")
    window(chip)
    gone: list[str] = []
    chip.removed.connect(gone.append)
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert gone == ["unit", "unit"]


def test_the_wheel_leaves_an_unfocused_combo_alone(qtbot: QtBot, window: Window) -> None:
    combo = Combo()
    combo.set_choices([("a", "Một"), ("b", "Hai")], "a")
    other = LineEdit()
    window(combo, other)

    def turn() -> None:
        middle = QPointF(combo.rect().center())
        event = QWheelEvent(
            middle, combo.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(combo, event)

    other.setFocus()
    turn()
    assert combo.value() == "a"
    combo.setFocus()
    turn()
    assert combo.value() == "b"


def test_a_field_names_and_describes_its_control(qtbot: QtBot, window: Window) -> None:
    line = LineEdit("Ví dụ")
    field = Field("Năm sinh", line, hint="chỉ năm", optional=True)
    window(field)
    assert said(line, QAccessible.Text.Name) == "Năm sinh"
    assert field.label.buddy() is line
    field.set_fault("Nhập năm sinh, ví dụ 1962")
    assert said(line, QAccessible.Text.Description) == "Nhập năm sinh, ví dụ 1962. chỉ năm"
    field.set_fault("")
    assert said(line, QAccessible.Text.Description) == "chỉ năm"


def test_an_icon_button_has_a_name(qtbot: QtBot, window: Window) -> None:
    button = Button(icon="trash-2", kind="ghost", name="Xóa")
    window(button)
    assert said(button, QAccessible.Text.Name) == "Xóa"
    assert (button.sizeHint().width(), button.sizeHint().height()) == (36, 36)


def test_what_is_composed_counts_and_comes_out_composed(qtbot: QtBot, window: Window) -> None:
    for control in (LineEdit(), Area()):
        window(control)
        control.setFocus()
        commit(control, "Mẫu ")
        preedit(control, "Hô")
        assert control.value() == "Mẫu Hô"
        preedit(control, "")
        commit(control, RED_NFD)
        assert control.value() == "Mẫu Hồng"
        raw = control.text() if isinstance(control, LineEdit) else control.toPlainText()
        assert raw == unicodedata.normalize("NFC", raw)


def test_escape_empties_a_search_box(qtbot: QtBot, window: Window) -> None:
    box = SearchBox("Tìm mọi thứ…", keys="Ctrl+K")
    made = window(LineEdit(), box)
    qtbot.keyClick(made, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert box.hasFocus()
    assert said(box, QAccessible.Text.Name) == "Tìm mọi thứ"
    qtbot.keyClicks(box, "hong")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_the_focus_ring_stands_around_a_tile_but_not_a_field(qtbot: QtBot, window: Window) -> None:
    tile, line = RadioTile("Một"), LineEdit()
    made = window(tile, line)
    tile.setFocus()
    frame = made.findChild(QFocusFrame)
    assert frame is not None
    assert frame.isVisible()
    assert frame.geometry() == tile.geometry().adjusted(-4, -4, 4, 4)
    line.setFocus()
    assert not frame.isVisible()


def read(text: str) -> date | None:
    """The shapes this test types; the real rule is the forms' own."""
    try:
        return datetime.strptime(f"{text}/2026" if text.count("/") == 1 else text, "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        return None


def test_a_date_is_written_out_when_the_focus_leaves(qtbot: QtBot, window: Window) -> None:
    field, other = DateField(read), LineEdit()
    window(field, other)
    heard: list[date | None] = []
    field.changed.connect(lambda: heard.append(field.value()))
    field.setFocus()
    qtbot.keyClicks(field.line, "5/11")
    other.setFocus()
    assert field.text() == "05/11/2026"
    assert heard[-1] == date(2026, 11, 5)
    field.set_value(date(2026, 11, 21))
    assert field.value() == date(2026, 11, 21)
    assert heard[-1] == date(2026, 11, 5)


def test_a_scan_reaches_the_box_from_a_button(qtbot: QtBot) -> None:
    screen = QWidget()
    inside = QVBoxLayout(screen)
    button = Button("Thêm tại chỗ")
    box = ScanBox("Quét thẻ", screen)
    inside.addWidget(box)
    inside.addWidget(button)
    qtbot.addWidget(screen)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    got: list[str] = []
    box.scanned.connect(got.append)
    button.setFocus()
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    for key in (*"1203", Qt.Key.Key_Return):
        held = QApplication.focusWidget()
        assert held is not None
        qtbot.keyClick(held, key)
    assert got == ["1203"]
    assert pressed == []
    assert box.text() == ""
