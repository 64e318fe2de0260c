"""One line to the province: HTTP that believes nothing it is told, and can be cut at any moment.

Imported only when something is sent: requests takes a seventh of a second to import.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic, sleep
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from forms.problem import TABLE, Problem
from sync.wire import keys
from sync.wire.strict import unpack

from .outbox import Job
from .settings import Settings

T = TypeVar("T")

_CAP = 4 * 1024 * 1024  # of one answer
_PIECE = 16 * 1024
_LOOK = 0.1  # seconds between two looks at Stop
_WRONG_CLOCK = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED


class Cut(Exception):
    """The line broke, or the server was not there; the outcome is unknown and the request may be repeated."""


class Refused(Exception):
    """The province answered with a refusal: a code of the table of problems, and its detail."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Call:
    """One request. ``seed`` signs it; ``key`` must have signed the answer, None to read it from the answer."""

    path: str
    body: bytes
    seed: bytes
    key: str | None
    token: str = ""
    gzipped: bool = False


class Line:
    """A connection to ``url`` for one job. Problem ``sync.insecure`` unless it is https or this same machine.

    Problem ``sync.offline`` for what is no address at all.
    """

    def __init__(self, url: str, job: Job, settings: Settings) -> None:
        try:
            parts = urlsplit(url)
        except ValueError as error:  # a bracket without its other half
            raise Problem("sync.offline") from error
        if not (parts.scheme == "https" or (parts.scheme == "http" and _loopback(parts.hostname or ""))):
            raise Problem("sync.insecure")
        self._url = url.rstrip("/")
        self._job = job
        self._settings = settings
        self._sockets: list[socket.socket] = []
        self._ends = monotonic() + settings.total
        self._session = _Session()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, _Adapter(self._opened))

    @contextmanager
    def open(self) -> Iterator["Line"]:
        """Inside the block every connection is cut the moment Stop is pressed, or a request takes too long.

        A timeout of requests is for one read alone: a server that drips would hold the line for ever.
        """
        over = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(over,), name="sync-stop", daemon=True)
        watcher.start()
        try:
            yield self
        finally:
            over.set()
            watcher.join()
            self._session.close()
            for connection in self._sockets:  # after a fault requests leaves them to the garbage collector
                connection.close()

    def ask(self, call: Call, read: Callable[[object], T]) -> T:
        """The province's answer to ``call``, tried again after a cut; Problem ``sync.offline`` when that fails."""
        for pause in self._settings.pauses:
            try:
                return self.say(call, read)
            except Cut:
                self.rest(pause)
        try:
            return self.say(call, read)
        except Cut as cut:
            raise Problem("sync.offline") from cut

    def rest(self, seconds: float) -> None:
        """Wait before a new try. Problem ``sync.cancelled`` once Stop was pressed."""
        ends = monotonic() + seconds
        while monotonic() < ends:
            self.halt()
            sleep(_LOOK / 2)

    def say(self, call: Call, read: Callable[[object], T]) -> T:
        """The answer to one try, understood by ``read``. Raises ``Cut``, ``Refused`` or Problem ``sync.…``."""
        self.halt()
        nonce = keys.new_nonce()
        headers = {
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            keys.NONCE_HEADER: nonce,
            keys.SIGNATURE_HEADER: keys.sign(
                call.seed, keys.request(call.path, call.token, nonce, call.body)
            ),
        }
        if call.token:
            headers["Authorization"] = f"Bearer {call.token}"
        if call.gzipped:
            headers["Content-Encoding"] = "gzip"
        try:
            response, body = self._post(call, headers)
        except (requests.RequestException, HTTPError, OSError) as error:
            self.halt()
            raise self._named(error) from error
        answer = self._understood(call, nonce, response, body)
        try:
            return read(answer)
        except Problem as problem:
            raise Problem("sync.answer") from problem

    def halt(self) -> None:
        """Problem ``sync.cancelled`` once Stop was pressed."""
        if self._job.cancelled:
            raise Problem("sync.cancelled")

    def _post(self, call: Call, headers: dict[str, str]) -> tuple[requests.Response, bytes]:
        self._ends = monotonic() + self._settings.total
        with self._session.post(
            self._url + call.path,
            data=call.body,
            headers=headers,
            timeout=(self._settings.connect, self._settings.read),
            allow_redirects=False,
            auth=lambda prepared: prepared,  # or a ~/.netrc would take the place of our token
            verify=self._settings.verify,
            stream=True,
        ) as response:
            body = bytearray()
            while piece := response.raw.read1(_PIECE, decode_content=False):
                body += piece
                if len(body) > _CAP or monotonic() > self._ends:
                    raise Problem("sync.answer")
            return response, bytes(body)

    def _understood(self, call: Call, nonce: str, response: requests.Response, body: bytes) -> object:
        status = response.status_code
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if 300 <= status < 400 or status == 511 or (status < 300 and kind == "text/html"):
            raise Problem("sync.portal")
        if status in (502, 503, 504):
            raise Cut
        if kind != "application/json" or "Content-Encoding" in response.headers:
            raise Problem("sync.answer")
        try:
            value = unpack(body)
        except Problem as problem:
            raise Problem("sync.answer") from problem
        if not isinstance(value, dict):
            raise Problem("sync.answer")
        key = call.key or (value.get("sign_key") if status == 200 else None)
        if key is not None:
            self._prove(key, keys.answer(call.path, nonce, status, body), response)
        elif status == 200:
            raise Problem("sync.answer")
        if status != 200:
            raise Refused(str(value.get("code", ""))[:40], str(value.get("detail", ""))[:200])
        return value

    @staticmethod
    def _prove(key: object, message: bytes, response: requests.Response) -> None:
        try:
            keys.check(str(key), message, response.headers.get(keys.SIGNATURE_HEADER, ""))
        except Problem as problem:
            raise Problem("sync.unknown_server") from problem

    def _named(self, error: Exception) -> Exception:
        cause = _certificate_fault(error)
        if cause is not None and cause.verify_code in _WRONG_CLOCK:
            return Problem("sync.clock", clock=self._settings.clock().strftime("%d/%m/%Y"))
        if isinstance(error, requests.exceptions.SSLError):
            return Problem("sync.tls")
        return Cut()

    def _opened(self, connection: socket.socket) -> None:
        self._sockets.append(connection)
        if self._job.cancelled:
            _cut(connection)

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(_LOOK):
            if self._job.cancelled or monotonic() > self._ends + _LOOK:
                for connection in tuple(self._sockets):
                    _cut(connection)


