"""Leaflets and print, drawn. Decides nothing."""

from PySide6.QtCore import QMargins, QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.leaflets.checks import Aside
from desktop.ui.leaflets.form import LeafletForm
from desktop.ui.leaflets.presenter import LeafletsPresenter
from desktop.ui.leaflets.preview import Preview
from desktop.ui.leaflets.state import LeafletsState
from desktop.ui.parts import paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.files import ask_save
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import ScrollBody, boxed, row
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.meters import ProgressBar
from desktop.ui.parts.tabs import SegmentTabs
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work.changed import Changed
from desktop.work.leaflets import Draft, page_sources
from resources.words import _

KEEP_AFTER = 800  # ms from the first change: on the disk within a second
DRAW_AFTER = 250  # ms from the last change
NARROW = 1040  # px of the screen itself: page and list share one column
LEAST = (720, 320)
ASIDE = 292 + 4 + 20


class Footer(QWidget):
    """Whether the page may go to the printer, and the two ways out."""

    def __init__(self, presenter: LeafletsPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = Icon("circle-check", "ok", 20)
        self._verdict = Text("")
        self._bar = ProgressBar()
        self._bar.setFixedWidth(180)
        self._stop = Button(_("Stop printing"), icon="x", on=presenter.out.stop_printing)
        self.save = Button(_("Save PDF"), icon="download", on=presenter.out.save)
        self.print = Button(_("Print…"), "primary", icon="printer", keys="Ctrl+P", on=presenter.out.print)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 0, 24, 0)
        whole.setSpacing(10)
        for widget in (self._icon, self._verdict, self._bar, self._stop):
            whole.addWidget(widget)
        whole.addStretch(1)
        whole.addWidget(self.save)
        whole.addWidget(self.print)

    def render_state(self, state: LeafletsState) -> None:
        """Show ``state``."""
        busy = state.printing is not None
        icon, ink, words = "clock", "text2", _("Checking the page…")
        if state.stops:
            several = _("{n} faults to mend before printing")
            words = (_("1 fault to mend before printing") if state.stops == 1 else several).format(
                n=state.stops
            )
            icon, ink = "circle-alert", "error"
        elif state.stops == 0:
            icon, ink, words = "circle-check", "ok", _("Ready to print")
        if state.printing is not None:
            done, total = state.printing
            icon, ink = "printer", "text2"
            words = _("Printing page {done} of {total}").format(done=done, total=total)
            self._bar.set_part(done, total or 1)
        self._icon.set_icon(icon, ink)
        self._verdict.setText(words)
        self._verdict.set_ink(ink)
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self.save.setEnabled(state.ready and not busy)
        self.print.setEnabled(state.ready and not busy)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), 0, theme.surface)
        paint.line(painter, 0, 0, self.width(), 0, theme.line)


