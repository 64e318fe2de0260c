"""``./ngoso COMMAND``: finds the command, runs it, and tells what went wrong."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from typing import cast

from desktop.work.desk import Clock, wall_clock
from forms.definition import Form
from forms.problem import Problem
from resources import words
from resources.words import N_, _

from .context import Command, Context, Parser, common

_COMMANDS = {
    "log": N_("log a guidance session"),
    "find": N_("search everything, without diacritics"),
    "leaflet": N_("make the leaflet as PDF, two on A4"),
    "sync": N_("send what waits, print the receipts"),
    "export": N_("write records for Excel"),
    "import": N_("read records from a spreadsheet, with a dry run first"),
    "form": N_("check, add, list, print or export forms"),
    "demo": N_("make a plainly fictional commune to try things on"),
    "bench": N_("measure what it costs, as ratios against a bare baseline"),
}
# Commands that stand beside this floor and are handed in by ``desktop.__main__``.
_ELSEWHERE = {
    "province": N_("run a province's server, prints an enrolment code"),
    "tour": N_("do the whole job without clicking, leave pictures, PDFs and a batch in tour/"),
}
# What argparse itself says; it looks these words up by the same name as we do.
_ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("argument %(argument_name)s: %(message)s"),
)

More = Mapping[str, Callable[[Sequence[str]], int]]


def main(
    argv: Sequence[str],
    more: More | None = None,
    *,
    clock: Clock = wall_clock,
    draw: Callable[[Form], int] | None = None,
) -> int:
    """Run one command; returns the exit code: 0 done, 2 input, 3 set-up, 1 a fault of the program.

    ``more``: further commands by name, given the rest of ``argv``; ``draw`` draws a form as the window does.
    Problems go to stderr as text and advice.
    """
    words.use(_language(argv))
    argparse._ = _  # type: ignore[attr-defined]
    try:
        return _run(argv, more or {}, clock, draw)
    except Problem as problem:
        print(problem.text, problem.advice, sep="\n", file=sys.stderr)
        return problem.row.exit_code
    except KeyboardInterrupt:
        print(_("Stopped."), file=sys.stderr)
        return 130


def _run(argv: Sequence[str], more: More, clock: Clock, draw: Callable[[Form], int] | None) -> int:
    if argv and argv[0] in more:
        return more[argv[0]](argv[1:])
    given = _parser(more).parse_args(argv)
    return _command(given.command).run(Context(given.home, given.person, clock, draw=draw), given)


def _parser(more: More) -> argparse.ArgumentParser:
    parser = Parser(
        prog="ngoso",
        description=_("Without a command the window opens."),
        parents=[common()],
        allow_abbrev=False,
    )
    known = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"), title=_("commands"))
    for name, told in _COMMANDS.items():
        one = known.add_parser(
            name,
            help=_(told),
            description=_(told),
            parents=[common(default=argparse.SUPPRESS)],
            allow_abbrev=False,
        )
        _command(name).arguments(one)
    for name in more:
        known.add_parser(name, help=_(_ELSEWHERE[name]))
    return parser


def _command(name: str) -> Command:
    module = f"{name}_" if iskeyword(name) else name
    return cast(Command, import_module(f"{__package__}.{module}"))


def _language(argv: Sequence[str]) -> str:
    """``--lang`` before anything is said; a wrong one is refused later, in Vietnamese."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--lang", default="vi")
    try:
        language = str(parser.parse_known_args(argv)[0].lang)
    except argparse.ArgumentError:
        return "vi"
    return language if language in words.LANGUAGES else "vi"
