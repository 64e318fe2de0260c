"""Leaflets: begun from a template with what the store knows, kept while they are edited, printed and noted."""

import json
import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from desktop.leaflets.leaflet import (
    PAGES,
    TEMPLATES,
    Hotline,
    Leaflet,
    Service,
    Step,
    Template,
    chosen_services,
    standard_hotlines,
    start,
    word,
)
from desktop.leaflets.preflight import Finding, check
from desktop.leaflets.render import PER_SHEET, Paper, impose, render, sheets_needed
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.units import office, save_office
from forms.problem import Problem
from resources import packs
from resources.hotlines import hotlines as known_hotlines
from resources.services import services as known_services

MOST_HOTLINES: Mapping[Template, int] = {
    "a5-five-steps": 4,
    "a5-three-steps": 1,
}  # as many as the page prints
STEPS: Mapping[Template, tuple[int, int]] = {"a5-five-steps": (3, 6), "a5-three-steps": (2, 5)}
MOST_COPIES = 5000
TEXTS = (
    "kicker",
    "title",
    "lead",
    "steps_note",
    "scan",
    "link",
    "link_label",
    "link_note",
    "warning_title",
    "warning",
    "helper",
    "phone",
)  # what may be written by hand besides the steps
PRINTED = Changed(frozenset({"print_run"}))
_CURRENT = "leaflet/current"


@dataclass(frozen=True, slots=True)
class Draft:
    """A leaflet and how it goes on paper; ``start`` is the first free place of a half-used A4 sheet (1, 2)."""

    leaflet: Leaflet
    copies: int = 50
    paper: Paper = "a4-landscape-2"
    start: int = 1

    @property
    def sheets(self) -> int:
        """Sheets of paper all copies take."""
        return sheets_needed(self.copies, self.start if self.paper != "a5" else 1, self.paper)


def languages() -> tuple[str, ...]:
    """Codes of the languages a leaflet can be made in."""
    found = Path(packs.__file__).parent.glob("leaflet.*.toml")
    return tuple(sorted(path.name.split(".")[1] for path in found))


def begin(desk: Desk, template: Template, language: str = "vi") -> Leaflet:
    """The leaflet a template starts with, filled with commune, team, phone and the days the hotlines were rung."""
    known, today = office(desk), desk.today()
    home = desk.store.meta.get("home_hamlet")
    hamlet = next((unit.name for unit in desk.store.units.on(today, "hamlet") if unit.id == home), "")
    commune, place = _small(known.commune), _small(hamlet)
    made = start(
        template,
        commune=commune,
        province=_small(known.province),
        team=word(language, "team", place=place or commune) if commune else "",
        helper=", ".join(part for part in (hamlet, commune) if part),
        phone=known.team_phone,
        hotlines=_hotlines(known.rung(), [it.number for it in known_hotlines()[: MOST_HOTLINES[template]]]),
        language=language,
    )
    if template == "a5-three-steps" and known.centre_address:
        made = replace(made, link_note=word(language, "help_at", place=known.centre_address))
    return made


def keep(desk: Desk, draft: Draft) -> None:
    """Keep what is being edited, one draft for each template."""
    leaflet = draft.leaflet
    kept: dict[str, Any] = {name: getattr(leaflet, name) for name in TEXTS}
    kept |= {
        "steps": [[step.title, step.text] for step in leaflet.steps],
        "services": service_ids(leaflet.services),
        "hotlines": [digits(it) for it in leaflet.hotlines],
        "language": leaflet.language,
        "body_pt": leaflet.body_pt,
        "black_and_white": leaflet.black_and_white,
        "checked_on": leaflet.checked_on.isoformat() if leaflet.checked_on else "",
        "copies": draft.copies,
        "paper": draft.paper,
        "start": draft.start,
    }
    with desk.store.together():
        desk.store.meta.set(f"leaflet/{leaflet.template}", json.dumps(kept, ensure_ascii=False))
        desk.store.meta.set(_CURRENT, leaflet.template)


def restore(desk: Desk, template: Template | None = None) -> Draft:
    """The draft last edited, or that of ``template``; begun anew where none is kept.

    Commune, team and check dates are always today's: only what a person chose or wrote is restored.
    """
    current = desk.store.meta.get(_CURRENT)
    chosen = (
        template if template is not None else next((it for it in TEMPLATES if it == current), TEMPLATES[0])
    )
    kept = json.loads(desk.store.meta.get(f"leaflet/{chosen}", "{}"))
    if not kept:
        return Draft(begin(desk, chosen))
    today = date.fromisoformat(desk.today())
    leaflet = replace(
        begin(desk, chosen, kept["language"]),
        steps=tuple(Step(title, text) for title, text in kept["steps"]),
        services=chosen_services(kept["services"], today),
        hotlines=_hotlines(office(desk).rung(), kept["hotlines"]),
        body_pt=kept["body_pt"],
        black_and_white=kept["black_and_white"],
        checked_on=date.fromisoformat(kept["checked_on"]) if kept["checked_on"] else None,
        **{name: kept[name] for name in TEXTS},
    )
    return Draft(leaflet, kept["copies"], kept["paper"], kept["start"])


