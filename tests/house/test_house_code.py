"""Rules of the house that no off-the-shelf checker knows."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.helpers import tree

LONGEST = 400
HEAVY = {
    "PIL", "argon2", "babel", "docxtpl", "jsonschema", "openpyxl", "pypdfium2", "pyxform", "qrcode", "regex",
    "reportlab", "requests", "rstr", "sqlite_utils", "starlette", "uvicorn", "xlrd", "xlsxwriter", "zxingcpp",
}  # fmt: skip


def test_no_module_is_too_long() -> None:
    lengths = {tree.name(path): path.read_text(encoding="utf-8").count("\n") for path in tree.files(".py")}
    assert len(lengths) > 20
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


BUILT = re.compile(r"\.(format|join)\(")


def words_calls(module: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
            yield node


def test_words_are_written_out_where_they_are_marked() -> None:
    """``N_()`` takes a literal; ``_()`` a literal or a text marked before, never one built on the spot."""
    faults = []
    for path in tree.modules():
        for call in words_calls(ast.parse(path.read_text(encoding="utf-8"))):
            argument = call.args[0]
            literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            built = isinstance(argument, ast.JoinedStr | ast.BinOp) or BUILT.search(ast.unparse(argument))
            if built or (ast.unparse(call.func) == "N_" and not literal):
                faults.append(f"{tree.name(path)}:{call.lineno}")
    assert faults == []


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the module is imported: everything outside function bodies."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, child.args):
                yield from at_import(part)
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from at_import(child)


def test_nothing_is_translated_at_import() -> None:
    """At import the language is not known yet; tables are marked with ``N_`` and translated when shown."""
    faults = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.modules()
        for node in at_import(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
    ]
    assert faults == []


@pytest.mark.parametrize("door", ["desktop.app", "desktop.__main__"])
def test_starting_imports_nothing_heavy(door: str) -> None:
    """Each of these costs 40–600 ms; they are imported inside the function that needs them."""
    script = f"import sys, {door}; print(*sorted(sys.modules))"
    result = tree.run(tree.ROOT, "-c", script)
    assert result.returncode == 0, result.stderr
    loaded = set(result.stdout.split())
    assert loaded & HEAVY == set()


EVERY_MODULE = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*sys.modules)
"""


@pytest.mark.parametrize("door", ["desktop.cli", "sync.server", "desktop.work"])
def test_work_without_a_window_loads_no_qt(door: str) -> None:
    result = tree.run(tree.ROOT, "-c", EVERY_MODULE, door)
    assert result.returncode == 0, result.stderr
    assert [name for name in result.stdout.split() if name.startswith("PySide6")] == []


# ``instance('list')/root/item`` is how XForms name the rows of a list.
MACHINE = re.compile(r"(?<![\w.:/-])/(?!root/item)(?:tmp|work|root|home|Users|mnt)/[\w.-]", re.IGNORECASE)
FOREIGN = re.compile(
    r"anthropic|claude|chatgpt|openai|copilot|language model|deb\.debian\.org|pythonhosted|pypi\.org|npmjs",
    re.I,
)


def test_the_repository_speaks_of_the_product_alone() -> None:
    faults = []
    for path in tree.files():
        if (
            path.suffix in (".ttf", ".png", ".mo", ".ico", ".pdf", ".xlsx", ".xls")
            or tree.name(path).startswith("tests/data/forms/refused/")  # among them what is not even text
            or tree.name(path) == "tests/house/test_house_code.py"
        ):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MACHINE.search(line) or FOREIGN.search(line):
                faults.append(f"{tree.name(path)}:{number}: {line.strip()[:100]}")
    assert faults == []
