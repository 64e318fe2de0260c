"""Every exported XForm through ODK Validate, which pyxform brings along: ``python -m tests.xforms.validate [FILE…]``.

Without files the built-in forms and those of ``tests/data/forms``. A line for each form that is not valid; 1 when
there is one. Needs Java 11 or newer; a tool for development, not part of ``./check``.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from pyxform.validators.odk_validate import ODKValidateError, check_xform

from forms.compile import inspect, xform

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Validate; 1 when a form is not valid there."""
    files = [Path(it) for it in arguments] or list(_ours())
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        made = list(_exported(files, Path(folder)))
        told = list(pool.map(_wrong, (xml for _file, xml in made)))
    for (file, _xml), wrong in zip(made, told, strict=True):
        if wrong:
            sys.stdout.write(f"{file.name}\n    {wrong}\n")
    sys.stdout.write(f"{len(made)} forms, {sum(map(bool, told))} not valid in ODK Validate\n")
    return int(any(told))


def _ours() -> Iterator[Path]:
    yield from sorted((ROOT / "forms/definitions").glob("*.md"))
    for file in sorted((ROOT / "tests/data/forms").rglob("*")):
        if file.suffix in (".md", ".xlsx", ".xls") and "refused" not in file.parts:
            yield file


def _exported(files: list[Path], folder: Path) -> Iterator[tuple[Path, Path]]:
    for number, file in enumerate(files):
        compiled = inspect(file)
        if compiled.form is not None:
            target = folder / f"{number}.xml"
            target.write_text(xform(compiled.source), encoding="utf-8")
            yield file, target


def _wrong(path: Path) -> str:
    try:
        check_xform(str(path))
    except ODKValidateError as error:
        return " ".join(str(error).split())[:400]
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
