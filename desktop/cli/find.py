"""``ngoso find``: everything that holds these words, kind by kind, newest first."""

import argparse

from desktop.work.search import SERVICE, find
from desktop.work.shown import form_of
from forms.definition import say
from resources.words import _, language

from .context import Context, Given


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words, and what to look for."""
    parser.add_argument("text", nargs="+", metavar=_("TEXT"), help=_(
        "names, house numbers, topics; without diacritics if you like"
    ))  # fmt: skip
    parser.add_argument("--kind", action="append", help=_("only these; may be repeated"))
    parser.add_argument("--each", type=int, default=10, metavar="N", help=_("lines of each kind at most"))


def run(context: Context, given: Given) -> int:
    """One line a match: kind, house number, name, what else. Finding nothing is no error."""
    with context.desk() as desk:
        groups = find(desk, " ".join(given.text), given.kind, given.each)
        for group in groups:
            kind = (
                _("Public service")
                if group.kind == SERVICE
                else say(form_of(desk, group.kind).title, language())
            )
            for it in group.rows:
                print(" · ".join(filter(None, (kind, it.plate, it.title, it.second))))
            if group.more:
                print("…")
        if not groups:
            print(_("Nothing found."))
    return 0
