"""Units, services, hotlines and the leaflet pack: what is in them and how it is found."""

import re
from collections import Counter
from datetime import date

import pytest

from forms.text import fold
from resources import hotlines, packs, services, units

MERGER = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)


def every_commune() -> list[units.Commune]:
    return [commune for held in units.provinces() for commune in units.communes(held.code)]


def test_how_many_there_are() -> None:
    assert len(units.provinces()) == 34
    assert len(units.former_provinces()) == 63
    communes = every_commune()
    assert len(communes) == len({commune.code for commune in communes}) == 3321
    assert all(re.fullmatch(r"\d{5}", commune.code) for commune in communes)
    assert {commune.kind for commune in communes} == {"Xã", "Phường", "Đặc khu"}


@pytest.mark.parametrize(
    ("code", "name", "communes", "wards", "zones", "former"),
    [
        ("80", "Tỉnh Tây Ninh", 82, 14, 0, {"72", "80"}),
        ("82", "Tỉnh Đồng Tháp", 82, 20, 0, {"82", "87"}),
        ("79", "Thành phố Hồ Chí Minh", 54, 113, 1, {"74", "77", "79"}),
        ("51", "Tỉnh Quảng Ngãi", 86, 9, 1, {"51", "62"}),
    ],
)
def test_the_merged_provinces_of_the_plans(
    code: str, name: str, communes: int, wards: int, zones: int, former: set[str]
) -> None:
    held = units.province(code, MERGER)
    assert held is not None
    assert held.name == name
    assert Counter(c.kind for c in units.communes(code)) == +Counter(
        {"Xã": communes, "Phường": wards, "Đặc khu": zones}
    )
    assert {old.code for old in units.former_provinces() if old.became == code} == former
    assert {old for c in units.communes(code) for old in c.former_provinces} == former


def test_a_code_means_another_province_after_the_merger() -> None:
    names = {
        (code, day): held.short
        for code in ("80", "82", "72", "62")
        for day in (BEFORE, MERGER)
        if (held := units.province(code, day))
    }
    assert names == {
        ("80", BEFORE): "Long An",
        ("80", MERGER): "Tây Ninh",
        ("82", BEFORE): "Tiền Giang",
        ("82", MERGER): "Đồng Tháp",
        ("72", BEFORE): "Tây Ninh",
        ("62", BEFORE): "Kon Tum",
    }
    with pytest.raises(KeyError):
        units.communes("72")


def test_what_went_into_tan_ninh() -> None:
    found = units.commune("25459")
    assert found is not None
    assert (found.name, found.short, found.province) == ("Phường Tân Ninh", "Tân Ninh", "80")
    assert {old.name for old in found.former if not old.partial} == {
        "Phường 1",
        "Phường 2",
        "Phường 3",
        "Phường 4",
        "Phường Hiệp Ninh",
    }
    assert {old.district for old in found.former if not old.partial} == {"Thành phố Tây Ninh"}
    assert found.former_provinces == ("72",)  # not Long An, though its Phường 4 has the same name


def test_a_former_code_leads_to_its_heirs_only() -> None:
    assert [c.short for c in units.heirs("25465")] == ["Tân Ninh"]  # Hiệp Ninh
    divided = units.heirs("25597")  # xã Thái Bình, huyện Châu Thành
    assert len(divided) == 2
    assert all(old.partial for c in divided for old in c.former if old.code == "25597")
    assert units.heirs("99999") == ()


def test_no_former_ward_is_lost_and_no_merger_crosses_the_old_borders() -> None:
    communes = every_commune()
    assert len({(old.province, old.district, old.name) for c in communes for old in c.former}) == 10040
    assert [c.name for c in communes if len(c.former_provinces) != 1] == []
    parts = Counter((o.province, o.district, o.name) for c in communes for o in c.former)
    assert all(o.partial == (parts[o.province, o.district, o.name] > 1) for c in communes for o in c.former)


