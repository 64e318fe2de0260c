"""Faults of disk and file: told as what they are, and what was there before is still there."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.store import DataKey, Store, Unit, keys
from desktop.store.faults import translated
from desktop.store.file import NAME
from forms.problem import Problem
from tests.helpers.stores import FORMS, NOW, PASSPHRASE, VISIT, WHO, reopen, set_up, visit


def code(step: object) -> str:
    with pytest.raises(Problem) as raised:
        step()  # type: ignore[operator]
    return raised.value.code


def test_a_full_disk_writes_nothing_and_the_next_save_works(tmp_path: Path) -> None:
    store = set_up(tmp_path)
    saved = store.records.save(VISIT, visit("trước"), who=WHO, now=NOW)
    pages = store.query("PRAGMA page_count")[0][0]
    store._file.run(f"PRAGMA max_page_count = {pages}")
    draft = "d1"
    assert code(lambda: store.records.save(VISIT, visit("x" * 40_000), who=WHO, now=NOW)) == "store.full"
    assert code(lambda: store.drafts.put(draft, "visit", "1", visit("x" * 40_000), now=NOW)) == "store.full"
    assert [it.id for it in store.records.page(VISIT).records] == [saved.rec]
    assert store.outbox.stream().tip_seq == 1
    assert store.outbox.broken_at() is None
    store._file.run("PRAGMA max_page_count = 1000000")
    store.records.save(VISIT, visit("x" * 40_000), who=WHO, now=NOW)
    assert store.sound()
    assert store.outbox.stream().tip_seq == 2
    store.close()


def test_one_process_at_a_time(tmp_path: Path) -> None:
    store = set_up(tmp_path)
    assert code(lambda: reopen(tmp_path)) == "store.in_use"
    store.records.save(VISIT, visit(), who=WHO, now=NOW)
    store.close()
    reopen(tmp_path).close()


@pytest.mark.parametrize("at", [0, 20, 3000])
def test_a_damaged_file_is_told_and_not_touched(
    tmp_path: Path, at: int, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up(tmp_path).close()
    path = tmp_path / NAME
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert code(lambda: reopen(tmp_path)) == "store.damaged"
    assert path.read_bytes() == data
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("content", [None, b"", b"not a database, nor ever was one" * 200])
def test_a_file_that_is_missing_empty_or_strange_is_never_made_anew(
    tmp_path: Path, content: bytes | None
) -> None:
    set_up(tmp_path).close()
    (tmp_path / NAME).unlink() if content is None else (tmp_path / NAME).write_bytes(content)
    assert code(lambda: reopen(tmp_path)) == "store.damaged"
    assert (tmp_path / NAME).exists() == (content is not None)
    if content is not None:
        assert (tmp_path / NAME).read_bytes() == content


def test_damage_in_the_middle_is_found_by_the_check(tmp_path: Path) -> None:
    store = set_up(tmp_path)
    for n in range(50):
        store.records.save(VISIT, visit(f"{n} " + "x" * 2000), who=WHO, now=NOW)
    assert store.sound()
    store.close()
    data = bytearray((tmp_path / NAME).read_bytes())
    for page in range(60, len(data) // 4096):
        data[page * 4096 + 100] ^= 4
    (tmp_path / NAME).write_bytes(data)
    again = reopen(tmp_path)
    assert not again.sound()
    assert code(lambda: again.records.page(VISIT, limit=100)) == "store.damaged"
    again.close()


def test_after_a_crash_all_is_checked_before_anything_is_written(tmp_path: Path) -> None:
    store = set_up(tmp_path / "a")
    for n in range(50):
        store.records.save(VISIT, visit(f"{n} " + "x" * 2000), who=WHO, now=NOW)
    store.close()
    store = reopen(tmp_path / "a")
    saved = store.records.save(VISIT, visit("sau cùng"), who=WHO, now=NOW)
    for name in ("whole", "torn"):  # what a killed process leaves: the file and its log
        shutil.copytree(tmp_path / "a", tmp_path / name)
    store.close()
    with closing(reopen(tmp_path / "whole")) as again:
        assert again.records.get(VISIT, saved.rec).values["note"] == "sau cùng"
    data = bytearray((tmp_path / "torn" / NAME).read_bytes())
    data[-4096 + 100] ^= 4
    (tmp_path / "torn" / NAME).write_bytes(data)
    assert code(lambda: reopen(tmp_path / "torn")) == "store.damaged"


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    set_up(tmp_path).close()
    assert code(lambda: Store.open(tmp_path, DataKey(bytes(32)), FORMS)) == "store.damaged"


def test_data_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    store = set_up(tmp_path)
    store._file.run("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('ngoso', 'm999_later')")
    store.close()
    before = (tmp_path / NAME).read_bytes()
    assert code(lambda: reopen(tmp_path)) == "store.newer"
    assert (tmp_path / NAME).read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert code(lambda: set_up(tmp_path)) == "store.read_only"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(28, "ENOSPC"), "store.full"),
        (OSError(30, "EROFS"), "store.read_only"),
        (OSError(5, "EIO"), "store.disk"),
    ],
)
def test_faults_of_the_system_are_told_alike(error: OSError, expected: str) -> None:
    def fail() -> None:
        with translated():
            raise error

    assert code(fail) == expected


def test_a_mistake_of_ours_stays_a_mistake(tmp_path: Path) -> None:
    store = set_up(tmp_path)
    with pytest.raises(Exception, match="no such table") as raised:
        store.query("SELECT * FROM nowhere")
    assert not isinstance(raised.value, Problem)
    store.close()


def test_the_file_is_no_plain_database_and_private(tmp_path: Path) -> None:
    set_up(tmp_path).close()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(tmp_path / NAME).execute("SELECT * FROM sqlite_schema")
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0


def test_the_durability_settings_hold(tmp_path: Path) -> None:
    set_up(tmp_path).close()
    store = reopen(tmp_path)
    pragmas = {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
    }
    assert {name: store.query(f"PRAGMA {name}")[0][0] for name in pragmas} == pragmas
    store.close()


def test_small_things_are_kept(tmp_path: Path) -> None:
    store = set_up(tmp_path)
    store.meta.set("language", "en")
    store.meta.set("language", "vi")
    assert store.meta.get("language") == "vi"
    assert store.meta.get("theme", "light") == "light"
    store.meta.drop("language")
    assert store.meta.get("language") == ""
    name = store.attachments.put(b"bytes", "image/jpeg")
    assert store.attachments.put(b"bytes", "image/jpeg") == name
    assert store.attachments.get(name) == ("image/jpeg", b"bytes")
    assert code(lambda: store.attachments.get("0" * 64)) == "store.missing"
    run = store.print_runs.add("leaflet", {"service": "vneid"}, 40, who=WHO, now=NOW)
    assert store.print_runs.latest() == (run,)
    old = Unit("u1", "province", "80", "Long An", None, "2004-01-01", "2025-07-01")
    new = Unit("u2", "province", "80", "Tây Ninh", None, "2025-07-01")
    store.units.put([old, new])
    assert store.units.on("2025-06-30") == (old,)
    assert store.units.on("2025-07-01", kind="province") == (new,)
    assert store.units.on("2025-07-01", kind="hamlet") == ()
    assert keys.unlock(tmp_path, keys.people(tmp_path)[0].id, PASSPHRASE).raw
    store.close()
