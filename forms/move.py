"""From one version of a form to another: what differs, and what becomes of the answers of a draft."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from forms.answers import Answer, is_empty, read_answer
from forms.dates import VIETNAM
from forms.definition import Choice, Form, Question, Words, say
from forms.expressions.values import to_string
from forms.flat import POSITION, flatten, unflatten
from forms.text import fold
from resources.words import N_, _, language

Kind = Literal[
    "added",
    "removed",
    "type",
    "label",
    "required",
    "optional",
    "rule",
    "choices_added",
    "choices_removed",
]
_CHOOSING = ("select_one", "select_multiple", "rank")
_WRITTEN = ("text", "barcode", "calculate", "hidden")
_NUMBERS = ("integer", "decimal", "range")
_TIMES = ("date", "time", "datetime")
_FILES = ("image", "file")
_RULES = (
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "repeat_count",
    "read_only",
    "default",
    "trigger",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise in the new version.

    ``path``: of the question, as in `forms.definition`; ``label``: as the newer version has it. ``before`` and
    ``after``: types, texts, expressions or labels of choices, for people who look closer; ``column``: of a rule.
    """

    kind: Kind
    path: str
    label: Words
    before: str = ""
    after: str = ""
    column: str = ""

    @property
    def text(self) -> str:
        """The difference in one sentence."""
        label = say(self.label, language()) or self.path
        return _(_SENTENCES[self.kind]).format(
            label=label, before=self.before or "—", after=self.after or "—", column=self.column
        )


_SENTENCES: dict[Kind, str] = {
    "added": N_("“{label}” is new."),
    "removed": N_("“{label}” is no longer asked."),
    "type": N_("“{label}” is now of type {after}; it was {before}."),
    "label": N_("“{before}” now reads “{after}”."),
    "required": N_("“{label}” must be answered now."),
    "optional": N_("“{label}” may be left empty now."),
    "rule": N_("“{label}”: column {column} is now {after}; it was {before}."),
    "choices_added": N_("“{label}” has new choices: {after}."),
    "choices_removed": N_("“{label}” no longer has the choices: {before}."),
}


@dataclass(frozen=True, slots=True)
class Lost:
    """An answer that has no place in the new version. ``label`` and ``shown``: its question and itself in words."""

    path: str
    label: Words
    value: Any
    shown: str


@dataclass(frozen=True, slots=True)
class Moved:
    """``values``: for the new version. Paths of answers ``kept`` as they were and ``changed`` into another type."""

    values: dict[str, Any]
    kept: tuple[str, ...]
    changed: tuple[str, ...]
    lost: tuple[Lost, ...] = field(default=())


def diff(old: Form, new: Form) -> tuple[Difference, ...]:
    """What is otherwise in ``new``, question by question in its order; then what is gone. Names are never guessed."""
    before, after = dict(old.walk()), dict(new.walk())
    found: list[Difference] = []
    for path, question in after.items():
        if path in before:
            found += _compared(path, before[path], question, old, new)
        else:
            found.append(Difference("added", path, question.label, after=question.type))
    found += (
        Difference("removed", path, question.label, before=question.type)
        for path, question in before.items()
        if path not in after
    )
    return tuple(found)


def moved(values: Mapping[str, Any], old: Form, new: Form, today: date | None = None) -> Moved:
    """Answers given to ``old`` as answers to ``new``: each is kept, read anew, or listed as lost.

    ``values`` may be a draft's: what could not be read before is carried along to be put right. Rows keep their ids.
    ``today``: for a date that a text names without its year.
    """
    today = today or datetime.now(VIETNAM).date()
    before, after = dict(old.walk()), dict(new.walk())
    flat: dict[str, Any] = {}
    kept: list[str] = []
    changed: list[str] = []
    lost: list[Lost] = []
    for path, value in flatten(old, values).items():
        bare = _bare(path)
        if path.endswith(f"/{POSITION}"):
            if _is_repeat(after.get(bare)):
                flat[path] = value
            continue
        answer, same = _carried(before[bare], value, after.get(bare), old, new, today)
        if is_empty(answer):
            lost.append(_lost(path, before[bare], value, old))
            continue
        flat[path] = answer
        (kept if same else changed).append(path)
        if isinstance(answer, list) and isinstance(value, list) and len(answer) < len(value):
            gone = [name for name in value if name not in answer]
            lost.append(_lost(path, before[bare], gone, old))
    return Moved(unflatten(new, flat), tuple(kept), tuple(changed), tuple(lost))


