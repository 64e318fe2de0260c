"""The generator's commune put into a data file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby, islice
from pathlib import Path

from desktop.store import Store
from desktop.store.keys import Cost
from desktop.store.records import New
from desktop.store.shelf import Unit
from desktop.work import visits
from desktop.work.desk import Clock, Desk, wall_clock
from desktop.work.units import office, save_monthly_target, save_office
from forms.library import built_in
from sync.wire.ids import new_id

from . import scene
from .generate import generate, units
from .made import Made
from .members import member_id
from .names import phone
from .scale import COMMUNE, SCENE, TEAM, Plan, Scale

_AT_ONCE = 5_000  # one flush to disk for so many

Progress = Callable[[int], None]


def fill(
    store: Store,
    scale: Scale = COMMUNE,
    *,
    seed: int = 1,
    today: date,
    progress: Progress = lambda done: None,
    province: Unit | None = None,
) -> int:
    """Write the commune into ``store``, an empty one; ``progress`` hears how many are done. Returns how many were made.

    ``province`` stands in for the invented one. Raises ``store.full`` and its like; whole batches stay written.
    """
    plan = Plan(scale, seed, today)
    store.units.put(units(plan, province))
    store.meta.set("home_hamlet", plan.unit(SCENE))
    _furnish(Desk(store, member_id(plan, SCENE, 0), lambda: plan.at(today, 9)))
    done = 0
    stream = generate(scale, seed=seed, today=today)
    while batch := list(islice(stream, _AT_ONCE)):
        with store.together():
            for form, run in groupby(batch, key=lambda made: made.form):
                _write(store, form, run)
        done += len(batch)
        progress(done)
    return done


def move_in(
    home: Path,
    passphrase: str,
    scale: Scale = TEAM,
    *,
    seed: int = 1,
    clock: Clock = wall_clock,
    cost: Cost | None = None,
    progress: Progress = lambda done: None,
) -> Desk:
    """Set up ``home`` with the commune as of today and sit down at it as Mai, the leader of Thôn 3.

    Raises ``store.passphrase_short``, and FileExistsError when ``home`` holds somebody's data already.
    """
    today = clock().date()
    mai = member_id(Plan(scale, seed, today), SCENE, 0)

    def first(store: Store) -> None:
        fill(store, scale, seed=seed, today=today, progress=progress)

    return Desk(
        Store.set_up(home, passphrase, "Mai", "leader", member=mai, cost=cost, first=first), mai, clock
    )


def leave_draft(desk: Desk) -> str:
    """Leave the session with Nguyễn Thị Mẫu Hồng half typed, as the picture of Today has it; returns the draft's id."""
    sql = "SELECT id, household FROM resident WHERE full_name = ?"
    ((resident, household),) = desk.store.query(sql, (scene.PEOPLE["12/3"][0].name,))
    form = built_in("guidance_session")
    values = dict(visits.carried(desk).values) | {
        "household": household,
        "visit_outcome": "guided",
        "people": [{"@id": new_id(), "resident": resident, "topics": ["1"]}],
    }
    draft = new_id()
    desk.store.drafts.put(draft, form.id, form.version, values, now=desk.clock())
    return draft


def _furnish(desk: Desk) -> None:
    """What the office fills in under settings: the team's target, numbers somebody has rung, where to go."""
    save_monthly_target(desk, scene.MONTHLY_TARGET)
    known = office(desk)
    rung = tuple(replace(it, checked_on=desk.today()) for it in known.hotlines)
    save_office(desk, replace(known, hotlines=rung, team_phone=phone(90_030), hours=scene.HOURS))


def _write(store: Store, form: str, run: Iterable[Made]) -> None:
    if form == "consent":
        for made in run:
            store.consents.add(rec=made.rec, recorder=made.who, now=made.when, **made.values)
    else:
        store.records.save_many(built_in(form), _new(run))


def _new(run: Iterable[Made]) -> Iterator[New]:
    return (New(made.values, made.who, made.when, made.rec) for made in run)
