"""Any form on paper: whatever its questions, nothing is lost, cut, overprinted or outside the margins."""

import random
from collections.abc import Iterator, Mapping, Sequence

import pytest
import zxingcpp

from desktop.paper.pages import images, opened
from desktop.reports.blank_form import Head, blank_form
from desktop.reports.blank_form.annex import LISTED, SQUARES
from desktop.reports.blank_form.cards import flattened
from desktop.reports.blank_form.speech import plain
from forms.definition import Choice, Form, Question, say
from forms.library import built_in, built_in_ids
from tests.helpers.form_paper import HEAD, check_page, count, read, squeezed

Q = Question
TYPES = (
    *(
        "text",
        "integer",
        "decimal",
        "date",
        "time",
        "datetime",
        "select_one",
        "select_multiple",
        "rank",
        "range",
    ),
    *("note", "acknowledge", "image", "file", "barcode", "calculate", "hidden"),
)
APPEARANCES = (
    "",
    "",
    "",
    "multiline",
    "minimal",
    "likert",
    "numbers",
    "month-year",
    "year",
    "record-household",
)
WORDS = (
    *("Tên", "chủ", "hộ", "đang", "ở", "thửa", "đất", "số", "mấy,", "có", "nước", "sạch", "không?"),
    *("Ước", "“lượng”", "ĐBDTTS", "2026", "Ấp/khu-phố", "&", "<b>đậm</b>"),
)


def words(text: str) -> dict[str, str]:
    return {"vi": text}


def form(
    questions: Sequence[Question],
    choices: Mapping[str, tuple[Choice, ...]] | None = None,
    title: str = "Khảo sát",
) -> Form:
    return Form("khao_sat", "20261101", words(title), "vi", tuple(questions), choices or {})


def choice_list(count: int, label: str = "Lựa chọn") -> tuple[Choice, ...]:
    return tuple(Choice(f"c{n}", words(f"{label} {n}")) for n in range(1, count + 1))


def asked(given: Form) -> Iterator[Question]:
    """What a person is asked, without the words after a choice "other" and the consent, a square."""
    for question in flattened(_opened(given.questions)):
        if not question.name.endswith("_other") and question.refers_to != "consent":
            yield question


def _opened(questions: Sequence[Question]) -> Iterator[Question]:
    for question in questions:
        if question.type in ("group", "repeat"):
            yield from _opened(question.children)
        else:
            yield question


def label_of(question: Question, language: str) -> str:
    return squeezed(plain(say(question.label, language)).rstrip(" :"))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form_id", [it for it in built_in_ids() if it != "guidance_session"])
def test_a_built_in_form_by_rule_says_everything(form_id: str, language: str) -> None:
    given = built_in(form_id)
    pdf = blank_form(given, HEAD, language)
    text = read(pdf)
    for question in asked(given):
        assert label_of(question, language) in text, question.name
        for choice in given.choices.get(question.list_name, ()):
            assert squeezed(say(choice.label, language)) in text, choice.name
    check_page(pdf)
    assert count(pdf) <= 3
    assert [it.text for it in zxingcpp.read_barcodes(images(pdf, 150)[0])] == [f"{form_id}/{given.version}"]
    assert blank_form(given, HEAD, language) == pdf


def test_the_foot_names_form_version_and_page() -> None:
    text = read(blank_form(built_in("feedback"), HEAD), above=297)
    assert "Mẫufeedback·phiênbản01/11/2026·trang2/2" in text
    assert "nộpUBNDxã" in text
    assert "TỔ" not in squeezed("Tổ công nghệ")  # the test reads letters as they are
    assert squeezed("Tổ công nghệ số cộng đồng thôn 3 · xã An Mẫu") in text


def test_nothing_known_of_the_team_leaves_nothing_behind() -> None:
    pdf = blank_form(built_in("household"), Head())
    assert "·xã" not in read(pdf)
    check_page(pdf)


def test_an_empty_form_says_so() -> None:
    pdf = blank_form(form([Q("x", "calculate", calculation="1")]), Head())
    assert squeezed("Mẫu này không có câu hỏi nào phải ghi.") in read(pdf)
    check_page(pdf)


