"""The lanes and their houses: the heart of the first screen. Each house opens its household."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.ui.parts import paint
from desktop.ui.parts.look import font, theme_of
from desktop.ui.parts.tokens import R_CHECK, Role
from resources.words import N_, _

Visit = Literal["visited", "waiting", "appointment", "absent"]
VISIT_WORDS: dict[Visit, str] = {
    "visited": N_("Visited"),
    "appointment": N_("Appointment"),
    "absent": N_("Absent"),
    "waiting": N_("Not yet"),
}
_PITCH, _LINE, _LABEL, _COUNT = 15.67, 26, 54, 35


@dataclass(frozen=True, slots=True)
class House:
    """One house: the key to open it by, its number, and how the visit stands."""

    key: str
    number: str
    visit: Visit


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane and its houses in walking order."""

    name: str
    houses: tuple[House, ...]

    @property
    def visited(self) -> int:
        return sum(house.visit == "visited" for house in self.houses)


class HouseMap(QWidget):
    """All lanes as one widget: arrows move from house to house, Enter or a click opens. Signal ``opened(key)``.

    A lane longer than the width goes on in the next line. It counts aloud: the house under the keyboard
    is the accessible description.
    """

    focus_radius = R_CHECK
    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes: tuple[Lane, ...] = ()
        self._at = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show these lanes; the keyboard stays on the house it was on if that is still there."""
        held = self._flat()[self._at].key if self._flat() else ""
        self._lanes = tuple(lanes)
        self._at = next((at for at, house in enumerate(self._flat()) if house.key == held), 0)
        self._say()
        self.updateGeometry()
        self.update()

    def current(self) -> House | None:
        """The house the keyboard is on."""
        houses = self._flat()
        return houses[self._at] if houses else None

    def _flat(self) -> list[House]:
        return [house for lane in self._lanes for house in lane.houses]

    def _columns(self, width: int) -> int:
        return max(4, int((width - _LABEL - _COUNT) // _PITCH))

    def _places(self) -> Iterator[tuple[int, House, QRectF]]:
        columns, top, at = self._columns(self.width()), 0, 0
        for lane in self._lanes:
            for seat, house in enumerate(lane.houses):
                x, y = _LABEL + (seat % columns) * _PITCH, top + (seat // columns) * _LINE
                yield at, house, QRectF(x, y, _PITCH, _LINE)
                at += 1
            top += _LINE * max(1, -(-len(lane.houses) // columns))

    def heightForWidth(self, width: int) -> int:
        columns = self._columns(width)
        return sum(_LINE * max(1, -(-len(lane.houses) // columns)) for lane in self._lanes)

    def sizeHint(self) -> QSize:
        return QSize(340, self.heightForWidth(340))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.heightForWidth(max(220, self.width())))

    def describe(self, house: House) -> str:
        """A house in words, for the tooltip and the screen reader."""
        return f"{house.number} · {_(VISIT_WORDS[house.visit])}"

    def _say(self) -> None:
        houses = self._flat()
        self.setAccessibleDescription(self.describe(houses[self._at]) if houses else "")

    def _house_at(self, spot: QPointF) -> int | None:
        return next((at for at, _house, rect in self._places() if rect.contains(spot)), None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._house_at(QPointF(event.pos()))
            QToolTip.showText(
                event.globalPos(), self.describe(self._flat()[at]) if at is not None else "", self
            )
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._house_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._house_at(event.position())
        if at is not None:
            self._at = at
            self._say()
            self.update()
            self.opened.emit(self._flat()[at].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        houses = self._flat()
        if not houses:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(houses[self._at].key)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move_to(self._at + (1 if key == Qt.Key.Key_Right else -1))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move_line(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move_to(0 if key == Qt.Key.Key_Home else len(houses) - 1)
        else:
            super().keyPressEvent(event)

    def _move_line(self, step: int) -> None:
        places = list(self._places())
        here = places[self._at][2]
        beyond = [place for place in places if (place[2].top() - here.top()) * step > 0]
        if beyond:
            line = min((place[2].top() for place in beyond), key=lambda top: abs(top - here.top()))
            same = [place for place in beyond if place[2].top() == line]
            self._move_to(min(same, key=lambda place: abs(place[2].left() - here.left()))[0])

    def _move_to(self, at: int) -> None:
        self._at = min(max(0, at), len(self._flat()) - 1)
        self._say()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        columns, top = self._columns(self.width()), 0
        for lane in self._lanes:
            paint.text(
                painter, QRectF(0, top, _LABEL - 4, _LINE), lane.name, font(Role.SECONDARY), theme.text2
            )
            said = f"{lane.visited}/{len(lane.houses)}"
            paint.text(
                painter,
                QRectF(self.width() - _COUNT, top, _COUNT, _LINE),
                said,
                font(Role.SECONDARY_STRONG),
                theme.text,
                paint.RIGHT,
            )
            top += _LINE * max(1, -(-len(lane.houses) // columns))
        for at, house, rect in self._places():
            if at == self._at and self.hasFocus():
                paint.box(painter, rect.adjusted(-2, 1, 1, -1), R_CHECK, theme.tint, theme.accent, 2)
            paint.house(painter, QPointF(rect.left(), rect.top() + 4), house.visit, theme)


class HouseLegend(QWidget):
    """What the four houses mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(22)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(_(words) for words in VISIT_WORDS.values()))

    def minimumSizeHint(self) -> QSize:
        words = sum(paint.width_of(_(text), font(Role.SECONDARY)) + 33 for text in VISIT_WORDS.values())
        return QSize(int(words), 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        x = 0.0
        for visit, words in VISIT_WORDS.items():
            paint.house(painter, QPointF(x, 2), visit, theme)
            wide = paint.width_of(_(words), font(Role.SECONDARY)) + 1
            paint.text(painter, QRectF(x + 19, 0, wide, 22), _(words), font(Role.SECONDARY), theme.text2)
            x += 19 + wide + 14
