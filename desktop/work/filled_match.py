"""Whether a record of a file is here already: by its id, else by what tells two records of its form apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from forms.definition import Form, Question
from forms.flat import ROW_ID, questions_within

from .filled_cells import Agreed
from .filled_known import Key, Known, key_of
from .filled_sheets import ATTACHED

_OF_ITS_OWN = ("calculate", *ATTACHED)  # never taken from a file


@dataclass(frozen=True, slots=True)
class Keys:
    """Questions two records are the same by; ``needed`` ones must be answered, else any one of them.

    In a ``register`` they count also for a record that comes with an id nobody knows here.
    """

    names: tuple[str, ...]
    needed: tuple[str, ...] = ()
    register: bool = False

    def of(self, values: Mapping[str, Any]) -> Key | None:
        """The key of a record, None when it has none."""
        if any(values.get(name) is None for name in self.needed):
            return None
        return key_of(self.names, values)


_REGISTERS = {
    "household": (
        Keys(("card_no",), ("card_no",), True),
        Keys(("hamlet", "alley", "house_no"), ("house_no",), True),
    ),
    "resident": (Keys(("full_name", "birth_year", "household"), ("full_name",), True),),
    "member": (Keys(("full_name", "hamlet"), ("full_name",), True),),
}


def keys_of(form: Form, chosen: Sequence[str] | None = None) -> tuple[Keys, ...]:
    """What records of ``form`` are compared by: the questions ``chosen`` (none: not at all), else by the form.

    A household: its card number, else hamlet, alley and house number. A resident: name, birth year and
    household. Any other form: its list columns together, or all answers where it has no list column.
    """
    own = {it.name: it for it in questions_within(form.questions) if it.holds_value}
    if chosen is not None:
        names = tuple(name for name in chosen if name in own)
        return (Keys(names),) if names else ()
    if form.id in _REGISTERS:
        return tuple(it for it in _REGISTERS[form.id] if all(name in own for name in it.names))
    columns = tuple(name for name, it in own.items() if it.column and it.type not in _OF_ITS_OWN)
    names = columns or tuple(name for name, it in own.items() if it.type not in _OF_ITS_OWN)
    return (Keys(names),) if names else ()


class Matching:
    """Finds records of the data and of the file itself that are the same as one of the file."""

    def __init__(self, known: Known, keys: Sequence[Keys]) -> None:
        self._keys = keys
        self._here = [known.by_key(it.names) for it in keys]
        self._seen: list[dict[Key, int]] = [{} for _ in keys]

    def here(self, values: Mapping[str, Any], has_id: bool) -> list[str]:
        """Ids of the records here that this may be."""
        for it, here in zip(self._keys, self._here, strict=True):
            if has_id and not it.register:
                continue
            key = it.of(values)
            if key is not None and key in here:
                return here[key]
        return []

    def before(self, values: Mapping[str, Any], row: int) -> int | None:
        """The earlier row of the file with the same key; else remembers this one."""
        for it, seen in zip(self._keys, self._seen, strict=True):
            key = it.of(values)
            if key is not None and seen.setdefault(key, row) != row:
                return seen[key]
        return None


def same(
    questions: Sequence[Question],
    here: Mapping[str, Any],
    given: Mapping[str, Any],
    asked: frozenset[str],
    erases: bool,
    path: str = "",
) -> bool:
    """Whether what the file asks (``asked``: paths of its columns and sheets) is here just so.

    An empty cell counts only where it ``erases``; what the form works out itself never does.
    """
    for question in questions_within(tuple(questions)):
        at = f"{path}/{question.name}".lstrip("/")
        if at not in asked or question.type in _OF_ITS_OWN:
            continue
        old, new = here.get(question.name), given.get(question.name)
        if new is None and not erases:
            continue
        if question.type == "repeat":
            old, new = old or [], new or []
            if len(old) != len(new):
                return False
            if not all(same(question.children, a, b, asked, erases, at) for a, b in _pairs(old, new)):
                return False
        elif not equal(old, new, question.type == "rank"):
            return False
    return True


def amended(
    questions: Sequence[Question],
    here: Mapping[str, Any],
    given: Mapping[str, Any],
    asked: frozenset[str],
    erases: bool,
    path: str = "",
) -> dict[str, Any]:
    """The record here with what the file says instead; answers the file does not ask stay as they are."""
    made = dict(here)
    for question in questions_within(tuple(questions)):
        at = f"{path}/{question.name}".lstrip("/")
        if at not in asked or question.type in ATTACHED:
            continue
        new = given.get(question.name)
        if new is None:
            if erases:
                made.pop(question.name, None)
        elif isinstance(new, Agreed) and question.name in made:
            continue
        elif question.type == "repeat":
            rows = {row[ROW_ID]: row for row in here.get(question.name) or ()}
            made[question.name] = [
                amended(question.children, rows.get(row[ROW_ID], {}), row, asked, erases, at)
                | {ROW_ID: row[ROW_ID]}
                for row in new
            ]
        else:
            made[question.name] = new
    return made


def _pairs(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[tuple[Any, Any]]:
    """Rows by their ids where these are the same ones, else by their order."""
    by_id = {row[ROW_ID]: row for row in old}
    if {row[ROW_ID] for row in new} == set(by_id):
        return [(by_id[row[ROW_ID]], row) for row in new]
    return list(zip(old, new, strict=True))


def equal(old: Any, new: Any, ordered: bool) -> bool:
    """Excel keeps 15 digits of a number; consent found here is not given anew."""
    if isinstance(new, Agreed):
        return old is not None
    numbers = isinstance(old, int | float) and isinstance(new, int | float)
    if numbers and not isinstance(old, bool):
        return isclose(old, new, rel_tol=1e-14)
    if isinstance(old, list) and isinstance(new, list) and not ordered:
        return sorted(map(str, old)) == sorted(map(str, new))
    return bool(old == new)
