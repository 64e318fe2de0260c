"""Answers a person might give to a question, the plausible ones first: what its rules name, and next to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import islice, pairwise
from random import Random
from typing import Any

from forms.answers import range_of
from forms.dates import VIETNAM
from forms.definition import Choice, Question
from forms.expressions.tokens import Token, tokens_of

_WORDS = ("Nguyễn Văn Mẫu", "Thôn 3", "Hẹn lại chiều mai", "Đã xong", "Lê Thị Hà", "ấp Bình Minh", "mẫu")
_MOST = 120  # tries for one question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question being asked: what may be chosen, answers that matter to it, ids that references may name, and the
    lists of the form, some of which its rules may look something up in."""

    question: Question
    choices: Sequence[Choice]
    read: Sequence[Any]
    today: date
    references: Mapping[str, Sequence[str]]
    lists: Mapping[str, Sequence[Choice]]


def candidates(asked: Asked, chance: Random) -> Iterator[Any]:
    """Answers worth trying, best first, a limited number."""
    question = asked.question
    if question.type in ("select_one", "select_multiple", "rank"):
        found = _choices(asked, chance)
    elif question.holds_list or _refers_to(question):
        found = _references(asked, chance)
    else:
        found = _BY_TYPE.get(question.type, _texts)(asked, chance)
    return islice(found, _MOST)


def _refers_to(question: Question) -> str:
    return question.refers_to or ("unit" if question.appearance.startswith("unit-") else "")


def _choices(asked: Asked, chance: Random) -> Iterator[Any]:
    names = list(dict.fromkeys(choice.name for choice in asked.choices))
    chance.shuffle(names)
    if asked.question.type == "select_one":
        yield from names
    elif asked.question.type == "rank":
        for _each in range(20 if names else 0):
            yield list(names)
            chance.shuffle(names)
    else:
        yield from (names[:count] for count in (chance.randint(1, 3), 2) if names)
        yield from ([name] for name in names)
        yield from (names[:count] for count in range(3, len(names) + 1))


def _references(asked: Asked, chance: Random) -> Iterator[Any]:
    kind = _refers_to(asked.question)
    ids = list(asked.references.get(kind, ())) or [f"{kind}-{number}" for number in (1, 2, 3)]
    chance.shuffle(ids)
    yield from ([each] for each in ids) if asked.question.holds_list else ids


def _numbers(asked: Asked, chance: Random) -> Iterator[float]:
    literals, read = _literals(asked), [value for value in asked.read if _is_number(value)]
    named = sorted({*literals, *read})
    if len(named) > 1:
        yield float(chance.randint(int(named[0]), int(named[-1])))
    yield float(chance.randint(1, 60))
    yield from map(float, (1, 0, 2, 5, 10, 100))
    yield from (number + apart for number in read for apart in literals)
    for number in named:
        yield from (number, number + 1, number - 1, number * 2, number / 2, number + 0.5)
    yield from ((low + high) / 2 for low, high in pairwise(named))
    yield from (float(asked.today.year), float(asked.today.year - 40), -1.0)
    yield from (float(chance.randint(0, 10**size)) for size in (1, 2, 3, 4, 6, 9) for _each in range(3))


def _whole(asked: Asked, chance: Random) -> Iterator[int]:
    yield from (int(number) for number in _numbers(asked, chance))


def _range(asked: Asked, chance: Random) -> Iterator[float]:
    span = range_of(asked.question)
    steps = int((span.high - span.low) / span.step)
    places = sorted(
        {0, steps, *(chance.randint(0, steps) for _each in range(60))}, key=lambda _p: chance.random()
    )
    yield from (round(span.low + span.step * place, 9) for place in places)


def _dates(asked: Asked, chance: Random) -> Iterator[str]:
    yield (asked.today - timedelta(days=chance.randint(0, 5))).isoformat()
    for day in [asked.today, *_days(asked)]:
        for apart in (0, 1, -1, 7, -7, 30, 365, -365, -365 * 20, -365 * 40):
            yield _moved(day, apart)


def _days(asked: Asked) -> Iterator[date]:
    texts = [*(text for text in asked.read if isinstance(text, str)), *_quoted(asked.question)]
    for text in texts:
        try:
            yield date.fromisoformat(text[:10])
        except ValueError:
            continue


def _moved(day: date, apart: int) -> str:
    try:
        return (day + timedelta(days=apart)).isoformat()
    except OverflowError:
        return day.isoformat()


