"""Decisions of the generic entry: what was typed goes into the entry, what follows goes to the screen. No Qt."""

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from desktop.store.consents import Method
from desktop.ui.entry import said
from desktop.ui.entry.sheet import Extra, Sheet, next_question
from desktop.ui.entry.state import EntryState, Match
from desktop.work import attachments, records, search
from desktop.work.desk import Desk
from desktop.work.lanes import Lanes
from desktop.work.records import Aids
from desktop.work.shown import Line
from desktop.work.story import consent_words
from forms.answers import LONGEST
from forms.definition import Form
from forms.entry import Entry
from forms.flat import questions_within
from resources.words import _, language
from sync.wire.ids import new_id

MOST_MATCHES = 6


class EntryPresenter:
    """One entry at a time. ``show`` draws, ``focus(path)`` moves the cursor, ``touched`` hears of each change.

    The methods in the past tense are what the view calls (``desktop.ui.entry.view.Acts``).
    """

    def __init__(
        self,
        lanes: Lanes,
        *,
        show: Callable[[EntryState], None],
        focus: Callable[[str], None],
        touched: Callable[[], None],
    ) -> None:
        self._lanes = lanes
        self._show = show
        self._focus = focus
        self._touched = touched
        self._extra = Extra()
        self._state = EntryState()
        self._entry: Entry | None = None
        self._sheet: Sheet | None = None
        self._asked = ("", "")

    def begin(self, entry: Entry, extra: Extra, language: str = "") -> None:
        """Show another entry, in ``language`` if its form has it."""
        self._entry, self._extra, self._asked = entry, extra, ("", "")
        spoken = language if language in entry.form.languages else said.first_language(entry.form)
        self._sheet = Sheet(entry, spoken)
        self._state = EntryState(languages=said.languages(entry.form), language=spoken)
        self._redraw()

    def end(self) -> None:
        """The entry is over: what its fields still tell while they go away counts no more."""
        self._entry = None

    @property
    def entry(self) -> Entry:
        """The entry being filled in; ``begin`` comes first."""
        assert self._entry is not None
        return self._entry

    @property
    def consents(self) -> dict[str, Method]:
        """Consents given here and not kept yet: id → how."""
        return {rec: cast(Method, method) for rec, method in self._extra.pending.items()}

    def check(self) -> bool:
        """Whether it can be saved; if not, every fault shows and the first one gets the cursor."""
        self._extra = replace(self._extra, told=None)
        found = self._drawn.faults(self._extra)
        self._state = replace(self._state, faults=found)
        self._redraw()
        if found:
            self._focus(found[0][0])
        return not found

    # what the view tells

    def typed(self, path: str, text: str) -> None:
        """A field's text is another now."""
        self._set(path, text)

    def left(self, path: str) -> None:
        """The cursor left a field: from now on its fault shows, if there is something in it."""
        if not self._has(path):
            return
        told = self._extra.told
        if told is not None and path not in told and self.entry.state(path).value is not None:
            self._extra = replace(self._extra, told=told | {path})
            self._redraw({path})

    def answered(self, path: str, value: object) -> None:
        """A choice was made: a name, a list of names, or None."""
        self._set(path, value)

    def moved_on(self, path: str) -> None:
        """A question is done with: the cursor goes to the next one."""
        if self._entry is not None and (after := next_question(self._state.items, path)):
            self._focus(after)

    def spoke(self, language: str) -> None:
        """The form is to be drawn in another of its languages; answers and cursor stay."""
        self._sheet = Sheet(self.entry, language)
        self._state = replace(self._state, language=language)
        self._redraw()

    def refused(self, path: str, length: int) -> None:
        """Something far too long was pasted; it was not taken in."""
        words = _(
            "“{label}” takes {limit} characters; the pasted text has {length}. It was left out."
        ).format(label=self._drawn.name_of(path), limit=_grouped(LONGEST), length=_grouped(length))
        self._extra = replace(self._extra, refused={**self._extra.refused, path: words})
        self._redraw({path})

    def searched(self, path: str, text: str) -> None:
        """Letters changed in a field that names a record."""
        self._asked = (path, text)
        if not text.strip():
            self._found(path, text, ())
            return
        form = self.entry.form.find(_without_rows(path)).refers_to

        def step(desk: Desk) -> tuple[search.Found, ...]:
            groups = search.find(desk, text, (form,), MOST_MATCHES)
            return groups[0].rows if groups else ()

        self._lanes.store(step, lambda found: self._found(path, text, found))

    def chose(self, path: str, rec: str) -> None:
        """A record was chosen for a field; ``""`` takes it away."""
        match = next((it for it in self._state.matches if it.rec == rec), None)
        if match is not None:
            line = Line(match.plate, match.title, match.second)
            aids = self._extra.aids
            self._extra = replace(
                self._extra, aids=Aids(aids.hamlets, aids.members, {**aids.named, rec: line})
            )
        self._state = replace(self._state, searched="", matches=())
        self._set(path, rec or None)
        self._focus(path)

    def consented(self, path: str, method: str) -> None:
        """How consent was given; ``""``: it was not, after all."""
        before = self.entry.get(path)
        pending = {rec: how for rec, how in self._extra.pending.items() if rec != before}
        rec = new_id() if method else None
        if rec is not None:
            pending[rec] = method
        self._extra = replace(self._extra, pending=pending)
        self._set(path, rec)

    def attached(self, path: str, file: str) -> None:
        """A photo or file was chosen; it is made small in the slow lane and kept."""
        question = self.entry.form.find(_without_rows(path))
        photo = question.type == "image"
        pixels = int(question.parameters.get("max-pixels", attachments.MOST_PIXELS))

        def step(_job: object) -> tuple[str, str]:
            prepared = attachments.prepare(Path(file), photo=photo, pixels=pixels)
            words = _file_words(prepared.mime, len(prepared.data))
            return self._lanes.ask(lambda desk: attachments.keep(desk, prepared)), words

        entry = self.entry

        def kept(it: tuple[str, str]) -> None:
            if self._entry is entry:
                self._extra = replace(self._extra, files={**self._extra.files, it[0]: it[1]})
                self._set(path, it[0])

        self._lanes.slow(step, kept)

    def added(self, path: str) -> None:
        """Another row was asked for; the cursor goes to its first question."""
        try:
            row = self.entry.add_row(path)
        except ValueError:  # as many as an entry holds
            return
        self._touched()
        self._redraw()
        repeat = self.entry.form.find(_without_rows(path))
        first = next(
            (
                it
                for it in questions_within(repeat.children)
                if self.entry.state(f"{path}/{row}/{it.name}").relevant
            ),
            None,
        )
        if first is not None:
            self._focus(f"{path}/{row}/{first.name}")

    def removed(self, path: str) -> None:
        """A row was taken away."""
        self.entry.remove_row(path)
        self._touched()
        self._redraw()

    # inside

    def _found(self, path: str, text: str, found: tuple[search.Found, ...]) -> None:
        if (path, text) != self._asked:
            return
        matches = tuple(Match(it.rec, it.title, it.second, it.plate) for it in found)
        self._state = replace(self._state, searched=path, matches=matches)
        self._show(self._state)

    def _has(self, path: str) -> bool:
        """Whether the question is still there: a field of a row that goes away still tells that it is left."""
        if self._entry is None:
            return False
        try:
            self._entry.get(path)
        except KeyError:
            return False
        return True

    def _set(self, path: str, value: object) -> None:
        if not self._has(path):
            return
        if path in self._extra.refused:
            self._extra = replace(
                self._extra, refused={at: words for at, words in self._extra.refused.items() if at != path}
            )
        effects = self.entry.set(path, value)
        self._touched()
        self._redraw(effects.changed | {path})

    @property
    def _drawn(self) -> Sheet:
        assert self._sheet is not None
        return self._sheet

    def _redraw(self, changed: Collection[str] | None = None) -> None:
        """Draw what stands at these paths again, or everything."""
        standing = self._state.faults
        if standing:
            standing = self._drawn.faults(self._extra)
        self._state = replace(self._state, items=self._drawn.draw(self._extra, changed), faults=standing)
        self._show(self._state)


