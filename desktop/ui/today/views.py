"""From what the store knows to the words of the first screen. Pure."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import cast

from desktop.store import Draft
from desktop.ui.today.state import (
    Action,
    AlleyLine,
    Go,
    HouseCard,
    HouseMark,
    MonthCard,
    ScamCard,
    Strip,
    Task,
    TodayState,
    Tone,
    Visit,
    WeekLine,
)
from desktop.work.address import addressed
from desktop.work.today import DraftHead, Due, Home, Lesson, Month, Return, Scam, Today
from desktop.work.visits import Carried
from forms.definition import say
from forms.library import built_in
from resources.words import N_, _, language

FEW = 6  # tasks shown until somebody asks for more
_ALLEYS, _LINES, _A_LINE = 6, 12, 18  # alleys drawn; lines of houses in all; houses in a line
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_SHORT = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def drawn(
    it: Today, carried: Carried, now: date, *, dropped: DraftHead | None = None, all_tasks: bool = False
) -> TodayState:
    """The whole screen. ``dropped`` is the draft just thrown away; ``all_tasks`` shows more than ``FEW``."""
    found = tasks(it, now)
    shown = found if all_tasks else found[:FEW]
    hidden = len(found) - len(shown)
    return TodayState(
        title=_("Hello {name}").format(name=it.person) if it.person else _("Today"),
        subtitle=f"{_(_WEEKDAYS[now.weekday()])}, {now:%d/%m/%Y}",
        actions=actions(it, carried, now),
        strip=strip(dropped or it.draft, now, dropped=dropped is not None),
        tasks=shown,
        count=_("{n} to do").format(n=len(found)) if found else "",
        more=_("{n} more to do").format(n=hidden) if hidden else "",
        idle=_idle(it),
        week=week(it, now),
        houses=houses(it),
        month=month(it.month),
        scam=scam(it.scam),
    )


def actions(it: Today, carried: Carried, now: date) -> tuple[Action, Action, Action]:
    """Log a session, take attendance (or make a class), note feedback."""
    place = _label("guidance_session", "place", str(carried.values.get("place") or ""))
    where = " · ".join(part for part in (place, lower_first(carried.hamlet)) if part)
    visit = Action(_("Log a guidance session"), where or _("At home or in the hamlet"), Go("visit"))
    lesson = next((at for at in it.lessons if at.date == now.isoformat()), None)
    if lesson:
        second = " · ".join(part for part in (lesson.starts, lesson.title) if part)
        taught = Action(_("Take attendance"), second, Go("class", rec=lesson.rec, form="training_class"))
    else:
        taught = Action(_("Make a class"), _("No class today"), Go("record", form="training_class"))
    told = Action(_("Note feedback"), _("Opinions, questions"), Go("feedback", query="new"))
    return visit, taught, told


def strip(head: DraftHead | None, now: date, *, dropped: bool) -> Strip | None:
    """The draft as one line: when it was touched, of whom and what."""
    if head is None:
        return None
    it = head.draft
    when = it.updated_at[11:16]
    if it.updated_at[:10] != now.isoformat():
        when = f"{short_day(it.updated_at, now.year)} {when}"
    topics = ", ".join(_label("guidance_session", "topics", name) for name in head.topics)
    about = _("on {topics}").format(topics=topics) if topics else ""
    rest = ", ".join(part for part in (head.name, head.title, about) if part)
    form = say(head.form, language())
    first = _("Draft thrown away") if dropped else _("Draft {time}").format(time=when)
    return Strip(first, rest or lower_first(form), draft_place(it), dropped)


def draft_place(it: Draft) -> Go:
    """Where a draft is gone on with."""
    if it.form == "guidance_session" and it.rec is None:
        return Go("visit", draft=it.id)
    if it.form == "feedback":
        return Go("feedback", rec=it.rec, draft=it.id)
    return Go("record", rec=it.rec, form=it.form, draft=it.id)


def tasks(it: Today, now: date) -> tuple[Task, ...]:
    """What has to be done, the most pressing first."""
    found = [_feedback(it.feedback)] if it.feedback else []
    found += [_lesson(lesson, now) for lesson in it.lessons]
    found += [_return(back, now) for back in it.returns]
    return tuple(found)


def _feedback(due: Due) -> Task:
    return Task(
        "",
        "message-square-warning",
        "error",
        _("{n} feedback overdue").format(n=due.count),
        " · ".join(due.subjects),
        _("{n} days overdue").format(n=due.days),
        "circle-alert",
        _("View"),
        Go("feedback", rec=due.rec),
    )


def _lesson(it: Lesson, now: date) -> Task:
    today = it.date == now.isoformat()
    hours = "–".join(part for part in (it.starts, it.ends) if part)
    enrolled = _("{n} people enrolled").format(n=it.people) if it.people else _("nobody enrolled yet")
    when = _("today") if today else _("tomorrow")
    return Task(
        "",
        "graduation-cap",
        "info" if today else "neutral",
        _("Class {title}").format(title=" – ".join(part for part in (it.title, it.place) if part)),
        " · ".join(part for part in (enrolled, hours) if part),
        f"{it.starts} {when}".strip(),
        "clock",
        _("Attendance") if today else _("Open"),
        Go("class", rec=it.rec, form="training_class"),
    )


def _return(it: Return, now: date) -> Task:
    days = (date.fromisoformat(it.date) - now).days
    tone: Tone = "error" if days < 0 else "warn" if days == 0 else "neutral"
    badge = _("Due today") if days == 0 else _("Tomorrow") if days > 0 else _("{n} days late").format(n=-days)
    who = addressed(it.name, it.sex, it.birth_year, now.year)
    if who:
        title = _("Go back to {name}").format(name=who)
    else:
        title = _("Go back to house {plate}").format(plate=it.plate) if it.plate else _("Go back")
    go = Go("visit", rec=it.resident) if it.resident else Go("visit", rec=it.household, form="household")
    return Task(it.plate, "house", tone, title, _reason(it, now), badge, "clock", _("Log"), go)


def _reason(it: Return, now: date) -> str:
    if not it.said_on:
        return _("by appointment")
    topics = ", ".join(_label("guidance_session", "topics", name) for name in it.topics)
    hindered = lower_first(_label("guidance_session", "obstacle", it.obstacles[0])) if it.obstacles else ""
    said = _("session of {day}").format(day=short_day(it.said_on, now.year))
    why = it.reason[:1].upper() + it.reason[1:] or topics
    return " · ".join(part for part in (why, f"{said} {hindered}".strip()) if part)


def _idle(it: Today) -> tuple[str, str]:
    if it.hamlet and not it.homes and not it.month.done:
        return _("Begin with the first visit"), _(
            "Press F2. The house is kept with it; nothing else is needed."
        )
    return _("Nothing is due today"), _(
        "Appointments, classes and feedback with a day appear here by themselves."
    )


def week(it: Today, now: date) -> tuple[WeekLine, ...]:
    """The days of the strip."""
    made = []
    for at, day in enumerate(it.week):
        note = _("Class {time}").format(time=day.lessons[0].starts) if day.lessons else ""
        label = f"{_(_SHORT[at])} {int(day.date[8:])}"
        made.append(
            WeekLine(day.date, label, day.done, day.planned, note.strip(), day.date == now.isoformat())
        )
    return tuple(made)


def houses(it: Today) -> HouseCard:
    """The map: whole alleys while there is room, the rest by name of how many."""
    if not it.hamlet:
        return HouseCard(
            advice=_("This machine has no hamlet of its own. Choose one to see its houses here."),
            button=_("Choose the hamlet"),
            go=Go("settings", query="hamlets"),
        )
    if not it.homes:
        return HouseCard(
            advice=_("No household yet. Import the list you have, or just log the first visit."),
            button=_("Import the households"),
            go=Go("settings", query="import"),
        )
    alleys = [(name, tuple(rows)) for name, rows in groupby(it.homes, key=lambda home: home.alley)]
    shown = _that_fit(alleys)
    been = sum(home.visit == "visited" for home in it.homes)
    hidden = len(alleys) - len(shown)
    return HouseCard(
        figure=_thousands(been),
        words=_("of {n} households visited in {year}").format(n=_thousands(len(it.homes)), year=it.year),
        alleys=tuple(
            AlleyLine(
                name or _("No alley"),
                tuple(HouseMark(at.rec, at.plate, cast(Visit, at.visit)) for at in rows),
            )
            for name, rows in shown
        ),
        more=_("{n} more alleys in the register").format(n=hidden) if hidden else "",
    )


def _that_fit(alleys: Sequence[tuple[str, tuple[Home, ...]]]) -> list[tuple[str, tuple[Home, ...]]]:
    shown: list[tuple[str, tuple[Home, ...]]] = []
    lines = 0
    for name, rows in alleys[:_ALLEYS]:
        lines += -(-len(rows) // _A_LINE)
        if shown and lines > _LINES:
            break
        shown.append((name, rows))
    return shown


def month(it: Month) -> MonthCard:
    """Done, and against the target where there is one: nobody's target is not a target of 0."""
    title, today = _("Month {n}").format(n=it.number), _("{n} sessions today").format(n=it.today)
    if it.target is None:
        words = _("sessions held")
        return MonthCard(title, _("no target set"), _thousands(it.done), words, left=today)
    left = it.target - it.done
    tone: Tone = "ok" if it.on_pace else "warn"
    badge = _("Target reached") if left <= 0 else _("On pace") if it.on_pace else _("Behind pace")
    rest = _("{n} sessions and {days} days left").format(n=_thousands(max(0, left)), days=it.days_left)
    return MonthCard(
        title,
        _("The team's target"),
        _thousands(it.done),
        _("of {n} sessions").format(n=_thousands(it.target)),
        badge,
        tone,
        it.done,
        it.target,
        today,
        rest if left > 0 else _("{days} days left").format(days=it.days_left),
    )


def scam(it: Scam | None) -> ScamCard | None:
    """The warning with where its words come from."""
    if it is None:
        return None
    text = f"{it.title}. {it.advice[:1].upper()}{it.advice[1:]}"
    return ScamCard(
        re.sub(r'"([^"]*)"', r"“\1”", text), _("from the default pack"), Go("leaflets", query=it.block)
    )


def short_day(iso: str, this_year: int) -> str:
    """``2026-11-21`` as 21/11, with the year only if it is another."""
    when = date.fromisoformat(iso[:10])
    return when.strftime("%d/%m") if when.year == this_year else when.strftime("%d/%m/%Y")


def lower_first(words: str) -> str:
    """``words`` inside a sentence; an abbreviation (SIM) stays as it is."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _thousands(number: int) -> str:
    shown = f"{number:,}"
    return shown.replace(",", ".") if language() == "vi" else shown


def _label(form: str, list_name: str, value: str) -> str:
    choices = built_in(form).choices.get(list_name, ())
    return next((say(it.label, language()) for it in choices if it.name == value), value)
