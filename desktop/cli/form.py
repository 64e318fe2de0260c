"""``ngoso form``: forms from elsewhere checked, added, listed, printed and exported."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from desktop.work import forms
from desktop.work.desk import Desk
from desktop.work.forms import Preview
from forms.definition import say
from forms.problem import Problem
from resources.words import N_, _, language

from . import form_check
from .context import Context, Given, common

_FORM_FILES = ".xlsx .xls .md .csv"
_STANDS = {
    "new": N_("a new form"),
    "newer": N_("a newer version"),
    "older": N_("an older version than the one in use"),
    "unclear": N_("another version"),
    "same": N_("here already, nothing to add"),
    "refused": N_("refused"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The five things to do with forms, each with what it takes."""
    known = parser.add_subparsers(dest="what", required=True, metavar=_("WHAT"), title=_("commands"))

    def one(name: str, told: str, run: Callable[[Context, Given], int]) -> argparse.ArgumentParser:
        made = known.add_parser(
            name,
            help=told,
            description=told,
            parents=[common(default=argparse.SUPPRESS)],
            allow_abbrev=False,
        )
        made.set_defaults(run_form=run)
        return made

    check = one("check", _("draw, fill, check, print and export forms, one line for each"), form_check.run)
    form_check.arguments(check)

    add = one("add", _("take a form into use"), _add)
    add.add_argument("file", type=Path, metavar="FILE", help=_FORM_FILES)
    add.add_argument("--yes", action="store_true", help=_("do not ask"))
    add.add_argument(
        "--older", action="store_true", help=_("even if its version is older than the one in use")
    )

    listed = one("list", _("the forms here, their versions and records"), _list)
    listed.add_argument("--json", action="store_true", help=_("as JSON"))

    printed = one("print", _("the form to be filled in by hand, as PDF"), _print)
    _which(printed, "FILE.pdf")

    exported = one("export", _("the form as XForm (.xml), workbook (.xlsx) or JSON Schema (.json)"), _export)
    _which(exported, "FILE")


def run(context: Context, given: Given) -> int:
    """Do what was asked for."""
    run_form: Callable[[Context, Given], int] = given.run_form
    return run_form(context, given)


def _which(parser: argparse.ArgumentParser, file: str) -> None:
    parser.add_argument("id", metavar="ID", help=_("the form's id, see form list"))
    parser.add_argument("--version", default=None, metavar=_("VERSION"), help=_("instead of the one in use"))
    parser.add_argument("--out", type=Path, required=True, metavar=file, help=_("file to write"))


def _add(context: Context, given: Given) -> int:
    with context.desk() as desk:
        seen = forms.inspect(desk, given.file)
        for line in _told(seen):
            print(line)
        if seen.standing == "refused":
            return 1 if seen.failed else 2
        if seen.standing == "same":
            return 0
        if seen.order == "older" and seen.form and seen.used and not given.older:
            raise Problem("form.older", version=seen.form.version or "–", used=seen.used.version)
        if not given.yes and not _agreed(context):
            print(_("Nothing was changed."))
            return 1
        forms.publish(desk, seen)
    print(_("In use from now on."))
    return 0


def _agreed(context: Context) -> bool:
    try:
        answer = context.answer(_("Take it into use? [y/N] "))
    except EOFError:
        return False
    return answer.strip().casefold() in ("y", "yes", "c", "co", "có")


def _told(seen: Preview) -> list[str]:
    """What there is to know before it is taken into use."""
    lines = [f"{seen.name}: {_(_STANDS[seen.order or seen.standing])}"]
    if form := seen.form:
        counted = _("{count} questions").format(count=seen.questions)
        lines.append(
            f"{form.id} {form.version or '–'} · {say(form.title, language(), form.default_language)} · {counted}"
        )
    lines += [f"  {fault.text}" for fault in seen.faults]
    lines += [_("  note: {text}").format(text=note.text) for note in seen.notes]
    if seen.used and seen.differences:
        lines.append(_("Against version {version}, which is in use:").format(version=seen.used.version))
        lines += [f"  {it.text}" for it in seen.differences]
    if seen.records or seen.drafts:
        kept = _("{records} records and {drafts} drafts keep the version they were made with.")
        lines.append(kept.format(records=seen.records, drafts=seen.drafts))
    return lines


def _list(context: Context, given: Given) -> int:
    with context.desk() as desk:
        kinds = forms.all_forms(desk)
    for kind in kinds:
        title = say(kind.title, language())
        if given.json:
            told = {
                "id": kind.id,
                "title": title,
                "version": kind.version,
                "built_in": kind.built_in,
                "retired": kind.retired,
                "questions": kind.questions,
                "records": kind.records,
                "drafts": kind.drafts,
                "versions": [
                    {
                        "version": it.version,
                        "added_at": it.added_at,
                        "records": it.records,
                        "drafts": it.drafts,
                    }
                    for it in kind.versions
                ],
            }
            print(json.dumps(told, ensure_ascii=False))
            continue
        counted = _("{questions} questions, {records} records").format(
            questions=kind.questions, records=kind.records
        )
        state = _("out of use") if kind.retired else ""
        print(" · ".join(filter(None, [f"{kind.id}  {kind.version or '–'}  {title}", counted, state])))
    return 0


def _print(context: Context, given: Given) -> int:
    with context.desk() as desk:
        form = forms.version_of(desk, given.id, given.version)
        _write(given.out, forms.paper(desk, form, _spoken(form.languages)))
    return 0


def _export(context: Context, given: Given) -> int:
    kinds: dict[str, Callable[[Desk], bytes]] = {
        ".xml": lambda desk: forms.xform(desk, given.id, given.version).encode(),
        ".xlsx": lambda desk: forms.workbook(desk, given.id, given.version),
        ".json": lambda desk: _schema(desk, given.id, given.version),
    }
    made = kinds.get(given.out.suffix.lower())
    if made is None:
        told = _("{name} does not end in .xml, .xlsx or .json").format(name=given.out.name)
        raise Problem("cli.usage", detail=told)
    with context.desk() as desk:
        _write(given.out, made(desk))
    return 0


def _schema(desk: Desk, form_id: str, version: str | None) -> bytes:
    from forms.schema import json_schema

    text = json.dumps(json_schema(forms.version_of(desk, form_id, version)), ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def _spoken(languages: object) -> str:
    return language() if isinstance(languages, dict) and language() in languages else "vi"


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Problem("print.write", name=path.name) from error
    print(path)
