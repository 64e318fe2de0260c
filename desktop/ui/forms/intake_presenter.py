"""Decisions of taking a form in: from a file or from the province, looked over before anything changes. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from desktop.ui.forms import views
from desktop.ui.forms.running import Running
from desktop.ui.forms.state import IntakeState, OfferRow
from desktop.work import forms, forms_province, forms_slow, sync
from desktop.work.changed import Changed
from desktop.work.forms import Preview
from desktop.work.forms_province import Offered
from desktop.work.lanes import Job, Lanes
from forms.problem import Problem
from resources.words import _
from sync.client import Settings

T = TypeVar("T")


class IntakePresenter:
    """``show`` draws; ``used(form id, text, changed)`` tells that a form was taken in."""

    def __init__(
        self,
        lanes: Lanes,
        *,
        show: Callable[[IntakeState], None],
        used: Callable[[str, str, Changed], None],
        settings: Settings | None = None,
    ) -> None:
        self._lanes = lanes
        self._show, self._used = show, used
        self._settings = settings
        self._state = IntakeState()
        self._preview: Preview | None = None
        self._work = Running(lanes)

    def open(self) -> None:
        """Begin anew."""
        self.stop()
        self._preview = None
        self._state = IntakeState(enrolled=self._state.enrolled)
        self._show(self._state)
        self._lanes.store(lambda desk: sync.enrolment(desk) is not None, self._enrolled)

    def read(self, path: Path) -> None:
        """Look over a file."""
        words = _("Reading {name}…").format(name=path.name)
        ask = self._lanes.ask
        self._run(words, lambda _job: forms_slow.inspect_through(ask, path), self._seen)

    def ask_province(self) -> None:
        """Fetch the list of forms the province gives out."""
        ask, settings = self._lanes.ask, self._settings
        words = _("Asking the province…")
        self._run(words, lambda job: forms_province.offered(ask, job, settings), self._offered)

    def fetch(self, row: OfferRow) -> None:
        """Look over one of them."""
        ask, settings = self._lanes.ask, self._settings
        words = _("Reading {name}…").format(name=row.title)
        self._run(words, lambda job: forms_province.fetch(ask, row.form, job, settings), self._seen)

    def stop(self) -> None:
        """Wait no longer; nothing was changed."""
        self._work.forget()
        if self._state.busy:
            self._put(replace(self._state, busy=""))

    def use(self) -> None:
        """Take the form in that was looked over."""
        preview = self._preview
        if preview is None or self._state.seen is None or not self._state.seen.can_use:
            return
        self._lanes.store(lambda desk: forms.publish(desk, preview), lambda it: self._published(preview, it))

    # inside

    def _run(self, words: str, step: Callable[[Job], T], then: Callable[[T], None]) -> None:
        self.stop()
        self._preview = None
        self._put(IntakeState(words, enrolled=self._state.enrolled))
        self._work.run(step, then, self._failed)

    def _failed(self, problem: Problem) -> None:
        self._put(replace(self._state, busy="", problem=(problem.text, problem.advice)))

    def _enrolled(self, enrolled: bool) -> None:
        self._put(replace(self._state, enrolled=enrolled))

    def _seen(self, preview: Preview) -> None:
        self._preview = preview
        self._put(IntakeState(enrolled=self._state.enrolled, seen=views.seen(preview)))

    def _offered(self, found: tuple[Offered, ...]) -> None:
        self._put(IntakeState(enrolled=self._state.enrolled, offers=tuple(map(views.offer, found))))

    def _published(self, preview: Preview, changed: Changed) -> None:
        assert preview.form is not None
        title = views.title_of(preview.form)
        words = _("“{form}” is in use") if preview.used is None else _("“{form}” has a new version")
        said = words.format(form=title)
        if preview.drafts:
            said += " · " + _("{count} drafts can be moved: open them").format(count=preview.drafts)
        self._used(preview.form.id, said, changed)

    def _put(self, state: IntakeState) -> None:
        self._state = state
        self._show(state)
