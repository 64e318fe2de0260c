"""Operations and the hash chain that binds them (protocol NGO-1 §2.1).

A laptop numbers its operations 1, 2, 3… within one ``(device, epoch)``. Each hash covers the one
before it, so a receipt for ``(seq, hash)`` is a receipt for everything up to it, and a cloned disk or
a restored backup shows as a different hash. The body enters through its own salted hash: it can be
erased later without breaking the chain, and a phone number cannot be guessed from a hash.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Act = Literal["put", "del", "erase"]

GENESIS = "0" * 64  # ``prev`` of the first operation of an epoch
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of one record, as it stands in the outbox and travels.

    ``prev`` and ``hash`` are 64 hex digits; ``base`` is the server's feed number the laptop had seen;
    ``form`` is ``id/version``; ``body`` is JSON in UTF-8, kept byte for byte and never rewritten.
    """

    seq: int
    op: str
    prev: str
    hash: str
    rec: str
    act: Act
    base: int
    form: str
    salt: bytes
    body: bytes


def link(
    prev: str,
    device: str,
    epoch: str,
    seq: int,
    op: str,
    rec: str,
    act: str,
    base: int,
    form: str,
    salt: bytes,
    body: bytes,
) -> str:
    """The operation's hash, 64 hex digits.

    SHA-256 over the fields in this order, each as its length in bytes (four bytes, big-endian) and its
    bytes: texts in UTF-8, numbers in decimal digits, last the 32 bytes of SHA-256(salt ‖ body).
    """
    texts = (prev, device, epoch, str(seq), op, rec, act, str(base), form)
    fields = [text.encode() for text in texts]
    fields.append(sha256(salt + body).digest())
    return sha256(b"".join(len(field).to_bytes(4, "big") + field for field in fields)).hexdigest()


def verify(operations: Iterable[Operation], device: str, epoch: str, prev: str = GENESIS) -> int | None:
    """The ``seq`` of the first operation that does not follow from ``prev``; None when all do.

    An operation follows when its number is one more than the one before it, it names the hash before
    it, and its own hash is right. The first one's number is taken as it is.
    """
    expected: int | None = None
    for it in operations:
        right = link(prev, device, epoch, it.seq, it.op, it.rec, it.act, it.base, it.form, it.salt, it.body)
        if it.prev != prev or it.hash != right or expected not in (None, it.seq):
            return it.seq
        prev, expected = it.hash, it.seq + 1
    return None
