"""What an expression sees: the entry when it runs, the form's names when it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from .functions import Value


class Scope(Protocol):
    """The entry as seen from one question (or one row, in a predicate)."""

    @property
    def today(self) -> date: ...
    @property
    def now(self) -> datetime: ...
    @property
    def version(self) -> str: ...
    def own(self) -> Value:
        """The answer of the question itself."""

    def get(self, path: str) -> Value:
        """The answer at ``path``: of the nearest row, or a list over all rows when there is no nearest one."""

    def every(self, path: str) -> list["Scope"]:
        """Each row of the repeat ``path``, whatever row one stands in."""

    def place(self, path: str) -> int:
        """Position, from 1, of the row of repeat ``path`` one stands in."""

    def choice_name(self, path: str, code: str) -> str:
        """The label of a choice of the question at ``path``."""

    def column(self, name: str) -> str:
        """A column of the choice being filtered."""


Run = Callable[[Scope], Value]


class Names(Protocol):
    """Where the names in an expression lead, seen from the question it belongs to."""

    own: str  # path of the question itself, "" at the top

    def named(self, name: str) -> str:
        """The path ``${name}`` means; LookupError with a reason."""

    def walked(self, steps: list[str], absolute: bool) -> str:
        """The path a location path means; LookupError with a reason."""

    def is_repeat(self, path: str) -> bool: ...

    def inside(self, repeat: str) -> "Names":
        """The same, seen from a row of ``repeat``."""


@dataclass(frozen=True, slots=True)
class Expression:
    """``near``: paths read from the nearest row; ``wide``: paths read over all rows."""

    run: Run
    near: frozenset[str]
    wide: frozenset[str]
