"""A batch: consecutive operations of one stream as they travel, by network or USB alike.

gzip over one JSON object::

    {"ngo": 1, "device": …, "epoch": …, "first": 41, "prev": hash before, "hash": hash of the last,
     "ops": [{"op", "rec", "act", "base", "form", "salt", "body"}, …]}

Only the two ends of the chain travel: the receiver computes every hash between them, so a change
anywhere shows at the end. A body travels as a JSON string, which keeps its bytes exactly.
Measured with generated guidance sessions as the store writes them (898 B each, flat paths with row ids):
713, 212 and 180 bytes per record in batches of 1, 20 and 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.problem import Problem

from .chain import SALT_BYTES, Act, Operation, link
from .ids import is_id
from .keys import to_bytes, to_text
from .strict import Fields, expand, malformed, pack, squeeze, unpack
from .version import OLDEST, VERSION

MOST = 100  # operations a laptop puts into one batch; measured best on a bad line
MOST_BYTES = 64 * 1024  # of gzip a laptop aims at
SERVER_MOST = 500
SERVER_BYTES = 1024 * 1024  # of gzip the province takes, so that one very long note can still pass
SERVER_PLAIN = 8 * 1024 * 1024
_ACTS: dict[str, Act] = {"put": "put", "del": "del", "erase": "erase"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Operations of one stream, numbered without a gap; never empty."""

    device: str
    epoch: str
    operations: tuple[Operation, ...]

    @property
    def first(self) -> Operation:
        return self.operations[0]

    @property
    def last(self) -> Operation:
        return self.operations[-1]


def encode(batch: Batch) -> bytes:
    """The batch as it travels. The operations must follow from each other (``chain.verify``)."""
    return squeeze(
        pack(
            {
                "ngo": VERSION,
                "device": batch.device,
                "epoch": batch.epoch,
                "first": batch.first.seq,
                "prev": batch.first.prev,
                "hash": batch.last.hash,
                "ops": [
                    {
                        "op": it.op,
                        "rec": it.rec,
                        "act": it.act,
                        "base": it.base,
                        "form": it.form,
                        "salt": to_text(it.salt),
                        "body": it.body.decode("utf-8"),
                    }
                    for it in batch.operations
                ],
            }
        )
    )


def fill(device: str, epoch: str, waiting: Sequence[Operation], most: int = MOST) -> tuple[Batch, bytes]:
    """The longest batch from the front of ``waiting`` within ``most`` operations and 64 KiB, and its bytes.

    A single operation always makes a batch, however long it is.
    """
    count = min(most, len(waiting))
    while True:
        batch = Batch(device, epoch, tuple(waiting[:count]))
        data = encode(batch)
        if len(data) <= MOST_BYTES or count == 1:
            return batch, data
        count //= 2


def decode(data: bytes) -> Batch:
    """The batch in ``data``, its chain proved. Problem ``wire.malformed`` or ``wire.too_large``."""
    if len(data) > SERVER_BYTES:
        raise Problem("wire.too_large")
    fields = Fields(unpack(expand(data, SERVER_PLAIN)), "batch")
    if not OLDEST <= fields.number("ngo") <= VERSION:
        raise malformed("batch.ngo is another version")
    device, epoch = identity(fields, "device"), identity(fields, "epoch")
    first, prev, last = fields.number("first"), hash_in(fields, "prev"), hash_in(fields, "hash")
    items = fields.items("ops", SERVER_MOST)
    fields.done()
    if not items or first == 0:
        raise malformed("a batch holds at least operation 1")
    operations = []
    for seq, item in enumerate(items, first):
        operations.append(_operation(item, seq, prev, device, epoch))
        prev = operations[-1].hash
    if prev != last:
        raise malformed("batch.hash does not follow from its operations")
    return Batch(device, epoch, tuple(operations))


def identity(fields: Fields, name: str) -> str:
    """The field ``name``, an id."""
    text = fields.text(name)
    if not is_id(text):
        raise malformed(f"{name} is not an id")
    return text


def hash_in(fields: Fields, name: str) -> str:
    """The field ``name``, a hash of 64 hex digits."""
    text = fields.text(name)
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise malformed(f"{name} is not a hash")
    return text


def _operation(item: object, seq: int, prev: str, device: str, epoch: str) -> Operation:
    fields = Fields(item, f"ops[{seq}]")
    op, rec, act = identity(fields, "op"), identity(fields, "rec"), _ACTS.get(fields.text("act"))
    if act is None:
        raise malformed(f"ops[{seq}].act is unknown")
    base, form = fields.number("base"), fields.text("form")
    try:
        salt = to_bytes(fields.text("salt"), SALT_BYTES)
    except ValueError as error:
        raise malformed(f"ops[{seq}].salt is not a salt") from error
    body = fields.text("body", SERVER_PLAIN).encode()
    fields.done()
    own = link(prev, device, epoch, seq, op, rec, act, base, form, salt, body)
    return Operation(seq, op, prev, own, rec, act, base, form, salt, body)