def told(refused: Refused) -> Problem:
    """A refusal in words: the codes a person can act on by themselves, all others as the reason."""
    if refused.code in ("sync.code", "sync.revoked", "wire.too_many"):
        return Problem(refused.code)
    if refused.code == "wire.malformed":
        return Problem("sync.refused", reason=Problem("wire.malformed", detail=refused.detail).text)
    known = refused.code in TABLE and "{" not in TABLE[refused.code].text
    return Problem("sync.refused", reason=Problem(refused.code).text if known else refused.code)


class _Session(requests.Session):
    """requests' session that never follows a redirect, nor reads one: it would read its body without a cap."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        return None


class _Adapter(HTTPAdapter):
    """requests' adapter whose connections are reported as they open, so that they can be cut."""

    def __init__(self, opened: Callable[[socket.socket], None]) -> None:
        self._opened = opened
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._opened)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _pools(self._opened)
        return manager


def _pools(opened: Callable[[socket.socket], None]) -> dict[str, type[HTTPConnectionPool]]:
    # Reported after connect(): the TLS handshake puts another socket in the place of the first one.
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            opened(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            opened(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _cut(connection: socket.socket) -> None:
    try:
        # The class's own: SSLSocket.shutdown would take the TLS object from under the thread that reads.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return  # already closed


def _certificate_fault(error: BaseException) -> ssl.SSLCertVerificationError | None:
    seen: list[object] = [error]
    for it in seen:
        if isinstance(it, ssl.SSLCertVerificationError):
            return it
        if isinstance(it, BaseException):
            more = (it.__cause__, it.__context__, getattr(it, "reason", None), *it.args)
            seen += [one for one in more if isinstance(one, BaseException) and one not in seen]
    return None


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
