"""A desk of one's own: an empty hamlet to which a test brings the people it needs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.store import Cost
from desktop.work import newcomers, setup, visits
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Inline
from desktop.work.newcomers import Newcomer

CHEAP = Cost(time=1, memory_kib=8, parallelism=1)
PASSPHRASE = "bốn từ chẳng liên quan"
MAI = setup.Person("Nguyễn Thị Mẫu Mai", "leader")
PLACE = setup.Place("Tỉnh Ví Dụ", "99", "Xã Minh Họa", "99001", "Thôn 3")
HERE = "hamlet:99001-03"


def begin(home: Path, clock: Clock) -> Desk:
    """Set the machine up; whoever calls closes the store."""
    return setup.set_up(home, MAI, PLACE, PASSPHRASE, clock=clock, cost=CHEAP)


@contextmanager
def hamlet_desk(home: Path, clock: Clock) -> Iterator[Desk]:
    """A desk in Thôn 3, where nobody is kept yet."""
    desk = begin(home, clock)
    try:
        yield desk
    finally:
        desk.store.close()


def meet(desk: Desk, name: str, house_no: str = "", **more: Any) -> str:
    """Keep a resident of Thôn 3 who agreed to it; returns the id."""
    person = Newcomer(name, method="spoken", house_no=house_no, **({"hamlet": HERE} | more))
    rec = newcomers.add(desk, person).rec
    assert rec is not None
    return rec


def session(desk: Desk, *residents: str, **more: Any) -> dict[str, Any]:
    """The answers of a session with these people; with nobody, the home was found empty."""
    people = [
        {"@id": f"p{n}", "resident": rec, "topics": ["1"], "result": "alone"}
        for n, rec in enumerate(residents)
    ]
    values = {
        "date": desk.today(),
        "hamlet": HERE,
        "place": "home",
        "members": [desk.who],
        "visit_outcome": "guided" if people else "absent",
    }
    return values | ({"people": people} if people else {}) | more


def guide(desk: Desk, *residents: str, **more: Any) -> Changed:
    """Log such a session."""
    return visits.log(desk, session(desk, *residents, **more))


def household_of(desk: Desk, resident: str) -> str:
    """The id of a resident's home."""
    return str(desk.store.query("SELECT household FROM resident WHERE id = ?", (resident,))[0][0])


class Lanes(Inline):
    """Steps wait until ``go_on``, as they do behind a busy thread."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.held: list[Callable[[], None]] | None = None

    def store(self, step: Any, then: Any = lambda _: None, failed: Any = None) -> None:
        if self.held is None:
            super().store(step, then, failed)
        else:
            held = super().store
            self.held.append(lambda: held(step, then, failed))

    def go_on(self) -> None:
        held, self.held = self.held or [], None
        for step in held:
            step()
