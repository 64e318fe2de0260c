"""The hash chain: what it binds, and that any change of it shows."""

from dataclasses import replace
from hashlib import sha256

import pytest

from sync.wire.chain import GENESIS, Operation, link, verify
from sync.wire.ids import is_id, new_id

DEVICE, EPOCH = "device-1", "epoch-1"


def chain(count: int, prev: str = GENESIS, first: int = 1) -> list[Operation]:
    made = []
    for seq in range(first, first + count):
        content = (f"op{seq}", "rec", "put", 0, "form/1", bytes(16), b'{"n":%d}' % seq)
        here = link(prev, DEVICE, EPOCH, seq, *content)
        op, rec, _act, base, form, salt, body = content
        made.append(Operation(seq, op, prev, here, rec, "put", base, form, salt, body))
        prev = here
    return made


def test_the_hash_is_the_one_the_contract_spells_out() -> None:
    """Written out by hand from NGO-1 §2.1, so that another implementation can be checked against it."""
    fields = [b"0" * 64, b"device-1", b"epoch-1", b"1", b"op1", b"rec", b"put", b"0", b"form/1"]
    fields.append(sha256(bytes(16) + b'{"n":1}').digest())
    encoded = b"".join(bytes([0, 0, 0, len(field)]) + field for field in fields)
    assert chain(1)[0].hash == sha256(encoded).hexdigest()


def test_an_unbroken_chain_verifies_from_its_beginning_and_from_its_middle() -> None:
    operations = chain(5)
    assert verify(operations, DEVICE, EPOCH) is None
    assert verify(operations[2:], DEVICE, EPOCH, operations[1].hash) is None
    assert verify([], DEVICE, EPOCH) is None


@pytest.mark.parametrize(
    "change",
    [
        {"op": "op9"},
        {"rec": "other"},
        {"act": "del"},
        {"base": 7},
        {"form": "form/2"},
        {"salt": b"1" * 16},
        {"body": b'{"n":9}'},
        {"prev": "f" * 64},
        {"hash": "f" * 64},
        {"seq": 9},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_field_changed_breaks_it_there(change: dict[str, object]) -> None:
    operations = chain(4)
    operations[1] = replace(operations[1], **change)  # type: ignore[arg-type]
    assert verify(operations, DEVICE, EPOCH) == operations[1].seq


def test_a_gap_a_swap_and_another_stream_break_it() -> None:
    operations = chain(4)
    assert verify([operations[0], *operations[2:]], DEVICE, EPOCH) == 3
    assert verify([operations[0], operations[2], operations[1]], DEVICE, EPOCH) == 3
    assert verify(operations, "device-2", EPOCH) == 1
    assert verify(operations, DEVICE, "epoch-2") == 1


def test_a_number_left_out_breaks_it_even_when_the_hashes_follow() -> None:
    first = chain(1)
    skipping = chain(1, prev=first[0].hash, first=3)
    assert verify(first + skipping, DEVICE, EPOCH) == 3


def test_fields_cannot_run_into_each_other() -> None:
    rest = (GENESIS, DEVICE, EPOCH, 1)
    assert link(*rest, "ab", "c", "put", 0, "f/1", b"", b"") != link(
        *rest, "a", "bc", "put", 0, "f/1", b"", b""
    )


def test_ids_are_uuids_of_version_7_and_differ() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(is_id(it) and it[14] == "7" for it in ids)
    assert not is_id("7")
    assert not is_id(next(iter(ids)).upper())
