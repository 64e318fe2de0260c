"""From forms, previews and dry runs to what is shown. Pure."""

from collections.abc import Iterable

from desktop.store import Draft
from desktop.ui.forms.state import (
    Change,
    Count,
    DraftRow,
    FormDetail,
    FormRow,
    OfferRow,
    Seen,
    Tone,
    VersionRow,
)
from desktop.ui.shell.screen import Place
from desktop.work.filled import Dry
from desktop.work.forms import Kind, Preview, Published
from desktop.work.forms_province import Offered
from forms.definition import Form, Question, say
from forms.expressions.outputs import blanked
from forms.markup import plain
from forms.move import Difference
from resources.words import N_, _, language

MOST_ASKED = 6  # questions told of a form
_ICONS = {
    "household": "house",
    "resident": "user",
    "member": "id-card-lanyard",
    "outreach": "megaphone",
    "guidance_session": "footprints",
    "feedback": "message-square-warning",
    "training_class": "graduation-cap",
}
_NEW = {
    "guidance_session": Place("visit"),
    "training_class": Place("training", query="new"),
    "feedback": Place("feedback", query="new"),
}
_BOOKS = {
    "guidance_session": Place("visits"),
    "training_class": Place("training"),
    "feedback": Place("feedback"),
    "outreach": Place("outreach"),
}
_STANDS: dict[str, tuple[str, Tone, str]] = {
    "new": (N_("New form"), "ok", "file-plus"),
    "newer": (N_("Newer version"), "info", "arrow-up"),
    "same": (N_("Here already"), "neutral", "circle-check"),
    "refused": (N_("Not taken"), "error", "circle-x"),
}
_ORDERS: dict[str, tuple[str, Tone, str]] = {
    "older": (N_("Older version"), "warn", "triangle-alert"),
    "unclear": (N_("Another version"), "info", "arrow-up"),
}
_CHANGES: dict[str, tuple[str, Tone, str]] = {
    "added": (N_("New"), "ok", "plus"),
    "removed": (N_("Gone"), "error", "minus"),
}


def new_place(form_id: str) -> Place:
    """Where a new record of the form is made."""
    return _NEW.get(form_id) or Place("record", form=form_id)


def book_place(form_id: str) -> Place:
    """Where the form's records are."""
    return _BOOKS.get(form_id) or Place("records", form=form_id)


def title_of(form: Form) -> str:
    """What the form is called in the reader's language."""
    return say(form.title, language(), form.default_language) or form.id


def row(kind: Kind, last: str) -> FormRow:
    """One form in the list."""
    return FormRow(
        kind.id,
        say(kind.title, language()) or kind.id,
        " · ".join(filter(None, (kind.id, _version(kind.version)))),
        _ICONS.get(kind.id, "clipboard-list"),
        kind.questions,
        kind.records,
        kind.drafts,
        last,
        kind.built_in,
        kind.retired,
    )


def detail(kind: Kind, form: Form, last: str, drafts: Iterable[Draft]) -> FormDetail:
    """The chosen form in full, with its ``drafts``."""
    asked = [words for it in _asked(form.questions) if (words := _label(it, form))]
    facts = [(_("Questions"), str(kind.questions))]
    if len(kind.languages) > 1:
        facts.append((_("Languages"), ", ".join(name or code for code, name in kind.languages.items())))
    if last:
        facts.append((_("Last record"), day(last)))
    return FormDetail(
        row(kind, last),
        tuple(facts),
        tuple(asked[:MOST_ASKED]),
        max(0, len(asked) - MOST_ASKED),
        tuple(_version_row(it, n == 0 and not kind.retired) for n, it in enumerate(kind.versions)),
        tuple(_draft(it, form) for it in drafts) if kind.id not in _NEW else (),
    )


def day(iso: str) -> str:
    """``2026-11-21…`` → ``21/11/2026``."""
    return "/".join(reversed(iso[:10].split("-")))


def number(count: int) -> str:
    """A number with its thousands apart."""
    grouped = f"{count:,}"
    return grouped.replace(",", ".") if language() == "vi" else grouped


