"""Decisions of taking attendance. No Qt."""

from collections.abc import Callable
from dataclasses import replace

from desktop.ui.training import views
from desktop.ui.training.state import AttendanceState, Match, Result, Tone
from desktop.work import class_sheet, training
from desktop.work.changed import Changed
from desktop.work.class_sheet import Scanned
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Lanes
from desktop.work.training import THERE, Attendee, Guest, Score, TrainingClass
from forms.text import fold
from resources.words import _, language

_EARLIER = 3  # arrivals named under the latest one
_MOST_MATCHES = 6


class AttendancePresenter:
    """One class at a time. ``show(state)`` draws; ``marked(changed)`` tells of a save that Ctrl+Z takes back;
    ``said(text, changed)`` of one that deserves a toast; ``go(rec)`` opens another class."""

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[AttendanceState], None],
        marked: Callable[[Changed], None],
        said: Callable[[str, Changed], None],
        go: Callable[[str], None],
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._marked = marked
        self._said = said
        self._go = go
        self._state = AttendanceState()
        self._class: TrainingClass | None = None
        self._roster: tuple[Attendee, ...] = ()
        self._latest: list[str] = []  # rows marked while the screen is open, the latest first
        self._query = ""
        self._undoable = False

    # opening

    def open(self, rec: str) -> None:
        """Open a class; its latest arrival is shown as the last result."""
        if rec != self._state.rec:
            self._latest, self._query, self._undoable = [], "", False
            self._class = None
            self._state = AttendanceState(rec=rec)
        self.reload()

    def reload(self) -> None:
        """Read the class anew: something was written."""
        rec = self._state.rec
        if rec:
            self._lanes.store(lambda desk: training.one(desk, rec), self._loaded)

    def _loaded(self, it: TrainingClass) -> None:
        if it.summary.rec != self._state.rec:
            return
        first = self._class is None
        self._class, self._roster = it, it.roster
        self._latest = [row for row in self._latest if self._is_there(row)]
        if first:
            self._state = replace(self._state, result=self._opening())
        self._draw()

    def undone(self) -> None:
        """The last mark was taken back."""
        self._undoable = False
        self._state = replace(
            self._state,
            result=Result(_("Undone"), _("Scan again, or type a name and press Enter"), "neutral", "undo-2"),
        )

    # who is there

    def scanned(self, text: str) -> None:
        """Enter in the scan box: digits of a code, or a name."""
        digits = text.replace(" ", "")
        if digits.isdigit():
            rec = self._state.rec
            self._lanes.store(lambda desk: class_sheet.scan(desk, rec, digits), self._scanned)
            return
        found = self._named(text)
        if len(found) == 1:
            self._arrive(found[0])
        else:
            self._ask(text, found)

    def narrowed(self, text: str) -> None:
        """The words changed while matches were offered."""
        if not (self._state.matches or self._state.offer):
            return
        if text.strip():
            self._ask(text, self._named(text))
        else:
            self.settled()

    def settled(self) -> None:
        """No matches are offered any more."""
        if self._state.matches or self._state.offer:
            self._state = replace(self._state, typed="", matches=(), offer="")
            self._show(self._state)

    def chose(self, key: str) -> None:
        """One of the matches: a row of the roster, or somebody to be added on the spot."""
        self._state = replace(self._state, typed="", matches=(), offer="", adding=None)
        kind, _colon, rec = key.partition(":")
        if kind == "row":
            self._arrive(self._row(rec))
        else:
            self.add(Guest(member=rec) if kind == "member" else Guest(resident=rec))

    def _named(self, text: str) -> list[Attendee]:
        """Rows the words mean: a whole name before the beginnings of names, those not here yet first."""
        whole = [it for it in self._roster if it.name and fold(it.name) == fold(text)]
        found = whole or [it for it in self._roster if it.name and training.fits(it.name, text)]
        return sorted(found, key=lambda it: it.attendance in THERE)

    def _ask(self, text: str, found: list[Attendee]) -> None:
        matches = tuple(self._match(it) for it in found[:_MOST_MATCHES])
        self._state = replace(self._state, typed=text, matches=matches, offer=text.strip())
        self._show(self._state)

    def _match(self, it: Attendee) -> Match:
        standing = views.attendance(it.attendance).text
        if it.attendance in THERE and it.arrived_at:
            standing = _("there since {time}").format(time=it.arrived_at)
        return Match(f"row:{it.row}", views.called(it), " · ".join(filter(None, (it.organisation, standing))))

    def _scanned(self, it: Scanned) -> None:
        if it.class_rec:
            if it.class_rec == self._state.rec:
                self._tell(
                    _("The code of this class"),
                    _("Now scan the badge or card of each person"),
                    "info",
                    "info",
                )
            else:
                self._go(it.class_rec)
        elif len(it.rows) == 1:
            self._arrive(self._row(it.rows[0]))
        elif it.rows:
            self._offer(tuple(self._match(self._row(row)) for row in it.rows))
        elif it.others:
            self._tell(
                _("Not on the roster"), _("Choose who to add on the spot"), "warn", "user-plus", draw=False
            )
            self._offer(tuple(views.candidate(who) for who in it.others))
        else:
            self._tell(
                _("Unknown code"), _("Scan again, or type the name and press Enter"), "error", "circle-alert"
            )

    def _offer(self, matches: tuple[Match, ...]) -> None:
        self._state = replace(self._state, typed="", matches=matches[:_MOST_MATCHES], offer="")
        self._show(self._state)

    def _arrive(self, it: Attendee) -> None:
        self._state = replace(
            self._state, typed="", matches=(), offer="", selected=it.row, tab=self._tab_of(it)
        )
        if it.attendance in THERE:
            since = (
                _("There since {time} already").format(time=it.arrived_at)
                if it.arrived_at
                else _("There already")
            )
            self._tell(views.called(it), self._with(since, it), "info", "circle-check")
        else:
            self.mark(it.row, "present")

    # marking

    def mark(self, row: str, attendance: str) -> None:
        """Mark one row; arrival is now. A mark that stands already changes nothing."""
        it = self._row(row)
        if it.attendance == attendance or (attendance == "present" and it.attendance == "walk_in"):
            return
        rec, at = self._state.rec, self._now()
        self._lanes.store(
            lambda desk: training.mark(desk, rec, row, attendance, at),
            lambda changed: self._was_marked(changed, it, attendance, at),
        )

    def _was_marked(self, changed: Changed, it: Attendee, attendance: str, at: str) -> None:
        if attendance in THERE:
            self._latest.insert(0, it.row)
            said = Result(
                views.called(it), self._with(_("Present at {time}").format(time=at), it), "ok", "circle-check"
            )
        else:
            badge = views.attendance(attendance)
            said = Result(views.called(it), self._with(badge.text, it), "neutral", badge.icon)
        self._done(changed, replace(self._state, result=said, selected=it.row))

    def score(self, row: str, which: Score, text: str) -> str:
        """Keep a score as typed; returns what is wrong with it, or nothing."""
        value, fault = training.read_score(text, self._clock().date())
        if fault is not None:
            return fault.text(language())
        if value != getattr(self._row(row), which):
            rec = self._state.rec
            self._lanes.store(
                lambda desk: training.score(desk, rec, row, which, value),
                lambda changed: self._done(changed, replace(self._state, selected=row)),
            )
        return ""

    def refused(self, words: str) -> None:
        """A score was left behind that could not be kept."""
        self._tell(_("The score was not kept"), words, "error", "circle-alert")

    def adding(self, name: str | None) -> None:
        """Open the panel for one added on the spot, with a name begun; None closes it."""
        self._state = replace(self._state, typed="", matches=(), offer="", adding=name, candidates=())
        self._show(self._state)

    def sought(self, text: str) -> None:
        """Letters in the panel: members and residents they may mean."""

        def found(people: tuple[training.Candidate, ...]) -> None:
            self._state = replace(self._state, candidates=tuple(views.candidate(it) for it in people))
            self._show(self._state)

        self._lanes.store(lambda desk: training.find(desk, text) if text.strip() else (), found)

    def add(self, guest: Guest) -> None:
        """Somebody who came without being on the roster."""
        rec, at = self._state.rec, self._now()
        before = {it.row for it in self._roster}

        def step(desk: Desk) -> tuple[Changed, TrainingClass]:
            return training.add_walk_in(desk, rec, guest, at), training.one(desk, rec)

        def added(it: tuple[Changed, TrainingClass]) -> None:
            changed, now = it
            mine = [row for row in now.roster if row.row not in before]
            mine += [
                row
                for row in now.roster
                if (guest.member and row.member == guest.member)
                or (guest.resident and row.resident == guest.resident)
            ]
            self._latest.insert(0, mine[0].row)
            words = _("Added on the spot at {time}").format(time=mine[0].arrived_at or at)
            said = Result(views.called(mine[0]), self._with(words, mine[0]), "ok", "user-plus")
            self._done(
                changed, replace(self._state, result=said, selected=mine[0].row, adding=None, tab="all")
            )

        self._lanes.store(step, added)

    def end(self) -> None:
        """The class is over; who has not come was absent."""
        rec, missing = self._state.rec, sum(not it.attendance for it in self._roster)

        def ended(changed: Changed) -> None:
            self._undoable = False
            words = _("Class ended, {n} marked absent").format(n=missing) if missing else _("Class ended")
            self._said(words, changed)

        self._lanes.store(lambda desk: training.end(desk, rec), ended)

    # looking

    def tabbed(self, tab: str) -> None:
        """Another part of the roster."""
        self._state = replace(self._state, tab=tab)
        self._draw()

    def filtered(self, text: str) -> None:
        """Only names that fit."""
        self._query = text
        self._draw()

    def selected(self, row: str) -> None:
        """The cursor of the table moved; remembered, not drawn."""
        self._state = replace(self._state, selected=row)

    # inside

    def _done(self, changed: Changed, state: AttendanceState) -> None:
        self._undoable = self._undoable or bool(changed.undo)
        self._state = state
        self._marked(changed)

    def _tell(self, title: str, second: str, tone: Tone, icon: str, *, draw: bool = True) -> None:
        self._state = replace(self._state, result=Result(title, second, tone, icon))
        if draw:
            self._draw()

    def _opening(self) -> Result:
        arrived = self._arrivals()
        if not arrived:
            return Result(
                _("Nobody has come yet"),
                _("Scan the first badge, or type a name and press Enter"),
                "neutral",
                "users",
            )
        it = arrived[0]
        return Result(
            views.called(it),
            self._with(_("Present at {time}").format(time=it.arrived_at), it),
            "ok",
            "circle-check",
        )

    def _draw(self) -> None:
        if self._class is None:
            return
        it = self._class.summary
        shown = [
            each
            for each in self._roster
            if views.within(each, self._state.tab)
            and (not self._query.strip() or training.fits(each.name, self._query))
        ]
        names = [f"{views.called(each)} {each.arrived_at}" for each in self._arrivals()[1 : _EARLIER + 1]]
        self._state = replace(
            self._state,
            title=it.title,
            subtitle=" · ".join(filter(None, (it.place, views.hours(it) or views.day(it.date)))),
            kind=it.kind,
            can_undo=self._undoable,
            earlier=_("Before: {names}").format(names=" · ".join(names)) if names else "",
            there=it.there,
            registered=it.registered,
            tabs=views.tabs(self._roster),
            lines=tuple(views.line(each) for each in shown),
            ended=it.state == "ended",
        )
        self._show(self._state)

    def _arrivals(self) -> list[Attendee]:
        """Who is there, the latest first: those marked here, then by time."""
        here = [it for row in dict.fromkeys(self._latest) for it in self._roster if it.row == row]
        timed = sorted(
            (it for it in self._roster if it.attendance in THERE and it.arrived_at),
            key=lambda it: it.arrived_at,
        )
        return here + [it for it in reversed(timed) if it not in here]

    def _tab_of(self, it: Attendee) -> str:
        return self._state.tab if views.within(it, self._state.tab) else "all"

    def _is_there(self, row: str) -> bool:
        return any(it.row == row and it.attendance in THERE for it in self._roster)

    def _row(self, row: str) -> Attendee:
        return next(it for it in self._roster if it.row == row)

    def _with(self, words: str, it: Attendee) -> str:
        return " · ".join(filter(None, (words, it.organisation)))

    def _now(self) -> str:
        return self._clock().strftime("%H:%M")
