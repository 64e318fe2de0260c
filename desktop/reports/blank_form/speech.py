"""The form's own words as print: plain, in one language, in letters the bundled typeface has."""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from desktop.paper.lines import NO_BREAK
from desktop.paper.sheet import font
from desktop.reports.blank_form.head import LANGUAGES, words
from forms.definition import Choice, Form, Question, Words, say
from forms.expressions.outputs import read_text
from forms.markup import TAGS
from forms.text import nfc

if TYPE_CHECKING:
    from forms.expressions.sight import Expression

OUTPUT = re.compile(r"\$\{[^}]*\}|<output\b[^>]*/?>(?:\s*</output>)?")
_OF = re.compile(rf"\s+(?:of|for|của|cho|de|du)\s+(?:{OUTPUT.pattern})(?=[\s?.,;:)]|$)")
_LAST = re.compile(rf"(?<=\w)\s+(?:{OUTPUT.pattern})\s*:?$")
_FIRST = re.compile(rf"^(?:{OUTPUT.pattern})(?:['’]s|\s?[:,–-])\s+(\w)")
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_TAG = re.compile(rf"</?(?:{TAGS})\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|p|/p|li|/div)\b[^>]*>", re.IGNORECASE)
_MARKS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_SLANT = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])")
_TITLE = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)
_INSTEAD = str.maketrans(
    {"✔": "✓", "☑": "✓", "☐": "□", "➔": "→", "➜": "→", "▪": "■", "◦": "○", "\u2011": "-", "\t": " "}
)
DOTS = "……"
_ANSWER = cast("Expression", None)  # whatever it says once it is asked
LONGEST = 400  # letters of a label; a longer one is a text to read first
_INTEGER = re.compile(r"\d{1,3}")
SOME_NAMES = 0.15  # of an English form's texts may name a Vietnamese place
_VIETNAMESE = re.compile("[ăđơưĩũ\u1ea0-\u1ef9]", re.IGNORECASE)  # letters French and Portuguese do without


@cache
def _glyphs() -> frozenset[int]:
    from reportlab.pdfbase.pdfmetrics import getFont

    return frozenset(getFont(font(400)).face.charToGlyph)


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """``text`` without Markdown and HTML, ``${…}`` as dots; lines kept, spaces tidied."""
    if "instance(" in text:
        text = "".join(it if isinstance(it, str) else DOTS for it in read_text(text, lambda _: _ANSWER).parts)
    text = OUTPUT.sub(DOTS, text)
    text = _BREAK.sub("\n", text)
    text = html.unescape(_TAG.sub("", text))
    text = _LINK.sub(lambda found: found[1] or found[2], text)
    text = _TITLE.sub("", text)
    text = _MARKS.sub(r"\2", text)
    text = _SLANT.sub(r"\2", text)
    text = re.sub(r"\\([\\*_#\[\]()])", r"\1", text)
    return re.sub(r"\n{2,}", "\n", nfc(text.replace("**", "").replace("\r", "\n")))


@lru_cache(maxsize=10_000)
def printable(text: str) -> str | None:
    """``text`` in letters of the bundled typeface: signs it lacks are dropped; ``None`` if letters are missing."""
    done = []
    for sign in text.translate(_INSTEAD):
        if sign == "\n" or ord(sign) in _glyphs():
            done.append(sign)
            continue
        simpler = unicodedata.normalize("NFKD", sign)
        if simpler != sign and all(ord(part) in _glyphs() for part in simpler):
            done.append(simpler)
        elif unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "Mc":
            return None
    return nfc("".join(done))


