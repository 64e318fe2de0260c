"""A year of guidance: who was visited when, what was shown, how it went and when the team comes back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from . import scene
from .households import House, Person, age_band, house
from .ids import dice
from .made import Made
from .members import crew
from .scale import Hamlet, Plan

_TOPICS = "123456789"
_TOPIC_WEIGHTS = (26, 14, 12, 8, 14, 5, 13, 4, 4)
_OBSTACLES = (
    *("forgot_password", "sim_not_own", "no_level2", "no_smartphone", "weak_network", "system_error"),
    *("missing_papers", "unfamiliar", "needs_representative"),
)
_OBSTACLE_WEIGHTS = (18, 9, 9, 10, 8, 7, 8, 26, 5)
_AGAIN = {
    "1": "kích hoạt lại VNeID",
    "2": "đặt lại mật khẩu Cổng DVCQG",
    "3": "bổ sung giấy tờ rồi nộp",
    "4": "xem kết quả hồ sơ",
    "5": "thanh toán tiền điện trực tuyến",
    "6": "đăng ký chữ ký số",
}
_ACHIEVED = {"1": "vneid_level2", "2": "portal_account", "5": "online_payment", "6": "digital_signature"}
_SERVICES = ("3", "4", "6", "9", "12", "15", "20", "22", "24")
_SCAMS = ("fake_officer", "fake_app", "otp_biometrics", "lookalike_site", "fake_delivery", "deepfake")
_NOTES = (
    "Nên đến sau 17 giờ.",
    "Nhà có mạng Internet.",
    "Cần chữ to khi hướng dẫn.",
    "Đã dặn xem lại tờ rơi.",
)
_STARTS = (7 * 60 + 30, 13 * 60 + 30)  # minutes after midnight; each half day has room for four hours
_WEEKDAY = (1.0, 1.0, 0.9, 1.0, 1.0, 1.3, 0.35)  # Monday first


@dataclass(frozen=True, slots=True)
class _Slot:
    """One session of a day. ``home`` is None at the culture house."""

    minute: int
    home: House | None
    people: tuple[Person, ...]
    again: date | None = None


def sessions(plan: Plan, hamlet: Hamlet) -> Iterator[Made]:
    """The sessions of one hamlet in the order they were written down."""
    diary = _Diary(plan, hamlet)
    for day, count in _counts(plan, hamlet):
        yield from sorted(diary.day(day, count), key=lambda made: made.when)


def _counts(plan: Plan, hamlet: Hamlet) -> Iterator[tuple[date, int]]:
    """How many sessions were held on each day; together exactly ``hamlet.sessions``."""
    last = scene.LAST_DAYS if hamlet.is_scene else ()
    days = [plan.start + timedelta(days=n) for n in range(1, (plan.today - plan.start).days + 1 - len(last))]
    remembered = sum(visit.back >= len(last) for visit in scene.VISITS) if hamlet.is_scene else 0
    total = max(0, hamlet.sessions - sum(last) - remembered)
    lot = dice(plan.seed, "rhythm", hamlet.number)
    weights = [_WEEKDAY[day.weekday()] * lot.uniform(0.4, 1.6) for day in days]
    reached, done, whole = 0.0, 0, sum(weights)
    for day, weight in zip(days, weights, strict=True):
        reached += weight
        count = round(total * reached / whole) - done
        done += count
        yield day, count
    for back in reversed(range(len(last))):
        yield plan.back(back), last[back]


class _Diary:
    """Goes through the households in turn, so that each visited one was seen; keeps only the promises to come back."""

    def __init__(self, plan: Plan, hamlet: Hamlet) -> None:
        self._plan = plan
        self._hamlet = hamlet
        self._crew = crew(plan, hamlet)
        self._promised: dict[date, list[int]] = defaultdict(list)
        self._made = 0
        self._moved: list[Made] = []
        numbers = range(hamlet.first, hamlet.first + hamlet.houses)
        self._round = [n for n in numbers if house(plan, n).status != "not_visited"]
        if hamlet.is_scene:
            self._round = [n for n in self._round if house(plan, n).plate not in _REMEMBERED]
        dice(plan.seed, "round", hamlet.number).shuffle(self._round)
        self._at = 0
        self._last_days = _LastDays(plan, hamlet, self._round) if hamlet.is_scene else None

    def day(self, day: date, count: int) -> Iterator[Made]:
        """The sessions of one day; a remembered one takes the place of an invented one."""
        lot = dice(self._plan.seed, "day", self._hamlet.number, day.toordinal())
        back = (self._plan.today - day).days
        if back == 0:
            yield from self._moved
        if self._hamlet.is_scene:
            remembered = [visit for visit in scene.VISITS if visit.back == back]
            for visit in remembered:
                yield from self._remembered(day, visit)
            if back < len(scene.LAST_DAYS):
                count -= len(remembered)
        for place in range(count):
            yield self._invented(day, back, _minute(lot, place, count), lot)

    def _invented(self, day: date, back: int, minute: int, lot: Random) -> Made:
        if self._last_days and back < len(scene.LAST_DAYS):
            home, person, again = self._last_days.next()
            return self._guided(day, _Slot(minute, home, (person,), again), lot)
        if not self._hamlet.is_scene and lot.random() < 0.08:
            return self._guided(day, _Slot(minute, None, self._someone(lot)), lot)
        promised = self._promised.pop(day, [])
        if promised:
            home = house(self._plan, promised[0])
            if promised[1:]:
                self._promised[day + timedelta(days=1)] += promised[1:]
        else:
            home = house(self._plan, self._round[self._at % len(self._round)])
            self._at += 1
        if home.status == "visited":
            return self._guided(day, _Slot(minute, home, _some(home.people, lot)), lot)
        return self._in_vain(day, minute, home)

    def _someone(self, lot: Random) -> tuple[Person, ...]:
        home = house(self._plan, self._hamlet.first + lot.randrange(self._hamlet.houses))
        return (lot.choice(home.people),)

    def _frame(self, day: date, minute: int, place: str, home: House | None) -> dict[str, Any]:
        values: dict[str, Any] = {
            "date": day.isoformat(),
            "started_at": f"{minute // 60:02d}:{minute % 60:02d}",
            "hamlet": self._hamlet.unit,
            "place": place,
            "members": list(self._crew[:2]),
        }
        return values if home is None else values | {"household": home.rec}

    def _write(self, day: date, minute: int, values: dict[str, Any]) -> Made:
        self._made += 1
        when = self._plan.at(day, *divmod(minute, 60)) + timedelta(minutes=values.get("minutes", 1))
        rec = self._plan.id("session", self._hamlet.number * 100_000 + self._made, when)
        # The leader of Thôn 3 keeps its diary; elsewhere the two take turns.
        who = self._crew[0] if self._hamlet.is_scene else self._crew[self._made % 2]
        return Made("guidance_session", rec, values, who, when)

    def _in_vain(self, day: date, minute: int, home: House) -> Made:
        outcome = {"appointment": "rescheduled", "absent": "absent", "declined": "declined"}[home.status]
        values = self._frame(day, minute, "home", home) | {"visit_outcome": outcome, "minutes": 5}
        if outcome == "rescheduled":
            values["appointment_on"] = max(day, self._plan.back(-8 - home.number % 7)).isoformat()
        return self._write(day, minute, values)

    def _guided(self, day: date, slot: _Slot, lot: Random) -> Made:
        values = self._frame(day, slot.minute, "home" if slot.home else "culture_house", slot.home)
        values |= {"visit_outcome": "guided", "minutes": lot.choice((10, 15, 15, 20, 20, 25, 30, 40))}
        rows = [self._row(place, person, day, slot.home, lot) for place, person in enumerate(slot.people)]
        if slot.again:
            why = _AGAIN.get(rows[0]["topics"][0], "hướng dẫn tiếp")
            rows[0] |= {
                "result": "helped",
                "obstacle": ["unfamiliar"],
                "follow_up_on": slot.again.isoformat(),
            }
            rows[0] |= {"follow_up_reason": why}
        values["people"] = rows
        elderly = sum(day.year - person.born >= 60 for person in slot.people)
        if elderly:
            values["elderly"] = elderly
        if lot.random() < 0.3:
            values["leaflets"] = [
                {"@id": "1", "kind": lot.choice(("leaflet", "step_sheet")), "count": len(rows)}
            ]
        if any("7" in row["topics"] for row in rows):
            values["scam_warned"] = [lot.choice(_SCAMS)]
        if lot.random() < 0.15:
            values["survey_invited"] = "portal"
        if lot.random() < 0.05:
            values["note"] = lot.choice(_NOTES)
        return self._write(day, slot.minute, values)

    def _row(self, place: int, person: Person, day: date, home: House | None, lot: Random) -> dict[str, Any]:
        topics = sorted(set(lot.choices(_TOPICS, _TOPIC_WEIGHTS, k=1 + (lot.random() < 0.3))))
        old = day.year - person.born
        result = lot.choices(("alone", "helped", "not_yet"), (20, 45, 35) if old >= 60 else (48, 40, 12))[0]
        row: dict[str, Any] = {
            "@id": str(place + 1),
            **_met(person, day.year),
            "topics": topics,
            "result": result,
        }
        if "3" in topics:
            row["services"] = [lot.choice(_SERVICES)]
            if result != "not_yet":
                row["dossier_sent"] = "yes"
        if result != "alone":
            row["obstacle"] = lot.choices(_OBSTACLES, _OBSTACLE_WEIGHTS)
        if result == "alone" and topics[0] in _ACHIEVED:
            row["achieved"] = [_ACHIEVED[topics[0]]]
        again = day + timedelta(days=lot.randint(3, 12))
        # In Thôn 3 only the remembered visits are still to be followed up.
        latest = self._plan.back(len(scene.LAST_DAYS)) if self._hamlet.is_scene else self._plan.back(-12)
        if result == "not_yet" and home and topics[0] in _AGAIN and again < latest and lot.random() < 0.6:
            row |= {"follow_up_on": again.isoformat(), "follow_up_reason": _AGAIN[topics[0]]}
            self._promised[again].append(home.number)
        return row

    def _remembered(self, day: date, visit: scene.Visit) -> Iterator[Made]:
        home = _at_plate(self._plan, self._hamlet, visit.plate)
        person = home.people[visit.who or 0]
        row: dict[str, Any] = {"@id": "1", "topics": list(visit.topics), "result": visit.result}
        row |= {"age_band": "age_60_69"} if visit.who is None else {"resident": person.rec}
        if visit.topics == ("3",):
            row |= {"services": ["9"], "dossier_sent": "yes"}
        if visit.obstacle:
            row["obstacle"] = list(visit.obstacle)
        if visit.again:
            row |= {
                "follow_up_on": self._plan.back(-visit.again[0]).isoformat(),
                "follow_up_reason": visit.again[1],
            }
        hour, minute = map(int, visit.at.split(":"))
        values = self._frame(day, hour * 60 + minute, "home", home)
        values |= {"visit_outcome": "guided", "minutes": visit.minutes, "people": [row]}
        made = self._write(day, hour * 60 + minute, values)
        yield made
        if visit.moved:
            ahead, at = visit.moved
            row = row | {"follow_up_on": self._plan.back(-ahead).isoformat()}
            when = self._plan.at(self._plan.today, *map(int, at.split(":")))
            self._moved.append(Made(made.form, made.rec, {**values, "people": [row]}, made.who, when))


class _LastDays:
    """People met in Thôn 3 since the month began: 61 of 48 households, with those remembered."""

    def __init__(self, plan: Plan, hamlet: Hamlet, round_: list[int]) -> None:
        recent = [visit for visit in scene.VISITS if visit.back < len(scene.LAST_DAYS)]
        people = scene.PEOPLE_MET - len(recent)
        houses = scene.HOUSES_MET - len({visit.plate for visit in recent})
        homes = [home for number in round_ if (home := house(plan, number)).status == "visited"][:houses]
        met = [(home, home.people[0]) for home in homes]
        met += [(home, home.people[1]) for home in homes if len(home.people) > 1][: people - houses]
        lot = dice(plan.seed, "last days", hamlet.number)
        more = sum(scene.LAST_DAYS) - len(recent) - len(met)
        met += lot.sample(met, more)
        lot.shuffle(met)
        backs = [
            back
            for back in reversed(range(len(scene.LAST_DAYS)))
            for _ in range(scene.LAST_DAYS[back] - sum(visit.back == back for visit in recent))
        ]
        again = _promises(backs, [home.number for home, _person in met])
        self._met = iter([(*it, plan.back(again[n]) if n in again else None) for n, it in enumerate(met)])

    def next(self) -> tuple[House, Person, date | None]:
        """Who is met next, and the day the team then promises to come back."""
        return next(self._met)


def _promises(backs: list[int], homes: list[int]) -> dict[int, int]:
    """Which sessions end in a promise, and for how many days before today: only where the home was seen later."""
    answered = [
        n
        for n, (back, home) in enumerate(zip(backs, homes, strict=True))
        if any(home == other and backs[later] < back for later, other in enumerate(homes))
    ]
    found: dict[int, int] = {}
    for day, count in scene.PROMISED.items():
        agreed = [visit.moved or visit.again for visit in scene.VISITS]
        count -= sum(it is not None and it[0] == -day for it in agreed)
        free = [n for n in answered if n not in found and backs[n] > day]
        distinct = {homes[n]: n for n in free}
        found |= dict.fromkeys(list(distinct.values())[:count], day)
    return found


_REMEMBERED = {visit.plate for visit in scene.VISITS}


def _at_plate(plan: Plan, hamlet: Hamlet, plate: str) -> House:
    plates = [it for _alley, _letters, alley in scene.ALLEYS for it in alley]
    return house(plan, hamlet.first + plates.index(plate))


def _met(person: Person, year: int) -> dict[str, Any]:
    if person.consent:
        return {"resident": person.rec}
    return {"age_band": age_band(year - person.born), "sex": person.sex}


def _some(people: tuple[Person, ...], lot: Random) -> tuple[Person, ...]:
    count = min(len(people), lot.choices((1, 2, 3), (76, 20, 4))[0])
    return tuple(lot.sample(people, count))


def _minute(lot: Random, place: int, count: int) -> int:
    """Sessions of a day do not overlap; the fuller the day, the closer they follow each other."""
    morning = (count + 1) // 2
    half, nth, of = (0, place, morning) if place < morning else (1, place - morning, count - morning)
    width = 240 / of
    return _STARTS[half] + int(nth * width + lot.uniform(0, max(1.0, width - 45)))