def hotlines(desk: Desk) -> tuple[Hotline, ...]:
    """Every known hotline, in the order leaflets use, with the day it was last rung."""
    return _hotlines(office(desk).rung(), [it.number for it in known_hotlines()])


def rang(desk: Desk, numbers: Collection[str]) -> Changed:
    """Somebody rang these numbers (digits) today and they answered."""
    known = office(desk)
    rung = tuple(
        replace(it, checked_on=desk.today()) if it.number in numbers else it for it in known.hotlines
    )
    return save_office(desk, replace(known, hotlines=rung))


def digits(hotline: Hotline) -> str:
    """The number as it is dialled, which is also its key."""
    return hotline.number.replace(" ", "")


def service_ids(services: Sequence[Service]) -> list[str]:
    """Catalogue ids of the services on a leaflet."""
    by_title = {it.title: it.id for it in known_services()}
    return [by_title[it.title] for it in services if it.title in by_title]


def compose(
    desk: Desk,
    template: Template,
    services: Sequence[str] = (),
    copies: int = 50,
    *,
    paper: Paper = "a4-landscape-2",
    start: int = 1,
    black_and_white: bool = False,
    language: str = "vi",
) -> tuple[bytes, tuple[Finding, ...]]:
    """The finished PDF of a leaflet as its template has it, and what the preflight found.

    ``services`` are ids of the catalogue; raises ``leaflet.service`` for an unknown one. Whether the
    findings let it out is for the caller: ``preflight.may_print``.
    """
    today = date.fromisoformat(desk.today())
    known = {it.id for it in known_services()}
    for name in services:
        if name not in known:
            raise Problem("leaflet.service", service=name)
    leaflet = replace(
        begin(desk, template, language),
        services=chosen_services(services, today),
        black_and_white=black_and_white,
    )
    return pdf(Draft(leaflet, copies, paper, start)), check(leaflet, today)


def pdf(draft: Draft) -> bytes:
    """The bytes that go to paper: every A4 sheet of the run, or on A5 one copy, printed ``copies`` times."""
    return render(draft.leaflet) if draft.paper == "a5" else impose(draft.leaflet, draft.copies, draft.start)


def page_sources(draft: Draft) -> tuple[int, ...]:
    """For each page of ``pdf(draft)`` the first page that looks the same, so that it is drawn for print once."""
    sides = PAGES[draft.leaflet.template]
    if draft.paper == "a5":
        return tuple(range(sides))
    first_like: dict[tuple[int, ...], int] = {}
    sources: list[int] = []
    for sheet in range(draft.sheets):
        first = sheet * PER_SHEET - (draft.start - 1)
        held = tuple(place for place in range(PER_SHEET) if 0 <= first + place < draft.copies)
        source = first_like.setdefault(held, sheet * sides)
        sources += [source + side for side in range(sides)]
    return tuple(sources)


def printed(desk: Desk, draft: Draft, to: Literal["pdf", "printer"]) -> Changed:
    """Note that a leaflet was printed or saved as PDF: the choices, none of the words written by hand."""
    leaflet = draft.leaflet
    what = {
        "template": leaflet.template,
        "language": leaflet.language,
        "services": service_ids(leaflet.services),
        "hotlines": [digits(it) for it in leaflet.hotlines],
        "black_and_white": leaflet.black_and_white,
        "body_pt": leaflet.body_pt,
        "paper": draft.paper,
        "start": draft.start,
        "to": to,
    }
    desk.store.print_runs.add("leaflet", what, draft.copies, who=desk.who, now=desk.clock())
    return PRINTED


def file_name(draft: Draft, today: date) -> str:
    """A name for the PDF that every system takes and that tells no person's data."""
    steps = {"a5-five-steps": "to-roi-5-buoc", "a5-three-steps": "huong-dan-3-buoc"}[draft.leaflet.template]
    return f"{steps}-{today.isoformat()}.pdf"


def save_pdf(path: Path, data: bytes) -> None:
    """Write the whole file or nothing. Raises ``print.write``; a file that was there before is kept then."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise Problem("print.write", name=path.name) from None


def _hotlines(rung: Mapping[str, date], numbers: Collection[str]) -> tuple[Hotline, ...]:
    every = standard_hotlines(rung, most=len(known_hotlines()))
    return tuple(it for it in every if digits(it) in numbers)


def _small(name: str) -> str:
    """``Xã An Mẫu`` as it stands inside a sentence."""
    return name[:1].lower() + name[1:]
