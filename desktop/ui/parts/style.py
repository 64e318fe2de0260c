"""The proxy style: what Qt draws by itself, drawn our way. Everything else paints itself."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionMenuItem,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QTextEdit,
    QWidget,
)

from desktop.ui.parts import paint
from desktop.ui.parts.focus import GAP, ring_radius
from desktop.ui.parts.icons import draw_icon
from desktop.ui.parts.look import font, sized, theme_of_palette
from desktop.ui.parts.tokens import (
    CONTROL,
    R_BUTTON,
    R_CHECK,
    R_FIELD,
    Role,
    Theme,
)

_CE, _PE, _CC, _SC = QStyle.ControlElement, QStyle.PrimitiveElement, QStyle.ComplexControl, QStyle.SubControl
_PM, _SH, _CT, _SE = QStyle.PixelMetric, QStyle.StyleHint, QStyle.ContentsType, QStyle.SubElement
_ON, _FOCUS = QStyle.StateFlag.State_On, QStyle.StateFlag.State_HasFocus
_ENABLED, _DOWN = QStyle.StateFlag.State_Enabled, QStyle.StateFlag.State_Sunken
_HOVER, _SELECTED = QStyle.StateFlag.State_MouseOver, QStyle.StateFlag.State_Selected

_METRICS: dict[QStyle.PixelMetric, int] = {
    _PM.PM_DefaultFrameWidth: 1,
    _PM.PM_IndicatorWidth: 18,
    _PM.PM_IndicatorHeight: 18,
    _PM.PM_ExclusiveIndicatorWidth: 18,
    _PM.PM_ExclusiveIndicatorHeight: 18,
    _PM.PM_CheckBoxLabelSpacing: 8,
    _PM.PM_RadioButtonLabelSpacing: 8,
    _PM.PM_ScrollBarExtent: 12,
    _PM.PM_FocusFrameHMargin: GAP,
    _PM.PM_FocusFrameVMargin: GAP,
    _PM.PM_ButtonShiftHorizontal: 0,
    _PM.PM_ButtonShiftVertical: 0,
    _PM.PM_MenuPanelWidth: 1,
    _PM.PM_MenuHMargin: 5,
    _PM.PM_MenuVMargin: 5,
    _PM.PM_ToolTipLabelFrameWidth: 8,
    _PM.PM_ScrollView_ScrollBarSpacing: 0,
    _PM.PM_LayoutLeftMargin: 16,
    _PM.PM_LayoutRightMargin: 16,
    _PM.PM_LayoutTopMargin: 16,
    _PM.PM_LayoutBottomMargin: 16,
    _PM.PM_LayoutHorizontalSpacing: 8,
    _PM.PM_LayoutVerticalSpacing: 8,
}
_HINTS: dict[QStyle.StyleHint, int] = {
    _SH.SH_FocusFrame_AboveWidget: 1,
    _SH.SH_FocusFrame_Mask: 0,
    _SH.SH_ComboBox_Popup: 0,
    _SH.SH_EtchDisabledText: 0,
    _SH.SH_DialogButtonBox_ButtonsHaveIcons: 0,
    _SH.SH_DitherDisabledText: 0,
    _SH.SH_ScrollBar_Transient: 0,
    _SH.SH_Widget_Animation_Duration: 0,
    _SH.SH_ItemView_ShowDecorationSelected: 1,
    _SH.SH_UnderlineShortcut: 0,
}


class Style(QProxyStyle):
    """Fusion with our borders, indicators, scroll bars, menus and focus frame."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        own = _METRICS.get(metric)
        return own if own is not None else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        own = _HINTS.get(hint)
        return own if own is not None else super().styleHint(hint, option, widget, returnData)

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        made = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # Qt passes none
        if kind in (_CT.CT_LineEdit, _CT.CT_ComboBox, _CT.CT_SpinBox, _CT.CT_PushButton):
            made.setHeight(max(CONTROL, made.height()))
        if kind == _CT.CT_PushButton:
            made.setWidth(max(size.width() + 28, 72))
        elif kind == _CT.CT_ComboBox:
            made.setWidth(size.width() + 48)
        elif isinstance(option, QStyleOptionMenuItem) and kind == _CT.CT_MenuItem:
            parted = option.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator
            made = made if parted else QSize(made.width() + 24, 34)
        return made

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control == _CC.CC_ComboBox:
            whole = option.rect
            if part == _SC.SC_ComboBoxEditField:
                return whole.adjusted(11, 2, -32, -2)
            if part == _SC.SC_ComboBoxArrow:
                return QRect(whole.right() - 32, whole.top(), 32, whole.height())
        if control == _CC.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            if part in (_SC.SC_ScrollBarAddLine, _SC.SC_ScrollBarSubLine):
                return QRect()
            if part == _SC.SC_ScrollBarGroove:
                return option.rect
            if part in (_SC.SC_ScrollBarSlider, _SC.SC_ScrollBarAddPage, _SC.SC_ScrollBarSubPage):
                return self._slide(option, part)
        return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # Qt passes none

    def _slide(self, option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
        upright = option.orientation == Qt.Orientation.Vertical
        room = option.rect.height() if upright else option.rect.width()
        span = option.maximum - option.minimum
        length = room if span <= 0 else max(32, room * option.pageStep // (span + option.pageStep))
        start = self.sliderPositionFromValue(
            option.minimum, option.maximum, option.sliderPosition, room - length, option.upsideDown
        )
        begin, size = {
            _SC.SC_ScrollBarSlider: (start, length),
            _SC.SC_ScrollBarSubPage: (0, start),
            _SC.SC_ScrollBarAddPage: (start + length, room - start - length),
        }[part]
        if upright:
            return QRect(0, begin, option.rect.width(), size)
        return QRect(begin, 0, size, option.rect.height())

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        theme = theme_of_palette(option.palette)
        rect = QRectF(option.rect)
        enabled = bool(option.state & _ENABLED)
        if element == _PE.PE_PanelLineEdit:
            if not isinstance(widget.parent() if widget else None, QComboBox):
                free = enabled and not (isinstance(widget, QLineEdit) and widget.isReadOnly())
                field(painter, rect, theme, bool(option.state & _FOCUS), free, _in_error(widget))
        elif element == _PE.PE_Frame and isinstance(widget, QPlainTextEdit | QTextEdit):
            free = enabled and not widget.isReadOnly()
            field(painter, rect, theme, widget.hasFocus(), free, _in_error(widget))
        elif element == _PE.PE_IndicatorCheckBox:
            paint.check_mark(painter, rect, bool(option.state & _ON), enabled, theme)
        elif element == _PE.PE_IndicatorRadioButton:
            paint.radio_mark(painter, rect, bool(option.state & _ON), enabled, theme)
        elif element == _PE.PE_PanelTipLabel:
            painter.fillRect(option.rect, QColor(theme.toast))
        elif element in (_PE.PE_PanelMenu, _PE.PE_FrameMenu):
            if element == _PE.PE_PanelMenu:
                painter.fillRect(option.rect, QColor(theme.surface))
                paint.box(painter, rect, 0, None, theme.line)
        elif element not in (_PE.PE_FrameLineEdit, _PE.PE_FrameFocusRect):
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        theme = theme_of_palette(option.palette)
        rect = QRectF(option.rect)
        if element == _CE.CE_FocusFrame and isinstance(widget, QFocusFrame):
            held = widget.widget()
            corner = ring_radius(held)
            paint.box(painter, rect, (R_BUTTON if corner is None else corner) + 3, None, theme.accent, 2)
        elif element == _CE.CE_PushButtonBevel and isinstance(option, QStyleOptionButton):
            main = bool(option.features & QStyleOptionButton.ButtonFeature.DefaultButton)
            down = bool(option.state & (_DOWN | _ON))
            enabled = bool(option.state & _ENABLED)
            button(
                painter,
                rect,
                "primary" if main else "secondary",
                theme,
                enabled,
                down,
                bool(option.state & _HOVER),
            )
            role = QPalette.ColorRole.ButtonText
            option.palette.setColor(role, QColor(theme.on_plate if main and enabled else theme.text))
        elif element == _CE.CE_MenuItem and isinstance(option, QStyleOptionMenuItem):
            _menu_item(painter, option, theme)
        elif element == _CE.CE_ComboBoxLabel and isinstance(option, QStyleOptionComboBox):
            _combo_label(painter, option, theme)
        elif element == _CE.CE_ProgressBarGroove:
            paint.box(painter, rect, rect.height() / 2, theme.neutral_tint)
        elif element == _CE.CE_ProgressBarContents and isinstance(option, QStyleOptionProgressBar):
            span = max(1, option.maximum - option.minimum)
            paint.bar(painter, rect, (option.progress - option.minimum) / span, theme)
        elif (
            element == _CE.CE_HeaderSection and isinstance(option, QStyleOptionHeader)
        ) or element == _CE.CE_HeaderEmptyArea:
            painter.fillRect(option.rect, QColor(theme.surface))
            paint.line(painter, rect.left(), rect.bottom() - 1, rect.right(), rect.bottom() - 1, theme.line)
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        theme = theme_of_palette(option.palette)
        rect = QRectF(option.rect)
        if control == _CC.CC_ComboBox:
            enabled = bool(option.state & _ENABLED)
            held = bool(option.state & _FOCUS) or (widget is not None and widget.hasFocus())
            field(painter, rect, theme, held, enabled, _in_error(widget))
            spot = QRectF(rect.right() - 28, rect.top(), 20, rect.height())
            draw_icon(painter, spot, "chevron-down", theme.text2 if enabled else theme.border, 18)
        elif control == _CC.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            grip = QRectF(self._slide(option, _SC.SC_ScrollBarSlider))
            upright = option.orientation == Qt.Orientation.Vertical
            slim = grip.adjusted(3, 2, -3, -2) if upright else grip.adjusted(2, 3, -2, -3)
            lively = bool(option.state & (_DOWN | _HOVER))
            paint.box(painter, slim, 3, theme.text2 if lively else theme.border)
        else:
            super().drawComplexControl(control, option, painter, widget)


def _in_error(widget: QWidget | None) -> bool:
    return widget is not None and bool(widget.property("fault"))


def field(
    painter: QPainter, rect: QRectF, theme: Theme, focus: bool, enabled: bool, fault: bool = False
) -> None:
    """The box of a field: 1 px border; 2 px when focused or at fault."""
    colour = theme.accent if focus else theme.error if fault else theme.border if enabled else theme.line
    paint.box(
        painter, rect, R_FIELD, theme.surface if enabled else theme.sunken, colour, 2 if focus or fault else 1
    )


def button(
    painter: QPainter,
    rect: QRectF,
    kind: str,
    theme: Theme,
    enabled: bool,
    down: bool = False,
    hover: bool = False,
) -> None:
    """The box of a button of this kind; quiet and ghost have one only under the pointer."""
    fill, border = {
        "primary": (theme.plate, None),
        "secondary": (theme.surface, theme.border),
        "soft": (theme.tint, None),
        "danger": (theme.surface, theme.error),
    }.get(kind, (theme.neutral_tint if down or hover else None, None))
    if not enabled:
        fill, border = (theme.neutral_tint if fill else None), (theme.line if border else None)
    if fill is not None and enabled and (down or hover):
        fill = QColor(fill).darker(118 if down else 107).name() if theme.name == "light" else _lit(fill, down)
    paint.box(painter, rect, R_BUTTON, fill, border)


def _lit(colour: str, down: bool) -> str:
    return QColor(colour).lighter(130 if down else 115).name()


def _combo_label(painter: QPainter, option: QStyleOptionComboBox, theme: Theme) -> None:
    if option.editable:
        return
    room = QRectF(option.rect).adjusted(11, 0, -32, 0)
    colour = theme.text if option.state & _ENABLED else theme.border
    paint.text(painter, room, option.currentText, font(Role.BODY), colour)


def _menu_item(painter: QPainter, option: QStyleOptionMenuItem, theme: Theme) -> None:
    rect = QRectF(option.rect)
    painter.fillRect(option.rect, QColor(theme.surface))
    if option.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator:
        paint.line(
            painter, rect.left() + 8, rect.center().y(), rect.right() - 8, rect.center().y(), theme.line
        )
        return
    enabled = bool(option.state & _ENABLED)
    if option.state & _SELECTED and enabled:
        paint.box(painter, rect.adjusted(1, 1, -1, -1), R_CHECK, theme.tint)
    ink = theme.text if enabled else theme.border
    words, _, keys = option.text.partition("\t")
    spot = QPointF(rect.left() + 18, rect.center().y())
    if option.checked:
        paint.tick(painter, spot, 11, theme.accent)
    elif not option.icon.isNull():
        option.icon.paint(painter, QRect(int(spot.x()) - 9, int(spot.y()) - 9, 18, 18))
    inner = rect.adjusted(36, 0, -12, 0)
    paint.text(
        painter, inner, words.replace("&&", "\0").replace("&", "").replace("\0", "&"), font(Role.BODY), ink
    )
    if keys:
        paint.text(painter, inner, keys, sized(12, 500), theme.text2, paint.RIGHT)
