"""Lucide pictograms as drawing steps, so that paper shows vectors and no image.

Reads the small part of SVG that Lucide uses: path, circle, ellipse, rect, line, polyline, polygon.
Arcs become Bézier curves (W3C SVG 1.1, appendix F.6.5 and the usual quarter-turn approximation).
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree

Step = tuple[str, tuple[float, ...]]  # m x y · l x y · c x1 y1 x2 y2 x y · h
GRID = 24.0

# A telephone in the hand, taller than Lucide's so that it is not read as a tablet.
PHONE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
    '<rect x="6.5" y="1.5" width="11" height="21" rx="2.4"/><path d="M10.6 19.2h2.8"/></svg>'
)

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def _tokens(data: str) -> Iterator[tuple[str, list[float]]]:
    """Commands with their numbers, repeats written out; arc flags may lack a blank (``a1 1 0 01-2 2``)."""
    for command, body in re.findall(r"([MLHVCSQTAZmlhvcsqtaz])([^MLHVCSQTAZmlhvcsqtaz]*)", data):
        size = _ARGUMENTS[command.upper()]
        if command in "Aa":
            number = r"\s*,?\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
            arc = re.compile(number * 3 + r"\s*,?\s*([01])\s*,?\s*([01])" + number * 2)
            for found in arc.finditer(body):
                yield command, [float(value) for value in found.groups()]
            continue
        numbers = [float(value) for value in _TOKEN.findall(body)]
        if size == 0:
            yield command, []
        for at in range(0, len(numbers), size or 1):
            yield command, numbers[at : at + size]
            command = {"M": "L", "m": "l"}.get(command, command)


def _arc(start: tuple[float, float], values: list[float], end: tuple[float, float]) -> Iterator[Step]:
    rx, ry, turn, large, sweep = abs(values[0]), abs(values[1]), math.radians(values[2]), values[3], values[4]
    if start == end:
        return
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, cos * dy - sin * dx
    grow = (x / rx) ** 2 + (y / ry) ** 2
    if grow > 1:
        rx, ry = rx * math.sqrt(grow), ry * math.sqrt(grow)
    rest = max(0.0, (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2)
    factor = math.sqrt(rest / ((rx * y) ** 2 + (ry * x) ** 2)) * (-1 if large == sweep else 1)
    cx, cy = factor * rx * y / ry, -factor * ry * x / rx
    middle = (cos * cx - sin * cy + (start[0] + end[0]) / 2, sin * cx + cos * cy + (start[1] + end[1]) / 2)
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    angle = math.atan2((-y - cy) / ry, (-x - cx) / rx) - first
    if sweep and angle < 0:
        angle += 2 * math.pi
    elif not sweep and angle > 0:
        angle -= 2 * math.pi
    pieces = max(1, math.ceil(abs(angle) / (math.pi / 2) - 1e-9))
    step = angle / pieces
    reach = 4 / 3 * math.tan(step / 4)

    def place(u: float, v: float) -> tuple[float, float]:
        return middle[0] + cos * rx * u - sin * ry * v, middle[1] + sin * rx * u + cos * ry * v

    for n in range(pieces):
        a, b = first + n * step, first + (n + 1) * step
        one = place(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
        two = place(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
        yield "c", (*one, *two, *place(math.cos(b), math.sin(b)))


def path_steps(data: str) -> Iterator[Step]:
    """The steps of an SVG path's ``d``, all absolute."""
    x = y = first_x = first_y = 0.0
    handle: tuple[float, float] | None = None  # the last curve's second handle, for S and T
    for command, values in _tokens(data):
        kind, ox, oy = command.upper(), x if command.islower() else 0.0, y if command.islower() else 0.0
        if kind == "Z":
            yield "h", ()
            x, y, handle = first_x, first_y, None
            continue
        before = (x, y)
        x = ox + values[0] if kind == "H" else x if kind == "V" else ox + values[-2]
        y = oy + values[0] if kind == "V" else y if kind == "H" else oy + values[-1]
        if kind == "M":
            first_x, first_y = x, y
            yield "m", (x, y)
        elif kind in "LHV":
            yield "l", (x, y)
        elif kind == "A":
            yield from _arc(before, values, (x, y))
        elif kind in "CS":
            mirrored = (2 * before[0] - handle[0], 2 * before[1] - handle[1]) if handle else before
            one = (ox + values[0], oy + values[1]) if kind == "C" else mirrored
            handle = (ox + values[-4], oy + values[-3])
            yield "c", (*one, *handle, x, y)
            continue
        else:
            mirrored = (2 * before[0] - handle[0], 2 * before[1] - handle[1]) if handle else before
            handle = (ox + values[0], oy + values[1]) if kind == "Q" else mirrored
            one = (before[0] + 2 / 3 * (handle[0] - before[0]), before[1] + 2 / 3 * (handle[1] - before[1]))
            two = (x + 2 / 3 * (handle[0] - x), y + 2 / 3 * (handle[1] - y))
            yield "c", (*one, *two, x, y)
            continue
        handle = None


def _as_path(element: ElementTree.Element) -> str:
    """Any of Lucide's elements as the ``d`` of a path."""

    def number(name: str) -> float:
        return float(element.get(name, "0"))

    kind = element.tag.rpartition("}")[2]
    if kind == "path":
        return element.get("d", "")
    if kind == "line":
        return f"M{number('x1')} {number('y1')}L{number('x2')} {number('y2')}"
    if kind in ("polyline", "polygon"):
        return "M" + element.get("points", "") + ("Z" if kind == "polygon" else "")
    if kind in ("circle", "ellipse"):
        rx = number("r") or number("rx")
        ry = number("r") or number("ry")
        return f"M{number('cx') - rx} {number('cy')}a{rx} {ry} 0 1 0 {2 * rx} 0a{rx} {ry} 0 1 0 {-2 * rx} 0Z"
    if kind == "rect":
        x, y, w, h = number("x"), number("y"), number("width"), number("height")
        r = number("rx") or number("ry")
        if not r:
            return f"M{x} {y}h{w}v{h}h{-w}Z"
        corner = f"a{r} {r} 0 0 1"
        return (
            f"M{x + r} {y}h{w - 2 * r}{corner} {r} {r}v{h - 2 * r}{corner} {-r} {r}"
            f"h{2 * r - w}{corner} {-r} {-r}v{2 * r - h}{corner} {r} {-r}Z"
        )
    return ""


@lru_cache(maxsize=128)
def steps(svg: str | bytes) -> tuple[Step, ...]:
    """The drawing steps of an SVG picture on the 24 grid, y downwards."""
    root = ElementTree.fromstring(svg)
    return tuple(step for element in root.iter() for step in path_steps(_as_path(element)))
