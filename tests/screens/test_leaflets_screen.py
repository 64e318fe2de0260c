"""The leaflet screen over a real store: by keyboard, by eye, on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.leaflets.render import render
from desktop.paper.pages import images
from desktop.store import Cost
from desktop.ui.leaflets import printing
from desktop.ui.leaflets.preview import _Page
from desktop.ui.leaflets.screen import LeafletsScreen
from desktop.ui.parts.printing import send
from desktop.ui.shell.lanes import ThreadLanes
from desktop.ui.shell.screen import Place
from desktop.work import leaflets
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Inline, Job, Lanes
from desktop.work.setup import Person, set_up
from desktop.work.setup import Place as Where
from forms.problem import Problem

EVERY = ("1022", "18001096", "19000368", "156")
LONG = "Nhập mật khẩu VNeID của mình, không đưa điện thoại, không đọc mã OTP cho bất kỳ ai, kể cả cán bộ. "


class Frame(QObject):
    """The window around the screen; remembers what it was asked."""

    def __init__(self, lanes: Lanes, clock: Clock) -> None:
        super().__init__()
        self.lanes, self.clock = lanes, clock
        self.told: list[Problem] = []
        self.said: list[str] = []
        self.gone: list[Place] = []
        self.screen: LeafletsScreen | None = None

    def go(self, place: Place) -> None:
        self.gone.append(place)

    def back(self) -> None:
        raise AssertionError

    def tell(self, problem: Problem) -> None:
        self.told.append(problem)

    def say(self, text: str, changed: Changed | None = None) -> None:
        self.said.append(text)

    def changed(self, changed: Changed) -> None:
        assert self.screen is not None
        self.screen.heard(changed)

    def retitle(self) -> None:
        assert self.screen is None or self.screen.title() == "Tờ rơi"


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    place = Where("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
    desk = set_up(
        home, Person("Trần Thử", "leader"), place, "bốn từ không liên quan", clock=clock, cost=Cost(1, 8)
    )
    yield desk
    desk.store.close()


class Opened:
    """The screen in a window of its own, with its footer beneath."""

    def __init__(self, qtbot: QtBot, frame: Frame, size: tuple[int, int] = (1160, 680)) -> None:
        self.frame = frame
        self.window = QWidget()
        self.screen = frame.screen = LeafletsScreen(frame)
        below = QVBoxLayout(self.window)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.screen, 1)
        below.addWidget(self.screen.footer())
        self.screen.footer().show()
        self.window.resize(*size)
        qtbot.addWidget(self.window, before_close_func=lambda _window: self.screen.leave())
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.screen.open(Place("leaflets"))
        qtbot.waitUntil(lambda: self.screen._state.stops is not None and bool(self.screen._state.pictures))

    def button(self, name: str) -> QAbstractButton:
        """The visible button of this accessible name."""
        QApplication.processEvents()  # a layout shows what is new on the next turn
        found = [
            it
            for it in self.window.findChildren(QAbstractButton)
            if it.isVisible() and name in (it.accessibleName(), it.text())
        ]
        assert len(found) == 1, (name, len(found))
        return found[0]


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk, clock: Clock) -> Opened:
    return Opened(qtbot, Frame(Inline(desk), clock))


def settled(qtbot: QtBot, opened: Opened) -> None:
    """Until the page drawn is the page written."""
    qtbot.waitUntil(lambda: not opened.screen._presenter.stale)


def commit(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_all_numbers_rung_with_the_keyboard_lets_it_out(opened: Opened, qtbot: QtBot, desk: Desk) -> None:
    assert opened.screen._footer._verdict.text() == "Còn 4 lỗi phải sửa trước khi in"
    every = opened.button("Đã gọi thử cả 4 số hôm nay")
    every.setFocus()
    qtbot.keyClick(every, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: opened.screen._state.stops == 0)
    assert opened.screen._footer._verdict.text() == "Sẵn sàng in"
    assert opened.frame.said == ["Đã ghi: 4 đường dây nóng gọi thử hôm nay"]


def test_after_one_number_the_keyboard_stands_on_the_next(opened: Opened, qtbot: QtBot) -> None:
    first = opened.button("Đã gọi thử 1022 hôm nay")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: opened.screen._state.stops == 3)
    qtbot.waitUntil(lambda: opened.button("Đã gọi thử 1800 1096 hôm nay").hasFocus())


def test_what_is_typed_is_in_the_store_within_a_second(opened: Opened, qtbot: QtBot, desk: Desk) -> None:
    title = opened.screen._form._texts["title"]
    title.setFocus()
    title.selectAll()
    commit(title, "Nộp hồ sơ\ntại nhà")
    qtbot.waitUntil(lambda: leaflets.restore(desk).leaflet.title == "Nộp hồ sơ\ntại nhà", timeout=1000)
    assert opened.screen.subtitle() == "Nộp hồ sơ tại nhà"


def test_leaving_keeps_what_was_typed_this_instant(opened: Opened, desk: Desk) -> None:
    commit(opened.screen._form._texts["phone"], "0900 000 000")
    opened.screen.leave()
    assert leaflets.restore(desk).leaflet.phone == "0900 000 000"


def test_a_fault_is_marked_in_field_page_and_list_and_leads_there(opened: Opened, qtbot: QtBot) -> None:
    opened.screen._presenter.rang(EVERY)
    field = opened.screen._form._steps[2].text
    commit(field, LONG * 2)
    qtbot.waitUntil(lambda: opened.screen._state.stops == 1)
    assert field.property("fault") is True
    opened.screen._form.template.setFocus()
    go = opened.button("Tới bước 3")
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is field
    qtbot.waitUntil(lambda: not field.visibleRegion().isEmpty())
    page = opened.screen.findChild(_Page)
    (mark,) = page._marks
    frame = page._frame(mark)
    shot = page.grab().toImage()
    ratio = shot.devicePixelRatio()
    dot = shot.pixelColor(int((frame.right() + 6) * ratio), int(frame.top() * ratio))
    assert dot.red() > 150 > 90 > dot.green()
    QApplication.processEvents()
    opened.screen._form.template.setFocus()
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=frame.center().toPoint())
    assert QApplication.focusWidget() is field


def test_the_preview_is_the_pdf(opened: Opened, desk: Desk, qtbot: QtBot) -> None:
    settled(qtbot, opened)
    page = opened.screen.findChild(_Page)
    dpi = opened.screen._presenter._dpi
    assert dpi == pytest.approx(page.zoom * 96 * page.devicePixelRatioF(), abs=1)
    expected = images(render(leaflets.restore(desk).leaflet), dpi)[0]
    assert opened.screen._state.pictures[0].rgb == expected.tobytes()


def test_zoom_and_pages_by_keyboard(opened: Opened, qtbot: QtBot) -> None:
    page = opened.screen.findChild(_Page)
    before = page.zoom
    qtbot.keyClick(opened.window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert page.zoom > before
    qtbot.keyClick(opened.window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(opened.button("Vừa cả trang"), Qt.Key.Key_Space)
    assert page.zoom == pytest.approx(before)
    qtbot.keyClick(opened.button("Trang sau"), Qt.Key.Key_Space)
    assert opened.screen._preview._words.text() == "Trang 2/2 · A5 dọc"
    assert not opened.button("Trang sau").isEnabled()


def test_ctrl_p_says_what_stands_in_the_way(opened: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(opened.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert [it.code for it in opened.frame.told] == ["print.preflight"]
    now = QApplication.focusWidget()
    assert now is not None
    assert opened.screen._aside.checks.isAncestorOf(now)


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="this machine has a printer")
def test_without_a_printer_it_says_so(opened: Opened, qtbot: QtBot) -> None:
    opened.screen._presenter.rang(EVERY)
    qtbot.keyClick(opened.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert [it.code for it in opened.frame.told] == ["print.no_printer"]


def test_the_pdf_is_saved_where_the_dialog_says(
    opened: Opened, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    opened.screen._presenter.rang(EVERY)
    opened.screen._footer.save.click()
    (dialog,) = opened.window.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "to-roi-5-buoc-2026-11-21.pdf"
    target = tmp_path / "Tờ rơi.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    assert target.read_bytes() == leaflets.pdf(leaflets.restore(desk))
    assert opened.frame.said[-1] == "Đã lưu Tờ rơi.pdf"
    assert len(desk.store.print_runs.latest()) == 1


@pytest.mark.parametrize("template", ["a5-five-steps", "a5-three-steps"])
def test_the_printer_gets_the_pages_of_the_pdf(
    qapp: QApplication, desk: Desk, tmp_path: Path, template: leaflets.Template
) -> None:
    """Qt's own PDF writer stands for the printer: its pages are compared with those that were checked."""
    from dataclasses import replace

    draft = replace(leaflets.restore(desk, template), copies=3)
    printer = printing.made_for(draft)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setResolution(300)
    target = tmp_path / "out.pdf"
    printer.setOutputFileName(str(target))
    told: list[tuple[int, int]] = []
    pdf, sources = leaflets.pdf(draft), leaflets.page_sources(draft)
    job = Job(lambda done, total: told.append((done, total)))
    send(printer, pdf, job, sources=sources, most_dpi=printing.MOST_DPI)
    sent, wanted = images(target.read_bytes(), 40), images(pdf, 40)
    assert told[-1] == (len(wanted), len(wanted)) == (len(sent), len(sources))
    for there, here in zip(sent, wanted, strict=True):
        assert abs(there.width - here.width) <= 1
        small = [it.convert("L").resize((60, 40)).tobytes() for it in (there, here)]
        assert sum(abs(a - b) for a, b in zip(*small, strict=True)) / 2400 < 6


