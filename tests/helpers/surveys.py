"""Small surveys written as Markdown, and a desk to publish them at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.work import forms
from desktop.work.desk import Clock, Desk
from desktop.work.setup import Person, Place, set_up
from tests.helpers.stores import CHEAP, PASSPHRASE

HOME = Place("Tỉnh Mẫu", "04", "xã An Mẫu", "01234", "Thôn 3")


@contextmanager
def new_desk(home: Path, clock: Clock) -> Iterator[Desk]:
    """The desk of a team that has just set up."""
    made = set_up(home, Person("Nguyễn Thị Mẫu", "leader"), HOME, PASSPHRASE, clock=clock, cost=CHEAP)
    yield made
    made.store.close()


def markdown(rows: str, version: str = "1", id_: str = "khao_sat", choices: str = "", more: str = "") -> str:
    """A form as Markdown: each of ``rows`` is ``type; name; label; …`` under the columns named first."""

    def table(text: str) -> str:
        lines = [line.strip() for line in text.strip().splitlines()]
        return "\n".join(
            "|  | " + " | ".join(part.strip() for part in line.split(";")) + " |" for line in lines
        )

    sheets = f"| survey |\n{table(rows)}\n"
    if choices:
        sheets += f"\n| choices |\n|  | list_name | name | label |\n{table(choices)}\n"
    settings = (
        f"\n| settings |\n|  | form_id | version | form_title |\n|  | {id_} | {version} | Khảo sát thử |\n"
    )
    return sheets + settings + more


FIRST = """
    type; name; label
    date; ngay; Ngày
    text; ten; Tên
    integer; tuoi; Tuổi
    select_one co; dung; Dùng không
"""
SECOND = FIRST.replace("    integer; tuoi; Tuổi\n", "") + "    text; nghe; Nghề\n"
CHOICES = "co; co; Có\nco; khong; Không"


def file(folder: Path, text: str, name: str = "khao_sat.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def published(desk: Desk, folder: Path, text: str) -> forms.Preview:
    seen = forms.inspect(desk, file(folder, text))
    assert seen.standing in ("new", "newer"), [fault.text for fault in seen.faults]
    assert forms.publish(desk, seen).kinds == {"form"}
    return seen
