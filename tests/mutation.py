"""Swaps one comparison at a time in the expression code (``=``, ``<``, ``in``, ``is``, ``and`` …) and sees whether a
test notices.

- ``python -m tests.mutation --sample 30 --seed 1``: thirty by chance, in about two minutes;
- ``python -m tests.mutation``: every one, in about twenty;
- ``python -m tests.mutation forms/expressions/tokens.py``: every one of some files;
- ``python -m tests.mutation forms/entry/tree.py --tests test_forms_entry``: of other code, by other tests.

``--jobs N`` runs N at a time. Each mutant lives in a temporary copy of the package, where the unit tests run over it
and stop at the first failure. Prints the mutants no test noticed, and counts; exit code 1 when there are any, 2 when
nothing was tried because the tests fail without a mutant.
"""

import argparse
import ast
import copy
import importlib
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Each file and the tests that run over it first.
FILES = {
    "forms/expressions/calls.py": "test_forms_functions",
    "forms/expressions/circles.py": "test_forms_circles",
    "forms/expressions/__init__.py": "test_forms_expressions",
    "forms/expressions/functions.py": "test_forms_functions",
    "forms/expressions/dates.py": "test_forms_functions",
    "forms/expressions/text.py": "test_forms_functions",
    "forms/expressions/values.py": "test_forms_operators",
    "forms/expressions/layout.py": "test_forms_expressions",
    "forms/expressions/locations.py": "test_forms_paths",
    "forms/expressions/outputs.py": "test_forms_outputs",
    "forms/expressions/sight.py": "test_forms_choice_filters",
    "forms/expressions/tokens.py": "test_forms_xpath",
    "forms/expressions/xpath.py": "test_forms_operators",
}
TESTS = (*sorted(set(FILES.values())), "test_forms_expressions_never_fail")
_PATIENCE = 120  # seconds for one mutant: one that never ends is noticed, too
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
_SIGNS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.And: "and", ast.Or: "or",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One swapped comparison: ``text`` is the whole module with it."""

    file: str
    line: int
    swap: str
    text: str


class Unready(Exception):
    """The tests do not pass over the code as it is."""


def mutants(file: str, source: str) -> Iterator[Mutant]:
    """Every module that differs from ``source`` by one comparison."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        operators = (
            node.ops if isinstance(node, ast.Compare) else [node.op] if isinstance(node, ast.BoolOp) else []
        )
        for place, operator in enumerate(operators):
            other = copy.deepcopy(tree)
            twin = next(each for at, each in enumerate(ast.walk(other)) if at == number)
            swapped = _SWAPS[type(operator)]()
            if isinstance(twin, ast.Compare):
                assert isinstance(swapped, ast.cmpop)
                twin.ops[place] = swapped
            elif isinstance(twin, ast.BoolOp):
                assert isinstance(swapped, ast.boolop)
                twin.op = swapped
            swap = f"{_SIGNS[type(operator)]} → {_SIGNS[type(swapped)]}"
            yield Mutant(file, getattr(node, "lineno", 0), swap, ast.unparse(other))


def _copy(tests: list[str]) -> Path:
    """A package of its own to be spoilt: what the rules of forms need, and the tests."""
    target = Path(tempfile.mkdtemp(prefix="mutants-"))
    for folder in ("forms", "resources"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    shutil.copytree(ROOT / "tests/helpers", target / "tests/helpers")
    shutil.copytree(ROOT / "tests/data", target / "tests/data")
    unit = target / "tests/unit"
    unit.mkdir(parents=True)
    for test in tests:
        shutil.copy(ROOT / f"tests/unit/{test}.py", unit)
    return target


def _run(folder: Path, tests: list[str], first: bool) -> None:
    """The tests in a process of their own; its exit code is theirs. Only the ``first`` leaves compiled code behind,
    for a mutant's is not to be taken for the next one's."""
    os.chdir(folder)
    sys.dont_write_bytecode = not first
    sys.path[:] = [str(folder), *(path for path in sys.path if path not in ("", str(ROOT)))]
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    import pytest
    from hypothesis import settings

    # As in the program and in the house's own tests, people are spoken to in Vietnamese.
    importlib.import_module("resources.words").use("vi")
    settings.register_profile("mutation", deadline=None, derandomize=True, database=None, max_examples=10)
    settings.load_profile("mutation")
    options = ["-x", "-q", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={folder}"]
    os._exit(int(pytest.main([*options, "--import-mode=importlib", *(f"tests/unit/{t}.py" for t in tests)])))


def _passes(folder: Path, tests: list[str], first: bool = False) -> bool:
    # A fork has pytest and hypothesis read already; of the package itself nothing is.
    process = get_context("fork").Process(target=_run, args=(folder, tests, first))
    process.start()
    process.join(_PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()
        return False
    return process.exitcode == 0


def _nearest_first(tests: list[str], file: str) -> list[str]:
    return sorted(tests, key=lambda test: test != FILES.get(file))


def survivors(found: list[Mutant], tests: list[str], jobs: int) -> Iterator[Mutant]:
    """The mutants that no test noticed, as they are found out."""
    folders = [_copy(tests) for _ in range(jobs)]
    free = list(folders)

    def survives(mutant: Mutant) -> bool:
        folder = free.pop()
        target = folder / mutant.file
        whole = target.read_text(encoding="utf-8")
        for compiled in target.parent.glob(f"__pycache__/{target.stem}.*"):
            compiled.unlink()
        target.write_text(mutant.text, encoding="utf-8")
        try:
            return _passes(folder, _nearest_first(tests, mutant.file))
        finally:
            target.write_text(whole, encoding="utf-8")
            free.append(folder)

    try:
        if not all(_passes(folder, tests, first=True) for folder in folders):
            raise Unready("the tests fail without a mutant; nothing was tried")
        with ThreadPoolExecutor(jobs) as pool:
            yield from (
                mutant for mutant, alive in zip(found, pool.map(survives, found), strict=True) if alive
            )
    finally:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("files", nargs="*", default=list(FILES))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sample", type=int, help="so many mutants by chance, not all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tests", nargs="+", default=list(TESTS))
    asked = parser.parse_args(arguments)
    import hypothesis  # noqa: F401 - read once, before the forks
    import pytest  # noqa: F401

    found = [m for file in asked.files for m in mutants(file, (ROOT / file).read_text(encoding="utf-8"))]
    if asked.sample is not None and asked.sample < len(found):
        found = random.Random(asked.seed).sample(found, asked.sample)
    say = partial(print, flush=True)
    alive = 0
    try:
        for mutant in survivors(found, asked.tests, asked.jobs):
            alive += 1
            say(f"{mutant.file}:{mutant.line}: {mutant.swap}: no test notices")
    except Unready as fault:
        say(fault)
        return 2
    say(f"{len(found)} mutants, {len(found) - alive} noticed, {alive} survive")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
