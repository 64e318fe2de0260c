"""What waits to be sent, what the province has confirmed, and what it gave back: the outbox as a person sees it.

Numbers here are those of the history (``change.seq``), which no new epoch changes. Nothing counts as sent
without a receipt.
"""

from dataclasses import dataclass
from hashlib import sha256
from statistics import median
from typing import Literal
from urllib.parse import urlsplit

from desktop.store.file import Row
from desktop.work import sync
from desktop.work.desk import Desk
from desktop.work.returned import Returned, named, returned, title
from desktop.work.shown import Line, Shown
from forms.problem import Problem
from resources.words import N_, _
from sync.wire import keys
from sync.wire.batch import MOST, fill
from sync.wire.messages import Confirmation, Enrolment, Receipt

State = Literal["acknowledged", "unfinished", "refused"]

MOST_PARCELS = 50
_SLOW_LINE = (
    8_000  # bytes a second: the 64 kbit/s the protocol was measured on, until there is a better guess
)
_RATES = 5  # last parcels the speed is taken from
_ROLES = {
    "leader": N_("Team leader"),
    "deputy": N_("Deputy leader"),
    "member": N_("Member"),
    "officer": N_("Commune officer"),
}


@dataclass(frozen=True, slots=True)
class Server:
    """The province this laptop is enrolled with. ``fingerprint`` is the head of its signing key's SHA-256;
    ``device`` the end of this laptop's id; ``since`` ISO."""

    url: str
    host: str
    secure: bool
    fingerprint: str
    scope: str
    device: str
    since: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The operations of one form in a sending. ``bytes`` as they travel, about; ``moving`` are on their way."""

    form: str
    title: str
    count: int
    bytes: int
    sent: int
    moving: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """One batch. ``name`` is its day and number of that day; ``code`` its receipt's, ``""`` without one;
    ``held`` counts the records the province keeps but will not use as they are."""

    id: str
    name: str
    count: int
    state: State
    held: int
    code: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """Where sending stands.

    ``upto`` is the last confirmed change. ``kinds`` are those after ``since``; ``arrived`` counts what was
    confirmed since then, ``codes`` name its receipts, oldest first. ``seconds`` is a guess for what waits.
    ``going`` names the parcel that is on its way, or will be next. ``doubtful``: one left and its outcome is
    not known; the next sending asks for it.
    """

    server: Server | None
    waiting: int
    bytes: int
    seconds: float
    upto: int
    kinds: tuple[Kind, ...]
    arrived: int
    codes: tuple[str, ...]
    parcels: tuple[Parcel, ...]
    this_month: int
    returned: tuple[Returned, ...]
    last_at: str
    going: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a parcel, and its receipt. ``checked``: the province's signature on it is right.

    ``first`` and ``last`` are numbers of the stream, as the receipt has them; ``hash`` is the one at ``last``.
    """

    id: str
    name: str
    code: str
    first: int
    last: int
    hash: str
    received_at: str
    checked: bool
    records: tuple[tuple[str, str, Line], ...]  # form, id, in words


