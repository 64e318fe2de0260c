"""What the frame shows on every screen."""

from dataclasses import dataclass

from desktop.work.desk import Desk
from forms.library import built_in


@dataclass(frozen=True, slots=True)
class Status:
    """``waiting``: changes without a receipt; ``overdue``: feedback past its due date; ``last_sent`` ISO or empty."""

    person: str
    hamlet: str
    commune: str
    waiting: int
    overdue: int
    enrolled: bool


def status(desk: Desk) -> Status:
    """The state of this data file now."""
    today = desk.today()
    home_hamlet = desk.store.meta.get("home_hamlet")
    hamlets = {unit.id: unit.name for unit in desk.store.units.on(today, "hamlet")}
    communes = desk.store.units.on(today, "commune")
    member = desk.store.records.get(built_in("member"), desk.who)
    name = str(member.values.get("full_name", ""))
    return Status(
        person=name.split()[-1] if name else "",
        hamlet=hamlets.get(home_hamlet, ""),
        commune=communes[0].name if communes else "",
        waiting=sum(desk.store.outbox.waiting().values()),
        overdue=overdue_feedback(desk),
        enrolled=bool(desk.store.meta.get("enrolment")),
    )


def overdue_feedback(desk: Desk) -> int:
    """Feedback whose answer is due before today and has not been given."""
    sql = (
        "SELECT count(*) FROM feedback WHERE deleted = 0 AND due_on < ? "
        "AND state NOT IN ('answered', 'published', 'declined')"
    )
    return int(desk.store.query(sql, (desk.today(),))[0][0])
