"""Whether a leaflet may be printed: the page itself is drawn, rendered, scanned and read back.

``stop`` findings keep it from the printer, ``warn`` findings only say so, ``ok`` findings say what
was proved. The limits are those of the paper language: a code that a phone reads in poor light,
type that can be read at arm's length, numbers that somebody has rung.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from desktop.leaflets import inspect
from desktop.leaflets.leaflet import MOST_SERVICES, Leaflet
from desktop.leaflets.render import drawn
from desktop.paper.sheet import Box, Fitted, Notes, Symbol
from resources.words import N_, _, language

Level = Literal["stop", "warn", "ok"]

MODULE_STOP, MODULE_WARN = 0.6, 0.9  # mm
SYMBOL_STOP = 25.0  # mm
RUNG_STOP, RUNG_WARN = 180, 90  # days
MOST_STEPS, MOST_SYLLABLES, MOST_INK = 6, 200, 0.35
SMALLEST_BODY = {"a5-five-steps": 9.5, "a5-three-steps": 11.0}  # pt
_ADDRESS = re.compile(r"[\w.-]+")

_FIELDS = {
    "title": N_("the title"),
    "kicker": N_("the line above the title"),
    "lead": N_("the line below the title"),
    "steps_note": N_("the note beside the steps"),
    "scan": N_("the line above the address"),
    "link_label": N_("the address in words"),
    "link_note": N_("the note below the address"),
    "warning_title": N_("the title of the warning"),
    "warning": N_("the warning"),
    "team": N_("the name of the team"),
    "helper": N_("the team to call"),
    "phone": N_("the phone of the team"),
}
_NUMBERED = {
    "steps": N_("step {number}"),
    "reasons": N_("reason {number}"),
    "secrets": N_("secret {number}"),
    "hotlines": N_("hotline {number}"),
    "services": N_("service {number}"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the list beside the page: ``field`` as ``steps.2``, ``box`` in mm, ``page`` from 0."""

    level: Level
    code: str
    text: str
    advice: str = ""
    field: str = ""
    box: Box | None = None
    page: int = 0


