"""The paths of an expression: ``${name}``, ``../name``, ``/data/group/name``, ``current()/../name``,
``${repeat}[predicate]/name``, ``instance('list')/root/item[predicate]/column``, ``${last-saved#name}``.

A path that names an answer in a repeat means the nearest row's, as on the phone (JavaRosa and Enketo alike, also
for ``/data/repeat/name``); with a predicate, or climbing out of the repeat and down again, it means all rows.
Within a predicate of a repeat ``${name}`` and a bare ``name`` mean the answer of the row looked at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Literal

from forms.expressions.sight import Names, Probe, Row, Run, Scope, Table
from forms.expressions.tokens import Cursor, ExpressionError, Token, conjuncts
from forms.expressions.values import Member, Value, flat, to_boolean
from resources.words import _

_LAST_SAVED = "last-saved#"
# What they give hangs on chance, on what stood there before, or on the language.
_OPEN = ("once", "randomize", "uuid", "jr:choice-name")
_numbers = count()
Kind = Literal["question", "repeat", "choices"]


@dataclass(slots=True)
class Where:
    """Where a path has led so far. ``entered``: each repeat whose rows are all meant, with its predicates.

    ``reads``: what these read, where the rows that pass are the same from wherever one looks; else None.
    """

    place: tuple[str, ...]
    absolute: bool
    entered: list[tuple[str, list[Run]]]
    from_origin: bool = False
    own: bool = False  # it is the question itself
    last: bool = False  # in the record saved last
    reads: frozenset[str] | None = frozenset()


class Locations(Cursor):
    """Reads paths. ``near`` and ``wide`` gather what they read, as in `forms.expressions.sight.Expression`."""

    def __init__(self, tokens: list[Token], names: Names, table: Table | None) -> None:
        super().__init__(tokens)
        self.origin = names
        self.names = names
        self.table = table
        self.looks_at: Kind = "choices" if table is not None else "question"
        self.filtered: list[str] = []  # the repeats whose predicates are being read
        self.within = False  # any predicate
        self.near: set[str] = set()
        self.wide: set[str] = set()

    def expression(self, floor: int = 0) -> Run:
        """Any expression (see `forms.expressions.xpath`)."""
        raise NotImplementedError  # a predicate holds any expression; the reader of those stands above this one

    # reading

    def begins_path(self) -> bool:
        """Whether what stands here is a path."""
        if self.calls("current", "instance") or self.next_is(".", "..", "/", "*"):
            return True
        bare = self.kind == "name" and not self.comes("(")
        return self.kind == "ref" or (bare and self.looks_at != "question")

    def path(self) -> Run:
        """What a path means when the expression runs."""
        if self.calls("instance"):
            return self.instance()
        if self.looks_at == "choices":
            if self.next_is(".") and self.comes("/"):
                self.at += 2
            if self.kind == "name" and not self.calls("current"):
                return self.column(self.take())
            if self.next_is(".", ".."):
                self.fail(_("in a choice filter write current()/../name, or ${name}"))
        return self.answer(self.location())

    def location(self) -> Where:
        """Reads a path up to its end."""
        if self.kind == "ref":
            return self.reference(self.take())
        where = Where(self.names.here, False, [])
        if self.calls("current"):
            self.at += 1
            self.expect("(")
            self.expect(")")
            where = Where(self.origin.here, False, [], from_origin=True)
            if not self.next_is("/"):
                where.own = True
                return where
            self.take()
        elif self.next_is("/"):
            self.take()
            self.root()
            where = Where((), True, [])
            if self.next_is("//"):
                self.refuse_step("//")
            if not self.next_is("/"):
                self.fail(_("the path leads to the form itself, not to a question"))
            self.take()
        elif self.next_is(".") and not self.within and not self.comes("/"):
            self.take()
            where.own = True
            return where
        return self.steps(where)

    def reference(self, name: str) -> Where:
        last = name.startswith(_LAST_SAVED)
        path = self.named(name.removeprefix(_LAST_SAVED))
        where = Where(self.names.place(path), True, [], last=last)
        if self.next_is("["):
            self.enter(where)
        if not self.next_is("/"):
            return where
        if self.names.question(path).type not in ("group", "repeat"):
            self.fail(_("after a name no path goes on; to divide, write div"))
        self.take()
        return self.steps(where)

    def root(self) -> None:
        if self.kind != "name":
            self.step(Where((), True, []))
        self.take()

    def steps(self, where: Where) -> Where:
        while True:
            self.step(where)
            if self.next_is("["):
                self.enter(where)
            if not self.next_is("/"):
                return where
            self.take()

    def step(self, where: Where) -> None:
        text = self.text
        if self.next_is(".."):
            self.take()
            if where.entered or not where.place:
                self.fail(_("“..” leads out of the form here; name the answer itself: ${name}"))
            where.place = where.place[:-1]
        elif self.next_is("."):
            self.take()
        elif self.kind == "name" and not self.comes("::"):
            where.place = (*where.place, self.take())
            path = self.names.at(where.place)
            around = self.origin.around if where.from_origin else self.names.around
            if path in around and not where.absolute and not self.next_is("["):
                where.entered.append((path, []))
        else:
            self.refuse_step(text)

    def refuse_step(self, text: str) -> None:
        reasons = {
            "*": _("“*” for all answers at once is not used; name each one: ${name}"),
            "@": _("answers have no attributes (“@”); name the answer: ${name}"),
            "/": _("“//” is not used; name the answer: ${name}"),
            "//": _("“//” is not used; name the answer: ${name}"),
            "::": _("axes (“::”) are not used; write .. or ${name}"),
        }
        if self.comes("::"):
            text = "::"
        if self.kind in ("ref", "number") or self.next_is("("):
            self.fail(_("“{text}” cannot stand in a path; to divide, write div").format(text=self.shown))
        self.fail(reasons.get(text) or _("“{text}” cannot stand in a path").format(text=self.shown))

    def enter(self, where: Where) -> None:
        """One or more predicates behind a repeat."""
        repeat = self.names.at(where.place)
        if not repeat or self.names.question(repeat).type != "repeat" or where.last:
            self.fail(_("“[” stands only after a repeat"))
        start, outer = self.at, (self.near, self.wide)
        self.near, self.wide = set(), set()
        with self.looking("repeat", self.names.inside(repeat), None, repeat):
            predicates = self.predicates()
        reads = frozenset(self.near | self.wide)
        self.near, self.wide = outer[0] | self.near, outer[1] | self.wide
        where.entered.append((repeat, predicates))
        told = where.reads is not None and self.is_closed(self.tokens[start : self.at], reads, repeat)
        where.reads = (where.reads or frozenset()) | reads if told else None

    def is_closed(self, tokens: list[Token], reads: frozenset[str], repeat: str) -> bool:
        """Whether predicates look at nothing but answers of their own row, and answers that stand in no row.

        A call without values asks for the place, the moment or the question itself.
        """
        asks = ((opening, text) == ("(", ")") for (_, opening), (_, text) in pairwise(tokens))
        around = (self.names.repeats(path) for path in reads - {repeat})
        return (
            not any(asks)
            and not any(text in _OPEN for _kind, text in tokens)
            and all(not repeats or repeat in repeats for repeats in around)
        )

    def predicates(self) -> list[Run]:
        found = []
        while self.next_is("["):
            self.take()
            found.append(self.expression())
            self.expect("]")
        return found

    @contextmanager
    def looking(self, at: Kind, names: Names, table: Table | None, repeat: str = "") -> Iterator[None]:
        outer = self.looks_at, self.names, self.table, self.within, self.filtered
        self.looks_at, self.names, self.table, self.within = at, names, table, True
        self.filtered = [*self.filtered, repeat] if repeat else self.filtered
        yield
        self.looks_at, self.names, self.table, self.within, self.filtered = outer

    # meaning

    def named(self, name: str) -> str:
        try:
            return self.names.named(name)
        except LookupError as error:
            self.fail(str(error.args[0]))

    def target(self, where: Where) -> str:
        """The path of the question or repeat that ``where`` is."""
        path = self.names.at(where.place)
        if not path or self.names.question(path).type == "group":
            self.fail(_("the path {path} leads to no question").format(path="/".join(where.place) or "/"))
        return path

    def answer(self, where: Where) -> Run:
        if self.next_is("//"):
            self.refuse_step("//")
        if where.own:
            return self.seen(where, lambda scope: scope.own())
        path = self.target(where)
        if where.last:
            return lambda scope: scope.last(path)
        if where.entered:
            return self.rows(where, path)
        if self.looks_at == "repeat" and path == self.names.own and not where.absolute:
            self.fail(_("between [ and ] “.” is a whole row; name the answer in it"))
        self.note(path, where.from_origin)
        return self.seen(where, lambda scope: scope.get(path))

    def seen(self, where: Where, run: Run) -> Run:
        return from_origin(run) if where.from_origin else run

    def note(self, path: str, from_origin: bool) -> None:
        """An answer of the row looked at stands in every row; others are read once."""
        looked_at = path in self.filtered or any(
            repeat in self.filtered for repeat in self.names.repeats(path)
        )
        (self.wide if looked_at and not from_origin else self.near).add(path)

    def rows(self, where: Where, path: str) -> Run:
        """The answers at ``path`` in all rows that pass: a list; the rows themselves where it is the repeat."""
        entered = tuple((repeat, tuple(predicates)) for repeat, predicates in where.entered)
        last = entered[-1][0]
        repeats = {path, *(repeat for repeat, _predicates in entered)}
        self.wide |= repeats

        def gather(scope: Scope) -> list[Member]:
            origin = scope.origin if isinstance(scope, Row) else scope
            views = [origin if where.from_origin else scope]
            for repeat, predicates in entered:
                views = [row for view in views for row in _kept(view.every(repeat), predicates, origin)]
            if path == last:
                return ["row"] * len(views)
            return flat(tuple(view.get(path) for view in views))

        if where.reads is None or self.names.repeats(entered[0][0]):
            return gather
        # Asked from every row of a repeat, it would take rows times rows at every answer.
        key, reads = f"[{next(_numbers)}]", where.reads | repeats
        return lambda scope: scope.gathered(key, reads, lambda: gather(scope))

    # lists of choices

    def column(self, name: str) -> Run:
        if self.table is None or name not in self.table.columns:
            self.fail(_("the choice list has no column “{text}”").format(text=name))
        return lambda scope: scope.column(name)

    def listed(self, name: str) -> Table:
        try:
            return self.names.table(name)
        except LookupError as error:
            self.fail(str(error.args[0]))

    def instance(self) -> Run:
        """``instance('list')/root/item[…]/column``: a list over the choices that pass."""
        self.at += 1
        self.expect("(")
        if self.kind != "text":
            self.fail(_("write the name of the list between quotes: instance('list')/root/item[…]"))
        name = self.take()[1:-1]
        self.expect(")")
        self.expect("/")
        if name == "__last-saved":
            self.root()
            self.expect("/")
            return self.answer(self.steps(Where((), True, [], last=True)))
        table = self.listed(name)
        if [self.take(), self.text] != ["root", "/"] or [self.take(), self.text] != ["/", "item"]:
            self.fail(_("write instance('{name}')/root/item[…]/column").format(name=name))
        self.take()
        start = self.at
        with self.looking("choices", self.names, table):
            predicates = tuple(self.predicates())
        probe = self.probe(table, start + 1) if predicates else None
        if not self.next_is("/"):
            return lambda scope: ["row"] * len(_chosen(table, probe, predicates, scope))
        self.take()
        column = self.take()
        if column not in table.columns:
            self.fail(_("the list {name} has no column “{text}”").format(name=name, text=column))
        return lambda scope: [row.column(column) for row in _chosen(table, probe, predicates, scope)]

    def probe(self, table: Table, start: int) -> Probe | None:
        """What the filter that begins at the token ``start`` says of one column before any row is looked at."""
        if not table.columns.isdisjoint(("and", "or")):
            return None
        for conjunct in conjuncts(self.tokens, start):
            if conjunct[0][1] not in table.columns or conjunct[1:2] != [("sign", "=")]:
                continue
            reader = type(self)([*conjunct[2:], ("end", "")], self.names, None)
            reader.origin = self.origin
            try:
                # Read as a question's own expression, it cannot ask a row for anything.
                value = reader.expression()
            except ExpressionError:
                continue
            if reader.kind == "end":
                return Probe(conjunct[0][1], value)
        return None


def from_origin(run: Run) -> Run:
    """``run``, asked not of the row looked at but of the question itself."""
    return lambda scope: run(scope.origin if isinstance(scope, Row) else scope)


def _kept(views: list[Scope], predicates: tuple[Run, ...], origin: Scope) -> list[Scope]:
    for predicate in predicates:
        size = len(views)
        rows = [Row(view, place, size, origin) for place, view in enumerate(views, 1)]
        views = [row.view for row in rows if _passes(predicate(row), row.at)]
    return views


def _chosen(table: Table, probe: Probe | None, predicates: tuple[Run, ...], scope: Scope) -> list[Row]:
    origin = scope.origin if isinstance(scope, Row) else scope
    size = len(table.rows)
    rows = [Row(scope, at + 1, size, origin, table.rows[at]) for at in table.candidates(probe, scope)]
    for predicate in predicates:
        rows = [row for row in rows if _passes(predicate(row), row.at)]
        for place, row in enumerate(rows, 1):
            row.at, row.size = place, len(rows)
    return rows


def _passes(value: Value, place: int) -> bool:
    """A number in a predicate is a position."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value == place
    return to_boolean(value)


def at_row(part: Literal["at", "size"]) -> Run:
    """``position()`` and ``last()`` within a predicate."""
    return lambda scope: float(getattr(scope, part))
