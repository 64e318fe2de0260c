"""What stands on a leaflet, and the leaflet that a template starts with.

A leaflet is plain data: a screen edits its fields, ``preflight.check`` judges it, ``render.pdf``
draws it. The words of a page come from ``resources/packs/leaflet.<language>.toml`` and not from
the program's own language: a page is in the language of its readers.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from resources import packs
from resources.hotlines import hotlines as known_hotlines
from resources.services import services as known_services

Template = Literal["a5-five-steps", "a5-three-steps"]
TEMPLATES: tuple[Template, ...] = ("a5-five-steps", "a5-three-steps")
PAGES: Mapping[Template, int] = {"a5-five-steps": 2, "a5-three-steps": 1}
MOST_SERVICES = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step; the three-step template prints ``text`` alone."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A pictogram (a name in ``resources.icons``) with its words."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number to call; ``checked_on`` is when somebody last called it to see that it answers."""

    number: str
    about: str
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A public service named on the page; not ``valid`` when its procedure code is known to be repealed."""

    title: str
    code: str
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Everything printed on a leaflet. Texts: ``**bold**``, ``\\n`` ends a line.

    ``helper`` and ``phone`` are the team a reader calls; an empty one prints a line to write on.
    ``checked_on`` is when the content was last compared with the portal. ``body_pt`` is the size of
    the steps' text in points.
    """

    template: Template
    title: str
    kicker: str
    lead: str
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    steps_note: str
    scan: str
    link: str
    link_label: str
    link_note: str
    warning_title: str
    warning: str
    secrets: tuple[Reason, ...]
    commune: str
    province: str
    team: str
    body_pt: float
    helper: str = ""
    phone: str = ""
    hotlines: tuple[Hotline, ...] = ()
    services: tuple[Service, ...] = ()
    language: str = "vi"
    checked_on: date | None = None
    edition: int = 1
    black_and_white: bool = False

    @property
    def numbers_checked_on(self) -> date | None:
        """The oldest check among the hotlines; ``None`` when one was never checked."""
        dates = [hotline.checked_on for hotline in self.hotlines]
        known = [day for day in dates if day is not None]
        return min(known) if known and len(known) == len(dates) else None


@cache
def pack(language: str) -> Mapping[str, Any]:
    """The words of the templates in one language. Raises ``FileNotFoundError`` where there is no pack."""
    path = Path(packs.__file__).parent / f"leaflet.{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def word(language: str, name: str, **facts: object) -> str:
    """One of the fixed words of a page, with its facts filled in."""
    return str(pack(language)["words"][name]).format(**facts)


def standard_hotlines(rung: Mapping[str, date], most: int = 4) -> tuple[Hotline, ...]:
    """The first ``most`` known numbers. ``rung`` (by digits) is when the commune itself last tried them."""
    found: list[Hotline] = []
    for known in known_hotlines()[:most]:
        days = [day for day in (known.checked_on, rung.get(known.number)) if day is not None]
        found.append(Hotline(known.spaced, known.label, max(days, default=None)))
    return tuple(found)


def chosen_services(ids: Sequence[str], today: date) -> tuple[Service, ...]:
    """Services of the catalogue by id, in the order given. Raises ``KeyError`` for an unknown id."""
    known = {service.id: service for service in known_services()}
    return tuple(
        Service(
            known[name].title,
            next(iter(known[name].codes), ""),
            (known[name].valid_from or today) <= today <= (known[name].valid_to or today)
            and not set(known[name].codes) & set(known[name].retired),
        )
        for name in ids
    )


def start(
    template: Template,
    *,
    commune: str,
    province: str,
    team: str,
    helper: str = "",
    phone: str = "",
    hotlines: tuple[Hotline, ...] = (),
    services: tuple[Service, ...] = (),
    language: str = "vi",
    checked_on: date | None = None,
) -> Leaflet:
    """The leaflet a template begins with, in ``language``, for one commune and team.

    ``commune`` and ``province`` with their kind in small letters (``phường Tân Ninh``, ``tỉnh Tây Ninh``,
    ``thành phố Huế``); ``team`` in full
    (``Tổ công nghệ số cộng đồng khu phố 3``).
    """
    given = dict(pack(language)[template])
    facts = {"xã": commune, "tỉnh": province, "tên tổ": team, "sđt tổ": phone}

    def filled(value: Any) -> Any:
        return packs.fill(value, facts)[0] if isinstance(value, str) else value

    for name, kind in (("reasons", Reason), ("secrets", Reason), ("steps", Step)):
        given[name] = tuple(kind(**{key: filled(text) for key, text in row.items()}) for row in given[name])
    return Leaflet(
        template=template,
        commune=commune,
        province=province,
        team=team,
        helper=helper,
        phone=phone,
        hotlines=hotlines,
        services=services,
        language=language,
        checked_on=checked_on,
        **{name: filled(value) for name, value in given.items()},
    )