def test_a_note_is_read_without_its_markup() -> None:
    note = Q(
        "n",
        "note",
        words("**Xin chào** <b>ông bà</b>, tên là ${name}.\n# Mục 1\n[trang](https://vi.du) *nghiêng* a_b_c"),
    )
    text = read(blank_form(form([note]), HEAD))
    assert squeezed("Xin chào ông bà, tên là ……. Mục 1 trang nghiêng a_b_c") in text


def test_long_lists_go_to_an_annex_and_very_long_ones_are_named() -> None:
    lists = {
        "a": choice_list(SQUARES, "ngắn"),
        "b": choice_list(SQUARES + 1, "vừa"),
        "c": choice_list(LISTED + 1, "dài"),
    }
    given = form([Q(name, "select_one", words(f"Câu {name}"), list_name=name) for name in lists], lists)
    pdf = blank_form(given, HEAD)
    text = read(pdf)
    assert f"ngắn{SQUARES}" in text
    assert squeezed("ghi một mục ở phụ lục A") in text
    assert squeezed("Phụ lục A: Câu b 1 vừa 1") in text
    assert f"vừa{SQUARES + 1}" in text
    assert squeezed("ghi theo danh mục 201 mục trên máy") in text
    assert "dài1" not in text
    check_page(pdf)


def test_a_list_of_a_thousand_choices_takes_one_line() -> None:
    given = form([Q("a", "select_one", words("Xã"), list_name="a")], {"a": choice_list(1000)})
    pdf = blank_form(given, HEAD)
    assert squeezed("danh mục 1.000 mục") in read(pdf)
    assert count(pdf) == 1


def test_a_repeat_is_a_table_with_its_codes_explained() -> None:
    children = (
        Q("name", "text", words("Họ và tên"), required="true()"),
        Q("sex", "select_one", words("Giới tính"), list_name="sex"),
        Q("skills", "select_multiple", words("Kỹ năng"), list_name="nine"),
        Q("job", "select_one", words("Nghề"), list_name="many"),
    )
    lists = {
        "sex": (Choice("f", words("Nữ")), Choice("m", words("Nam"))),
        "nine": choice_list(9, "biết"),
        "many": choice_list(30, "nghề"),
    }
    pdf = blank_form(form([Q("people", "repeat", words("Thành viên"), children=children)], lists), HEAD)
    text = read(pdf)
    assert squeezed("TT Họ và tên * Giới tính Kỹ năng Nghề") in text.replace(
        "TTHọvàtênGiớitính", "TTHọvàtên*Giớitính"
    )
    assert text.count("Nam") == text.count("Nữ") >= 6
    assert squeezed("Kỹ năng: 1 biết 1 · 2 biết 2") in text
    assert squeezed("Nghề (ghi số của một mục): 1 nghề 1") in text
    check_page(pdf)


def test_a_repeat_too_wide_for_a_table_is_asked_entry_by_entry() -> None:
    children = tuple(
        Q(f"q{n}", kind, words(f"Câu số {n:02}"), list_name="l" if kind == "select_one" else "")
        for n, kind in enumerate(["text", "integer", "date", "select_one", "decimal"] * 6)
    )
    pdf = blank_form(
        form([Q("r", "repeat", words("Thửa đất"), children=children)], {"l": choice_list(4)}), HEAD
    )
    text = read(pdf)
    assert all(f"Câusố{n:02}" in text for n in range(30))
    check_page(pdf)


def test_groups_and_repeats_five_deep_are_all_asked() -> None:
    def deep(kind: str, n: int) -> Question:
        inner = (deep(kind, n + 1),) if n < 5 else ()
        return Q(
            f"g{n}", kind, words(f"Cấp {n}"), children=(Q(f"t{n}", "text", words(f"Câu cấp {n}")), *inner)
        )

    for kind in ("group", "repeat"):
        pdf = blank_form(form([deep(kind, 1)]), HEAD)
        text = read(pdf)
        assert all(f"Câucấp{n}" in text and f"Cấp{n}" in text for n in range(1, 6))
        check_page(pdf)


