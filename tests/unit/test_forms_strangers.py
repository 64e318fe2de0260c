"""Forms as strangers write them: what once went wrong, and the words that tell what to do instead."""

from pathlib import Path

import pytest

from forms.compile import Compiled, inspect

_YES_NO = "\n| choices |\n| | list_name | name | label |\n| | yn | 1 | Yes |\n| | yn | 0 | No |\n"


def _inspect(folder: Path, survey: str, rest: str = "") -> Compiled:
    path = folder / "form.md"
    path.write_text(f"| survey |\n{survey}\n{rest}", encoding="utf-8")
    return inspect(path)


_REFUSED = [
    pytest.param(
        "| | type | name | label |\n| | begin_score | s | Rate |\n| | score__row | a | Speed |\n| | end_score | | |",
        _YES_NO,
        (2, "type", "field-list"),
        id="a KoboToolbox rating as downloaded",
    ),
    pytest.param(
        "| | type | name | label | repeat_count |\n| | begin_repeat | r | R | 1000000000 |"
        "\n| | text | a | A | |\n| | end_repeat | | | |",
        "",
        (2, "repeat_count", "1000000000"),
        id="a thousand million rows",
    ),
    pytest.param(
        "| | type | name | label | repeat_count |\n| | begin_repeat | r | R | 200 |\n| | begin_repeat | s | S | 200 |"
        "\n| | text | a | A | |\n| | end_repeat | | | |\n| | end_repeat | | | |",
        "",
        (3, "repeat_count", "40000"),
        id="rows within rows, each few, together too many",
    ),
    pytest.param(
        "| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | ${ a } = 1 |",
        "",
        (3, "relevant", "${name}"),
        id="blanks inside a reference",
    ),
    pytest.param(
        "| | type | name | label |\n| | select_one yn | a | A |",
        _YES_NO + "| | yn | 1 | Also yes |\n",
        (4, "name", "allow_choice_duplicates"),
        id="one choice name twice",
    ),
    pytest.param(
        "| | type | name | label |\n| | cascading_select place | p | Place |",
        "",
        (2, "type", "choice_filter"),
        id="the cascading select of old",
    ),
    pytest.param(
        "| | type | name | label |\n| | text | a | A |",
        "\n| settings |\n| | form_title | form_id |\n| | Title | .. |\n",
        (2, "form_id", "một dòng"),
        id="an id that is a folder",
    ),
]


@pytest.mark.parametrize(("survey", "rest", "told"), _REFUSED)
def test_a_refusal_names_its_cell_and_the_way_out(
    tmp_path: Path, survey: str, rest: str, told: tuple[int, str, str]
) -> None:
    found = _inspect(tmp_path, survey, rest)
    row, column, words = told
    assert [it for it in found.faults if (it.row, it.column) == (row, column) and words in it.reason], [
        it.text for it in found.faults
    ]
