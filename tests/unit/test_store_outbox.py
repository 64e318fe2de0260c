"""The outbox: what waits, what a receipt covers, and a new epoch that loses nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store import Store
from forms.problem import Problem
from sync.wire.chain import GENESIS, verify
from tests.helpers.stores import HOUSEHOLD, NOW, RESIDENT, WHO, reopen, set_up


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = set_up(tmp_path)
    yield store
    store.close()


def add(store: Store, count: int) -> list[str]:
    return [store.records.save(HOUSEHOLD, {"adults": n + 1}, who=WHO, now=NOW).rec for n in range(count)]


def acknowledge(store: Store, seq: int) -> int:
    batch = store.outbox.begin_batch(1, seq, 100, now=NOW)
    return store.outbox.acknowledge(batch.id, seq, store.outbox.hash_at(seq), b'{"ack":1}', now=NOW)


def test_an_empty_store_stands_at_its_beginning(store: Store) -> None:
    stream = store.outbox.stream()
    assert (stream.tip_seq, stream.tip_hash, stream.acked_seq, stream.acked_hash) == (0, GENESIS, 0, GENESIS)
    assert store.outbox.pending(0, 10) == []
    assert store.outbox.waiting() == {}


def test_what_waits_is_a_chain_from_the_beginning(store: Store) -> None:
    recs = add(store, 5)
    stream = store.outbox.stream()
    operations = store.outbox.pending(0, 100)
    assert [it.rec for it in operations] == recs
    assert [it.seq for it in operations] == [1, 2, 3, 4, 5]
    assert verify(operations, stream.device, stream.epoch) is None
    assert (stream.tip_seq, stream.tip_hash) == (5, operations[-1].hash)
    assert store.outbox.pending(2, 2) == operations[2:4]
    assert len({it.salt for it in operations}) == 5
    assert operations[0].form == "household/1"


def test_a_receipt_covers_everything_up_to_it_and_is_shown_in_the_history(store: Store) -> None:
    recs = add(store, 5)
    assert acknowledge(store, 3) == 3
    assert store.outbox.waiting() == {"household": 2}
    assert [store.records.history(rec)[0].acknowledged for rec in recs] == [True] * 3 + [False] * 2
    (batch,) = store.outbox.batches()
    assert (batch.state, batch.receipt_at) == ("acknowledged", "2026-08-14T08:30:00.000+07:00")
    assert store.records.history(recs[0])[0].receipt == batch.id
    assert acknowledge(store, 2) == 0, "a late copy of an old receipt takes nothing back"
    assert store.outbox.stream().acked_seq == 3
    assert len(store.outbox.receipts()) == 1
    assert len(store.outbox.pending(1, 10)) == 4, (
        "a restored province is filled up again from below the receipt"
    )


@pytest.mark.parametrize(("seq", "digest"), [(2, "f" * 64), (9, "f" * 64), (9, ""), (-1, ""), (0, "f" * 64)])
def test_a_receipt_for_another_hash_is_refused_and_marks_nothing(store: Store, seq: int, digest: str) -> None:
    add(store, 3)
    with pytest.raises(Problem) as raised:
        store.outbox.acknowledge("batch", seq, digest, b"{}", now=NOW)
    assert raised.value.code == "sync.receipt"
    assert store.outbox.stream().acked_seq == 0
    assert store.outbox.receipts() == []


def test_sent_and_exported_are_not_acknowledged(store: Store) -> None:
    add(store, 2)
    batch = store.outbox.begin_batch(1, 2, 321, now=NOW)
    assert store.outbox.batches()[0].finished_at is None
    store.outbox.end_batch(batch.id, "exported", now=NOW)
    assert store.outbox.waiting() == {"household": 2}


def test_a_new_epoch_emits_again_what_has_no_receipt(store: Store, tmp_path: Path) -> None:
    recs = add(store, 5)
    old = store.outbox.pending(0, 10)
    acknowledge(store, 2)
    device = store.outbox.stream().device
    stream = store.outbox.begin_epoch(now=NOW)
    new = store.outbox.pending(0, 10)
    assert (stream.device, stream.acked_seq, stream.tip_seq) == (device, 0, 3)
    assert stream.epoch != store.outbox.batches()[0].epoch
    assert [(it.seq, it.rec) for it in new] == list(enumerate(recs[2:], start=1))
    assert [(it.op, it.body) for it in new] == [(it.op, it.body) for it in old[2:]]
    assert verify(new, device, stream.epoch) is None
    add(store, 1)
    assert store.outbox.pending(3, 10)[0].prev == new[-1].hash
    assert acknowledge(store, 4) == 4
    assert store.outbox.waiting() == {}
    assert all(change.acknowledged for rec in recs for change in store.records.history(rec))
    assert store.outbox.broken_at() is None
    store.close()
    with_all = reopen(tmp_path)
    assert with_all.outbox.stream().acked_seq == 4
    assert with_all.sound()
    with_all.close()


def test_epochs_without_a_receipt_follow_each_other(store: Store) -> None:
    store.outbox.begin_epoch(now=NOW)
    add(store, 2)
    first = store.outbox.stream()
    second = store.outbox.begin_epoch(now=NOW)
    assert second.epoch != first.epoch
    assert second.tip_seq == 2
    assert store.outbox.broken_at() is None


def test_an_epoch_begun_when_nothing_waits_starts_its_chain_anew(store: Store) -> None:
    add(store, 3)
    acknowledge(store, 3)
    stream = store.outbox.begin_epoch(now=NOW)
    assert (stream.tip_seq, stream.tip_hash) == (0, GENESIS)
    add(store, 1)
    assert verify(store.outbox.pending(0, 9), stream.device, stream.epoch) is None
    assert store.outbox.broken_at() is None


def test_the_safe_mark_moves_forward_only(store: Store) -> None:
    add(store, 3)
    store.outbox.keep_safe(2, store.outbox.hash_at(2))
    store.outbox.keep_safe(1, store.outbox.hash_at(1))
    assert store.outbox.stream().safe_seq == 2
    with pytest.raises(Problem):
        store.outbox.keep_safe(3, GENESIS)


def test_a_change_tampered_with_is_found(store: Store) -> None:
    add(store, 4)
    assert store.outbox.broken_at() is None
    store._file.run("UPDATE change SET body = x'7b7d' WHERE seq = 3")
    assert store.outbox.broken_at() == 3
    assert not store.sound()


def test_the_feed_seen_so_far_is_the_base_of_a_change(store: Store) -> None:
    store.meta.set("feed", "1099511627781")
    add(store, 1)
    assert store.outbox.pending(0, 1)[0].base == 1099511627781


def test_consents_are_kept_withdrawn_and_travel(store: Store) -> None:
    rec = store.records.save(RESIDENT, {"full_name": "Lê Mẫu"}, who=WHO, now=NOW).rec
    given = store.consents.add(
        rec,
        text_version="2026-1",
        purposes=["contact", "follow_up"],
        method="spoken",
        recorder=WHO,
        now=NOW,
        representative="Bà Mẫu",
    )
    assert store.consents.of(rec) == (given,)
    body = json.loads(store.outbox.pending(1, 1)[0].body)
    assert body["person"] == {"representative": "Bà Mẫu"}
    assert body["set"]["purposes"] == [
        "contact",
        "follow_up",
    ]
    for _ in range(2):
        store.consents.withdraw(given.id, who=WHO, now=NOW)
    assert store.consents.of(rec)[0].withdrawn_at == "2026-08-14T08:30:00.000+07:00"
    assert store.outbox.waiting() == {"resident": 1, "consent": 2}
    with pytest.raises(Problem):
        store.consents.withdraw("none", who=WHO, now=NOW)
