"""What a blank form says of rules: when a question is asked, what bounds a number has, how many digits."""

import re

import pytest

from desktop.paper import qr
from desktop.reports.blank_form.conditions import bounds_words, exact_length, instruction
from desktop.reports.blank_form.flow import symbol_side
from desktop.reports.blank_form.head import Head, shown_version, words
from desktop.reports.blank_form.speech import Speech, plain, printable
from forms.definition import Choice, Form, Question

Q = Question
PLACE = re.compile(r"\{\w+\}")
YES_NO = (Choice("yes", {"vi": "Có"}), Choice("no", {"vi": "Không"}))
ASKED = (
    Q("age", "integer", {"vi": "Tuổi"}),
    Q("water", "select_one", {"vi": "Có nước sạch"}, list_name="yes_no"),
    Q("needs", "select_multiple", {"vi": "Nhu cầu"}, list_name="yes_no"),
    Q("sum", "calculate", {"vi": "Tổng"}),
    Q("long", "select_one", {"vi": "rất dài " * 20}, list_name="yes_no"),
)
FORM = Form("f", "1", {"vi": "F"}, "vi", ASKED, {"yes_no": YES_NO})
SPEECH = Speech(FORM, "vi")
BY_NAME = {it.name: it for it in ASKED}


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("${water} = 'yes'", "chỉ ghi khi “Có nước sạch” là “Có”"),
        ('(${water}="no")', "chỉ ghi khi “Có nước sạch” là “Không”"),
        ("${water} != 'no'", "chỉ ghi khi “Có nước sạch” không là “Không”"),
        ("${water} != ''", "chỉ ghi khi “Có nước sạch” đã ghi"),
        ("selected(${needs}, 'yes')", "chỉ ghi khi “Nhu cầu” có “Có”"),
        ("not(selected(${needs}, 'yes'))", "chỉ ghi khi “Nhu cầu” không có “Có”"),
        ("${age} >= 18", "chỉ ghi khi “Tuổi” từ 18 trở lên"),
        ("${age} < 1000", "chỉ ghi khi “Tuổi” dưới 1.000"),
        ("${age} = ''", "chỉ ghi khi “Tuổi” để trống"),
        ("${water} = 'yes' and ${age} > 5", "chỉ ghi khi “Có nước sạch” là “Có” và “Tuổi” trên 5"),
        ("${water} = 'yes' or ${water} = 'no'", "chỉ ghi khi “Có nước sạch” là “Có” hoặc “Không”"),
        ("${water} = 'yes' or ${age} > 5", "chỉ ghi khi “Có nước sạch” là “Có” hoặc “Tuổi” trên 5"),
        # what cannot be said simply is not said
        ("", ""),
        ("true()", ""),
        ("${sum} > 5", ""),
        ("${water} = 'gone'", ""),
        ("${water} > 'no'", ""),
        ("${unknown} = 1", ""),
        ("${long} = 'yes'", ""),
        ("${age} + 1 > 5", ""),
        ("count(${needs}) > 1", ""),
        ("not(${water} = 'yes')", ""),
        ("${water} = 'yes' and count-selected(${needs}) > 1", ""),
        ("${age} > 1 or ${age} < 9 and ${water} = 'yes'", ""),
    ],
)
def test_when_a_question_is_asked(expression: str, said: str) -> None:
    assert instruction(expression, SPEECH, BY_NAME) == said


@pytest.mark.parametrize(
    ("kind", "constraint", "said"),
    [
        ("integer", ". >= 1 and . <= 600", "từ 1 đến 600"),
        ("integer", ". > 0 and . < 120", "từ 1 đến 119"),
        ("integer", ".>=0 and .<=1000", "từ 0 đến 1.000"),
        ("decimal", ". >= 0.5 and . <= 9.5", "từ 0,5 đến 9,5"),
        ("integer", ". <= 20", "không quá 20"),
        ("integer", ". >= 1900", "từ 1900 trở lên"),
        ("integer", ". >= 1900 and . <= 2026", "từ 1900 đến 2026"),
        ("integer", ". >= 0", ""),
        ("integer", ". <= ${age}", ""),
        ("integer", ". >= 1 or . <= 5", ""),
        ("integer", "", ""),
    ],
)
def test_bounds_of_a_number(kind: str, constraint: str, said: str) -> None:
    assert bounds_words(Q("n", kind, constraint=constraint), SPEECH) == said


@pytest.mark.parametrize(
    ("constraint", "digits"),
    [
        ("regex(., '^[0-9]{10}$')", 10),
        ("regex(., '^\\d{12}$')", 12),
        ("regex(., '0[0-9]{9}')", 10),
        ("string-length(.) = 12", 12),
        ("string-length(.) = 9 or string-length(.) = 12", 0),
        ("regex(., '^[0-9]{9,12}$')", 0),
        ("regex(., '^[a-z]{10}$')", 0),
        ("", 0),
    ],
)
def test_a_text_of_known_length_gets_boxes(constraint: str, digits: int) -> None:
    assert exact_length(Q("t", "text", constraint=constraint)) == digits


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**đậm** và *nghiêng*, __đậm__ và _nghiêng_", "đậm và nghiêng, đậm và nghiêng"),
        ("# Tiêu đề\n\n## Phụ", "Tiêu đề\nPhụ"),
        ('<span style="color:red">đỏ</span> &lt; 5 &amp; hết', "đỏ < 5 & hết"),
        ("a<br/>b", "a\nb"),
        ("[Cổng](https://dichvucong.gov.vn)", "Cổng"),
        ("Chào ${ten}, 2 * 3 * 4, ten_bien_x", "Chào ……, 2 * 3 * 4, ten_bien_x"),
        ('Chào <output value="/data/ten"/>!', "Chào ……!"),
        ("3 < 5 và 7 > 6", "3 < 5 và 7 > 6"),
        ("Ti\u00ea\u0301ng", "Tiếng"),
    ],
)
def test_markup_is_not_printed(source: str, shown: str) -> None:
    assert plain(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [("✔ Đạt 😀", "✓ Đạt"), ("ﬁ ① ２", "fi 1 2"), ("ខ្មែរ", None), ("日本", None), ("Ê Đê: ơ̆", "Ê Đê: ơ̆")],
)
def test_letters_without_a_glyph(source: str, shown: str | None) -> None:
    assert printable(source) == shown


def test_the_version_is_read_as_a_day_when_it_is_one() -> None:
    assert [shown_version(it) for it in ("20261101", "20261341", "v2", "")] == [
        "01/11/2026",
        "20261341",
        "v2",
        "",
    ]


def test_both_languages_have_the_same_words() -> None:
    vi, en = words("vi"), words("en")
    assert {*vi} - {"titles"} == {*en} - {"commune"}
    assert words("km") == vi
    for key in {*en} & {*vi}:
        if isinstance(en[key], str):
            assert set(PLACE.findall(vi[key])) == set(PLACE.findall(en[key])), key


def test_the_code_keeps_modules_wide_enough_to_scan() -> None:
    assert symbol_side("guidance_session/20261101") == 33.0
    assert symbol_side("a/1") > 33
    for length in (40, 100, 300):
        code = "x" * length
        assert symbol_side(code) / (qr.encode(code).modules + 8) >= 0.6


@pytest.mark.parametrize(
    ("commune", "kind"),
    [("xã An Mẫu", "xã"), ("Phường 3", "phường"), ("đặc khu Lý Mẫu", "đặc khu"), ("", "xã")],
)
def test_the_kind_of_commune(commune: str, kind: str) -> None:
    assert Head(commune=commune).kind == kind
