"""The approved words of printed pages: the default pack ``pack.vi.md``, block by block.

A pack is Markdown: ``## id``, five ``key: value`` lines, then the words as printed. ``{{name}}`` is a
place the commune fills in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEYS = ("title", "audience", "length", "source", "needs_check")
FALLBACK = {"lệ phí": "Xem trên Cổng", "thời hạn": "Xem trên Cổng", "xưng hô": "ông bà", "Xưng hô": "Ông bà"}
_HEAD = re.compile(r"^## (?P<id>[a-z0-9-]+)\n", re.MULTILINE)
_END = re.compile(r"^(---|# .*)$", re.MULTILINE)
_PLACE = re.compile(r"\{\{([^{}]+)\}\}")


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``length`` is short, medium or long; ``needs_check`` is empty when nothing is open."""

    id: str
    title: str
    audience: str
    length: str
    source: str
    needs_check: str
    body: str


def parse(text: str) -> dict[str, Block]:
    """The blocks of a pack by id, in its order.

    Raises ``ValueError`` naming the block when a key line is missing, out of order or an id stands twice.
    """
    heads = list(_HEAD.finditer(text))
    found: dict[str, Block] = {}
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        name = head["id"]
        part = text[head.end() : following.start() if following else len(text)]
        lines = part.split("\n", len(KEYS))
        keys = [line.partition(": ")[0] for line in lines[: len(KEYS)]]
        if keys != list(KEYS) or name in found:
            raise ValueError(name)
        title, audience, length, source, needs = (
            line.partition(": ")[2].strip() for line in lines[: len(KEYS)]
        )
        body = _END.split(lines[-1])[0].strip()
        found[name] = Block(name, title, audience, length, source, "" if needs == "–" else needs, body)
    return found


@cache
def blocks() -> dict[str, Block]:
    """The blocks of the default pack by id, in its order."""
    return parse((HERE / "pack.vi.md").read_text(encoding="utf-8"))


def fill(text: str, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """``text`` with each ``{{name}}`` replaced, and the names still unfilled, in order, each once.

    An empty value counts as none. Fee and time have the words "Xem trên Cổng" to fall back on, never
    "miễn phí"; every other unfilled name stays in the text for the preflight to stop.
    """
    unfilled: dict[str, None] = {}

    def put(match: re.Match[str]) -> str:
        name = match[1].strip()
        value = values.get(name) or FALLBACK.get(name)
        if value is None:
            unfilled[name] = None
            return match[0]
        return value

    return _PLACE.sub(put, text), tuple(unfilled)