def _times(asked: Asked, chance: Random) -> Iterator[str]:
    yield f"{chance.randint(7, 17):02}:{chance.choice((0, 15, 30, 45)):02}"
    for text in [*asked.read, *_quoted(asked.question), "08:00", "23:59", "00:00", "12:00"]:
        try:
            at = datetime.combine(asked.today, time.fromisoformat(str(text)[-5:]))
        except ValueError:
            continue
        yield from ((at + timedelta(minutes=apart)).strftime("%H:%M") for apart in (0, 30, -30, 1, -1, 120))


def _moments(asked: Asked, chance: Random) -> Iterator[str]:
    for day in _dates(asked, chance):
        at = datetime.combine(date.fromisoformat(day), time(chance.randint(7, 17), 30), VIETNAM)
        yield at.isoformat()


def _texts(asked: Asked, chance: Random) -> Iterator[str]:
    if "numbers" in asked.question.appearance.split():
        yield from ("12", "0912345678")
    patterns = _patterns(asked.question)
    for pattern in patterns:
        yield from _fitting(pattern, chance)
    yield chance.choice(_WORDS)
    sizes = (int(size) + apart for size in _literals(asked) for apart in (0, -1, 1))
    yield from (("mẫu " * 125)[:size].strip().ljust(size, "a") for size in sizes if 0 < size <= 500)
    yield from _looked_up(asked)
    yield from _quoted(asked.question)
    yield from (text for text in asked.read if isinstance(text, str) and text)
    yield from ("https://example.vn", "0912345678", "a@example.vn", "12", "a", "079085001234", *_WORDS)
    yield from (f"{number:g}" for number in _numbers(asked, chance))


def _fitting(pattern: str, chance: Random) -> Iterator[str]:
    """Texts the pattern lets through; none where it cannot be turned round."""
    from rstr import Rstr

    bare = pattern.removeprefix("^").removesuffix("$")
    for _each in range(6):
        try:
            made = Rstr(chance).xeger(bare)
        except Exception:  # the library raises whatever the parser of re meets
            return
        if len(made) <= 500:
            yield made


def _patterns(question: Question) -> list[str]:
    """The patterns of ``regex(…, 'pattern')`` in the constraint."""
    tokens = _tokens(question)
    inside = False
    found = []
    for kind, text in tokens:
        inside = inside or text == "regex"
        if inside and kind == "text" and len(text) > 5:
            found.append(text[1:-1])
    return found[::-1]


def _literals(asked: Asked) -> list[float]:
    tokens = [("", ""), *_tokens(asked.question)]
    return [
        -float(text) if before == ("sign", "-") else float(text)
        for before, (kind, text) in pairwise(tokens)
        if kind == "number"
    ]


def _quoted(question: Question) -> list[str]:
    return _texts_in(f"{question.constraint} {question.relevant}") if question.constraint else []


def _looked_up(asked: Asked) -> Iterator[str]:
    """Texts of the lists and columns that the constraint names, as ``pulldata()`` and ``instance()`` do."""
    named = dict.fromkeys(
        [*_quoted(asked.question), *(t for kind, t in _tokens(asked.question) if kind == "name")]
    )
    for name in named:
        for choice in (asked.lists.get(name) or asked.lists.get(f"{name}.csv") or ())[:_MOST]:
            texts = {"name": choice.name, **choice.columns}
            yield from (texts[column] for column in named if texts.get(column))


def wanted_by(rule: str, read: Sequence[Any]) -> list[Any]:
    """Answers that may turn a rule: those read beside it, and what they lack to a number in it."""
    numbers = [float(text) for kind, text in tokens_of(rule) if kind == "number"]
    there = sum(value for value in read if _is_number(value))
    return [*(number - there for number in numbers), *numbers, there, *read, *_texts_in(rule)]


def _texts_in(rule: str) -> list[str]:
    return [text[1:-1] for kind, text in tokens_of(rule) if kind == "text" and len(text) > 2]


def _tokens(question: Question) -> list[Token]:
    return tokens_of(f"{question.constraint} {question.relevant}") if question.constraint else []


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _files(_asked: Asked, chance: Random) -> Iterator[str]:
    yield sha256(str(chance.random()).encode()).hexdigest()


def _codes(asked: Asked, chance: Random) -> Iterator[str]:
    yield f"{chance.randrange(10**12, 10**13)}"
    yield from _texts(asked, chance)


def _ticked(_asked: Asked, _chance: Random) -> Iterator[str]:
    yield "OK"


_BY_TYPE: dict[str, Callable[[Asked, Random], Iterator[Any]]] = {
    "integer": _whole,
    "decimal": _numbers,
    "range": _range,
    "date": _dates,
    "time": _times,
    "datetime": _moments,
    "image": _files,
    "file": _files,
    "barcode": _codes,
    "acknowledge": _ticked,
}
