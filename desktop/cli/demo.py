"""``ngoso demo``: a plainly fictional commune in a folder of its own."""

import argparse
import sys
from datetime import datetime
from time import monotonic

from desktop.work.demo.fill import move_in
from desktop.work.demo.scale import COMMUNE, TEAM, Scale
from desktop.work.desk import Clock
from desktop.work.setup import is_set_up
from forms.dates import parse_date
from forms.problem import Problem
from resources.words import _

from .context import Context, Given

_LEAST = 1_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """How large, from which seed, as of which day."""
    parser.add_argument("--scale", type=_scale, default=COMMUNE, metavar="team|commune|N", help=_(
        "team: one hamlet; commune: 5,000 households; N: about so many records, up to a million"
    ))  # fmt: skip
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help=_("the same number makes the same commune")
    )
    parser.add_argument("--today", metavar=_("DATE"), help=_("the day it ends on; today if left out"))


def run(context: Context, given: Given) -> int:
    """Make it; refuses a folder that holds data already."""
    if is_set_up(context.home):
        raise Problem("cli.home_taken")
    clock = context.clock if given.today is None else _clock(given.today, context.clock)
    started = monotonic()
    desk = move_in(
        context.home, context.passphrase(), given.scale, seed=given.seed, clock=clock, progress=_tell
    )
    count = desk.store.outbox.stream().tip_seq
    desk.store.close()
    seconds = round(monotonic() - started)
    print(_("Made xã An Mẫu: {count} changes in {seconds} s.").format(count=count, seconds=seconds))
    print(_("Open it with: ./ngoso --home {home}").format(home=context.home))
    return 0


def _scale(text: str) -> Scale:
    named = {"team": TEAM, "commune": COMMUNE}
    if text in named:
        return named[text]
    if not text.isascii() or not text.isdigit() or int(text) < _LEAST:
        raise argparse.ArgumentTypeError(_("team, commune or a number from {least}").format(least=_LEAST))
    return Scale.of(int(text))


def _clock(text: str, clock: Clock) -> Clock:
    try:
        day = parse_date(text, clock().date())
    except ValueError as error:
        raise Problem("cli.usage", detail=str(error)) from error
    moment = datetime.combine(datetime.fromisoformat(day), clock().timetz())
    return lambda: moment


def _tell(done: int) -> None:
    if sys.stderr.isatty():
        print(_("{count} records…").format(count=done), end="\r", file=sys.stderr)
