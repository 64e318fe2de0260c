"""One question on the screen: its words, its control, and beneath it what is wrong or gives pause."""

import re
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.entry.state import SHORT, Item
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.look import INK, font, theme_of
from desktop.ui.parts.notices import announce
from desktop.ui.parts.tokens import Role
from forms.markup import breakable, html, is_plain
from resources.words import _

_COLOUR = re.compile(r"color:([a-zA-Z]+|#[0-9a-fA-F]{3,6});")
_LEAVES = (QLineEdit, QComboBox, QAbstractButton)
_HALF = 340  # px of one of two fields abreast
_LONG = 70  # letters of a label after which its hint takes a line of its own


class Words(QLabel):
    """The words of a form: plain, or marked up. They wrap and never make a page wider.

    A link is opened only after its address was shown and a button pressed.
    """

    def __init__(self, role: Role = Role.LABEL, ink: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._said: tuple[str, ...] = ()
        self._names: QWidget | None = None
        self.setFont(font(role))
        self.setForegroundRole(INK[ink])
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def names(self, control: QWidget) -> None:
        """These are the words of ``control``."""
        self._names = control
        self.setBuddy(control)

    def say(
        self, label: str, rich: str = "", *, optional: bool = False, hint: str = "", rich_hint: str = ""
    ) -> None:
        """Show a label, whether it may be left empty, and its hint."""
        said = (label, rich, "1" if optional else "", hint, rich_hint)
        if said != self._said:
            self._said = said
            self._write()

    def _write(self) -> None:
        label, rich, optional, hint, rich_hint = self._said
        self.setVisible(bool(label or hint or optional))
        self.setAccessibleName(". ".join(it for it in (label, hint) if it))
        if not (rich or optional or hint):
            self._show(breakable(label).replace("&", "&&" if self._names is not None else "&"), rich=False)
            return
        quiet = theme_of(self).text2
        text = f'<span style="font-weight:{self._role.weight}">{rich or html_of(label)}</span>'
        if optional:
            may = _("(optional)")
            text += f' <span style="font-weight:400;color:{quiet}">{may}</span>'
        if hint:
            words = rich_hint or html_of(hint)
            text += "<br>" if len(label) > _LONG or "<br>" in rich else " \u00a0" if label else ""
            text += (
                f'<span style="font-weight:400;font-size:{Role.SECONDARY.px}px;color:{quiet}">{words}</span>'
            )
        self._show(text, rich=True)

    def _show(self, text: str, *, rich: bool) -> None:
        # Qt would read “&” in HTML as a shortcut of the control.
        if self._names is not None:
            self.setBuddy(None if rich and "&" in text else self._names)  # type: ignore[arg-type]
        self.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.setText(_COLOUR.sub(self._legible, text) if rich else text)
        if rich and "<a " in text:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _legible(self, found: re.Match[str]) -> str:
        """A colour of the form's author, lighter on a dark ground and darker on a light one where it must be."""
        colour = QColor(found[1])
        dark = theme_of(self).name == "dark"
        if not colour.isValid():
            return ""
        hue, light = colour.hslHueF(), colour.lightnessF()
        best = max(light, 0.68) if dark else min(light, 0.45)
        return f"color:{QColor.fromHslF(max(hue, 0), colour.hslSaturationF(), best).name()};"

    def minimumSizeHint(self) -> QSize:
        return QSize(60, QFontMetrics(self.font()).height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._said:
            self._write()  # the quiet colour stands in the text itself


def shape_of(item: Item) -> tuple[object, ...]:
    """What one control cannot change about itself: another shape needs another control."""
    return item.kind, item.look, item.columns, item.span


def html_of(text: str) -> str:
    """Plain words as HTML that says the same."""
    if is_plain(text):
        return breakable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return html(text)


class Answer(QWidget):
    """One question: its field, and beneath it what is wrong or gives pause. Rare parts are made when needed."""

    def __init__(self, item: Item, control: Any) -> None:
        super().__init__()
        self.control = control
        self.shape = shape_of(item)
        self.wide = _is_wide(item)
        self._item: Item | None = None
        self._bare = item.kind == "tick"
        self._fault: Remark | None = None
        self._warning: Remark | None = None
        self._nothing: Remark | None = None
        self._more: _Guidance | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(4)
        self.words = Words(Role.BODY if item.kind == "told" and not item.text else Role.LABEL)
        self._whole.addWidget(self.words)
        if item.guidance:
            self._guide()
        self._whole.addWidget(control)
        self.words.names(control)
        self.words.linkActivated.connect(self._ask_to_open)
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Draw ``item``; what did not change stays as it is."""
        before, self._item = self._item, item
        if before is None or _head(before) != _head(item):
            self._say(item)
        self.control.show_item(item)
        if before is None or _beneath(before) != _beneath(item):
            self.control.setAccessibleDescription(". ".join(it for it in _beneath(item) if it))
        if item.nothing != (before.nothing if before else ""):
            self._nothing = self._remark(self._nothing, item.nothing, "info", "text2")
            self.control.setVisible(not item.nothing)
        if item.fault != (before.fault if before else ""):
            self._fault = self._remark(self._fault, item.fault, "circle-alert", "error")
            self.control.setProperty("fault", bool(item.fault))
            self.control.update()
        if item.warning != (before.warning if before else ""):
            self._warning = self._remark(self._warning, item.warning, "triangle-alert", "warn")
            if item.warning:
                announce(self, item.warning)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in reading order."""
        head = [self.words] if self.words.focusPolicy() else []
        more = [self._more.button] if self._more is not None else []
        return [*head, *more, *stops_of(self.control)]

    def fault(self) -> str:
        """The fault shown, or an empty string."""
        return self._fault.text() if self._fault is not None else ""

    def warning(self) -> str:
        """What gives pause, or an empty string."""
        return self._warning.text() if self._warning is not None else ""

    def nothing(self) -> str:
        """Why there is nothing to choose, or an empty string."""
        return self._nothing.text() if self._nothing is not None else ""

    def _say(self, item: Item) -> None:
        label, rich = ("", "") if self._bare and not item.rich else (item.label, item.rich)
        free = item.optional and not item.locked
        self.words.say(label, rich, optional=free, hint=item.hint, rich_hint=item.rich_hint)
        self.control.setAccessibleName(item.label)
        if item.guidance:
            self._guide().say(item.guidance, item.label)
        elif self._more is not None:
            self._more.hide()

    def _guide(self) -> "_Guidance":
        if self._more is None:
            self._more = _Guidance()
            self._whole.insertWidget(1, self._more)
        return self._more

    def _remark(self, made: "Remark | None", words: str, icon: str, ink: str) -> "Remark | None":
        if made is None and words:
            made = Remark(icon, ink)
            self._whole.addWidget(made)
        if made is not None:
            made.say(words)
        return made

    def _ask_to_open(self, address: str) -> None:
        self._whole.insertWidget(1, _Link(address))


def stops_of(widget: QWidget) -> list[QWidget]:
    """What within ``widget`` takes the focus; a tile that Tab passes now may be the one it stops at later."""
    own = [widget] if widget.focusPolicy() and widget.focusProxy() is None else []
    if isinstance(widget, _LEAVES):
        return own
    window = widget.window()
    inner = (it for it in widget.findChildren(QWidget) if it.focusPolicy() and it.window() is window)
    return own + list(inner)


class Remark(QWidget):
    """What is wrong with an answer, or gives pause: icon and words."""

    def __init__(self, icon: str, ink: str) -> None:
        super().__init__()
        self._words = Text("", Role.SECONDARY, ink, wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(Icon(icon, ink, 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)

    def say(self, words: str) -> None:
        self._words.setText(breakable(words))
        self.setVisible(bool(words))

    def text(self) -> str:
        return self._words.text().replace("\u200b", "")


class _Guidance(QWidget):
    """More about a question, for those who open it."""

    def __init__(self) -> None:
        super().__init__()
        self.button = Button(_("More guidance"), "quiet", icon="circle-help")
        self.button.setCheckable(True)
        self._words = Words(Role.SECONDARY, "text2")
        self.button.toggled.connect(self._turn)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        self.button.setFixedWidth(
            self.button.sizeHint().width() - 20
        )  # its icon stands under the first letter
        whole.addWidget(self.button)
        whole.addWidget(self._words)

    def say(self, guidance: str, label: str) -> None:
        self.button.setAccessibleName(_("More guidance: {label}").format(label=label))
        self._words.say(guidance, "" if is_plain(guidance) else html(guidance))
        self._words.setVisible(self.button.isChecked())
        self.show()

    def _turn(self, shown: bool) -> None:
        self._words.setVisible(shown)
        if shown:
            announce(self, self._words.accessibleName() or self._words.text())


class _Link(QWidget):
    """An address of the form, to be opened or not."""

    def __init__(self, address: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Text(breakable(address), Role.SECONDARY, "text2", wrap=True), 1)
        go = Button(_("Open in the browser"), icon="external-link", on=lambda: self._go(address))
        line.addWidget(go)
        line.addWidget(Button(_("Do not open"), "ghost", on=self.deleteLater))

    def _go(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))
        self.deleteLater()


def _head(item: Item) -> tuple[object, ...]:
    return item.label, item.rich, item.optional, item.locked, item.hint, item.rich_hint, item.guidance


def _beneath(item: Item) -> tuple[str, ...]:
    return item.fault, item.nothing, item.hint


def _is_wide(item: Item) -> bool:
    """Beside a neighbour a long label or hint would break onto a second line and push the two boxes apart."""
    if item.kind not in SHORT or item.guidance or "many" in item.look or "counter" in item.look:
        return True
    if len(item.label) + len(item.hint) > 2 * _LONG or item.rich:
        return True
    optional = _("(optional)") if item.optional else ""
    return paint.width_of(f"{item.label} {optional} {item.hint}", font(Role.BODY)) > _HALF
