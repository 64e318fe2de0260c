"""What is here already, as an import needs it: asked for piece by piece, each a short step in the store lane."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from desktop.store.rows import Record
from desktop.store.tables import quoted
from forms.definition import Form, say
from forms.problem import Problem
from forms.text import fold
from resources.words import language

from .desk import Desk
from .export import Ask
from .shown import Shown, form_of

# Records by the words other records call them, and what tells two of the same words apart.
_NAMED = {
    "resident": "SELECT id, full_name, household FROM resident WHERE deleted = 0 AND full_name IS NOT NULL",
    "member": "SELECT id, full_name, hamlet FROM member WHERE deleted = 0 AND full_name IS NOT NULL",
    "household": (
        "SELECT id, coalesce(house_no, '') || CASE WHEN alley IS NULL THEN '' ELSE ', ' || alley END, hamlet "
        "FROM household WHERE deleted = 0"
    ),
    "training_class": "SELECT id, title, hamlet FROM training_class WHERE deleted = 0 AND title IS NOT NULL",
}
_ROWS_AT_ONCE = 5_000

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A record as others call it; ``near``: its hamlet, or a resident's household."""

    rec: str
    near: str


class Known:
    """Looks at the data in steps; what it has seen it keeps, so use one for one import."""

    def __init__(self, ask: Ask, form: Form) -> None:
        self._ask, self._form = ask, form
        self._named: dict[str, Mapping[str, tuple[Named, ...]]] = {}
        self._called: dict[tuple[str, str], str] = {}
        self._agreed: dict[str, bool] = {}
        day, units = ask(lambda desk: (desk.today(), desk.store.units.on(desk.today())))
        self.today = date.fromisoformat(day)
        self._units = {unit.id: unit.name for unit in units}
        self.hamlets: dict[str, set[str]] = {}
        for unit in units:
            if unit.kind == "hamlet":
                for word in (unit.name, unit.code, unit.id, f"{unit.name} ({unit.code})"):
                    self.hamlets.setdefault(fold(word), set()).add(unit.id)

    def named(self, form_id: str, words: str) -> tuple[Named, ...]:
        """Records of a form that are called so; none for forms whose records have no words of their own."""
        if form_id not in self._named:
            rows = self._ask(lambda desk: _named(desk, form_id))
            found: dict[str, list[Named]] = {}
            for rec, called, near in rows:
                found.setdefault(fold(called), []).append(Named(rec, near or ""))
            self._named[form_id] = {key: tuple(it) for key, it in found.items()}
        return self._named[form_id].get(fold(words), ())

    def called(self, kind: str, rec: str) -> str:
        """The words for a unit or a record, for ``jr:choice-name``."""
        if kind == "unit":
            return self._units.get(rec, rec)
        if (kind, rec) not in self._called:
            self._called[kind, rec] = self._ask(lambda desk: Shown(desk).called(kind, rec))
        return self._called[kind, rec]

    def agreed(self, consent: str) -> bool:
        """Whether this consent is here and was not withdrawn."""
        if consent not in self._agreed:
            sql = "SELECT 1 FROM consent WHERE id = ? AND withdrawn_at IS NULL"
            self._agreed[consent] = bool(self._ask(lambda desk: desk.store.query(sql, (consent,))))
        return self._agreed[consent]

    def records(self, recs: Iterable[str]) -> dict[str, Record]:
        """Those of these records of the form that are here, each by its own version, deleted ones too."""
        wanted = list(recs)

        def step(desk: Desk) -> dict[str, Record]:
            found = {}
            for rec in wanted:
                try:
                    found[rec] = desk.store.records.as_saved(self._form.id, rec)
                except Problem:
                    continue
            return found

        return self._ask(step) if wanted else {}

    def elsewhere(self, recs: Iterable[str]) -> dict[str, str]:
        """Those of these records that belong to another form → what that form is called."""
        wanted = list(recs)

        def step(desk: Desk) -> dict[str, str]:
            marks = ", ".join("?" * len(wanted))
            sql = f"SELECT DISTINCT rec, form FROM change WHERE rec IN ({marks})"
            kinds = {row["rec"]: row["form"].rpartition("/")[0] for row in desk.store.query(sql, wanted)}
            titles = {kind: _title(desk, kind) for kind in {*kinds.values()} - {self._form.id}}
            return {rec: titles[kind] for rec, kind in kinds.items() if kind in titles}

        return self._ask(step) if wanted else {}

    def by_key(self, names: Sequence[str]) -> dict[Key, list[str]]:
        """Records by what stands in these questions of theirs (`key_of`); those with none of them are left out."""
        found: dict[Key, list[str]] = {}
        after = 0
        while True:
            rows, after = self._ask(partial(self._some, names=names, after=after))
            for rec, values in rows:
                if key := key_of(names, values):
                    found.setdefault(key, []).append(rec)
            if not after:
                return found

    def _some(
        self, desk: Desk, names: Sequence[str], after: int
    ) -> tuple[list[tuple[str, dict[str, Any]]], int]:
        table = desk.store.forms.layout(self._form).main
        columns = [column for column in table.columns if column.key in names]
        listed = ", ".join(quoted(column.name) for column in columns)
        sql = (
            f"SELECT n, id, {listed} FROM {quoted(table.name)} WHERE deleted = 0 AND n > ? "
            f"ORDER BY n LIMIT {_ROWS_AT_ONCE}"
        )
        rows = desk.store.query(sql, (after,))
        read = []
        for row in rows:
            kept = zip(columns, tuple(row)[2:], strict=True)
            values = {it.key: json.loads(cell) if it.is_list and cell else cell for it, cell in kept}
            read.append((str(row[1]), values))
        return read, int(rows[-1][0]) if len(rows) == _ROWS_AT_ONCE else 0


def key_of(names: Sequence[str], values: Mapping[str, Any]) -> Key | None:
    """What two records are compared by: capitals and marks make no difference. None when all of it is missing."""
    key = tuple(_said(values.get(name)) for name in names)
    return key if any(key) else None


def _said(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(sorted(map(str, value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else fold(str(value))


def called(form: Form) -> str:
    """The title of a form, in the language in use if it has one."""
    return say(form.title, language(), form.default_language) or form.id


def _title(desk: Desk, kind: str) -> str:
    try:
        return called(form_of(desk, kind))
    except Problem:
        return kind


def _named(desk: Desk, form_id: str) -> list[tuple[str, str, str | None]]:
    if form_id not in _NAMED or form_id not in desk.store.forms.newest():
        return []
    return [(row[0], row[1], row[2]) for row in desk.store.query(_NAMED[form_id])]
