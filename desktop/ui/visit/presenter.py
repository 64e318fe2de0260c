"""Decisions of the visit screen, over the form's own entry. No Qt."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.store import Draft
from desktop.ui.visit import loading, views
from desktop.ui.visit.loading import Fresh
from desktop.ui.visit.newcomer_presenter import NewcomerPresenter
from desktop.ui.visit.party import Party
from desktop.ui.visit.state import NewcomerForm, VisitState
from desktop.work import people, visits
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Lanes
from desktop.work.newcomers import Newcomer
from desktop.work.people import Home, PastVisit, Person
from forms.entry import Entry
from forms.library import built_in
from forms.problem import Problem
from resources.words import _, language
from sync.wire.ids import new_id

FORM = "guidance_session"
_CARD = re.compile(r"\d{11}")


class VisitPresenter:
    """One visit at a time: opened fresh or from a draft, saved, opened fresh again.

    ``show(state)`` draws; ``saved(text, changed)`` tells of a save, ``tell(problem)`` that there was none;
    ``focus(field)`` moves the cursor. ``dirty``: something typed is not in the draft yet.
    """

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[VisitState], None],
        saved: Callable[[str, Changed], None],
        focus: Callable[[str], None],
        full: Callable[[str], None],
        tell: Callable[[Problem], None],
    ) -> None:
        self._lanes, self._clock = lanes, clock
        self._show, self._focus = show, focus
        self._saved, self._full, self._tell = saved, full, tell
        self._form = built_in(FORM)
        self.newcomer = NewcomerPresenter(
            lanes,
            clock,
            show=self._panel,
            focus=focus,
            home=self._met_before,
            known=self.chose,
            nameless=self._nameless,
        )
        self._state = VisitState()
        self._begin(Entry(self._form, today=self._today()), new_id())

    # opening

    def open(
        self, draft: str | None = None, resident: str | None = None, household: str | None = None
    ) -> None:
        """Open fresh, from a draft, or for a known person or home."""
        if draft is not None:
            self._lanes.store(lambda desk: loading.from_draft(desk, draft), self._opened_draft)
        else:
            self._lanes.store(Fresh, lambda it: self._opened(it, resident, household))

    def _begin(self, entry: Entry, draft: str) -> None:
        self._entry = entry
        self.draft = draft
        self._person: Person | None = None
        self._home: Home | None = None
        self._last: PastVisit | None = None
        self._names: dict[str, str] = {}
        self._away = False
        self._party = Party(entry)
        self.dirty = self._saving = False

    def _opened(self, it: Fresh, resident: str | None = None, household: str | None = None) -> None:
        now = self._clock()
        entry = Entry(self._form, today=self._today(), now=now, carried=it.carried.values)
        entry.set("date", it.carried.values.get("date", now.date().isoformat()))
        entry.set("started_at", now.strftime("%H:%M"))
        self._begin(entry, new_id())
        self._state = views.fresh(it.count, it.today)
        self._names, self._hamlets = it.members, it.hamlets
        self._redraw()
        self._focus("person")
        if resident:
            self.chose(resident)
        elif household:
            self._choose_home(household)

    def _opened_draft(
        self, it: "tuple[Fresh, Draft | None, Person | None, Home | None, PastVisit | None]"
    ) -> None:
        fresh, draft, person, home, last = it
        self._opened(fresh)
        if draft is None:
            return
        values, query, newcomer = loading.unpacked(draft.values)
        self._begin(Entry(self._form, values, today=self._today()), draft.id)
        self._names, self._hamlets = fresh.members, fresh.hamlets
        self._person, self._home, self._last = person, home, last
        self._away = bool(self._entry.get("visit_outcome") not in (None, "guided"))
        self._state = replace(
            self._state, query=query, draft=views.kept_at(draft.updated_at), draft_kept=True
        )
        if newcomer is not None:
            self.newcomer.open(newcomer)
        self._redraw()
        self._focus(draft.cursor or "person")

    # who

    def searched(self, text: str) -> None:
        """Letters changed in the person box."""
        self._touch()
        self._state = replace(self._state, query=text, suggestions=(), offer="")
        if not text.strip():
            self._show(self._state)
            return
        hamlet = str(self._entry.get("hamlet") or "")
        self._lanes.store(
            lambda desk: people.find(desk, text, hamlet), lambda found: self._found(text, found)
        )

    def _found(self, text: str, found: tuple[Person, ...]) -> None:
        if text != self._state.query or self._person is not None:
            return
        rows = tuple(views.suggestion(it) for it in found)
        self._draw(suggestions=rows, offer=text.strip())

    def entered(self, text: str) -> None:
        """Enter, before the suggestions arrived: a scanned card, or the first who matches."""
        digits = text.replace(" ", "")
        if _CARD.fullmatch(digits):
            self._lanes.store(
                lambda desk: people.household_by_card(desk, digits),
                lambda rec: self._choose_home(rec) if rec else self._no_card(),
            )
            return
        hamlet = str(self._entry.get("hamlet") or "")
        self._lanes.store(lambda desk: people.find(desk, text, hamlet, 1), self._first)

    def _first(self, found: tuple[Person, ...]) -> None:
        if found:
            self.chose(found[0].rec)
        elif self._state.query.strip():
            self.met()

    def _no_card(self) -> None:
        self._draw(faults={"person": _("No household has this card. Type the name instead.")})

    def chose(self, resident: str) -> None:
        """A resident was chosen; fetches the home and the last time."""
        self._lanes.store(lambda desk: loading.known(desk, resident), self._chosen)

    def _chosen(self, it: tuple[Person | None, Home | None, PastVisit | None]) -> None:
        person, home, last = it
        if person is None:
            return
        self._touch()
        self._person, self._home, self._last = person, home, last
        self._entry.set(self._party.at("resident"), person.rec)
        self._entry.set("household", person.household or None)
        if person.hamlet and person.hamlet != self._entry.get("hamlet"):
            self._entry.set("hamlet", person.hamlet)
        self._state = replace(self._state, query="", suggestions=(), offer="", newcomer=None, faults={})
        self._redraw()
        self._focus("topics")

    def _choose_home(self, household: str) -> None:
        def arrived(home: Home | None) -> None:
            if home is None:
                self._no_card()
                return
            self._touch()
            self._home = home
            self._entry.set("household", home.rec)
            if len(home.people) == 1:
                self.chose(home.people[0].rec)
                return
            self._state = replace(self._state, query="", suggestions=(), offer="", faults={})
            self._redraw()
            self._focus("mates")

        self._lanes.store(lambda desk: people.home(desk, household), arrived)

    def another(self) -> None:
        """Choose somebody else; topics and result stay."""
        self._touch()
        self._party.leave()
        self._entry.set("household", None)
        self._person = self._home = self._last = None
        self._redraw()
        self._focus("person")

    def ticked(self, resident: str, on: bool) -> None:
        """Somebody of the same home takes part too, or not after all."""
        self._touch()
        self._party.tick(resident, on)
        self._redraw()

    def met(self) -> None:
        """Somebody is met for the first time: open the panel with what was searched for."""
        self._touch()
        alley = self._home.alley if self._home else ""
        self._state = replace(self._state, suggestions=(), offer="")
        self.newcomer.open(Newcomer(views.as_name(self._state.query), alley=alley))

    def _panel(self, panel: NewcomerForm | None) -> None:
        self._touch()
        self._draw(newcomer=panel)

    def _met_before(self) -> tuple[str, str]:
        return str(self._entry.get("hamlet") or ""), self._home.rec if self._home else ""

    def _nameless(self, age_band: str, sex: str) -> None:
        self._touch()
        self._entry.set(self._party.at("resident"), None)
        self._entry.set(self._party.at("age_band"), age_band)
        self._entry.set(self._party.at("sex"), sex or None)
        self._state = replace(self._state, newcomer=None, query="", faults={})
        self._redraw()
        self._focus("topics")

    # what

    def toggled(self, topic: str, on: bool) -> None:
        """A topic was chosen or not."""
        now = list(self._entry.get(self._party.at("topics")) or [])
        wanted = [*now, topic] if on and topic not in now else [it for it in now if on or it != topic]
        order = [choice.name for choice in self._entry.state(self._party.at("topics")).choices]
        self._share("topics", sorted(wanted, key=order.index))

    def answered(self, result: str) -> None:
        self._share("result", result)

    def hindered(self, obstacle: str) -> None:
        self._share("obstacle", [obstacle] if obstacle else None)

    def follow_up(self, text: str) -> None:
        """The day to come back, as typed."""
        self._share("follow_up_on", text or None)

    def noted(self, text: str) -> None:
        self._set("note", text)

    def went_away(self, away: bool) -> None:
        """Nobody was met, or somebody was after all."""
        self._touch()
        self._away = away
        self._entry.set("visit_outcome", "absent" if away else "guided")
        self._redraw()
        self._focus("outcomes" if away else "topics")

    def outcome(self, value: str) -> None:
        self._set("visit_outcome", value)

    def appointment(self, text: str) -> None:
        self._set("appointment_on", text or None)

    def repeat(self) -> None:
        """As last time: topics, result and obstacle of the session before."""
        if self._last is None:
            return
        self._touch()
        self._party.share("topics", list(self._last.topics))
        self._party.share("result", self._last.result)
        self._party.share("obstacle", list(self._last.obstacles))
        self._redraw()
        self._focus("results")

    def carry(self, show: bool) -> None:
        """Open or close the carried answers for changing."""
        opened = views.carry(self._entry, self._hamlets, self._names) if show else None
        self._state = replace(self._state, carry=opened)
        self._redraw()
        if show:
            self._focus("carry")

    def carried(self, values: Mapping[str, Any]) -> None:
        """The carried answers were changed; kept for the next visits of today."""
        self._touch()
        for name, value in values.items():
            self._entry.set(name, value)
        self._state = replace(self._state, carry=None)
        self._redraw()
        self._focus("person" if self._person is None else "topics")

    # keeping

    def keep(self, cursor: str = "") -> None:
        """Write the draft; called within a second of a change."""
        if not self.dirty:
            return
        self.dirty = False
        values = loading.packed(self._entry, self._state)
        draft, now = self.draft, self._clock()
        self._lanes.store(
            lambda desk: desk.store.drafts.put(
                draft, FORM, self._form.version, values, now=now, cursor=cursor
            ),
            lambda kept: self._kept(draft, now.strftime("%H:%M")) if kept else None,
            self._not_written,
        )

    def _kept(self, draft: str, at: str) -> None:
        if draft == self.draft:
            self._draw(draft=_("Draft kept {time}").format(time=at), draft_kept=True)

    def to_full_form(self, cursor: str) -> None:
        """Go on with the same draft in the form with every question."""
        self._touch()
        self.keep(cursor)
        self._full(self.draft)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save and open a fresh visit, or call ``then``; faults stay on the screen, the first one takes the cursor."""
        if self._saving:
            return
        if self._away:
            self._party.go()
        faults = self._entry.faults()
        if faults:
            if self._away:
                self._party.come()
            named = views.faults(faults, language())
            self._state = replace(self._state, faults=named)
            self._redraw(keep_faults=True)
            self._focus(next(iter(named)))
            return
        values, carry, draft = self._entry.values(), self._entry.carry(), self.draft

        def step(desk: Desk) -> tuple[Changed, int]:
            changed = visits.log(desk, values, draft=draft)
            visits.keep_carried(desk, carry)
            return changed, visits.count_today(desk)

        def done(it: tuple[Changed, int]) -> None:
            self._saved(_("Saved session {n} of today").format(n=it[1]), it[0])
            if then is None:
                self.open()
            else:
                then()

        self.dirty, self._saving = False, True
        self._lanes.store(step, done, self._not_written)

    def _not_written(self, problem: Problem) -> None:
        self.dirty, self._saving = True, False
        self._party.come()
        self._tell(problem)

    # drawing

    def _today(self) -> date:
        return self._clock().date()

    def _touch(self) -> None:
        self.dirty = True

    def _set(self, path: str, value: object) -> None:
        self._touch()
        self._entry.set(path, value)
        self._redraw()

    def _share(self, name: str, value: object) -> None:
        self._touch()
        self._party.share(name, value)
        self._redraw()

    def _draw(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)

    def _redraw(self, *, keep_faults: bool = False) -> None:
        standing = self._state.faults
        if standing and not keep_faults:
            named = views.faults(self._entry.faults(), language())
            standing = {name: words for name, words in named.items() if name in standing}
        self._state = views.drawn(
            replace(self._state, faults=standing),
            self._entry,
            self._party.main,
            views.Known(self._person, self._home, self._last, self._names, self._hamlets, self._away),
            self._today(),
        )
        self._show(self._state)
