"""The generic entry, driven by keys and clicks over a real store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.entry import choosers
from desktop.ui.entry.holders import Section
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.choices import RadioTile
from desktop.ui.records.edit import EditScreen
from desktop.ui.shell.screen import Place
from desktop.work.desk import Desk
from forms.library import built_in
from tests.helpers.team import at_desk, shell_at

Key = Qt.Key


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(desk: Desk, clock: Any, qtbot: Any) -> Any:
    return shell_at(desk, clock, qtbot)


def opened(shell: Any, form: str, **more: Any) -> EditScreen:
    shell.go(Place("record", form=form, **more))
    QApplication.processEvents()
    screen = shell.showing()
    assert isinstance(screen, EditScreen)
    return screen


def control(screen: EditScreen, path: str) -> Any:
    return screen.view.answer(path).control


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def fault(screen: EditScreen, path: str) -> str:
    return screen.view.answer(path).fault()


def shown(screen: EditScreen, path: str) -> bool:
    return screen.view.answer(path).isVisible()


def compose(widget: QWidget, text: str, half: str = "") -> None:
    """What an input method does: show letters being composed, then commit them."""
    QApplication.sendEvent(widget, QInputMethodEvent(half or text, []))
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)


def save(screen: EditScreen) -> None:
    QTest.keyClick(screen, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def newest(desk: Desk, form: str) -> Any:
    return desk.store.records.page(built_in(form), limit=1).records[0]


def test_a_record_is_made_by_keyboard_alone(shell: Any, desk: Desk) -> None:
    screen = opened(shell, "outreach")
    control(screen, "channel").setFocus()
    QTest.keyClicks(control(screen, "channel"), "zalo")
    QTest.keyClick(control(screen, "channel"), Key.Key_Tab)
    assert QApplication.focusWidget() is control(screen, "title")
    compose(control(screen, "title"), "Nhắc nộp học phí")
    save(screen)
    kept = newest(desk, "outreach")
    assert (kept.values["title"], kept.values["date"]) == ("Nhắc nộp học phí", "2026-11-21")
    assert kept.values["channel"].startswith("zalo")
    assert desk.store.drafts.all() == ()


def test_faults_stand_under_their_fields_and_the_first_takes_the_cursor(shell: Any, desk: Desk) -> None:
    before = desk.store.records.count(built_in("outreach"))
    screen = opened(shell, "outreach")
    save(screen)
    assert fault(screen, "channel")
    assert fault(screen, "title")
    assert QApplication.focusWidget() is control(screen, "channel")
    links = [
        it
        for it in screen.view.findChildren(Button)
        if it.isVisible() and it.text() == fault(screen, "title")
    ]
    links[0].click()
    assert QApplication.focusWidget() is control(screen, "title")
    compose(control(screen, "title"), "Có tên")
    assert not fault(screen, "title")
    assert fault(screen, "channel")
    assert desk.store.records.count(built_in("outreach")) == before


def test_a_date_shows_its_fault_only_after_the_field_is_left(shell: Any) -> None:
    screen = opened(shell, "outreach")
    line = control(screen, "date").line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "45/11")
    assert not fault(screen, "date")
    control(screen, "title").setFocus()
    assert fault(screen, "date") == "Không có ngày 45/11/2026."
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "20/11")
    control(screen, "title").setFocus()
    assert (line.text(), fault(screen, "date")) == ("20/11/2026", "")


def test_questions_come_and_go_with_the_answers_before_them(shell: Any) -> None:
    screen = opened(shell, "household")
    tiles = control(screen, "status")
    assert not shown(screen, "appointment_on")
    tiles.button("appointment").click()
    assert shown(screen, "appointment_on")
    tiles.button("visited").click()
    assert not shown(screen, "appointment_on")


def test_an_optional_choice_can_be_taken_away_again(shell: Any) -> None:
    screen = opened(shell, "resident")
    tiles = control(screen, "sex")
    tiles.button("female").click()
    assert tiles.value() == "female"
    QTest.mouseClick(tiles.button("female"), Qt.MouseButton.LeftButton)
    assert tiles.value() == ""
    tiles.button("male").click()
    QTest.keyClick(tiles.button("male"), Key.Key_Delete)
    assert tiles.value() == ""


def test_consent_is_asked_nothing_preset_and_kept_with_the_record(shell: Any, desk: Desk) -> None:
    screen = opened(shell, "resident")
    consent = control(screen, "consent")
    tiles = consent.findChildren(RadioTile)
    assert len(tiles) == 4
    assert not any(tile.isChecked() for tile in tiles)
    control(screen, "full_name").setFocus()
    compose(control(screen, "full_name"), "Ngô Thị Mẫu Thơ")
    save(screen)
    assert "đồng ý" in fault(screen, "full_name")
    next(tile for tile in tiles if tile.value == "spoken").click()
    assert fault(screen, "full_name") == ""
    save(screen)
    kept = newest(desk, "resident")
    assert kept.values["full_name"] == "Ngô Thị Mẫu Thơ"
    (it,) = desk.store.consents.of(kept.id)
    assert (it.id, it.method) == (kept.values["consent"], "spoken")


def test_a_consent_taken_back_before_saving_is_never_written(shell: Any, desk: Desk) -> None:
    before = desk.store.query("SELECT count(*) FROM consent")[0][0]
    screen = opened(shell, "resident")
    consent = control(screen, "consent")
    consent.findChildren(RadioTile)[0].click()
    next(it for it in consent.findChildren(Button) if it.isVisible()).click()
    assert not any(tile.isChecked() for tile in consent.findChildren(RadioTile))
    control(screen, "age_band").button(control(screen, "age_band")._options[0].value).click()
    save(screen)
    assert "consent" not in newest(desk, "resident").values
    assert desk.store.query("SELECT count(*) FROM consent")[0][0] == before


def test_ten_megabytes_pasted_into_a_note_are_refused(shell: Any) -> None:
    screen = opened(shell, "outreach")
    note = control(screen, "note")
    note.setFocus()
    pasted = QMimeData()
    pasted.setText("đoạn văn dài " * 800_000)
    note.insertFromMimeData(pasted)
    QApplication.processEvents()
    assert note.toPlainText() == ""
    assert "Ghi chú" in fault(screen, "note")
    assert "20.000" in fault(screen, "note")
    compose(note, "ngắn thôi")
    assert fault(screen, "note") == ""


@pytest.mark.parametrize(
    ("typed", "warns"),
    [
        ("căn cước 012345678901", True),
        ("CMND 012345678", True),
        ("gọi 0912345678", False),
        ("hẹn 8 giờ", False),
    ],
)
def test_a_note_that_looks_like_an_identity_number_gives_pause(shell: Any, typed: str, warns: bool) -> None:
    screen = opened(shell, "outreach")
    note = control(screen, "note")
    note.setFocus()
    compose(note, typed)
    assert bool(screen.view.answer("note").warning()) == warns


def test_text_in_an_old_font_is_pointed_out(shell: Any) -> None:
    screen = opened(shell, "outreach")
    pasted = QMimeData()
    pasted.setText("Céng hßa x· héi chñ nghÜa ViÖt Nam")
    note = control(screen, "note")
    note.setFocus()
    note.insertFromMimeData(pasted)
    assert "TCVN3" in screen.view.answer("note").warning()


def test_what_is_still_being_composed_is_saved(shell: Any, desk: Desk) -> None:
    screen = opened(shell, "outreach")
    control(screen, "channel").setFocus()
    QTest.keyClicks(control(screen, "channel"), "zalo")
    title = control(screen, "title")
    title.setFocus()
    QApplication.sendEvent(title, QInputMethodEvent("Nhắc", []))
    assert title.value() == "Nhắc"
    compose(title, "Nha\u0306\u0301c")
    save(screen)
    assert newest(desk, "outreach").values["title"] == "Nhắc"


def test_the_wheel_changes_no_answer_that_has_not_the_cursor(shell: Any) -> None:
    screen = opened(shell, "outreach")
    box = control(screen, "hamlet")
    control(screen, "title").setFocus()
    before = box.value()
    spot = QPointF(box.rect().center())
    wheel = QWheelEvent(
        spot, box.mapToGlobal(spot), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.value() == before


def test_a_long_list_is_searched_without_marks(shell: Any) -> None:
    screen = opened(shell, "satisfaction_survey")
    box = control(screen, "service")
    assert isinstance(box, choosers.Chooser)
    box.setFocus()
    QTest.keyClicks(box, "ket hon")
    assert box.currentText() == "Đăng ký kết hôn"
    assert screen._presenter.entry.entry.get("service") == box.value()


def test_many_choices_are_narrowed_by_typing_and_keep_those_ticked(shell: Any, desk: Desk) -> None:
    rec = newest(desk, "guidance_session").id
    screen = opened(shell, "guidance_session", rec=rec)
    entry = screen._presenter.entry.entry
    path = f"people/{entry.rows('people')[0]}/services"
    ticks = control(screen, path)
    assert isinstance(ticks, choosers.Ticks)
    picks = ticks.list.picks
    ticks.box.setFocus()
    QTest.keyClicks(ticks.box, "khai sinh")
    assert picks.rowCount()
    assert all("khai sinh" in picks.index(row).data() for row in range(picks.rowCount()))
    first = picks.key(0)
    QTest.mouseClick(ticks.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 18))
    ticks.box.clear()
    assert entry.get(path) == [first]
    assert picks.rowCount() > 16


def test_rows_are_added_named_and_taken_away(shell: Any, desk: Desk, qtbot: Any) -> None:
    screen = opened(shell, "training_class", rec=None)
    entry = screen._presenter.entry.entry
    add = next(it for it in screen.view.findChildren(Button) if it.isVisible() and it.text() == "Thêm dòng")
    add.click()
    add.click()
    first, second = entry.rows("roster")
    qtbot.waitUntil(lambda: screen.view.cursor_path() == f"roster/{second}/member")
    member = control(screen, f"roster/{first}/member")
    member.setFocus()
    QTest.keyClicks(member, "mai")
    assert entry.get(f"roster/{first}/member") == desk.who
    assert not shown(screen, f"roster/{first}/resident")
    assert shown(screen, f"roster/{second}/resident")
    drop = [it for it in screen.view.findChildren(Button) if it.icon_name == "trash-2" and it.isVisible()]
    drop[0].click()
    assert entry.rows("roster") == [second]


def test_a_record_is_named_by_searching_and_can_be_changed_for_another(shell: Any, desk: Desk) -> None:
    screen = opened(shell, "resident")
    field = control(screen, "household")
    field.box.setFocus()
    QTest.keyClicks(field.box, "12/3")
    assert field._popup.isVisible()
    assert field._popup.current().plate == "12/3"
    QTest.keyClick(field.box, Key.Key_Return)
    chosen = screen._presenter.entry.entry.get("household")
    assert desk.store.records.get(built_in("household"), chosen).values["house_no"] == "12/3"
    assert not field.box.isVisible()
    field._another.click()
    assert field.box.isVisible()
    assert screen._presenter.entry.entry.get("household") is None


def test_a_photo_is_attached_small(shell: Any, desk: Desk, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "anh.png"
    Image.new("RGB", (4000, 100), "#0F4A96").save(path)
    screen = opened(shell, "outreach")
    screen._presenter.entry.attached("evidence", str(path))
    name = screen._presenter.entry.entry.get("evidence")
    assert desk.store.attachments.get(name)[0] == "image/jpeg"
    field = control(screen, "evidence")
    assert field._name.text().startswith("Ảnh")
    assert field._drop.isVisible()
    field._drop.click()
    assert screen._presenter.entry.entry.get("evidence") is None


def test_tab_follows_the_eye_also_into_a_new_row(shell: Any, qtbot: Any) -> None:
    screen = opened(shell, "guidance_session")
    screen.view.acts.added("leaflets")
    qtbot.wait(20)
    row = screen._presenter.entry.entry.rows("leaflets")[0]
    control(screen, f"leaflets/{row}/kind").setFocus()
    assert screen.view.answer(f"leaflets/{row}/kind").isAncestorOf(focused())
    QTest.keyClick(focused(), Key.Key_Tab)
    assert screen.view.answer(f"leaflets/{row}/count").isAncestorOf(focused())


def test_every_field_says_its_question_to_a_screen_reader(shell: Any) -> None:
    for form in (
        "household",
        "resident",
        "member",
        "outreach",
        "satisfaction_survey",
        "feedback",
        "training_class",
    ):
        screen = opened(shell, form)
        for stop in screen.view.findChildren(QWidget):
            if (
                stop.isVisible()
                and stop.focusPolicy() & Qt.FocusPolicy.TabFocus
                and stop.focusProxy() is None
            ):
                assert stop.accessibleName() or getattr(stop, "text", lambda: "")(), (form, stop)


def test_building_a_form_opens_no_stray_window(shell: Any, desk: Desk) -> None:
    rec = newest(desk, "guidance_session").id
    opened(shell, "guidance_session", rec=rec).view.acts.added("leaflets")
    opened(shell, "resident")
    QApplication.processEvents()
    assert [it for it in QApplication.topLevelWidgets() if it.isVisible()] == [shell]
    assert shell.isActiveWindow()


def test_another_form_takes_the_place_of_the_first_whole(shell: Any, desk: Desk) -> None:
    rec = newest(desk, "guidance_session").id
    screen = opened(shell, "guidance_session", rec=rec)
    control(screen, "date").line.setFocus()
    screen = opened(shell, "outreach")
    QApplication.processEvents()
    heads = [it.heading() for it in screen.view.findChildren(Section) if it.isVisible()]
    assert heads == [""]
    assert set(screen.view.paths()) == {path for path, it in built_in("outreach").walk() if it.holds_value}
