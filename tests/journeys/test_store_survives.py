"""What a laptop goes through: the power key, a full disk, a thief, two windows. Real processes, real files."""

import os
import random
import resource
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from desktop.store import Store, keys
from desktop.store.records import replay
from forms.problem import Problem
from tests.helpers.stores import HOUSEHOLD, NOW, RESIDENT, VISIT, WHO, reopen, set_up, visit

ROOT = Path(__file__).resolve().parents[2]
SAVE_UNTIL_KILLED = """
import sys
from pathlib import Path
from sync.wire.ids import new_id
from tests.helpers.stores import NOW, VISIT, WHO, reopen, visit
store = reopen(Path(sys.argv[1]))
n = 0
while True:
    n += 1
    draft = new_id()
    store.drafts.put(draft, "visit", "1", visit(f"lượt {n}"), now=NOW)
    print("draft", draft, n, flush=True)
    saved = store.records.save(VISIT, visit(f"lượt {n}"), who=WHO, now=NOW, draft=draft)
    print("saved", saved.rec, n, flush=True)
    if n % 3 == 0:
        edit = store.records.save(VISIT, visit(f"sửa {n}", people=[]), rec=saved.rec, who=WHO, now=NOW)
        print("edit", saved.rec, n, flush=True)
"""


def start(script: str, home: Path) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(home)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, cwd=ROOT
    )


def check(store: Store) -> None:
    """The chain holds, every record is what its changes add up to, and is found."""
    assert store.sound()
    records = store.records.page(VISIT, limit=100_000).records
    for record in records:
        assert replay(VISIT, [it.after for it in store.records.history(record.id)]) == record.values
    hits = store.search.find("lượt", limit=100_000) + store.search.find("sửa", limit=100_000)
    assert {hit.rec for hit in hits} == {record.id for record in records}


def test_a_killed_process_loses_nothing_it_confirmed(tmp_path: Path) -> None:
    set_up(tmp_path).close()
    chance = random.Random(7)
    confirmed: dict[str, str] = {}
    for _ in range(4):
        process = start(SAVE_UNTIL_KILLED, tmp_path)
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline()]  # it runs
        try:
            process.wait(timeout=chance.uniform(0.05, 0.4))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        rest, errors = process.communicate()
        assert process.returncode == -signal.SIGKILL, errors
        lines += rest.splitlines()
        drafts = {line.split()[1] for line in lines if line.startswith("draft")}
        for line in lines:
            if line.startswith(("saved", "edit")):
                what, rec, n = line.split()
                confirmed[rec] = f"{'sửa' if what == 'edit' else 'lượt'} {n}"

        store = reopen(tmp_path)
        check(store)
        kept = {it.id: it for it in store.records.page(VISIT, limit=100_000).records}
        left = {draft.id for draft in store.drafts.all()}
        assert confirmed.keys() <= kept.keys()
        assert not left & kept.keys(), "a draft and its record are never both there"
        assert drafts <= left | kept.keys(), "a confirmed draft is there until its record is"
        for rec, note in confirmed.items():
            # an edit may have reached the disk before its line reached us
            assert kept[rec].values["note"] in (note, note.replace("lượt", "sửa"))
        for draft in left:
            store.drafts.delete(draft)
        store.close()
    assert len(confirmed) > 10


def test_a_second_process_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    set_up(tmp_path).close()
    process = start(SAVE_UNTIL_KILLED, tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(Problem) as raised:
        reopen(tmp_path)
    assert raised.value.code == "store.in_use"
    process.kill()
    process.communicate()
    store = reopen(tmp_path)
    check(store)
    store.close()


FILL = """
import resource, signal, sys
from pathlib import Path
from forms.problem import Problem
from tests.helpers.stores import NOW, VISIT, WHO, reopen, visit
store = reopen(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, resource.RLIM_INFINITY))
n = 0
try:
    while True:
        store.records.save(VISIT, visit(f"lượt {n} " + "x" * 20_000), who=WHO, now=NOW)
        n += 1
except Problem as problem:
    print(problem.code, n)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.records.save(VISIT, visit("lượt cuối"), who=WHO, now=NOW)
"""


def test_a_disk_that_takes_no_more_is_told_and_keeps_what_it_had(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    set_up(tmp_path).close()
    output, errors = start(FILL, tmp_path).communicate(timeout=60)
    assert errors == ""
    code, n = output.split()
    assert code in ("store.disk", "store.full")
    assert int(n) > 3
    store = reopen(tmp_path)
    assert len(store.records.page(VISIT, limit=1000).records) == int(n) + 1
    check(store)
    store.close()


def test_nothing_personal_can_be_read_from_the_folder(tmp_path: Path) -> None:
    canary = "Chim Hoàng Yến Giả Định"
    store = set_up(tmp_path)
    rec = store.records.save(RESIDENT, {"full_name": canary, "phone": "0987654321"}, who=WHO, now=NOW).rec
    store.records.save(HOUSEHOLD, {"contact_name": canary}, who=WHO, now=NOW)
    store.records.save(VISIT, visit(canary, people=[{"@id": "1", "resident": rec}]), who=WHO, now=NOW)
    store.drafts.put("d", "visit", "1", visit(canary), now=NOW)
    assert store.search.find("chim hoang")
    for closed in (False, True):
        if closed:
            store.close()
        else:
            assert (tmp_path / "ngoso.db-wal").stat().st_size > 0
        for path in tmp_path.iterdir():
            data = path.read_bytes()
            for text in (
                canary,
                canary.lower(),
                "chim hoang yen",
                "Hoàng",
                "hoang",
                "0987654321",
                "full_name",
            ):
                for form in ("NFC", "NFD"):
                    spelt = unicodedata.normalize(form, text)  # type: ignore[arg-type]
                    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                        assert spelt.encode(encoding) not in data, (path.name, form, encoding)
    (slot,) = keys.people(tmp_path)
    assert slot.name == "An", "the given name at unlock is all that stands outside"
