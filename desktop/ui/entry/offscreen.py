"""Whether a form can be drawn: the real view, on a fresh entry, shown to nobody. Needs a ``QApplication``."""

from typing import Any

from desktop.ui.entry.presenter import EntryPresenter
from desktop.ui.entry.sheet import Extra
from desktop.ui.entry.state import EntryState
from desktop.ui.entry.view import EntryView
from desktop.ui.parts.layouts import ScrollBody
from desktop.work.desk import wall_clock
from forms.definition import Form
from forms.entry import Entry

_WIDE, _HIGH = 1000, 530  # px of the smallest window


def draw_once(form: Form) -> int:
    """Build and lay out every question of a fresh entry, one row in each repeat; how many have a control."""
    day = wall_clock().date()
    entry = Entry(form, today=day)
    view: list[EntryView] = []

    def show(state: EntryState) -> None:
        view[0].render_state(state)

    presenter = EntryPresenter(NoLanes(), show=show, focus=lambda path: None, touched=lambda: None)
    view.append(EntryView(presenter, lambda: day))
    body = ScrollBody(view[0])
    body.resize(_WIDE, _HIGH)
    try:
        presenter.begin(entry, Extra())
        _add_rows(presenter, form)
        paths = view[0].paths()
        body.grab()
        return len({"/".join(path.split("/")[::2]) for path in paths})
    finally:
        presenter.end()
        body.deleteLater()


def _add_rows(presenter: EntryPresenter, form: Form) -> None:
    """A row in each repeat that has none, the outer ones first."""
    entry = presenter.entry
    repeats = [path for path, question in form.walk() if question.type == "repeat"]
    for repeat in sorted(repeats, key=lambda it: it.count("/")):
        for path in [it for it in entry.paths() if "/".join(it.split("/")[::2]) == repeat]:
            if not entry.rows(path):
                presenter.added(path)


class NoLanes:
    """A form shown to nobody asks nothing of the store: whatever would, is never called."""

    def store(self, *_step: Any, **_more: Any) -> None:
        raise AssertionError

    def slow(self, *_step: Any, **_more: Any) -> Any:
        raise AssertionError

    def ask(self, _step: Any) -> Any:
        raise AssertionError