def test_a_cancelled_printing_sends_no_more(qapp: QApplication, desk: Desk, tmp_path: Path) -> None:
    draft = leaflets.restore(desk)
    printer = printing.made_for(draft)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    told: list[int] = []
    job = Job(lambda done, total: (told.append(done), job.cancel())[0])
    send(printer, leaflets.pdf(draft), job, sources=leaflets.page_sources(draft))
    assert told == [1]


def test_a_service_is_found_and_taken_by_keyboard(opened: Opened, qtbot: QtBot) -> None:
    box = opened.screen._form.picker.search
    opened.screen._focus("services.0")
    qtbot.waitUntil(lambda: not box.visibleRegion().isEmpty())
    qtbot.keyClicks(box, "tam tru")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert [it.value for it in opened.screen._state.services] == ["dang-ky-tam-tru"]
    assert box.text() == ""
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert opened.screen._form.picker._popup.isVisible()
    for _time in range(5):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)  # the last row: the next ones
    assert opened.screen._form.picker._popup.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.keyClick(opened.button("Bỏ Đăng ký tạm trú"), Qt.Key.Key_Space)
    assert opened.screen._state.services == ()


@pytest.mark.parametrize("size", [(1160, 680), (943, 482)])
@pytest.mark.parametrize("template", ["a5-five-steps", "a5-three-steps"])
def test_everything_that_takes_the_keyboard_has_a_name_and_room(
    qtbot: QtBot, desk: Desk, clock: Clock, size: tuple[int, int], template: leaflets.Template
) -> None:
    opened = Opened(qtbot, Frame(Inline(desk), clock), size)
    opened.screen._presenter.template(template)
    opened.screen._form._show_others()
    for tab in (0, 1):
        opened.screen._tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        assert opened.window.size().toTuple() == size
        for widget in opened.window.findChildren(QWidget):
            if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                continue
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget
            if isinstance(widget, QAbstractButton):
                wanted = min(widget.sizeHint().width(), 280) if widget.text() else 24
                assert widget.width() >= wanted, interface.text(QAccessible.Text.Name)
                assert widget.height() >= 24
                across = widget.mapTo(opened.window, widget.rect().topRight()).x()
                assert across <= size[0], interface.text(QAccessible.Text.Name)


