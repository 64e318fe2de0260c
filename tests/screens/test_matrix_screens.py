"""Every screen, three sizes, light and dark, Vietnamese and English: named, whole, large enough, in one language."""

import gettext
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStackedLayout,
    QTableView,
    QWidget,
)

from desktop.ui import screens
from desktop.ui.parts import theme, tokens
from desktop.ui.settings.screen import SettingsScreen
from desktop.ui.shell.preferences import Preferences
from desktop.ui.shell.screen import Place
from desktop.ui.shell.window import Shell
from desktop.work.desk import Desk
from desktop.work.lanes import Inline
from resources import words
from tests.helpers.surveys import markdown, published
from tests.helpers.team import at_desk
from tests.helpers.window import MORNING

SIZES = ((1366, 768), (1093, 614), (1000, 530))
SURVEY = """
    type; name; label::Tiếng Việt (vi); label::English (en)
    date; ngay; Ngày; Day
    text; ten; Họ tên người được hỏi trong gia đình; Full name of whoever answers for the household
    integer; tuoi; Tuổi; Age
"""
SMALLEST = 24  # px, WCAG 2.5.8
PLACES = (
    Place("today"),
    Place("visit"),
    Place("visit", rec="resident"),
    Place("visits"),
    Place("visits", rec="guidance_session"),
    Place("training"),
    Place("training", query="new"),
    Place("class", rec="training_class"),
    Place("feedback"),
    Place("feedback", rec="feedback"),
    Place("feedback", query="new"),
    Place("outreach"),
    Place("records", form="household"),
    Place("records", form="resident", rec="resident"),
    Place("record", form="guidance_session"),
    Place("record", form="household", rec="household"),
    Place("search"),
    Place("search", query="hong"),
    Place("forms"),
    Place("forms", form="guidance_session"),
    Place("form_import"),
    *(Place(f"form_{page}", form="cho_o") for page in ("try", "paper", "out", "data")),
    Place("records", form="cho_o"),
    Place("record", form="cho_o"),
    Place("leaflets"),
    Place("sync"),
    *(Place("settings", query=tab) for tab in ("look", "office", "hamlets", "team", "passphrase", "import")),
    Place("help"),
)


def name_of(place: Place) -> str:
    parts = (place.screen, place.form, "open" if place.rec else "", place.query)
    return "-".join(part for part in parts if part)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with at_desk(tmp_path_factory.mktemp("team"), lambda: MORNING) as desk:
        published(desk, tmp_path_factory.mktemp("survey"), markdown(SURVEY, id_="cho_o"))
        yield desk


@pytest.fixture(scope="module")
def shells(team: Desk, qapp: Any) -> Iterator[dict[str, Shell]]:
    """The frame of the language in use, made when it is first asked for."""
    made: dict[str, Shell] = {}
    yield made
    for shell in made.values():
        _close(shell)
    theme.apply(qapp, tokens.LIGHT)


def _close(shell: Shell) -> None:
    shell.leave()
    shell.close_down()
    shell.close()
    shell.deleteLater()


def shell_in(language: str, look: str, shells: dict[str, Shell], team: Desk) -> Shell:
    words.use(language)
    app = QApplication.instance()
    wanted = tokens.DARK if look == "dark" else tokens.LIGHT
    if app.property("matrix") != look:
        theme.apply(app, wanted)
        app.setProperty("matrix", look)
    if language not in shells:
        for other in tuple(shells):
            _close(shells.pop(other))
        shells[language] = Shell(
            Inline(team),
            lambda: MORNING,
            screens.builders(settings=lambda it: SettingsScreen(it, Preferences(), lambda _: None)),
            search=screens.search,
            lock=lambda: None,
            about=lambda: None,
        )
    shells[language].show()
    return shells[language]


def first(team: Desk, form: str) -> str:
    """A record of a form that has something to show."""
    if form == "resident":
        sql = "SELECT id FROM resident WHERE full_name = 'Nguyễn Thị Mẫu Hồng'"
    else:
        sql = f"SELECT id FROM {form} WHERE deleted = 0 ORDER BY sort DESC LIMIT 1"
    return str(team.store.query(sql)[0][0])


# what is looked at


def visible(shell: Shell) -> list[QWidget]:
    return [it for it in shell.findChildren(QWidget) if it.isVisible() and it.width() and it.height()]


