"""How each form's book is called, which scene its emptiness has, and the tone of a record's state. Tables."""

from datetime import date, timedelta
from typing import Literal

from forms.definition import Form, say
from forms.library import built_in_ids
from resources.words import N_, _, language

Scene = Literal["class", "visits", "feedback", "search", "leaflet", "sync"]
Tone = Literal["ok", "warn", "error", "info", "neutral"]

_TITLES = {
    "household": N_("Household book"),
    "resident": N_("Residents"),
    "member": N_("Team members"),
    "outreach": N_("Outreach"),
    "satisfaction_survey": N_("Satisfaction surveys"),
    "guidance_session": N_("Guidance sessions"),
    "feedback": N_("Feedback"),
    "training_class": N_("Training"),
}
_RAILS = {
    "outreach": "outreach",
    "guidance_session": "visits",
    "feedback": "feedback",
    "training_class": "training",
}
ICONS = {
    "household": "house",
    "resident": "user",
    "member": "id-card-lanyard",
    "outreach": "megaphone",
    "satisfaction_survey": "clipboard-list",
    "guidance_session": "footprints",
    "feedback": "message-square-warning",
    "training_class": "graduation-cap",
    "service": "landmark",
}
_SCENES: dict[str, Scene] = {
    "household": "visits",
    "outreach": "leaflet",
    "satisfaction_survey": "feedback",
    "feedback": "feedback",
    "training_class": "class",
}
_TONES: dict[str, tuple[Tone, str]] = {
    "visited": ("ok", "circle-check"),
    "appointment": ("warn", "calendar-days"),
    "absent": ("neutral", "user-x"),
    "declined": ("neutral", "ban"),
    "not_visited": ("neutral", "circle"),
    "guided": ("ok", "circle-check"),
    "rescheduled": ("warn", "calendar-days"),
    "received": ("info", "inbox"),
    "processing": ("warn", "hourglass"),
    "forwarded": ("warn", "send"),
    "answered": ("ok", "circle-check"),
    "published": ("ok", "globe"),
    "planned": ("info", "calendar-days"),
    "running": ("warn", "play"),
    "ended": ("ok", "circle-check"),
    "cancelled": ("neutral", "ban"),
    "1": ("error", "star"),
    "2": ("error", "star"),
    "3": ("neutral", "star"),
    "4": ("ok", "star"),
    "5": ("ok", "star"),
}


def title(form: Form) -> str:
    """What the book is called."""
    return _(_TITLES[form.id]) if form.id in _TITLES else say(form.title, language())


def edit_title(form: Form, changes: bool) -> str:
    """What the screen is called that makes or changes one record."""
    name = say(form.title, language())
    return (_("Edit: {form}") if changes else _("New: {form}")).format(form=name[:1].lower() + name[1:])


def rail_of(form_id: str) -> str:
    """The rail item under which a form's records are at home."""
    return _RAILS.get(form_id, "search" if form_id in built_in_ids() else "forms")


def icon(form_id: str) -> str:
    """The icon that stands for a form's records."""
    return ICONS.get(form_id, "clipboard-list")


def scene(form_id: str) -> Scene:
    """The drawing of an empty book."""
    return _SCENES.get(form_id, "search" if form_id in built_in_ids() else "leaflet")


def in_a_row(form_id: str) -> bool:
    """Whether one new record of this form usually follows another."""
    return form_id == "satisfaction_survey" or form_id not in built_in_ids()


def tone(state: str) -> tuple[Tone, str]:
    """Tone and icon of a state's badge."""
    return _TONES.get(state, ("neutral", "circle"))


def empty_words(form_id: str) -> tuple[str, str]:
    """Title and reason of an empty book."""
    if form_id == "outreach":
        return _("No outreach noted yet"), _("A broadcast, a post, leaflets handed out: each is one line.")
    if form_id == "satisfaction_survey":
        return _("No survey filled in yet"), _("Five short questions after a session; no name is asked.")
    if form_id == "household":
        return _("The household book is empty"), _("Houses come in with the first sessions, or from a list.")
    if form_id not in built_in_ids():
        return _("Nothing filled in yet"), _("Each form you fill in is one line here, newest first.")
    return _("Nothing here yet"), _("What you add stands here, newest first.")


def periods(today: date) -> tuple[tuple[str, str, str], ...]:
    """Periods to filter by: words, first and last ISO day."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    return (
        (_("Today"), today.isoformat(), today.isoformat()),
        (_("Last 7 days"), (today - timedelta(days=6)).isoformat(), today.isoformat()),
        (month_words(month), month.isoformat(), _last(month).isoformat()),
        (month_words(before), before.isoformat(), _last(before).isoformat()),
        (_("Year {year}").format(year=today.year), f"{today.year}-01-01", f"{today.year}-12-31"),
    )


def month_words(day: date) -> str:
    """``Tháng 11``."""
    return _("Month {month}").format(month=day.month)


def _last(month: date) -> date:
    following = (month + timedelta(days=32)).replace(day=1)
    return following - timedelta(days=1)
