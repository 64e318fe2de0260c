"""The forms' own rules, applied to what arrives: the same check the laptop makes before it saves."""

from collections.abc import Callable, Mapping
from datetime import datetime

from forms.check import check
from forms.definition import Form
from forms.flat import POSITION, unflatten

from .content import Check
from .forms import Forms

_UNCHECKED = frozenset({"consent"})  # a record without a form


def checker(forms: Forms, clock: Callable[[], datetime]) -> Check:
    """The check of a record's flat answers against the form it names, ``id/version``.

    A version that is not known of a form that is, is taken as it is: versions only add, and an old laptop
    may hand in. A form that is not known at all is told as such. What was right on the day it was written is
    right when it arrives: ``today()`` is that day, or the province's own if the laptop's lies in the future.
    """

    def faults(name: str, answers: Mapping[str, object], at: str) -> tuple[str, ...] | None:
        form_id, _, version = name.rpartition("/")
        if form_id in _UNCHECKED:
            return ()
        form = forms.version(form_id, version)
        if form is None:
            return () if forms.knows(form_id) else None
        known = {path for path, _ in form.walk()}
        strange = tuple(path for path in answers if not _belongs(known, path))
        return strange or _faults(form, answers, _moment(at, clock()))

    return faults


def _faults(form: Form, answers: Mapping[str, object], now: datetime) -> tuple[str, ...]:
    found = check(form, unflatten(form, answers), now.date())
    return tuple(dict.fromkeys(fault.path for fault in found))


def _moment(at: str, now: datetime) -> datetime:
    try:
        return min(datetime.fromisoformat(at).astimezone(now.tzinfo), now)
    except (ValueError, OverflowError):
        return now


def _belongs(known: set[str], path: str) -> bool:
    parts = path.split("/")
    if parts[-1] == POSITION:
        parts.pop()
    return "/".join(parts[::2]) in known
