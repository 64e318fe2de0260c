"""Suggestions, tables, houses, tabs and toasts, driven as a person drives them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.parts import notices, theme
from desktop.ui.parts.answers import ChoiceGrid
from desktop.ui.parts.buttons import ActionTile, Button
from desktop.ui.parts.cards import Card, CarriedStrip, ChosenBox, Facts, ListRow
from desktop.ui.parts.empty import EmptyState
from desktop.ui.parts.fields import Area, Combo, Field, LineEdit, SearchBox
from desktop.ui.parts.houses import House, HouseLegend, HouseMap, Lane
from desktop.ui.parts.labels import Badge, Keycap, Plate, Text, tip
from desktop.ui.parts.layouts import FlowLayout, ScrollBody, column, row
from desktop.ui.parts.meters import ProgressBar, Ring, WeekDay, WeekStrip
from desktop.ui.parts.models import KeysetModel
from desktop.ui.parts.notices import Notice, Toast
from desktop.ui.parts.suggest import Offer, Suggestion, SuggestPopup, matched
from desktop.ui.parts.table import CELL, BadgeCell, GroupCell, Lines, PlateCell, Table
from desktop.ui.parts.tabs import CountTabs, SegmentTabs, Stepper
from desktop.ui.parts.timeline import Event, Timeline
from desktop.ui.parts.tokens import DARK, LIGHT, Theme
from desktop.ui.parts.translator import Translator

ROWS = (
    Suggestion("a", "Nguyễn Thị Mẫu Hồng", "1962", "12/3"),
    Suggestion("b", "Trần Mẫu Hồng Phúc", "1987", "25"),
)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told."""
    told: list[str] = []

    def catch(event: object) -> None:
        told.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr(notices.QAccessible, "updateAccessibility", catch)
    return told


Window = Callable[[QLayout], QWidget]


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    """Opens a window with this layout and keeps it for as long as the test runs."""
    kept: list[QWidget] = []

    def opened(inside: QLayout) -> QWidget:
        made = QWidget()
        kept.append(made)
        made.setLayout(inside)
        qtbot.addWidget(made)
        made.resize(900, 600)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return opened


@pytest.mark.parametrize(
    ("title", "typed", "part"),
    [
        ("Nguyễn Thị Mẫu Hồng", "hong", "Hồng"),
        ("Đặng Thị Hông", "dang", "Đặng"),
        ("Lê Hồng Phong", "ho", "Hồ"),
        ("Trần Văn An", "an v", None),
        ("Hoàng An", "an", "An"),
        ("Trần Văn Thử", "văn thử", "Văn Thử"),
    ],
)
def test_the_matched_part_is_found_without_marks(title: str, typed: str, part: str | None) -> None:
    span = matched(title, typed)
    assert (title[span[0] : span[1]] if span else None) == part


def test_suggestions_are_taken_from_the_keyboard_and_leave_the_field_alone(
    qtbot: QtBot, window: Window, heard: list[str]
) -> None:
    field = SearchBox("Tên")
    window(column(field, None))
    popup = SuggestPopup(field)
    taken: list[str] = []
    popup.chosen.connect(taken.append)
    popup.offered.connect(lambda: taken.append("new"))
    field.setFocus()
    qtbot.keyClicks(field, "hong")
    popup.set_rows(ROWS, Offer("Tạo người mới “hong”"))
    assert popup.isVisible()
    assert heard[-1] == "Nguyễn Thị Mẫu Hồng. 1962"
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert taken == ["b"]
    assert field.text() == "hong"
    assert not popup.isVisible()
    popup.set_rows(ROWS, Offer("Tạo người mới “hong”"))
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert taken == ["b", "new"]
    popup.set_rows(ROWS)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert field.text() == "hong"


