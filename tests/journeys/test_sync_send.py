"""From the outbox to the province and back with a receipt, over real HTTP, with the real server."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
import requests

from forms.problem import Problem
from sync.client import send
from sync.server import Province
from sync.wire import keys
from sync.wire.batch import Batch, encode
from sync.wire.messages import BATCHES, SESSION, SessionRequest
from sync.wire.strict import pack, squeeze
from tests.journeys.memory import QUICK, Memory, Stoppable, enrolled, rows, try_to_send
from tests.journeys.proxy import Proxy


def hashes(home) -> dict[tuple[str, str, int], str]:
    return {it[:3]: it[3] for it in rows(home, "SELECT device, epoch, seq, hash FROM operation")}


def all_there(home, outbox: Memory) -> None:
    kept = hashes(home)
    for it in outbox.operations:
        assert kept[outbox.device, outbox.epoch, it.seq] == it.hash


class Raw:
    """A laptop that signs whatever it is told to."""

    def __init__(self, province, outbox: Memory) -> None:
        self.url, self.outbox, self.enrolment = province.url, outbox, enrolled(province, outbox)
        asked = SessionRequest(1, outbox.device, outbox.epoch, 0)
        self.token = self.post(SESSION, pack(asked.plain())).json()["token"]

    def post(self, path: str, body: bytes, token: str = "", signed: bytes | None = None):
        nonce = keys.new_nonce()
        message = keys.request(path, token, nonce, body if signed is None else signed)
        headers = {
            keys.NONCE_HEADER: nonce,
            keys.SIGNATURE_HEADER: keys.sign(self.enrolment.seed, message),
            "Authorization": f"Bearer {token}",
        }
        return requests.post(self.url + path, data=body, headers=headers, timeout=10)

    def batch(self, first: int, last: int, **changes):
        batch = Batch(self.outbox.device, self.outbox.epoch, tuple(self.outbox.operations[first - 1 : last]))
        return self.post(BATCHES, encode(batch), changes.get("token", self.token))


def test_enrol_send_receipt(province, tmp_path):
    outbox, job = Memory(), Stoppable()
    for _ in range(250):
        outbox.write({"q": "á"})
    enrolment = enrolled(province, outbox)
    assert enrolment.scope == {"unit": "thon-3", "role": "member"}
    sent = send(outbox, enrolment, job, QUICK)
    assert sent.count == 250
    assert [it.count for it in sent.receipts] == [100, 100, 50]
    assert job.told[0] == (0, 250)
    assert job.told[-1] == (250, 250)
    all_there(tmp_path / "tỉnh", outbox)
    for receipt in sent.receipts:
        receipt.check(province.sign_key)
        assert receipt.hash == outbox.hash_at(receipt.last)
        assert len(receipt.code) == 4
    assert [it.receipt for it in outbox.confirmations()] == list(sent.receipts)
    assert send(outbox, enrolment, Stoppable(), QUICK).count == 0
    assert {it.state for it in outbox.parcels} == {"acknowledged"}


def test_the_same_batch_gets_the_same_answer_also_at_once(province, tmp_path):
    outbox = Memory()
    for _ in range(30):
        outbox.write(form="no_such_form/1")
    raw = Raw(province, outbox)
    with ThreadPoolExecutor(8) as pool:
        answers = [it.json() for it in pool.map(lambda _: raw.batch(1, 30), range(8))]
    assert all(it == answers[0] for it in answers)
    assert len(answers[0]["held"]) == 30
    assert raw.batch(1, 30).json() == answers[0]
    assert rows(tmp_path / "tỉnh", "SELECT count(*), count(DISTINCT op) FROM operation") == [(30, 30)]


def test_an_overlapping_batch_adds_only_what_is_new(province, tmp_path):
    outbox = Memory()
    for _ in range(20):
        outbox.write()
    raw = Raw(province, outbox)
    raw.batch(1, 10)
    answer = raw.batch(5, 20).json()
    assert answer["ack"] == {"seq": 20, "hash": outbox.hash_at(20)}
    all_there(tmp_path / "tỉnh", outbox)
    assert rows(tmp_path / "tỉnh", "SELECT count(*) FROM operation") == [(20,)]


def test_a_gap_is_answered_with_where_the_stream_stands(province):
    outbox = Memory()
    for _ in range(9):
        outbox.write()
    raw = Raw(province, outbox)
    raw.batch(1, 3)
    answer = raw.batch(5, 9)
    assert answer.status_code == 200
    assert answer.json()["ack"] == {"seq": 3, "hash": outbox.hash_at(3)}
    assert answer.json()["receipt"] is None


def test_another_history_is_a_fork(province):
    outbox = Memory()
    outbox.write()
    raw = Raw(province, outbox)
    raw.batch(1, 1)
    outbox.operations.clear()
    outbox.write()
    outbox.write()
    for first, last in ((1, 1), (1, 2), (2, 2)):
        answer = raw.batch(first, last)
        assert (answer.status_code, answer.json()["code"]) == (409, "wire.fork")


def test_a_cloned_laptop_starts_a_new_epoch_and_nothing_is_lost_or_doubled(province, tmp_path):
    one = Memory()
    enrolment = enrolled(province, one)
    for _ in range(5):
        one.write({"a": 1})
    clone = Memory(one.device)
    clone.epoch, clone.operations = one.epoch, list(one.operations)
    one.write({"a": 2})
    clone.write({"a": 3})
    assert send(one, enrolment, Stoppable(), QUICK).count == 6
    assert send(clone, enrolment, Stoppable(), QUICK).count == 6
    assert clone.epoch != one.epoch
    home = tmp_path / "tỉnh"
    assert rows(home, "SELECT count(*), count(DISTINCT op) FROM operation") == [(12, 7)]
    assert rows(home, "SELECT count(*) FROM state WHERE path = 'a'") == [(7,)]
    assert rows(home, "SELECT count(*) FROM held WHERE reason = 'differs'") == [(0,)]


def test_lost_answers_cuts_and_refusals_lose_and_double_nothing(province, tmp_path):
    outbox = Memory()
    enrolment = enrolled(province, outbox)
    for _ in range(120):
        outbox.write({"text": "x" * 300})
    fates = {1: "refuse", 2: "cut:2500", 3: "ok", 4: "lose:1", 5: "cut:4000"}
    with Proxy(province.url, lambda n: fates.get(n, "ok")) as line:
        bad = replace(enrolment, url=line.url)
        assert {try_to_send(outbox, bad) for _ in range(4)} <= {"", "sync.offline"}
        assert line.connections > 5
    assert outbox.acked == 120
    all_there(tmp_path / "tỉnh", outbox)
    assert rows(tmp_path / "tỉnh", "SELECT count(*) FROM operation") == [(120,)]


def test_a_lost_answer_is_made_good_by_the_next_session(province):
    outbox = Memory()
    enrolment = enrolled(province, outbox)
    for _ in range(7):
        outbox.write()
    raw = Raw(province, outbox)  # a second enrolment with another key: only while nothing has come
    raw.batch(1, 7)
    assert outbox.acked == 0
    sent = send(outbox, raw.enrolment, Stoppable(), QUICK)
    assert (sent.count, outbox.acked) == (7, 7)
    assert (sent.receipts[0].first, sent.receipts[0].last) == (1, 7)
    with pytest.raises(Problem) as told:
        send(outbox, enrolment, Stoppable(), QUICK)
    assert told.value.code == "sync.refused"


def test_what_arrived_but_lost_its_answer_is_not_sent_again(province):
    outbox = Memory()
    enrolment = enrolled(province, outbox)
    for _ in range(100):
        outbox.write({"text": os.urandom(200).hex()})
    with Proxy(province.url, lambda n: "lose:1" if n == 1 else "ok") as line:
        sent = send(outbox, replace(enrolment, url=line.url), Stoppable(), QUICK)
        assert line.up < 1.5 * outbox.parcels[0].size
    assert sent.count == 100
    assert [it.state for it in outbox.parcels] == ["acknowledged"]


def test_what_is_sent_again_after_a_new_epoch_has_no_second_effect(province, tmp_path, clock):
    """The laptop must be allowed to change its own value again, and must not bring back what others changed."""
    one, two = Memory(), Memory()
    mine, other = enrolled(province, one), enrolled(province, two)
    home = tmp_path / "tỉnh"
    rec = one.write({"a": 1, "b": 1})
    send(one, mine, Stoppable(), QUICK)
    two.write({"b": 2}, rec=rec, base=rows(home, "SELECT max(gseq) FROM operation")[0][0])
    send(two, other, Stoppable(), QUICK)
    one.acked = 0
    one.begin_epoch(now=clock())
    one.write({"a": 3}, rec=rec)
    assert send(one, mine, Stoppable(), QUICK).count == 2
    assert rows(home, "SELECT path, value FROM state ORDER BY path") == [("a", "3"), ("b", "2")]
    assert rows(home, "SELECT * FROM conflict") == []


def test_restart_keeps_everything(tmp_path):
    outbox = Memory()
    outbox.write()
    with Province(tmp_path) as province:
        enrolment = enrolled(province, outbox)
        first = send(outbox, enrolment, Stoppable(), QUICK)
        url = province.url
    with pytest.raises(Problem) as told:
        send(outbox, enrolment, Stoppable(), QUICK)
    assert told.value.code == "sync.offline"
    outbox.write()
    with Province(tmp_path) as province:
        assert province.url == url
        assert send(outbox, enrolment, Stoppable(), QUICK).count == 1
        outbox.acked, outbox.parcels = 0, []
        again = send(outbox, enrolment, Stoppable(), QUICK)
    assert again.receipts[0].hash == outbox.hash_at(2)
    assert first.receipts[0].hash == outbox.hash_at(1)


def test_a_tampered_or_replayed_request_is_refused(province):
    outbox, other = Memory(), Memory()
    outbox.write()
    other.write()
    raw, stranger = Raw(province, outbox), Raw(province, other)
    batch = encode(Batch(outbox.device, outbox.epoch, tuple(outbox.operations)))
    assert raw.post(BATCHES, batch[:-1] + b"!", raw.token, signed=batch).status_code == 401
    assert stranger.post(BATCHES, batch, stranger.token).json()["code"] == "wire.signature"
    assert stranger.post(BATCHES, batch, raw.token).json()["code"] == "wire.signature"
    assert raw.post(BATCHES, batch, "no such token").json()["code"] == "wire.session"
    asked = pack(SessionRequest(1, outbox.device, outbox.epoch, 0).plain())
    nonce = keys.new_nonce()
    headers = {
        keys.NONCE_HEADER: nonce,
        keys.SIGNATURE_HEADER: keys.sign(raw.enrolment.seed, keys.request(SESSION, "", nonce, asked)),
    }
    url = province.url + SESSION
    assert requests.post(url, data=asked, headers=headers, timeout=9).status_code == 200
    assert requests.post(url, data=asked, headers=headers, timeout=9).status_code == 401


def test_bombs_and_oversize_are_refused_before_they_are_opened(province):
    outbox = Memory()
    outbox.write()
    raw = Raw(province, outbox)
    bomb = squeeze(b" " * 50_000_000)
    assert len(bomb) < 64 * 1024
    for body in (bomb, b"\0" * (2 * 1024 * 1024)):
        answer = raw.post(BATCHES, body, raw.token)
        assert (answer.status_code, answer.json()["code"]) == (413, "wire.too_large")
    for body in (b"", b"{}", squeeze(b"{}"), squeeze(b"[" * 5000), squeeze(b"{}") + squeeze(b"{}")):
        answer = raw.post(BATCHES, body, raw.token)
        assert (answer.status_code, answer.json()["code"]) == (400, "wire.malformed")
    nonce = keys.new_nonce()
    pieces = (b"x" * 100_000 for _ in range(30))  # sent without saying how much comes
    headers = {keys.NONCE_HEADER: nonce}
    assert requests.post(province.url + BATCHES, data=pieces, headers=headers, timeout=9).status_code == 413
    assert raw.batch(1, 1).status_code == 200


def test_a_session_that_ran_out_is_renewed_in_passing(tmp_path):
    now = [datetime(2026, 11, 21, 7, 40, tzinfo=timezone(timedelta(hours=7)))]
    outbox, job = Memory(), Stoppable()
    with Province(tmp_path, clock=lambda: now[0]) as province:
        enrolment = enrolled(province, outbox)
        for _ in range(250):
            outbox.write()
        job.tell = lambda done, total: now.__setitem__(0, now[0] + timedelta(minutes=16))  # type: ignore[method-assign]
        assert send(outbox, enrolment, job, QUICK).count == 250
        raw = Raw(province, Memory())
        raw.outbox.write()
        now[0] += timedelta(minutes=30, seconds=1)
        answer = raw.batch(1, 1)
    assert (answer.status_code, answer.json()["code"]) == (401, "wire.session")


def test_endless_faults_do_not_make_the_answer_unreadable(province):
    from forms.library import built_in

    form = built_in("satisfaction_survey")
    outbox = Memory()
    for _ in range(3):
        outbox.write({f"{n}" + "x" * 500: 1 for n in range(2000)}, form=f"{form.id}/{form.version}")
    sent = send(outbox, enrolled(province, outbox), Stoppable(), QUICK)
    assert (sent.count, len(sent.held)) == (3, 60)


def test_a_large_record_still_passes_and_a_full_batch_keeps_to_64_kib(province):
    import random

    outbox = Memory()
    enrolment = enrolled(province, outbox)
    for _ in range(3):
        outbox.write({"text": random.randbytes(60_000).hex()})
    for _ in range(40):
        outbox.write({"text": random.randbytes(2_000).hex()})
    assert send(outbox, enrolment, Stoppable(), QUICK).count == 43
    assert all(it.size <= 64 * 1024 or it.first_seq == it.last_seq for it in outbox.parcels)
    assert len(outbox.parcels) > 3


def test_stop_between_and_during_batches_and_nothing_leaves_afterwards(province):
    outbox, job = Memory(), Stoppable()
    enrolment = enrolled(province, outbox)
    for _ in range(250):
        outbox.write()
    job.tell = lambda done, total: setattr(job, "cancelled", done == 100)  # type: ignore[method-assign]
    with pytest.raises(Problem) as told:
        send(outbox, enrolment, job, QUICK)
    assert (told.value.code, outbox.acked) == ("sync.cancelled", 100)
    assert threading.active_count() == 2 or not [it for it in threading.enumerate() if it.name == "sync-stop"]
    assert send(outbox, enrolment, Stoppable(), QUICK).count == 150
