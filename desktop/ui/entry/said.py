"""The words of a form and its answers, as the screen says them in the language it is drawn in. Pure."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from desktop.ui.entry.state import Option
from forms.definition import Form, Question
from forms.faults import Fault
from forms.library import built_in_ids
from forms.markup import plain
from resources.words import language as of_the_program

_VIETNAM = timezone(timedelta(hours=7))


def languages(form: Form) -> tuple[Option, ...]:
    """The form's languages under the names their author gave them, if there are several.

    None for a built-in form: it speaks the window's own language, which the settings choose.
    """
    if len(form.languages) < 2 or form.id in built_in_ids():
        return ()
    return tuple(Option(code, name or code) for code, name in form.languages.items())


def first_language(form: Form) -> str:
    """The program's language if the form has it, else the form's own."""
    own = of_the_program()
    return own if own in form.languages or not form.languages else form.default_language


def fault(found: Fault, language: str) -> str:
    """What is wrong; the form's own message in the language the form is drawn in."""
    return plain(found.text(language))


def text(question: Question, value: Any) -> str:
    """An answer as it stands in a field: a date as 21/11/2026, a number as 7,5; what cannot be read, as typed."""
    if value is None or isinstance(value, list) or question.refers_to:
        return ""
    if question.type == "date":
        return _day(str(value), question)
    if question.type == "datetime":
        return _moment(str(value))
    if isinstance(value, float):
        return number(value)
    return str(value)


def number(value: float) -> str:
    """A number without noughts that say nothing, with the comma of Vietnamese."""
    shown = f"{value:.15g}"
    if "e" in shown:
        shown = f"{value:.9f}".rstrip("0").rstrip(".")
    return shown.replace(".", ",") if of_the_program() == "vi" else shown


def grouped(shown: str) -> str:
    """A number with its thousands apart: 1.234.567,5. What is no number stays."""
    vietnamese = of_the_program() == "vi"
    whole, comma, rest = shown.partition("," if vietnamese else ".")
    sign = whole[:1] if whole[:1] in "+-" else ""
    digits = whole[len(sign) :]
    if not digits.isascii() or not digits.isdecimal() or (rest and not rest.isdecimal()):
        return shown
    apart = f"{int(digits):,}".replace(",", "." if vietnamese else ",")
    return sign + apart + comma + rest


def _day(value: str, question: Question) -> str:
    try:
        when = date.fromisoformat(value)
    except ValueError:
        return value
    appearance = question.appearance.split()
    if "year" in appearance:
        return f"{when.year}"
    return when.strftime("%m/%Y" if "month-year" in appearance else "%d/%m/%Y")


def _moment(value: str) -> str:
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return value
    local = when.astimezone(_VIETNAM) if when.tzinfo else when
    return local.strftime("%d/%m/%Y %H:%M")
