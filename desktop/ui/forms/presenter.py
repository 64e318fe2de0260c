"""Decisions of the gallery: which forms, which one is told, what is taken out of use. No Qt."""

from collections.abc import Callable
from dataclasses import replace

from desktop.store.tables import quoted
from desktop.ui.forms import views
from desktop.ui.forms.state import FormDetail, FormRow, GalleryState, Tab
from desktop.work import forms, sync
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.forms import Kind
from desktop.work.lanes import Lanes
from desktop.work.shown import form_of
from resources.words import _


class GalleryPresenter:
    """``show`` draws; ``said(text, changed)`` tells of a form taken out of use or put back."""

    def __init__(
        self, lanes: Lanes, *, show: Callable[[GalleryState], None], said: Callable[[str, Changed], None]
    ) -> None:
        self._lanes = lanes
        self._show, self._said = show, said
        self._state = GalleryState()
        self._kinds: dict[str, Kind] = {}
        self._last: dict[str, str] = {}
        self._wanted: dict[Tab, str] = {}
        self._asked = ""

    def open(self, form_id: str) -> None:
        """Read all forms anew; ``form_id`` is to be told, ``""``: the one told before."""
        self._asked = form_id
        self.reload()

    def reload(self) -> None:
        """Read all forms anew."""
        self._lanes.store(_read, lambda it: self._loaded(*it))

    def turned(self, tab: Tab) -> None:
        """The other half of the forms."""
        self._state = replace(self._state, tab=tab)
        self._list()

    def chose(self, form_id: str) -> None:
        """A row is selected."""
        if form_id and form_id != self._wanted.get(self._state.tab):
            self._wanted[self._state.tab] = form_id
            self._tell()

    def retire(self, form_id: str) -> None:
        """Take a survey out of use, or put it back."""
        kind = self._kinds[form_id]
        words = _("“{form}” is in use again") if kind.retired else _("“{form}” is no longer used")
        said = words.format(form=views.row(kind, "").title)
        step = forms.revive if kind.retired else forms.retire
        self._lanes.store(lambda desk: step(desk, form_id), lambda changed: self._said(said, changed))

    # inside

    def _loaded(self, kinds: dict[str, Kind], last: dict[str, str], enrolled: bool) -> None:
        self._kinds, self._last = kinds, last
        surveys = sum(not it.built_in for it in kinds.values())
        tab = self._state.tab
        if asked := kinds.get(self._asked):
            tab = "built_in" if asked.built_in else "surveys"
            self._wanted[tab] = asked.id
        self._asked = ""
        self._state = replace(
            self._state,
            ready=True,
            tab=tab,
            surveys=surveys,
            built_in=len(kinds) - surveys,
            enrolled=enrolled,
        )
        self._list()

    def _list(self) -> None:
        shown = [it for it in self._kinds.values() if it.built_in == (self._state.tab == "built_in")]
        rows = tuple(views.row(it, self._last.get(it.id, "")) for it in sorted(shown, key=_order))
        self._state = replace(self._state, rows=rows)
        ids = [it.id for it in rows]
        if self._wanted.get(self._state.tab) not in ids:
            self._wanted[self._state.tab] = next(iter(ids), "")
        self._tell()

    def _tell(self) -> None:
        form_id = self._wanted.get(self._state.tab, "")
        kind = self._kinds.get(form_id)
        if kind is None:
            self._told(form_id, None)
            return
        last = self._last.get(form_id, "")
        self._lanes.store(
            lambda desk: _detail(desk, kind, last),
            lambda it: self._told(form_id, it),
        )

    def _told(self, form_id: str, it: FormDetail | None) -> None:
        if form_id == self._wanted.get(self._state.tab, ""):
            self._state = replace(self._state, detail=it)
            self._show(self._state)


def _order(kind: Kind) -> bool:
    return kind.retired


def _read(desk: Desk) -> tuple[dict[str, Kind], dict[str, str], bool]:
    kinds = {it.id: it for it in forms.all_forms(desk)}
    last = {it.id: _last(desk, it.id) for it in kinds.values() if it.records}
    return kinds, last, sync.enrolment(desk) is not None


def _detail(desk: Desk, kind: Kind, last: str) -> FormDetail:
    drafts = [it for it in desk.store.drafts.all() if it.form == kind.id] if kind.drafts else []
    return views.detail(kind, form_of(desk, kind.id), last, drafts)


def _last(desk: Desk, form_id: str) -> str:
    """ISO day on which the newest record was made."""
    table = quoted(desk.store.forms.layout(form_of(desk, form_id)).main.name)
    rows = desk.store.query(f"SELECT created_at FROM {table} WHERE deleted = 0 ORDER BY n DESC LIMIT 1")
    return str(rows[0][0])[:10] if rows else ""


def chosen_row(state: GalleryState) -> int:
    """Where the form that is told stands in the list, -1 if none is."""
    told = state.detail.row.id if state.detail else ""
    return next((n for n, it in enumerate(state.rows) if it.id == told), -1)


def heads() -> tuple[str, ...]:
    """What stands above the columns of the list."""
    return (_("Form"), _("Questions"), _("Records"), _("Drafts"), _("Last record"))


def cell_words(row: FormRow) -> tuple[str, ...]:
    """The row as plain words, one for each column."""
    last = views.day(row.last) if row.last else ""
    return (
        f"{row.title}. {row.second}",
        str(row.questions),
        views.number(row.records),
        str(row.drafts),
        last,
    )
