"""All benchmarks, for ``./ngoso bench``: ratios against a bare baseline on this machine; nothing passes or fails."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from desktop.work.demo.fill import move_in
from desktop.work.demo.scale import TEAM, Scale
from desktop.work.desk import Desk, wall_clock
from tests.benchmarks import (
    form_pages,
    forms_data,
    forms_entry,
    forms_reading,
    forms_screen,
    pages,
    saving,
    searching,
    start,
)

_PASSPHRASE = "bốn từ chẳng liên quan"


def lines(*, quick: bool = False) -> Iterator[str]:
    """Measure, and tell each result as it comes. A million records take some minutes; ``quick`` leaves them out."""
    yield f"Python {platform.python_version()}, {os.cpu_count()} CPU, {platform.system()}"
    yield f"{'':<46} {'ours':>10} {'bare':>10} {'':<8} {'ratio':>8}"
    yield from forms_reading.lines()
    yield from forms_entry.lines()
    yield from forms_screen.lines()
    with TemporaryDirectory(prefix="ngoso-bench-") as folder:
        with _desk(Path(folder) / "team", TEAM) as desk:
            yield saving.durable_save(desk, Path(folder)).line()
            yield saving.bytes_per_record(desk)
        yield pages.leaflet_pages(wall_clock().date()).line()
        yield form_pages.form_pages()
        yield start.first_paint(Path(folder) / "team").line()
        for records in (100_000,) if quick else (100_000, 1_000_000):
            started = perf_counter()
            with _desk(Path(folder) / str(records), Scale.of(records)) as desk:
                yield f"{f'writing {records:,} records, s':<46} {perf_counter() - started:10.1f}"
                yield searching.keystrokes(desk, records).line()
                if records == 100_000:
                    yield from forms_data.lines(desk, Path(folder))


@contextmanager
def _desk(home: Path, scale: Scale) -> Iterator[Desk]:
    desk = move_in(home, _PASSPHRASE, scale)
    try:
        yield desk
    finally:
        desk.store.close()
