"""What help shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the list: its name and its first heading."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class HelpState:
    """``text`` is Markdown; ``page`` the name of the page in view."""

    pages: tuple[Page, ...] = ()
    page: str = ""
    text: str = ""
