"""The telephone numbers a leaflet may carry (``hotlines.toml``)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Hotline:
    """One number; ``number`` is digits only, ``label`` its words on paper.

    ``checked_on`` is the day it was last rung, ``None`` when never: such a number may not be printed.
    """

    number: str
    label: str
    scope: Literal["country", "province"]
    checked_on: date | None
    note: str

    @property
    def spaced(self) -> str:
        """The number as a person reads it: ``1800 1096``."""
        return f"{self.number[:4]} {self.number[4:]}".strip()


@cache
def hotlines() -> tuple[Hotline, ...]:
    """Every number, in the order leaflets use."""
    file = tomllib.loads((HERE / "hotlines.toml").read_text(encoding="utf-8"))
    return tuple(
        Hotline(row["number"], row["label"], row["scope"], row.get("checked_on"), row.get("note", ""))
        for row in file["hotline"]
    )
