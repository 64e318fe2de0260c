"""From a draft and its findings to what is shown. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.leaflets.leaflet import MOST_SERVICES, PAGES, TEMPLATES, Template
from desktop.leaflets.preflight import Finding, field_name
from desktop.ui.leaflets.state import Action, Check, LeafletsState, Mark, Option, Step
from desktop.work import leaflets as work
from desktop.work.leaflets import Draft
from forms.text import fold
from resources.hotlines import hotlines as known_hotlines
from resources.services import PORTAL, Service
from resources.services import services as known_services
from resources.words import N_, _

TEMPLATE_NAMES: dict[Template, str] = {
    "a5-five-steps": N_("Five steps · A5, two sides"),
    "a5-three-steps": N_("Guide in 3 steps · A5"),
}
LANGUAGE_NAMES = {"vi": N_("Vietnamese")}
PAPERS = {"a4-landscape-2": N_("A4 across, 2 each"), "a5": N_("A5, 1 each")}
SIZES: dict[Template, tuple[float, ...]] = {
    "a5-five-steps": (10.6, 10, 9.5),
    "a5-three-steps": (16, 15, 14, 13, 12, 11),
}
# Fields a template has no place for.
UNPRINTED: dict[Template, frozenset[str]] = {
    "a5-five-steps": frozenset({"compared"}),
    "a5-three-steps": frozenset({"lead", "steps_note", "warning_title", "helper", "phone", "services"}),
}
OWN_LINK = "own"


def fields(state: LeafletsState, draft: Draft, *, own_link: bool) -> LeafletsState:
    """``state`` with everything that a person chooses or writes."""
    leaflet = draft.leaflet
    template = leaflet.template
    least, most = work.STEPS[template]
    steps, services = leaflet.steps, work.service_ids(leaflet.services)
    chosen = [work.digits(it) for it in leaflet.hotlines]
    most_hotlines = work.MOST_HOTLINES[template]
    full = len(chosen) >= most_hotlines > 1
    hidden = UNPRINTED[template]
    if template == "a5-five-steps" and services:
        hidden |= {"link_note"}  # the services stand in its place
    return replace(
        state,
        ready=True,
        template=template,
        title=" ".join(leaflet.title.split()),
        texts={name: getattr(leaflet, name) for name in work.TEXTS},
        hidden=hidden,
        steps=tuple(Step(step.title, step.text) for step in steps),
        titled=template == "a5-five-steps",
        can_add=len(steps) < most,
        can_remove=len(steps) > least,
        services=tuple(Option(name, it.title) for name, it in zip(services, leaflet.services, strict=True)),
        service_hint=_("{n} of {most}").format(n=len(services), most=MOST_SERVICES),
        can_add_service=len(services) < MOST_SERVICES,
        links=_links(leaflet.link, own_link),
        own_link=_links(leaflet.link, own_link)[-1].on,
        languages=tuple(
            Option(code, _(LANGUAGE_NAMES.get(code, code)), code == leaflet.language)
            for code in work.languages()
        ),
        hotlines=tuple(
            Option(it.number, it.spaced, it.number in chosen, it.number in chosen or not full)
            for it in known_hotlines()
        ),
        hotline_hint=_("one at most") if most_hotlines == 1 else _("at most {n}").format(n=most_hotlines),
        sizes=tuple(
            Option(str(size), _("Size {size}").format(size=_comma(size)), size == leaflet.body_pt)
            for size in sorted({*SIZES[template], leaflet.body_pt}, reverse=True)
        ),
        black_and_white=leaflet.black_and_white,
        compared=f"{leaflet.checked_on:%d/%m/%Y}" if leaflet.checked_on else "",
        papers=tuple(Option(value, _(label), value == draft.paper) for value, label in PAPERS.items()),
        starts=() if draft.paper == "a5" else tuple(Option(str(n), str(n), n == draft.start) for n in (1, 2)),
        sheets=_sheets(draft),
        turning=_turning(draft),
        page=min(state.page, PAGES[template] - 1),
        pages=PAGES[template],
    )


def templates(chosen: str) -> tuple[Option, ...]:
    """The templates there are."""
    return tuple(Option(it, _(TEMPLATE_NAMES[it]), it == chosen) for it in TEMPLATES)


def found_services(query: str, chosen: Sequence[str]) -> tuple[Service, ...]:
    """Services whose title, number or code matches ``query``, marks aside; those chosen already left out."""
    wanted = fold(query).split()
    found = []
    for it in known_services():
        words = f"{fold(it.title)} {it.number or ''} {' '.join(it.codes)}"
        if it.id not in chosen and all(part in words for part in wanted):
            found.append(it)
    return tuple(found)


def service_second(service: Service) -> str:
    """What tells services apart: whether it is one of the 25, and its code."""
    kind = _("essential, no. {n}").format(n=service.number) if service.essential else _("often asked for")
    return " · ".join((kind, *service.codes[:1]))


def checks(findings: Sequence[Finding], draft: Draft) -> tuple[tuple[Check, ...], tuple[Mark, ...]]:
    """The list beside the page, and the marks on it. Hotlines to ring stand together."""
    made: list[Check] = []
    marks: list[Mark] = []
    ring = [it for it in findings if it.code == "hotline.old"]
    for it in findings:
        if it.code == "hotline.old" and len(ring) > 1:
            if it is ring[0]:
                made.append(_to_ring(ring, draft))
            continue
        number = 0
        if it.box is not None and it.level != "ok":
            number = len(marks) + 1
            marks.append(Mark(number, it.level, it.field, it.box, it.page))
        made.append(Check(it.level, it.text, it.advice, number, _action(it, draft)))
    return tuple(made), tuple(marks)


def with_copies(state: LeafletsState) -> LeafletsState:
    """``state`` with a number of copies that cannot be counted among its faults."""
    if not state.copies_fault or state.stops is None:
        return state
    go = Action("go", _("Go to the copies"), field="copies")
    made = Check("stop", state.copies_fault, action=go)
    return replace(state, checks=(made, *state.checks), stops=state.stops + 1)


def _to_ring(ring: Sequence[Finding], draft: Draft) -> Check:
    parts = []
    for it in ring:
        hotline = draft.leaflet.hotlines[_at(it.field)]
        day = hotline.checked_on
        second = f"{day:%d/%m/%Y}" if day else _("never rung")
        rang = Action(
            "rang",
            _("Rang it"),
            _("{number} was rung today").format(number=hotline.number),
            it.field,
            (work.digits(hotline),),
        )
        parts.append((hotline.number, second, rang))
    every = Action(
        "rang",
        _("All {n} were rung today").format(n=len(ring)),
        numbers=tuple(number for _title, _second, rang in parts for number in rang.numbers),
    )
    return Check(
        ring[0].level,
        _("{n} hotlines must be rung").format(n=len(ring)),
        _("Ring each once: does it answer, is it the right office?"),
        action=every,
        parts=tuple(parts),
    )


def _action(finding: Finding, draft: Draft) -> Action | None:
    if finding.level == "ok":
        return None
    name = finding.field.partition(".")[0]
    if finding.code == "hotline.old":
        number = work.digits(draft.leaflet.hotlines[_at(finding.field)])
        return Action("rang", _("Rung today"), numbers=(number,))
    if finding.code == "issuer.empty":
        return Action("settings", _("Open Settings"))
    if finding.code == "page.ink":
        return Action("ink", _("Print in black and white"))
    if name == "link":
        return Action("go", _("Go to the link"), field="link")
    if name in ("steps", "services", *work.TEXTS):
        return Action("go", _("Go to {field}").format(field=field_name(finding.field)), field=finding.field)
    if PAGES[draft.leaflet.template] > 1 and not finding.field:
        return Action("page", _("See page {n}").format(n=finding.page + 1), page=finding.page)
    return None


def _at(field: str) -> int:
    return int(field.partition(".")[2])


def _links(link: str, own: bool) -> tuple[Option, ...]:
    known = list(dict.fromkeys((PORTAL, *(it.url for it in known_services()))))
    named = [(url, _("National Public Service Portal") if url == PORTAL else host(url)) for url in known]
    other = own or link not in known
    return (
        *(Option(url, label, url == link and not other) for url, label in named),
        Option(OWN_LINK, _("Another address"), other),
    )


def host(link: str) -> str:
    """An address as it stands in words beside its code."""
    return link.removeprefix("https://").removeprefix("http://").strip("/ ")


def _sheets(draft: Draft) -> str:
    if draft.paper == "a5":
        return _("= {n} sheets of A5").format(n=draft.sheets)
    return _("= {n} sheets of A4").format(n=draft.sheets)


def _turning(draft: Draft) -> str:
    if PAGES[draft.leaflet.template] == 1:
        return ""
    if draft.paper == "a5":
        return _("Print on both sides, turn on the long edge.")
    return _("Print on both sides, turn on the short edge.")


def _comma(size: float) -> str:
    return f"{size:g}".replace(".", ",")
