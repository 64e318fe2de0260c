"""The forms the province gives out: each version kept once and never changed."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from forms.codec import form_from_json, form_to_json
from forms.definition import Form, say
from forms.library import built_in, built_in_ids
from forms.problem import Problem
from sync.wire.published import LONGEST_SOURCE, MOST_FORMS, Published

from .database import Database


class Forms:
    """Published forms in the database, and in memory for the check, which runs inside its transactions."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        with database.change() as db:
            rows = db.execute("SELECT body FROM form").fetchall()
        self._known = {(it.id, it.version): it for it in (form_from_json(row[0]) for row in rows)}

    def publish(self, path: Path) -> Form:
        """Give out the XLSForm in ``path``; the same version again is the same form.

        Problem ``form.broken`` names the first cell that cannot be used, ``form.built_in`` an id that comes
        with the program, ``form.version`` a version that is given out already with other content.
        """
        from forms.compile import inspect

        found = inspect(path)
        if found.form is None:
            raise Problem("form.broken", detail=found.faults[0].text)
        form = found.form
        if form.id in built_in_ids():
            raise Problem("form.built_in", form=form.id)
        if len(found.source) > LONGEST_SOURCE:
            raise Problem(
                "file.too_large", name=path.name, size=len(found.source) >> 20, limit=LONGEST_SOURCE >> 20
            )
        known, body = self._known.get((form.id, form.version)), form_to_json(form)
        if known is not None:
            if form_to_json(known) != body:
                raise Problem("form.version", form=form.id, version=form.version)
            return known
        now = self._clock().isoformat(timespec="seconds")
        title = say(form.title, form.default_language)[:200]
        with self._database.change() as db:
            db.execute(
                "INSERT INTO form (id, version, title, body, source, published_at) VALUES (?, ?, ?, ?, ?, ?)",
                (form.id, form.version, title, body, found.source, now),
            )
        self._known[form.id, form.version] = form
        return form

    def version(self, form_id: str, version: str) -> Form | None:
        """That version of a form, built in or published; None if the province does not know it."""
        if form_id in built_in_ids() and built_in(form_id).version == version:
            return built_in(form_id)
        return self._known.get((form_id, version))

    def knows(self, form_id: str) -> bool:
        """Whether any version of the form is known here."""
        return form_id in built_in_ids() or any(it == form_id for it, _version in self._known)

    def every(self) -> Iterator[Form]:
        """The built-in forms, then every published version."""
        yield from map(built_in, built_in_ids())
        yield from self._known.values()

    def published(self) -> tuple[Published, ...]:
        """What is given out, the newest first."""
        sql = "SELECT id, version, title, published_at FROM form ORDER BY n DESC LIMIT ?"
        with self._database.change() as db:
            return tuple(Published(*row) for row in db.execute(sql, (MOST_FORMS,)))

    def source(self, form_id: str, version: str) -> str:
        """The sheets of a published form. Problem ``form.unknown``."""
        sql = "SELECT source FROM form WHERE id = ? AND version = ?"
        with self._database.change() as db:
            row = db.execute(sql, (form_id, version)).fetchone()
        if row is None:
            raise Problem("form.unknown", form=form_id)
        return str(row[0])
