"""Opening, keeping and saving one record of any form. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop.store import Draft
from desktop.ui.entry.presenter import EntryPresenter, extra_for, names_of
from desktop.ui.entry.sheet import Extra
from desktop.ui.entry.state import EntryState
from desktop.ui.records import books
from desktop.ui.records.effects import effects
from desktop.ui.records.state import EditState, MoveOffer
from desktop.work import forms, records, story
from desktop.work.changed import Changed
from desktop.work.desk import Clock, Desk
from desktop.work.forms import Move
from desktop.work.lanes import Lanes
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
    last: Mapping[str, Any] | None  # the record this person saved last, where the form asks for it
    move: Move | None  # how a draft of an older version would go over to the one in use


class EditPresenter:
    """``saved(text, changed)`` tells of a save, after which the screen goes back or on to a fresh entry."""

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
        self._moved: Move | None = None  # the last move of this draft, as long as nothing was typed since
        self._named = ""
        self._draw = draw
        self.entry = EntryPresenter(lanes, show=self._drawn, focus=focus, touched=self._touch)

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
        self._form, self._dirty, self._named = None, False, ""
        if self._moved is not None and self._moved.draft.id != draft:
            self._moved = None
        self.entry.end()
        self._lanes.store(lambda desk: _open(desk, form_id, rec, draft), self._opened)

    def _opened(self, it: _Opened) -> None:
        entry = Entry(
            it.form,
            it.values,
            today=self._clock().date(),
            now=self._clock,
            carried=it.carried,
            names=names_of(it.extra.aids),
            last=it.last,
        )
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
            in_a_row=self._rec is None and books.in_a_row(it.form.id),
            move=_offer(it.move) if it.move else None,
            moved=it.form.version if self._moved else "",
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

    def move(self) -> None:
        """Put the draft onto the version in use and go on with it."""
        self.keep()
        draft, form = self._draft, self._form

        def step(desk: Desk) -> Move | None:
            it = forms.draft_move(desk, draft)
            if it is not None:
                forms.move_draft(desk, it)
            return it

        def done(it: Move | None) -> None:
            if form is not None:
                self._moved = it
                self.open(form.id, draft=draft)

        self._lanes.store(step, done)

    def unmove(self) -> None:
        """Put the draft back onto the version it was begun on."""
        if (it := self._moved) is not None:
            self._moved = None
            self._lanes.store(
                lambda desk: forms.unmove_draft(desk, it),
                lambda _changed: self.open(it.draft.form, draft=it.draft.id),
            )

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
        # A record looked at and saved as it was has not ended anew.
        ended = self._clock() if rec is None or self._dirty_or_kept() else None
        values, carry, reason, consents = (
            entry.values(at=ended),
            entry.carry(),
            self._state.reason,
            self.entry.consents,
        )

        def step(desk: Desk) -> tuple[Changed, tuple[str, ...]]:
            with desk.store.together():
                changed = records.save(
                    desk,
                    form.id,
                    values,
                    rec=rec,
                    draft=draft,
                    reason=reason or None,
                    consents=consents,
                    version=form.version,
                )
                if rec is None:
                    records.keep_carried(desk, form.id, carry)
            return changed, effects(desk, form.id, changed)

        self._dirty = False
        self._lanes.store(step, lambda it: self._done(*it), self._not_saved)

    def throw_away(self, then: Callable[[], None]) -> None:
        """Forget what was typed."""
        self._dirty = False
        draft = self._draft
        self._lanes.store(lambda desk: desk.store.drafts.delete(draft), lambda _none: then())

    def _dirty_or_kept(self) -> bool:
        return self._dirty or self._state.kept

    def _done(self, changed: Changed, more: tuple[str, ...]) -> None:
        assert self._form is not None
        said = _("Saved: {form}").format(form=self._named or say(self._form.title, language()))
        self._saved(" · ".join((said, *more)), changed)

    def _drawn(self, state: EntryState) -> None:
        """Draw, and call the record what its answers call it."""
        self._draw(state)
        if self._form is None or not self._form.instance_name:
            return
        self._named = self.entry.entry.name(state.language).strip()
        if self._rec is None and self._named != self._state.subtitle:
            self._state = replace(self._state, subtitle=self._named)
            self._show(self._state)

    def _not_saved(self, problem: Problem) -> None:
        self._dirty = True
        raise problem

    def _touch(self) -> None:
        self._dirty = True
        if self._moved is not None:
            self._moved = None
            self._state = replace(self._state, moved="")
        self._show(self._state)


def _open(desk: Desk, form_id: str, rec: str | None, draft_id: str | None) -> _Opened:
    draft = desk.store.drafts.get(draft_id) if draft_id else None
    if draft is None and rec:
        draft = next((it for it in desk.store.drafts.all() if it.rec == rec), None)
    rec = draft.rec if draft else rec
    form = records.form_for(desk, form_id, rec, draft)
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
    last = records.last_saved(desk, form)
    return _Opened(form, values, carried, extra, told, draft, typed, last, _move(desk, form, draft))


def _move(desk: Desk, form: Form, draft: Draft | None) -> Move | None:
    """Only a draft of a new record may be moved: a record keeps its version."""
    if draft is None or draft.rec is not None or draft.version != form.version:
        return None
    return forms.draft_move(desk, draft.id)


def _offer(it: Move) -> MoveOffer:
    lost = tuple(f"{say(one.label, language()) or one.path}: {one.shown}" for one in it.moved.lost)
    return MoveOffer(it.old.version, it.new.version, tuple(one.text for one in it.differences), lost)
