"""Breaking Vietnamese text into lines: left-aligned, unhyphenated, balanced, compounds kept whole.

A text is plain words with ``**bold**`` marks and ``\\n`` where a line must end. Written Vietnamese
puts a blank between syllables, so a line may not end inside a compound (*tài khoản*, *mã OTP*);
the compounds of a language come with its words.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

NO_BREAK = "\u00a0"
ZERO_WIDTH_SPACE = "\u200b"  # Khmer and other packs mark their line breaks with it


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


Line = tuple[Run, ...]
Measure = Callable[[Run], float]


def parse(text: str) -> tuple[Line, ...]:
    """The lines of ``text`` as runs; ``**…**`` is bold and may not cross a line's end."""
    return tuple(
        tuple(Run(part, bold=n % 2 == 1) for n, part in enumerate(line.split("**")) if part)
        for line in text.split("\n")
    )


def plain(text: str) -> str:
    """``text`` without its bold marks."""
    return text.replace("**", "")


@lru_cache(maxsize=8)
def _compounds(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def keep_together(text: str, compounds: Iterable[str]) -> str:
    """``text`` with the blanks inside each of ``compounds`` made unbreakable."""
    words = tuple(compounds)
    text = text.replace(" – ", f"{NO_BREAK}– ")  # a line may end with a dash and not begin with one
    if not words:
        return text
    return _compounds(words).sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def _chunks(line: Line) -> list[tuple[Run, ...]]:
    """The unbreakable pieces of a line; each carries its trailing blank."""
    chunks: list[list[Run]] = [[]]
    for run in line:
        for piece in re.findall(
            rf"[^ {ZERO_WIDTH_SPACE}]+[ {ZERO_WIDTH_SPACE}]*|[ {ZERO_WIDTH_SPACE}]+", run.text
        ):
            chunks[-1].append(Run(piece, run.bold))
            if piece[-1] in (" ", ZERO_WIDTH_SPACE):
                chunks.append([])
    return [tuple(chunk) for chunk in chunks if chunk]


def _joined(chunks: Iterable[tuple[Run, ...]]) -> Line:
    """Neighbouring runs of one weight made one; the blank at the line's end dropped."""
    runs: list[Run] = []
    for run in (run for chunk in chunks for run in chunk):
        if runs and runs[-1].bold == run.bold:
            runs[-1] = Run(runs[-1].text + run.text, run.bold)
        else:
            runs.append(run)
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(f" {ZERO_WIDTH_SPACE}"), runs[-1].bold)
    # an unbreakable blank is only a breaking rule: on paper and when copied it is a plain blank
    return tuple(
        Run(r.text.replace(NO_BREAK, " ").replace(ZERO_WIDTH_SPACE, ""), r.bold) for r in runs if r.text
    )


def wrap(line: Line, width: float, measure: Measure) -> list[Line]:
    """``line`` in the fewest lines of at most ``width``, as even as they can be.

    A piece wider than ``width`` stands alone on its line. Evenness also keeps a last line from
    being one word when another break in the same number of lines avoids it.
    """
    chunks = _chunks(line)
    if not chunks:
        return [()]
    full = [
        sum(measure(Run(run.text.replace(ZERO_WIDTH_SPACE, ""), run.bold)) for run in chunk)
        for chunk in chunks
    ]
    bare = [sum(measure(run) for run in _joined([chunk])) for chunk in chunks]
    count = len(chunks)
    # of what follows each piece: how many lines, how uneven, where the first of them ends
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] * (count + 1)
    for start in range(count - 1, -1, -1):
        options: list[tuple[int, float, int]] = []
        reach = 0.0
        for end in range(start, count):
            used = reach + bare[end]
            if used > width and end > start:
                break
            reach += full[end]
            lines_after, cost_after, _ = best[end + 1]
            options.append((lines_after + 1, cost_after + (width - used) ** 2, end + 1))
        best[start] = min(options)
    lines: list[Line] = []
    at = 0
    while at < count:
        until = best[at][2]
        lines.append(_joined(chunks[at:until]))
        at = until
    return lines


def words(line: Line) -> int:
    """How many syllables (tiếng) a line holds; numbers and signs alone do not count."""
    return sum(any(letter.isalpha() for letter in word) for run in line for word in run.text.split())
