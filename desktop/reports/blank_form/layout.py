"""A page laid out by hand: ``resources/packs/blank-<form>.<language>.toml`` says order, short words and places.

The page is used only while it fits the form: every question it names is there and no list has outgrown its
squares. Questions it does not know are added at the end by rule, so nothing a form asks is ever lost.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from desktop.paper.sheet import Sheet
from desktop.reports.blank_form import choices
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.cards import Below, visible
from desktop.reports.blank_form.cells import hand_table
from desktop.reports.blank_form.flow import Flow
from desktop.reports.blank_form.head import Head
from desktop.reports.blank_form.pieces import (
    LEFT,
    PITCH,
    SIZE,
    WIDE,
    Piece,
    Room,
    boxes,
    dotted,
    notice,
    panel,
    section,
    ticked,
    writing,
)
from desktop.reports.blank_form.sections import Writer
from desktop.reports.blank_form.slots import BASE, ROW
from desktop.reports.blank_form.speech import Speech, explained
from forms.definition import Form, Question
from forms.library import built_in_ids
from resources import packs

Block = Mapping[str, Any]
HERE = Path(packs.__file__).parent
_EXPLAINED = re.compile(r"\{([^{},]+)(, chữ thường)?\}")
LOWER = ", chữ thường"


@cache
def page(form_id: str, language: str) -> Mapping[str, Any]:
    """The page of a form in a language, empty when it has none; only a form of the program itself may have one."""
    path = HERE / f"blank-{form_id}.{language}.toml"
    return (
        tomllib.loads(path.read_text(encoding="utf-8")) if form_id in built_in_ids() and path.exists() else {}
    )


def asked(block: Any) -> Iterator[str]:
    """The paths of the questions a part of the page asks."""
    if isinstance(block, Mapping):
        for key, value in block.items():
            if key == "ask":
                yield from [value] if isinstance(value, str) else value
            else:
                yield from asked(value)
    elif isinstance(block, list):
        for it in block:
            yield from asked(it)


def layout_of(form: Form, language: str) -> "Layout | None":
    """The form's own page in this language, when it has one and still fits it."""
    given = page(form.id, language)
    if not given:
        return None
    paths = dict(form.walk())
    known = set(asked(given["block"]))
    if not known <= paths.keys() or not all(_roomy(part, form, paths) for part in _parts(given["block"])):
        return None
    return Layout(form, given, Speech(form, language, given.get("choices", {})), paths)


def _parts(block: Any) -> Iterator[Block]:
    if isinstance(block, Mapping):
        if "down" in block or "most" in block:
            yield block
        for value in block.values():
            yield from _parts(value)
    elif isinstance(block, list):
        for it in block:
            yield from _parts(it)


def _roomy(part: Block, form: Form, paths: Mapping[str, Question]) -> bool:
    most = part.get("most") or part["down"] * len(part["x"])
    return len(form.choices.get(paths[part["ask"]].list_name, ())) <= int(most)


