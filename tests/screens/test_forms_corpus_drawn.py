"""Every form of the corpus drawn by the real view: fresh, filled in, and in each of its languages."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.entry.offscreen import NoLanes, draw_once
from desktop.ui.entry.presenter import EntryPresenter
from desktop.ui.entry.sheet import Extra
from desktop.ui.entry.view import EntryView
from desktop.work.desk import VIETNAM
from forms.entry import Entry
from forms.filler import fill
from tests.helpers import corpus

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM)


@pytest.mark.parametrize("path", corpus.WORKING, ids=lambda path: path.name)
def test_the_form_is_drawn_whole(qapp: QApplication, path: Path) -> None:
    form = corpus.form(path)
    assert draw_once(form) > 0
    entry = Entry(form, today=TODAY, now=NOW)
    fill(entry, seed=1)
    before = entry.everything()
    view: list[EntryView] = []
    presenter = EntryPresenter(
        NoLanes(), show=lambda it: view[0].render_state(it), focus=lambda at: None, touched=lambda: None
    )
    window = QWidget()
    view.append(EntryView(presenter, lambda: TODAY))
    view[0].setParent(window)
    try:
        for language in [*form.languages, form.default_language]:
            if language == form.default_language:
                presenter.begin(entry, Extra())
            else:
                presenter.begin(entry, Extra(), language)
            drawn = set(view[0].paths())
            assert set(_asked(entry)) <= drawn
            window.grab()
    finally:
        presenter.end()
        window.deleteLater()
    assert entry.everything() == before


def _asked(entry: Entry) -> Iterator[str]:
    """Paths of what a person answers as things stand."""
    for path in entry.paths():
        question = entry.form.find("/".join(path.split("/")[::2])) if len(path.split("/")) % 2 else None
        if question is None or not question.holds_value or question.type in ("calculate", "hidden"):
            continue
        heads_a_matrix = "label" in question.appearance.split()
        if entry.state(path).relevant and not question.meta and not heads_a_matrix:
            yield path
