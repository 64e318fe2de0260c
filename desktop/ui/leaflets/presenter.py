"""Decisions of the leaflet screen. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.leaflets.leaflet import MOST_SERVICES, Hotline, Leaflet, Template, chosen_services
from desktop.leaflets.leaflet import Step as PrintedStep
from desktop.leaflets.preflight import Finding, check
from desktop.leaflets.render import Paper, render
from desktop.paper.pages import Picture, images
from desktop.ui.leaflets import views
from desktop.ui.leaflets.out import WaysOut
from desktop.ui.leaflets.state import Action, LeafletsState, Option
from desktop.work import leaflets as work
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Job, Lanes
from desktop.work.leaflets import Draft
from forms.problem import Problem
from resources.words import _

LONGEST_LINK = 500  # letters; a QR code has no room for much more, and none so fine can be printed
SHARPEST = 400.0  # dpi; beyond it a page on screen gains nothing


class LeafletsPresenter:
    """One leaflet being made. Every change asks for a redraw, which the screen times: see ``stale``.

    ``show(state)`` draws; ``focus(field)`` moves the cursor; ``said(text, changed)`` tells of what was written.
    ``out`` saves and prints; it calls ``ask_file`` and ``ask_printer`` once the page may go out.
    """

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[LeafletsState], None],
        tell: Callable[[Problem], None],
        said: Callable[[str, Changed], None],
        focus: Callable[[str], None],
        settings: Callable[[], None],
        ask_file: Callable[[str], None],
        ask_printer: Callable[[Draft], None],
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show, self._said, self._focus = show, said, focus
        self._settings = settings
        self._state = LeafletsState()
        self._draft: Draft | None = None
        self._thrown: Draft | None = None
        self._own_link = False
        self._hotlines: tuple[Hotline, ...] = ()
        self._dpi = 96.0
        self._jobs: list[Job] = []
        self.out = WaysOut(
            lanes,
            clock,
            draft=self._kept_draft,
            copies_fault=lambda: self._state.copies_fault,
            checked=self._checked,
            printing=self._printing,
            tell=tell,
            said=said,
            focus=focus,
            ask_file=ask_file,
            ask_printer=ask_printer,
        )
        self.dirty = False  # something is not in the store yet
        self.stale = False  # the page shown is not the page as it would be printed

    @property
    def state(self) -> LeafletsState:
        """What is shown now."""
        return self._state

    # opening and keeping

    def open(self) -> None:
        """Come into view: what was kept, with today's facts of the office."""
        self.keep()
        self._lanes.store(_kept, self._opened)

    def heard(self, changed: Changed) -> None:
        """The office's particulars or the hotlines' days may have changed elsewhere."""
        if self._draft is not None and changed.kinds & {"office", "unit"}:
            self.open()

    def keep(self) -> None:
        """Put the draft on the disk; called within a second of a change."""
        if self.dirty and self._draft is not None:
            self.dirty = False
            draft = self._draft
            self._lanes.store(lambda desk: work.keep(desk, draft))

    def _opened(self, it: "tuple[Draft, tuple[Hotline, ...]]") -> None:
        draft, self._hotlines = it
        if self.dirty:  # somebody typed on while it was being read
            return
        same_copies = self._draft is not None and self._draft.copies == draft.copies
        self._draft = draft
        copies = self._state.copies if same_copies else str(draft.copies)
        self._state = replace(self._state, copies=copies)
        self._turn_stale()

    # what is written and chosen

    def template(self, name: Template) -> None:
        """Go on with another template; this one's draft is kept."""
        self.dirty = True
        self.keep()
        self._own_link, self._thrown = False, None
        self._state = replace(self._state, page=0, pictures=(), marks=(), checks=(), stops=None)

        def opened(it: tuple[Draft, tuple[Hotline, ...]]) -> None:
            self.keep()
            self._draft = None
            self._opened(it)
            self.dirty = True

        self._lanes.store(lambda desk: _kept(desk, name), opened)

    def wrote(self, field: str, text: str) -> None:
        """A text was changed; ``steps.2`` is a step's text and ``steps.2.title`` its title."""
        if self._draft is None:
            return
        if not field.startswith("steps."):
            self._set(**{field: text})
            return
        at, _dot, part = field.removeprefix("steps.").partition(".")
        steps = list(self._draft.leaflet.steps)
        if int(at) < len(steps):
            steps[int(at)] = replace(steps[int(at)], **{part or "text": text})
            self._set(steps=tuple(steps))

    def step_added(self) -> None:
        """One step more at the end."""
        if self._draft is not None and self._state.can_add:
            self._set(steps=(*self._draft.leaflet.steps, PrintedStep("", "")))
            self._focus(f"steps.{len(self._draft.leaflet.steps) - 1}")

    def step_removed(self, at: int) -> None:
        """Take out the step at ``at`` (from 0)."""
        if self._draft is not None and self._state.can_remove:
            self._set(steps=tuple(it for n, it in enumerate(self._draft.leaflet.steps) if n != at))
            self._focus(f"steps.{min(at, len(self._draft.leaflet.steps) - 1)}")

    def service_added(self, name: str) -> None:
        """Name a service of the catalogue on the page."""
        if self._draft is not None and self._state.can_add_service:
            self._services([*self._chosen(self._state.services), name])

    def service_removed(self, name: str) -> None:
        """Take a service off the page."""
        self._services([it for it in self._chosen(self._state.services) if it != name])

    def _services(self, names: list[str]) -> None:
        self._set(services=chosen_services(names[:MOST_SERVICES], self._today()))

    def link(self, value: str) -> None:
        """One of the known addresses, or one's own."""
        self._own_link = value == views.OWN_LINK
        if self._own_link:
            self._turn_stale()
            self._focus("link")
        else:
            self._set(link=value, link_label=views.host(value))

    def link_written(self, text: str) -> None:
        """An address of one's own; the page says it in words too."""
        text = text[:LONGEST_LINK]
        self._set(link=text, link_label=views.host(text))

    def language(self, code: str) -> None:
        """The page in another language: the words begin anew from its pack."""
        draft = self._draft
        if draft is None or code == draft.leaflet.language:
            return
        template = draft.leaflet.template
        self._lanes.store(lambda desk: work.begin(desk, template, code), self._begun)

    def hotline(self, number: str, on: bool) -> None:
        """Print a hotline or leave it out; where only one fits, another takes its place."""
        if self._draft is None:
            return
        most = work.MOST_HOTLINES[self._draft.leaflet.template]
        chosen = [it for it in self._chosen(self._state.hotlines, on=True) if it != number]
        if on:
            chosen = [*(chosen if most > 1 else ()), number]
        self._print_hotlines(chosen)

    def _print_hotlines(self, numbers: list[str]) -> None:
        self._set(hotlines=tuple(it for it in self._hotlines if work.digits(it) in numbers))

    def black_and_white(self, on: bool) -> None:
        """Inks for a printer without colour."""
        self._set(black_and_white=on)

    def size(self, value: str) -> None:
        """The size of the steps, in points."""
        self._set(body_pt=float(value))

    def compared(self) -> None:
        """Somebody compared the content with the portal today."""
        self._set(checked_on=self._today())

    def paper(self, value: Paper) -> None:
        """A4 to cut, or A5."""
        self._change(paper=value)

    def start(self, value: str) -> None:
        """The first free place of a half-used sheet."""
        self._change(start=int(value))

    def copies(self, text: str) -> None:
        """How many; a number that cannot be keeps the leaflet from the printer."""
        number = int(text) if text.isdecimal() and text.isascii() else 0
        good = 1 <= number <= work.MOST_COPIES
        fault = "" if good else _("Enter a number from 1 to {most}").format(most=work.MOST_COPIES)
        self._state = replace(self._state, copies=text, copies_fault=fault)
        if good:
            self._change(copies=number)
        else:
            self._redraw()

    def begin_anew(self) -> None:
        """Throw the words away and begin from the template; ``take_back`` brings them again."""
        draft = self._draft
        if draft is not None:
            leaflet = draft.leaflet
            self._lanes.store(lambda desk: work.begin(desk, leaflet.template, leaflet.language), self._begun)

    def _begun(self, leaflet: Leaflet) -> None:
        if self._draft is not None:
            self._thrown, self._own_link = self._draft, False
            self.dirty = True
            self._draft = replace(self._draft, leaflet=leaflet)
            self._turn_stale()

    def take_back(self) -> None:
        """The words thrown away last, again."""
        if self._thrown is not None:
            self._draft, self._thrown = self._thrown, None
            self.dirty = True
            self._turn_stale()

    def _set(self, **values: Any) -> None:
        if self._draft is not None:
            self._change(leaflet=replace(self._draft.leaflet, **values))

    def _change(self, **values: Any) -> None:
        if self._draft is None:
            return
        changed = replace(self._draft, **values)
        if changed == self._draft:
            return
        drawn_anew = changed.leaflet != self._draft.leaflet
        self._draft, self._thrown, self.dirty = changed, None, True
        if drawn_anew:
            self._turn_stale()
        else:
            self._redraw()

    def _turn_stale(self) -> None:
        self.stale = True
        self._redraw()

    # the page

    def turned(self, page: int) -> None:
        """Look at another page."""
        if 0 <= page < self._state.pages:
            self._state = replace(self._state, page=page)
            self._redraw()

    def sharpness(self, dpi: float) -> None:
        """How many pixels an inch of the page takes on screen now."""
        dpi = min(dpi, SHARPEST)
        if abs(dpi - self._dpi) > 0.5:
            self._dpi = dpi
            self._turn_stale()

    def draw(self) -> None:
        """Draw the page as it is now and check it."""
        draft = self._draft
        if draft is None:
            return
        self.stale = False
        for job in self._jobs:
            job.cancel()
        leaflet, dpi, today = draft.leaflet, self._dpi, self._today()

        def page(job: Job) -> tuple[Picture, ...] | None:
            return None if job.cancelled else _pictures(render(leaflet), dpi)

        def verdict(job: Job) -> tuple[Finding, ...] | None:
            return None if job.cancelled else check(leaflet, today)

        self._jobs = [
            self._lanes.slow(page, self._drawn),
            self._lanes.slow(verdict, lambda found: self._checked(leaflet, found)),
        ]

    def _drawn(self, pictures: tuple[Picture, ...] | None) -> None:
        if pictures is not None:
            self._state = replace(self._state, pictures=pictures)
            self._redraw()

    def _checked(self, leaflet: Leaflet, found: tuple[Finding, ...] | None) -> None:
        draft = self._draft
        if found is None or draft is None or draft.leaflet != leaflet:
            return
        checks, marks = views.checks(found, draft)
        stops = sum(it.level == "stop" for it in found)
        self._state = replace(self._state, checks=checks, marks=marks, stops=stops)
        self._redraw()

    # what the list offers

    def act(self, action: Action) -> None:
        """A button of the list was pressed."""
        if action.deed == "rang":
            self.rang(action.numbers)
        elif action.deed == "settings":
            self._settings()
        elif action.deed == "ink":
            self.black_and_white(True)
        elif action.deed == "page":
            self.turned(action.page)
        else:
            self.went(action.field)

    def went(self, field: str) -> None:
        """Go to a field, and to the page on which it stands."""
        page = next((it.page for it in self._state.marks if it.field == field), self._state.page)
        self.turned(page)
        self._focus(field)

    def rang(self, numbers: tuple[str, ...]) -> None:
        """Note that these numbers were rung today and answered."""

        def step(desk: Desk) -> tuple[Changed, tuple[Hotline, ...]]:
            return work.rang(desk, numbers), work.hotlines(desk)

        def done(it: tuple[Changed, tuple[Hotline, ...]]) -> None:
            changed, self._hotlines = it
            if self._draft is not None:
                self._print_hotlines([work.digits(hotline) for hotline in self._draft.leaflet.hotlines])
            several = len(numbers) > 1
            said = _("Noted: {n} hotlines rung today") if several else _("Noted: the hotline was rung today")
            self._said(said.format(n=len(numbers)), changed)

        self._lanes.store(step, done)

    # paper

    def _kept_draft(self) -> Draft | None:
        self.keep()
        return self._draft

    def _printing(self, printing: tuple[int, int] | None) -> None:
        self._state = replace(self._state, printing=printing)
        self._redraw()

    # drawing

    def _today(self) -> date:
        return self._clock().date()

    @staticmethod
    def _chosen(options: tuple[Option, ...], *, on: bool = False) -> list[str]:
        return [it.value for it in options if it.on or not on]

    def _redraw(self) -> None:
        if self._draft is None:
            return
        state = views.fields(self._state, self._draft, own_link=self._own_link)
        self._state = replace(
            state,
            page_words=_("Page {n} of {all} · A5 upright").format(n=state.page + 1, all=state.pages),
            can_take_back=self._thrown is not None,
        )
        self._show(views.with_copies(self._state))


def _kept(desk: Desk, template: Template | None = None) -> tuple[Draft, tuple[Hotline, ...]]:
    return work.restore(desk, template), work.hotlines(desk)


def _pictures(pdf: bytes, dpi: float) -> tuple[Picture, ...]:
    return tuple(Picture(it.width, it.height, it.tobytes()) for it in images(pdf, dpi))
