"""The leaflet screen's decisions over a real store and real pages; no Qt."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from desktop.store import Cost
from desktop.ui.leaflets import views
from desktop.ui.leaflets.out import WaysOut
from desktop.ui.leaflets.presenter import LeafletsPresenter
from desktop.ui.leaflets.state import LeafletsState
from desktop.work import leaflets
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Inline, Job
from desktop.work.leaflets import Draft
from desktop.work.setup import Person, Place, set_up
from forms.problem import Problem

T = TypeVar("T")
EVERY = ("1022", "18001096", "19000368", "156")
LONG = "Nhập mật khẩu VNeID của mình, không đưa điện thoại, không đọc mã OTP cho bất kỳ ai, kể cả người xưng là cán bộ"


class Held(Inline):
    """A slow lane whose results arrive when the test lets them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.results: list[Callable[[], None]] | None = None

    def slow(
        self,
        step: Callable[[Job], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Callable[[Problem], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        results = self.results
        if results is None:
            return super().slow(step, then, failed, progress)
        return super().slow(step, lambda result: results.append(lambda: then(result)), failed, progress)


class Window:
    """What the presenter asked of its screen."""

    def __init__(self, desk: Desk) -> None:
        self.lanes = Held(desk)
        self.states: list[LeafletsState] = []
        self.told: list[Problem] = []
        self.said: list[str] = []
        self.changes: list[Changed] = []
        self.focused: list[str] = []
        self.files: list[str] = []
        self.drafts: list[Draft] = []
        self.settings = 0
        self.presenter = LeafletsPresenter(
            self.lanes,
            desk.clock,
            show=self.states.append,
            tell=self.told.append,
            said=self._said,
            focus=self.focused.append,
            settings=self._settings,
            ask_file=self.files.append,
            ask_printer=self.drafts.append,
        )
        self.presenter.open()
        self.presenter.draw()

    def _said(self, text: str, changed: Changed) -> None:
        self.said.append(text)
        self.changes.append(changed)

    def _settings(self) -> None:
        self.settings += 1

    @property
    def state(self) -> LeafletsState:
        return self.states[-1]


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    place = Place("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
    desk = set_up(
        home, Person("Trần Thử", "leader"), place, "bốn từ không liên quan", clock=clock, cost=Cost(1, 8)
    )
    yield desk
    desk.store.close()


@pytest.fixture
def window(desk: Desk) -> Window:
    return Window(desk)


def test_the_first_thing_said_is_which_numbers_to_ring(window: Window) -> None:
    first = window.state.checks[0]
    assert (first.level, len(first.parts), window.state.stops) == ("stop", 4, 4)
    assert first.action is not None
    assert first.action.numbers == EVERY
    assert [it.level for it in window.state.checks[1:]] == ["ok", "ok", "ok"]


def test_numbers_are_rung_one_by_one_or_all_at_once(window: Window, desk: Desk) -> None:
    presenter = window.presenter
    presenter.act(window.state.checks[0].parts[0][2])
    presenter.draw()
    assert window.state.stops == 3
    every = window.state.checks[0].action
    assert every is not None
    presenter.act(every)
    presenter.draw()
    assert window.state.stops == 0
    assert window.changes[-1].kinds == {"office"}
    assert all(it.checked_on for it in leaflets.begin(desk, "a5-five-steps").hotlines)


def test_the_last_number_left_stands_by_itself(window: Window) -> None:
    window.presenter.rang(EVERY[1:])
    window.presenter.draw()
    first = window.state.checks[0]
    assert first.parts == ()
    assert first.action is not None
    assert (first.action.deed, first.action.numbers) == ("rang", ("1022",))


def test_a_text_too_long_is_marked_and_leads_to_its_field(window: Window) -> None:
    presenter = window.presenter
    presenter.rang(EVERY)
    presenter.wrote("steps.2", LONG * 2)
    presenter.draw()
    (mark,) = window.state.marks
    assert (mark.number, mark.level, mark.field, mark.page) == (1, "stop", "steps.2", 1)
    check = window.state.checks[0]
    assert (check.number, check.text) == (1, "Chữ tràn khung bước 3")
    assert check.action is not None
    assert check.action.label == "Tới bước 3"
    presenter.act(check.action)
    assert window.focused == ["steps.2"]
    assert window.state.page == 1


@pytest.mark.parametrize("way_out", [WaysOut.save, WaysOut.print])
def test_nothing_leaves_while_a_fault_stands(window: Window, way_out: Callable[[WaysOut], None]) -> None:
    way_out(window.presenter.out)
    assert [(it.code, it.facts) for it in window.told] == [("print.preflight", {"count": 4})]
    assert window.focused == ["checks"]
    assert (window.files, window.drafts) == ([], [])


def test_a_fault_typed_a_moment_ago_stops_it_too(window: Window) -> None:
    """The list may still show the page of before: what is checked is the leaflet itself."""
    presenter = window.presenter
    presenter.rang(EVERY)
    presenter.draw()
    assert window.state.stops == 0
    presenter.wrote("steps.0", LONG * 3)
    presenter.out.save()
    assert [it.code for it in window.told] == ["print.preflight"]


def test_findings_of_words_already_changed_are_not_shown(window: Window) -> None:
    presenter, late = window.presenter, []
    presenter.rang(EVERY)
    presenter.draw()
    window.lanes.results = late
    presenter.wrote("steps.2", LONG * 2)
    presenter.draw()
    presenter.wrote("steps.2", "Ngắn lại rồi, thử lần nữa.")
    for result in late:
        result()
    assert (window.state.stops, window.state.marks) == (0, ())


def test_a_good_leaflet_is_saved_and_noted(window: Window, desk: Desk, tmp_path: Path) -> None:
    presenter = window.presenter
    presenter.rang(EVERY)
    presenter.copies("3")
    presenter.out.save()
    assert window.files == ["to-roi-5-buoc-2026-11-21.pdf"]
    target = tmp_path / window.files[0]
    presenter.out.save_to(target)
    assert target.read_bytes().startswith(b"%PDF")
    (run,) = desk.store.print_runs.latest()
    assert (run.copies, run.what["to"]) == (3, "pdf")
    assert window.changes[-1].kinds == {"print_run"}


def test_a_folder_that_takes_no_file_notes_nothing(window: Window, desk: Desk, tmp_path: Path) -> None:
    window.presenter.rang(EVERY)
    with pytest.raises(Problem) as caught:
        window.presenter.out.save_to(tmp_path / "none" / "x.pdf")
    assert caught.value.code == "print.write"
    assert desk.store.print_runs.latest() == ()


def test_a_printing_is_noted_unless_it_was_stopped(window: Window, desk: Desk) -> None:
    presenter = window.presenter
    presenter.rang(EVERY)
    presenter.out.print()
    assert len(window.drafts) == 1

    def stopped(pdf: bytes, sources: tuple[int, ...], job: Job) -> None:
        job.tell(1, len(sources))
        job.cancel()

    presenter.out.print_with(stopped)
    assert desk.store.print_runs.latest() == ()
    assert (1, 50) in [it.printing for it in window.states]
    assert window.state.printing is None
    presenter.out.print_with(lambda pdf, sources, job: None)
    assert [it.what["to"] for it in desk.store.print_runs.latest()] == ["printer"]


def test_a_printer_that_fails_is_told_and_lets_go(window: Window, desk: Desk) -> None:
    def fails(pdf: bytes, sources: tuple[int, ...], job: Job) -> None:
        raise Problem("print.printer")

    window.presenter.out.print_with(fails)
    assert [it.code for it in window.told] == ["print.printer"]
    assert window.state.printing is None
    assert desk.store.print_runs.latest() == ()


@pytest.mark.parametrize("typed", ["", "0", "-1", "5001", "ba", "²", "٣"])
def test_copies_that_cannot_be_are_a_fault(window: Window, typed: str) -> None:
    presenter = window.presenter
    presenter.rang(EVERY)
    presenter.draw()
    presenter.copies(typed)
    assert window.state.stops == 1
    assert window.state.checks[0].text == window.state.copies_fault != ""
    presenter.out.save()
    assert window.focused == ["copies"]
    presenter.copies("120")
    assert (window.state.stops, window.state.copies_fault, window.state.sheets) == (0, "", "= 60 trang A4")


def test_steps_are_added_and_taken_out_within_limits(window: Window) -> None:
    presenter = window.presenter
    presenter.step_added()
    assert (len(window.state.steps), window.state.can_add) == (6, False)
    presenter.step_added()
    assert len(window.state.steps) == 6
    for _time in range(9):
        presenter.step_removed(0)
    assert (len(window.state.steps), window.state.can_remove) == (3, False)


def test_three_services_at_most_found_without_marks(window: Window) -> None:
    presenter = window.presenter
    assert "dang-ky-thuong-tru" in [it.id for it in views.found_services("dang ky thuong", ())]
    assert "dang-ky-thuong-tru" not in [it.id for it in views.found_services("", ["dang-ky-thuong-tru"])]
    for name in ("dang-ky-thuong-tru", "dang-ky-tam-tru", "dang-ky-xe-may", "khai-bao-tam-vang"):
        presenter.service_added(name)
    assert [it.value for it in window.state.services] == [
        "dang-ky-thuong-tru",
        "dang-ky-tam-tru",
        "dang-ky-xe-may",
    ]
    assert not window.state.can_add_service
    presenter.service_removed("dang-ky-tam-tru")
    assert [it.value for it in window.state.services] == ["dang-ky-thuong-tru", "dang-ky-xe-may"]


def test_no_more_hotlines_than_the_page_has_plates(window: Window) -> None:
    free = {it.value: it.free for it in window.state.hotlines}
    assert (free["1022"], free["113"]) == (True, False)
    window.presenter.hotline("156", False)
    window.presenter.hotline("113", True)
    assert [it.value for it in window.state.hotlines if it.on] == ["1022", "18001096", "19000368", "113"]
    window.presenter.template("a5-three-steps")
    window.presenter.hotline("111", True)
    assert [it.value for it in window.state.hotlines if it.on] == ["111"]


def test_going_to_the_other_template_and_back_loses_nothing(window: Window, desk: Desk) -> None:
    presenter = window.presenter
    presenter.wrote("title", "Tự viết")
    presenter.copies("7")
    presenter.template("a5-three-steps")
    assert (window.state.pages, window.state.texts["title"] != "Tự viết", window.state.copies) == (
        1,
        True,
        "50",
    )
    presenter.template("a5-five-steps")
    assert (window.state.texts["title"], window.state.copies) == ("Tự viết", "7")
    presenter.keep()
    assert leaflets.restore(desk).leaflet.title == "Tự viết"


def test_words_thrown_away_can_be_taken_back(window: Window) -> None:
    presenter = window.presenter
    presenter.wrote("title", "Tự viết")
    presenter.begin_anew()
    assert window.state.texts["title"] != "Tự viết"
    assert window.state.can_take_back
    presenter.take_back()
    assert window.state.texts["title"] == "Tự viết"
    assert not window.state.can_take_back


def test_an_address_of_ones_own_stands_in_words_too(window: Window) -> None:
    presenter = window.presenter
    presenter.link(views.OWN_LINK)
    assert window.state.own_link
    assert window.focused == ["link"]
    presenter.link_written("https://vi-du.minhhoa.gov.vn/")
    presenter.rang(EVERY)
    presenter.draw()
    assert window.state.texts["link_label"] == "vi-du.minhhoa.gov.vn"
    assert window.state.stops == 0
    presenter.link_written("https://vi-du.com")
    presenter.draw()
    action: Any = window.state.checks[0].action
    assert (window.state.stops, action.field) == (1, "link")


def test_an_address_too_long_for_any_code_is_a_fault_and_no_crash(window: Window) -> None:
    presenter = window.presenter
    presenter.rang(EVERY)
    presenter.link_written("https://vi-du.minhhoa.gov.vn/" + "a" * 4000)
    presenter.draw()
    assert window.state.stops


def test_pages_are_as_sharp_as_the_screen_asks(window: Window) -> None:
    presenter = window.presenter
    presenter.sharpness(192)
    assert presenter.stale
    presenter.draw()
    page = window.state.pictures[0]
    assert (page.width, page.height) == (1119, 1588)
    assert len(page.rgb) == 1119 * 1588 * 3


def test_a_missing_commune_leads_to_settings(window: Window, desk: Desk) -> None:
    presenter = window.presenter
    presenter.act(views._action(_issuer_finding(), leaflets.restore(desk)))  # type: ignore[arg-type]
    assert window.settings == 1


def _issuer_finding() -> Any:
    from desktop.leaflets.preflight import Finding

    return Finding("stop", "issuer.empty", "x", field="team")
