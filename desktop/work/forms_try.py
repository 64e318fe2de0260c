"""A form tried out whole: drawn, filled, checked, printed and exported, on a store that is thrown away."""

import json
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from desktop.paper import pages
from desktop.store import Cost
from desktop.store.journal import question_of
from desktop.work import export, forms, newcomers, records
from desktop.work.desk import Desk, wall_clock
from desktop.work.filled_match import equal
from desktop.work.filled_sheets import ATTACHED
from desktop.work.forms import Preview
from desktop.work.newcomers import Newcomer
from desktop.work.setup import Person, Place, set_up
from desktop.work.shown import form_of
from forms.check import check
from forms.definition import Form
from forms.entry import Entry
from forms.flat import flatten, questions_within
from forms.library import built_in_ids
from forms.problem import Problem
from resources.words import _
from sync.wire.ids import new_id

Draw = Callable[[Form], int]
Result = Literal["works", "refused", "broken"]
FACES = ("drawn", "filled", "checked", "printed", "exported")
_PLACE = Place("Tỉnh Mẫu", "99", "xã Mẫu", "99999", "Thôn 1")
_NEIGHBOUR = Newcomer("Trần Văn Mẫu", 1980, method="spoken", house_no="1", hamlet="hamlet:99999-01")
_UNSEEN = ("calculate", "hidden")
_CHEAP = Cost(
    time=1, memory_kib=8, parallelism=1
)  # it guards nothing: the folder is gone when the trial ends


@dataclass(frozen=True, slots=True)
class Face:
    """One of ``FACES``; ``told``: what is worth knowing of it, or why it failed."""

    name: str
    works: bool
    told: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one file. ``reasons`` say why it is refused or broken; ``id`` is empty where it was not read."""

    name: str
    result: Result
    id: str = ""
    version: str = ""
    questions: int = 0
    faces: tuple[Face, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@contextmanager
def trial_desk() -> Iterator[Desk]:
    """The desk of a made-up team with one household, in a folder of its own that is removed afterwards."""
    with TemporaryDirectory(prefix="ngoso-", ignore_cleanup_errors=True) as folder:
        person = Person("Nguyễn Thị Mẫu", "member")
        desk = set_up(Path(folder) / "data", person, _PLACE, new_id(), cost=_CHEAP)
        try:
            newcomers.add(desk, _NEIGHBOUR)
            yield desk
        finally:
            desk.store.close()


def try_file(desk: Desk, path: Path, draw: Draw, seed: int = 0) -> Tried:
    """Every face of the form in ``path``, really done. Leaves ``desk`` as it was; never raises for a form's fault."""
    try:
        preview = forms.inspect(desk, path)
    except Problem as problem:
        return Tried(path.name, "refused", reasons=(problem.text, problem.advice))
    except Exception as error:
        return Tried(path.name, "broken", reasons=(_where(error),))
    form = preview.form
    notes = tuple(note.text for note in preview.notes)
    about = (form.id, form.version, preview.questions) if form else ("", "", 0)
    if form is None or preview.standing == "refused":
        reasons = tuple(fault.text for fault in preview.faults)
        result: Result = "refused" if reasons and not preview.failed else "broken"
        return Tried(path.name, result, *about, reasons=reasons, notes=notes)
    faces = _faces(desk, preview, form, draw, seed)
    works = all(face.works for face in faces)
    reasons = tuple(f"{face.name}: {face.told}" for face in faces if not face.works)
    return Tried(path.name, "works" if works else "broken", *about, faces, reasons, notes)


def _faces(desk: Desk, preview: Preview, form: Form, draw: Draw, seed: int) -> tuple[Face, ...]:
    trial = _Trial(desk, preview, form, draw, seed)
    return tuple(_face(name, step) for name, step in zip(FACES, trial.steps, strict=True))


def _face(name: str, step: Callable[[], str]) -> Face:
    try:
        with _slots_speak():
            return Face(name, True, step())
    except Failed as failed:
        return Face(name, False, str(failed))
    except Problem as problem:
        if problem.row.kind == "setup":  # of this machine, not of the form
            raise
        return Face(name, False, str(problem))
    except Exception as error:
        return Face(name, False, _where(error))


