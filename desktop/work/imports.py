"""Lists from a spreadsheet: hamlets, and households with the people who agreed to be written down.

First a ``plan`` is made, which changes nothing and names every wrong cell; then it is carried out in one
transaction. A house that is there already is left as it is, so a corrected file may be imported again.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from desktop.store import New
from desktop.store.consents import Method
from desktop.work import units
from desktop.work.changed import Changed
from desktop.work.csv_table import Column, Line, Table, read, write
from desktop.work.desk import Desk
from desktop.work.newcomers import CONSENT_TEXT, PURPOSES
from forms import codes
from forms.check import check
from forms.definition import Form
from forms.library import built_in
from forms.text import fold
from resources.words import _, language
from sync.wire.ids import new_id

MOST_SHOWN = 50
HAMLETS = (Column("hamlet", ("Thôn", "Tên thôn", "Ấp", "Khu phố", "Tổ dân phố", "Hamlet"), True),)
_HOUSE = (
    Column("hamlet", ("Thôn", "Ấp", "Khu phố", "Tổ dân phố", "Mã thôn", "Hamlet"), True),
    Column("alley", ("Ngõ", "Ngõ, xóm, tổ", "Xóm", "Tổ", "Alley")),
    Column("house_no", ("Số nhà", "House number", "House no"), True),
    Column("address_line", ("Chỉ dẫn đường đến", "Chỉ dẫn", "How to get there")),
    Column("old_address", ("Địa chỉ cũ", "Former address")),
    Column("members", ("Nhân khẩu", "Số nhân khẩu", "People in the household", "Members")),
    Column("adults", ("Người từ đủ 18 tuổi", "Từ đủ 18 tuổi", "Aged 18 and over", "Adults")),
    Column("note", ("Ghi chú", "Note")),
)
_PERSON = (
    Column("full_name", ("Họ và tên", "Họ tên", "Full name")),
    Column("birth_year", ("Năm sinh", "Birth year")),
    Column("sex", ("Giới tính", "Sex")),
    Column("relation", ("Quan hệ với chủ hộ", "Quan hệ", "Relation to the head of household", "Relation")),
    Column("phone", ("Số điện thoại", "Điện thoại", "Phone number", "Phone")),
)
_CONSENT = Column("consent", ("Đồng ý", "Cách đồng ý", "Consent"))
HOUSEHOLDS = (*_HOUSE, *_PERSON, _CONSENT)
_HEADS = {column.name: column.head for column in HOUSEHOLDS}
_METHODS: Mapping[str, Method] = {
    "giay": "paper", "phieu giay": "paper", "van ban": "paper", "paper": "paper",
    "loi noi": "spoken", "bang loi": "spoken", "noi mieng": "spoken", "spoken": "spoken",
    "tin nhan": "message", "message": "message", "ung dung": "app", "app": "app",
}  # fmt: skip
_NO = ("", "khong", "chua", "no", "0")
_WHOLE = re.compile("[0-9]{1,9}")

HouseKey = tuple[str, str, str, str]  # hamlet's id, then alley, house number, directions, folded
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one cell; ``line`` as the spreadsheet counts, from 1. It quotes no cell with a name."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A resident to be written down, and how consent was given."""

    values: Mapping[str, Any]
    method: Method

    @property
    def key(self) -> tuple[str, int | None]:
        return fold(self.values["full_name"]), self.values.get("birth_year")


@dataclass(frozen=True, slots=True)
class NewHouse:
    """A house of the file; ``rec`` is set when it is in the register already."""

    key: HouseKey
    values: Mapping[str, Any]
    people: tuple[NewPerson, ...] = ()
    rec: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. ``already`` lines are there before; ``unasked`` people have no consent and stay out."""

    hamlets: tuple[str, ...] = ()
    houses: tuple[NewHouse, ...] = ()
    already: int = 0
    unasked: int = 0
    ignored: tuple[str, ...] = ()
    faults: tuple[RowFault, ...] = ()

    @property
    def new_houses(self) -> int:
        return sum(it.rec is None for it in self.houses)

    @property
    def new_people(self) -> int:
        return sum(len(it.people) for it in self.houses)

    @property
    def ready(self) -> bool:
        """Whether there is something to import and nothing wrong."""
        return not self.faults and bool(self.hamlets or self.new_houses or self.new_people)


@dataclass(frozen=True, slots=True)
class Known:
    """What is in the data already: hamlets by folded name and by code, houses by key, people by house."""

    today: str
    hamlets: Mapping[str, str]
    houses: Mapping[HouseKey, str] = field(default_factory=dict)
    people: frozenset[tuple[str, str, int | None]] = frozenset()


def known(desk: Desk) -> Known:
    """What an import is compared with; reads the whole register, so not on a screen's path."""
    hamlets: dict[str, str] = {}
    for unit in units.hamlets(desk):
        hamlets |= {fold(unit.name): unit.id, fold(unit.code): unit.id}
    sql = "SELECT id, hamlet, alley, house_no, address_line FROM household WHERE deleted = 0"
    houses = {_key(dict(row)): str(row["id"]) for row in desk.store.query(sql)}
    sql = "SELECT household, full_name, birth_year FROM resident WHERE deleted = 0 AND full_name IS NOT NULL"
    people = frozenset((row[0] or "", fold(row[1]), row[2]) for row in desk.store.query(sql))
    return Known(desk.today(), hamlets, houses, people)


