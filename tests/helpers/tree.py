"""The files of this repository, as a reader sees them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("desktop", "forms", "resources", "sync")
_MADE = {
    ".git",
    ".venv",
    "dist",
    "build",
    "tour",
    "node_modules",
    "__pycache__",
}  # what .gitignore leaves out


def files(suffix: str = "") -> list[Path]:
    """Every file with this suffix that is not made by the program or its tools."""
    return sorted(_walk(ROOT, suffix))


def modules() -> list[Path]:
    """Every Python file of the four packages."""
    return [path for path in files(".py") if path.relative_to(ROOT).parts[0] in PACKAGES]


def name(path: Path) -> str:
    """The path as one writes it in the repository."""
    return path.relative_to(ROOT).as_posix()


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run ``python <command>`` in a copy of the tree; it sees that copy's packages and no others."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def _walk(folder: Path, suffix: str) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in _MADE and not path.name.endswith("_cache") and path.name != ".hypothesis":
                yield from _walk(path, suffix)
        elif path.name.endswith(suffix):
            yield path
