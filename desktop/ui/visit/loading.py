"""What the visit screen reads from the store, in one step each."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from desktop.store import Draft
from desktop.ui.visit.state import VisitState
from desktop.work import people, visits
from desktop.work.desk import Desk
from desktop.work.newcomers import Newcomer
from desktop.work.people import Home, PastVisit, Person
from forms.entry import Entry

_TYPED = "@typed"  # what stands in a draft beside the form's answers


class Fresh:
    """What a fresh visit needs from the store."""

    def __init__(self, desk: Desk) -> None:
        self.carried = visits.carried(desk)
        self.members = visits.members(desk)
        self.hamlets = {unit.id: unit.name for unit in desk.store.units.on(desk.today(), "hamlet")}
        self.today = visits.today(desk)
        self.count = visits.count_today(desk)


def known(desk: Desk, resident: str) -> tuple[Person | None, Home | None, PastVisit | None]:
    """A resident with their home and the session before."""
    found = people.people(desk, [resident])
    person = found[0] if found else None
    home = people.home(desk, person.household) if person and person.household else None
    return person, home, people.last_visit(desk, resident)


def from_draft(
    desk: Desk, draft: str
) -> tuple[Fresh, Draft | None, Person | None, Home | None, PastVisit | None]:
    """A draft, and whom it is about, on top of what a fresh visit needs."""
    fresh, kept = Fresh(desk), desk.store.drafts.get(draft)
    if kept is None:
        return fresh, None, None, None, None
    rows = kept.values.get("people") or [{}]
    resident = rows[0].get("resident")
    if resident:
        return fresh, kept, *known(desk, resident)
    household = kept.values.get("household")
    return fresh, kept, None, people.home(desk, household) if household else None, None


def packed(entry: Entry, state: VisitState) -> dict[str, Any]:
    """What a draft keeps: every answer, the search being typed, the newcomer."""
    typed: dict[str, Any] = {"query": state.query} if state.query else {}
    if state.newcomer is not None:
        typed["newcomer"] = asdict(state.newcomer.person)
    return dict(entry.everything()) | ({_TYPED: typed} if typed else {})


def unpacked(kept: Mapping[str, Any]) -> tuple[dict[str, Any], str, Newcomer | None]:
    """Answers, search text, and the newcomer if the panel was open."""
    values = dict(kept)
    typed = values.pop(_TYPED, {})
    newcomer = Newcomer(**typed["newcomer"]) if "newcomer" in typed else None
    return values, typed.get("query", ""), newcomer