def _compared(path: str, old: Question, new: Question, before: Form, after: Form) -> Iterator[Difference]:
    if _kind(old) != _kind(new):
        yield Difference("type", path, new.label, _kind(old), _kind(new))
    words = say(old.label, before.default_language), say(new.label, after.default_language)
    if words[0] != words[1]:
        yield Difference("label", path, new.label, *words)
    if bool(old.required) != bool(new.required):
        kind: Kind = "required" if new.required else "optional"
        yield Difference(kind, path, new.label, old.required, new.required)
    elif old.required != new.required:
        yield Difference("rule", path, new.label, old.required, new.required, "required")
    for column in _RULES:
        rule, ruled = getattr(old, column), getattr(new, column)
        if rule != ruled:
            yield Difference("rule", path, new.label, rule, ruled, column)
    if old.type in _CHOOSING and new.type in _CHOOSING:
        yield from _choices(path, new, _names(before, old), _names(after, new))


def _choices(
    path: str, question: Question, old: Mapping[str, Choice], new: Mapping[str, Choice]
) -> Iterator[Difference]:
    gone = [_said(choice) for name, choice in old.items() if name not in new]
    come = [_said(choice) for name, choice in new.items() if name not in old]
    if gone:
        yield Difference("choices_removed", path, question.label, before="; ".join(gone))
    if come:
        yield Difference("choices_added", path, question.label, after="; ".join(come))


def _carried(
    old: Question, value: Any, question: Question | None, before: Form, new: Form, today: date
) -> tuple[Answer | Any | None, bool]:
    """The answer for ``question``, and whether it is the same as before; None when there is no place for it."""
    if question is None or not question.holds_value or not old.holds_value:
        return None, False
    offered = None if question.list_name.startswith("${") else _names(new, question)
    if question.type in _CHOOSING and isinstance(value, list) and question.holds_list and offered is not None:
        value = [name for name in value if name in offered]
    if not _is_readable(old, value, before, today):
        # Still being typed: it goes along as it is, to be put right there.
        return (value, True) if _kind(old) == _kind(question) else (None, False)
    for attempt in _attempts(old, value, question, before, new):
        try:
            answer = read_answer(question, attempt, offered, today)
        except ValueError:
            continue
        return answer, answer == value and isinstance(answer, type(value))
    return None, False


def _attempts(old: Question, value: Any, question: Question, before: Form, new: Form) -> Iterator[Any]:
    """``value`` as it is, or in the words of the type it is to have; nothing where that would only look right."""
    if _kind(old) == _kind(question):
        yield value
        return
    alike = _reference(old) == _reference(question) and (old.type in _FILES) == (question.type in _FILES)
    if not alike or (old.type in _NUMBERS and question.type in _TIMES):
        return
    words = _shown(old, value, before)
    if question.type in _WRITTEN:
        yield ", ".join(words)
    elif question.type in _CHOOSING:
        names = {fold(_said(choice)): name for name, choice in _names(new, question).items()}
        codes = [to_string(part) for part in (value if isinstance(value, list) else [value])]
        found = [names.get(fold(code), code) for code in codes]
        yield found if question.holds_list else found[0] if len(found) == 1 else None
    elif not isinstance(value, list):
        yield value
        yield to_string(value)


def _is_readable(old: Question, value: Any, form: Form, today: date) -> bool:
    try:
        read_answer(old, value, None if old.list_name.startswith("${") else _names(form, old), today)
    except ValueError:
        return False
    return True


def _lost(path: str, question: Question, value: Any, form: Form) -> Lost:
    return Lost(path, question.label, value, ", ".join(_shown(question, value, form)))


def _shown(question: Question, value: Any, form: Form) -> list[str]:
    """An answer in words: the labels of choices, everything else as it is."""
    names = _names(form, question) if question.type in _CHOOSING else {}
    parts = value if isinstance(value, list) else [value]
    return [_said(names[part]) if part in names else to_string(part) for part in parts]


def _kind(question: Question) -> str:
    """The type, and what it refers to."""
    return " ".join(part for part in (question.type, _reference(question)) if part)


def _reference(question: Question) -> str:
    looks = question.appearance.split()
    return next((look for look in looks if look.startswith(("record-", "records-", "unit-"))), "")


def _names(form: Form, question: Question) -> dict[str, Choice]:
    found: dict[str, Choice] = {}
    for choice in form.choices.get(question.list_name, ()):
        found.setdefault(choice.name, choice)
    return found


def _said(choice: Choice) -> str:
    return say(choice.label, "vi") or choice.name


def _is_repeat(question: Question | None) -> bool:
    return question is not None and question.type == "repeat"


def _bare(path: str) -> str:
    """Row ids left out; of a row's place, the path of its repeat."""
    parts = path.split("/")
    return "/".join(parts[: len(parts) - 1 if parts[-1] == POSITION else None][::2])