def test_a_narrow_window_shows_page_and_checks_by_turns(qtbot: QtBot, desk: Desk, clock: Clock) -> None:
    opened = Opened(qtbot, Frame(Inline(desk), clock), (943, 482))
    screen = opened.screen
    assert screen._preview.isVisible()
    assert not screen._aside.isVisible()
    assert screen._tabs.tabText(1) == "Kiểm tra (4)"
    qtbot.keyClick(opened.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert screen._aside.isVisible()
    opened.window.resize(1160, 680)
    qtbot.waitUntil(lambda: screen._aside.isVisible() and screen._preview.isVisible())
    assert isinstance(screen.layout(), QHBoxLayout)


def test_with_threads_the_last_words_win(qtbot: QtBot, home: Path, clock: Clock) -> None:
    """Pages drawn for earlier letters may come late; what stays is the page of the last ones."""
    lanes = ThreadLanes(lambda problem: pytest.fail(problem.code))
    place = Where("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
    with qtbot.waitCallback() as ready:
        lanes.open(
            lambda: set_up(
                home, Person("Trần Thử", "leader"), place, "bốn từ khác", clock=clock, cost=Cost(1, 8)
            ),
            lambda: ready(),
            lambda problem: pytest.fail(problem.code),
        )
    opened = Opened(qtbot, Frame(lanes, clock))
    presenter = opened.screen._presenter
    for n in range(8):
        presenter.wrote("title", f"Tờ rơi\nlần {n}")
        presenter.draw()
    draft = presenter._draft
    assert draft is not None
    assert draft.leaflet.title.endswith("7")
    expected = [it.tobytes() for it in images(render(draft.leaflet), presenter._dpi)]
    qtbot.waitUntil(lambda: [it.rgb for it in opened.screen._state.pictures] == expected, timeout=10_000)
    qtbot.waitUntil(lambda: not presenter.stale, timeout=5_000)
    opened.screen.leave()
    lanes.stop()


def test_tab_goes_as_the_eye_reads(opened: Opened) -> None:
    form, aside = opened.screen._form, opened.screen._aside
    opened.screen._presenter.service_added("dang-ky-tam-tru")
    opened.screen._presenter.step_removed(4)
    wanted: list[QWidget] = [form.template, form._texts["title"]]
    for step in form._steps:
        wanted += [step.title, step.text, step.remove]
    wanted += [form._add_step, form.picker.search, opened.button("Bỏ Đăng ký tạm trú"), form.link]
    wanted += [opened.screen._preview.pane, *aside.checks._buttons, aside.paper.paper, aside.paper.copies]
    wanted += [opened.screen._footer.save, opened.screen._footer.print]
    chain: list[QWidget] = [form.template]
    while (following := chain[-1].nextInFocusChain()) is not form.template:
        chain.append(following)
    assert [it for it in chain if it in wanted] == wanted
    assert len(aside.checks._buttons) == 5
