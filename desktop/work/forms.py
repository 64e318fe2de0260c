"""Forms from elsewhere: read and looked over, published, told about, taken out of use; drafts onto a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop.store import Draft
from desktop.work.changed import NOTHING, Changed
from desktop.work.desk import Desk
from desktop.work.forms_fit import Order, misfits, order, out_of_order, stands_as, unkept
from desktop.work.shown import form_of as form_of  # looked for here
from forms.compile.workbook import Place
from forms.definition import Form, Words
from forms.library import built_in, built_in_ids, built_in_source
from forms.problem import Problem

if TYPE_CHECKING:  # compiling takes pyxform, half a second: only when a file is read
    from desktop.reports.blank_form.head import Head
    from forms.compile import Compiled
    from forms.move import Difference, Moved

Standing = Literal["new", "newer", "same", "refused"]
_TEAM = "Tổ công nghệ số cộng đồng"  # on paper in the readers' language, whatever the program's
_TYPED = "@typed"  # what a screen keeps in a draft beside the form's answers


@dataclass(frozen=True, slots=True)
class Preview:
    """A form file before anything is changed.

    ``standing``: ``new`` here, a ``newer`` version of a form already here, the ``same`` as one here, or ``refused``.
    ``faults`` say why it is refused, ``notes`` what is left out or worth a look; each names its sheet, row and column.
    ``used``: the version in use until now, None for a new form; ``differences`` lead from it to ``form``.
    ``questions`` counts those that hold an answer; ``records`` and ``drafts`` are those of earlier versions.
    ``form`` is None only where the file could not be understood at all. ``order``: for ``newer``, how the versions
    read beside each other. ``failed``: refused because the program broke down over it, no fault of the form's.
    """

    name: str
    standing: Standing
    form: Form | None
    faults: tuple[Place, ...]
    notes: tuple[Place, ...]
    source: str
    used: Form | None = None
    differences: tuple["Difference", ...] = ()
    questions: int = 0
    records: int = 0
    drafts: int = 0
    order: Order | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a form. ``added_at``: ISO moment, ``""`` for one that came with the program."""

    version: str
    added_at: str
    records: int
    drafts: int
    has_source: bool  # whether a workbook and an XForm can be made of it


