"""What the gate decides: who opens the data and how often one may try; how a machine is set up."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from desktop.store import keys
from desktop.ui.gate.state import Answers, FirstRunState, Person, Suggested, UnlockState
from desktop.work import passphrase, setup
from desktop.work.desk import Clock
from forms.problem import Problem
from forms.text import fold, nfc
from resources import units
from resources.words import N_, _

Then = Callable[[], None]
Failed = Callable[[Problem], None]
Unlock = Callable[[str, str, Then, Failed], None]
Begin = Callable[[setup.Person, setup.Place, str, Then, Failed], None]

FREE_TRIES = 5
LONGEST_WAIT = 60  # seconds
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
ROLES: Mapping[str, str] = {
    "leader": N_("Team leader"),
    "deputy": N_("Deputy leader"),
    "member": N_("Member"),
    "officer": N_("Commune officer"),
}


def delay(tried: int) -> int:
    """Seconds to wait after ``tried`` wrong passphrases: none for the first five, then 1, 2, 4 … 60."""
    return 0 if tried < FREE_TRIES else min(LONGEST_WAIT, 2 ** (tried - FREE_TRIES))


class UnlockPresenter:
    """The unlock page. ``unlock`` runs off the window's thread and calls back on it."""

    def __init__(self, home: Path, unlock: Unlock, clock: Clock, show: Callable[[UnlockState], None]) -> None:
        self._home, self._unlock, self._clock, self._show = home, unlock, clock, show
        self._until: datetime | None = None
        self.state = UnlockState()

    def open(self, resume: str) -> None:
        """Show who can open the data; the one who worked last is chosen, wrong tries are not forgotten."""
        people = tuple(
            Person(it.id, it.name, _(ROLES.get(it.role, it.role))) for it in keys.people(self._home)
        )
        chosen = self.state.chosen if any(it.id == self.state.chosen for it in people) else people[0].id
        now = self._clock()
        today = f"{_(_WEEKDAYS[now.weekday()])}, {now:%d/%m/%Y}"
        self._put(UnlockState(people, chosen, today, resume, wait=self._waiting(), tried=self.state.tried))

    def choose(self, person: str) -> None:
        self._put(replace(self.state, chosen=person, fault=""))

    def explain(self) -> None:
        """Somebody forgot the passphrase: say plainly what that means, or stop saying it."""
        self._put(replace(self.state, forgotten=not self.state.forgotten))

    def enter(self, typed: str) -> None:
        """Try a passphrase."""
        if self.state.busy or self._waiting():
            return
        if not typed:
            self._put(replace(self.state, fault=_("Enter the passphrase.")))
            return
        self._put(replace(self.state, busy=True, fault=""))
        self._unlock(self.state.chosen, typed, self._opened, self._refused)

    def tick(self) -> None:
        """Time passed: count the wait down."""
        wait = self._waiting()
        if wait != self.state.wait:
            self._put(replace(self.state, wait=wait))

    def _opened(self) -> None:
        self._until = None
        self._put(replace(self.state, busy=False, tried=0))

    def _refused(self, problem: Problem) -> None:
        tried = self.state.tried + (problem.code == "store.passphrase")
        wait = delay(tried) if problem.code == "store.passphrase" else 0
        self._until = self._clock() + timedelta(seconds=wait) if wait else None
        self._put(replace(self.state, busy=False, tried=tried, wait=wait, fault=str(problem)))

    def _waiting(self) -> int:
        if self._until is None:
            return 0
        left = (self._until - self._clock()).total_seconds()
        return max(0, -int(-left // 1))

    def _put(self, state: UnlockState) -> None:
        self.state = state
        self._show(state)


class FirstRunPresenter:
    """The three steps. Nothing is written before the last of them."""

    def __init__(self, begin: Begin, show: Callable[[FirstRunState], None]) -> None:
        self._begin, self._show = begin, show
        self._chosen: units.Commune | None = None
        provinces = sorted(units.provinces(), key=lambda it: fold(it.short))
        listed = tuple((it.code, it.name) for it in provinces)
        self.state = FirstRunState(provinces=(("", _("All provinces")), *listed))

    def choose_role(self, role: str) -> None:
        self._put(replace(self.state, officer=role == "officer", faults=self._without("role", "hamlet")))

    def mend(self, field: str) -> None:
        """A field is being typed in: its fault no longer holds."""
        if field in self.state.faults:
            self._put(replace(self.state, faults=self._without(field)))

    def choose_province(self, code: str) -> None:
        """Only this province's communes are suggested; a commune of another one is no longer chosen."""
        if self._chosen is not None and code and self._chosen.province != code:
            self._chosen = None
        name = self._chosen.name if self._chosen else ""
        self._put(replace(self.state, province=code, commune=name, before="", suggested=()))

    def look_for(self, text: str) -> None:
        """Suggest communes by present or former name; typing on lets go of the one chosen."""
        if self._chosen is not None and nfc(text) == self._chosen.name:
            return
        self._chosen = None
        hits = (
            units.search(text, 6, fold=fold, province_code=self.state.province) if len(nfc(text)) > 1 else ()
        )
        faults = self._without("commune")
        if not hits and len(nfc(text)) > 1:
            faults["commune"] = _("No commune of that name. Try its former name, or choose another province.")
        rows = tuple(Suggested(hit.commune.code, hit.commune.name, _second(hit)) for hit in hits)
        self._put(replace(self.state, commune="", before="", suggested=rows, faults=faults))

    def choose_commune(self, code: str) -> None:
        self._chosen = found = units.commune(code)
        if found is None:
            raise KeyError(code)
        joined = ", ".join(dict.fromkeys(it.name for it in found.former if it.name != found.name))
        before = _("Formed from {names}").format(names=joined) if joined else ""
        province, faults = found.province, self._without("commune")
        self._put(
            replace(
                self.state, province=province, commune=found.name, before=before, suggested=(), faults=faults
            )
        )

    def typed(self, answers: Answers) -> None:
        """A passphrase is being typed."""
        faults = self._without("passphrase", "again")
        self._put(replace(self.state, strength=passphrase.strength(answers.passphrase), faults=faults))

    def go_on(self, answers: Answers) -> None:
        """To the next step, if nothing is amiss in this one; after the last the work begins."""
        if self.state.busy:
            return
        faults = self._who(answers) if self.state.step == 0 else self._secret(answers)
        if faults and self.state.step < 2:
            self._put(replace(self.state, faults=faults))
        elif self.state.step < 2:
            self._put(replace(self.state, step=self.state.step + 1, faults={}))
        else:
            self._start(answers)

    def go_back(self) -> None:
        if not self.state.busy:
            self._put(replace(self.state, step=max(0, self.state.step - 1), faults={}, problem=("", "")))

    def _who(self, answers: Answers) -> dict[str, str]:
        faults = {}
        if not answers.role:
            faults["role"] = _("Choose what you do in the team.")
        if not answers.name:
            faults["name"] = _("Enter your full name, for example Nguyễn Thị Mẫu Mai.")
        if self._chosen is None:
            faults["commune"] = _("Type the commune's name and choose it from the list.")
        if not answers.hamlet and answers.role != "officer":
            faults["hamlet"] = _("Enter a name such as Thôn 3.")
        return faults

    def _secret(self, answers: Answers) -> dict[str, str]:
        try:
            keys.check(answers.passphrase)
        except Problem as problem:
            return {"passphrase": str(problem)}
        if nfc(answers.passphrase) != nfc(answers.again):
            return {"again": str(Problem("store.passphrase_differs"))}
        return {}

    def _start(self, answers: Answers) -> None:
        if self._chosen is None:
            raise ValueError("no commune")
        commune = self._chosen
        province = next(it for it in units.provinces() if it.code == commune.province)
        place = setup.Place(province.name, province.code, commune.name, commune.code, answers.hamlet)
        self._put(replace(self.state, busy=True, problem=("", "")))
        person = setup.Person(answers.name, answers.role)
        self._begin(person, place, answers.passphrase, self._started, self._failed)

    def _started(self) -> None:
        self._put(replace(self.state, busy=False, done=True))

    def _failed(self, problem: Problem) -> None:
        self._put(replace(self.state, busy=False, problem=(problem.text, problem.advice)))

    def _without(self, *names: str) -> dict[str, str]:
        return {name: text for name, text in self.state.faults.items() if name not in names}

    def _put(self, state: FirstRunState) -> None:
        self.state = state
        self._show(state)


def _second(hit: units.Hit) -> str:
    province = next(it.short for it in units.provinces() if it.code == hit.commune.province)
    if hit.old is None:
        return province
    part = _("part of {name}") if hit.old.partial else _("formerly {name}")
    return f"{province} · {part.format(name=hit.old.name)}"
