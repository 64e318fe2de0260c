"""Heads of tables and grids on paper: no word of them is ever torn, whatever the form."""

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdfium2 import raw

from desktop.paper.pages import opened
from desktop.reports.blank_form import blank_form
from desktop.reports.blank_form import text as t
from desktop.reports.blank_form.speech import Speech
from forms.definition import Choice, Form, Question
from forms.library import built_in, built_in_ids
from tests.helpers import corpus
from tests.helpers.form_paper import HEAD, check_page, sizes

Q = Question
WHITE = (255, 255, 255)
LARGEST = 9.0  # pt of a head; the plate on top of the page is larger
TORN = 40.0  # mm: a longer word may be
AGREE = ("Strongly disagree with the statement", "Disagree", "Neither agree nor disagree", "Agree")


def heads(pdf: bytes) -> Iterator[str]:
    """Every line printed in white on a plate, but for the title of the form."""
    with opened(pdf) as document:
        for page in document:
            letters = page.get_textpage()
            for part in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
                colour, size = [ctypes.c_uint() for _ in range(4)], ctypes.c_float()
                raw.FPDFPageObj_GetFillColor(part, *map(ctypes.byref, colour))
                raw.FPDFTextObj_GetFontSize(part, size)
                if tuple(it.value for it in colour[:3]) == WHITE and size.value <= LARGEST:
                    count = raw.FPDFTextObj_GetText(part, letters, None, 0)
                    found = (ctypes.c_ushort * (count // 2))()
                    raw.FPDFTextObj_GetText(part, letters, found, count)
                    yield bytes(found).decode("utf-16-le").rstrip("\0").strip()


def torn(form: Form, language: str, pdf: bytes) -> list[str]:
    """Pieces of words in the heads: what is no word of the form nor of the paper around its questions."""
    speech = Speech(form, language)
    said = [speech.label(question) for _, question in form.walk()]
    said += [
        label for _, it in form.walk() if it.list_name in form.choices for _, label in speech.offered(it)
    ]
    said += [it for it in speech.fixed.values() if isinstance(it, str)]
    words = {word for it in said for word in it.split()}
    long = [word for word in words if t.width(word, 8.0, 700) > TORN]
    return [
        word
        for line in heads(pdf)
        for word in line.split()
        if word not in words and not word.isdigit() and word != "*" and not any(word in it for it in long)
    ]


def words(text: str) -> dict[str, str]:
    return {"en": text}


def form(*questions: Question, **lists: tuple[str, ...]) -> Form:
    choices = {
        name: tuple(Choice(f"c{n}", words(label)) for n, label in enumerate(labels))
        for name, labels in lists.items()
    }
    return Form("survey", "1", words("Survey"), "en", questions, choices, {"en": "English"})


def household(*more: Question) -> Form:
    people = (
        Q("name", "text", words("(2) Name of line"), required="true()"),
        Q("head", "select_one", words("(3) Relationship to head"), list_name="head", required="true()"),
        Q("sex", "select_one", words("(4) Is … male or female?"), list_name="sex", required="true()"),
        Q("age", "integer", words("(7) How old is …?"), required="true()", constraint=". <= 99"),
        Q("marital", "select_one", words("(8) Marital status"), list_name="many", required="true()"),
        *more,
    )
    many = tuple(f"State {n}" for n in range(9))
    return form(
        Q("people", "repeat", words("Members"), children=people),
        head=("Head", "Wife or husband", "Child", "Other"),
        sex=("Male", "Female"),
        many=many,
    )


@pytest.mark.parametrize("path", corpus.WORKING, ids=lambda path: path.name)
def test_no_head_of_a_published_form_is_torn(path: Path) -> None:
    given = corpus.form(path)
    pdf = blank_form(given, HEAD, given.default_language)
    assert torn(given, given.default_language, pdf) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form_id", [it for it in built_in_ids() if it != "guidance_session"])
def test_no_head_of_a_built_in_form_is_torn(form_id: str, language: str) -> None:
    given = built_in(form_id)
    assert torn(given, language, blank_form(given, HEAD, language)) == []


@pytest.mark.parametrize("columns", range(14))
def test_a_table_takes_another_shape_before_its_head_is_torn(columns: int) -> None:
    longer = [
        Q(f"q{n}", "integer", words(f"Uncharacteristically {n}"), required="true()") for n in range(columns)
    ]
    given = household(*longer)
    pdf = blank_form(given, HEAD, "en")
    assert torn(given, "en", pdf) == []
    assert ("Uncharacteristically" in " ".join(heads(pdf))) == (0 < columns < 5), "else cards"
    check_page(pdf)


def test_the_heads_are_low_where_a_column_of_words_can_spare_the_room() -> None:
    found = list(heads(blank_form(household(), HEAD, "en")))
    assert {"(3) Relationship", "to head", "(8) Marital", "status"} <= set(found)


def test_a_smaller_head_keeps_a_table_on_an_upright_page() -> None:
    def wide(columns: int) -> bool:
        asked = [Q(f"q{n}", "integer", words("Recommendation")) for n in range(columns)]
        pdf = blank_form(form(Q("r", "repeat", words("Rows"), children=tuple(asked))), HEAD, "en")
        assert set(heads(pdf)) >= {"Recommendation"}
        return any(across > down for across, down in sizes(pdf))

    assert [wide(n) for n in (4, 5, 6, 7)] == [False, False, False, True]


def test_columns_are_as_wide_as_the_name_of_their_group() -> None:
    group = Q(
        "g", "group", words("Responsibilities"), children=(Q("a", "date", words("Year"), appearance="year"),)
    )
    name = Q("n", "text", words("Name"))
    given = form(Q("r", "repeat", words("Rows"), children=(name, group)))
    assert "Responsibilities" in list(heads(blank_form(given, HEAD, "en")))


@pytest.mark.parametrize("count", range(2, 9))
@pytest.mark.parametrize("word", ["Agree", "statement", "Disagreement", "Responsibilities", "x" * 30])
def test_a_grid_is_drawn_only_where_its_answers_fit_above_their_columns(word: str, count: int) -> None:
    answers = tuple(f"{AGREE[n % 4]} {word} {n}" for n in range(count))
    asked = [Q(f"q{n}", "select_one", words("I am satisfied " * 6), list_name="l") for n in range(3)]
    given = form(*asked, l=answers)
    pdf = blank_form(given, HEAD, "en")
    assert torn(given, "en", pdf) == []
    check_page(pdf)


def test_a_long_question_leaves_a_grid_the_room_its_answers_need() -> None:
    asked = [Q(f"q{n}", "select_one", words("I am satisfied " * 6), list_name="l") for n in range(3)]
    given = form(*asked, l=(*AGREE, "Strongly agree"))
    found = list(heads(blank_form(given, HEAD, "en")))
    assert {"statement", "Disagree"} <= set(found)
