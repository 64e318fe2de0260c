"""The whole main job, headless, on a plainly fictional commune: ``./ngoso tour``.

It drives the real window over the real encrypted store against a real province server, in a temporary
folder, and leaves pictures, printed pages, the batch that was sent and its receipt to look at.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Window
from desktop.leaflets.preflight import Finding
from desktop.leaflets.render import Paper
from desktop.paper.pages import images
from desktop.store import Cost, keys
from desktop.ui.parts.translator import Translator
from desktop.ui.shell.screen import Place, Screen
from desktop.ui.shell.window import MINIMUM, Shell
from desktop.work import class_sheet, leaflets, sync
from desktop.work.demo.fill import move_in
from desktop.work.desk import VIETNAM, Desk
from desktop.work.lanes import Job
from sync.client import Sent, Settings
from sync.server import Province
from sync.wire.batch import MOST, Batch, encode

MORNING = datetime(
    2026, 11, 21, 9, 41, tzinfo=VIETNAM
)  # the morning of the demo's open class and its due answers
PASSPHRASE = "bốn từ chẳng liên quan"
USUAL = (1366, 768)
QUICK = Cost(time=1, memory_kib=19 * 1024)  # the demo's data protects nobody
PATIENCE = 60.0  # seconds for one step on a slow machine


PAPERS: dict[str, Paper] = {"leaflet": "a5", "leaflet-two-on-a4": "a4-landscape-2"}


class TourClock:
    """The demo's morning, going on as fast as ours."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - self._began)