def template(columns: Sequence[Column]) -> bytes:
    """An empty file with the right columns and one line to write over."""
    sample = {"hamlet": "Thôn 1", "alley": "Ngõ 1", "house_no": "12/3", "members": "4", "adults": "3"}
    return write(columns, [sample])


def plan_hamlets(name: str, data: bytes, held: Known) -> Plan:
    """A list of hamlets. Raises what ``csv_table.read`` raises."""
    table = read(name, data, HAMLETS)
    new: dict[str, tuple[int, str]] = {}
    faults, already = [], 0
    for line in table.lines:
        hamlet = line.cells.get("hamlet", "")
        if not hamlet:
            faults.append(RowFault(line.number, _HEADS["hamlet"], _("Enter a name such as Thôn 3.")))
        elif fold(hamlet) in held.hamlets:
            already += 1
        elif fold(hamlet) in new:
            faults.append(RowFault(line.number, _HEADS["hamlet"], _same_as(new[fold(hamlet)][0])))
        else:
            new[fold(hamlet)] = (line.number, hamlet)
    names = tuple(it for _line, it in new.values())
    return Plan(hamlets=names, already=already, ignored=table.ignored, faults=tuple(faults))


def import_hamlets(desk: Desk, plan: Plan) -> Changed:
    """Add the hamlets of a plan."""
    return units.add_hamlets(desk, plan.hamlets)


def plan_households(name: str, data: bytes, held: Known, tell: Told = lambda done, total: None) -> Plan:
    """A register of households, one line a house or one line a person. Raises what ``csv_table.read`` raises.

    Names, birth years and phones count only where the file has a consent column and the line says how
    consent was given.
    """
    table = read(name, data, HOUSEHOLDS)
    reading = _Reading(table, held)
    for done, line in enumerate(table.lines):
        if done % 100 == 0:
            tell(done, len(table.lines))
        reading.take(line)
    return reading.plan()


def import_households(desk: Desk, plan: Plan) -> Changed:
    """Carry a plan out, all or nothing; what is there by then is not written again.

    Undo takes the houses and people away again; consents stay in history.
    """
    if plan.faults:
        raise ValueError("a plan with faults")
    store, now = desk.store, desk.clock()
    with store.together():
        held = known(desk)
        cards = _Cards(desk)
        houses, people = [], []
        for house in plan.houses:
            rec = held.houses.get(house.key)
            if rec is None:
                rec = new_id()
                values = {**house.values, "status": "not_visited", "card_no": cards.next(house.key[0])}
                houses.append(New(values, desk.who, now, rec))
            for person in house.people:
                if (rec, *person.key) in held.people:
                    continue
                resident = new_id()
                consent = store.consents.add(
                    resident,
                    text_version=CONSENT_TEXT,
                    purposes=PURPOSES,
                    method=person.method,
                    recorder=desk.who,
                    now=now,
                )
                values = {**person.values, "consent": consent.id, "household": rec}
                people.append(New(values, desk.who, now, resident))
        saved = store.records.save_many(built_in("household"), houses)
        saved += store.records.save_many(built_in("resident"), people)
    return Changed(frozenset({"household", "resident"}), undo=tuple(sorted(it.seq for it in saved)))


