"""Decisions of importing filled data: a dry run, what is chosen, then keeping it. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.ui.forms import views
from desktop.ui.forms.running import Running, telling
from desktop.ui.forms.state import DataState
from desktop.work import filled
from desktop.work.changed import Changed
from desktop.work.filled import Dry
from desktop.work.lanes import Job, Lanes
from desktop.work.leaflets import save_pdf
from desktop.work.shown import form_of
from forms.definition import Form
from forms.problem import Problem
from resources.words import _


class DataPresenter:
    """``show`` draws; ``kept(text, changed)`` tells what was written; ``said`` of a file; ``tell`` of a problem."""

    def __init__(
        self,
        lanes: Lanes,
        *,
        show: Callable[[DataState], None],
        kept: Callable[[str, Changed], None],
        said: Callable[[str], None],
        tell: Callable[[Problem], None],
    ) -> None:
        self._lanes = lanes
        self._show, self._kept, self._said, self._tell = show, kept, said, tell
        self._state = DataState()
        self._form = ""
        self._dry: Dry | None = None
        self._path: Path | None = None
        self._work = Running(lanes, lambda done, total: self._put(replace(self._state, part=(done, total))))

    def open(self, form_id: str) -> None:
        """Begin anew with a form."""
        self.stop()
        self._form, self._dry = form_id, None
        self._put(DataState())
        self._lanes.store(
            lambda desk: views.title_of(form_of(desk, form_id)),
            lambda title: self._put(replace(self._state, title=title)),
        )

    def read(self, path: Path) -> None:
        """Say what importing a file would do; nothing is changed."""
        if self._state.part is not None:
            return
        form_id, ask, nameless = self._form, self._lanes.ask, bool(self._state.nameless)
        self._dry, self._path = None, path
        self._put(DataState(self._state.title, path.name, (0, 0), nameless=self._state.nameless))

        def step(job: Job) -> Dry:
            return filled.inspect_through(ask, form_id, path, nameless=nameless, tell=telling(job))

        self._work.run(step, self._read, self._failed)

    def choose(self, *, update: bool | None = None, only_good: bool | None = None) -> None:
        """Whether records that differ are changed, and rows with faults left out."""
        it = self._state
        self._put(
            self._acting(
                replace(
                    it,
                    update=it.update if update is None else update,
                    only_good=it.only_good if only_good is None else only_good,
                )
            )
        )

    def without_names(self, on: bool) -> None:
        """Whether people without consent come without name and phone; the file is looked at anew."""
        if self._path is not None and self._state.part is None:
            self._put(replace(self._state, nameless=on))
            self.read(self._path)

    def keep(self) -> None:
        """Write what the dry run found."""
        dry, state, ask = self._dry, self._state, self._lanes.ask
        if dry is None or not state.action or state.part is not None:
            return
        update, only_good = bool(state.update), bool(state.only_good)
        count = len(dry.fresh) + len(dry.differs) * update
        self._put(replace(state, part=(0, count), keeping=True))

        def step(job: Job) -> Changed:
            return filled.keep_through(ask, dry, only_good=only_good, update=update, tell=telling(job))

        def done(changed: Changed) -> None:
            self._dry = None
            self._put(DataState(state.title))
            self._kept(_("Imported {count} records").format(count=views.number(count)), changed)

        self._work.run(step, done, self._failed)

    def wrong_to(self, path: Path) -> None:
        """Write the wrong cells as a table to correct the file by."""
        if (dry := self._dry) is not None:
            words = _("Saved {name}").format(name=path.name)
            self._lanes.slow(
                lambda _job: save_pdf(path, filled.wrong_cells(dry)),
                lambda _none: self._said(words),
                self._tell,
            )

    def stop(self) -> None:
        """Stop what is under way; what was written by then is taken back."""
        self._work.stop()

    # inside

    def _failed(self, problem: Problem) -> None:
        state = replace(self._state, part=None, keeping=False)
        if problem.code == "import.cancelled":
            self._put(state if self._dry else DataState(state.title))
            self._said(_("Stopped; nothing was changed"))
        else:
            self._put(replace(state, problem=(problem.text, problem.advice)))

    def _read(self, dry: Dry) -> None:
        if dry.form.id != self._form:
            return  # the page was opened for another form meanwhile
        self._dry = dry
        unknown = _("Columns and sheets not read: {names}").format(names=", ".join(dry.unknown))
        self._put(
            self._acting(
                replace(
                    self._state,
                    part=None,
                    counts=views.counts(dry),
                    notes=(*((unknown,) if dry.unknown else ()), *dry.notes),
                    wrong=dry.wrong,
                    faults=dry.faults,
                    update=False if dry.differs else None,
                    only_good=False if dry.faults and (dry.fresh or dry.differs) else None,
                    nameless=bool(self._state.nameless) if _personal(dry.form) else None,
                )
            )
        )

    def _acting(self, state: DataState) -> DataState:
        """What Keep would do, ``""`` if there is nothing to keep or something wrong stands in the way."""
        dry = self._dry
        count = len(dry.fresh) + len(dry.differs) * bool(state.update) if dry else 0
        free = bool(dry) and (not state.faults or bool(state.only_good))
        words = _("Import {count} records").format(count=views.number(count))
        return replace(state, action=words if count and free else "")

    def _put(self, state: DataState) -> None:
        self._state = state
        self._show(state)


def _personal(form: Form) -> bool:
    return any(question.personal for _path, question in form.walk())
