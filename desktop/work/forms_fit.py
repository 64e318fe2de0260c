"""Whether a form from elsewhere fits beside the forms and records that are here already."""

import json
import re
from collections.abc import Iterator
from typing import Literal

from desktop.store.tables import MOST_COLUMNS, Column, Table, layout, too_many
from desktop.work.desk import Desk
from forms.compile.workbook import Place
from forms.definition import Form
from forms.library import built_in, built_in_ids
from forms.problem import Problem
from resources.words import _

_TAKEN = frozenset({"consent", "service", "unit"})  # kinds of things kept or found that are no forms
Order = Literal["newer", "older", "unclear"]
ENTITIES = ("household", "resident")  # what a survey may make or change
_LONGEST = 99  # the two and a slash name a change on its way to the province: 200 signs at most
_DATES = ("date", "time", "datetime")
_FILES = ("image", "file")


def stands_as(desk: Desk, form: Form) -> Literal["new", "newer", "same"]:
    """Whether this form is new here, another version of one that is here, or the same as one here."""
    if form.id in built_in_ids():
        return "same" if form == built_in(form.id) else "newer"
    kept = desk.store.forms.of(form.id, form.version)
    if kept is not None and (kept.form == form or _made_from(desk, form) == form):
        return "same"
    return "newer" if form.id in desk.store.forms.newest() else "new"


def _made_from(desk: Desk, form: Form) -> Form | None:
    """What this program reads in the sheets kept for that version: an earlier one may have read them otherwise."""
    from forms.compile import inspect_source

    source = desk.store.forms.source(form.id, form.version)
    return inspect_source(source).form if source else None


def misfits(desk: Desk, form: Form, source: str) -> tuple[Place, ...]:
    """Why ``form``, made from ``source``, cannot be kept beside what is here; empty when it can."""
    return tuple(_misfits(desk, form, source))


def unkept(form: Form) -> tuple[Place, ...]:
    """Remarks on entities, and on their properties, that have no place here."""
    found = []
    for entity in form.entities:
        if entity.list_name not in ENTITIES:
            told = _("records of “{name}” are not made here, only those of: {known}")
            found.append(
                Place(
                    "entities", 0, "list_name", told.format(name=entity.list_name, known=", ".join(ENTITIES))
                )
            )
    names = [it.list_name for it in form.entities if it.list_name in ENTITIES]
    known = {it.name for name in names for _path, it in built_in(name).walk() if it.holds_value}
    for path, question in form.walk():
        kind, _hash, saved = question.save_to.rpartition("#")
        if names and saved and (not kind or kind in ENTITIES) and saved not in known:
            told = _("the answer to {name} is not carried over: {kinds} has no {property}")
            reason = told.format(name=path, kinds=", ".join(dict.fromkeys(names)), property=saved)
            found.append(Place("survey", 0, "save_to", reason))
    return tuple(found)


def order(version: str, used: str) -> Order:
    """How ``version`` reads beside the one in use: ``2 < 10``, ``1.9 < 1.10``; none at all is the oldest."""
    (words, numbers), (used_words, used_numbers) = _read(version), _read(used)
    if version and used and words != used_words:
        return "unclear"
    return "older" if (bool(version), numbers) < (bool(used), used_numbers) else "newer"


def out_of_order(reads: Order, used: Form) -> tuple[Place, ...]:
    """A remark on a version that does not read as newer than the one in use."""
    told = {
        "older": _(
            "this reads as older than {version}, which is in use; imported, it is used for new records"
        ),
        "unclear": _(
            "whether this is newer than {version}, which is in use, cannot be told; "
            "imported, it is used for new records"
        ),
    }
    return (_setting("version", told[reads].format(version=used.version)),) if reads in told else ()


