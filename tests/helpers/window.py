"""The whole window over real threads, as a person meets it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Window
from desktop.store import keys
from desktop.ui.gate.unlock import UnlockPage
from desktop.ui.shell.window import Shell
from desktop.work.desk import VIETNAM, Clock
from tests.helpers.team import CHEAP, PASSPHRASE, at_desk

MORNING = datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM)


def furnished(folder: Path) -> Path:
    """A data folder with the demo team's year, to be copied by each test."""
    with at_desk(folder, lambda: MORNING):
        pass
    return folder


def copied(folder: Path, home: Path) -> Path:
    """A copy of ``folder`` at ``home``."""
    return Path(shutil.copytree(folder, home, dirs_exist_ok=True))


class Person:
    """Somebody at the window: sees, types, waits."""

    def __init__(self, window: Window, qtbot: Any) -> None:
        self.window, self._qtbot = window, qtbot

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    @property
    def screen(self) -> Any:
        return self.shell.showing()

    def until(self, so: Callable[[], object], seconds: float = 10) -> None:
        """Let the window work until something is so."""
        self._qtbot.waitUntil(lambda: bool(so()), timeout=int(seconds * 1000))

    def settle(self) -> None:
        """Wait for what the store lane was given, and for its results to arrive."""
        for _round in range(3):
            self.window.lanes.ask(lambda desk: None)
            QTest.qWait(1)

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focused(), text)

    def press(self, sequence: str) -> None:
        QTest.keySequence(self.focused(), QKeySequence(sequence))

    def compose(self, text: str) -> None:
        """Text as an input method hands it over, Vietnamese letters too."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focused(), event)

    def page(self, kind: type[QWidget]) -> Any:
        """The page of the gate, once it is in view."""

        def found() -> list[QWidget]:
            return [it for it in self.window.gate.findChildren(kind) if it.isVisible()]

        self.until(found)
        (page,) = found()
        return page

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Enter the passphrase at the gate and wait for the answer."""
        page = self.page(UnlockPage)
        page.secret.setFocus()
        self.compose(passphrase)
        QTest.keyClick(page.secret, Qt.Key.Key_Return)
        self.until(lambda: self.window.shell is not None or page.secret.accessibleDescription())
        if self.window.shell is not None:
            self.settle()

    def ask(self, sql: str, *parameters: object) -> list[Any]:
        """Rows of the data file."""
        return self.window.lanes.ask(lambda desk: desk.store.query(sql, parameters))


@contextmanager
def at_window(home: Path, clock: Clock, qtbot: Any) -> Iterator[Person]:
    """The window over ``home``, shown and active; closed at the end."""
    window = Window(home, clock, CHEAP)
    window.show()
    window.activateWindow()
    try:
        qtbot.waitUntil(window.isActiveWindow)
        yield Person(window, qtbot)
    finally:
        if window.isVisible():
            window.close()
        window.deleteLater()


def first_slot(home: Path) -> str:
    """Who can open ``home``."""
    return keys.people(home)[0].id
