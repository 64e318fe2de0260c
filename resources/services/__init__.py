"""The catalogue of public services a team guides people through (``services.toml``)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PORTAL = "https://dichvucong.gov.vn"


@dataclass(frozen=True, slots=True)
class Service:
    """One service; ``number`` is its place among the 25 essential ones, 0 for the other frequent ones.

    ``codes`` are procedure codes (empty when unknown), ``retired`` earlier ones. ``checked_on`` is the
    day code and address were last read; unless ``verified`` that was not in the official database.
    ``guide`` names a block of the leaflet pack, or is empty.
    """

    id: str
    number: int
    title: str
    codes: tuple[str, ...]
    retired: tuple[str, ...]
    url: str
    checked_on: date
    verified: bool
    valid_from: date | None
    valid_to: date | None
    guide: str
    note: str

    @property
    def essential(self) -> bool:
        """Whether it is one of the 25 of Đề án 06."""
        return self.number > 0


def _service(row: dict[str, Any], file: dict[str, Any]) -> Service:
    return Service(
        id=row["id"],
        number=row.get("number", 0),
        title=row["title"],
        codes=tuple(row.get("codes", ())),
        retired=tuple(row.get("retired", ())),
        url=row["url"],
        checked_on=row.get("checked_on", file["checked_on"]),
        verified=row.get("verified", file["verified"]),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        guide=row.get("guide", ""),
        note=row.get("note", ""),
    )


@cache
def services() -> tuple[Service, ...]:
    """The 25 essential services in the order of Đề án 06, then the other frequent ones."""
    file = tomllib.loads((HERE / "services.toml").read_text(encoding="utf-8"))
    return tuple(_service(row, file) for row in (*file["essential"], *file["frequent"]))
