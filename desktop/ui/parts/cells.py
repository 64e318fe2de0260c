"""What a cell of a table can show, and how it is painted."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.ui.parts import paint
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font
from desktop.ui.parts.tokens import Role, Theme, Tone

CELL = int(Qt.ItemDataRole.UserRole)  # the role a model answers with a ``Cell``

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Lines:
    """A title with a secondary line."""

    title: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class PlateCell:
    """A house number."""

    number: str


@dataclass(frozen=True, slots=True)
class BadgeCell:
    """A status: icon and word."""

    text: str
    tone: Tone = "neutral"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class IconCell:
    """A small state shown by an icon; the model's DisplayRole says it in words. ``ink`` is a token."""

    icon: str
    ink: str = "text2"


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number, at the right. ``strong`` in 600; ``quiet`` in secondary ink."""

    text: str
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class LinkCell:
    """An action inside a row; pressing it emits ``Table.pressed(row, column)``."""

    text: str


@dataclass(frozen=True, slots=True)
class QuietCell:
    """Secondary words."""

    text: str


@dataclass(frozen=True, slots=True)
class GroupCell:
    """In column 0: the row heads a group and spans the table."""

    text: str


Cell = Lines | PlateCell | BadgeCell | IconCell | NumberCell | LinkCell | QuietCell | GroupCell | str


def cell_of(index: Index) -> Cell:
    """What a row shows in a column."""
    cell = index.data(CELL)
    return cell if cell is not None else str(index.data() or "")


def cell_width(cell: Cell) -> float:
    """The width a cell would like, without padding."""
    match cell:
        case Lines():
            return max(
                paint.width_of(cell.title, font(Role.LABEL)),
                paint.width_of(cell.second, font(Role.SECONDARY)),
            )
        case PlateCell():
            return paint.plate_width(cell.number, 24)
        case BadgeCell():
            return paint.badge_width(cell.text)
        case IconCell():
            return 18
        case QuietCell() | GroupCell():
            return paint.width_of(cell.text, font(Role.SECONDARY))
        case NumberCell() | LinkCell():
            return paint.width_of(cell.text, font(Role.LABEL))
        case _:
            return paint.width_of(cell, font(Role.BODY))


def draw_cell(painter: QPainter, rect: QRectF, cell: Cell, theme: Theme) -> None:
    """Paint one cell inside ``rect``."""
    middle = rect.center().y()
    match cell:
        case Lines():
            if not cell.second:
                paint.text(painter, rect, cell.title, font(Role.LABEL), theme.text)
                return
            paint.text(
                painter,
                QRectF(rect.left(), middle - 20, rect.width(), 22),
                cell.title,
                font(Role.LABEL),
                theme.text,
            )
            paint.text(
                painter,
                QRectF(rect.left(), middle, rect.width(), 20),
                cell.second,
                font(Role.SECONDARY),
                theme.text2,
            )
        case PlateCell():
            if cell.number:
                wide = min(paint.plate_width(cell.number, 24), rect.width())
                paint.plate(painter, QRectF(rect.left(), round(middle) - 12, wide, 24), cell.number, theme)
        case BadgeCell():
            if cell.text:
                paint.badge(painter, rect, cell.text, cell.tone, theme, cell.icon)
        case IconCell():
            if cell.icon:
                draw_icon(
                    painter,
                    QRectF(rect.left(), rect.top(), 18, rect.height()),
                    cell.icon,
                    getattr(theme, cell.ink),
                )
        case NumberCell():
            ink = theme.text2 if cell.quiet else theme.text
            paint.text(
                painter,
                rect,
                cell.text,
                font(Role.CARD_TITLE if cell.strong else Role.BODY),
                ink,
                paint.RIGHT,
            )
        case LinkCell():
            paint.text(painter, rect, cell.text, font(Role.LABEL), theme.accent)
        case QuietCell() | GroupCell():
            paint.text(painter, rect, cell.text, font(Role.SECONDARY), theme.text2)
        case _:
            paint.text(painter, rect, cell, font(Role.BODY), theme.text)
