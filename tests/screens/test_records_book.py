"""The books and the editing of one record, in the window over a real store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.parts.choices import FilterChip
from desktop.ui.parts.table import BadgeCell, Lines, cell_of
from desktop.ui.records.edit import EditScreen
from desktop.ui.records.screen import OutreachScreen, RecordsScreen
from desktop.ui.shell.screen import Place
from desktop.work.desk import Desk
from forms.library import built_in
from sync.wire.messages import Confirmation, Receipt
from tests.helpers.team import at_desk, shell_at

Key = Qt.Key


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(desk: Desk, clock: Any, qtbot: Any) -> Any:
    return shell_at(desk, clock, qtbot)


def book(shell: Any, form: str, rec: str | None = None) -> RecordsScreen:
    shell.go(Place("records", form=form, rec=rec))
    QApplication.processEvents()
    screen = shell.showing()
    assert isinstance(screen, RecordsScreen)
    return screen


def editing(shell: Any) -> EditScreen:
    QApplication.processEvents()
    screen = shell.showing()
    assert isinstance(screen, EditScreen)
    return screen


def commit(widget: Any, text: str) -> None:
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)


def acknowledge(desk: Desk) -> None:
    """The province confirms everything that is here."""
    outbox, now = desk.store.outbox, desk.clock()
    it = outbox.stream()
    batch = outbox.begin_batch(it.acked_seq + 1, it.tip_seq, 1, now=now)
    receipt = Receipt.signed(
        bytes(32), it.device, it.epoch, it.acked_seq + 1, it.tip_seq, it.tip_hash, now.isoformat()
    )
    outbox.acknowledge(batch.id, it.tip_seq, it.tip_hash, Confirmation(receipt, ()).to_json(), now=now)


def test_a_book_lists_houses_with_plate_words_and_state(shell: Any) -> None:
    screen = book(shell, "household")
    model = screen.model
    cells = [cell_of(model.index(0, column)) for column in range(model.columnCount())]
    assert any(isinstance(cell, Lines) and "Thôn 3" in cell.second for cell in cells)
    assert any(isinstance(cell, BadgeCell) for cell in cells)
    assert (shell.showing().title(), screen._summary.text()) == ("Sổ hộ", "87 bản ghi")
    assert screen.pane.story is not None


def test_scrolling_to_the_end_brings_every_record(shell: Any, desk: Desk) -> None:
    screen = book(shell, "resident")
    while screen.model.canFetchMore():
        screen.model.fetchMore()
    assert screen.model.rowCount() == desk.store.records.count(built_in("resident"))


def test_typing_narrows_without_marks_and_a_chip_takes_a_filter_away(shell: Any, qtbot: Any) -> None:
    screen = book(shell, "outreach")
    whole = screen.model.rowCount()
    screen._box.setFocus()
    QTest.keyClicks(screen._box, "canh bao")
    qtbot.waitUntil(lambda: 0 < screen.model.rowCount() < whole)
    assert all("Cảnh báo" in row.title for row in screen.model.rows())
    QTest.keyClick(screen._box, Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.model.rowCount() == whole)
    screen._presenter.filtered("since", "2026-11-01", "2026-11-30", "Tháng 11")
    assert 0 < screen.model.rowCount() < whole
    (chip,) = screen.findChildren(FilterChip)
    assert chip.text() == "Tháng 11"
    chip.click()
    assert screen.model.rowCount() == whole
    assert screen._chips.count() == 0


def test_nothing_that_fits_says_so(shell: Any, qtbot: Any) -> None:
    screen = book(shell, "outreach")
    QTest.keyClicks(screen._box, "zzzz")
    qtbot.waitUntil(screen._none.isVisible)
    assert not screen.table.isVisible()


def test_an_empty_book_leads_to_its_first_record(shell: Any) -> None:
    screen = book(shell, "satisfaction_survey")
    assert screen._state.empty
    assert not screen.table.isVisible()
    QTest.keyClick(screen, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    screen._add()
    assert editing(shell).title() == "Thêm phiếu khảo sát ngắn"


def test_arrows_choose_and_the_pane_tells(shell: Any) -> None:
    screen = book(shell, "outreach")
    screen.table.setFocus()
    first = screen.pane.story
    QTest.keyClick(screen.table, Key.Key_Down)
    assert screen.pane.story is not None
    assert first is not None
    assert screen.pane.story.rec == screen.model.row(1).rec != first.rec


def test_deleting_offers_undo_and_ctrl_z_brings_it_back(shell: Any, desk: Desk) -> None:
    screen = book(shell, "outreach")
    count = desk.store.records.count(built_in("outreach"))
    rec = screen.model.row(0).rec
    screen.pane.drop.click()
    assert desk.store.records.count(built_in("outreach")) == count - 1
    assert screen.model.row(0).rec != rec
    assert shell._toast.offers_undo()
    screen.table.setFocus()
    QTest.keyClick(screen.table, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.store.records.count(built_in("outreach")) == count
    assert screen.model.row(0).rec == rec


def test_a_telephone_number_shows_only_when_asked(shell: Any, desk: Desk) -> None:
    rec = desk.store.query("SELECT id FROM resident WHERE phone IS NOT NULL LIMIT 1")[0]["id"]
    phone = desk.store.records.get(built_in("resident"), rec).values["phone"]
    screen = book(shell, "resident", rec)
    words = [
        it.text() for it in screen.pane.findChildren(QWidget) if hasattr(it, "text") and callable(it.text)
    ]
    assert phone not in words
    assert f"••• ••• {phone[-3:]}" in words


def test_an_edit_returns_to_the_book_with_the_record_told(shell: Any, desk: Desk) -> None:
    screen = book(shell, "outreach")
    QTest.keyClick(screen.table, Key.Key_Return)
    edit = editing(shell)
    title = edit.view.answer("title").control
    title.setFocus()
    title.selectAll()
    commit(title, "Tên mới")
    QTest.keyClick(edit, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell.showing() is screen
    assert screen.pane.story is not None
    assert screen.pane.story.title == "Tên mới"
    assert screen.pane.story.steps[0].new == "Tên mới"
    assert shell._toast.offers_undo()


def test_a_draft_is_on_the_disk_within_a_second_and_returns_with_its_cursor(
    shell: Any, desk: Desk, qtbot: Any
) -> None:
    shell.go(Place("record", form="outreach"))
    edit = editing(shell)
    title = edit.view.answer("title").control
    title.setFocus()
    commit(title, "Đang viết dở")
    qtbot.waitUntil(lambda: len(desk.store.drafts.all()) == 1, timeout=1000)
    (draft,) = desk.store.drafts.all()
    assert (draft.values["title"], draft.cursor, draft.rec) == ("Đang viết dở", "title", None)
    place = shell.place()
    assert place == Place("record", form="outreach", draft=draft.id)
    shell.go(Place("today"))
    shell.go(place)
    assert editing(shell).view.answer("title").control.text() == "Đang viết dở"
    assert QApplication.focusWidget() is editing(shell).view.answer("title").control


def test_leaving_keeps_the_draft_and_esc_goes_back(shell: Any, desk: Desk) -> None:
    screen = book(shell, "outreach")
    screen._add()
    edit = editing(shell)
    title = edit.view.answer("title").control
    title.setFocus()
    commit(title, "Để sau")
    QTest.keyClick(title, Key.Key_Escape)
    assert shell.showing() is screen
    assert [draft.values["title"] for draft in desk.store.drafts.all()] == ["Để sau"]


def test_a_changed_record_has_its_own_draft(shell: Any, desk: Desk) -> None:
    screen = book(shell, "outreach")
    rec = screen.model.row(0).rec
    screen._edit_row(0)
    edit = editing(shell)
    note = edit.view.answer("note").control
    note.setFocus()
    commit(note, "thêm sau")
    shell.back()
    (draft,) = desk.store.drafts.all()
    assert draft.rec == rec
    shell.go(Place("record", form="outreach", rec=rec))
    assert editing(shell).view.answer("note").control.value() == "thêm sau"
    QTest.keyClick(editing(shell), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.store.drafts.all() == ()
    assert desk.store.records.get(built_in("outreach"), rec).values["note"] == "thêm sau"


def test_a_draft_of_a_visit_goes_on_with_every_question(shell: Any, desk: Desk, clock: Any) -> None:
    values: dict[str, Any] = {"@typed": {"query": "hong"}, "date": "2026-11-21", "note": "dở dang"}
    values |= {"visit_outcome": "guided", "people": [{"@id": "a"}]}
    form = built_in("guidance_session")
    desk.store.drafts.put("0192" * 8, form.id, form.version, values, now=clock())
    shell.go(Place("record", form="guidance_session", draft="0192" * 8))
    edit = editing(shell)
    assert edit.view.answer("note").control.value() == "dở dang"
    assert edit.rail == "visits"
    assert edit.view.answer("people/a/topics").isVisible()


def test_a_record_the_province_has_asks_why_it_is_changed(shell: Any, desk: Desk) -> None:
    acknowledge(desk)
    screen = book(shell, "outreach")
    assert screen.model.row(0).sent
    rec = screen.model.row(0).rec
    screen._edit_row(0)
    edit = editing(shell)
    count = edit.view.answer("count").control
    count.setFocus()
    count.selectAll()
    commit(count, "7")
    QTest.keyClick(edit, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell.showing() is edit
    assert QApplication.focusWidget() is edit._reason
    commit(edit._reason, "đếm nhầm")
    QTest.keyClick(edit, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell.showing() is screen
    assert desk.store.records.history(rec)[-1].reason == "đếm nhầm"
    assert not screen.model.row(0).sent
    assert screen.pane.story is not None
    assert any("biên nhận" in step.title for step in screen.pane.story.steps)


def test_a_session_is_saved_with_what_it_means_for_the_house(shell: Any, desk: Desk) -> None:
    rec = desk.store.records.page(built_in("guidance_session"), limit=1).records[0].id
    shell.go(Place("record", form="guidance_session", rec=rec))
    edit = editing(shell)
    note = edit.view.answer("note").control
    note.setFocus()
    commit(note, "đã gọi lại")
    QTest.keyClick(edit, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.store.records.get(built_in("guidance_session"), rec).values["note"] == "đã gọi lại"


def test_outreach_stands_on_the_rail(shell: Any) -> None:
    shell.go(Place("outreach"))
    screen = shell.showing()
    assert isinstance(screen, OutreachScreen)
    assert (screen.title(), screen.rail, screen.has_back) == ("Truyền thông", "outreach", False)
    assert screen.model.rowCount() > 0
