"""Records saved, changed, deleted and brought back, each in one transaction with its history and index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from forms.definition import Form
from forms.entry import Entry
from forms.flat import POSITION, flatten, unflatten
from forms.library import built_in_ids
from forms.problem import Problem
from sync.wire.ids import is_id, new_id

from . import rows
from .catalogue import Catalogue
from .file import File
from .journal import Change, Flat, Journal, stamp
from .rows import Record, Values
from .search import Search
from .tables import Layout, quoted
from .texts import Texts, hamlet_of, own

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. ``seq``: the record's last change; not ``changed``: nothing differed, nothing written."""

    rec: str
    seq: int
    created: bool
    changed: bool = True


@dataclass(frozen=True, slots=True)
class New:
    """One record for ``save_many``; a ``rec`` made beforehand lets others name it."""

    values: Values
    who: str
    now: datetime
    rec: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records of a form. ``equal``: column → value (``hamlet`` and ``record-*`` columns have an index);
    ``since`` and ``until``: ISO dates, both included; deleted ones only with ``deleted``."""

    equal: Mapping[str, object] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page ended: hand it in to get the next one."""

    sort: str
    n: int


@dataclass(frozen=True, slots=True)
class Page:
    """Records newest first; ``after`` is None on the last page."""

    records: tuple[Record, ...]
    after: Key | None


