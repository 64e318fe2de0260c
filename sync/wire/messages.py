"""What the laptop and the province say to each other besides batches (protocol NGO-1 §2.2).

Each message is a frozen dataclass with ``plain()`` (for JSON) and ``read()`` (from JSON, Problem
``wire.malformed``). Times are ISO 8601 with offset and are claims for display: nothing is decided by them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Self

from resources.words import N_, _

from . import keys
from .batch import hash_in, identity
from .strict import Fields, malformed, pack, unpack

REASONS = {
    "form": N_("The province does not know this form."),
    "body": N_("The record cannot be read."),
    "fault": N_("An answer does not pass the form's rules."),
    "erase": N_("The erasure waits for the province's officer."),
    "differs": N_("The same change came before with other content."),
}

LONGEST_PATH = 200  # signs of an answer's place

ENROL, SESSION, BATCHES, HEALTH = "/v1/enrol", "/v1/session", "/v1/batches", "/v1/health"


@dataclass(frozen=True, slots=True)
class Ack:
    """Everything up to ``seq`` is kept; ``hash`` is the hash at ``seq`` (GENESIS at 0)."""

    seq: int
    hash: str

    def plain(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "ack")
        it = cls(fields.number("seq"), hash_in(fields, "hash"))
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class Held:
    """An operation that is kept but needs a person: ``reason`` is a key of ``REASONS``, ``path`` an answer."""

    seq: int
    rec: str
    reason: str
    path: str = ""

    @property
    def text(self) -> str:
        """Why, in the language in use; a newer province may name a reason not known here."""
        return _(REASONS.get(self.reason, self.reason))

    def plain(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "held")
        it = cls(
            fields.number("seq"),
            identity(fields, "rec"),
            fields.text("reason"),
            fields.text("path", LONGEST_PATH),
        )
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class Receipt:
    """The province's signed word that it keeps the operations ``first`` to ``last`` of a stream.

    ``hash`` is the hash at ``last``; ``received_at`` is when the last of them was written to its disk.
    """

    device: str
    epoch: str
    first: int
    last: int
    hash: str
    received_at: str
    signature: str

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def code(self) -> str:
        """Four signs to read aloud and find the receipt by: ``8F2A``."""
        return sha256(self._message()).hexdigest()[:4].upper()

    @classmethod
    def signed(
        cls, seed: bytes, device: str, epoch: str, first: int, last: int, hash: str, received_at: str
    ) -> Self:
        """A receipt signed with the province's key ``seed``; the same facts give the same receipt."""
        bare = cls(device, epoch, first, last, hash, received_at, "")
        return cls(device, epoch, first, last, hash, received_at, keys.sign(seed, bare._message()))

    def check(self, key: str) -> None:
        """Problem ``wire.signature`` unless the province with ``key`` signed it."""
        keys.check(key, self._message(), self.signature)

    def plain(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "receipt")
        it = cls(
            identity(fields, "device"),
            identity(fields, "epoch"),
            fields.number("first"),
            fields.number("last"),
            hash_in(fields, "hash"),
            fields.text("received_at"),
            fields.text("signature"),
        )
        fields.done()
        if not 1 <= it.first <= it.last:
            raise malformed("receipt.first is not before its last")
        return it

    def _message(self) -> bytes:
        facts = (self.device, self.epoch, self.first, self.last, self.hash, self.received_at)
        return b"ngo-1/receipt" + pack(facts)


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """A laptop asks to be known: its one-time code, the device id it made itself and its public key."""

    code: str
    device: str
    key: str

    def plain(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "enrol")
        it = cls(fields.text("code"), identity(fields, "device"), _key(fields, "key"))
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class EnrolAnswer:
    """``scope``: what the officer gave the laptop, ``{"unit": …, "role": …}``.

    ``sign_key`` proves answers and receipts; ``box_key`` (X25519) is whom USB files are sealed to.
    """

    device: str
    scope: Mapping[str, str]
    sign_key: str
    box_key: str
    time: str

    def plain(self) -> dict[str, object]:
        return asdict(self) | {"scope": dict(self.scope)}

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "enrolment")
        it = cls(
            identity(fields, "device"),
            fields.texts("scope"),
            _key(fields, "sign_key"),
            _key(fields, "box_key"),
            fields.text("time"),
        )
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """A laptop opens a session for one stream; ``after``: the last operation it has a receipt for."""

    ngo: int
    device: str
    epoch: str
    after: int

    def plain(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "session")
        it = cls(
            fields.number("ngo"),
            identity(fields, "device"),
            identity(fields, "epoch"),
            fields.number("after"),
        )
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class SessionAnswer:
    """``token`` is opaque and lasts 30 minutes. ``ack`` is where the stream stands at the province; a
    ``receipt`` covers what it has beyond ``after``: batches whose answer was lost on the way."""

    token: str
    time: str
    gen: int
    oldest: int
    ack: Ack
    safe: Ack
    receipt: Receipt | None
    held: tuple[Held, ...]

    def plain(self) -> dict[str, object]:
        return {"token": self.token, "time": self.time, "gen": self.gen, "oldest": self.oldest} | _outcome(
            self
        )

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "session")
        token, time = fields.text("token"), fields.text("time")
        gen, oldest = fields.number("gen"), fields.number("oldest")
        it = cls(token, time, gen, oldest, *_read_outcome(fields))
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """``receipt`` covers the batch and ``ack`` its last operation.

    After a gap there is no receipt and ``ack`` says where the stream stands. ``safe`` is the last
    operation inside a verified backup of the server.
    """

    ack: Ack
    safe: Ack
    receipt: Receipt | None
    held: tuple[Held, ...]

    def plain(self) -> dict[str, object]:
        return _outcome(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "batch")
        it = cls(*_read_outcome(fields))
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a laptop keeps of an answer: the receipt, and which of its operations need a person."""

    receipt: Receipt
    held: tuple[Held, ...]

    def to_json(self) -> bytes:
        return pack({"receipt": self.receipt.plain(), "held": [it.plain() for it in self.held]})

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        fields = Fields(unpack(data), "confirmation")
        it = cls(Receipt.read(fields.take("receipt")), _held(fields))
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a laptop keeps of its enrolment. ``seed`` is its private key and never leaves its store."""

    url: str
    device: str
    seed: bytes
    scope: Mapping[str, str]
    sign_key: str
    box_key: str
    enrolled_at: str

    def to_json(self) -> str:
        """As the store keeps it."""
        return pack(asdict(self) | {"seed": keys.to_text(self.seed), "scope": dict(self.scope)}).decode()

    @classmethod
    def from_json(cls, text: str) -> Self:
        fields = Fields(unpack(text.encode()), "enrolment")
        it = cls(
            fields.text("url"),
            identity(fields, "device"),
            keys.to_bytes(_key(fields, "seed"), 32),
            fields.texts("scope"),
            _key(fields, "sign_key"),
            _key(fields, "box_key"),
            fields.text("enrolled_at"),
        )
        fields.done()
        return it


def _outcome(it: SessionAnswer | BatchAnswer) -> dict[str, object]:
    return {
        "ack": it.ack.plain(),
        "safe": it.safe.plain(),
        "receipt": it.receipt.plain() if it.receipt else None,
        "held": [held.plain() for held in it.held],
    }


def _read_outcome(fields: Fields) -> tuple[Ack, Ack, Receipt | None, tuple[Held, ...]]:
    ack, safe, receipt = Ack.read(fields.take("ack")), Ack.read(fields.take("safe")), fields.take("receipt")
    return ack, safe, None if receipt is None else Receipt.read(receipt), _held(fields)


def _held(fields: Fields) -> tuple[Held, ...]:
    return tuple(Held.read(it) for it in fields.items("held", 1 << 20))


def _key(fields: Fields, name: str) -> str:
    text = fields.text(name)
    try:
        keys.to_bytes(text, 32)
    except ValueError as error:
        raise malformed(f"{name} is not a key") from error
    return text
