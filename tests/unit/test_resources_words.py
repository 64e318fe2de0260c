"""The words build finds each kind of fault, in a small tree of its own."""

import gettext
from pathlib import Path

import pytest

from resources.words import build

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def entry(source: str, vietnamese: str) -> str:
    return f'msgid "{source}"\nmsgstr "{vietnamese}"\n\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree with two marked strings, both translated, and a fresh ``vi.mo``."""
    for floor in build.FLOORS:
        (tmp_path / floor).mkdir()
    (tmp_path / "desktop/a.py").write_text('A = N_("Save")\nprint(_("{count} visits").format(count=3))\n')
    (tmp_path / "resources/words/vi").mkdir(parents=True)
    write(tmp_path, "a", entry("Save", "Lưu") + entry("{count} visits", "{count} lượt"))
    assert build.build(tmp_path).faults == []
    return tmp_path


def write(root: Path, area: str, body: str) -> None:
    (root / f"resources/words/vi/{area}.po").write_text(HEAD + body, encoding="utf-8")


def test_a_good_tree_passes_and_translates(root: Path) -> None:
    assert build.build(root, check=True).faults == []
    with (root / "resources/words/vi.mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Save") == "Lưu"
    assert words.gettext("{count} visits") == "{count} lượt"
    assert words.gettext("Unknown") == "Unknown"


def test_same_words_give_the_same_bytes(root: Path) -> None:
    before = (root / "resources/words/vi.mo").read_bytes()
    write(root, "a", entry("{count} visits", "{count} lượt") + entry("Save", "Lưu"))
    build.build(root)
    assert (root / "resources/words/vi.mo").read_bytes() == before


def test_missing_string_is_named_with_its_place_and_the_rest_still_compiles(root: Path) -> None:
    (root / "sync/b.py").write_text('\n_("Send")\n')
    assert build.build(root).faults == ["sync/b.py:2: no Vietnamese: 'Send'"]
    with (root / "resources/words/vi.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Save") == "Lưu"


def test_empty_and_fuzzy_wordings_count_as_missing(root: Path) -> None:
    write(root, "a", entry("Save", "") + "#, fuzzy\n" + entry("{count} visits", "{count} lượt"))
    faults = build.build(root).faults
    assert [fault.partition(": ")[2] for fault in faults] == [
        "no Vietnamese: 'Save'",
        "no Vietnamese: '{count} visits'",
    ]


def test_string_in_two_areas(root: Path) -> None:
    write(root, "b", entry("Save", "Lưu lại"))
    assert build.build(root).faults == ["b.po: also in a.po: 'Save'"]


def test_string_twice_in_one_area(root: Path) -> None:
    write(root, "a", entry("Save", "Lưu") + entry("{count} visits", "{count} lượt") + entry("Save", "Cất"))
    assert build.build(root).faults == ["a.po: a msgid stands in it twice"]


@pytest.mark.parametrize("vietnamese", ["lượt", "{total} lượt", "{count} lượt {more}"])
def test_fields_that_differ(root: Path, vietnamese: str) -> None:
    write(root, "a", entry("Save", "Lưu") + entry("{count} visits", vietnamese))
    (fault,) = build.build(root).faults
    assert fault.startswith("a.po: fields differ: '{count} visits'")


def test_a_field_may_be_formatted_otherwise(root: Path) -> None:
    write(root, "a", entry("Save", "Lưu") + entry("{count} visits", "{count:>3} lượt"))
    assert build.build(root).faults == []


def test_unused_string_is_only_a_warning(root: Path) -> None:
    write(root, "b", entry("Gone", "Đã bỏ"))
    report = build.build(root)
    assert report.faults == []
    assert report.warnings == ["b.po: no longer used: 'Gone'"]


def test_stale_and_absent_catalogue(root: Path) -> None:
    write(root, "a", entry("Save", "Cất") + entry("{count} visits", "{count} lượt"))
    stale = ["vi.mo is stale: run python -m resources.words.build"]
    assert build.build(root, check=True).faults == stale
    (root / "resources/words/vi.mo").unlink()
    assert build.build(root, check=True).faults == stale
    assert not (root / "resources/words/vi.mo").exists()


def test_half_written_files_are_named_and_the_rest_goes_on(root: Path) -> None:
    (root / "forms/c.py").write_text('_("Save\n')
    write(root, "b", 'msgid "Broken"\nmsgid "Half"\n')
    faults = build.build(root).faults
    assert len(faults) == 2
    assert faults[0].startswith("forms/c.py: not Python")
    assert faults[1].startswith("b.po: not a PO file")
    assert len((root / "resources/words/vi.mo").read_bytes()) > 60


@pytest.mark.parametrize("wording", ["Lưu", '"Lưu', '"bấm "Lưu""'])
def test_quotes_that_do_not_close(root: Path, wording: str) -> None:
    write(root, "a", f'msgid "Save"\nmsgstr {wording}\n\n' + entry("{count} visits", "{count} lượt"))
    assert "a.po:6: neither a comment nor quoted text" in build.build(root).faults


def test_long_strings_and_joined_strings(root: Path) -> None:
    (root / "sync/b.py").write_text('_("One "\n  "two")\n')
    write(root, "b", 'msgid ""\n"One "\n"two"\nmsgstr ""\n"Một "\n"hai"\n')
    report = build.build(root)
    assert report.faults == []
    assert report.words["One two"] == "Một hai"
