"""Records out to Excel and back in: how long, and how much memory is taken on the way."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from desktop.store import Store
from desktop.store.records import Filter
from desktop.work import filled
from desktop.work.desk import Desk
from desktop.work.export import Choices, Kind, export
from desktop.work.shown import form_of

_FORMS = ("guidance_session", "resident", "household")
_READ = 2_000  # records of the dry run


def lines(desk: Desk, folder: Path) -> Iterator[str]:
    """Each figure as it comes."""
    yield exported(desk, folder, "xlsx")
    yield exported(desk, folder, "csv")
    yield dry_run(desk, folder)


def exported(desk: Desk, folder: Path, kind: Kind) -> str:
    """Everything there is of the registers and sessions as workbooks or CSV; the issue allows 60 s for 100,000."""
    before, most, records = _megabytes(), 0.0, 0

    def look(_done: int) -> bool:
        nonlocal most
        most = max(most, _megabytes())
        return True

    started = perf_counter()
    for form in _FORMS:
        target = folder / f"{form}.{kind}"
        records += export(desk, form_of(desk, form), target, progress=look).records
    taken = perf_counter() - started
    name = f"{records:,} records to .{kind}, s"
    return f"{name:<46} {taken:10.1f}   memory + {most - before:.0f} MB"


def dry_run(desk: Desk, folder: Path) -> str:
    """The last days' sessions, exported by codes, read and checked for a data file that knows none of them."""
    form = form_of(desk, "guidance_session")
    last = desk.store.records.page(form, limit=_READ).records[-1]
    where = Filter(since=str(last.values["date"]))
    target = folder / "last.xlsx"
    export(desk, form, target, where, Choices(labels=False))
    store = Store.set_up(folder / "empty", "bốn từ chẳng liên quan", "An", "member")
    try:
        before, started = _megabytes(), perf_counter()
        dry = filled.inspect(Desk(store, desk.who), form.id, target, match_by=())
        taken, more = perf_counter() - started, _megabytes() - before
    finally:
        store.close()
    name = "dry run of an import, sessions/s"
    told = f"{len(dry.fresh):,} of {dry.records:,} fit, {taken:.1f} s, memory + {more:.0f} MB"
    return f"{name:<46} {dry.records / taken:10.0f}   {told}"


def _megabytes() -> float:
    """Memory of this process now; 0 where the system does not tell it so simply."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * 4096 / 1e6 if told.is_file() else 0.0
