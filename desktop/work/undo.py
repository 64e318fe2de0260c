"""Taking back what was just done."""

from desktop.work.changed import Changed
from desktop.work.desk import Desk


def undo(desk: Desk, changed: Changed) -> Changed:
    """Write the inverse of ``changed`` as new changes; an answer changed again since stays as it is now.

    Undoing the result brings back what was undone.
    """
    taken_back = desk.store.records.undo(changed.undo, who=desk.who, now=desk.clock())
    seqs = tuple(sorted(saved.seq for saved in taken_back if saved.changed))
    return Changed(changed.kinds, changed.rec, seqs)
