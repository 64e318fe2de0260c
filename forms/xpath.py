"""ODK's XPath as forms use it: read once into closures, with every name resolved against the form.

Grammar: literals, ``. .. ../name /data/name ${name}``, one ``[predicate]`` after a repeat, function
calls, ``or and = != < <= > >= + - * div mod``. Whatever else XPath 1.0 has is refused by name when the
form is imported. Dates compare as in ODK (see `forms.functions`); XPath 1.0 libraries cannot do that,
which is why none is used here.
"""

import re
from typing import NoReturn

from resources.words import N_, _

from .functions import (
    ASKING,
    FUNCTIONS,
    SPECIAL,
    Value,
    compare,
    divide,
    modulo,
    to_boolean,
    to_number,
    to_string,
)
from .sight import Expression, Names, Run, Scope
from .tokens import ExpressionError, Token, tokens_of

_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_WORDS = ("or", "and", "div", "mod")
# What a form's author may have expected to work, and what to write instead.
_INSTEAD = {
    "pulldata": N_("put the data in the choices sheet and use a choice_filter"),
    "instance": N_("use jr:choice-name or a choice_filter"),
    "jr:itext": N_("use jr:choice-name"),
    "distance": N_("places found by satellite are not recorded"),
    "area": N_("places found by satellite are not recorded"),
    "random": N_("use once(uuid())"),
    "last": N_("use count(${repeat})"),
    "lower-case": N_("use translate()"),
    "upper-case": N_("use translate()"),
}


def read_expression(source: str, names: Names, columns: frozenset[str] | None = None) -> Expression:
    """``source`` as something to run. ``columns``: the choice list's columns, in a choice filter.

    Raises ExpressionError.
    """
    reader = _Reader(tokens_of(source), names, columns)
    run = reader.level(0)
    if reader.kind != "end":
        reader.fail(_("“{text}” stands where an operator was expected").format(text=reader.text))
    return Expression(run, frozenset(reader.near), frozenset(reader.wide))


