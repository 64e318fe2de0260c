"""From the start of the process to the first painted window, against a bare QMainWindow."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.benchmarks.measure import Pair, in_turns

_PAINTED = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
app = QApplication([])
class First(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            app.removeEventFilter(self)
            QTimer.singleShot(0, lambda: (print("painted", flush=True), app.exit()))
        return False
first = First()
app.installEventFilter(first)
{window}
window.show()
app.exec()
{after}
"""
_BARE = _PAINTED.format(window="window = QMainWindow(); window.resize(1366, 768)", after="")
_OURS = _PAINTED.format(
    window="from pathlib import Path; from desktop.app import Window; window = Window(Path(sys.argv[1]))",
    after="window.close()",
)


def first_paint(home: Path) -> Pair:
    """``home`` is set up, so the window opens at the unlock screen. Offscreen, warm files."""
    ours, bare = in_turns(lambda: _run(_OURS, home), lambda: _run(_BARE, home))
    return Pair("start to first painted window", ours, bare, "ms", "offscreen; bare: QMainWindow")


def _run(script: str, home: Path) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    started = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home)], env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        taken = (perf_counter() - started) * 1000
    if told.strip() != b"painted":
        raise RuntimeError("the window did not open")
    return taken
