"""The house-number plate and the other marks every page shares."""

from desktop.paper.sheet import CAP_HEIGHT, PT, Sheet

BIG_SCREW = 0.95  # mm
PANEL_RADIUS = 2.4


def plate(sheet: Sheet, x: float, y: float, w: float, h: float, fill: str = "", screws: bool = True) -> None:
    """A small enamel plate: inner line inset by 7 %, two screws at mid-height."""
    short = min(w, h)
    radius = min(2.6, 0.13 * short)
    inset = min(1.5, max(0.55, 0.07 * short))
    sheet.rect(x, y, w, h, fill=fill or sheet.inks.plate, r=radius)
    inner = max(0.25, radius - inset)
    pen = min(1.4, max(0.5, 0.07 * short))
    sheet.rect(x + inset, y + inset, w - 2 * inset, h - 2 * inset, pen=sheet.inks.on_plate, pt=pen, r=inner)
    if screws:
        edge = min(4.6, 0.2 * h)
        for at in (x + edge, x + w - edge):
            sheet.circle(at, y + h / 2, min(BIG_SCREW, 0.045 * short), fill=sheet.inks.on_plate)


def number_plate(
    sheet: Sheet, x: float, y: float, w: float, h: float, number: str, size: float, screws: bool = True
) -> None:
    """A plate with its number, centred on the height of the digits; a long number is set smaller to fit."""
    plate(sheet, x, y, w, h, screws=screws)
    room = w - 2 * (0.26 * h if screws else 1.9)
    size = min(size, size * room / sheet.measure(number, size, 800))
    base = y + h / 2 + size * CAP_HEIGHT * PT / 2
    sheet.text(x + w / 2, base, number, size, 800, sheet.inks.on_plate, "centre")


def masthead(sheet: Sheet, x: float, y: float, w: float, h: float, screws: bool = True) -> None:
    """The large plate at the head of a page; in black and white only its outline, to spare toner."""
    if not sheet.inks.outlined:
        plate(sheet, x, y, w, h, fill=sheet.inks.masthead, screws=screws)
        return
    black, white = sheet.inks.ink, sheet.inks.paper
    half = 2.2 * PT / 2
    sheet.rect(x + half, y + half, w - 2 * half, h - 2 * half, fill=white, pen=black, pt=2.2, r=2.6)
    sheet.rect(x + 1.5, y + 1.5, w - 3, h - 3, pen=black, pt=0.6, r=1.6)
    if screws:
        for at in (x + 4.6, x + w - 4.6):
            sheet.circle(at, y + h / 2, BIG_SCREW, fill=white, pen=black, pt=0.6)


def panel(sheet: Sheet, x: float, y: float, w: float, h: float, fill: str) -> None:
    """A tinted panel; in black and white a frame instead of the tint."""
    pen = sheet.inks.ink if sheet.inks.panel_pen else ""
    sheet.rect(x, y, w, h, fill=fill, pen=pen, pt=sheet.inks.panel_pen, r=PANEL_RADIUS)


def danger_panel(sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
    """The one red panel a page may have; its frame repeats in black and white what its colour says."""
    inks = sheet.inks
    sheet.rect(x, y, w, h, fill=inks.danger_tint, pen=inks.danger, pt=inks.danger_pen, r=PANEL_RADIUS)


def disc(
    sheet: Sheet, x: float, y: float, across: float, svg: str | bytes, fill: str = "", on: str = ""
) -> None:
    """A pictogram on a disc ``across`` mm wide, of which it takes 56 %; ``x``, ``y`` is the corner."""
    inks = sheet.inks
    fill, on = fill or inks.disc, on or inks.on_disc
    pen = inks.ink if fill == inks.paper else ""
    sheet.circle(x + across / 2, y + across / 2, across / 2, fill=fill, pen=pen, pt=1.0)
    side = 0.56 * across
    sheet.pictogram(svg, x + (across - side) / 2, y + (across - side) / 2, side, on)


def writing_line(sheet: Sheet, x1: float, x2: float, y: float, gap: float = 1.6) -> None:
    """A dotted line to write on."""
    sheet.line(x1, y, x2, y, sheet.inks.mute, 0.6, (1.0, gap))
