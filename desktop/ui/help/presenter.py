"""Which page of help belongs to the screen one came from."""

from collections.abc import Callable
from dataclasses import replace

from desktop.ui.help.state import HelpState, Page
from resources import ROOT

FOLDER = ROOT / "help"
_SCREENS = (
    "today",
    "visit",
    "visits",
    "training",
    "feedback",
    "outreach",
    "search",
    "forms",
    "leaflets",
    "sync",
    "settings",
)
PAGES = (*_SCREENS, "expressions", "keys", "about")
# Screens that have no page of their own.
_INSTEAD = {
    "class": "training",
    "record": "search",
    "records": "search",
    **dict.fromkeys(("form_import", "form_try", "form_paper", "form_out", "form_data"), "forms"),
}


class HelpPresenter:
    """Pages are read when they are opened; the list once."""

    def __init__(self, show: Callable[[HelpState], None]) -> None:
        self._show = show
        self.state = HelpState(tuple(Page(name, _title(_text(name))) for name in PAGES))

    def open(self, query: str) -> None:
        """Show the page of a screen; without a known one, the page in view, at first that of Today."""
        name = _INSTEAD.get(query, query)
        if name not in PAGES:
            name = self.state.page or PAGES[0]
        self.state = replace(self.state, page=name, text=_text(name))
        self._show(self.state)

    def follow(self, link: str) -> None:
        """A link within help: ``visit.md``."""
        self.open(link.removesuffix(".md"))


def _text(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text("utf-8")


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ").strip()
