"""Opening, keeping and saving one record of any form. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop.store import Draft
from desktop.ui.entry.presenter import EntryPresenter, extra_for, names_of
from desktop.ui.entry.sheet import Extra
from desktop.ui.entry.state import EntryState
from desktop.ui.records import books
from desktop.ui.records.state import EditState
from desktop.work import records, story
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Lanes
from desktop.work.shown import form_of
from desktop.work.story import Story
from forms.definition import Form, say
from forms.entry import Entry
from forms.problem import Problem
from resources.words import _, language
from sync.wire.ids import new_id

_TYPED = "@typed"  # what stands in a draft beside the form's answers


@dataclass(frozen=True, slots=True)
class _Opened:
    form: Form
    values: Mapping[str, Any] | None  # None: fresh
    carried: Mapping[str, Any]
    extra: Extra
    story: Story | None
    draft: Draft | None
    typed: Mapping[str, Any]


class EditPresenter:
    """``saved(text, changed)`` tells of a save, after which the screen goes back."""

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        *,
        show: Callable[[EditState], None],
        draw: Callable[[EntryState], None],
        opened: Callable[[], None],
        saved: Callable[[str, Changed], None],
        focus: Callable[[str], None],
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._opened_screen = opened
        self._saved = saved
        self._focus = focus
        self._state = EditState()
        self._dirty = False
        self._form: Form | None = None
        self._rec: str | None = None
        self._draft = new_id()
        self.entry = EntryPresenter(lanes, show=draw, focus=focus, touched=self._touch)

    @property
    def dirty(self) -> bool:
        """Whether something typed is not in the draft yet."""
        return self._dirty

    @property
    def draft(self) -> str:
        return self._draft

    @property
    def rec(self) -> str | None:
        """The record being changed; None for a new one."""
        return self._rec

    def open(self, form_id: str, rec: str | None = None, draft: str | None = None) -> None:
        """Open a draft, a record (or the draft that changes it), or a fresh entry."""
        self._form, self._dirty = None, False
        self.entry.end()
        self._lanes.store(lambda desk: _open(desk, form_id, rec, draft), self._opened)

    def _opened(self, it: _Opened) -> None:
        now = self._clock()
        names = names_of(it.extra.aids)
        if it.values is None:
            entry = Entry(it.form, today=now.date(), now=now, carried=it.carried, names=names)
        else:
            entry = Entry(it.form, it.values, today=now.date(), now=now, names=names)
        self._form = it.form
        self._rec = it.story.rec if it.story else None
        self._draft = it.draft.id if it.draft else new_id()
        self._state = EditState(
            title=books.edit_title(it.form, self._rec is not None),
            subtitle=it.story.title if it.story else "",
            amends=bool(it.story and it.story.confirmed),
            reason=str(it.typed.get("reason", "")),
            draft=_("Draft kept {time}").format(time=it.draft.updated_at[11:16]) if it.draft else "",
            kept=it.draft is not None,
            story=it.story,
        )
        self._opened_screen()
        self._show(self._state)
        self.entry.begin(entry, it.extra)
        self._dirty = False
        self._focus(it.draft.cursor if it.draft else "")

    def reasoned(self, text: str) -> None:
        """Why a record that was sent is changed."""
        if text != self._state.reason:
            self._touch()
            self._state = replace(self._state, reason=text, reason_fault="")
            self._show(self._state)

    def keep(self, cursor: str = "") -> None:
        """Write the draft; called within a second of a change."""
        if not self._dirty or self._form is None:
            return
        self._dirty = False
        values: dict[str, Any] = dict(self.entry.entry.everything())
        typed = {"consents": self.entry.consents, "reason": self._state.reason}
        if any(typed.values()):
            values[_TYPED] = typed
        draft, rec, form, now = self._draft, self._rec, self._form, self._clock()
        self._lanes.store(
            lambda desk: desk.store.drafts.put(
                draft, form.id, form.version, values, now=now, rec=rec, cursor=cursor
            ),
            lambda kept: self._kept(draft, now.strftime("%H:%M")) if kept else None,
        )

    def _kept(self, draft: str, at: str) -> None:
        if draft == self._draft:
            self._state = replace(self._state, draft=_("Draft kept {time}").format(time=at), kept=True)
            self._show(self._state)

    def save(self) -> None:
        """Save and tell; faults stay on the screen, the first one takes the cursor."""
        if self._form is None or not self.entry.check():
            return
        if self._state.amends and self._dirty_or_kept() and not self._state.reason.strip():
            words = _("Say in a few words why this is changed: the province has the earlier version.")
            self._state = replace(self._state, reason_fault=words)
            self._show(self._state)
            self._focus("@reason")
            return
        entry, form, rec, draft = self.entry.entry, self._form, self._rec, self._draft
        values, carry, reason, consents = (
            entry.values(),
            entry.carry(),
            self._state.reason,
            self.entry.consents,
        )

        def step(desk: Desk) -> Changed:
            with desk.store.together():
                changed = records.save(
                    desk, form.id, values, rec=rec, draft=draft, reason=reason or None, consents=consents
                )
                if rec is None:
                    records.keep_carried(desk, form.id, carry)
            return changed

        self._dirty = False
        self._lanes.store(step, self._done, self._not_saved)

    def throw_away(self, then: Callable[[], None]) -> None:
        """Forget what was typed."""
        self._dirty = False
        draft = self._draft
        self._lanes.store(lambda desk: desk.store.drafts.delete(draft), lambda _none: then())

    def _dirty_or_kept(self) -> bool:
        return self._dirty or self._state.kept

    def _done(self, changed: Changed) -> None:
        assert self._form is not None
        self._saved(_("Saved: {form}").format(form=say(self._form.title, language())), changed)

    def _not_saved(self, problem: Problem) -> None:
        self._dirty = True
        raise problem

    def _touch(self) -> None:
        self._dirty = True
        self._show(self._state)


def _open(desk: Desk, form_id: str, rec: str | None, draft_id: str | None) -> _Opened:
    form = form_of(desk, form_id)
    draft = desk.store.drafts.get(draft_id) if draft_id else None
    if draft is None and rec:
        draft = next((it for it in desk.store.drafts.all() if it.rec == rec), None)
    rec = draft.rec if draft else rec
    told = story.story(desk, form_id, rec) if rec else None
    typed: Mapping[str, Any] = {}
    values: Mapping[str, Any] | None = None
    if draft is not None:
        typed = draft.values.get(_TYPED, {})
        values = {name: value for name, value in draft.values.items() if name != _TYPED}
    elif rec:
        values = desk.store.records.get(form, rec).values
    carried = records.carried(desk, form_id) if values is None else {}
    pending = dict(typed.get("consents", {}))
    extra = extra_for(desk, form, values or {}, pending)
    return _Opened(form, values, carried, extra, told, draft, typed)
