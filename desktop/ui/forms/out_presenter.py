"""Decisions of the export: which records, in which words, and the form itself. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.ui.forms import views
from desktop.ui.forms.running import Running, telling
from desktop.ui.forms.state import OutState
from desktop.work import export, forms_slow
from desktop.work.desk import Desk
from desktop.work.export import Choices, Exported
from desktop.work.forms_slow import Made
from desktop.work.lanes import Job, Lanes
from desktop.work.shown import form_of
from forms.definition import Form
from forms.library import built_in_ids
from forms.problem import Problem
from resources.words import _


class OutPresenter:
    """``show`` draws; ``said`` tells of a file written; ``tell`` of what went wrong."""

    def __init__(
        self,
        lanes: Lanes,
        *,
        show: Callable[[OutState], None],
        said: Callable[[str], None],
        tell: Callable[[Problem], None],
    ) -> None:
        self._lanes = lanes
        self._show, self._said, self._tell = show, said, tell
        self._state = OutState()
        self._form: Form | None = None
        self._work = Running(lanes, lambda done, total: self._put(replace(self._state, part=(done, total))))

    def open(self, form_id: str) -> None:
        """Read what there is of a form."""
        self._form = None
        self._lanes.store(lambda desk: _read(desk, form_id), lambda it: self._opened(*it))

    def choose(
        self, *, excel: bool | None = None, labels: bool | None = None, personal: bool | None = None
    ) -> None:
        """Something about the file was chosen."""
        it = self._state
        self._put(
            replace(
                it,
                excel=it.excel if excel is None else excel,
                labels=it.labels if labels is None else labels,
                personal=it.personal if personal is None else personal,
            )
        )

    def records_to(self, path: Path) -> None:
        """Write the records."""
        form, state, ask = self._form, self._state, self._lanes.ask
        if form is None or state.part is not None:
            return
        choices = Choices(state.labels, state.personal or not state.has_personal)
        total = state.records

        def step(job: Job) -> Exported:
            tell = telling(job)
            return export.export_through(
                ask,
                form,
                path,
                choices=choices,
                progress=lambda done: tell(done, total),
                kind="xlsx" if state.excel else "csv",
            )

        self._put(replace(state, part=(0, total)))
        self._work.run(step, self._exported, self._failed)

    def form_to(self, kind: Made, path: Path) -> None:
        """Write the form itself."""
        if (form := self._form) is None:
            return
        ask, words = self._lanes.ask, _("Saved {name}").format(name=path.name)
        self._lanes.slow(
            lambda _job: forms_slow.write_form(ask, form.id, kind, path),
            lambda _none: self._said(words),
            self._tell,
        )

    def stop(self) -> None:
        """Write no more; no file is left."""
        self._work.stop()

    # inside

    def _opened(self, form: Form, records: int, has_source: bool) -> None:
        self._form = form
        personal = any(
            it.personal or it.refers_to in ("resident", "member", "consent") for _path, it in form.walk()
        )
        self._put(OutState(views.title_of(form), records, has_personal=personal, has_source=has_source))

    def _exported(self, it: Exported) -> None:
        self._put(replace(self._state, part=None))
        said = _("Exported {count} records to {name}").format(
            count=views.number(it.records), name=it.files[0].name
        )
        if len(it.files) > 1:
            said += " · " + _("with {count} more files beside it").format(count=len(it.files) - 1)
        if it.cut:
            said += " · " + _("{count} texts were too long for a cell and were cut").format(count=it.cut)
        self._said(said)

    def _failed(self, problem: Problem) -> None:
        self._put(replace(self._state, part=None))
        if problem.code == "export.cancelled":
            self._said(_("Stopped; no file was written"))
        else:
            self._tell(problem)

    def _put(self, state: OutState) -> None:
        self._state = state
        self._show(state)


def _read(desk: Desk, form_id: str) -> tuple[Form, int, bool]:
    form = form_of(desk, form_id)
    kept = form_id in built_in_ids() or bool(desk.store.forms.source(form_id, form.version))
    return form, sum(desk.store.records.counts(form).values()), kept


def file_name(form_id: str, ending: str) -> str:
    """What a file of this form is offered as."""
    return "".join(ch if ch.isalnum() or ch in "-_" else "-" for ch in form_id) + f".{ending}"
