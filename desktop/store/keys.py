"""Who may open the data: one random key, wrapped once per person by a passphrase (protocol §5.2).

``keys.json`` holds no secret that opens anything without a passphrase::

    {"version": 1, "slots": [{"id", "name", "role", "member",
      "kdf": {"time", "memory_kib", "parallelism", "salt"}, "nonce", "wrapped"}]}

The key of a slot is HKDF-SHA256 over Argon2id of the passphrase (NFC, so that every Vietnamese
keyboard types the same one); it wraps the data key with XSalsa20-Poly1305. Bytes are in hex.
"""

import hmac
import json
import os
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from secrets import token_bytes
from typing import Any

from forms.problem import Problem
from sync.wire.ids import new_id

from .faults import translated

FILE = "keys.json"
VERSION = 1
SHORTEST = 8  # characters; OWASP ASVS 5.0 6.2.1
_LEAST_MEMORY_KIB = 19 * 1024  # with two passes: OWASP's least for Argon2id
_LEAST_PASSES = 2
_SIZES = (16, 24, 48)  # bytes of a salt, of XSalsa20's nonce, of the wrapped key with its tag


@dataclass(frozen=True, slots=True)
class DataKey:
    """The 32 bytes that open the data file. Never written anywhere unwrapped."""

    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work one guess of a passphrase costs: Argon2id passes, memory, lanes."""

    time: int = 3
    memory_kib: int = 64 * 1024
    parallelism: int = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """One person who can open the data. ``name``: the given name only; ``member``: a member record's id or ``""``."""

    id: str
    name: str
    role: str
    member: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes = field(repr=False)


def calibrate(target: float = 0.5, clock: Callable[[], float] = time.perf_counter) -> Cost:
    """The cost that takes about ``target`` seconds on this machine, never under 19 MiB and two passes."""
    for memory in (64 * 1024, _LEAST_MEMORY_KIB):
        started = clock()
        _stretch("calibration", bytes(16), Cost(1, memory))
        passes = int(target / max(clock() - started, 1e-4))
        if passes >= _LEAST_PASSES:
            return Cost(passes, memory)
    return Cost(_LEAST_PASSES, _LEAST_MEMORY_KIB)


def new_key() -> DataKey:
    """A fresh data key."""
    return DataKey(token_bytes(32))


def people(home: Path) -> tuple[Slot, ...]:
    """Everyone who can open the data in ``home``; empty when nothing was set up there.

    Raises ``store.damaged`` when the file cannot be understood, ``store.newer`` when a later program made it.
    """
    with translated():
        try:
            text = (home / FILE).read_text("utf-8")
        except FileNotFoundError:
            return ()
        except UnicodeDecodeError as error:
            raise Problem("store.damaged") from error
    try:
        document = json.loads(text)
        if document["version"] > VERSION:
            raise Problem("store.newer")
        slots = tuple(_read_slot(slot) for slot in document["slots"])
    except (ValueError, KeyError, TypeError) as error:
        raise Problem("store.damaged") from error
    if not slots:  # never written: taken for a new machine, it would have the data file set aside
        raise Problem("store.damaged")
    return slots


def create(
    home: Path,
    passphrase: str,
    name: str,
    role: str,
    cost: Cost | None = None,
    *,
    member: str = "",
    key: DataKey | None = None,
) -> DataKey:
    """The first person of ``home``, with a new data key (or ``key``). Raises if someone is there already."""
    if people(home):
        raise FileExistsError(FILE)
    key = key or new_key()
    _write(home, (_wrap(key, passphrase, new_id(), name, role, member, cost or calibrate()),))
    return key


def unlock(home: Path, slot: str, passphrase: str) -> DataKey:
    """The data key. Raises ``store.passphrase`` for a wrong one, ``store.not_set_up`` without that person."""
    return _unwrap(_slot(home, slot), passphrase)


def add_person(
    home: Path,
    key: DataKey,
    passphrase: str,
    name: str,
    role: str,
    cost: Cost | None = None,
    *,
    member: str = "",
) -> Slot:
    """Let one more person open the data with a passphrase of their own."""
    slot = _wrap(key, passphrase, new_id(), name, role, member, cost or calibrate())
    _write(home, (*people(home), slot))
    return slot


