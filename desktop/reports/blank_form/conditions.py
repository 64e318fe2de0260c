"""Simple expressions as a few words: when a question is asked, between what bounds a number lies.

Only what can be said in one short clause is said; anything else gives an empty text, and paper stays silent.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from desktop.reports.blank_form.speech import Speech
from forms.definition import Question

LONGEST = 60  # letters of a label quoted in an instruction
_REF = r"(?:(?P<ref>\$\{[^}]+\}|(?:\.\./|/)[\w./-]*\w)|(?P<dot>\.))"
_VALUE = r"(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<number>-?\d+(?:\.\d+)?))"
_COMPARED = re.compile(rf"{_REF}\s*(?P<sign>!=|>=|<=|=|>|<)\s*{_VALUE}")
_SELECTED = re.compile(rf"(?P<no>not\s*\(\s*)?selected\s*\(\s*{_REF}\s*,\s*{_VALUE}\s*\)(?(no)\s*\))")
_SIGNS = {">": "above", "<": "below", ">=": "at_least", "<=": "at_most", "=": "equals", "!=": "differs"}
_EXACTLY = re.compile(r"\^?\(?(?:\[0-9\]|\\d|\[\d-\d\])\{(\d{1,2})\}\)?\$?")
_LENGTH = re.compile(r"string-length\s*\(\s*(?:\.|\$\{[^}]+\})\s*\)\s*=\s*(\d{1,2})(?!\d)")
_REGEX = re.compile(r"regex\s*\(\s*\.\s*,\s*['\"](?P<pattern>.+?)['\"]\s*\)")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and most a number may be, as far as the constraint says so simply."""

    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def is_year(self) -> bool:
        """Whether only years fit: not below 1800, not beyond 2200."""
        return self.least is not None and self.least >= 1800 and (self.most or self.least) <= 2200

    @property
    def digits(self) -> int:
        """Digits of the largest whole number; 0 when unknown or below zero."""
        if self.is_year:
            return 4
        if self.most is None or (self.least is not None and self.least < 0) or self.most < 0:
            return 0
        return len(str(int(self.most)))


def _bare(expression: str) -> str:
    text = expression.strip()
    while text.startswith("(") and text.endswith(")") and _closes_last(text):
        text = text[1:-1].strip()
    return text


def _closes_last(text: str) -> bool:
    depth = 0
    for n, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return n == len(text) - 1
    return False


