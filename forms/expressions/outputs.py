"""Words with answers in them, read once into parts: ``Xin chào ${name}``, ``<output value="…"/>``, and paths into a
list of choices, ``instance('xa')/root/item[name = ${ma}]/label``, which pyxform takes out of a label, too."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forms.definition import Question, Words
from forms.expressions.sight import Expression, Scope
from forms.expressions.values import to_string

_OUTPUT = re.compile(
    r"""<output\s+value\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*(?:/>|>\s*</output\s*>)"""
    r"""|(?P<name>\$\{[^}]*\})"""
    r"""|(?P<list>\binstance\(\s*(?:"[^"]*"|'[^']*')\s*\)(?=/))"""
)
_STEP = re.compile(r"/[^\W\d][\w.-]*")
_PIECE = re.compile(rf"""{_STEP.pattern}|'[^']*'|"[^"]*"|.""", re.DOTALL)

# The words of a question, in the order a person meets them.
PARTS = ("label", "hint", "guidance", "required_message", "constraint_message")


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words and expressions in turn."""

    parts: tuple[str | Expression, ...]

    def fill(self, scope: Scope) -> str:
        """The words as they read now."""
        return "".join(part if isinstance(part, str) else to_string(part.run(scope)) for part in self.parts)

    def expressions(self) -> tuple[Expression, ...]:
        """Those whose answers the words follow."""
        return tuple(part for part in self.parts if isinstance(part, Expression))


def words_of(question: Question) -> list[tuple[str, Words]]:
    """Each part of a question that has words."""
    return [(part, found) for part in PARTS if (found := getattr(question, part))]


def asks(text: str) -> bool:
    """Whether ``text`` has answers in it."""
    return _OUTPUT.search(text) is not None


def read_text(text: str, read: Callable[[str], Expression]) -> Text:
    """``text`` in parts; ``read`` reads one expression, and what it raises goes through."""
    parts: list[str | Expression] = []
    at = 0
    for start, end, source in _sources(text):
        parts += [text[at:start], read(source)]
        at = end
    return Text(tuple(part for part in (*parts, text[at:]) if part != ""))


def blanked(text: str, gap: str = "…") -> str:
    """``text`` with ``gap`` where answers would stand."""
    parts: list[str] = []
    at = 0
    for start, end, _source in _sources(text):
        parts += [text[at:start], gap]
        at = end
    return "".join((*parts, text[at:]))


def _sources(text: str) -> Iterator[tuple[int, int, str]]:
    """Each expression in ``text``: from where to where it stands, and what it is."""
    at = 0
    while found := _OUTPUT.search(text, at):
        if found["list"]:
            at = _path_end(text, found.end())
            source = text[found.start() : at]
        else:
            at = found.end()
            source = found["name"] or html.unescape(found["double"] or found["single"] or "")
        yield found.start(), at, source


def _path_end(text: str, start: int) -> int:
    """Where the path that goes on at ``start`` ends: its steps have no blanks outside of [ and ]."""
    depth = 0
    for piece in _PIECE.finditer(text, start):
        if piece[0] == "[":
            depth += 1
        elif piece[0] == "]" and depth:
            depth -= 1
        elif not depth and not _STEP.fullmatch(piece[0]):
            return piece.start()
    return len(text)
