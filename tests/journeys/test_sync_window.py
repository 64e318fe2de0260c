"""The sync screen in the real window with its real lanes, a real province and lines as they are out there."""

import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.store import Cost
from desktop.ui import screens
from desktop.ui.shell.lanes import ThreadLanes
from desktop.ui.shell.screen import Place
from desktop.ui.shell.window import Shell
from desktop.ui.sync.screen import SyncScreen
from desktop.work import parcels, setup
from desktop.work.desk import Clock, Desk
from forms.library import built_in
from forms.problem import Problem
from sync.client import Settings
from sync.server import Province
from sync.wire.messages import Confirmation
from tests.journeys.memory import QUICK
from tests.journeys.proxy import Proxy, _read, _stop

SURVEY = {"date": "2026-11-20", "place": "home", "overall": "4"}
PASSPHRASE = "bốn từ chẳng liên quan"


class Slow(Proxy):
    """A line of 20 KiB a second upwards; ``stuck`` lets nothing through until it is set again."""

    def __init__(self, url: str) -> None:
        super().__init__(url, lambda _: "ok")
        self.free = threading.Event()
        self.free.set()

    def _carry(self, near: socket.socket, fate: str) -> None:
        with near:
            try:
                far = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                return
            with far:
                back = threading.Thread(target=self._back, args=(far, near, fate))
                back.start()
                while data := _read(near, 1024):
                    self.up += len(data)
                    time.sleep(0.05)
                    self.free.wait(10)
                    try:
                        far.sendall(data)
                    except OSError:
                        break
                _stop(far)
                back.join()


