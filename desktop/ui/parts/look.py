"""What every painter asks: the theme in force, the font of a role, the palette role of a colour.

The palette *is* the theme: a widget asks ``theme_of(self)`` while it paints, so switching the
palette repaints everything and nothing has to be told.
"""

from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from desktop.ui.parts.tokens import DARK, LIGHT, Role, Theme

FAMILY = "Noto Sans"

_P = QPalette.ColorRole

# Which palette role carries which token. The last three have no role of their own in Qt; our style
# draws everything that would have used them, so they carry the status inks for labels.
CARRIES: dict[QPalette.ColorRole, str] = {
    _P.Window: "ground",
    _P.WindowText: "text",
    _P.Base: "surface",
    _P.AlternateBase: "sunken",
    _P.Text: "text",
    _P.PlaceholderText: "text2",
    _P.Button: "surface",
    _P.ButtonText: "text",
    _P.ToolTipBase: "toast",
    _P.ToolTipText: "toast_text",
    _P.Highlight: "plate",
    _P.HighlightedText: "on_plate",
    _P.Accent: "plate",
    _P.Link: "accent",
    _P.Light: "surface",
    _P.Mid: "border",
    _P.Dark: "border",
    _P.Shadow: "line",
    _P.BrightText: "error",
    _P.LinkVisited: "warn",
    _P.Midlight: "ok",
}
INK: dict[str, QPalette.ColorRole] = {
    "text": _P.WindowText,
    "text2": _P.PlaceholderText,
    "accent": _P.Link,
    "error": _P.BrightText,
    "warn": _P.LinkVisited,
    "ok": _P.Midlight,
    "toast": _P.ToolTipText,
}


def palette(theme: Theme) -> QPalette:
    """The palette that carries ``theme``."""
    made = QPalette()
    for role, token in CARRIES.items():
        made.setColor(role, QColor(getattr(theme, token)))
    for role in (_P.WindowText, _P.Text, _P.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.border))
    return made


def theme_of(widget: QWidget | None = None) -> Theme:
    """The theme carried by the widget's palette, or by the application's."""
    return theme_of_palette(QGuiApplication.palette() if widget is None else widget.palette())


def theme_of_palette(palette: QPalette) -> Theme:
    """The theme a palette carries; the dark one has a dark surface."""
    return DARK if palette.color(_P.Base).lightness() < 128 else LIGHT


def font(role: Role) -> QFont:
    """The font of a type role."""
    return sized(role.px, role.weight)


def sized(px: int, weight: int) -> QFont:
    """A font outside the roles, as a plate's digits, which grow with it; unhinted, so alike at every scale."""
    made = QFont(FAMILY)
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
