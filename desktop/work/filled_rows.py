"""The rows of a filled file put together as records: a row of the first sheet with its rows of the others."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.compile.workbook import Place, letters
from forms.definition import Form, Question, say
from forms.flat import ROW_ID
from forms.text import nfc
from resources.words import _, language
from sync.wire.ids import is_id, new_id

from .filled_cells import Answers, settle, undecided
from .filled_sheets import Grid, Matched, levels
from .xlsx_table import Line, Unread

_LONGEST_ID = 64
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the record, or one row of a repeat, stands."""

    grid: Grid
    line: Line

    def place(self, question: Question, reason: str) -> Place:
        """The cell of a question, or where it would stand had it a column."""
        column = self.grid.columns.get(question.name)
        if column is not None:
            head, letter = self.grid.heads[column], letters(column)
        else:
            head, letter = say(question.label, language()) or question.name, ""
        return Place(self.grid.page, self.line.number, head, reason, letter)


@dataclass(slots=True)
class Draft:
    """One record as the file has it. ``key``: what stands in its id column; ``rec`` if that is an id of ours.

    ``spots``: by the path of the row, ``""`` the record, ``people/<row id>/``. ``values`` may hold `Agreed` and
    `Either`; until ``decide``, `Several`.
    """

    key: str
    rec: str | None
    spots: dict[str, Spot] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    wrong: list[Place] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # paths of cells that are in ``wrong``
    several: list[tuple[str, str, Values]] = field(default_factory=list)  # row, question, the row's values

    @property
    def spot(self) -> Spot:
        return self.spots[""]

    def decide(self, form: Form, here: Mapping[str, Any] | None) -> None:
        """Where several records are called alike, the one that the record ``here`` names; else the cell is wrong."""
        for prefix, name, values in self.several:
            kept = _row(here or {}, prefix).get(name)
            around = set(kept if isinstance(kept, list) else [kept]) - {None}
            values[name] = settle(values[name], around)
            if reason := undecided(values[name]):
                question = form.find("/".join([*prefix.split("/")[:-1:2], name]))
                self.wrong.append(self.spots[prefix].place(question, reason))
                self.unread.add(prefix + name)
                del values[name]
        self.several.clear()


