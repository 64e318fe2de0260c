"""Put a theme in force: fonts, style, palette."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop.ui.parts.focus import FocusRing
from desktop.ui.parts.look import FAMILY, font, palette
from desktop.ui.parts.style import Style
from desktop.ui.parts.tokens import Role, Theme
from resources.fonts import paths


def load_fonts() -> None:
    """Register the bundled fonts with Qt. Raises ``FileNotFoundError`` if one cannot be read."""
    for path in paths().values():
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path.name)


def apply(app: QApplication, theme: Theme) -> None:
    """Put ``theme`` in force now; open windows repaint. The first call also loads fonts and style."""
    if FAMILY not in QFontDatabase.families():
        load_fonts()
    if not isinstance(app.style(), Style):
        app.setStyle(Style())
        app.setFont(font(Role.BODY))
        FocusRing(app)
    app.setPalette(palette(theme))
