"""A small store to test with: three forms, cheap keys, one moment."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from desktop.store import Cost, Store, keys
from forms.definition import Choice, Form, Question

CHEAP = Cost(time=1, memory_kib=8, parallelism=1)
PASSPHRASE = "bốn từ chẳng liên quan"
NOW = datetime(2026, 8, 14, 8, 30, tzinfo=timezone(timedelta(hours=7)))
WHO = "01910000-0000-7000-8000-000000000001"


def _form(id_: str, version: str, questions: Iterable[Question]) -> Form:
    topics = (Choice("vneid", {"vi": "Định danh điện tử"}), Choice("pay", {"vi": "Thanh toán"}))
    return Form(id_, version, {"vi": id_}, "vi", tuple(questions), {"topics": topics})


HOUSEHOLD = _form(
    "household",
    "1",
    [
        Question("card_no", "text", index=True),
        Question("hamlet", "text", carry=True),
        Question("contact_name", "text", personal=True, index=True),
        Question("adults", "integer"),
    ],
)
RESIDENT = _form(
    "resident",
    "1",
    [
        Question("full_name", "text", personal=True, index=True),
        Question("phone", "text", personal=True, index=True),
        Question("household", "text", appearance="record-household"),
    ],
)
_VISIT = [
    Question("date", "date"),
    Question(
        "where",
        "group",
        children=(
            Question("hamlet", "text"),
            Question("household", "text", appearance="record-household"),
        ),
    ),
    Question("members", "text", appearance="records-member"),
    Question("score", "decimal"),
    Question(
        "people",
        "repeat",
        children=(
            Question("resident", "text", appearance="record-resident"),
            Question("name", "text", personal=True, index=True),
            Question("topics", "select_multiple", list_name="topics", index=True),
            Question("steps", "repeat", children=(Question("minutes", "integer"),)),
        ),
    ),
    Question("total", "calculate"),
    Question("note", "text", index=True),
]
VISIT = _form("visit", "1", _VISIT)
VISIT_2 = _form("visit", "2", [*_VISIT, Question("weather", "text")])
FORMS = (HOUSEHOLD, RESIDENT, VISIT)


def set_up(home: Path) -> Store:
    """A new store in ``home``, open."""
    return Store.set_up(home, PASSPHRASE, "An", "member", cost=CHEAP, forms=FORMS)


def reopen(home: Path) -> Store:
    """The store in ``home`` again, by its passphrase."""
    (slot,) = keys.people(home)
    return Store.open(home, keys.unlock(home, slot.id, PASSPHRASE), forms=FORMS)


def visit(note: str = "xong", **more: Any) -> dict[str, Any]:
    """A visit with two people, one of them with two steps."""
    people = [
        {"@id": "p1", "name": "Ví Dụ", "topics": ["vneid", "pay"], "steps": [{"@id": "s1", "minutes": 5}]},
        {"@id": "p2", "topics": ["pay"]},
    ]
    return {"date": "2026-08-14", "hamlet": "01", "members": [WHO], "score": 4.5, "people": people} | {
        "total": 2,
        "note": note,
        **more,
    }
