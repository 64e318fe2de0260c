"""Classes and rosters put into words for the screen."""

from datetime import date

from desktop.ui.training.state import ClassRow, Line, ListState, Mark, Match, Tab
from desktop.work import training
from desktop.work.desk import Desk
from desktop.work.training import THERE, Attendee, Candidate, Summary
from forms.definition import say
from forms.library import built_in
from resources.words import _, language

NONE = "—"


def choice(list_name: str, value: str) -> str:
    """The label of a choice of the training form."""
    choices = built_in("training_class").choices[list_name]
    return next((say(it.label, language()) for it in choices if it.name == value), "")


def day(iso: str) -> str:
    """A date as dd/MM/yyyy."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def hours(it: Summary) -> str:
    """From when until when."""
    return "–".join(filter(None, (it.starts_at, it.ends_at)))


def number(score: float | None) -> str:
    """A score with a decimal comma; a dash for none."""
    if score is None:
        return NONE
    shown = f"{score:g}"
    return shown.replace(".", ",") if language() == "vi" else shown


def attendance(value: str) -> Mark:
    """How somebody stands, as a badge."""
    if not value:
        return Mark(_("Not yet"), "neutral", "clock")
    label = choice("attendance", value)
    return {
        "present": Mark(label, "ok", "circle-check"),
        "walk_in": Mark(label, "info", "user-plus"),
        "excused": Mark(label, "warn", "info"),
        "absent": Mark(label, "neutral", "circle-x"),
    }[value]


def state(it: Summary, today: str) -> Mark:
    """How a class stands, as a badge."""
    if it.state == "ended":
        return Mark(choice("class_state", "ended"), "ok", "circle-check")
    if it.state == "cancelled":
        return Mark(choice("class_state", "cancelled"), "neutral", "ban")
    if it.date < today:
        return Mark(_("Not closed yet"), "warn", "triangle-alert")
    if it.state == "running" or it.there:
        return Mark(choice("class_state", "running"), "info", "users")
    return Mark(choice("class_state", "planned"), "neutral", "calendar-days")


def class_row(it: Summary, today: str) -> ClassRow:
    """One class of the list."""
    return ClassRow(
        it.rec,
        day(it.date),
        hours(it),
        it.title,
        it.place,
        choice("class_kind", it.kind),
        str(it.registered),
        str(it.there) if it.there or it.state == "ended" else NONE,
        state(it, today),
        it.kind == "students",
    )


def list_state(desk: Desk, upcoming: bool) -> ListState:
    """One tab of the list, read anew."""
    today = desk.today()
    ended = training.classes(desk, upcoming=False)
    shown = training.classes(desk, upcoming=True) if upcoming else ended
    waiting = training.untrained(desk)
    reason = (
        _("{n} members have had no training this year. One afternoon is enough.").format(n=waiting)
        if waiting
        else _("Every member was trained this year. Plan a class for the residents.")
    )
    last = next((it for it in ended if it.state == "ended"), None)
    return ListState(
        tuple(class_row(it, today) for it in shown),
        upcoming,
        len(ended),
        reason,
        day(last.date)[:5] if last else "",
        last.rec if last else "",
    )


def called(it: Attendee) -> str:
    """The name, or words for somebody only counted."""
    return it.name or _("Counted only, no name kept")


def line(it: Attendee) -> Line:
    """One row of the roster."""
    there = it.attendance in THERE
    arrived = it.arrived_at if there else ""
    marked = attendance(it.attendance)
    return Line(
        it.row,
        called(it),
        it.organisation,
        marked,
        there,
        arrived,
        number(it.pre_score),
        number(it.post_score),
    )


def tabs(roster: tuple[Attendee, ...]) -> tuple[Tab, ...]:
    """The parts of a roster; the absent have a tab only once there are some."""
    words = (
        ("all", _("Everyone {n}")),
        ("there", _("Present {n}")),
        ("", _("Not yet {n}")),
        ("excused", _("Excused {n}")),
        ("absent", _("Absent {n}")),
    )
    counts = {key: sum(within(it, key) for it in roster) for key, _words in words}
    return tuple(
        Tab(key, text.format(n=counts[key])) for key, text in words if key != "absent" or counts[key]
    )


def within(it: Attendee, tab: str) -> bool:
    """Whether a row belongs to a part of the roster."""
    if tab == "all":
        return True
    return it.attendance in THERE if tab == "there" else it.attendance == tab


def candidate(it: Candidate) -> Match:
    """Somebody not on the roster; the key says which record they are."""
    key = f"member:{it.member}" if it.member else f"resident:{it.resident}"
    return Match(key, it.name, it.about, it.plate)
