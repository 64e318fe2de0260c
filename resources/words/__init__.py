"""The words of the program: English source strings, Vietnamese first on screen.

Translations live in ``resources/words/vi/<area>.po``; ``python -m resources.words.build`` joins
them into ``vi.mo`` and names every string that has no Vietnamese.
"""

import gettext as _gettext
from pathlib import Path

HERE = Path(__file__).resolve().parent
LANGUAGES = ("vi", "en")

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Choose the language of every later ``_()``; ``en`` is the source language."""
    global _catalogue, _language
    if language not in LANGUAGES:
        raise ValueError(f"no words for {language!r}")
    _language = language
    path = HERE / f"{language}.mo"
    if language == "en":
        _catalogue = _gettext.NullTranslations()
    else:
        with path.open("rb") as file:
            _catalogue = _gettext.GNUTranslations(file)


def language() -> str:
    """The language in use: ``vi`` or ``en``."""
    return _language


def _(message: str) -> str:
    """The message in the language in use. Call it when the text is shown, never at import."""
    return _catalogue.gettext(message)


def N_(message: str) -> str:
    """Mark a message for translation without translating it yet."""
    return message
