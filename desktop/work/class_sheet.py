"""A class on paper: its code, what a scanned code means there, and its sign-in sheet."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.work import people, training
from desktop.work.desk import Desk
from desktop.work.training import Candidate
from forms import codes
from forms.problem import Problem

if TYPE_CHECKING:
    from desktop.reports.sign_in_sheet import SignInSheet

_TEAM = "Tổ công nghệ số cộng đồng"  # on paper in the readers' language, whatever the program's
_OTHERS = "đơn vị"  # the column of hamlets also holds associations and offices


@dataclass(frozen=True, slots=True)
class Scanned:
    """Whom a code means: rows of this roster, else people not on it, else another class (or this one)."""

    rows: tuple[str, ...] = ()
    others: tuple[Candidate, ...] = ()
    class_rec: str = ""


def scan(desk: Desk, rec: str, digits: str) -> Scanned:
    """Whom the digits of a badge, a household card or a sign-in sheet mean at this class."""
    digits = digits.replace(" ", "")
    kind = codes.kind_of(digits)
    if kind == "class":
        return Scanned(class_rec=_class_of(desk, digits))
    roster = training.one(desk, rec).roster
    if kind == "member":
        sql = "SELECT id FROM member WHERE badge_no = ? AND deleted = 0"
        known = {row["id"] for row in desk.store.query(sql, (digits,))}
        rows = tuple(it.row for it in roster if it.member in known)
        return Scanned(rows, () if rows else tuple(it for it in training.team(desk) if it.member in known))
    household = people.household_by_card(desk, digits)
    home = people.home(desk, household) if household else None
    if home is None:
        return Scanned()
    living = {it.rec for it in home.people}
    rows = tuple(it.row for it in roster if it.resident in living)
    return Scanned(rows, () if rows else tuple(training.resident(it) for it in home.people if it.name))


def class_code(desk: Desk, rec: str) -> str:
    """The 13 digits of a class: commune, hamlet (00 for the whole commune), year, its number there that year.

    The number counts in the order classes were first written down, deleted ones too, so it stays.
    """
    sql = """
        SELECT c.date, coalesce(c.hamlet, '') hamlet,
               (SELECT count(*) FROM training_class e
                 WHERE e.n <= c.n AND coalesce(e.hamlet, '') = coalesce(c.hamlet, '')
                   AND substr(e.date, 1, 4) = substr(c.date, 1, 4)) number
          FROM training_class c WHERE c.id = ?
    """
    found = desk.store.query(sql, (rec,))
    if not found:
        raise Problem("store.missing", rec=rec)
    it = found[0]
    communes = desk.store.units.on(desk.today(), "commune")
    hamlet = it["hamlet"].rpartition("-")[2]
    commune = communes[0].code if communes else ""
    numbers = (int(part) if part.isdigit() else 0 for part in (commune, hamlet))
    return codes.make("class", *numbers, int(it["date"][2:4]), it["number"])


def sheet_of(desk: Desk, rec: str) -> "SignInSheet":
    """What the sign-in sheet of a class says, its roster included. Render it off the store lane."""
    from desktop.reports.sign_in_sheet import RosterLine, SignInSheet

    units = desk.store.units.on(desk.today())
    hamlets = {unit.id: unit.name for unit in units if unit.kind == "hamlet"}
    commune = next((_small(unit.name) for unit in units if unit.kind == "commune"), "")
    home = _small(hamlets.get(desk.store.meta.get("home_hamlet"), ""))
    values = training.values_of(desk, rec)
    at = hamlets.get(values.get("hamlet", ""), "")
    named = [it for it in training.one(desk, rec).roster if it.name]
    listed = any(it.organisation for it in named)
    return SignInSheet(
        team=f"{_TEAM} {home}".strip(),
        commune=commune,
        unit_word=commune.split(" ")[0],
        class_code=class_code(desk, rec),
        title=values["title"],
        day=date.fromisoformat(values["date"]),
        starts_at=values.get("starts_at", ""),
        ends_at=values.get("ends_at", ""),
        place=values.get("place", ""),
        trainers=values.get("trainers", ""),
        names=tuple(RosterLine(it.name, it.organisation or at, bool(it.member)) for it in named),
        hamlet_words=", ".join(
            dict.fromkeys(
                [*(name.split(" ")[0] for name in hamlets.values()), *([_OTHERS] if listed else [])]
            )
        ),
    )


def sheet(desk: Desk, rec: str) -> bytes:
    """The sign-in sheet as PDF, the roster printed on it."""
    return render(sheet_of(desk, rec))


def render(given: "SignInSheet") -> bytes:
    """The PDF of a sheet; it needs no desk."""
    from desktop.reports import sign_in_sheet

    return sign_in_sheet.render(given)


def _class_of(desk: Desk, digits: str) -> str:
    sql = "SELECT id FROM training_class WHERE deleted = 0 AND substr(date, 3, 2) = ? ORDER BY n DESC"
    year = f"{codes.parts(digits)[2]:02}"
    found = (str(row["id"]) for row in desk.store.query(sql, (year,)))
    return next((rec for rec in found if class_code(desk, rec) == digits), "")


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
