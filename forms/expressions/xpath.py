"""ODK's XPath as forms use it: read once into closures, with every name resolved against the form.

Grammar: literals, paths (`forms.expressions.locations`), function calls, ``or and = != < <= > >= + - * div mod |``.
Whatever else XPath 1.0 has is refused by name when the form is imported. Dates compare as in ODK (see
`forms.expressions.values`); XPath 1.0 libraries cannot do that, which is why none is used here.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from forms.expressions.calls import ARGUMENTS, REFERENCE, Calls, decimal_comma, with_point
from forms.expressions.sight import Expression, Names, Run, Scope, Table
from forms.expressions.tokens import ExpressionError, tokens_of
from forms.expressions.values import Value, compare, divide, flat, modulo, to_boolean, to_number
from resources.words import _

_LEVELS = {
    "or": 0,
    "and": 1,
    "=": 2,
    "!=": 2,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
    "mod": 5,
}
# Deeper than a ladder of 63 if() for the provinces; shallow enough for Python's own stack wherever one stands.
_DEEPEST = 100


def read_expression(source: str, names: Names, table: Table | None = None) -> Expression:
    """``source`` as something to run. ``table``: the list being filtered, in a choice filter.

    Raises ExpressionError.
    """
    reader = _Reader(tokens_of(source), names, table)
    read = _read(reader)
    return read if table is None else replace(read, probe=reader.probe(table, 0))


def read_filter(source: str, names: Names, row: Names) -> Expression:
    """A choice filter where the choices are the rows of a repeat, seen from one of them. Raises ExpressionError."""
    reader = _Reader(tokens_of(source), names, None)
    with reader.looking("repeat", row, None, row.own):
        return _read(reader)


def _read(reader: "_Reader") -> Expression:
    try:
        run = reader.expression()
    except RecursionError:
        raise ExpressionError(_too_deep()) from None
    reader.at_end()
    return Expression(run, frozenset(reader.near), frozenset(reader.wide))


def read_references(source: str, names: Names) -> tuple[str, ...]:
    """The paths of ``${a}, ${b} …``, as a trigger has them. Raises ExpressionError."""
    paths = []
    for number, (kind, text) in enumerate(tokens_of(source)[:-1]):
        if number % 2 == 0 and kind == "ref":
            try:
                paths.append(names.named(text))
            except LookupError as error:
                raise ExpressionError(str(error.args[0])) from error
        elif number % 2 == 0 or text != ",":
            raise ExpressionError(_("a trigger names questions, with commas between them: ${a}, ${b}"))
    return tuple(paths)


def _too_deep() -> str:
    return _("the expression is nested too deep; divide it over several calculations")


class _Reader(Calls):
    """A recursive-descent reader; every method returns the closure for what it read."""

    depth = 0

    def at_end(self) -> None:
        if self.kind == "end":
            return
        self.check_comma()
        if self.next_is("//"):
            self.refuse_step(self.text)
        self.fail(_("“{text}” stands where an operator was expected").format(text=self.shown))

    def check_operator(self) -> None:
        """What other languages write between two values, and an expression never."""
        word = self.text.lower() if self.kind == "name" else ""
        if self.next_is("/"):
            self.fail(_("“/” does not divide; write div"))
        if word in ("or", "and", "div", "mod"):
            self.fail(_("write {word} in small letters").format(word=word))
        if word in ("else", "then", "if", "elseif"):
            self.fail(_("a choice between values is written if(condition, a, if(condition, b, c))"))

    def check_comma(self) -> None:
        """A comma where nothing is counted up: that of a number."""
        if not self.next_is(","):
            return
        number = decimal_comma(self.tokens[max(self.at - 1, 0) : self.at + 2])
        if number:
            self.fail(with_point(number))

    # operators

    def operator(self) -> int:
        """How tightly the operator that stands here binds; -1 when there is none."""
        return _LEVELS.get(self.text, -1) if self.kind in ("sign", "name") else -1

    def expression(self, floor: int = 0) -> Run:
        self.depth += 1
        if self.depth > _DEEPEST:
            self.fail(_too_deep())
        left = self.unary()
        while (level := self.operator()) >= floor:
            # One closure for a whole chain: a sum of thousands of terms must not nest.
            operators, operands = [], [left]
            while self.operator() == level:
                operators.append(self.take())
                operands.append(self.expression(level + 1))
            left = _chain(operators, operands)
        if not floor:
            self.check_operator()
        self.depth -= 1
        return left

    def unary(self) -> Run:
        signs = 0
        while self.next_is("-"):
            self.take()
            signs += 1
        inner = self.union()
        if not signs:
            return inner
        factor = -1.0 if signs % 2 else 1.0
        return lambda scope: factor * to_number(inner(scope))

    def union(self) -> Run:
        """``${a} | ${b}``: the answers of both, as one list."""
        members = [self.primary()]
        while self.next_is("|"):
            self.take()
            members.append(self.primary())
        if len(members) == 1:
            return members[0]
        return lambda scope: flat(tuple(member(scope) for member in members))

    def primary(self) -> Run:
        """A literal, a path, a call or what stands in parentheses."""
        if self.kind == "number":
            number = float(self.take())
            return lambda scope: number
        if self.kind == "text":
            literal = self.literal()
            return lambda scope: literal
        if self.begins_path():
            return self.path()
        if self.kind == "name" and self.comes("("):
            return self.call()
        if self.next_is("("):
            self.take()
            inner = self.expression()
            self.check_comma()
            self.expect(")")
            return inner
        return self.nothing()

    def literal(self) -> str:
        text = self.take()[1:-1]
        if found := re.search(r"\$\{[^}]*\}", text):
            if REFERENCE.fullmatch(text):
                self.fail(_("write {name} without quotes").format(name=found[0]))
            self.fail(
                _("between quotes {name} stays as it is; write concat('…', {name}, '…')").format(
                    name=found[0]
                )
            )
        return text

    def nothing(self) -> Run:
        text = self.text
        if self.kind == "name" and self.comes("::"):
            self.refuse_step(text)
        if self.kind == "name":
            if ARGUMENTS.get(text.lower(), (1,))[0] == 0 or text.lower() in ("not", "if"):
                self.fail(_("“{text}” needs parentheses: {text}()").format(text=text.lower()))
            self.fail(
                _("“{text}” is not known; a text is written '{text}', an answer ${{{text}}}").format(
                    text=text
                )
            )
        if self.kind == "end":
            self.fail(_("the expression ends too early"))
        if text in ("*", "@", "//", "::"):
            self.refuse_step(text)
        if text == "=" and self.at == 0:
            self.fail(_("leave out the “=” at the beginning; the answer itself is written . = …"))
        if text in _LEVELS and self.at == 0:
            self.fail(_("write what is compared before “{text}”: the answer itself is “.”").format(text=text))
        self.fail(_("“{text}” is not used here").format(text=text))


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": divide,
    "mod": modulo,
}


def _chain(operators: list[str], operands: list[Run]) -> Run:
    """Operands joined from left to right by operators that bind equally."""
    operator = operators[0]
    if operator == "or":
        return lambda scope: any(to_boolean(operand(scope)) for operand in operands)
    if operator == "and":
        return lambda scope: all(to_boolean(operand(scope)) for operand in operands)
    head, *rest = operands
    if len(rest) == 1 and operator not in _ARITHMETIC:
        other = rest[0]
        return lambda scope: compare(operator, head(scope), other(scope))
    steps = list(zip(operators, rest, strict=True))
    if operator not in _ARITHMETIC:

        def compared(scope: Scope) -> Value:
            value = head(scope)
            for sign, operand in steps:
                value = compare(sign, value, operand(scope))
            return value

        return compared
    calculations = [(_ARITHMETIC[sign], operand) for sign, operand in steps]

    def calculated(scope: Scope) -> Value:
        number = to_number(head(scope))
        for calculate, operand in calculations:
            number = calculate(number, to_number(operand(scope)))
        return number

    return calculated
