"""A form on paper: A4, to be filled in by hand, then entered on the screen.

Any form comes out by rule (``sections``); one with a page of its own in ``resources/packs/blank-<id>.<language>.toml``
as that page says (``layout``), with whatever the page does not know added by rule. The QR code holds
``form_id/version`` and nothing else, so that a scanned sheet opens the right form.
"""

import re
from collections.abc import Callable, Iterator

from desktop.paper.sheet import PT, Sheet
from desktop.reports.blank_form import flow as f
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.annex import Annexes
from desktop.reports.blank_form.cards import Below, visible
from desktop.reports.blank_form.head import Head, shown_version
from desktop.reports.blank_form.layout import Layout, layout_of
from desktop.reports.blank_form.pieces import SIZE, WIDE, Fixed, Piece, Room, notice, paragraph
from desktop.reports.blank_form.sections import Writer
from desktop.reports.blank_form.slots import rows, sheet_number
from desktop.reports.blank_form.speech import Speech, clipped
from forms.definition import Form

__all__ = ["Head", "blank_form"]

LONGEST_TITLE = 160  # letters on the plate
SIGNING, COMPACT = 27.0, 17.0  # mm
HALF = 0.6  # of the last page: with less on it, a denser setting may save the page
CLOSE = 0.25  # of the last page: what the closest setting may save beyond a close one
ROOMY, FULL = 0.78, 0.97  # with less on it than this, the page has room for more white; for more rows
MOST = 24  # rows or cards added to a repeat at most
IDENTITY = re.compile(r"căn cước|định danh|CCCD|CMND|chứng minh nhân dân|identity|passport", re.IGNORECASE)


def blank_form(form: Form, head: Head, language: str = "vi") -> bytes:
    """The form as a PDF of A4 pages in ``language``; the same form and head give the same bytes.

    A language the form does not have falls back to its own. Letters that no bundled font has are never printed
    as boxes: another language of the form stands in, else the name, and the last page says so.
    """
    page = layout_of(form, language)
    speech = page.speech if page else Speech(form, language)
    named = speech.fixed.get("titles", {}).get(form.id, "")
    title = page.title if page else named or speech.said(form.title, form.id).replace("\n", " ") or form.id
    if title == form.id:
        title = title.replace("_", " ")
    title = clipped(title, LONGEST_TITLE)
    sheet = f.new_sheet(head, title, speech.own)
    code = f"{form.id}/{form.version}"
    side = f.symbol_side(code)
    mast = f.Masthead(title, _printed(head.issuer, speech), code, speech.fixed["code"])
    foot = _foot(form, head, speech, page)
    shift = f.head_height(mast) - 24.0
    told = None if page else _notice(form, head, speech)

    def flowed(air: int = 0, more: int = 0) -> f.Flow:
        top = (37.0 if page else 36.6) + shift
        flow = f.Flow(top, f.QR_TOP + shift + side + 4.6, side, f.BOTTOM - f.foot_height(*foot), air)
        annexes, by_name = Annexes(speech), {it.name: it for _, it in form.walk()}
        writer = Writer(speech, annexes, by_name, page is None, air, more, told)
        if page:
            page.write(flow, writer, head)
        else:
            _by_rule(form, flow, writer)
        if speech.replaced:
            flow.add(lambda room: paragraph(speech.fixed["replaced"], room.width, 8.0, 4.0))
        signers = head.signers or (page.signers if page else tuple(speech.fixed["signers"]))
        _sign(flow, signers, speech.fixed["sign"])
        flow.last, flow.takes_more = (flow.page, flow.filled()), writer.grows
        for unit in writer.apart:
            flow.add(unit)
        flow.add(lambda _room: annexes.pieces(Fixed(WIDE)))  # each on a new upright page
        return flow

    f.draw(sheet, flowed() if page else _balanced(flowed), mast, foot, f.head_height(mast), side)
    return sheet.pdf()


def _balanced(flowed: Callable[[int, int], f.Flow]) -> f.Flow:
    """The setting that leaves the least of the last page empty: closer to save it, else more rows or more white."""
    flow, air, more = flowed(0, 0), 0, 0
    if flow.last[0] and flow.last[1] < HALF:
        for closer in (-1, -2):
            dense = flowed(closer, 0)
            if dense.last[0] < flow.last[0]:
                return dense
            if dense.last[1] > CLOSE:
                break
    if flow.takes_more and flow.last[1] < FULL:
        flow, more = _longer(flowed, flow)
    while flow.last[1] < ROOMY and air < 3:
        roomier = flowed(air + 1, more)
        if roomier.last[0] > flow.last[0]:
            break
        flow, air = roomier, air + 1
    return flow


