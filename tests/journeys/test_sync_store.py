"""A laptop's real store and the real province: what was saved arrives, once, and passes the same rules."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.store import Cost, Store
from forms.library import built_in
from sync.client import enrol, send
from sync.server import Province
from sync.wire.messages import Confirmation, Enrolment
from tests.helpers.stores import NOW, PASSPHRASE, WHO
from tests.journeys.memory import QUICK, Stoppable, try_to_send
from tests.journeys.proxy import Proxy

SURVEY = {"date": "2026-08-14", "place": "home", "overall": "4", "suggestion": "Đường vào thôn tối, mạng yếu"}
SETTINGS = replace(QUICK, clock=lambda: NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.set_up(
        tmp_path / "laptop", PASSPHRASE, "An", "member", cost=Cost(time=1, memory_kib=8, parallelism=1)
    )
    yield store
    store.close()


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    with Province(tmp_path / "province", clock=lambda: NOW) as it:
        yield it


def enrolled(province: Province, store: Store) -> Enrolment:
    device = store.outbox.stream().device
    enrolment = enrol(province.url, province.new_code("01"), device, Stoppable(), SETTINGS)
    store.meta.set("enrolment", enrolment.to_json())
    return Enrolment.from_json(store.meta.get("enrolment"))


def ask(home: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(home / "province.db")) as db:
        return db.execute(sql).fetchall()


def test_saved_sent_receipted_and_every_answer_is_there(store, province, tmp_path):
    form = built_in("satisfaction_survey")
    saved = [
        store.records.save(form, SURVEY | {"difficulty": f"khó {n}"}, who=WHO, now=NOW).rec
        for n in range(250)
    ]
    store.records.save(form, SURVEY | {"difficulty": "đã sửa"}, rec=saved[0], who=WHO, now=NOW)
    store.records.delete(form, saved[1], who=WHO, now=NOW)
    job = Stoppable()
    sent = send(store.outbox, enrolled(province, store), job, SETTINGS)
    assert (sent.count, sent.held) == (252, ())
    assert store.outbox.waiting() == {}
    assert job.told[-1] == (252, 252)

    home = tmp_path / "province"
    state = {
        (rec, path): json.loads(value) for rec, path, value in ask(home, "SELECT rec, path, value FROM state")
    }
    for rec in saved[2:]:
        values = store.records.get(form, rec).values
        assert {path: value for (it, path), value in state.items() if it == rec} == values
    assert state[saved[0], "difficulty"] == "đã sửa"
    assert state[saved[1], "@deleted"] is True
    kept = dict(ask(home, "SELECT seq, hash FROM operation"))
    assert kept == {it.seq: it.hash for it in store.outbox.pending(0, 1000)}
    receipts = [Confirmation.from_json(row["body"]).receipt for row in store.outbox.receipts()]
    assert [it.last for it in receipts] == [252, 200, 100]
    for receipt in receipts:
        receipt.check(province.sign_key)
        assert kept[receipt.last] == receipt.hash
    assert {it.state for it in store.outbox.batches()} == {"acknowledged"}


def test_a_record_that_breaks_the_rules_is_returned_and_the_rest_goes_on(store, province):
    form = built_in("satisfaction_survey")
    bad = store.records.save(form, SURVEY | {"overall": "9"}, who=WHO, now=NOW).rec
    store.records.save(form, SURVEY, who=WHO, now=NOW)
    enrolment = enrolled(province, store)
    sent = send(store.outbox, enrolment, Stoppable(), SETTINGS)
    assert sent.count == 2
    assert [(it.rec, it.reason, it.path) for it in sent.held] == [(bad, "fault", "overall")]
    assert sent.held[0].text == "Có câu trả lời chưa đúng quy tắc của biểu mẫu."
    store.records.save(form, SURVEY, rec=bad, who=WHO, now=NOW)
    assert send(store.outbox, enrolment, Stoppable(), SETTINGS).held == ()


def test_a_line_that_loses_answers_doubles_nothing(store, province, tmp_path):
    form = built_in("satisfaction_survey")
    for n in range(130):
        store.records.save(form, SURVEY | {"difficulty": str(n)}, who=WHO, now=NOW)
    enrolment = enrolled(province, store)
    fates = {1: "lose:1", 2: "cut:3000", 4: "lose:0"}
    with Proxy(province.url, lambda n: fates.get(n, "ok")) as line:
        bad = replace(enrolment, url=line.url)
        told = {try_to_send(store.outbox, bad, SETTINGS) for _ in range(5)}
        assert told <= {"", "sync.offline"}
        assert line.connections >= 2
    assert store.outbox.waiting() == {}
    assert ask(tmp_path / "province", "SELECT count(*), count(DISTINCT op), max(seq) FROM operation") == [
        (130, 130, 130)
    ]


def test_a_restored_backup_begins_a_new_epoch_and_both_histories_are_kept(store, province, tmp_path):
    """The laptop's file is put back to yesterday's copy, and other work is written over the lost day."""
    form = built_in("satisfaction_survey")
    store.records.save(form, SURVEY, who=WHO, now=NOW)
    enrolment = enrolled(province, store)
    send(store.outbox, enrolment, Stoppable(), SETTINGS)
    before = store.outbox.stream()
    lost = store.records.save(form, SURVEY | {"difficulty": "ngày bị mất"}, who=WHO, now=NOW)
    send(store.outbox, enrolment, Stoppable(), SETTINGS)
    with store.together():  # what a restored copy holds: neither the record nor its receipt
        store._file.run("DELETE FROM change WHERE seq = ?", (lost.seq,))
        store._file.run("DELETE FROM receipt WHERE upto = ?", (lost.seq,))
        store._file.run("UPDATE epoch SET acked = 1")
    store.records.save(form, SURVEY | {"difficulty": "ngày mới"}, who=WHO, now=NOW)
    assert send(store.outbox, enrolment, Stoppable(), SETTINGS).count == 1
    assert store.outbox.stream().epoch != before.epoch
    found = ask(tmp_path / "province", "SELECT value FROM state WHERE path = 'difficulty' ORDER BY gseq")
    assert found == [('"ngày bị mất"',), ('"ngày mới"',)]
