"""Join ``vi/*.po`` into ``vi.mo`` and check the words: ``python -m resources.words.build [--check]``.

Every string marked with ``_()`` or ``N_()`` needs one Vietnamese wording, in one area's file, with
the same ``{fields}``. A plain run compiles what there is even when strings are missing; ``--check``
writes nothing and also fails when ``vi.mo`` is not what the files would give.
"""

import os
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tokenize import TokenError

from babel.messages.extract import extract_from_file
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("desktop", "forms", "sync", "resources")
KEYWORDS = {"_": None, "N_": None}
HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: vi\n"
_FIELD = re.compile(r"\{(\w*)[^{}]*\}")
_LINE = re.compile(r'#.*|(?:(?:msgid|msgstr) )?"(?:[^"\\]|\\.)*"|\s*')
_ENTRY = re.compile(r'^msgid "', re.MULTILINE)


@dataclass
class Report:
    """What a build found; ``faults`` fail it, ``warnings`` do not."""

    words: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def marked(root: Path, faults: list[str]) -> dict[str, str]:
    """Every marked string under the floors, with the first ``file:line`` where it stands."""
    found: dict[str, str] = {}
    for floor in FLOORS:
        for path in sorted((root / floor).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            try:
                for line, message, _comments, _context in extract_from_file("python", path, KEYWORDS):
                    found.setdefault(
                        message if isinstance(message, str) else message[0],
                        f"{name}:{line}",
                    )
            except (SyntaxError, TokenError) as error:
                faults.append(f"{name}: not Python: {error}")
    return found


def _pairs(path: Path, faults: list[str]) -> Iterator[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    # Babel clips a line whose quotes are wrong and says nothing.
    for number, line in enumerate(text.splitlines(), 1):
        if not _LINE.fullmatch(line):
            faults.append(f"{path.name}:{number}: neither a comment nor quoted text")
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale="vi", abort_invalid=True)
    except PoFileError as error:
        faults.append(f"{path.name}: not a PO file: {error}")
        return
    messages = [m for m in catalogue if m.id]
    entries = len(_ENTRY.findall(text)) - text.startswith('msgid ""') - text.count('\nmsgid ""\nmsgstr ')
    # Babel joins entries of one msgid, so only the count betrays a second one.
    if entries > len(messages):
        faults.append(f"{path.name}: a msgid stands in it twice")
    for message in messages:
        if isinstance(message.id, str) and isinstance(message.string, str) and not message.fuzzy:
            yield message.id, message.string


def read(root: Path) -> Report:
    """The joined words of ``root`` and everything wrong with them."""
    report = Report()
    wanted = marked(root, report.faults)
    owner: dict[str, str] = {}
    for path in sorted((root / "resources/words/vi").glob("*.po")):
        for source, vietnamese in _pairs(path, report.faults):
            if source in owner:
                report.faults.append(f"{path.name}: also in {owner[source]}: {source!r}")
                continue
            owner[source] = path.name
            if set(_FIELD.findall(source)) != set(_FIELD.findall(vietnamese)) and vietnamese:
                report.faults.append(f"{path.name}: fields differ: {source!r} → {vietnamese!r}")
            if source not in wanted:
                report.warnings.append(f"{path.name}: no longer used: {source!r}")
            if vietnamese:
                report.words[source] = vietnamese
    missing = sorted((place, source) for source, place in wanted.items() if source not in report.words)
    report.faults += [f"{place}: no Vietnamese: {source!r}" for place, source in missing]
    return report


def compiled(words: dict[str, str]) -> bytes:
    """``words`` as a gettext MO file: sorted, without dates, so the same words give the same bytes."""
    pairs = sorted((k.encode(), v.encode()) for k, v in {"": HEADER, **words}.items())
    start = 28 + 16 * len(pairs)
    tables: list[bytes] = []
    body = b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), start + len(body)))
            body += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + b"".join(tables) + body


def build(root: Path = ROOT, *, check: bool = False) -> Report:
    """Read, and unless ``check`` write ``vi.mo``; with ``check`` a stale ``vi.mo`` is a fault."""
    report = read(root)
    target = root / "resources/words/vi.mo"
    content = compiled(report.words)
    if check:
        if not target.exists() or target.read_bytes() != content:
            report.faults.append("vi.mo is stale: run python -m resources.words.build")
    else:
        fresh = target.with_name(f"vi.{os.getpid()}.mo")
        fresh.write_bytes(content)
        fresh.replace(target)  # a running window never reads half a file
    return report


def main(arguments: list[str]) -> int:
    """Exit code 0 when every string has its Vietnamese and no rule is broken, else 1."""
    report = build(check="--check" in arguments)
    for line in report.warnings:
        print("warning:", line)
    for line in report.faults:
        print(line)
    print(f"{len(report.words)} strings, {len(report.faults)} faults, {len(report.warnings)} warnings")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