def spoken(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def told(widget: QWidget) -> str:
    """Enough to find the widget in the source."""
    text = getattr(widget, "text", "")
    words = text() if callable(text) else text
    inside = widget.parentWidget()
    return f"{type(widget).__name__} “{str(words or spoken(widget))[:40]}” in {type(inside).__name__}"


def focusable(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()


def scrolled(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea | QAbstractItemView):
            return True
        above = above.parentWidget()
    return False


def nameless(widgets: list[QWidget]) -> list[str]:
    return [f"no name: {told(it)}" for it in widgets if focusable(it) and not spoken(it).strip()]


def clipped(widgets: list[QWidget]) -> list[str]:
    found = []
    for it in widgets:
        if isinstance(it, QLabel) and it.text() and it.wordWrap():
            missing = it.heightForWidth(it.width()) - it.height(), 0
        elif isinstance(it, QLabel | QAbstractButton) and it.text():
            least = it.sizeHint() if isinstance(it, QLabel) else it.minimumSizeHint()
            missing = least.height() - it.height(), least.width() - it.width()
        else:
            continue
        if max(missing) > 0:
            found.append(f"clipped by {missing[1]}×{missing[0]} px: {told(it)}")
        elif not scrolled(it) and it.visibleRegion().boundingRect() != it.rect():
            found.append(f"cut off by what it lies in: {told(it)}")
    return found


def laid_out(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if (inner := item.layout()) is not None:
            yield from laid_out(inner)
        elif (widget := item.widget()) is not None and widget.isVisible():
            yield widget


def overlapping(widgets: list[QWidget]) -> list[str]:
    """Neighbours of one layout that lie over each other, or touch where the layout wants a gap."""
    found = []
    for it in widgets:
        if (layout := it.layout()) is None:
            continue
        for one, other in combinations(laid_out(layout), 2):
            if not isinstance(layout, QStackedLayout) and one.geometry().intersects(other.geometry()):
                found.append(f"{told(one)} lies over {told(other)}")
        if isinstance(layout, QHBoxLayout) and layout.spacing() > 0:
            items = [layout.itemAt(at) for at in range(layout.count())]
            side = [item.widget() for item in items if item.widget() and item.widget().isVisible()]
            for one, other in pairwise(side):
                if other.x() - one.geometry().right() <= 1:
                    found.append(f"no room between {told(one)} and {told(other)}")
    return found


def too_small(widgets: list[QWidget]) -> list[str]:
    return [
        f"{it.width()}×{it.height()} px: {told(it)}"
        for it in widgets
        if (focusable(it) or isinstance(it, QAbstractButton)) and min(it.width(), it.height()) < SMALLEST
    ]


@cache
def english() -> re.Pattern[str]:
    """Matches a source string of the catalogue that has another Vietnamese; places for facts match anything."""
    with (words.HERE / "vi.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    parts = []
    for source, shown in catalogue.items():
        letters = re.sub(r"\{[^}]*\}|[^A-Za-z]", "", source)
        if source != shown and len(letters) >= 3:
            parts.append(re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(source)))
    return re.compile("|".join(parts), re.DOTALL)


def shown_words(widgets: list[QWidget]) -> Iterator[tuple[str, QWidget]]:
    for it in widgets:
        yield it.toolTip(), it
        yield it.accessibleName(), it
        if isinstance(it, QLabel | QAbstractButton):
            yield it.text(), it
        if isinstance(it, QLineEdit | QPlainTextEdit):
            yield it.placeholderText(), it
        if isinstance(it, QComboBox):
            yield from ((it.itemText(n), it) for n in range(it.count()))
        if isinstance(it, QAbstractItemView) and (model := it.model()) is not None:
            for row in range(min(model.rowCount(), 20)):
                for column in range(it.horizontalHeader().count() if isinstance(it, QTableView) else 1):
                    yield str(model.index(row, column).data() or ""), it


def foreign(widgets: list[QWidget]) -> list[str]:
    texts = {(text, told(it)) for text, it in shown_words(widgets) if english().fullmatch(text)}
    return sorted(f"English: “{text}” in {where}" for text, where in texts)


@pytest.mark.parametrize("place", PLACES, ids=name_of)
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("language", ["vi", "en"])  # outermost: there is one language at a time
def test_a_screen_is_whole(
    place: Place, look: str, language: str, shells: dict[str, Shell], team: Desk
) -> None:
    shell = shell_in(language, look, shells, team)
    rec = first(team, place.rec) if place.rec else None
    shell.go(Place(place.screen, rec, place.form, None, place.query))
    found: list[str] = []
    for size in SIZES:
        shell.resize(*size)
        for _round in range(3):  # a layout inside a layout asks anew
            QApplication.processEvents()
        shell.grab()
        at = "×".join(map(str, size))
        widgets = visible(shell)
        faults = nameless(widgets) + clipped(widgets) + overlapping(widgets) + too_small(widgets)
        if language == "vi":
            faults += foreign(widgets)
        if (shell.width(), shell.height()) != size:
            faults.append(f"the window did not become so small: {shell.width()}×{shell.height()}")
        found += [f"{at}: {fault}" for fault in faults]
    shell.leave()
    assert not found, "\n".join(found)
