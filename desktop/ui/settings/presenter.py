"""What the settings do: read everything, keep each card when asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.store import Cost
from desktop.ui.settings.state import TABS, HamletRow, ImportState, Kind, MemberRow, SettingsState
from desktop.ui.shell.preferences import Preferences
from desktop.ui.shell.screen import Frame, Place
from desktop.work import csv_table, imports, passphrase, units
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.lanes import Job
from forms.dates import parse_date
from forms.definition import say
from forms.library import built_in
from forms.problem import Problem
from forms.text import name_key, nfc
from resources.words import _, language

_KINDS = {"household", "resident", "member", "unit", "office", "target"}
_MEMBERS = (
    "SELECT id, full_name, team_role FROM member WHERE deleted = 0 AND (left_on IS NULL OR left_on >= ?)"
)


class SettingsPresenter:
    """``apply`` puts preferences in force at once; ``cost`` is for tests, where a slow key proves nothing."""

    def __init__(
        self,
        frame: Frame,
        preferences: Preferences,
        apply: Callable[[Preferences], None],
        show: Callable[[SettingsState], None],
        *,
        cost: Cost | None = None,
    ) -> None:
        self._frame, self._apply, self._show, self._cost = frame, apply, show, cost
        self._job: Job | None = None
        self.state = SettingsState(preferences)

    def open(self, tab: str) -> None:
        """Come into view, on ``tab`` if there is one of that name."""
        self.state = replace(self.state, tab=tab if tab in TABS else self.state.tab, faults={})
        self._frame.lanes.store(_read, self._fill)

    def heard(self, changed: Changed) -> None:
        if changed.kinds & _KINDS:
            self._frame.lanes.store(_read, self._fill)

    def turn(self, tab: str) -> None:
        self._put(replace(self.state, tab=tab, faults={}))

    def prefer(self, **wanted: str | bool | int) -> None:
        """Change the look or the lock, at once."""
        preferences = replace(self.state.preferences, **wanted)  # type: ignore[arg-type]
        self._put(replace(self.state, preferences=preferences))
        self._apply(preferences)

    def save_office(self, address: str, hours: str, team_phone: str, commune_phone: str) -> None:
        office = replace(
            self.state.office,
            centre_address=address,
            hours=hours,
            team_phone=team_phone,
            commune_phone=commune_phone,
        )
        self._write(lambda desk: units.save_office(desk, office), _("Saved"))

    def rung(self, number: str) -> None:
        """Somebody called a hotline today and it answered."""
        today = self._frame.clock().date().isoformat()
        lines = tuple(
            replace(it, checked_on=today) if it.number == number else it for it in self.state.office.hotlines
        )
        office = replace(self.state.office, hotlines=lines)
        self._write(
            lambda desk: units.save_office(desk, office), _("{number} was called today").format(number=number)
        )

    def add_hamlet(self, name: str) -> None:
        said = _("Added {name}").format(name=nfc(name))
        self._write(lambda desk: units.add_hamlets(desk, [name]), said, fault="hamlet")

    def begin_rename(self, hamlet: str) -> None:
        self._put(replace(self.state, renaming=hamlet, faults={}))

    def rename(self, name: str, since: str) -> None:
        """Give the hamlet another name from the typed date on."""
        try:
            day = parse_date(since, self._frame.clock().date())
        except ValueError as error:
            self._put(replace(self.state, faults={"since": str(error)}))
            return
        hamlet = self.state.renaming
        said = _("Renamed to {name}").format(name=nfc(name))

        def failed(problem: Problem) -> None:
            field = "since" if problem.code == "unit.date" else "rename"
            self._put(replace(self.state, faults={field: str(problem)}))

        def done(changed: Changed) -> None:
            self.state = replace(self.state, renaming="")
            self._saved(changed, said)

        self._frame.lanes.store(lambda desk: units.rename_hamlet(desk, hamlet, name, day), done, failed)

    def save_target(self, typed: str) -> None:
        """Keep the monthly target; an empty field takes it away."""
        text = nfc(typed).replace(".", "")
        right = not text or (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= units.MOST_TARGET)
        if not right:
            most = f"{units.MOST_TARGET:,}".replace(",", ".")
            words = _("Enter a number of sessions from 1 to {most}.").format(most=most)
            self._put(replace(self.state, faults={"target": words}))
            return
        self._write(lambda desk: units.save_monthly_target(desk, int(text) if text else None), _("Saved"))

    def members(self) -> None:
        self._frame.go(Place("records", form="member"))

    def change_passphrase(self, old: str, new: str, again: str) -> None:
        """Runs in the slow lane: stretching two passphrases takes about a second."""
        if self.state.busy:
            return
        if nfc(new) != nfc(again):
            self._put(replace(self.state, faults={"again": str(Problem("store.passphrase_differs"))}))
            return
        self._put(replace(self.state, busy=True, faults={}))
        lanes = self._frame.lanes

        def step(_job: Job) -> None:
            home, who = lanes.ask(lambda desk: (desk.store.home, desk.who))
            passphrase.change(home, who, old, new, cost=self._cost)

        def done(_nothing: None) -> None:
            self._put(replace(self.state, busy=False, saved=self.state.saved + 1))
            self._frame.say(_("The passphrase was changed"))

        def failed(problem: Problem) -> None:
            field = "old" if problem.code == "store.passphrase" else "new"
            self._put(replace(self.state, busy=False, faults={field: str(problem)}))

        lanes.slow(step, done, failed)

    # lists from spreadsheets

    def choose_kind(self, kind: Kind) -> None:
        self._put(replace(self.state, importing=ImportState(kind)))

    def examine(self, path: Path) -> None:
        """Read a file and say what an import would do; nothing is changed."""
        kind = self.state.importing.kind
        self._put(replace(self.state, importing=ImportState(kind, path.name, busy=True)))
        lanes = self._frame.lanes

        def step(job: Job) -> imports.Plan:
            data = csv_table.load(path)
            held = lanes.ask(imports.known)
            if kind == "hamlet":
                return imports.plan_hamlets(path.name, data, held)
            return imports.plan_households(path.name, data, held, job.tell)

        self._job = lanes.slow(step, self._examined, self._unread, self._part)

    def carry_out(self) -> None:
        """Import what was examined."""
        plan, kind = self.state.importing.plan, self.state.importing.kind
        if plan is None or not plan.ready or self.state.importing.busy:
            return
        self._put(replace(self.state, importing=replace(self.state.importing, busy=True)))
        run = imports.import_hamlets if kind == "hamlet" else imports.import_households
        said = imported(plan)

        def done(changed: Changed) -> None:
            self.state = replace(self.state, importing=ImportState(kind))
            self._saved(changed, said)

        self._frame.lanes.store(lambda desk: run(desk, plan), done, self._unread)

    def write_template(self, path: Path) -> None:
        """Write an example file a person can fill in."""
        columns = imports.HAMLETS if self.state.importing.kind == "hamlet" else imports.HOUSEHOLDS
        try:
            path.write_bytes(imports.template(columns))
        except OSError:
            self._frame.tell(Problem("print.write", name=path.name))
            return
        self._frame.say(_("The sample file was written: {name}").format(name=path.name))

    def _examined(self, plan: imports.Plan) -> None:
        self._put(replace(self.state, importing=replace(self.state.importing, busy=False, plan=plan)))

    def _unread(self, problem: Problem) -> None:
        told = (problem.text, problem.advice)
        self._put(replace(self.state, importing=replace(self.state.importing, busy=False, problem=told)))

    def _part(self, done: int, total: int) -> None:
        self._put(replace(self.state, importing=replace(self.state.importing, part=(done, total))))

    # inside

    def _write(self, step: Callable[[Desk], Changed], said: str, fault: str = "") -> None:
        def failed(problem: Problem) -> None:
            if fault:
                self._put(replace(self.state, faults={fault: str(problem)}))
            else:
                self._frame.tell(problem)

        self._frame.lanes.store(step, lambda changed: self._saved(changed, said), failed)

    def _saved(self, changed: Changed, said: str) -> None:
        self.state = replace(self.state, saved=self.state.saved + 1, faults={})
        self._frame.changed(changed)
        self._frame.say(said, changed)

    def _fill(self, read: SettingsState) -> None:
        now = self.state
        self._put(
            replace(now, office=read.office, hamlets=read.hamlets, members=read.members, target=read.target)
        )

    def _put(self, state: SettingsState) -> None:
        self.state = state
        self._show(state)


def imported(plan: imports.Plan) -> str:
    """What a plan brings in, in words."""
    if plan.hamlets:
        return _("Imported {count} hamlets").format(count=len(plan.hamlets))
    houses, people = plan.new_houses, plan.new_people
    return _("Imported {houses} households, {people} residents").format(houses=houses, people=people)


def _read(desk: Desk) -> SettingsState:
    form = built_in("member")
    roles = {it.name: say(it.label, language()) for it in form.choices[form.find("team_role").list_name]}
    rows = desk.store.query(_MEMBERS, (desk.today(),))
    members = [MemberRow(row[0], row[1] or "", roles.get(row[2] or "", "")) for row in rows]
    hamlets = tuple(
        HamletRow(it.id, it.name, f"{date.fromisoformat(it.valid_from):%d/%m/%Y}")
        for it in units.hamlets(desk)
    )
    target = units.monthly_target(desk)
    return SettingsState(
        Preferences(),
        office=units.office(desk),
        hamlets=hamlets,
        members=tuple(sorted(members, key=lambda it: name_key(it.name))),
        target=str(target or ""),
    )
