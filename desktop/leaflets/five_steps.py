"""The A5 leaflet of two sides: why and where on the front, five steps and whom to call on the back."""

from desktop.leaflets.houses import street
from desktop.leaflets.leaflet import Leaflet, word
from desktop.paper import icons
from desktop.paper.pictogram import PHONE
from desktop.paper.plates import danger_panel, disc, masthead, number_plate, panel, writing_line
from desktop.paper.sheet import PT, Sheet

MARGIN, RIGHT, WIDE = 9.0, 139.0, 130.0  # text column of an A5 page
EDGE, PANEL = 7.0, 134.0  # panels and plates stand out of the column
HOUSE_NUMBER = "27"


def front(sheet: Sheet, leaflet: Leaflet) -> None:
    """The masthead, the street, four reasons, and the code that opens the portal."""
    inks = sheet.inks
    masthead(sheet, EDGE, 7, PANEL, 68)
    on = inks.on_masthead
    sheet.block("kicker", 18, 20.5, 112, leaflet.kicker.upper(), (10, 9, 8), 1.2, 1, (700, 700), inks.kicker)
    sizes = (37, 36, 35, 34, 33, 32, 31)
    sheet.block("title", 18, 35.82, 112, leaflet.title, sizes, 1.17, 2, (800, 800), on, middle=True)
    sheet.block("lead", 18, 61.39, 112, leaflet.lead, (11.5, 11, 10.5), 1.38, 2, colour=on)
    street(sheet, 12, 106, HOUSE_NUMBER)
    for n, reason in enumerate(leaflet.reasons[:4]):
        x, y = MARGIN + (n % 2) * 67, 112 + (n // 2) * 20.5
        disc(sheet, x, y, 13, icons.svg(reason.icon))
        sheet.block(f"reasons.{n}", x + 16.5, y + 4.6, 46.5, reason.title, (11, 10.5, 10), 1.2, 1, (700, 700))
        sheet.block(f"reasons.{n}", x + 16.5, y + 9.79, 46.5, reason.text, (9.5,), 1.32, 2, colour=inks.mute)
    _portal(sheet, leaflet)
    issuer = word(
        leaflet.language, "issuer", commune=leaflet.commune, province=leaflet.province, team=leaflet.team
    )
    sheet.block("team", MARGIN, 202.5, WIDE, issuer, (7.5, 7), 1.2, 1, (600, 600), inks.mute)


def _portal(sheet: Sheet, leaflet: Leaflet) -> None:
    inks = sheet.inks
    listed = bool(leaflet.services)
    top = 151.0 if listed else 155.0
    panel(sheet, EDGE, top, PANEL, 196 - top, inks.sky)
    sheet.qr(leaflet.link, 11, top + (196 - top - 33) / 2, 33)
    shift = top + 0.4 - 155 if listed else 0.0
    sheet.pictogram(PHONE, 49.5, 160.2 + shift, 7.5, inks.plate)
    sheet.block("scan", 58.5, 165.6 + shift, 78.5, leaflet.scan, (11, 10.5, 10), 1.2, 1, (700, 700))
    address = (20, 19, 18, 17, 16, 15, 14, 13)
    shift -= 1.4 if listed else 0.0
    sheet.block(
        "link_label", 49.5, 176.2 + shift, 87.5, leaflet.link_label, address, 1.2, 1, (800, 800), inks.plate
    )
    if not listed:
        sheet.block("link_note", 49.5, 184.39, 87.5, leaflet.link_note, (9.5, 9), 1.42, 2)
        return
    sheet.text(49.5, 177.4, word(leaflet.language, "services"), 9.5, colour=inks.mute)
    size = 10.0
    while size > 9 and sum(sheet.lines_needed(s.title, 83.5, size) for s in leaflet.services) > 3:
        size -= 0.5
    base, room = 182.2, 3
    for n, service in enumerate(leaflet.services):
        sheet.circle(50.4, base - size * 0.27 * PT, 0.7, fill=inks.plate)
        most = max(1, room - (len(leaflet.services) - n - 1))
        drawn = sheet.block(f"services.{n}", 53.5, base, 83.5, service.title, (size,), 1.3, most, (700, 700))
        base += drawn * size * 1.3 * PT
        room -= drawn


def back(sheet: Sheet, leaflet: Leaflet) -> None:
    """The steps, three things never to give away, whom to call."""
    inks = sheet.inks
    count = len(leaflet.steps)
    title = word(leaflet.language, "steps_title", count=count)
    used = sheet.text(MARGIN, 18.2, title, 19, 800, inks.plate)
    room = WIDE - used - 4
    sheet.block(
        "steps_note", RIGHT, 18.2, room, leaflet.steps_note, (9.5, 9), 1.2, 1, (600, 600), inks.mute, "right"
    )
    # up to five steps stand as wide as five; more of them move closer and are set a little smaller
    dense = count > 5
    top, pitch, heading, text = (22.6, 99 / count, 3.5, 8.7) if dense else (25.0, 19.2, 3.9, 9.87)
    size = min(leaflet.body_pt, 10.0) if dense else leaflet.body_pt
    most = max(1, int((pitch - text - 1.2) / (size * 1.34 * PT) + 1.001))
    for n, item in enumerate(leaflet.steps):
        y = top + n * pitch
        number_plate(sheet, MARGIN, y, 15, 12 if dense else 13.5, str(n + 1), 22)
        sheet.block(f"steps.{n}", 28.5, y + heading, 110.5, item.title, (12, 11.5, 11), 1.2, 1, (700, 700))
        sheet.block(f"steps.{n}", 28.5, y + text, 110.5, item.text, (size,), 1.34, most)
    _danger(sheet, leaflet)
    _hotlines(sheet, leaflet)
    _team(sheet, leaflet)


def _danger(sheet: Sheet, leaflet: Leaflet) -> None:
    inks = sheet.inks
    danger_panel(sheet, EDGE, 123.5, PANEL, 33)
    disc(sheet, 11.5, 128, 13, icons.svg("shield-alert"), inks.danger, inks.paper)
    sheet.block(
        "warning_title", 29, 133.5, 108, leaflet.warning_title, (13, 12, 11), 1.2, 1, (800, 800), inks.danger
    )
    for n, secret in enumerate(leaflet.secrets[:3]):
        x = 29 + n * 36.5
        sheet.pictogram(icons.svg(secret.icon), x, 137.9, 6.2, inks.danger)
        sheet.block(f"secrets.{n}", x + 7.8, 142.5, 28, secret.title, (10.5, 10, 9.5), 1.2, 1, (700, 700))
    sheet.block("warning", 29, 151.1, 108, leaflet.warning, (9.6, 9), 1.3, 1, (600, 600))


def _hotlines(sheet: Sheet, leaflet: Leaflet) -> None:
    if not leaflet.hotlines:
        return
    sheet.text(MARGIN, 166.1, word(leaflet.language, "hotlines_title"), 11.5, 700)
    gap, count = 3.2, len(leaflet.hotlines)
    wide = min(42.0, (WIDE - gap * (count - 1)) / count)
    for n, hotline in enumerate(leaflet.hotlines):
        x = MARGIN + n * (wide + gap)
        number_plate(sheet, x, 170, wide, 12.5, hotline.number, 14.2, screws=wide >= 33)
        sheet.block(
            f"hotlines.{n}",
            x + wide / 2,
            186.46,
            wide,
            hotline.about,
            (7.8, 7.4, 7),
            1.25,
            2,
            (600, 600),
            align="centre",
        )


def _team(sheet: Sheet, leaflet: Leaflet) -> None:
    inks = sheet.inks
    sheet.line(MARGIN, 194.2, RIGHT, 194.2, inks.line, 0.6)
    for name, text, x, until in (
        ("helper", leaflet.helper, MARGIN, 78.0),
        ("phone", leaflet.phone, 81.0, RIGHT),
    ):
        used = sheet.text(x, 198.6, word(leaflet.language, name), 8.5, 700)
        if text:
            sheet.block(
                name,
                x + used + 1.6,
                198.6,
                until - x - used - 1.6,
                text,
                (8.5, 8, 7.5, 7),
                1.2,
                1,
                (600, 600),
            )
        else:
            writing_line(sheet, {"helper": 26.0, "phone": 97.0}[name], until, 199)
    footer(sheet, leaflet, "checked", 203.6)


def footer(sheet: Sheet, leaflet: Leaflet, what: str, base: float) -> None:
    """The small line at the foot: when the numbers were called, the edition, that it costs nothing."""
    day = leaflet.numbers_checked_on
    shown = f"{day:%d/%m/%Y}" if day else word(leaflet.language, "unknown_date")
    checked = word(leaflet.language, what, date=shown)
    edition = word(leaflet.language, "edition", number=leaflet.edition)
    sheet.text(MARGIN, base, f"{checked} · {edition}", 7, colour=sheet.inks.mute)
    sheet.text(RIGHT, base, word(leaflet.language, "free"), 7, 600, sheet.inks.mute, "right")
