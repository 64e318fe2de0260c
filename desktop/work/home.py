"""Where this person's data lives."""

import os
from collections.abc import Sequence
from pathlib import Path


def home_folder(argv: Sequence[str] = ()) -> Path:
    """``--home DIR`` if given, else ``NGOSO_HOME``, else the system's place for an application's data."""
    for at, word in enumerate(argv):
        if word == "--home" and at + 1 < len(argv):
            return Path(argv[at + 1])
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
    if named := os.environ.get("NGOSO_HOME"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("ngoso", appauthor=False)