def terms(expression: str, word: str) -> list[str]:
    """The parts of an expression between ``and`` (or ``or``) outside of brackets and quotes."""
    parts, depth, quote, start, at = [], 0, "", 0, 0
    joint = f" {word} "
    flat = re.sub(r"\s", " ", expression)
    while at < len(flat):
        sign = flat[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            depth += (sign in "([{") - (sign in ")]}")
            if depth == 0 and flat.startswith(joint, at):
                parts.append(_bare(flat[start:at]))
                at += len(joint) - 1
                start = at + 1
        at += 1
    return [*parts, _bare(flat[start:])]


def _name(ref: str) -> str:
    """``${water}`` or ``../water`` → ``water``."""
    return ref.strip("${} ").rpartition("/")[2]


def bounds(question: Question) -> Bounds:
    """``. >= 1 and . <= 600`` and the like; a range question's own ``start`` and ``end``."""
    least = most = None
    if question.type == "range":
        try:
            one, other = (Decimal(question.parameters.get(k, d)) for k, d in (("start", "0"), ("end", "10")))
            return Bounds(min(one, other), max(one, other))
        except ArithmeticError:
            return Bounds()
    for term in terms(question.constraint, "and"):
        found = _COMPARED.fullmatch(term)
        if found is None or found["dot"] is None or found["number"] is None:
            continue
        value, sign = Decimal(found["number"]), found["sign"]
        whole = question.type == "integer" and value == int(value)
        if sign in (">=", ">"):
            low = value + 1 if sign == ">" and whole else value
            least = low if least is None else max(least, low)
        elif sign in ("<=", "<"):
            high = value - 1 if sign == "<" and whole else value
            most = high if most is None else min(most, high)
    return Bounds(least, most)


def shown(value: Decimal, speech: Speech, year: bool = False) -> str:
    """A number as the language writes it: ``1.000`` and ``0,5`` in Vietnamese, a year without the dot."""
    text = f"{value.normalize():f}" if year else f"{value.normalize():,f}"
    return text.translate(str.maketrans(",.", ".,")) if speech.own != "en" else text


def bounds_words(question: Question, speech: Speech) -> str:
    """``từ 1 đến 600``; empty without simple bounds, and for bounds that say no more than "not negative"."""
    found = bounds(question)
    if found.least is not None and found.most is not None:
        if found.most >= 10**6:
            return ""
        values = {
            "least": shown(found.least, speech, found.is_year),
            "most": shown(found.most, speech, found.is_year),
        }
        return str(speech.fixed["between"]).format(**values)
    if found.most is not None:
        return str(speech.fixed["most"]).format(most=shown(found.most, speech))
    if found.least is not None and found.least > 0:
        return str(speech.fixed["least"]).format(least=shown(found.least, speech, found.is_year))
    return ""


def exact_length(question: Question) -> int:
    """How many digits a text has when the constraint fixes it (``regex(., '^[0-9]{10}$')``), else 0."""
    found = _LENGTH.search(question.constraint)
    if found and len(terms(question.constraint, "or")) == 1:
        return int(found[1])
    pattern = _REGEX.fullmatch(question.constraint.strip())
    if pattern is None:
        return 0
    body = pattern["pattern"].removeprefix("^").removesuffix("$")
    repeated = _EXACTLY.fullmatch(body)
    if repeated:
        return int(repeated[1])
    # a fixed first digit and the rest: 0[0-9]{9}
    started = re.fullmatch(r"(\d|\[[\d-]+\])(?:\[0-9\]|\\d)\{(\d{1,2})\}", body)
    return int(started[2]) + 1 if started else 0


def depends_on_other(question: Question, select: Question) -> str:
    """The choice of ``select`` that alone makes ``question`` asked, or ``""``."""
    term = _bare(question.relevant)
    found = _SELECTED.fullmatch(term) or _COMPARED.fullmatch(term)
    if found is None or found.groupdict().get("no") or found.groupdict().get("sign", "=") != "=":
        return ""
    if _name(found["ref"] or "") not in (select.name, select.written or select.name):
        return ""
    return str(found["single"] or found["double"] or found["number"] or "")


def instruction(expression: str, speech: Speech, by_name: dict[str, Question]) -> str:
    """``chỉ ghi khi “Tình trạng” là “Hẹn lại”``, or ``""`` when it cannot be said simply."""
    text = _bare(expression)
    if not text or text in ("true()", "false()"):
        return ""
    for word in ("or", "and"):
        parts = terms(text, word)
        if len(parts) > 1:
            clauses = [_clause(part, speech, by_name) for part in parts]
            if len(clauses) > 3 or not all(clauses):
                return ""
            said = (
                _merged(clauses, str(speech.fixed[word]))
                if word == "or"
                else str(speech.fixed[word]).join(clauses)
            )
            return str(speech.fixed["when"]).format(condition=said)
    clause = _clause(text, speech, by_name)
    return str(speech.fixed["when"]).format(condition=clause) if clause else ""


def _merged(clauses: list[str], joint: str) -> str:
    """``“A” là “x” hoặc “y”`` where every clause begins alike."""
    heads = {clause.rpartition(" “")[0] for clause in clauses}
    if len(heads) == 1 and "" not in heads:
        return heads.pop() + " " + joint.join("“" + clause.rpartition(" “")[2] for clause in clauses)
    return joint.join(clauses)


def _clause(term: str, speech: Speech, by_name: dict[str, Question]) -> str:
    found = _SELECTED.fullmatch(term) or _COMPARED.fullmatch(term)
    if found is None or found["ref"] is None:
        return ""
    asked = by_name.get(_name(found["ref"]))
    if asked is None or asked.type in ("calculate", "hidden") or asked.meta:
        return ""
    label = speech.label(asked)
    if len(label) > LONGEST:
        return ""
    value = found["single"] if found["single"] is not None else found["double"]
    number, sign = found["number"], found.groupdict().get("sign") or "="
    choices = speech.choices(asked)
    if choices:
        name = value if value is not None else number
        chosen = next((it for it in choices if it.name == name), None)
        no = bool(found.groupdict().get("no")) or sign == "!="
        if value == "" and sign in ("=", "!="):
            return str(speech.fixed["filled" if no else "empty"]).format(label=label)
        if chosen is None or sign not in ("=", "!="):
            return ""
        several = asked.type in ("select_multiple", "rank")
        word = {(0, 0): "is", (0, 1): "is_not", (1, 0): "has", (1, 1): "has_not"}[several, no]
        shown_choice = speech.choice(asked.list_name, chosen)
        return (
            str(speech.fixed[word]).format(label=label, value=shown_choice)
            if len(shown_choice) <= LONGEST
            else ""
        )
    if value == "" and sign in ("=", "!="):
        return str(speech.fixed["filled" if sign == "!=" else "empty"]).format(label=label)
    if number is not None and asked.type in ("integer", "decimal", "range"):
        return str(speech.fixed[_SIGNS[sign]]).format(label=label, value=shown(Decimal(number), speech))
    return ""
