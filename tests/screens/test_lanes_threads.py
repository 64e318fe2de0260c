"""The two lanes of the window: one owner of the store, results on the window's thread, nothing after the lock."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.ui.shell.lanes import ThreadLanes
from desktop.work.demo.fill import move_in
from desktop.work.lanes import Job
from forms.problem import Problem
from tests.helpers.team import CHEAP, PASSPHRASE


@pytest.fixture
def told() -> list[Problem]:
    return []


@pytest.fixture
def lanes(qapp: Any, home: Path, clock: Any, told: list[Problem], qtbot: Any) -> Iterator[ThreadLanes]:
    lanes = ThreadLanes(told.append)
    opened: list[bool] = []
    lanes.open(
        lambda: move_in(home, PASSPHRASE, clock=clock, cost=CHEAP), lambda: opened.append(True), told.append
    )
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    yield lanes
    lanes.stop()


def test_steps_run_elsewhere_and_results_come_home(lanes: ThreadLanes, qtbot: Any) -> None:
    worked: list[str] = []
    arrived: list[tuple[str, str]] = []

    def step(desk: Any) -> str:
        worked.append(threading.current_thread().name)
        return desk.today()

    lanes.store(step, lambda day: arrived.append((day, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(arrived))
    assert worked[0].startswith("store")
    assert arrived == [("2026-11-21", threading.main_thread().name)]


def test_every_store_step_shares_one_thread(lanes: ThreadLanes) -> None:
    names = {lanes.ask(lambda desk: threading.current_thread().name) for _n in range(5)}
    assert len(names) == 1


def test_a_problem_goes_to_whoever_asked_or_to_the_notices(
    lanes: ThreadLanes, told: list[Problem], qtbot: Any
) -> None:
    mine: list[Problem] = []

    def fail(_desk: Any) -> None:
        raise Problem("store.full")

    lanes.store(fail, failed=mine.append)
    lanes.store(fail)
    qtbot.waitUntil(lambda: bool(mine and told))
    assert [it.code for it in (*mine, *told)] == ["store.full", "store.full"]


def test_an_unexpected_error_is_logged_and_told_without_its_words(
    lanes: ThreadLanes, told: list[Problem], qtbot: Any, logs: Any
) -> None:
    logs.expect("a background step failed")
    lanes.store(lambda desk: {}["Nguyễn Thị Mẫu"])
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "bug"
    assert "Nguyễn" not in str(told[0])


def test_results_of_before_the_lock_are_dropped(lanes: ThreadLanes, qtbot: Any) -> None:
    arrived: list[str] = []
    waiting = threading.Event()
    lanes.store(lambda desk: waiting.wait(5), lambda _result: arrived.append("late"))
    waiting.set()
    lanes.close()
    qtbot.wait(50)
    assert arrived == []


def test_a_slow_job_tells_progress_stops_when_cancelled_and_may_ask_the_store(
    lanes: ThreadLanes, qtbot: Any
) -> None:
    progress: list[tuple[int, int]] = []
    done: list[str] = []

    def step(job: Job) -> str:
        job.tell(1, 2)
        day = lanes.ask(lambda desk: desk.today())
        while not job.cancelled:
            threading.Event().wait(0.005)
        return day

    job = lanes.slow(step, done.append, progress=lambda at, of: progress.append((at, of)))
    qtbot.waitUntil(lambda: bool(progress))
    job.cancel()
    qtbot.waitUntil(lambda: bool(done))
    assert (progress, done) == ([(1, 2)], ["2026-11-21"])


def test_after_the_lock_the_store_is_shut_and_may_be_opened_again(
    lanes: ThreadLanes, home: Path, clock: Any, told: list[Problem], qtbot: Any
) -> None:
    from desktop.store import keys
    from desktop.work import setup

    lanes.close()
    slot = keys.people(home)[0].id
    opened: list[bool] = []
    lanes.open(
        lambda: setup.open_desk(home, slot, PASSPHRASE, clock=clock), lambda: opened.append(True), told.append
    )
    qtbot.waitUntil(lambda: bool(opened), timeout=5_000)
    assert told == []
