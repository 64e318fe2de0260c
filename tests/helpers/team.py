"""The demo team of Thôn 3 at a desk, with cheap keys, and a window around it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.store import Cost
from desktop.work.demo.fill import move_in
from desktop.work.desk import Clock, Desk

CHEAP = Cost(time=1, memory_kib=8, parallelism=1)
PASSPHRASE = "bốn từ chẳng liên quan"


@contextmanager
def at_desk(home: Path, clock: Clock) -> Iterator[Desk]:
    """A desk full of the demo team's year."""
    desk = move_in(home, PASSPHRASE, clock=clock, cost=CHEAP)
    try:
        yield desk
    finally:
        desk.store.close()


def _leave(shell: Any) -> None:
    shell.leave()  # or a draft's timer writes into a store that is shut
    shell.close_down()


def shell_at(desk: Desk, clock: Clock, qtbot: Any, settings: Callable[[Any], Any] | None = None) -> Any:
    """The frame with every screen, steps run at once, shown and active at 1366 × 768."""
    from desktop.ui import screens
    from desktop.ui.shell.window import Shell
    from desktop.work.lanes import Inline

    special = {"settings": settings} if settings else {}
    shell = Shell(
        Inline(desk),
        clock,
        screens.builders(**special),
        search=screens.search,
        lock=lambda: None,
        about=lambda: None,
    )
    qtbot.addWidget(shell, before_close_func=_leave)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell
