"""An ODK XPath expression cut into tokens."""

import re

from resources.words import _

Token = tuple[str, str]  # kind (number, text, ref, name, sign, end) and what was written


class ExpressionError(Exception):
    """What is wrong with an expression, as a sentence for the form's author."""


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | \$\{\s*(?P<ref>[^}\s]+)\s*\}
    | (?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)
    | (?P<sign>\.\.|!=|<=|>=|//|::|[.()\[\],/=<>+*|@-])
    )""",
    re.VERBOSE,
)


def tokens_of(source: str) -> list[Token]:
    """``source`` as tokens, an ``end`` after them. Raises ExpressionError."""
    found: list[Token] = []
    at = 0
    while source[at:].strip():
        match = _TOKEN.match(source, at)
        if match is None:
            rest = source[at:].lstrip()
            raise ExpressionError(_("“{text}” cannot be read").format(text=rest[:12]))
        kind = str(match.lastgroup)
        found.append((kind, match[kind]))
        at = match.end()
    return [*found, ("end", "")]
