"""Leaflet pages a second, against pages of plain text by the same library."""

import io
from datetime import date

from desktop.leaflets.leaflet import Leaflet, standard_hotlines, start
from desktop.leaflets.render import render
from resources import fonts
from tests.benchmarks.measure import Pair, in_turns, milliseconds

_EACH = 3
_LINES = 40


def leaflet_pages(today: date) -> Pair:
    """Both sides of the five-step leaflet ÷ two A5 pages of 40 lines in one embedded font."""
    leaflet = _leaflet(today)
    ours, bare = in_turns(
        lambda: milliseconds(lambda: render(leaflet), _EACH), lambda: milliseconds(_bare, _EACH)
    )
    return Pair(
        "leaflet, two A5 pages", ours, bare, "ms", f"{2000 / ours:.0f} pages/s; bare: {_LINES} lines a page"
    )


def _leaflet(today: date) -> Leaflet:
    numbers = standard_hotlines(dict.fromkeys((it.number for it in standard_hotlines({})), today))
    team = "Tổ công nghệ số cộng đồng thôn 3"
    return start("a5-five-steps", commune="xã An Mẫu", province="tỉnh Minh Họa", team=team, hotlines=numbers)


def _bare() -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Bare", fonts.HERE / "NotoSans-Regular.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(419.5, 595.3))
    for _page in range(2):
        canvas.setFont("Bare", 10)
        for line in range(_LINES):
            canvas.drawString(30, 560 - 13 * line, "Đi từng ngõ, gõ từng nhà, hướng dẫn từng người.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()
