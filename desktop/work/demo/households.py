"""Households and who lives in them, each made from its number alone, so none is kept in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random

from desktop.work.newcomers import CONSENT_TEXT, PURPOSES
from forms.codes import make

from . import scene
from .ids import dice
from .made import Made
from .members import crew
from .names import Called, Sex, family, person, phone
from .scale import COMMUNE_CODE, Hamlet, Plan

_SIZES = (4, 3, 5, 2, 4, 6, 3, 5)  # four to a household on average
_ALLEY_SIZES = (16, 15, 14, 14, 15, 13)
_SUFFIXES = ("", "", "", "A", "B", "/3")
_ROSTER_SECONDS = 90  # registers were filled in house by house, this far apart


@dataclass(frozen=True, slots=True)
class Person:
    """A resident. Without a consent there is no name, no birth year and no phone, only age band and sex."""

    rec: str
    consent: str | None
    name: str | None
    born: int
    sex: Sex
    relation: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class House:
    """A household; ``number`` counts through the commune, ``status`` and ``alley`` are as in its form."""

    number: int
    rec: str
    hamlet: Hamlet
    alley: str
    plate: str
    status: str
    people: tuple[Person, ...]


def age_band(age: int) -> str:
    """The age band of the forms for an age in years."""
    for limit, band in (
        (18, "under_18"),
        (30, "age_18_29"),
        (45, "age_30_44"),
        (60, "age_45_59"),
        (70, "age_60_69"),
    ):
        if age < limit:
            return band
    return "age_70_plus"


def house(plan: Plan, number: int) -> House:
    """The household of that number; the same whenever it is asked for."""
    hamlet = plan.hamlet_of(number)
    lot = dice(plan.seed, "house", number)
    alley, plate, status = _place(hamlet, number - hamlet.first, lot)
    at = plan.at(plan.start, 8) + timedelta(seconds=_ROSTER_SECONDS * (number % 400))
    known = scene.PEOPLE.get(plate, ()) if hamlet.is_scene else ()
    size = max(len(known), _SIZES[(number + plan.seed) % len(_SIZES)])
    if hamlet.is_scene:
        size = scene.SIZES.get(plate, size)
    year = plan.today.year
    people: list[Person] = []
    for place, (called, relation) in enumerate(_family(lot, known, size, year)):
        index = number * 16 + place
        # Where the team has been often everyone gave consent; elsewhere three in four.
        agreed = (
            bool(known) or (hamlet.is_scene and status == "visited" and plate != "31") or lot.random() < 0.75
        )
        adult = year - called.born >= 18
        has_phone = agreed and adult and lot.random() < 0.7
        number_called = scene.PHONES.get(plate) if hamlet.is_scene and place == 0 else None
        people.append(
            Person(
                plan.id("resident", index, at),
                plan.id("consent", index, at) if agreed else None,
                called.name if agreed else None,
                called.born,
                called.sex,
                relation,
                number_called or (phone(index) if has_phone else None),
            )
        )
    return House(number, plan.id("household", number, at), hamlet, alley, plate, status, tuple(people))


@cache
def _scene_places() -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (alley, plate, scene.STATUS[letter])
        for alley, letters, plates in scene.ALLEYS
        for letter, plate in zip(letters, plates, strict=True)
    )


def _place(hamlet: Hamlet, within: int, lot: Random) -> tuple[str, str, str]:
    if hamlet.is_scene:
        return _scene_places()[within]
    round_, rest = divmod(within, sum(_ALLEY_SIZES))
    alley = 0
    while rest >= _ALLEY_SIZES[alley]:
        rest -= _ALLEY_SIZES[alley]
        alley += 1
    status = lot.choices(("visited", "not_visited", "absent", "appointment", "declined"), (66, 24, 5, 3, 2))[
        0
    ]
    return (
        f"Ngõ {round_ * len(_ALLEY_SIZES) + alley + 1}",
        f"{2 * rest + 1 + alley % 2}{lot.choice(_SUFFIXES)}",
        status,
    )


def _family(lot: Random, known: tuple[Called, ...], size: int, year: int) -> Iterator[tuple[Called, str]]:
    head_is_woman = known[0].sex == "female" if known else lot.random() < 0.35
    head_born = known[0].born if known else year - lot.randint(30, 78)
    surname = known[0].name.split()[0] if known else family(lot)
    for place in range(size):
        sex: Sex
        if place == 0:
            sex, born, relation = "female" if head_is_woman else "male", head_born, "head"
        elif place == 1:
            sex, relation = ("male", "husband") if head_is_woman else ("female", "wife")
            born = head_born + lot.randint(-3, 4)
        elif place < 5:
            sex, born, relation = (
                lot.choice(("female", "male")),
                min(year - 1, head_born + lot.randint(22, 36)),
                "child",
            )
        else:
            sex, born, relation = lot.choice(("female", "male")), head_born - lot.randint(20, 28), "parent"
        if place < len(known):
            yield known[place], relation
        else:
            born = max(born, year - 99)
            yield Called(person(lot, family(lot) if place == 1 else surname, sex), born, sex), relation


def register(plan: Plan) -> Iterator[Made]:
    """Every household with its residents and their consents, hamlet by hamlet, as written down on the first day."""
    for hamlet in plan.hamlets:
        clerk = crew(plan, hamlet)[0]
        for number in range(hamlet.first, hamlet.first + hamlet.houses):
            it = house(plan, number)
            when = plan.at(plan.start, 8) + timedelta(seconds=_ROSTER_SECONDS * (number % 400))
            head = it.people[0]
            values = {
                "card_no": make("household", int(COMMUNE_CODE), hamlet.number, number - hamlet.first + 1),
                "hamlet": hamlet.unit,
                "house_no": it.plate,
                "alley": it.alley,
                "members": len(it.people),
                "adults": sum(plan.today.year - p.born >= 18 for p in it.people),
                "status": it.status,
            }
            if it.status == "appointment":
                values["appointment_on"] = plan.back(-8 - number % 7).isoformat()
            if head.consent:
                values |= {"consent": head.consent, "contact_name": (head.name or "").split()[-1]}
                if head.phone:
                    values["phone"] = head.phone
            for resident in it.people:
                if resident.consent:
                    yield Made("consent", resident.consent, _consent(resident), clerk, when)
            yield Made("household", it.rec, values, clerk, when)
            for resident in it.people:
                yield Made("resident", resident.rec, _resident(plan, it, resident), clerk, when)


def _consent(it: Person) -> dict[str, object]:
    return {"resident": it.rec, "text_version": CONSENT_TEXT, "purposes": list(PURPOSES), "method": "paper"}


def _resident(plan: Plan, home: House, it: Person) -> dict[str, object]:
    values: dict[str, object] = {"sex": it.sex, "household": home.rec}
    if it.consent is None:
        return values | {"age_band": age_band(plan.today.year - it.born)}
    values |= {"consent": it.consent, "full_name": it.name, "birth_year": it.born, "relation": it.relation}
    return values | {"phone": it.phone} if it.phone else values
