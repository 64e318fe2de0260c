"""One saved session against one bare row, both on the disk when the call returns; and its size on the way."""

from datetime import timedelta
from itertools import cycle
from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.work.demo.generate import generate
from desktop.work.demo.scale import TEAM
from desktop.work.desk import Desk
from forms.library import built_in
from sync.wire.batch import fill
from tests.benchmarks.measure import ROUNDS, Pair, in_turns, milliseconds

_EACH = 60  # saves a round
BATCH = 20


def durable_save(desk: Desk, folder: Path) -> Pair:
    """Encrypted row, people, history, outbox and search in one transaction ÷ one plain row, same library and disk."""
    form = built_in("guidance_session")
    made = cycle([it.values for it in generate(TEAM, today=desk.clock().date()) if it.form == form.id])
    plain = dbapi2.connect(folder / "bare.db", isolation_level=None)
    for statement in (
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
    ):
        plain.execute(statement).close()
    now = desk.clock()

    def ours() -> None:
        nonlocal now
        now += timedelta(seconds=1)
        desk.store.records.save(form, next(made), who=desk.who, now=now)

    def bare() -> None:
        plain.execute("INSERT INTO t (x) VALUES (?)", ("x" * 200,)).close()

    pair = in_turns(lambda: milliseconds(ours, _EACH), lambda: milliseconds(bare, _EACH), ROUNDS + 2)
    plain.close()
    return Pair("durable save of a session", *pair, "ms", "bare: one plain row, synchronous=FULL")


def bytes_per_record(desk: Desk) -> str:
    """Size on the wire of a session in a batch of 20."""
    stream = desk.store.outbox.stream()
    waiting = desk.store.outbox.pending(stream.tip_seq - BATCH, BATCH)
    _batch, data = fill(stream.device, stream.epoch, waiting, BATCH)
    return f"{'bytes per session in a batch of 20':<46} {len(data) / BATCH:10.0f}"
