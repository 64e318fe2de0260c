"""An ODK XPath expression cut into tokens, and a reader's place among them."""

import re
import unicodedata
from typing import NoReturn

from resources.words import N_, _

Token = tuple[str, str]  # kind (number, text, ref, name, sign, end) and what was written


class ExpressionError(Exception):
    """What is wrong with an expression, as a sentence for the form's author."""


_BLANK = r"[\s\u200b\u200c\u200d\ufeff]*"
_TOKEN = re.compile(
    rf"""{_BLANK}(?:
      (?P<wrong>==|&&?|\|\||<>|=[<>]|[≥≤≠×÷–—−]|!(?!=)|[%^;?#\\~]|[“”„«»‘’‚`´]
        |\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\$(?!\{{)|\{{)
    | (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | \$\{{\s*(?P<ref>[^}}\s]+)\s*\}}
    | (?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)
    | (?P<sign>\.\.|!=|<=|>=|//|::|[.()\[\],/=<>+*|@-])
    )""",
    re.VERBOSE,
)
# What other languages write, and what an expression writes.
_INSTEAD = {
    "==": "=",
    "&": "and",
    "&&": "and",
    "||": "or",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "÷": "div",
    "–": "-",
    "—": "-",
    "−": "-",
    "!": "not(…)",
    "%": "mod",
    "^": "pow(…, …)",
    ";": ",",
    "?": "if(…, …, …)",
    "$": "${…}",
    "{": "${…}",
    **dict.fromkeys("“”„«»‘’‚`´", "'"),
}
_UNREAD = N_("“{text}” cannot be read")


def tokens_of(source: str) -> list[Token]:
    """``source`` as tokens, an ``end`` after them. Raises ExpressionError."""
    found: list[Token] = []
    at, text = 0, unicodedata.normalize("NFC", source)
    blank = re.compile(_BLANK)
    while (start := blank.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        match = _TOKEN.match(text, at)
        if match is None:
            rest = text[start : start + 12]
            if rest[0] in "'\"":
                raise ExpressionError(_("the quote {text} is not closed").format(text=rest))
            raise ExpressionError(_(_UNREAD).format(text=rest))
        kind = str(match.lastgroup)
        if kind == "wrong":
            raise ExpressionError(_wrong(match[kind]))
        found.append((kind, match[kind]))
        at = match.end()
    return [*found, ("end", "")]


def _wrong(text: str) -> str:
    if text[0].isdigit():
        return _("a date is written date('2026-12-31'), not {text}").format(text=text)
    instead = _INSTEAD.get(text)
    if instead is None:
        return _(_UNREAD).format(text=text)
    return _("“{text}” is not used here; write {instead}").format(text=text, instead=instead)


def conjuncts(tokens: list[Token], start: int) -> list[list[Token]]:
    """The parts of the filter that begins at ``start`` that ``and`` joins; none where an ``or`` stands among them."""
    found: list[list[Token]] = [[]]
    depth = 0
    for kind, text in tokens[start:-1]:
        opens, closes = (kind == "sign" and text in signs for signs in ("([", ")]"))
        depth += opens - closes
        if depth < 0:
            break
        if depth == 0 and (kind, text) == ("name", "or"):
            return []
        if depth == 0 and (kind, text) == ("name", "and"):
            found.append([])
        else:
            found[-1].append((kind, text))
    return [part for part in found if part]


class Cursor:
    """Where one stands among the tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def text(self) -> str:
        return self.tokens[self.at][1]

    @property
    def shown(self) -> str:
        """What stands here, for a message."""
        kind, text = self.tokens[self.at]
        return {"end": _("the end"), "ref": f"${{{text}}}"}.get(kind, text)

    def fail(self, reason: str) -> NoReturn:
        raise ExpressionError(reason)

    def next_is(self, *signs: str) -> bool:
        return self.kind == "sign" and self.text in signs

    def comes(self, sign: str) -> bool:
        """Whether ``sign`` stands behind what stands here."""
        return ("sign", sign) in self.tokens[self.at + 1 : self.at + 2]

    def calls(self, *names: str) -> bool:
        """Whether a call of one of ``names`` begins here."""
        return self.kind == "name" and self.text in names and self.comes("(")

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def expect(self, sign: str) -> None:
        if not self.next_is(sign):
            self.fail(_("“{sign}” was expected before “{text}”").format(sign=sign, text=self.shown))
        self.take()
