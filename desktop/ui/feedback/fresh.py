"""Something just said: a new matter, noted in a minute. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from desktop.store import Draft
from desktop.store.consents import Method
from desktop.ui.feedback import views
from desktop.ui.feedback.state import Fresh, Option, Person
from desktop.work import feedback as work
from desktop.work import people
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.feedback import FORM, Contact
from desktop.work.lanes import Lanes
from forms.entry import Entry
from forms.library import built_in
from resources.words import _
from sync.wire.ids import new_id

SHOWN = ("kind", "channel", "content", "subject", "field", "due_on", "wants_reply")
_LISTS = {"kind": "feedback_kind", "channel": "feedback_channel", "field": "field", "wants_reply": "yes_no"}
_TYPED = "@typed"  # what stands in a draft beside the form's answers


@dataclass(frozen=True, slots=True)
class _Begun:
    who: str
    hamlet: str
    due_on: str
    draft: Draft | None
    person: Person | None
    consent: str


class FreshMatter:
    """The panel's answers. ``show(None)`` when it closes; ``added`` tells of the save, ``left`` of giving up."""

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[Fresh | None], None],
        added: Callable[[Changed], None],
        left: Callable[[], None],
        focus: Callable[[str], None],
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._added = added
        self._left = left
        self._focus = focus
        self._form = built_in(FORM)
        self._entry: Entry | None = None
        self._draft = ""
        self._kept = ""
        self._contact, self._method = "", ""
        self._person: Person | None = None
        self._found: tuple[Person, ...] = ()
        self._consent = ""
        self._query = ""
        self._faults: dict[str, str] = {}
        self.dirty = False

    @property
    def draft(self) -> str | None:
        """The draft being written, None while the panel is closed."""
        return self._draft if self._entry is not None else None

    def begin(self, draft: str | None) -> None:
        """Open empty, or from a draft."""
        self._lanes.store(lambda desk: _begin(desk, draft), self._begun)

    def _begun(self, it: _Begun) -> None:
        now = self._clock()
        values: dict[str, Any] = dict(it.draft.values) if it.draft else {}
        typed = values.pop(_TYPED, {})
        self._entry = Entry(self._form, values, today=now.date(), now=now, fresh=it.draft is None)
        if it.draft is None:
            for name, value in (("received_by", it.who), ("hamlet", it.hamlet), ("due_on", it.due_on)):
                self._entry.set(name, value or None)
        self._draft = it.draft.id if it.draft else new_id()
        self._kept = views.kept_at(it.draft.updated_at) if it.draft else ""
        self._contact, self._method = typed.get("contact", ""), typed.get("method", "")
        self._person, self._consent, self._found = it.person, it.consent, ()
        self._faults, self._query, self.dirty = {}, "", False
        self._draw()
        self._focus("kind")

    def told(self, name: str, value: str) -> None:
        """An answer of the form was typed or chosen."""
        if self._entry is not None:
            self._entry.set(name, value or None)
            self._touch()

    def reach(self, contact: str) -> None:
        """How to reach the person, as typed."""
        self._contact = contact
        self._touch()

    def agreed(self, method: str) -> None:
        """How consent was given."""
        self._method = method
        self._touch()

    def searched(self, text: str) -> None:
        """Letters changed in the person box."""
        self._query = text
        if self._entry is None or not text.strip():
            self._found = ()
            self._draw()
            return
        hamlet = str(self._entry.get("hamlet") or "")

        def arrived(found: tuple[people.Person, ...]) -> None:
            if text == self._query and self._person is None:
                self._found = tuple(views.person(it) for it in found)
                self._draw()

        self._lanes.store(lambda desk: people.find(desk, text, hamlet), arrived)

    def chose(self, rec: str) -> None:
        """Somebody known said it."""
        person = next((it for it in self._found if it.rec == rec), None)
        if person is not None:
            self._lanes.store(
                lambda desk: work.consent_of(desk, rec), lambda consent: self._chosen(person, consent)
            )

    def _chosen(self, person: Person, consent: str) -> None:
        if self._entry is None:
            return
        self._person, self._consent, self._found, self._query = person, consent, (), ""
        self._entry.set("resident", person.rec)
        self._entry.set("household", person.household or None)
        self._touch()
        self._focus("wants_reply")

    def nobody(self) -> None:
        """The person is to stay unnamed after all."""
        if self._entry is None:
            return
        self._person, self._consent = None, ""
        for name in ("resident", "household", "consent"):
            self._entry.set(name, None)
        self._touch()
        self._focus("person")

    def save(self) -> None:
        """Keep the matter; faults stay under their fields."""
        if self._entry is None:
            return
        self._faults = self._wrong(self._entry)
        if self._faults:
            self._draw()
            self._focus(next(iter(self._faults)))
            return
        values, draft = self._entry.values(), self._draft
        wanted = bool(self._contact) and values.get("wants_reply") == "yes"
        if wanted and self._consent:
            values["consent"] = self._consent
        method = cast(Method, self._method) if self._method and not self._consent else None
        contact = Contact(self._contact, method) if wanted else None

        def done(changed: Changed) -> None:
            self._entry = None
            self._show(None)
            self._added(changed)

        self.dirty = False
        self._lanes.store(lambda desk: work.add(desk, values, draft=draft, contact=contact), done)

    def _wrong(self, entry: Entry) -> dict[str, str]:
        named = views.faults(entry.faults(), SHOWN)
        if self._needs_method() and not self._method:
            named["method"] = _("Ask, then choose how consent was given.")
        return named

    def drop(self) -> None:
        """Give up: what was typed stays as a draft, the panel closes."""
        self.close()
        self._left()

    def close(self) -> None:
        """Close without a word; the draft is kept."""
        self.keep()
        if self._entry is not None:
            self._entry = None
            self._show(None)

    def keep(self) -> None:
        """Write the draft; called within a second of a change."""
        if not self.dirty or self._entry is None:
            return
        self.dirty = False
        values: dict[str, Any] = dict(self._entry.everything())
        if self._contact:
            values[_TYPED] = {"contact": self._contact, "method": self._method}
        draft, now = self._draft, self._clock()
        self._lanes.store(
            lambda desk: desk.store.drafts.put(draft, FORM, self._form.version, values, now=now),
            lambda kept: self._kept_now(draft, now.isoformat()) if kept else None,
        )

    def _kept_now(self, draft: str, at: str) -> None:
        if draft == self._draft and self._entry is not None:
            self._kept = views.kept_at(at)
            self._draw()

    def _needs_method(self) -> bool:
        wants = self._entry is not None and self._entry.get("wants_reply") == "yes"
        return wants and bool(self._contact) and not self._consent

    def _touch(self) -> None:
        self.dirty = True
        if self._entry is not None and self._faults:
            named = self._wrong(self._entry)
            self._faults = {key: words for key, words in named.items() if key in self._faults}
        self._draw()

    def _draw(self) -> None:
        entry = self._entry
        if entry is None:
            return
        values = {name: str(entry.state(name).value or "") for name in SHOWN}
        if entry.get("due_on"):
            values["due_on"] = views.long_day(values["due_on"])
        choices: Mapping[str, tuple[Option, ...]] = {name: views.options(it) for name, it in _LISTS.items()}
        self._show(
            Fresh(
                {**values, "contact": self._contact, "method": self._method},
                choices,
                _methods(),
                self._person,
                self._found,
                self._needs_method(),
                self._faults,
                self._kept,
                views.warning(f"{values['subject']} {values['content']}"),
            )
        )


def _methods() -> tuple[Option, ...]:
    return (
        Option("paper", _("Signed on paper")),
        Option("spoken", _("Said before a witness")),
        Option("message", _("By message")),
        Option("app", _("In an app")),
    )


def _begin(desk: Desk, draft: str | None) -> _Begun:
    kept = desk.store.drafts.get(draft) if draft else None
    resident = str(kept.values.get("resident") or "") if kept else ""
    found = people.people(desk, [resident]) if resident else ()
    today: date = desk.clock().date()
    return _Begun(
        desk.who,
        desk.store.meta.get("home_hamlet"),
        work.due_day(desk, today.isoformat()),
        kept,
        views.person(found[0]) if found else None,
        work.consent_of(desk, resident) if resident else "",
    )
