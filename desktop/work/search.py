"""One search over everything kept here, grouped by what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.work.desk import Desk
from desktop.work.records import brief
from desktop.work.shown import Shown, form_of
from forms.text import fold
from resources.services import Service, services

SERVICE = "service"
KINDS = (
    "resident",
    "household",
    "guidance_session",
    "training_class",
    "feedback",
    "outreach",
    SERVICE,
    "member",
    "satisfaction_survey",
)
_RANKED = 5  # so many times the rows shown are looked at and ranked


@dataclass(frozen=True, slots=True)
class Found:
    """One match: ``kind`` is a form's id or ``SERVICE``, ``rec`` the record's or the service's id."""

    kind: str
    rec: str
    plate: str
    title: str
    second: str


@dataclass(frozen=True, slots=True)
class Group:
    """Matches of one kind, newest first; ``more``: there are others beyond these."""

    kind: str
    rows: tuple[Found, ...]
    more: bool


def find(desk: Desk, text: str, kinds: Sequence[str] = KINDS, each: int = 4) -> tuple[Group, ...]:
    """What matches every word of ``text``, without marks; at most ``each`` of a kind, empty kinds left out."""
    shown = Shown(desk)
    groups = (
        _services(text, each) if kind == SERVICE else _records(desk, kind, text, each, shown)
        for kind in kinds
    )
    return tuple(group for group in groups if group.rows)


def count(desk: Desk, text: str, kinds: Sequence[str] = KINDS, most: int = 100) -> dict[str, int]:
    """How many of each kind match, counted up to ``most``."""
    found = {
        kind: len(desk.store.search.find(text, kinds=(kind,), limit=most))
        for kind in kinds
        if kind != SERVICE
    }
    if SERVICE in kinds:
        found[SERVICE] = len(matching(text))
    return found


def matching(text: str) -> tuple[Service, ...]:
    """Services of the catalogue with every word of ``text`` at the beginning of a word, or in a code."""
    wanted = fold(text).split()
    if not wanted:
        return ()
    found = []
    for service in services():
        words = fold(" ".join([service.title, *service.codes])).split()
        if all(any(word.lstrip("(“").startswith(want) for word in words) for want in wanted):
            found.append(service)
    return tuple(found)


def _records(desk: Desk, kind: str, text: str, each: int, shown: Shown) -> Group:
    """Those whose house number or own name matches come before those that only mention it."""
    hits = desk.store.search.find(text, kinds=(kind,), limit=each * _RANKED)
    form = form_of(desk, kind)
    rows = []
    for hit in hits:
        line = brief(form, desk.store.records.get(form, hit.rec), shown)
        rows.append(Found(kind, hit.rec, line.plate, line.name, line.detail))
    rows.sort(key=lambda it: (fold(it.plate) != fold(text), not _begins(it.title, text)))
    return Group(kind, tuple(rows[:each]), len(rows) > each)


def _begins(title: str, text: str) -> bool:
    words = fold(title).split()
    return all(any(word.startswith(want) for word in words) for want in fold(text).split())


def _services(text: str, each: int) -> Group:
    hits = matching(text)
    rows = tuple(Found(SERVICE, it.id, "", it.title, ", ".join(it.codes)) for it in hits[:each])
    return Group(SERVICE, rows, len(hits) > each)
