"""Leaflets filled from the store, kept through a crash, imposed, printed, noted."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.leaflets.leaflet import Step
from desktop.leaflets.preflight import check, may_print
from desktop.paper.pages import images
from desktop.store import Cost
from desktop.work import leaflets, units
from desktop.work.desk import Clock, Desk
from desktop.work.leaflets import Draft
from desktop.work.setup import Person, Place, open_desk, set_up
from forms.problem import Problem
from tests.helpers import tree

PLACE = Place("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
PASSPHRASE = "bốn từ không liên quan"
EVERY = ("1022", "18001096", "19000368", "156")


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Desk]:
    person = Person("Nguyễn Thị Mẫu Mai", "leader")
    desk = set_up(home, person, PLACE, PASSPHRASE, clock=clock, cost=Cost(1, 8))
    yield desk
    desk.store.close()


def test_a_leaflet_begins_with_what_the_store_knows(desk: Desk) -> None:
    units.save_office(
        desk, replace(units.office(desk), team_phone="0900 000 000", centre_address="Nhà văn hóa")
    )
    five = leaflets.begin(desk, "a5-five-steps")
    assert (five.commune, five.province) == ("xã An Mẫu", "tỉnh Minh Họa")
    assert five.team == "Tổ công nghệ số cộng đồng thôn 3"
    assert (five.helper, five.phone) == ("Thôn 3, xã An Mẫu", "0900 000 000")
    assert [it.number for it in five.hotlines] == ["1022", "1800 1096", "1900 0368", "156"]
    assert five.numbers_checked_on is None
    three = leaflets.begin(desk, "a5-three-steps")
    assert three.link_note == "Cần người giúp: Nhà văn hóa."
    assert len(three.hotlines) == 1


def test_a_city_is_not_called_a_province(home: Path, clock: Clock) -> None:
    place = Place("Thành phố Minh Họa", "98", "Đặc khu Giả Định", "98001", "")
    desk = set_up(home, Person("Trần Thử", "officer"), place, PASSPHRASE, clock=clock, cost=Cost(1, 8))
    made = leaflets.begin(desk, "a5-five-steps")
    desk.store.close()
    assert made.province == "thành phố Minh Họa"
    assert made.team == "Tổ công nghệ số cộng đồng đặc khu Giả Định"


def test_ringing_is_noted_for_those_numbers_alone(desk: Desk) -> None:
    leaflets.rang(desk, ["1022"])
    days = {leaflets.digits(it): it.checked_on for it in leaflets.hotlines(desk)}
    assert days["1022"] == date(2026, 11, 21)
    assert days["18001096"] is None
    leaflets.rang(desk, EVERY)
    assert may_print(check(leaflets.begin(desk, "a5-five-steps"), date(2026, 11, 21)))


def edited(desk: Desk) -> Draft:
    draft = leaflets.restore(desk, "a5-three-steps")
    steps = (*draft.leaflet.steps[:2], Step("", "Bước viết lại."))
    leaflet = replace(draft.leaflet, title="Tự viết", steps=steps, checked_on=date(2026, 11, 20))
    return replace(draft, leaflet=leaflet, copies=120, start=2)


def test_each_template_keeps_its_own_draft(desk: Desk) -> None:
    three = edited(desk)
    leaflets.keep(desk, three)
    assert leaflets.restore(desk) == three
    five = leaflets.restore(desk, "a5-five-steps")
    leaflets.keep(desk, replace(five, leaflet=replace(five.leaflet, black_and_white=True)))
    assert leaflets.restore(desk).leaflet.black_and_white
    assert leaflets.restore(desk, "a5-three-steps") == three


def test_a_restored_draft_has_the_days_of_today(desk: Desk, clock: Clock) -> None:
    leaflets.keep(desk, edited(desk))
    leaflets.rang(desk, ["1022"])
    assert leaflets.restore(desk).leaflet.numbers_checked_on == date(2026, 11, 21)


KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from desktop.store import Cost
from desktop.work import leaflets
from desktop.work.setup import Person, Place, set_up
place = Place("Tỉnh Minh Họa", "99", "Xã An Mẫu", "99001", "Thôn 3")
desk = set_up(Path(sys.argv[1]), Person("Trần Thử", "leader"), place, sys.argv[2], cost=Cost(1, 8))
draft = leaflets.restore(desk, "a5-three-steps")
leaflets.keep(desk, replace(draft, leaflet=replace(draft.leaflet, title="Viết dở"), copies=77))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_what_is_kept_survives_a_kill(home: Path, clock: Clock) -> None:
    result = subprocess.run([sys.executable, "-c", KILLED, str(home), PASSPHRASE], cwd=tree.ROOT, check=False)
    assert result.returncode == -signal.SIGKILL
    from desktop.store import keys

    (slot,) = keys.people(home)
    desk = open_desk(home, slot.id, PASSPHRASE, clock=clock)
    draft = leaflets.restore(desk)
    desk.store.close()
    assert (draft.leaflet.template, draft.leaflet.title, draft.copies) == ("a5-three-steps", "Viết dở", 77)


def test_the_command_line_composes_a_whole_run(desk: Desk) -> None:
    pdf, found = leaflets.compose(desk, "a5-five-steps", ["dang-ky-thuong-tru"], 5, start=2)
    assert len(images(pdf, 20)) == 6
    assert not may_print(found)
    leaflets.rang(desk, EVERY)
    assert may_print(leaflets.compose(desk, "a5-five-steps", ["dang-ky-thuong-tru"], 5)[1])
    with pytest.raises(Problem) as caught:
        leaflets.compose(desk, "a5-five-steps", ["khong-co"])
    assert caught.value.code == "leaflet.service"


@pytest.mark.parametrize(("copies", "start"), [(1, 1), (4, 1), (5, 1), (4, 2), (5, 2)])
@pytest.mark.parametrize("template", ["a5-five-steps", "a5-three-steps"])
def test_a_page_looks_like_its_source_and_like_no_other(
    desk: Desk, template: str, copies: int, start: int
) -> None:
    draft = replace(leaflets.restore(desk, template), copies=copies, start=start)  # type: ignore[arg-type]
    pages = [it.tobytes() for it in images(leaflets.pdf(draft), 30)]
    sources = leaflets.page_sources(draft)
    assert len(sources) == len(pages)
    assert [pages[it] for it in sources] == pages
    assert len(set(sources)) == len(set(pages))


def test_on_a5_one_copy_is_enough(desk: Desk) -> None:
    draft = replace(leaflets.restore(desk), paper="a5", copies=30)
    assert len(images(leaflets.pdf(draft), 20)) == len(leaflets.page_sources(draft)) == 2
    assert draft.sheets == 30


def test_a_print_run_tells_choices_and_no_words(desk: Desk) -> None:
    draft = edited(desk)
    draft = replace(draft, leaflet=replace(draft.leaflet, phone="0900 000 000", helper="Bà Mẫu"))
    assert leaflets.printed(desk, draft, "pdf").kinds == {"print_run"}
    (run,) = desk.store.print_runs.latest()
    assert (run.kind, run.copies, run.what["template"], run.what["to"]) == (
        "leaflet",
        120,
        "a5-three-steps",
        "pdf",
    )
    written = json.dumps(run.what, ensure_ascii=False)
    assert not [word for word in ("0900", "Mẫu", "Tự viết", "Bước") if word in written]


def test_a_pdf_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "to-roi.pdf"
    leaflets.save_pdf(target, b"one")
    leaflets.save_pdf(target, b"two")
    assert target.read_bytes() == b"two"
    taken = tmp_path / "folder.pdf"
    taken.mkdir()
    for path in (taken, tmp_path / "none" / "x.pdf"):
        with pytest.raises(Problem) as caught:
            leaflets.save_pdf(path, b"three")
        assert (caught.value.code, caught.value.facts) == ("print.write", {"name": path.name})
    assert sorted(it.name for it in tmp_path.iterdir()) == ["folder.pdf", "to-roi.pdf"]


def test_the_offered_name_is_plain_and_tells_nobody(desk: Desk) -> None:
    assert leaflets.file_name(edited(desk), date(2026, 11, 21)) == "huong-dan-3-buoc-2026-11-21.pdf"
