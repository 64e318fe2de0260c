"""``ngoso leaflet``: the leaflet as PDF, checked as the window checks it before printing."""

import argparse
import sys
from pathlib import Path

from forms.problem import Problem
from resources.words import _

from .context import Context, Given

_TEMPLATES = ("a5-five-steps", "a5-three-steps")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, which template, how many."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=_("file to write"))
    parser.add_argument("--template", choices=_TEMPLATES, default=_TEMPLATES[0], help=_("which leaflet"))
    parser.add_argument(
        "--service", action="append", default=[], metavar="ID", help=_("a service to name; repeat it")
    )
    parser.add_argument("--copies", type=int, default=2, metavar="N", help=_("copies, two on each A4 sheet"))
    parser.add_argument(
        "--start", type=int, choices=(1, 2), default=1, help=_("place of the first copy on the first sheet")
    )
    parser.add_argument("--a5", action="store_true", help=_("one copy on A5 instead of copies on A4"))
    parser.add_argument("--black", action="store_true", help=_("black and white"))


def run(context: Context, given: Given) -> int:
    """Write the PDF; findings go to stderr. Raises ``print.preflight``, without writing, when one forbids printing."""
    # Imported here: the pages' library takes a fifth of a second, for this command alone.
    from desktop.leaflets.preflight import may_print
    from desktop.work import leaflets

    if not 1 <= given.copies <= leaflets.MOST_COPIES:
        raise Problem("cli.usage", detail=_("from 1 to {most} copies").format(most=leaflets.MOST_COPIES))
    with context.desk() as desk:
        pdf, findings = leaflets.compose(
            desk,
            given.template,
            given.service,
            given.copies,
            paper="a5" if given.a5 else "a4-landscape-2",
            start=given.start,
            black_and_white=given.black,
        )
    for finding in findings:
        if finding.level != "ok":
            mark = "!" if finding.level == "stop" else "·"
            print(mark, finding.text, finding.advice, file=sys.stderr)
    if not may_print(findings):
        raise Problem("print.preflight", count=sum(finding.level == "stop" for finding in findings))
    leaflets.save_pdf(given.out, pdf)
    print(given.out)
    return 0
