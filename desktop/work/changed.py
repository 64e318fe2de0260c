"""What a write changed: each screen decides for itself whether to reload."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changed:
    """``kinds``: form ids or table names touched. ``undo``: numbers of the changes to take back, newest last.

    ``left_out``: sentences for the person about what was not kept on the way.
    """

    kinds: frozenset[str]
    rec: str | None = None
    undo: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()

    def __or__(self, other: "Changed") -> "Changed":
        rec, undo = other.rec or self.rec, self.undo + other.undo
        return Changed(self.kinds | other.kinds, rec, undo, self.left_out + other.left_out)


NOTHING = Changed(frozenset())
