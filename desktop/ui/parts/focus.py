"""The focus frame: 2 px, 2 px outside the widget that has the keyboard."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QWidget
from shiboken6 import isValid

from desktop.ui.parts.tokens import R_BUTTON, R_CHECK

GAP = 4  # 2 px of air and 2 px of line


def ring_radius(widget: QWidget) -> int | None:
    """Corner radius of the widget if it shows the outer ring, None if it marks its focus itself."""
    own = getattr(widget, "focus_radius", None)
    if own is not None:
        return int(own)
    if isinstance(widget, QAbstractButton):
        return R_BUTTON if widget.height() > 24 else R_CHECK
    return None


class FocusRing(QObject):
    """Moves one focus frame to whichever widget has the focus."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: QFocusFrame | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        # The frame becomes a child of the window it shows in and may have died with it.
        frame = self._frame if self._frame is not None and isValid(self._frame) else None
        if now is None or ring_radius(now) is None:
            if frame is not None:
                frame.setWidget(None)  # type: ignore[arg-type]
            return
        if frame is None:
            frame = self._frame = QFocusFrame(now.window())
        frame.setWidget(now)


class Led(QWidget):
    """A widget whose cursor stands in one of its parts, without a focus proxy.

    Qt lets Tab go into whatever has a proxy, wherever it stands in the order; ``setTabOrder`` moves only the part.
    """

    _lead: QWidget | None = None

    def lead_by(self, part: QWidget) -> None:
        """``setFocus`` goes to ``part``."""
        self._lead = part

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self._lead is not None:
            self._lead.setFocus(reason)
