"""The program started as a person starts it, on a real display with a window manager."""

import subprocess
import sys
from pathlib import Path

from tests.helpers import tree

FIRST_FIELD = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.app import Window
from resources import words

words.use("vi")
app = QApplication([])
window = Window(Path(sys.argv[1]))
window.show()
until = time.monotonic() + 10
while time.monotonic() < until and not (window.isActiveWindow() and app.focusWidget()):
    app.processEvents()
print(window.isActiveWindow(), app.focusWidget() is not None, window.minimumSizeHint().height() <= 530)
window.close()
"""


def test_first_window_is_active_with_a_field_in_focus(display: dict[str, str], home: Path) -> None:
    """Offscreen there is no window manager, and ``focusWidget()`` says nothing; here it must."""
    env = {**display, "PYTHONPATH": str(tree.ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", FIRST_FIELD, str(home)],
        env=env,
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split() == ["True", "True", "True"]