class _Reader:
    """A recursive-descent reader; every method returns the closure for what it read."""

    def __init__(self, tokens: list[Token], names: Names, columns: frozenset[str] | None) -> None:
        self.tokens = tokens
        self.at = 0
        self.names = names
        self.columns = columns
        self.bare = False  # inside a predicate a bare name is an answer of the row
        self.everywhere = False  # inside indexed-repeat() a name means all rows
        self.near: set[str] = set()
        self.wide: set[str] = set()

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def text(self) -> str:
        return self.tokens[self.at][1]

    def fail(self, reason: str) -> NoReturn:
        raise ExpressionError(reason)

    def next_is(self, *signs: str) -> bool:
        return self.kind == "sign" and self.text in signs

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def expect(self, sign: str) -> None:
        if not self.next_is(sign):
            found = self.text or _("the end")
            self.fail(_("“{sign}” was expected before “{text}”").format(sign=sign, text=found))
        self.take()

    # operators

    def level(self, depth: int) -> Run:
        if depth == len(_LEVELS):
            return self.unary()
        left = self.level(depth + 1)
        while self.kind in ("sign", "name") and self.text in _LEVELS[depth]:
            left = _join(self.take(), left, self.level(depth + 1))
        return left

    def unary(self) -> Run:
        if self.next_is("-"):
            self.take()
            inner = self.unary()
            return lambda scope: -to_number(inner(scope))
        return self.primary()

    def primary(self) -> Run:
        """A literal, a name, a path, a call or what stands in parentheses."""
        kind, text = self.kind, self.text
        if kind == "number":
            self.take()
            number = float(text)
            return lambda scope: number
        if kind == "text":
            self.take()
            literal = text[1:-1]
            return lambda scope: literal
        if kind == "ref":
            self.take()
            return self.answer(self.resolve(text))
        if kind == "name" and self.tokens[self.at + 1] == ("sign", "("):
            return self.call()
        if kind == "name" and self.columns is not None:
            return self.choice_column(self.take())
        if self.next_is("("):
            self.take()
            inner = self.level(0)
            self.expect(")")
            return inner
        if self.next_is(".", "..", "/") or (kind == "name" and self.bare and text not in _WORDS):
            return self.path()
        if kind == "name":
            self.fail(_("“{text}” is not known; an answer is written ${{{text}}}").format(text=text))
        if kind == "end":
            raise ExpressionError(_("the expression ends too early"))
        raise ExpressionError(_("“{text}” is not used here").format(text=text))

    def choice_column(self, name: str) -> Run:
        if self.columns is None or name not in self.columns:
            self.fail(_("the choice list has no column “{text}”").format(text=name))
        return lambda scope: scope.column(name)

    # names and paths

    def resolve(self, name: str) -> str:
        try:
            return self.names.named(name)
        except LookupError as error:
            self.fail(str(error.args[0]))

    def walk(self, steps: list[str], absolute: bool) -> str:
        try:
            return self.names.walked(steps, absolute)
        except LookupError as error:
            self.fail(str(error.args[0]))

    def steps(self) -> tuple[list[str], bool]:
        absolute = self.next_is("/")
        if absolute:
            self.take()
        steps = []
        while True:
            if self.next_is(".", "..") or self.kind == "name":
                steps.append(self.take())
            else:
                self.fail(_("“{text}” cannot stand in a path").format(text=self.text or "/"))
            if not self.next_is("/"):
                return steps, absolute
            self.take()

    def path(self) -> Run:
        steps, absolute = self.steps()
        if steps == ["."] and not absolute and not self.bare:
            return lambda scope: scope.own()
        return self.answer(self.walk(steps, absolute))

    def answer(self, path: str) -> Run:
        if self.next_is("["):
            return self.filtered(path)
        if self.next_is("/"):
            self.fail(_("after a name no path goes on; name the answer itself"))
        if self.everywhere:
            self.wide.add(path)
            return lambda scope: path  # indexed-repeat wants to know which answer, not its value
        self.near.add(path)
        return lambda scope: scope.get(path)

    def filtered(self, repeat: str) -> Run:
        """``repeat[predicate]`` with an optional ``/name`` after it: a list over the rows that pass."""
        if not self.names.is_repeat(repeat):
            self.fail(_("“[” stands only after a repeat"))
        self.take()
        outer = self.names, self.bare
        self.names, self.bare = self.names.inside(repeat), True
        predicate = self.level(0)
        self.expect("]")
        tail = repeat
        if self.next_is("/"):
            self.take()
            tail = self.walk(self.steps()[0], False)
        self.names, self.bare = outer
        self.wide |= {repeat, tail, *self.near}

        def passes(row: Scope) -> bool:
            value = predicate(row)
            if isinstance(value, float):
                return row.place(repeat) == value
            return to_boolean(value)

        def run(scope: Scope) -> Value:
            rows = [row for row in scope.every(repeat) if passes(row)]
            return [to_string(row.get(tail)) if tail != repeat else "row" for row in rows]

        return run

    # functions

    def arguments(self, name: str, least: int, most: int | None) -> list[Run]:
        self.expect("(")
        found: list[Run] = []
        while not self.next_is(")"):
            if found:
                self.expect(",")
            found.append(self.level(0))
        self.take()
        self.count(name, len(found), least, most)
        return found

    def count(self, name: str, given: int, least: int, most: int | None) -> None:
        if given < least or (most is not None and given > most):
            wanted = str(least) if most == least else f"{least}–{most or '…'}"
            self.fail(
                _("{name}() takes {wanted} values, not {given}").format(name=name, wanted=wanted, given=given)
            )

    def call(self) -> Run:
        name = self.take()
        if name in SPECIAL:
            return self.special(name)
        if name in ASKING:
            least, most, ask = ASKING[name]
            self.arguments(name, least, most)
            return lambda scope: ask(scope)
        if name not in FUNCTIONS:
            advice = _INSTEAD.get(name, "")
            text = _("the function {name}() is not known").format(name=name)
            self.fail(f"{text}: {_(advice)}" if advice else text)
        least, most, function = FUNCTIONS[name]
        start = self.at
        values = self.arguments(name, least, most)
        if name == "regex":
            self.check_pattern(self.tokens[start : self.at])
        if len(values) == 1:
            only = values[0]
            return lambda scope: function(only(scope))
        if len(values) == 2:
            left, right = values
            return lambda scope: function(left(scope), right(scope))
        return lambda scope: function(*(value(scope) for value in values))

    def check_pattern(self, tokens: list[Token]) -> None:
        kind, text = tokens[-2]
        if kind != "text" or tokens[-3] != ("sign", ","):
            self.fail(_("write the pattern of regex() between quotes"))
        try:
            re.compile(text[1:-1])
        except re.error as error:
            self.fail(_("the pattern of regex() cannot be read: {reason}").format(reason=error))

    def special(self, name: str) -> Run:
        least, most = SPECIAL[name]
        if name == "position" and self.tokens[self.at + 1] != ("sign", ")"):
            self.expect("(")
            steps, absolute = self.steps()
            self.expect(")")
            return self.place_of(self.walk(steps, absolute))
        if name == "jr:choice-name":
            return self.choice_name()
        if name == "indexed-repeat":
            return self.indexed_repeat()
        values = self.arguments(name, least, most)
        if name == "if":
            condition, then, otherwise = values
            return lambda scope: then(scope) if to_boolean(condition(scope)) else otherwise(scope)
        if name == "once":
            inner = values[0]
            return lambda scope: scope.own() if to_string(scope.own()) != "" else inner(scope)
        if name == "count":
            counted = values[0]
            return lambda scope: float(len(found)) if isinstance(found := counted(scope), list) else 1.0
        if name == "position":
            if not self.bare:
                self.fail(_("write position(..) for the number of the row"))
            return self.place_of(self.names.own)
        if not self.next_is("/"):
            return lambda scope: scope.own()
        self.take()
        steps, _absolute = self.steps()
        return self.answer(self.walk(steps, False))

    def place_of(self, repeat: str) -> Run:
        if not self.names.is_repeat(repeat):
            self.fail(_("position(..) stands only inside a repeat"))
        self.wide.add(repeat)
        return lambda scope: float(scope.place(repeat))

    def choice_name(self) -> Run:
        self.expect("(")
        value = self.level(0)
        self.expect(",")
        kind, text = self.kind, self.take()
        found = re.fullmatch(r"""['"]?\s*(?:\$\{)?\s*([\w.-]+)\s*\}?\s*['"]?""", text)
        if kind not in ("text", "ref") or found is None:
            self.fail(_("the second value of jr:choice-name() is the question, for example '${field}'"))
        path = self.resolve(found[1])
        self.expect(")")
        return lambda scope: " ".join(
            scope.choice_name(path, code) for code in to_string(value(scope)).split()
        )

    def indexed_repeat(self) -> Run:
        """``indexed-repeat(answer, repeat, n[, inner repeat, m …])``: the answer in the n-th row."""
        self.expect("(")
        self.everywhere = True
        answer = self.level(0)
        pairs: list[tuple[Run, Run]] = []
        while self.next_is(","):
            self.take()
            self.everywhere = True
            repeat = self.level(0)
            self.everywhere = False
            self.expect(",")
            pairs.append((repeat, self.level(0)))
        self.everywhere = False
        self.expect(")")
        self.count("indexed-repeat", 1 + 2 * len(pairs), *SPECIAL["indexed-repeat"])

        def run(scope: Scope) -> Value:
            row = scope
            for repeat, number in pairs:
                rows = row.every(to_string(repeat(scope)))
                wanted = to_number(number(scope))
                if not 1 <= wanted <= len(rows):
                    return ""
                row = rows[int(wanted) - 1]
            return row.get(to_string(answer(scope)))

        return run


def _join(operator: str, left: Run, right: Run) -> Run:
    if operator == "or":
        return lambda scope: to_boolean(left(scope)) or to_boolean(right(scope))
    if operator == "and":
        return lambda scope: to_boolean(left(scope)) and to_boolean(right(scope))
    if operator == "+":
        return lambda scope: to_number(left(scope)) + to_number(right(scope))
    if operator == "-":
        return lambda scope: to_number(left(scope)) - to_number(right(scope))
    if operator == "*":
        return lambda scope: to_number(left(scope)) * to_number(right(scope))
    if operator == "div":
        return lambda scope: divide(to_number(left(scope)), to_number(right(scope)))
    if operator == "mod":
        return lambda scope: modulo(to_number(left(scope)), to_number(right(scope)))
    return lambda scope: compare(operator, left(scope), right(scope))
