"""The province's reference server: a folder is all it needs."""

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Self

from forms.problem import Problem

from .access import Access
from .database import Database
from .forms import Forms
from .keys import ProvinceKeys
from .ledger import Ledger
from .rules import checker

if TYPE_CHECKING:
    from uvicorn import Server

_VIETNAM = timezone(timedelta(hours=7))


def wall_clock() -> datetime:
    """Now in Vietnam, aware."""
    return datetime.now(_VIETNAM)


class Province:
    """One province in ``home``: ``province.db`` and ``province.key``. Usable in-process, restarts where it was.

    ``port`` 0 takes the port of the last start if it is free, else any. Without ``cert`` and ``key`` (PEM
    files) it speaks plain HTTP and then only on a loopback ``host`` (Problem ``sync.insecure``).
    """

    def __init__(
        self,
        home: Path,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        cert: Path | None = None,
        key: Path | None = None,
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        if cert is None and host != "localhost" and not ip_address(host).is_loopback:
            raise Problem("sync.insecure")
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._host, self._port, self._cert, self._key, self._clock = host, port, cert, key, clock
        self._own = ProvinceKeys.of(home)
        self._database = Database(home / "province.db")
        self._access = Access(self._database, self._own, clock)
        self.forms = Forms(self._database, clock)
        self._ledger = Ledger(self._database, self._own.sign_seed, checker(self.forms, clock), clock)
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self.url = ""

    @property
    def sign_key(self) -> str:
        """The public key its answers and receipts are proved with."""
        return self._own.sign_key

    def new_code(self, unit: str = "", role: str = "member", *, long: bool = False) -> str:
        """A new one-time code for a laptop of ``unit``: 10 signs for 10 minutes, ``long`` 27 for 7 days."""
        return self._access.new_code({"unit": unit, "role": role}, long)

    def start(self) -> str:
        """Serve in a thread of its own; returns the URL once it answers."""
        listener = self._listen()
        self._thread = threading.Thread(target=self._server_for().run, args=([listener],), name="province")
        self._thread.start()
        return self.url

    def run(self, on_ready: Callable[["Province"], None] | None = None) -> None:
        """Serve on this thread until interrupted; ``on_ready`` is called once the port is open."""
        listener = self._listen()
        if on_ready is not None:
            on_ready(self)
        try:
            with suppress(KeyboardInterrupt):
                self._server_for().run([listener])
        finally:
            self._database.close()

    def stop(self) -> None:
        """Stop serving and close the files; every batch under way is finished or undone."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._server = self._thread = None
        self._database.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _listen(self) -> socket.socket:
        wanted = self._port or self._database.number("port")
        try:
            listener = socket.create_server((self._host, wanted))
        except OSError:
            if self._port:
                raise
            listener = socket.create_server((self._host, 0))
        port = self._database.number("port", listener.getsockname()[1])
        self.url = f"{'https' if self._cert else 'http'}://{self._host}:{port}"
        return listener

    def _server_for(self) -> "Server":
        import uvicorn

        from .app import build

        config = uvicorn.Config(
            build(self._access, self._ledger, self.forms, self._own.sign_seed, self._clock),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
            limit_concurrency=200,
            ssl_certfile=self._cert,
            ssl_keyfile=self._key,
        )
        config.load()  # a wrong certificate is told here, not in the thread
        self._server = uvicorn.Server(config)
        return self._server


def serve(
    home: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    on_ready: Callable[[Province], None] | None = None,
    cert: Path | None = None,
    key: Path | None = None,
    forms: Sequence[Path] = (),
) -> None:
    """Serve the province in ``home`` until interrupted, after publishing ``forms`` (XLSForm files).

    See ``Province`` for what the other arguments mean.
    """
    province = Province(home, host, port, cert=cert, key=key)
    for path in forms:
        province.forms.publish(path)
    province.run(on_ready)
