"""Decisions of the feedback screen: which matters are listed, and the steps of the one in view. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from desktop.ui.feedback import views
from desktop.ui.feedback.fresh import FreshMatter
from desktop.ui.feedback.state import FeedbackState, Fresh
from desktop.work import feedback as work
from desktop.work.changed import Changed
from desktop.work.desk import Clock
from desktop.work.feedback import FORM, STEPS, Found, Matter
from desktop.work.lanes import Lanes
from forms.entry import Entry
from forms.library import built_in
from forms.problem import Problem
from resources.words import _
from sync.wire.ids import new_id

_PAGE = 60
_DECLINED = -1


class FeedbackPresenter:
    """``show(state)`` draws; ``saved(text, changed)`` tells of a save; ``focus(field)`` moves the cursor.

    A matter's state is changed by ``move``: it asks what the step needs, then saves; nothing is half moved.
    """

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[FeedbackState], None],
        saved: Callable[[str, Changed], None],
        focus: Callable[[str], None],
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._saved = saved
        self._focus = focus
        self._form = built_in(FORM)
        self._state = FeedbackState(kinds=views.options("feedback_kind"))
        self._limit = _PAGE
        self._found: Found | None = None
        self._matter: Matter | None = None
        self._entry: Entry | None = None
        self._draft = ""
        self._kept = ""
        self._ask = ""
        self._faults: dict[str, str] = {}
        self._dirty = False
        self._begun = False
        self.fresh = FreshMatter(
            lanes, clock, show=self._draw_fresh, added=self._added, left=self._left_fresh, focus=focus
        )

    @property
    def state(self) -> FeedbackState:
        """What is shown now."""
        return self._state

    @property
    def dirty(self) -> bool:
        """Whether something typed is not in a draft yet."""
        return self._dirty or self.fresh.dirty

    # the list

    def open(self, rec: str | None = None, draft: str | None = None, new: bool = False) -> None:
        """Open one matter, the panel for a new one, or the list as it was left."""
        if rec is not None:
            self._lanes.store(lambda desk: work.matter(desk, rec), self._opened_from_elsewhere)
        elif new or draft is not None:
            self.reload()
            self.fresh.begin(draft)
        else:
            self.reload()

    def _opened_from_elsewhere(self, it: Matter) -> None:
        self.keep()
        state = it.item.state
        tab = next((at for at, states in enumerate(views.TABS) if state in states), _DECLINED)
        self._begun = True
        self._state = replace(self._state, tab=tab, text="", kind="", fresh=None)
        self._arrived_matter(it)
        self.reload()

    def reload(self) -> None:
        """Read the list anew, and the matter in view unless something is being typed into it."""
        tab, text, kind, limit = self._state.tab, self._state.text, self._state.kind, self._limit
        states = ("declined",) if tab == _DECLINED else views.TABS[tab]
        self._lanes.store(lambda desk: work.find(desk, states, text, kind, limit), self._arrived)

    def heard(self, changed: Changed) -> None:
        """Something was written: the list, and the matter in view if it was the one."""
        if not changed.kinds & {FORM, "resident", "household"}:
            return
        if self._matter is not None and not self._dirty and not self._ask:
            rec = self._matter.item.rec
            if changed.rec == rec:
                self._lanes.store(lambda desk: work.matter(desk, rec), self._arrived_matter, self._gone)
        self.reload()

    def tab(self, at: int) -> None:
        """Another of the four counts was chosen; -1: those not accepted."""
        self._limit = _PAGE
        self._state = replace(self._state, tab=at)
        self._put_away()
        self.reload()

    def searched(self, text: str) -> None:
        self._limit = _PAGE
        self._state = replace(self._state, text=text)
        self.reload()

    def filtered(self, kind: str) -> None:
        """Only one kind; ``""`` for all."""
        self._limit = _PAGE
        self._state = replace(self._state, kind=kind)
        self.reload()

    def more(self) -> None:
        """Show the next page below."""
        self._limit += _PAGE
        self.reload()

    def _arrived(self, found: Found) -> None:
        if not self._begun:
            self._begun = True
            busy = [at for at in (1, 0, 2, 3) if any(found.counts.get(state) for state in views.TABS[at])]
            if busy and busy[0] != self._state.tab:
                self.tab(busy[0])
                return
        before, self._found = self._found, found
        recs = [it.rec for it in found.items]
        now = self._matter.item.rec if self._matter else ""
        old = [it.rec for it in before.items] if before else []
        if self._state.fresh is None and now not in recs and (not now or now in old) and not self._dirty:
            # One that left the list makes way for the one that took its place; one opened from elsewhere stays.
            self._put_away()
            if recs:
                self._load(recs[min(old.index(now) if now in old else 0, len(recs) - 1)])
        self._draw()

    # one matter

    def chose(self, rec: str) -> None:
        """A card of the list was pressed, or the arrows came to it."""
        if self._matter is not None and rec == self._matter.item.rec and self._state.fresh is None:
            return
        self.keep()
        self.fresh.close()
        self._load(rec)

    def _load(self, rec: str) -> None:
        self._lanes.store(lambda desk: work.matter(desk, rec), self._arrived_matter, self._gone)

    def _gone(self, problem: Problem) -> None:
        if problem.code != "store.missing":
            raise problem
        self._put_away()
        self._draw()

    def _arrived_matter(self, it: Matter) -> None:
        self._matter = it
        self._entry = Entry(self._form, {**it.values, **it.typed}, today=self._today(), fresh=False)
        self._draft, self._kept = it.draft or new_id(), views.kept_at(it.kept_at)
        self._ask, self._faults, self._dirty = "", {}, False
        self._state = replace(self._state, fresh=None)
        self._draw()

    def _put_away(self) -> None:
        self.keep()
        self._matter = self._entry = None
        self._ask, self._faults = "", {}

    def told(self, name: str, value: str) -> None:
        """An answer was typed or chosen: ``answer``, ``satisfaction`` or one the step asks."""
        if self._entry is None:
            return
        self._entry.set(name, value or None)
        self._dirty = True
        if self._faults:
            named = views.faults(self._entry.faults(), self._names())
            self._faults = {key: words for key, words in named.items() if key in self._faults}
        self._draw()

    def move(self, target: str) -> None:
        """Go to another state: ask what it needs, or save at once when nothing is left to ask."""
        if self._entry is None or self._matter is None or target == self._matter.item.state:
            return
        if target == self._ask:
            self.save()
            return
        self.stay(draw=False)
        self._entry.set("state", target)
        dated = views.DATED.get(target)
        if dated and not self._entry.get(dated):
            self._entry.set(dated, self._today().isoformat())
        if target in views.ASKS:
            self._ask = target
            self._draw()
            self._focus(views.ASKS[target][0])
        else:
            self.save()

    def stay(self, *, draw: bool = True) -> None:
        """Take back a step that was begun and not saved; what it asked is forgotten."""
        if self._entry is None or self._matter is None:
            return
        values = self._matter.values
        names = {name for asks in views.ASKS.values() for name in asks} | set(views.DATED.values())
        for name in names:
            self._entry.set(name, values.get(name))
        self._entry.set("state", values["state"])
        self._ask, self._faults = "", {}
        if draw:
            self._draw()
            self._focus("answer")

    def save(self) -> None:
        """Save answers and the step that was begun; faults stay under their fields, the first takes the cursor."""
        if self._entry is None or self._matter is None:
            return
        if faults := self._entry.faults():
            self._faults = views.faults(faults, self._names())
            if not self._ask:  # the step cannot be taken yet: what was typed stays, the state does not
                self._entry.set("state", self._matter.values["state"])
            self._draw()
            self._focus(next(iter(self._faults)))
            return
        rec, values, draft = self._matter.item.rec, self._entry.values(), self._draft
        state = str(values["state"])
        moved = state != self._matter.item.state
        self._dirty = False

        def done(changed: Changed) -> None:
            self._ask, self._faults, self._kept = "", {}, ""
            if not changed.undo:
                self._load(rec)
                return
            text = (
                _("New state: {state}").format(state=views.label("feedback_state", state))
                if moved
                else _("Feedback saved")
            )
            if moved:
                self._focus("list")
            self._saved(text, changed)

        self._lanes.store(lambda desk: work.change(desk, rec, values, draft=draft), done, self._not_saved)

    def _not_saved(self, problem: Problem) -> None:
        self._dirty = True
        raise problem

    def keep(self) -> None:
        """Write the draft; called within a second of a change and when the matter goes out of view."""
        self.fresh.keep()
        if not self._dirty or self._entry is None or self._matter is None:
            return
        self._dirty = False
        it, draft, now = self._matter, self._draft, self._clock()
        values = {**self._entry.everything(), "state": it.values["state"]}
        self._lanes.store(
            lambda desk: desk.store.drafts.put(
                draft, FORM, self._form.version, values, now=now, rec=it.item.rec, cursor="answer"
            ),
            lambda _kept: self._kept_now(draft, now.isoformat()),
        )

    def _kept_now(self, draft: str, at: str) -> None:
        if draft == self._draft and self._matter is not None:
            self._kept = views.kept_at(at)
            self._draw()

    # a new matter

    def note(self) -> None:
        """Open the panel for something just said."""
        self.keep()
        self.fresh.begin(None)

    def _draw_fresh(self, fresh: Fresh | None) -> None:
        self._state = replace(self._state, fresh=fresh)
        self._draw()

    def _added(self, changed: Changed) -> None:
        self._begun = True
        self._state = replace(self._state, tab=0, text="", kind="")
        rec = changed.rec or ""
        self._lanes.store(lambda desk: work.matter(desk, rec), self._arrived_matter)
        self._saved(_("Feedback noted"), changed)

    def _left_fresh(self) -> None:
        self._state = replace(self._state, fresh=None)
        self._draw()
        self._focus("list")

    # drawing

    def _today(self) -> date:
        return self._clock().date()

    def _names(self) -> tuple[str, ...]:
        return ("answer", "satisfaction", *views.ASKS.get(self._ask, ()))

    def _draw(self) -> None:
        found, today = self._found, self._today()
        if found is None:
            return
        chosen = self._matter.item.rec if self._matter and self._state.fresh is None else ""
        total = sum(count for state, count in found.counts.items() if state in STEPS)
        detail = None
        if self._matter is not None and self._entry is not None:
            detail = views.detail(
                self._matter, self._entry, today, ask=self._ask, faults=self._faults, kept=self._kept
            )
        self._state = replace(
            self._state,
            counts=views.counts(found.counts),
            total=total,
            declined=found.counts.get("declined", 0),
            cards=tuple(views.card(it, today, chosen) for it in found.items),
            more=found.more,
            none=self._none(found),
            empty=not sum(found.counts.values()),
            detail=detail,
        )
        self._show(self._state)

    def _none(self, found: Found) -> tuple[str, str]:
        if found.items:
            return "", ""
        if self._state.text or self._state.kind:
            return _("No matter matches"), _("Try fewer letters, or take the filter away.")
        words = (
            _("Nothing new"),
            _("Nothing in progress"),
            _("No answer to make public"),
            _("Nothing public yet"),
        )
        name = words[self._state.tab] if self._state.tab >= 0 else _("Every matter was accepted")
        return name, _("Ctrl+N notes what somebody says.")
