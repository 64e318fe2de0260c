"""``ngoso sync``: send what waits to the province, or enrol with it first."""

import argparse
import sys

from desktop.work import sync
from desktop.work.desk import Desk
from desktop.work.lanes import Inline, Job
from resources.words import _
from sync.client import Settings

from .context import Context, Given


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing, or the address and code of an enrolment."""
    parser.add_argument(
        "--enrol",
        nargs=2,
        metavar=("URL", _("CODE")),
        help=_("make this laptop known to a province, then send"),
    )


def run(context: Context, given: Given) -> int:
    """Send, print each receipt and what needs a person. Ctrl+C stops it; what has a receipt stays sent."""
    job, settings = Job(_tell), Settings(clock=context.clock)
    with context.desk() as desk:
        ask = Inline(desk).ask
        if given.enrol:
            url, code = given.enrol
            made = sync.enrol(ask, url, code, job, settings)
            print(_("Enrolled with {url}.").format(url=made.url))
        sent = sync.send(ask, job, settings)
        for receipt in sent.receipts:
            facts = {"code": receipt.code, "count": receipt.count, "at": receipt.received_at}
            print(_("Receipt {code}: {count} changes, {at}").format(**facts))
        for held in sent.held:
            print(_("Needs attention: record {rec}: {why}").format(rec=held.rec, why=held.text))
        print(_("Sent {count} changes; {waiting} wait.").format(count=sent.count, waiting=_waiting(desk)))
    return 0


def _waiting(desk: Desk) -> int:
    stream = desk.store.outbox.stream()
    return stream.tip_seq - stream.acked_seq


def _tell(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"{done}/{total}", end="\r", file=sys.stderr)
