"""The outbox in words, tones and icons. Pure."""

from dataclasses import replace
from datetime import date

from desktop.ui.entry.session_words import day, short_day
from desktop.ui.sync.state import (
    ContentState,
    EnrolState,
    KindRow,
    Outcome,
    ParcelRow,
    RecordRow,
    Sending,
    Tone,
)
from desktop.work.parcels import Content, Kind, Outbox, Parcel, Server
from desktop.work.returned import Returned
from forms.problem import Problem
from resources.words import _, language

ICONS = {
    "guidance_session": "footprints",
    "training_class": "graduation-cap",
    "feedback": "message-square-warning",
    "outreach": "megaphone",
    "resident": "user",
    "household": "house",
    "member": "id-card-lanyard",
    "satisfaction_survey": "star",
    "consent": "signature",
}
_MOST_CODES = 3
# Their advice says that nothing was sent, which is wrong once a part of it was.
_SAY_NOTHING_WENT = frozenset({"sync.unknown_server", "sync.tls", "sync.receipt", "sync.answer"})


def number(count: int) -> str:
    """1234 as 1.234 in Vietnamese."""
    grouped = f"{count:,}"
    return grouped.replace(",", ".") if language() == "vi" else grouped


def size(count: int) -> str:
    """Bytes as 0,4 KB, 41 KB or 1,4 MB."""
    if 10_000 <= count < 1_000_000:
        return f"{round(count / 1000)} KB"
    words = f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(count / 1000, 0.1):.1f} KB"
    return words.replace(".", ",") if language() == "vi" else words


