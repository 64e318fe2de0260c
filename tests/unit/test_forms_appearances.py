"""Every appearance the importer takes without a note is one the screen draws by."""

import re
from dataclasses import replace

import pytest

from desktop.ui.entry import kinds
from forms.compile.appearances import DRAWN, undrawn
from forms.definition import Question

EXAMPLES = {
    "text": "multiline masked url unit-hamlet record-resident records-member",
    "integer": "thousands-sep counter masked",
    "decimal": "thousands-sep masked",
    "barcode": "masked",
    "date": "month-year year no-calendar",
    "range": "picker rating vertical no-ticks",
    "select_one": "minimal search search() autocomplete columns columns-pack columns-3 compact compact-4 horizontal "
    "horizontal-compact horizontal-compact-2 label list-nolabel list likert quick quickcompact quickcompact-2",
    "select_multiple": "minimal search search() autocomplete columns columns-pack columns-3 compact compact-4 "
    "horizontal horizontal-compact horizontal-compact-2 label list-nolabel",
    "group": "table-list",
    "repeat": "table-list",
}
# Drawn so in any case: the page is one list of fields, a key takes digits, a scale lies.
ANYWAY = {"text": "numbers plan-task", "group": "field-list", "repeat": "field-list", "range": "horizontal"}
PAIRS = [(kind, word) for kind, words in EXAMPLES.items() for word in words.split()]


def drawn(question: Question) -> tuple[object, ...]:
    """All that the screen takes from a question's appearance."""
    neighbour = replace(question, name="b", appearance="list-nolabel")
    controls = [kinds.kind_of(question, options) for options in (3, 12, 30, 300)]
    matrices = [len(it) for it in kinds.matrices([question, neighbour], table=False) if isinstance(it, tuple)]
    table = "table-list" in kinds.words_of(question)
    return controls, kinds.look_of(question), kinds.columns_of(question), matrices, table


@pytest.mark.parametrize(("kind", "word"), PAIRS)
def test_a_word_that_is_taken_changes_the_drawing(kind: str, word: str) -> None:
    assert undrawn(kind, word) == []
    question = Question("a", kind, list_name="l" if kind.startswith("select") else "")
    if kind == "range":
        question = replace(question, parameters={"start": "1", "end": "5", "step": "1"})
    assert drawn(replace(question, appearance=word)) != drawn(question)


def test_no_word_is_taken_without_an_example() -> None:
    for kind, pattern in DRAWN.items():
        words = (EXAMPLES.get(kind, "") + " " + ANYWAY.get(kind, "")).split()
        for part in re.split(r"\|(?![^(]*\))", pattern):
            assert any(re.fullmatch(part, word) for word in words), (kind, part)
        assert [word for word in words if undrawn(kind, word)] == []


def test_words_for_phones_and_other_types_are_told() -> None:
    assert undrawn("text", "bearing multiline, w2") == ["bearing", "w2"]
    assert undrawn("select_one", "columns(3) Minimal map") == ["map"]
    assert undrawn("calculate", "likert") == ["likert"]
