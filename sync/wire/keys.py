"""Ed25519 signatures over requests, answers and receipts.

Each kind of message has its own first field, so no signature can be used as one of another kind; each
covers where and when it was said, so none can be used elsewhere or again. Keys and signatures travel
as base64 (RFC 4648 §4).
"""

import base64
import binascii
import secrets

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from forms.problem import Problem

NONCE_HEADER = "Ngoso-Nonce"
SIGNATURE_HEADER = "Ngoso-Signature"


def new_seed() -> bytes:
    """A new private key: 32 random bytes."""
    return bytes(SigningKey.generate())


def public(seed: bytes) -> str:
    """The public key of ``seed``."""
    return to_text(bytes(SigningKey(seed).verify_key))


def sign(seed: bytes, message: bytes) -> str:
    """The signature of ``message``."""
    return to_text(SigningKey(seed).sign(message).signature)


def check(key: str, message: bytes, signature: str) -> None:
    """Problem ``wire.signature`` unless ``signature`` was made over ``message`` by the owner of ``key``."""
    try:
        VerifyKey(to_bytes(key, 32)).verify(message, to_bytes(signature, 64))
    except (BadSignatureError, ValueError) as error:
        raise Problem("wire.signature") from error


def request(path: str, token: str, nonce: str, body: bytes) -> bytes:
    """What a laptop signs: the raw body as sent, bound to the call, the session and the nonce."""
    return _message("ngo-1/request", path, token, nonce, body)


def answer(path: str, nonce: str, status: int, body: bytes) -> bytes:
    """What the province signs: the raw answer, bound to the call and to the nonce the laptop chose."""
    return _message("ngo-1/answer", path, nonce, str(status), body)


def new_nonce() -> str:
    """A new nonce: 128 random bits."""
    return secrets.token_urlsafe(16)


def to_text(data: bytes) -> str:
    """``data`` in base64."""
    return base64.b64encode(data).decode("ascii")


def to_bytes(text: str, size: int) -> bytes:
    """The ``size`` bytes that ``text`` writes; ValueError for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(data) != size or to_text(data) != text:
        raise ValueError(f"not {size} bytes")
    return data


def _message(kind: str, *parts: str | bytes) -> bytes:
    fields = [part.encode() if isinstance(part, str) else part for part in (kind, *parts)]
    return b"".join(len(field).to_bytes(4, "big") + field for field in fields)
