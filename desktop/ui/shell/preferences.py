"""What the window remembers between starts. No personal data: the file is not encrypted."""

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from resources.words import LANGUAGES


@dataclass(frozen=True, slots=True)
class Preferences:
    """``theme``: light, dark or system. ``lock_minutes``: idle minutes before the lock, at most 15."""

    language: str = "vi"
    theme: str = "light"
    geometry: str = ""
    big_buttons: bool = False
    lock_minutes: int = 5


class PreferenceFile:
    """``Preferences`` in an INI file of the home folder."""

    def __init__(self, home: Path) -> None:
        self._file = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)

    def read(self) -> Preferences:
        """What was kept; a value that cannot be read counts as never set."""
        kept = Preferences()
        for field in fields(Preferences):
            raw = self._file.value(field.name)
            if isinstance(raw, str):
                change: dict[str, Any] = {field.name: _parse(raw, getattr(kept, field.name))}
                kept = replace(kept, **change)
        return replace(
            kept,
            language=kept.language if kept.language in LANGUAGES else Preferences().language,
            lock_minutes=min(15, max(1, kept.lock_minutes)),
        )

    def write(self, preferences: Preferences) -> None:
        for name, value in asdict(preferences).items():
            self._file.setValue(name, str(value))
        self._file.sync()


def _parse(raw: str, default: str | bool | int) -> str | bool | int:
    if isinstance(default, bool):
        return raw == "True"
    if isinstance(default, int):
        return int(raw) if raw.isdigit() else default
    return raw
