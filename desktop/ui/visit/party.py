"""The people of one visit: rows of the entry that share their answers."""

from typing import Any

from forms.entry import Entry

# Answers of a person's row that the screen asks once for everybody.
_SHARED = (
    "topics",
    "services",
    "result",
    "obstacle",
    "obstacle_other",
    "dossier_sent",
    "follow_up_on",
    "follow_up_reason",
)


class Party:
    """There is always a first row, also before anybody is chosen: its answers wait for the person."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self.come()

    def at(self, name: str) -> str:
        """Path of an answer of the first person."""
        return f"people/{self.main}/{name}"

    def share(self, name: str, value: Any) -> None:
        """Give everybody this answer."""
        for row in self._entry.rows("people"):
            self._entry.set(f"people/{row}/{name}", value)

    def tick(self, resident: str, on: bool) -> None:
        """Somebody takes part or not; the last one leaves the row behind."""
        rows = {self._entry.get(f"people/{row}/resident"): row for row in self._entry.rows("people")}
        if on and resident not in rows:
            row = rows.get(None) or self._entry.add_row("people")
            for name in _SHARED:
                self._entry.set(f"people/{row}/{name}", self._entry.get(self.at(name)))
            self._entry.set(f"people/{row}/resident", resident)
        elif not on and resident in rows and len(rows) == 1:
            self._entry.set(self.at("resident"), None)
        elif not on and resident in rows:
            self._entry.remove_row(f"people/{rows[resident]}")
            self.come()

    def leave(self) -> None:
        """Everybody leaves; topics and result stay in the first row."""
        for row in self._entry.rows("people"):
            if row != self.main:
                self._entry.remove_row(f"people/{row}")
        for name in ("resident", "age_band", "sex"):
            self._entry.set(self.at(name), None)

    def go(self) -> None:
        """Nobody was met: no rows at all."""
        for row in self._entry.rows("people"):
            self._entry.remove_row(f"people/{row}")

    def come(self) -> None:
        """Somebody may be met after all."""
        rows = self._entry.rows("people")
        self.main = rows[0] if rows else self._entry.add_row("people")