@dataclass(frozen=True, slots=True)
class Kind:
    """One form and what there is of it. ``versions``: the one in use first, then those before it.

    ``retired``: no new entries, its records stay. ``questions`` counts those that hold an answer.
    """

    id: str
    title: Words
    version: str
    versions: tuple[Published, ...]
    languages: Mapping[str, str]
    questions: int
    records: int
    drafts: int
    built_in: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A draft begun on an older version, and what of it the version in use takes over (``moved``)."""

    draft: Draft
    old: Form
    new: Form
    differences: tuple["Difference", ...]
    moved: "Moved"


def inspect(desk: Desk, path: Path) -> Preview:
    """Read a form file (.xlsx, .xls, .md, .csv; CSV choices beside it) and say how it would stand here.

    Nothing is changed. Raises ``file.unreadable``, ``file.too_large``; whatever is wrong inside is in ``faults``.
    """
    return looked_over(desk, path.name, read(path))


def read(path: Path) -> "Compiled":
    """The half of `inspect` that takes its time and needs no desk."""
    from forms.compile import inspect

    return inspect(path)


def inspect_text(desk: Desk, source: str, name: str = "") -> Preview:
    """`inspect` of what ``sources`` gave, or another machine sent."""
    from forms.compile import inspect_source

    return looked_over(desk, name, inspect_source(source))


def publish(desk: Desk, preview: Preview) -> Changed:
    """Put a previewed form into use; from then on that version never changes. The ``same`` one changes nothing.

    Raises ``form.broken`` for a refused one, ``form.version`` if another body came under its version meanwhile.
    """
    form = preview.form
    if form is None or preview.standing == "refused":
        raise Problem("form.broken", detail=preview.faults[0].text if preview.faults else preview.name)
    if preview.standing == "same":
        return NOTHING
    if faults := misfits(desk, form, preview.source):
        raise Problem("form.broken", detail=faults[0].text)
    desk.store.forms.publish(form, preview.source, desk.clock())
    return Changed(frozenset({"form"}))


def all_forms(desk: Desk) -> tuple[Kind, ...]:
    """Every form here: the built-in ones as the program orders them, then the others, the last published first."""
    kept = desk.store.forms.kept()
    ids = list(dict.fromkeys(it.id for it in reversed(kept)))
    order = [*built_in_ids(), *(it for it in ids if it not in built_in_ids())]
    drafts = desk.store.drafts.counts()
    found = []
    for form_id in order:
        versions = [it for it in reversed(kept) if it.id == form_id]
        form = form_of(desk, form_id)
        records = desk.store.records.counts(form)
        told = {it.version: it for it in versions}
        rows = [
            Published(
                version,
                told[version].added_at if version in told else "",
                records.get(version, 0),
                drafts.get((form_id, version), 0),
                told[version].has_source if form_id not in built_in_ids() else version == form.version,
            )
            for version in dict.fromkeys([form.version, *told])
        ]
        found.append(
            Kind(
                form_id,
                form.title,
                form.version,
                tuple(rows),
                form.languages,
                sum(question.holds_value for _, question in form.walk()),
                sum(records.values()),
                sum(row.drafts for row in rows),
                form_id in built_in_ids(),
                bool(versions and versions[0].retired),
            )
        )
    return tuple(found)


def version_of(desk: Desk, form_id: str, version: str | None = None) -> Form:
    """The version asked for, None the one in use. Raises ``form.unknown``; ``form.no_version`` naming those here."""
    used = form_of(desk, form_id)
    here = {used.version: None} | {it.version: None for it in desk.store.forms.kept() if it.id == form_id}
    if version is not None and version not in here:
        raise Problem("form.no_version", form=form_id, version=version, here=", ".join(here))
    return form_of(desk, form_id, version)


def sources(desk: Desk, form_id: str, version: str | None = None) -> str:
    """The sheets a form was made from, as one text.

    Raises what `version_of` does, and ``form.no_source`` if they were not kept.
    """
    from forms.compile import inspect as compiled

    form = version_of(desk, form_id, version)
    if form_id in built_in_ids():
        if form.version != built_in(form_id).version:
            raise Problem("form.no_source", form=form_id)
        return compiled(built_in_source(form_id)).source
    if text := desk.store.forms.source(form_id, form.version):
        return text
    raise Problem("form.no_source", form=form_id)


def xform(desk: Desk, form_id: str, version: str | None = None) -> str:
    """The form as ODK XForm XML, for ODK Collect on a phone. Raises what ``sources`` raises."""
    from forms.compile import xform as made

    return made(sources(desk, form_id, version))


def workbook(desk: Desk, form_id: str, version: str | None = None) -> bytes:
    """The form as an .xlsx workbook. Raises what ``sources`` raises."""
    from forms.compile import workbook_bytes

    return workbook_bytes(sources(desk, form_id, version))


def paper_head(desk: Desk) -> "Head":
    """What stands around the questions on paper here: team and commune."""
    from desktop.reports.blank_form.head import Head

    units = desk.store.units.on(desk.today())
    commune = next((unit.name for unit in units if unit.kind == "commune"), "")
    home = desk.store.meta.get("home_hamlet")
    hamlet = next((unit.name for unit in units if unit.id == home), "")
    team = f"{_TEAM} {_small(hamlet)}" if hamlet else ""
    return Head(team=team, commune=_small(commune))


def paper(desk: Desk, form: Form, language: str = "vi") -> bytes:
    """The form to be filled in by hand, as PDF; in the window draw it off the store lane, with ``paper_head``."""
    from desktop.reports.blank_form import blank_form

    return blank_form(form, paper_head(desk), language)


def retire(desk: Desk, form_id: str) -> Changed:
    """Take a form out of use: no new entries, its records and versions stay. Raises ``form.unknown``."""
    return _retired(desk, form_id, True)


def revive(desk: Desk, form_id: str) -> Changed:
    """Put a retired form back into use. Raises ``form.unknown``."""
    return _retired(desk, form_id, False)


def draft_move(desk: Desk, draft_id: str) -> Move | None:
    """How a draft would go onto the version in use; None when it stands on it already or is gone.

    Raises ``form.unknown`` when the draft's form or version is not here.
    """
    from forms.move import diff, moved

    draft = desk.store.drafts.get(draft_id)
    if draft is None:
        return None
    new = form_of(desk, draft.form)
    if draft.version == new.version:
        return None
    old = form_of(desk, draft.form, draft.version)
    answers = {name: value for name, value in draft.values.items() if name != _TYPED}
    return Move(draft, old, new, diff(old, new), moved(answers, old, new))


def move_draft(desk: Desk, move: Move) -> Changed:
    """Put the draft onto the version in use. Raises ``form.draft_changed`` if it was changed since it was looked at."""
    if desk.store.drafts.get(move.draft.id) != move.draft:
        raise Problem("form.draft_changed")
    typed = {name: value for name, value in move.draft.values.items() if name == _TYPED}
    draft, form = move.draft, move.new
    desk.store.drafts.put(
        draft.id, form.id, form.version, {**move.moved.values, **typed}, now=desk.clock(), rec=draft.rec
    )
    return Changed(frozenset({"draft"}))


def unmove_draft(desk: Desk, move: Move) -> Changed:
    """Put the draft back as it was before ``move_draft``."""
    draft = move.draft
    desk.store.drafts.put(
        draft.id,
        draft.form,
        draft.version,
        draft.values,
        now=desk.clock(),
        rec=draft.rec,
        cursor=draft.cursor,
    )
    return Changed(frozenset({"draft"}))


def looked_over(desk: Desk, name: str, compiled: "Compiled") -> Preview:
    """The other half: how what was read would stand here."""
    form = compiled.form
    if form is None or compiled.faults:
        return Preview(
            name, "refused", form, compiled.faults, compiled.notes, compiled.source, failed=compiled.failed
        )
    questions = sum(question.holds_value for _, question in form.walk())
    stands = stands_as(desk, form)
    faults = () if stands == "same" else misfits(desk, form, compiled.source)
    used = _used(desk, form.id)
    notes = compiled.notes + unkept(form)
    seen = Preview(name, stands, form, faults, notes, compiled.source, questions=questions)
    if used is None:
        return replace(seen, standing="refused") if faults else seen
    reads = order(form.version, used.version) if stands == "newer" and not faults else None
    return replace(
        seen,
        standing="refused" if faults else stands,
        notes=notes + (out_of_order(reads, used) if reads else ()),
        order=reads,
        used=used,
        differences=() if faults or form.version == used.version else _differences(used, form),
        records=sum(desk.store.records.counts(used).values()),
        drafts=sum(n for (form_id, _), n in desk.store.drafts.counts().items() if form_id == form.id),
    )


def _differences(old: Form, new: Form) -> tuple["Difference", ...]:
    from forms.move import diff

    return diff(old, new)


def _used(desk: Desk, form_id: str) -> Form | None:
    try:
        return form_of(desk, form_id)
    except Problem:
        return None


def _retired(desk: Desk, form_id: str, retired: bool) -> Changed:
    if form_id in built_in_ids():
        raise Problem("form.stays", form=form_id)
    form_of(desk, form_id)
    desk.store.forms.retire(form_id, desk.clock() if retired else None)
    return Changed(frozenset({"form"}))


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
