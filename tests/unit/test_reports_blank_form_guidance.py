"""The paper of a guidance session: as its page is laid out, with every question of the form on it."""

from dataclasses import replace

import pytest
import zxingcpp

from desktop.paper.pages import images
from desktop.reports.blank_form import Head, blank_form
from desktop.reports.blank_form.layout import asked, layout_of, page
from forms.definition import Choice, Form, Question
from forms.library import built_in
from tests.helpers.form_paper import HEAD, check_page, count, read, squeezed

FORM = built_in("guidance_session")
PAGE = page("guidance_session", "vi")
WRITTEN = ("services", "leaflet_kind")  # lists whose entries are written in words


def with_questions(*more: Question) -> Form:
    return replace(FORM, questions=(*FORM.questions, *more))


def test_every_question_named_on_the_page_is_in_the_form() -> None:
    paths = {path for path, _ in FORM.walk()}
    assert set(asked(PAGE["block"])) <= paths
    assert set(PAGE["left_out"]) <= paths
    for name, labels in PAGE["choices"].items():
        assert set(labels) <= {it.name for it in FORM.choices[name]}, name


def test_every_question_is_on_the_page_or_left_out_for_a_reason() -> None:
    layout = layout_of(FORM, "vi")
    assert layout is not None
    assert layout.left_over() == ()
    assert all(len(reason) > 20 for reason in PAGE["left_out"].values())


def test_every_choice_is_on_paper() -> None:
    text = read(blank_form(FORM, HEAD))
    layout = layout_of(FORM, "vi")
    assert layout is not None
    lists = {question.list_name for _, question in FORM.walk() if question.list_name}
    for name in lists - {*WRITTEN, "yes_no"}:
        for choice in FORM.choices[name]:
            label = squeezed(layout.speech.choice(name, choice))
            assert label in text or label[:1].lower() + label[1:] in text, choice


def test_two_pages_that_scan_and_hold_nothing_personal() -> None:
    pdf = blank_form(FORM, HEAD)
    assert count(pdf) == 2
    check_page(pdf)
    first = images(pdf, 150)[0]
    assert [it.text for it in zxingcpp.read_barcodes(first)] == ["guidance_session/20261101"]
    side = 25 * 150 / 25.4
    corners = zxingcpp.read_barcodes(first)[0].position
    assert abs(corners.top_right.x - corners.top_left.x - side) < 4  # 25 modules of 1 mm
    assert blank_form(FORM, HEAD) == pdf


def test_the_words_to_read_out_name_who_answers_for_the_data() -> None:
    assert squeezed("UBND phường An Mẫu chịu trách nhiệm") in read(
        blank_form(FORM, Head(commune="phường An Mẫu"))
    )
    assert squeezed("UBND xã chịu trách nhiệm") in read(blank_form(FORM, Head()))


def test_a_new_question_is_added_by_rule() -> None:
    newer = with_questions(Question("mood", "text", {"vi": "Tâm trạng người dân"}))
    pdf = blank_form(newer, HEAD)
    assert "Tâmtrạngngườidân:" in read(pdf)
    assert squeezed("Người được hướng dẫn") in read(pdf)
    check_page(pdf)


def test_a_new_question_of_a_person_is_added_as_a_table() -> None:
    people = FORM.find("people")
    grown = replace(people, children=(*people.children, Question("wish", "text", {"vi": "Mong muốn"})))
    newer = replace(FORM, questions=tuple(grown if it.name == "people" else it for it in FORM.questions))
    pdf = blank_form(newer, HEAD)
    assert "TTMongmuốn" in read(pdf)
    check_page(pdf)


@pytest.mark.parametrize("case", ["gone", "too many"])
def test_a_form_the_page_no_longer_fits_comes_out_by_rule(case: str) -> None:
    if case == "gone":
        newer = replace(FORM, questions=tuple(it for it in FORM.questions if it.name != "people"))
    else:
        ages = (*FORM.choices["age_band"], *(Choice(f"x{n}", {"vi": f"Tuổi {n}"}) for n in range(3)))
        newer = replace(FORM, choices={**FORM.choices, "age_band": ages})
    assert layout_of(newer, "vi") is None
    text = read(blank_form(newer, HEAD))
    assert squeezed("Kết quả chuyến đi") in text
    assert "Tuổi2" in text or case == "gone"


def test_another_language_comes_out_by_rule() -> None:
    pdf = blank_form(FORM, HEAD, "en")
    assert "Guidedadossier" not in read(pdf)
    assert squeezed("Filed a dossier with the resident") in read(pdf)
    check_page(pdf)
