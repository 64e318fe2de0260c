"""Calls of functions in an expression: how many values each takes, and those that look at them unevaluated."""

import difflib
import math
import re
from collections.abc import Sequence
from typing import NoReturn

from forms.expressions.dates import unknown_codes
from forms.expressions.functions import ASKING, FUNCTIONS, REFUSED, SPECIAL
from forms.expressions.locations import Locations, at_row
from forms.expressions.sight import Run, Scope, Table
from forms.expressions.text import known_digest, pattern
from forms.expressions.tokens import Token, tokens_of
from forms.expressions.values import Value, to_boolean, to_number, to_string
from resources.words import _

# name → least and most arguments
ARGUMENTS = {name: row[:2] for table in (FUNCTIONS, ASKING) for name, row in table.items()} | SPECIAL
REFERENCE = re.compile(r"\s*\$\{\s*[^}\s]+\s*\}\s*")
# Of XPath 1.0: without a value they ask the question itself.
_OF_OWN = ("string", "number", "string-length", "normalize-space")


class Calls(Locations):
    """Reads calls (see `forms.expressions.functions` for what each function does)."""

    def arguments(self, name: str) -> tuple[list[Run], list[str | None]]:
        """The values of a call, and the text of each that is nothing but a text between quotes."""
        self.expect("(")
        begin = self.at
        found: list[Run] = []
        literals: list[str | None] = []
        while not self.next_is(")"):
            if found:
                self.expect(",")
            start = self.at
            found.append(self.expression())
            alone = self.at == start + 1 and self.tokens[start][0] == "text"
            literals.append(self.tokens[start][1][1:-1] if alone else None)
        self.take()
        least, most = ARGUMENTS[name]
        if name not in _OF_OWN or found:
            split = decimal_comma(self.tokens[begin : self.at]) if most and len(found) > most else ""
            self.count(name, len(found), least, most, with_point(split) if split else "")
        return found, literals

    def count(self, name: str, given: int, least: int, most: int | None, advice: str = "") -> None:
        if given >= least and (most is None or given <= most):
            return
        wanted = str(least) if most == least else f"{least}–{most or '…'}"
        told = _("{name}() takes {wanted} values, not {given}").format(name=name, wanted=wanted, given=given)
        self.fail(f"{told}; {advice}" if advice else told)

    def call(self) -> Run:
        name = self.take()
        if name in SPECIAL:
            return self.special(name)
        if name in ASKING:
            ask = ASKING[name][2]
            self.arguments(name)
            return lambda scope: ask(scope)
        if name not in FUNCTIONS:
            self.unknown(name)
        function = FUNCTIONS[name][2]
        values, literals = self.arguments(name)
        self.check_literals(name, literals)
        if not values and name in _OF_OWN:
            return lambda scope: function(scope.own())
        if len(values) == 1:
            only = values[0]
            return lambda scope: function(only(scope))
        if len(values) == 2:
            left, right = values
            return lambda scope: function(left(scope), right(scope))
        return lambda scope: function(*[value(scope) for value in values])

    def unknown(self, name: str) -> NoReturn:
        text = _("the function {name}() is not used here").format(name=name)
        if name.lower() in ("and", "or", "div", "mod"):
            self.fail(f"{text}: " + _("write it between the two: … {word} …").format(word=name.lower()))
        if name.lower() in ARGUMENTS:
            self.fail(f"{text}: " + _("write {name}()").format(name=name.lower()))
        advice = REFUSED.get(name.lower().replace("_", "-"))
        if advice:
            self.fail(f"{text}: {_(advice)}")
        near = difflib.get_close_matches(name.lower().replace("_", "-"), ARGUMENTS, 1, 0.8)
        self.fail(f"{text}: " + _("write {name}()").format(name=near[0]) if near else text)

    def check_literals(self, name: str, literals: list[str | None]) -> None:
        second = literals[1] if len(literals) > 1 else None
        if second is None:
            return
        if name == "regex":
            from regex import error as unreadable

            try:
                pattern(second)
            except unreadable as error:
                self.fail(_("the pattern of regex() cannot be read: {reason}").format(reason=error))
        if name.startswith("format-date") and (codes := unknown_codes(second)):
            self.fail(_("{name}() does not know %{code}").format(name=name, code=codes[0]))
        if name == "digest" and not known_digest(second, literals[2] if len(literals) > 2 else None):
            self.fail(_("digest() knows MD5, SHA-1, SHA-256, SHA-384 and SHA-512, in base64 or hex"))

    def special(self, name: str) -> Run:
        if name == "position" and not self.comes(")"):
            return self.place()
        if name == "jr:choice-name":
            return self.choice_name()
        if name == "indexed-repeat":
            return self.indexed_repeat()
        if name == "pulldata":
            return self.pulldata()
        values, _literals = self.arguments(name)
        if name == "if":
            condition, then, otherwise = values
            return lambda scope: then(scope) if to_boolean(condition(scope)) else otherwise(scope)
        if name == "once":
            inner = values[0]
            return lambda scope: own if to_string(own := scope.own()) else inner(scope)
        if name == "count":
            counted = values[0]
            return lambda scope: float(len(found)) if isinstance(found := counted(scope), list) else 1.0
        if not self.within:
            self.fail(
                _("write position(..) for the number of the row")
                if name == "position"
                else _("last() stands only between [ and ]; use count(${repeat})")
            )
        return at_row("at" if name == "position" else "size")

    def place(self) -> Run:
        """``position(..)``: the number of the row one stands in."""
        self.expect("(")
        where = self.location()
        self.expect(")")
        repeat = self.names.at(where.place)
        if repeat not in (self.origin.around if where.from_origin else self.names.around) or where.entered:
            self.fail(_("position(..) counts the rows of a repeat; from a group in it write position(../..)"))
        self.wide.add(repeat)
        return self.seen(where, lambda scope: float(scope.place(repeat)))

    def choice_name(self) -> Run:
        self.expect("(")
        value = self.expression()
        self.expect(",")
        path = self.question_named()
        self.expect(")")
        question = self.names.question(path)
        if not question.list_name and not question.refers_to and not question.appearance.startswith("unit-"):
            self.fail(_("the question ${{{name}}} has no choices").format(name=question.name))
        several = question.type in ("select_multiple", "rank")

        def run(scope: Scope) -> Value:
            text = to_string(value(scope))
            # One chosen alone may have a name with blanks.
            codes = text.split() if several or not text else [text]
            return " ".join(scope.choice_name(path, code) for code in codes)

        return run

    def question_named(self) -> str:
        """The question that ``'${field}'``, ``'field'`` or a path, between quotes or not, stands for."""
        quoted = self.kind == "text"
        inner = type(self)(tokens_of(self.take()[1:-1]), self.names, None) if quoted else self
        if quoted and inner.kind == "name" and not inner.calls("current"):
            path = self.named(inner.take())
        elif inner.begins_path():
            path = inner.target(inner.location())
        else:
            self.fail(_not_named())
        if quoted and inner.kind != "end":
            self.fail(_not_named())
        return path

    def pulldata(self) -> Run:
        """``pulldata('list', 'column', 'key column', key)``."""
        self.expect("(")
        if self.kind != "text":
            self.fail(_("write the name of the list between quotes: pulldata('list', …)"))
        name = self.take()[1:-1]
        table = self.listed(name.strip())
        parts: list[Run] = []
        for number in range(3):
            self.expect(",")
            if self.kind == "text":
                self.check_column(table, name, number)
            parts.append(self.expression())
        self.expect(")")
        return lambda scope: table.cell(*[to_string(part(scope)) for part in parts])

    def check_column(self, table: Table, name: str, number: int) -> None:
        text = self.text[1:-1]
        if number == 2 and REFERENCE.fullmatch(text):
            self.tokens[self.at] = ("ref", text.strip()[2:-1].strip())
        elif number < 2 and text not in table.columns:
            self.fail(_("the list {name} has no column “{text}”").format(name=name, text=text))

    def repeated(self) -> str:
        return self.target(self.location()) if self.begins_path() else self.fail(_indexed())

    def indexed_repeat(self) -> Run:
        """``indexed-repeat(answer, repeat, n[, inner repeat, m …])``: the answer in the n-th row.

        A row that is not there gives ``""`` (Enketo; JavaRosa takes the first row for a number below 1).
        """
        self.expect("(")
        answer = self.repeated()
        pairs: list[tuple[str, Run]] = []
        while self.next_is(","):
            self.take()
            repeat = self.repeated()
            if repeat not in self.names.repeats(answer):
                self.fail(_indexed())
            self.expect(",")
            pairs.append((repeat, self.expression()))
        self.expect(")")
        self.count("indexed-repeat", 1 + 2 * len(pairs), *SPECIAL["indexed-repeat"])
        self.wide |= {answer, *(repeat for repeat, _number in pairs)}

        def run(scope: Scope) -> Value:
            row = scope
            for repeat, number in pairs:
                rows = row.every(repeat)
                wanted = to_number(number(scope))
                if not 1 <= wanted < len(rows) + 1:
                    return ""
                row = rows[math.floor(wanted) - 1]
            return row.get(answer)

        return run


def decimal_comma(tokens: Sequence[Token]) -> str:
    """The first number among ``tokens`` that a comma may have cut in two, ``""`` without one."""
    kinds = [("," if text == "," else kind) for kind, text in tokens]
    for at in range(len(tokens) - 2):
        if kinds[at : at + 3] == ["number", ",", "number"]:
            return f"{tokens[at][1]},{tokens[at + 2][1]}"
    return ""


def with_point(number: str) -> str:
    """How a number with a comma is written."""
    return _("a decimal number has a point: {right}, not {wrong}").format(
        right=number.replace(",", "."), wrong=number
    )


def _indexed() -> str:
    return _("write indexed-repeat(${answer}, ${repeat}, n): the answer stands in that repeat")


def _not_named() -> str:
    return _("the second value of jr:choice-name() is the question, for example '${field}'")
