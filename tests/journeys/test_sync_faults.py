"""Every way the line or the server can be wrong has its own name, and nothing counts as sent."""

import gzip
import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from forms.problem import Problem
from sync.client import enrol, send
from sync.client.line import Line
from sync.server import Province
from sync.server.access import ALPHABET, Tries
from sync.wire.ids import new_id
from tests.journeys.certificates import certificate
from tests.journeys.memory import QUICK, Memory, Stoppable, enrolled

VIETNAM = timezone(timedelta(hours=7))


@contextmanager
def answering(answer: bytes, *, drip: float = 0, at_once: int = 0, silent: bool = False):
    """A server that answers every request with these bytes; yields its URL and the requests it got."""
    listener = socket.create_server(("127.0.0.1", 0))
    got: list[bytes] = []
    over = threading.Event()

    def one(near: socket.socket) -> None:
        with near:
            got.append(near.recv(1 << 20))
            near.settimeout(0.05)
            try:
                while piece := near.recv(1 << 20):
                    got[-1] += piece
            except OSError:
                pass
            if silent:
                over.wait(20)
                return
            near.settimeout(5)
            try:
                near.sendall(answer if not drip else answer[:at_once])
                for at in range(at_once, len(answer) if drip else 0):
                    near.sendall(answer[at : at + 1])
                    if over.wait(drip):
                        return
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                near = listener.accept()[0]
            except OSError:
                return
            threads.append(threading.Thread(target=one, args=(near,)))
            threads[-1].start()

    threads = [threading.Thread(target=accept)]
    threads[0].start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", got
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()
        listener.close()


def page(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}"
    return head.encode() + b"Connection: close\r\n\r\n" + body


@pytest.fixture
def laptop(tmp_path):
    """A laptop with one waiting record, enrolled with a province that is not there any more."""
    outbox = Memory()
    outbox.write({"note": "canary"})
    with Province(tmp_path / "home") as province:
        enrolment = enrolled(province, outbox)
    return outbox, enrolment


def code_of(outbox, enrolment, settings=QUICK, job=None) -> str:
    with pytest.raises(Problem) as told:
        send(outbox, enrolment, job or Stoppable(), settings)
    assert outbox.acked == 0
    assert str(told.value)
    return told.value.code


JSON = "application/json"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (page("200 OK", "text/html; charset=utf-8", b"<html>Wi-Fi</html>"), "sync.portal"),
        (page("302 Found", "text/html", b"", "Location: https://portal.test/\r\n"), "sync.portal"),
        (page("307 Temporary Redirect", JSON, b"{}", "Location: /elsewhere\r\n"), "sync.portal"),
        (page("511 Network Authentication Required", "text/html", b"x"), "sync.portal"),
        (page("502 Bad Gateway", "text/html", b"<html>"), "sync.offline"),
        (page("404 Not Found", "text/html", b"<html>"), "sync.answer"),
        (page("200 OK", JSON, b"not json"), "sync.answer"),
        (page("200 OK", JSON, b'{"ack": 1, "ack": 2}'), "sync.answer"),
        (page("200 OK", JSON, b"[" * 100_000), "sync.answer"),
        (page("200 OK", JSON, b"[]"), "sync.answer"),
        (page("200 OK", JSON, b"{}"), "sync.unknown_server"),
        (page("404 Not Found", JSON, b'{"detail":"Not Found"}'), "sync.unknown_server"),
        (page("200 OK", JSON, gzip.compress(b" " * 9_000_000), "Content-Encoding: gzip\r\n"), "sync.answer"),
        (page("200 OK", JSON, b'{"a":"' + b"x" * (5 << 20) + b'"}'), "sync.answer"),
        (page("200 OK", JSON, b'{"a":1}')[:-3], "sync.offline"),
        (b"SSH-2.0-x\r\n", "sync.offline"),
        (b"", "sync.offline"),
    ],
    ids=lambda it: it[:30].decode() if isinstance(it, bytes) else it,
)
def test_a_wrong_answer_has_its_name(laptop, answer, code):
    outbox, enrolment = laptop
    with answering(answer) as (url, got):
        assert code_of(outbox, replace(enrolment, url=url), replace(QUICK, pauses=(0.01,))) == code
        assert got
        assert not any(b"canary" in it or b"/v1/batches" in it for it in got)


@pytest.mark.parametrize(("at_once", "code"), [(0, "sync.offline"), (120, "sync.answer")])
def test_a_drip_is_given_up_after_the_whole_time(laptop, at_once, code):
    outbox, enrolment = laptop
    with answering(page("200 OK", JSON, b" " * 500), drip=0.1, at_once=at_once) as (url, _):
        began = time.monotonic()
        patience = replace(QUICK, total=0.8, pauses=())
        assert code_of(outbox, replace(enrolment, url=url), patience) == code
        assert time.monotonic() - began < 3


