"""Who hands the form out, and the words every blank form has in common."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from resources import packs

LANGUAGES = ("vi", "en")  # of the words around the questions; another language takes the first


_KIND = re.compile(r"xã|phường|thị trấn|đặc khu|thị xã")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the questions; an empty text is left out. Nothing here names a person.

    ``commune`` with its kind (``xã An Mẫu``); ``kept``: where the filled form is kept and when it is destroyed,
    empty for the usual sentence; ``signers``: who signs below, empty for the usual two.
    """

    team: str = ""
    commune: str = ""
    kept: str = ""
    signers: tuple[str, ...] = ()
    black_and_white: bool = False

    @property
    def issuer(self) -> str:
        """Team and commune on one line."""
        return " · ".join(it for it in (self.team, self.commune) if it)

    @property
    def kind(self) -> str:
        """The kind of commune, ``xã`` when it is not said."""
        found = _KIND.match(self.commune.lower())
        return found[0] if found else "xã"


@cache
def words(language: str) -> Mapping[str, Any]:
    """The words of a blank form in this language, else in Vietnamese."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    path = Path(packs.__file__).parent / f"blank-form.{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def shown_version(version: str) -> str:
    """``20261101`` → ``01/11/2026``; a version that is no day stays as it is."""
    if re.fullmatch(r"20\d{6}", version):
        try:
            return f"{date(int(version[:4]), int(version[4:6]), int(version[6:])):%d/%m/%Y}"
        except ValueError:
            pass
    return version
