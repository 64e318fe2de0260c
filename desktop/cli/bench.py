"""``ngoso bench``: runs ``tests/benchmarks`` where the program stands in its checkout."""

import argparse
from importlib import import_module
from importlib.util import find_spec

from forms.problem import Problem
from resources.words import _

from .context import Context, Given


def arguments(parser: argparse.ArgumentParser) -> None:
    """Quick, or all of it."""
    parser.add_argument("--quick", action="store_true", help=_("100,000 records instead of also a million"))


def run(_context: Context, given: Given) -> int:
    """Print the measurements. The installed bundle has no benchmarks and says so (``cli.no_benchmarks``)."""
    if find_spec("tests") is None or find_spec("tests.benchmarks.run") is None:
        raise Problem("cli.no_benchmarks")
    for line in import_module("tests.benchmarks.run").lines(quick=given.quick):
        print(line, flush=True)
    return 0