def test_a_toast_is_announced_and_offers_undo(qtbot: QtBot, window: Window, heard: list[str]) -> None:
    host = window(column(LineEdit(), None))
    toast = Toast(host)
    undone: list[bool] = []
    toast.undone.connect(lambda: undone.append(True))
    held = QApplication.focusWidget()
    toast.say("Đã lưu lượt 5 hôm nay", undo=True)
    assert heard == ["Đã lưu lượt 5 hôm nay. Ctrl+Z để hoàn tác."]
    assert QApplication.focusWidget() is held
    assert toast.offers_undo()
    assert host.rect().contains(toast.geometry().center())
    qtbot.mouseClick(toast.findChildren(notices.QPushButton)[0], Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not toast.isVisible()


class People(KeysetModel[int]):
    """Numbers as rows; every fifth heads a group."""

    heads = ("Nhà", "Người dân", "Kết quả")

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        at = self.row(index)
        if role != CELL:
            return str(at) if role == Qt.ItemDataRole.DisplayRole else None
        if at % 5 == 0:
            return GroupCell(f"Nhóm {at}") if index.column() == 0 else None
        return (PlateCell(str(at)), Lines(f"Người {at}", "Ví Dụ"), BadgeCell("Tự làm được", "ok"))[
            index.column()
        ]


def test_a_table_loads_as_it_scrolls_and_arrows_pass_over_groups(qtbot: QtBot, window: Window) -> None:
    asked: list[int | None] = []
    model = People(asked.append)
    table = Table("Lượt")
    table.set_model(model, stretch=1, widths={0: 80, 2: 140})
    window(column(table))
    model.restart()
    assert asked == [None]
    model.append(range(200), last=False)
    assert table.rowHeight(0) == 28
    assert table.rowHeight(1) == 48
    table.scrollToBottom()
    assert asked == [None, 199]
    model.append(range(200, 210), last=True)
    assert model.rowCount() == 210
    opened: list[int] = []
    table.opened.connect(opened.append)
    table.setFocus()
    table.select(4)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [6]


def test_houses_are_walked_with_the_arrows(qtbot: QtBot, window: Window) -> None:
    lanes = [
        Lane(f"Ngõ {n}", tuple(House(f"{n}/{i}", str(i), "visited") for i in range(1, 5))) for n in (1, 2)
    ]
    houses = HouseMap("Từng ngõ, từng nhà")
    houses.set_lanes(lanes)
    window(column(houses))
    opened: list[str] = []
    houses.opened.connect(opened.append)
    houses.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(houses, key)
    assert opened == ["2/2"]
    assert houses.accessibleDescription() == "2 · Đã đến"


def test_tabs_are_silent_for_the_program(qtbot: QtBot, window: Window) -> None:
    tabs = CountTabs("Trạng thái")
    tabs.set_counts([(3, "Mới nhận"), (5, "Đang xử lý")])
    window(column(tabs, None))
    chosen: list[int] = []
    tabs.chosen.connect(chosen.append)
    tabs.choose(1)
    tabs.set_counts([(2, "Mới nhận"), (6, "Đang xử lý")])
    assert chosen == []
    assert tabs.currentIndex() == 1
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Left)
    assert chosen == [0]
    assert QAccessible.queryAccessibleInterface(tabs).child(0).text(QAccessible.Text.Name) == "2 Mới nhận"


def test_wrapping_words_get_the_height_they_need(qtbot: QtBot, window: Window) -> None:
    text = Text("Giả danh cán bộ gọi điện hướng dẫn để chiếm tài khoản. Không cài ứng dụng lạ.", wrap=True)
    card = Card("Nhắc bà con")
    card.add(text)
    made = window(column(card, None))
    made.resize(260, 400)
    QApplication.processEvents()
    assert text.height() >= text.heightForWidth(text.width())
    assert text.height() > 2 * text.fontMetrics().lineSpacing()


def test_a_flow_breaks_into_lines(qtbot: QtBot, window: Window) -> None:
    flow = FlowLayout()
    for at in range(6):
        flow.addWidget(Button(f"Tháng {at}"))
    made = window(flow)
    made.resize(200, 400)
    assert flow.heightForWidth(200) > flow.heightForWidth(900) == 36


def test_qt_speaks_vietnamese(qtbot: QtBot, qapp: QApplication) -> None:
    words = Translator(qapp)
    qapp.installTranslator(words)
    try:
        line = LineEdit()
        qtbot.addWidget(line)
        menu = line.createStandardContextMenu()
        qtbot.addWidget(menu)
        texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    finally:
        qapp.removeTranslator(words)
    assert texts[0] == "Hoàn tác\tCtrl+Z"
    assert texts[-1] == "Chọn tất cả\tCtrl+A"


