"""Types a visit into the real window and says so, until somebody else pulls the plug."""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Window
from desktop.store import keys
from desktop.ui.shell.screen import Place
from desktop.work.desk import VIETNAM
from tests.helpers.team import PASSPHRASE

NOTE = "hen mang the SIM chinh chu lan sau"


def wait(until: Callable[[], bool]) -> None:
    """Let the window work until something is so; steps run in the store's thread."""
    end = time.monotonic() + 10
    while not until():
        assert time.monotonic() < end
        QTest.qWait(10)


def main(home: Path) -> None:
    """Unlock, choose a person and a topic, type a note letter by letter, each with the moment it was typed."""
    app = QApplication([])
    window = Window(home, lambda: datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM))
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window._unlock(keys.people(home)[0].id, PASSPHRASE, lambda: None, lambda problem: sys.exit(str(problem)))
    wait(lambda: window.shell is not None)
    assert window.shell is not None
    window.shell.go(Place("visit"))
    screen = window.shell.showing()
    assert screen is not None
    wait(lambda: bool(screen._state.topics))
    QTest.keyClicks(screen._search, "hong")
    wait(lambda: bool(screen._state.suggestions))
    QTest.keyClick(screen._search, Qt.Key.Key_Return)
    wait(lambda: screen._state.person is not None)
    QTest.keyClick(screen, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    screen._note.setFocus()
    for letter in NOTE * 100:
        QTest.keyClicks(screen._note, letter)
        sys.stdout.write(f"{time.monotonic():.3f} {screen._note.text()}\n")
        sys.stdout.flush()
        QTest.qWait(40)
    app.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
