"""One record of a file held against its form: what it would become, what is wrong, what would be left out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.store.consents import Method
from forms.compile.workbook import Place
from forms.definition import Form, Question
from forms.entry import Entry
from forms.expressions.values import to_string
from forms.faults import Fault
from forms.flat import ROW_ID, flatten, questions_within
from forms.problem import Problem
from resources.words import language
from sync.wire.ids import new_id

from .filled_cells import Agreed, Either
from .filled_known import Known
from .filled_rows import Draft, Values

_NUMBER = re.compile(r"-?\d{1,300}([.,]\d{1,400})?")


@dataclass(frozen=True, slots=True)
class Checked:
    """``values`` as they would be kept, ``consents`` with them: id → how it was given.

    ``lacking``: paths of questions that must be answered and have no column; ``dropped``: paths of answers the
    form does not ask there; ``unasked``: somebody's answers left out for want of consent.
    """

    values: Values
    consents: Mapping[str, Method]
    wrong: tuple[Place, ...]
    lacking: tuple[str, ...]
    dropped: tuple[str, ...]
    unasked: bool


class Checking:
    """Checks records by one version of the form. ``asked``: paths of the file's columns and sheets."""

    def __init__(self, form: Form, known: Known, asked: frozenset[str], nameless: bool) -> None:
        self._form, self._known, self._asked, self._nameless = form, known, asked, nameless
        self._calculated = {it.name for _path, it in form.walk() if it.type in ("calculate", "hidden")}
        self._begun_with = {it.name for _path, it in form.walk() if it.dynamic_default and not it.calculation}
        self._defaults = {
            path: question.default
            for path, question in form.walk()
            if question.default
            and not question.dynamic_default
            and path not in asked
            and question.holds_value
        }

    @property
    def form(self) -> Form:
        """The version it checks by."""
        return self._form

    @property
    def filled_in(self) -> Mapping[str, str]:
        """Questions without a column → what every new record gets there."""
        return {path: value for path, value in self._defaults.items() if "/" not in path}

    def check(self, draft: Draft, values: Mapping[str, Any], new: bool) -> Checked:
        """``values`` are the draft's, or a record here amended by them."""
        consents: dict[str, Method] = {}
        unasked = [False]
        given = self._settled(self._form.questions, values, "", consents, unasked)
        own = set(flatten(self._form, given))
        if new:
            given = self._with_defaults(self._form.questions, given, "")
        try:
            self._type_calculated(given)
            entry = self._entry(given)
            stuck = tuple(self._narrow(draft, entry, given))
            kept, faults = entry.values(), entry.faults()
        except (Problem, ValueError) as error:
            told = error.text if isinstance(error, Problem) else str(error)
            spot = draft.spot
            place = Place(spot.grid.page, spot.line.number, "", told)
            return Checked({}, {}, (place,), (), (), unasked[0])
        wrong, lacking = list(stuck), []
        for fault in faults:
            path = _bare_path(fault.path)
            if fault.path in draft.unread or self._follows(path, draft.unread):
                continue
            if fault.kind == "required" and path not in self._asked:
                lacking.append(path)
            else:
                wrong.append(self._place(draft, fault))
        held = set(flatten(self._form, kept))
        calculated = {path for path, question in self._form.walk() if question.calculation}
        dropped = tuple(
            sorted(path for path in map(_bare_path, own - held) if path and path not in calculated)
        )
        return Checked(kept, consents, tuple(wrong), tuple(lacking), () if wrong else dropped, unasked[0])

    def _entry(self, values: Mapping[str, Any], recorded: bool = True) -> Entry:
        names = self._known.called
        return Entry(self._form, values, today=self._known.today, fresh=False, names=names, recorded=recorded)

    def _type_calculated(self, given: Values) -> None:
        """CSV does not tell a number from digits: a calculated answer is what the form calculates here, too."""
        unsure = [
            (f"{prefix}{name}", level, name, value)
            for prefix, level in _levels(given, "")
            for name, value in level.items()
            if isinstance(value, str) and name in self._calculated and _NUMBER.fullmatch(value)
        ]
        if not unsure:
            return
        for _path, level, name, _value in unsure:
            del level[name]
        entry = self._entry(given, recorded=False)
        for path, level, name, value in unsure:
            level[name] = value
            # What a default gave is not known any more; written as a number is, it was one.
            begun = name in self._begun_with and to_string(float(value.replace(",", "."))) == value
            if begun or isinstance(entry.get(path), int | float):
                number = float(value.replace(",", "."))
                level[name] = int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _narrow(self, draft: Draft, entry: Entry, given: Values) -> Iterator[Place]:
        """Choices called alike: the one that the other answers leave; told where they leave several."""
        for prefix, level in _levels(given, ""):
            for name, value in level.items():
                if not isinstance(value, Either):
                    continue
                path = f"{prefix}{name}"
                offered = {choice.name for choice in entry.state(path).choices} & value.names
                if len(offered) == 1:
                    level[name] = next(iter(offered))
                    entry.set(path, level[name])
                else:
                    entry.set(path, None)
                    draft.unread.add(path)
                    question = self._form.find(_bare_path(path))
                    yield draft.spots[prefix].place(question, value.reason)

    def _settled(
        self,
        questions: Sequence[Question],
        values: Mapping[str, Any],
        prefix: str,
        consents: dict[str, Method],
        unasked: list[bool],
    ) -> Values:
        """Of the questions of this version only; consent given on paper becomes a consent record."""
        kept: Values = {ROW_ID: values[ROW_ID]} if ROW_ID in values else {}
        within = list(questions_within(tuple(questions)))
        asks = [it.name for it in within if it.refers_to == "consent"]
        bare = self._nameless and asks and not any(values.get(name) for name in asks)
        for it in within:
            value = values.get(it.name)
            if value is None or not (it.holds_value or it.type == "repeat"):
                continue
            if it.type == "repeat":
                kept[it.name] = [
                    self._settled(it.children, row, f"{prefix}{it.name}/", consents, unasked) for row in value
                ]
            elif bare and it.personal:
                unasked[0] = True
            elif isinstance(value, Agreed):
                kept[it.name] = new_id()
                consents[kept[it.name]] = value.method
            else:
                kept[it.name] = value
        return kept

    def _with_defaults(self, questions: Sequence[Question], values: Values, prefix: str) -> Values:
        made = dict(values)
        for it in questions_within(tuple(questions)):
            path = prefix + it.name
            if it.type == "repeat" and made.get(it.name):
                rows = made[it.name]
                made[it.name] = [self._with_defaults(it.children, row, f"{path}/") for row in rows]
            elif path in self._defaults:
                made.setdefault(it.name, self._defaults[path])
        return made

    def _follows(self, path: str, unread: set[str]) -> bool:
        """Whether a fault may only come from another cell that could not be read, and is told already."""
        if not unread:
            return False
        it = self._form.find(path)
        said = f"{it.relevant} {it.required} {it.constraint} {it.choice_filter}"
        return any(f"${{{name.rpartition('/')[2]}}}" in said for name in unread)

    def _place(self, draft: Draft, fault: Fault) -> Place:
        prefix = "".join(fault.path.rpartition("/")[:2])
        spot = draft.spots.get(prefix) or draft.spot
        question = self._form.find(_bare_path(fault.path))
        if question.type == "repeat":
            return Place(spot.grid.page, spot.line.number, question.name, fault.text(language()))
        return spot.place(question, fault.text(language()))


def _levels(values: Values, prefix: str) -> Iterator[tuple[str, Values]]:
    yield prefix, values
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for row in value:
                yield from _levels(row, f"{prefix}{name}/{row[ROW_ID]}/")


def _bare_path(path: str) -> str:
    """``people/<row id>/topics`` as ``people/topics``; ``""`` for a row's place."""
    parts = path.split("/")
    return "" if parts[-1].startswith("@") else "/".join(parts[::2])
