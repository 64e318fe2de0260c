"""Records of surveys from elsewhere, made and moved in the window over a real store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.records.edit import EditScreen
from desktop.ui.records.screen import RecordsScreen
from desktop.ui.shell.screen import Place
from desktop.work import forms
from desktop.work.desk import Desk
from forms.library import built_in
from forms.problem import Problem
from tests.helpers.forms_window import at
from tests.helpers.surveys import markdown, published
from tests.helpers.team import at_desk, shell_at

Key = Qt.Key

NAMED = """
    type; name; label; required
    text; so_nha; Số nhà; yes
    text; chu_ho; Tên chủ hộ;
    integer; nguoi; Số người;
"""
MAKES = """
    type; name; label; save_to
    text; so_nha; Số nhà; house_no
"""
ENTITIES = "\n| entities |\n|  | list_name | label |\n|  | household | ${so_nha} |\n"


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(desk: Desk, clock: Any, qtbot: Any) -> Any:
    return shell_at(desk, clock, qtbot)


def editing(shell: Any) -> EditScreen:
    QApplication.processEvents()
    screen = shell.showing()
    assert isinstance(screen, EditScreen)
    return screen


def commit(widget: Any, text: str) -> None:
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)


def survey(desk: Desk, folder: Path, rows: str = NAMED, version: str = "1", more: str = "") -> str:
    text = markdown(rows, version, "ho_moi", more=more)
    named = text.replace("| form_title |\n", "| form_title | instance_name |\n").replace(
        "| Khảo sát thử |\n", "| Khảo sát thử | concat('Hộ ', ${so_nha}) |\n"
    )
    published(desk, folder, named)
    return "ho_moi"


def fill(screen: EditScreen, **answers: str) -> None:
    for path, text in answers.items():
        screen._presenter.entry.typed(path, text)


def test_one_survey_follows_another_until_saved_for_good(shell: Any, desk: Desk, tmp_path: Path) -> None:
    form = survey(desk, tmp_path)
    shell.go(Place("records", form=form))
    shell.go(Place("record", form=form))
    screen = editing(shell)
    fill(screen, so_nha="12/3", nguoi="4")
    assert screen.subtitle() == "Hộ 12/3"
    QTest.keyClick(screen, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editing(shell) is screen
    assert shell._toast.text() == "Đã lưu: Hộ 12/3"
    assert screen._presenter.entry.entry.get("so_nha") is None
    assert screen.subtitle().strip() in ("", "Hộ")
    fill(screen, so_nha="14")
    screen._footer.once.click()
    screen = shell.showing()
    assert isinstance(screen, RecordsScreen)
    assert [screen.model.row(n).title for n in range(2)] == ["Hộ 14", "Hộ 12/3"]
    assert screen.rail == "forms"


def test_what_a_survey_made_beside_its_record_is_told_and_undone_together(
    shell: Any, desk: Desk, tmp_path: Path
) -> None:
    form = survey(desk, tmp_path, MAKES, more=ENTITIES)
    houses = desk.store.records.count(built_in("household"))
    shell.go(Place("record", form=form))
    fill(editing(shell), so_nha="77B")
    QTest.keyClick(shell.showing(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell._toast.text() == "Đã lưu: Hộ 77B · đã thêm hộ 77B, Thôn 3"
    assert desk.store.records.count(built_in("household")) == houses + 1
    shell.undo()
    assert desk.store.records.count(built_in("household")) == houses


def test_a_draft_of_an_older_version_moves_and_back(shell: Any, desk: Desk, tmp_path: Path) -> None:
    form = survey(desk, tmp_path)
    desk.store.drafts.put("d1", form, "1", {"so_nha": "5", "chu_ho": "An"}, now=desk.clock())
    survey(desk, tmp_path, NAMED.replace("text; chu_ho; Tên chủ hộ;", "text; nghe; Nghề;"), "2")
    shell.go(Place("record", form=form, draft="d1"))
    screen = editing(shell)
    offer = screen._state.move
    assert offer is not None
    assert (offer.old, offer.new) == ("1", "2")
    assert set(offer.differences) == {"“Nghề” là câu hỏi mới.", "“Tên chủ hộ” không còn được hỏi."}
    assert offer.lost == ("Tên chủ hộ: An",)
    screen._move.go_over.click()
    kept = desk.store.drafts.get("d1")
    assert kept is not None
    assert (kept.version, kept.values["so_nha"]) == ("2", "5")
    assert screen._state.move is None
    assert screen._move.unmove.isVisible()
    screen._move.unmove.click()
    kept = desk.store.drafts.get("d1")
    assert kept is not None
    assert (kept.version, kept.values["chu_ho"]) == ("1", "An")
    screen._move.go_over.click()
    fill(screen, nghe="Thợ")
    assert not screen._move.isVisible()  # what is typed since belongs to the new version


def test_what_is_typed_before_the_move_moves_too(shell: Any, desk: Desk, tmp_path: Path) -> None:
    form = survey(desk, tmp_path)
    desk.store.drafts.put("d1", form, "1", {"so_nha": "5"}, now=desk.clock())
    survey(desk, tmp_path, NAMED + "    text; nghe; Nghề;\n", "2")
    shell.go(Place("record", form=form, draft="d1"))
    screen = editing(shell)
    fill(screen, nguoi="9")
    screen._move.go_over.click()
    assert screen._presenter.entry.entry.get("nguoi") == 9


def test_a_long_title_gives_way_to_the_window(shell: Any, desk: Desk, tmp_path: Path) -> None:
    text = markdown("type; name; label\ntext; a; A", id_="dai").replace(
        "Khảo sát thử", "Khảo sát rất dài " * 9
    )
    published(desk, tmp_path, text)
    shell.resize(1000, 530)
    screen = at(shell, RecordsScreen, "records", form="dai")
    assert shell.width() == 1000
    shown = shell._top._title
    assert shown.text().endswith("…")
    assert shown.toolTip() == screen.title()
    assert shown.sizeHint().width() <= shown.width()


MOMENTS = """
    type; name; label; trigger; calculation; default
    start; bat_dau; ; ; ;
    end; ket_thuc; ; ; ;
    text; ten; Tên; ; ;
    dateTime; luc; Lúc hỏi; ${ten}; now();
    text; nguoi_hoi; Người hỏi; ; ; ${last-saved#nguoi_hoi}
"""


def test_moments_are_those_of_the_answers_not_of_the_opening(
    shell: Any, desk: Desk, clock: Any, tmp_path: Path
) -> None:
    published(desk, tmp_path, markdown(MOMENTS))
    form = desk.store.forms.newest()["khao_sat"].form
    shell.go(Place("record", form="khao_sat"))
    screen = editing(shell)
    clock.advance(minutes=5)
    commit(screen.view.answer("ten").control, "Bà Ví Dụ")
    clock.advance(minutes=5)
    commit(screen.view.answer("nguoi_hoi").control, "Hoa")
    screen.leave()  # the draft holds an end of its own
    draft = desk.store.drafts.all()[0]
    shell.go(Place("record", form="khao_sat", draft=draft.id))
    clock.advance(minutes=5)
    screen = editing(shell)
    screen._footer.once.click()
    (record,) = desk.store.records.page(form).records
    moments = {name: str(record.values[name])[11:16] for name in ("bat_dau", "luc", "ket_thuc")}
    assert moments == {"bat_dau": "09:41", "luc": "09:46", "ket_thuc": "09:56"}


def test_a_new_record_begins_with_what_was_saved_last(shell: Any, desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, markdown(MOMENTS))
    for name in ("Hoa", ""):
        shell.go(Place("record", form="khao_sat"))
        screen = editing(shell)
        if name:
            commit(screen.view.answer("nguoi_hoi").control, name)
        assert screen.view.answer("nguoi_hoi").control.text() == "Hoa"
        screen._footer.once.click()


def test_a_record_looked_at_and_saved_stays_as_it_is(
    shell: Any, desk: Desk, clock: Any, tmp_path: Path
) -> None:
    published(desk, tmp_path, markdown(MOMENTS))
    form = desk.store.forms.newest()["khao_sat"].form
    shell.go(Place("record", form="khao_sat"))
    commit(editing(shell).view.answer("ten").control, "Bà Ví Dụ")
    editing(shell)._footer.once.click()
    (before,) = desk.store.records.page(form).records
    clock.advance(minutes=5)
    shell.go(Place("record", form="khao_sat", rec=before.id))
    editing(shell)._footer.once.click()
    (after,) = desk.store.records.page(form).records
    assert (after.values, after.seq) == (before.values, before.seq)


def test_a_draft_of_a_survey_out_of_use_is_kept_but_not_saved(shell: Any, desk: Desk, tmp_path: Path) -> None:
    form = published(desk, tmp_path, markdown(MOMENTS)).form
    shell.go(Place("record", form="khao_sat"))
    screen = editing(shell)
    commit(screen.view.answer("ten").control, "Bà Ví Dụ")
    forms.retire(desk, "khao_sat")
    with pytest.raises(Problem) as caught:
        screen._presenter.save()
    assert caught.value.code == "form.retired"
    screen.leave()
    assert desk.store.drafts.all()[0].values["ten"] == "Bà Ví Dụ"
    assert desk.store.records.count(form) == 0
