"""A table laid out by hand: columns at given places, each cell's parts at given places inside it."""

from collections.abc import Mapping
from typing import Any

from desktop.paper.sheet import Sheet
from desktop.reports.blank_form.pieces import Piece, centre_base, dotted, numbered, ticked
from desktop.reports.blank_form.speech import Speech
from forms.definition import Question

SIZE = 8.8
Paths = Mapping[str, Question]
Part = Mapping[str, Any]


def hand_table(block: Mapping[str, Any], speech: Speech, paths: Paths, left: float, right: float) -> Piece:
    """The whole table as one piece; ``left`` and ``right`` are its edges on the page."""
    head, height, rows = float(block["head"]), float(block["height"]), int(block["rows"])
    columns, room = block["columns"], right - left
    edges = [float(it["x"]) - left for it in columns]

    def draw(sheet: Sheet, x: float, y: float) -> None:
        ink, bottom = sheet.inks, y + head + rows * height
        sheet.rect(x, y, room, head, fill=ink.plate)
        base = y + head / 2 + 1.2
        if "ordinal" in block:
            sheet.text(x + edges[0] / 2, base, block["ordinal"], SIZE, 700, ink.on_plate, "centre")
        for n, column in enumerate(columns):
            middle = column.get("middle", False)
            at = (edges[n] + [*edges, room][n + 1]) / 2 if middle else edges[n] + 2
            align = "centre" if middle else "left"
            sheet.text(x + at, base, column["title"], SIZE, 700, ink.on_plate, align)  # type: ignore[arg-type]
        for row in range(rows):
            top = y + head + row * height
            if row % 2:
                sheet.rect(x, top, room, height, fill=ink.sky)
            if "ordinal" in block:
                middle_base = centre_base(top, height, 11)
                sheet.text(x + edges[0] / 2, middle_base, str(row + 1), 11, 700, ink.mute, "centre")
            for n, column in enumerate(columns):
                for part in column.get("parts", ()):
                    _draw(sheet, part, x + edges[n], top, speech, paths)
        for row in range(1, rows):
            sheet.line(x, y + head + row * height, x + room, y + head + row * height, ink.line, 0.7)
        for edge in edges:
            if edge > 0:
                sheet.line(x + edge, y + head, x + edge, bottom, ink.line, 0.7)
        sheet.rect(x, y, room, bottom - y, pen=ink.plate, pt=1.0)

    return Piece(head + rows * height, draw)


def _draw(sheet: Sheet, part: Part, x: float, y: float, speech: Speech, paths: Paths) -> None:
    top = y + part["y"]
    if "line" in part:
        dotted(sheet, x + part["line"][0], x + part["line"][1], top)
    elif "word" in part:
        sheet.text(x + part["x"], top, part["word"], part["size"], 600)
    elif "square" in part:
        ticked(sheet, x + part["x"], top, [part["square"]], part["side"], part["size"])
    elif "boxes" in part:
        for n in range(part["boxes"]):
            left = x + part["x"] + n * part["pitch"]
            ink = sheet.inks
            sheet.rect(left, top, part["w"], part["h"], fill=ink.paper, pen=ink.ink, pt=0.7, r=0.4)
    elif "numbers" in part:
        across, (step, down) = part["numbers"], part["pitch"]
        for n, (code, _) in enumerate(speech.offered(paths[part["ask"]])):
            left = x + part["x"] + n % across * step
            numbered(
                sheet, left, top + n // across * down, code, part["side"], 8.6 if part["side"] > 5 else 7.4
            )
    else:
        for n, (_, label) in enumerate(speech.offered(paths[part["ask"]])):
            column, row = divmod(n, part["down"])
            ticked(
                sheet, x + part["x"][column], top + row * part["pitch"], [label], part["side"], part["size"]
            )