def _misfits(desk: Desk, form: Form, source: str) -> Iterator[Place]:
    """The names first: with a wrong one the rest tells nothing."""
    if named := tuple(_misnamed(desk, form)):
        yield from named
        return
    try:
        made = layout(form)
    except Problem as problem:
        yield Place("survey", 0, "", str(problem.facts.get("detail", problem.text)))
        return
    versions = [it.version for it in desk.store.forms.kept() if it.id == form.id]
    earlier = {it: kept.main for it in versions if (kept := desk.store.forms.of(form.id, it))}
    before = {
        column.path: (column, version)
        for version, main in earlier.items()
        for table in main.walk()
        for column in table.columns
    }
    for table in made.main.walk():
        for column in table.columns:
            was, version = before.get(column.path, (column, ""))
            if _kept_as(was) != _kept_as(column):
                yield _changed(column, was, version, source)
        yield from _crowded(table, list(earlier.values()))


def _misnamed(desk: Desk, form: Form) -> Iterator[Place]:
    fold = form.id.casefold()
    if form.id in built_in_ids() or form.id in _TAKEN:
        yield _setting(
            "form_id",
            _("{form} is a form of the program itself; choose another form_id").format(form=form.id),
        )
    elif twin := next(
        (
            it
            for it in (*built_in_ids(), *desk.store.forms.newest())
            if it != form.id and it.casefold() == fold
        ),
        "",
    ):
        told = _(
            "{form} differs only in small and capital letters from {other}, which is here; write {other}"
        )
        yield _setting("form_id", told.format(form=form.id, other=twin))
    for column, text in (("form_id", form.id), ("version", form.version)):
        if "/" in text:
            told = _("“{text}” has a slash in it; write {better}")
            yield _setting(
                column, told.format(text=text[:_LONGEST], better=text.replace("/", "-")[:_LONGEST])
            )
        elif len(text) > _LONGEST:
            yield _setting(column, _("longer than {count} characters; shorten it").format(count=_LONGEST))
    kept = desk.store.forms.of(form.id, form.version)
    if kept is not None and kept.form != form and not form.version:
        yield _setting("version", _("a form of this id without a version is here already; write a version"))
    elif kept is not None and kept.form != form and form.id not in built_in_ids():
        told = _(
            "version {version} is here already with other content, and a version never changes; raise it"
        )
        yield _setting("version", told.format(version=form.version))


def _crowded(table: Table, earlier: list[Table]) -> Iterator[Place]:
    names = {column.name for column in table.columns}
    for main in earlier:
        names |= {column.name for it in main.walk() if it.path == table.path for column in it.columns}
    if len(names) > MOST_COLUMNS:
        yield Place("survey", 0, "", too_many(len(names)))


def _kept_as(column: Column) -> tuple[str, bool, str, str]:
    """What an answer is kept as: a value of one such kind cannot be read as another."""
    kind = column.question.type
    kind = kind if kind in _DATES else "file" if kind in _FILES else ""
    return column.sql_type, column.is_list, kind, column.refers


def _changed(column: Column, was: Column, version: str, source: str) -> Place:
    told = _("{name} was {old} in version {version} and is {new} now; give it another name")
    reason = told.format(name=column.key, old=_type(was), version=version, new=_type(column))
    return Place("survey", _row(source, column.question.written or column.key), "type", reason)


def _row(source: str, name: str) -> int:
    """The row of the survey sheet that asks ``name``, 0 if none is found."""
    grid = json.loads(source)["sheets"].get("survey", []) if source else []
    heads = [str(head).strip().lower() for head in grid[0]] if grid else []
    if "name" not in heads:
        return 0
    at = heads.index("name")
    return next((n for n, row in enumerate(grid, 1) if n > 1 and row[at : at + 1] == [name]), 0)


def _type(column: Column) -> str:
    return f"{column.question.type} ({column.refers})" if column.refers else column.question.type


def _setting(column: str, reason: str) -> Place:
    return Place("settings", 2, column, reason)


def _read(version: str) -> tuple[str, list[int]]:
    """The letters and the numbers in it."""
    said = version.casefold().removeprefix("v")
    return re.sub(r"[0-9]+|[-._ ]", "", said), [int(it) for it in re.findall(r"[0-9]+", said)]
