"""The whole commune, one record after another, in the order it was written down."""

from collections.abc import Iterator
from datetime import date
from heapq import merge
from itertools import chain

from desktop.store.shelf import Unit

from .events import Events
from .households import register
from .made import Made
from .members import members
from .scale import COMMUNE, COMMUNE_CODE, Plan, Scale
from .sessions import sessions

PROVINCE = "Tỉnh Minh Họa"
PROVINCE_CODE = "99"
COMMUNE_NAME = "Xã An Mẫu"


def generate(
    scale: Scale = COMMUNE, *, seed: int = 1, today: date, records: int | None = None
) -> Iterator[Made]:
    """Stream a plainly fictional commune; with ``records`` one of about that many. Memory stays flat.

    Values are what the forms' own check passes. The same arguments give the same values and ids.
    """
    plan = Plan(scale if records is None else Scale.of(records), seed, today)
    diaries = [sessions(plan, hamlet) for hamlet in plan.hamlets]
    year = merge(Events(plan).all(), *diaries, key=lambda made: made.when)
    return chain(members(plan), register(plan), year)


def units(plan: Plan, province: Unit | None = None) -> list[Unit]:
    """The commune, its hamlets and, unless a real one is given, its invented province."""
    since = plan.start.isoformat()
    over = province or Unit(f"province:{PROVINCE_CODE}", "province", PROVINCE_CODE, PROVINCE, None, since)
    commune = Unit(plan.unit(0), "commune", COMMUNE_CODE, COMMUNE_NAME, over.id, since)
    hamlets = [
        Unit(it.unit, "hamlet", it.unit.partition(":")[2], it.name, commune.id, since) for it in plan.hamlets
    ]
    return [over, commune, *hamlets]
