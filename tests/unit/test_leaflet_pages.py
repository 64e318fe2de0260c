"""The leaflet as printed: what it says, what a phone reads from it, how it lies on A4."""

import ctypes
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import qrcode
import zxingcpp
from PIL import ImageFilter
from pypdfium2 import raw

from desktop.leaflets.inspect import loose_fonts
from desktop.leaflets.leaflet import (
    PAGES,
    TEMPLATES,
    Leaflet,
    Template,
    chosen_services,
    standard_hotlines,
    start,
)
from desktop.leaflets.render import drawn, impose, render, sheets_needed
from desktop.paper import qr
from desktop.paper.pages import images, opened
from tests.helpers import tree

TODAY = date(2026, 11, 21)
RUNG = {"1022": TODAY, "18001096": TODAY, "19000368": TODAY, "156": TODAY}


def leaflet(template: Template = "a5-five-steps") -> Leaflet:
    return start(
        template,
        commune="xã An Mẫu",
        province="tỉnh Tây Ninh",
        team="Tổ công nghệ số cộng đồng thôn 3",
        hotlines=standard_hotlines(RUNG),
        checked_on=TODAY,
    )


def read(pdf: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[page].get_textpage().get_text_range().split())
    finally:
        document.close()


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            (round(w / 72 * 25.4), round(h / 72 * 25.4)) for w, h in (page.get_size() for page in document)
        ]
    finally:
        document.close()