def test_words_of_any_length_wrap() -> None:
    lists = {
        "l": (Choice("a", words("w" * 300)), Choice("b", words("từ " * 150)), Choice("c", words("ngắn")))
    }
    questions = [
        Q("a", "text", words("x" * 390)),
        Q("b", "select_one", words("nhãn dài " * 90), list_name="l"),
        Q("c", "note", words("đoạn văn " * 2000)),
        Q("d", "integer", words("số " * 100), hint=words("gợi ý " * 200)),
        Q(
            "e",
            "repeat",
            words("B" * 300),
            children=(Q("f", "text", words("y" * 120)), Q("g", "text", words("ô"))),
        ),
        Q("h", "select_multiple", words("Z" * 90), list_name="l", appearance="likert"),
    ]
    pdf = blank_form(form(questions, lists, title="Tên rất dài " * 40), HEAD)
    text = read(pdf)
    for whole in (
        "x" * 390,
        "nhãndài" * 90,
        "đoạnvăn" * 2000,
        "số" * 100,
        "gợiý" * 200,
        "w" * 300,
        "từ" * 150,
    ):
        assert whole in text, whole[:20]
    assert squeezed("Tên rất dài " * 40) in text
    check_page(pdf)


def test_a_table_repeats_its_head_on_the_next_page() -> None:
    repeat = Q(
        "r", "repeat", words("Danh sách"), repeat_count="30", children=(Q("a", "text", words("Họ và tên")),)
    )
    with opened(blank_form(form([repeat]), HEAD)) as document:
        pages = [squeezed(page.get_textpage().get_text_range()) for page in document]
    assert len(pages) == 2
    assert all("TTHọvàtên" in page for page in pages)


def test_questions_with_one_list_become_a_grid() -> None:
    scale = tuple(Choice(str(n), words(label)) for n, label in enumerate(["Kém", "Vừa", "Tốt"], 1))
    questions = [Q(f"q{n}", "select_one", words(f"Việc {n}"), list_name="s") for n in range(4)]
    text = read(
        blank_form(form([Q("g", "group", words("Đánh giá"), children=tuple(questions))], {"s": scale}), HEAD)
    )
    assert text.count("Tốt") == 1
    assert squeezed("mỗi dòng đánh dấu một ô") in text


def test_letters_without_a_font_give_way_to_another_language_or_the_name() -> None:
    questions = (
        Q("ten", "text", {"km": "ឈ្មោះ", "en": "Name"}),
        Q("tuoi", "integer", {"km": "អាយុ"}),
        Q("vui", "text", {"km": "Vui 😀 không?"}),
    )
    given = Form("khao_sat", "1", {"km": "ទម្រង់", "en": "Survey"}, "km", questions, {})
    pdf = blank_form(given, HEAD, "km")
    text = read(pdf)
    assert "SURVEY" in text
    assert "Name:" in text
    assert "tuoi:" in text
    assert "Vuikhông?" in text
    assert squeezed("Some letters are not in the bundled typeface") in text
    assert squeezed("Có chữ không in được") not in read(blank_form(built_in("member"), HEAD))
    check_page(pdf)


def test_a_long_form_id_still_scans() -> None:
    given = Form(
        "khao_sat_muc_do_hai_long_cua_nguoi_dan_voi_dich_vu_cong_truc_tuyen_2026",
        "2026.11.1-thu",
        words("A"),
        "vi",
        (Q("a", "text", words("Câu")),),
        {},
    )
    pdf = blank_form(given, HEAD)
    assert [it.text for it in zxingcpp.read_barcodes(images(pdf, 150)[0])] == [f"{given.id}/{given.version}"]
    check_page(pdf)


def test_black_and_white_has_no_colour() -> None:
    pdf = blank_form(built_in("training_class"), Head("Tổ", "xã An Mẫu", black_and_white=True))
    for page in images(pdf, 40):
        assert all(r == g == b for _, (r, g, b) in page.getcolors(100_000) or ())


def _random_words(rnd: random.Random) -> str:
    return " ".join(rnd.choices(WORDS, k=rnd.choice([1, 2, 3, 4, 6, 9, 14, 30])))


