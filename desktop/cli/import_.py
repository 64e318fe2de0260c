"""``ngoso import``: records of one form from a spreadsheet, with a dry run first."""

import argparse
from pathlib import Path

from desktop.work import filled
from desktop.work.filled import Dry
from desktop.work.shown import form_of
from forms.problem import Problem
from resources.words import _

from .context import Context, Given

_MOST_LISTED = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which form, from which file, and what to do with what is here already."""
    parser.add_argument("form", metavar="FORM", help=_("form the records belong to, for example household"))
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=_("an .xlsx, or a .csv with those of its repeats beside it")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only tell what would be done"))
    parser.add_argument(
        "--only-good", action="store_true", help=_("import the good records, leave the others")
    )
    parser.add_argument(
        "--update", action="store_true", help=_("change records that are here with other answers")
    )
    parser.add_argument("--reason", default="", metavar=_("TEXT"), help=_("why they are changed"))
    parser.add_argument(
        "--nameless", action="store_true", help=_("people without consent come without name and phone")
    )
    parser.add_argument(
        "--match",
        metavar="NAME,NAME",
        help=_("questions by which two records are the same; “none” to compare none"),
    )


def run(context: Context, given: Given) -> int:
    """Tell what the file holds and, without ``--dry-run``, write it."""
    names = (
        None if given.match is None else tuple(it for it in given.match.split(",") if it not in ("", "none"))
    )
    with context.desk() as desk:
        known = {path for path, _question in form_of(desk, given.form).walk()}
        if odd := set(names or ()) - known:
            raise Problem("cli.usage", detail=f"--match {', '.join(sorted(odd))}")
        dry = filled.inspect(desk, given.form, given.file, match_by=names, nameless=given.nameless)
        _tell(dry)
        if given.dry_run:
            return 2 if dry.faults else 0
        filled.keep(desk, dry, only_good=given.only_good, update=given.update, reason=given.reason)
    kept = len(dry.fresh) + (len(dry.differs) if given.update else 0)
    print(_("{count} records imported.").format(count=kept))
    return 0


def _tell(dry: Dry) -> None:
    shown = _(
        "{records} records in the file: {fresh} new, {already} here already, {differs} differ, {bad} wrong."
    )
    print(
        shown.format(
            records=dry.records,
            fresh=len(dry.fresh),
            already=dry.already,
            differs=len(dry.differs),
            bad=dry.bad,
        )
    )
    if dry.unasked:
        print(_("{count} come without name and phone, for want of consent.").format(count=dry.unasked))
    if dry.unknown:
        print(_("Not known, left out: {columns}").format(columns=", ".join(dry.unknown)))
    print(*dry.notes, sep="\n", end="\n" if dry.notes else "")
    for place in dry.wrong[:_MOST_LISTED]:
        print(place.text)
    if dry.faults > _MOST_LISTED:
        print(_("… and {count} more.").format(count=dry.faults - min(_MOST_LISTED, len(dry.wrong))))
    for ready in dry.differs[:_MOST_LISTED]:
        print(_("{sheet}, row {row}: here with other answers").format(sheet=ready.sheet, row=ready.row))