def test_nobody_there_no_such_name_and_silence_are_offline(laptop):
    outbox, enrolment = laptop
    assert code_of(outbox, enrolment) == "sync.offline"
    with answering(b"", silent=True) as (url, _):
        patience = replace(QUICK, read=0.3, pauses=())
        assert code_of(outbox, replace(enrolment, url=url), patience) == "sync.offline"


def test_stop_cuts_a_silent_line_at_once_and_nothing_leaves_afterwards(laptop):
    outbox, enrolment = laptop
    job = Stoppable()
    with answering(b"", silent=True) as (url, got):
        threading.Timer(0.4, lambda: setattr(job, "cancelled", True)).start()
        began = time.monotonic()
        slow = replace(QUICK, read=20, total=60)
        assert code_of(outbox, replace(enrolment, url=url), slow, job) == "sync.cancelled"
        assert time.monotonic() - began < 3
        time.sleep(0.5)
        assert len(got) == 1


def test_stopped_before_it_began_nothing_is_even_dialled(laptop):
    outbox, enrolment = laptop
    with answering(b"") as (url, got):
        job = Stoppable(cancelled=True)
        assert code_of(outbox, replace(enrolment, url=url), QUICK, job) == "sync.cancelled"
        time.sleep(0.2)
        assert got == []


def test_another_server_at_the_address_gets_nothing(laptop, tmp_path):
    outbox, enrolment = laptop
    with Province(tmp_path / "another") as other:
        assert code_of(outbox, replace(enrolment, url=other.url)) == "sync.unknown_server"
        enrolled(other, outbox)  # even one that knows the device
        assert code_of(outbox, replace(enrolment, url=other.url)) == "sync.unknown_server"


@pytest.mark.parametrize(
    "url",
    ["http://192.0.2.1", "http://province.test", "ftp://127.0.0.1", "127.0.0.1", "http://127.0.0.1.test"],
)
def test_plain_http_only_to_this_machine(url):
    with pytest.raises(Problem) as told:
        Line(url, Stoppable(), QUICK)
    assert told.value.code == "sync.insecure"
    with pytest.raises(Problem) as told:
        enrol(url, "ABC", new_id(), Stoppable(), QUICK)
    assert told.value.code == "sync.insecure"


def test_what_is_no_address_is_told_as_not_reached():
    with pytest.raises(Problem) as told:
        enrol("https://[tinh.example.vn", "ABC", new_id(), Stoppable(), QUICK)
    assert told.value.code == "sync.offline"


def test_a_server_for_others_needs_a_certificate(tmp_path):
    with pytest.raises(Problem) as told:
        Province(tmp_path, "0.0.0.0")
    assert told.value.code == "sync.insecure"


@pytest.mark.parametrize(
    ("start", "end", "trusted", "code"),
    [
        ("20200101", "20400101", True, ""),
        ("20390101", "20400101", True, "sync.clock"),
        ("20100101", "20110101", True, "sync.clock"),
        ("20200101", "20400101", False, "sync.tls"),
    ],
    ids=["good", "clock is behind", "clock is ahead", "not trusted"],
)
def test_tls(tmp_path, start, end, trusted, code):
    cert, key = certificate(tmp_path / "ca", start, end)
    outbox = Memory()
    outbox.write()
    noon = datetime(2026, 11, 21, 12, 0, tzinfo=VIETNAM)
    settings = replace(QUICK, verify=str(cert) if trusted else True, clock=lambda: noon)
    with Province(tmp_path / "home", cert=cert, key=key) as province:
        assert province.url.startswith("https://")
        if not code:
            enrolment = enrol(province.url, province.new_code(), outbox.device, Stoppable(), settings)
            assert send(outbox, enrolment, Stoppable(), settings).count == 1
            return
        with pytest.raises(Problem) as told:
            enrol(province.url, province.new_code(), outbox.device, Stoppable(), settings)
    assert told.value.code == code
    assert code != "sync.clock" or "21/11/2026" in told.value.text


def test_stop_cuts_a_tls_line_too(tmp_path):
    cert, key = certificate(tmp_path / "ca", "20200101", "20400101")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    listener = socket.create_server(("127.0.0.1", 0))
    over, job = threading.Event(), Stoppable()

    def serve() -> None:
        with context.wrap_socket(listener.accept()[0], server_side=True) as near:
            near.recv(1 << 16)
            job.cancelled = True
            over.wait(20)

    thread = threading.Thread(target=serve)
    thread.start()
    began = time.monotonic()
    url = f"https://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(Problem) as told:
        enrol(url, "ABC", new_id(), job, replace(QUICK, verify=str(cert), read=20, total=60))
    assert told.value.code == "sync.cancelled"
    assert time.monotonic() - began < 5
    over.set()
    thread.join()
    listener.close()


def refused(url: str, code: str, device: str | None = None) -> str:
    with pytest.raises(Problem) as told:
        enrol(url, code, device or new_id(), Stoppable(), QUICK)
    return told.value.code


