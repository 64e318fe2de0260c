"""What an operation means: its answers become the record's state, or it is held for a person.

A ``put`` carries the answers it changes: ``{"at", "by", "set": {flat path: value}, "person": {the same}}``.
Each is set by compare and set: the value it replaces must be one the laptop had seen (``gseq`` ≤ ``base``)
or one the same stream set. Otherwise the arriving value becomes a conflict and somebody chooses; arrival
decides, never a clock (protocol §2.3, rule 5).
"""

import json
import logging
from collections.abc import Callable, Mapping
from sqlite3 import Connection

from forms.problem import Problem
from sync.wire.chain import Operation
from sync.wire.messages import LONGEST_PATH
from sync.wire.strict import unpack

log = logging.getLogger("ngoso.province")

DELETED = "@deleted"
_MOST_FAULTS = 20  # told of one operation; more help nobody and would make the answer too long to read

Check = Callable[[str, Mapping[str, object], str], tuple[str, ...] | None]
"""``check(form, answers, at)``: the flat paths of answers with a fault; None when the form is not known.

``at``: when the laptop says it wrote them (ISO 8601), ``""`` if it does not say.
"""


def absorb(db: Connection, device: str, epoch: str, it: Operation, gseq: int, check: Check) -> None:
    """Give a stored operation its effect, once; hold it if it cannot have one or makes the record faulty."""
    before = db.execute(
        "SELECT gseq, rec, act, form, body FROM operation WHERE device = ? AND op = ? AND gseq < ? LIMIT 1",
        (device, it.op, gseq),
    ).fetchone()
    if before is not None:
        # Emitted again because the laptop began a new epoch: what it set then, its new stream has seen.
        db.execute("UPDATE state SET epoch = ? WHERE gseq = ?", (epoch, before[0]))
        db.execute("UPDATE held SET gseq = ? WHERE gseq = ?", (gseq, before[0]))
        if before[1:] != (it.rec, it.act, it.form, it.body):
            _hold(db, gseq, it.rec, "differs")
        return
    if it.act == "erase":
        _hold(db, gseq, it.rec, "erase")
        return
    answers: Mapping[str, object] | None = {DELETED: True} if it.act == "del" else _answers(it.body)
    if answers is None:
        _hold(db, gseq, it.rec, "body")
        return
    if it.act == "put" and DELETED in _state(db, it.rec):
        answers = {**answers, DELETED: None}  # writing to a deleted record brings it back
    for path, value in answers.items():
        _set(db, device, epoch, it, gseq, path, value)
    state = _state(db, it.rec)
    faults = () if DELETED in state else _checked(check, it, state, gseq)
    # What was held of the record is settled by a later operation that makes it right.
    db.execute("DELETE FROM held WHERE rec = ? AND reason IN ('fault', 'form')", (it.rec,))
    if faults is None:
        _hold(db, gseq, it.rec, "form")
    for path in (faults or ())[:_MOST_FAULTS]:
        _hold(db, gseq, it.rec, "fault", path)


def _checked(check: Check, it: Operation, state: Mapping[str, object], gseq: int) -> tuple[str, ...] | None:
    try:
        return check(it.form, state, _said_at(it.body))
    except Exception as error:  # whatever the rules stumble over, the laptop's queue goes on
        log.error("check gseq=%s type=%s", gseq, type(error).__name__)
        return ("",)


def _said_at(body: bytes) -> str:
    content = unpack(body)
    return str(content.get("at", "")) if isinstance(content, dict) else ""


def _answers(body: bytes) -> Mapping[str, object] | None:
    """The answers a ``put`` changes; None if the body is not one this server can read."""
    try:
        content = unpack(body)
    except Problem:
        return None
    if not isinstance(content, dict):
        return None
    parts = [content.get(part, {}) for part in ("set", "person")]
    if not all(isinstance(part, dict) for part in parts):
        return None
    return {path: value for part in parts for path, value in part.items() if not path.startswith("@")}


def _set(db: Connection, device: str, epoch: str, it: Operation, gseq: int, path: str, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    row = db.execute(
        "SELECT value, gseq, device, epoch FROM state WHERE rec = ? AND path = ?", (it.rec, path)
    ).fetchone()
    if row is not None and row[1] > it.base and row[2:] != (device, epoch):
        if row[0] != text:
            db.execute("INSERT INTO conflict VALUES (?, ?, ?, ?, ?)", (gseq, it.rec, path, text, row[1]))
        return
    db.execute(
        "INSERT OR REPLACE INTO state(rec, path, form, value, gseq, device, epoch) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (it.rec, path, it.form, text, gseq, device, epoch),
    )


def _state(db: Connection, rec: str) -> dict[str, object]:
    rows = db.execute("SELECT path, value FROM state WHERE rec = ? AND value <> 'null'", (rec,))
    return {path: json.loads(value) for path, value in rows}


def _hold(db: Connection, gseq: int, rec: str, reason: str, path: str = "") -> None:
    db.execute("INSERT OR IGNORE INTO held VALUES (?, ?, ?, ?)", (gseq, rec, reason, path[:LONGEST_PATH]))
