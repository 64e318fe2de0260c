"""The team: in Thôn 3 Mai, Tuấn, Hạnh and the commune's officer; a leader and a member in every other hamlet."""

from collections.abc import Iterator
from functools import cache
from random import Random

from forms.codes import make

from .ids import dice
from .made import Made
from .names import family, person, phone
from .scale import COMMUNE_CODE, SCENE, Hamlet, Plan

_SCENE = (
    ("Nguyễn Thị Mẫu Mai", "leader", "womens_union"),
    ("Phạm Văn Mẫu Tuấn", "deputy", "youth_union"),
    ("Lê Thị Ví Dụ Hạnh", "member", "teacher"),
    ("Đỗ Minh Họa Tâm", "collaborator", "commune_official"),
)
_ORGANISATIONS = ("hamlet_head", "youth_union", "womens_union", "farmers_union", "veterans", "telecom_post")
OFFICER = 3  # place of the officer among the people of Thôn 3


def member_id(plan: Plan, hamlet: int, place: int) -> str:
    """The record of a team member; in Thôn 3 place 0 is Mai, 1 Tuấn, 2 Hạnh, 3 the officer."""
    return plan.id("member", hamlet * 10 + place, plan.at(plan.start, 7, 30))


@cache
def crew(plan: Plan, hamlet: Hamlet) -> tuple[str, ...]:
    """Who goes from door to door in a hamlet, the leader first."""
    return tuple(member_id(plan, hamlet.number, place) for place in range(3 if hamlet.is_scene else 2))


def members(plan: Plan) -> Iterator[Made]:
    """Every team member; the officer wrote them all down."""
    officer, when = member_id(plan, SCENE, OFFICER), plan.at(plan.start, 7, 30)
    for hamlet in plan.hamlets:
        for place, (name, role, organisation) in enumerate(_people(plan, hamlet)):
            count = hamlet.number * 10 + place
            values = {
                "full_name": name,
                "team_role": role,
                "organisation": organisation,
                "hamlet": hamlet.unit,
                "phone": phone(90_000 + count),
                "decision_no": "15/QĐ-UBND",
                "joined_on": plan.start.isoformat(),
                "badge_no": make("member", int(COMMUNE_CODE), count),
            }
            yield Made("member", member_id(plan, hamlet.number, place), values, officer, when)


def _people(plan: Plan, hamlet: Hamlet) -> Iterator[tuple[str, str, str]]:
    if hamlet.is_scene:
        yield from _SCENE
        return
    lot = dice(plan.seed, "crew", hamlet.number)
    yield _name(lot), "leader", "hamlet_head"
    yield _name(lot), "member", lot.choice(_ORGANISATIONS)


def _name(lot: Random) -> str:
    return person(lot, family(lot), lot.choice(("female", "male")))
