"""Help: every screen has a page, pages link to pages that exist, F1's query opens the right one."""

import re

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui.help.presenter import FOLDER, PAGES
from desktop.ui.help.screen import HelpScreen
from desktop.ui.parts.tokens import Role
from desktop.ui.shell.screen import Place
from desktop.work.desk import Clock

# Their tables are there to find one thing in; nobody reads them through.
LOOKED_UP = {"expressions"}


class Quiet:
    """A frame of which help asks nothing."""

    lanes = clock = None

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


@pytest.fixture
def screen(qtbot: QtBot, clock: Clock) -> HelpScreen:
    made = HelpScreen(Quiet())  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    return made


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("", "today"),
        ("visit", "visit"),
        ("class", "training"),
        ("keys", "keys"),
        ("about", "about"),
        ("none", "today"),
    ],
)
def test_the_page_of_the_screen_one_came_from(screen: HelpScreen, query: str, page: str) -> None:
    screen.open(Place("help", query=query))
    assert [name for name, button in screen.buttons.items() if button.isChecked()] == [page]
    title = (FOLDER / f"{page}.md").read_text("utf-8").splitlines()[0].removeprefix("# ")
    first = screen.words.document().begin()
    assert first.text() == title
    assert first.begin().fragment().charFormat().font().pixelSize() == Role.PAGE_TITLE.px


def test_a_link_opens_another_page(screen: HelpScreen) -> None:
    screen.open(Place("help", query="today"))
    screen.words.followed.emit("visit.md")
    assert screen.buttons["visit"].isChecked()


def test_shortcuts_stand_in_tables(screen: HelpScreen) -> None:
    screen.open(Place("help", query="keys"))
    assert len(screen.words.document().rootFrame().childFrames()) == 3


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_short_and_their_links_lead_somewhere(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    assert text.startswith("# ")
    read = [line for line in text.splitlines() if name not in LOOKED_UP or not line.startswith("|")]
    assert len(" ".join(read).split()) < 330
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", text)
    assert {link.removesuffix(".md") for link in links} <= set(PAGES)
    assert all((FOLDER / name).is_file() for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text))


def test_no_page_is_left_out() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(PAGES)
