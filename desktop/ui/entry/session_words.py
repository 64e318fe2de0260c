"""Sessions and people in words and colours, for every screen that shows them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.work.people import Person
from forms.definition import Choice, say
from forms.library import built_in
from resources.words import _, language

# result → tone and icon of its badge
TONES = {"alone": ("ok", "circle-check"), "helped": ("warn", "users"), "not_yet": ("error", "circle-alert")}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    value: str
    label: str
    on: bool = False


def day(iso: str) -> str:
    """``2026-11-21`` as 21/11/2026."""
    return date.fromisoformat(iso[:10]).strftime("%d/%m/%Y") if iso else ""


def short_day(iso: str, this_year: int) -> str:
    """``2026-11-21`` as 21/11, with the year only if it is another."""
    when = date.fromisoformat(iso[:10])
    return when.strftime("%d/%m") if when.year == this_year else when.strftime("%d/%m/%Y")


def label(list_name: str, value: str) -> str:
    """The words for a choice of the session form."""
    for choice in built_in("guidance_session").choices.get(list_name, ()):
        if choice.name == value:
            return say(choice.label, language())
    return value


def labels(list_name: str, values: Iterable[str], joined: str = " · ") -> str:
    """The words for several choices, joined."""
    return joined.join(label(list_name, value) for value in values)


def options(choices: Sequence[Choice], chosen: Iterable[str] | str | None) -> tuple[Option, ...]:
    """Choices with those that are on."""
    on = {chosen} if isinstance(chosen, str) else set(chosen or ())
    return tuple(Option(it.name, say(it.label, language()), it.name in on) for it in choices)


def spaced(phone: str) -> str:
    """``0912345678`` as 0912 345 678."""
    digits = "".join(filter(str.isdigit, phone))
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}" if len(digits) == 10 else phone


def who(person: Person) -> str:
    """The name, or the age group of a person whose name is not kept."""
    return person.name or _("No name kept") + (
        f", {label('age_band', person.age_band)}" if person.age_band else ""
    )


def lower_first(words: str) -> str:
    """``Thôn 3`` as it stands inside a sentence."""
    return words[:1].lower() + words[1:]


def relation(name: str) -> str:
    """The words for a relation to the head of household."""
    for choice in built_in("resident").choices.get("relation", ()):
        if choice.name == name:
            return lower_first(say(choice.label, language()))
    return ""


def result_short(value: str) -> str:
    """The result in a badge's few words."""
    short = {"alone": _("On their own"), "helped": _("With help"), "not_yet": _("Cannot yet")}
    return short.get(value, label("result", value))
