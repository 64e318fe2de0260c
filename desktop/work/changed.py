"""What a write changed: each screen decides for itself whether to reload."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changed:
    """``kinds``: form ids or table names touched. ``undo``: numbers of the changes to take back, newest last."""

    kinds: frozenset[str]
    rec: str | None = None
    undo: tuple[int, ...] = ()

    def __or__(self, other: "Changed") -> "Changed":
        return Changed(self.kinds | other.kinds, other.rec or self.rec, self.undo + other.undo)


NOTHING = Changed(frozenset())