@dataclass
class Speech:
    """A form in one language. ``replaced`` becomes true once another language or a name stood in."""

    form: Form
    language: str
    short_choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    replaced: bool = False

    own: str = field(init=False)  # language of the words around the questions: vi or en

    def __post_init__(self) -> None:
        self.own = _own(self.form, self.language)

    @property
    def fixed(self) -> Mapping[str, Any]:
        """The words around the questions."""
        return words(self.own)

    def said(self, given: Words, name: str = "") -> str:
        """The text in the language, else in any other that can be printed, else ``name``."""
        first = say(given, self.language, self.form.default_language)
        for text in (first, *given.values()):
            shown = printable(plain(text))
            if shown is not None and (shown or not text.strip()):
                return shown
            self.replaced = True
        if first:
            self.replaced = True
        return (
            printable(name) or "".join(c for c in name if ord(c) in _glyphs()) if first or not given else ""
        )

    def label(self, question: Question) -> str:
        """The question on one line, without a closing colon; its hint or name where it has no label.

        A reference to a consent sheet is, on paper, the consent itself.
        """
        if question.refers_to == "consent":
            return str(self.fixed["keep_name"])
        return clipped(self.whole(question))

    def whole(self, question: Question) -> str:
        """The label however long it is."""
        given = question.label or question.hint
        if question.type not in ("note", "acknowledge"):  # sentences of their own: they keep their places
            given = {key: _unnamed(text) for key, text in given.items()}
        return self.said(given, question.name).replace("\n", " ").rstrip(" :") or question.name

    def text(self, question: Question) -> str:
        """A note's words, lines kept."""
        return self.said(question.label or question.hint, "")

    def hint(self, question: Question) -> str:
        return self.said(question.hint).replace("\n", " ") if question.label and question.hint else ""

    def choice(self, list_name: str, choice: Choice) -> str:
        short = self.short_choices.get(list_name, {}).get(choice.name)
        if choice.name == "other" and set(choice.label.values()) == {words("vi")["other"]}:
            short = str(self.fixed["other"])  # what or_other adds to a list, in the page's language
        return short or clipped(self.said(choice.label, choice.name).replace("\n", " "), 2000) or choice.name

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The list a question chooses from; empty when its choices come from another answer."""
        return tuple(self.form.choices.get(question.list_name, ()))

    def offered(self, question: Question) -> list[tuple[str, str]]:
        """Code and words of each choice: its name where every name is a short number, else 1, 2, 3 …"""
        found = self.choices(question)
        own = all(_INTEGER.fullmatch(it.name) for it in found)
        return [
            (it.name if own else str(n), self.choice(question.list_name, it)) for n, it in enumerate(found, 1)
        ]


def _unnamed(label: str) -> str:
    """``Sex of ${name}`` → ``Sex``: on paper nobody is named yet, and dots add nothing to the question."""
    if "${" not in label and "<output" not in label:
        return label
    short = _FIRST.sub(lambda found: found[1].upper(), _OF.sub("", label))
    return _LAST.sub("", short).strip() or label


def _own(form: Form, language: str) -> str:
    """Vietnamese for a form that has any, English for one that has none: a page never mixes the two."""
    asked = language if language in form.languages else form.default_language if form.languages else ""
    if asked in LANGUAGES:
        return asked
    told = [form.title, *(it for _, question in form.walk() for it in (question.label, question.hint))]
    texts = [text for given in told for text in given.values()]
    marked = sum(1 for text in texts if _VIETNAMESE.search(text))
    return "vi" if "vi" in form.languages or marked > SOME_NAMES * len(texts) else "en"


def clipped(text: str, most: int = LONGEST) -> str:
    """``text``, or its beginning and ``…``; what is clipped stands in full as a paragraph before the question."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0][: most - 1] + "…"


def colon(label: str) -> str:
    """``label`` with a colon, unless it ends as a question or sentence does."""
    return label if not label or label.endswith(("?", "!", ".", "…", ":", ";", "،", "؟")) else f"{label}:"


def explained(offered: Sequence[tuple[str, str]]) -> str:
    """``1 VNeID · 2 Tài khoản`` for a legend."""
    return " · ".join(
        label if label.startswith(f"{code} ") else f"{code}{NO_BREAK}{label}" for code, label in offered
    )