def outbox(desk: Desk, since: int | None = None) -> Outbox:
    """The outbox now. ``since``: the last confirmed change when a sending began; None for now."""
    stream = desk.store.outbox.stream()
    offset, upto = _epoch(desk)
    since = upto if since is None else since
    parcels = _parcels(desk, MOST_PARCELS)
    unfinished = _unfinished(desk)
    moving = (0, -1)
    if unfinished is not None and unfinished["state"] == "sending":
        moving = (unfinished["first_seq"] + offset, unfinished["last_seq"] + offset)
    ratio = _squeezed(desk, max(since - offset, 0))
    kinds = _kinds(desk, since, upto, moving, ratio)
    size = sum(it.bytes * (it.count - it.sent) // it.count for it in kinds)
    month = desk.today()[:7]
    return Outbox(
        server=_server(desk),
        waiting=stream.tip_seq - stream.acked_seq,
        bytes=size,
        seconds=1 + size / _speed(desk),
        upto=upto,
        kinds=kinds,
        arrived=upto - since,
        codes=_codes(desk, since),
        parcels=parcels,
        this_month=desk.store.query(
            "SELECT count(*) FROM receipt JOIN batch ON batch.id = receipt.batch WHERE substr(started_at, 1, 7) = ?",
            (month,),
        )[0][0],
        returned=returned(desk, upto),
        last_at=_last(desk),
        going=_going(desk, parcels),
        doubtful=unfinished is not None and unfinished["state"] in ("sending", "failed"),
    )


def content(desk: Desk, parcel: str) -> Content | None:
    """One parcel opened; None when there is no such parcel any more."""
    name = next((it.name for it in _parcels(desk, -1) if it.id == parcel), "")
    found = desk.store.query("SELECT upto, seq, body FROM receipt WHERE batch = ?", (parcel,))
    if found:
        receipt = Confirmation.from_json(found[0]["body"]).receipt
        last = found[0]["upto"]
        shown = _records(desk, last - receipt.count + 1, last)
        facts = (receipt.first, receipt.last, receipt.hash, receipt.received_at)
        return Content(parcel, name, receipt.code, *facts, _signed(desk, receipt), shown)
    rows = desk.store.query("SELECT first_seq, last_seq FROM batch WHERE id = ?", (parcel,))
    if not rows or not name:
        return None
    (first, last), (offset, _upto) = rows[0], _epoch(desk)
    return Content(
        parcel, name, "", first, last, "", "", False, _records(desk, first + offset, last + offset)
    )


def fingerprint(key: str) -> str:
    """A public key in 16 signs one can compare by telephone: ``8F2A 41BE 77C0 5D19``."""
    digits = sha256(keys.to_bytes(key, 32)).hexdigest()[:16].upper()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def _epoch(desk: Desk) -> tuple[int, int]:
    """What turns a number of the present epoch into one of the history, and the last confirmed change."""
    first, acked = desk.store.query("SELECT first, acked FROM epoch ORDER BY first DESC LIMIT 1")[0]
    return first - 1, acked


def _server(desk: Desk) -> Server | None:
    known = sync.enrolment(desk)
    if known is None:
        return None
    parts = urlsplit(known.url)
    return Server(
        known.url,
        parts.netloc,
        parts.scheme == "https",
        fingerprint(known.sign_key),
        _scope(desk, known),
        known.device[-6:].upper(),
        known.enrolled_at[:10],
    )


def _scope(desk: Desk, known: Enrolment) -> str:
    units = {unit.id: unit.name for unit in desk.store.units.on(desk.today())}
    unit, role = known.scope.get("unit", ""), known.scope.get("role", "")
    return " · ".join(part for part in (units.get(unit, unit), _(_ROLES.get(role, role))) if part)


def _squeezed(desk: Desk, after: int) -> float:
    """How many bytes travel for one byte of the answers, as the first parcel after a number would have it."""
    stream = desk.store.outbox.stream()
    waiting = desk.store.outbox.pending(after, MOST)
    if not waiting:
        return 1.0
    batch, data = fill(stream.device, stream.epoch, waiting)
    return len(data) / sum(len(it.body) for it in batch.operations)


def _kinds(desk: Desk, since: int, upto: int, moving: tuple[int, int], ratio: float) -> tuple[Kind, ...]:
    sql = (
        "SELECT form, count(*) AS n, sum(length(CAST(body AS BLOB))) AS size, sum(seq <= ?) AS sent, "
        "sum(seq BETWEEN ? AND ?) AS moving FROM change WHERE seq > ? GROUP BY form"
    )
    found: dict[str, list[int]] = {}
    for row in desk.store.query(sql, (upto, *moving, since)):
        counts = found.setdefault(row["form"].rpartition("/")[0], [0, 0, 0, 0])
        for at, part in enumerate(("n", "size", "sent", "moving")):
            counts[at] += row[part]
    kinds = (
        Kind(form, title(desk, form), n, round(size * ratio), sent, moving)
        for form, (n, size, sent, moving) in found.items()
    )
    return tuple(sorted(kinds, key=lambda it: (-it.count, it.title)))


def _speed(desk: Desk) -> float:
    """Bytes a second of the last parcels that came through at once."""
    sql = (
        "SELECT bytes, (julianday(finished_at) - julianday(started_at)) * 86400 AS took FROM batch "
        "WHERE state = 'acknowledged' AND bytes > 0 ORDER BY started_at DESC LIMIT ?"
    )
    rates = [row["bytes"] / max(row["took"], 0.05) for row in desk.store.query(sql, (_RATES,))]
    return median(rates) if rates else _SLOW_LINE


# Attempts that a later receipt covers are marked as acknowledged without one of their own: they are left out.
_RECEIPTS = (
    "SELECT r.batch, r.seq, r.body, b.started_at, "
    "row_number() OVER (PARTITION BY substr(b.started_at, 1, 10) ORDER BY r.upto) AS n "
    "FROM receipt r JOIN batch b ON b.id = r.batch ORDER BY r.upto DESC LIMIT ?"
)


def _parcels(desk: Desk, limit: int) -> tuple[Parcel, ...]:
    """Newest first: what has no receipt yet, then one line for each receipt."""
    rows = desk.store.query(_RECEIPTS, (limit,))
    parcels = []
    for row in rows:
        told = Confirmation.from_json(row["body"])
        held = len({it.rec for it in told.held})
        name = _name(row["started_at"], row["n"])
        parcels.append(
            Parcel(row["batch"], name, told.receipt.count, "acknowledged", held, told.receipt.code)
        )
    if (open_ := _unfinished(desk)) is not None:
        day = open_["started_at"][:10]
        before = next((row["n"] for row in rows if row["started_at"][:10] == day), 0)
        state: State = "refused" if open_["state"] == "refused" else "unfinished"
        count = open_["last_seq"] - open_["first_seq"] + 1
        parcels.insert(0, Parcel(open_["id"], _name(day, before + 1), count, state, 0, ""))
    return tuple(parcels)


def _unfinished(desk: Desk) -> Row | None:
    """The last parcel that left without a receipt, as the store has it, or None."""
    sql = (
        "SELECT b.* FROM batch b JOIN (SELECT id, first, acked FROM epoch ORDER BY first DESC LIMIT 1) e "
        "ON b.epoch = e.id WHERE b.state <> 'acknowledged' AND b.last_seq > e.acked - e.first + 1 "
        "ORDER BY b.started_at DESC, b.id DESC LIMIT 1"
    )
    return next(iter(desk.store.query(sql)), None)


def _going(desk: Desk, parcels: tuple[Parcel, ...]) -> str:
    """The name of the parcel on its way, or the one the next would get."""
    if parcels and parcels[0].state != "acknowledged":
        return parcels[0].name
    before, day = parcels[0].name if parcels else "", _name(desk.today(), 1)[:5]
    return f"{day}-{int(before[6:]) + 1:02}" if before.startswith(day) else f"{day}-01"


def _name(started_at: str, number: int) -> str:
    return f"{started_at[8:10]}/{started_at[5:7]}-{number:02}"


def _codes(desk: Desk, since: int) -> tuple[str, ...]:
    rows = desk.store.query("SELECT body FROM receipt WHERE upto > ? ORDER BY upto", (since,))
    return tuple(Confirmation.from_json(row["body"]).receipt.code for row in rows)


def _last(desk: Desk) -> str:
    rows = desk.store.query("SELECT received_at FROM receipt ORDER BY upto DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""


def _signed(desk: Desk, receipt: Receipt) -> bool:
    known = sync.enrolment(desk)
    try:
        receipt.check(known.sign_key if known else "")
    except Problem:
        return False
    return True


def _records(desk: Desk, first: int, last: int) -> tuple[tuple[str, str, Line], ...]:
    sql = "SELECT rec, max(form) AS form FROM change WHERE seq BETWEEN ? AND ? GROUP BY rec ORDER BY min(seq)"
    shown = Shown(desk)
    found = ((row["form"].rpartition("/")[0], row["rec"]) for row in desk.store.query(sql, (first, last)))
    return tuple((form, rec, named(desk, form, rec, shown)) for form, rec in found)
