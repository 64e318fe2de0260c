"""A compiled form: what pyxform validated, as frozen dataclasses kept as JSON under (form id, version).

Values of an answer, as an entry holds and the store keeps them:

==================  =====================================================
type                value
==================  =====================================================
text, barcode       ``str`` (NFC; a calculated one with the blanks at its ends)
integer             ``int``
decimal             ``float``
range               ``int``, ``float`` where its bounds or steps have fractions
date                ``str`` ``YYYY-MM-DD``
time                ``str`` ``HH:MM``
datetime            ``str`` ISO 8601 with offset
select_one          ``str`` (the choice's name)
select_multiple,    ``list[str]``
rank
image, file         ``str`` (SHA-256 of the attachment)
acknowledge         ``str`` (``OK``)
repeat              ``list[dict]``, each row with its id under ``@id``
calculate, hidden   as calculated, ``str`` (NFC, blanks kept) | ``int`` | ``float``
==================  =====================================================

An answer that is not there is absent or ``None``, never ``""``, ``[]`` or ``0``; a repeat without rows may be ``[]``.

References are ``text`` with an appearance: ``unit-hamlet`` holds the id of a unit, ``record-<form>`` the id
of one record, ``records-<form>`` a ``list[str]`` of ids (written with spaces between them in an XForm).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Words = Mapping[str, str]  # language code → text


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of a choice list; ``columns`` are its extra columns, used by choice filters."""

    name: str
    label: Words
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the survey sheet. A group or repeat has ``children``; expressions are XPath text or ``""``."""

    name: str
    type: str
    label: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    guidance: Words = field(default_factory=dict)
    required: str = ""
    required_message: Words = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_message: Words = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    read_only: str = ""
    choice_filter: str = ""
    repeat_count: str = ""
    appearance: str = ""
    list_name: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    carry: bool = False  # value carried to the next record; never on personal data
    personal: bool = False  # kept only with consent, erased with the person
    index: bool = False  # searchable
    column: bool = False  # shown as a list column
    children: tuple["Question", ...] = ()
    dynamic_default: bool = False  # ``default`` is an expression, evaluated once when the entry begins
    trigger: str = ""  # ``${a}, ${b}``: the calculation runs again only when one of these changes
    save_to: str = ""  # the entity's property this answer is kept under
    written: str = ""  # the name in the form, where another group has a question of the same name
    meta: str = ""  # ``start``, ``end``, ``today``, ``username`` …: filled in by the machine, or left empty

    @property
    def holds_value(self) -> bool:
        return self.type not in ("group", "repeat", "note")

    @property
    def holds_list(self) -> bool:
        return self.type in ("select_multiple", "rank") or self.appearance.startswith("records-")

    @property
    def refers_to(self) -> str:
        """The form whose records the answer names (``resident``), or ``""``."""
        for word in self.appearance.split():
            if word.startswith(("record-", "records-")):
                return word.partition("-")[2]
        return ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One row of the entities sheet: a record that an entry makes or changes. Expressions, or ``""``.

    ``list_name``: the form of that record (``household``, ``resident``); ``repeat``: path of the repeat whose
    rows each make one, ``""`` the entry itself. The answers are those of the questions with ``save_to``.
    """

    list_name: str
    label: str = ""
    entity_id: str = ""
    create_if: str = ""
    update_if: str = ""
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One published version of a form; it never changes.

    ``languages``: code → name as its author wrote it. ``instance_name``: expression for what a record is called.
    Choices read from a CSV file stand in ``choices`` under the file's name, all its columns in ``columns``.
    """

    id: str
    version: str
    title: Words
    default_language: str
    questions: tuple[Question, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    languages: Mapping[str, str] = field(default_factory=dict)
    instance_name: str = ""
    entities: tuple[Entity, ...] = ()

    def walk(self) -> Iterator[tuple[str, Question]]:
        """Every question with its path; groups do not show in a path, repeats do: ``people/topics``."""
        yield from _walk(self.questions, "")

    def find(self, path: str) -> Question:
        """The question at ``path`` (row ids are left out: ``people/topics``); KeyError if there is none."""
        for at, question in self.walk():
            if at == path:
                return question
        raise KeyError(path)


def _walk(questions: tuple[Question, ...], prefix: str) -> Iterator[tuple[str, Question]]:
    for question in questions:
        path = prefix + question.name
        yield path, question
        if question.type == "group":
            yield from _walk(question.children, prefix)
        elif question.type == "repeat":
            yield from _walk(question.children, path + "/")


def say(words: Words, language: str, default: str = "vi") -> str:
    """The text in ``language``, else in the form's default language, else any."""
    return words.get(language) or words.get(default) or next(iter(words.values()), "")
