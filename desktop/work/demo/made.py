"""One thing the generator made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Made:
    """``form`` is a form's id, or ``consent``; a ``rec`` met before is a later state of the same record."""

    form: str
    rec: str
    values: Mapping[str, Any]
    who: str
    when: datetime
