"""Faults planted in a copy of the tree: the guards must bark. Each test also sees the copy clean first."""

import shutil
from pathlib import Path

import pytest

from tests.helpers import tree


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The four packages and their settings, without fonts and pictures."""
    leave_out = shutil.ignore_patterns("__pycache__", "*.ttf", "*.png", "*.svg")
    for package in tree.PACKAGES:
        shutil.copytree(tree.ROOT / package, tmp_path / package, ignore=leave_out)
    shutil.copy(tree.ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> tuple[int, str]:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    result = tree.run(folder, "-c", script)
    return result.returncode, result.stdout + result.stderr


def test_import_upward_is_caught(copy: Path) -> None:
    code, said = lint_imports(copy)
    assert code == 0, said
    with (copy / "forms" / "text.py").open("a", encoding="utf-8") as file:
        file.write("\nimport desktop.work.changed\n")
    code, said = lint_imports(copy)
    assert code == 1
    assert "forms is not allowed to import desktop.work" in said


def test_qt_in_a_presenter_and_below_the_window_is_caught(copy: Path) -> None:
    screen = copy / "desktop" / "ui" / "planted"
    screen.mkdir()
    (screen / "__init__.py").touch()
    (screen / "presenter.py").write_text("import PySide6.QtCore\n")
    (copy / "desktop" / "work" / "planted.py").write_text("from PySide6 import QtGui\n")
    code, said = lint_imports(copy)
    assert code == 1
    assert "desktop.ui.planted.presenter -> PySide6" in said
    assert "desktop.work.planted -> PySide6" in said


def test_word_without_vietnamese_is_caught(copy: Path) -> None:
    result = tree.run(copy, "-m", "resources.words.build", "--check")
    assert result.returncode == 0, result.stdout + result.stderr
    (copy / "desktop" / "work" / "planted.py").write_text(
        'from resources.words import _\n\n\ndef say() -> str:\n    return _("Nobody translated this.")\n'
    )
    result = tree.run(copy, "-m", "resources.words.build", "--check")
    assert result.returncode == 1
    assert "Nobody translated this." in result.stdout + result.stderr


def test_stale_compiled_form_is_caught(copy: Path) -> None:
    result = tree.run(copy, "-m", "forms.compile", "--check")
    assert result.returncode == 0, result.stdout + result.stderr
    definition = copy / "forms" / "definitions" / "guidance_session.md"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(text.replace("select_one", "select_multiple", 1), encoding="utf-8")
    assert definition.read_text(encoding="utf-8") != text
    result = tree.run(copy, "-m", "forms.compile", "--check")
    assert result.returncode == 1
    assert "guidance_session" in result.stdout + result.stderr


PLANTED = """
import logging, socket, warnings
import pytest
from PySide6.QtCore import qWarning

def test_clean(qtbot, logs):
    logs.expect("meant")
    logging.warning("this was meant")

def test_python_warning():
    warnings.warn("stray")

def test_log_record():
    logging.getLogger("sync").error("stray")

def test_expected_record_missing(logs):
    logs.expect("never said")

def test_qt_warning(qtbot):
    qWarning("stray")

def test_error_in_a_slot(qtbot):
    from PySide6.QtCore import QTimer
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.wait(20)

@pytest.mark.xfail
def test_expected_failure_passes():
    pass

def test_network():
    with socket.socket() as plug:
        plug.connect(("192.0.2.1", 80))
"""


def test_what_tests_must_not_let_pass(copy: Path) -> None:
    helpers = copy / "tests" / "helpers"
    shutil.copytree(tree.ROOT / "tests" / "helpers", helpers, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(tree.ROOT / "tests" / "conftest.py", copy / "tests")
    shutil.copytree(tree.ROOT / "resources" / "fonts", copy / "resources" / "fonts", dirs_exist_ok=True)
    (copy / "tests" / "test_planted.py").write_text(PLANTED)
    result = tree.run(copy, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider")
    outcome = {
        line.split()[1].split("::")[-1]: line.split()[0]
        for line in result.stdout.splitlines()
        if "test_planted.py::" in line
    }
    failed = {name for name, word in outcome.items() if word in ("FAILED", "ERROR")}
    assert outcome["test_clean"] == "PASSED", result.stdout
    assert failed == {name for name in outcome if name != "test_clean"}, result.stdout
    assert len(failed) == 7