@dataclass(frozen=True)
class Layout:
    """One form's page. ``paths``: every question of the form."""

    form: Form
    given: Mapping[str, Any]
    speech: Speech
    paths: Mapping[str, Question]

    @property
    def title(self) -> str:
        return str(self.given["title"])

    @property
    def foot(self) -> str:
        return str(self.given["foot"])

    @property
    def kept(self) -> str:
        return str(self.given["kept"])

    @property
    def signers(self) -> tuple[str, ...]:
        return tuple(self.given["signers"])

    def left_over(self) -> tuple[Question, ...]:
        """What the form asks and the page neither asks nor leaves out for a stated reason."""
        known = set(asked(self.given["block"])) | set(self.given.get("left_out", {}))
        return tuple(_without(self.form.questions, known, ""))

    def write(self, flow: Flow, writer: Writer, head: Head) -> None:
        """Place every block, then by rule what the page does not know."""
        for block in self.given["block"]:
            if "page" in block:
                flow.turn()
                flow.y = float(block["page"])
            flow.add(self._unit(block, writer, head))
        for unit in writer.units(self.left_over()):
            if isinstance(unit, Below):
                flow.clear()
            flow.add(unit)

    def _unit(self, block: Block, writer: Writer, head: Head) -> Callable[[Room], Iterator[Piece]]:
        def run(_room: Room) -> Iterator[Piece]:
            pieces = self._pieces(block, writer, head, WIDE)
            yield replace(pieces[0], gap=float(block.get("gap", 0.0)))
            yield from pieces[1:]

        return run

    def _pieces(
        self, block: Block, writer: Writer, head: Head, room: float, left: float = LEFT
    ) -> list[Piece]:
        """The pieces of one block; ``left`` is where on the page its own left edge is."""
        kind, found = block["kind"], list[Piece]()
        if kind == "pair":
            return [self._pair(block, writer, head)]
        if kind == "fields":
            return [_fields(row, left) for row in block["rows"]]
        if kind == "legend":
            return [self._legend(block, room)]
        if kind == "notice":
            return [_notice(block, head, room)]
        if "title" in block:
            writer.count += 1
            found.append(section(str(writer.count), block["title"], block.get("aside", ""), room, 0.0))
        first = float(block.get("first", 2.6))
        body = list(self._body(kind, block, room, left))
        return [*found, replace(body[0], gap=first), *body[1:]]

    def _body(self, kind: str, block: Block, room: float, left: float) -> Iterator[Piece]:
        if kind == "choices":
            yield from self._choices(block, room, left)
        elif kind == "counts":
            labels = block.get("labels", {})
            names = [labels.get(path) or self.speech.label(self.paths[path]) for path in block["ask"]]
            yield from choices.counts([(name, False) for name in names], room)
        elif kind == "ticks":
            yield Piece(PITCH, lambda sheet, x, y: ticked(sheet, x, y, [block["label"]]))
        elif kind == "lines":
            yield writing(block["lines"], room)
        else:
            yield hand_table(block, self.speech, self.paths, left, float(block.get("to", LEFT + WIDE)))

    def _choices(self, block: Block, room: float, left: float) -> Iterator[Piece]:
        question, tails = self.paths[block["ask"]], block.get("tails", {})
        options = [
            choices.Option(
                self.speech.choice(question.list_name, it), it.name in tails, _to(tails, it.name, left)
            )
            for it in self.speech.choices(question)
        ]
        edges = [x - left for x in block["columns"]]
        return choices.grid(options, room, edges=edges, pitch=float(block.get("pitch", PITCH)))

    def _legend(self, block: Block, room: float) -> Piece:
        def codes(found: re.Match[str]) -> str:
            offered = self.speech.offered(self.paths[found[1]])
            return explained([(code, _lower(label) if found[2] else label) for code, label in offered])

        step = 4.08
        lines = [t.rich(_EXPLAINED.sub(codes, line), room - 8, 8.5) for line in block["lines"]]
        height = max(float(block["height"]), 4.4 + step * sum(map(len, lines)) + 0.46 * (len(lines) - 1))

        def draw(sheet: Sheet, x: float, y: float) -> None:
            panel(sheet, x, y, room, height)
            base = y + 5.34
            for some in lines:
                t.write_rich(sheet, x + 4, base, some, 8.5, step, sheet.inks.plate)
                base += step * len(some) + 0.46

        return Piece(height, draw)

    def _pair(self, block: Block, writer: Writer, head: Head) -> Piece:
        at = float(block["at"])
        one = self._pieces(block["left"], writer, head, at - LEFT - 8)
        other = self._pieces(block["right"], writer, head, LEFT + WIDE - at, at)
        heights = [sum(it.height + it.gap for it in some) for some in (one, other)]

        def draw(sheet: Sheet, x: float, y: float) -> None:
            for some, left in ((one, x), (other, x + at - LEFT)):
                top = y
                for it in some:
                    it.draw(sheet, left, top + it.gap)
                    top += it.gap + it.height
            if "rule" in block:
                middle = x + block["rule"] - LEFT
                sheet.line(middle, y, middle, y + 15, sheet.inks.line, 0.8)

        return Piece(max(heights), draw)


def _to(tails: Mapping[str, Any], name: str, left: float) -> float:
    return float(tails[name]["to"]) - left if name in tails else 0.0


def _lower(label: str) -> str:
    """``Quên mật khẩu`` → ``quên mật khẩu``; ``SIM`` stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _fields(row: Block, left: float) -> Piece:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        for item in row["items"]:
            at, base = x + item["x"] - left, y + BASE
            used = sheet.text(at, base, f"{item['label']}:", SIZE, 600)
            if "boxes" in item:
                boxes(sheet, at + used + 3.0, base - 4.2, tuple(item["boxes"]))
            else:
                dotted(sheet, at + used + 2.0, x + item["to"] - left, base + 0.8)

    return Piece(ROW, draw, float(row.get("gap", 0.0)))


def _notice(block: Block, head: Head, room: float) -> Piece:
    return notice(
        block["title"], block["text"].format(unit=head.kind, commune=head.commune or head.kind), room
    )


def _without(questions: Sequence[Question], known: set[str], prefix: str) -> Iterator[Question]:
    for question in questions:
        path = prefix + question.name
        if question.type in ("group", "repeat"):
            inner = prefix if question.type == "group" else f"{path}/"
            children = tuple(_without(question.children, known, inner))
            if children:
                yield replace(question, children=children)
        elif path not in known and visible(question):
            yield question
