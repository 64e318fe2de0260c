"""A real display for tests that need a window manager: focus, raising, what X11 does with a window."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


def can_open() -> bool:
    """Whether this machine has an X server to draw in and a window manager for it."""
    return all(shutil.which(program) for program in ("Xvfb", "openbox"))


@contextmanager
def opened(size: str = "1366x768") -> Iterator[dict[str, str]]:
    """Open a display of ``size`` with a window manager; gives the environment for programs that draw on it."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(["openbox", "--sm-disable"], env=env, stderr=subprocess.DEVNULL)
    try:
        yield env
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)
