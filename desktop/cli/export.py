"""``ngoso export``: records of one form as an Excel workbook or as CSV."""

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
        metavar="FILE",
        help=_("file to write, .xlsx or .csv; of CSV a repeat goes to FILE-people.csv and the like"),
    )
    parser.add_argument(
        "--form", default="guidance_session", metavar="FORM", help=_("form to export, for example household")
    )
    parser.add_argument("--from", dest="since", metavar=_("DATE"), help=_("first day"))
    parser.add_argument("--to", dest="until", metavar=_("DATE"), help=_("last day"))
    parser.add_argument("--format", choices=("xlsx", "csv"), help=_("if the file's name does not say it"))
    parser.add_argument("--codes", action="store_true", help=_("codes as kept instead of words"))
    parser.add_argument(
        "--per-choice",
        action="store_true",
        help=_("beside several answers a column of 0 and 1 for each choice"),
    )
    parser.add_argument(
        "--without-names", action="store_true", help=_("leave out names, phones and all else that identifies")
    )


def run(context: Context, given: Given) -> int:
    """Write the files and name them."""
    if given.format is None and given.file.suffix.lower() not in (".xlsx", ".csv"):
        told = _("{name} does not end in .xlsx or .csv").format(name=given.file.name)
        raise Problem("cli.usage", detail=told)
    with context.desk() as desk:
        where = Filter(since=_day(desk, given.since), until=_day(desk, given.until))
        if where.since and where.until and where.since > where.until:
            told = _("the first day, {first}, is after the last, {last}")
            raise Problem("cli.usage", detail=told.format(first=given.since, last=given.until))
        choices = Choices(not given.codes, not given.without_names, given.per_choice)
        form = form_of(desk, given.form)
        done = export(desk, form, given.file, where, choices, kind=given.format)
    print(_("{count} records exported:").format(count=done.records), *done.files, sep="\n")
    if done.cut:
        print(_("{count} texts are longer than Excel holds in a cell and were cut.").format(count=done.cut))
    return 0


def _day(desk: Desk, text: str | None) -> str | None:
    try:
        return parse_date(text, date.fromisoformat(desk.today())) if text else None
    except ValueError as error:
        raise Problem("cli.usage", detail=str(error)) from error
