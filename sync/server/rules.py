"""The forms' own rules, applied to what arrives: the same check the laptop makes before it saves."""

from collections.abc import Callable, Mapping
from datetime import datetime

from forms.check import check
from forms.definition import Form
from forms.flat import POSITION, unflatten
from forms.library import built_in, built_in_ids

from .content import Check

_UNCHECKED = frozenset({"consent"})  # a record without a form


def checker(clock: Callable[[], datetime]) -> Check:
    """The check of a record's flat answers against the form it names, ``id/version``.

    Another version of a known form is taken as it is: versions only add, and an old laptop may hand in.
    """

    def faults(name: str, answers: Mapping[str, object]) -> tuple[str, ...] | None:
        form_id, _, version = name.rpartition("/")
        if form_id in _UNCHECKED:
            return ()
        if form_id not in built_in_ids():
            return None
        form = built_in(form_id)
        if version != form.version:
            return ()
        known = {path for path, _ in form.walk()}
        strange = tuple(path for path in answers if not _belongs(known, path))
        return strange or _faults(form, answers, clock())

    return faults


def _faults(form: Form, answers: Mapping[str, object], now: datetime) -> tuple[str, ...]:
    found = check(form, unflatten(form, answers), now.date())
    return tuple(dict.fromkeys(fault.path for fault in found))


def _belongs(known: set[str], path: str) -> bool:
    parts = path.split("/")
    if parts[-1] == POSITION:
        parts.pop()
    return "/".join(parts[::2]) in known
