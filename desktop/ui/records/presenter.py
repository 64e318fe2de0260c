"""Decisions of a book: which records, which one is told, what is deleted. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop.ui.records import books
from desktop.ui.records.state import BookState, Filtered, Paged
from desktop.work import records, story
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Lanes
from desktop.work.records import Listed, Wanted
from desktop.work.shown import form_of
from desktop.work.story import Story
from forms.definition import Form
from resources.words import _, language


@dataclass(frozen=True, slots=True)
class _Book:
    form: Form
    hamlets: tuple[tuple[str, str], ...]
    rows: tuple[Listed, ...]
    last: bool
    total: int
    retired: bool


class BookPresenter:
    """One book at a time. ``show`` draws, ``page`` takes rows, ``select(rec)`` marks it, ``said`` tells of a delete."""

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[BookState], None],
        page: Callable[[Paged], None],
        select: Callable[[str], None],
        said: Callable[[str, Changed], None],
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._page = page
        self._select = select
        self._said = said
        self._state = BookState()
        self._wanted = Wanted()
        self._since_words = ""
        self._rec = ""

    def open(self, form_id: str, rec: str = "") -> None:
        """Open a form's book; filters stay while it is the same book."""
        if form_id != self._state.form:
            self._wanted, self._since_words, self._state = Wanted(), "", BookState(form=form_id)
        if rec and self._wanted.narrow:
            self._wanted = Wanted()
        self._rec = rec or self._rec
        self.reload()

    def reload(self) -> None:
        """Read the first page and the chosen record anew."""
        form_id, wanted = self._state.form, self._wanted
        self._lanes.store(lambda desk: _book(desk, form_id, wanted), lambda it: self._read(it, wanted))

    def more(self, after: Listed | None) -> None:
        """The list reached its end."""
        if after is None:
            return
        form_id, wanted = self._state.form, self._wanted
        self._lanes.store(
            lambda desk: records.page(desk, form_id, wanted, after=after.key),
            lambda it: self._page(Paged(it[0], it[1], False)) if wanted == self._wanted else None,
        )

    def searched(self, text: str) -> None:
        """Letters changed in the filter box."""
        if text != self._wanted.text:
            self._wanted = replace(self._wanted, text=text)
            self.reload()

    def filtered(self, key: str, value: str = "", until: str = "", words: str = "") -> None:
        """A filter was set (``hamlet``: a unit's id; ``since``: first and last day) or, without ``value``, removed."""
        if key == "hamlet":
            self._wanted = replace(self._wanted, hamlet=value)
        else:
            self._wanted = replace(self._wanted, since=value, until=until)
            self._since_words = words
        self.reload()

    def chose(self, rec: str) -> None:
        """A row is selected; ``""``: none."""
        if rec == self._rec and (self._state.story is not None) == bool(rec):
            return
        self._rec = rec
        self._tell()

    def delete(self, it: Story) -> None:
        """Delete a record; the toast offers to take it back."""

        def done(changed: Changed) -> None:
            self._rec = ""
            self._said(_("Deleted “{name}”").format(name=it.title), changed)

        self._lanes.store(lambda desk: records.delete(desk, it.form, it.rec), done)

    # inside

    def _read(self, book: _Book, wanted: Wanted) -> None:
        if wanted != self._wanted or book.form.id != self._state.form:
            return
        self._state = replace(
            self._state,
            title=books.title(book.form),
            columns=records.columns(book.form, language()),
            hamlets=book.hamlets,
            filters=self._filters(dict(book.hamlets)),
            empty=not book.rows and not wanted.narrow,
            summary=self._summary(book, wanted),
            can_add=not book.retired,
        )
        self._show(self._state)
        self._page(Paged(book.rows, book.last, True))
        recs = [row.rec for row in book.rows]
        if self._rec not in recs:
            asked = self._rec
            self._rec = asked if asked and not wanted.narrow else (recs[0] if recs else "")
        self._select(self._rec)
        self._tell()

    def _tell(self) -> None:
        rec, form_id = self._rec, self._state.form
        if not rec:
            self._told("", None)
            return
        self._lanes.store(
            lambda desk: story.story(desk, form_id, rec),
            lambda it: self._told(rec, it),
            lambda _gone: self._told(rec, None),
        )

    def _told(self, rec: str, it: Story | None) -> None:
        if rec == self._rec:
            self._state = replace(self._state, story=it)
            self._show(self._state)

    def _filters(self, hamlets: dict[str, str]) -> tuple[Filtered, ...]:
        found = []
        if self._wanted.hamlet:
            found.append(Filtered("hamlet", hamlets.get(self._wanted.hamlet, "")))
        if self._wanted.since:
            found.append(Filtered("since", self._since_words))
        return tuple(found)

    def _summary(self, book: _Book, wanted: Wanted) -> str:
        if wanted.text:
            return _("{count} records match").format(count=len(book.rows))
        words = _("{count} records match") if wanted.narrow else _("{count} records")
        return words.format(count=book.total)


def _book(desk: Desk, form_id: str, wanted: Wanted) -> _Book:
    form = form_of(desk, form_id)
    hamlets = tuple((unit.id, unit.name) for unit in desk.store.units.on(desk.today(), "hamlet"))
    rows, last = records.page(desk, form_id, wanted)
    total = 0 if wanted.text else records.count(desk, form_id, wanted)
    return _Book(form, hamlets, rows, last, total, records.retired(desk, form_id))