class Records:
    """The records of every form."""

    def __init__(self, file: File, journal: Journal, search: Search, catalogue: Catalogue) -> None:
        self._file = file
        self._journal = journal
        self._search = search
        self._catalogue = catalogue

    def save(
        self,
        form: Form,
        values: Values,
        *,
        rec: str | None = None,
        who: str,
        now: datetime,
        draft: str | None = None,
        reason: str | None = None,
    ) -> Saved:
        """Keep a record: answers, history, place in the outbox and in search, all or none of them.

        Without ``rec`` a new record takes its draft's id, so saving twice from one draft makes one record.
        The draft goes in the same transaction. Only answers that differ become a change; ``values`` is the
        whole record, an answer missing from it is taken away. A deleted record comes back.
        Raises ``store.full``, ``store.read_only`` or ``store.disk``; nothing is written then.
        """
        layout = self._catalogue.layout(form)
        with self._file.transaction():
            if draft is not None:
                self._file.run("DELETE FROM draft WHERE id = ?", (draft,))
                if rec is None and is_id(draft):
                    rec = draft
            texts = Texts(self._file, self._catalogue)
            return self._save(layout, texts, values, rec, who, stamp(now), reason)

    def save_many(self, form: Form, items: Iterable[New]) -> list[Saved]:
        """Keep many records in one transaction, one flush for all. Hand in some ten thousand at a time."""
        layout = self._catalogue.layout(form)
        texts = Texts(self._file, self._catalogue)
        with self._file.transaction():
            return [self._save(layout, texts, it.values, it.rec, it.who, stamp(it.now), None) for it in items]

    def get(self, form: Form, rec: str) -> Record:
        """One record, deleted or not. Raises ``store.missing``."""
        record = rows.read(self._file, self._catalogue.layout(form), rec)
        if record is None:
            raise Problem("store.missing", rec=rec)
        return record

    def as_saved(self, form_id: str, rec: str) -> Record:
        """One record by the version it was saved on. Raises ``store.missing``, ``form.unknown``."""
        newest = self._catalogue.newest().get(form_id)
        if newest is None:
            raise Problem("form.unknown", form=form_id)
        record = self.get(newest.form, rec)
        kept = self._catalogue.of(form_id, record.version)
        return record if kept in (None, newest) else self.get(kept.form, rec)

    def counts(self, form: Form) -> dict[str, int]:
        """How many records there are of each version, through an index."""
        table = quoted(self._catalogue.layout(form).main.name)
        sql = f"SELECT form_version, count(*) FROM {table} WHERE deleted = 0 GROUP BY form_version"
        return {row[0]: row[1] for row in self._file.rows(sql)}

    def last_by(self, form: Form, who: str) -> Record | None:
        """The record of this form that was made last by ``who``, by this version; None if there is none."""
        layout = self._catalogue.layout(form)
        sql = f"{layout.main.select} WHERE created_by = ? AND deleted = 0 ORDER BY n DESC LIMIT 1"
        found = self._file.rows(sql, (who,))
        return rows.records(self._file, layout, found)[0] if found else None

    def delete(self, form: Form, rec: str, *, who: str, now: datetime, reason: str | None = None) -> Saved:
        """Delete a record: it leaves lists and search, its row and history stay, ``undo`` brings it back."""
        layout = self._catalogue.layout(form)
        with self._file.transaction():
            return self._delete(layout, self.get(form, rec), who, stamp(now), reason)

    def history(self, rec: str) -> tuple[Change, ...]:
        """All changes of one record, oldest first."""
        return self._journal.history(rec)

    def undo(self, seqs: Iterable[int], *, who: str, now: datetime) -> tuple[Saved, ...]:
        """Take changes back, the last first, each by a new change: history keeps both.

        An answer that was changed again since stays as it is now, and so does a record deleted since.
        """
        with self._file.transaction():
            changes = [self._journal.change(seq) for seq in sorted(seqs, reverse=True)]
            return tuple(self._take_back(change, who, stamp(now)) for change in changes)

    def page(
        self, form: Form, where: Filter = Filter(), *, after: Key | None = None, limit: int = 50
    ) -> Page:
        """One page of a form's records, newest first, by keyset: page 1,000 costs what page 1 costs."""
        layout = self._catalogue.layout(form)
        terms, parameters = _terms(layout, where)
        if after is not None:
            terms.append("(sort, n) < (:sort, :n)")
            parameters |= {"sort": after.sort, "n": after.n}
        sql = f"{layout.main.select} WHERE {' AND '.join(terms)} ORDER BY sort DESC, n DESC LIMIT :limit"
        found = self._file.rows(sql, parameters | {"limit": limit + 1})
        records = rows.records(self._file, layout, found[:limit])
        more = len(found) > limit
        return Page(tuple(records), Key(found[limit - 1]["sort"], found[limit - 1]["n"]) if more else None)

    def count(self, form: Form, where: Filter = Filter()) -> int:
        """How many records a filter holds; it reads them all, so off a screen's path."""
        layout = self._catalogue.layout(form)
        terms, parameters = _terms(layout, where)
        row = self._file.row(
            f"SELECT count(*) FROM {quoted(layout.main.name)} WHERE {' AND '.join(terms)}", parameters
        )
        return int(row[0]) if row else 0

    def _save(
        self,
        layout: Layout,
        texts: Texts,
        values: Values,
        rec: str | None,
        who: str,
        at: str,
        reason: str | None,
    ) -> Saved:
        form = layout.form
        values = given(values)
        old = rows.read(self._file, layout, rec) if rec else None
        earlier = layout
        if old and old.version != form.version:
            earlier = self._catalogue.of(form.id, old.version) or layout
            old = rows.read(self._file, earlier, old.id)
        before = flatten(earlier.form, old.values) if old else {}
        after = flatten(form, values)
        changed = {path: after.get(path) for path in after | before if after.get(path) != before.get(path)}
        if old and not old.deleted and not changed:
            return Saved(old.id, old.seq, created=False, changed=False)
        rec = rec or new_id()
        seq = self._journal.append(
            rec=rec,
            act="put",
            did="create" if old is None else "restore" if old.deleted else "edit",
            form=f"{form.id}/{form.version}",
            # what comes back from a deletion travels whole: the province may hold nothing of it any more
            after=dict.fromkeys(before) | after if old and old.deleted else changed,
            before={path: before.get(path) for path in changed} if old else {},
            personal=layout.personal | earlier.personal,
            who=who,
            at=at,
            reason=reason,
        )
        made = (old.created_at, old.created_by) if old else (at, who)
        sort = f"{values.get(layout.dated_by) or made[0][:10]} {made[0][:19]}"
        record = Record(None, rec, form.id, form.version, values, *made, at, who, False, seq, sort)
        if old is None:
            rows.insert(self._file, layout, record)
        else:
            if (
                earlier is not layout
            ):  # answers that only the earlier version asks are gone, in the tables too
                rows.update(self._file, earlier, replace(record, values={}), repeats=True)
            rows.update(self._file, layout, record, earlier is not layout or any("/" in it for it in changed))
        self._index(layout, earlier, texts, old, record)
        return Saved(rec, seq, created=old is None)

    def _index(self, layout: Layout, earlier: Layout, texts: Texts, old: Record | None, new: Record) -> None:
        kind, hamlet, title = layout.form.id, hamlet_of(new.values), _called(layout.form, new)
        text = texts.of(layout, new.values, title)
        if old is None:
            self._search.add(new.id, kind, text, hamlet, title)
            return
        called = self._search.title(new.id)
        was = (texts.of(earlier, old.values, called), hamlet_of(old.values), called)
        if old.deleted or was != (text, hamlet, title):
            self._search.change(new.id, kind, text, hamlet, title)
        if old.deleted or own(earlier, old.values) != own(layout, new.values):
            texts.reindex_dependants(self._search, kind, new.id)

    def _delete(self, layout: Layout, record: Record, who: str, at: str, reason: str | None) -> Saved:
        if record.deleted:
            return Saved(record.id, record.seq, created=False, changed=False)
        form = f"{layout.form.id}/{record.version}"
        seq = self._journal.append(
            rec=record.id,
            act="del",
            did="delete",
            form=form,
            after={},
            before={},
            who=who,
            at=at,
            reason=reason,
        )
        gone = replace(record, deleted=True, seq=seq, updated_at=at, updated_by=who)
        rows.update(self._file, layout, gone, repeats=False)
        self._search.drop(record.id)
        # A name that was deleted must not find its person in the records that named them.
        Texts(self._file, self._catalogue).reindex_dependants(self._search, layout.form.id, record.id)
        return Saved(record.id, seq, created=False)

    def _take_back(self, change: Change, who: str, at: str) -> Saved:
        form, _, version = change.form.rpartition("/")
        record = self.as_saved(form, change.rec)
        if (
            change.did == "edit" and version == record.version
        ):  # it may have come onto that version by this change
            earlier = [it.form for it in self._journal.history(change.rec) if it.seq < change.seq]
            version = earlier[-1].rpartition("/")[2]
        else:
            version = record.version
        layout = self._catalogue.of(form, version) or self._catalogue.newest()[form]
        if change.did in ("create", "restore"):
            return self._delete(layout, record, who, at, None)
        now = self._catalogue.of(form, record.version) or layout
        flat = flatten(now.form, record.values)
        if change.did == "edit":
            if record.deleted:
                return Saved(record.id, record.seq, created=False, changed=False)
            flat |= {path: was for path, was in change.before.items() if flat.get(path) == change.after[path]}
        values = unflatten(layout.form, flat)
        if any(flat[path] is not None for path in flat.keys() - flatten(layout.form, values).keys()):
            # an answer given since has no place in the earlier version: the record stays on this one
            layout, values = now, unflatten(now.form, flat)
        texts = Texts(self._file, self._catalogue)
        return self._save(layout, texts, values, record.id, who, at, None)