class LeafletsScreen(Screen):
    """The page in the centre; its words at the left; what the preflight says at the right."""

    rail = "leaflets"
    has_back = True
    hides_visit = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._state = LeafletsState()
        self._presenter = LeafletsPresenter(
            frame.lanes,
            frame.clock,
            show=self.render_state,
            tell=frame.tell,
            said=self._said,
            focus=self._focus,
            settings=lambda: frame.go(Place("settings")),
            ask_file=self._ask_file,
            ask_printer=self._ask_printer,
        )
        self._keeping = self._timer(KEEP_AFTER, self._presenter.keep)
        self._drawing = self._timer(DRAW_AFTER, self._presenter.draw)
        self._build()

    # the frame's side

    def title(self) -> str:
        return _("Leaflets")

    def subtitle(self) -> str:
        return self._state.title

    def open(self, place: Place) -> None:
        self._presenter.open()
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            self._form.template.setFocus()

    def heard(self, changed: Changed) -> None:
        self._presenter.heard(changed)

    def leave(self) -> None:
        self._keeping.stop()
        self._drawing.stop()
        self._presenter.keep()

    def footer(self) -> QWidget:
        return self._footer

    # building

    def _timer(self, after: int, act: object) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(after)
        made.timeout.connect(act)
        return made

    def _build(self) -> None:
        self._form = LeafletForm(self._presenter)
        self._preview = Preview()
        self._preview.turned.connect(self._presenter.turned)
        self._preview.sharpness.connect(self._presenter.sharpness)
        self._preview.pressed.connect(self._presenter.went)
        self._aside = Aside(self._presenter, self._preview.pane)
        self._footer = Footer(self._presenter, self)
        self._footer.hide()
        self._left = ScrollBody(self._form)
        self._left.setFixedWidth(self._form.width())
        self._right = ScrollBody(self._aside)
        self._page = boxed(row(self._preview), QMargins(4, 14, 12, 10))
        self._tabs = SegmentTabs(_("Page or checks"))
        self._tabs.chosen.connect(self._tab)
        self._both = QStackedWidget()
        self._wide = QHBoxLayout()
        self._wide.setContentsMargins(0, 0, 0, 0)
        self._wide.setSpacing(0)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._tab_row = boxed(row(self._tabs, None), QMargins(4, 8, 20, 0))
        middle.addWidget(self._tab_row)
        middle.addWidget(self._both, 1)
        self._both.addWidget(self._page)
        self._wide.addWidget(self._left)
        self._wide.addLayout(middle, 1)
        self.setLayout(self._wide)
        self.setMinimumSize(*LEAST)  # or three columns would keep the window from becoming narrow
        self._narrow: bool | None = None
        self._arrange(False)

    def _arrange(self, narrow: bool) -> None:
        """Three columns, or two of which the second shows page or list by turns."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._tab_row.setVisible(narrow)
        if narrow:
            self._wide.removeWidget(self._right)
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16777215)
            self._both.addWidget(self._right)
            self._tabs.choose(self._both.currentIndex())
        else:
            self._both.setCurrentIndex(0)
            self._both.removeWidget(self._right)
            self._right.setFixedWidth(ASIDE)
            self._wide.addWidget(self._right)
            self._right.show()

    def _tab(self, index: int) -> None:
        self._both.setCurrentIndex(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() < NARROW)
        window = self.window()
        self._footer.setFixedHeight(52 if window.height() < 600 or window.width() < 1050 else 60)

    # drawing

    def render_state(self, state: LeafletsState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        self._form.render_state(state)
        self._preview.render_state(state)
        self._aside.render_state(state)
        self._footer.render_state(state)
        faults = _("Checks ({n})").format(n=state.stops) if state.stops else _("Checks")
        self._tabs.set_labels([_("Printed page"), faults])
        if before.title != state.title:
            self._frame.retitle()
        if self._presenter.dirty and not self._keeping.isActive():
            self._keeping.start()
        if self._presenter.stale:
            self._drawing.start()

    def _focus(self, field: str) -> None:
        if field in ("checks", "copies"):
            if self._narrow:
                self._tabs.setCurrentIndex(1)
            if field == "checks":
                self._aside.checks.take()
            else:
                self._aside.paper.copies.take()
            return
        if self._narrow:
            self._tabs.setCurrentIndex(0)
        control = self._form.focus_field(field)
        if control is not None:
            QTimer.singleShot(
                0, lambda: self._left.ensureWidgetVisible(control, 0, 60)
            )  # once it is laid out

    def _said(self, text: str, changed: Changed) -> None:
        self._frame.changed(changed)
        self._frame.say(text)

    # the two ways out

    def _ask_file(self, name: str) -> None:
        ask_save(self, _("Save PDF"), _("PDF files (*.pdf)"), name, self._presenter.out.save_to)

    def _ask_printer(self, draft: Draft) -> None:
        from desktop.ui.leaflets.printing import MOST_DPI, made_for
        from desktop.ui.parts.printing import printer_for, send

        printer = printer_for(self, len(page_sources(draft)), self._frame.tell, made_for(draft))
        if printer is not None:
            self._presenter.out.print_with(
                lambda pdf, sources, job: send(printer, pdf, job, sources=sources, most_dpi=MOST_DPI)
            )
