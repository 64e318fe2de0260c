"""The built-in forms, read from their compiled JSON when first asked for."""

from functools import cache
from pathlib import Path

from forms.codec import form_from_json
from forms.definition import Form
from forms.problem import Problem

COMPILED = Path(__file__).resolve().parent / "compiled"
DEFINITIONS = Path(__file__).resolve().parent / "definitions"
_IDS = (
    "household",
    "resident",
    "member",
    "guidance_session",
    "training_class",
    "feedback",
    "outreach",
    "satisfaction_survey",
)


def built_in_ids() -> tuple[str, ...]:
    """The ids of the built-in forms, in the order a person meets them."""
    return _IDS


@cache
def built_in(form_id: str) -> Form:
    """The newest version of a built-in form. Raises Problem ``form.unknown``."""
    if form_id not in _IDS:
        raise Problem("form.unknown", form=form_id)
    return form_from_json((COMPILED / f"{form_id}.json").read_text(encoding="utf-8"))


def built_in_source(form_id: str) -> Path:
    """The Markdown tables a built-in form is written in. Raises Problem ``form.unknown``."""
    if form_id not in _IDS:
        raise Problem("form.unknown", form=form_id)
    return DEFINITIONS / f"{form_id}.md"
