"""The sync screen over a real data file and a real province: what it says is what the receipts say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.store import Cost
from desktop.ui.parts.buttons import Button
from desktop.ui.shell.screen import Place
from desktop.ui.sync import views
from desktop.ui.sync.screen import SyncScreen
from desktop.work import records, sync
from desktop.work.changed import Changed
from desktop.work.desk import VIETNAM, Clock, Desk
from desktop.work.parcels import Server, fingerprint, outbox
from desktop.work.setup import Person, set_up
from desktop.work.setup import Place as Where
from forms.library import built_in
from forms.problem import Problem
from sync.client import Settings
from sync.server import Province
from sync.wire.messages import Confirmation
from tests.helpers.sync_frame import Frame, portal
from tests.journeys.memory import QUICK
from tests.journeys.proxy import Proxy

SURVEY = {"date": "2026-11-20", "place": "home", "overall": "4"}


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    place = Where("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
    desk = set_up(
        home, Person("Nguyễn Thị Mẫu Mai", "leader"), place, "con trau uong", clock=clock, cost=Cost(1, 8)
    )
    yield desk
    desk.store.close()


@pytest.fixture
def frame(desk: Desk) -> Frame:
    return Frame(desk)


@pytest.fixture
def patience(clock: Clock) -> Settings:
    return replace(QUICK, pauses=(0.01,), clock=clock)


@pytest.fixture
def screen(qtbot: QtBot, frame: Frame, patience: Settings) -> SyncScreen:
    made = SyncScreen(frame, patience)
    qtbot.addWidget(made)
    made.resize(1120, 620)
    made.show()
    made.open(Place("sync"))
    return made


@pytest.fixture
def province(tmp_path: Path, clock: Clock) -> Iterator[Province]:
    with Province(tmp_path / "province", clock=clock) as it:
        yield it


def save(desk: Desk, count: int = 1, at: datetime | None = None, **answers: str) -> list[str]:
    form = built_in("satisfaction_survey")
    values = SURVEY | answers
    return [
        desk.store.records.save(form, values, who=desk.who, now=at or desk.clock()).rec for _ in range(count)
    ]


def enrol(screen: SyncScreen, url: str, code: str) -> None:
    screen._enrol.url.setText(url)
    screen._enrol.code.setText(code)
    QTest.mouseClick(screen._enrol.connect_, Qt.MouseButton.LeftButton)


def enrolled(screen: SyncScreen, province: Province) -> SyncScreen:
    enrol(screen, province.url, province.new_code("thon-3"))
    assert screen._state.sending is not None
    return screen


def press(screen: SyncScreen) -> None:
    QTest.mouseClick(screen._send.send, Qt.MouseButton.LeftButton)


# enrolling


def test_both_fields_are_wanted_and_nothing_is_dialled(screen: SyncScreen, desk: Desk) -> None:
    enrol(screen, "", "")
    assert screen._enrol._url.fault().startswith("Nhập địa chỉ")
    assert screen._enrol._code.fault() == "Nhập mã cán bộ xã đã đưa"
    assert screen.focusWidget() is screen._enrol.url
    enrol(screen, "https://", "AB")
    assert screen._enrol._url.fault().startswith("Nhập địa chỉ")
    assert screen._enrol._code.fault() == ""
    enrol(screen, "http://192.0.2.1", "ABCDE")
    assert screen._enrol._url.fault().startswith("Địa chỉ phải bắt đầu bằng https://.")
    assert sync.enrolment(desk) is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("tinh.test", "https://tinh.test"),
        ("http://127.0.0.1:9", "http://127.0.0.1:9"),
        ("a b", ""),
        ("https://x:y", ""),
    ],
)
def test_an_address_without_scheme_is_https(typed: str, address: str) -> None:
    from desktop.ui.sync.presenter import _address

    assert _address(typed) == address


def test_a_wrong_code_is_told_under_its_field(screen: SyncScreen, province: Province, desk: Desk) -> None:
    enrol(screen, province.url, "AAAAAAAAAA")
    assert screen._enrol._code.fault().startswith("Mã đăng ký máy không được chấp nhận.")
    assert screen._enrol.url.text() == province.url
    assert sync.enrolment(desk) is None
    enrolled(screen, province)


def test_portal_and_nobody_there_are_told_in_place(
    screen: SyncScreen, province: Province, desk: Desk
) -> None:
    with portal() as url:
        enrol(screen, url, "AAAAA")
    assert "trang đăng nhập Wi-Fi" in screen._enrol._notice.accessibleName()
    assert "Hãy mở trình duyệt" in screen._enrol._notice.accessibleName()
    enrol(screen, url, "AAAAA")
    assert "Không kết nối được" in screen._enrol._notice.accessibleName()
    assert screen._enrol._notice.isVisible()
    assert screen.focusWidget() is screen._enrol.connect_
    assert sync.enrolment(desk) is None


def test_an_answer_lost_on_the_way_does_not_burn_the_code(
    screen: SyncScreen, province: Province, desk: Desk
) -> None:
    code = province.new_code()
    with Proxy(province.url, lambda _: "lose:0") as line:
        enrol(screen, line.url, code)
        assert line.up > 0
    assert "Không kết nối được" in screen._enrol._notice.accessibleName()
    enrol(screen, province.url, code)
    assert screen._state.sending is not None
    assert desk.store.meta.get("enrolment_seed") == ""


def test_enrolled_only_after_the_answer(
    screen: SyncScreen, frame: Frame, province: Province, desk: Desk
) -> None:
    assert screen.subtitle() == "chưa đăng ký với tỉnh"
    enrolled(screen, province)
    assert frame.said == ["Máy này đã đăng ký với tỉnh."]
    facts = dict(screen._state.server)
    assert facts["Địa chỉ"] == province.url
    assert facts["Dấu vân tay khóa"] == fingerprint(province.sign_key)
    assert facts["Phạm vi"] == "thon-3 · Thành viên"
    assert facts["Máy này"].startswith(desk.store.outbox.stream().device[-6:].upper())
    assert screen.focusWidget() is screen._send.send


# sending


def test_before_sending_the_cost_is_told(screen: SyncScreen, province: Province, desk: Desk) -> None:
    enrolled(screen, province)
    save(desk, 60)
    screen.heard(Changed(frozenset({"satisfaction_survey"})))
    top = screen._state.sending
    waiting = outbox(desk).waiting
    assert top.title == f"{waiting} bản ghi chờ gửi"
    assert top.note == f"khoảng {views.size(outbox(desk).bytes)}  ·  khoảng 1 giây"
    assert (screen._send.send.text(), screen._send.send.kind) == ("Gửi ngay", "primary")
    (surveys,) = [row for row in screen._state.kinds if row.icon == "star"]
    assert (surveys.label, surveys.count, surveys.badge) == ("Phiếu khảo sát ngắn", "60", "chờ")
    press(screen)
    sent = [row["bytes"] for row in desk.store.query("SELECT bytes FROM batch")]
    assert outbox(desk, 0).arrived == waiting
    assert abs(sum(sent) - float(top.note.split()[1].replace(",", ".")) * 1000) < 200


def test_nothing_is_called_encrypted_that_is_not(screen: SyncScreen, province: Province, desk: Desk) -> None:
    enrolled(screen, province)
    save(desk)
    screen._presenter.reload()
    assert "mã hóa" not in screen._state.sending.assurance
    assert "ngay trên máy này" in screen._state.sending.assurance
    assert "chữ ký" in screen._state.sending.assurance
    server = Server("https://tinh.test", "tinh.test", True, "", "", "", "")
    assert views.assurance(server).startswith("Đã mã hóa trên đường truyền.")


def test_the_words_come_from_the_receipt(
    screen: SyncScreen, frame: Frame, province: Province, desk: Desk
) -> None:
    enrolled(screen, province)
    save(desk, 3)
    screen._presenter.reload()
    frame.heard.clear()
    press(screen)
    (row,) = desk.store.outbox.receipts()
    receipt = Confirmation.from_json(row["body"]).receipt
    receipt.check(province.sign_key)
    top, batch = screen._state.sending, screen._state.parcels[0]
    assert top.outcome.text == f"Tỉnh đã nhận {receipt.count} bản ghi, biên nhận {receipt.code}"
    assert (batch.name, batch.count, batch.badge, batch.code) == (
        "21/11-01",
        str(receipt.count),
        "Đã nhận",
        receipt.code,
    )
    assert screen.subtitle() == "lần gần nhất 21/11, 09:41"
    assert frame.heard == [sync.CHANGED]
    opened = screen._state.content
    assert opened.checked
    assert ("Mã băm", " ".join(receipt.hash[at : at + 8] for at in range(0, 64, 8))) in opened.facts
    assert len(opened.records) == 4  # three and the member who was set up
    assert not screen._send.send.isVisible()
    screen.leave()
    screen.open(Place("sync"))
    assert screen._state.sending.outcome is None
    assert screen._state.kinds == ()


def test_a_receipt_the_province_did_not_sign_is_shown_as_such(
    screen: SyncScreen, province: Province, desk: Desk, tmp_path: Path
) -> None:
    enrolled(screen, province)
    press(screen)
    with Province(tmp_path / "another") as other:
        sync.keep_enrolment(desk, replace(sync.enrolment(desk), sign_key=other.sign_key))
    screen._presenter.reload()
    assert screen._state.content.checked is False
    assert screen._content._badge.text == "Chữ ký không khớp"


@pytest.mark.parametrize("wrong", ["down", "portal", "another"])
def test_what_went_wrong_is_said_in_place_and_can_be_tried_again(
    screen: SyncScreen, province: Province, desk: Desk, tmp_path: Path, wrong: str
) -> None:
    enrolled(screen, province)
    known = sync.enrolment(desk)
    with portal() as sign_in, Province(tmp_path / "another") as other:
        urls = {"down": "http://127.0.0.1:9", "portal": sign_in, "another": other.url}
        sync.keep_enrolment(desk, replace(known, url=urls[wrong]))
        screen._presenter.reload()
        press(screen)
    code = {"down": "sync.offline", "portal": "sync.portal", "another": "sync.unknown_server"}[wrong]
    outcome = screen._state.sending.outcome
    assert (outcome.text, outcome.tone) == (Problem(code).text, "error")
    assert Problem(code).advice in outcome.advice
    assert screen._send._notice.isVisible()
    assert screen._send.send.text() == "Gửi lại"
    assert outbox(desk).waiting > 0
    sync.keep_enrolment(desk, known)
    press(screen)
    assert screen._state.sending.title == "Đã gửi hết"


@pytest.mark.parametrize("fate", ["lose:1", "cut:3000"])
def test_after_a_bad_line_there_is_one_batch_for_each_receipt(
    screen: SyncScreen, province: Province, desk: Desk, fate: str
) -> None:
    enrolled(screen, province)
    save(desk, 90)
    known = sync.enrolment(desk)
    with Proxy(province.url, lambda _: fate) as line:
        sync.keep_enrolment(desk, replace(known, url=line.url))
        screen._presenter.reload()
        press(screen)
    # An answer that is lost comes with the next session; a batch that is cut is not with the province.
    badges = {row.badge for row in screen._state.parcels}
    assert badges == ({"Đã nhận"} if fate == "lose:1" else {"Chưa xong"})
    assert (outbox(desk).waiting == 0) == (fate == "lose:1")
    sync.keep_enrolment(desk, known)
    if outbox(desk).waiting:
        press(screen)
    assert outbox(desk).waiting == 0
    rows = screen._state.parcels
    assert {row.badge for row in rows} == {"Đã nhận"}
    assert sum(int(row.count) for row in rows) == desk.store.outbox.stream().tip_seq
    assert [row.name for row in rows] == [f"21/11-{n:02}" for n in range(len(rows), 0, -1)]


def test_a_record_held_back_is_listed_with_its_reason_until_it_is_mended(
    screen: SyncScreen, frame: Frame, province: Province, desk: Desk, qtbot: QtBot
) -> None:
    enrolled(screen, province)
    (rec,) = save(desk, date="2026-12-24")  # a day that has not come: the province's check holds it
    screen._presenter.reload()
    press(screen)
    (held,) = screen._state.returned
    assert (held.rec, held.open) == (rec, True)
    assert held.second.endswith(": Có câu trả lời chưa đúng quy tắc của biểu mẫu.")
    assert screen._state.parcels[0].badge == "Giữ lại 1"
    assert "Tỉnh giữ lại 1 bản ghi" in screen._state.sending.outcome.advice
    (edit,) = screen._returned.findChildren(Button)
    qtbot.waitUntil(edit.isVisible)
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert frame.gone == [Place("record", form="satisfaction_survey", rec=rec)]
    records.save(desk, "satisfaction_survey", SURVEY, rec=rec)
    screen.heard(Changed(frozenset({"satisfaction_survey"}), rec))
    (held,) = screen._state.returned
    assert (held.open, held.badge) == (False, "Đã sửa, chờ gửi")
    press(screen)
    assert screen._state.returned == ()
    assert not screen._returned.isVisible()


def test_batches_are_numbered_by_day_and_open_with_their_records(
    screen: SyncScreen, province: Province, desk: Desk, clock: Clock
) -> None:
    enrolled(screen, province)
    press(screen)
    clock.advance(days=1)
    (rec,) = save(desk)
    screen._presenter.reload()
    press(screen)
    save(desk)
    screen._presenter.reload()
    press(screen)
    assert [row.name for row in screen._state.parcels] == ["22/11-02", "22/11-01", "21/11-01"]
    assert screen._state.parcels_note == "3 lô tháng này"
    screen._parcels.table.setFocus()
    QTest.keyClick(screen._parcels.table, Qt.Key.Key_Down)
    assert screen._state.content.title.endswith("lô 22/11-01")
    assert [it.rec for it in screen._state.content.records] == [rec]
    save(desk)
    screen.heard(Changed(frozenset({"satisfaction_survey"})))
    assert screen._state.content.title.endswith("lô 22/11-01")


# keyboard, names, room


def test_all_by_keyboard(screen: SyncScreen, province: Province, desk: Desk, qtbot: QtBot) -> None:
    screen._enrol.url.setFocus()
    QTest.keyClicks(screen._enrol.url, province.url)
    QTest.keyClick(screen._enrol.url, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen._enrol.code
    QTest.keyClicks(screen._enrol.code, province.new_code())
    screen.activateWindow()
    QTest.keyClick(screen._enrol.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen._state.sending is not None
    QTest.keyClick(screen._send.send, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen._state.sending.title == "Đã gửi hết"


@pytest.mark.parametrize("size", [(1160, 680), (943, 482)])
def test_nothing_is_cut_off_sideways_and_everything_has_a_name(
    screen: SyncScreen, province: Province, desk: Desk, size: tuple[int, int], qtbot: QtBot
) -> None:
    enrolled(screen, province)
    save(desk, 120)
    save(desk, date="2026-12-24")
    screen._presenter.reload()
    press(screen)
    screen.resize(*size)
    qtbot.wait(20)
    body = screen._known
    assert body.widget().width() <= body.viewport().width()
    for button in screen.findChildren(Button):
        assert button.text() or button.accessibleName()
    assert screen._parcels.table.accessibleName()


def test_times_and_sizes_are_words(clock: Clock) -> None:
    assert [views.span(it) for it in (0.2, 7.4, 21, 58, 90)] == [
        "1 giây",
        "7 giây",
        "30 giây",
        "60 giây",
        "2 phút",
    ]
    assert [views.size(it) for it in (200, 41_200, 1_440_000)] == ["0,2 KB", "41 KB", "1,4 MB"]
    assert views.number(1284) == "1.284"
    assert clock().tzinfo is VIETNAM
