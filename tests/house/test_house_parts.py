"""What the program is built from: each dependency has its reason, its pin and its hashes."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers import tree

PROJECT = (tree.ROOT / "pyproject.toml").read_text(encoding="utf-8")


def wanted(section: str) -> list[Requirement]:
    table = tomllib.loads(PROJECT)
    names = table["project"]["dependencies"] if section == "app" else table["dependency-groups"]["dev"]
    return [Requirement(name) for name in names]


def locked(kind: str) -> dict[str, str]:
    """Name and exact version of each line of ``packaging/<kind>.lock``."""
    text = (tree.ROOT / "packaging" / f"{kind}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", text, re.MULTILINE))


def test_every_dependency_has_a_reason() -> None:
    lines = [line for line in PROJECT.splitlines() if re.match(r'  "[A-Za-z][\w-]*[>=<]*[\d.,<>=]*",?', line)]
    listed = [line for line in lines if any(f'"{r.name}' in line for r in wanted("app") + wanted("dev"))]
    assert len(listed) == len(wanted("app") + wanted("dev"))
    assert [line for line in listed if not re.search(r'", +# \w', line)] == []


@pytest.mark.parametrize(("lock", "section"), [("app", "app"), ("dev", "app"), ("dev", "dev")])
def test_every_dependency_is_locked(lock: str, section: str) -> None:
    versions = locked(lock)
    for requirement in wanted(section):
        version = versions.get(canonicalize_name(requirement.name))
        assert version is not None, requirement.name
        assert version in requirement.specifier, f"{requirement} is locked at {version}"


def test_both_locks_agree() -> None:
    """The launcher takes an environment made from dev.lock as one made from app.lock."""
    dev = locked("dev")
    assert {name: version for name, version in locked("app").items() if dev.get(name) != version} == {}


@pytest.mark.parametrize("kind", ["app", "dev"])
def test_every_locked_line_has_hashes(kind: str) -> None:
    text = (tree.ROOT / "packaging" / f"{kind}.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_qt_is_the_version_that_runs_on_every_python() -> None:
    """6.12.0 aborts on Python 3.11 after some hundred emissions of a bool."""
    assert locked("app")["pyside6-essentials"].startswith("6.11.")


def test_twenty_thousand_bools_are_heard(qapp: object) -> None:
    from PySide6.QtCore import QObject, Signal

    class Switch(QObject):
        toggled = Signal(bool)

    heard: list[bool] = []
    switch = Switch()
    switch.toggled.connect(heard.append)
    for number in range(20_000):
        switch.toggled.emit(number % 2 == 0)
    assert len(heard) == 20_000
    assert sum(heard) == 10_000


def test_readme_and_ci_run_the_same_check() -> None:
    assert "./check" in (tree.ROOT / "README.md").read_text(encoding="utf-8")
    assert "/../check" in (tree.ROOT / ".ci" / "run").read_text(encoding="utf-8")