def _longer(flowed: Callable[[int, int], f.Flow], flow: f.Flow) -> tuple[f.Flow, int]:
    """As many more rows or cards as fill the last page, and how many those are."""
    one = flowed(0, 1)
    gain = one.last[1] - flow.last[1]
    if one.last[0] > flow.last[0]:
        return flow, 0
    for more in range(min(MOST, int((1.0 - flow.last[1]) / gain) if gain > 0 else 1), 1, -1):
        longer = flowed(0, more)
        if longer.last[0] == flow.last[0]:
            return longer, more
    return one, 1


def _notice(form: Form, head: Head, speech: Speech) -> Callable[[float], Piece]:
    """What is read out before a name is written down; identity numbers are ruled out where none is asked for."""
    fixed = speech.fixed
    labels = [text for _, it in form.walk() for text in it.label.values()]
    secrets = fixed["notice_secrets" if any(map(IDENTITY.search, labels)) else "notice_identity"]
    unit = fixed["commune"] if speech.own == "en" else head.kind
    asked = any(it.refers_to == "consent" for _, it in form.walk())
    said = fixed["notice" if asked else "notice_kept"].format(unit=unit, commune=head.commune or unit)
    text = f"{_printed(said, speech)} **{secrets}**"
    return lambda room: notice(fixed["notice_title"], text, room)


def _printed(text: str, speech: Speech) -> str:
    return speech.said({speech.language: text}) if text else ""


def _foot(form: Form, head: Head, speech: Speech, page: Layout | None) -> tuple[str, str]:
    fixed = speech.fixed
    kept = head.kept or (page.kept if page else fixed["kept"])
    unit = fixed["commune"] if speech.own == "en" else head.kind
    words = page.foot if page else fixed["foot" if form.version else "foot_without_version"]
    left = words.format(id=form.id, version=shown_version(form.version))
    return left, _printed(kept.replace("{unit}", unit), speech)


def _by_rule(form: Form, flow: f.Flow, writer: Writer) -> None:
    speech, fixed = writer.speech, writer.speech.fixed
    title = speech.said(form.title).replace("\n", " ")
    if len(title) > LONGEST_TITLE:
        flow.add(lambda room: paragraph(title, room.width))
    if not any(visible(it) for it in form.questions):
        flow.add(lambda room: paragraph(fixed["empty_form"], room.width))
        flow.clear()
        return
    starred = any(it.required == "true()" for _, it in form.walk())
    flow.add(lambda room: iter([_line(fixed["star" if starred else "cross"], room.width)]))
    for n, unit in enumerate(writer.units(form.questions)):
        if isinstance(unit, Below):
            if not n:
                flow.add(lambda room: rows(sheet_number(fixed["extras"]), room))
            flow.clear()
        flow.add(unit)
    flow.clear()


def _line(text: str, room: float) -> Piece:
    found = t.lines(text, room, 8)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        t.write(sheet, x, y + 2.6, found, 8, 400, sheet.inks.mute)

    return Piece(3.2 * len(found) + 0.4, draw)


def _sign(flow: f.Flow, signers: tuple[str, ...], below: list[str]) -> None:
    """Who signs: with room to sign where the page has it, on one dense line where it does not."""
    if flow.room_left() < COMPACT + 5.4:
        flow.pull()
    flow.grow(SIGNING + 6)
    height = SIGNING if flow.room_left() >= SIGNING + 5.4 or flow.room_left() < COMPACT + 5.4 else COMPACT

    def run(_room: Room) -> Iterator[Piece]:
        yield Piece(height, draw, 5.4)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        ink = sheet.inks
        sheet.line(x, y, x + WIDE, y, ink.line, 0.8)
        each = WIDE / len(signers)
        middles = [46.0, 140.0] if len(signers) == 2 else [(n + 0.5) * each for n in range(len(signers))]
        for n, signer in enumerate(signers):
            words = t.lines(signer, each - 6, SIZE, 700)
            t.write(sheet, x + middles[n], y + 6.5, words, SIZE, 700, "", 1.28, "centre")
            base = y + 11 + (len(words) - 1) * SIZE * 1.28 * PT
            aside = below[min(n, len(below) - 1)]
            t.write(
                sheet, x + middles[n], base, t.lines(aside, each - 4, 8), 8, 400, ink.mute, 1.28, "centre"
            )

    flow.add(run)
