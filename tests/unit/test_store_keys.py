"""Keys: one data key, a passphrase for each person, and a file that is written whole or not at all."""

import json
import unicodedata
from pathlib import Path

import pytest

from desktop.store import Cost, Store, keys
from forms.problem import Problem
from tests.helpers.stores import CHEAP, PASSPHRASE, set_up


def code(step: object) -> str:
    with pytest.raises(Problem) as raised:
        step()  # type: ignore[operator]
    return raised.value.code


def test_the_passphrase_opens_in_either_spelling_and_no_other_does(tmp_path: Path) -> None:
    key = keys.create(tmp_path, PASSPHRASE, "An", "member", CHEAP)
    (slot,) = keys.people(tmp_path)
    assert (slot.name, slot.role, slot.cost) == ("An", "member", CHEAP)
    assert keys.unlock(tmp_path, slot.id, unicodedata.normalize("NFD", PASSPHRASE)) == key
    assert code(lambda: keys.unlock(tmp_path, slot.id, PASSPHRASE + " ")) == "store.passphrase"
    assert code(lambda: keys.unlock(tmp_path, "nobody", PASSPHRASE)) == "store.not_set_up"
    assert key.raw.hex() not in (tmp_path / keys.FILE).read_text()
    assert key.raw.hex() not in repr(key)


def test_each_person_has_a_passphrase_of_their_own_and_may_change_it(tmp_path: Path) -> None:
    key = keys.create(tmp_path, PASSPHRASE, "An", "leader", CHEAP, member="m1")
    second = keys.add_person(tmp_path, key, "cụm từ thứ hai", "Bình", "member", CHEAP)
    keys.change_passphrase(tmp_path, second.id, "cụm từ thứ hai", "cụm từ thứ ba", CHEAP)
    assert keys.unlock(tmp_path, second.id, "cụm từ thứ ba") == key
    assert code(lambda: keys.unlock(tmp_path, second.id, "cụm từ thứ hai")) == "store.passphrase"
    first, again = keys.people(tmp_path)
    assert keys.unlock(tmp_path, first.id, PASSPHRASE) == key
    assert (first.member, again.name, again.role) == ("m1", "Bình", "member")
    keys.describe(tmp_path, second.id, name="Bình", role="leader", member="m2")
    assert keys.people(tmp_path)[1].role == "leader"
    keys.remove_person(tmp_path, first.id)
    with pytest.raises(ValueError, match="last person"):
        keys.remove_person(tmp_path, second.id)
    assert keys.unlock(tmp_path, second.id, "cụm từ thứ ba") == key


def test_a_wrapped_key_moved_to_another_slot_does_not_open(tmp_path: Path) -> None:
    keys.create(tmp_path, PASSPHRASE, "An", "member", CHEAP)
    document = json.loads((tmp_path / keys.FILE).read_text())
    document["slots"][0]["id"] = "another"
    (tmp_path / keys.FILE).write_text(json.dumps(document))
    assert code(lambda: keys.unlock(tmp_path, "another", PASSPHRASE)) == "store.passphrase"


def test_short_passphrases_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    assert code(lambda: Store.set_up(tmp_path / "x", "1234567", "An", "member")) == "store.passphrase_short"
    assert not (tmp_path / "x").exists()
    assert code(lambda: keys.create(tmp_path, "1234567", "An", "member", CHEAP)) == "store.passphrase_short"
    assert keys.people(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "store.damaged"),
        ("{", "store.damaged"),
        ('{"version": 1, "slots": [{}]}', "store.damaged"),
        ('{"version": 2, "slots": []}', "store.newer"),
    ],
)
def test_a_key_file_that_cannot_be_understood_is_told_and_kept(
    tmp_path: Path, text: str, expected: str
) -> None:
    (tmp_path / keys.FILE).write_text(text)
    assert code(lambda: keys.people(tmp_path)) == expected
    assert (tmp_path / keys.FILE).read_text() == text


def test_the_key_file_is_private_and_replaced_whole(tmp_path: Path) -> None:
    key = keys.create(tmp_path, PASSPHRASE, "An", "member", CHEAP)
    before = (tmp_path / keys.FILE).read_bytes()
    (tmp_path / "keys.new").mkdir()  # the next write cannot begin
    with pytest.raises((Problem, OSError)):
        keys.add_person(tmp_path, key, PASSPHRASE, "Bình", "member", CHEAP)
    assert (tmp_path / keys.FILE).read_bytes() == before
    assert (tmp_path / keys.FILE).stat().st_mode & 0o077 == 0


def test_setting_up_twice_is_refused_and_a_leftover_file_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "ngoso.db").write_bytes(b"left by a power cut")
    set_up(tmp_path).close()
    assert [it.read_bytes() for it in tmp_path.glob("*.aside")] == [b"left by a power cut"]
    with pytest.raises(FileExistsError):
        set_up(tmp_path)


def test_calibration_aims_at_half_a_second_and_never_goes_under_the_least() -> None:
    fast, slow, hopeless = iter([0, 0.1]), iter([0, 0.4, 0.4, 0.5]), iter([0, 9, 9, 18])
    assert keys.calibrate(clock=lambda: next(fast)) == Cost(5, 64 * 1024)
    assert keys.calibrate(clock=lambda: next(slow)) == Cost(5, 19 * 1024)
    assert keys.calibrate(clock=lambda: next(hopeless)) == Cost(2, 19 * 1024)


def test_the_log_of_a_file_set_aside_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "ngoso.db").write_bytes(b"left by a power cut")
    (tmp_path / "ngoso.db-wal").write_bytes(b"and its last pages")
    set_up(tmp_path).close()
    (aside,) = tmp_path.glob("*.aside")
    assert (tmp_path / f"{aside.name}-wal").read_bytes() == b"and its last pages"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("wrapped", "00"),
        ("nonce", ""),
        ("name", None),
        ("kdf", {"time": "3", "salt": "00" * 16}),
        ("kdf", {}),
    ],
)
def test_keys_with_one_damaged_slot_are_told_as_damaged(tmp_path: Path, field: str, value: object) -> None:
    keys.create(tmp_path, PASSPHRASE, "An", "member", CHEAP)
    document = json.loads((tmp_path / keys.FILE).read_text())
    document["slots"][0][field] = value
    (tmp_path / keys.FILE).write_text(json.dumps(document))
    assert code(lambda: keys.people(tmp_path)) == "store.damaged"


def test_keys_without_a_person_are_damaged_not_a_new_machine(tmp_path: Path) -> None:
    set_up(tmp_path).close()
    (tmp_path / keys.FILE).write_text('{"version": 1, "slots": []}')
    assert code(lambda: set_up(tmp_path)) == "store.damaged"
    assert list(tmp_path.glob("*.aside")) == []
