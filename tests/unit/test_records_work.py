"""Records of any form as the books need them: saved with consent, listed, told, searched, taken back."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.work import attachments, records, search, story, undo
from desktop.work.desk import Clock, Desk
from desktop.work.records import Wanted
from forms.library import built_in
from forms.problem import Problem
from sync.wire.ids import new_id
from tests.helpers.team import at_desk


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    with at_desk(home, clock) as made:
        yield made


def outreach(desk: Desk, **more: Any) -> dict[str, Any]:
    return {"date": desk.today(), "channel": "zalo_oa", "title": "Tin thử", "count": 1} | more


def test_a_name_is_kept_only_with_the_consent_that_was_given_for_it(desk: Desk) -> None:
    consent, draft = new_id(), new_id()
    values = {"full_name": "Ngô Thị Mẫu Thơ", "birth_year": 1970, "consent": consent}
    changed = records.save(
        desk, "resident", values, draft=draft, consents={consent: "spoken", new_id(): "paper"}
    )
    assert changed.rec == draft
    (kept,) = desk.store.consents.of(draft)
    assert (kept.id, kept.method, kept.recorder) == (consent, "spoken", desk.who)
    with pytest.raises(Problem) as refused:
        records.save(desk, "resident", {"full_name": "Ngô Thị Mẫu Thơ", "birth_year": 1970})
    assert refused.value.code == "entry.faults"


def test_a_refused_record_leaves_no_consent_behind(desk: Desk) -> None:
    before = desk.store.query("SELECT count(*) FROM consent")[0][0]
    consent = new_id()
    with pytest.raises(Problem):
        records.save(desk, "resident", {"birth_year": 3000, "consent": consent}, consents={consent: "paper"})
    assert desk.store.query("SELECT count(*) FROM consent")[0][0] == before


def test_a_new_house_gets_the_next_card_of_its_hamlet(desk: Desk) -> None:
    hamlet = desk.store.meta.get("home_hamlet")
    changed = records.save(desk, "household", {"hamlet": hamlet, "house_no": "99Z", "status": "not_visited"})
    kept = desk.store.records.get(built_in("household"), changed.rec or "")
    assert len(kept.values["card_no"]) == 11


def test_pages_follow_each_other_newest_first_without_gap_or_double(desk: Desk) -> None:
    seen: list[str] = []
    rows, last = records.page(desk, "outreach", limit=20)
    while True:
        seen += [row.rec for row in rows]
        if last:
            break
        rows, last = records.page(desk, "outreach", after=rows[-1].key, limit=20)
    assert len(seen) == len(set(seen)) == records.count(desk, "outreach")
    days = [desk.store.records.get(built_in("outreach"), rec).values["date"] for rec in seen]
    assert days == sorted(days, reverse=True)


def test_filters_narrow_a_list_and_a_text_joins_them(desk: Desk) -> None:
    wanted = Wanted(since="2026-11-01", until="2026-11-30")
    rows, _last = records.page(desk, "outreach", wanted)
    assert rows
    assert all(row.date.startswith("2026-11") for row in rows)
    assert records.count(desk, "outreach", wanted) == len(rows)
    found, last = records.page(desk, "outreach", Wanted("canh bao gia danh", since="2026-11-01"))
    assert last
    assert {row.title for row in found} == {"Cảnh báo giả danh cán bộ “cập nhật VNeID”"}


def test_a_line_never_shows_a_telephone_number(desk: Desk) -> None:
    for form in ("household", "resident", "member"):
        rows, _last = records.page(desk, form, limit=400)
        assert not any("0900" in row.title + row.second for row in rows)


def test_a_story_tells_old_and_new_and_who_and_the_reason(desk: Desk, clock: Any) -> None:
    rec = records.save(desk, "outreach", outreach(desk)).rec or ""
    clock.advance(minutes=5)
    records.save(desk, "outreach", outreach(desk, title="Tin đã sửa", count=3), rec=rec, reason="ghi nhầm")
    told = story.story(desk, "outreach", rec)
    assert (told.title, told.version, told.confirmed) == ("Tin đã sửa", 2, False)
    titles = {step.title: (step.old, step.new) for step in told.steps}
    assert titles["Sửa “Số lượng”"] == ("1", "3")
    assert titles["Sửa “Tên hoạt động, tin, bài”"] == ("Tin thử", "Tin đã sửa")
    assert told.steps[-1].title == "Ghi mới"
    assert told.steps[-1].second == "hôm nay 09:41 · Mai"
    assert "hôm nay 09:46 · Mai · lý do: ghi nhầm" in {step.second for step in told.steps}


def test_history_masks_a_telephone_number_on_both_sides(desk: Desk) -> None:
    rows = desk.store.query("SELECT id FROM resident WHERE phone IS NOT NULL LIMIT 1")
    rec = rows[0]["id"]
    values = dict(desk.store.records.get(built_in("resident"), rec).values)
    records.save(desk, "resident", values | {"phone": "0911222333"}, rec=rec)
    (change,) = [step for step in story.story(desk, "resident", rec).steps if step.old]
    assert change.new == "••• ••• 333"
    assert change.old.startswith("•••")


def test_many_answers_changed_at_once_are_one_step(desk: Desk) -> None:
    rec = desk.store.query("SELECT id FROM training_class WHERE state = 'running'")[0]["id"]
    told = story.story(desk, "training_class", rec)
    assert any(step.title.startswith("Sửa ") and step.title.endswith("câu trả lời") for step in told.steps)
    assert sum(fact.label == "Danh sách" for fact in told.facts) == 7  # six by name, then how many more


def test_deleting_takes_a_record_off_the_list_and_undo_brings_it_back(desk: Desk) -> None:
    rec = records.save(desk, "outreach", outreach(desk)).rec or ""
    changed = records.delete(desk, "outreach", rec)
    assert rec not in {row.rec for row in records.page(desk, "outreach")[0]}
    undo.undo(desk, changed)
    assert rec in {row.rec for row in records.page(desk, "outreach")[0]}
    assert [step.title for step in story.story(desk, "outreach", rec).steps[:2]] == ["Khôi phục", "Đã xóa"]


def test_what_is_carried_ends_with_the_day(desk: Desk, clock: Any) -> None:
    records.keep_carried(desk, "outreach", {"hamlet": "hamlet:x"})
    assert records.carried(desk, "outreach") == {"hamlet": "hamlet:x"}
    clock.advance(days=1)
    assert records.carried(desk, "outreach")["hamlet"] == desk.store.meta.get("home_hamlet")


def test_search_puts_the_very_house_and_the_very_name_first(desk: Desk) -> None:
    groups = {group.kind: group.rows for group in search.find(desk, "12/3")}
    assert groups["household"][0].plate == "12/3"
    named = {group.kind: group.rows for group in search.find(desk, "lan")}["resident"]
    assert named[0].title.endswith("Lan")


@pytest.mark.parametrize("typed", ["nguyen thi mau hong", "NGUYỄN THỊ MẪU HỒNG", "mau hong", "ho mau"])
def test_search_needs_no_marks_and_takes_two_letters(desk: Desk, typed: str) -> None:
    found = [row.title for group in search.find(desk, typed, ("resident",), 30) for row in group.rows]
    assert "Nguyễn Thị Mẫu Hồng" in found


def test_search_finds_services_by_words_and_by_code(desk: Desk) -> None:
    assert any("thường trú" in it.title for it in search.matching("dang ky thuong"))
    assert [it.id for it in search.matching("1.004222")] == ["dang-ky-thuong-tru"]
    assert search.matching("  ") == ()
    counts = search.count(desk, "ho", most=50)
    assert counts["guidance_session"] == 50
    assert counts["service"] > 0


def _picture(path: Path, kind: str = "JPEG") -> None:
    from PIL import Image

    image = Image.new("RGB", (3200, 1800), "#0F4A96")
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Máy ảnh thử"
    image.save(path, kind, exif=exif)


def test_a_photo_is_made_small_and_upright_and_loses_its_description(desk: Desk, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "anh.jpg"
    _picture(path)
    prepared = attachments.prepare(path, photo=True, pixels=1600)
    name = attachments.keep(desk, prepared)
    mime, data = desk.store.attachments.get(name)
    assert (mime, name) == ("image/jpeg", hashlib.sha256(data).hexdigest())
    (tmp_path / "out.jpg").write_bytes(data)
    with Image.open(tmp_path / "out.jpg") as kept:
        assert kept.size == (900, 1600)
        assert not dict(kept.getexif())


def test_files_that_cannot_be_kept_are_named(tmp_path: Path) -> None:
    text = tmp_path / "giấy.txt"
    text.write_text("không phải ảnh", encoding="utf-8")
    with pytest.raises(Problem) as unreadable:
        attachments.prepare(text, photo=True)
    assert unreadable.value.code == "file.unreadable"
    with pytest.raises(Problem):
        attachments.prepare(tmp_path / "không có.pdf", photo=False)
    large = tmp_path / "lớn.pdf"
    with large.open("wb") as file:
        file.truncate(11 * 1024 * 1024)
    with pytest.raises(Problem) as too_large:
        attachments.prepare(large, photo=False)
    assert too_large.value.code == "file.too_large"
    with large.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(Problem) as no_photo:
        attachments.prepare(large, photo=True)
    assert no_photo.value.code == "file.too_large"
    assert attachments.prepare(text, photo=False).data == text.read_bytes()


def test_the_clock_of_a_step_is_said_short(desk: Desk, clock: Any) -> None:
    rec = records.save(desk, "outreach", outreach(desk)).rec or ""
    clock.now = datetime(2027, 1, 3, 8, 0, tzinfo=clock.now.tzinfo)
    assert story.story(desk, "outreach", rec).steps[0].second.startswith("21/11/2026 09:41")
