"""What takes its time with forms, for the slow lane: only short steps of it run in the store's."""

import json
from pathlib import Path
from typing import Literal

from desktop.work import forms
from desktop.work.forms import Preview
from desktop.work.leaflets import save_pdf
from desktop.work.shown import form_of
from desktop.work.sync import Ask
from forms.library import built_in_ids, built_in_source

Made = Literal["xml", "xlsx", "json"]


def inspect_through(ask: Ask, path: Path) -> Preview:
    """`forms.inspect`: the sheets are read here, then laid beside what the store has."""
    compiled = forms.read(path)
    return ask(lambda desk: forms.looked_over(desk, path.name, compiled))


def paper_through(ask: Ask, form_id: str, language: str) -> bytes:
    """The version in use to be filled in by hand, as PDF. Raises ``form.unknown``."""
    from desktop.reports.blank_form import blank_form

    form, head = ask(lambda desk: (form_of(desk, form_id), forms.paper_head(desk)))
    return blank_form(form, head, language)


def write_form(ask: Ask, form_id: str, kind: Made, target: Path) -> None:
    """The version in use as XForm, workbook or JSON Schema. Raises what `forms.sources` raises, ``print.write``."""
    save_pdf(target, _made(ask, form_id, kind))


def _made(ask: Ask, form_id: str, kind: Made) -> bytes:
    from forms.compile import inspect, workbook_bytes, xform
    from forms.schema import json_schema

    if kind == "json":
        schema = json_schema(ask(lambda desk: form_of(desk, form_id)))
        return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
    if form_id in built_in_ids():
        source = inspect(built_in_source(form_id)).source
    else:
        source = ask(lambda desk: forms.sources(desk, form_id))
    return xform(source).encode() if kind == "xml" else workbook_bytes(source)
