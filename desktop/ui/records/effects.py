"""What a save did beside its own record, in words: households and residents that a survey made or changed."""

from desktop.work import records
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.shown import form_of
from forms.definition import say
from resources.words import _, language

MOST_TOLD = 2  # the toast is one line


def effects(desk: Desk, form_id: str, changed: Changed) -> tuple[str, ...]:
    """``added household 12/3``: one line for each other record, newest first, then how many more there are."""
    found = []
    for seq in changed.undo:
        row = desk.store.query("SELECT rec, did, form FROM change WHERE seq = ?", (seq,))[0]
        kind = str(row["form"]).partition("/")[0]
        if kind != form_id:
            found.append(_told(desk, kind, str(row["rec"]), row["did"] == "create"))
    rest = len(found) - MOST_TOLD
    more = (_("and {count} more").format(count=rest),) if rest > 0 else ()
    return (*found[:MOST_TOLD], *more)


def _told(desk: Desk, kind: str, rec: str, made: bool) -> str:
    line = records.name(desk, kind, rec)
    title = say(form_of(desk, kind).title, language())
    name = ", ".join(filter(None, (line.plate, line.name if line.name != line.plate else "")))
    words = _("added {kind} {name}") if made else _("updated {kind} {name}")
    return words.format(kind=title[:1].lower() + title[1:], name=name).rstrip()
