"""What a dry run found is written in one undoable step, all or nothing, and never over something silently."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.store import Store
from desktop.store.records import Filter
from desktop.store.shelf import Unit
from desktop.work import filled, records
from desktop.work.desk import Desk
from desktop.work.export import export_through
from desktop.work.filled import Dry
from desktop.work.lanes import Inline
from desktop.work.shown import form_of
from desktop.work.undo import undo
from forms.library import built_in
from forms.problem import Problem
from tests.helpers.stores import CHEAP, NOW, PASSPHRASE, VISIT, WHO
from tests.helpers.surveys import markdown, published

HAMLET = "hamlet:99001-01"


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    store = Store.set_up(home, PASSPHRASE, "An", "member", cost=CHEAP)
    store.forms.layout(VISIT)
    store.units.put([Unit(HAMLET, "hamlet", "99001-01", "Thôn 1", None, "2025-07-01")])
    yield Desk(store, WHO, lambda: NOW)
    store.close()


def look(desk: Desk, path: Path, form: str, *rows: Sequence[Any], **more: Any) -> Dry:
    made = openpyxl.Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(list(row))
    made.save(path / "v.xlsx")
    return filled.inspect(desk, form, path / "v.xlsx", **more)


def notes(desk: Desk) -> list[str]:
    page = desk.store.records.page(VISIT, Filter(), limit=1_000)
    return sorted(it.values["note"] for it in page.records)


def test_kept_and_taken_back_as_one(desk: Desk, tmp_path: Path) -> None:
    dry = look(
        desk, tmp_path, "visit", ("date", "note"), *(("2026-08-01", f"n{n}") for n in range(250)), match_by=()
    )
    told: list[tuple[int, int]] = []
    changed = filled.keep(desk, dry, tell=lambda *at: told.append(at) is None)
    assert told == [(0, 250), (100, 250), (200, 250), (250, 250)]
    assert len(notes(desk)) == len(changed.undo) == 250
    assert changed.kinds == {"visit"}
    undo(desk, changed)
    assert notes(desk) == []


def test_through_the_lanes(desk: Desk, tmp_path: Path) -> None:
    ask = Inline(desk).ask
    look(desk, tmp_path, "visit", ("date", "note"), ("2026-08-01", "a"))
    filled.keep_through(ask, filled.inspect_through(ask, "visit", tmp_path / "v.xlsx"))
    assert export_through(ask, VISIT, tmp_path / "ra.xlsx").records == 1
    assert notes(desk) == ["a"]


def test_imported_twice_it_is_here_once(desk: Desk, tmp_path: Path) -> None:
    rows = (("date", "note"), ("2026-08-01", "a"), ("2026-08-02", "b"))
    filled.keep(desk, look(desk, tmp_path, "visit", *rows))
    again = look(desk, tmp_path, "visit", *rows)
    assert (again.already, again.fresh) == (2, ())
    filled.keep(desk, again)
    assert notes(desk) == ["a", "b"]


def test_all_or_nothing_unless_asked_otherwise(desk: Desk, tmp_path: Path) -> None:
    dry = look(desk, tmp_path, "visit", ("date", "note"), ("2026-08-01", "a"), ("x", "b"))
    with pytest.raises(Problem, match="1 bản ghi chưa nhập được"):
        filled.keep(desk, dry)
    assert notes(desk) == []
    filled.keep(desk, dry, only_good=True)
    assert notes(desk) == ["a"]


def test_a_record_that_differs_is_changed_only_when_asked_and_with_a_reason(
    desk: Desk, tmp_path: Path
) -> None:
    people = [{"@id": "p1", "name": "Ví Dụ"}]
    values = {"date": "2026-08-01", "note": "cũ", "people": people}
    rec = desk.store.records.save(VISIT, values, who=WHO, now=NOW).rec
    rows = (("id", "date", "note"), (rec, "2026-08-01", "mới"))
    filled.keep(desk, look(desk, tmp_path, "visit", *rows))
    assert notes(desk) == ["cũ"]
    changed = filled.keep(desk, look(desk, tmp_path, "visit", *rows), update=True, reason="gõ nhầm")
    kept = desk.store.records.get(VISIT, rec)
    assert kept.values == {"date": "2026-08-01", "note": "mới", "people": people}
    assert desk.store.records.history(rec)[-1].reason == "gõ nhầm"
    undo(desk, changed)
    assert notes(desk) == ["cũ"]


def test_stopped_half_way_nothing_is_kept(desk: Desk, tmp_path: Path) -> None:
    dry = look(
        desk, tmp_path, "visit", ("date", "note"), *(("2026-08-01", f"n{n}") for n in range(150)), match_by=()
    )
    with pytest.raises(Problem, match="Đã dừng nhập"):
        filled.keep(desk, dry, tell=lambda done, total: done < 100)
    assert notes(desk) == []


def test_broken_off_with_ctrl_c_nothing_is_kept(desk: Desk, tmp_path: Path) -> None:
    dry = look(
        desk, tmp_path, "visit", ("date", "note"), *(("2026-08-01", f"n{n}") for n in range(150)), match_by=()
    )

    def tell(done: int, _total: int) -> bool:
        if done == 100:
            raise KeyboardInterrupt
        return True

    with pytest.raises(KeyboardInterrupt):
        filled.keep(desk, dry, tell=tell)
    assert notes(desk) == []


def test_when_a_record_is_refused_after_all_nothing_is_kept(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dry = look(
        desk, tmp_path, "visit", ("date", "note"), *(("2026-08-01", f"n{n}") for n in range(150)), match_by=()
    )
    real, count = records.save, [0]

    def full(*given: Any, **more: Any) -> Any:
        count[0] += 1
        if count[0] > 120:
            raise Problem("store.full")
        return real(*given, **more)

    monkeypatch.setattr(records, "save", full)
    with pytest.raises(Problem) as problem:
        filled.keep(desk, dry)
    assert problem.value.code == "store.full"
    assert notes(desk) == []


def test_a_resident_comes_with_the_consent_that_was_given(desk: Desk, tmp_path: Path) -> None:
    rows = (("Họ và tên", "Năm sinh", "Phiếu đồng ý"), ("Lê Thử An", 1960, "lời nói"))
    filled.keep(desk, look(desk, tmp_path, "resident", *rows))
    (kept,) = desk.store.records.page(built_in("resident"), Filter()).records
    (consent,) = desk.store.consents.of(kept.id)
    assert (consent.id, consent.method, consent.recorder) == (kept.values["consent"], "spoken", WHO)
    again = look(desk, tmp_path, "resident", *rows)
    assert (again.already, again.fresh) == (1, ())


def test_a_household_gets_its_card_and_a_session_marks_its_home(desk: Desk, tmp_path: Path) -> None:
    heads = ("Thôn, ấp, khu phố", "Số nhà")
    filled.keep(desk, look(desk, tmp_path, "household", heads, ("Thôn 1", "5"), ("Thôn 1", "7")))
    homes = desk.store.records.page(built_in("household"), Filter()).records
    assert len({it.values["card_no"] for it in homes}) == 2
    heads = ("Ngày", "Thôn, ấp, khu phố", "Nơi hướng dẫn", "Hộ", "Kết quả chuyến đi")
    filled.keep(
        desk,
        look(desk, tmp_path, "guidance_session", heads, ("1/8/2026", "Thôn 1", "Tại nhà", "7", "absent")),
    )
    homes = desk.store.records.page(built_in("household"), Filter()).records
    assert sorted(it.values["status"] for it in homes) == ["absent", "not_visited"]


FIRST = markdown("type; name; label\ntext; ten; Tên\ninteger; tuoi; Tuổi")
SECOND = markdown("type; name; label\ntext; ten; Tên\ntext; nghe; Nghề", version="2")


def test_a_record_of_an_earlier_version_keeps_what_only_that_one_asks(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, FIRST)
    rec = records.save(desk, "khao_sat", {"ten": "An", "tuoi": 41}).rec
    published(desk, tmp_path, SECOND)
    file = tmp_path / "ra.csv"
    export_through(Inline(desk).ask, form_of(desk, "khao_sat"), file)
    untouched = filled.inspect(desk, "khao_sat", file)
    assert (untouched.already, untouched.differs) == (1, ())
    for rows in (("id;ten;tuoi", f"{rec};Bình;41"), ("id;ten;nghe", f"{rec};Bình;")):
        file.write_text("\n".join(rows), encoding="utf-8")
        dry = filled.inspect(desk, "khao_sat", file)
        assert (len(dry.differs), dry.notes) == (1, ())
        changed = filled.keep(desk, dry, update=True)
        now = desk.store.records.as_saved("khao_sat", str(rec))
        assert (now.version, now.values) == ("1", {"ten": "Bình", "tuoi": 41})
        undo(desk, changed)


def test_what_changed_here_after_the_dry_run_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    published(desk, tmp_path, FIRST)
    rec = str(records.save(desk, "khao_sat", {"ten": "An", "tuoi": 41}).rec)
    (tmp_path / "vao.csv").write_text(f"id;ten\n{rec};Bình", encoding="utf-8")
    dry = filled.inspect(desk, "khao_sat", tmp_path / "vao.csv")
    records.save(desk, "khao_sat", {"ten": "An", "tuoi": 42}, rec=rec)
    with pytest.raises(Problem) as refused:
        filled.keep(desk, dry, update=True)
    assert refused.value.code == "import.changed"
    assert desk.store.records.as_saved("khao_sat", rec).values == {"ten": "An", "tuoi": 42}
