"""Decisions of the session list. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from desktop.ui.entry import session_words as views
from desktop.ui.visits.state import Chosen, Detail, VisitsState
from desktop.work import visit_list, visits
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Lanes
from desktop.work.people import people
from desktop.work.shown import Shown
from desktop.work.story import story
from desktop.work.visit_list import Filter, Line, Page, Totals
from forms.definition import say
from forms.library import built_in
from resources.words import _, language

FORM = "guidance_session"
MONTHS = 13  # offered in the filter: this one and the year before


class Rows(Protocol):
    """Where the lines go."""

    def restart(self) -> None: ...

    def add(self, page: Page) -> None: ...


class VisitsPresenter:
    """Filters, pages, the open session, deletion."""

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        rows: Rows,
        *,
        show: Callable[[VisitsState], None],
        done: Callable[[str, Changed], None],
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._rows = rows
        self._show = show
        self._done = done
        self._asked = 0
        self._state = VisitsState()

    def open(self, rec: str | None) -> None:
        """Come into view; the filters of before stay. With ``rec`` that session is opened."""
        self._lanes.store(_hamlets, self._named)
        self.reload()
        if rec:
            self.chose(rec)

    def _named(self, found: tuple[tuple[tuple[str, str], ...], str]) -> None:
        hamlets, home = found
        now = self._clock()
        months = []
        for back in range(MONTHS):
            year, month = divmod(now.year * 12 + now.month - 1 - back, 12)
            words = _("Month {month}").format(month=month + 1)
            months.append((f"{year}-{month + 1:02}", words if year == now.year else f"{words}/{year}"))
        first = not self._state.months
        results = tuple((it.value, it.label) for it in views.options(built_in(FORM).choices["result"], None))
        self._state = replace(self._state, hamlets=hamlets, months=tuple(months), results=results)
        if first:
            self.filtered(Filter(hamlet=home, month=months[0][0]))

    def reload(self) -> None:
        """Read the first page and the counts anew."""
        self._rows.restart()
        where = self._state.where
        self._lanes.store(lambda desk: visit_list.totals(desk, where), lambda it: self._counted(where, it))

    def more(self, after: Line | None) -> None:
        """The model wants the lines that follow."""
        self._asked += 1
        asked, where = self._asked, self._state.where
        self._lanes.store(
            lambda desk: visit_list.page(desk, where, after),
            lambda page: self._rows.add(page) if asked == self._asked else None,
        )

    def filtered(self, where: Filter) -> None:
        """Other filters."""
        if where == self._state.where:
            return
        names = dict(self._state.hamlets) | dict(self._state.months) | dict(self._state.results)
        chosen = tuple(
            Chosen(key, names.get(value, value))
            for key, value in (("hamlet", where.hamlet), ("month", where.month), ("result", where.result))
            if value
        )
        self._state = replace(self._state, where=where, chosen=chosen)
        self.reload()

    def searched(self, text: str) -> None:
        self.filtered(replace(self._state.where, text=text))

    def set(self, key: str, value: str) -> None:
        """One filter, or with ``""`` without it."""
        where = self._state.where
        changed = {"hamlet": where.hamlet, "month": where.month, "result": where.result} | {key: value}
        self.filtered(Filter(where.text, **changed))

    def _counted(self, where: Filter, it: Totals) -> None:
        if where != self._state.where:
            return
        words = _("{sessions} sessions match  ·  {people} people  ·  {homes} households")
        if it.more:
            words = _("More than {sessions} sessions match; choose a month to count people and households")
        plain = not (where.text or where.hamlet or where.month or where.result)
        self._state = replace(
            self._state,
            footer=words.format(sessions=it.sessions, people=it.people, homes=it.homes),
            empty=plain and not it.sessions,
            nothing_found=not plain and not it.sessions,
        )
        self._show(self._state)

    def chose(self, rec: str) -> None:
        """A line was selected: open it beside the list."""
        self._lanes.store(lambda desk: _detail(desk, rec), self._opened)

    def closed(self) -> None:
        """No session is open any more."""
        self._opened(None)

    def _opened(self, detail: Detail | None) -> None:
        self._state = replace(self._state, detail=detail)
        self._show(self._state)

    def delete(self) -> None:
        """Delete the open session; the toast offers to undo."""
        if self._state.detail is None:
            return
        rec = self._state.detail.rec

        def deleted(changed: Changed) -> None:
            self.closed()
            self._done(_("Deleted the session"), changed)

        self._lanes.store(lambda desk: visits.delete(desk, rec), deleted)

    def heard(self, changed: Changed) -> None:
        """Something was written."""
        if changed.kinds & {FORM, "resident", "household", "outbox"}:
            self.reload()
            if self._state.detail is not None:
                self.chose(self._state.detail.rec)


def _hamlets(desk: Desk) -> tuple[tuple[tuple[str, str], ...], str]:
    units = tuple((unit.id, unit.name) for unit in desk.store.units.on(desk.today(), "hamlet"))
    return units, desk.store.meta.get("home_hamlet")


def _detail(desk: Desk, rec: str) -> Detail | None:
    form = built_in(FORM)
    record = desk.store.records.get(form, rec)
    if record.deleted:
        return None
    values, shown = record.values, Shown(desk)
    rows = values.get("people") or ()
    known = people(desk, [row["resident"] for row in rows if row.get("resident")])
    first = known[0] if known else None
    names = [views.who(it) for it in known] + [
        views.label("age_band", row["age_band"]) for row in rows if row.get("age_band")
    ]
    plate = shown.plate(values["household"]) if values.get("household") else ""
    title = ", ".join(names) or views.label("visit_outcome", str(values.get("visit_outcome", "")))
    born = _("Born {year}").format(year=first.birth_year) if first and first.birth_year else ""
    where = ", ".join(p for p in (first.alley, views.lower_first(first.hamlet_name)) if p) if first else ""
    result = rows[0].get("result", "") if rows else ""
    tone, icon = views.TONES.get(result, ("neutral", "clock"))
    told = story(desk, FORM, rec)
    return Detail(
        rec,
        plate,
        title,
        " · ".join(part for part in (born, where) if part),
        _facts(shown, values, rows),
        views.result_short(result) if result else "",
        tone,
        icon,
        told.steps,
        told.version,
        first.rec if first else "",
        str(values.get("household") or ""),
    )


def _facts(shown: Shown, values: Mapping[str, Any], rows: object) -> tuple[tuple[str, str], ...]:
    form = built_in(FORM)
    questions = dict(form.walk())
    minutes = _("{n} minutes").format(n=values["minutes"]) if values.get("minutes") else ""
    when = ", ".join(
        part
        for part in (str(values.get("started_at") or ""), views.day(str(values.get("date") or "")))
        if part
    )
    facts = [(_("When"), " · ".join(p for p in (when, minutes) if p))]
    people_rows = list(rows) if isinstance(rows, list | tuple) else []
    told = {"place": _("Where"), "topics": _("What"), "obstacle": _("Obstacle"), "members": _("Guided by")}
    first = ("place", "people/topics", "people/obstacle", "people/follow_up_on", "people/follow_up_reason")
    paths = [*first, *(path for path in questions if path not in first and path != "members"), "members"]
    for path in paths:
        question = questions[path]
        name = path.rpartition("/")[2]
        if name in (
            "date",
            "started_at",
            "minutes",
            "hamlet",
            "household",
            "resident",
            "age_band",
            "result",
            "visit_outcome",
        ):
            continue
        if "/" in path:
            if not path.startswith("people/"):
                continue
            answers = list(dict.fromkeys(shown.answer(form, question, row.get(name)) for row in people_rows))
        else:
            answers = [shown.answer(form, question, values.get(name))] if question.holds_value else []
        words = ", ".join(it for it in answers if it)
        if words:
            facts.append((told.get(name, say(question.label, language())), words))
    return tuple(facts)
