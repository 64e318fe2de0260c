"""What every test stands on: no screen needed, nobody's data touched, nothing unexpected let pass."""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from resources import words
from tests.helpers import display as displays
from tests.helpers.strays import Logs

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A slow machine alone is no fault, and the same examples every time let a red run be repeated.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """Go on by ``timedelta(**by)``: ``clock.advance(minutes=5)``."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """Saturday 21 November 2026, 09:41 in Vietnam: the morning of the target pictures."""
    from desktop.work.desk import VIETNAM

    return Clock(datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder of the test's own for the program's data."""
    path = tmp_path / "Ngõ Số"
    path.mkdir()
    return path


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place the system would offer for a person's files lies in a temporary folder."""
    person = tmp_path_factory.mktemp("person")
    monkeypatch.setenv("HOME", str(person))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(person / name.lower()))


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    """Each test starts in Vietnamese, whatever the one before it chose."""
    if words.language() != "vi":
        words.use("vi")


@pytest.fixture(autouse=True)
def logs() -> Iterator[Logs]:
    """Fails the test that logs a warning or worse, unless it said ``logs.expect("…")``."""
    with Logs() as logs:
        yield logs
    if complaint := logs.complaint():
        pytest.fail(complaint, pytrace=False)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests talk to this machine only."""
    connect: Callable[..., Any] = socket.socket.connect

    def local(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise AssertionError(f"a test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local)


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """The application as users see it: bundled fonts, our style, the light theme."""
    from desktop.ui.parts import theme, tokens

    theme.apply(qapp, tokens.LIGHT)
    return qapp


@pytest.fixture(scope="session")
def display() -> Iterator[dict[str, str]]:
    """The environment of a real 1366 × 768 display with a window manager, for programs a test starts."""
    if not displays.can_open():
        pytest.skip("this machine has no Xvfb and openbox")
    with displays.opened() as env:
        yield env
