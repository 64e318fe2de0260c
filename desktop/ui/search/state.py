"""What the search shows, as values."""

from dataclasses import dataclass

from desktop.work.story import Story


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the results. Without ``kind`` it heads a group. ``icon`` stands where there is no house number."""

    title: str
    kind: str = ""
    rec: str = ""
    second: str = ""
    plate: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of record and how many match; ``kind`` ``""`` is all of them."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class SearchState:
    """``lines`` answer ``text``; ``nothing``: the text was searched and nothing fits."""

    text: str = ""
    tabs: tuple[Tab, ...] = ()
    kind: str = ""
    lines: tuple[Line, ...] = ()
    nothing: bool = False
    story: Story | None = None
    service: str = ""
