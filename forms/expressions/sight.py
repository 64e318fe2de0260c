"""What an expression sees: the entry when it runs, the form's names when it is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from forms.definition import Question
from forms.expressions.values import Member, Value


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
        """Each row of the repeat ``path``, whatever row of it one stands in.

        A row still knows the rows one stands in elsewhere; those of ``path`` and of repeats inside it are
        forgotten, so that ``get`` on it never answers with another row's answer.
        """

    def gathered(self, key: str, reads: frozenset[str], gather: "Gather") -> list[Member]:
        """What ``gather`` gives, which is the same from wherever one looks, kept under ``key`` for as long as no
        answer at ``reads`` and no row changes."""

    def place(self, path: str) -> int:
        """Position, from 1, of the row of repeat ``path`` one stands in."""

    def choice_name(self, path: str, code: str) -> str:
        """The label of a choice of the question at ``path``."""

    def column(self, name: str) -> str:
        """A column of the choice being filtered."""

    def last(self, path: str) -> Value:
        """The answer at ``path`` in the record saved last (``${last-saved#name}``), ``""`` when there is none;
        a list over its rows for an answer in a repeat."""


class Row:
    """A row (of a repeat, or of a list of choices) that a predicate looks at; itself a `Scope`.

    ``at``: its place among ``size`` rows, from 1; ``origin``: the view the expression began with, which is
    what ``current()`` means; ``columns``: the row of a list, if it is one.
    """

    __slots__ = ("at", "columns", "origin", "size", "view")

    def __init__(
        self, view: Scope, at: int, size: int, origin: Scope, columns: Mapping[str, str] | None = None
    ) -> None:
        self.view = view
        self.at = at
        self.size = size
        self.origin = origin
        self.columns = columns

    @property
    def today(self) -> date:
        return self.origin.today

    @property
    def now(self) -> datetime:
        return self.origin.now

    @property
    def version(self) -> str:
        return self.origin.version

    def own(self) -> Value:
        return self.origin.own()

    def get(self, path: str) -> Value:
        return self.view.get(path)

    def every(self, path: str) -> list[Scope]:
        return self.view.every(path)

    def gathered(self, key: str, reads: frozenset[str], gather: "Gather") -> list[Member]:
        return self.view.gathered(key, reads, gather)

    def place(self, path: str) -> int:
        return self.view.place(path)

    def choice_name(self, path: str, code: str) -> str:
        return self.view.choice_name(path, code)

    def column(self, name: str) -> str:
        return self.view.column(name) if self.columns is None else self.columns.get(name, "")

    def last(self, path: str) -> Value:
        return self.view.last(path)


Run = Callable[[Scope], Value]
Gather = Callable[[], list[Member]]


@dataclass(frozen=True, slots=True)
class Probe:
    """What a filter's ``column = value`` says before any row is looked at: only rows whose ``column`` is the text
    that ``value`` gives can pass. It tells nothing where that is no text."""

    column: str
    value: Run


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A list of choices as `instance()` and `pulldata()` read it: every row has its columns' texts."""

    columns: frozenset[str]
    rows: Sequence[Mapping[str, str]]
    # Of each text of a column, once it was asked for.
    places: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def having(self, column: str, text: str) -> Sequence[int]:
        """Places, from 0, of the rows whose ``column`` is ``text``."""
        if column not in self.places:
            found: dict[str, list[int]] = {}
            for place, row in enumerate(self.rows):
                found.setdefault(row.get(column, ""), []).append(place)
            self.places[column] = found
        return self.places[column].get(text, ())

    def cell(self, column: str, key_column: str, key: str) -> str:
        """``pulldata``: the text in ``column`` of the first row with ``key`` in its ``key_column``; ``""`` without."""
        places = self.having(key_column, key)
        return self.rows[places[0]].get(column, "") if places else ""

    def candidates(self, probe: Probe | None, scope: Scope) -> Sequence[int]:
        """Places of the rows that may pass a filter with this probe, all where it tells nothing."""
        text = None if probe is None else probe.value(scope)
        if probe is None or not isinstance(text, str):
            return range(len(self.rows))
        return self.having(probe.column, text)


class Names(Protocol):
    """Where the names in an expression lead, seen from the question it belongs to."""

    @property
    def own(self) -> str:
        """The path of the question itself, ``""`` at the top."""

    @property
    def here(self) -> tuple[str, ...]:
        """Its place: the names, as written, of all groups and repeats around it, and its own."""

    @property
    def around(self) -> tuple[str, ...]:
        """The repeats a row of which one stands in, outermost first."""

    def named(self, name: str) -> str:
        """The path ``${name}`` means; LookupError with a reason."""

    def at(self, place: tuple[str, ...]) -> str:
        """The path of what stands at ``place``, ``""`` where nothing does."""

    def place(self, path: str) -> tuple[str, ...]:
        """The place of ``path``: the other way round."""

    def question(self, path: str) -> Question:
        """The question, group or repeat at ``path``."""

    def repeats(self, path: str) -> tuple[str, ...]:
        """The repeats around ``path``, outermost first."""

    def inside(self, repeat: str) -> "Names":
        """The same, seen from a row of ``repeat``."""

    def table(self, name: str) -> Table:
        """A list of choices or a CSV file (named without its ending, too); LookupError with a reason."""


@dataclass(frozen=True, slots=True)
class Expression:
    """``near``: paths read from the nearest row; ``wide``: paths read over all rows; ``probe``: of a choice filter."""

    run: Run
    near: frozenset[str]
    wide: frozenset[str]
    probe: Probe | None = None
