"""One slow job at a time: what is heard of it, and what not any more."""

from collections.abc import Callable
from typing import Any

import pytest

from desktop.ui.forms.running import Running, telling
from desktop.work.lanes import Job
from forms.problem import Problem


class Lanes:
    """A slow lane whose steps run when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def slow(self, step: Any, then: Any, failed: Any, progress: Any) -> Job:
        job = Job(progress)

        def run() -> None:
            try:
                outcome = step(job)
            except Problem as problem:
                failed(problem)
            else:
                then(outcome)

        self.waiting.append(run)
        return job


@pytest.fixture
def heard() -> list[object]:
    return []


@pytest.fixture
def lanes() -> Lanes:
    return Lanes()


@pytest.fixture
def running(lanes: Lanes, heard: list[object]) -> Running:
    return Running(lanes, lambda done, total: heard.append((done, total)))  # type: ignore[arg-type]


def counting(job: Job) -> str:
    tell = telling(job)
    for n in range(3):
        if not tell(n, 3):
            raise Problem("export.cancelled")
    return "all"


def test_progress_and_outcome_are_heard(running: Running, lanes: Lanes, heard: list[object]) -> None:
    running.run(counting, heard.append, heard.append)
    assert running.busy
    lanes.waiting.pop()()
    assert heard == [(0, 3), (1, 3), (2, 3), "all"]
    assert not running.busy


def test_a_stopped_job_ends_and_says_so(running: Running, lanes: Lanes, heard: list[object]) -> None:
    running.run(counting, heard.append, lambda problem: heard.append(problem.code))
    running.stop()
    lanes.waiting.pop()()
    assert heard == [(0, 3), "export.cancelled"]
    assert not running.busy


def test_a_forgotten_job_is_not_heard(running: Running, lanes: Lanes, heard: list[object]) -> None:
    running.run(counting, heard.append, heard.append)
    running.forget()
    assert not running.busy
    running.run(lambda _job: "the next", heard.append, heard.append)
    for run in lanes.waiting:
        run()
    assert heard == ["the next"]