def test_a_code_works_once_for_ten_minutes_and_however_it_is_typed(tmp_path):
    now = [datetime(2026, 11, 21, 7, 40, tzinfo=VIETNAM)]
    with Province(tmp_path, clock=lambda: now[0]) as province:
        code, late, long = province.new_code("thon-3"), province.new_code(), province.new_code(long=True)
        assert (len(code), len(long)) == (10, 27)
        assert set(code) <= set(ALPHABET)
        device = new_id()
        first = enrol(province.url, f" {code[:5].lower()}-{code[5:]} ", device, Stoppable(), QUICK)
        again = enrol(province.url, code, device, Stoppable(), QUICK, seed=first.seed)
        assert again == replace(first, enrolled_at=again.enrolled_at)
        assert refused(province.url, code) == "sync.code"
        now[0] += timedelta(minutes=10, seconds=1)
        assert refused(province.url, late) == "sync.code"
        now[0] += timedelta(days=6)
        assert enrol(province.url, long, new_id(), Stoppable(), QUICK).scope["role"] == "member"
        now[0] += timedelta(days=2)
    for path in tmp_path.iterdir():
        assert code.encode() not in path.read_bytes()
    assert (tmp_path / "province.key").stat().st_mode & 0o077 == 0


def test_a_code_does_not_speak_for_a_laptop_that_has_handed_in(tmp_path):
    outbox = Memory()
    outbox.write()
    with Province(tmp_path) as province:
        send(outbox, enrolled(province, outbox), Stoppable(), QUICK)
        assert refused(province.url, province.new_code(), outbox.device) == "sync.code"


def test_guessing_is_slowed_down(tmp_path):
    with Province(tmp_path) as province:
        for _ in range(5):
            assert refused(province.url, "AAAAAAAAAA") == "sync.code"
        assert refused(province.url, province.new_code()) == "wire.too_many"
    now = [0.0]
    tries = Tries(lambda: now[0])
    for at in range(50):
        tries.allow(str(at))
        tries.wrong(str(at))
    with pytest.raises(Problem):
        tries.allow("another")
    now[0] = 61
    tries.allow("another")


def test_a_receipt_for_something_else_is_not_believed(tmp_path, monkeypatch):
    from sync.server import ledger
    from sync.wire.messages import Receipt

    outbox = Memory()
    outbox.write()
    outbox.write()
    with Province(tmp_path) as province:
        enrolment = enrolled(province, outbox)
        epoch = outbox.epoch
        for field, value in (
            ("hash", "f" * 64),
            ("last", 1),
            ("epoch", new_id()),
            ("signature", "A" * 86 + "=="),
        ):

            class Lying(Receipt):
                @classmethod
                def signed(cls, *facts):
                    it = Receipt.signed(*facts)
                    made = replace(it, **{field: value})  # noqa: B023
                    if field == "signature":  # noqa: B023
                        return made
                    return Receipt.signed(facts[0], *(getattr(made, n) for n in NAMES))

            monkeypatch.setattr(ledger, "Receipt", Lying)
            assert code_of(outbox, enrolment) == "sync.receipt"
        monkeypatch.undo()
        assert outbox.epoch != epoch
        assert send(outbox, enrolment, Stoppable(), QUICK).count == 2


NAMES = ("device", "epoch", "first", "last", "hash", "received_at")


def test_the_contract_names_what_the_server_answers(tmp_path):
    import requests

    with Province(tmp_path) as province:
        contract = requests.get(province.url + "/openapi.json", timeout=5).json()
        health = requests.get(province.url + "/v1/health", timeout=5).json()
        missing = requests.get(province.url + "/v1/no", timeout=5)
    schemas = contract["components"]["schemas"]
    assert set(health) == set(schemas["Health"]["properties"])
    assert health["sign_key"] == province.sign_key
    assert missing.status_code == 404
    assert set(missing.json()) <= set(schemas["Refusal"]["properties"])
    refs = _refs(json.loads(json.dumps(contract)))  # a form's own lists lie within its own schema
    wanted = {ref.rpartition("/")[2] for ref in refs if ref.startswith("#/components/")}
    assert wanted <= set(schemas)


def _refs(node):
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value
            else:
                yield from _refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from _refs(value)


def test_a_full_disk_at_the_province_is_told_as_such_and_nothing_is_kept(tmp_path):
    with Province(tmp_path) as province:
        outbox = Memory()
        enrolment = enrolled(province, outbox)
        database = province._database._db
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
        for _ in range(200):
            outbox.write({"suggestion": new_id() * 20})
        with pytest.raises(Problem) as raised:
            send(outbox, enrolment, Stoppable(), QUICK)
        assert (raised.value.code, outbox.acked) == ("sync.offline", 0)  # 503: come back later
        database.execute("PRAGMA max_page_count = 1000000")
        assert send(outbox, enrolment, Stoppable(), QUICK).count == 200
