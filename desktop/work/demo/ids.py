"""Ids and dice that depend on the seed alone, so that the same seed makes the same commune byte for byte."""

from datetime import datetime
from hashlib import blake2b
from random import Random
from uuid import UUID


def made_id(seed: int, kind: str, number: int, at: datetime) -> str:
    """A UUIDv7 (RFC 9562) of the moment ``at`` whose random part is drawn from seed, kind and number."""
    drawn = int.from_bytes(blake2b(f"{seed}/{kind}/{number}".encode(), digest_size=10).digest())
    milliseconds = int(at.timestamp() * 1000)
    high, low = drawn >> 68, drawn & (2**62 - 1)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low))


def dice(seed: int, *key: object) -> Random:
    """Dice for one thing; what is drawn for another never moves them."""
    return Random("/".join(map(str, (seed, *key))))
