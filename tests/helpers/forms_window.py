"""A screen of the window and the file dialogs over it."""

from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.ui.shell.screen import Place


def at(shell: Any, kind: Any, screen: str, **where: str) -> Any:
    shell.go(Place(screen, **where))
    QApplication.processEvents()
    assert isinstance(shell.showing(), kind)
    return shell.showing()


def chosen(shell: Any, path: Path) -> None:
    """The person chooses ``path`` in the dialog that is open."""
    (dialog,) = [it for it in shell.window().findChildren(QFileDialog) if it.isVisible()]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    shell.activateWindow()
    QTest.qWaitForWindowActive(shell)
