"""Decisions of planning a class, over the form's own entry. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.ui.training.editor.state import EditorState, Expected, Option
from desktop.ui.training.state import Match
from desktop.ui.training.views import candidate, day
from desktop.work import training
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Lanes
from desktop.work.training import FORM, Candidate, Guest
from forms.definition import say
from forms.entry import Entry
from forms.library import built_in
from resources.words import N_, _, language
from sync.wire.ids import new_id

TEXTS = ("title", "date", "starts_at", "ends_at", "place", "organiser", "trainers", "planned")
SCHOOL = ("school", "grade", "students_total", "students_present")
# A usual class → its title and topics.
TEMPLATES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "vneid": (N_("VNeID basics"), ("1",)),
    "services": (N_("Public services online"), ("2", "3", "4")),
    "safety": (N_("Safety online"), ("7",)),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """What the form begins with; ``names`` says who the rows of the roster are."""

    values: Mapping[str, Any] | None
    draft: str
    rec: str
    fresh: bool
    names: Mapping[str, str]
    team: tuple[Candidate, ...]
    hamlets: Mapping[str, str]
    home: str


class EditorPresenter:
    """One class at a time. ``show(state)`` draws; ``saved(rec, text, changed)`` tells of a save; ``found(people)``
    answers a search; ``wrote(changed)`` of a person newly kept; ``gone()`` when there is nothing to edit any more."""

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[EditorState], None],
        saved: Callable[[str, str, Changed], None],
        wrote: Callable[[Changed], None],
        found: Callable[[tuple[Match, ...]], None],
        focus: Callable[[str], None],
        gone: Callable[[], None],
    ) -> None:
        self._lanes, self._clock = lanes, clock
        self._show, self._saved, self._wrote = show, saved, wrote
        self._found, self._focus, self._gone = found, focus, gone
        self._form = built_in(FORM)
        self._state = EditorState()
        self._entry = Entry(self._form, today=self._today())
        self._opened = Opened(None, "", "", True, {}, (), {}, "")
        self._names: dict[str, str] = {}
        self._dirty = False

    # opening

    def open(self, *, rec: str = "", draft: str = "", like: str = "") -> None:
        """A new class, one as before (``like``), a known one, or a draft of either."""
        self._lanes.store(lambda desk: _open(desk, rec, draft, like), self._begin)

    def _begin(self, it: Opened | None) -> None:
        if it is None:
            self._gone()
            return
        self._opened, self._names, self._dirty = it, dict(it.names), False
        self._entry = Entry(self._form, it.values, today=self._today(), fresh=it.fresh)
        if it.fresh and it.values is None:
            self._entry.set("hamlet", it.home or None)
            self._entry.set("kind", "residents")
        title = _("Edit the class") if it.rec else _("New class")
        self._state = EditorState(rec=it.rec, title=title)
        self._redraw()
        self._focus("date" if self._entry.get("title") and not self._entry.get("date") else "title")

    # answering

    def template(self, name: str) -> None:
        """Title and topics of a usual class."""
        title, topics = TEMPLATES[name]
        self._focus("date")  # away from the title, which is left alone while somebody types in it
        self._entry.set("title", _(title))
        self._entry.set("topics", list(topics))
        self._answered()

    def typed(self, name: str, text: str) -> None:
        """A line or a choice was filled in."""
        if text == self._text(name):
            return
        self._entry.set(name, text or None)
        self._answered()

    def topics(self, chosen: list[str]) -> None:
        """What the class is about."""
        self._entry.set("topics", chosen or None)
        self._answered()

    def member(self, rec: str, on: bool) -> None:
        """A team member is expected, or not after all."""
        row = next((row for row in self._rows() if self._entry.get(f"roster/{row}/member") == rec), None)
        if on and row is None:
            self._add({"member": rec})
        elif not on and row is not None:
            self._entry.remove_row(f"roster/{row}")
        self._answered()

    def everybody(self) -> None:
        """The whole team is expected."""
        held = {self._entry.get(f"roster/{row}/member") for row in self._rows()}
        for it in self._opened.team:
            if it.member not in held:
                self._add({"member": it.member})
        self._answered()

    def sought(self, text: str) -> None:
        """Letters in the search for people."""
        hamlet = str(self._entry.get("hamlet") or "")
        self._lanes.store(
            lambda desk: training.find(desk, text, hamlet) if text.strip() else (),
            lambda people: self._found(tuple(candidate(it) for it in people)),
        )

    def add(self, guest: Guest) -> None:
        """Somebody is expected; a new name is kept at once, with its consent."""
        kind, hamlet = str(self._entry.get("kind") or ""), str(self._entry.get("hamlet") or "")

        def step(desk: Desk) -> tuple[dict[str, Any], tuple[int, ...], str]:
            person, seqs = training.person_of(desk, guest, kind, hamlet)
            return person, seqs, training.name_of(desk, person)

        def added(it: tuple[dict[str, Any], tuple[int, ...], str]) -> None:
            person, seqs, name = it
            whom = [what for what in ("member", "resident") if what in person]
            rows = self._rows()
            if not any(
                self._entry.get(f"roster/{row}/{what}") == person[what] for row in rows for what in whom
            ):
                self._names[self._add(person)] = name
            self._answered()
            if seqs:
                self._wrote(Changed(frozenset({"resident"}), person.get("resident"), seqs))

        self._lanes.store(step, added)

    def removed(self, row: str) -> None:
        """Somebody is not expected any more."""
        self._entry.remove_row(f"roster/{row}")
        self._answered()

    # keeping

    @property
    def dirty(self) -> bool:
        """Whether something typed is not in the draft yet."""
        return self._dirty

    @property
    def draft(self) -> str:
        """The draft's id; for a new class also its record's."""
        return self._opened.draft

    def keep(self, cursor: str = "") -> None:
        """Write the draft; called within a second of a change."""
        if not self._dirty:
            return
        self._dirty = False
        it, values, now = self._opened, self._entry.everything(), self._clock()

        def kept(done: bool) -> None:
            if done and it.draft == self._opened.draft:
                self._state = replace(
                    self._state, draft=_("Draft kept {time}").format(time=now.strftime("%H:%M"))
                )
                self._show(self._state)

        self._lanes.store(
            lambda desk: desk.store.drafts.put(
                it.draft, FORM, self._form.version, values, now=now, rec=it.rec or None, cursor=cursor
            ),
            kept,
        )

    def keep_now(self) -> None:
        """Write the draft even if nothing was typed: another screen goes on with it."""
        self._dirty = True
        self.keep()

    def forget(self) -> None:
        """What was typed is not to be kept any more."""
        self._dirty = False

    def save(self, *, end: bool = False) -> None:
        """Keep the class; faults stay on the screen, the first one takes the cursor. ``end``: it is over too."""
        if end:
            self._entry.set("state", "ended")
        if faults := self._entry.faults():
            named = {fault.path.rpartition("/")[2]: fault.text(language()) for fault in reversed(faults)}
            self._state = replace(self._state, faults=named)
            self._redraw()
            self._focus(faults[0].path.rpartition("/")[2])
            return
        values, it = self._entry.values(), self._opened
        self._dirty = False
        said = _("Class kept: {title}, {day}").format(title=values["title"], day=day(values["date"]))
        self._lanes.store(
            lambda desk: training.save(desk, values, rec=it.rec or None, draft=it.draft),
            lambda changed: self._saved(changed.rec or it.rec, said, changed),
        )

    # drawing

    def _today(self) -> date:
        return self._clock().date()

    def _rows(self) -> list[str]:
        return self._entry.rows("roster")

    def _add(self, person: Mapping[str, Any]) -> str:
        row = self._entry.add_row("roster", new_id())
        for name, value in person.items():
            self._entry.set(f"roster/{row}/{name}", value)
        return row

    def _answered(self) -> None:
        self._dirty = True
        standing = self._state.faults
        if standing:
            now = {fault.path.rpartition("/")[2]: fault.text(language()) for fault in self._entry.faults()}
            self._state = replace(self._state, faults={name: now[name] for name in standing if name in now})
        self._redraw()

    def _text(self, name: str) -> str:
        state = self._entry.state(name)
        if state.fault is not None and state.fault.kind == "type":
            return str(state.value or "")
        return (
            day(state.value or "") if name == "date" else str(state.value if state.value is not None else "")
        )

    def _options(self, name: str) -> tuple[Option, ...]:
        given = self._entry.get(name)
        chosen = given if isinstance(given, list) else [given]
        return tuple(
            Option(it.name, say(it.label, language()), it.name in chosen)
            for it in self._entry.state(name).choices
        )

    def _redraw(self) -> None:
        entry, held = self._entry, {self._entry.get(f"roster/{row}/member"): row for row in self._rows()}
        ticked = {it.member for it in self._opened.team}
        others = [row for row in self._rows() if entry.get(f"roster/{row}/member") not in ticked]
        pupils = entry.get("kind") == "students"
        names = (*TEXTS, *SCHOOL, "kind", "hamlet", "topics", "level")
        self._state = replace(
            self._state,
            labels={name: say(self._form.find(name).label, language()) for name in names},
            texts={name: self._text(name) for name in (*TEXTS, *SCHOOL)},
            kinds=self._options("kind"),
            kind=str(entry.get("kind") or ""),
            hamlets=(
                Option("", _("The whole commune")),
                *(Option(key, name) for key, name in self._opened.hamlets.items()),
            ),
            hamlet=str(entry.get("hamlet") or ""),
            topics=self._options("topics"),
            levels=self._options("level"),
            level=str(entry.get("level") or ""),
            members=tuple(Option(it.member, it.name, it.member in held) for it in self._opened.team),
            people=tuple(
                Expected(row, self._names.get(row) or _("Counted only, no name kept")) for row in others
            ),
            expected=len(self._rows()),
            students=pupils,
            can_end=bool(self._opened.rec) and pupils and entry.get("state") in ("planned", "running"),
        )
        self._show(self._state)


def _open(desk: Desk, rec: str, draft: str, like: str) -> Opened | None:
    hamlets = {unit.id: unit.name for unit in desk.store.units.on(desk.today(), "hamlet")}
    home = desk.store.meta.get("home_hamlet")
    values: Mapping[str, Any] | None = None
    fresh = True
    if draft:
        kept = desk.store.drafts.get(draft)
        if kept is None:
            return None
        values, rec, fresh = kept.values, kept.rec or "", False
    elif rec:
        values, fresh = training.values_of(desk, rec), False
    elif like:
        values = training.again(desk, like)
    rows = (values or {}).get("roster", ())
    names = {row["@id"]: training.name_of(desk, row) for row in rows}
    return Opened(values, draft or new_id(), rec, fresh, names, training.team(desk), hamlets, home)
