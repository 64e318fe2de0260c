"""``ngoso form check``: tries forms out, one line for each: what works, or why it is refused.

``drawn · filled · checked · printed · exported``, ``refused`` and ``broken`` are the same in every language:
scripts look for them.
"""

import argparse
import json
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from desktop.work.forms_try import Tried, drawn_whole, trial_desk, try_file
from forms.problem import Problem
from resources.words import _

from .context import Context, Given

_LONGEST = 86_400  # seconds
_IN_FOLDERS = (".xlsx", ".xls", ".md")  # a .csv there is a list of choices more often than a form


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and how the answers are made up."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("forms, or folders of forms"))
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=_("other made-up answers"))
    parser.add_argument(
        "--limit", type=_seconds, default=120, metavar=_("SECONDS"), help=_("longest time for one form")
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON, a line for each form"))


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < (count := float(text)) <= _LONGEST:
            return count
    raise argparse.ArgumentTypeError(_("more than 0 and at most {most} seconds").format(most=_LONGEST))


def run(context: Context, given: Given) -> int:
    """0 when every form works or is refused for a stated reason, else 1. Raises ``cli.no_form`` for nothing at all."""
    if context.draw is None:
        raise Problem("setup.no_display")
    broken, draw = False, drawn_whole(context.draw)
    files = list(_files(given.files))
    with trial_desk() as desk:
        for path in files:
            try:
                with _no_longer_than(given.limit):
                    tried = try_file(desk, path, draw, given.seed)
            except _TooLong:
                told = _("it took longer than {count} seconds").format(count=f"{given.limit:g}")
                tried = Tried(path.name, "broken", reasons=(told,))
            broken = broken or tried.result == "broken"
            print(json.dumps(asdict(tried), ensure_ascii=False) if given.json else _told(tried), flush=True)
    return int(broken)


def _told(it: Tried) -> str:
    first = "  ".join(filter(None, [it.name, f"{it.id} {it.version}".strip()]))
    if it.result == "works":
        faces = " · ".join(face.name for face in it.faces)
        return "  ".join(filter(None, [first, faces, "; ".join(face.told for face in it.faces if face.told)]))
    reasons = it.reasons or ("",)
    return "\n    ".join([f"{first}  {it.result}: {reasons[0]}", *reasons[1:]])


def _files(given: Iterable[Path]) -> Iterator[Path]:
    for path in given:
        found = [path] if path.exists() else []
        if path.is_dir():
            inside = (it for it in path.rglob("*") if it.suffix.lower() in _IN_FOLDERS and it.is_file())
            found = sorted(it for it in inside if not it.name.startswith(("~$", ".")))
        if not found:
            raise Problem("cli.no_form", name=str(path))
        yield from found


class _TooLong(BaseException):
    """No `Exception`: nothing on the way may take it for a fault of its own."""


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Raises `_TooLong` inside the block, where the system has such a clock."""
    if not hasattr(signal, "SIGALRM") or sys.platform == "win32":
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
