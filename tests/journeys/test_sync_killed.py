"""The server is killed in the middle of everything, again and again; every record is there exactly once."""

import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

from sync.client import enrol
from tests.journeys.memory import QUICK, Memory, Stoppable, try_to_send

ROOT = Path(__file__).resolve().parents[2]


def start(home: Path, port: int = 0) -> tuple[subprocess.Popen[str], str, str]:
    command = [sys.executable, "-m", "sync.server", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip(), process.stdout.readline().strip()


def test_killed_while_batches_run(tmp_path):
    home, rng = tmp_path / "home", random.Random(7)
    process, url, code = start(home)
    port = int(url.rpartition(":")[2])
    outbox = Memory()
    enrolment = enrol(url, code, outbox.device, Stoppable(), QUICK)
    for number in range(1500):
        outbox.write({"number": number, "text": rng.randbytes(120).hex()})
    kills = 0
    while outbox.acked < len(outbox.operations):
        killer = threading.Timer(rng.uniform(0.02, 0.25), process.kill) if kills < 6 else None
        if killer:
            killer.start()
        assert try_to_send(outbox, enrolment) in ("", "sync.offline")
        if killer:
            killer.join()
            process.communicate(timeout=10)
            process, again, _ = start(home, port)
            assert again == url
            kills += 1
    process.kill()
    process.communicate(timeout=10)

    db = sqlite3.connect(home / "province.db")
    kept = {seq: (op, own) for seq, op, own in db.execute("SELECT seq, op, hash FROM operation")}
    numbers = sorted(
        value for (value,) in db.execute("SELECT CAST(value AS INTEGER) FROM state WHERE path = 'number'")
    )
    db.close()
    assert kept == {it.seq: (it.op, it.hash) for it in outbox.operations}
    assert numbers == list(range(1500))
    assert kills >= 3
    for confirmed in outbox.confirmations():
        confirmed.receipt.check(enrolment.sign_key)
        assert kept[confirmed.receipt.last][1] == confirmed.receipt.hash
    last = json.loads(outbox.kept[-1])["receipt"]["last"]
    assert last == 1500


def test_the_command_says_where_it_is_and_ends_when_told(tmp_path):
    process, url, code = start(tmp_path)
    assert url.startswith("http://127.0.0.1:")
    assert len(code) == 10
    began = time.monotonic()
    process.terminate()
    process.communicate(timeout=10)
    assert time.monotonic() - began < 5
