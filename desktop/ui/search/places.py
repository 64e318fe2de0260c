"""Where a search result leads."""

from desktop.ui.search.presenter import SCREEN
from desktop.ui.search.state import Line
from desktop.ui.shell.screen import Place
from desktop.work.search import SERVICE


def place_of(line: Line) -> Place:
    """The place that opens the record, service or screen of a line."""
    if line.kind == SCREEN:
        screen, _, form = line.rec.partition("/")
        return Place(screen, form=form or None)
    if line.kind == SERVICE:
        return Place("search", rec=line.rec, form=SERVICE)
    if line.kind == "guidance_session":
        return Place("visits", rec=line.rec)
    if line.kind == "training_class":
        return Place("class", rec=line.rec)
    if line.kind == "feedback":
        return Place("feedback", rec=line.rec)
    return Place("records", form=line.kind, rec=line.rec)