def extra_for(desk: Desk, form: Form, values: Any, pending: dict[str, str]) -> Extra:
    """The words for everything ``values`` refer to; for the store lane."""
    files: dict[str, str] = {}
    consents: dict[str, str] = {}
    for name, value in _scalars(values):
        if _is(form, name, ("image", "file")):
            mime, data = desk.store.attachments.get(value)
            files[value] = _file_words(mime, len(data))
        elif name == "consent" and value not in pending:
            consents[value] = consent_words(desk, value)
    return Extra(records.aids(desk, form, values), pending=pending, files=files, consents=consents)


def names_of(aids: Aids) -> Callable[[str, str], str]:
    """What ``jr:choice-name`` says of a reference."""

    def name(form: str, rec: str) -> str:
        if form == "unit":
            return aids.hamlets.get(rec, "")
        return aids.members.get(rec, "") or (aids.named[rec].name if rec in aids.named else "")

    return name


def _file_words(mime: str, size: int) -> str:
    kind = _("Photo") if mime.startswith("image/") else _("File")
    return f"{kind}, {max(1, size // 1024)} KB"


def _scalars(values: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        if isinstance(value, list):
            for row in value:
                found += _scalars(row) if isinstance(row, dict) else []
        elif isinstance(value, str):
            found.append((name, value))
    return found


def _is(form: Form, name: str, types: tuple[str, ...]) -> bool:
    return any(question.name == name and question.type in types for _path, question in form.walk())


def _without_rows(path: str) -> str:
    return "/".join(path.split("/")[::2])


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".") if language() == "vi" else f"{number:,}"
