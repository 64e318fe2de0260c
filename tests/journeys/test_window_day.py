"""A day at the window: set up, log, lock, come back, close, open again; and what can go wrong at the door."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.store.file import NAME
from desktop.ui.gate.closed import ClosedPage
from desktop.ui.gate.first_run import FirstRunPage
from desktop.ui.gate.unlock import UnlockPage
from desktop.ui.shell.screen import Place
from forms.problem import Problem
from tests.helpers.team import PASSPHRASE
from tests.helpers.window import Person, at_window, copied, furnished

ROOT = Path(__file__).resolve().parents[2]
SESSIONS = "SELECT count(*) FROM guidance_session WHERE deleted = 0"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnished(tmp_path_factory.mktemp("team"))


@pytest.fixture
def team_home(team: Path, home: Path) -> Path:
    return copied(team, home)


@pytest.fixture
def person(team_home: Path, clock: Any, qtbot: Any) -> Iterator[Person]:
    """Somebody of the demo team who has just unlocked."""
    with at_window(team_home, clock, qtbot) as person:
        person.unlock()
        yield person


def begin_visit(person: Person) -> None:
    """Nguyễn Thị Mẫu Hồng is chosen and VNeID ticked; the cursor stands in the note."""
    person.press("F2")
    person.until(lambda: person.screen._state.topics)
    person.write("hong")
    person.until(lambda: person.screen._state.suggestions)
    person.press("Return")
    person.until(lambda: person.screen._state.person)
    person.press("Alt+1")
    person.screen._note.setFocus()
    person.write("hen lai")


def notice(person: Person) -> str:
    bar = person.shell._notice
    return str(bar.accessibleName()) if bar.isVisible() else ""


# the ordinary day


def test_from_an_empty_folder_to_a_saved_visit(home: Path, clock: Any, qtbot: Any) -> None:
    with at_window(home, clock, qtbot) as person:
        page = person.page(FirstRunPage)
        QTest.keyClick(page.who.role.button("leader"), Qt.Key.Key_Space)
        page.who.name.setFocus()
        person.compose("Nguyễn Thị Mẫu Mai")
        page.who.commune.setFocus()
        person.write("hiep ninh")
        person.press("Return")
        page.who.hamlet.setFocus()
        person.compose("Thôn 3")
        person.press("Ctrl+Return")
        for line in (page.secret.first, page.secret.again):
            line.setFocus()
            person.compose(PASSPHRASE)
        person.press("Ctrl+Return")
        page._skip.click()
        person.until(lambda: person.window.shell is not None)
        person.settle()
        assert person.shell.place() == Place("today")

        person.press("F2")
        person.until(lambda: person.screen._state.topics)
        person.compose("Lê Mẫu Hà")
        person.press("Alt+N")
        panel = person.screen._newcomer
        panel._house.setText("12/3")
        panel._methods.buttons()[1].click()
        panel._use.click()
        person.until(lambda: person.screen._state.person)
        person.press("Alt+1")
        person.press("Alt+R")
        person.press("Ctrl+Return")
        person.until(lambda: person.shell._toast.isVisible())
        assert person.ask(SESSIONS)[0][0] == 1
        assert person.shell._toast.offers_undo()
    with at_window(home, clock, qtbot) as person:
        person.unlock()
        assert person.ask("SELECT full_name FROM resident")[0][0] == "Lê Mẫu Hà"


@pytest.mark.parametrize("how", ["keys", "button", "idle"])
def test_locking_keeps_the_draft_and_the_cursor(person: Person, how: str) -> None:
    begin_visit(person)
    if how == "keys":
        person.press("Ctrl+L")
    elif how == "button":
        person.shell._top.lock.setFocus(Qt.FocusReason.MouseFocusReason)
        person.shell._top.lock.click()
    else:
        person.window._idle.start(1)
    person.until(lambda: person.window.shell is None)
    page = person.page(UnlockPage)
    assert "09:41" in page._resume.text()
    assert "Hồng" not in page._resume.text()
    person.unlock("sai mật khẩu rồi")
    assert person.window.shell is None
    assert Problem("store.passphrase").text in page.secret.accessibleDescription()
    page.secret.clear()
    person.unlock()
    person.until(lambda: person.screen._state.person)
    state = person.screen._state
    assert state.person.title == "Nguyễn Thị Mẫu Hồng"
    assert [it.value for it in state.topics if it.on] == ["1"]
    assert state.note == "hen lai"
    assert QApplication.focusWidget() is person.screen._note
    person.write(" mai")
    assert person.screen._state.note == "hen lai mai"


def test_after_unlocking_save_and_close_leads_to_the_list(person: Person) -> None:
    begin_visit(person)
    person.press("Ctrl+L")
    person.until(lambda: person.window.shell is None)
    person.unlock()
    person.until(lambda: person.screen._state.person)
    person.press("Alt+R")
    person.screen._save(close=True)
    person.until(lambda: person.shell._toast.isVisible())
    assert person.shell.place().screen == "visits"
    assert person.ask("SELECT note FROM guidance_session ORDER BY n DESC LIMIT 1")[0][0] == "hen lai"


def test_any_movement_begins_the_idle_time_anew(person: Person) -> None:
    window = person.window
    window.change(replace(window.preferences, lock_minutes=1))
    assert window._idle.interval() == 60_000
    window._idle.setInterval(400)
    window._idle.start()
    for n in range(5):
        QTest.qWait(150)
        if n % 2:
            QTest.mouseMove(window, QPoint(10 + n, 10))
        else:
            person.compose("")
    assert window.shell is not None
    person.until(lambda: window.shell is None, 2)


def test_closing_keeps_the_draft_and_the_window_opens_as_it_was(
    team_home: Path, clock: Any, qtbot: Any
) -> None:
    with at_window(team_home, clock, qtbot) as person:
        person.unlock()
        begin_visit(person)
        person.window.change(replace(person.window.preferences, theme="dark", language="en"))
    with at_window(team_home, clock, qtbot) as person:
        assert (person.window.preferences.theme, person.window.preferences.language) == ("dark", "en")
        person.unlock()
        (draft,) = [
            it for it in person.window.lanes.ask(lambda desk: desk.store.drafts.all())
            if it.form == "guidance_session"
        ]  # fmt: skip
        assert draft.values["note"] == "hen lai"
        assert draft.values["people"][0]["topics"] == ["1"]
        person.window.change(replace(person.window.preferences, theme="light", language="vi"))


def test_a_language_change_keeps_place_and_draft(person: Person) -> None:
    begin_visit(person)
    draft = person.screen._presenter.draft
    # what was asked before comes back after the old screens are gone
    person.window.lanes.store(lambda desk: time.sleep(0.3))
    person.window.change(replace(person.window.preferences, language="en"))
    person.until(lambda: person.screen._state.person)
    assert person.screen._presenter.draft == draft
    assert person.screen._state.note == "hen lai"
    assert person.screen.title() == "Log a guidance session"
    assert QApplication.focusWidget() is person.screen._note
    person.window.change(replace(person.window.preferences, language="vi"))


def test_a_theme_change_keeps_everything_where_it_is(person: Person) -> None:
    begin_visit(person)
    screen = person.screen
    before = screen.grab().toImage().pixelColor(2, 2)
    person.window.change(replace(person.window.preferences, theme="dark"))
    assert person.screen is screen
    assert QApplication.focusWidget() is screen._note
    person.settle()
    after = screen.grab().toImage().pixelColor(2, 2)
    assert after.lightness() < 100 < before.lightness()
    person.window.change(replace(person.window.preferences, theme="light"))


# the disk


def test_a_full_disk_is_told_and_nothing_typed_is_lost(person: Person) -> None:
    begin_visit(person)
    person.press("Alt+R")
    person.settle()
    lanes = person.window.lanes
    before = person.ask(SESSIONS)[0][0]
    (pages,) = person.ask("PRAGMA page_count")[0]
    lanes.ask(lambda desk: desk.store._file.run(f"PRAGMA max_page_count = {pages}").close())
    person.screen._note.setFocus()
    person.screen._note.setText("")
    person.compose("x" * 19_000)
    person.press("Ctrl+Return")
    person.until(lambda: notice(person))
    assert notice(person).startswith(Problem("store.full").text)
    assert person.ask(SESSIONS)[0][0] == before
    state = person.screen._state
    assert state.person is not None
    assert state.note == "x" * 19_000
    lanes.ask(lambda desk: desk.store._file.run("PRAGMA max_page_count = 1000000").close())
    person.press("Ctrl+Return")
    person.until(lambda: person.shell._toast.isVisible())
    assert notice(person) == ""
    assert person.ask(SESSIONS)[0][0] == before + 1


def test_ten_megabytes_pasted_into_the_note(person: Person) -> None:
    begin_visit(person)
    person.press("Alt+R")
    QApplication.clipboard().setText("rất dài " * 1_300_000)
    person.screen._note.take()
    began = time.monotonic()
    person.press("Ctrl+V")
    person.press("Ctrl+Return")
    assert time.monotonic() - began < 3.0, "the window stood still"
    fault = person.screen._state.faults["note"]
    assert "20000" in fault.replace(".", "")
    assert person.screen._note_field.fault() == fault
    assert QApplication.focusWidget() is person.screen._note
    QApplication.clipboard().clear()


# the door


def test_a_damaged_data_file_is_told_and_left_as_it_is(team_home: Path, clock: Any, qtbot: Any) -> None:
    path = team_home / NAME
    data = bytearray(path.read_bytes())
    data[3000] ^= 1
    path.write_bytes(data)
    with at_window(team_home, clock, qtbot) as person:
        person.unlock()
        assert person.window.shell is None
        assert Problem("store.damaged").text in person.page(UnlockPage).secret.accessibleDescription()
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "store.damaged"),
        ('{"version": 1, "slots": [{}]}', "store.damaged"),
        ('{"version": 9}', "store.newer"),
    ],
)
def test_damaged_keys_are_told_and_can_be_put_back(
    team_home: Path, clock: Any, qtbot: Any, text: str, code: str
) -> None:
    path = team_home / "keys.json"
    good = path.read_bytes()
    path.write_text(text, "utf-8")
    with at_window(team_home, clock, qtbot) as person:
        page = person.page(ClosedPage)
        assert page.notice.accessibleName() == str(Problem(code))
        assert QApplication.focusWidget() is page.again
        page.again.click()
        page = person.page(ClosedPage)
        assert path.read_text("utf-8") == text
        path.write_bytes(good)
        page.again.click()
        person.unlock()
        assert person.window.shell is not None


_RUN = """
import sys
from desktop import app
app.QMessageBox.warning = lambda parent, title, text: print(text)
sys.exit(app.run(sys.argv[1:]))
"""


def start(home: Path) -> subprocess.CompletedProcess[str]:
    """Start the program as its launcher does; what a message box would say is printed."""
    return subprocess.run(
        [sys.executable, "-c", _RUN, "--home", str(home)],
        cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that not even root can write")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    started = start(Path("/sys/kernel/ngoso"))
    assert (started.returncode, started.stdout.strip()) == (3, str(Problem("store.read_only")))


def test_a_second_start_raises_the_first_window(team_home: Path, tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", _RAISED, str(team_home)],
        cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    try:
        assert first.stdout.readline() == "open\n"
        second = start(team_home)
        assert (second.returncode, second.stdout) == (0, "")
        assert first.stdout.readline() == "raised\n"
    finally:
        first.kill()
        first.wait()
        first.stdout.close()
    assert start_and_quit(team_home) == 0, "a killed window leaves no lock behind"


_RAISED = """
import sys
from PySide6.QtCore import QTimer
from desktop import app
shown = app.Window.show
app.Window.show = lambda self: (shown(self), print("open", flush=True))
app._raise = lambda window: print("raised", flush=True)
app.run(["--home", sys.argv[1]])
"""
_QUIT = """
import sys
from PySide6.QtCore import QTimer
from desktop import app
app.QMessageBox.warning = lambda parent, title, text: print(text)
shown = app.Window.show
app.Window.show = lambda self: (shown(self), QTimer.singleShot(0, self.close))
sys.exit(app.run(["--home", sys.argv[1]]))
"""


def start_and_quit(home: Path) -> int:
    return subprocess.run(
        [sys.executable, "-c", _QUIT, str(home)],
        cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, timeout=60, check=False,
    ).returncode  # fmt: skip


def test_the_command_line_says_that_the_window_is_open(person: Person, team_home: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "desktop", "find", "hong", "--home", str(team_home)],
        cwd=ROOT, env=os.environ | {"NGOSO_PASSPHRASE": PASSPHRASE}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert told.returncode == 3
    assert Problem("store.in_use").text in told.stderr
    assert "Hồng" not in told.stdout