def span(seconds: float) -> str:
    """A guessed time: whole seconds, tens above twenty, then minutes."""
    if seconds < 60:
        whole = max(1, round(seconds))
        return _("{n} s").format(n=whole if whole <= 20 else -(-whole // 10) * 10)
    return _("{n} min").format(n=round(seconds / 60))


def moment(iso: str, this_year: int) -> str:
    """``21/11, 07:40``."""
    return f"{short_day(iso, this_year)}, {iso[11:16]}"


def codes(found: tuple[str, ...]) -> str:
    """Receipt codes to read aloud; more than three are counted."""
    words = ", ".join(found[:_MOST_CODES])
    if len(found) > _MOST_CODES:
        return _("{codes} and {n} more").format(codes=words, n=len(found) - _MOST_CODES)
    return words


def arrived(it: Outbox) -> str:
    """What the province has said it keeps, in its receipts' own words."""
    return _("The province received {count} records, receipt {codes}").format(
        count=number(it.arrived), codes=codes(it.codes)
    )


def done(it: Outbox) -> Outcome | None:
    """A sending that ended well; None when there was nothing to send."""
    if not it.arrived:
        return None
    held = len([one for one in it.returned if not one.mended])
    more = _("{n} records were held back; see why beside.").format(n=held) if held else ""
    return Outcome("ok", arrived(it), more)


def failed(problem: Problem, it: Outbox) -> Outcome:
    """A sending that did not end well: what went, what waits, what to do."""
    advice = []
    if it.arrived:
        advice.append(arrived(it) + ".")
    waits = _("{count} records wait on this machine.").format(count=number(it.waiting))
    if problem.code == "sync.cancelled":
        advice.append(waits)
    else:
        if it.arrived:
            advice.append(waits)
        if not (it.arrived and problem.code in _SAY_NOTHING_WENT):
            advice.append(problem.advice)
    if it.doubtful:
        advice.append(
            _(
                "The batch on its way has no receipt yet: the next sending asks for it and sends nothing twice."
            )
        )
    return replace(told(problem), advice=" ".join(advice))


def told(problem: Problem) -> Outcome:
    """A problem in its own words."""
    return Outcome("warn" if problem.row.kind == "input" else "error", problem.text, problem.advice)


def assurance(server: Server) -> str:
    """What protects a batch on its way; nothing is said to be encrypted that is not."""
    signed = _("Signed by this machine. Stop at any time, nothing is sent twice.")
    way = _("Encrypted on the way.") if server.secure else _("The server is on this very machine.")
    return f"{way} {signed}"


def at_rest(it: Outbox, outcome: Outcome | None) -> Sending:
    """The top card while nothing is sent."""
    assert it.server is not None
    failed = outcome is not None and outcome.tone != "ok"
    if not it.waiting:
        return Sending(
            _("Everything is sent"),
            _("new entries will wait here"),
            _("Send again") if failed else "",
            secure=it.server.secure,
            outcome=outcome,
        )
    return Sending(
        _("{count} records waiting to be sent").format(count=number(it.waiting)),
        _("about {size}  ·  about {time}").format(size=size(it.bytes), time=span(it.seconds)),
        _("Send again") if failed else _("Send now"),
        secure=it.server.secure,
        assurance=assurance(it.server),
        outcome=outcome,
    )


def under_way(it: Outbox, part: tuple[int, int], left: float | None, stopping: bool) -> Sending:
    """The top card while sending; ``left`` in seconds, None when the guess has run out."""
    assert it.server is not None
    return Sending(
        _("Stopping…") if stopping else _("Sending to the province"),
        _("batch {name}").format(name=it.going),
        part=part,
        count=_("{done} of {total} records").format(done=number(part[0]), total=number(part[1])),
        left=_("waiting for the server") if left is None else _("about {time} left").format(time=span(left)),
        stopping=stopping,
        secure=it.server.secure,
        assurance=assurance(it.server),
    )


def kind(it: Kind, sending: bool) -> KindRow:
    """One line of what is in this sending."""
    badge: tuple[str, Tone, str] = (_("waiting"), "neutral", "clock")
    if sending and it.moving and it.sent < it.count:
        badge = (_("being sent"), "info", "send")
    elif it.sent:
        badge = (_("{n} sent").format(n=number(it.sent)), "ok", "circle-check")
    return KindRow(ICONS.get(it.form, "file-text"), it.title, *badge, number(it.count), size(it.bytes))


def parcel(it: Parcel, sending: bool) -> ParcelRow:
    """One line of the batches."""
    badge: tuple[str, Tone, str] = (_("Not finished"), "neutral", "clock")
    if it.held:
        badge = (_("Held back {n}").format(n=it.held), "warn", "triangle-alert")
    elif it.state == "acknowledged":
        badge = (_("Received"), "ok", "circle-check")
    elif it.state == "refused":
        badge = (_("Refused"), "error", "circle-alert")
    elif sending:
        badge = (_("being sent"), "info", "send")
    return ParcelRow(it.id, it.name, number(it.count), *badge, it.code or "–")


def returned(it: Returned) -> RecordRow:
    """One record that the province holds back."""
    badge = _("mended, waiting") if it.mended else "" if it.by_us else _("at the officer's")
    open_ = it.by_us and not it.mended
    return RecordRow(
        it.form, it.rec, it.line.plate, it.line.name, it.why, ICONS.get(it.form, "file-text"), open_, badge
    )


def content(it: Content) -> ContentState:
    """One batch opened."""
    facts = [(_("Numbers"), f"{number(it.first)} – {number(it.last)}")]
    if it.code:
        facts.append((_("Received at"), f"{day(it.received_at)} {it.received_at[11:19]}"))
        facts.append((_("Hash"), " ".join(it.hash[at : at + 8] for at in range(0, 64, 8))))
    note = "" if it.code else _("No receipt yet. The next sending asks for it and sends nothing twice.")
    lines = tuple(
        RecordRow(
            form, rec, line.plate, line.name, line.detail, ICONS.get(form, "file-text"), form != "consent"
        )
        for form, rec, line in it.records
    )
    title = _("Receipt {code}  ·  batch {name}") if it.code else _("Batch {name}")
    checked = it.checked if it.code else None
    return ContentState(it.id, title.format(code=it.code, name=it.name), tuple(facts), checked, note, lines)


def server(it: Server) -> tuple[tuple[str, str], ...]:
    """Who receives."""
    since = _("{device}, enrolled {day}").format(device=it.device, day=day(it.since))
    return (
        (_("Address"), it.url),
        (_("Key fingerprint"), it.fingerprint),
        (_("Scope"), it.scope or "–"),
        (_("This machine"), since),
    )


def subtitle(it: Outbox, today: date) -> str:
    """Beside the title."""
    if it.server is None:
        return _("not enrolled with the province yet")
    return _("last {moment}").format(moment=moment(it.last_at, today.year)) if it.last_at else ""


def enrolling(it: Outbox, before: EnrolState | None) -> EnrolState:
    """The three steps with what was typed so far."""
    waiting = (
        _("{count} records wait on this machine.").format(count=number(it.waiting)) if it.waiting else ""
    )
    kept = before or EnrolState()
    return EnrolState(kept.url, kept.code, kept.busy, kept.stopping, kept.faults, kept.outcome, waiting)