@pytest.mark.parametrize(
    "query", ["Hiệp Ninh", "hiep ninh", "HIỆP NINH", "phuong hiep ninh", "hiep ninh tay ninh"]
)
def test_a_former_name_is_found_with_or_without_marks(query: str) -> None:
    hit = units.search(query, fold=fold)[0]
    assert hit.commune.code == "25459"
    assert hit.old is not None
    assert hit.old.name == "Phường Hiệp Ninh"


def test_present_names_come_before_former_ones_and_each_commune_once() -> None:
    hits = units.search("tân ninh", fold=fold)
    assert [hit.commune.short for hit in hits[:2]] == ["Tân Ninh", "Tân Ninh"]
    assert hits[0].old is hits[1].old is None
    assert len({hit.commune.code for hit in hits}) == len(hits) <= 20


def test_a_search_can_keep_to_one_province() -> None:
    assert [h.commune.code for h in units.search("tan ninh", 1, fold=fold, province_code="80")] == ["25459"]
    assert units.search("  ", fold=fold) == ()
    assert units.search("không đâu có", fold=fold) == ()


def test_services_have_what_a_leaflet_needs() -> None:
    found = services.services()
    assert [service.number for service in found if service.essential] == list(range(1, 26))
    assert len({service.id for service in found}) == len(found) == 34
    for service in found:
        assert re.fullmatch(r"https://([a-z]+\.)*dichvucong\.(dancuquocgia\.)?gov\.vn", service.url)
        assert service.checked_on == date(2026, 11, 21)
        assert not service.verified
        assert all(re.fullmatch(r"\d\.\d{6}", code) for code in (*service.codes, *service.retired))
        assert not set(service.codes) & set(service.retired)
        assert service.guide == "" or service.guide in packs.blocks()
    codes = [code for service in found for code in (*service.codes, *service.retired)]
    assert len(codes) == len(set(codes))
    assert found[8].codes == ("1.001193",)
    assert found[14].retired == ("2.000986", "2.002621")


def test_no_hotline_claims_a_check_nobody_made() -> None:
    assert [(line.spaced, line.checked_on) for line in hotlines.hotlines()] == [
        ("1022", None),
        ("1800 1096", None),
        ("1900 0368", None),
        ("156", None),
        ("113", None),
        ("111", None),
    ]


def test_pack_blocks() -> None:
    found = packs.blocks()
    assert len(found) == 59
    assert next(name for name in found if name.startswith("dv-")) == "dv-01-khai-sinh"
    assert {block.length for block in found.values()} == {"short", "medium", "long"}
    assert all(block.title and block.audience and block.source and block.body for block in found.values())
    assert found["otp"].needs_check == ""
    assert found["dau-moi"].needs_check.startswith("[tra]")
    assert found["khi-loi"].body.endswith("{{địa chỉ trung tâm}}.")  # neither the rule nor the next part
    assert not any("\n# " in block.body or "\n## " in block.body for block in found.values())


GOOD = "## mot\ntitle: Một\naudience: mọi người\nlength: short\nsource: S0\nneeds_check: –\n\nLời.\n"


@pytest.mark.parametrize("bad", [GOOD.replace("source: S0\n", ""), GOOD + GOOD])
def test_a_pack_that_is_not_whole_is_refused_by_block(bad: str) -> None:
    assert packs.parse(GOOD)["mot"].body == "Lời."
    with pytest.raises(ValueError, match="mot"):
        packs.parse(bad)


def test_fill() -> None:
    text = "{{xã}}: {{lệ phí}}, {{thời hạn}}; gọi {{sđt xã}} hay {{sđt tổ}}, {{sđt xã}}."
    filled, unfilled = packs.fill(text, {"xã": "An Mẫu", "sđt tổ": ""})
    assert filled == "An Mẫu: Xem trên Cổng, Xem trên Cổng; gọi {{sđt xã}} hay {{sđt tổ}}, {{sđt xã}}."
    assert unfilled == ("sđt xã", "sđt tổ")
    assert packs.fill("{{lệ phí}}", {"lệ phí": "8.000 đồng"}) == ("8.000 đồng", ())
