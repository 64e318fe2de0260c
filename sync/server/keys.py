"""The province's two private keys: one signs answers and receipts, one opens what is sealed to it."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sync.wire import keys

_FILE = "province.key"


@dataclass(frozen=True, slots=True)
class ProvinceKeys:
    """``sign_seed`` (Ed25519) and ``box_seed`` (X25519), 32 bytes each; never in the database."""

    sign_seed: bytes
    box_seed: bytes

    @property
    def sign_key(self) -> str:
        """Public key of answers and receipts."""
        return keys.public(self.sign_seed)

    @property
    def box_key(self) -> str:
        """Public key USB files are sealed to."""
        from nacl.public import PrivateKey

        return keys.to_text(bytes(PrivateKey(self.box_seed).public_key))

    @classmethod
    def of(cls, home: Path) -> Self:
        """The keys kept in ``home``, made on first use, readable by the server's own account alone."""
        path = home / _FILE
        if not path.exists():
            cls._make(path)
        kept = json.loads(path.read_text("ascii"))
        return cls(keys.to_bytes(kept["sign"], 32), keys.to_bytes(kept["box"], 32))

    @staticmethod
    def _make(path: Path) -> None:
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        text = json.dumps({"sign": keys.to_text(keys.new_seed()), "box": keys.to_text(keys.new_seed())})
        with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
