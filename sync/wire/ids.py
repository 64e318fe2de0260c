"""Identifiers made on the laptop: records, operations, epochs and devices.

UUIDv7 (RFC 9562): made without a server, unique, and close together in an index. Their order says
nothing about time and is never relied on.
"""

from uuid import UUID

from uuid6 import uuid7


def new_id() -> str:
    """A new UUIDv7 in its usual 36-character form."""
    return str(uuid7())


def is_id(text: str) -> bool:
    """Whether ``text`` is a UUID written as ``new_id`` writes it: lower case, with hyphens."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
