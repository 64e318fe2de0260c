"""The look as values: colours of both themes, type roles, space and radii. All lengths in logical px."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal, NamedTuple

Tone = Literal["ok", "warn", "error", "info", "neutral"]


class Role(Enum):
    """A type role: size in px and weight."""

    KEYCAP = (12, 500)
    SECONDARY = (13, 400)
    SECONDARY_STRONG = (13, 600)
    BODY = (15, 400)
    LABEL = (15, 500)
    CARD_TITLE = (15, 600)
    SECTION = (18, 600)
    PAGE_TITLE = (22, 700)
    FIGURE = (28, 700)

    @property
    def px(self) -> int:
        return self.value[0]

    @property
    def weight(self) -> int:
        return self.value[1]


class Tinted(NamedTuple):
    """An ink colour and the tint it stands on."""

    ink: str
    tint: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour of one theme, as ``#RRGGBB``."""

    name: Literal["light", "dark"]
    ground: str
    rail: str  # rail and status bar
    surface: str
    sunken: str  # carried strip, group row
    line: str  # separators only, never the border of a control
    border: str
    text: str
    text2: str
    plate: str  # fill of the plate and of the primary button
    on_plate: str
    rim: str
    accent: str  # text, icon, focus
    tint: str  # selected, today
    ok: str
    ok_tint: str
    warn: str
    warn_tint: str
    error: str
    error_tint: str
    neutral: str
    neutral_tint: str
    fill: str  # bars, visited house
    chart: str  # a bar that is not selected
    amber: str  # outline of a house with an appointment
    toast: str
    toast_text: str
    toast_action: str

    def tone(self, tone: Tone) -> Tinted:
        """Ink and tint of a status tone."""
        return {
            "ok": Tinted(self.ok, self.ok_tint),
            "warn": Tinted(self.warn, self.warn_tint),
            "error": Tinted(self.error, self.error_tint),
            "info": Tinted(self.accent, self.tint),
            "neutral": Tinted(self.neutral, self.neutral_tint),
        }[tone]


LIGHT = Theme(
    name="light",
    ground="#F7F5F0",
    rail="#EEEAE1",
    surface="#FFFFFF",
    sunken="#F1EEE6",
    line="#DFDACE",
    border="#857E71",
    text="#1F2329",
    text2="#5C574D",
    plate="#0F4A96",
    on_plate="#FFFFFF",
    rim="#8FB4E3",
    accent="#0F4A96",
    tint="#E6EEF8",
    ok="#1B6537",
    ok_tint="#E4F1E6",
    warn="#7A4A00",
    warn_tint="#FBEECB",
    error="#AD2A1C",
    error_tint="#FBE8E4",
    neutral="#4D4A43",
    neutral_tint="#EDE9E0",
    fill="#0F4A96",
    chart="#5F90CC",
    amber="#C27C0A",
    toast="#24272C",
    toast_text="#F5F2EB",
    toast_action="#9CC3F7",
)

DARK = Theme(
    name="dark",
    ground="#1B1B1A",
    rail="#151514",
    surface="#252523",
    sunken="#2E2D2A",
    line="#3B3935",
    border="#8E887C",
    text="#EFECE5",
    text2="#BBB5A9",
    plate="#2E6EC6",
    on_plate="#FFFFFF",
    rim="#7FA9E0",
    accent="#94BDF5",
    tint="#22344C",
    ok="#83CF9B",
    ok_tint="#1D3325",
    warn="#EFC468",
    warn_tint="#3A2E12",
    error="#FF9E92",
    error_tint="#43211D",
    neutral="#CFC9BD",
    neutral_tint="#36342F",
    fill="#3F7FD6",
    chart="#4E7DBD",
    amber="#E0A63A",
    toast="#EFECE5",
    toast_text="#22211F",
    toast_action="#0F4A96",
)

S4, S8, S12, S16, S24 = 4, 8, 12, 16, 24
PAGE_LEFT, PAGE_TOP, PAGE_RIGHT = 24, 14, 20
CARD_PADDING = 16
BETWEEN_FIELDS = 13
CONTROL = 36  # height of buttons, fields and chips

R_CHECK, R_BADGE, R_FIELD, R_BUTTON, R_CARD = 4, 5, 7, 8, 10

BUTTON_ICON, RAIL_ICON, BADGE_ICON = 18, 20, 14
STROKE, BADGE_STROKE = 1.75, 2.2
