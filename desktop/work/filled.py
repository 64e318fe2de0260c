"""Records of one form from a spreadsheet that follows the export, or from yesterday's Excel.

First a dry run, which writes nothing and names every wrong cell; then ``keep``. For the window: run
``inspect_through(lanes.ask, …)`` and ``keep_through(lanes.ask, …)`` in the slow lane. They borrow the store lane for
some tens of milliseconds at a time, call ``tell(done, total)`` in the slow lane and stop when it returns False
(``import.cancelled``); what ``keep`` had written by then is taken back. ``inspect`` and ``keep`` are the same at a
desk one has, for the command line and tests.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.store.consents import Method
from desktop.store.rows import Record
from forms.compile.workbook import Place
from forms.definition import Form, say
from forms.library import built_in_ids
from forms.problem import Problem
from resources.words import _, language
from sync.wire.ids import new_id

from . import records
from .changed import Changed
from .csv_table import Column, write
from .desk import Desk
from .export import Ask, at_desk
from .export_columns import union, versions
from .filled_cells import Answers
from .filled_check import Checked, Checking
from .filled_known import Known, called
from .filled_match import Matching, amended, keys_of, same
from .filled_rows import Draft, Reading
from .filled_sheets import Matched, match, meant_for, open_file
from .shown import form_of
from .undo import undo

Tell = Callable[[int, int], bool]
MOST_TOLD = 500  # wrong cells that are named; the others are counted
_AT_ONCE = 100

__all__ = ["Dry", "Ready", "Tell", "inspect", "inspect_through", "keep", "keep_through", "wrong_cells"]


@dataclass(frozen=True, slots=True)
class Ready:
    """A record fit to be kept, and where the file has it. ``consents``: id → how it was given.

    ``seq``: the last change of the record here that it amends, 0 for a new one.
    """

    rec: str
    values: Mapping[str, Any]
    consents: Mapping[str, Method]
    sheet: str
    row: int
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Dry:
    """What an import would do. Of ``records`` in the file, ``fresh`` ones are new and ``already`` ones here just so.

    ``differs``: here with other answers, kept only with ``update``. ``wrong``: the first `MOST_TOLD` of ``faults``
    wrong cells, in ``bad`` records. ``unknown``: headings and sheets left out; ``notes``: what else one should
    know before. ``unasked``: records whose names, phones and the like are left out for want of consent.
    """

    form: Form
    records: int
    fresh: tuple[Ready, ...] = ()
    differs: tuple[Ready, ...] = ()
    already: int = 0
    bad: int = 0
    faults: int = 0
    wrong: tuple[Place, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unasked: int = 0

    @property
    def ready(self) -> bool:
        """Whether there is something to import and nothing wrong."""
        return not self.faults and bool(self.fresh or self.differs)


def inspect_through(
    ask: Ask,
    form_id: str,
    path: Path,
    *,
    match_by: Sequence[str] | None = None,
    nameless: bool = False,
    tell: Tell = lambda done, total: True,
) -> Dry:
    """What importing ``path`` (.xlsx, or .csv with those of its repeats beside it) would do; nothing is written.

    A record is known again by its id, else by the answers to ``match_by`` (question names; none: not at all; left
    out: `filled_match.keys_of`). An empty cell changes an answer that is here only where the file has the record's
    id. ``nameless``: people without consent come without name and phone instead of being refused.
    Raises ``form.unknown``, ``file.unreadable``, ``file.too_large``, ``file.table``, ``file.encoding``,
    ``file.empty``, ``file.row``, ``file.columns``, ``form.macros``, ``form.locked``, ``import.rows``,
    ``import.other_form``, ``import.cancelled``.
    """
    form = ask(lambda desk: form_of(desk, form_id))
    forms = ask(lambda desk: versions(desk, form))
    whole = union(forms.values())
    pages = open_file(path, whole)
    matched = match(path.name, whole, pages)
    if other := meant_for(ask(lambda desk: _others(desk, form_id)), pages, matched):
        raise Problem("import.other_form", name=path.name, form=called(other))
    known = Known(ask, form)
    reading = Reading(whole, matched, Answers(whole, known, matched.words))
    judge = _Judge(form, forms, whole, matched, known, Matching(known, keys_of(form, match_by)), nameless)
    drafts, done = reading.drafts(), 0
    while some := list(islice(drafts, _AT_ONCE)):
        if not tell(done, reading.total):
            raise Problem("import.cancelled")
        judge.take(some)
        done += len(some)
    tell(done, reading.total)
    return judge.dry(done, reading.strays)


inspect = at_desk(inspect_through)


def _others(desk: Desk, form_id: str) -> list[Form]:
    return [form_of(desk, it) for it in sorted({*built_in_ids(), *desk.store.forms.newest()} - {form_id})]


def keep_through(
    ask: Ask,
    dry: Dry,
    *,
    only_good: bool = False,
    update: bool = False,
    reason: str = "",
    tell: Tell = lambda done, total: True,
) -> Changed:
    """Write what a dry run found; one undo takes all of it back, consents stay in history.

    All or nothing: with something wrong it refuses (``import.faults``) unless ``only_good``. ``update`` writes
    records that differ as changes with ``reason``. Goes in transactions of 100 records; when stopped
    (``import.cancelled``, Ctrl+C), when the disk fails or when a record was changed here since the dry run
    (``import.changed``), those already written are taken back.
    """
    if dry.faults and not only_good:
        raise Problem("import.faults", count=dry.bad or dry.faults)
    waiting = [(it, False) for it in dry.fresh] + [(it, True) for it in dry.differs if update]
    changed = Changed(frozenset())
    told = reason or _("Corrected by an import from a spreadsheet")
    try:
        for start in range(0, len(waiting), _AT_ONCE):
            if not tell(start, len(waiting)):
                raise Problem("import.cancelled")
            some = waiting[start : start + _AT_ONCE]
            changed |= ask(partial(_write, form=dry.form, some=some, reason=told))
    except BaseException:  # Ctrl+C too
        if changed.undo:
            ask(partial(undo, changed=changed))
        raise
    tell(len(waiting), len(waiting))
    return replace(changed, rec=None)


keep = at_desk(keep_through)


def _write(desk: Desk, form: Form, some: Sequence[tuple[Ready, bool]], reason: str) -> Changed:
    changed = Changed(frozenset({form.id}))
    with desk.store.together():
        for it, amends in some:
            # As a draft's id the id makes a new record, with all that follows from one: a home was visited.
            own: dict[str, Any] = {"rec": it.rec, "reason": reason} if amends else {"draft": it.rec}
            if amends and desk.store.records.as_saved(form.id, it.rec).seq != it.seq:
                raise Problem("import.changed", row=it.row)
            changed |= records.save(desk, form.id, it.values, consents=it.consents, **own)
    return changed


def wrong_cells(dry: Dry) -> bytes:
    """The wrong cells as CSV for Excel, to correct the file by: sheet, row, column, what is wrong."""
    heads = (_("Sheet"), _("Row"), _("Column"), _("What is wrong"))
    columns = [Column(name, (head,)) for name, head in zip(("a", "b", "c", "d"), heads, strict=True)]
    rows = (
        {"a": it.sheet, "b": str(it.row or ""), "c": f"{it.letter} {it.column}".strip(), "d": it.reason}
        for it in dry.wrong
    )
    return write(columns, rows)


class _Judge:
    """Sorts records into new, known, different and wrong."""

    def __init__(
        self,
        form: Form,
        forms: Mapping[str, Form],
        whole: Form,
        matched: Matched,
        known: Known,
        matching: Matching,
        nameless: bool,
    ) -> None:
        self._form, self._whole, self._matched, self._known = form, whole, matched, known
        self._matching, self._asked = matching, matched.asked
        self._by_version = {it: Checking(own, known, matched.asked, nameless) for it, own in forms.items()}
        self._checking = self._by_version[form.version]
        self._fresh: list[Ready] = []
        self._differs: list[Ready] = []
        self._wrong: list[Place] = []
        self._seen: dict[str, int] = {}
        self._lacking: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._already = self._bad = self._faults = self._unasked = 0

    def take(self, drafts: Sequence[Draft]) -> None:
        """The next records of the file."""
        here = self._known.records(draft.rec for draft in drafts if draft.rec)
        strange = self._known.elsewhere(draft.rec for draft in drafts if draft.rec and draft.rec not in here)
        candidates: dict[int, list[str]] = {}
        for n, draft in enumerate(drafts):
            if draft.rec not in here:
                candidates[n] = self._matching.here(draft.values, draft.rec is not None)
        here |= self._known.records(found[0] for found in candidates.values() if len(found) == 1)
        for n, draft in enumerate(drafts):
            found = candidates.get(n, [])
            if draft.rec in strange:
                told = _("This is the id of a record of “{form}”. Empty it, or import the file there.")
                self._refuse([self._at(draft, told.format(form=strange[draft.rec]))])
            elif len(found) > 1:
                told = _("{count} records here may be this one. Write the id of the one that is meant.")
                self._refuse([self._at(draft, told.format(count=len(found)))])
            else:
                self._take(draft, here.get(found[0] if found else draft.rec or ""))

    def dry(self, count: int, strays: Sequence[Place]) -> Dry:
        """What was found; ``strays`` belong to no record."""
        self._refuse(strays, bad=False)
        for path, times in self._lacking.items():
            told = _("This column is missing; {count} records need it.").format(count=times)
            label = say(self._whole.find(path).label, language()) or path
            page = next(iter(self._matched.grids.values()))[0].page
            self._refuse([Place(page, 1, label, told)], bad=False)
        return Dry(
            self._form,
            count,
            tuple(self._fresh),
            tuple(self._differs),
            self._already,
            self._bad,
            self._faults,
            tuple(sorted(self._wrong, key=lambda it: (it.sheet, it.row))),
            self._matched.unknown,
            tuple(self._notes()),
            self._unasked,
        )

    def _take(self, draft: Draft, record: Record | None) -> None:
        draft.decide(self._whole, record.values if record else None)
        if record is None and draft.rec is None:
            before = self._matching.before(draft.values, draft.spot.line.number)
            if before is not None:
                self._refuse([self._at(draft, _("The same as row {row}.").format(row=before))])
                return
        if record is not None:
            before = self._seen.setdefault(record.id, draft.spot.line.number)
            if before != draft.spot.line.number:
                self._refuse([self._at(draft, _("The same record as row {row}.").format(row=before))])
                return
        if record is not None and record.deleted:
            told = _("This record was deleted here. Empty its id to enter it anew, or take the row out.")
            self._refuse([self._at(draft, told)])
            return
        if record is None:
            self._add(draft, self._checking, self._checking.check(draft, draft.values, new=True))
            return
        erases = draft.rec == record.id
        if not draft.wrong and same(self._whole.questions, record.values, draft.values, self._asked, erases):
            self._already += 1
            return
        stays = "" if self._form.id in built_in_ids() else record.version  # as `records.form_for` has it
        checking = self._by_version.get(stays, self._checking)
        values = amended(checking.form.questions, record.values, draft.values, self._asked, erases)
        self._add(draft, checking, checking.check(draft, values, new=False), record)

    def _add(self, draft: Draft, checking: Checking, checked: Checked, here: Record | None = None) -> None:
        wrong = [*draft.wrong, *checked.wrong]
        self._lacking.update(checked.lacking)
        if wrong or checked.lacking:
            self._refuse(wrong)
            return
        self._dropped.update(checked.dropped)
        self._dropped.update(_unasked(draft, checking.form))
        self._unasked += checked.unasked
        spot = draft.spot
        rec, seq = (here.id, here.seq) if here else (draft.rec or new_id(), 0)
        ready = Ready(rec, checked.values, checked.consents, spot.grid.page, spot.line.number, seq)
        (self._differs if here else self._fresh).append(ready)

    def _refuse(self, places: Sequence[Place], bad: bool = True) -> None:
        self._bad += bad
        self._faults += len(places)
        self._wrong += places[: MOST_TOLD - len(self._wrong)]

    def _at(self, draft: Draft, reason: str) -> Place:
        return Place(draft.spot.grid.page, draft.spot.line.number, "", reason)

    def _notes(self) -> Iterator[str]:
        if self._matched.attached:
            told = _("Photos and files are not in a spreadsheet; these columns are passed over: {columns}.")
            yield told.format(columns=", ".join(dict.fromkeys(self._matched.attached)))
        for path, value in self._checking.filled_in.items():
            label = say(self._form.find(path).label, language()) or path
            told = _("There is no column “{column}”: every new record gets “{value}”.")
            yield told.format(column=label, value=self._words(path, value))
        for path, count in self._dropped.items():
            label = say(self._whole.find(path).label, language()) or path
            told = _("“{column}”: {count} answers are left out, for the form does not ask them there.")
            yield told.format(column=label, count=count)

    def _words(self, path: str, value: str) -> str:
        rows = self._form.choices.get(self._form.find(path).list_name, ())
        return next((say(it.label, language()) for it in rows if it.name == value), value)


def _unasked(draft: Draft, form: Form) -> Iterator[str]:
    """Answers to questions that only another version asks."""
    asked = {question.name for _path, question in form.walk()}
    yield from (name for name, value in draft.values.items() if name not in asked and value is not None)
