"""The A5 leaflet of one side in large type: a title, three steps, the code, one warning."""

from desktop.leaflets.leaflet import Leaflet, word
from desktop.paper import icons
from desktop.paper.plates import PANEL_RADIUS, masthead, number_plate, panel
from desktop.paper.sheet import PT, Sheet

MARGIN, WIDE = 9.0, 130.0
LEADING = 1.43
LETTER = 1.2  # height from ascender to descender, of the type size
ROOM = (59.3, 114.2)  # mm, from the top of the first step to the end of the last
SMALLEST_BODY = 11.0


def step_room(count: int) -> tuple[float, float]:
    """Pitch of the steps and height left for each one's text, in mm."""
    top, bottom = ROOM
    pitch = min(19.25, (bottom - top + 2.9) / max(1, count))
    return pitch, pitch - 2.9


def most_lines(count: int, size: float) -> int:
    """Lines of ``size`` points that stand in one of ``count`` steps."""
    return max(1, int((step_room(count)[1] / PT - size * LETTER) / (size * LEADING)) + 1)


def page(sheet: Sheet, leaflet: Leaflet) -> None:
    """The whole page."""
    inks = sheet.inks
    masthead(sheet, MARGIN, 9.2, WIDE, 43.6, screws=False)
    on = inks.on_masthead
    kicker = leaflet.kicker.upper()
    sheet.block("kicker", 16.4, 20, 115.6, kicker, (12.4, 12, 11, 10, 9), 1.2, 1, (500, 700), on)
    sizes = (26.0, 25.0, 24.0, 23.0, 22.0)
    sheet.block("title", 16.4, 32.8, 115.6, leaflet.title, sizes, 1.42, 2, (700, 700), on, middle=True)
    pitch, _ = step_room(len(leaflet.steps))
    tall = min(12.0, pitch - 2.9)
    most = most_lines(len(leaflet.steps), leaflet.body_pt)
    for n, step in enumerate(leaflet.steps):
        y = ROOM[0] + n * pitch
        number_plate(sheet, MARGIN, y, 12, tall, str(n + 1), 16, screws=False)
        base = y - 1.4 + leaflet.body_pt * PT
        text = "\n".join(part for part in (step.title and f"**{step.title}**", step.text) if part)
        sheet.block(f"steps.{n}", 26, base, 113, text, (leaflet.body_pt,), LEADING, most, middle=True)
    panel(sheet, MARGIN, 118.2, WIDE, 48, inks.warm)
    # the white card is larger than the code's margin, so that its round corners stay out of it
    sheet.rect(12.7, 121.9, 40.6, 40.6, fill="#FFFFFF", r=1.6)
    sheet.qr(leaflet.link, 13.2, 122.4, 39.6)
    sheet.block("scan", 59, 130, 77, leaflet.scan, (16.6, 16, 15, 14), 1.2, 1, (700, 700))
    sheet.block(
        "link_label", 59, 138.2, 77, leaflet.link_label, (14.5, 14, 13), 1.2, 1, (600, 600), inks.plate
    )
    sheet.block("link_note", 59, 147.2, 77, leaflet.link_note, (13.5, 13, 12, 11), 1.42, 2, colour=inks.mute)
    frame = inks.amber if inks.panel_pen else ""
    sheet.rect(MARGIN, 171, WIDE, 16, fill=inks.amber_tint, pen=frame, pt=inks.danger_pen, r=PANEL_RADIUS)
    sheet.pictogram(icons.svg("triangle-alert"), 13.6, 175.4, 7.2, inks.amber)
    sheet.block(
        "warning", 25, 180.6, 111, leaflet.warning, (13.4, 13, 12, 11), 1.3, 1, (700, 700), inks.amber
    )
    day = leaflet.checked_on
    shown = f"{day:%d/%m/%Y}" if day else word(leaflet.language, "unknown_date")
    checked = word(leaflet.language, "content_checked", date=shown)
    issuer = word(leaflet.language, "issuer_short", commune=leaflet.commune)
    room = WIDE
    for hotline in leaflet.hotlines[:1]:
        call = word(leaflet.language, "call", number=hotline.number)
        room -= sheet.text(MARGIN + WIDE, 200.3, call, 11, 700, align="right") + 4
    smaller = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
    sheet.block("team", MARGIN, 200.3, room, f"{checked} · {issuer}", smaller, 1.2, 1, colour=inks.mute)