class Tour:
    """One walk through the window. Pictures and pages go to ``out``."""

    def __init__(self, out: Path, home: Path) -> None:
        self.out = out
        self._home = home
        self._clock = TourClock()
        self._app = QApplication.instance() or QApplication(["ngoso"])
        self._translator = Translator(self._app)
        self._app.installTranslator(self._translator)
        move_in(home / "laptop", PASSPHRASE, clock=self._clock, cost=QUICK).store.close()
        self.window = Window(home / "laptop", self._clock, QUICK)
        self.window.showNormal()  # the offscreen screen is small: without this the window fills it
        self.window.resize(*USUAL)
        self.window.activateWindow()
        self.made: list[str] = []

    def walk(self) -> Sent:
        """Everything a team does in a week; returns what the province confirmed."""
        self._unlock()
        self._visit()
        self._class()
        self._feedback()
        self._leaflet()
        sent = self._send()
        self._look_around()
        self._change(theme="dark")
        self._look_around("-dark")
        self._change(theme="light")
        self._small()
        self.window.lock()
        self._picture("unlock")
        return sent

    def close(self) -> None:
        """Shut the window and the data."""
        self.window.close()

    def _unlock(self) -> None:
        from PySide6.QtTest import QTest

        slot = keys.people(self._home / "laptop")[0].id
        self._settle()
        QTest.qWaitForWindowActive(self.window)
        self.window.unlock(slot, PASSPHRASE)
        self._wait(lambda: self.window.shell is not None)
        self._settle()

    def _visit(self) -> None:
        screen = self._open(Place("visit"))
        self._type("hong")
        self._picture("visit-suggestions")
        self._press("Return")
        self._press("Alt+0")
        self._press("Alt+7")
        self._picture("visit")
        self._press("Ctrl+Return")
        self._wait(lambda: "6" in screen.subtitle())
        self._settle()
        self._picture("visit-saved")
        self._shell().hush()

    def _class(self) -> None:
        self._open(Place("training"))
        self._picture("training")
        rec = self._ask_store(
            "SELECT id FROM training_class WHERE deleted = 0 AND date = ? ORDER BY sort DESC LIMIT 1",
            MORNING.date().isoformat(),
        )
        self._open(Place("class", rec=rec))
        self._type("gia dinh hanh")
        self._press("Return")
        self._picture("attendance")
        self._shell().hush()
        self._paper("sign-in-sheet", self.window.lanes.ask(lambda desk: class_sheet.sheet(desk, rec)))

    def _feedback(self) -> None:
        self._open(Place("feedback"))
        self._picture("feedback")

    def _leaflet(self) -> None:
        self._open(Place("leaflets"))
        self._settle(1.0)
        self._picture("leaflet-not-ready")
        lines = self.window.lanes.ask(leaflets.hotlines)
        self.window.lanes.ask(lambda desk: leaflets.rang(desk, [leaflets.digits(it) for it in lines]))
        self._open(Place("today"))
        self._open(Place("leaflets"))
        self._settle(1.5)
        self._picture("leaflet")
        for name, paper in PAPERS.items():
            pdf, findings = self.window.lanes.ask(partial(_composed, paper=paper))
            if any(it.level == "stop" for it in findings):
                raise SystemExit(f"preflight stops {name}: " + "; ".join(it.code for it in findings))
            self._paper(name, pdf)

    def _send(self) -> Sent:
        self._open(Place("sync"))
        self._picture("sync-before")
        with Province(self._home / "province", clock=self._clock) as province:
            ask = self.window.lanes.ask
            patience = Settings(clock=self._clock)
            sync.enrol(ask, province.url, province.new_code(), Job(), patience)
            first = ask(lambda desk: desk.store.outbox.pending(0, MOST))
            stream = ask(lambda desk: desk.store.outbox.stream())
            batch = encode(Batch(stream.device, stream.epoch, tuple(first)))
            (self.out / "batch-1.json.gz").write_bytes(batch)
            sent = sync.send(ask, Job(), patience)
            held = [it.plain() for it in sent.receipts]
            same = ask(lambda desk: [desk.store.outbox.hash_at(it.last) == it.hash for it in sent.receipts])
            receipt = {"records": sent.count, "hashes_equal": all(same), "receipts": held}
            (self.out / "receipt.json").write_text(json.dumps(receipt, indent=1, ensure_ascii=False), "utf-8")
            self.made += ["batch-1.json.gz", "receipt.json"]
            self._open(Place("today"))
            self._open(Place("sync"))
            self._settle()
            self._picture("sync")
        return sent

    def _look_around(self, suffix: str = "") -> None:
        for name in ("today", "visits", "outreach", "search", "settings", "help"):
            self._open(Place(name))
            if name == "visits":
                self._press("Down", 6)
            self._picture(name + suffix)
        if suffix:
            for name in ("visit", "feedback", "leaflets", "training", "sync"):
                self._open(Place(name))
                self._settle(0.8)
                self._picture(("leaflet" if name == "leaflets" else name) + suffix)

    def _small(self) -> None:
        self.window.resize(*MINIMUM)
        for name in ("today", "visit"):
            self._open(Place(name))
            if name == "visit":
                self._type("hong")
                self._press("Return")
            self._picture(f"{name}-1000x530")
        self.window.resize(*USUAL)

    # hands and eyes

    def _shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def _open(self, place: Place) -> Screen:
        self._shell().go(place)
        self._settle()
        screen = self._shell().showing()
        assert screen is not None
        return screen

    def _change(self, **preferences: str) -> None:
        self.window.change(replace(self.window.preferences, **preferences))  # type: ignore[arg-type]
        self._settle()

    def _focused(self) -> QWidget:
        self.window.activateWindow()
        self._wait(lambda: QApplication.focusWidget() is not None)
        return QApplication.focusWidget() or self.window

    def _type(self, text: str) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClicks(self._focused(), text)
        self._settle(0.4)

    def _press(self, keys_: str, times: int = 1) -> None:
        from PySide6.QtTest import QTest

        for _n in range(times):
            QTest.keySequence(self._focused(), QKeySequence(keys_))
        self._settle(0.3)

    def _ask_store(self, sql: str, *parameters: object) -> str:
        return str(self.window.lanes.ask(lambda desk: desk.store.query(sql, parameters)[0][0]))

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > end:
                raise SystemExit("the window did not get there")
            self._settle(0.02)

    def _settle(self, seconds: float = 0.25) -> None:
        """Let both lanes and the window finish what they have begun."""
        from PySide6.QtTest import QTest

        if self.window.shell is not None:
            self.window.lanes.ask(lambda desk: None)
        QTest.qWait(int(seconds * 1000))

    def _picture(self, name: str) -> None:
        self._settle()
        self.window.grab().save(str(self.out / f"{name}.png"))
        self.made.append(f"{name}.png")

    def _paper(self, name: str, pdf: bytes) -> None:
        (self.out / f"{name}.pdf").write_bytes(pdf)
        self.made.append(f"{name}.pdf")
        for number, page in enumerate(images(pdf, 150), 1):
            page.save(self.out / f"{name}-{number}.png")
            self.made.append(f"{name}-{number}.png")


def _composed(desk: Desk, paper: Paper) -> tuple[bytes, tuple[Finding, ...]]:
    return leaflets.compose(desk, "a5-five-steps", copies=2, paper=paper)


def main(argv: Sequence[str]) -> int:
    """Walk; prints what was made. Exit 1 if a receipt does not cover what was sent."""
    parser = argparse.ArgumentParser(prog="ngoso tour", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("tour"), help="folder for pictures and pages")
    out = parser.parse_args(argv).out
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ngoso-tour-") as home:
        tour = Tour(out, Path(home))
        try:
            sent = tour.walk()
        finally:
            tour.close()
    for name in tour.made:
        print(f"{out}/{name}")
    print(
        f"{sent.count} records sent, {len(sent.receipts)} receipts: {', '.join(it.code for it in sent.receipts)}"
    )
    return 0 if sent.receipts and json.loads((out / "receipt.json").read_text("utf-8"))["hashes_equal"] else 1