class Failed(Exception):
    """A face that did not do what it has to; says which and why."""


def drawn_whole(draw: Draw) -> Draw:
    """``draw``, held to draw at least what a fresh entry asks outside repeats; a row of headings is no question."""

    def drawn(form: Form) -> int:
        entry = Entry(form, today=wall_clock().date(), last={})
        asked = [
            path
            for path, it in form.walk()
            if it.holds_value
            and not it.meta
            and it.type not in _UNSEEN
            and "label" not in it.appearance.split()
        ]
        count, shown = draw(form), sum(entry.state(path).relevant for path in asked if "/" not in path)
        if count < shown:
            raise Failed(_("only {count} of {all} questions").format(count=count, all=shown))
        return count

    return drawn


class _Undone(Exception):
    """Leaves a transaction without a trace."""


class _Trial:
    """The faces of one form, in their order: what is filled in is checked, and what was checked is exported."""

    def __init__(self, desk: Desk, preview: Preview, form: Form, draw: Draw, seed: int) -> None:
        self._desk, self._preview, self._form, self._draw, self._seed = desk, preview, form, draw, seed
        self._entry: Entry | None = None
        self.steps = (self.drawn, self.filled, self.checked, self.printed, self.exported)

    def drawn(self) -> str:
        count = self._draw(self._form)
        return _("{count} questions").format(count=count)

    def filled(self) -> str:
        from forms.filler import fill

        now = self._desk.clock()
        entry = Entry(self._form, today=now.date(), now=now, last={})
        done = fill(entry, self._seed, self._references())
        self._entry = entry
        if not done.left:
            return ""
        told = _("{count} of {all} questions could not be answered: {names}").format(
            count=len(done.left),
            all=len(done.left) + len(done.answered),
            names=", ".join(dict.fromkeys(fault.path for fault in done.left))[:300],
        )
        if any(fault.kind == "type" and not self._counts(fault.path) for fault in done.left):
            raise Failed(told)
        return told

    def _counts(self, path: str) -> bool:
        """Whether an answer that was made up asks for more rows than can be kept: so would a person's."""
        return self._form.find(question_of(path)).type == "repeat"

    def checked(self) -> str:
        entry, today = self._answered(), self._desk.clock().date()
        values = json.loads(json.dumps(entry.values()))
        ours = {(fault.path, fault.kind) for fault in entry.faults()}
        theirs = {(fault.path, fault.kind) for fault in check(self._form, values, today)}
        if ours != theirs:
            odd = ", ".join(sorted({path for path, _kind in ours ^ theirs})[:5])
            raise Failed(_("entry and check differ about {paths}").format(paths=odd))
        for path, spoilt in _spoilt(self._form, values):
            if not any(
                fault.path.partition("/")[0][:100] == path[:100] for fault in check(self._form, spoilt, today)
            ):
                raise Failed(_("a wrong answer to {path} was let through").format(path=path))
        if not ours and (fault := _refused_by_schema(self._form, values)):
            raise Failed(fault)
        return ""

    def printed(self) -> str:
        number = pages.count(forms.paper(self._desk, self._form))
        if not number:
            raise Failed(_("there is no page"))
        return _("{count} pages").format(count=number)

    def exported(self) -> str:
        """Written on one desk and read on another: what comes back is what went out."""
        from xml.etree import ElementTree

        from forms.compile import xform

        values, faults = self._answered().values(), self._answered().faults()
        if self._form.id not in built_in_ids() or self._preview.source:
            ElementTree.fromstring(xform(self._preview.source))
        with TemporaryDirectory(prefix="ngoso-") as folder:
            written = [Path(folder) / "records.xlsx", Path(folder) / "records.csv"]
            with self._thrown_away():
                rec = self._saved(values, bool(faults))
                kept = self._desk.store.records.get(self._form, rec).values
                for path in written:
                    export.export(self._desk, self._form, path, choices=export.Choices(labels=False))
            if faults:
                return _("not read back, for not all could be answered")
            for path in written:
                with self._thrown_away():
                    back = self._read_back(path, rec)
                if odd := self._differing(kept, back):
                    told = _("{file} brings back other answers: {paths}")
                    raise Failed(told.format(file=path.suffix[1:], paths=odd))
        return ""

    def _saved(self, values: Mapping[str, Any], faulty: bool) -> str:
        """As a person saves it; what could not be answered whole goes past the check that would refuse it."""
        if not faulty:
            return records.save(self._desk, self._form.id, values).rec or ""
        now = self._desk.clock()
        return self._desk.store.records.save(self._form, values, who=self._desk.who, now=now).rec

    def _read_back(self, path: Path, rec: str) -> Mapping[str, Any]:
        from desktop.work import filled

        dry = filled.inspect(self._desk, self._form.id, path)
        if dry.faults:
            raise Failed(f"{path.suffix[1:]}: {dry.wrong[0].text if dry.wrong else dry.faults}")
        filled.keep(self._desk, dry)
        return self._desk.store.records.get(self._form, rec).values

    def _differing(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
        """Paths of the answers that differ; photos and files do not go into a spreadsheet."""
        left, right = flatten(self._form, one), flatten(self._form, other)
        odd = (it for it in sorted({*left, *right}) if not equal(left.get(it), right.get(it), ordered=True))
        attached = {path for path, it in self._form.walk() if it.type in ATTACHED}
        return ", ".join([path for path in odd if question_of(path) not in attached][:5])

    def _references(self) -> dict[str, list[str]]:
        """Ids of what there is to name: the made-up team's own records."""
        found = {"unit": [unit.id for unit in self._desk.store.units.on(self._desk.today(), "hamlet")]}
        found["consent"] = [row[0] for row in self._desk.store.query("SELECT id FROM consent")]
        for form_id in built_in_ids():
            page = self._desk.store.records.page(form_of(self._desk, form_id), limit=5)
            if page.records:
                found[form_id] = [record.id for record in page.records]
        return found

    def _answered(self) -> Entry:
        if self._entry is None:
            raise Failed(_("it could not be filled in"))
        return self._entry

    @contextmanager
    def _thrown_away(self) -> Iterator[None]:
        with suppress(_Undone), self._desk.store.together():
            forms.publish(self._desk, self._preview)
            yield
            raise _Undone


def _spoilt(form: Form, values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Answers no check may let through: a field the form does not have, and values of another type."""
    unknown = "x" * 40
    yield unknown, {**values, unknown: 1}
    for question in questions_within(form.questions):
        if question.name in values and not question.calculation:
            wrong: object = {"a": [1]}
            yield question.name, {**values, question.name: wrong}
            if question.type in ("integer", "decimal", "range", "date", "time", "datetime", "select_one"):
                yield question.name, {**values, question.name: "no such answer"}


def _refused_by_schema(form: Form, values: Mapping[str, Any]) -> str:
    """What the JSON Schema says against them, where its reader is installed: it is a tool of development."""
    if find_spec("jsonschema") is None:
        return ""
    from jsonschema import Draft202012Validator

    from forms.schema import json_schema

    faults = Draft202012Validator(json_schema(form)).iter_errors(values)
    return next((f"JSON Schema: {fault.json_path}: {fault.message[:200]}" for fault in faults), "")


@contextmanager
def _slots_speak() -> Iterator[None]:
    """What goes wrong inside a Qt signal is printed and forgotten; here it is a fault of the face."""
    heard: list[BaseException] = []
    before = sys.excepthook
    sys.excepthook = lambda _kind, error, _trace: heard.append(error)
    try:
        yield
    finally:
        sys.excepthook = before
    if heard:
        raise heard[0]


def _where(error: Exception) -> str:
    """The error and the line of ours it came from."""
    last = [it for it in traceback.extract_tb(error.__traceback__) if "site-packages" not in it.filename][-1:]
    place = "".join(f" ({Path(it.filename).name}:{it.lineno})" for it in last)
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}{place}"
