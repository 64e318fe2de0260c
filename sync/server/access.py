"""Who may talk to the province: one-time codes, devices, sessions."""

import json
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from sqlite3 import Connection
from threading import Lock
from time import monotonic

from forms.problem import Problem
from sync.wire import keys
from sync.wire.messages import EnrolAnswer, EnrolRequest, SessionRequest

from .database import Database
from .keys import ProvinceKeys

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else: no 0 O, 1 I L, U
SHORT, SHORT_LIFE = 10, timedelta(minutes=10)  # 49 bits; OWASP ASVS 6.5.5 asks ten minutes at most
LONG, LONG_LIFE = 27, timedelta(days=7)  # 132 bits, read from a QR code
SESSION_LIFE = timedelta(minutes=30)
_TRIES, _TRIES_ALL, _MINUTE = 5, 50, 60.0


class Tries:
    """Wrong codes of the last minute: five from one address and fifty in all, then a pause."""

    def __init__(self, timer: Callable[[], float] = monotonic) -> None:
        self._timer = timer
        self._wrong: deque[tuple[float, str]] = deque()
        self._lock = Lock()

    def allow(self, address: str) -> None:
        """Problem ``wire.too_many`` if ``address``, or everybody together, guessed too often."""
        with self._lock:
            while self._wrong and self._wrong[0][0] < self._timer() - _MINUTE:
                self._wrong.popleft()
            own = sum(1 for _, who in self._wrong if who == address)
            if own >= _TRIES or len(self._wrong) >= _TRIES_ALL:
                raise Problem("wire.too_many")

    def wrong(self, address: str) -> None:
        """Remember a wrong code from ``address``."""
        with self._lock:
            self._wrong.append((self._timer(), address))


class Access:
    """Codes, devices and sessions in the database. Codes and tokens are kept as hashes only."""

    def __init__(self, database: Database, own: ProvinceKeys, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._own = own
        self._clock = clock
        self.tries = Tries()

    def new_code(self, scope: Mapping[str, str], long: bool = False) -> str:
        """A new one-time code: 10 signs for 10 minutes, or 27 for 7 days."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LONG if long else SHORT))
        expires = self._clock() + (LONG_LIFE if long else SHORT_LIFE)
        with self._database.change() as db:
            db.execute("DELETE FROM code WHERE expires < ?", (self._seconds(-LONG_LIFE),))
            db.execute(
                "INSERT INTO code(hash, scope, expires) VALUES (?, ?, ?)",
                (_code_hash(code), json.dumps(dict(scope)), int(expires.timestamp())),
            )
        return code

    def enrol(self, asked: EnrolRequest, address: str) -> EnrolAnswer:
        """Make the device known. Problem ``sync.code`` or ``wire.too_many``.

        The same device may ask again with the same code and key: its answer was lost. Another key for a
        known device is taken only while nothing has come from it, or a code would be enough to speak for
        somebody else's laptop.
        """
        self.tries.allow(address)
        now = self._clock().isoformat(timespec="seconds")
        with self._database.change() as db:
            row = db.execute(
                "SELECT scope, expires, device, key FROM code WHERE hash = ?", (_code_hash(asked.code),)
            ).fetchone()
            used = row is not None and row[2] is not None
            again = used and row[2:] == (asked.device, asked.key)
            fresh = row is not None and not used and row[1] > self._seconds()
            if not (again or fresh) or _taken(db, asked):
                self.tries.wrong(address)
                raise Problem("sync.code")
            db.execute(
                "UPDATE code SET device = ?, key = ? WHERE hash = ?",
                (asked.device, asked.key, _code_hash(asked.code)),
            )
            db.execute(
                "INSERT INTO device(id, key, scope, enrolled_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT(id) DO UPDATE SET key = excluded.key, scope = excluded.scope",
                (asked.device, asked.key, row[0], now),
            )
        return EnrolAnswer(asked.device, json.loads(row[0]), self._own.sign_key, self._own.box_key, now)

    def open_session(self, asked: SessionRequest, message: bytes, nonce: str, signature: str) -> str:
        """A new token for a device that signed ``message``. Problem ``wire.signature``.

        A nonce opens one session. Once a session is forgotten its request could be played again, which
        would give a token of no use: every later call is signed too.
        """
        with self._database.change() as db:
            row = db.execute("SELECT key FROM device WHERE id = ?", (asked.device,)).fetchone()
            if row is None:
                raise Problem("wire.signature")
            keys.check(row[0], message, signature)
            db.execute("DELETE FROM session WHERE expires < ?", (self._seconds(),))
            used = db.execute(
                "SELECT 1 FROM session WHERE device = ? AND nonce = ?", (asked.device, nonce)
            ).fetchone()
            if used:
                raise Problem("wire.signature")
            token = secrets.token_urlsafe(32)
            db.execute(
                "INSERT INTO session(token, device, nonce, expires) VALUES (?, ?, ?, ?)",
                (_token_hash(token), asked.device, nonce, self._seconds(SESSION_LIFE)),
            )
        return token

    def device(self, token: str, message: bytes, signature: str) -> str:
        """The id of the device whose session ``token`` is and who signed ``message``.

        Problem ``wire.session`` or ``wire.signature``.
        """
        with self._database.change() as db:
            row = db.execute(
                "SELECT device.id, device.key FROM session JOIN device ON device.id = session.device"
                " WHERE token = ? AND expires >= ?",
                (_token_hash(token), self._seconds()),
            ).fetchone()
        if row is None:
            raise Problem("wire.session")
        keys.check(row[1], message, signature)
        return str(row[0])

    def _seconds(self, more: timedelta = timedelta()) -> int:
        return int((self._clock() + more).timestamp())


def _taken(db: Connection, asked: EnrolRequest) -> bool:
    known = db.execute("SELECT key FROM device WHERE id = ?", (asked.device,)).fetchone()
    if known is None or known[0] == asked.key:
        return False
    sent = db.execute("SELECT 1 FROM operation WHERE device = ? LIMIT 1", (asked.device,)).fetchone()
    return sent is not None


def _code_hash(code: str) -> bytes:
    typed = "".join(code.split()).replace("-", "").upper()
    return sha256(b"ngo-1/code" + typed.encode()).digest()


def _token_hash(token: str) -> bytes:
    return sha256(b"ngo-1/token" + token.encode()).digest()
