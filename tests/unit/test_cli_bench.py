"""The benchmarks run and tell ratios; what they measure is never a reason to fail."""

from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.cli import bench, main
from desktop.work.demo.fill import move_in
from desktop.work.desk import VIETNAM
from tests.benchmarks import measure, pages, saving, searching
from tests.helpers.stores import CHEAP, PASSPHRASE


def test_ours_and_the_baseline_take_turns() -> None:
    order: list[str] = []

    def ours() -> float:
        order.append("ours")
        return float(len(order))

    def bare() -> float:
        order.append("bare")
        return 2.0

    assert measure.in_turns(ours, bare, 3) == (5.0, 2.0)
    assert order == ["ours", "bare"] * 4
    assert measure.Pair("x", 5.0, 2.0, "ms", "note").line().endswith("2.50 ×   note")
    assert measure.percentile(list(range(101)), 95) == 95


def test_each_benchmark_gives_a_ratio(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "_EACH", 2)
    monkeypatch.setattr(searching, "_TYPED", ("hong", "Ý"))
    morning = datetime(2026, 11, 21, 9, 41, tzinfo=VIETNAM)
    desk = move_in(home, PASSPHRASE, clock=lambda: morning, cost=CHEAP)
    try:
        pairs = [saving.durable_save(desk, tmp_path), searching.keystrokes(desk, 1_000)]
        assert int(saving.bytes_per_record(desk).split()[-1]) > 20
    finally:
        desk.store.close()
    pairs.append(pages.leaflet_pages(date(2026, 11, 21)))
    assert all(pair.ours > 0 and pair.bare > 0 for pair in pairs)


def test_a_bundle_says_that_it_has_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "find_spec", lambda name: None)
    assert main(["bench"]) == 3
    assert "không kèm bộ đo" in capsys.readouterr().err