def _called(form: Form, record: Record) -> str:
    """What ``instance_name`` calls a record of a survey; the built-in forms have words of their own."""
    if not form.instance_name or form.id in built_in_ids():
        return ""
    language = "vi" if "vi" in form.languages else form.default_language
    entry = Entry(form, record.values, today=date.fromisoformat(record.updated_at[:10]), recorded=True)
    return " ".join(entry.name(language).split())[:_LONGEST_TITLE]


def given(values: Values) -> dict[str, Any]:
    """``values`` without the answers that were not given: None, empty text, empty lists. Rows as they stand."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            kept[name] = [given(row) for row in value]
        elif value not in (None, "", []) and name != POSITION:
            kept[name] = value
    return kept


def replay(form: Form, bodies: Iterable[Flat]) -> Values:
    """The values that a record's changes add up to, oldest first: what the province makes of them."""
    flat: dict[str, Any] = {}
    for body in bodies:
        flat |= body
    return unflatten(form, flat)


def _terms(layout: Layout, where: Filter) -> tuple[list[str], dict[str, object]]:
    names = {column.question.name: column.name for column in layout.main.columns}
    terms, parameters = [f"deleted = {int(where.deleted)}"], dict[str, object]()
    for n, (name, value) in enumerate(where.equal.items()):
        terms.append(f"{quoted(names[name])} = :v{n}")
        parameters[f"v{n}"] = value
    if where.since is not None:
        terms.append("sort >= :since")
        parameters["since"] = where.since
    if where.until is not None:
        terms.append("sort < :until")
        parameters["until"] = where.until + "~"  # after every moment of that day
    return terms, parameters