class Reading:
    """Reads a matched file record by record. ``strays``, once all are read: rows that belong to no record."""

    def __init__(self, form: Form, matched: Matched, answers: Answers) -> None:
        self._levels = levels(form)
        self._kinds = {path: {it.name: it for it in questions} for path, questions in self._levels.items()}
        self._matched, self._answers = matched, answers
        self._joined = dict(_joined(matched))
        self._below: dict[str, dict[tuple[str, str], list[Spot]]] = {}
        self.strays: list[Place] = []
        for path, grids in matched.grids.items():
            if path:
                self._below[path] = self._by_record(path, grids)

    @property
    def total(self) -> int:
        """How many records the file has."""
        return sum(len(grid.lines) for grid in self._matched.grids[""])

    def drafts(self) -> Iterator[Draft]:
        """The records in the order of the file."""
        seen: dict[str, int] = {}
        for grid in self._matched.grids[""]:
            for line in grid.lines:
                draft = self._draft(Spot(grid, line))
                if draft.key and (first := seen.setdefault(draft.key, line.number)) != line.number:
                    reason = _(
                        "The same id as in row {row}. Each record has its own; leave it empty for a new one."
                    )
                    column = grid.ids["id"]
                    place = Place(
                        grid.page, line.number, grid.heads[column], reason.format(row=first), letters(column)
                    )
                    draft.wrong.append(place)
                yield draft
        self._gather_strays()

    def _draft(self, spot: Spot) -> Draft:
        key = _id_text(spot, "id")
        draft = Draft(key, key if is_id(key) else None)
        draft.values = self._level(draft, spot, "", "", {}, {})
        return draft

    def _level(
        self,
        draft: Draft,
        spot: Spot,
        path: str,
        prefix: str,
        around: Mapping[str, object],
        values: Values,
    ) -> Values:
        """``values`` with the answers of one row added, and those of the rows below it."""
        draft.spots[prefix] = spot
        if joined := self._joined.get((spot.grid.page, spot.line.number)):
            draft.wrong.append(joined)
        kinds = self._kinds[path]
        for name, column in spot.grid.columns.items():
            cell = spot.line.cells.get(column)
            if cell is None:
                continue
            try:
                value = self._answers.read(kinds[name], cell)
            except ValueError as error:
                draft.wrong.append(spot.place(kinds[name], str(error)))
                draft.unread.add(prefix + name)
                continue
            if value is not None:
                values[name] = value
        everything = {**around, **values}
        near = {value for value in everything.values() if isinstance(value, str)}
        for name, value in list(values.items()):
            values[name] = settle(value, near)
            if undecided(values[name]):
                draft.several.append((prefix, name, values))
        for question in self._levels[path]:
            if question.type == "repeat":
                inner = f"{path}/{question.name}".lstrip("/")
                if rows := list(self._rows(draft, spot, inner, f"{prefix}{question.name}/", everything)):
                    values[question.name] = rows
        return values

    def _rows(
        self, draft: Draft, above: Spot, path: str, prefix: str, around: Mapping[str, object]
    ) -> Iterator[Values]:
        parent = _id_text(above, "row") if "/" in path else ""
        ids: set[str] = set()
        for spot in self._below.get(path, {}).pop((draft.key, parent), ()) if draft.key else ():
            row_id = _id_text(spot, "row") or new_id()
            bad = len(row_id) > _LONGEST_ID or "/" in row_id or row_id[0] == "@"
            if bad or row_id in ids:
                column = spot.grid.ids["row"]
                reason = _("This id stands twice or cannot be one. Leave it empty for a new row.")
                head = spot.grid.heads[column]
                draft.wrong.append(Place(spot.grid.page, spot.line.number, head, reason, letters(column)))
                continue
            ids.add(row_id)
            yield self._level(draft, spot, path, f"{prefix}{row_id}/", around, {ROW_ID: row_id})

    def _by_record(self, path: str, grids: tuple[Grid, ...]) -> dict[tuple[str, str], list[Spot]]:
        needed = ["id"] + (["parent"] if "/" in path else [])
        found: dict[tuple[str, str], list[Spot]] = defaultdict(list)
        for grid in grids:
            missing = [it for it in needed if it not in grid.ids]
            if missing or not any("id" in main.ids for main in self._matched.grids[""]):
                reason = _(
                    "The column {column} is missing, so nobody can tell which record the rows belong to."
                )
                told = reason.format(column=", ".join(missing) or "id")
                at = grid.lines[0].number - 1 if grid.lines else 0
                self.strays.append(Place(grid.page, at, ", ".join(missing) or "id", told))
                continue
            for line in grid.lines:
                spot = Spot(grid, line)
                found[_id_text(spot, "id"), _id_text(spot, "parent") if "/" in path else ""].append(spot)
        return found

    def _gather_strays(self) -> None:
        for keys in self._below.values():
            for (key, parent), spots in keys.items():
                for spot in spots:
                    if parent and key:
                        reason = _("The row this one lies in is not in the file. Correct the column parent.")
                    else:
                        reason = _("The record of this row is not in the file. Correct the column id.")
                    column = spot.grid.ids["parent" if parent and key else "id"]
                    head = spot.grid.heads[column]
                    self.strays.append(Place(spot.grid.page, spot.line.number, head, reason, letters(column)))


def _row(values: Mapping[str, Any], prefix: str) -> Mapping[str, Any]:
    """The row at ``people/<row id>/``, empty where there is none."""
    parts = prefix.split("/")[:-1]
    for name, row_id in zip(parts[::2], parts[1::2], strict=True):
        rows = values.get(name) or ()
        values = next((row for row in rows if row[ROW_ID] == row_id), {})
    return values


def _id_text(spot: Spot, which: str) -> str:
    column = spot.grid.ids.get(which)
    cell = None if column is None else spot.line.cells.get(column)
    return "" if cell is None or isinstance(cell, Unread) else nfc(str(cell))


def _joined(matched: Matched) -> Iterator[tuple[tuple[str, int], Place]]:
    """Rows whose cells are joined with others: only the first of them holds the answer."""
    for grids in matched.grids.values():
        for grid in grids:
            numbers = [line.number for line in grid.lines]
            used = {*grid.columns.values(), *grid.ids.values()}
            for area in grid.merged[:10_000]:
                if not any(area.first_column <= column <= area.last_column for column in used):
                    continue
                reason = _("The cells {area} are merged. Unmerge them and fill in each.")
                place = Place(
                    grid.page, area.first_row, "", reason.format(area=area.area), letters(area.first_column)
                )
                for at in range(bisect_left(numbers, area.first_row), len(numbers)):
                    if numbers[at] > area.last_row:
                        break
                    yield (grid.page, numbers[at]), place