class _Reading:
    """Goes through the lines of one file and gathers houses and faults."""

    def __init__(self, table: Table, held: Known) -> None:
        self._table, self._held = table, held
        self._today = date.fromisoformat(held.today)
        self._asked = _CONSENT.name in table.columns
        self._houses: dict[HouseKey, NewHouse] = {}
        self._first: dict[HouseKey, int] = {}
        self._people: dict[tuple[HouseKey, str, int | None], int] = {}
        self._faults: list[RowFault] = []
        self._already = self._unasked = 0

    def take(self, line: Line) -> None:
        before = len(self._faults)
        values = self._house(line)
        person = self._person(line)
        if len(self._faults) > before:
            return
        key = _key(values)
        again = key in self._houses
        if person is None and again:
            self._fault(line, "house_no", _same_as(self._first[key]))
            return
        rec = self._held.houses.get(key)
        house = self._houses.get(key) or NewHouse(key, values, rec=rec)
        self._first.setdefault(key, line.number)
        if person is not None:
            self._add(line, house, person)
            return
        self._already += rec is not None
        self._houses[key] = house

    def plan(self) -> Plan:
        ignored = self._table.ignored
        if not self._asked:
            ignored += tuple(column.head for column in _PERSON if column.name in self._table.columns)
        return Plan(
            houses=tuple(self._houses.values()),
            already=self._already,
            unasked=self._unasked,
            ignored=ignored,
            faults=tuple(self._faults),
        )

    def _add(self, line: Line, house: NewHouse, person: NewPerson) -> None:
        key = house.key
        if (key, *person.key) in self._people:
            self._fault(line, "full_name", _same_as(self._people[key, *person.key]))
            return
        self._people[key, *person.key] = line.number
        if house.rec and (house.rec, *person.key) in self._held.people:
            self._already += 1
        else:
            house = replace(house, people=(*house.people, person))
        self._houses[key] = house

    def _house(self, line: Line) -> dict[str, Any]:
        cells = line.cells
        values: dict[str, Any] = {c.name: cells[c.name] for c in _HOUSE if cells.get(c.name)}
        named = values.get("hamlet", "")
        hamlet = self._held.hamlets.get(fold(named))
        if not named:
            self._fault(line, "hamlet", _("Enter the hamlet."))
        elif hamlet is None:
            self._fault(
                line, "hamlet", _("There is no such hamlet. Add it under Settings first, or correct it.")
            )
        if "house_no" not in values and "address_line" not in values:
            self._fault(line, "house_no", _("Enter the house number, or how to get there."))
        self._numbers(line, values, ("members", "adults"))
        if hamlet is not None:
            values["hamlet"] = hamlet
            self._check(line, built_in("household"), {**values, "status": "not_visited"})
        return values

    def _person(self, line: Line) -> NewPerson | None:
        values: dict[str, Any] = {c.name: line.cells[c.name] for c in _PERSON if line.cells.get(c.name)}
        if not self._asked or not values:
            return None
        word = fold(line.cells.get(_CONSENT.name, ""))
        if word in _NO:
            self._unasked += 1
            return None
        if word not in _METHODS:
            ways = "giấy, lời nói, tin nhắn, ứng dụng"
            self._fault(
                line, "consent", _("Write how consent was given: {ways}; or “không”.").format(ways=ways)
            )
            return None
        if "full_name" not in values:
            self._fault(
                line, "full_name", _("Enter the name, or leave the other cells of this person empty.")
            )
            return None
        form = built_in("resident")
        self._numbers(line, values, ("birth_year",))
        self._choices(line, form, values)
        self._check(line, form, {**values, "consent": "asked"})
        return NewPerson(values, _METHODS[word])

    def _numbers(self, line: Line, values: dict[str, Any], names: Sequence[str]) -> None:
        for name in names:
            if name not in values:
                continue
            if _WHOLE.fullmatch(values[name]):
                values[name] = int(values[name])
            else:
                del values[name]
                self._fault(line, name, _("Enter a whole number."))

    def _choices(self, line: Line, form: Form, values: dict[str, Any]) -> None:
        for name in ("sex", "relation"):
            if name not in values:
                continue
            choices = form.choices[form.find(name).list_name]
            words = {fold(word): it.name for it in choices for word in (*it.label.values(), it.name)}
            found = words.get(fold(values.pop(name)))
            if found is None:
                allowed = ", ".join(it.label["vi"] for it in choices)
                self._fault(line, name, _("Write one of: {choices}.").format(choices=allowed))
            else:
                values[name] = found

    def _check(self, line: Line, form: Form, values: Mapping[str, Any]) -> None:
        for fault in check(form, values, self._today):
            self._fault(line, fault.path, fault.text(language()))

    def _fault(self, line: Line, column: str, reason: str) -> None:
        self._faults.append(RowFault(line.number, _HEADS.get(column, column), reason))


class _Cards:
    """Household card numbers, counted on within each hamlet; a hamlet with more than 999 houses gets none."""

    def __init__(self, desk: Desk) -> None:
        self._codes = {unit.id: unit.code for unit in units.hamlets(desk)}
        self._last: dict[tuple[int, ...], int] = {}
        for number in _card_numbers(desk):
            *place, last = codes.parts(number)
            self._last[tuple(place)] = max(last, self._last.get(tuple(place), 0))

    def next(self, hamlet: str) -> str | None:
        commune, _dash, number = self._codes[hamlet].rpartition("-")
        if not (commune.isdigit() and number.isdigit()):
            return None
        place = (int(commune), int(number))
        self._last[place] = self._last.get(place, 0) + 1
        return codes.make("household", *place, self._last[place]) if self._last[place] <= 999 else None


def _card_numbers(desk: Desk) -> Iterator[str]:
    sql = "SELECT card_no FROM household WHERE card_no IS NOT NULL"
    return (row[0] for row in desk.store.query(sql) if codes.kind_of(row[0]) == "household")


def _key(values: Mapping[str, Any]) -> HouseKey:
    alley, number, line = (fold(values.get(name) or "") for name in ("alley", "house_no", "address_line"))
    return values.get("hamlet") or "", alley, number, "" if number else line


def _same_as(line: int) -> str:
    return _("The same as line {line}.").format(line=line)
