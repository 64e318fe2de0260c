"""Decisions of the blank paper form: drawn in a language, turned, saved, printed. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.paper.pages import Picture, count, picture
from desktop.ui.forms import views
from desktop.ui.forms.running import Running
from desktop.ui.forms.state import PaperState
from desktop.work import forms_slow
from desktop.work.lanes import Job, Lanes
from desktop.work.leaflets import save_pdf
from desktop.work.shown import form_of
from forms.definition import Form
from forms.problem import Problem
from resources.words import _, language

SHARPEST = 300.0  # dpi; beyond it a page on screen gains nothing
Send = Callable[[bytes, Job], None]


class PaperPresenter:
    """``show`` draws; ``said`` tells of a file or a print; ``tell`` of what went wrong."""

    def __init__(
        self,
        lanes: Lanes,
        *,
        show: Callable[[PaperState], None],
        said: Callable[[str], None],
        tell: Callable[[Problem], None],
    ) -> None:
        self._lanes = lanes
        self._show, self._said, self._tell = show, said, tell
        self._state = PaperState()
        self._form: Form | None = None
        self._pdf = b""
        self._dpi = 96.0
        self._work = Running(lanes, lambda n, of: self._put(replace(self._state, printing=(n, of))))

    @property
    def file_name(self) -> str:
        """What a file of it is called."""
        form = self._form
        parts = ("phieu", form.id, form.version, self._state.language) if form else ("phieu",)
        return "-".join("".join(ch if ch.isalnum() else "-" for ch in it) for it in parts if it) + ".pdf"

    def open(self, form_id: str) -> None:
        """Draw the version in use."""
        self._form, self._pdf = None, b""
        self._put(PaperState())
        self._lanes.store(lambda desk: form_of(desk, form_id), self._opened)

    def language(self, code: str) -> None:
        """Draw it in another language."""
        if code != self._state.language:
            self._put(replace(self._state, language=code, page=0, pages=0, picture=None))
            self._draw()

    def turned(self, page: int) -> None:
        """Look at another page."""
        if 0 <= page < self._state.pages:
            self._put(replace(self._state, page=page))
            self._picture()

    def sharpness(self, dpi: float) -> None:
        """How many pixels an inch of the page takes on screen now."""
        dpi = min(dpi, SHARPEST)
        if abs(dpi - self._dpi) > 0.5:
            self._dpi = dpi
            self._picture()

    def save_to(self, path: Path) -> None:
        """Write the PDF."""
        if pdf := self._pdf:
            words = _("Saved {name}").format(name=path.name)
            self._lanes.slow(lambda _job: save_pdf(path, pdf), lambda _none: self._said(words))

    def print_with(self, send: Send) -> None:
        """Print with ``send``, which puts the pages on the chosen printer one by one."""
        pdf = self._pdf
        if not pdf or self._state.printing is not None:
            return

        def step(job: Job) -> bool:
            send(pdf, job)
            return not job.cancelled

        def done(whole: bool) -> None:
            self._put(replace(self._state, printing=None))
            if whole:
                self._said(_("Sent to the printer: {form}").format(form=self._state.title))

        def failed(problem: Problem) -> None:
            self._put(replace(self._state, printing=None))
            self._tell(problem)

        self._put(replace(self._state, printing=(0, self._state.pages)))
        self._work.run(step, done, failed)

    def stop(self) -> None:
        """Send no more pages."""
        self._work.stop()

    # inside

    def _opened(self, form: Form) -> None:
        self._form = form
        known = [(code, name or code) for code, name in form.languages.items()]
        codes = [code for code, _name in known]
        own = language() if language() in codes or not codes else form.default_language
        chosen = own if own in codes or not codes else codes[0]
        self._put(PaperState(views.title_of(form), tuple(known) if len(known) > 1 else (), chosen))
        self._draw()

    def _draw(self) -> None:
        form, code, ask = self._form, self._state.language, self._lanes.ask
        assert form is not None

        def step(_job: Job) -> tuple[bytes, int]:
            pdf = forms_slow.paper_through(ask, form.id, code)
            return pdf, count(pdf)

        def done(it: tuple[bytes, int]) -> None:
            if form is self._form and code == self._state.language:
                self._pdf = it[0]
                self._put(replace(self._state, pages=it[1]))
                self._picture()

        self._lanes.slow(step, done, self._tell)

    def _picture(self) -> None:
        pdf, page, dpi = self._pdf, self._state.page, self._dpi
        if not pdf:
            return

        def done(drawn: Picture) -> None:
            if pdf is self._pdf and (page, dpi) == (self._state.page, self._dpi):
                self._put(replace(self._state, picture=drawn))

        self._lanes.slow(lambda _job: picture(pdf, page, dpi), done)

    def _put(self, state: PaperState) -> None:
        self._state = state
        self._show(state)
