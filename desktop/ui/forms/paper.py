"""The blank paper form, drawn: the PDF's own pixels, a language, saved or printed. Decides nothing."""

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.forms.about import FormPage
from desktop.ui.forms.paper_presenter import PaperPresenter
from desktop.ui.forms.state import PaperState
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.fields import Combo
from desktop.ui.parts.files import ask_save
from desktop.ui.parts.labels import Text
from desktop.ui.parts.page import Page, PageView
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.footer import Footer
from desktop.ui.shell.screen import Frame, Place
from resources.words import _

_A4 = (210.0, 297.0)  # mm


class PaperScreen(FormPage):
    """``Place("form_paper", form=…)``: the version in use, to be filled in by hand."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._state: PaperState = PaperState()
        self.presenter: PaperPresenter = PaperPresenter(
            frame.lanes, show=self.render_state, said=frame.say, tell=frame.tell
        )
        self.view = PageView(Page(_A4), whole=False)
        self.view.turned.connect(self.presenter.turned)
        self.view.sharpness.connect(self.presenter.sharpness)
        self._footer = _Footer(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(QMargins(24, 14, 20, 10))
        whole.addWidget(self.view)

    def title(self) -> str:
        return _("Blank form on paper")

    def open(self, place: Place) -> None:
        super().open(place)
        self.view.pane.setFocus()

    def footer(self) -> QWidget:
        return self._footer

    def render_state(self, state: PaperState) -> None:
        """Draw ``state``; nothing else decides what is on the screen."""
        before, self._state = self._state, state
        words = _("Page {n} of {all} · A4").format(n=state.page + 1, all=state.pages)
        self.view.show_page(
            words if state.pages else _("Drawing the page…"), state.page, state.pages, state.picture
        )
        self._footer.render_state(state)
        if before.title != state.title:
            self._frame.retitle()

    def ask_file(self) -> None:
        """Ask where the PDF goes."""
        ask_save(
            self, _("Save PDF"), _("PDF files (*.pdf)"), self.presenter.file_name, self.presenter.save_to
        )

    def ask_printer(self) -> None:
        """Ask for a printer."""
        from desktop.ui.parts.printing import printer_for, send

        printer = printer_for(self, self._state.pages, self._frame.tell)
        if printer is not None:
            self.presenter.print_with(lambda pdf, job: send(printer, pdf, job))


class _Footer(Footer):
    """Which language at the left; the two ways out at the right."""

    def __init__(self, screen: PaperScreen) -> None:
        super().__init__(screen)
        self.language = Combo()
        self.language.setAccessibleName(_("Language of the page"))
        self.language.setFixedWidth(200)
        self.language.picked.connect(screen.presenter.language)
        self._label = Text(_("Language"), Role.LABEL)
        self._label.setBuddy(self.language)
        self._printing = Text("", Role.BODY, "text2")
        self.stop = Button(_("Stop"), "quiet", on=screen.presenter.stop)
        self.save = Button(_("Save PDF"), icon="download", keys="Ctrl+S", on=screen.ask_file)
        self.print = Button(_("Print…"), "primary", icon="printer", keys="Ctrl+P", on=screen.ask_printer)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 0, 24, 0)
        whole.setSpacing(10)
        for part in (self._label, self.language, self._printing, self.stop):
            whole.addWidget(part)
        whole.addStretch(1)
        whole.addWidget(self.save)
        whole.addWidget(self.print)
        self.render_state(PaperState())

    def render_state(self, state: PaperState) -> None:
        """Offer what can be done now."""
        several = len(state.languages) > 1
        self._label.setVisible(several)
        self.language.setVisible(several)
        if [self.language.itemData(n) for n in range(self.language.count())] != [
            it[0] for it in state.languages
        ]:
            self.language.set_choices(list(state.languages), state.language)
        self.language.set_value(state.language)
        busy = state.printing is not None
        self._printing.setVisible(busy)
        self.stop.setVisible(busy)
        if state.printing is not None:
            words = _("Printing page {done} of {total}")
            self._printing.setText(words.format(done=state.printing[0], total=state.printing[1]))
        self.save.setEnabled(state.pages > 0)
        self.print.setEnabled(state.pages > 0 and not busy)