def colours(pdf: bytes) -> Iterator[tuple[int, ...]]:
    """Every colour that fills or draws something."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        for item in page.get_objects(max_depth=4):
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            is_path = item.type == raw.FPDF_PAGEOBJ_PATH
            if is_path:
                raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
            wanted = [(raw.FPDFPageObj_GetFillColor, not is_path or fill.value)]
            wanted.append((raw.FPDFPageObj_GetStrokeColor, is_path and stroke.value))
            for get, used in wanted:
                parts = [ctypes.c_uint() for _ in range(4)]
                if used:
                    get(item.raw, *parts)
                    yield tuple(part.value for part in parts[:3])
    document.close()


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_fits_its_page_as_it_stands(template: Template) -> None:
    pdf, notes = drawn(leaflet(template))
    assert page_sizes(pdf) == [(148, 210)] * PAGES[template]
    assert [box.field for box in notes.boxes if box.too_many] == []
    assert notes.missing == set()


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_font_is_embedded_and_none_is_named_in_vain(template: Template) -> None:
    pdf = render(leaflet(template))
    assert loose_fonts(pdf) == ()
    assert b"Helvetica" not in pdf


def test_what_is_printed_reads_back_composed() -> None:
    given = leaflet()
    loose = replace(given, lead=unicodedata.normalize("NFD", given.lead))
    front, back = read(render(loose)), read(render(loose), 1)
    assert " ".join(given.lead.split()) in front
    assert "UBND xã An Mẫu, tỉnh Tây Ninh · Tổ công nghệ số cộng đồng thôn 3" in front
    assert "5 bước nộp hồ sơ" in back
    assert "Số điện thoại kiểm tra ngày 21/11/2026 · Bản 1" in back
    assert unicodedata.is_normalized("NFC", front + back)


def test_an_unknown_date_and_phone_leave_room_to_write() -> None:
    plain = replace(leaflet(), hotlines=standard_hotlines({}))
    assert "kiểm tra ngày …/…/20…" in read(render(plain), 1)
    assert "0900 000 003" in read(render(replace(plain, phone="0900 000 003")), 1)


def test_one_unchecked_number_leaves_the_date_open() -> None:
    assert leaflet().numbers_checked_on == TODAY
    assert replace(leaflet(), hotlines=standard_hotlines({"1022": TODAY})).numbers_checked_on is None


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("black_and_white", [False, True])
def test_the_code_is_read_from_a_good_scan_and_from_a_poor_one(
    template: Template, black_and_white: bool
) -> None:
    pdf = render(replace(leaflet(template), black_and_white=black_and_white))
    sharp, poor = images(pdf, 300)[0], images(pdf, 150)[0]
    for picture in (sharp, poor.filter(ImageFilter.GaussianBlur(0.3 * 150 / 25.4))):
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == ["https://dichvucong.gov.vn"]


def test_merged_rectangles_are_the_matrix() -> None:
    code = qr.encode("https://dichvucong.gov.vn/abc")
    cells = [(x + i, y + j) for x, y, w, h in code.rectangles for i in range(w) for j in range(h)]
    assert len(cells) == len(set(cells))
    maker = qrcode.QRCode(error_correction=0, border=0)
    maker.add_data(code.text)
    maker.make(fit=True)
    assert set(cells) == {
        (x, y) for y, row in enumerate(maker.get_matrix()) for x, dark in enumerate(row) if dark
    }


@pytest.mark.parametrize("template", TEMPLATES)
def test_black_and_white_has_no_tint(template: Template) -> None:
    chosen = replace(leaflet(template), services=chosen_services(["dang-ky-tam-tru"], TODAY)[:1])
    assert set(colours(render(replace(chosen, black_and_white=True)))) == {(0, 0, 0), (255, 255, 255)}
    assert len(set(colours(render(chosen)))) > 4


def test_chosen_services_stand_beside_the_code() -> None:
    services = chosen_services(["dang-ky-tam-tru", "dang-ky-thuong-tru"], TODAY)
    pdf, notes = drawn(replace(leaflet(), services=services))
    front = read(pdf)
    assert "Đăng ký tạm trú" in front
    assert "Đăng ký thường trú" in front
    assert "Địa chỉ thật" not in front
    assert not any(box.too_many for box in notes.boxes)


def test_the_same_leaflet_gives_the_same_bytes() -> None:
    assert render(leaflet()) == render(leaflet())


@pytest.mark.parametrize(
    ("copies", "start_at", "sheets"), [(1, 1, 1), (2, 1, 1), (3, 1, 2), (2, 2, 2), (120, 1, 60), (120, 2, 61)]
)
def test_sheets_needed(copies: int, start_at: int, sheets: int) -> None:
    assert sheets_needed(copies, start_at) == sheets


def halves_with_ink(pdf: bytes) -> list[tuple[bool, bool]]:
    found = []
    for page in images(pdf, 30):
        grey, middle = page.convert("L"), page.width // 2
        left = grey.crop((0, 0, middle - 3, page.height))
        right = grey.crop((middle + 3, 0, page.width, page.height))
        found.append((left.getextrema()[0] < 128, right.getextrema()[0] < 128))
    return found


def test_two_sides_lie_back_to_back_from_the_second_place() -> None:
    pdf = impose(leaflet(), copies=2, start=2)
    assert page_sizes(pdf) == [(297, 210)] * 4
    # first sheet: front in the right place, its back mirrored to the left; second sheet the other way
    assert halves_with_ink(pdf) == [(False, True), (True, False), (True, False), (False, True)]
    assert "Làm giấy tờ" in read(pdf, 0)
    assert "5 bước nộp hồ sơ" in read(pdf, 1)


def test_one_side_takes_one_page_a_sheet_and_each_leaflet_stands_once_in_the_file() -> None:
    few, many = (impose(leaflet("a5-three-steps"), copies) for copies in (2, 120))
    assert len(page_sizes(few)) == 1
    assert len(page_sizes(many)) == 60
    assert len(many) < 2 * len(few)
    codes = zxingcpp.read_barcodes(images(few, 200)[0])
    assert [found.text for found in codes] == ["https://dichvucong.gov.vn"] * 2


@pytest.mark.parametrize(("copies", "start_at"), [(0, 1), (1, 0), (1, 3)])
def test_a_place_that_is_not_on_the_sheet_is_refused(copies: int, start_at: int) -> None:
    with pytest.raises(ValueError, match="copies from place"):
        impose(leaflet(), copies, start_at)


def test_two_threads_are_never_in_pdfium_together() -> None:
    """It ends the process, with different documents as well; a preview and a print can meet."""
    first, second = render(leaflet("a5-five-steps")), render(leaflet("a5-three-steps"))
    with ThreadPoolExecutor(1) as lane:
        with opened(first):
            drawing = lane.submit(images, second, 36)
            with pytest.raises(TimeoutError):
                drawing.result(timeout=0.3)
        assert len(drawing.result(timeout=10)) == PAGES["a5-three-steps"]


def test_every_use_of_pdfium_takes_its_turn() -> None:
    users = [tree.name(it) for it in tree.modules() if "PdfDocument(" in it.read_text(encoding="utf-8")]
    assert users == ["desktop/paper/pages.py"]
