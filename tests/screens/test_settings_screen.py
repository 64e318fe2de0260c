"""Settings over a real data file: what is changed is kept, what is wrong is said under its field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.store import Cost, keys
from desktop.ui.settings.screen import SettingsScreen
from desktop.ui.settings.state import TABS
from desktop.ui.shell.preferences import Preferences
from desktop.ui.shell.screen import Place
from desktop.work import imports, units
from desktop.work.changed import NOTHING, Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Inline
from desktop.work.setup import Person, set_up
from desktop.work.setup import Place as Where
from forms.problem import Problem

OLD, NEW = "con trau uong", "bon tu khac han nhau"
CHEAP = Cost(1, 8)


class Frame:
    """The window around the screen, with inline lanes; remembers what it was asked."""

    def __init__(self, desk: Desk) -> None:
        self.lanes, self.clock = Inline(desk), desk.clock
        self.screen: SettingsScreen | None = None
        self.said: list[str] = []
        self.told: list[str] = []
        self.gone: list[Place] = []
        self.last = NOTHING

    def go(self, place: Place) -> None:
        self.gone.append(place)

    def back(self) -> None:
        raise AssertionError

    def tell(self, problem: Problem) -> None:
        self.told.append(problem.code)

    def say(self, text: str, changed: Changed | None = None) -> None:
        self.said.append(text)
        self.last = changed or NOTHING

    def changed(self, changed: Changed) -> None:
        assert self.screen is not None
        self.screen.heard(changed)

    def retitle(self) -> None:
        raise AssertionError


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    place = Where("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
    desk = set_up(home, Person("Nguyễn Thị Mẫu Mai", "leader"), place, OLD, clock=clock, cost=CHEAP)
    yield desk
    desk.store.close()


@pytest.fixture
def frame(desk: Desk) -> Frame:
    return Frame(desk)


@pytest.fixture
def applied() -> list[Preferences]:
    return []


@pytest.fixture
def screen(qtbot: QtBot, frame: Frame, applied: list[Preferences]) -> SettingsScreen:
    made = SettingsScreen(frame, Preferences(), applied.append, cost=CHEAP)
    frame.screen = made
    qtbot.addWidget(made)
    made.resize(943, 420)
    made.show()
    made.open(Place("settings"))
    return made


@pytest.mark.parametrize("tab", TABS)
def test_a_place_opens_its_tab_and_fits_the_smallest_window(screen: SettingsScreen, tab: str) -> None:
    screen.open(Place("settings", query=tab))
    assert screen.tabs.currentIndex() == TABS.index(tab)
    assert screen.minimumSizeHint().width() <= 943


def test_the_look_holds_at_once(qtbot: QtBot, screen: SettingsScreen, applied: list[Preferences]) -> None:
    qtbot.keyClick(screen.look.theme.button("dark"), Qt.Key.Key_Space)
    qtbot.keyClick(screen.look.language.button("en"), Qt.Key.Key_Space)
    screen.look.minutes.picked.emit("10")
    assert applied[-1] == Preferences(language="en", theme="dark", lock_minutes=10)
    assert screen.look.minutes.value() == "10"


def test_the_office_is_kept(qtbot: QtBot, screen: SettingsScreen, desk: Desk, frame: Frame) -> None:
    screen.open(Place("settings", query="office"))
    qtbot.keyClicks(screen.office.address, "So 1, ngo Mau")
    qtbot.keyClicks(screen.office.team, "0900 000 000")
    qtbot.keyClick(screen.office.team, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office = units.office(desk)
    assert (office.centre_address, office.team_phone) == ("So 1, ngo Mau", "0900 000 000")
    assert frame.said == ["Đã lưu"]


def test_calling_a_hotline_keeps_what_is_half_typed(qtbot: QtBot, screen: SettingsScreen, desk: Desk) -> None:
    screen.open(Place("settings", query="office"))
    qtbot.keyClicks(screen.office.address, "dang go")
    screen.office.rung.emit("113")
    assert units.office(desk).rung() == {"113": desk.clock().date()}
    assert screen.office.address.value() == "dang go"


def test_a_hamlet_is_added_with_enter(qtbot: QtBot, screen: SettingsScreen, desk: Desk) -> None:
    screen.open(Place("settings", query="hamlets"))
    qtbot.keyClicks(screen.hamlets.name, "Thon 4")
    qtbot.keyClick(screen.hamlets.name, Qt.Key.Key_Return)
    assert [it.name for it in units.hamlets(desk)] == ["Thôn 3", "Thon 4"]
    assert screen.hamlets.name.value() == ""
    qtbot.keyClicks(screen.hamlets.name, "thon 4")
    qtbot.keyClick(screen.hamlets.name, Qt.Key.Key_Return)
    assert screen.hamlets._name.fault().startswith("Đã có thôn thon 4.")


def test_a_hamlet_is_renamed_from_a_day_on(
    qtbot: QtBot, screen: SettingsScreen, desk: Desk, clock: Clock
) -> None:
    clock.advance(days=30)  # type: ignore[attr-defined]
    screen.open(Place("settings", query="hamlets"))
    hamlet = units.hamlets(desk)[0].id
    screen.hamlets.began.emit(hamlet)
    assert screen.focusWidget() is screen.hamlets.other
    qtbot.keyClicks(screen.hamlets.other, "Thon Dong")
    screen.hamlets.since.setText("32/12")
    qtbot.keyClick(screen.hamlets.since, Qt.Key.Key_Return)
    assert screen.hamlets._since.fault() != ""
    screen.hamlets.since.setText("1/12")
    qtbot.keyClick(screen.hamlets.since, Qt.Key.Key_Return)
    assert [(it.id, it.name, it.valid_from) for it in units.hamlets(desk)] == [
        (hamlet, "Thon Dong", "2026-12-01")
    ]
    assert not screen.hamlets._change.isVisible()


@pytest.mark.parametrize(("typed", "kept"), [("120", 120), ("1.200", 1200), ("", None)])
def test_the_target_is_kept(
    qtbot: QtBot, screen: SettingsScreen, desk: Desk, typed: str, kept: int | None
) -> None:
    screen.open(Place("settings", query="team"))
    qtbot.keyClicks(screen.team.target, typed)
    qtbot.keyClick(screen.team.target, Qt.Key.Key_Return)
    assert units.monthly_target(desk) == kept


@pytest.mark.parametrize("typed", ["0", "nhieu", "12000", "-5"])
def test_a_target_that_is_no_number_is_refused(
    qtbot: QtBot, screen: SettingsScreen, desk: Desk, typed: str
) -> None:
    screen.open(Place("settings", query="team"))
    qtbot.keyClicks(screen.team.target, typed)
    qtbot.keyClick(screen.team.target, Qt.Key.Key_Return)
    assert screen.team._target.fault() == "Nhập số lượt từ 1 đến 9.999."
    assert units.monthly_target(desk) is None


def test_members_lead_to_their_list(screen: SettingsScreen, frame: Frame) -> None:
    screen.team.asked_members.emit()
    assert frame.gone == [Place("records", form="member")]


def test_the_passphrase_is_changed(qtbot: QtBot, screen: SettingsScreen, home: Path, frame: Frame) -> None:
    screen.open(Place("settings", query="passphrase"))
    secret = screen.secret
    for line, text in ((secret.old, OLD), (secret.new, NEW), (secret.again, NEW)):
        qtbot.keyClicks(line, text)
    qtbot.keyClick(secret.again, Qt.Key.Key_Return)
    slot = keys.people(home)[0].id
    keys.unlock(home, slot, NEW)
    with pytest.raises(Problem):
        keys.unlock(home, slot, OLD)
    assert frame.said == ["Đã đổi cụm mật khẩu"]
    assert secret.new.text() == ""


@pytest.mark.parametrize(
    ("typed", "field"),
    [(("sai sai sai", NEW, NEW), "old"), ((OLD, "ngan", "ngan"), "new"), ((OLD, NEW, OLD), "again")],
)
def test_a_refused_passphrase_says_which_field(
    screen: SettingsScreen, home: Path, typed: tuple[str, str, str], field: str
) -> None:
    screen.secret.changed.emit(*typed)
    assert [name for name, it in screen.secret._fields.items() if it.fault()] == [field]
    keys.unlock(home, keys.people(home)[0].id, OLD)


def test_a_list_is_examined_imported_and_taken_back(
    qtbot: QtBot, screen: SettingsScreen, desk: Desk, frame: Frame, tmp_path: Path
) -> None:
    path = tmp_path / "hộ.csv"
    path.write_text(
        "Thôn;Số nhà;Họ và tên;Đồng ý\nThôn 3;12/3;Nguyễn Thị Mẫu Hồng;giấy\nThôn 3;14;;\n", "utf-8"
    )
    screen.open(Place("settings", query="import"))
    screen.lists.chose_file.emit(path)
    assert screen.lists.go.text() == "Nhập 2 hộ"
    assert desk.store.query("SELECT count(*) FROM household")[0][0] == 0
    qtbot.keyClick(screen.lists.go, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert frame.said == ["Đã nhập 2 hộ, 1 người dân"]
    assert len(frame.last.undo) == 3
    assert not screen.lists.go.isVisible()


def test_a_wrong_list_cannot_be_imported(screen: SettingsScreen, tmp_path: Path) -> None:
    path = tmp_path / "hộ.csv"
    lines = "".join(f"Thôn 9;{number}\n" for number in range(60))
    path.write_text(f"Thôn;Số nhà\n{lines}", "utf-8")
    screen.open(Place("settings", query="import"))
    screen.lists.chose_file.emit(path)
    assert not screen.lists.go.isVisible()
    assert screen.lists._result.note.text() == "60 ô cần sửa"
    assert screen.lists._result.body.count() == 1 + 2 * imports.MOST_SHOWN + 2


def test_a_file_in_another_encoding_says_what_to_do(screen: SettingsScreen, tmp_path: Path) -> None:
    path = tmp_path / "cũ.csv"
    path.write_bytes("Thôn;Số nhà\nThôn 3;1".encode("utf-16"))
    screen.open(Place("settings", query="import"))
    screen.lists.chose_file.emit(path)
    assert "CSV UTF-8" in screen.lists._notice.accessibleName()


def test_a_sample_file_reads_back(screen: SettingsScreen, tmp_path: Path, frame: Frame) -> None:
    screen.lists.chose_kind.emit("hamlet")
    screen.lists.chose_place.emit(tmp_path / "mẫu.csv")
    screen.lists.chose_file.emit(tmp_path / "mẫu.csv")
    assert screen.lists.go.text() == "Nhập 1 thôn"
    screen.lists.chose_place.emit(tmp_path / "không có" / "mẫu.csv")
    assert frame.told == ["print.write"]
