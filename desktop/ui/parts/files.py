"""Asking for a file to read or to write, without holding the window up."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.parts import ime

Then = Callable[[Path], object]


def ask_open(over: QWidget, title: str, kinds: str, then: Then) -> None:
    """Ask for a file there is; ``then`` takes it. ``kinds`` as ``Excel (*.xlsx)``."""
    dialog = _dialog(over, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()


def ask_save(over: QWidget, title: str, kinds: str, name: str, then: Then) -> None:
    """Ask for a place to write to; ``name`` is offered and its ending added where none is typed."""
    dialog = _dialog(over, title, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()


def _dialog(over: QWidget, title: str, kinds: str) -> QFileDialog:
    ime.commit()
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    if not Path(folder).is_dir():  # or its name would stand as the file's
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
    dialog = QFileDialog(over.window(), title, folder, kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