def gallery() -> QWidget:
    """Every part once."""
    strip = CarriedStrip()
    strip.set_parts(["Thôn 3", "Tại nhà", "21/11/2026"], "giữ từ lượt trước")
    grid = ChoiceGrid(many=True, digits=True)
    grid.set_choices([(str(at), f"Nội dung {at}") for at in range(9)])
    grid.set_values(["0"])
    tabs = CountTabs("Trạng thái")
    tabs.set_counts([(3, "Mới nhận"), (5, "Đang xử lý")])
    houses = HouseMap("Nhà")
    houses.set_lanes(
        [
            Lane(
                "Ngõ 1",
                (House("1", "1", "visited"), House("2", "2", "appointment"), House("3", "3", "absent")),
            )
        ]
    )
    week = WeekStrip("Tuần")
    week.set_days([WeekDay(str(at), f"T{at}", at, 5, "hộ", today=at == 6) for at in range(2, 8)])
    bar, ring = ProgressBar("Tháng 11"), Ring("Có mặt")
    bar.set_part(84, 120, 110)
    ring.set_part(18, 32)
    combo = Combo()
    combo.set_choices([("a", "Quên mật khẩu")], "a")
    card = Card("Lần trước", note="07/10", link=Button("Mở", "quiet"))
    card.add(Facts([("Khi nào", "15:05"), ("Kết quả", Badge("Chưa làm được", "error"))]))
    card.add(Timeline([Event("Sửa", "hôm nay", "23/11", "21/11"), Event("Ghi lượt", "20/11")]))
    left = column(
        strip, ChosenBox("12/3", "Nguyễn Mẫu", "1962", Button("Đổi", "quiet")), Field("Nội dung", grid), combo, Area(),
        tabs, SegmentTabs("Lớp", ["Sắp tới", "Đã xong 6"]), Stepper(["Mới", "Chuyển", "Trả lời"], 1), week, bar,
    )  # fmt: skip
    right = column(
        ActionTile("Ghi lượt hướng dẫn", "Tại nhà", "notebook-pen", primary=True, keys="F2"), card, houses,
        HouseLegend(), ring, row(Plate("14B"), Keycap("Ctrl+Return"), Badge("Đúng nhịp", "ok")),
        Notice("Thiếu mã thôn.", "Mở lượt và chọn thôn.", "error", actions=[Button("Sửa")]),
        ListRow("Đến lại", "hẹn hôm nay", lead=Plate("27", 30, 46), trail=[Button("Ghi lượt", "soft")]),
        EmptyState("sync", "Chưa gửi lô nào", "12 bản ghi chờ gửi.", steps=[("Xin mã", "từ cán bộ xã")]),
    )  # fmt: skip
    made = QWidget()
    QVBoxLayout(made).addWidget(ScrollBody(row(left, right, spacing=16)))
    made.resize(1366, 768)
    return made


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_every_part_draws_in_both_themes(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, look: Theme
) -> None:
    theme.apply(qapp, look)
    try:
        made = gallery()
        qtbot.addWidget(made)
        made.show()
        picture = made.grab()
        assert picture.save(str(tmp_path / f"parts-{look.name}.png"))
        image = picture.toImage()
        shades = {image.pixelColor(x, y).name().upper() for x in range(0, 1366, 3) for y in range(0, 768, 3)}
        assert {look.ground, look.surface, look.plate, look.tint, look.border} <= shades
    finally:
        theme.apply(qapp, LIGHT)


def test_whatever_takes_the_focus_has_a_name(qtbot: QtBot) -> None:
    made = gallery()
    qtbot.addWidget(made)
    made.show()
    nameless = [
        type(widget).__name__
        for widget in made.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, Area | Combo | LineEdit)  # named by the Field around them
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_a_tooltip_shows_markup_as_it_was_typed(qtbot: QtBot) -> None:
    button = Button("", "quiet", icon="close", name='<img src="file://x/y.png"> A & B')
    qtbot.addWidget(button)
    assert button.toolTip() == "<qt>&lt;img src=&quot;file://x/y.png&quot;&gt; A &amp; B</qt>"
    assert tip("Xóa dòng") == "Xóa dòng"
