"""``ngoso export``: records of one form as CSV."""

import argparse
from datetime import date
from pathlib import Path

from desktop.store.records import Filter
from desktop.work.desk import Desk
from desktop.work.export import Choices, export
from desktop.work.shown import form_of
from forms.dates import parse_date
from forms.problem import Problem
from resources.words import _

from .context import Context, Given


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, which form, which days."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE.csv",
        help=_("file to write; a repeat goes to FILE-people.csv and the like"),
    )
    parser.add_argument(
        "--form", default="guidance_session", metavar="FORM", help=_("form to export, for example household")
    )
    parser.add_argument("--from", dest="since", metavar=_("DATE"), help=_("first day"))
    parser.add_argument("--to", dest="until", metavar=_("DATE"), help=_("last day"))
    parser.add_argument("--codes", action="store_true", help=_("codes as kept instead of words"))
    parser.add_argument(
        "--without-names", action="store_true", help=_("leave out names, phones and all else that identifies")
    )


def run(context: Context, given: Given) -> int:
    """Write the files and name them."""
    with context.desk() as desk:
        where = Filter(since=_day(desk, given.since), until=_day(desk, given.until))
        choices = Choices(labels=not given.codes, personal=not given.without_names)
        done = export(desk, form_of(desk, given.form), given.file, where, choices)
    print(_("{count} records exported:").format(count=done.records), *done.files, sep="\n")
    return 0


def _day(desk: Desk, text: str | None) -> str | None:
    try:
        return parse_date(text, date.fromisoformat(desk.today())) if text else None
    except ValueError as error:
        raise Problem("cli.usage", detail=str(error)) from error