def check(leaflet: Leaflet, today: date, own_hosts: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Every finding, the grave ones first. ``own_hosts`` are redirects the province itself owns."""
    pdf, notes = drawn(leaflet)
    look = inspect.look(pdf, notes)
    found = [
        *_fit(leaflet, notes),
        *_content(leaflet),
        *_hotlines(leaflet, today),
        *_codes(notes, look),
        *_page(notes, look),
        *_link(leaflet, own_hosts),
    ]
    return tuple(sorted(found, key=lambda finding: ("stop", "warn", "ok").index(finding.level)))


def may_print(findings: tuple[Finding, ...]) -> bool:
    """Whether nothing stops the printer."""
    return all(finding.level != "stop" for finding in findings)


def field_name(field: str) -> str:
    """A field in words, as the findings call it: ``steps.2`` is "step 3"."""
    name, _dot, number = field.partition(".")
    if number:
        return _(_NUMBERED[name]).format(number=int(number) + 1)
    return _(_FIELDS[name])


def _decimal(value: float) -> str:
    shown = f"{value:.1f}".removesuffix(".0")
    return shown.replace(".", ",") if language() == "vi" else shown


def _fit(leaflet: Leaflet, notes: Notes) -> list[Finding]:
    found: list[Finding] = []
    for box in notes.boxes:
        if box.too_many:
            text = _("Text overflows {field}").format(field=field_name(box.field))
            found.append(
                Finding(
                    "stop",
                    "text.overflow",
                    text,
                    _overflow_advice(leaflet, box),
                    box.field,
                    box.box,
                    box.page,
                )
            )
        elif box.needed > 1 and box.last_line_words == 1 and box.field.startswith(("steps", "lead")):
            text = _("One word alone on the last line of {field}").format(field=field_name(box.field))
            advice = _("Add or take a word, or end the line elsewhere.")
            found.append(Finding("warn", "text.widow", text, advice, box.field, box.box, box.page))
    return found


def _overflow_advice(leaflet: Leaflet, box: Fitted) -> str:
    if not box.field.startswith("steps."):
        return _("Lines too many: {count}. Shorten it.").format(count=box.too_many)
    size = float(int(leaflet.body_pt))
    while size >= SMALLEST_BODY[leaflet.template]:
        _pdf, notes = drawn(replace(leaflet, body_pt=size))
        if size < leaflet.body_pt and not any(
            other.too_many for other in notes.boxes if other.field == box.field
        ):
            return _("Lines too many: {count}. Shorten it, or go down to size {size}.").format(
                count=box.too_many, size=_decimal(size)
            )
        size -= 1
    return _("Lines too many: {count}. Shorten it.").format(count=box.too_many)


def _content(leaflet: Leaflet) -> list[Finding]:
    found: list[Finding] = []
    for field, text in inspect.texts(leaflet):
        name = field_name(field)
        for place in inspect.unfilled(text):
            advice = _("Fill in {place}, or take it out.").format(place=place)
            found.append(
                Finding(
                    "stop",
                    "text.place",
                    _("Nothing is filled in yet in {field}").format(field=name),
                    advice,
                    field,
                )
            )
        if inspect.has_personal_number(text):
            advice = _("A leaflet carries nobody's identity or account number. Take it out.")
            found.append(
                Finding(
                    "stop",
                    "text.personal",
                    _("Number of 9 or 12 digits in {field}").format(field=name),
                    advice,
                    field,
                )
            )
        if inspect.is_garbled(text):
            advice = _(
                "It was typed in an old font (TCVN3) or with loose accents. Type it again with Unicode."
            )
            found.append(
                Finding(
                    "stop",
                    "text.unicode",
                    _("Letters are not Unicode in {field}").format(field=name),
                    advice,
                    field,
                )
            )
    if not (leaflet.commune.strip() and leaflet.province.strip() and leaflet.team.strip()):
        found.append(
            Finding(
                "stop",
                "issuer.empty",
                _("The leaflet does not say who issued it"),
                _("Set commune, province and team under Settings."),
                "team",
            )
        )
    if len(leaflet.steps) > MOST_STEPS:
        found.append(
            Finding(
                "warn",
                "steps.many",
                _("{count} steps are hard to follow").format(count=len(leaflet.steps)),
                _("Six at most: join some, or make two leaflets."),
                "steps.0",
            )
        )
    if leaflet.body_pt < SMALLEST_BODY[leaflet.template]:
        advice = _("Use at least size {size}.").format(size=_decimal(SMALLEST_BODY[leaflet.template]))
        found.append(
            Finding("stop", "type.small", _("The steps are set too small to read"), advice, "steps.0")
        )
    if len(leaflet.services) > MOST_SERVICES:
        found.append(
            Finding(
                "stop",
                "services.many",
                _("Too many services for the panel"),
                _("Three at most."),
                "services.0",
            )
        )
    for n, service in enumerate(leaflet.services):
        if not service.valid:
            text = _("Procedure code {code} is no longer in force").format(code=service.code)
            found.append(
                Finding(
                    "warn",
                    "service.expired",
                    text,
                    _("Look the service up on the portal again."),
                    f"services.{n}",
                )
            )
    return found


def _hotlines(leaflet: Leaflet, today: date) -> list[Finding]:
    found: list[Finding] = []
    for n, hotline in enumerate(leaflet.hotlines):
        age = (today - hotline.checked_on).days if hotline.checked_on else None
        if age is not None and 0 <= age <= RUNG_WARN:
            continue
        level: Level = "stop" if age is None or age > RUNG_STOP or age < 0 else "warn"
        advice = (
            _("{number} · last rung {date}").format(
                number=hotline.number, date=f"{hotline.checked_on:%d/%m/%Y}"
            )
            if hotline.checked_on
            else _("{number} · never rung").format(number=hotline.number)
        )
        found.append(Finding(level, "hotline.old", _("The hotline must be rung"), advice, f"hotlines.{n}"))
    if leaflet.hotlines and not found and leaflet.numbers_checked_on:
        text = _("Hotlines rung by {date}").format(date=f"{leaflet.numbers_checked_on:%d/%m/%Y}")
        found.append(Finding("ok", "hotline.rung", text))
    return found


def _codes(notes: Notes, look: inspect.Look) -> list[Finding]:
    found: list[Finding] = []
    for symbol, seen in zip(notes.symbols, look.symbols, strict=True):
        faults = list(_code_faults(symbol, seen))
        if not any(level == "stop" for level, *_rest in faults):
            text = _("QR code {size} mm, squares {module} mm")
            faults.append(("ok", "qr.ok", text, _("White margin of 4 squares · address in words beside it")))
        size, module = _decimal(symbol.side), _decimal(symbol.module)
        for level, code, text, advice in faults:
            shown = text.format(size=size, module=module)
            found.append(Finding(level, code, shown, advice, "link", symbol.box, symbol.page))
    return found


def _code_faults(symbol: Symbol, seen: inspect.Seen) -> Iterator[tuple[Level, str, str, str]]:
    fine = _("The QR code's squares are only {module} mm")
    shorter = _("The address is long. Use the portal's home page or a shorter redirect.")
    if symbol.module < MODULE_STOP:
        yield "stop", "qr.module", fine, shorter
    elif symbol.module < MODULE_WARN:
        yield "warn", "qr.fine", fine, shorter
    if symbol.side < SYMBOL_STOP - 0.01:
        yield "stop", "qr.small", _("The QR code is only {size} mm"), _("It needs at least 25 mm.")
    if seen.sharp != symbol.text or seen.blurred != symbol.text:
        yield "stop", "qr.unread", _("The QR code cannot be read from the page"), shorter
    if seen.ink_in_margin:
        advice = _("Keep four squares of white on every side.")
        yield "stop", "qr.margin", _("Something stands in the QR code's white margin"), advice


def _page(notes: Notes, look: inspect.Look) -> list[Finding]:
    found: list[Finding] = []
    for page in look.pages_over_safe_area:
        found.append(
            Finding(
                "stop",
                "page.edge",
                _("Something stands within 4.5 mm of the paper's edge"),
                _("Most printers cut it off. Shorten the text there."),
                page=page,
            )
        )
    if look.loose_fonts:
        found.append(
            Finding(
                "stop",
                "font.loose",
                _("A font is not embedded"),
                _("Another printer would change the letters."),
            )
        )
    if notes.missing:
        letters = " ".join(sorted(notes.missing))
        found.append(
            Finding(
                "stop",
                "font.glyph",
                _("The font lacks: {letters}").format(letters=letters),
                _("Take these signs out or write them in words."),
            )
        )
    if not (look.loose_fonts or notes.missing):
        found.append(Finding("ok", "font.ok", _("The font has every Vietnamese letter")))
    for page, syllables in notes.syllables.items():
        if syllables > MOST_SYLLABLES:
            text = _("{count} words on one side").format(count=syllables)
            found.append(
                Finding(
                    "warn", "text.long", text, _("People read at most about 200. Leave some out."), page=page
                )
            )
    for page, ink in enumerate(look.ink):
        if ink > MOST_INK:
            found.append(
                Finding(
                    "warn",
                    "page.ink",
                    _("Much ink: {share} %").format(share=round(ink * 100)),
                    _("Choose black and white."),
                    page=page,
                )
            )
    return found


def _link(leaflet: Leaflet, own_hosts: tuple[str, ...]) -> list[Finding]:
    host, path = inspect.host_and_path(leaflet.link)
    if not host or not (inspect.is_government(host) or host in own_hosts):
        advice = _("Only https:// addresses ending in .gov.vn, or a redirect the province owns.")
        return [
            Finding(
                "stop", "link.host", _("The link leads elsewhere than to the State's pages"), advice, "link"
            )
        ]
    if host not in (word.strip(".") for word in _ADDRESS.findall(leaflet.link_label.casefold())):
        advice = _("Write {host} beside the code.").format(host=host)
        return [
            Finding(
                "stop", "link.words", _("The address in words differs from the code"), advice, "link_label"
            )
        ]
    if path:
        advice = _("Pages inside the portal move. The home page or a redirect of the province lasts longer.")
        return [
            Finding(
                "warn",
                "link.deep",
                _("The link opens a page inside {host}").format(host=host),
                advice,
                "link",
            )
        ]
    return [
        Finding(
            "ok",
            "link.ok",
            _("The link opens the portal's home page")
            if host == "dichvucong.gov.vn"
            else _("The link opens {host}").format(host=host),
        )
    ]
