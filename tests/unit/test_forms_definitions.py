"""The eight built-in forms: complete in both languages, up to date, and asking nothing they must not ask."""

import re
from collections.abc import Iterator, Mapping

import pytest

from forms.codec import form_from_json, form_to_json
from forms.compile import DEFINITIONS, compile_form
from forms.compile.__main__ import main
from forms.definition import Form, Question
from forms.library import COMPILED, built_in, built_in_ids
from forms.problem import Problem

FORMS = pytest.mark.parametrize("form_id", built_in_ids())

# domain.md's source: NĐ 356/2025 Điều 4 (sensitive personal data). None of it is asked of a person.
FORBIDDEN = re.compile(
    r"ethnic|dan_toc|health|disab|suc_khoe|gps|geopoint|location|latitude|longitude|cccd|identity_(no|number|card)"
    r"|password|mat_khau|otp|religion|biometric|bank|id_image"
)
# Options and counts that speak of such things without recording them of a person.
SESSION_COUNTS = {"ethnic_minority"}


def questions(form: Form) -> Iterator[tuple[str, Question]]:
    return form.walk()


@FORMS
def test_compiled_form_is_what_its_definition_gives(form_id: str) -> None:
    compiled = (COMPILED / f"{form_id}.json").read_text(encoding="utf-8")
    assert form_to_json(compile_form(DEFINITIONS / f"{form_id}.md")) == compiled


def test_check_command_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert "0 of 8" in capsys.readouterr().out


@FORMS
def test_json_round_trip(form_id: str) -> None:
    form = built_in(form_id)
    assert form.id == form_id
    assert form_from_json(form_to_json(form)) == form


@FORMS
def test_every_word_stands_in_both_languages(form_id: str) -> None:
    form = built_in(form_id)
    assert form.title.keys() == {"vi", "en"}

    def both(words: Mapping[str, str], where: str) -> None:
        assert not words or (words.keys() == {"vi", "en"} and all(words.values())), where

    for path, question in questions(form):
        assert question.label or question.type in ("calculate", "hidden"), path
        for words in (question.label, question.hint, question.constraint_message, question.required_message):
            both(words, path)
    for name, choices in form.choices.items():
        for choice in choices:
            assert choice.label, (name, choice.name)
            both(choice.label, f"{name} {choice.name}")


@FORMS
def test_rules_have_their_messages(form_id: str) -> None:
    for path, question in questions(built_in(form_id)):
        assert bool(question.constraint) == bool(question.constraint_message), path
        assert bool(question.required) == bool(question.required_message), path


@FORMS
def test_choice_codes_are_plain(form_id: str) -> None:
    for name, choices in built_in(form_id).choices.items():
        codes = [choice.name for choice in choices]
        assert len(set(codes)) == len(codes), name
        for code in codes:
            assert re.fullmatch(r"[a-z][a-z0-9_]*|[1-9]\d?", code), (name, code)


@FORMS
def test_nothing_forbidden_is_asked_of_a_person(form_id: str) -> None:
    for path, question in questions(built_in(form_id)):
        assert not question.type.startswith("geo"), path
        if path in SESSION_COUNTS:
            assert question.type == "integer"
        else:
            assert not FORBIDDEN.search(question.name), path


@FORMS
def test_personal_answers_are_never_carried(form_id: str) -> None:
    for path, question in questions(built_in(form_id)):
        assert not (question.carry and question.personal), path


@pytest.mark.parametrize(
    ("form_id", "path"),
    [
        ("household", "contact_name"),
        ("household", "phone"),
        ("resident", "full_name"),
        ("resident", "birth_year"),
        ("resident", "phone"),
        ("training_class", "roster/full_name"),
        ("feedback", "contact"),
    ],
)
def test_names_and_phones_are_personal_and_ask_for_consent(form_id: str, path: str) -> None:
    question = built_in(form_id).find(path)
    assert question.personal
    assert "${consent}" in question.constraint


def test_words_of_the_visit_are_those_of_the_screen() -> None:
    form = built_in("guidance_session")
    labels = [
        form.find(p).label["vi"]
        for p in ("people", "people/topics", "people/result", "people/obstacle", "note")
    ]
    assert labels == ["Người dân", "Nội dung hướng dẫn", "Kết quả", "Vướng mắc", "Ghi chú"]
    assert [(c.name, c.label["vi"]) for c in form.choices["topics"]] == [
        ("1", "VNeID"),
        ("2", "Tài khoản Cổng DVCQG"),
        ("3", "Nộp hồ sơ trực tuyến"),
        ("4", "Tra cứu, nhận kết quả"),
        ("5", "Thanh toán trực tuyến"),
        ("6", "Chữ ký số"),
        ("7", "An toàn, phòng lừa đảo"),
        ("8", "Phản ánh, kiến nghị"),
        ("9", "Kỹ năng số khác"),
    ]
    assert [c.name for c in form.choices["result"]] == ["alone", "helped", "not_yet"]


@pytest.mark.parametrize("form_id", ["guidance_session", "feedback", "satisfaction_survey"])
def test_the_25_services_are_the_same_everywhere(form_id: str) -> None:
    services = built_in(form_id).choices["services"]
    assert [choice.name for choice in services] == [str(number) for number in range(1, 26)]
    assert services == built_in("guidance_session").choices["services"]


@FORMS
def test_satisfaction_has_no_default(form_id: str) -> None:
    form = built_in(form_id)
    for path, question in questions(form):
        if question.list_name == "scale":
            assert not question.default, path


def test_unknown_form() -> None:
    with pytest.raises(Problem) as caught:
        built_in("weather")
    assert caught.value.code == "form.unknown"
