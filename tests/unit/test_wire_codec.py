"""The batch as it travels: exact, bounded, and nothing doubtful taken."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problem import Problem
from sync.wire import keys, strict
from sync.wire.batch import MOST_BYTES, Batch, decode, encode, fill
from sync.wire.chain import GENESIS, Operation, link, verify
from sync.wire.ids import new_id
from sync.wire.messages import Ack, BatchAnswer, Confirmation, Enrolment, Held, Receipt

DEVICE, EPOCH = new_id(), new_id()


def chained(parts, first=1, prev=GENESIS) -> tuple[Operation, ...]:
    made = []
    for seq, (act, base, form, salt, body) in enumerate(parts, first):
        op, rec = new_id(), new_id()
        own = link(prev, DEVICE, EPOCH, seq, op, rec, act, base, form, salt, body)
        made.append(Operation(seq, op, prev, own, rec, act, base, form, salt, body))
        prev = own
    return tuple(made)


def one(body: bytes = b"{}") -> Batch:
    return Batch(DEVICE, EPOCH, chained([("put", 0, "feedback/1", b"s" * 16, body)]))


def refused(data: bytes) -> str:
    with pytest.raises(Problem) as told:
        decode(data)
    assert str(told.value)
    return told.value.code


parts = st.tuples(
    st.sampled_from(["put", "del", "erase"]),
    st.integers(0, 2**63 - 1),
    st.text(max_size=20),
    st.binary(min_size=16, max_size=16),
    st.text(max_size=200).map(str.encode),
)


@given(
    st.lists(parts, min_size=1, max_size=8),
    st.integers(1, 2**40),
    st.binary(min_size=32, max_size=32),
)
def test_what_comes_out_is_what_went_in(some, first, before):
    prev = GENESIS if first == 1 else before.hex()
    batch = Batch(DEVICE, EPOCH, chained(some, first, prev))
    assert decode(encode(batch)) == batch
    assert encode(decode(encode(batch))) == encode(batch)
    assert verify(batch.operations, DEVICE, EPOCH, prev) is None


def test_control_signs_and_odd_spaces_keep_their_bytes():
    body = '{"a":"\\u0000\\n\u2028 x\U0001f600ơ̆", "b" : 1.0 }\r\n'.encode()
    assert decode(encode(one(body))).first.body == body


@given(st.binary(max_size=300))
def test_noise_is_refused(data):
    assert refused(data) == "wire.malformed"


@given(st.data())
def test_a_change_anywhere_is_seen(data):
    plain = strict.expand(encode(one(b'{"set":{"a":1}}')), 10_000)
    at = data.draw(st.integers(0, len(plain) - 1))
    changed = bytearray(plain)
    changed[at] ^= data.draw(st.integers(1, 127))
    assert refused(strict.squeeze(bytes(changed))) == "wire.malformed"


def edited(**changes) -> bytes:
    value = json.loads(strict.expand(encode(one()), 10_000)) | changes
    return strict.squeeze(json.dumps(value).encode())


@pytest.mark.parametrize(
    "changes",
    [
        {"ngo": 2},
        {"ngo": True},
        {"ngo": "1"},
        {"device": "x"},
        {"device": new_id()},
        {"epoch": DEVICE.upper()},
        {"first": 0},
        {"first": 2},
        {"first": -1},
        {"first": 1.0},
        {"first": 2**63},
        {"prev": "f" * 64},
        {"hash": "f" * 64},
        {"hash": "F" * 64},
        {"ops": []},
        {"ops": {}},
        {"ops": [1]},
        {"more": 1},
    ],
    ids=str,
)
def test_a_wrong_field_is_named(changes):
    assert refused(edited(**changes)) == "wire.malformed"


@pytest.mark.parametrize(
    "change",
    [
        {"op": "1"},
        {"act": "drop"},
        {"base": -1},
        {"salt": "AAAA"},
        {"salt": "?"},
        {"body": {}},
        {"x": 1},
        {"form": 1},
    ],
    ids=str,
)
def test_a_wrong_operation_is_named(change):
    op = json.loads(strict.expand(encode(one()), 10_000))["ops"][0] | change
    assert refused(edited(ops=[op])) == "wire.malformed"


def test_too_many_operations_and_too_many_bytes():
    op = json.loads(strict.expand(encode(one()), 10_000))["ops"][0]
    assert refused(edited(ops=[op] * 501)) == "wire.too_large"
    assert refused(strict.squeeze(b" " * (9 << 20))) == "wire.too_large"
    assert refused(b"\0" * ((1 << 20) + 1)) == "wire.too_large"


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1,"a":2}',
        b'{"x":{"a":1,"a":1}}',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e999",
        b'"\\ud800"',
        b'["\\udc00\\ud800"]',
        b'{"\\ud800":1}',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b"[" * 33 + b"]" * 33,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5000,
        b"12345678901234567890",
        b"{} {}",
        b"",
        b"'a'",
    ],
    ids=lambda it: it[:20].decode("latin-1"),
)
def test_doubtful_json_is_refused(text):
    with pytest.raises(Problem) as told:
        strict.unpack(text)
    assert told.value.code == "wire.malformed"


def test_what_is_sound_json_passes():
    assert strict.unpack('{"a":"\\ud83d\\ude00é","b":[1,-2.5,null,true]}'.encode()) == {
        "a": "\U0001f600é",
        "b": [1, -2.5, None, True],
    }
    assert strict.unpack(b"[" * 32 + b"]" * 32)


@pytest.mark.parametrize(
    "spoil", [lambda it: it[:-1], lambda it: it + b"x", lambda it: it + it, lambda it: it[2:]]
)
def test_gzip_must_be_one_whole_stream(spoil):
    with pytest.raises(Problem) as told:
        strict.expand(spoil(strict.squeeze(b"{}" * 100)), 1000)
    assert told.value.code == "wire.malformed"


def test_gzip_is_stopped_at_the_cap():
    assert strict.expand(strict.squeeze(b"a" * 1000), 1000) == b"a" * 1000
    with pytest.raises(Problem) as told:
        strict.expand(strict.squeeze(b"a" * 1001), 1000)
    assert told.value.code == "wire.too_large"


def test_a_batch_is_filled_to_100_or_64_kib_but_holds_at_least_one():
    small = chained([("put", 0, "feedback/1", b"s" * 16, b"{}")] * 150)
    assert len(fill(DEVICE, EPOCH, small)[0].operations) == 100
    assert len(fill(DEVICE, EPOCH, small, 7)[0].operations) == 7
    noise = random.Random(1)
    large = chained(
        ("put", 0, "feedback/1", b"s" * 16, noise.randbytes(size).hex().encode())
        for size in (5_000,) * 40 + (90_000,)
    )
    batch, data = fill(DEVICE, EPOCH, large)
    assert 1 < len(batch.operations) < 41
    assert len(data) <= MOST_BYTES
    assert len(fill(DEVICE, EPOCH, large[-1:])[0].operations) == 1


def test_signatures_are_bound_to_their_place():
    seed = keys.new_seed()
    key = keys.public(seed)
    message = keys.request("/v1/batches", "t", "n", b"body")
    signature = keys.sign(seed, message)
    keys.check(key, message, signature)
    others = [
        keys.request("/v1/batches", "t", "n", b"body!"),
        keys.request("/v1/batches", "tn", "", b"body"),
        keys.request("/v1/session", "t", "n", b"body"),
        keys.answer("/v1/batches", "n", 200, b"body"),
    ]
    wrong = [(key, it, signature) for it in others]
    wrong += [(keys.public(keys.new_seed()), message, signature), (key, message, ""), (key, message, "é")]
    wrong += [
        ("", message, signature),
        (key, message, signature[:-4] + "AAAA"),
        (key, message, signature + "\n"),
    ]
    for it in wrong:
        with pytest.raises(Problem) as told:
            keys.check(*it)
        assert told.value.code == "wire.signature"


@pytest.mark.parametrize("text", ["QR==", "QQ", "QQ==\n", " QQ==", "QQ==QQ==", "é"])
def test_base64_has_one_spelling(text):
    assert keys.to_bytes("QQ==", 1) == b"A"
    with pytest.raises(ValueError, match=r"not|ASCII"):
        keys.to_bytes(text, 1)


def test_a_receipt_is_the_same_for_the_same_facts_and_no_other():
    seed = keys.new_seed()
    facts = (DEVICE, EPOCH, 1, 100, "a" * 64, "2026-11-21T07:40:00+07:00")
    receipt = Receipt.signed(seed, *facts)
    assert receipt == Receipt.signed(seed, *facts)
    receipt.check(keys.public(seed))
    assert (receipt.count, len(receipt.code)) == (100, 4)
    assert receipt.code == receipt.code.upper()
    for changed in (
        replace(receipt, last=101),
        replace(receipt, received_at=""),
        replace(receipt, hash="b" * 64),
    ):
        with pytest.raises(Problem):
            changed.check(keys.public(seed))


def test_messages_come_back_as_they_were():
    seed = keys.new_seed()
    receipt = Receipt.signed(seed, DEVICE, EPOCH, 1, 2, "a" * 64, "now")
    held = (Held(2, new_id(), "fault", "people/1/topics"),)
    answer = BatchAnswer(Ack(2, "a" * 64), Ack(0, GENESIS), receipt, held)
    assert BatchAnswer.read(json.loads(strict.pack(answer.plain()))) == answer
    confirmation = Confirmation(receipt, held)
    assert Confirmation.from_json(confirmation.to_json()) == confirmation
    enrolment = Enrolment("https://x", DEVICE, seed, {"unit": "á"}, keys.public(seed), keys.public(seed), "t")
    assert Enrolment.from_json(enrolment.to_json()) == enrolment
    with pytest.raises(Problem):
        Receipt.read(receipt.plain() | {"first": 3})


def test_a_reason_from_a_newer_province_shows_as_it_is():
    assert Held(1, new_id(), "something_new").text == "something_new"
