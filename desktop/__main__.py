"""``python -m desktop``: the window without arguments, otherwise the command line."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run; returns the exit code."""
    if argv and not argv[0].startswith("--home"):
        from desktop.cli import main as command_line

        return command_line(argv, more={"tour": _tour, "province": _province})
    from desktop.app import run

    return run(argv)


def _tour(argv: Sequence[str]) -> int:
    from desktop.tour import main as tour

    return tour(argv)


def _province(argv: Sequence[str]) -> int:
    from desktop.cli.province import run
    from sync.server import serve

    return run(argv, serve)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
