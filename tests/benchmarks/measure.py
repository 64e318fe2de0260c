"""How every benchmark here measures: ours and a bare baseline in turns, medians, ratios. Never pass or fail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """Medians in ``unit`` of what was measured in turns."""

    name: str
    ours: float
    bare: float
    unit: str
    note: str = ""

    def line(self) -> str:
        """One line of the report."""
        ratio = self.ours / self.bare
        told = f"{self.name:<46} {self.ours:10.2f} {self.bare:10.2f} {self.unit:<8} {ratio:6.2f} ×"
        return f"{told}   {self.note}".rstrip()


def in_turns(
    ours: Callable[[], float], bare: Callable[[], float], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Medians of both, measured alternately after one round that is thrown away."""
    ours(), bare()
    taken = [(ours(), bare()) for _ in range(rounds)]
    return median(it[0] for it in taken), median(it[1] for it in taken)


def milliseconds(step: Callable[[], object], times: int = 1) -> float:
    """Mean duration of one of ``times`` calls."""
    started = perf_counter()
    for _ in range(times):
        step()
    return (perf_counter() - started) * 1000 / times


def percentile(values: Sequence[float], hundredth: int) -> float:
    """The ``hundredth`` percentile."""
    return quantiles(values, n=100, method="inclusive")[hundredth - 1]
