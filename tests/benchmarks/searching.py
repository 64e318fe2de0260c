"""Each keystroke in the visit's first box, in small and large data."""

from desktop.work import people
from desktop.work.desk import Desk
from forms.text import fold
from tests.benchmarks.measure import ROUNDS, Pair, milliseconds, percentile

_TYPED = ("nguyen thi mau hoa", "dang thi", "Lê", "hà", "ý", "12", "minh hoa an", "xyz")


def keystrokes(desk: Desk, records: int) -> Pair:
    """p50 of finding, ranking and reading six people ÷ p50 of the bare FTS5 query for the same prefix, same file."""
    hamlet = desk.store.meta.get("home_hamlet")
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        for text in _TYPED:
            for length in range(1, len(text) + 1):
                so_far = text[:length]
                ours.append(milliseconds(lambda so_far=so_far: people.find(desk, so_far, hamlet)))
                bare.append(milliseconds(lambda so_far=so_far: _bare(desk, so_far)))
    note = f"p95 {percentile(ours, 95):.2f} ms; bare: FTS5 alone"
    return Pair(
        f"search per keystroke, {records:,} records", percentile(ours, 50), percentile(bare, 50), "ms", note
    )


def _bare(desk: Desk, text: str) -> object:
    match = " AND ".join(f'"{word}"*' for word in fold(text).split()) or '"a"*'
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 6"
    return desk.store.query(sql, (match,))
