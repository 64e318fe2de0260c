"""Records the province keeps but will not use as they are: why, and whether somebody has mended them since."""

from dataclasses import dataclass

from desktop.store.journal import question_of
from desktop.work import records
from desktop.work.desk import Desk
from desktop.work.shown import Line, Shown, form_of
from forms.definition import Form, say
from resources.words import _, language
from sync.wire.messages import Confirmation, Held


@dataclass(frozen=True, slots=True)
class Returned:
    """A record the province holds back. ``mended``: a later change of it waits to be sent."""

    form: str
    rec: str
    line: Line
    why: str
    by_us: bool  # a change of its answers would settle it
    mended: bool


def returned(desk: Desk, upto: int) -> tuple[Returned, ...]:
    """What the province held back and no confirmed later change has settled, newest first."""
    sql = (
        "SELECT upto - seq AS offset, body FROM receipt "
        "WHERE instr(CAST(body AS TEXT), '\"held\":[]') = 0 ORDER BY upto DESC"
    )
    newest: dict[str, tuple[int, list[Held]]] = {}
    for row in desk.store.query(sql):
        for it in Confirmation.from_json(row["body"]).held:
            seq = it.seq + row["offset"]
            at, told = newest.setdefault(it.rec, (seq, []))
            if seq > at:
                newest[it.rec] = (seq, [it])
            elif seq == at:
                told.append(it)
    shown = Shown(desk)
    found = (_still(desk, rec, seq, told, upto, shown) for rec, (seq, told) in newest.items())
    return tuple(it for it in found if it is not None)


def _still(desk: Desk, rec: str, seq: int, told: list[Held], upto: int, shown: Shown) -> Returned | None:
    rows = desk.store.query(
        "SELECT seq, form FROM change WHERE rec = ? AND seq >= ? ORDER BY seq", (rec, seq)
    )
    if not rows or any(seq < row["seq"] <= upto for row in rows):
        return None
    form = rows[0]["form"].rpartition("/")[0]
    return Returned(
        form,
        rec,
        named(desk, form, rec, shown),
        _why(desk, form, told),
        by_us=form in desk.store.forms.newest() and any(it.reason == "fault" for it in told),
        mended=rows[-1]["seq"] > upto,
    )


def _why(desk: Desk, form: str, told: list[Held]) -> str:
    """Each reason once, with the questions it is about."""
    labels: dict[str, list[str]] = {}
    for it in told:
        about = labels.setdefault(it.text, [])
        if form in desk.store.forms.newest() and it.path:
            about += _asked(form_of(desk, form), it.path)
    return " ".join(
        _("{questions}: {why}").format(questions=", ".join(dict.fromkeys(about)), why=why) if about else why
        for why, about in labels.items()
    )


def _asked(form: Form, path: str) -> list[str]:
    wanted = question_of(path)
    return [say(question.label, language()) for at, question in form.walk() if at == wanted]


def title(desk: Desk, form: str) -> str:
    """What records of a form are called; consents travel like a form of their own."""
    return _("Consent given") if form == "consent" else say(form_of(desk, form).title, language())


def named(desk: Desk, form: str, rec: str, shown: Shown) -> Line:
    """A record in one line; never without words."""
    if form == "consent":
        return Line("", _("Consent given"), "")
    line = records.name(desk, form, rec, shown)
    return line if line.name else Line(line.plate, title(desk, form), line.detail)
