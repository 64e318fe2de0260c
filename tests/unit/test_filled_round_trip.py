"""What the export writes, the import reads as it was: every built-in form, words and codes, workbook and CSV."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from desktop.store import Store
from desktop.store.shelf import Unit
from desktop.work import filled
from desktop.work.desk import Desk
from desktop.work.export import Choices, Kind, export
from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.filler import fill
from forms.flat import flatten
from forms.library import built_in, built_in_ids
from sync.wire.ids import new_id
from tests.helpers.stores import CHEAP, NOW, PASSPHRASE, WHO

HAMLETS = {f"hamlet:99001-{n:02}": f"Thôn {n}" for n in range(1, 4)}
MEMBERS = {
    f"01910000-0000-7000-8000-00000000000{n}": f"Đỗ Thử {name}" for n, name in enumerate(("An", "Ba", "Cô"))
}
HOMES = {f"01910000-0000-7000-8000-00000000001{n}": f"{n + 1}/3" for n in range(3)}
PEOPLE = {
    f"01910000-0000-7000-8000-00000000002{n}": f"Lê Ví Dụ {name}" for n, name in enumerate(("An", "Ba"))
}
CLASSES = {"01910000-0000-7000-8000-000000000031": "Lớp thử"}
CONSENTS = tuple(f"01910000-0000-7000-8000-00000000004{n}" for n in range(2))
REFERENCES = {
    "unit": tuple(HAMLETS),
    "member": tuple(MEMBERS),
    "household": tuple(HOMES),
    "resident": tuple(PEOPLE),
    "training_class": tuple(CLASSES),
    "consent": CONSENTS,
}


def furnished(home: Path) -> Desk:
    """A desk with the hamlets, people and homes that records name, the same at each call."""
    home.mkdir()
    store = Store.set_up(home, PASSPHRASE, "An", "member", cost=CHEAP)
    store.units.put(
        Unit(key, "hamlet", key.removeprefix("hamlet:"), name, None, "2025-07-01")
        for key, name in HAMLETS.items()
    )
    for n, (rec, name) in enumerate(MEMBERS.items()):
        _save(store, "member", rec, {"full_name": name, "team_role": "member", "hamlet": [*HAMLETS][n]})
    for rec, plate in HOMES.items():
        _save(
            store,
            "household",
            rec,
            {"house_no": plate, "hamlet": next(iter(HAMLETS)), "status": "not_visited"},
        )
    for n, (rec, name) in enumerate(PEOPLE.items()):
        store.consents.add(
            rec,
            text_version="vi-1",
            purposes=("guidance",),
            method="paper",
            recorder=WHO,
            now=NOW,
            rec=CONSENTS[n],
        )
        _save(store, "resident", rec, {"full_name": name, "consent": CONSENTS[n], "household": [*HOMES][n]})
    _save(store, "training_class", next(iter(CLASSES)), {"title": "Lớp thử"})
    return Desk(store, WHO, lambda: NOW)


def _save(store: Store, form: str, rec: str, values: dict[str, Any]) -> None:
    store.records.save(built_in(form), values, rec=rec, who=WHO, now=NOW)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    both = furnished(tmp_path / "a"), furnished(tmp_path / "b")
    yield both
    for desk in both:
        desk.store.close()


def answered(form: Form, seed: int) -> dict[str, Any] | None:
    """Random valid answers, None where no valid ones were found."""
    entry = Entry(form, today=NOW.date(), now=NOW)
    if fill(entry, seed, REFERENCES).left:
        return None
    return entry.values()


def comparable(form: Form, values: Mapping[str, Any], words: bool) -> dict[str, Any]:
    """Answers by path, but for attachments, which no spreadsheet holds; in words a consent is given anew."""
    left_out = {path for path, it in form.walk() if it.type in ("image", "file")}
    if words:
        left_out |= {path for path, it in form.walk() if it.refers_to == "consent"}
    flat = flatten(form, values)
    return {path: it for path, it in flat.items() if "/".join(path.split("/")[::2]) not in left_out}


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.keys() == other.keys() and all(
        isclose(value, other[path], rel_tol=1e-14) if isinstance(value, float) else value == other[path]
        for path, value in one.items()
    )


def goes_round(
    desks: tuple[Desk, Desk], form: Form, kept: Mapping[str, Any], target: Path, words: bool
) -> None:
    here, there = desks
    export(here, form, target, choices=Choices(labels=words, per_choice=True))
    there.store.forms.layout(form)
    dry = filled.inspect(there, form.id, target)
    assert [it.text for it in dry.wrong] == []
    assert dry.unknown == ()
    read = {it.rec: it.values for it in dry.fresh}
    assert read.keys() == kept.keys()
    for rec, values in kept.items():
        was, now = comparable(form, values, words), comparable(form, read[rec], words)
        assert alike(was, now), {
            path: (was.get(path), now.get(path)) for path in was | now if was.get(path) != now.get(path)
        }


@pytest.mark.parametrize("form_id", built_in_ids())
def test_built_in_forms(desks: tuple[Desk, Desk], tmp_path: Path, form_id: str) -> None:
    form = built_in(form_id)
    kept: dict[str, Any] = {}
    for seed in range(8):
        if (values := answered(form, seed)) is not None:
            kept[new_id()] = values
    assert len(kept) >= 4
    for rec, values in kept.items():
        desks[0].store.records.save(form, values, rec=rec, who=WHO, now=NOW)
    for kind in ("xlsx", "csv"):
        for words in (True, False):
            goes_round(desks, form, kept, tmp_path / f"{form_id}-{words}.{kind}", words)


LISTS = {
    "fruit": (
        Choice("a", {"vi": "Cam; quýt", "en": "Orange"}),
        Choice("b", {"vi": "Cam", "en": "Sour orange"}),
        Choice("c", {"vi": "Khác", "en": "Other"}),
        Choice("d", {"vi": "khác", "en": "Something else"}),
        Choice("1", {"vi": "2", "en": "Two"}),
        Choice("2", {"vi": "1, 2 hoặc 3", "en": "One"}),
    )
}
EVERYTHING = Form(
    "thu_moi_loai",
    "1",
    {"vi": "Thử mọi loại"},
    "vi",
    (
        Question("text", "text", {"vi": "Chữ"}),
        Question("id", "text", {"vi": "Số hiệu"}),
        Question("code", "barcode", {"vi": "Mã vạch"}),
        Question("whole", "integer", {"vi": "Số"}),
        Question("part", "decimal", {"vi": "số"}),
        Question("on", "date", {"vi": "Ngày"}),
        Question("at", "time", {"vi": "Giờ"}),
        Question("moment", "datetime", {"vi": "Lúc"}),
        Question("one", "select_one", {"vi": "Một **quả**"}, list_name="fruit"),
        Question("many", "select_multiple", {"vi": "Nhiều quả"}, list_name="fruit"),
        Question("many_other", "text", {"vi": "Nhiều quả: Khác"}),
        Question("order", "rank", {"vi": "Xếp hạng"}, list_name="fruit"),
        Question("much", "range", {"vi": "Mức"}, parameters={"start": "0", "end": "10", "step": "0.5"}),
        Question("sure", "acknowledge", {"vi": "Đã đọc"}),
        Question("sum", "calculate", calculation="${whole} + 1"),
        Question("age", "calculate", calculation="int((decimal-date-time(today()) - decimal-date-time(${on})) div 30)"),
        Question("year", "calculate", calculation="format-date(today(), '%Y')"),
        Question(
            "rooms", "repeat", {"vi": "Phòng"},
            children=(
                Question("row", "text", {"vi": "Hàng"}),
                Question("beds", "repeat", {"vi": "Giường"}, children=(Question("parent", "integer"),)),
            ),
        ),
    ),
    LISTS,
)  # fmt: skip
NASTY = (
    "=1+1", "'=1+1", "''", "+84 912", "-5", "-5,5", "- 5", "@x", "0912345678", "1e5", "TRUE", "12/3", "01/02/2026",
    'a;b,c\t"d"', "một\nhai", "<r>x</r>", "_x0041_", "=\"012\"", "😀", "null", "#N/A", "id", "ơ̆ Ê Đê",
)  # fmt: skip


def test_every_type_and_texts_that_spreadsheets_spoil(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    kept: dict[str, Any] = {}
    fruits = [choice.name for choice in LISTS["fruit"]]
    for n, text in enumerate(NASTY):
        values = {
            "text": text, "id": text, "code": text, "whole": n - 3, "part": 0.1 * n - 1, "on": f"2026-01-{n + 1:02}",
            "at": f"{n:02}:{n:02}", "moment": f"2026-01-{n + 1:02}T00:{n:02}:01+07:00", "one": fruits[n % 6],
            "many": fruits[n % 6 :], "many_other": "x", "order": fruits[n % 6 :] + fruits[: n % 6], "much": n % 20 / 2,
            "sum": n - 2, "rooms": [
                {"@id": f"r{m}", "row": text, "beds": [{"@id": f"b{m}", "parent": m}]} for m in range(n % 3)
            ],
        }  # fmt: skip
        entry = Entry(EVERYTHING, values, today=date(2026, 8, 1), fresh=False)  # not the day of the import
        assert not entry.faults()
        rec = new_id()
        kept[rec] = entry.values()
        desks[0].store.records.save(EVERYTHING, kept[rec], rec=rec, who=WHO, now=NOW)
    for kind in ("xlsx", "csv"):
        for words in (True, False):
            goes_round(desks, EVERYTHING, kept, tmp_path / f"v-{words}.{kind}", words)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_imported_again_where_it_came_from_nothing_is_new(
    desks: tuple[Desk, Desk], tmp_path: Path, kind: Kind
) -> None:
    here = desks[0]
    for form_id in built_in_ids():
        form = built_in(form_id)
        values = next(filter(None, (answered(form, seed) for seed in range(20, 30))))
        here.store.records.save(form, values, who=WHO, now=NOW)
        done = export(here, form, tmp_path / f"{form_id}.{kind}", choices=Choices(labels=True))
        dry = filled.inspect(here, form_id, tmp_path / f"{form_id}.{kind}")
        assert (dry.already, dry.faults, dry.fresh, dry.differs) == (done.records, 0, (), ())