def seen(it: Preview) -> Seen:
    """A form that was read, before it is taken in."""
    words, tone, icon = _ORDERS.get(it.order or "", _STANDS[it.standing])
    form = it.form
    about = (
        [form.id, _version(form.version), _("{count} questions").format(count=it.questions)] if form else []
    )
    return Seen(
        title_of(form) if form else it.name,
        " · ".join(filter(None, about)) if form else "",
        _(words),
        tone,
        icon,
        _told(it),
        form if it.standing != "refused" else None,
        it.faults,
        it.notes,
        tuple(map(_change, it.differences)),
        it.standing in ("new", "newer"),
    )


def offer(it: Offered) -> OfferRow:
    """One form of the province."""
    second = " · ".join(filter(None, (it.form.id, _version(it.form.version))))
    return OfferRow(it.form, it.form.title or it.form.id, second, day(it.form.published_at), it.here)


def counts(dry: Dry) -> tuple[Count, ...]:
    """What an import would do, line by line."""
    lines: tuple[tuple[int, str, str, Tone], ...] = (
        (len(dry.fresh), _("{count} new"), _("to be added"), "ok"),
        (len(dry.differs), _("{count} here with other answers"), _("differing"), "warn"),
        (dry.already, _("{count} here just so"), _("nothing to do"), "neutral"),
        (dry.bad, _("{count} with something wrong"), _("to correct"), "error"),
        (dry.unasked, _("{count} without name and phone: no consent"), _("left out"), "warn"),
    )
    return tuple(
        Count(words.format(count=number(count)), badge, tone) for count, words, badge, tone in lines if count
    )


def _version(version: str) -> str:
    return _("version {version}").format(version=version) if version else ""


def _version_row(it: Published, used: bool) -> VersionRow:
    parts = [_("{count} records").format(count=number(it.records))]
    if it.drafts:
        parts.append(_("{count} drafts").format(count=it.drafts))
    parts.append(_("since {day}").format(day=day(it.added_at)) if it.added_at else _("came with the program"))
    return VersionRow(it.version or _("without a version"), " · ".join(parts), used)


def _draft(it: Draft, form: Form) -> DraftRow:
    kept = f"{it.updated_at[11:16]} {day(it.updated_at)}"
    older = _("of version {version}").format(version=it.version or "—") if it.version != form.version else ""
    changes = _("changes a record") if it.rec else ""
    return DraftRow(
        it.id, _("Draft kept {time}").format(time=kept), " · ".join(filter(None, (older, changes)))
    )


def _asked(questions: Iterable[Question]) -> Iterable[Question]:
    """The questions a person answers, groups and repeats opened."""
    for it in questions:
        if it.type in ("group", "repeat"):
            yield from _asked(it.children)
        elif it.type not in ("calculate", "hidden", "note") and not it.meta:
            yield it


def _label(question: Question, form: Form) -> str:
    words = say(question.label, language(), form.default_language)
    return " ".join(plain(blanked(words)).split())


def _told(it: Preview) -> str:
    """What taking it in would mean, in one or two sentences."""
    if it.standing == "refused":
        several = _("{count} places must be corrected first. Nothing was changed.")
        return (
            _("One place must be corrected first. Nothing was changed.")
            if len(it.faults) == 1
            else several.format(count=len(it.faults))
        )
    if it.standing == "same":
        return _("This very version is in this program already; there is nothing to take in.")
    if it.used is None:
        return _("Nothing of this form is here yet. Look it over and try it before you use it.")
    told = _("It takes the place of version {version} for new records.").format(
        version=it.used.version or "—"
    )
    if it.records or it.drafts:
        kept = _("{records} records and {drafts} drafts keep the version they were made with.")
        told += " " + kept.format(records=number(it.records), drafts=it.drafts)
    return told


def _change(it: Difference) -> Change:
    words, tone, icon = _CHANGES.get(it.kind, (N_("Other"), "warn", "pencil"))
    return Change(_(words), tone, icon, it.text)
