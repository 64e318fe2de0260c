"""The little markup that labels, hints and notes of an XLSForm may hold, as safe HTML and as plain words.

Markdown: ``**bold**`` ``*italic*`` ``# heading`` ``- item`` ``[words](https://…)``; a backslash before a mark
keeps it, and a star between digits is none. HTML: ``b i u em strong sub sup br p span`` with a colour or an
alignment, and entities such as ``&nbsp;``. Everything else is text.
One pass over the text, however it is written.
"""

import re
from html import escape, unescape

_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]\w{1,30});", re.IGNORECASE)
_MARKUP = re.compile(r"[*_<\\\n]|\]\(|&[#a-zA-Z]\w*;|^\s{0,3}(#{1,6}|[-+])\s")
_HEAD = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"\s{0,8}[-*+]\s+")
TAGS = "b|i|u|em|strong|sub|sup|br|p|span"  # anything else in angle brackets is words
_TOKEN = re.compile(
    r"\\([\\`*_{}\[\]()#+\-.!<>&$])"
    r"|(\*\*|__|\*|_)"
    r"|\[([^\[\]\n]{1,300})\]\(([^()\s]{1,800})\)"
    rf"|<(/?)({TAGS})\b([^<>]{{0,300}})>",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?|[a-z]{3,20})\s*(?=[;\"']|$)", re.I)
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)", re.I)
_LONG_WORD = re.compile(r"\S{40}")
_SIZES = {1: 20, 2: 18, 3: 17}
_DEEPEST = 40  # marks and tags open at once
_OPENING, _CLOSING = "([{“‘", ")]}.,;:!?”’"
_TAGS = {"**": "b", "__": "b", "*": "i", "_": "i"}


def is_plain(text: str) -> bool:
    """Whether the text is to be shown as it stands."""
    return not _MARKUP.search(text)


def plain(text: str) -> str:
    """The words alone, for a screen reader, a list or a message."""
    return text if is_plain(text) else "\n".join(_Line(line).plain for line in text.split("\n")).strip()


def html(text: str) -> str:
    """Safe HTML of the kind QLabel draws."""
    return "<br>".join(_block(line) for line in text.strip("\n").split("\n"))


def breakable(text: str) -> str:
    """Words of more than 40 letters may break: a label never makes a page wider."""
    return _LONG_WORD.sub(lambda found: found[0] + "\u200b", text)


def _block(line: str) -> str:
    made = _Line(line)
    if found := _HEAD.match(line):
        size = _SIZES.get(len(found[1]), 15)
        return f'<span style="font-size:{size}px;font-weight:600">{made.html}</span>'
    return made.html


class _Line:
    """One line read: ``html`` and ``plain``. What is opened and never closed stays as it was typed."""

    def __init__(self, line: str) -> None:
        self._html: list[str] = []
        self._plain: list[str] = []
        self._open: list[tuple[str, int]] = []  # mark or tag, and where it stands in the pieces
        if found := _HEAD.match(line):
            line = found[2]
        elif found := _ITEM.match(line):
            line = line[found.end() :]
            self._add("• ")
        end = 0
        for token in _TOKEN.finditer(line):
            self._add(line[end : token.start()])
            end = token.end()
            if token[1]:
                self._add(token[1])
            elif token[2]:
                self._mark(token[2], line, token.start(), end)
            elif token[3]:
                self._link(token[3], token[4])
            else:
                self._tag(token[6].lower(), bool(token[5]), token[7])
        self._add(line[end:])
        for tag, at in self._open:
            if tag not in _TAGS:
                self._html[at] = ""
        self.html, self.plain = "".join(self._html), "".join(self._plain)

    def _add(self, text: str) -> None:
        if text:
            text = _ENTITY.sub(lambda found: unescape(found[0]), text)
            self._put(escape(breakable(text), quote=False), text)

    def _put(self, html: str, plain: str) -> None:
        self._html.append(html)
        self._plain.append(plain)

    def _mark(self, mark: str, line: str, start: int, end: int) -> None:
        before, after = line[start - 1 : start], line[end : end + 1]
        if before.isdigit() and after.isdigit():
            self._put(mark, mark)  # 2*3*4
            return
        inside_word = "_" in mark and before.isalnum() and after.isalnum()
        closes = before.strip() and before not in _OPENING and not inside_word
        at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == mark), None)
        if closes and at is not None:
            self._close(at, _TAGS[mark])
            return
        opens = after.strip() and after not in _CLOSING and not ("_" in mark and before.isalnum())
        if opens and at is None and len(self._open) < _DEEPEST:
            self._open.append((mark, len(self._html)))
        self._put(mark, mark)

    def _close(self, at: int, tag: str, head: str = "") -> None:
        """Close what was opened; marks and tags within it that were not closed are none."""
        place = self._open[at][1]
        for name, inner in self._open[at + 1 :]:
            if name not in _TAGS:
                self._html[inner] = ""
        del self._open[at:]
        self._html[place], self._plain[place] = head or f"<{tag}>", ""
        self._put(f"</{tag}>", "")

    def _link(self, words: str, address: str) -> None:
        if address.startswith("https://"):
            self._put(f'<a href="{escape(address)}">{escape(words, quote=False)}</a>', words)
        else:
            self._add(f"{words} ({address})")

    def _tag(self, tag: str, closing: bool, attributes: str) -> None:
        if tag == "br":
            self._put("<br>", "\n")
        elif not closing:
            if len(self._open) < _DEEPEST:
                self._open.append((tag, len(self._html)))
                self._put(_opened(tag, attributes), "")
        else:
            at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == tag), None)
            if at is not None:
                self._close(at, "span" if tag == "p" else tag, self._html[self._open[at][1]])


def _opened(tag: str, attributes: str) -> str:
    style = ""
    if found := _COLOUR.search(attributes):
        style += f"color:{found[1]};"
    if found := _ALIGN.search(attributes):
        style += f"text-align:{found[1].lower()};"
    tag = "span" if tag == "p" else tag
    return f'<{tag} style="{style}">' if style else f"<{tag}>"
