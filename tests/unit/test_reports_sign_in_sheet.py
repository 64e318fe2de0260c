"""The sign-in sheet: its words, its rows, its code."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp

from desktop.leaflets.inspect import loose_fonts
from desktop.paper.pages import images
from desktop.reports.sign_in_sheet import RosterLine, SignInSheet, render
from forms import codes

CODE = codes.make("class", 25459, 3, 26, 14)
BLANK = SignInSheet(
    team="Tổ công nghệ số cộng đồng khu phố 3",
    commune="phường An Mẫu",
    unit_word="phường",
    class_code=CODE,
)
FULL = replace(
    BLANK,
    title="VNeID cơ bản",
    day=date(2026, 11, 21),
    starts_at="14:00",
    ends_at="16:30",
    place="Nhà văn hóa khu phố 3",
    trainers="Trần Ví Dụ, Lê Thử",
    names=tuple(RosterLine(f"Nguyễn Thị Minh Họa {n}", "Khu phố 3", member=n == 1) for n in range(1, 18)),
)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_a_blank_sheet_has_sixteen_rows_and_an_open_number() -> None:
    (page,) = pages(render(BLANK))
    assert "ĐIỂM DANH LỚP TẬP HUẤN" in page
    assert "25459 03 26 014 1" in page
    assert "15 16" in page
    assert " 17" not in page
    assert "Tờ số …… / ……" in page


def test_names_run_on_to_a_second_sheet() -> None:
    first, second = pages(render(FULL))
    assert "VNeID cơ bản" in first
    assert "21/11/2026" in first
    assert "Nguyễn Thị Minh Họa 16" in first
    assert "Nguyễn Thị Minh Họa 17" in second
    assert "Tờ số 1 / 2" in first
    assert "Tờ số 2 / 2" in second
    assert "32" in second


def test_the_code_holds_digits_only_and_is_read_from_paper() -> None:
    for picture in images(render(FULL), 200):
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [CODE]


def test_only_membership_is_ticked_beforehand() -> None:
    def ink(member: bool) -> list[int]:
        sheet = replace(FULL, names=(RosterLine("Lê Thử", "Khu phố 3", member),))
        page = images(render(sheet), 100)[0].convert("L")
        scale = 100 / 25.4
        inside = [
            page.crop((round(x * scale), round(82 * scale), round((x + 3.6) * scale), round(85.6 * scale)))
            for x in (144.2, 160.2)
        ]
        return [sum(part.histogram()[:128]) for part in inside]

    assert ink(member=False) == [0, 0]
    consent, team = ink(member=True)
    assert consent == 0
    assert team > 5


def test_nothing_is_asked_that_may_not_be_recorded() -> None:
    (page,) = pages(render(BLANK))
    assert "Không ghi số căn cước" in page
    assert page.count("Dân tộc") == 1
    assert "Đếm cả lớp" in page


def test_black_and_white_and_fonts() -> None:
    pdf = render(replace(FULL, black_and_white=True))
    assert loose_fonts(pdf) == ()
    assert {tuple(colour) for _count, colour in images(pdf, 40)[0].getcolors(100000) or ()} <= {
        (v, v, v) for v in range(256)
    }


@pytest.mark.parametrize("code", ["", "2545903260142", codes.make("member", 25459, 12)])
def test_a_wrong_class_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        render(replace(BLANK, class_code=code))


def test_more_blank_sheets_are_numbered() -> None:
    assert ["Tờ số 2 / 3" in page for page in pages(render(replace(BLANK, blank_sheets=3)))] == [
        False,
        True,
        False,
    ]


def test_two_teachers_with_long_names_are_both_there() -> None:
    sheet = replace(FULL, trainers="Nguyễn Thị Mẫu Mai, Phạm Văn Mẫu Tuấn")
    assert "Nguyễn Thị Mẫu Mai, Phạm Văn Mẫu Tuấn" in pages(render(sheet))[0]
