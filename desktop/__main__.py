"""``python -m desktop``: the window without arguments, otherwise the command line."""

import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from forms.definition import Form
from forms.problem import Problem
from resources import words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def main(argv: Sequence[str]) -> int:
    """Run; returns the exit code."""
    if not _is_for_the_window(argv):
        from desktop.cli import main as command_line

        return command_line(argv, more={"tour": _tour, "province": _province}, draw=_draw)
    try:
        _need_qt()
    except Problem as problem:
        words.use("vi")
        print(problem, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return problem.row.exit_code
    from desktop.app import run

    return run(argv)


def _is_for_the_window(argv: Sequence[str]) -> bool:
    """Whether nothing but the data folder is named: ``--home DIR`` or ``--home=DIR``."""
    named = list(argv[:1]) == ["--home"]
    return len(argv) <= 2 if named else not argv or (len(argv) == 1 and argv[0].startswith("--home="))


def _need_qt() -> None:
    """Raises ``setup.libraries`` where the system lacks what Qt draws with: then it cannot be imported."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        raise Problem("setup.libraries") from error


def _draw(form: Form) -> int:
    _need_qt()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # nothing is shown, and a server has no screen
    from PySide6.QtCore import QEvent

    from desktop.ui.entry.offscreen import draw_once

    application = _application()
    count = draw_once(form)
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop runs here that would do it
    return count


@cache
def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    from desktop.ui.parts import theme, tokens

    made = QApplication.instance()
    if not isinstance(made, QApplication):
        made = QApplication([])
    theme.apply(made, tokens.LIGHT)
    return made


def _tour(argv: Sequence[str]) -> int:
    from desktop.tour import main as tour

    return tour(argv)


def _province(argv: Sequence[str]) -> int:
    from desktop.cli.province import run
    from sync.server import serve

    return run(argv, serve)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
