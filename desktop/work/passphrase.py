"""Passphrases: how hard one is to guess, and changing that of the person at work."""

from pathlib import Path
from typing import Literal

from desktop.store import keys
from forms.problem import Problem
from forms.text import nfc
from resources.words import _

Tone = Literal["neutral", "warn", "info", "ok"]


def change(home: Path, member: str, old: str, new: str, *, cost: keys.Cost | None = None) -> None:
    """Let ``member`` open the data with ``new`` from now on. Takes about a second; the data stays as it is.

    Raises ``store.passphrase`` when ``old`` is wrong, ``store.passphrase_short``, ``store.not_set_up``.
    """
    keys.check(new)
    slot = next((it.id for it in keys.people(home) if it.member == member), None)
    if slot is None:
        raise Problem("store.not_set_up")
    keys.change_passphrase(home, slot, old, new, cost)


def strength(passphrase: str) -> tuple[Tone, str]:
    """How hard a passphrase is to guess, in words. A hint: only its length is ever refused."""
    text = nfc(passphrase)
    if len(text) < keys.SHORTEST:
        missing = _("{count} more characters needed").format(count=keys.SHORTEST - len(text))
        return ("neutral", "") if not text else ("warn", missing)
    if text.isdigit() or len(set(text)) < 5:
        return "warn", _("Easy to guess: use words, not only digits or one key")
    if len(text) >= 16 or len(text.split()) >= 4:
        return "ok", _("Hard to guess")
    return "info", _("Good; one more word makes it much harder to guess")
