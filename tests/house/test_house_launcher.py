"""The launcher and the check, with a stand-in for the environment they make: the real one takes minutes."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.helpers import tree

PYTHON = """#!/bin/sh
case "$*" in
*"-m pip install"*)
    echo installed >>"$COUNT"
    sleep 0.2
    [ -z "$PIP_SAYS" ] || {
        while [ "$1" != --log ]; do shift; done
        echo "$PIP_SAYS" >"$2"
        exit 1
    }
    ;;
*"-m $FAILS"*) exit 7 ;;
*"-m "*) printf '%s|' "$PYTHONPATH" "$@" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a space in its path whose ``.venv`` is up to date, and machine's commands that lack nothing."""
    path = tmp_path / "Ngõ Số thử"
    shutil.copytree(tree.ROOT / "packaging", path / "packaging")
    for name in ("ngoso", "check"):
        shutil.copy(tree.ROOT / name, path)
    write(path / ".venv" / "bin" / "python", PYTHON)
    write(path / ".venv" / "bin" / "pip", "#!/bin/sh\n")
    write(path / ".venv" / "bin" / "lint-imports", "#!/bin/sh\n")
    for lock in ("app.lock", "dev.lock"):
        shutil.copy(path / "packaging" / lock, path / ".venv")
    write(tmp_path / "bin" / "id", "#!/bin/sh\necho 1000\n")
    write(tmp_path / "bin" / "apt-get", "#!/bin/sh\nexit 9\n")
    libraries = [
        line.split()[0]
        for line in (path / "packaging" / "environment").read_text().splitlines()
        if line[:3] == "lib" and ".so." in line
    ]
    write(tmp_path / "bin" / "ldconfig", "#!/bin/sh\necho '" + " (x) ".join(libraries) + " (x)'\n")
    return path


def write(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)


def start(checkout: Path, *command: str, **more: str) -> subprocess.Popen[str]:
    bin_first = f"{checkout.parent / 'bin'}:{os.environ['PATH']}"
    env = {
        **os.environ,
        "PATH": bin_first,
        "COUNT": str(checkout / "count"),
        "PIP_SAYS": "",
        "FAILS": "none",
        **more,
    }
    return subprocess.Popen(command, cwd=checkout.parent, env=env, stdout=-1, stderr=-1, encoding="utf-8")


def run(checkout: Path, *command: str, **more: str) -> tuple[int, str, str]:
    process = start(checkout, *command, **more)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def installs(checkout: Path) -> int:
    count = checkout / "count"
    return count.read_text().count("installed") if count.exists() else 0


def test_starts_the_program_from_any_folder_and_through_a_link(checkout: Path) -> None:
    link = checkout.parent / "liên kết"
    link.symlink_to(checkout / "ngoso")
    for door in (checkout / "ngoso", link):
        code, out, err = run(checkout, str(door), "find", "đặng thị")
        assert (code, err) == (0, "")
        assert out == f"{checkout}|-P|-m|desktop|find|đặng thị|"
    assert installs(checkout) == 0


def test_later_starts_cost_little(checkout: Path) -> None:
    def once() -> float:
        begun = time.perf_counter()
        run(checkout, str(checkout / "ngoso"))
        return time.perf_counter() - begun

    assert min(once() for _ in range(5)) < 0.05


def test_a_new_lock_is_installed_once(checkout: Path) -> None:
    (checkout / ".venv" / "app.lock").write_text("older")
    both = [start(checkout, str(checkout / "ngoso")) for _ in range(2)]
    assert [process.communicate(timeout=60)[0].count("desktop") for process in both] == [1, 1]
    assert installs(checkout) == 1
    assert run(checkout, str(checkout / "ngoso"))[0] == 0
    assert installs(checkout) == 1


def test_without_network_it_says_so_and_tries_again_next_time(checkout: Path) -> None:
    (checkout / ".venv" / "app.lock").unlink()
    offline = "NewConnectionError: Temporary failure in name resolution"
    code, out, err = run(checkout, str(checkout / "ngoso"), PIP_SAYS=offline)
    assert (code, out) == (3, "")
    assert err.splitlines()[-2:] == [
        "Không có mạng. Hãy chạy một lần khi có mạng; sau đó không cần mạng nữa.",
        "No network: run once with a connection; after that none is needed.",
    ]
    assert not (checkout / ".venv" / "app.lock").exists()
    code, out, err = run(checkout, str(checkout / "ngoso"))
    assert (code, installs(checkout)) == (0, 2)


def test_without_root_it_prints_the_line_to_run(checkout: Path) -> None:
    (checkout / ".venv" / "app.lock").unlink()
    write(checkout.parent / "bin" / "ldconfig", "#!/bin/sh\necho 'libGL.so.1 (x)'\n")
    code, out, err = run(checkout, str(checkout / "ngoso"))
    assert (code, out, installs(checkout)) == (3, "", 0)
    last = err.splitlines()[-1]
    assert last.startswith("  sudo apt-get install -y --no-install-recommends libglib2.0-0 libegl1 ")
    assert "libgl1 " not in last
    assert last.endswith("libxcb-shape0")


def test_check_stops_at_the_first_failure(checkout: Path) -> None:
    code, out, err = run(checkout, str(checkout / "check"), FAILS="mypy")
    assert code == 7
    assert err == "check: stopped at mypy --strict\n"
    assert out.endswith("== mypy --strict\n")
    code, out, err = run(checkout, str(checkout / "check"), "tests/unit", "-k", "hai từ")
    assert (code, err) == (0, "")
    assert out.endswith("|-m|pytest|-q|tests/unit|-k|hai từ|")
