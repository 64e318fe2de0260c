"""How a blank form uses its pages: cards whole, rosters lying on their side, no page left empty, one language."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop.paper.pages import opened
from desktop.reports.blank_form import blank_form
from desktop.reports.blank_form.annex import SQUARES
from desktop.reports.blank_form.choices import MANY, Option, packed
from desktop.reports.blank_form.speech import Speech
from forms.definition import Choice, Form, Question
from forms.library import built_in, built_in_ids
from tests.helpers.form_paper import HEAD, check_page, count, read, sizes, squeezed

Q = Question
VI = "Đồng ý lưu tên"
ASKS_CONSENT = ("household", "resident", "training_class", "feedback")


def form(questions: Sequence[Question], title: str = "Khảo sát", language: str = "vi") -> Form:
    labels = tuple(Choice(f"c{n}", {language: f"{title} {n}"}) for n in range(4))
    return Form("khao_sat", "1", {language: title}, language, tuple(questions), {"l": labels})


def pages(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]


def texts(label: str, how_many: int) -> tuple[Question, ...]:
    return tuple(Q(f"q{n}", "text", {"vi": f"{label} thứ {n:02}"}) for n in range(how_many))


# cards


def carded(lines: int, **more: str) -> Form:
    """A repeat inside a repeat, which no table can hold; ``lines`` to write in each card."""
    inner = Q("inner", "repeat", {"vi": "Trong"}, children=(Q("t", "text", {"vi": "Chữ"}),))
    long = tuple(Q(f"m{n}", "text", {"vi": f"Dòng {n}"}, appearance="multiline") for n in range(lines))
    children = (Q("a", "text", {"vi": "Câu mở"}), *long, inner, Q("z", "text", {"vi": "Câu khép"}))
    return form([Q("r", "repeat", {"vi": "Thửa đất"}, children=children, **more)])  # type: ignore[arg-type]


@pytest.mark.parametrize("before", range(0, 12, 2))
@pytest.mark.parametrize("lines", [0, 2, 4])
def test_a_card_is_on_one_page(lines: int, before: int) -> None:
    given = carded(lines)
    pdf = blank_form(replace(given, questions=(*texts("Câu hỏi", before), *given.questions)), HEAD)
    for page in pages(pdf):
        assert page.count("Câumở") == page.count("Câukhép")
    check_page(pdf)


def test_there_are_four_cards_at_least_where_a_page_holds_them() -> None:
    assert read(blank_form(carded(0), HEAD)).count("Câumở") >= 4
    assert 1 <= read(blank_form(carded(4), HEAD)).count("Câumở") < 4


def test_there_are_as_many_cards_as_the_form_says() -> None:
    assert read(blank_form(carded(0, repeat_count="3"), HEAD)).count("Câumở") == 3
    few = Q("n", "integer", {"vi": "Số thửa"}, constraint=". >= 0 and . <= 2")
    given = carded(0, repeat_count="${n}")
    pdf = blank_form(replace(given, questions=(few, *given.questions)), HEAD)
    assert read(pdf).count("Câumở") == 2


# tables


def test_a_class_roster_is_a_table_on_a_page_that_lies_on_its_side() -> None:
    pdf = blank_form(built_in("training_class"), HEAD)
    assert [wide > high for wide, high in sizes(pdf)] == [False, False, True]
    *upright, roster = pages(pdf)
    assert squeezed("Danh sách ghi ở bảng cuối phiếu") in "".join(upright)
    assert squeezed("TT Thành viên tổ") in roster
    assert all(squeezed(label) in roster for label in ("Họ và tên", VI, "Điểm danh", "Số giấy chứng nhận"))
    assert squeezed("1 Có mặt · 2 Vắng có phép · 3 Vắng · 4 Thêm tại chỗ") in roster
    with opened(pdf) as document:
        words = document[2].get_textpage().get_text_range().split()
    assert all(str(n) in words for n in range(5, 21))
    check_page(pdf)


def test_an_annex_after_a_page_that_lies_on_its_side_stands_upright() -> None:
    given = built_in("training_class")
    town = Q("town", "select_one", {"vi": "Nơi học"}, list_name="towns")
    towns = tuple(Choice(f"t{n}", {"vi": f"Thôn {n}"}) for n in range(SQUARES + 20))
    pdf = blank_form(
        replace(given, questions=(town, *given.questions), choices={**given.choices, "towns": towns}), HEAD
    )
    assert [wide > high for wide, high in sizes(pdf)][-2:] == [True, False]
    assert f"Thôn{SQUARES + 19}" in pages(pdf)[-1]
    check_page(pdf)


def test_a_table_takes_the_rest_of_the_last_page_and_no_further() -> None:
    people = Q("people", "repeat", {"vi": "Người"}, children=(Q("a", "text", {"vi": "Họ tên"}),))
    [page] = pages(blank_form(form([people]), HEAD))
    assert "171819" in "".join(it for it in page if it.isdigit())
    few = replace(people, repeat_count="5")
    [page] = pages(blank_form(form([few]), HEAD))
    assert "12345" in page
    assert "123456" not in page


def test_columns_stand_under_the_name_of_their_group() -> None:
    def group(name: str, label: str) -> Question:
        return Q(name, "group", {"vi": label}, children=(Q(f"{name}_a", "integer", {"vi": "Số lượng"}),))

    rows = Q("r", "repeat", {"vi": "Hộ"}, children=(group("x", "Vườn cà phê"), group("y", "Vườn tiêu")))
    text = read(blank_form(form([rows]), HEAD))
    assert "Vườncàphê" in text
    assert "Vườntiêu" in text
    assert text.count("Sốlượng") == 2


# white


@pytest.mark.parametrize("form_id", [it for it in built_in_ids() if it != "training_class"])
def test_a_built_in_form_takes_two_pages_at_most(form_id: str) -> None:
    assert count(blank_form(built_in(form_id), HEAD)) <= 2


@pytest.mark.parametrize("lines", range(44, 56))
def test_no_page_holds_signatures_alone(lines: int) -> None:
    note = Q("n", "note", {"vi": "\n".join(f"Dòng để đọc {n}" for n in range(lines))})
    *_, last = pages(blank_form(form([note]), HEAD))
    assert "Dòngđểđọc" in last
    assert "Ngườighiphiếu" in last


def test_a_page_half_empty_gets_roomier_lines() -> None:
    def lowest(asked: int) -> float:
        with opened(blank_form(form(texts("Câu hỏi dài đến nửa dòng ghi", asked)), HEAD)) as document:
            text = document[0].get_textpage()
            rects = [text.get_rect(n) for n in range(text.count_rects())]
            return float(min(bottom for _, bottom, _, _ in rects if bottom > 40))

    few, many = 842 - lowest(8), 842 - lowest(24)
    assert few / 8 > 1.2 * many / 24


def test_many_choices_stand_in_columns_read_downwards() -> None:
    options = [Option(f"Lựa chọn {n}" + " rất dài" * (n % 3)) for n in range(MANY + 8)]
    [piece] = packed(options, 186.0)
    assert piece.height < 60


# words


def test_a_form_without_vietnamese_has_english_around_it() -> None:
    given = form([Q("a", "select_one", {"vi": "Which of these?"}, list_name="l")], "Crop")
    text = read(blank_form(given, HEAD), above=297)
    assert squeezed("tick one") in text
    assert squeezed("Put × into the square") in text
    assert squeezed("Tổ công nghệ số cộng đồng thôn 3 · xã An Mẫu") in text
    for said in ("đánhdấu", "ngườighi", "mẫucrop", "nộpubnd"):
        assert said not in text.lower()


@pytest.mark.parametrize(
    ("title", "languages", "default", "asked", "own"),
    [
        ("Crop", {}, "vi", "vi", "en"),
        ("Khảo sát", {}, "vi", "vi", "vi"),
        ("Khảo sát", {}, "vi", "en", "vi"),
        ("Crop", {"en": "English"}, "en", "vi", "en"),
        ("Crop", {"vi": "Tiếng Việt", "en": "English"}, "vi", "vi", "vi"),
        ("Crop", {"vi": "Tiếng Việt", "en": "English"}, "vi", "en", "en"),
        ("Crop", {"vi": "Tiếng Việt", "km": "Khmer"}, "vi", "km", "vi"),
        ("Récolte à côté", {"fr": "Français"}, "fr", "vi", "en"),
    ],
)
def test_the_words_around_the_questions_are_in_their_language(
    title: str, languages: dict[str, str], default: str, asked: str, own: str
) -> None:
    given = Form("f", "1", {default: title}, default, (Q("a", "text", {default: title}),), {}, languages)
    assert Speech(given, asked).own == own


def test_the_choice_added_for_others_is_in_their_language() -> None:
    lists = {"l": (Choice("gas", {"vi": "Gas"}), Choice("other", {"vi": "Khác"}))}
    given = replace(form([Q("a", "select_one", {"vi": "Fuel"}, list_name="l")], "Crop"), choices=lists)
    assert squeezed("Fuel: Gas Other") in read(blank_form(given, HEAD))


def test_one_place_name_does_not_make_a_form_vietnamese() -> None:
    labels = ["Name", "Age", "Sex", "Village", "Lives in Đắk Lắk", "Job", "Water", "Power"]
    given = form([Q(f"q{n}", "text", {"vi": label}) for n, label in enumerate(labels)], "Survey")
    assert Speech(given, "vi").own == "en"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Sex of ${name}", "Sex"),
        ("Relation of ${name} to the head", "Relation to the head"),
        ("Tuổi của ${ten}?", "Tuổi?"),
        ("Name of member ${n}", "Name of member"),
        ("${name}'s age", "Age"),
        ("Can ${name} read?", "Can …… read?"),
        ("${name}", "……"),
        ("Of instance('place')/root/item[name=${p}]/label", "Of ……"),
    ],
)
def test_a_question_does_not_name_who_is_not_known_yet(label: str, said: str) -> None:
    given = form([Q("a", "text", {"vi": label})])
    assert Speech(given, "vi").label(given.questions[0]) == said


def test_a_note_of_answers_alone_is_left_out() -> None:
    given = form([Q("a", "integer", {"vi": "Số hộ"}), Q("n", "note", {"vi": "${a}: ${a} / ${a}"})])
    assert "……" not in read(blank_form(given, HEAD))


# consent


@pytest.mark.parametrize("form_id", ASKS_CONSENT)
def test_consent_is_a_square_and_read_out_before_a_name_is_written(form_id: str) -> None:
    pdf = blank_form(built_in(form_id), HEAD)
    text = read(pdf)
    told = squeezed("Đọc cho người được ghi tên nghe trước khi ghi")
    assert text.count(told) == 1
    assert text.index(told) < text.index(squeezed(VI))
    assert squeezed("Phiếu đồng ý") not in text
    assert squeezed("Không ghi số căn cước, mật khẩu, mã OTP vào phiếu.") in text
    assert squeezed("UBND xã An Mẫu chịu trách nhiệm") in text


def test_a_form_without_personal_answers_reads_nothing_out() -> None:
    for form_id in ("outreach", "satisfaction_survey"):
        text = read(blank_form(built_in(form_id), HEAD))
        assert squeezed("nghe trước khi ghi") not in text


def test_who_is_named_without_being_asked_is_not_told_of_refusing() -> None:
    text = read(blank_form(built_in("member"), HEAD))
    assert squeezed("Người được ghi tên có quyền xem") in text
    assert squeezed("Không đồng ý") not in text


def test_a_form_that_asks_for_an_identity_number_does_not_forbid_it() -> None:
    asked = Q("id", "text", {"vi": "Số căn cước"}, personal=True)
    text = read(blank_form(form([asked]), HEAD))
    assert squeezed("Không ghi mật khẩu, mã OTP vào phiếu.") in text
    assert squeezed("Không ghi số căn cước") not in text
