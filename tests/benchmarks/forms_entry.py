"""What the engine adds to each keystroke: opening an entry, one answer, rows by the thousand. No window here."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from random import Random
from time import perf_counter

from forms.codec import form_from_json
from forms.definition import Choice, Form, Question
from forms.entry import Entry
from forms.expressions import rules_of
from forms.library import COMPILED, built_in, built_in_ids
from tests.benchmarks.measure import milliseconds, percentile

TODAY = date(2026, 11, 21)
_ROWS = 5_000


def lines() -> Iterator[str]:
    """One line for each figure, in milliseconds, with the bound it is to stay under."""
    session = built_in("guidance_session")
    yield _line("forms: loading all built-in ones", _loading(), 30)
    yield _line(
        "entry of guidance_session, the first", milliseconds(lambda: Entry(_copy(session), today=TODAY)), 15
    )
    yield _line("entry of guidance_session, again", milliseconds(lambda: Entry(session, today=TODAY), 20), 15)
    yield _spread("answer in guidance_session", _session_answers(session), 2)
    form = large_form()
    rules = milliseconds(lambda: rules_of(form))
    yield _line("200 questions: reading the expressions", rules, 100)
    Entry(form, today=TODAY)
    yield _line(
        "200 questions: entry, after the first", milliseconds(lambda: Entry(form, today=TODAY), 5), 50
    )
    yield _spread("200 questions: an answer", _large_answers(form), 2)
    yield from _rows()
    yield from _like_others()


def large_form() -> Form:
    """200 questions in 10 groups, 300 expressions, one list of 1,000 choices behind a filter."""
    questions: list[Question] = []
    for group in range(10):
        first = f"q{group}_0"
        inside = [Question(first, "integer", required="true()", constraint=". >= 0 and . <= 1000")]
        for number in range(1, 19):
            name, before = f"q{group}_{number}", f"q{group}_{number - 1}"
            last = f"q{group}_{max(0, number - 5)}"
            inside.append(
                Question(
                    name,
                    "integer" if number % 3 else "text",
                    relevant=f"${{{before}}} != '' or ${{{first}}} > 5" if number % 2 else "",
                    constraint=f"string-length(.) < 20 and ${{{last}}} != 7",
                    required=f"${{{first}}} > 3" if number % 4 == 0 else "",
                )
            )
        total = " + ".join(f"coalesce(${{q{group}_{number}}}, 0)" for number in (0, 1, 2, 4, 5))
        inside.append(Question(f"total_{group}", "calculate", calculation=total))
        questions.append(Question(f"group_{group}", "group", children=tuple(inside)))
    units = tuple(Choice(f"c{n}", {"vi": f"Xã {n}"}, {"province": f"p{n % 34}"}) for n in range(1_000))
    questions.append(Question("province", "text"))
    questions.append(
        Question("commune", "select_one", list_name="units", choice_filter="province = ${province}")
    )
    grand = " + ".join(f"${{total_{group}}}" for group in range(10))
    questions.append(Question("grand", "calculate", calculation=grand))
    return Form("large", "1", {"vi": "Lớn"}, "vi", tuple(questions), {"units": units})


def rows_form() -> Form:
    """A register: a number in each row, twice that beside it, the sum below."""
    row = (
        Question("n", "integer", constraint=". >= 0"),
        Question("double", "calculate", calculation="${n} * 2"),
        Question("why", "text", relevant="${double} > 10", required="true()"),
    )
    total = Question("total", "calculate", calculation="sum(${double})")
    count = Question("rows", "calculate", calculation="count(${people})")
    people = Question("people", "repeat", children=row)
    return Form("register", "1", {"vi": "Sổ"}, "vi", (people, total, count), {})


def _copy(form: Form) -> Form:
    return form_from_json((COMPILED / f"{form.id}.json").read_text(encoding="utf-8"))


def _loading() -> float:
    return milliseconds(lambda: [_copy(built_in(form_id)) for form_id in built_in_ids()])


def _session_answers(form: Form) -> list[float]:
    entry = Entry(form, today=TODAY)
    row = entry.add_row("people")
    answers = cycle(
        [
            (f"people/{row}/result", "helped"),
            (f"people/{row}/topics", ["1", "7"]),
            ("note", "a"),
            ("visit_outcome", "absent"),
            ("visit_outcome", "guided"),
            ("date", "2026-11-20"),
            (f"people/{row}/result", "alone"),
            ("note", "ab"),
            ("date", "2026-11-21"),
        ]
    )
    return [_time(lambda it=it: entry.set(*it)) for it in islice(answers, 500)]


def _large_answers(form: Form) -> list[float]:
    chance, entry = Random(3), Entry(form, today=TODAY)
    answerable = [path for path in entry.paths() if path.startswith("q")]
    taken = []
    for number in range(2_000):
        path = "province" if number % 20 == 0 else chance.choice(answerable)
        value = f"p{number % 34}" if path == "province" else str(chance.randrange(12))
        taken.append(_time(lambda path=path, value=value: entry.set(path, value)))
    return taken


def _rows() -> Iterator[str]:
    form = rows_form()
    given = {"people": [{"@id": f"r{n}", "n": n % 9} for n in range(_ROWS - 100)]}
    yield _line(f"{_ROWS:,} rows: entry", milliseconds(lambda: Entry(form, given, today=TODAY)), 2_000)
    entry = Entry(form, given, today=TODAY)
    yield _spread(
        f"{_ROWS:,} rows: add one", [_time(lambda: entry.add_row("people")) for _ in range(100)], 50
    )
    yield _spread(
        f"{_ROWS:,} rows: answer in one",
        [_time(lambda n=n: entry.set(f"people/r{n}/n", 8)) for n in range(100)],
        50,
    )
    gone = [_time(lambda n=n: entry.remove_row(f"people/r{n * 40}")) for n in range(100)]
    yield _spread(f"{_ROWS:,} rows: remove one", gone, 50)


def _like_others() -> Iterator[str]:
    """Every row counts those like it names: rows times rows, where nothing is kept."""
    row = (
        Question("n", "integer"),
        Question("more", "calculate", calculation="count(${people}[n > 1]) + sum(${people}[n > 4]/n)"),
    )
    people = Question("people", "repeat", children=row)
    form = Form("crowd", "1", {"vi": "Đông"}, "vi", (people,), {})
    given = {"people": [{"@id": f"r{n}", "n": n % 9} for n in range(300)]}
    entry = Entry(form, given, today=TODAY)
    taken = [_time(lambda n=n: entry.set(f"people/r{n}/n", n % 7)) for n in range(100)]
    yield _spread("300 rows that each count all: an answer", taken, 30)


def _time(step: Callable[[], object]) -> float:
    started = perf_counter()
    step()
    return (perf_counter() - started) * 1000


def _line(name: str, taken: float, bound: float) -> str:
    return f"{name:<46} {taken:10.2f} ms   bound {bound:g}"


def _spread(name: str, taken: list[float], bound: float) -> str:
    p50, p95 = percentile(taken, 50), percentile(taken, 95)
    return f"{name:<46} {p50:10.2f} ms   p95 {p95:.2f}, bound {bound:g}"
