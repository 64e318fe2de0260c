"""The pages about one form: its blank paper, what goes out of it, what comes in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.paper.pages import opened
from desktop.ui.forms.data import DataScreen
from desktop.ui.forms.out import OutScreen
from desktop.ui.forms.paper import PaperScreen
from desktop.ui.parts.printing import send
from desktop.ui.records.screen import RecordsScreen
from desktop.work import records
from desktop.work.desk import Desk
from desktop.work.lanes import Job
from forms.problem import Problem
from tests.helpers.forms_window import at, chosen
from tests.helpers.surveys import CHOICES, FIRST, file, markdown, published
from tests.helpers.team import at_desk, shell_at

ANSWERS = {"ngay": "2026-11-20", "ten": "An", "tuoi": 40, "dung": "co"}


@pytest.fixture
def desk(home: Path, clock: Any) -> Iterator[Desk]:
    with at_desk(home, clock) as desk:
        yield desk


@pytest.fixture
def shell(desk: Desk, clock: Any, qtbot: Any) -> Any:
    return shell_at(desk, clock, qtbot)


@pytest.fixture
def survey(desk: Desk, tmp_path: Path) -> str:
    published(desk, tmp_path, markdown(FIRST, choices=CHOICES))
    return "khao_sat"


# paper


def test_the_blank_form_is_shown_turned_and_saved(
    shell: Any, desk: Desk, survey: str, tmp_path: Path
) -> None:
    many = "type; name; label\n" + "\n".join(f"text; c{n}; Câu hỏi số {n} dài một dòng" for n in range(80))
    published(desk, tmp_path, markdown(many, id_="dai"))
    screen = at(shell, PaperScreen, "form_paper", form="dai")
    assert screen._state.pages > 1
    assert screen._state.picture is not None
    screen.view.after.click()
    assert screen._state.page == 1
    screen._footer.save.click()
    target = tmp_path / "phieu.pdf"
    chosen(shell, target)
    with opened(target.read_bytes()) as document:
        assert "khảo sát thử" in document[0].get_textpage().get_text_range().casefold()
    assert shell._toast.text() == "Đã lưu phieu.pdf"


def test_a_form_of_two_languages_is_printed_in_either(shell: Any, desk: Desk, tmp_path: Path) -> None:
    rows = "type; name; label::Tiếng Việt (vi); label::English (en)\ntext; ten; Tên gọi; What it is called"
    published(desk, tmp_path, markdown(rows))
    screen = at(shell, PaperScreen, "form_paper", form="khao_sat")
    assert screen._state.language == "vi"

    def said() -> str:
        with opened(screen.presenter._pdf) as document:
            return str(document[0].get_textpage().get_text_range())

    assert "Tên gọi" in said()
    screen._footer.language.picked.emit("en")
    assert "What it is called" in said()


def test_printing_puts_every_page_on_the_printer_and_stops_when_asked(
    shell: Any, survey: str, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    screen = at(shell, PaperScreen, "form_paper", form=survey)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    screen.presenter.print_with(lambda pdf, job: send(printer, pdf, job))
    assert (tmp_path / "out.pdf").stat().st_size > 1000
    assert shell._toast.text().startswith("Đã gửi đến máy in")
    stopped = Job()
    stopped.cancel()
    other = QPrinter()
    other.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    other.setOutputFileName(str(tmp_path / "none.pdf"))
    send(other, screen.presenter._pdf, stopped)


# out


def test_records_go_out_with_or_without_what_identifies(shell: Any, desk: Desk, tmp_path: Path) -> None:
    screen = at(shell, OutScreen, "form_out", form="resident")
    assert screen.personal.isVisible()
    screen.kind.set_value("csv")
    screen.kind.changed.emit()
    screen.save.click()
    chosen(shell, tmp_path / "khong.csv")
    screen.personal.click()
    screen.save.click()
    chosen(shell, tmp_path / "co.csv")
    without, whole = ((tmp_path / name).read_text("utf-8-sig") for name in ("khong.csv", "co.csv"))
    assert "Nguyễn Thị Mẫu Hồng" in whole
    assert "Nguyễn Thị Mẫu Hồng" not in without
    assert "bản ghi ra co.csv" in shell._toast.text()


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("xml", b"<?xml"), ("json", b"{")])
@pytest.mark.parametrize("form", ["khao_sat", "household"])
def test_the_form_itself_goes_out(
    kind: Any, begins: bytes, form: str, shell: Any, survey: str, tmp_path: Path
) -> None:
    screen = at(shell, OutScreen, "form_out", form=form)
    screen.forms[kind].click()
    chosen(shell, tmp_path / f"f.{kind}")
    assert (tmp_path / f"f.{kind}").read_bytes().startswith(begins)


def test_a_file_that_cannot_be_written_is_told(shell: Any, survey: str, tmp_path: Path) -> None:
    screen = at(shell, OutScreen, "form_out", form=survey)
    screen.presenter.records_to(tmp_path / "nowhere" / "x.xlsx")
    assert shell._notice.isVisible()
    assert screen._state.part is None


def test_the_keyboard_stays_with_the_export(shell: Any, survey: str, tmp_path: Path) -> None:
    screen = at(shell, OutScreen, "form_out", form=survey)
    standing: list[bool] = []
    slow = screen.presenter._work._lanes.slow

    def watched(step: Any, *more: Any) -> Any:
        standing.append(screen._working.stop.hasFocus())
        return slow(step, *more)

    screen.presenter._work._lanes.slow = watched
    try:
        screen.save.click()
        chosen(shell, tmp_path / "x.xlsx")
    finally:
        del screen.presenter._work._lanes.slow
    assert standing == [True]
    assert screen.save.hasFocus()


def test_a_stopped_export_leaves_no_file(shell: Any, desk: Desk, survey: str, tmp_path: Path) -> None:
    records.save(desk, survey, ANSWERS)
    screen = at(shell, OutScreen, "form_out", form=survey)
    slow = screen.presenter._lanes.slow

    def stopped(step: Any, *more: Any) -> Any:
        def run(job: Job) -> Any:
            job.cancel()
            return step(job)

        return slow(run, *more)

    screen.presenter._lanes.slow = stopped
    try:
        screen.presenter.records_to(tmp_path / "x.xlsx")
    finally:
        del screen.presenter._lanes.slow
    assert shell._toast.text() == "Đã dừng, không ghi tệp nào"
    assert not list(tmp_path.glob("x.xlsx*"))


# filled data


def filled(tmp_path: Path, rows: str) -> Path:
    return file(tmp_path, "id;Ngày;Tên;Tuổi;Dùng không\n" + rows, "so-lieu.csv")


def test_filled_data_is_looked_at_first_then_kept_and_taken_back(
    shell: Any, desk: Desk, survey: str, tmp_path: Path
) -> None:
    form = desk.store.forms.newest()[survey].form
    screen = at(shell, DataScreen, "form_data", form=survey)
    screen.choose.click()
    chosen(shell, filled(tmp_path, ";20/11/2026;An;40;Có\n;21/11/2026;Bình;50;Không\n"))
    assert [it.words for it in screen._state.counts] == ["2 bản ghi mới"]
    assert desk.store.records.count(form) == 0
    QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.store.records.count(form) == 2
    assert isinstance(shell.showing(), RecordsScreen)
    assert shell._toast.text() == "Đã nhập 2 bản ghi"
    shell.undo()
    assert desk.store.records.count(form) == 0


def test_wrong_rows_are_named_and_only_the_right_ones_kept(
    shell: Any, desk: Desk, survey: str, tmp_path: Path
) -> None:
    form = desk.store.forms.newest()[survey].form
    screen = at(shell, DataScreen, "form_data", form=survey)
    screen.presenter.read(filled(tmp_path, ";32/11/2026;An;40;Có\n;21/11/2026;Bình;50;Không\n"))
    assert [(it.row, it.letter) for it in screen._state.wrong] == [(2, "B")]
    assert not screen._footer.keep.isVisible()
    screen._footer.list.click()
    chosen(shell, tmp_path / "can-sua.csv")
    assert "32/11/2026" in (tmp_path / "can-sua.csv").read_text("utf-8-sig")
    screen.only_good.click()
    screen._footer.keep.click()
    assert desk.store.records.count(form) == 1


def test_records_that_differ_are_changed_only_when_asked(
    shell: Any, desk: Desk, survey: str, tmp_path: Path
) -> None:
    rec = records.save(desk, survey, ANSWERS).rec
    screen = at(shell, DataScreen, "form_data", form=survey)
    screen.presenter.read(filled(tmp_path, f"{rec};20/11/2026;An;41;Có\n"))
    assert [it.badge for it in screen._state.counts] == ["khác"]
    assert not screen._footer.keep.isVisible()
    screen.update_too.click()
    screen._footer.keep.click()
    form = desk.store.forms.newest()[survey].form
    assert desk.store.records.get(form, str(rec)).values["tuoi"] == 41


def test_a_file_that_cannot_be_read_is_told_beside_the_choice(
    shell: Any, survey: str, tmp_path: Path
) -> None:
    screen = at(shell, DataScreen, "form_data", form=survey)
    screen.presenter.read(tmp_path / "none.csv")
    assert screen._problem.isVisible()
    assert screen._empty.isVisible()
    assert "none.csv" in Problem("file.unreadable", name="none.csv").text


def test_people_without_consent_come_without_name_only_when_asked(
    shell: Any, desk: Desk, tmp_path: Path
) -> None:
    from forms.library import built_in

    path = file(tmp_path, "full_name;birth_year\nNguyễn Văn Không;1970\n", "nguoi.csv")
    count = desk.store.records.count(built_in("resident"))
    screen = at(shell, DataScreen, "form_data", form="resident")
    screen.presenter.read(path)
    assert screen._state.faults
    assert not screen._footer.keep.isVisible()
    screen.nameless.click()
    assert screen._state.nameless
    assert not any("Nguyễn Văn Không" in it.values.values() for it in screen.presenter._dry.fresh)
    assert desk.store.records.count(built_in("resident")) == count
