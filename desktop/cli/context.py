"""What a command is given: where the data lies, the clock, and the way to unlock it."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from typing import Any, NoReturn, Protocol

from desktop.store import keys
from desktop.work.desk import Clock, Desk, wall_clock
from desktop.work.home import home_folder
from desktop.work.setup import open_desk
from forms.definition import Form
from forms.problem import Problem
from forms.text import fold
from resources import words
from resources.words import _

Given = argparse.Namespace
PASSPHRASE = "NGOSO_PASSPHRASE"


@dataclass(frozen=True, slots=True)
class Context:
    """``home`` is the data folder; ``person`` who opens it, needed only where several can."""

    home: Path
    person: str = ""
    clock: Clock = wall_clock
    ask: Callable[[str], str] = getpass
    answer: Callable[[str], str] = input
    draw: Callable[[Form], int] | None = None  # draws a form as the window does; how many questions it drew

    def passphrase(self) -> str:
        """From the environment, else typed without an echo. Raises ``cli.no_passphrase`` where nobody can type."""
        if given := os.environ.get(PASSPHRASE):
            return given
        try:
            return self.ask(_("Passphrase: "))
        except EOFError:
            raise Problem("cli.no_passphrase", variable=PASSPHRASE) from None

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The unlocked data. Raises ``store.not_set_up``, ``store.passphrase``, ``store.in_use``, ``cli.person``."""
        desk = open_desk(self.home, self._slot(), self.passphrase(), clock=self.clock)
        try:
            yield desk
        finally:
            desk.store.close()

    def _slot(self) -> str:
        slots = keys.people(self.home)
        if not slots:
            raise Problem("store.not_set_up")
        if self.person:
            slots = tuple(slot for slot in slots if fold(slot.name) == fold(self.person))
        if len(slots) != 1:
            raise Problem("cli.person")
        return slots[0].id


class Parser(argparse.ArgumentParser):
    """Tells a mistake like every other problem."""

    def error(self, message: str) -> NoReturn:
        raise Problem("cli.usage", detail=message)


def common(default: Any = None) -> Parser:
    """What every command takes. With a ``default`` that stands for nothing it may be said twice, the last counts."""
    home, person, spoken = (home_folder(), "", "vi") if default is None else (default,) * 3
    parser = Parser(add_help=False)
    parser.add_argument("--home", type=Path, default=home, metavar="DIR", help=_("the data folder"))
    parser.add_argument(
        "--person", default=person, metavar=_("NAME"), help=_("who opens it, where several can")
    )
    parser.add_argument("--lang", choices=words.LANGUAGES, default=spoken, help=_("language of the messages"))
    return parser


class Command(Protocol):
    """A module of this package: one word of the command line."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say what the command takes."""

    def run(self, context: Context, given: Given) -> int:
        """Do it; returns the exit code."""
