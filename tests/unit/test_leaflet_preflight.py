"""Preflight finds each seeded fault and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.leaflets import inspect
from desktop.leaflets.leaflet import Hotline, Leaflet, Service, Step, Template, standard_hotlines, start
from desktop.leaflets.preflight import Finding, check, field_name, may_print
from desktop.paper.sheet import Sheet

TODAY = date(2026, 11, 21)
LONG = "Nhập mật khẩu VNeID của mình, không đưa điện thoại, không đọc mã OTP cho bất kỳ ai, kể cả người xưng là cán bộ"


def leaflet(template: Template = "a5-five-steps") -> Leaflet:
    return start(
        template,
        commune="xã An Mẫu",
        province="Tây Ninh",
        team="Tổ công nghệ số cộng đồng thôn 3",
        hotlines=standard_hotlines(dict.fromkeys(("1022", "18001096", "19000368", "156"), TODAY)),
        checked_on=TODAY,
    )


def grave(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.level, finding.code) for finding in findings if finding.level != "ok"]


@pytest.mark.parametrize("template", ["a5-five-steps", "a5-three-steps"])
@pytest.mark.parametrize("black_and_white", [False, True])
def test_a_good_leaflet_passes(template: Template, black_and_white: bool) -> None:
    found = check(replace(leaflet(template), black_and_white=black_and_white), TODAY)
    assert grave(found) == []
    assert may_print(found)
    assert {finding.code for finding in found} == {"hotline.rung", "qr.ok", "font.ok", "link.ok"}


def rung(days: int) -> Callable[[Leaflet], Leaflet]:
    return lambda given: replace(given, hotlines=(Hotline("1022", "Hỏi", TODAY - timedelta(days)),))


FAULTS: list[tuple[str, str, str, Callable[[Leaflet], Leaflet]]] = [
    ("stop", "text.overflow", "lead", lambda g: replace(g, lead=g.lead + " Rất dài." * 12)),
    ("stop", "text.overflow", "steps.1", lambda g: replace(g, steps=(g.steps[0], Step("Dài", "Rất dài. " * 40)))),
    ("stop", "text.overflow", "link_label", lambda g: replace(g, link_label="dichvucong.gov.vn" * 4)),
    ("stop", "text.place", "lead", lambda g: replace(g, lead="Gọi {{sđt tổ}}.")),
    ("stop", "text.personal", "lead", lambda g: replace(g, lead="Số 079 300 000 001 đã nộp.")),
    ("stop", "text.personal", "warning", lambda g: replace(g, warning="Thẻ cũ 290000001.")),
    ("stop", "text.unicode", "lead", lambda g: replace(g, lead="Hẹn o\u0306\u031b hai.")),
    ("stop", "issuer.empty", "team", lambda g: replace(g, commune=" ")),
    ("warn", "steps.many", "steps.0", lambda g: replace(g, steps=(Step("Mở", "Mở máy."),) * 7)),
    ("stop", "type.small", "steps.0", lambda g: replace(g, body_pt=9.0)),
    ("stop", "services.many", "services.0", lambda g: replace(g, services=(Service("Khai sinh", "1"),) * 4)),
    ("warn", "service.expired", "services.0", lambda g: replace(g, services=(Service("Khai tử", "2.002622", False),))),
    ("stop", "hotline.old", "hotlines.0", lambda g: replace(g, hotlines=(Hotline("1022", "Hỏi"),))),
    ("stop", "hotline.old", "hotlines.0", rung(181)),
    ("stop", "hotline.old", "hotlines.0", rung(-1)),
    ("warn", "hotline.old", "hotlines.0", rung(91)),
    ("warn", "qr.fine", "link", lambda g: replace(g, link=g.link + "/" + "a" * 40)),
    ("stop", "qr.module", "link", lambda g: replace(g, link=g.link + "/" + "a" * 150)),
    ("stop", "qr.module", "link", lambda g: replace(g, link=g.link + "/" + "ư" * 5000)),
    ("stop", "font.glyph", "", lambda g: replace(g, lead="Gửi 你 qua điện thoại.")),
    ("warn", "text.long", "", lambda g: replace(g, steps=(Step("Mở", "à " * 60),) * 5)),
    ("warn", "text.widow", "steps.0", lambda g: replace(g, steps=(Step("Mở", "Mở máy lên\nngay"),))),
    ("stop", "link.host", "link", lambda g: replace(g, link="https://bit.ly/abc", link_label="bit.ly/abc")),
    ("stop", "link.host", "link", lambda g: replace(g, link="http://dichvucong.gov.vn")),
    ("stop", "link.host", "link", lambda g: replace(g, link="https://dichvucong.gov.vn.vi-du.top")),
    ("stop", "link.host", "link", lambda g: replace(g, link="https://dichvucong.gov.vn@vi-du.top")),
    ("stop", "link.host", "link", lambda g: replace(g, link="https://[dichvucong.gov.vn")),
    ("stop", "link.host", "link", lambda g: replace(g, link="https://dichvucong.gov.vn:cổng")),
    ("stop", "link.words", "link_label", lambda g: replace(g, link_label="cổng quốc gia")),
    ("stop", "link.words", "link_label", lambda g: replace(g, link_label="dichvucong.gov.vn.vi-du.top")),
    ("warn", "link.deep", "link", lambda g: replace(g, link=g.link + "/p/home")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "code", "field", "spoil"), FAULTS, ids=[f"{f[1]}-{n}" for n, f in enumerate(FAULTS)]
)
def test_a_seeded_fault_is_found(
    level: str, code: str, field: str, spoil: Callable[[Leaflet], Leaflet]
) -> None:
    found = check(spoil(leaflet()), TODAY)
    assert (level, code, field) in [(f.level, f.code, f.field) for f in found]
    assert may_print(found) == all(f.level != "stop" for f in found)
    assert all(f.advice for f in found if f.level != "ok")


def test_the_days_of_a_hotline_count_to_the_day() -> None:
    assert grave(check(rung(90)(leaflet()), TODAY)) == []
    assert grave(check(rung(180)(leaflet()), TODAY)) == [("warn", "hotline.old")]


def test_a_redirect_the_province_owns_is_allowed() -> None:
    own = replace(leaflet(), link="https://so.vi-du.vn", link_label="so.vi-du.vn")
    assert ("stop", "link.host") in grave(check(own, TODAY))
    assert grave(check(own, TODAY, own_hosts=("so.vi-du.vn",))) == []


def test_overflow_names_the_step_and_a_size_that_fits() -> None:
    given = leaflet("a5-three-steps")
    long = replace(given, steps=(*given.steps[:2], Step("", LONG)))
    (fault,) = [f for f in check(long, TODAY) if f.level == "stop"]
    assert fault.text == "Chữ tràn khung bước 3"
    assert fault.advice == "Thừa 1 dòng. Rút gọn, hoặc giảm còn cỡ 11."
    assert (fault.field, fault.page) == ("steps.2", 0)
    assert fault.box is not None
    assert 90 < fault.box[1] < fault.box[3] < 118
    assert grave(check(replace(long, body_pt=11.0), TODAY)) == []
    texts = [f.text for f in check(given, TODAY)]
    assert "Mã QR 30 mm, ô 1,2 mm" in texts
    assert "Phông đủ chữ tiếng Việt" in texts
    assert "Liên kết mở trang chủ Cổng" in texts


def test_a_number_with_blanks_is_still_a_number() -> None:
    assert inspect.has_personal_number("079.300.000.001")
    assert not inspect.has_personal_number("18001096 và 0900 000 003, ngày 21/11/2026, mã 1.001193")


def test_fields_have_names() -> None:
    assert field_name("steps.2") == "bước 3"
    assert field_name("title") == "tiêu đề"


def page_with(spoil: Callable[[Sheet], None]) -> inspect.Look:
    sheet = Sheet(148, 210)
    sheet.qr("https://dichvucong.gov.vn", 20, 20, 33)
    spoil(sheet)
    sheet.end_page()
    return inspect.look(sheet.pdf(), sheet.notes)


def test_a_clean_page_shows_no_fault() -> None:
    look = page_with(lambda sheet: None)
    assert look.symbols == (inspect.Seen("https://dichvucong.gov.vn", "https://dichvucong.gov.vn", False),)
    assert (look.pages_over_safe_area, look.loose_fonts) == ((), ())


def test_ink_in_the_margin_is_seen() -> None:
    look = page_with(lambda sheet: sheet.rect(21, 30, 1, 1, fill="#B9C4D4"))
    assert look.symbols[0].ink_in_margin


def test_a_code_that_is_painted_over_is_not_read() -> None:
    look = page_with(lambda sheet: sheet.rect(28, 28, 17, 17, fill="#FFFFFF"))
    assert look.symbols[0].sharp == ""


def test_ink_at_the_paper_edge_is_seen() -> None:
    assert page_with(lambda sheet: sheet.rect(60, 206, 5, 1, fill="#000000")).pages_over_safe_area == (0,)
    assert page_with(lambda sheet: sheet.rect(60, 204, 5, 1, fill="#000000")).pages_over_safe_area == ()


def test_a_font_that_is_only_named_is_seen() -> None:
    def write(sheet: Sheet) -> None:
        sheet._canvas.setFont("Helvetica", 12)
        sheet._canvas.drawString(100, 100, "loose")

    assert page_with(write).loose_fonts == ("Helvetica",)


def test_much_ink_is_measured() -> None:
    assert page_with(lambda sheet: sheet.rect(5, 60, 138, 145, fill="#000000")).ink[0] > 0.6