def change_passphrase(home: Path, slot: str, old: str, new: str, cost: Cost | None = None) -> None:
    """Give one person a new passphrase; the data key and the data file stay as they are."""
    before = _slot(home, slot)
    key = _unwrap(before, old)
    after = _wrap(key, new, slot, before.name, before.role, before.member, cost or calibrate())
    _write(home, tuple(after if it.id == slot else it for it in people(home)))


def describe(home: Path, slot: str, *, name: str, role: str, member: str) -> None:
    """Correct what is shown of a person at unlock."""
    after = replace(_slot(home, slot), name=name, role=role, member=member)
    _write(home, tuple(after if it.id == slot else it for it in people(home)))


def remove_person(home: Path, slot: str) -> None:
    """Take away one person's way in. The last one cannot be taken away: nobody could open the data."""
    rest = tuple(it for it in people(home) if it.id != slot)
    if not rest:
        raise ValueError("the last person")
    _write(home, rest)


def check(passphrase: str) -> None:
    """Raises ``store.passphrase_short`` under 8 characters."""
    if len(unicodedata.normalize("NFC", passphrase)) < SHORTEST:
        raise Problem("store.passphrase_short")


def _slot(home: Path, slot: str) -> Slot:
    for it in people(home):
        if it.id == slot:
            return it
    raise Problem("store.not_set_up")


def _wrap(key: DataKey, passphrase: str, slot: str, name: str, role: str, member: str, cost: Cost) -> Slot:
    from nacl.secret import SecretBox

    check(passphrase)
    salt, nonce = token_bytes(16), token_bytes(SecretBox.NONCE_SIZE)
    wrapped = SecretBox(_wrapping_key(passphrase, slot, salt, cost)).encrypt(key.raw, nonce).ciphertext
    return Slot(slot, name, role, member, cost, salt, nonce, wrapped)


def _unwrap(slot: Slot, passphrase: str) -> DataKey:
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    box = SecretBox(_wrapping_key(passphrase, slot.id, slot.salt, slot.cost))
    try:
        return DataKey(box.decrypt(slot.wrapped, slot.nonce))
    except CryptoError as error:
        raise Problem("store.passphrase") from error


def _wrapping_key(passphrase: str, slot: str, salt: bytes, cost: Cost) -> bytes:
    """HKDF-SHA256 (RFC 5869) of the stretched passphrase, bound to its slot; 32 bytes need one block only."""
    extracted = hmac.digest(bytes(32), _stretch(passphrase, salt, cost), "sha256")
    return hmac.digest(extracted, b"ngoso data key 1 " + slot.encode() + b"\x01", "sha256")


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    secret = unicodedata.normalize("NFC", passphrase).encode()
    return hash_secret_raw(secret, salt, cost.time, cost.memory_kib, cost.parallelism, 32, Type.ID)


def _read_slot(slot: Mapping[str, Any]) -> Slot:
    kdf = dict(slot["kdf"])
    salt, nonce, wrapped = map(bytes.fromhex, (kdf.pop("salt"), slot["nonce"], slot["wrapped"]))
    texts = (slot["id"], slot["name"], slot["role"], slot["member"])
    if (len(salt), len(nonce), len(wrapped)) != _SIZES or not all(isinstance(it, str) for it in texts):
        raise ValueError("not a slot")
    if not all(type(it) is int and it > 0 for it in kdf.values()):
        raise ValueError("not a cost")
    return Slot(*texts, Cost(**kdf), salt, nonce, wrapped)


def _write(home: Path, slots: tuple[Slot, ...]) -> None:
    document = {
        "version": VERSION,
        "slots": [
            {
                "id": it.id,
                "name": it.name,
                "role": it.role,
                "member": it.member,
                "kdf": {**asdict(it.cost), "salt": it.salt.hex()},
                "nonce": it.nonce.hex(),
                "wrapped": it.wrapped.hex(),
            }
            for it in slots
        ],
    }
    with translated():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(home / FILE, json.dumps(document, ensure_ascii=False, indent=1).encode())


def _replace(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``path`` so that a power cut leaves either the old file or the new one."""
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    if os.name == "posix":  # Windows cannot open a folder to flush it
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
