"""The forms the province gives out: what there is, and one of them looked over. For the slow lane."""

from dataclasses import dataclass

from desktop.store.outbox import Stream
from desktop.work import forms, sync
from desktop.work.desk import Desk
from desktop.work.forms import Preview
from desktop.work.sync import Ask
from forms.library import built_in, built_in_ids
from forms.problem import Problem
from sync.client import Settings
from sync.client import fetch as fetch_from
from sync.client import published as published_by
from sync.client.outbox import Job
from sync.wire.messages import Enrolment
from sync.wire.published import Published


@dataclass(frozen=True, slots=True)
class Offered:
    """One version the province gives out; ``here``: this laptop has it."""

    form: Published
    here: bool


def offered(ask: Ask, job: Job, settings: Settings | None = None) -> tuple[Offered, ...]:
    """What the province gives out, the newest first. Raises ``sync.not_enrolled``, ``sync.…``."""
    stream, enrolment = ask(_known)
    found = published_by(stream, enrolment, job, settings)
    return ask(lambda desk: tuple(Offered(it, _is_here(desk, it)) for it in found))


def fetch(ask: Ask, form: Published, job: Job, settings: Settings | None = None) -> Preview:
    """One of them, read by this machine's own rules. Raises ``sync.not_enrolled``, ``sync.…``."""
    from forms.compile import inspect_source

    stream, enrolment = ask(_known)
    try:
        compiled = inspect_source(fetch_from(form, stream, enrolment, job, settings))
    except Problem as problem:
        if problem.code == "form.not_workbook":
            raise Problem("sync.answer") from problem
        raise
    if (made := compiled.form) and (made.id, made.version) != (form.id, form.version):
        raise Problem("sync.answer")  # not what was chosen from the list
    return ask(lambda desk: forms.looked_over(desk, form.title, compiled))


def _known(desk: Desk) -> tuple[Stream, Enrolment]:
    enrolment = sync.enrolment(desk)
    if enrolment is None:
        raise Problem("sync.not_enrolled")
    return desk.store.outbox.stream(), enrolment


def _is_here(desk: Desk, form: Published) -> bool:
    if form.id in built_in_ids() and built_in(form.id).version == form.version:
        return True
    return desk.store.forms.of(form.id, form.version) is not None