class Rig:
    """A laptop with its window open on Sync."""

    def __init__(self, qtbot: QtBot, home: Path, clock: Clock, patience: Settings) -> None:
        self.bot, self.told = qtbot, list[Problem]()
        self.lanes = ThreadLanes(self.told.append)
        place = setup.Place("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
        person = setup.Person("Nguyễn Thị Mẫu Mai", "leader")
        ready: list[bool] = []
        self.lanes.open(
            lambda: setup.set_up(home, person, place, PASSPHRASE, clock=clock, cost=Cost(1, 8, 1)),
            lambda: ready.append(True),
            self.told.append,
        )
        qtbot.waitUntil(lambda: bool(ready))
        made = screens.builders(sync=lambda shell: SyncScreen(shell, patience))
        self.shell = Shell(
            self.lanes, clock, made, search=screens.search, lock=lambda: None, about=lambda: None
        )
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.go(Place("sync"))
        screen = self.shell.showing()
        assert isinstance(screen, SyncScreen)
        self.screen = screen
        self.wait(lambda: screen._state.enrol is not None)

    def wait(self, until: Callable[[], bool], timeout: int = 15_000) -> None:
        self.bot.waitUntil(until, timeout=timeout)

    def enrol(self, url: str, code: str) -> None:
        card = self.screen._enrol
        card.url.setText(url)
        card.code.setText(code)
        QTest.keyClick(card.code, Qt.Key.Key_Return)
        self.wait(lambda: self.screen._state.enrol is None or not self.screen._state.enrol.busy)

    def save(self, count: int) -> list[str]:
        form = built_in("satisfaction_survey")

        def step(desk: Desk) -> list[str]:
            return [
                desk.store.records.save(form, SURVEY, who=desk.who, now=desk.clock()).rec
                for _ in range(count)
            ]

        found = self.lanes.ask(step)
        self.screen._presenter.reload()
        waiting = self.outbox().waiting
        self.wait(lambda: self.top.title.startswith(str(waiting)))
        return found

    def press(self) -> None:
        self.bot.mouseClick(self.screen._send.send, Qt.MouseButton.LeftButton)
        assert self.top.part is not None

    def ended(self) -> None:
        self.wait(lambda: self.top.part is None and self.top.outcome is not None)

    def outbox(self) -> parcels.Outbox:
        return self.lanes.ask(parcels.outbox)

    def receipts(self) -> list[str]:
        rows = self.lanes.ask(lambda desk: desk.store.outbox.receipts(500))
        return [Confirmation.from_json(row["body"]).receipt.hash for row in rows]

    @property
    def top(self):
        assert self.screen._state.sending is not None
        return self.screen._state.sending


@pytest.fixture
def patience(clock: Clock) -> Settings:
    return replace(QUICK, clock=clock)


@pytest.fixture
def rig(qtbot: QtBot, home: Path, clock: Clock, patience: Settings) -> Iterator[Rig]:
    made = Rig(qtbot, home, clock, patience)
    yield made
    made.shell.close_down()
    made.lanes.stop()
    assert made.told == []


@pytest.fixture
def province(tmp_path: Path, clock: Clock) -> Iterator[Province]:
    with Province(tmp_path / "province", clock=clock) as it:
        yield it


def kept(tmp_path: Path, sql: str = "SELECT rec FROM operation ORDER BY gseq") -> list[str]:
    with closing(sqlite3.connect(tmp_path / "province" / "province.db")) as db:
        return [row[0] for row in db.execute(sql)]


def test_enrolled_with_a_real_code_and_sent(rig: Rig, province: Province, tmp_path: Path) -> None:
    rig.enrol(province.url, province.new_code("thon-3"))
    rig.wait(lambda: rig.screen._state.sending is not None)
    before = rig.outbox().waiting
    saved = rig.save(60)
    assert rig.top.action == "Gửi ngay"
    rig.press()
    assert rig.top.count == f"0 trên {before + 60} bản ghi"
    rig.ended()
    assert set(saved) <= set(kept(tmp_path))
    (code,) = [it.code for it in rig.outbox().parcels]
    assert rig.top.outcome.text == f"Tỉnh đã nhận {before + 60} bản ghi, biên nhận {code}"
    assert rig.top.title == "Đã gửi hết"
    rig.wait(lambda: rig.screen._state.content is not None)
    assert rig.screen._state.content.checked is True
    assert code in rig.screen._state.content.title


def test_other_work_goes_on_and_joins_the_sending(rig: Rig, province: Province, tmp_path: Path) -> None:
    with Slow(province.url) as line:
        rig.enrol(line.url, province.new_code())
        rig.wait(lambda: rig.screen._state.sending is not None)
        saved = rig.save(220)
        line.free.clear()
        rig.press()
        began = time.monotonic()
        form = built_in("satisfaction_survey")
        late = rig.lanes.ask(
            lambda desk: (
                desk.store.records.save(form, SURVEY, rec=saved[-1], who=desk.who, now=desk.clock()).rec
            )
        )
        rig.shell.go(Place("help"))
        rig.wait(lambda: rig.shell.showing() is not rig.screen)
        assert time.monotonic() - began < 3
        line.free.set()
        rig.wait(lambda: rig.top.part is None)
        rig.shell.go(Place("sync"))
        rig.wait(lambda: rig.top.title == "Đã gửi hết")
    assert kept(tmp_path).count(saved[0]) == 1
    assert late in kept(tmp_path)


def test_stop_stops_and_what_the_window_says_is_true(rig: Rig, province: Province, tmp_path: Path) -> None:
    with Slow(province.url) as line:
        rig.enrol(line.url, province.new_code())
        rig.wait(lambda: rig.screen._state.sending is not None)
        rig.save(520)
        total = rig.outbox().waiting
        rig.press()
        rig.wait(lambda: rig.top.part[0] >= 100)
        assert rig.screen._send._bar.value() > 0
        began = time.monotonic()
        rig.bot.mouseClick(rig.screen._send.stop, Qt.MouseButton.LeftButton)
        assert rig.top.title == "Đang dừng…"
        rig.ended()
        assert time.monotonic() - began < 2
        it = rig.outbox()
        went = total - it.waiting
        assert rig.top.outcome.text == "Đã dừng gửi."
        assert f"Tỉnh đã nhận {went} bản ghi, biên nhận" in rig.top.outcome.advice
        assert f"{it.waiting} bản ghi còn chờ" in rig.top.outcome.advice
        assert rig.top.action == "Gửi lại"
        connections = line.connections
        time.sleep(1)  # what had left before may still be on its way
        there = len(kept(tmp_path))
        assert there == went or (there == went + 100 and "chưa có biên nhận" in rig.top.outcome.advice)
        assert line.connections == connections
        rig.press()
        rig.ended()
    assert rig.outbox().waiting == 0
    assert len(kept(tmp_path)) == len(set(kept(tmp_path, "SELECT op FROM operation"))) == total


def test_the_server_dies_in_the_middle_and_comes_back(rig: Rig, tmp_path: Path, clock: Clock) -> None:
    province = Province(tmp_path / "province", clock=clock)
    province.start()
    with Slow(province.url) as line:
        rig.enrol(line.url, province.new_code())
        rig.wait(lambda: rig.screen._state.sending is not None)
        rig.save(320)
        total = rig.outbox().waiting
        rig.press()
        rig.wait(lambda: rig.top.part[0] >= 100)
        line.free.clear()
        province.stop()
        line.free.set()
        rig.ended()
        went = total - rig.outbox().waiting
        assert 100 <= went < total
        assert rig.top.outcome.text == "Không kết nối được với máy chủ của tỉnh."
        assert f"Tỉnh đã nhận {went} bản ghi" in rig.top.outcome.advice
        assert rig.top.action == "Gửi lại"
        with Province(tmp_path / "province", clock=clock) as again:
            assert again.url == province.url
            rig.press()
            rig.ended()
            assert rig.top.outcome.text.startswith(f"Tỉnh đã nhận {total - went} bản ghi, biên nhận ")
            assert len(kept(tmp_path)) == len(set(kept(tmp_path, "SELECT op FROM operation"))) == total
            ends = set(kept(tmp_path, "SELECT hash FROM operation"))
            assert set(rig.receipts()) <= ends
            shown = [row for row in rig.screen._state.parcels if row.badge == "Đã nhận"]
            assert sum(int(row.count) for row in shown) == total == len(kept(tmp_path))
            assert len(shown) == len(rig.screen._state.parcels)


def test_connecting_can_be_stopped_and_the_same_code_tried_again(rig: Rig, province: Province) -> None:
    code = province.new_code()
    with Slow(province.url) as line:
        line.free.clear()
        card = rig.screen._enrol
        card.url.setText(line.url)
        card.code.setText(code)
        rig.bot.mouseClick(card.connect_, Qt.MouseButton.LeftButton)
        assert rig.screen._state.enrol.busy
        assert not card.url.isEnabled()
        rig.wait(lambda: line.up > 0)
        rig.bot.mouseClick(card.stop, Qt.MouseButton.LeftButton)
        rig.wait(lambda: not rig.screen._state.enrol.busy)
        assert rig.screen._state.enrol.outcome.text == "Đã dừng kết nối."
        line.free.set()
    rig.enrol(province.url, code)
    rig.wait(lambda: rig.screen._state.sending is not None)


def test_a_lock_in_the_middle_stops_the_sending(
    rig: Rig, province: Province, tmp_path: Path, clock: Clock
) -> None:
    with Slow(province.url) as line:
        rig.enrol(line.url, province.new_code())
        rig.wait(lambda: rig.screen._state.sending is not None)
        rig.save(320)
        rig.press()
        rig.wait(lambda: rig.top.part[0] >= 100)
        rig.lanes.close()
        time.sleep(1)  # what had left before may still be on its way
        there = len(kept(tmp_path))
        assert there <= 300
        time.sleep(0.5)
        assert len(kept(tmp_path)) == there