def _random_questions(rnd: random.Random, depth: int, prefix: str) -> Iterator[Question]:
    for n in range(rnd.randint(1, 7)):
        name = f"{prefix}_{n}"
        inside = rnd.random() if depth < 4 else 1.0
        if inside < 0.22:
            children = tuple(_random_questions(rnd, depth + 1, name))
            label = words(_random_words(rnd)) if rnd.random() < 0.8 else {}
            yield Q(name, rnd.choice(["group", "repeat"]), label, children=children)
            continue
        kind = rnd.choice(TYPES)
        yield Q(
            name,
            kind,
            words(_random_words(rnd)) if rnd.random() < 0.95 else {},
            hint=words(_random_words(rnd)) if rnd.random() < 0.3 else {},
            required=rnd.choice(["", "true()", "${a} = 1"]),
            relevant=rnd.choice(
                ["", "", "${q_0} = 'c1'", "selected(${q_1}, 'c2')", "${q_0} > 3 and ${q_1} != ''"]
            ),
            constraint=rnd.choice(["", ". >= 0 and . <= 120", "regex(., '^[0-9]{12}$')", ". < 1000000"]),
            appearance=rnd.choice(APPEARANCES),
            list_name=rnd.choice(["l2", "l5", "l12", "l35", "l90"])
            if kind in ("select_one", "select_multiple", "rank")
            else "",
            parameters={"start": "0", "end": rnd.choice(["5", "10", "100"]), "step": "1"}
            if kind == "range"
            else {},
        )


@pytest.mark.parametrize("seed", range(24))
def test_a_form_of_any_shape_loses_nothing(seed: int) -> None:
    rnd = random.Random(seed)
    lists = {
        f"l{n}": tuple(Choice(f"c{k}", words(_random_words(rnd))) for k in range(n))
        for n in (2, 5, 12, 35, 90)
    }
    given = form(list(_random_questions(rnd, 0, "q")), lists)
    pdf = blank_form(given, HEAD)
    text = read(pdf)
    for question in asked(given):
        if question.type != "note" or question.label:
            assert label_of(question, "vi") in text, question
        for choice in lists.get(question.list_name, ()):
            assert label_of(Q("", "", choice.label), "vi") in text, (question, choice)
    check_page(pdf)


def test_headings_that_fill_more_than_a_page_run_on() -> None:
    def deep(n: int) -> Question:
        inner = deep(n + 1) if n < 12 else Q("t", "text", words("Câu cuối"))
        return Q(f"g{n}", "group", words(f"Cấp {n} " + "tên dài " * 48), children=(inner,))

    pdf = blank_form(form([deep(1)]), HEAD)
    text = read(pdf)
    assert all(f"Cấp{n}têndài" in text for n in range(1, 13))
    assert "Câucuối:" in text
    assert count(pdf) > 1
    check_page(pdf)


def test_a_list_of_one_choice_is_a_square() -> None:
    given = form(
        [Q("a", "select_multiple", words("Đã nghe"), list_name="a")], {"a": choice_list(1, "nghe rõ")}
    )
    assert squeezed("Đã nghe: nghe rõ 1") in read(blank_form(given, HEAD))


@pytest.mark.parametrize("id_", ["form", "guidance_session.vi", "../blank-form", "CON", 'a"b'])
def test_a_form_called_like_a_file_of_the_program_is_drawn_by_rule(id_: str) -> None:
    form = Form(id_, "1", {"vi": "Phiếu"}, "vi", (Q("ten", "text", label={"vi": "Tên"}),), {})
    assert "Tên" in squeezed(read(blank_form(form, HEAD)))


def test_words_in_angle_brackets_are_printed() -> None:
    label = {"vi": "Nếu x <5 và y> 3 thì <ghi rõ> <b>ở đây</b>"}
    form = Form("phieu", "1", {"vi": "Phiếu"}, "vi", (Q("ten", "text", label=label),), {})
    assert squeezed("Nếu x <5 và y> 3 thì <ghi rõ> ở đây") in read(blank_form(form, HEAD))
