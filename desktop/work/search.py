"""One search over everything kept here, grouped by what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.work.desk import Desk
from desktop.work.records import brief
from desktop.work.shown import Shown, form_of
from forms.definition import say
from forms.library import built_in_ids
from forms.text import fold
from resources.services import Service, services
from resources.words import language

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
_SURVEYS = 200  # matches among which surveys are looked for
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


def find(desk: Desk, text: str, kinds: Sequence[str] | None = None, each: int = 4) -> tuple[Group, ...]:
    """What matches every word of ``text``, without marks; at most ``each`` of a kind, empty kinds left out.

    ``kinds`` None: all of ``KINDS``, then the surveys with the newest matches.
    """
    shown = Shown(desk)
    asked = (*KINDS, *_surveys(desk, text)) if kinds is None else kinds
    groups = (
        _services(text, each) if kind == SERVICE else _records(desk, kind, text, each, shown)
        for kind in asked
    )
    return tuple(group for group in groups if group.rows)


def count(desk: Desk, text: str, kinds: Sequence[str] | None = None, most: int = 100) -> dict[str, int]:
    """How many of each kind match, counted up to ``most``; ``kinds`` as in ``find``."""
    asked = (*KINDS, *_surveys(desk, text)) if kinds is None else kinds
    found = {
        kind: len(desk.store.search.find(text, kinds=(kind,), limit=most))
        for kind in asked
        if kind != SERVICE
    }
    if SERVICE in asked:
        found[SERVICE] = len(matching(text))
    return found


def title(desk: Desk, kind: str) -> str:
    """What a survey is called."""
    return say(form_of(desk, kind).title, language())


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


def _surveys(desk: Desk, text: str) -> tuple[str, ...]:
    """Ids of the forms from elsewhere among the newest matches; there may be hundreds of such forms."""
    others = tuple(it for it in desk.store.forms.newest() if it not in built_in_ids())
    hits = desk.store.search.find(text, kinds=others, limit=_SURVEYS) if others else ()
    return tuple(dict.fromkeys(hit.kind for hit in hits))


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
