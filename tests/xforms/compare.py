"""The same answers given to our entry and to ODK's own web-forms engine: both must say the same.

Without files: the built-in forms and those of ``tests/data/forms``. A line for each form; the exit code is 1 when
a form does not load there or anything differs that `differ.KNOWN` does not explain. ``--load`` only loads the
exported XForms. A tool for development, not part of ``./check``; ``run`` beside it starts it.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from forms.compile import inspect, media_of, xform
from forms.expressions import rules_of
from forms.library import built_in_ids, built_in_source
from forms.problem import Problem
from resources import words
from tests.xforms.differ import differences, known
from tests.xforms.reader import Reader
from tests.xforms.walk import walk

ROOT = Path(__file__).resolve().parents[2]
_KINDS = (".md", ".xlsx", ".xls", ".csv")
_MOST_LINES = 12
# What the other engine says where it gives up → why that is no fault of ours.
_REFUSALS = {
    "Unexpected body element for nodeset": "a group without questions is valid in no reader; its author wrote it so",
    "Invalid URL": "it takes no namespace that is not a whole address",
    "Invalid isoDay": "its date() of a text that is no day stops it",
}


@dataclass(slots=True)
class Told:
    """What came of one form. ``verdict``: ``refused``, ``loads``, ``does not load`` (``known``: and why),
    ``the same``, ``differs``."""

    verdict: str
    lines: list[str] = field(default_factory=list)
    known: Counter[str] = field(default_factory=Counter)


def main(arguments: list[str]) -> int:
    """Compare; 1 when a form does not load or differs."""
    parser = argparse.ArgumentParser(prog="tests/xforms/run", description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="walks through each form (5)")
    parser.add_argument(
        "--from", dest="first", type=int, default=0, metavar="SEED", help="the first seed (0)"
    )
    parser.add_argument("--load", action="store_true", help="only load the exported XForms")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="XLSForms, or folders of such")
    given = parser.parse_args(arguments)
    words.use("en")
    seeds = range(0) if given.load else range(given.first, given.first + given.seeds)
    verdicts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    with Reader() as reader:
        for file in _files(given.files):
            told = _compared(reader, file, seeds)
            verdicts[told.verdict] += 1
            reasons.update(told.known)
            _say(f"{told.verdict:13} {file.name}", *told.lines[:_MOST_LINES])
    for reason, often in reasons.most_common():
        _say(f"known, {often} times: {reason}")
    told_of = ", ".join(f"{often} {verdict}" for verdict, often in verdicts.most_common())
    walks = "" if given.load else f" × {given.seeds} seeds"
    _say(f"{sum(verdicts.values())} forms{walks}: {told_of}")
    return 1 if verdicts["differs"] or verdicts["does not load"] else 0


def _say(line: str, *more: str) -> None:
    sys.stdout.write("\n    ".join((line, *more)) + "\n")
    sys.stdout.flush()


def _files(given: list[Path]) -> Iterator[Path]:
    if not given:
        yield from (built_in_source(form_id) for form_id in built_in_ids())
        given = [ROOT / "tests/data/forms"]
    for path in given:
        inside = (
            it for it in path.rglob("*") if it.suffix in _KINDS and not it.parent.name.endswith("-media")
        )
        yield from sorted(inside) if path.is_dir() else (path,)


def _compared(reader: Reader, file: Path, seeds: range) -> Told:
    try:
        compiled = inspect(file)
        if compiled.form is None:
            return Told("refused")
        form, rules, xml = compiled.form, rules_of(compiled.form), xform(compiled.source)
    except Problem as problem:
        return Told("refused", [problem.text])
    media = {name: data.decode("utf-8-sig") for name, data in media_of(compiled.source).items()}
    try:
        walks = [walk(form, xml, seed) for seed in seeds]
    except Problem as problem:
        return Told("differs", [f"broken here: {problem.text}"])
    heard = reader.ask(xml, media, [it.steps for it in walks])
    if heard.error:
        why = _refusal(heard.error)
        return Told(
            "known" if why else "does not load", [heard.error.splitlines()[0], *([why] if why else [])]
        )
    told = Told("the same" if seeds else "loads")
    for seed, ours, theirs in zip(seeds, walks, heard.walks, strict=True):
        if theirs is None or theirs["error"]:
            why = theirs["error"] if theirs else "it does not come to an end"
            if reason := _refusal(why):
                told.known[reason] += 1
            else:
                told.lines.append(f"seed {seed}: {why}")
            continue
        for it in differences(form, rules, ours, theirs):
            if reason := known(it):
                told.known[reason] += 1
            else:
                told.lines.append(f"seed {seed}: {it.text}")
    if told.lines:
        told.verdict = "differs"
    return told


def _refusal(said: str) -> str:
    return next((reason for text, reason in _REFUSALS.items() if text in said), "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
